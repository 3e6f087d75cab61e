"""A manager says until when she is away, and that she is back: ABWESEND bis 24.10. Vertretung Lorenz, WIEDER DA."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta, tzinfo

from hauspost.desk.absences import Absence
from hauspost.desk.asking import list_meanwhile
from hauspost.desk.business_calendar import Span
from hauspost.desk.case import Case
from hauspost.desk.course import Course
from hauspost.desk.decision import (
    AnswerQuestion,
    AskQuestion,
    Decision,
    Effect,
    Question,
    QuestionKind,
    Verdict,
)
from hauspost.desk.houses import Person, PersonId, PropertyId, Role
from hauspost.desk.intents import Act, Command
from hauspost.desk.model import Status
from hauspost.desk.notices_of_steering import Outcome, TranscriptLine

LONGEST = timedelta(days=400)  # whoever is away longer has left


def announce(case: Case, course: Course, command: Command, by: Person) -> Course:
    """ABWESEND bis ‹day› [Vertretung ‹colleague›], and WIEDER DA. What was said before no longer counts."""
    line = TranscriptLine(command.line, str(command.act), Outcome.DONE)
    before = tuple(a for a in case.absences if a.person == by.id)
    ends: tuple[Effect, ...] = tuple(AnswerQuestion(a.question, "back", by.id) for a in before)
    if command.act is Act.BACK:
        came, over = str(len(case.meanwhile)), str(sum(t.status is Status.DONE for t in case.meanwhile))
        told = replace(line, before=came, after=over) if case.meanwhile else line
        return course.then(told if before else replace(line, outcome=Outcome.ALREADY), *ends)
    until = command.until
    if until is None or not case.today <= until <= case.today + LONGEST or command.value == by.id:
        return course.then(replace(line, outcome=Outcome.REFUSED, after="away"))
    about = {"until": until.isoformat(), "deputy": command.value}
    question = AskQuestion(
        QuestionKind.ABSENCE, "absence", (by.id,), about, due_at=_midnight_after(until, case.zone)
    )
    reads = _who(case, by, Absence(by.id, until, PersonId(command.value) or None, 0))
    line = replace(line, before=until.isoformat(), after=reads.name if reads else "")
    line = replace(line, detail=", ".join(_elsewhere(case, by, reads)) if reads else "")
    return course.then(line, *ends, question)


def _elsewhere(case: Case, by: Person, reads: Person) -> tuple[PropertyId, ...]:
    """The houses that the other one has no right to read of: nobody gets it by being named as a deputy."""
    own = (r.property_id for r in by.roles if r.role is Role.MANAGER and r.period.holds(case.today))
    return tuple(p for p in dict.fromkeys(own) if Role.MANAGER not in reads.roles_at(p, case.today))


def _who(case: Case, by: Person, absence: Absence) -> Person | None:
    """Who gets the mails now; None where nobody else is there."""
    others = tuple(a for a in case.absences if a.person != by.id)
    here = replace(case, absences=(*others, absence), ticket=None)
    named = next((m for m in case.managers_now if m.id == absence.deputy and m.address), None)
    chosen = named or here.responsible()
    away = {a.person for a in here.absences}
    return chosen if chosen is not None and chosen.id not in away else None


def _midnight_after(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), zone)


def decide_end(case: Case, question: Question) -> Decision:
    """Her last day is over: what came meanwhile is hers again, and she finds a list when the office opens."""
    over = AnswerQuestion(question.id, "lapsed", None)
    opens = case.calendar.after(case.at, Span())
    listed = list_meanwhile(case, due_at=opens) if case.meanwhile else ()
    return Decision(Verdict.ACCEPTED, "lapsed", (over, *listed), event=f"q{question.id}")
