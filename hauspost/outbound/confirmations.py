"""Knows how a confirming question reads: why it is asked, what each reading would do, what to write instead."""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

from hauspost.desk.confirming import SHORT_TEXT
from hauspost.desk.intents import Act
from hauspost.desk.languages import of_all
from hauspost.desk.notices_to_managers import Confirmation, Reading
from hauspost.desk.telling import WITH_TEXT
from hauspost.outbound import cleaning, house_acts
from hauspost.outbound.catalogue import Catalogue
from hauspost.outbound.page import Answer
from hauspost.outbound.view import View

CLIPPED = 60  # characters of a short text
NAMING = frozenset({"for", "to"})  # acts whose value is somebody of the house


def reason(view: View, facts: Confirmation) -> str:
    said = view.language
    values = {"unknown": facts.unknown, "house": _house(view), "word": _word_and_text(facts.line)[0]}
    code = _code(view, facts)
    return (said.say_if(f"confirmation.{code}", **values) or said.say("confirmation.other")).removesuffix(".")


def _code(view: View, facts: Confirmation) -> str:
    if facts.reason == "unknown_value" and not facts.unknown:
        return "unknown_value_plain"
    if facts.reason == "unknown_value" and _house(view) and _names_somebody(facts, view.language.catalogue):
        return "unknown_value_house"
    if facts.reason == "misspelt" and facts.readings:
        return "misspelt_near"
    return facts.reason


def _house(view: View) -> str:
    house = view.letter.house
    return house.name.removeprefix("WEG ") if house else ""


def _names_somebody(facts: Confirmation, catalogue: Catalogue) -> bool:
    acts = {reading.act for reading in facts.readings}
    return acts <= NAMING if acts else bool(_before_somebody(catalogue).match(facts.line.strip()))


@cache
def _before_somebody(catalogue: Catalogue) -> re.Pattern[str]:
    """FÜR, AN: which of our languages one types in is one's own choice."""
    words = "|".join(catalogue.of_all("confirmation.names_somebody"))
    return re.compile(rf"(?:bitte\s+|please\s+)?(?:{words})\b", re.IGNORECASE)


def answers(view: View, facts: Confirmation) -> Iterator[Answer]:
    """A, B … with what each would do; behind them what else was offered."""
    readings = {reading.letter: reading for reading in facts.readings}
    printed = set()
    for row in view.offered:
        printed.add(row.word)
        reading = readings.get(row.word)
        yield Answer(row.word, _reading(view, reading), row.href) if reading else row
    yield from (Answer(r.letter, _reading(view, r)) for r in facts.readings if r.letter not in printed)


def _reading(view: View, reading: Reading) -> str:
    value = reading.value.removeprefix("unit:").removeprefix("person:")
    if reading.act in house_acts.AUDIENCE:
        value = house_acts.readers(view, reading.value)
    if reading.act == Act.FOLLOW_UP and value:
        value = view.times.date(date.fromisoformat(value))
    if reading.act == Act.PRIORITY:
        value = view.language.label("priorities", value)
    text = cleaning.clip(reading.text, CLIPPED) if reading.act == SHORT_TEXT else reading.text
    said = view.language.say(f"readings.{reading.act}", value=value, text=text, who=view.who)
    return said.replace("  ", " ")  # nothing is named


def rewrite(view: View, facts: Confirmation) -> str:
    """What to write instead, where no reading can be offered."""
    if facts.readings:
        return ""
    if facts.reason == "needs_colon":
        return view.language.say("rewrite.colon", wanted=_wanted(view, facts.line))
    return view.language.say_if(f"rewrite.{facts.reason}", unknown=facts.unknown) or view.language.say(
        "rewrite.other"
    )


def _wanted(view: View, line: str) -> str:
    """ABLEHNEN: das ist Sondereigentum, to be copied as it stands; ABLEHNEN: Grund where no reason was typed."""
    word, act, text = _word_and_text(line)
    blank = view.language.words.get(f"blanks.{act}") or view.language.say("blanks.other")
    return f"{word}: {text or blank}"


def _word_and_text(line: str) -> tuple[str, Act, str]:
    """The word of command in the line, and what was typed behind it without a colon."""
    typed = cleaning.one_line(line).partition(":")[0].rstrip(" .!")
    words = typed.split()
    known = (
        (word, act, " ".join(words[at + 1 :]))
        for at, said in enumerate(words)
        for act in WITH_TEXT
        for word in of_all(f"commands.{act}")
        if said.upper() == word
    )
    return next(known, (typed, Act.REPLY, ""))
