"""Knows one mail as the rest of the house sees it; `parse_mail` is the only way from octets to it."""

from dataclasses import dataclass
from datetime import datetime

from hauspost.parsers.attachments import Attachment
from hauspost.parsers.authres import AuthResults
from hauspost.parsers.automation import Origin
from hauspost.parsers.dsn import Dsn, DsnRecipient
from hauspost.parsers.fields import Address
from hauspost.parsers.html import QuoteSpan

__all__ = [
    "Address",
    "Attachment",
    "AuthResults",
    "Dsn",
    "DsnRecipient",
    "Origin",
    "ParsedMail",
    "QuoteSpan",
]


@dataclass(frozen=True, slots=True)
class ParsedMail:
    """A mail parsed once and never changed; wounds of the original stand in `defects`.

    Ids carry no brackets. Addresses are lower-case ASCII addr-specs. `from_address` is the strict
    reading that may name a person, "" when there is none, more than one, or no strict addr-spec;
    `from_count` counts the addresses of all From fields, to tell "no From" from "two Froms".
    """

    message_id: str
    from_address: str
    from_name: str
    from_count: int
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    reply_to: tuple[Address, ...]
    recipients: tuple[str, ...]  # wherever a secret can stand, lower case, in order (MAIL, "Proof")
    subject: str
    date: datetime | None  # aware
    in_reply_to: str
    references: tuple[str, ...]  # the last 20
    text: str  # the body for people, "\n" line ends, at most 64 KiB and 2,000 lines
    text_from: str  # "plain" | "html" | "none"
    quote_spans: tuple[QuoteSpan, ...]  # only where text came from HTML
    origin: Origin
    auto_reason: str  # the sign that decided origin, "" for a person
    own_mark: str  # X-Hauspost-Id: a mail of our own
    auth: AuthResults
    dsn: Dsn | None
    attachments: tuple[Attachment, ...]
    calendar_method: str  # METHOD of a text/calendar part, upper case
    content_digest: str  # recognises the same content again whatever the transport did to the headers
    headers: tuple[tuple[str, str], ...]  # a small allow-list, scrubbed
    defects: tuple[str, ...]
