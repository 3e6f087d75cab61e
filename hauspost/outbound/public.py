"""Knows how the house is spoken to: the audience by its roles, the lines of an evening, what managers see of it."""

from collections.abc import Iterator
from datetime import datetime

from hauspost.desk.houses import RESIDENT_ROLES, PropertyId, Role
from hauspost.desk.notices_on_request import RuleList, RuleRow
from hauspost.desk.notices_to_people import EveningLine, EveningLines, PublicNews
from hauspost.outbound.formats import NO_BREAK
from hauspost.outbound.money import gross
from hauspost.outbound.page import Entry
from hauspost.outbound.places import place_words
from hauspost.outbound.view import View

ORDER = (Role.TENANT, Role.OWNER, Role.BOARD_MEMBER, Role.CARETAKER)
EVERYBODY = frozenset({Role.TENANT, Role.OWNER})
ENDED = frozenset({"done", "rejected"})


def audience(view: View, _facts: PublicNews) -> str:
    """alle Bewohner und Eigentümer · Eigentümer und Beirat"""
    ticket = view.letter.ticket
    roles = ticket.audience if ticket else frozenset()
    return audience_words(view, roles)


def audience_words(view: View, roles: frozenset[Role]) -> str:
    if roles >= EVERYBODY:
        return view.language.say("audience.everybody")
    return view.language.join(tuple(view.language.say(f"audience.{r}") for r in ORDER if r in roles))


def evening_days(view: View, facts: EveningLines) -> str:
    """Which day the lines speak of; most come by six."""
    key, first = evening_span(view, facts)
    where = view.language.say("evening.houses" if len(view.letter.houses) > 1 else "evening.house")
    return view.language.say(f"evening.{key}", day=view.times.day(first), where=where)


def evening_span(view: View, facts: EveningLines) -> tuple[str, datetime]:
    """today | yesterday | since_yesterday | since, and when the first of it was."""
    days = {view.times.days_ago(at) for line in facts.lines for at in (line.at, line.opened_at) if at}
    first = min(at for line in facts.lines for at in (line.at, line.opened_at) if at)
    named = {frozenset({0}): "today", frozenset({1}): "yesterday"}.get(frozenset(days), "")
    if named:
        return named, first
    return "since_yesterday" if max(days) == 1 else "since", first


def evening_houses(view: View, facts: EveningLines) -> list[tuple[str, list[Entry]]]:
    """The lines of each house under its name; of the only one without: it stands in the subject."""
    houses = view.letter.houses
    if len(houses) < 2:
        return [("", list(evening_lines(view, facts)))]
    return [(h.short_name, [_entry(view, e) for e in facts.lines if e.house == h.id]) for h in houses]


def evening_lines(view: View, facts: EveningLines) -> Iterator[Entry]:
    """All in a row; of several houses each line names its own."""
    several = {h.id: h.short_name for h in view.letter.houses} if len(view.letter.houses) > 1 else {}
    for line in facts.lines:
        yield _entry(view, line, several.get(PropertyId(line.house), ""))


def _entry(view: View, line: EveningLine, house: str = "") -> Entry:
    parts = (house, line.category, place_words(line.place, view.language))
    head = view.language.say("marks.between").join(p for p in parts if p)
    return Entry(f"T-{line.number}", head, (_told(view, line),), line.text)


def _told(view: View, line: EveningLine) -> str:
    """What came about, or who wrote the words below."""
    if not line.text:
        return _course(view, line)
    key = "wrote" if line.by else "wrote_house"
    return view.language.say(f"evening.{key}", who=line.by, at=view.times.clock(line.at))


def _course(view: View, line: EveningLine) -> str:
    """gemeldet 9:02, erledigt 14:20"""
    events = [("opened", line.opened_at), (line.event, line.at)]
    said = (
        view.language.say(
            f"house_events.{event}",
            at=view.times.clock(at),
            status=view.language.label("statuses", line.status),
        )
        for event, at in events
        if at is not None
    )
    return ", ".join(said)


def asks_me_too(view: View, _facts: PublicNews | EveningLines) -> bool:
    """Whoever lives in or owns the house may have noticed the same; a caretaker is not asked."""
    return any(
        p.roles_at(house.id, view.today) & RESIDENT_ROLES
        for p in view.letter.to
        for house in view.letter.spoken_of
        if house is not None
    )


def evening_example(view: View, facts: EveningLines) -> str:
    """T-1052 ICH AUCH: the last line to which one may still say so."""
    running = [line.number for line in facts.lines if line.event not in ENDED]
    if not running or not asks_me_too(view, facts):
        return ""
    return view.language.say("evening.me_too", number=running[-1]).replace(" ", NO_BREAK)


# ---- to managers


def rule_lines(view: View, facts: RuleList) -> Iterator[Entry]:
    for n, row in enumerate(facts.rows, start=1):
        yield Entry(str(n), row.name, tuple(_rule(view, row)))
    for n, word in enumerate(facts.words, start=len(facts.rows) + 1):
        named = view.language.say("marks.quote", text=word.word)
        told = view.language.say("rules.word", times=word.times, category=word.category)
        yield Entry(str(n), named, (told, view.language.say("rules.word_waits", word=word.word)))


def rule_terms(view: View, row: RuleRow) -> str:
    """vorschlagen · Heizung Meier GmbH · bis 300 € brutto"""
    said = view.language
    terms = [said.label("automations", row.automation), said.label("audience", row.assignee)]
    terms += [said.say("rules.limit", amount=gross(row.limit, said))] if row.limit is not None else []
    terms += [said.count("rules.per_day", row.per_day)] if row.per_day else []
    return said.say("marks.between").join(t for t in terms if t)


def _rule(view: View, row: RuleRow) -> Iterator[str]:
    yield rule_terms(view, row)
    if not row.approved:
        yield view.language.say("rules.waits", name=row.says)


def waiting_rules(view: View, facts: RuleList) -> Iterator[str]:
    yield from (row.name for row in facts.rows if not row.approved)
    yield from (word.word for word in facts.words)
