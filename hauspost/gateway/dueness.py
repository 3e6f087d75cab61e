"""Looks for questions whose time is over and has each decided once, whichever node sees it first."""

from datetime import datetime

import structlog

from hauspost.desk import approval_answers, house_withdrawing, legal, yearly_run
from hauspost.desk.alarms import decide_again
from hauspost.desk.announcing import decide_end
from hauspost.desk.closing import decide_reported
from hauspost.desk.contact_reminders import contact_due
from hauspost.desk.decision import Question, QuestionKind
from hauspost.desk.findings import finding_due
from hauspost.desk.returns import decide_lost
from hauspost.desk.survey_answers import remind
from hauspost.desk.time_reminders import times_due
from hauspost.desk.workflow import decide_due
from hauspost.gateway.casebook import Casebook
from hauspost.store import ledger, tickets
from hauspost.store.database import Database, StoreFailed

# What a question's own time brings, where it is not an order's.
DECIDED = {
    QuestionKind.ORDER_LOST: decide_lost,
    QuestionKind.SURVEYED: remind,
    QuestionKind.REPORT: decide_reported,
    QuestionKind.ALARM: decide_again,
    QuestionKind.LEGAL_DEADLINE: legal.remind,
    QuestionKind.ABSENCE: decide_end,
    QuestionKind.APPROVAL: approval_answers.remind,
    QuestionKind.APPOINTMENT: times_due,
    QuestionKind.HOUSE_NOTICE_OUT: house_withdrawing.due,
    QuestionKind.FINDING: finding_due,
    QuestionKind.RETENTION: yearly_run.due,
    QuestionKind.CONTACT: contact_due,
}

log = structlog.get_logger(__name__)


def due(database: Database, casebook: Casebook, at: datetime) -> int:
    """Decides all that fell due until then; gives how many questions it ended. Raises StoreFailed."""
    with database.read() as connection:
        questions = tickets.due_questions(connection, at)
    return sum(_decide(database, casebook, question, at) for question in questions)


def _decide(database: Database, casebook: Casebook, question: Question, at: datetime) -> bool:
    """False: somebody answered, another node was faster, or the ticket moved on and it is looked at again later."""
    try:
        with database.read() as connection:
            case = casebook.due_case(connection, question, at)
        decision = DECIDED.get(question.kind, decide_due)(case, question)
        database.write(lambda connection: ledger.enact(connection, decision, at))
    except ledger.Stale:
        return False
    except StoreFailed:
        raise
    except Exception:  # a fault of ours in one question keeps no other waiting
        log.exception("a due question could not be decided", question=question.id)
        return False
    log.info("due", question=question.id, kind=str(question.kind), reason=decision.reason)
    return True
