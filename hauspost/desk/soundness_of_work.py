"""Knows what master data lacks for work to find its firm: trades, addresses, assignments, categories and rules."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from hauspost.desk.houses import EVERYWHERE, GENERAL, Category, Person, PersonId, Property, Role
from hauspost.desk.masterdata import FIRM
from hauspost.desk.on_call import digits, numbers_of
from hauspost.desk.soundness import Finding, Level, some
from hauspost.desk.work import Automation, Firm, FirmAssignment, Rule

CARETAKER = str(Role.CARETAKER)
ANYWHERE = "any property"


@dataclass(frozen=True, slots=True)
class Work:
    """Who works where, and what the rules say. `persons`: those that stand for the firms; `people`: everybody else."""

    firms: tuple[Firm, ...] = ()
    persons: tuple[Person, ...] = ()
    assignments: tuple[FirmAssignment, ...] = ()
    categories: tuple[Category, ...] = ()
    rules: tuple[Rule, ...] = ()
    people: tuple[Person, ...] = ()
    running: tuple[tuple[PersonId, str], ...] = ()  # who has an order that is not over, and its tag
    houses: tuple[Property, ...] = ()


def lacks_of_work(work: Work, *, day: date) -> Iterator[Finding]:
    present = _without_ended(work, day)
    yield from _of_firms(present)
    yield from _of_ended_firms(work, day)
    yield from _of_their_addresses(work)
    yield from _of_assignments(present)
    yield from _of_categories(work)
    for rule in work.rules:
        yield from _of_rule(rule, work, day)


def _without_ended(work: Work, day: date) -> Work:
    over = {firm.person for firm in work.firms if not firm.works_on(day)}
    firms = tuple(firm for firm in work.firms if firm.person not in over)
    return replace(
        work, firms=firms, assignments=tuple(row for row in work.assignments if row.person not in over)
    )


def _of_firms(work: Work) -> Iterator[Finding]:
    written = {person.id for person in work.persons if person.address and not person.address.startswith("@")}
    if mute := [firm for firm in work.firms if firm.person not in written]:
        sentence = f"contractors whom no order reaches: {_names(mute)}"
        yield Finding(Level.ERROR, "contractors", sentence, "fill in E-Mail Aufträge in contractors.csv")
    if idle := [firm for firm in work.firms if not firm.trades]:
        sentence = f"contractors without a trade: {_names(idle)}"
        yield Finding(Level.WARNING, "contractors", sentence, "fill in Gewerke in contractors.csv")
    assigned = {row.person for row in work.assignments}
    if free := [firm for firm in work.firms if firm.person not in assigned]:
        sentence = f"contractors who are assigned to no property: {_names(free)}"
        yield Finding(Level.NOTE, "contractors", sentence, "assign them in assignments.csv, or leave them")


def _of_ended_firms(work: Work, day: date) -> Iterator[Finding]:
    """Who works for the houses no longer, and still has an order, or is whom a house tells people to call."""
    taken = {n for firm in work.firms if firm.works_on(day) for n in numbers_of(firm)}
    for firm in (firm for firm in work.firms if not firm.works_on(day)):
        if tags := [tag for person, tag in work.running if person == firm.person]:
            sentence = f"{_names([firm])} ended on {firm.until} and still has {some(tags)}"
            mend = "let it finish them, or take them back: STORNIEREN, NÄCHSTE FIRMA"
            yield Finding(Level.WARNING, "contractors", sentence, mend)
        own = numbers_of(firm) - taken
        called = [str(house.id) for house in work.houses if own & {digits(n) for _, n in house.phones}]
        if called:
            sentence = f"{_names([firm])} ended on {firm.until}, and {some(called)} tells people to call it"
            yield Finding(Level.ERROR, "properties", sentence, "write another number in properties.csv")


def _of_their_addresses(work: Work) -> Iterator[Finding]:
    """A firm's mail is no resident's and no other firm's: who writes from such an address is not known."""
    ours = {address for person in work.persons for address in person.addresses}
    sharers: defaultdict[str, list[str]] = defaultdict(list)
    for person in (*work.persons, *work.people):
        for address in ours & {*person.addresses}:
            sharers[address].append(f"{person.name} ({person.id.removeprefix(FIRM)})")
    for address, who in sorted(sharers.items()):
        if len(who) > 1:
            sentence = f"{address} stands for a contractor and for somebody else: {some(who)}"
            yield Finding(Level.WARNING, "contractors", sentence, "give each an address of its own")


def _of_assignments(work: Work) -> Iterator[Finding]:
    names = {firm.person: firm.company for firm in work.firms}
    keys = {category.key for category in work.categories}
    trades = {trade for firm in work.firms for trade in firm.trades}
    ranks: defaultdict[tuple[str, str, int], list[str]] = defaultdict(list)
    for row in work.assignments:
        if row.person not in names:
            yield _stray(row, f'there is no contractor "{row.person.removeprefix(FIRM)}"')
        elif row.work not in keys | trades:
            yield _stray(row, f'"{row.work}" is no category, and no contractor has that trade')
        ranks[row.property_id, row.work, row.rank].append(names.get(row.person, row.person))
    for (place, what, rank), who in ranks.items():
        if len(who) > 1:
            sentence = f"{what} at {_at(place)}: {some(who)} have the same rank ({rank})"
            mend = "give them ranks of their own in assignments.csv, or the order of their numbers counts"
            yield Finding(Level.WARNING, "assignments", sentence, mend)


def _stray(row: FirmAssignment, sentence: str) -> Finding:
    return Finding(
        Level.ERROR, f"assignment {row.property_id} / {row.work}", sentence, "mend the row in assignments.csv"
    )


def _of_categories(work: Work) -> Iterator[Finding]:
    if mute := [c.label_de for c in work.categories if not c.words and c.key != GENERAL]:
        sentence = f"categories without words, which no report finds: {some(mute)}"
        yield Finding(Level.WARNING, "categories", sentence, "fill in Wörter in categories.csv")


def _of_rule(rule: Rule, work: Work, day: date) -> Iterator[Finding]:
    category = next((c for c in work.categories if c.key == rule.category), None)
    fault = ""
    if category is None and rule.category != EVERYWHERE:
        fault = f'there is no category "{rule.category}"'
    elif rule.automation is not Automation.OFF:
        fault = _without_assignee(rule, category, work, day)
    if fault:
        mend = "mend the row in rules.csv, or complete the other tables"
        yield Finding(Level.ERROR, f"rule {rule.name}", fault, mend)


def _without_assignee(rule: Rule, category: Category | None, work: Work, day: date) -> str:
    """Why the rule finds nobody, "" if it does."""
    if rule.assignee == CARETAKER:
        return "" if _has_caretaker(rule, work, day) else f"{_at(rule.property_id)} has no caretaker today"
    if rule.assignee.startswith(FIRM):
        firm = next((firm for firm in work.firms if firm.person == rule.assignee), None)
        if firm is None:
            return f'there is no contractor "{rule.assignee.removeprefix(FIRM)}"'
        return "" if firm.works_on(day) else f"it names {_names([firm])}, which ended on {firm.until}"
    trade = rule.assignee or (category.trade if category else "")
    if rule.category == EVERYWHERE and not trade:
        return ""  # each category has a trade of its own
    places = (rule.property_id, EVERYWHERE)
    over = {firm.person for firm in work.firms if not firm.works_on(day)}
    live = (row for row in work.assignments if row.person not in over)
    rows = (row for row in live if rule.property_id == EVERYWHERE or row.property_id in places)
    if any(row.work in (trade, rule.category) for row in rows):
        return ""
    return f"nobody is assigned to {trade or rule.category} at {_at(rule.property_id)}"


def _has_caretaker(rule: Rule, work: Work, day: date) -> bool:
    held = (role for person in work.people for role in person.roles if role.period.holds(day))
    return any(
        role.role is Role.CARETAKER and rule.property_id in (EVERYWHERE, role.property_id) for role in held
    )


def _at(place: str) -> str:
    return ANYWHERE if place == EVERYWHERE else f"property {place}"


def _names(firms: list[Firm]) -> str:
    return some([f"{firm.company} ({firm.person.removeprefix(FIRM)})" for firm in firms])
