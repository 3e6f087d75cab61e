"""What a firm found beside its order's work: proposed to the managers as a ticket of the office, in one word.

Nothing of who reported the first matter goes along; a firm's mail without an order opens a ticket of the office, too
(WORDS 4).
"""

from dataclasses import replace
from datetime import datetime

from hauspost.desk import categories
from hauspost.desk.business_calendar import Span
from hauspost.desk.case import Case
from hauspost.desk.channels import INTERNAL
from hauspost.desk.course import Course
from hauspost.desk.decision import (
    AddEntry,
    AnswerQuestion,
    AskQuestion,
    Decision,
    Effect,
    OpenTicket,
    OweNotice,
    PutOffQuestion,
    Question,
    QuestionKind,
    Verdict,
)
from hauspost.desk.firm_news import tell_firm
from hauspost.desk.houses import Person, PersonId
from hauspost.desk.intents import Act, Claim, Offer, Report, Said
from hauspost.desk.model import EntryKind, Ticket, TicketKind, Visibility
from hauspost.desk.notices import NoticeKind
from hauspost.desk.notices_of_steering import TranscriptLine
from hauspost.desk.notices_to_managers import Finding
from hauspost.desk.opening import put_before_managers
from hauspost.desk.ordering import task_facts
from hauspost.desk.proof import Power
from hauspost.desk.telling import managers_to_tell, offer, tell, yes_offer
from hauspost.desk.work import WorkOrder

FINDING = "finding"  # how a receipt tells of the ticket that OK has opened
PATIENCE = Span(days=5)  # until a manager is asked once more, and then until the question lapses
ALONE = frozenset({Claim.EXTRA_FINDING})


def is_all(case: Case, report: Report) -> bool:
    """Whether the report tells of nothing else: then its own question is mail enough."""
    return bool(report.finding) and report.claims <= ALONE and case.resolution.power >= Power.REVERSIBLE


def propose_finding(case: Case, ticket: Ticket, order: WorkOrder, report: Report) -> tuple[Effect, ...]:
    """The question, its mails, and what the firm hears: that it is passed on."""
    if not report.finding or case.resolution.power < Power.REVERSIBLE:
        return ()
    local = f"finding{order.number}"
    managers = managers_to_tell(case)
    about = {
        "order": order.number,
        "text": report.finding,
        "place": report.finding_place,
        "task": report.finding_task,
    }
    asked = tuple(m.id for m in managers)
    question = AskQuestion(QuestionKind.FINDING, local, asked, about, due_at=_patience(case))
    facts = Finding(ticket.order_tag(order), order.assignee_name, report.finding, report.finding_place)
    mails = _put(case, facts, order, local=local)
    return (question, *mails, *tell_firm(case, ticket, order, "passed_on"))


def _patience(case: Case) -> datetime:
    return case.calendar.after(case.at, PATIENCE)


def _put(
    case: Case, facts: Finding, order: WorkOrder, *, local: str = "", number: int | None = None
) -> tuple[OweNotice, ...]:
    """`number`: of the question that the mail asks once more."""
    return tuple(
        mail
        for m in managers_to_tell(case)
        for mail in tell(
            case,
            (m,),
            NoticeKind.FINDING,
            facts,
            channel=order.channel,
            offers=tuple(replace(o, question=number) for o in finding_offers(m.language)),
            question=local,
        )
    )


def finding_due(case: Case, question: Question) -> Decision:
    """Asked once more, with what happens without an answer: nothing. After that it lapses."""
    ticket = case.ticket
    event = f"q{question.id}-{case.at:%Y%m%d}"
    order = (
        next((o for o in ticket.orders if o.number == question.about.get("order")), None) if ticket else None
    )
    if ticket is None or order is None or question.about.get("reminded"):
        lapsed = (AnswerQuestion(question.id, "lapsed", None),)
        number, seq = (ticket.number, ticket.seq) if ticket else (None, None)
        return Decision(Verdict.ACCEPTED, "lapsed", lapsed, number, seq, event, INTERNAL)
    text, place = str(question.about["text"]), str(question.about.get("place") or "")
    until = _patience(case)
    facts = Finding(ticket.order_tag(order), order.assignee_name, text, place, lapses_at=until)
    later = PutOffQuestion(question.id, until, question.about | {"reminded": True})
    effects: tuple[Effect, ...] = (later, *_put(case, facts, order, number=question.id))
    return Decision(Verdict.ACCEPTED, "reminded", effects, ticket.number, ticket.seq, event, INTERNAL)


def finding_offers(language: str) -> tuple[Offer, ...]:
    return yes_offer(language), offer(Act.NO, language), offer(Act.INTERNAL, language)


def open_finding(
    case: Case, course: Course, question: Question, line: TranscriptLine, by: Person, *, ticket: Ticket
) -> Course:
    """OK: a ticket of its own, which follows the first."""
    used = AnswerQuestion(question.id, "ok", by.id)
    course = replace(course, used=course.used | {question.id}, effects=(*course.effects, used))
    order = next((o for o in ticket.orders if o.number == question.about.get("order")), None)
    opened = _open(case, ticket, question, order)
    line = replace(line, act=FINDING, detail=ticket.tag)
    return replace(course.then(line), also=(*course.also, opened))


def _open(case: Case, ticket: Ticket, question: Question, order: WorkOrder | None) -> Decision:
    text, place = str(question.about["text"]), str(question.about.get("place") or "")
    case = replace(case, resolution=replace(case.resolution, hinted_ticket=None))
    said = Said(whole=text, task=str(question.about.get("task") or ""), place=place)
    category = categories.choose(case.categories, hint="", subject="", text=text)
    opens = OpenTicket(
        property_id=ticket.property_id,
        kind=TicketKind.OFFICE,
        category=category,
        visibility=Visibility.PRIVATE,
        subject=case.category(category).label(case.company.language),
        place=place,
        public_place=place,
        responsible=ticket.responsible,
        recurrence_of=ticket.number,
    )
    by = order.assignee_name if order else ""
    facts = task_facts(said) | {"found_at": ticket.number, "attachments": []}
    author = PersonId(order.assignee) if order else None
    entry = AddEntry(INTERNAL, EntryKind.OPENED, author, by, text, facts)
    mails = put_before_managers(case, said, opens, INTERNAL, by=by)
    return Decision(Verdict.ACCEPTED, "found", (opens, entry, *mails), event=case.event, channel=INTERNAL)
