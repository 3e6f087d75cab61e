"""Knows who stands in the address fields and when the mail says it was written, as mail-parser reads them.

Only `identity` of the fields module decides who the author is; these readings are for people and for finding
the addresses at which our secrets can stand.
"""

import logging
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import Message
from typing import Any, Final

import mailparser

from hauspost.parsers import fields
from hauspost.parsers.fields import Address, addr_spec, scrub, unworded
from hauspost.parsers.prescan import Field

# It quotes whole header values in its messages; ours hold no addresses (DEPENDENCIES, "logs").
logging.getLogger("mailparser").setLevel(logging.CRITICAL)

# Where a border or forwarder notes the address that it delivered to (MAIL, "Proof": places of a key).
DELIVERY_NOTES: Final = (
    "delivered-to",
    "x-original-to",
    "envelope-to",
    "x-envelope-to",
    "x-forwarded-to",
)
RECIPIENTS: Final = 200
LIST_OCTETS: Final = 16 * 1024  # To, Cc (SAFETY, "Limits")

_NOTED: Final = re.compile(r"[^\s<>,;:\"()\[\]@]{1,64}@[^\s<>,;:\"()\[\]@]{1,253}")
_ASCII_SMALL: Final = {n: n + 32 for n in range(ord("A"), ord("Z") + 1)}


@dataclass(frozen=True, slots=True)
class Correspondents:
    """What the address fields and Date say; `from_address` is the strict identity or ""."""

    from_address: str
    from_name: str
    from_count: int
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    reply_to: tuple[Address, ...]
    recipients: tuple[str, ...]
    date: datetime | None
    defects: tuple[str, ...]


def correspondents(header: Iterable[Field]) -> Correspondents:
    """Reads the fields of one mail; several To or Cc fields count as one list."""
    values: dict[str, list[str]] = {}
    for field in header:
        if field.name in _LIMITS or field.name in DELIVERY_NOTES:
            values.setdefault(field.name, []).append(field.value)
    defects: dict[str, None] = {}
    parser = mailparser.MailParser(_skeleton(values, defects))
    authors = _addresses(parser.from_)
    lists = {name: _addresses(getattr(parser, name)) for name in ("to", "cc", "reply_to")}
    froms = values.get("from", [])
    found = fields.identity(froms[0]) if len(froms) == 1 else ""
    for defect in parser.address_header_defects:
        if not (defect["header"] == "from" and found):
            defects[f"address-{defect['header']}"] = None
    return Correspondents(
        from_address=found,
        from_name=_author_name(froms, authors) if froms else "",
        from_count=max(len(authors), sum(bool(value.strip()) for value in froms)),
        to=lists["to"],
        cc=lists["cc"],
        reply_to=lists["reply_to"],
        recipients=_recipients((*lists["to"], *lists["cc"]), values),
        date=_date(values.get("date", [""])[0], parser.date),
        defects=tuple(defects),
    )


_LIMITS: Final = {
    "from": fields.FROM_OCTETS,
    "to": LIST_OCTETS,
    "cc": LIST_OCTETS,
    "reply-to": fields.FROM_OCTETS,
    "date": 200,
}


def _skeleton(values: dict[str, list[str]], defects: dict[str, None]) -> Message:
    """A mail of the address fields and Date alone: all that the general parser is shown."""
    message = Message()
    for name, limit in _LIMITS.items():
        written = values.get(name, [])
        value = written[0] if name == "date" and written else ", ".join(written)
        if len(value) > limit:
            defects[f"limit-{name}"] = None
            value = value[:limit].rpartition(",")[0]
        if value:
            message.set_raw(name, fields.harmless_words(value.replace("\x00", "\ufffd")))
    return message


def _addresses(found: Any) -> tuple[Address, ...]:
    """mail-parser's pairs as our values; what is no strict addr-spec stays as written, ASCII lower case."""
    return tuple(
        Address(scrub(unworded(name)), addr_spec(written) or scrub(written).translate(_ASCII_SMALL))
        for name, written in (found or ())[:RECIPIENTS]
    )


def _author_name(froms: list[str], authors: tuple[Address, ...]) -> str:
    if authors:
        return authors[0].name
    return scrub(unworded(froms[0][: fields.FROM_OCTETS].partition("<")[0])).strip("\" '")


def noted_in(value: str) -> tuple[str, ...]:
    """The addresses in the value of a field in which a server noted its delivery; bare ones, in its order."""
    return tuple(one for one in map(addr_spec, _NOTED.findall(value)) if one)


def _recipients(listed: Iterable[Address], values: dict[str, list[str]]) -> tuple[str, ...]:
    noted = (
        address
        for name in DELIVERY_NOTES
        for value in values.get(name, ())[:20]
        for address in noted_in(value)
    )
    every = (*(address.address for address in listed), *noted)
    return tuple(dict.fromkeys(one for one in every if "@" in one))[:RECIPIENTS]


# ---- Date

_MONTHS: Final = "jan feb mar apr may jun jul aug sep oct nov dec"
_LOOSE: Final = re.compile(
    r"(\d{1,2})[ .-]+([A-Za-z]{3})[a-z]*[ .-]+(\d{4}),?[ ]+(\d{1,2}):(\d{2})(?::(\d{2}))?\s*([+-]\d{4})?"
)


def _date(written: str, read: datetime | None) -> datetime | None:
    if read is not None:
        return read
    loose = _LOOSE.search(written[:200])
    return _loosely(loose) if loose else None


def _loosely(match: re.Match[str]) -> datetime | None:
    """Dates that break the grammar only in trifles: a one-digit hour, a missing zone (taken as UTC)."""
    day, month, year, hour, minute, second, zone = match.groups()
    if month.lower() not in _MONTHS.split():
        return None
    number = _MONTHS.split().index(month.lower()) + 1
    text = f"{year}-{number:02}-{int(day):02}T{int(hour):02}:{minute}:{second or '00'}{zone or '+0000'}"
    try:
        return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S%z").astimezone(UTC)
    except (ValueError, OverflowError):
        return None
