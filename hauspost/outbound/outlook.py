"""Knows what Outlook gathers mails by: 22 octets with which all mails of a conversation begin, five more an answer."""

import hashlib
from base64 import b64encode
from datetime import UTC, datetime, timedelta
from typing import Final

# Of every conversation: when a ticket was opened is nobody's business whom its mails do not tell (P7).
BEGINNING: Final = datetime(2020, 1, 1, tzinfo=UTC)
_FILETIME_BEGINS: Final = datetime(1601, 1, 1, tzinfo=UTC)
_TICK: Final = timedelta(microseconds=1)  # ten units of 100 ns
_SOON: Final = 1 << 49  # units; below it 18 bits of a difference are left out, else 23


def thread_index(root: str, *, message_id: str, at: datetime) -> str:
    """The value of Thread-Index (MS-OXOMSG §2.2.1.3, MS-OXCMAIL §2.2.3.2.3), in base64.

    `root`: of the conversation, whose mails share the GUID made of it; `at`: when this one was written, later than
    `BEGINNING`. A mail is never the first of its conversation: an index without an answer's block begins a new one.
    """
    guid = hashlib.sha256(root.encode()).digest()[:16]
    begun = _filetime(BEGINNING) >> 24
    head = b"\x01" + begun.to_bytes(5, "big") + guid
    return b64encode(head + _answer(_filetime(at) - (begun << 24), message_id)).decode()


def _answer(difference: int, message_id: str) -> bytes:
    """A bit for how coarse it is, 31 of the difference, eight that tell apart what was written at the same time."""
    coarse = difference >= _SOON
    units = (difference >> (23 if coarse else 18)) & 0x7FFFFFFF
    return (coarse << 31 | units).to_bytes(4, "big") + hashlib.sha256(message_id.encode()).digest()[:1]


def _filetime(at: datetime) -> int:
    """In units of 100 ns since 1601 (MS-DTYP §2.3.3)."""
    return (at - _FILETIME_BEGINS) // _TICK * 10
