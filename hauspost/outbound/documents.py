"""Knows how documents of a house are told: a list by houses, what goes along, and to managers who sees what."""

from collections.abc import Iterator
from dataclasses import replace

from babel.numbers import format_decimal

from hauspost.desk.documents import EVERYBODY
from hauspost.desk.houses import Role
from hauspost.desk.intents import Act
from hauspost.desk.notices_of_documents import (
    Became,
    DocumentLine,
    DocumentList,
    DocumentNews,
    DocumentsSent,
    Filed,
)
from hauspost.outbound import cleaning
from hauspost.outbound.page import Answer, Entry
from hauspost.outbound.public import ORDER
from hauspost.outbound.view import View

MEGABYTE = 1_000_000


def by_house(view: View, facts: DocumentList) -> list[tuple[str, list[Entry]]]:
    """Each house with its documents; of a single house its name as well."""
    houses = dict.fromkeys(line.house for line in facts.lines)
    return [(house, [_entry(view, line) for line in facts.lines if line.house == house]) for house in houses]


def _entry(view: View, line: DocumentLine) -> Entry:
    word = view.language.say("documents.word", number=line.number)
    button = next((row.href for row in view.offered if row.word == word), "")
    answer = Answer(word, view.language.say("acts.document"), button)
    return Entry(str(line.number), line.title, tuple(_about(view, line)), answers=(answer,))


def _about(view: View, line: DocumentLine) -> Iterator[str]:
    """What is told of one: to managers also who sees it, which version it is, and when."""
    said = view.language
    told = (_kind(line), _size(view, line.size), view.times.day(line.filed_at) if line.filed_at else "")
    yield said.say("marks.between").join(part for part in told if part)
    if line.covers:
        yield said.say("documents.covers", covers=cleaning.one_line(line.covers))
    if line.audience is None:
        return
    yield said.say("documents.withdrawn") if line.is_withdrawn else _who(view, line)
    if line.versions > 1:
        yield said.say("documents.version", n=line.version, of=line.versions)
    if valid := _valid(view, line):
        yield valid


def _kind(line: DocumentLine) -> str:
    return line.file.rpartition(".")[2].upper()


def _size(view: View, size: int) -> str:
    """84 kB · 1,2 MB"""
    if size < MEGABYTE:
        return view.language.say("documents.kilobytes", n=max(1, round(size / 1000)))
    number = format_decimal(size / MEGABYTE, format="0.0", locale=view.language.locale)
    return view.language.say("documents.megabytes", n=number)


def roles(view: View, codes: tuple[str, ...]) -> str:
    """Eigentümer und Beirat"""
    found = frozenset(Role(code) for code in codes)
    if found == EVERYBODY:
        return view.language.say("documents.everybody")
    return view.language.join(tuple(view.language.say(f"audience.{r}") for r in ORDER if r in found))


def _who(view: View, line: DocumentLine) -> str:
    if not line.audience:
        return view.language.say("documents.nobody_yet")
    who = roles(view, line.audience)
    if not line.reached:
        return view.language.say("documents.seen_by", who=who)
    return view.language.count("documents.reached", line.reached, who=who)


def _valid(view: View, line: DocumentLine) -> str:
    said, times = view.language, view.times
    begin = times.bare_day(line.valid_from) if line.valid_from else ""
    end = times.bare_day(line.valid_to) if line.valid_to else ""
    key = "between" if begin and end else "from" if begin else "until" if end else ""
    return said.say(f"documents.valid_{key}", begin=begin, end=end) if key else ""


def example(view: View, facts: DocumentList) -> str:
    """DOKUMENT 3"""
    return view.language.say("documents.word", number=facts.lines[0].number) if facts.lines else ""


def sent(view: View, facts: DocumentsSent) -> list[str]:
    """Hausordnung (Lindenweg 12)"""
    return [
        view.language.say("documents.sent", title=line.title, house=line.house or "-", file=line.file)
        for line in facts.lines
    ]


def numbers(view: View, facts: DocumentsSent) -> str:
    return view.language.join(facts.missing)


def left(view: View, facts: DocumentsSent) -> str:
    """DOKUMENT 5 und DOKUMENT 8"""
    return view.language.join(tuple(view.language.say("documents.word", number=n) for n in facts.too_large))


# ---- to managers


def lead(view: View, facts: DocumentNews) -> str:
    said = view.language
    if facts.outcome is Filed.STEERED:
        if len(facts.lines) > 1:
            return said.count("document_leads.steered", len(facts.lines))
        only = facts.lines[0]
        return said.say(f"document_leads.{only.became}", number=only.number, title=only.title)
    if facts.lines and facts.outcome is Filed.FILED:
        key = "replaced" if len(facts.lines) == 1 and facts.lines[0].version > 1 else "filed"
        one = facts.lines[0]
        return said.count(
            f"document_leads.{key}", len(facts.lines), number=one.number, title=one.title, house=one.house
        )
    house = facts.lines[0].house if facts.lines else ""
    return said.count(f"document_leads.{facts.outcome}", len(facts.lines), house=house)


def entries(view: View, facts: DocumentNews) -> Iterator[Entry]:
    for line in facts.lines:
        if line.became == Became.NO_SUCH:
            if len(facts.lines) > 1:
                yield Entry(str(line.number), view.language.say("documents.no_such"))
            continue
        became = (view.language.say_if(f"documents.became_{line.became}"),) if len(facts.lines) > 1 else ()
        replaces = (
            (view.language.say("documents.replaces"),)
            if line.version > 1 and not line.became and facts.outcome is not Filed.FILED
            else ()
        )
        mark = str(line.number or view.language.say("documents.new"))
        told = (*became, *_about(view, line), *replaces)
        if line.became != Became.WITHDRAWN and line.audience is None:
            told = (*told, view.language.say("documents.nobody_yet"))
        yield Entry(mark, line.title, tuple(t for t in told if t))


def not_taken(view: View, facts: DocumentNews) -> list[str]:
    return [
        view.language.say(
            f"not_filed.{'duplicate_here' if one.why == 'duplicate' and not one.number else one.why}",
            file=one.file,
            number=one.number,
        )
        for one in facts.not_taken
    ]


def changing(view: View, facts: DocumentNews) -> list[Answer]:
    """What one may answer: the offers, then how to change what was filed."""
    rows = [
        replace(row, meaning=view.language.say(f"documents.does_{offer.value.partition(':')[0]}"))
        if offer.act is Act.CHANGE_DOCUMENT
        else row
        for row, offer in zip(view.offered, view.letter.offers, strict=True)
    ]
    shown = [n for n in facts.lines if n.number and n.audience is not None and not n.is_withdrawn]
    if facts.outcome not in (Filed.FILED, Filed.STEERED) or not shown:
        return rows
    number = shown[0].number
    readers = "narrower" if frozenset(shown[0].audience or ()) == EVERYBODY else "audience"
    for key in (readers, "title", *(("withdraw",) if len(facts.lines) > 1 else ())):
        word = view.language.say(f"documents.example_{key}", number=number)
        rows.append(Answer(word, view.language.say(f"documents.does_{key}")))
    return rows
