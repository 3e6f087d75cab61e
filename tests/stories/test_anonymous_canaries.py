"""Whoever reports anonymously is known to the managers and to nobody else: sixty marks of the reporter, looked for in
every octet that leaves and in the log (DOMAIN, "Anonymous")."""

import io
import logging
import re
from collections.abc import Iterator
from email.message import EmailMessage

import pytest
import structlog
from PIL import Image

from hauspost.gateway import logs
from tests.house import BORDER, DOMAIN, HOUSE, KRAUSE, SABINE, TIM, YILDIZ, House, secret_of
from tests.oracle.importing import import_tables
from tests.oracle.opened import opened
from tests.relay import Taken

REPORTER = "kanarimail@post.example"
MEIER = "auftrag@heizung-meier.example"
OFFICE = (SABINE, TIM)

# Where it hides → what is looked for, letter case, blanks and line ends aside.
CANARIES = {
    "first name": "Kanarivorname",
    "last name": "Kanarinachname",
    "mail address": "kanarimail",
    "phone": "0171-73004711",
    "flat": "KWE7",
    "flat name": "Kanariwohnung",
    "floor": "Kanaristock",
    "side": "Kanariseite",
    "display name": "Kanarianzeige",
    "Sender": "kanarisender",
    "Reply-To": "kanariantwort",
    "Reply-To name": "Kanariantwortname",
    "Return-Path": "kanaririckweg",
    "Message-ID": "kanarikennung",
    "Date": "09:13:37 +0530",
    "first Received": "kanarihost.example",
    "last Received": "203.0.113.77",
    "HELO": "kanarihelo",
    "User-Agent": "Kanariagent",
    "X-Mailer": "Kanarimailer",
    "X-Originating-IP": "203.0.113.78",
    "Organization": "Kanariorganisation",
    "Thread-Topic": "Kanarithema",
    "Keywords": "Kanaristichwort",
    "Comments": "Kanarikommentar",
    "References": "kanarifrueher",
    "Cc": "kanarikopie",
    "subject": "Kanaribetreff",
    "boundary": "kanarigrenze",
    "Content-ID": "kanariinhalt",
    "HTML title": "Kanarititel",
    "HTML remark": "Kanariverborgen",
    "own name in a sentence": "Kanariselbst",
    "third person": "Kanarinachbar",
    "health": "Kanarikrankheit",
    "greeting": "Kanarigruss",
    "signature": "Kanarifirma",
    "signature street": "Kanaristrasse",
    "tagline": "Kanarispruch",
    "quoted text": "Kanarizitat",
    "file name": "Kanaridatei",
    "PDF": "Kanaridokument",
    "EXIF maker": "Kanarikamera",
    "EXIF description": "Kanaribild",
    "EXIF artist": "Kanarifotograf",
    "EXIF place": "Kanariort",
    "JPEG comment": "Kanarijpeg",
    "spaced phone": "0171 73004712",
    "slashed phone": "0171 73004713",
    "phone from abroad": "171 73004714",
    "spoken phone": "null eins sieben eins sieben drei null",
    "phone without its town": "73004715",
    "spelt mail address": "kanaripost",
    "mail address in brackets": "kanariklammer",
    "account at a bank": "DE12 5001 0517 0648 4711 88",
    "account of a network": "kanari_konto",
    "account without a sign": "kanariprofil",
    "page with a name": "kanariseiten.example",
    "plate": "B-KA 4711",
    "day of birth": "03.04.1947",
    "age": "91 Jahre alt",
    "number as a customer": "Kundennummer 8151",
    "floor where one lives": "siebten Stock",
    "flat of another": "Wohnung 77",
    "floor and side": "9. OG rechts",
    "name that one gives": "Kanarirufname",
}
TOLD = (
    "Anrufe unter 0 1 7 1 – 7 3 0 0 4 7 1 2.",
    "Oder 0171/7300-4713.",
    "Aus dem Ausland +49 (0)171 7300 4714.",
    "Noch einmal: null eins sieben eins sieben drei null.",
    "Festnetz 73004715.",
    "Mail an kanaripost punkt a at post punkt example.",
    "Oder kanariklammer(at)post(punkt)example.",
    "Meine IBAN ist DE12 5001 0517 0648 4711 88.",
    "Auf Instagram bin ich @kanari_konto.",
    "Insta: kanariprofil",
    "Bilder: https://kanariseiten.example/anna",
    "Mein Auto B-KA 4711 stand davor.",
    "Geboren bin ich am 03.04.1947.",
    "Ich bin 91 Jahre alt.",
    "Kundennummer 8151 bei Ihnen.",
    "Ich wohne im siebten Stock.",
    "Es ist vor Wohnung 77.",
    "Klingeln Sie 9. OG rechts.",
    "Mein Name ist Kanarirufname.",
)


def body(words: str) -> str:
    return (
        f"Guten Tag,\n\n{words}\n"
        f"Hier ist Frau {CANARIES['own name in a sentence']}. {CANARIES['first name']} {CANARIES['last name']} "
        f"wohnt in {CANARIES['flat']}. Der Nachbar {CANARIES['third person']} weiß davon. "
        f"Ich bin krank, {CANARIES['health']}. Rufen Sie 0171 73004711 an.\n{' '.join(TOLD)}\n\n"
        f"Viele {CANARIES['greeting']}-Grüße\n{CANARIES['first name']} {CANARIES['last name']}\n"
        f"{CANARIES['signature']} GmbH\n{CANARIES['signature street']} 7\n"
        f"-- \n{CANARIES['tagline']}\n\n"
        f"Am 12.10.2025 um 09:00 schrieb {CANARIES['first name']}:\n> {CANARIES['quoted text']}\n"
    )


def picture() -> bytes:
    image = Image.effect_noise((400, 300), 80).convert("RGB")
    exif = Image.Exif()
    exif[0x010F], exif[0x010E], exif[0x013B] = (
        CANARIES["EXIF maker"],
        CANARIES["EXIF description"],
        CANARIES["EXIF artist"],
    )
    exif.get_ifd(0x8825)[0x001C] = b"ASCII\0\0\0" + CANARIES["EXIF place"].encode()
    file = io.BytesIO()
    image.save(file, "JPEG", exif=exif, comment=CANARIES["JPEG comment"].encode())
    return file.getvalue()


def writes(house: House, words: str, *, to: str, subject: str, answers: Taken | None = None) -> None:
    """A mail with all of them."""
    mail = EmailMessage()
    for name, value in (
        ("Return-Path", f"<{CANARIES['Return-Path']}@post.example>"),
        ("Authentication-Results", f"{BORDER}; dmarc=pass (p=reject) header.from=post.example"),
        (
            "Received",
            f"from {CANARIES['first Received']} ({CANARIES['HELO']} [{CANARIES['last Received']}]) by {BORDER}; "
            "Tue, 14 Oct 2025 09:13:37 +0530",
        ),
        ("From", f'"{CANARIES["display name"]}" <{REPORTER}>'),
        ("Sender", f"{CANARIES['Sender']}@post.example"),
        ("Reply-To", f'"{CANARIES["Reply-To name"]}" <{CANARIES["Reply-To"]}@post.example>'),
        ("To", to),
        ("Cc", f"{CANARIES['Cc']}@post.example"),
        ("Subject", f"{subject} {CANARIES['subject']}"),
        ("Date", "Tue, 14 Oct 2025 09:13:37 +0530"),
        ("Message-ID", f"<{CANARIES['Message-ID']}.{next(house.numbers)}@post.example>"),
        ("References", f"<{CANARIES['References']}@post.example>"),
        ("User-Agent", CANARIES["User-Agent"]),
        ("X-Mailer", CANARIES["X-Mailer"]),
        ("X-Originating-IP", f"[{CANARIES['X-Originating-IP']}]"),
        ("Organization", CANARIES["Organization"]),
        ("Thread-Topic", CANARIES["Thread-Topic"]),
        ("Keywords", CANARIES["Keywords"]),
        ("Comments", CANARIES["Comments"]),
    ):
        mail[name] = value
    if answers is not None:
        mail["In-Reply-To"] = answers.message_id
    mail.set_content(body(words))
    page = f"<title>{CANARIES['HTML title']}</title><!-- {CANARIES['HTML remark']} --><p>{body(words)}</p>"
    mail.add_alternative(page.replace("\n", "<br>"), subtype="html")
    mail.add_attachment(
        picture(),
        maintype="image",
        subtype="jpeg",
        filename=f"{CANARIES['file name']}.jpg",
        cid=f"<{CANARIES['Content-ID']}@post.example>",
    )
    mail.add_attachment(
        f"%PDF-1.7 {CANARIES['PDF']}".encode(),
        maintype="application",
        subtype="pdf",
        filename=f"{CANARIES['file name']}.pdf",
    )
    mail.set_boundary(CANARIES["boundary"])
    house.receives(mail.as_bytes(), mail_from=REPORTER, rcpt_to=to)


def answers(house: House, words: str) -> None:
    last = house.last_to(REPORTER)
    writes(house, words, to=secret_of(last), subject=f"AW: {last.message['Subject']}", answers=last)


# ---- where nothing of it may be


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u00a0()/.–-]+", "", text).casefold()


def found_in(texts: tuple[str, ...]) -> list[str]:
    whole = squeezed("\n".join(texts))
    return [name for name, word in CANARIES.items() if squeezed(word) in whole]


def outside(house: House) -> list[Taken]:
    """What left to anybody but managers, and but the reporter, whose own mails may say the own name."""
    return [m for m in house.relay.mails if m.rcpt_to not in (*OFFICE, REPORTER)]


def nobody_learns(house: House, log: io.StringIO) -> None:
    learned = {(m.rcpt_to, word) for m in outside(house) for word in found_in(opened(m).everything)}
    assert learned == set()
    assert found_in((log.getvalue(),)) == []
    assert log.getvalue().count("\n") > 10
    assert '"level": "error"' not in log.getvalue()


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What is logged at INFO, as in earnest."""
    handlers, level = logging.root.handlers[:], logging.root.level
    stream = io.StringIO()
    logs.configure("info", stream=stream)
    yield stream
    structlog.reset_defaults()
    logging.root.handlers[:] = handlers
    logging.root.setLevel(level)


@pytest.fixture
def street(house: House) -> House:
    """The sample houses, where somebody with a mark in every field of the master data has moved in."""
    tables = {
        "persons.csv": "Personennummer;Anrede;Vorname;Nachname;E-Mail;Telefon;Sprache\n"
        f"1099;Frau;{CANARIES['first name']};{CANARIES['last name']};{REPORTER};0171 73004711;de\n",
        "units.csv": "Objektnummer;Einheitsnummer;Bezeichnung;Gebäude;Etage;Lage\n"
        f"LW12;{CANARIES['flat']};{CANARIES['flat name']};Haus 12;{CANARIES['floor']};{CANARIES['side']}\n",
        "roles.csv": "Personennummer;Objektnummer;Einheitsnummer;Rolle;Beginn;Ende\n"
        f"1099;LW12;{CANARIES['flat']};Mieterin;01.04.2019;\n",
    }
    files = {name: table.encode() for name, table in tables.items()}
    import_tables(house.gateway.database, files, at=house.now)
    return house


def test_there_are_forty_marks_and_managers_see_whose_report_it_is(street: House) -> None:
    assert len(CANARIES) >= 60
    writes(
        street, "Der Heizkörper bleibt kalt. Bitte meinen Namen nicht nennen.", to=HOUSE, subject="Heizung"
    )
    seen = found_in(opened(street.last_to(SABINE)).everything)
    assert {"first name", "last name", "flat", "subject", "file name", "EXIF maker", "PDF"} <= set(seen)


@pytest.mark.parametrize("to", [HOUSE, f"lindenweg12+anonym@{DOMAIN}", f"lindenweg12+anonymous@{DOMAIN}"])
def test_a_public_matter_ordered_by_a_rule(street: House, log: io.StringIO, to: str) -> None:
    words = "Im Treppenhaus Haus 12 brennt eine Lampe nicht." + " Bitte anonym behandeln." * (to == HOUSE)
    writes(street, words, to=to, subject="Licht")
    assert street.ticket().is_anonymous
    assert street.kinds_to(KRAUSE)[0] == "order"
    answers(street, "Es flackert jetzt auch im Keller.")
    street.answers(KRAUSE, street.mails_to(KRAUSE)[0], "Wo genau ist die Lampe?")
    street.answers(SABINE, street.last_to(SABINE), "Ganz oben.", client="gmail")
    street.writes(YILDIZ, "Im Treppenhaus Haus 12 ist das Licht kaputt.", subject="Licht")
    street.answers(YILDIZ, street.last_to(YILDIZ), "STATUS")
    street.writes(YILDIZ, "LISTE", subject="")
    street.answers(KRAUSE, street.mails_to(KRAUSE)[0], "Erledigt", client="iphone")
    street.later(hours=7)
    street.answers(SABINE, street.mails_to(SABINE)[0], "WIEDER ÖFFNEN", client="thunderbird")
    street.answers(SABINE, street.mails_to(SABINE)[0], "STORNIEREN", client="apple mail")
    street.later(hours=24)
    assert "evening" in street.kinds_to(REPORTER)  # like everybody else, so that absence betrays nobody
    assert {KRAUSE, YILDIZ} <= {m.rcpt_to for m in outside(street)}
    nobody_learns(street, log)


def test_a_private_matter_ordered_by_hand(street: House, log: io.StringIO) -> None:
    writes(
        street, "Der Heizkörper bleibt kalt. Bitte meinen Namen nicht nennen.", to=HOUSE, subject="Heizung"
    )
    street.answers(SABINE, street.last_to(SABINE), "BEAUFTRAGEN Meier max 300 €", auth="pass")
    order = street.last_to(MEIER)
    assert list(order.message.iter_attachments()) == []
    answers(street, "Bitte klingeln Sie nicht.")
    street.answers(MEIER, order, "Auftrag übernehmen wir. Termin: Di., 21.10. zwischen 8 und 10 Uhr")
    street.answers(MEIER, order, "Wo muss ich klingeln?", client="gmail")
    street.answers(SABINE, street.last_to(SABINE), "Bitte beim Büro melden.", client="outlook html")
    street.answers(MEIER, order, "niemand angetroffen", client="iphone")
    street.answers(MEIER, order, "erledigt, Rechnung anbei", client="k-9")
    street.answers(SABINE, street.last_to(SABINE), "ERLEDIGT")
    answers(street, "Es ist leider immer noch kaputt.")
    assert [t.is_anonymous for t in street.tickets()] == [True, True]
    renewed = next(m for m in reversed(street.mails_to(SABINE)) if "T-1002" in str(m.message["Subject"]))
    street.answers(SABINE, renewed, "BEAUFTRAGEN Meier: Bitte nachbessern.", auth="pass")
    street.answers(SABINE, renewed, "ANGEBOT Wolf", client="gmail", auth="pass")
    street.answers(SABINE, renewed, "ABLEHNEN: Kein Mangel gefunden.", client="samsung")
    assert street.kinds_to(MEIER).count("order") == 2
    nobody_learns(street, log)


def test_a_matter_that_a_manager_makes_public_afterwards(street: House, log: io.StringIO) -> None:
    writes(street, "In der Küche tropft es. Bitte anonym behandeln.", to=HOUSE, subject="Wasser")
    new = street.mails_to(SABINE)[0]
    street.answers(SABINE, new, "ÖFFENTLICH", auth="pass")
    street.answers(SABINE, new, "AN ALLE: Bitte die Hähne prüfen.", client="gmail", auth="pass")
    street.answers(YILDIZ, street.last_to(YILDIZ), "Bei mir auch.")
    street.answers(YILDIZ, street.last_to(YILDIZ), "LISTE", client="gmail")
    street.answers(SABINE, new, "BEAUFTRAGEN Wolf", client="iphone", auth="pass")
    street.answers(SABINE, new, "ERLEDIGT", client="yahoo", auth="pass")
    street.later(hours=30)
    assert YILDIZ in {m.rcpt_to for m in outside(street)}
    nobody_learns(street, log)


def test_an_answer_to_the_house_that_is_published(street: House, log: io.StringIO) -> None:
    writes(
        street, "Der Aufzug in Haus 14 steht. Bitte meinen Namen nicht nennen.", to=HOUSE, subject="Aufzug"
    )
    public = next(
        m for m in street.mails_to(REPORTER) if "T-1001" in str(m.message["Subject"]) and _is_public(m)
    )
    closing = f"Viele Grüße\n{CANARIES['first name']} {CANARIES['last name']}\n{CANARIES['signature']}"
    street.answers(REPORTER, public, f"Er steht immer noch.\n\n{closing}", name=CANARIES["display name"])
    asked = street.last_to(SABINE)
    street.answers(SABINE, asked, "VERÖFFENTLICHEN", auth="pass")
    assert "steht immer noch" in "".join(opened(m).said[-1] for m in street.mails_to(YILDIZ))
    nobody_learns(street, log)


@pytest.mark.parametrize("between", [" ", "\n", "\n\n"])
def test_a_published_answer_full_of_marks_says_only_what_is_broken(
    street: House, log: io.StringIO, between: str
) -> None:
    writes(
        street, "Der Aufzug in Haus 14 steht. Bitte meinen Namen nicht nennen.", to=HOUSE, subject="Aufzug"
    )
    public = next(
        m for m in street.mails_to(REPORTER) if "T-1001" in str(m.message["Subject"]) and _is_public(m)
    )
    words = ["Der Aufzug steht immer noch im 3. Stock.", *TOLD, "Am 12.10. um 8.30 Uhr ging er kurz."]
    street.answers(REPORTER, public, between.join(words))
    street.answers(SABINE, street.last_to(SABINE), "VERÖFFENTLICHEN", auth="pass")
    told = squeezed("".join(word for m in street.mails_to(YILDIZ) for word in opened(m).said))
    assert squeezed("Der Aufzug steht immer noch im 3. Stock.") in told
    assert squeezed("Am 12.10. um 8.30 Uhr ging er kurz.") in told
    nobody_learns(street, log)


def test_a_merged_matter(street: House, log: io.StringIO) -> None:
    writes(
        street, "Der Heizkörper bleibt kalt. Bitte meinen Namen nicht nennen.", to=HOUSE, subject="Heizung"
    )
    street.writes(YILDIZ, "Bei uns ist die Heizung kalt.", subject="Heizung kalt")
    second = next(m for m in reversed(street.mails_to(SABINE)) if "T-1002" in str(m.message["Subject"]))
    street.answers(SABINE, second, "ZUSAMMENLEGEN MIT T-1001", auth="pass")
    street.answers(SABINE, street.mails_to(SABINE)[0], "BEAUFTRAGEN Meier", client="gmail", auth="pass")
    street.answers(YILDIZ, street.last_to(YILDIZ), "STATUS")
    street.answers(SABINE, street.mails_to(SABINE)[0], "ERLEDIGT", client="iphone", auth="pass")
    assert {YILDIZ, MEIER} <= {m.rcpt_to for m in outside(street)}
    nobody_learns(street, log)


def _is_public(mail: Taken) -> bool:
    return "Diese Mail geht an alle" in "".join(opened(mail).said)
