"""Knows the mail that we send to ourselves to learn what the way does to a mail (`hauspost check --send-test`)."""

from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from typing import Final

from hauspost.outbound.compose import Sender
from hauspost.outbound.headers import mailbox
from hauspost.threading import addresses
from hauspost.threading.addresses import Grammar

TEXT: Final = (
    "Diese Mail hat Hauspost sich selbst geschickt, um den Weg der Mails zu testen.",
    "Sie braucht keine Antwort.",
    "",
    "Hauspost sent this mail to itself to test the way that mails take.",
    "It needs no answer.",
)


@dataclass(frozen=True, slots=True)
class Trial:
    """What leaves, and what should come back unchanged. Ids without brackets; `word` stands in nothing else."""

    octets: bytes
    word: str
    mail_from: str
    rcpt_to: str
    from_address: str
    reply_to: str
    message_id: str
    root: str
    date: datetime


def trial(
    *,
    word: str,
    secrets: tuple[bytes, bytes],
    from_address: str,
    grammar: Grammar,
    sender: Sender,
    at: datetime,
) -> Trial:
    """To a return path that was never given out: what comes there is kept and opens nothing, whatever is left of it.

    `secrets`: of the recipient, and of the mail's own return path. `at`: to the second, with its zone.
    """
    rcpt_to, reply_to = (
        addresses.bounce_address(secrets[0], grammar),
        addresses.reply_address(secrets[0], grammar),
    )
    author = sender.from_address or from_address
    message_id, root = f"{word}@{grammar.domain}", f"t0.{word}@{grammar.domain}"
    header = {
        "From": mailbox("Hauspost", author, header="From"),
        "To": rcpt_to,
        "Reply-To": reply_to,
        "Subject": f"Hauspost Test {word}",
        "Message-ID": f"<{message_id}>",
        "References": f"<{root}>",
        "Date": format_datetime(at),
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
        "X-Hauspost-Id": f"<{message_id}>",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=us-ascii",
    }
    lines = (*(f"{name}: {value}" for name, value in header.items()), "", *TEXT, "")
    return Trial(
        octets="\r\n".join(lines).encode("ascii"),
        word=word,
        mail_from=addresses.bounce_address(secrets[1], grammar) if sender.envelope == "verp" else author,
        rcpt_to=rcpt_to,
        from_address=author,
        reply_to=reply_to,
        message_id=message_id,
        root=root,
        date=at,
    )
