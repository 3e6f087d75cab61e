"""What a manager's hand does again and again is proposed: a firm as a rule, a word as a category's.

Nothing changes by itself. A rule is asked about once, at the third time; a word at the third, the sixth, and so on.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from hauspost.desk import assignees
from hauspost.desk.case import Case
from hauspost.desk.categories import fold
from hauspost.desk.course import Course
from hauspost.desk.decision import (
    AddWord,
    NoteCorrection,
    OpenOrder,
    ProposeRule,
    RefuseProposal,
    SetCategory,
)
from hauspost.desk.houses import GENERAL, Category, CategoryKey, Person
from hauspost.desk.intents import Act, Command, Offer
from hauspost.desk.model import Entry, EntryKind, Ticket
from hauspost.desk.notices_of_steering import Outcome, TranscriptLine
from hauspost.desk.rules import choose_rule, named_rule, spoken, typable
from hauspost.desk.telling import printed
from hauspost.desk.work import Automation, OrderKind, Rule, WorkOrder

REPEATED = 3
WORD = re.compile(r"[^\W\d_]{5,30}")
MOST_WORDS = 40  # of one report
# Words of any report, whatever it is about: greetings, times, places of every house, and what people do with words.
EVERYDAY = frozenset(
    WORD.findall(
        """
        hallo guten morgen abend liebe lieber sehr geehrte geehrter geehrten damen herren gruss gruesse gruessen
        freundliche freundlichen herzliche herzlichen vielen danke bitte koennen koennten kommen kommt machen macht
        haben hatte haette werden wurde waere wieder immer heute gestern vorgestern seit schon nicht nichts leider
        einmal jetzt ueber unter unser unsere unserem unseren meine meiner meinem meinen deren diese dieser dieses
        diesem jemand niemand vielleicht wohnung wohnungen treppe treppenhaus keller haus hause strasse stock etage
        zimmer kueche flur woche wochen monat tagen stunde stunden montag dienstag mittwoch donnerstag freitag
        samstag sonntag januar februar maerz april juni juli august september oktober november dezember meldung
        frage problem termin hausverwaltung verwaltung mieter mieterin eigentuemer nachbar nachbarn hello dear
        please thank thanks would could should there their about since again still today yesterday morning evening
        night house street floor kitchen problem question regards kind
        """
    )
)


def rule_key(rule: Rule) -> str:
    """By which a refused rule is remembered: another firm is another proposal."""
    return f"rule:{rule.name}:{rule.assignee}"


def word_key(category: str, folded: str) -> str:
    return f"word:{category}/{folded}"


def learn(case: Case, course: Course, by: Person) -> Course:
    """What the mail has done that was done before: kept, and at the third time asked."""
    return _learn_words(case, _learn_rule(case, course, by), by)


# ---- the same firm for the same matter


def _learn_rule(case: Case, course: Course, by: Person) -> Course:
    ticket = course.ticket
    if ticket is None or ticket.category == GENERAL:
        return course
    given = tuple(o for o in _given(course) if o.kind is OrderKind.ORDER and not o.rule)
    if len({o.assignee for o in given}) != 1 or _is_ruled(case, ticket, given[0]):
        return course
    times = case.hand_orders.get((ticket.category, given[0].assignee), 0) + 1
    if times < REPEATED:
        return course
    rule = Rule(
        ticket.property_id,
        ticket.category,
        Automation.SUGGEST,
        assignee=given[0].assignee,
        is_approved=False,
    )
    if rule_key(rule) in case.refused:
        return course
    offers = rule_offers(case, rule, by.language)
    line = TranscriptLine(
        offers[0].word,
        "learned_rule",
        Outcome.DONE,
        before=str(times),
        after=spoken(case, rule, by.language),
        detail=given[0].assignee_name,
    )
    return replace(course.then(line, ProposeRule(rule)), offers=(*course.offers, *offers))


def rule_offers(case: Case, rule: Rule, language: str) -> tuple[Offer, ...]:
    """REGEL OK LW12 Wasser, REGEL NEIN LW12 Wasser."""
    said = typable(case, rule, language)
    yes, no = printed(Act.RULE_OK, language), printed(Act.RULE_NO, language)
    return (
        Offer(f"{yes} {said}", Act.RULE_OK, value=rule.name),
        Offer(f"{no} {said}", Act.RULE_NO, value=rule.name),
    )


def _given(course: Course) -> tuple[WorkOrder, ...]:
    return tuple(e.order for e in course.effects if isinstance(e, OpenOrder))


def _is_ruled(case: Case, ticket: Ticket, order: WorkOrder) -> bool:
    """A rule of that house and category is there already, or a wider one proposes the same firm."""
    if named_rule(case, f"{ticket.property_id}/{ticket.category}") is not None:
        return True
    rule = choose_rule(case.rules, ticket.property_id, ticket.category)
    if rule is None or rule.automation is Automation.OFF:
        return False
    works = (rule.assignee,) if rule.assignee else assignees.works_of(case, ticket.category)
    named = assignees.named(case, rule.assignee) if rule.assignee else None
    chosen = named or next(iter(assignees.ranked(case, works)), None)
    return chosen is not None and chosen.id == order.assignee


# ---- the same word in reports of another category


def _learn_words(case: Case, course: Course, by: Person) -> Course:
    change = next((e for e in course.effects if isinstance(e, SetCategory)), None)
    if change is None:
        return course
    is_chosen = any(line.act == Act.CATEGORY and line.outcome is Outcome.DONE for line in course.lines)
    if not is_chosen or change.after == GENERAL:  # taken back: what was noted of the ticket is forgotten
        return replace(course, effects=(*course.effects, NoteCorrection(change.after, ())))
    words = candidates(case.entries, case.categories, names=_names(case))
    course = replace(course, effects=(*course.effects, NoteCorrection(change.after, tuple(words))))
    label = case.category(change.after).label(by.language)
    for folded, word in words.items():
        times = case.corrected.get((change.after, folded), 0) + 1
        if times % REPEATED or word_key(change.after, folded) in case.refused:
            continue
        offers = word_offers(change.after, word, by.language)
        line = TranscriptLine(
            offers[0].word, "learned_word", Outcome.DONE, before=str(times), after=label, detail=word
        )
        course = replace(course.then(line), offers=(*course.offers, *offers))
    return course


def word_offers(category: str, word: str, language: str) -> tuple[Offer, ...]:
    """WORT OK boiler, WORT NEIN boiler."""
    yes, no = printed(Act.WORD_OK, language), printed(Act.WORD_NO, language)
    value = f"{category}/{word}"
    return Offer(f"{yes} {word}", Act.WORD_OK, value=value), Offer(f"{no} {word}", Act.WORD_NO, value=value)


def open_words(case: Case) -> tuple[tuple[CategoryKey, str, int], ...]:
    """Only for who may accept them: words hold for every house."""
    return waiting_words(case.corrected, case.categories, case.refused) if case.manages_all else ()


def waiting_words(
    corrected: Mapping[tuple[str, str], int], categories: Iterable[Category], refused: frozenset[str]
) -> tuple[tuple[CategoryKey, str, int], ...]:
    """(category, word, times) of every word that was proposed and neither taken in nor refused, the oftenest first."""
    known = {fold(word) for category in categories for word in category.words}
    waiting = (
        (CategoryKey(key), word, times)
        for (key, word), times in corrected.items()
        if times >= REPEATED and word not in known and word_key(key, word) not in refused
    )
    return tuple(sorted(waiting, key=lambda row: (-row[2], row[0], row[1])))


def candidates(
    entries: Iterable[Entry], categories: Iterable[Category], *, names: frozenset[str]
) -> dict[str, str]:
    """Folded word → as it was typed: what might tell what a report is about, no category's word and no name."""
    opened = next((e for e in entries if e.kind in (EntryKind.OPENED, EntryKind.MESSAGE)), None)
    if opened is None:
        return {}
    text = f"{opened.facts.get('subject', '')}\n{opened.text}"
    known = {fold(word) for category in categories for word in category.words}
    said = {fold(word): word.casefold() for word in WORD.findall(text)}
    new = [w for w in said if w not in EVERYDAY and w not in names and not any(k in w for k in known)]
    return {word: said[word] for word in new[:MOST_WORDS]}


def _names(case: Case) -> frozenset[str]:
    """Of everybody around the ticket and of the house: a name is nobody's category."""
    house = (case.house.name, case.house.street, case.house.city) if case.house else ()
    people = (p.name for p in (*case.people.values(), *case.managers, *case.residents))
    return frozenset(fold(word) for said in (*people, *house) for word in WORD.findall(said))


def refuse_word(case: Case, course: Course, command: Command, by: Person) -> Course:
    """WORT NEIN: the word is not proposed for that category again; said for every house, as WORT OK is."""
    key, _, word = command.value.partition("/")
    category, refused = case.category(key), word_key(key, fold(word))
    line = TranscriptLine(
        command.line, str(command.act), Outcome.DONE, after=category.label(by.language), detail=word
    )
    if not word:
        return course.then(replace(line, outcome=Outcome.NOT_UNDERSTOOD))
    if not case.manages_all:
        return course.then(replace(line, outcome=Outcome.REFUSED, after="no_right"))
    if refused in case.refused:
        return course.then(replace(line, outcome=Outcome.ALREADY, after=""))
    if fold(word) in map(fold, category.words):
        return course.then(replace(line, act=str(Act.WORD_OK), outcome=Outcome.ALREADY, after=""))
    return course.then(line, RefuseProposal(refused))


def accept_word(case: Case, course: Course, command: Command, by: Person) -> Course:
    """WORT OK: a word decides from now on. For every house, so only who manages all of them may say so."""
    key, _, word = command.value.partition("/")
    category = case.category(key)
    line = TranscriptLine(
        command.line, "word_ok", Outcome.DONE, after=category.label(by.language), detail=word
    )
    if not word:
        return course.then(replace(line, outcome=Outcome.NOT_UNDERSTOOD))
    if not case.manages_all:
        return course.then(replace(line, outcome=Outcome.REFUSED, after="no_right"))
    if word_key(key, fold(word)) in case.refused:
        return course.then(replace(line, act=str(Act.WORD_NO), outcome=Outcome.ALREADY, after=""))
    if fold(word) in map(fold, category.words):
        return course.then(replace(line, act=str(Act.WORD_OK), outcome=Outcome.ALREADY, after=""))
    return course.then(line, AddWord(CategoryKey(key), word))
