"""Knows how an answer to a mail of ours is made in any client and parted again, and what of it people see."""

from email.message import EmailMessage
from email.policy import SMTP

from hauspost.parsers.mail import parse_mail
from hauspost.parsers.quotes import Parted, part
from tests.clients import reply_in

BUTTONS = (
    '<table><tr><td><a href="mailto:act+x@tickets.example">OK</a></td><td>freigeben</td></tr>'
    '<tr><td><a href="mailto:act+y@tickets.example">ERLEDIGT</a></td><td>Frau Berger erfährt es</td></tr></table>'
)


def our_mail(plain: str, *, markup: str = "") -> bytes:
    mail = EmailMessage(policy=SMTP)
    mail["From"] = '"Hausverwaltung Sonnenschein · Lindenweg 12" <lindenweg12@tickets.example>'
    mail["To"] = "sabine.vogt@hv-sonnenschein.example"
    mail["Reply-To"] = "reply+abcdefghijklmnopqrstuvwxyz@tickets.example"
    mail["Subject"] = "[T-1042] Heizung · Lindenweg 12 · WE03 Berger"
    mail["Date"] = "Mon, 13 Oct 2025 08:02:11 +0200"
    mail["Message-ID"] = "<ours.1@tickets.example>"
    mail.set_content(plain, cte="8bit")
    rows = "".join(f"<p>{line.replace('&', '&amp;').replace('>', '&gt;')}</p>" for line in plain.splitlines())
    page = markup or f"<html><body>{rows}{BUTTONS}</body></html>"
    mail.add_alternative(page, subtype="html", cte="8bit")
    return mail.as_bytes()


def parted_reply(
    client: str, words: str, *, plain: str, known: bool = True, octets: bytes | None = None
) -> Parted:
    raw = reply_in(
        client,
        octets or our_mail(plain),
        words,
        from_address="sabine.vogt@hv-sonnenschein.example",
        from_name="Sabine Vogt",
        to="reply+abcdefghijklmnopqrstuvwxyz@tickets.example",
    )
    parsed = parse_mail(raw)
    return part(parsed.text, quote_spans=parsed.quote_spans, answered=plain if known else "")


def shown(text: str) -> list[str]:
    """The lines people see; HTML keeps neither runs of blanks nor the number of blank lines."""
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]
