"""Knows how a manager's morning list reads (G1): a line under each number, its answers, and the rest in a few rows."""

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from hauspost.desk.notices_of_morning import MorningLine, MorningList, Part
from hauspost.outbound import cleaning
from hauspost.outbound.money import gross
from hauspost.outbound.page import Answer, Entry
from hauspost.outbound.places import place_words
from hauspost.outbound.view import View

SUBJECT: Final = 60
NOTE: Final = 200
NUMBERS: Final = 30  # in one row; more are only counted


def counted(view: View, facts: MorningList) -> str:
    """3 Entscheidungen, 2 überfällig, 12 laufen"""
    parts = _counts(view, facts)
    return ", ".join(parts) or view.language.say("morning.nothing_to_decide")


def lead(view: View, facts: MorningList) -> str:
    """The inbox preview: the same, parted as every lead is."""
    parts = _counts(view, facts) or (view.language.say("morning.nothing_to_decide"),)
    first, *rest = parts
    return view.language.say("marks.between").join((first.upper(), *rest))


def _counts(view: View, facts: MorningList) -> tuple[str, ...]:
    numbers = (
        ("morning_counts.decide", len(of_part(facts, Part.DECIDE)) + facts.more),
        ("morning_counts.overdue", len(of_part(facts, Part.OVERDUE))),
        ("morning_counts.running", facts.running),
    )
    return tuple(view.language.count(key, n) for key, n in numbers if n)


def of_part(facts: MorningList, part: Part) -> tuple[MorningLine, ...]:
    return tuple(line for line in facts.lines if line.part is part)


def examples(view: View, facts: MorningList) -> Iterator[Answer]:
    """1044 OK, 1031 WV Fr: how a line is answered, with numbers of this very list."""
    first = next(iter(view.letter.offers), None)
    if first is not None:
        yield Answer(first.word, view.language.say("morning.example_ok"))
    number = next((line.number for line in facts.lines), 0)
    if number:
        word = view.language.say("morning.example_word", n=number)
        yield Answer(word, view.language.say("morning.example_other"))


def entries_of(part: Part) -> Callable[[View, MorningList], Iterator[Entry]]:
    def listed(view: View, facts: MorningList) -> Iterator[Entry]:
        return (_entry(view, line) for line in of_part(facts, part))

    return listed


def _entry(view: View, line: MorningLine) -> Entry:
    note = cleaning.clip(line.note, NOTE)
    return Entry(
        line.word or str(line.number),
        _head(view, line),
        (_about(view, line),),
        note,
        tuple(_answers(view, line)),
    )


def _head(view: View, line: MorningLine) -> str:
    """Klingel · WE02, Hafenstraße 5 · Hansen"""
    unit = place_words(line.unit, view.language)
    place = ", ".join(p for p in (unit, line.house) if p)
    parts = (
        cleaning.one_line(line.subject, limit=SUBJECT),
        place,
        cleaning.one_line(line.who, limit=SUBJECT),
    )
    return view.language.say("marks.between").join(p for p in parts if p)


def _about(view: View, line: MorningLine) -> str:
    said = view.language
    at = view.times.when(line.at) if line.at else ""
    if line.part is Part.OVERDUE:
        stage = said.say(f"overdue.{line.what}", company=line.company)
        day = f"{view.times.day(line.at)}, {view.times.time(line.at)}" if line.at else ""
        since = said.say(
            "morning_overdue.asked" if line.tag and not line.note else "overdue.line", stage=stage, at=day
        )
        return since
    blanks = {
        "company": cleaning.one_line(line.company, limit=SUBJECT),
        "tag": line.tag,
        "at": at,
        "amount": gross(line.amount, said) if line.amount is not None else said.say("amounts.none"),
        "window": view.times.window(line.window) if line.window else said.say("morning.no_date"),
        "by": line.by or said.say("morning.you"),
    }
    section = "morning_deeds" if line.part is Part.ACTS else f"morning_{line.part}"
    kept = line.what.partition("_")[0]
    told = said.say_if(f"{section}.{line.what}", **blanks) or said.say_if(f"{section}.{kept}", **blanks)
    return told or said.say("morning.other", **blanks)


def _answers(view: View, line: MorningLine) -> Iterator[Answer]:
    """The offers that begin with this line's number, each with what it does."""
    company = cleaning.one_line(line.company, limit=SUBJECT)
    amount = gross(line.amount, view.language) if line.amount is not None else ""
    for offer, row in zip(view.letter.offers, view.offered, strict=True):
        if line.word and offer.word.startswith(f"{line.word} "):
            keys = (f"{line.what}_{offer.act}", f"{line.part}_{offer.act}", str(offer.act))
            told = (view.language.say_if(f"morning_acts.{k}", company=company, amount=amount) for k in keys)
            yield Answer(row.word, next(t for t in told if t), row.href)


def rest(view: View, facts: MorningList) -> Iterator[tuple[str, str]]:
    """What needs no line of its own: done, at colleagues, held, said by residents."""
    said = view.language
    yield said.say("morning_rest.done"), _numbers(view, of_part(facts, Part.DONE), with_subject=True)
    of_others = of_part(facts, Part.COLLEAGUES)
    for by in dict.fromkeys(line.by for line in of_others):
        for what in ("new", "changed", "done"):
            lines = tuple(line for line in of_others if (line.by, line.what) == (by, what))
            yield said.say(f"morning_rest.colleague_{what}", by=by), _numbers(view, lines)
    counts = (("held", facts.held), ("rules", facts.rules), ("words", facts.words), ("more", facts.more))
    for key, number in counts:
        yield said.say(f"morning_rest.{key}"), said.count(f"morning_counts.{key}", number) if number else ""
    small = (("thanks", facts.thanks), ("fixed", facts.fixed), ("me_too", facts.me_too))
    told = tuple(said.count(f"morning_counts.{key}", number) for key, number in small if number)
    yield said.say("morning_rest.residents"), ", ".join(told)


def _numbers(view: View, lines: Iterable[MorningLine], *, with_subject: bool = False) -> str:
    """1050 Licht · 1033 Schlüssel; of colleagues the numbers alone."""
    found = tuple(lines)
    shown = (
        f"{line.number} {cleaning.one_line(line.subject, limit=SUBJECT)}".strip()
        if with_subject
        else str(line.number)
        for line in found[:NUMBERS]
    )
    text = (view.language.say("marks.between") if with_subject else ", ").join(shown)
    more = len(found) - NUMBERS
    return f"{text} {view.language.say('morning.and_more', n=more)}" if more > 0 else text


def away(view: View, facts: MorningList) -> str:
    return view.language.join(facts.stands_in_for)


def bundle(_view: View, facts: MorningList) -> str:
    """Two open reports of one house and subject: an example of what may belong together; "": none do."""
    seen: dict[tuple[str, str], int] = {}
    for line in of_part(facts, Part.DECIDE):
        key = line.house, line.subject.casefold()
        if line.subject and key in seen and seen[key] != line.number:
            return f"{seen[key]} {line.number}"
        seen.setdefault(key, line.number)
    return ""
