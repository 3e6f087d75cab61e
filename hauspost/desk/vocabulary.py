"""Which words may mean something in this mail: read off the case before its text is read (WORDS 2)."""

from hauspost.desk.case import Case
from hauspost.desk.decision import QuestionKind
from hauspost.desk.intents import ClosedList, Party, Vocabulary
from hauspost.desk.model import RESIDENT_ROLES, Person
from hauspost.desk.proof import Route


def vocabulary(case: Case) -> Vocabulary:
    """The words of the party that From stands for; a stranger has none."""
    offers = case.answered.offers if case.answered else ()
    if not case.author:
        return Vocabulary(Party.STRANGER)
    language = case.author[0].language
    if not case.acting_managers:
        return Vocabulary(Party.RESIDENT, language=language, offers=offers)
    return Vocabulary(
        Party.MANAGER,
        language=language,
        offers=offers,
        opens=case.resolution.route is Route.OFFICE,
        categories=tuple((c.key, (c.key, c.label_de, c.label_en, *c.words)) for c in case.categories),
        colleagues=_people(case.managers_now),
        residents=_residents(case),
        held=tuple(q.id for q in case.questions if q.kind is QuestionKind.HELD_MAIL),
        houses=tuple((h.id, (h.id, h.mailbox, h.name, h.short_name)) for h in case.houses),
    )


def _people(persons: tuple[Person, ...]) -> ClosedList:
    return tuple((p.id, _names(p)) for p in persons)


def _names(person: Person) -> tuple[str, ...]:
    spoken = (
        person.last_name,
        person.name,
        person.first_name,
        f"{person.salutation} {person.last_name}".strip(),
    )
    return tuple(dict.fromkeys(n for n in spoken if n))


def _residents(case: Case) -> ClosedList:
    if case.house is None:
        return ()
    house = case.house.id
    here = tuple(p for p in case.residents if p.roles_at(house, case.today) & RESIDENT_ROLES)
    units = tuple((f"unit:{u.id}", tuple(dict.fromkeys(n for n in (u.id, u.name) if n))) for u in case.units)
    return units + tuple((f"person:{p.id}", _names(p)) for p in here)
