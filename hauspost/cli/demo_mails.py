"""The demo's cast, what each of them writes, and how their mail programs put it on the wire."""

from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP, default
from email.utils import format_datetime

DOMAIN = "tickets.hv-sonnenschein.example"
HOUSE = f"lindenweg12@{DOMAIN}"
BORDER = "mx.hv-sonnenschein.example"  # the border server that the demo plays; its verdicts are believed


@dataclass(frozen=True, slots=True)
class Actor:
    name: str
    address: str
    verdict: str = "pass"  # what the border says of mails with this From


ANNA = Actor("Anna Berger", "anna.berger@post.example")
SABINE = Actor("Sabine Vogt", "sabine.vogt@hv-sonnenschein.example")
FORGER = Actor("Sabine Vogt", "sabine.vogt@hv-sonnenschein.example", verdict="fail")
NEIGHBOUR = Actor("Fatma Yıldız", "f.yildiz@mail.example")
CARETAKER = Actor("Uwe Krause", "krause.hausmeister@service.example")
FIRM = Actor("Heizung Meier", "auftrag@heizung-meier.example")

RADIATOR = """\
Hallo Frau Vogt,

der Heizkörper im Bad wird seit gestern nicht mehr richtig warm,
die anderen gehen. Können Sie jemanden schicken?
Ich bin ab 16 Uhr zuhause.

LG Anna Berger
"""
QUESTION = """\
Guten Tag Frau Berger,

haben Sie den Heizkörper schon entlüftet? Und welcher Name steht
auf dem Ventil?

Sabine Vogt
"""
ANSWER = """\
Ja, entlüftet habe ich gestern Abend. Auf dem Ventil steht
„Oventrop Uni XH“.
"""
FORGED = "ERLEDIGT\n"
RELEASE = "FREIGEBEN\n"
DONE = "ERLEDIGT\n"
THANKS = "Vielen Dank, alles wieder warm! :-)\n"
BULB = "Im Treppenhaus Haus 14, 1. OG, brennt eine Lampe nicht.\n\nF. Yıldız\n"
BULB_DONE = "Erledigt, 2 Leuchtmittel getauscht.\n"
KITCHEN = "Der Heizkörper in der Küche bleibt auch kalt. Bin ab 16 Uhr zuhause.\n\nLG Anna Berger\n"
ORDER = "BEAUFTRAGEN Meier max 300 €\n"
ACCEPTED = "Guten Tag,\nAuftrag übernehmen wir, Termin nächsten Dienstag 8-10 Uhr.\nMfG Heizung Meier\n"
NOBODY_HOME = "nicht erledigt, niemand angetroffen\n"
FIRM_DONE = "erledigt, Rechnung anbei\n"
OK = "OK\n"


def new_mail(author: Actor, subject: str, words: str, *, at: datetime, number: int) -> bytes:
    """A new mail to the house."""
    mail = _mail(author, HOUSE, subject, at=at, number=number)
    mail.set_content(words)
    return mail.as_bytes(policy=SMTP)


def reply(author: Actor, ours: bytes, words: str, *, at: datetime, number: int) -> bytes:
    """An answer as Outlook writes it: the words on top, below them a header block and everything that we sent."""
    sent = message_from_bytes(ours, policy=default)
    assert isinstance(sent, EmailMessage)
    mail = _mail(author, str(sent["Reply-To"]), f"AW: {sent['Subject']}", at=at, number=number)
    mail["In-Reply-To"] = str(sent["Message-ID"])
    mail["References"] = f"{sent['References'] or ''} {sent['Message-ID']}".strip()
    mail["X-Mailer"] = "Microsoft Outlook 16.0"
    block = (
        f"Von: {sent['From']}\n"
        f"Gesendet: {at:%d.%m.%Y %H:%M}\n"
        f"An: {author.name} <{author.address}>\n"
        f"Betreff: {sent['Subject']}\n"
    )
    mail.set_content(f"{words}\n{'_' * 32}\n{block}\n{text_of(ours)}")
    return mail.as_bytes(policy=SMTP)


def text_of(octets: bytes) -> str:
    mail = message_from_bytes(octets, policy=default)
    assert isinstance(mail, EmailMessage)
    body = mail.get_body(("plain",))
    return str(body.get_content()) if body is not None else ""


def _mail(author: Actor, to: str, subject: str, *, at: datetime, number: int) -> EmailMessage:
    domain = author.address.partition("@")[2]
    mail = EmailMessage()
    mail["Authentication-Results"] = f"{BORDER}; dmarc={author.verdict} (p=reject) header.from={domain}"
    mail["From"] = f"{author.name} <{author.address}>"
    mail["To"] = to
    mail["Subject"] = subject
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = f"<demo-{number}-{at:%H%M%S%f}@{domain}>"
    return mail
