"""A firm's invoice: passed on at once to the office and its accounting, octet by octet; to nobody else, ever.

Only of an order, and only where the mail is surely the firm's. The same invoice twice goes nowhere a second time; one
above its order's limit is asked about, and the accounting hears what the manager says.
"""

from dataclasses import replace

from hauspost.desk import assignees
from hauspost.desk.accounts import OWNER
from hauspost.desk.case import Case
from hauspost.desk.channels import INTERNAL, Channel
from hauspost.desk.costs import money_offers
from hauspost.desk.course import Course, note
from hauspost.desk.decision import (
    AddEntry,
    AnswerQuestion,
    AskQuestion,
    Effect,
    KeepVoucher,
    OweNotice,
    Question,
    QuestionKind,
    SetLimit,
)
from hauspost.desk.houses import Person, PersonId
from hauspost.desk.intents import Act, Command, Offer, Said
from hauspost.desk.mail_table import Event
from hauspost.desk.model import Entry, EntryKind, Ticket
from hauspost.desk.notices import NoticeKind
from hauspost.desk.notices_of_money import InvoicePassed
from hauspost.desk.notices_of_steering import Outcome, TranscriptLine
from hauspost.desk.ordering import invoice_to
from hauspost.desk.plain_values import from_json, to_json
from hauspost.desk.proof import Power
from hauspost.desk.sites import hides_reporter
from hauspost.desk.telling import conversation_offers, managers_to_tell, offer, tell
from hauspost.desk.vouchers import InvoiceFile, Voucher, same
from hauspost.desk.withdrawing import with_order
from hauspost.desk.work import WorkOrder


def accounting(case: Case) -> str:
    """Where invoices of the house go; "": nobody has said."""
    return (case.house.invoice_email if case.house else "") or case.company.accounting


def kept_facts(said: Said) -> dict[str, object]:
    """What the entry of a mail keeps of its invoices, for a manager's later word."""
    return {"invoices": [to_json(i) for i in said.invoices]} if said.invoices else {}


def is_passed(case: Case, said: Said) -> bool:
    return bool(said.invoices) and case.resolution.power >= Power.REVERSIBLE


def pass_on(case: Case, said: Said, ticket: Ticket, order: WorkOrder) -> tuple[Effect, ...]:
    """Every new invoice of the mail in one mail to each; of those that came before the managers alone hear."""
    if not is_passed(case, said):
        return ()
    firm = order.assignee
    new = tuple(i for i in said.invoices if not any(same(i, kept, firm) for kept in case.vouchers))
    facts = _facts(case, ticket, order, new or said.invoices, said.attachments, text=said.whole)
    if not new:
        before = next(k for i in said.invoices for k in case.vouchers if same(i, k, firm))
        again = replace(facts, what="again", first_at=before.at)
        return _tell_managers(case, again, order.channel, ticket)
    entry = _entry(order.channel, firm, order.assignee_name, facts, order)
    vouchers = tuple(_kept(i, firm, order) for i in new)
    if not facts.is_over:
        return (entry, *vouchers, *_tell_office(case, facts, order.channel, ticket))
    local = f"invoice{order.number}"
    about = {"order": order.number, "facts": to_json(replace(facts, text=""))}
    question = AskQuestion(QuestionKind.INVOICE, local, tuple(m.id for m in managers_to_tell(case)), about)
    told = _tell_managers(case, replace(facts, asks=True), order.channel, ticket, question=local)
    return (entry, *vouchers, question, *told, *_to_accounting(case, facts, order.channel))


def answer_over(
    case: Case, course: Course, question: Question, command: Command, by: Person, *, ticket: Ticket
) -> Course:
    """JA: the whole sum is right, and the order's limit follows; NEIN: it is to be settled first. The accounting is
    told either, and nobody else."""
    is_approved = command.act is not Act.NO
    answered = AnswerQuestion(question.id, str(command.act), by.id)
    course = replace(course, used=course.used | {question.id}, effects=(*course.effects, answered))
    facts: InvoicePassed = from_json(InvoicePassed, question.about["facts"])
    facts = replace(facts, what="approved" if is_approved else "refused", by=by.name, files=(), asks=False)
    order = next((o for o in ticket.orders if o.number == question.about["order"]), None)
    channel = order.channel if order else INTERNAL
    told = _to_accounting(case, facts, channel)
    reason = (note(by, command.line),) if len(command.line.split()) > 1 else ()
    line = TranscriptLine(
        command.line, f"invoice_{facts.what}", Outcome.DONE, limit=facts.gross, detail=accounting(case)
    )
    if order is None or not is_approved or facts.gross is None:
        return course.then(line, *told, *reason)
    limit = max(order.limit or 0, facts.gross)
    changed = replace(order, limit=limit)
    entry_facts: dict[str, object] = {"order": order.number, "limit": limit, "limit_before": order.limit}
    entry = AddEntry(channel, EntryKind.INVOICE, by.id, by.name, "", entry_facts)
    effects = (SetLimit(order.number, limit), entry, *told, *reason)
    return course.then(line, *effects, ticket=with_order(ticket, changed))


def pass_by_hand(case: Case, course: Course, command: Command, by: Person, *, ticket: Ticket) -> Course:
    """AN BUCHHALTUNG: the newest mail of the ticket that brought a paper and was not passed on by itself."""
    line = TranscriptLine(command.line, str(command.act), Outcome.REFUSED)
    found = [e for e in case.entries if e.arrival is not None and e.facts.get("attachments")]
    if not accounting(case):
        return course.then(replace(line, after="no_accounting"))
    if not found:
        return course.then(replace(line, after="no_paper"))
    entry = next((e for e in reversed(found) if e.facts.get("invoices")), found[-1])
    passed = {e.facts.get("arrival") for e in case.entries if e.kind is EntryKind.INVOICE}
    if entry.arrival in passed:
        return course.then(replace(line, outcome=Outcome.ALREADY))
    order = next((o for o in ticket.orders if o.channel == entry.channel), None)
    facts = replace(_of_entry(case, ticket, entry, order), by=by.name, what="by_hand")
    done = AddEntry(INTERNAL, EntryKind.INVOICE, by.id, by.name, accounting(case), _entry_facts(facts, order))
    firm = order.assignee if order else entry.author
    vouchers = tuple(_kept(i, firm, order) for i in _invoices(entry)) if firm else ()
    told = _to_accounting(case, facts, entry.channel)
    return course.then(replace(line, outcome=Outcome.DONE, detail=accounting(case)), done, *vouchers, *told)


def offers_beside(case: Case, said: Said, language: str) -> tuple[Offer, ...]:
    """The word that passes on what nothing else passes on, where a paper lies that is an invoice."""
    is_for_hand = bool(said.invoices) and bool(accounting(case))
    return (offer(Act.PASS_INVOICE, language),) if is_for_hand else ()


# ---- what is said of it


def _facts(
    case: Case,
    ticket: Ticket,
    order: WorkOrder | None,
    invoices: tuple[InvoiceFile, ...],
    files: tuple[str, ...],
    *,
    text: str,
    arrival: int | None = None,
) -> InvoicePassed:
    totals = [i.gross for i in invoices]
    gross = sum(g for g in totals if g is not None) if totals and None not in totals else None
    limit = order.limit if order else None
    return InvoicePassed(
        tag=ticket.order_tag(order) if order else ticket.tag,
        company=order.assignee_name if order else "",
        arrival=case.mail.arrival if arrival is None else arrival,
        files=files,
        invoices=tuple(i.file for i in invoices),
        numbers=tuple(i.number for i in invoices if i.number),
        gross=gross,
        is_sure=bool(invoices) and all(i.is_sure for i in invoices),
        limit=limit,
        is_over=gross is not None and limit is not None and gross > limit,
        has_order=order is not None,
        unit="" if hides_reporter(ticket) else ticket.unit,
        payer=_payer(case, ticket, order),
        to=accounting(case),
        text=text,
    )


def _payer(case: Case, ticket: Ticket, order: WorkOrder | None) -> str:
    """Who was named in the order as the one who is billed."""
    given = (e for e in case.entries if e.kind is EntryKind.ORDER and e.facts.get("account") == OWNER)
    named = (str(e.facts.get("payer") or "") for e in given if order and e.channel == order.channel)
    return next(named, "") or invoice_to(case)


def _of_entry(case: Case, ticket: Ticket, entry: Entry, order: WorkOrder | None) -> InvoicePassed:
    written = entry.facts.get("attachments")
    files = tuple(str(name) for name in written) if isinstance(written, list) else ()
    facts = _facts(case, ticket, order, _invoices(entry), files, text="", arrival=entry.arrival)
    firm = assignees.person_of(case, entry.author) if entry.author else None
    return replace(
        facts, company=facts.company or (assignees.called(case, firm) if firm else entry.author_name)
    )


def _invoices(entry: Entry) -> tuple[InvoiceFile, ...]:
    kept = entry.facts.get("invoices")
    return tuple(from_json(InvoiceFile, i) for i in kept) if isinstance(kept, list) else ()


def _kept(invoice: InvoiceFile, firm: PersonId, order: WorkOrder | None) -> KeepVoucher:
    number = order.number if order else None
    return KeepVoucher(
        Voucher(firm, invoice.number, invoice.digest, invoice.gross, invoice.file, order=number)
    )


def _entry(channel: Channel, author: PersonId, name: str, facts: InvoicePassed, order: WorkOrder) -> AddEntry:
    return AddEntry(
        channel, EntryKind.INVOICE, author, name, ", ".join(facts.invoices), _entry_facts(facts, order)
    )


def _entry_facts(facts: InvoicePassed, order: WorkOrder | None) -> dict[str, object]:
    return {
        "order": order.number if order else None,
        "numbers": list(facts.numbers),
        "gross": facts.gross,
        "to": facts.to,
        "arrival": facts.arrival,
    }


def _tell_managers(
    case: Case,
    facts: InvoicePassed,
    channel: Channel,
    ticket: Ticket,
    *,
    question: str = "",
    event: Event | None = None,
) -> tuple[OweNotice, ...]:
    return tuple(
        mail
        for manager in managers_to_tell(case, event)
        for mail in tell(
            case,
            (manager,),
            NoticeKind.INVOICE,
            facts,
            channel=channel,
            offers=money_offers(manager.language)
            if question
            else conversation_offers(ticket.status, manager.language),
            question=question,
        )
    )


def _tell_office(case: Case, facts: InvoicePassed, channel: Channel, ticket: Ticket) -> tuple[OweNotice, ...]:
    """Where the accounting gets it, it is a line of her morning list to a manager."""
    to_accounting = _to_accounting(case, facts, channel)
    event = Event.PAPER if to_accounting else None
    return (*_tell_managers(case, facts, channel, ticket, event=event), *to_accounting)


def _to_accounting(case: Case, facts: InvoicePassed, channel: Channel) -> tuple[OweNotice, ...]:
    """Nobody of the master data; one of the managers told may have that address, and gets it once."""
    address = accounting(case)
    told = {m.address for m in managers_to_tell(case)} if facts.what == "passed" else frozenset()
    if not address or address in told:
        return ()
    bare = replace(facts, text="", asks=False)
    return (OweNotice(NoticeKind.INVOICE, address, (), bare, channel, case.at),)
