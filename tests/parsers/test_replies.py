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
    (("ps sig"), ("Ja.\n\n-- \nAnna Berger\nPS: nicht vergessen"), ("Ja.")),
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
)


@pytest.mark.parametrize("name, text, new_text", REPLIES, ids=[name for name, _, _ in REPLIES])
def test_a_reply_is_parted_as_its_author_meant(name: str, text: str, new_text: str) -> None:
    assert part(text).new_text == new_text
