"""Whose mail an unknown sender's may be: the same phone number, name or unit (WORDS 4). A proposal, never a proof."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from hauspost.desk.case import Case
from hauspost.desk.houses import EVERYWHERE, Person, PropertyId, Role

SHORTEST = 7  # digits; shorter numbers stand in too many texts
DIGITS = re.compile(r"\D+")
NUMBERS = re.compile(r"[+(]?\d[\d\s()/.-]{5,24}\d")
WORDS = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Likely:
    """`word`: what to type behind the number. `why`: phone | name | unit."""

    persons: tuple[Person, ...]
    word: str
    why: str


def likely(case: Case, text: str) -> Likely | None:
    """The first sign that points to one party; several people behind one address or in one unit are one."""
    signs = (("phone", _by_phone(case, text)), ("name", _by_name(case, text)), ("unit", _by_unit(case, text)))
    for why, found in signs:
        party = tuple(found)
        if party and len({_home(case, p) for p in party}) == 1:
            return Likely(party, _word(case, party), why)
    return None


def _by_phone(case: Case, text: str) -> Iterable[Person]:
    said = {DIGITS.sub("", number)[-SHORTEST:] for number in NUMBERS.findall(text)}
    said = {tail for tail in said if len(tail) == SHORTEST}
    return (p for p in case.lodgers if said & {DIGITS.sub("", n)[-SHORTEST:] for n in p.phones})


def _by_name(case: Case, text: str) -> Iterable[Person]:
    """First and last name, in the From field or below the text; a last name alone is many people's."""
    shown = _words(case.mail.from_name)
    below = _words("\n".join(text.strip().splitlines()[-3:]))
    wanted = ((p, _words(p.first_name), _words(p.last_name)) for p in case.lodgers)
    return (
        p for p, first, last in wanted if first and last and (first | last <= shown or first | last <= below)
    )


def _by_unit(case: Case, text: str) -> Iterable[Person]:
    """Only where the house is known: every house has a WE07."""
    if case.house is None:
        return ()
    joined = re.sub(r"(?<=[a-z])[ .-](?=\d)", "", text.casefold())  # "WE 07"
    squeezed = set(re.findall(r"[a-z]{1,4}\d{1,4}[a-z]?", joined))
    named = {u.id for u in case.lodgings if u.property_id == case.house.id and u.id.casefold() in squeezed}
    if len(named) != 1:
        return ()
    return living_in(case, case.house.id, next(iter(named)))


def living_in(case: Case, place: PropertyId, unit: str) -> tuple[Person, ...]:
    """The tenants of a unit today, else its owners."""
    for role in (Role.TENANT, Role.OWNER):
        found = tuple(
            p
            for p in case.lodgers
            if any(
                r.property_id == place and r.unit == unit and r.role is role and r.period.holds(case.today)
                for r in p.roles
            )
        )
        if found:
            return found
    return ()


def _home(case: Case, person: Person) -> str:
    return person.address or _unit(case, person) or person.id


def _unit(case: Case, person: Person) -> str:
    """ "LW12 WE07"; "" for whoever lives in none or several."""
    held = {
        f"{r.property_id} {r.unit}"
        for r in person.roles
        if r.unit and r.property_id != EVERYWHERE and r.period.holds(case.today)
    }
    return next(iter(held)) if len(held) == 1 else ""


def _word(case: Case, party: tuple[Person, ...]) -> str:
    """The unit if it names just this party, with its house where the mail has none; else the name."""
    unit = _unit(case, party[0])
    place, _, own = unit.partition(" ")
    if not own or {p.id for p in living_in(case, PropertyId(place), own)} - {p.id for p in party}:
        return party[0].name
    if len(party) > 1 or living_in(case, PropertyId(place), own) != party:
        return party[0].name
    return own if case.house is not None and case.house.id == place else unit


def _words(text: str) -> frozenset[str]:
    return frozenset(WORDS.findall(text.casefold()))
