"""Knows delivery status notifications: who was not reached, and why (RFC 3464, RFC 6533, and older habits)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from hauspost.parsers import transfer
from hauspost.parsers.fields import addr_spec, message_id, message_ids, scrub
from hauspost.parsers.prescan import Field, Part, header_of, prescan

RECIPIENTS: Final = 50
# Ours before the transport's: some relays write a Message-ID of their own.
OWN_IDS: Final = ("x-hauspost-id", "message-id")
# What servers call it where they quote the mail, or tell of it in words.
_QUOTED_IDS: Final = (*OWN_IDS, "original-message-id", "message id", "nachrichten-id")
_QUOTED_LINES: Final = 400
_LOOKED_AT: Final = 64 * 1024


@dataclass(frozen=True, slots=True)
class DsnRecipient:
    """One per-recipient block: `action` and `status` as in RFC 3464 §2.3, lower case."""

    address: str
    action: str
    status: str
    diagnostic: str


@dataclass(frozen=True, slots=True)
class Dsn:
    """A report about one mail: `original_message_id` is the id that we gave it, "" if nothing says it."""

    recipients: tuple[DsnRecipient, ...]
    original_message_id: str


STATUS_TYPES: Final = frozenset(("message/delivery-status", "message/global-delivery-status"))
_RECEIPT_TYPES: Final = frozenset(("message/disposition-notification",))
_RETURNED_TYPES: Final = frozenset(
    ("message/rfc822", "text/rfc822-headers", "message/global", "message/global-headers", "message/partial")
)
_ACTIONS: Final = ("failed", "delayed", "delivered", "relayed", "expanded")  # RFC 3464 §2.3.3
_STATUS: Final = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
_REPLY_CODE: Final = re.compile(
    r"(?<![\d-])([45])[0-5]\d(?:[ -](?!\d{3}-)|$)"
)  # RFC 5321 §4.2.1; no phone number
_UTF8_TEXT: Final = re.compile(r"\\x\{([0-9A-Fa-f]{2,6})\}")  # RFC 6533 §3: utf-8-addr-xtext
# RFC 3461 §4: "+" and two hexadecimal digits stand for an octet; an ENVID has at most 100 characters.
_XTEXT: Final = re.compile(r"\+([0-9A-F]{2})")
_ENVID: Final = 100
_BLOCKS: Final = re.compile(rb"\n[ \t]*\r?\n")


def dsn(octets: bytes, parts: Sequence[Part], types: frozenset[str] = STATUS_TYPES) -> Dsn | None:
    """The report a mail carries in the standard form, None if it carries none."""
    reports = [part for part in parts if part.content_type in types]
    if not reports:
        return None
    recipients: dict[str, DsnRecipient] = {}
    for report in reports[:5]:
        for one in _recipients(_content(octets, report)):
            recipients.setdefault(one.address, one)
    if not recipients:
        return None
    original = (
        returned_id(octets, parts)
        or _envelope_id(_content(octets, reports[0]))
        or next(filter(None, (quoted_id(text) for text in _texts(octets, parts))), "")
    )
    return Dsn(tuple(recipients.values())[:RECIPIENTS], original)


def refusal(octets: bytes, parts: Sequence[Part]) -> Dsn | None:
    """A receipt by which a mailbox says no (RFC 5429 §2.1): its fields are a report's, its action is not written."""
    return dsn(octets, parts, _RECEIPT_TYPES)


def report_inside(octets: bytes, parts: Sequence[Part]) -> Dsn | None:
    """The report in a mail that a filter on the way wrapped into another one; one level, the first that has any."""
    for part in parts:
        if part.content_type == "message/rfc822":
            inner = _content(octets, part)
            if (found := dsn(inner, prescan(inner).parts)) is not None:
                return found
    return None


def returned_id(octets: bytes, parts: Sequence[Part]) -> str:
    """The id that the returned mail or its header bears, "" if nothing was returned."""
    for part in parts:
        if part.content_type in _RETURNED_TYPES:
            fields, _ = header_of(_content(octets, part))
            for name in OWN_IDS:
                if found := message_id(_first(fields, name)):
                    return found
    return ""


def quoted_id(text: str) -> str:
    """As a copy of our mail's header in running text says it, also behind quote marks and on a line of its own."""
    said: dict[str, str] = {}
    lines = text.split("\n", _QUOTED_LINES)[:_QUOTED_LINES]
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        name, _, value = line[:500].partition(":")
        name = name.strip(" \t>").lower()
        if name in _QUOTED_IDS:
            said.setdefault(name, next(iter(message_ids(value if value.strip() else following[:500])), ""))
    return next((said[name] for name in _QUOTED_IDS if said.get(name)), "")


def _texts(octets: bytes, parts: Sequence[Part]) -> Iterator[str]:
    """Where some servers put the copy instead of a part of its type."""
    for part in parts[:20]:
        if part.leaf and part.content_type in ("text/plain", "application/octet-stream"):
            yield _content(octets, part).decode("utf-8", "replace").replace("\r\n", "\n")


def _envelope_id(content: bytes) -> str:
    """What we said as ENVID (RFC 3461 §4.4), where the report repeats it (RFC 3464 §2.2.1)."""
    fields, _ = header_of(_BLOCKS.split(content.strip(b"\r\n"), maxsplit=1)[0])
    return message_id(_XTEXT.sub(_octet, _first(fields, "original-envelope-id")[:_ENVID]))


def _octet(coded: re.Match[str]) -> str:
    return chr(int(coded.group(1), 16))


def _content(octets: bytes, part: Part) -> bytes:
    return transfer.decoded(octets, part.offset, min(part.length, _LOOKED_AT), part.encoding)


def _recipients(content: bytes) -> list[DsnRecipient]:
    """Blocks parted by blank lines; the first speaks of the mail, but some reporters leave it out."""
    found = []
    for block in _BLOCKS.split(content.strip(b"\r\n"), maxsplit=RECIPIENTS + 1)[: RECIPIENTS + 1]:
        fields, _ = header_of(block)
        address = _address(_first(fields, "final-recipient"))
        original = _address(_first(fields, "original-recipient"))
        if not address and not original:
            continue
        diagnostic = scrub(_first(fields, "diagnostic-code"))[:500]
        status = _status(_first(fields, "status"), diagnostic)
        written = _first(fields, "action").lower().partition(" ")[0]
        action = written if written in _ACTIONS else action_of(status)
        # Forwarding changes the final recipient; the original one is whom we wrote to.
        found.append(DsnRecipient(original or address, action, status, diagnostic))
    return found


def _first(fields: Sequence[Field], name: str) -> str:
    return next((field.value for field in fields if field.name == name), "")


def _address(written: str) -> str:
    """The address after the type ("rfc822;", "utf-8;"); "" if there is none, as in X.400 reports."""
    _, semicolon, rest = written.partition(";")
    text = scrub(rest if semicolon else written).strip('<> \t"')
    text = _UTF8_TEXT.sub(_letter, text)
    return addr_spec(text) or (text.lower()[:254] if "@" in text else "")


def _letter(escaped: re.Match[str]) -> str:
    code = int(escaped[1], 16)
    return chr(code) if 0x20 < code < 0xD800 or 0xE000 <= code <= 0x10FFFF else ""


def _status(written: str, diagnostic: str) -> str:
    match = _STATUS.search(written[:200])
    return match.group(1) if match else status_in(diagnostic)


def status_in(words: str) -> str:
    """The enhanced status code in a server's words, or the class of its reply code ("5.0.0"), or ""."""
    match = _STATUS.search(words)
    if match:
        return match.group(1)
    code = _REPLY_CODE.search(words)
    return f"{code.group(1)}.0.0" if code else ""


def action_of(status: str) -> str:
    """What a status class means where no action is written (RFC 3463 §3.1)."""
    return {"5": "failed", "4": "delayed", "2": "delivered"}.get(status[:1], "failed")
