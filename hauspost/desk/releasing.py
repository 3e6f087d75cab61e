"""Answers to the list of held mails: it is hers after all, a ticket without anybody outside, or spam."""

from dataclasses import replace

from hauspost.desk.case import Case
from hauspost.desk.course import (
    Course,
    open_question,
)
from hauspost.desk.decision import (
    AnswerQuestion,
    CloseArrival,
    Question,
    QuestionKind,
    Redecide,
    Verdict,
)
from hauspost.desk.houses import Person, PersonId, PropertyId
from hauspost.desk.intents import Act, Command
from hauspost.desk.notices_of_steering import Outcome, TranscriptLine
from hauspost.desk.telling import names

HELD_ACTS = frozenset({Act.TAKE, Act.TAKE_NEW, Act.SPAM})


def answer_held(case: Case, course: Course, command: Command, by: Person) -> Course:
    number = int(command.target.removeprefix("H-") or 0)
    question = open_question(case, course, number, QuestionKind.HELD_MAIL)
    line = TranscriptLine(command.line, str(command.act), Outcome.DONE, detail=command.target)
    if question is None:
        return course.then(replace(line, outcome=Outcome.ALREADY))
    arrival = int(question.about["arrival"])
    answered = AnswerQuestion(question.id, str(command.act), by.id)
    if command.act is Act.SPAM:
        used = replace(course, used=course.used | {question.id})
        return used.then(line, answered, CloseArrival(arrival, Verdict.REFUSED, "spam"))
    presumed = tuple(PersonId(p) for p in question.about.get("presumed", ()))
    if command.act is Act.TAKE and not presumed:
        return course.then(replace(line, outcome=Outcome.REFUSED, after="TAKE_NEW"))
    house = _house_for(case, question, command, presumed)
    if house is None:
        return course.then(replace(line, outcome=Outcome.NOT_UNDERSTOOD, detail="which_house"))
    override: dict[str, object] = {"by": by.id, "property": house}
    override |= {"vouched": list(presumed)} if command.act is Act.TAKE else {"as_new": True}
    name = names(case.people[i] for i in presumed if i in case.people) if command.act is Act.TAKE else ""
    used = replace(course, used=course.used | {question.id})
    return used.then(replace(line, after=name), answered, Redecide(arrival, override))


def _house_for(
    case: Case, question: Question, command: Command, presumed: tuple[PersonId, ...]
) -> PropertyId | None:
    """Where a held mail goes: as the manager says, else where the mail or its author belongs; None: nobody can tell."""
    if command.value:
        return PropertyId(command.value)
    lives = {p for i in presumed if i in case.people for p in case.people[i].properties(case.today)}
    if question.property_id is not None and (
        command.act is Act.TAKE_NEW or not lives or question.property_id in lives
    ):
        return question.property_id
    if command.act is Act.TAKE and len(lives) == 1:
        return next(iter(lives))
    return case.houses[0].id if len(case.houses) == 1 else None
