"""Knows feedback reports: who pressed "spam" on which mail of ours (RFC 5965)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from hauspost.parsers import transfer
from hauspost.parsers.dsn import returned_id
from hauspost.parsers.fields import addr_spec, scrub
from hauspost.parsers.prescan import Field, Part, header_of

_LOOKED_AT: Final = 64 * 1024
_RETURNED: Final = frozenset(("message/rfc822", "text/rfc822-headers"))


@dataclass(frozen=True, slots=True)
class Complaint:
    """`kind`: Feedback-Type, lower case (abuse, fraud, not-spam …). `recipient`: whom the mail was written to, "" where
    the reporter blackens it; the id is the one that we gave the mail, "" if nothing of it was returned."""

    kind: str
    recipient: str
    original_message_id: str


def complaint(octets: bytes, parts: Sequence[Part]) -> Complaint | None:
    """None where the mail carries no feedback report."""
    report = next((part for part in parts if part.content_type == "message/feedback-report"), None)
    if report is None:
        return None
    fields, _ = header_of(_content(octets, report))
    kind = scrub(_first(fields, "feedback-type")).lower()[:40]
    recipient = _address(_first(fields, "original-rcpt-to")) or _returned_to(octets, parts)
    return Complaint(kind, recipient, returned_id(octets, parts))


def _returned_to(octets: bytes, parts: Sequence[Part]) -> str:
    """To of the returned mail: ours are written to one person each."""
    returned = next((part for part in parts if part.content_type in _RETURNED), None)
    return _address(_first(header_of(_content(octets, returned))[0], "to")) if returned else ""


def _address(written: str) -> str:
    _, bracket, rest = written.rpartition("<")
    return addr_spec(rest.partition(">")[0] if bracket else written)


def _content(octets: bytes, part: Part) -> bytes:
    return transfer.decoded(octets, part.offset, min(part.length, _LOOKED_AT), part.encoding)


def _first(fields: Sequence[Field], name: str) -> str:
    return next((field.value for field in fields if field.name == name), "")
