"""Knows the posters of a house: one for each place, with a code that opens a mail to the house about that place."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from hauspost.desk import categories
from hauspost.desk.houses import Category, Company, Property
from hauspost.desk.welcoming import Welcome
from hauspost.outbound.catalogue import Language
from hauspost.outbound.sheet import MM, Sheet
from hauspost.outbound.view import View, phone
from hauspost.threading.addresses import Grammar, mailbox_address

# As a poster's file is called → the key of its words. Our own reading of reports knows each of them as a place.
PLACES: Final = {
    "lift": "lift",
    "bins": "bins",
    "boiler-room": "boiler_room",
    "entrance": "entrance",
    "stairwell": "stairwell",
    "cellar": "cellar",
    "laundry": "laundry",
    "garage": "garage",
    "yard": "yard",
}
CODE: Final = 80 * MM


@dataclass(frozen=True, slots=True)
class Poster:
    """`link`: the `mailto:` that its code says."""

    name: str  # of its file
    link: str
    sheet: Sheet


def place_named(word: str, language: Language) -> str:
    """The place that a word means, in any spelling: "lift", "Aufzug"; "" for none."""
    wanted = _folded(word)
    names = ((place, (place, key, _said(key, language))) for place, key in PLACES.items())
    return next((place for place, own in names if wanted in map(_folded, own)), "")


def _folded(word: str) -> str:
    return categories.fold(word.strip()).replace("-", " ").replace("_", " ")


def _said(key: str, language: Language) -> str:
    return language.say(f"poster_places.{key}")


def poster(
    house: Property,
    place: str,
    *,
    company: Company,
    known: Iterable[Category],
    grammar: Grammar,
    language: Language,
) -> Poster:
    """`place`: a key of PLACES; `known`: the company's categories, one of which the sub-address may name."""
    key = PLACES[place]
    name = _said(key, language)
    address = mailbox_address(house.mailbox, grammar, _hint(key, known, language))
    link = f"mailto:{address}?subject={quote(language.say('poster.subject', place=name), safe='')}"
    sheet = Sheet(
        title=language.say("poster.title", place=name),
        paragraphs=(
            language.say("poster.scan"),
            language.say("poster.address", address=address),
            "\n".join(_in_danger(key, house, company, language)),
        ),
        particulars=tuple(particulars(company, language)),
        over=house.name if house.short_name in house.name else f"{house.short_name} · {house.name}",
        link=link,
        beside=(language.say("poster.code"), language.say("poster.camera")),
        code_side=CODE,
        language=language.code,
    )
    return Poster(f"{house.mailbox}-{place}.pdf", link, sheet)


def _hint(key: str, known: Iterable[Category], language: Language) -> str:
    """Only what names a category here: an address with a word that says nothing is longer for nothing."""
    word = language.say_if(f"poster_hints.{key}")
    return word if word and categories.by_name(known, word) else ""


def _in_danger(key: str, house: Property, company: Company, language: Language) -> list[str]:
    """Whom one calls instead of writing."""
    lines = [language.say("poster.danger")]
    if key == "lift" and (lift := dict(house.phones).get("lift", "")):
        lines.append(language.say("poster.lift", phone=phone(lift)))
    if number := house.emergency_phone or company.emergency_phone:
        lines.append(language.say("poster.emergency", phone=phone(number)))
    return lines


def house_rows(_view: View, facts: Welcome) -> Iterator[tuple[str, str]]:
    """To whom one writes, in a welcome: Lindenweg 12-14 → its address."""
    return ((house.name, house.address) for house in facts.houses)


def particulars(company: Company, language: Language) -> list[str]:
    """Who it is from: the lines of the footer, then telephone and hours."""
    footer = company.footer.splitlines() or [company.name]
    reached = [language.say("poster.lines", phone=phone(company.phone))] if company.phone else []
    hours = [company.office_hours] if company.office_hours else []
    return [*footer, *([" · ".join((*reached, *hours))] if reached or hours else [])]
