"""Knows what a notice to a house says of itself: when it happens, until when it holds, and whom it is for.

Words narrow where they address somebody: in the subject, in a line "An: …" or "Nur …", in the salutation. What the
text merely mentions is remarked on and narrows nothing, but for a building, which is where it happens.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo
from typing import Final

from hauspost.desk.houses import Role, Unit
from hauspost.desk.notices_of_house import Circle, Remark
from hauspost.desk.office_hours import is_holiday
from hauspost.desk.work import Window
from hauspost.parsers.dates import When, day, when
from hauspost.parsers.lines import levelled
from hauspost.parsers.lines import words as words_of
from hauspost.parsers.worksites import site

_VALID: Final = re.compile(
    r"(?im)^[ \t]*(?:(?:dieser aushang )?gilt|g(?:ü|ue)ltig|aush(?:ä|ae)ngen|valid|please keep up)"
    r"[ \t]+(?:bis|until|till|to|through)(?:[ \t]+(?:zum|einschl(?:ie(?:ß|ss)lich|\.)))?[ \t]*:?[ \t]*"
    r"(.{1,60}?)[ \t.]*$"
)
_VALID_COLON: Final = re.compile(
    r"(?im)^[ \t]*(?:g(?:ü|ue)ltigkeit|validity)[ \t]*:[ \t]*(?:bis[ \t]+)?(.{1,60}?)[ \t.]*$"
)
_ADDRESSED: Final = re.compile(
    r"(?im)^[ \t]*(?:an|nur|f(?:ü|ue)r|betrifft|to|only|for)(?:[ \t]*:[ \t]*|[ \t]+)(.{1,200})$"
)
_GREETING: Final = re.compile(r"(?i)^[ \t]*(?:sehr geehrte|liebe|guten tag|hallo|dear|hello)\b(.{0,200})$")
# People as a notice addresses them; what stands for several is everybody.
_TENANTS: Final = re.compile(r"\b(?:mieter(?:innen|n|schaft)?|tenants?)\b")
_OWNERS: Final = re.compile(r"\b(?:wohnungs)?eigent(?:ü|ue)mer(?:innen|n|schaft)?\b|\bowners?\b")
_BOARD: Final = re.compile(
    r"\b(?:verwaltungs)?beir(?:at|ats|ä?te|aete|ä?ten|ätinnen)\b|\bboard(?: members?)?\b"
)
_RESIDENTS: Final = re.compile(
    r"\b(?:(?:mit)?bewohner(?:innen|n|schaft)?|haushalte?|hausgemeinschaft|nachbar(?:innen|n)|residents?|households?)\b"
)
_EVERYBODY: Final = re.compile(
    r"\b(?:allen?|everybody|all)\b"
)  # of those who are named beside it, if any are
_SMALL: Final = frozenset(
    (
        *(
            "an",
            "nur",
            "und",
            "u",
            "fuer",
            "bitte",
            "die",
            "der",
            "den",
            "dem",
            "das",
            "in",
            "im",
            "auch",
            "haus",
        ),
        *(
            "hauses",
            "haeuser",
            "gebaeude",
            "aufgang",
            "wohnung",
            "wohnungen",
            "we",
            "whg",
            "mit",
            "ohne",
            "nr",
            "oder",
        ),
        *(
            "only",
            "to",
            "for",
            "and",
            "the",
            "please",
            "building",
            "house",
            "flat",
            "flats",
            "with",
            "without",
            "also",
        ),
    )
)
_WITHOUT: Final = re.compile(r"\b(?:ohne|without)\b")
_WITH: Final = re.compile(r"\b(?:mit|auch|with|also|plus)\b")
_NUMBERS: Final = re.compile(
    r"(?i)\b(haus|häuser|haeuser|gebäude|gebaeude|aufgang|building|house|we|whg\.?|wohnung(?:en)?|flats?)\s*\d{1,4}[a-z]?(?:\s*(?:,|/|\+|&|und|u\.|and)\s*\d{1,4}[a-z]?\b)+"
)
LONGEST_ANSWER: Final = 120  # characters of an answer that narrows


@dataclass(frozen=True, slots=True)
class Posted:
    """A notice as it was understood. `text`: without the lines that speak of the notice itself."""

    text: str
    circle: Circle
    window: Window | None
    valid_until: date | None
    remarks: tuple[Remark, ...]
    is_unclear: bool = False


def posted(
    subject: str,
    text: str,
    units: Iterable[Unit],
    *,
    received_at: datetime,
    zone: tzinfo,
    state: str = "",
) -> Posted:
    """Days count from `received_at`; `state`: of whose holidays."""
    flats = tuple(units)
    said, limit = _without_validity(text)
    today = received_at.astimezone(zone).date()
    valid = day(limit, today=today) if limit else None
    found, remarks = _date(subject, said, received_at=received_at, zone=zone)
    window = found.window if found else None
    circle, mentioned = _circle(subject, said, flats)
    until = valid.day if valid else None
    if valid is not None and valid.reason == "past":
        remarks = (*remarks, Remark("valid_past", detail=limit))
    if valid is None and window is not None:
        until = window.last.astimezone(zone).date()
    if window is not None:
        remarks = (*remarks, *_of_window(window, until, zone, state))
    is_unclear = valid is not None and valid.day is None
    if is_unclear and valid is not None and valid.reason != "past":
        remarks = (*remarks, Remark("valid_unclear", detail=limit))
    return Posted(said, circle, window, until, (*remarks, *mentioned), is_unclear)


def _without_validity(text: str) -> tuple[str, str]:
    """The text without its line "Gültig bis: …", and what that says."""
    for pattern in (_VALID, _VALID_COLON):
        if found := pattern.search(text):
            rest = text[: found.start()] + text[found.end() :]
            return re.sub(r"\n{3,}", "\n\n", rest).strip("\n"), found[1]
    return text, ""


# ---- when


def _date(
    subject: str, text: str, *, received_at: datetime, zone: tzinfo
) -> tuple[When | None, tuple[Remark, ...]]:
    """Of subject and text together; where they do not agree, of the subject, and it is remarked on."""
    tried = [
        when(words, received_at=received_at, zone=zone) for words in (f"{subject}.\n{text}", subject, text)
    ]
    whole = tried[0]
    if whole.window is not None:
        return whole, ()
    chosen = next((one for one in tried[1:] if one.window is not None), None)
    reasons = {
        "several": Remark("several_dates" if chosen is None else "other_dates"),
        "contradictory": Remark("contradictory"),
        "past": Remark("date_past", day=next(iter(whole.days), None)),
        "unknown": Remark("no_such_day"),
        "ambiguous": Remark("ambiguous_day"),
    }
    remark = reasons.get(whole.reason)
    return chosen, (remark,) if remark else ()


def _of_window(window: Window, until: date | None, zone: tzinfo, state: str) -> Iterator[Remark]:
    on = window.start.astimezone(zone).date()
    if is_holiday(on, state):
        yield Remark("holiday", day=on)
    elif on.weekday() == 6:
        yield Remark("sunday", day=on)
    if not window.is_day and window.end is None:
        yield Remark("no_end")
    if until is not None and until < on:
        yield Remark("valid_before", day=until)


# ---- whom it is for


def _circle(subject: str, text: str, units: tuple[Unit, ...]) -> tuple[Circle, tuple[Remark, ...]]:
    lines = text.splitlines()
    greeting = next((line for line in lines if line.strip()), "")
    called = _GREETING.match(greeting)
    addressed = "\n".join((subject, *(m[1] for m in _ADDRESSED.finditer(text) if _names_people(m[1], units))))
    named = narrowed_by(addressed, units)
    roles = _roles(f"{addressed}\n{called[1] if called else ''}")
    inside = narrowed_by(text, units)
    buildings = named.buildings or (() if named.units else inside.buildings)
    circle = replace(roles, buildings=() if named.units else buildings, units=named.units)
    remarks = []
    if others := tuple(b for b in inside.buildings if buildings and b not in buildings):
        remarks.append(Remark("mentions", detail=", ".join(others)))
    if others := tuple(u for u in inside.units if u not in circle.units):
        remarks.append(Remark("mentions", detail=", ".join(others)))
    return circle, tuple(remarks)


def _names_people(words: str, units: tuple[Unit, ...]) -> bool:
    """ "Für Rückfragen …" addresses nobody: all of the line must be flats, buildings and roles."""
    return answered(words, units) is not None


def _roles(words: str) -> Circle:
    said = levelled(words)
    tenants, owners, board = (p.search(said) is not None for p in (_TENANTS, _OWNERS, _BOARD))
    if _RESIDENTS.search(said) or (tenants and owners):
        return Circle(with_owners=owners)
    chosen = ((tenants, Role.TENANT), (owners, Role.OWNER), (board, Role.BOARD_MEMBER))
    return Circle(roles=tuple(role for is_named, role in chosen if is_named))


def narrowed_by(words: str, units: tuple[Unit, ...]) -> Circle:
    """Buildings and flats that the words name, as the master data call them."""
    said = site(_each(words))
    buildings = dict.fromkeys(u.building for u in units if u.building)
    return Circle(
        buildings=tuple(b for b in buildings if said.buildings & site(b).buildings),
        units=tuple(u.id for u in units if said.units & site(u.id).units),
    )


def _each(words: str) -> str:
    """ "Haus 12 und 14", "WE 3, 5": the word before each number."""

    def spelt(found: re.Match[str]) -> str:
        return ", ".join(
            f"{found[1]} {number}" for number in re.findall(r"\d{1,4}[a-z]?", found[0], re.IGNORECASE)
        )

    return _NUMBERS.sub(spelt, words)


def answered(words: str, units: Iterable[Unit], before: Circle | None = None) -> Circle | None:
    """The circle that an answer names; None: it says anything besides. "MIT EIGENTÜMERN" adds to what was before."""
    flats, shown = tuple(units), levelled(words.strip())
    if not shown or len(shown) > LONGEST_ANSWER or not _says_nothing_else(shown, flats):
        return None
    named, earlier = narrowed_by(words, flats), before or Circle()
    is_placed = bool(named.units or named.buildings)
    if is_placed:
        earlier = replace(earlier, buildings=() if named.units else named.buildings, units=named.units)
    has_owners = _OWNERS.search(shown) is not None
    if has_owners and _WITHOUT.search(shown):
        return replace(earlier, with_owners=False)
    if has_owners and _WITH.search(shown) and not _TENANTS.search(shown):
        return replace(earlier, roles=(), with_owners=True)
    roles = _roles(shown)
    if roles != Circle():
        return replace(earlier, roles=roles.roles, with_owners=roles.with_owners)
    if is_placed:
        return earlier
    return Circle() if _EVERYBODY.search(shown) or _RESIDENTS.search(shown) else None


def _says_nothing_else(shown: str, units: tuple[Unit, ...]) -> bool:
    rest = shown
    for pattern in (_TENANTS, _OWNERS, _BOARD, _RESIDENTS, _EVERYBODY):
        rest = pattern.sub(" ", rest)
    known = {word for u in units for word in words_of(f"{u.id} {u.building}")}
    known |= {word.lstrip("0") for word in known} | {w for u in units for w in _parts(u.id)}
    return all(word in _SMALL or word in known or word.lstrip("0") in known for word in words_of(rest))


def _parts(unit: str) -> tuple[str, ...]:
    """ "WE03" is said "WE 3" as well."""
    return tuple(p.lstrip("0") for p in re.findall(r"[a-z]+|\d+", levelled(unit)))
