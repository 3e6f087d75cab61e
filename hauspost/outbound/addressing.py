"""Knows how people are spoken to and spoken of: by their `Anrede`, else by the full name; nothing is guessed."""

import re
from functools import lru_cache
from typing import Final

from hauspost.desk.houses import Person
from hauspost.desk.telling import JOINED
from hauspost.outbound import cleaning
from hauspost.outbound.catalogue import Language

# Words of a salutation in master data, in either language → the form that they ask for.
FORMS: Final[dict[str, str]] = {
    "frau": "female",
    "fr": "female",
    "ms": "female",
    "mrs": "female",
    "miss": "female",
    "herr": "male",
    "herrn": "male",
    "hr": "male",
    "mr": "male",
    "familie": "family",
    "fam": "family",
    "family": "family",
    "eheleute": "couple",
    "ehepaar": "couple",
}
TITLES: Final = frozenset(
    {"dr", "prof", "dres", "dipl", "ing", "med", "jur", "phil", "rer", "nat", "habil", "h", "c"}
)
JOINERS: Final = frozenset({"und", "and", "u", "&", "+"})
HOUSEHOLDS: Final = frozenset({"family", "couple"})
LONGEST_SALUTATION: Final = 60
MOST_NAMED: Final = 3


def form_of(person: Person) -> str:
    """female | male | family | couple | title, or "name" where the master data say nothing that we know."""
    return _form_of(person.salutation)


@lru_cache(maxsize=256)
def _form_of(salutation: str) -> str:
    """There are few of them, and several sentences of a mail ask for the same one."""
    words = [w.strip(".").casefold() for w in re.split(r"[\s-]+", salutation.replace(".", ". ")) if w]
    forms = {FORMS[w] for w in words if w in FORMS}
    if any(w not in FORMS and w not in TITLES and w not in JOINERS for w in words):
        return "name"
    if len(forms) == 1:
        return forms.pop()
    if forms == {"female", "male"}:
        return "couple"
    return "title" if words and not forms else "name"


def noun(person: Person, language: Language) -> str:
    """Inside a sentence: "Frau Berger", "Familie Schulz", "the Schulz family"."""
    return _named(person, language, "nouns")


def called(person: Person, language: Language) -> str:
    """Spoken to, or as the subject of a sentence: "Frau Berger", "Herr Miller", "Schulz family"."""
    return _named(person, language, "calls")


def salutation(persons: tuple[Person, ...], language: Language) -> str:
    """Guten Tag Frau Berger; for a household each of them; many or unknown people: Guten Tag."""
    calls = _calls(persons, language)
    who = language.join(calls)
    if not calls or len(calls) > MOST_NAMED or len(who) > LONGEST_SALUTATION:
        return language.say("salutation.nobody")
    return language.say("salutation.somebody", who=who)


def _calls(persons: tuple[Person, ...], language: Language) -> tuple[str, ...]:
    """Two times "Familie Schulz" is one household; two times "Frau Schulz" are two people, called by full names."""
    calls = tuple(called(p, language) for p in persons)
    is_household = all(form_of(p) in HOUSEHOLDS for p in persons)
    if is_household or len(set(calls)) == len(calls):
        return tuple(dict.fromkeys(calls))
    return tuple(dict.fromkeys(_clean(p.name) for p in persons))


def party(joined: str, reporter: Person | None) -> tuple[str, ...]:
    """The names in "Maria Schulz und Tom Schulz", or no name at all: they are the household that the reporter's
    Anrede speaks to."""
    names = tuple(joined.split(JOINED))
    if reporter is None or reporter.name not in names or form_of(reporter) not in HOUSEHOLDS:
        return names
    is_household = all(n == reporter.last_name or n.endswith(f" {reporter.last_name}") for n in names)
    return () if is_household else names


def role_word(role: str, person: Person | None, language: Language) -> str:
    """Mieterin, Mieter, Mieter/in: by the Anrede alone."""
    form = form_of(person) if person else "name"
    gender = {"female": "female", "male": "male", "family": "several", "couple": "several"}.get(form, "open")
    return language.say_if(f"roles.{role}.{gender}")


def _named(person: Person, language: Language, section: str) -> str:
    form = form_of(person)
    title = _title_in(person.salutation)
    key = f"{section}.{form}_title" if title and form in ("female", "male") else f"{section}.{form}"
    return language.say(key, last=_clean(person.last_name), name=_clean(person.name), title=title)


@lru_cache(maxsize=256)
def _title_in(salutation: str) -> str:
    return " ".join(w for w in _clean(salutation).split() if w.strip(".").casefold() in TITLES)


def _clean(value: str) -> str:
    return cleaning.one_line(value, limit=LONGEST_SALUTATION)
