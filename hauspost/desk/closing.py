"""What ends a matter when nobody answers: a reminder after `close_after_days` working days, DONE after as many more.

DONE itself is the end (there are four statuses); what a resident is asked then simply lapses. Nothing ends by itself
where a person has to look: see `_may_close`.
"""

from dataclasses import replace

from hauspost.desk.case import Case
from hauspost.desk.channels import INTERNAL, ChannelKind
from hauspost.desk.claiming import OF_PRICES, runs_beside
from hauspost.desk.course import CLOSED_BY_ITSELF, resident_channel
from hauspost.desk.decision import (
    AddEntry,
    AnswerQuestion,
    Decision,
    Effect,
    PutOffQuestion,
    Question,
    QuestionKind,
    SetStatus,
    Verdict,
)
from hauspost.desk.houses import Role
from hauspost.desk.intents import Act
from hauspost.desk.model import EntryKind, Flag, Status, Ticket, TicketKind
from hauspost.desk.notices import NoticeKind
from hauspost.desk.notices_to_managers import FirmReported
from hauspost.desk.patience import answer_by
from hauspost.desk.progress import tell_progress
from hauspost.desk.reports import asking_offers
from hauspost.desk.rules import as_author
from hauspost.desk.statuses import after
from hauspost.desk.telling import managers_to_tell, tell
from hauspost.desk.work import Phase, WorkOrder

CLOSED = "closed"  # how the question ends then
PRIVATE_ONLY = "private_only"  # the visibility of categories about people: complaints, accounts, contracts
OF_MONEY = OF_PRICES | {QuestionKind.INVOICE}
NEVER = frozenset(
    {
        Flag.UNVERIFIED,
        Flag.INCOMPLETE,
        Flag.SURVEY,
        Flag.SURVEYED,
        Flag.LEGAL,
        Flag.EMERGENCY,
        Flag.LIFE_DANGER,
    }
)


def decide_reported(case: Case, question: Question) -> Decision:
    """A firm's "done" that no manager has answered: reminded once; then it is done, or waits for a person for good."""
    ticket = case.ticket
    order = _order(ticket, question)
    if ticket is None or order is None or ticket.status is Status.DONE or not order.is_live:
        return _decided(case, question, "overtaken", (AnswerQuestion(question.id, "overtaken", None),))
    if order.phase is not Phase.REPORTED_DONE:
        return _decided(case, question, "waits", (PutOffQuestion(question.id, None, question.about),))
    if not question.about.get("reminded"):
        return _decided(case, question, "reminded", _remind(case, question, ticket, order))
    if not _may_close(case, question, ticket, order):
        return _decided(case, question, "waits", (PutOffQuestion(question.id, None, question.about),))
    return _decided(case, question, CLOSED, _close(case, question, ticket, order))


def _order(ticket: Ticket | None, question: Question) -> WorkOrder | None:
    orders = ticket.orders if ticket else ()
    return next((o for o in orders if o.number == question.about.get("order")), None)


def _decided(case: Case, question: Question, reason: str, effects: tuple[Effect, ...]) -> Decision:
    ticket = case.ticket
    if ticket is None:
        return Decision(Verdict.ACCEPTED, reason, effects, event=f"q{question.id}")
    event = f"q{question.id}-{reason}"
    return Decision(Verdict.ACCEPTED, reason, effects, ticket.number, ticket.seq, event)


def _may_close(case: Case, question: Question, ticket: Ticket, order: WorkOrder) -> bool:
    """Nothing that concerns people rather than things, nothing that a hand has set, nothing whose price is still to be
    decided, and nothing that anybody outside has written about since."""
    is_about_people = case.category(ticket.category).visibility == PRIVATE_ONLY
    is_matter = ticket.kind is TicketKind.MATTER and not ticket.flags & NEVER
    managers = {m.id for m in case.managers}
    written = (
        e
        for e in case.entries
        if e.at >= question.asked_at
        and e.channel.kind is ChannelKind.RESIDENT
        and e.kind in (EntryKind.MESSAGE, EntryKind.ANSWER)
        and e.author not in managers
    )
    is_free = "status" not in ticket.pinned and not runs_beside(ticket, order)
    priced = (q for q in case.questions if q.kind in OF_MONEY and q.ticket == ticket.number)
    return is_matter and is_free and not is_about_people and not any(priced) and not any(written)


def _remind(case: Case, question: Question, ticket: Ticket, order: WorkOrder) -> tuple[Effect, ...]:
    """The same question again, which keeps its number: an answer to either mail counts, once."""
    about = question.about | {"reminded": case.at.isoformat()}
    due = answer_by(case)
    closes = due if _may_close(case, question, ticket, order) else None
    facts = FirmReported(
        tag=ticket.order_tag(order),
        company=order.assignee_name,
        text=str(question.about.get("text", "")),
        claims=(str(question.about.get("claim", "")),),
        phase_before=str(order.phase),
        phase_after=str(order.phase),
        asks=True,
        is_sure=True,
        asked_at=question.asked_at,
        closes_at=closes,
    )
    mails = tuple(
        mail
        for manager in managers_to_tell(case)
        for mail in tell(
            case,
            (manager,),
            NoticeKind.FIRM_REPORT,
            facts,
            channel=order.channel,
            offers=tuple(replace(o, question=question.id) for o in asking_offers(manager.language)),
        )
    )
    return (PutOffQuestion(question.id, due, about), *mails)


def _close(case: Case, question: Question, ticket: Ticket, order: WorkOrder) -> tuple[Effect, ...]:
    """As if the manager had said OK, in nobody's name: both steps of a released ticket, one mail. The work is not
    signed off by it."""
    acts = (Act.START, Act.FINISH) if ticket.status is Status.RELEASED else (Act.FINISH,)
    channel = resident_channel(case, ticket) or INTERNAL
    effects: list[Effect] = [AnswerQuestion(question.id, CLOSED, None)]
    moved = ticket
    for act in acts:
        target = after(moved.status, act, Role.MANAGER)
        if target is None:
            continue
        facts: dict[str, object] = {
            "before": str(moved.status),
            "after": str(target),
            "order": order.number,
            "rule": CLOSED_BY_ITSELF,
        }
        effects += (
            SetStatus(moved.status, target),
            AddEntry(channel, EntryKind.STATUS, None, as_author(case, CLOSED_BY_ITSELF), "", facts),
        )
        moved = replace(moved, status=target)
    return (*effects, *tell_progress(case, ticket, moved, due_at=case.at))
