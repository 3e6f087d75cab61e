"""What the author of a reply wrote stays, what clients, lists and firms added goes: one odd case a row."""

import pytest

from hauspost.parsers.quotes import part

# What it shows, the text, what its author wrote this time.
REPLIES = (
    (
        ("two level"),
        ("Yes.\n\nOn Mon, Oct 13, 2025 at 8:02 AM, A <a@b.c> wrote:\n> ok\n>> older\n>> older2\n> fine\n"),
        ("Yes."),
    ),
    (
        ("two level no marks"),
        (
            "Yes.\n\nFrom: A <a@b.c>\nSent: Monday\nTo: B\nSubject: x\n\nmid\n\nFrom: B\nSent: Sunday\nTo: A\n"
            "Subject: x\n\nold"
        ),
        ("Yes."),
    ),
    (
        ("sent from"),
        ("Yes.\n\nSent from my iPhone\n\nOn Oct 13, 2025, at 8:02 AM, A <a@b.c> wrote:\n\n> old"),
        ("Yes."),
    ),
    (
        ("sent from below"),
        ("On Oct 13, 2025, at 8:02 AM, A <a@b.c> wrote:\n\n> old\n\nYes.\n\nSent from my iPhone"),
        ("Yes."),
    ),
    (
        ("sent from above a postscript"),
        (
            "Yes.\n\nSent from my iPhone\n\nPS: Call me.\n\nOn Oct 13, 2025, at 8:02 AM, A <a@b.c> wrote:\n> old"
        ),
        ("Yes.\n\nPS: Call me."),
    ),
    (("dashes above all"), ("--\nHeizung ist kalt seit gestern"), ("--\nHeizung ist kalt seit gestern")),
    (
        ("typed below a phone's dashes"),
        ("--\nSent from my Galaxy\nDie Heizung ist kalt."),
        ("--\nSent from my Galaxy\nDie Heizung ist kalt."),
    ),
    (("dashes above a firm"), ("-- \nWolf GmbH\nIhr Partner für Heizung seit 1950\nTel. 030 5550123"), ("")),
    (
        ("a tip that a server sets above the mail"),
        (
            "[Sie erhalten nicht häufig E-Mails von a@b.example. Mehr unter https://tips.example ]\n\nJa, passt."
        ),
        ("Ja, passt."),
    ),
    (
        ("the same words by a person"),
        ("Sie erhalten nicht oft E-Mails von mir.\nExternal email is odd."),
        ("Sie erhalten nicht oft E-Mails von mir.\nExternal email is odd."),
    ),
    (
        ("pictures in a signature"),
        (
            "Ja.\n\nMit freundlichen Grüßen\n\n[cid:image001.png@01DB]\n\nPeter Wolf\nGeschäftsführer\n\n"
            "Wolf GmbH\nHauptstr. 5, 12345 Berlin\nTel. 030 5550123\n[cid:image002.png@01DB] [cid:image003.png]"
        ),
        ("Ja.\n\nMit freundlichen Grüßen\n\nPeter Wolf"),
    ),
    (
        ("a sentence below a signature"),
        ("Bad kalt.\n-- \nAnna Berger\nLindenweg 12\n\nDie Küche ist übrigens auch kalt."),
        ("Bad kalt.\n\nDie Küche ist übrigens auch kalt."),
    ),
    (("dashes above a name"), ("-- \nAnna\n\nAm 1.1.2025 um 8:02 schrieb A <a@b.c>:\n> x"), ("")),
    (
        ("address below a heading"),
        ("Ich ziehe um.\n\nGruß\nAnna\n\nNeue Adresse:\nHauptstr. 5\n12345 Berlin"),
        ("Ich ziehe um.\n\nGruß\nAnna\n\nNeue Adresse:\nHauptstr. 5\n12345 Berlin"),
    ),
    (
        ("a person leaves a list"),
        ("Heizung kalt.\n______\nIch will diese Rundmails abbestellen.\nDanke"),
        ("Heizung kalt.\n______\nIch will diese Rundmails abbestellen.\nDanke"),
    ),
    (("dash sig"), ("Yes.\n\n--\nJohn\n+49 30 5550100"), ("Yes.")),
    (("em dash sig"), ("Yes.\n\n—\nJohn Smith\nCEO"), ("Yes.")),
    (
        ("underscores sig"),
        ("Yes.\n\n_______________\nJohn Smith\nCEO, Example Ltd\nTel. +49 30 5550100"),
        ("Yes."),
    ),
    (("dash name 2"), ("Yes please.\n\n- Anna"), ("Yes please.\n\n- Anna")),
    (("bullets"), ("I need:\n\n- milk\n- bread\n- eggs"), ("I need:\n\n- milk\n- bread\n- eggs")),
    (
        ("bullets dashes"),
        ("List\n--\none\ntwo is a sentence with many words, is it not?\n"),
        ("List\n--\none\ntwo is a sentence with many words, is it not?"),
    ),
    (("thanks name"), ("It works now.\n\nThanks,\nJohn"), ("It works now.\n\nThanks,\nJohn")),
    (
        ("hand"),
        ("On the other hand, he wrote:\nthat is bad.\nNot good."),
        ("On the other hand, he wrote:\nthat is bad.\nNot good."),
    ),
    (
        ("outlook rule"),
        (
            "Yes.\n________________________________\nFrom: A <a@b.c>\n"
            "Sent: Monday, October 13, 2025 8:02 AM\nTo: B\nSubject: RE: x\n\nold"
        ),
        ("Yes."),
    ),
    (
        ("outlook rule2"),
        (
            "Yes.\n\n________________________________________\nVon: A [a@b.c]\nGesendet: Montag\nAn: B\n"
            "Betreff: AW: x\n\nold"
        ),
        ("Yes."),
    ),
    (
        ("bold from"),
        ("Yes.\n\n*From:* A <a@b.c>\n*Sent:* Monday\n*To:* B\n*Subject:* RE: x\n\nold"),
        ("Yes."),
    ),
    (
        ("bold from tight"),
        ("Yes.\n*From: *A <a@b.c>\n*Date: *Monday\n*To: *B\n*Subject: *x\n\nold"),
        ("Yes."),
    ),
    (
        ("disclaimer de"),
        (
            "Ja.\n\nViele Grüße\nAnna\n\n"
            "Diese E-Mail enthält vertrauliche und/oder rechtlich geschützte Informationen.\n"
            "Wenn Sie der falsche Adressat sind,\ninformieren Sie uns bitte."
        ),
        ("Ja.\n\nViele Grüße\nAnna"),
    ),
    (
        ("disclaimer en"),
        (
            "Yes.\n\nThis e-mail and any files transmitted with it are confidential.\n"
            "If you are not the named addressee, do not disseminate."
        ),
        ("Yes."),
    ),
    (
        ("disclaimer en2"),
        ("Yes.\n\nCONFIDENTIALITY NOTICE: The contents of this email message are private."),
        ("Yes."),
    ),
    (
        ("disclaimer en3"),
        ("Yes.\n\nIMPORTANT: The contents of this email and any attachments are confidential."),
        ("Yes."),
    ),
    (
        ("list footer"),
        (
            "Yes.\n\n_______________________________________________\nList mailing list\n"
            "List@lists.b.c\nhttp://lists.b.c/mailman/listinfo/list"
        ),
        ("Yes."),
    ),
    (
        ("google groups"),
        (
            "Yes.\n\n-- \n"
            'You received this message because you are subscribed to the Google Groups "x" group.\n'
            "To unsubscribe from this group and stop receiving emails from it, send an email to x+unsubscribe@b.c.\n"
            "To view this discussion visit https://b.c/d/x."
        ),
        ("Yes."),
    ),
    (("unwrapped on"), ("Yes.\n\nOn Mon, Oct 13, 2025 at 8:02 AM\nA B <a@b.c> wrote:\n\n> old"), ("Yes.")),
    (
        ("on broken 3"),
        (
            "Yes.\n\nOn Mon, Oct 13, 2025 at 8:02 AM, A B via GitHub <\n"
            "notifications@github.example> wrote:\n\n> old"
        ),
        ("Yes."),
    ),
    (("on broken colon"), ("Yes.\n\nOn Mon, 13 Oct 2025 at 8:02, A B <a@b.c\n> wrote:\n\n> old"), ("Yes.")),
    (
        ("inline"),
        (
            "On Mon, Oct 13, 2025 at 8:02 AM, A <a@b.c> wrote:\n> question one?\n\nAnswer one.\n\n"
            "> question two?\n\nAnswer two.\n"
        ),
        ("Answer one.\n\nAnswer two."),
    ),
    (
        ("inline no attr"),
        ("> question one?\n\nAnswer one.\n\n> question two?\nAnswer two.\n"),
        ("Answer one.\n\nAnswer two."),
    ),
    (
        ("inline top too"),
        ("Hi, see below.\n\nOn Mon, Oct 13, 2025 at 8:02 AM, A <a@b.c> wrote:\n> q1\nA1\n> q2\n"),
        ("Hi, see below.\n\nA1"),
    ),
    (
        ("header only from to"),
        ("Yes.\n\nFrom: A <a@b.c>\nTo: B\n\nold"),
        ("Yes.\n\nFrom: A <a@b.c>\nTo: B\n\nold"),
    ),
    (("header from date subj"), ("Yes.\n\nFrom: A <a@b.c>\nDate: Mon\nSubject: x\n\nold"), ("Yes.")),
    (("header To first"), ("Yes.\n\nTo: b@c.d\nFrom: a@b.c\nDate: Mon, 13 Oct\nSubject: x\n\nold"), ("Yes.")),
    (
        ("header long to"),
        (
            "Yes.\n\nFrom: A <a@b.c>\nSent: Mon\nTo: B <b@b.c>; C <c@b.c>;\n D <d@b.c>; E <e@b.c>\n"
            "Cc: F\nSubject: x\n\nold"
        ),
        ("Yes."),
    ),
    (
        ("original msg"),
        ("Yes.\n\n-----Original Message-----\nFrom: A [mailto:a@b.c]\nSent: Mon\nTo: B\nSubject: x\n\nold"),
        ("Yes."),
    ),
    (("original msg no hdr"), ("Yes.\n\n-----Original Message-----\nold stuff"), ("Yes.")),
    (("zendesk"), ("Yes.\n\n##- Please type your reply above this line -##\nold"), ("Yes.")),
    (("reply above"), ("Yes.\n\n--- Reply ABOVE THIS LINE to post a comment ---\nold"), ("Yes.")),
    (("wrote without date"), ("Yes.\n\nA B <a@b.c> wrote:\n> old"), ("Yes.")),
    (("wrote without addr"), ("Yes.\n\nA B wrote:\n> old"), ("Yes.")),
    (("A schrieb"), ("Ja.\n\nAnna Berger schrieb:\n> alt"), ("Ja.")),
    (("schrieb am"), ("Ja.\n\nAnna Berger schrieb am 13.10.2025 um 08:02:\n> alt"), ("Ja.")),
    (("quote hdr in > "), ("Yes.\n\n> From: a@b.c\n> Date: Mon\n> To: b\n> Subject: x\n>\n> old"), ("Yes.")),
    (
        ("quote wrapped"),
        (
            "Yes.\n\nOn Mon, Oct 13, 2025 at 8:02 AM, A <a@b.c> wrote:\n> old line that is broken\n"
            "badly\n> and goes on\n"
        ),
        ("Yes.\n\nbadly"),
    ),
    (("pipe"), ("Yes.\n\nA wrote on 13/10/2025 08:02:\n| old\n| old2"), ("Yes.")),
    (("name initials"), ("Yes.\n\nOn 13 Oct 2025, A wrote:\nAB> old\nAB> old2"), ("Yes.")),
    (("lg"), ("ja\n\nlg anna"), ("ja\n\nlg anna")),
    (
        ("best"),
        (
            "Yes.\n\nBest,\nJohn Smith\nSenior Plumber\nExample Plumbing Ltd\nPhone: +44 20 5550100\n"
            "www.plumbing.example"
        ),
        ("Yes.\n\nBest,\nJohn Smith"),
    ),
    (("Cheers"), ("Yes.\n\nCheers,\nJ"), ("Yes.\n\nCheers,\nJ")),
    (
        ("ps"),
        ("Ja.\n\nMit freundlichen Grüßen\nAnna\n\nPS: Der Schlüssel liegt bei Wagner."),
        ("Ja.\n\nMit freundlichen Grüßen\nAnna\n\nPS: Der Schlüssel liegt bei Wagner."),
    ),
    (("ps sig"), ("Ja.\n\n-- \nAnna Berger\nPS: nicht vergessen"), ("Ja.\n\nPS: nicht vergessen")),
    (("empty quote"), ("> old\n> old2\n"), ("> old\n> old2")),
    (("tab quote"), ("Yes.\n\nOn Mon, Oct 13, 2025 at 8:02 AM, A <a@b.c> wrote:\n\told\n\told2"), ("Yes.")),
    (
        ("gmail fwd"),
        (
            "FYI\n\n---------- Forwarded message ---------\nFrom: A <a@b.c>\n"
            "Date: Mon, Oct 13, 2025 at 8:02 AM\nSubject: x\nTo: <b@b.c>\n\nold"
        ),
        ("FYI"),
    ),
    (
        ("get outlook"),
        (
            "Yes.\n\nGet Outlook for iOS<https://aka.ms/o0ukef>\n________________________________\n"
            "From: A <a@b.c>\nSent: Monday\nTo: B\nSubject: x\n\nold"
        ),
        ("Yes."),
    ),
    (("get outlook md"), ("Yes.\n\nGet [Outlook for Android](https://aka.ms/ghei36)"), ("Yes.")),
    (
        ("outlook android de"),
        (
            "Ja.\n\nOutlook für Android<https://aka.ms/x> herunterladen\n"
            "________________________________\nVon: A\nGesendet: Mo\nAn: B\nBetreff: x\n\nalt"
        ),
        ("Ja."),
    ),
    (("hol dir"), ("Ja.\n\nHolen Sie sich Outlook für Android<https://aka.ms/AAb9ysg>"), ("Ja.")),
    (("samsung"), ("Ja.\n\nVon meinem/meiner Galaxy gesendet"), ("Ja.")),
    (("samsung2"), ("Ja.\n\nGesendet von meinem Galaxy"), ("Ja.")),
    (("telekom"), ("Ja.\n\nGesendet mit der Telekom Mail App"), ("Ja.")),
    (
        ("web de"),
        ("Ja.\n\n--\nDiese Nachricht wurde von meinem Android Mobiltelefon mit WEB.DE Mail gesendet."),
        ("Ja."),
    ),
    (
        ("gmx"),
        (
            "Ja.\n\n-- \nDiese Nachricht wurde von meinem Android Gerät mit GMX Mail gesendet.\n"
            "Am 13.10.25, 08:02, A <a@b.c> schrieb:\n> alt"
        ),
        ("Ja."),
    ),
    (("freenet"), ("Ja.\n\nGesendet mit der freenet Mail App"), ("Ja.")),
    (("spark"), ("Yes.\n\nSent with Spark"), ("Yes.")),
    (
        ("emclient"),
        (
            'Ja.\n\n------ Originalnachricht ------\nVon "A" <a@b.c>\nAn "B" <b@b.c>\n'
            "Datum 13.10.2025 08:02:11\nBetreff x\n\nalt"
        ),
        ("Ja."),
    ),
    (("claws"), ("Yes.\n\nOn Mon, 13 Oct 2025 08:02:11 +0200\nA B <a@b.c> wrote:\n\n> old"), ("Yes.")),
    (
        ("quote between own lines keep"),
        ("> Wann kommen Sie?\nAm Dienstag."),
        ("Am Dienstag."),
    ),
    (
        ("virus"),
        ("Ja.\n\n--\nDiese E-Mail wurde von Avast Antivirus-Software auf Viren geprüft.\nwww.avast.com"),
        ("Ja."),
    ),
    (
        ("virus2"),
        (
            "Yes.\n\n<https://www.avast.com/sig-email>\n"
            "Virus-free. www.avast.com <https://www.avast.com/sig-email>\n"
            "<#DAB4FAD8-2DD7-40BB-A1B8-4E2AA1F9FDF2>"
        ),
        ("Yes."),
    ),
    (
        ("ext banner"),
        ("Ja.\n\nVon: A <a@b.c>\nGesendet: Mo\nAn: B\nBetreff: x\n\nACHTUNG: Externe E-Mail\n\nalt"),
        ("Ja."),
    ),
    (("dashes line"), ("Yes.\n\n-------------------------------\nJohn Smith\n030 5550100"), ("Yes.")),
    (("equals line"), ("Yes.\n\n===================\nJohn Smith\nExample Ltd\n030 5550100"), ("Yes.")),
    (
        ("separator in text"),
        ("Part one.\n\n----------\n\nPart two is here, as you see."),
        ("Part one.\n\n----------\n\nPart two is here, as you see."),
    ),
    (
        ("date table"),
        ("Termine:\n13.10.2025 08:00 Uhr Heizung\n14.10.2025 09:00 Uhr Bad:\nPasst das?"),
        ("Termine:\n13.10.2025 08:00 Uhr Heizung\n14.10.2025 09:00 Uhr Bad:\nPasst das?"),
    ),
    (
        ("author tells"),
        ("Am 13.10.2025 um 08:02 schrieb ich an haus@b.c:\nDie Heizung ist kalt.\nBisher keine Antwort."),
        ("Am 13.10.2025 um 08:02 schrieb ich an haus@b.c:\nDie Heizung ist kalt.\nBisher keine Antwort."),
    ),
    (
        ("author tells below text"),
        ("Hallo,\nam 13.10.2025 um 08:02 schrieb ich Ihnen:\nDie Heizung ist kalt.\nBisher keine Antwort."),
        ("Hallo,\nam 13.10.2025 um 08:02 schrieb ich Ihnen:\nDie Heizung ist kalt.\nBisher keine Antwort."),
    ),
    (
        ("addr block"),
        ("Bitte neue Adresse notieren:\n\nAnna Berger\nLindenweg 12\n10405 Berlin\nTel. 0171 5550199"),
        ("Bitte neue Adresse notieren:\n\nAnna Berger\nLindenweg 12\n10405 Berlin\nTel. 0171 5550199"),
    ),
    (
        ("handwerker"),
        (
            "Termin Do 9 Uhr passt.\n\nMit freundlichen Grüßen\ni.A. Jan Wolf\n\nWolf Sanitär GmbH\n"
            "Werkstr. 3, 10245 Berlin\nTelefon 030 5550123\nFax 030 5550124\ninfo@wolf.example\n"
            "Amtsgericht Charlottenburg HRB 1\nGeschäftsführer: Jan Wolf"
        ),
        ("Termin Do 9 Uhr passt.\n\nMit freundlichen Grüßen\ni.A. Jan Wolf"),
    ),
    (
        ("freundliche gruesse aus"),
        (
            "Ok.\n\nFreundliche Grüße aus Berlin\n\nJan Wolf\nWolf Sanitär GmbH\nTel. 030 5550123\n"
            "www.wolf.example"
        ),
        ("Ok.\n\nFreundliche Grüße aus Berlin\n\nJan Wolf"),
    ),
    (
        ("gh on blah"),
        ("Here goes nothing.\n\nOn the blah blah blah\nfoo wrote the test\n\nmore text\n"),
        ("Here goes nothing.\n\nOn the blah blah blah\nfoo wrote the test\n\nmore text"),
    ),
    (
        ("one is not"),
        (
            "One outstanding question I had:\n\nLocations being served are these:\n\n"
            "On Tue, Apr 29, 2014 at 4:22 PM, Example Dev <sugar@example.com>wrote:\n\n"
            "> {text}\n"
        ),
        ("One outstanding question I had:\n\nLocations being served are these:"),
    ),
    (
        ("wrote no space"),
        ("Ok.\n\nOn Tue, Apr 29, 2014 at 4:22 PM, Example Dev <a@example.com>wrote:\n\n> old"),
        ("Ok."),
    ),
    (
        ("outlook fr"),
        ("Oui.\n\nDe : A B <a@b.c>\nEnvoyé : mardi 14 octobre 2025 08:05\nÀ : C\nObjet : RE: x\n\nvieux"),
        ("Oui."),
    ),
    (("sent from bb"), ("Here is another email\n\nSent from my BlackBerry"), ("Here is another email")),
    (("enviado"), ("Aquí.\n\nEnviado desde mi BlackBerry"), ("Aquí.")),
    (
        ("sent from word text"),
        ("Here is another email\n\nSent from my desk, is much easier then my mobile phone."),
        ("Here is another email\n\nSent from my desk, is much easier then my mobile phone."),
    ),
    (
        ("sig dash user"),
        ("this is an email with a correct -- signature.\n\n-- \nrick"),
        ("this is an email with a correct -- signature."),
    ),
    (("dash no space"), ("this is an email\n--\nrick"), ("this is an email")),
    (("mixed case"), ("Yes\n\non tue, oct 14, 2025 at 8:05 am a b <a@b.c> wrote:\n> x"), ("Yes")),
    (
        ("multiple on"),
        ("Yes\n\nOn Monday I was there.\nOn Tue, Oct 14, 2025 at 8:05 AM A B <a@b.c> wrote:\n> x"),
        ("Yes\n\nOn Monday I was there."),
    ),
    (("date wrote"), ("Yes\n\n2025-10-14 8:05 GMT+02:00 A B <a@b.c>:\n\n> x"), ("Yes")),
    (
        ("date wrote wrap"),
        ("Yes\n\n2025-10-14 8:05 GMT+02:00 A Very Long Name Indeed <\na.very.long.name@example.com>:\n\n> x"),
        ("Yes"),
    ),
    (("no blank before"), ("Yes\nOn Tue, Oct 14, 2025 at 8:05 AM, A <a@b.c> wrote:\n> x"), ("Yes")),
    (
        ("nbsp"),
        ("Yes\n\nOn\u00a0Tue, Oct\u00a014, 2025 at 8:05\u00a0AM, A\u00a0<a@b.c> wrote:\n> x"),
        ("Yes"),
    ),
    (
        ("wide >"),
        ("Yes\n\nOn Tue, Oct 14, 2025 at 8:05 AM, A <a@b.c> wrote:\n\n> > > deep\n> > mid\n> top\n"),
        ("Yes"),
    ),
    (("> with tabs"), ("Yes\n\nA wrote:\n>\tx\n>\ty"), ("Yes\n\nA wrote:")),
    (
        ("list on sig"),
        (
            "Yes.\n\nRegards,\nJohn\n_______________________________________________\n"
            "dev mailing list\ndev@x.y\nhttp://x.y/mailman/listinfo/dev"
        ),
        ("Yes.\n\nRegards,\nJohn"),
    ),
    (
        ("yahoo groups"),
        (
            "Yes.\n\n------------------------------------\n\nYahoo Groups Links\n\n"
            "<*> To visit your group on the web, go to:\n    http://groups.yahoo.com/group/x/\n"
        ),
        ("Yes."),
    ),
    (("unsub"), ("Yes.\n\n--\nTo unsubscribe send an email to x-unsubscribe@y.z"), ("Yes.")),
    (
        ("confid1"),
        (
            "Yes.\n\n*Disclaimer*\n\n"
            "The information contained in this communication from the sender is confidential."
        ),
        ("Yes."),
    ),
    (
        ("confid2"),
        (
            "Yes.\n\n**********************************************************************\n"
            "This email and any files transmitted with it are confidential and\n"
            "intended solely for the use of the individual.\n"
            "**********************************************************************"
        ),
        ("Yes."),
    ),
    (
        ("confid3"),
        (
            "Yes.\n\n________________________________\n\n"
            "This message is for the designated recipient only and may contain privileged information."
        ),
        ("Yes."),
    ),
    (
        ("company lines"),
        (
            "Yes.\n\nJohn Smith\nSenior Engineer\nT: +44 20 5550100 | M: +44 77 5550100\n"
            "john@example.com\nwww.example.com"
        ),
        (
            "Yes.\n\nJohn Smith\nSenior Engineer\nT: +44 20 5550100 | M: +44 77 5550100\n"
            "john@example.com\nwww.example.com"
        ),
    ),
    (("from mobile"), ("Yes.\n\nSent from Mobile"), ("Yes.")),
    (("gesendet handy"), ("Ja.\n\nGesendet von meinem Handy"), ("Ja.")),
    (("gesendet von unterwegs"), ("Ja.\n\nVon unterwegs gesendet"), ("Ja.")),
    (("mail app win"), ("Yes.\n\nSent from Mail for Windows 10"), ("Yes.")),
    (("edison"), ("Yes.\n\nSent from Edison Mail"), ("Yes.")),
    (("typos"), ("Yes.\n\nSent from my phone, please excuse typos"), ("Yes.")),
    (("typos2"), ("Yes.\n\nPlease excuse brevity and typos. Sent from my iPhone."), ("Yes.")),
    (("typos3"), ("Ja.\n\nVon meinem iPhone gesendet - bitte entschuldigen Sie Tippfehler"), ("Ja.")),
    (("outlook android link"), ("Yes.\n\nGet Outlook for Android <https://aka.ms/ghei36>\n\n"), ("Yes.")),
    (
        ("from de"),
        (
            "Ja.\n\nVon: A B [mailto:a@b.c] \nGesendet: Dienstag, 14. Oktober 2025 08:05\n"
            "An: C D\nCc: E F\nBetreff: WG: x\nWichtigkeit: Hoch\n\nalt"
        ),
        ("Ja."),
    ),
    (("from w/ date field attr"), ("Ja.\n\nAm 14.10.2025 08:05, schrieb A B:\n> alt"), ("Ja.")),
    (
        ("an am with long name"),
        (
            "Ja.\n\n"
            'Am 14. Oktober 2025 um 08:05 schrieb "Hausverwaltung Sonnenschein GmbH, Berlin" <a@b.c>:\n'
            "\nalt"
        ),
        ("Ja."),
    ),
    (
        ("am wrap <"),
        ('Ja.\n\nAm Di., 14. Okt. 2025 um 08:05 Uhr schrieb "A B, C-GmbH" <\na@b.c>:\n> alt'),
        ("Ja."),
    ),
    (
        ("schrieb at"),
        (
            "Ja.\n\n"
            "Am Dienstag, den 14. Oktober 2025, 08:05:11 MESZ hat A B <a@b.c> Folgendes geschrieben:\n"
            "\nalt"
        ),
        ("Ja."),
    ),
    (("attribution starts name"), ('Ja.\n\n"A B" <a@b.c> schrieb:\n\n> alt'), ("Ja.")),
    (("usenet"), ("Ja.\n\nA B <a@b.c> writes:\n\n> alt"), ("Ja.")),
    (("said"), ('Yes.\n\n>>>>> "AB" == A B <a@b.c> writes:\n\nAB> old'), ("Yes.")),
    (
        ("reply marker line"),
        ("Yes\n\n-=-=-=-=-=-=-=-=-=-=- Reply above this line -=-=-=-=-=-=-=-=-\nold"),
        ("Yes"),
    ),
    (
        ("jira"),
        ("Yes\n\n— Reply to this email directly or view it on GitHub.\n"),
        ("Yes\n\n— Reply to this email directly or view it on GitHub."),
    ),
    (
        ("github footer"),
        (
            "Yes\n\n—\n"
            "Reply to this email directly, view it on GitHub <https://github.com/x>, or unsubscribe\n"
            "<https://github.com/y>.\n"
            "You are receiving this because you were mentioned.Message ID: <x@github.com>\n"
        ),
        ("Yes"),
    ),
    (("hr then text"), ("Yes\n\n***\n\nmore text"), ("Yes\n\n***\n\nmore text")),
    (("trailing rule"), ("Yes\n\n--------"), ("Yes")),
    (("sent from outlook"), ("Yes\n\nSent from Outlook<http://aka.ms/weboutlook>"), ("Yes")),
    (("sent from outlook2"), ("Yes\n\nSent from [Outlook](http://aka.ms/weboutlook)"), ("Yes")),
    (("to be only link sig"), ("Yes\n\nhttps://example.com"), ("Yes\n\nhttps://example.com")),
    (
        ("from inside"),
        ("The mail said:\nFrom: 8 am\nTo: 10 am\nthe water is off."),
        ("The mail said:\nFrom: 8 am\nTo: 10 am\nthe water is off."),
    ),
    (
        ("form content"),
        ("Name: Anna\nDatum: 14.10.2025\nBetreff: Heizung\nVon: 3. OG\nText: kalt"),
        ("Name: Anna\nDatum: 14.10.2025\nBetreff: Heizung\nVon: 3. OG\nText: kalt"),
    ),
    (
        ("form from date subj"),
        ("Bitte so buchen:\n\nVon: Berlin\nAn: Hamburg\nDatum: 14.10.\nDanke"),
        ("Bitte so buchen:\n\nVon: Berlin\nAn: Hamburg\nDatum: 14.10.\nDanke"),
    ),
    (
        ("travel above"),
        ("Ich fahre weg.\n\nVon: 14.10.\nBis: 20.10.\nGrund: Urlaub"),
        ("Ich fahre weg.\n\nVon: 14.10.\nBis: 20.10.\nGrund: Urlaub"),
    ),
    (
        ("mit freundlichen"),
        ("Ja\n\nmfg\n\nAnna Berger\n0171-5550100"),
        ("Ja\n\nmfg\n\nAnna Berger\n0171-5550100"),
    ),
    (
        ("sig w/ social"),
        (
            "Yes\n\nKind regards,\n\nJohn Smith\nHead of Stuff\nExample Inc.\n123 Example Street 5\n"
            "Phone +1 555 0100 123\nTwitter: @x"
        ),
        ("Yes\n\nKind regards,\n\nJohn Smith"),
    ),
    (("wrote with star"), ("Yes\n\n*On Tue, Oct 14, 2025 at 8:05 AM A <a@b.c> wrote:*\n> x"), ("Yes")),
    (("blank > lines"), ("Yes\n\n>\n>\n> x"), ("Yes")),
    (("tnx"), ("Yes\n\nOn 10/14/2025 8:05 AM, A B via Users wrote:\n> x"), ("Yes")),
    (("via list"), ("Yes\n\nOn Tue, Oct 14, 2025 at 08:05:00AM +0000, A B via dev wrote:\n> x"), ("Yes")),
    (("le ecrit"), ("Oui\n\nLe mar. 14 oct. 2025 à 08:05, A B <a@b.c> a\nécrit :\n\n> x"), ("Oui")),
    (
        ("el escribio wrap"),
        ("Sí\n\nEl mar, 14 oct 2025 a la(s) 08:05, A B (a@b.c)\nescribió:\n\n> x"),
        ("Sí"),
    ),
    (("nl"), ("Ja\n\nOp di 14 okt. 2025 om 08:05 schreef A B <a@b.c>:\n\n> x"), ("Ja")),
    (("chinese"), ("好的\n\n在 2025年10月14日，08:05，A B <a@b.c> 写道：\n\n> x"), ("好的")),
    (("japanese"), ("はい\n\n2025年10月14日(火) 8:05 A B <a@b.c>:\n\n> x"), ("はい")),
    (("korean"), ("네\n\n2025년 10월 14일 (화) 오전 8:05, A B <a@b.c>님이 작성:\n\n> x"), ("네")),
    (
        ("hebrew?"),
        (
            "OK\n\n\u200f\u202bבתאריך יום ג׳, 14 באוק׳ 2025 ב-8:05 מאת A B <\u202aa@b.c\u202c\u200f>:\u202c\n\n> x"
        ),
        ("OK"),
    ),
    (("vi"), ("OK\n\nVào Th 3, 14 thg 10, 2025 vào lúc 08:05 A B <a@b.c> đã viết:\n\n> x"), ("OK")),
)


@pytest.mark.parametrize("name, text, new_text", REPLIES, ids=[name for name, _, _ in REPLIES])
def test_a_reply_is_parted_as_its_author_meant(name: str, text: str, new_text: str) -> None:
    assert part(text).new_text == new_text
