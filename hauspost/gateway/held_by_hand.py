"""An operator's word on a held mail: read and decided as a manager's line under the held list, for every house."""

from dataclasses import dataclass
from datetime import datetime

from hauspost.desk.case import Asked, Case
from hauspost.desk.course import Course
from hauspost.desk.decision import Decision, Question, Verdict
from hauspost.desk.houses import EVERYWHERE, Person, PersonId, Role, RoleAssignment
from hauspost.desk.intents import Command, NearMiss
from hauspost.desk.notices_of_steering import Outcome, TranscriptLine
from hauspost.desk.proof import Auth, Key, Resolution, Route
from hauspost.desk.releasing import answer_held
from hauspost.desk.vocabulary import vocabulary
from hauspost.gateway.casebook import Casebook
from hauspost.parsers.commands import read_line
from hauspost.store import registry, tickets
from hauspost.store.connection import Connection

# Who answered, as the journal keeps it: nobody of the office, and with a manager's rights at every house.
OPERATOR = PersonId("operator")
HAND = Person(
    OPERATOR,
    "operator",
    language="en",
    roles=(RoleAssignment(OPERATOR, EVERYWHERE, Role.MANAGER),),
)


@dataclass(frozen=True, slots=True)
class Word:
    """What one line means for one held mail. Without a decision: `fault` says why, `near` what may be meant."""

    decision: Decision | None = None
    act: str = ""
    who: str = ""
    fault: str = (
        ""  # unknown_value | misspelt | … of NearMiss, which_person, which_house, refused, already, text
    )
    near: tuple[str, ...] = ()


def said_by_hand(connection: Connection, casebook: Casebook, number: int, words: str, at: datetime) -> Word:
    """`words`: what a manager would type behind the number: "WE07", "Yıldız EINMAL", "NEU LW12", "OK", "SPAM"."""
    question = next((q for q in tickets.held_questions(connection, (EVERYWHERE,)) if q.id == number), None)
    if question is None:
        return Word(fault="already")
    case = _case(connection, casebook, question, at)
    read = read_line([f"H-{number} {words}"], 0, vocabulary(case), first=True)
    meaning = read.meaning if read else None
    if meaning is None:
        return Word(fault="text")
    if isinstance(meaning, NearMiss):
        return Word(fault=meaning.reason, near=_near(meaning))
    course = answer_held(case, Course(None), meaning, HAND)
    line = course.lines[-1]
    if line.outcome is not Outcome.DONE:
        return _refused(line, meaning)
    decision = Decision(Verdict.ACCEPTED, "by_hand", course.effects, event=f"h{question.id}")
    return Word(decision, str(meaning.act), line.after)


def _refused(line: TranscriptLine, command: Command) -> Word:
    fault = line.detail if line.outcome is Outcome.NOT_UNDERSTOOD else str(line.outcome)
    return Word(act=str(command.act), fault=fault, near=tuple(filter(None, line.company.split(", "))))


def _near(miss: NearMiss) -> tuple[str, ...]:
    """The likely words, as one may type them."""
    values = (
        " ".join((reading.target, str(reading.act), reading.value)).strip() for reading in miss.readings
    )
    return tuple(dict.fromkeys(values))


def _case(connection: Connection, casebook: Casebook, question: Question, at: datetime) -> Case:
    houses = registry.all_properties(connection)
    presumed = (PersonId(p) for key in ("presumed", "proposed") for p in question.about.get(key, ()))
    case = Case(
        at=at,
        zone=casebook.zone,
        company=casebook.company,
        policy=casebook.policy_for(None),
        resolution=Resolution(Route.OFFICE, "by_hand", Key.NONE, Auth.NONE),
        mail=Asked(0, at, "", "", 1, ""),
        author=(HAND,),
        houses=houses,
        managers=(HAND,),
        questions=(question,),
        people=registry.persons(connection, presumed),
    )
    return casebook.with_lodgers(connection, case, houses)
