"""A button whose question is over, pressed once more: who answered it and when is said, and nothing happens twice."""

from hauspost.desk.case import Case
from hauspost.desk.channels import Channel
from hauspost.desk.decision import Decision, Question, Verdict
from hauspost.desk.intents import Act, Command, Said
from hauspost.desk.model import Ticket
from hauspost.desk.notices import NoticeKind
from hauspost.desk.notices_to_people import Noted
from hauspost.desk.telling import names, tell


def pressed_again(case: Case, said: Said, ticket: Ticket, channel: Channel) -> Decision | None:
    """None: no button, another answer than the one that was given, or words beside it: people read those."""
    if not case.resolution.button or said.text.strip() or len(said.commands) != 1:
        return None
    (command,) = said.commands
    facts = _answered(case, command) or _placed(case, command, ticket)
    if facts is None:
        return None
    mails = tell(case, case.author, NoticeKind.NOTED, facts, channel=channel)
    return Decision(
        Verdict.ACCEPTED, "answered_before", mails, ticket.number, ticket.seq, case.event, channel
    )


def _answered(case: Case, command: Command) -> Noted | None:
    question = next((q for q in case.closed if _is_answered_by(q, command)), None)
    if question is None:
        return None
    return Noted("answered", command.line, question.answered_at, _by(case, question))


def _placed(case: Case, command: Command, ticket: Ticket) -> Noted | None:
    """Which of the own flats it is: the acknowledgement asks so, and the ticket keeps the answer."""
    asked = case.answered is not None and case.answered.kind is NoticeKind.ACKNOWLEDGEMENT
    is_known = bool(ticket.unit) and command.value.split(",")[0] == ticket.unit
    return Noted("placed", command.line) if asked and command.act is Act.CHOOSE and is_known else None


def _is_answered_by(question: Question, command: Command) -> bool:
    same = question.answer in (str(command.act), command.value)
    return question.id == command.question and question.state == "answered" and same


def _by(case: Case, question: Question) -> str:
    """ "" where it was the author, or somebody whose name is not the author's to read."""
    if any(p.id == question.answered_by for p in case.author):
        return ""
    return names(m for m in case.managers if m.id == question.answered_by)
