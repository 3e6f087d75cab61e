"""Answers to the list of held mails: hers after all, somebody's of the house, a ticket of the office, or spam."""

from dataclasses import replace

from hauspost.desk.case import Case
from hauspost.desk.course import (
    HELD,
    Course,
    answered_before,
    open_question,
)
from hauspost.desk.decision import (
    AnswerQuestion,
    CloseArrival,
    ForgetAddress,
    Question,
    QuestionKind,
    Redecide,
    RememberAddress,
    Verdict,
)
from hauspost.desk.houses import EVERYWHERE, Person, PersonId, PropertyId
from hauspost.desk.intents import Act, Command
from hauspost.desk.notices_of_steering import Outcome, TranscriptLine
from hauspost.desk.proof import Auth
from hauspost.desk.resemblance import living_in
from hauspost.desk.telling import names

HELD_ACTS = frozenset({Act.TAKE, Act.TAKE_NEW, Act.LINK, Act.ONCE, Act.SPAM})

REMEMBERING = frozenset({Act.TAKE, Act.LINK})  # after them an address may be somebody's
HOUSED = frozenset({Act.TAKE, Act.TAKE_NEW})  # behind them a house may stand


def answer_held(case: Case, course: Course, command: Command, by: Person) -> Course:
    number = int(command.target.removeprefix(HELD) or 0)
    question = open_question(case, course, number, QuestionKind.HELD_MAIL)
    line = TranscriptLine(command.line, str(command.act), Outcome.DONE, detail=command.target)
    if question is None:
        return course.then(answered_before(case, command))
    if command.act is Act.SPAM:
        used = replace(course, used=course.used | {question.id})
        answered = AnswerQuestion(question.id, str(command.act), by.id)
        spam = CloseArrival(int(question.about["arrival"]), Verdict.REFUSED, "spam")
        return used.then(line, answered, spam)
    if command.act is Act.TAKE_NEW:
        return _take(case, course, question, command, by, party=())
    found = _party(case, question, command)
    if isinstance(found, str):
        if command.act is Act.TAKE:
            return course.then(replace(line, outcome=Outcome.REFUSED, after="TAKE_NEW"))
        who = ", ".join(_called(case, command)) if found == "which_person" else ""
        return course.then(replace(line, outcome=Outcome.NOT_UNDERSTOOD, detail=found, company=who))
    return _take(case, course, question, command, by, party=found)


def _take(
    case: Case, course: Course, question: Question, command: Command, by: Person, *, party: tuple[Person, ...]
) -> Course:
    """`party`: whose mail it is; empty: nobody's that we know."""
    line = TranscriptLine(command.line, str(command.act), Outcome.DONE, detail=command.target)
    house = _house_for(case, question, command, party)
    if house is None:
        return course.then(replace(line, outcome=Outcome.NOT_UNDERSTOOD, detail="which_house"))
    override: dict[str, object] = {"by": by.id, "property": house}
    override |= {"vouched": [p.id for p in party]} if party else {"as_new": True}
    used = replace(course, used=course.used | {question.id})
    return used.then(
        replace(line, after=names(party)),
        AnswerQuestion(question.id, str(command.act), by.id),
        *_remember(question, command, party),
        Redecide(int(question.about["arrival"]), override),
    )


def takes_back_held(case: Case) -> Question | None:
    """The held mail that RÜCKGÄNGIG speaks of: the author's newest answer, or the one that became this ticket."""
    own = {p.id for p in case.acting_managers}
    mine = [q for q in case.closed if q.kind is QuestionKind.HELD_MAIL and q.answered_by in own]
    if case.ticket is not None:
        opened = {e.arrival for e in case.entries}
        mine = [q for q in mine if q.about.get("arrival") in opened]
    return max(mine, key=lambda q: (q.answered_at or q.asked_at, q.id), default=None)


def undo_held(course: Course, command: Command, question: Question) -> Course:
    """The address is forgotten; the ticket that the mail became stays, and so does what was sorted out."""
    line = TranscriptLine(command.line, str(command.act), Outcome.NOTHING_TO_UNDO)
    address = str(question.about.get("from_address", ""))
    if question.answer in REMEMBERING and address:
        return course.then(replace(line, outcome=Outcome.UNDONE, detail="held"), ForgetAddress(address))
    return course.then(replace(line, detail="spam" if question.answer == Act.SPAM else "held"))


def _remember(question: Question, command: Command, party: tuple[Person, ...]) -> tuple[RememberAddress, ...]:
    """Not by EINMAL, not for a household that no mail can be told apart in, never what the border calls forged."""
    address = str(question.about.get("from_address", ""))
    is_forged = question.about.get("auth") == Auth.FAIL or question.about.get("reason") == "unverified"
    if command.act is Act.ONCE or not address or is_forged or not party:
        return ()
    return (RememberAddress(tuple(p.id for p in party), address),)


# ---- whose it is


def _party(case: Case, question: Question, command: Command) -> tuple[Person, ...] | str:
    """Who is meant, or the code of what must be asked: which_person, which_house."""
    if not command.values:
        named = question.about.get("presumed") or (
            question.about.get("proposed", ()) if command.act is Act.ONCE else ()
        )
        party = tuple(p for i in named if (p := _person(case, PersonId(i))) is not None)
        return party or "which_person"
    units = [v.split(":", 2)[1:] for v in command.values if v.startswith("unit:")]
    here = [u for u in units if u[0] == question.property_id] or units
    people = [p for v in command.values if (p := _person(case, PersonId(v.partition(":")[2]))) is not None]
    if len(here) > 1 and not people:
        return "which_house"
    for place, unit in here:
        people += living_in(case, PropertyId(place), unit)
    party = tuple(dict.fromkeys(people))
    return party if party and len({p.address or p.id for p in party}) == 1 else "which_person"


def _called(case: Case, command: Command) -> list[str]:
    """Whom it may be of, as one may type them."""
    found: list[Person] = []
    for value in command.values:
        kind, _, key = value.partition(":")
        place, _, unit = key.partition(":")
        person = _person(case, PersonId(key))
        found += living_in(case, PropertyId(place), unit) if kind == "unit" else [person] if person else []
    return list(dict.fromkeys(p.name for p in found))


def _person(case: Case, person: PersonId) -> Person | None:
    return case.people.get(person) or next((p for p in case.lodgers if p.id == person), None)


def _house_for(
    case: Case, question: Question, command: Command, party: tuple[Person, ...]
) -> PropertyId | None:
    """Where a held mail goes: as the manager says, else where the mail or its author belongs; None: nobody can tell."""
    if command.value and command.act in HOUSED:
        return PropertyId(command.value)
    units = {v.split(":", 2)[1] for v in command.values if v.startswith("unit:")}
    if len(units) == 1:
        return PropertyId(next(iter(units)))
    lives = {place for p in party for place in p.properties(case.today)} - {EVERYWHERE}
    if question.property_id is not None and (not party or not lives or question.property_id in lives):
        return question.property_id
    if party and len(lives) == 1:
        return next(iter(lives))
    return case.houses[0].id if len(case.houses) == 1 else None
