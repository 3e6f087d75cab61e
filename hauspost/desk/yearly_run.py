"""The question of the yearly run: what is kept no longer is erased on its day, unless a manager says STOPP before."""

from datetime import datetime
from typing import Final

from hauspost.desk.case import Case
from hauspost.desk.course import Course, answered_before, open_question
from hauspost.desk.decision import (
    AnswerQuestion,
    AskQuestion,
    Decision,
    Question,
    QuestionKind,
    StopRetention,
    Verdict,
)
from hauspost.desk.houses import Person, PersonId
from hauspost.desk.intents import Act, Command
from hauspost.desk.notices import NoticeKind
from hauspost.desk.notices_of_steering import Outcome, TranscriptLine
from hauspost.desk.notices_to_managers import Alert
from hauspost.desk.telling import tell

RUN: Final = "retention"  # by which the mails of the same decision refer to the question
STOPPED: Final = "retention_stopped"
ERASE: Final = "erase"  # the answer where nobody gives one


def ask(year: int, due_at: datetime, asked: tuple[PersonId, ...]) -> AskQuestion:
    """One for all who are told: the first STOPP holds the whole run, as nothing is lost by waiting."""
    return AskQuestion(QuestionKind.RETENTION, RUN, asked, {"year": year}, due_at=due_at, default=ERASE)


def due(_case: Case, question: Question) -> Decision:
    return begun(question)


def begun(question: Question) -> Decision:
    """From here on no word stops it."""
    answer = AnswerQuestion(question.id, ERASE, None)
    return Decision(Verdict.ACCEPTED, "retention_due", (answer,), event=f"q{question.id}")


def stopped_by_operator(question: Question | None, year: int) -> Decision:
    """`hauspost retention --stop`. None: the run was proposed before managers were asked."""
    answer = (AnswerQuestion(question.id, str(Act.STOP), None),) if question else ()
    return Decision(Verdict.ACCEPTED, STOPPED, (*answer, StopRetention(year)), event=f"{STOPPED}-{year}")


def is_answer(case: Case, command: Command) -> bool:
    asked = {q.id for q in (*case.questions, *case.closed) if q.kind is QuestionKind.RETENTION}
    return command.act is Act.STOP and command.question in asked


def stop(case: Case, course: Course, command: Command, by: Person) -> Course:
    """The others who were told hear of it; a word that comes second, or too late, hears what became of it."""
    question = open_question(case, course, command.question, QuestionKind.RETENTION)
    if question is None:
        return course.then(answered_before(case, command))
    others = (case.people[p] for p in question.asked if p != by.id and p in case.people)
    line = TranscriptLine(command.line, STOPPED, Outcome.DONE)
    return course.then(
        line,
        AnswerQuestion(question.id, str(Act.STOP), by.id),
        StopRetention(int(question.about["year"])),
        *tell(case, others, NoticeKind.ALERT, Alert(STOPPED, who=by.name), channel=None),
    )
