"""Knows how programs answer mail, with the signs of a program and without any, and what relays take away."""

from collections.abc import Callable
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import format_datetime

from tests.house import House, secret_of
from tests.relay import Taken

# What a relay may remove: every sign by which a gateway knows another's mail, and the thread.
SIGNS = (
    "auto-submitted",
    "message-id",
    "in-reply-to",
    "references",
    "precedence",
    "list-id",
    "list-unsubscribe",
)

WORDS = "Guten Tag,\n\nich bin bis zum 24.10. im Urlaub und lese keine Mails.\n\n"


@dataclass(frozen=True, slots=True)
class Responder:
    """One program. `at`: whether it answers to the Reply-To, or to From as most do. `marks`: headers that it writes."""

    name: str
    at: Callable[[Taken], str]
    marks: tuple[tuple[str, str], ...] = ()
    subject: str = "Re: {subject}"
    words: str = WORDS
    is_threaded: bool = False
    null_sender: bool = False

    @property
    def is_marked(self) -> bool:
        return bool(self.marks) or self.null_sender

    def answer(self, house: House, mail: Taken, number: int) -> None:
        """Over SMTP, from the address that got the mail."""
        reply = EmailMessage()
        reply["From"] = mail.rcpt_to
        reply["To"] = to = self.at(mail)
        reply["Subject"] = self.subject.format(subject=mail.message["Subject"])
        reply["Date"] = format_datetime(house.now)
        reply["Message-ID"] = f"<auto-{number}@{mail.rcpt_to.partition('@')[2]}>"
        if self.is_threaded:
            reply["In-Reply-To"] = mail.message_id
        for name, value in self.marks:
            reply[name] = value
        reply.set_content(self.words.format(number=number))
        mail_from = "" if self.null_sender else mail.rcpt_to
        house.receives(reply.as_bytes(), mail_from=mail_from, rcpt_to=to)


def from_of(mail: Taken) -> str:
    address = mail.message["From"].addresses[0]
    return f"{address.username}@{address.domain}"


MARKED = (
    Responder("RFC 3834", from_of, (("Auto-Submitted", "auto-replied (vacation)"),), null_sender=True),
    Responder(
        "Exchange", from_of, (("Auto-Submitted", "auto-generated"), ("X-Auto-Response-Suppress", "All"))
    ),
    Responder("cPanel", secret_of, (("X-Autorespond", "Urlaub"), ("Precedence", "auto_reply"))),
    Responder("old vacation", from_of, (("Precedence", "bulk"),), "Abwesenheit: {subject}"),
    Responder("null sender alone", from_of, null_sender=True, is_threaded=True),
    Responder("ticket system", secret_of, (("X-Autoreply", "yes"),), "[#{{number}}] {subject}"),
)

NUMBERED = WORDS + "Ihre Mail hat die Vorgangsnummer {number} vom {number}.10.2025 erhalten."

# Nothing but the words says what wrote them.
UNMARKED = (
    Responder("to From", from_of),
    Responder("to From, threaded", from_of, is_threaded=True),
    Responder("to Reply-To", secret_of, subject="Urlaub"),
    Responder("to Reply-To, threaded, tag kept", secret_of, is_threaded=True),
    Responder("a number in each", from_of, subject="Ihre Nachricht", words=NUMBERED),
    Responder("out of office", from_of, subject="Automatische Antwort: {subject}"),
)


def stripped(octets: bytes) -> bytes:
    """The mail without any sign of who made it; its words, From and Reply-To are left."""
    mail = message_from_bytes(octets, policy=policy.default.clone(max_line_length=998))
    for name in list(mail):
        if name.lower() in SIGNS or name.lower().startswith("x-"):
            del mail[name]
    return mail.as_bytes()
