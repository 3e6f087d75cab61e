"""What a firm or a caretaker says of an order, and what follows: its phase, the ticket's status, who hears which fact.

The words go to the managers, the facts to the residents; neither ever takes the other's way (DOMAIN, "Roles").
"""

from dataclasses import dataclass, replace

from hauspost.desk import assignees, invoices, phases, succession
from hauspost.desk.appointments import tell_firm
from hauspost.desk.asking import answer, only_asks
from hauspost.desk.attendance import is_outside
from hauspost.desk.case import Case
from hauspost.desk.channels import Channel
from hauspost.desk.claiming import Carried, carry_out
from hauspost.desk.costs import ask_for_money
from hauspost.desk.decision import (
    AddEntry,
    AskQuestion,
    Decision,
    Effect,
    QuestionKind,
    Verdict,
)
from hauspost.desk.emergencies import firm_lost
from hauspost.desk.findings import is_all, propose_finding
from hauspost.desk.firm_times import Unfit, is_asked, offers_times, put_to_residents, unfit_date
from hauspost.desk.follow_ups import after_parts
from hauspost.desk.intents import Act, Claim, Offer, Report, Said
from hauspost.desk.mail_table import Event, Reader, is_late, is_mailed, of_report
from hauspost.desk.model import EntryKind, Status, Ticket
from hauspost.desk.next_firms import next_firms
from hauspost.desk.notices import NoticeKind
from hauspost.desk.notices_to_managers import FirmReported
from hauspost.desk.notices_to_people import NotUnderstood
from hauspost.desk.patience import answer_by
from hauspost.desk.plain_values import to_json
from hauspost.desk.progress import tell_progress
from hauspost.desk.proof import Power
from hauspost.desk.quotes import ask_about_offer, is_offer
from hauspost.desk.relaying import pass_to_resident
from hauspost.desk.telling import conversation_offers, held_back, managers_to_tell, offer, tell, yes_offer
from hauspost.desk.unfit_dates import DOUBTFUL
from hauspost.desk.work import OrderKind, Phase, WorkOrder, order_named

NO_WORDS: frozenset[Claim] = frozenset()

# Done as foreseen by the order, such a report is a line of the morning list and no mail (WORDS 7).
QUIET = frozenset({Claim.ACCEPT, Claim.APPOINTMENT, Claim.IN_PROGRESS, Claim.DONE})


@dataclass(frozen=True, slots=True)
class Heard:
    """How far the mail has come, report by report."""

    ticket: Ticket
    effects: tuple[Effect, ...] = ()
    informed: Channel | None = None
    asks: bool = False
    ordered: tuple[str, ...] = ()  # whom a rule set to work in the place of who declined


def tickets_named(said: Said) -> frozenset[int]:
    """The tickets whose orders a mail's reports name."""
    named = (order_named(report.order) for report in said.reports)
    return frozenset(ticket for ticket, _ in filter(None, named))


def hear_firm(case: Case, said: Said, ticket: Ticket, order: WorkOrder) -> Decision:
    """One decision for all that a firm's mail says; `order`: the one whose mail was answered."""
    if only_asks(said):
        mails = tuple(n for c in said.commands for n in answer(case, c))
        return Decision(
            Verdict.ACCEPTED, "asked", mails, ticket.number, ticket.seq, case.event, order.channel
        )
    relayed = pass_to_resident(case, said, ticket, order)
    bills = _invoices(case, said, ticket, order)
    heard = Heard(ticket, (words_of_firm(case, said, order), *relayed, *bills))
    if said.is_thanks and not said.attachments and not said.reports:
        return _decided(case, heard, order, "thanks")
    elsewhere: list[Decision] = []
    is_passed = bool(bills)
    for report in _by_order(said, ticket, order):
        if (mine := _order_of(case, report, ticket, order)) is not None:
            heard = _hear_one(case, said, heard, report, mine)
            found = propose_finding(case, heard.ticket, mine, report)
            heard = replace(heard, effects=(*heard.effects, *found), asks=heard.asks or bool(found))
        elif (
            there := hear_elsewhere(case, replace(said, invoices=()) if is_passed else said, report)
        ) is not None:
            is_passed = is_passed or Claim.INVOICE in report.claims
            elsewhere.append(there)
        else:
            heard = _not_theirs(case, heard, report, order)
    told = tell_progress(
        case,
        ticket,
        heard.ticket,
        due_at=held_back(case) if heard.ordered else case.at,
        ordered=heard.ordered,
        but=heard.informed,
    )
    heard = replace(heard, effects=(*heard.effects, *told))
    decided = _decided(case, heard, order, "report_asked" if heard.asks else "reported")
    return replace(decided, also=tuple(elsewhere))


def _invoices(case: Case, said: Said, ticket: Ticket, order: WorkOrder) -> tuple[Effect, ...]:
    """Of the order that the words name beside the invoice, else of the one that was answered."""
    bills = [r for r in said.reports if r.order and Claim.INVOICE in r.claims]
    named = [_order_of(case, r, ticket, order) for r in bills]
    if bills and not any(named) and any(_is_along(case, r) for r in bills):
        return ()  # it is passed on with the data of the ticket that it is for
    return invoices.pass_on(case, said, ticket, next((o for o in named if o is not None), order))


def _is_along(case: Case, report: Report) -> bool:
    named = order_named(report.order)
    return named is not None and named[0] in case.along


def hear_elsewhere(
    case: Case, said: Said, report: Report, *, lines: tuple[Report, ...] = ()
) -> Decision | None:
    """A line on an order of theirs at another ticket is heard there, and only that line is; with all `lines` on it."""
    named = order_named(report.order)
    there = case.along.get(named[0]) if named else None
    if named is None or there is None or there.ticket is None:
        return None
    own = {p.id for p in case.author}
    theirs = [o for o in there.ticket.orders if o.assignee in own]
    if there.ticket.number == named[0]:
        theirs = [o for o in theirs if o.number == named[1]]
    if len(theirs) != 1:  # of several that came along by merging nobody can tell which is meant
        return None
    (order,) = theirs
    told = "\n".join(r.text for r in lines or (report,))
    line = replace(said, whole=told, text=told, reports=lines or (report,), commands=())
    line = line if Claim.INVOICE in report.claims else replace(line, invoices=())
    channel = replace(there.resolution, channel=order.channel)
    return hear_firm(replace(there, resolution=channel, vouchers=case.vouchers), line, there.ticket, order)


def _decided(case: Case, heard: Heard, order: WorkOrder, reason: str) -> Decision:
    ticket = case.ticket or heard.ticket
    return Decision(
        Verdict.ACCEPTED, reason, heard.effects, ticket.number, ticket.seq, case.event, order.channel
    )


def words_of_firm(case: Case, said: Said, order: WorkOrder) -> AddEntry:
    facts: dict[str, object] = {
        "attachments": list(said.attachments),
        "cell": case.resolution.cell,
        "order": order.number,
        "claims": sorted({str(c) for r in said.reports for c in r.claims}),
        "times": max((slot.start.isoformat() for r in said.reports for slot in r.slots), default=""),
    } | invoices.kept_facts(said)
    return AddEntry(order.channel, EntryKind.MESSAGE, order.assignee, order.assignee_name, said.whole, facts)


def _by_order(said: Said, ticket: Ticket, order: WorkOrder) -> tuple[Report, ...]:
    """One report for each order that the mail names; without any, the whole text is a report of the answered one."""
    tag = ticket.order_tag(order)
    found: dict[str, Report] = {}
    for report in said.reports or (Report(NO_WORDS, said.whole),):
        name = report.order.upper() or tag
        found[name] = _joined(found[name], report) if name in found else replace(report, order=name)
    return tuple(found.values())


def _joined(first: Report, second: Report) -> Report:
    return replace(
        first,
        claims=first.claims | second.claims,
        text=f"{first.text}\n{second.text}",
        window=second.window or first.window,
        amount=first.amount if second.amount is None else second.amount,
        until=second.until or first.until,
        expected=second.expected or first.expected,
        is_sure=first.is_sure and second.is_sure,
    )


def _order_of(case: Case, report: Report, ticket: Ticket, order: WorkOrder) -> WorkOrder | None:
    """None: it is no order of theirs on this ticket, or there is none; nobody is told which.

    Orders of a ticket that was merged into this one have new numbers: the mail that was answered says which is meant.
    """
    named = order_named(report.order)
    if named is None:
        return None
    if named[0] != ticket.number:
        there = case.along.get(named[0])
        is_alias = there is not None and there.ticket is not None and there.ticket.number == ticket.number
        return order if is_alias else None
    found = (o for o in ticket.orders if o.number == named[1] and o.assignee == order.assignee)
    return next(found, None)


def _not_theirs(case: Case, heard: Heard, report: Report, order: WorkOrder) -> Heard:
    """Words on somebody else's order do nothing there: the firm hears so kindly, the managers read them."""
    refusal = NotUnderstood(line=report.order, why="no_order")
    kind = tell(case, case.author, NoticeKind.NOT_UNDERSTOOD, refusal, channel=order.channel)
    facts = FirmReported(
        tag=heard.ticket.order_tag(order),
        company=order.assignee_name,
        text=report.text,
        phase_before=str(order.phase),
        phase_after=str(order.phase),
    )
    told = put_to_managers(case, facts, heard.ticket, order.channel)
    return replace(heard, effects=(*heard.effects, *kind, *told))


# ---- one report of one order


def _hear_one(case: Case, said: Said, heard: Heard, report: Report, answered: WorkOrder) -> Heard:
    order = next((o for o in heard.ticket.orders if o.number == answered.number), answered)
    claim = _meant(report, order)
    may = claim is not None and phases.after(order.phase, claim, order.kind) is not None
    facts = FirmReported(
        tag=heard.ticket.order_tag(order),
        company=order.assignee_name,
        text=report.text or said.whole,
        claims=tuple(sorted(str(c) for c in report.claims)),
        phase_before=str(order.phase),
        phase_after=str(order.phase),
        window=report.window,
        amount=report.amount,
        offered=report.offered,
        attachments=said.attachments,
        is_sure=report.is_sure,
        outside=_outside(case, report, order),
        slots=report.slots,
    )
    if claim is None and is_all(case, report):
        return heard
    if claim is None and report.claims <= {Claim.INVOICE} and invoices.is_passed(case, said):
        return heard  # the mail with the invoice says all that this one would
    if (bad := unfit_date(case, heard.ticket, order, report)) is not None:
        return _unfit(case, heard, facts, order, report, bad)
    if offers_times(case, heard.ticket, order, report):
        return _to_choose(case, heard, facts, order, report)
    if claim is None or not may:
        told = put_to_managers(case, facts, heard.ticket, order.channel, said=said)
        return replace(heard, effects=(*heard.effects, *told))
    is_believed = _is_believed(case, heard.ticket, report, claim)
    if claim is Claim.QUOTE:
        return _offered(case, heard, facts, order, is_believed=is_believed)
    if claim is Claim.NEED_APPROVAL:
        return _needs_money(case, heard, facts, order, is_believed=is_believed)
    is_again = claim is Claim.NO_ACCESS and order.dating.missed > 0
    if is_again:
        facts = replace(facts, missed=order.dating.missed + 1)
    if is_again or not is_believed:
        return _ask(case, heard, facts, order, claim, report)
    carried = carry_out(case, heard.ticket, order, claim, report.window, by=None, report=report)
    facts = replace(facts, phase_after=str(carried.order.phase))
    after = replace(
        heard,
        ticket=carried.ticket,
        effects=(*heard.effects, *carried.effects),
        informed=carried.informed or heard.informed,
    )
    if carried.asks_to_finish or carried.others_run:
        facts = replace(facts, others_run=carried.others_run)
        return _ask(case, after, facts, carried.order, claim, report)
    if claim is Claim.DECLINE:
        return _next_firm(case, after, facts, carried.order)
    after = _with_follow_up(case, after, carried.order, claim, report)
    if _is_quiet(heard.ticket, carried, report) and not facts.outside:
        return after
    event = of_report(case, claim, facts, order)
    told = put_to_managers(case, facts, after.ticket, order.channel, event=event)
    return replace(after, effects=(*after.effects, *told))


def _with_follow_up(case: Case, heard: Heard, order: WorkOrder, claim: Claim, report: Report) -> Heard:
    if claim is not Claim.WAITING_PARTS:
        return heard
    ticket, effects = after_parts(case, heard.ticket, order, report.until)
    return replace(heard, ticket=ticket, effects=(*heard.effects, *effects))


def _unfit(
    case: Case, heard: Heard, facts: FirmReported, order: WorkOrder, report: Report, bad: Unfit
) -> Heard:
    """Not set, and the firm hears why. A Sunday or a holiday may be meant so, which a manager says."""
    facts = replace(facts, unfit=bad.why)
    back = tell_firm(case, heard.ticket, order, bad.why, bad.window)
    heard = replace(heard, effects=(*heard.effects, *back))
    if bad.why in DOUBTFUL:
        return _ask(case, heard, facts, order, Claim.APPOINTMENT, report)
    if Claim.ACCEPT in report.claims and phases.after(order.phase, Claim.ACCEPT, order.kind) is not None:
        carried = carry_out(case, heard.ticket, order, Claim.ACCEPT, None, by=None)
        facts = replace(facts, phase_after=str(carried.order.phase))
        heard = replace(heard, ticket=carried.ticket, effects=(*heard.effects, *carried.effects))
    told = put_to_managers(case, facts, heard.ticket, order.channel)
    return replace(heard, effects=(*heard.effects, *told))


def _to_choose(case: Case, heard: Heard, facts: FirmReported, order: WorkOrder, report: Report) -> Heard:
    """Proposed times are a line of the morning list; what else the mail may say a manager reads."""
    carried, asks = put_to_residents(case, heard.ticket, order, report)
    after = replace(
        heard,
        ticket=carried.ticket,
        effects=(*heard.effects, *carried.effects, *asks),
        informed=carried.informed or heard.informed,
    )
    is_plain = is_asked(asks) and report.is_sure and report.claims <= QUIET and not is_late(case, order)
    if is_plain and not is_mailed(Event.ACCEPTED, Reader.RESPONSIBLE):
        return after
    facts = replace(facts, phase_after=str(carried.order.phase))
    event = Event.ACCEPTED if is_plain else Event.TROUBLE
    told = put_to_managers(case, facts, after.ticket, order.channel, event=event)
    return replace(after, effects=(*after.effects, *told))


def _meant(report: Report, order: WorkOrder) -> Claim | None:
    """The deciding claim. A yes at a price that nobody has granted is a price: "Zugesagt, aber 500 €" under 300 €; to
    an inquiry it is the offer."""
    claim = phases.deciding(report.claims, has_window=report.window is not None)
    if is_offer(report, order, claim):
        return Claim.QUOTE
    is_dearer = None not in (report.amount, order.limit) and (report.amount or 0) > (order.limit or 0)
    return Claim.NEED_APPROVAL if claim in (Claim.ACCEPT, Claim.QUOTE) and is_dearer else claim


def _outside(case: Case, report: Report, order: WorkOrder) -> str:
    """The hours that the resident named, if the firm means to come at another time."""
    window = report.window
    return order.access if window is not None and is_outside(window, order.access, case.zone) else ""


def _needs_money(
    case: Case, heard: Heard, facts: FirmReported, order: WorkOrder, *, is_believed: bool
) -> Heard:
    """A price is a manager's to grant, whoever wrote it and however sure it is; a sure one lets the order wait."""
    carried = Carried(heard.ticket, order)
    if is_believed:
        carried = carry_out(case, heard.ticket, order, Claim.NEED_APPROVAL, None, by=None)
    facts = replace(facts, phase_after=str(carried.order.phase))
    asks = ask_for_money(case, facts, carried.order, before=order.phase, is_believed=is_believed)
    effects = (*heard.effects, *carried.effects, *asks)
    return replace(heard, ticket=carried.ticket, effects=effects, asks=True)


def _offered(case: Case, heard: Heard, facts: FirmReported, order: WorkOrder, *, is_believed: bool) -> Heard:
    carried = Carried(heard.ticket, order)
    if is_believed:
        carried = carry_out(case, heard.ticket, order, Claim.QUOTE, None, by=None)
    facts = replace(facts, phase_after=str(carried.order.phase))
    asks = ask_about_offer(case, facts, carried.order, is_believed=is_believed)
    effects = (*heard.effects, *carried.effects, *asks)
    return replace(heard, ticket=carried.ticket, effects=effects, asks=True)


def _is_believed(case: Case, ticket: Ticket, report: Report, claim: Claim) -> bool:
    """Without a live key or the border's word these are proposals, and so is what is not sure (WORDS 3)."""
    if case.resolution.power < Power.REVERSIBLE:
        return False
    if ticket.status is Status.DONE and claim in phases.TOLD:
        return False  # nobody waits for a date any more
    if Claim.CONDITIONAL in report.claims or phases.is_contradictory(report.claims):
        return False
    return report.is_sure or claim not in phases.GATED


def _is_quiet(before: Ticket, carried: Carried, report: Report) -> bool:
    """The order foresaw it and it needs nobody: its words had the power over the status that they wished for."""
    if not report.claims <= QUIET:
        return False
    order = carried.order
    if Claim.DONE in report.claims:
        return order.may_finish and carried.ticket.status is Status.DONE
    return order.may_start and before.status is not Status.OPEN


# ---- what the managers read, and are asked


def put_to_managers(
    case: Case,
    facts: FirmReported,
    ticket: Ticket,
    channel: Channel,
    *,
    question: str = "",
    said: Said | None = None,
    event: Event = Event.TROUBLE,
) -> tuple[Effect, ...]:
    """`event`: what the words are in the table of mails.

    `said`: of a mail whose invoices, if it has some, were not passed on; the word that does it is offered."""
    return tuple(
        mail
        for manager in managers_to_tell(case, event)
        for mail in tell(
            case,
            (manager,),
            NoticeKind.FIRM_REPORT,
            facts,
            channel=channel,
            offers=asking_offers(manager.language)
            if question
            else (
                *conversation_offers(ticket.status, manager.language),
                *(invoices.offers_beside(case, said, manager.language) if said else ()),
            ),
            question=question,
        )
    )


def asking_offers(language: str) -> tuple[Offer, ...]:
    """OK and NEIN; what else a manager writes is a note, or a letter to whom it greets (WORDS 1)."""
    return (
        yes_offer(language),
        offer(Act.NO, language),
        offer(Act.INTERNAL, language),
    )


def _ask(
    case: Case, heard: Heard, facts: FirmReported, order: WorkOrder, claim: Claim, report: Report
) -> Heard:
    """Nothing (more) is done until a manager says OK or NEIN."""
    local = f"report{order.number}"
    about = {
        "order": order.number,
        "claim": str(claim),
        "phase": str(order.phase),
        "window": to_json(report.window) if report.window else None,
        "text": facts.text,
        "goes_on": facts.others_run,
        "until": report.until.isoformat() if report.until else "",
        "expected": report.expected.isoformat() if report.expected else "",
        "provisional": report.is_provisional,
    }
    asked = tuple(m.id for m in managers_to_tell(case))
    is_end = claim is Claim.DONE and order.phase is Phase.REPORTED_DONE and not facts.others_run
    waits = answer_by(case) if is_end else None
    question = AskQuestion(QuestionKind.REPORT, local, asked, about, due_at=waits)
    event = Event.REPORTED_DONE if claim is Claim.DONE else Event.TROUBLE
    asking = replace(facts, asks=True)
    mails = put_to_managers(case, asking, heard.ticket, order.channel, question=local, event=event)
    return replace(heard, effects=(*heard.effects, question, *mails), asks=True)


def _next_firm(case: Case, heard: Heard, facts: FirmReported, order: WorkOrder) -> Heard:
    """Declined: the next rank is proposed; without one the managers only hear of it. In an emergency all hear of it."""
    if lost := firm_lost(case, heard.ticket, order):
        told = put_to_managers(case, facts, heard.ticket, order.channel)
        return replace(heard, effects=(*heard.effects, *lost, *told))
    if (to := succession.heir(case, heard.ticket, order)) is not None:
        return _by_rule(case, heard, facts, order, to)
    following = next(iter(next_firms(case, heard.ticket)), None)
    if following is None or order.kind is OrderKind.INFO:
        facts = replace(facts, is_last=order.kind is OrderKind.ORDER)
        told = put_to_managers(case, facts, heard.ticket, order.channel)
        return replace(heard, effects=(*heard.effects, *told))
    local = f"next{order.number}"
    about = {"order": order.number, "assignee": following.id}
    asked = tuple(m.id for m in managers_to_tell(case))
    question = AskQuestion(QuestionKind.NEXT_FIRM, local, asked, about)
    facts = replace(facts, asks=True, next_company=assignees.called(case, following))
    mails = put_to_managers(case, facts, heard.ticket, order.channel, question=local)
    return replace(heard, effects=(*heard.effects, question, *mails), asks=True)


def _by_rule(case: Case, heard: Heard, facts: FirmReported, order: WorkOrder, to: succession.Heir) -> Heard:
    """The rule goes on with the next rank by itself; its managers read whom, and can stop it."""
    name = succession.called(case, to)
    facts = replace(facts, next_company=name, is_by_itself=True, orders_at=to.until)
    asks: tuple[Effect, ...] = ()
    local = ""
    if to.until is not None:
        local = f"next{order.number}"
        asks = (succession.ask(case, order, to, local),)
    else:
        after, given = succession.pass_on(case, heard.ticket, order, to)
        heard = replace(heard, ticket=after, effects=(*heard.effects, *given), ordered=(name,))
    mails = tuple(
        mail
        for manager in managers_to_tell(case)
        for mail in tell(
            case,
            (manager,),
            NoticeKind.FIRM_REPORT,
            facts,
            channel=order.channel,
            offers=(*succession.offers(to, manager.language), offer(Act.INTERNAL, manager.language)),
            question=local,
        )
    )
    return replace(heard, effects=(*heard.effects, *asks, *mails))
