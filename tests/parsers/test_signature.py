"""Knows which lines under a mail are no words: taglines, signatures, disclaimers; and which lines stay."""

import pytest

from hauspost.parsers.quotes import part

TAGLINES = """\
Von meinem iPhone gesendet
Von meinem iPad gesendet
Gesendet mit der WEB.DE Mail App
Gesendet mit der GMX Mail App
Gesendet mit der GMX iPhone App
Gesendet von Outlook für Android<https://aka.ms/AAb9ysg>
Holen Sie sich Outlook für iOS<https://aka.ms/o0ukef>
Gesendet von Mail für Windows
Diese Nachricht wurde von meinem Android-Gerät mit K-9 Mail gesendet.
Von meinem Samsung Galaxy Smartphone gesendet.
Gesendet mit der Telekom Mail Family
Von meinem Huawei-Mobiltelefon gesendet
Gesendet mit Proton Mail sicheren E-Mail.
Gesendet von Yahoo Mail auf Android
Sent from my iPhone
Sent from Outlook for Android
Sent from Yahoo Mail on Android
Sent via the Samsung Galaxy S10
Get Outlook for iOS<https://aka.ms/o0ukef>
Envoyé de mon iPhone
Verzonden vanaf mijn iPhone
Inviato da iPhone
Enviado desde mi iPhone
Wysłano z iPhone'a
Gesendet von meinem Sony Xperia
Von meinem Fairphone gesendet
Mit der WEB.DE iPhone App gesendet
Mit freenetMail App gesendet
Versandt mit Proton Mail
Gesendet mit Tuta
Gesendet mit BlueMail für Android
Von meinem iPhone gesendet - bitte entschuldigen Sie Tippfehler
Von unterwegs gesendet
Sent via Superhuman
Sent from my phone, please excuse typos
Sent from [mail](https://go.microsoft.com/fwlink/?LinkId=550986) for windows 10
Download Outlook voor Android
Télécharger Outlook pour iOS<https://aka.ms/o0ukef>
iPhone'umdan gönderildi
Samsung cihazımdan gönderildi
Отправлено с iPhone
Надіслано з мого iPhone
Trimis de pe iPhone-ul meu
Poslano s mog iPhonea
Odesláno z iPhonu
Lähetetty iPhonesta
أُرسلت من الـ iPhone الخاص بي
""".splitlines()

ORDINARY = """\
Von meinem Balkon aus gesehen tropft es
Gesendet habe ich das Formular gestern
Das Foto wurde von meinem Nachbarn geschickt
Sent from my desk, is much easier then my mobile phone.
Von meinem Handy aus kann ich keine Bilder schicken
Anna Berger, Lindenweg 12, 0171 5550199
0171 5550199
PS: der Schlüssel liegt bei Wagner
Mit der Post gesendet habe ich das Formular
Mit dem Hausmeister habe ich es geschickt
Bitte entschuldigen Sie die späte Antwort
""".splitlines()

BUSINESS = """\
Der Termin passt.

Mit freundlichen Grüßen

Karl Meier

Heizung Meier GmbH
Werkstraße 3
10245 Berlin
Tel. 030 5550123
Notfall: 0800 5550100
www.heizung-meier.example
"""


@pytest.mark.parametrize("tagline", TAGLINES)
def test_a_phones_tagline_is_no_word_of_its_owner(tagline: str) -> None:
    parted = part(f"ERLEDIGT\n\n{tagline}\n")
    assert (parted.new_text, parted.signature) == ("ERLEDIGT", tagline)


@pytest.mark.parametrize("line", ORDINARY)
def test_an_ordinary_last_line_stays(line: str) -> None:
    assert part(f"Guten Tag,\n{line}\n").new_text.endswith(line)


def test_a_tagline_alone_leaves_nothing_said() -> None:
    parted = part("\n\nVon meinem iPhone gesendet\n")
    assert (parted.new_text, parted.authored) == ("", True)


def test_company_lines_go_and_the_greeting_with_the_name_stays() -> None:
    parted = part(BUSINESS)
    assert parted.new_text == "Der Termin passt.\n\nMit freundlichen Grüßen\n\nKarl Meier"
    assert "Notfall: 0800 5550100" in parted.signature


def test_a_private_persons_phone_number_below_the_name_stays() -> None:
    text = "Bitte rufen Sie an.\nLG Anna Berger\n0171 5550199"
    assert part(text).new_text == text


def test_a_sentence_below_the_greeting_keeps_all_of_it() -> None:
    text = "Danke.\nMit freundlichen Grüßen\nAnna Berger\nLindenweg 12\n10405 Berlin\nPS: Es tropft schon wieder!"
    assert part(text).new_text == text


def test_everything_below_the_usenet_delimiter_is_a_signature() -> None:
    parted = part("Der Keller ist nass.\n\n-- \nAnna Berger\nLindenweg 12\n")
    assert (parted.new_text, parted.signature) == ("Der Keller ist nass.", "--\nAnna Berger\nLindenweg 12")


def test_a_long_text_below_two_dashes_is_no_signature() -> None:
    text = "Erstens.\n--\n" + "\n".join(f"Zeile {n} des Berichts." for n in range(20))
    assert part(text).new_text == text


@pytest.mark.parametrize(
    "disclaimer",
    [
        "Diese E-Mail enthält vertrauliche Informationen.\nWenn Sie nicht der richtige Adressat sind …",
        "Der Inhalt dieser E-Mail ist ausschließlich für den Adressaten bestimmt.",
        "This email and any attachments may contain confidential information.",
        "Virenfrei. www.avast.com",
        "Denken Sie an die Umwelt, bevor Sie diese Mail drucken.",
    ],
)
def test_a_disclaimer_is_a_footer(disclaimer: str) -> None:
    parted = part(f"Der Monteur war da.\n\n{disclaimer}\n")
    assert parted.new_text == "Der Monteur war da."
    assert [span.kind for span in parted.spans] == ["new", "footer"]


def test_a_tagline_below_a_quote_is_no_part_of_the_quote() -> None:
    parted = part("Ja\n\n> wann?\n\nSent from my iPhone")
    assert (parted.new_text, parted.signature) == ("Ja", "Sent from my iPhone")
    assert "iPhone" not in parted.quoted_text


@pytest.mark.parametrize(
    "report",
    [
        "Wichtiger Hinweis: Diese Wohnung hat kein Wasser!",
        "Haftungsausschluss gilt nicht, Wasser steht im Keller",
        "Disclaimer: I am no plumber, but the pipe is broken.",
        "Von meinem Handy habe ich gestern Fotos geschickt",
        "--\n- Küche: kalt\n- Bad: warm",
        "--\nKüche kalt\nBad warm",
        "--\n1. Küche\n2. Bad",
        "*****\n- Küche\n- Bad",
        "*****\nKüche: kalt\nBad: Tel kaputt\nFlur: dunkel",
    ],
)
def test_a_report_that_looks_like_a_footer_stays(report: str) -> None:
    text = f"Guten Tag,\n\nhier ist Anna.\n\n{report}"
    assert part(text).new_text == text


@pytest.mark.parametrize(
    "postscript", ["PS: Der Keller ist nass.", "P.S. Der Keller ist nass", "Nachtrag: nass"]
)
@pytest.mark.parametrize(
    "above", ["-- \nAnna Berger\nTel. 030 5550199", "Gruß\nAnna\nTel. 030 5550199\nLindenweg 12"]
)
def test_a_postscript_below_a_signature_stays(above: str, postscript: str) -> None:
    parted = part(f"Guten Tag.\n\n{above}\n\n{postscript}")
    assert parted.new_text.endswith(postscript)
    assert ("Tel. 030 5550199" in parted.signature) is above.startswith("-- ")


@pytest.mark.parametrize(
    "disclaimer",
    [
        "Haftungsausschluss: Diese Nachricht ist nur für den Empfänger.",
        "Vertraulichkeitshinweis",
        "Disclaimer",
    ],
)
def test_a_disclaimer_under_its_heading_is_a_footer(disclaimer: str) -> None:
    assert part(f"Der Monteur war da.\n\n{disclaimer}").new_text == "Der Monteur war da."
