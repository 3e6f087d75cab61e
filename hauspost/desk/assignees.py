"""Who can do a work at a house: firms by rank, caretakers, and what is known of each (DOMAIN, "one party in code")."""

from collections.abc import Iterable
from dataclasses import replace

from hauspost.desk.case import Case
from hauspost.desk.houses import EVERYWHERE, Person, PersonId
from hauspost.desk.model import Ticket
from hauspost.desk.notices_of_steering import Outcome, TranscriptLine
from hauspost.desk.work import Firm, FirmAssignment, Phase

CARETAKER = "caretaker"  # how rules.csv and the closed list call whoever is caretaker there today
TRADE = "trade:"  # how the closed list marks a trade

REFUSING = frozenset({Phase.DECLINED, Phase.CANCELLED})


def person_of(case: Case, person: PersonId) -> Person | None:
    found = (c for c in (*case.caretakers, *case.author) if c.id == person)
    return case.people.get(person) or next(found, None)


def firm_of(case: Case, person: PersonId) -> Firm | None:
    """None for a caretaker."""
    return next((f for f in case.firms if f.person == person), None)


def at_work(case: Case) -> tuple[Firm, ...]:
    """Those that get work today. One that works for the houses no longer keeps its running orders and gets no more."""
    return tuple(f for f in case.firms if f.works_on(case.today))


def ended(case: Case, value: str) -> Firm | None:
    """The firm that is meant by name and works for the houses no longer."""
    firm = firm_of(case, PersonId(value))
    return firm if firm is not None and not firm.works_on(case.today) else None


def nobody(case: Case, line: TranscriptLine, value: str) -> TranscriptLine:
    """Why nobody is found for a name or a work."""
    if firm := ended(case, value):
        return replace(line, outcome=Outcome.FIRM_ENDED, company=firm.company, detail="")
    return replace(line, outcome=Outcome.NO_FIRM)


def called(case: Case, person: Person) -> str:
    """The firm by its company, a caretaker by name."""
    firm = firm_of(case, person.id)
    return firm.company if firm else person.name


def named(case: Case, value: str, ticket: Ticket | None = None) -> Person | None:
    """Who is meant by a person's id, "trade:…" or "caretaker"; of a trade the first rank that has not refused yet."""
    if value.startswith(TRADE):
        return next(iter(ranked(case, (value.removeprefix(TRADE),), but=refused(ticket))), None)
    if value == CARETAKER:
        return next(iter(case.caretakers), None)
    known = {f.person for f in at_work(case)} | {c.id for c in case.caretakers}
    return person_of(case, PersonId(value)) if value in known else None


def ranked(case: Case, works: Iterable[str], *, but: frozenset[PersonId] = frozenset()) -> tuple[Person, ...]:
    """Firms for the first of these works (a category's key, a trade) that anybody is assigned to, the best rank first.

    Where no row assigns the work, every firm with that trade counts, in the order of the master data.
    """
    wanted = tuple(w for w in works if w)
    for work in wanted:
        rows = sorted((a for a in case.assignments if _fits(a, work)), key=_order)
        if found := _people(case, (a.person for a in rows), but):
            return found
    trades = {w.casefold() for w in wanted}
    spare = (f.person for f in at_work(case) if trades & {t.casefold() for t in f.trades})
    return _people(case, spare, but)


def works_of(case: Case, category: str) -> tuple[str, ...]:
    """What the rows of assignments.csv may call the work of a category: its key, then its trade."""
    return (category, case.category(category).trade)


def rank_of(case: Case, person: PersonId, category: str) -> int:
    """1 for whom no row ranks."""
    rows = (
        a for w in works_of(case, category) for a in case.assignments if a.person == person and a.work == w
    )
    return next((a.rank for a in rows), 1)


def refused(ticket: Ticket | None) -> frozenset[PersonId]:
    """Who has declined an order of this ticket, or had it taken back."""
    orders = ticket.orders if ticket else ()
    return frozenset(o.assignee for o in orders if o.phase in REFUSING)


def _fits(row: FirmAssignment, work: str) -> bool:
    return row.work.casefold() == work.casefold() and not row.emergency_only


def _order(row: FirmAssignment) -> tuple[int, bool]:
    return row.rank, row.property_id == EVERYWHERE


def _people(case: Case, ids: Iterable[PersonId], but: frozenset[PersonId]) -> tuple[Person, ...]:
    people = (person_of(case, i) for i in dict.fromkeys(ids) if i not in but)
    return tuple(p for p in people if p is not None)
