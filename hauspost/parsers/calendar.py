"""Knows what a calendar part asks for or answers: its METHOD, and of its first event who said what (RFC 5546)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any, Final

from icalendar import Calendar

from hauspost.parsers import transfer
from hauspost.parsers.charsets import decode
from hauspost.parsers.fields import addr_spec, scrub
from hauspost.parsers.prescan import Part

_KINDS: Final = frozenset(("text/calendar", "application/ics"))
_LOOKED_AT: Final = 64 * 1024
_NAME: Final = re.compile(r"[A-Z-]{1,30}")
_FOLD: Final = re.compile(rb"\r?\n[ \t]")  # RFC 5545 §3.1; octets, since a fold may cut a letter in two
# RFC 5545 §3.1: name, parameters whose quoted values may hold a colon, value. Each character fits one alternative.
_LINE: Final = re.compile(r'([A-Za-z-]{1,30})((?:[^":]|"[^"]*")*):(.*)')
_WIDTH: Final = 2_000  # characters of an unfolded line
_SEQUENCE: Final = re.compile(r"[0-9]{1,9}")
_YEARS: Final = range(1970, 2200)  # at the ends of what a datetime holds no zone can be reckoned
_PARTSTAT: Final = re.compile(r";PARTSTAT=\"?([A-Za-z-]{1,30})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class CalendarPart:
    """Of the first event: `method`, `partstat` upper case, "" where nothing is said; addresses as addr-specs.

    `partstat` is the answer of `attendee` (RFC 5545 §3.2.12): ACCEPTED, DECLINED, TENTATIVE …
    """

    method: str
    uid: str
    organizer: str
    attendee: str
    partstat: str
    has_comment: bool = False  # whoever answers has written something besides
    sequence: int | None = None
    start: datetime | None = None  # in UTC; naive where it names no zone
    end: datetime | None = None
    is_day: bool = False  # it lasts from the day of `start` to that of `end`, which is no day of it


def calendar_part(octets: bytes, parts: Sequence[Part]) -> CalendarPart | None:
    """The first one; the content wins over the header of the part (RFC 6047 §2.4)."""
    for part in parts:
        if part.leaf and part.content_type in _KINDS:
            content = transfer.decoded(octets, part.offset, min(part.length, _LOOKED_AT), part.encoding)
            named = part.parameters.get("method", "").upper()
            text = decode(_FOLD.sub(b"", content), part.parameters.get("charset", "utf-8"))[0]
            return _read(text, method=named if _NAME.fullmatch(named) else "")
    return None


def _read(text: str, *, method: str) -> CalendarPart:
    values: dict[str, tuple[str, str]] = {}
    for line in text.splitlines():
        match = _LINE.match(line[:_WIDTH])
        if match is None:
            continue
        name, value = match.group(1).upper(), match.group(3).strip()
        if name == "END" and value.upper() == "VEVENT":
            break
        values.setdefault(name, (match.group(2), value))
    written = values.get("METHOD", ("", ""))[1].upper()
    said = _PARTSTAT.search(values.get("ATTENDEE", ("", ""))[0])
    return CalendarPart(
        method=written if _NAME.fullmatch(written) else method,
        uid=scrub(values.get("UID", ("", ""))[1])[:500],
        organizer=_address(values.get("ORGANIZER", ("", ""))[1]),
        attendee=_address(values.get("ATTENDEE", ("", ""))[1]),
        partstat=said.group(1).upper() if said else "",
        has_comment=bool(values.get("COMMENT", ("", ""))[1].replace("\\n", "").strip()),
        **_times(text),
    )


def _times(text: str) -> dict[str, Any]:
    """When the first event is, and under which number; {} where a calendar program could not tell either."""
    try:
        event = next(iter(Calendar.from_ical(text).walk("VEVENT")))
        start, end = (_moment(event.get(name)) for name in ("DTSTART", "DTEND"))
        if end is None and start is not None and event.get("DURATION") is not None:
            end = start + event.get("DURATION").dt
        if any(moment is not None and moment.year not in _YEARS for moment in (start, end)):
            return {}
        is_day = start is not None and not isinstance(event.get("DTSTART").dt, datetime)
        sequence = _SEQUENCE.match(str(event.get("SEQUENCE", "")))
    except Exception:  # a general reader on foreign octets; the lines above were read without it
        return {}
    return {
        "sequence": int(sequence[0]) if sequence else None,
        "start": start,
        "end": end,
        "is_day": is_day,
    }


def _moment(value: Any) -> datetime | None:
    if value is None:
        return None
    told = value.dt
    if not isinstance(told, datetime):
        return datetime.combine(told, time())
    return told.astimezone(UTC) if told.tzinfo else told


def _address(value: str) -> str:
    scheme, _, address = value.partition(":")
    return addr_spec(address) if scheme.lower() == "mailto" else ""
