"""What a firm's times do: several are the resident's to choose from, and what cannot hold is put back (WORDS 7)."""

from dataclasses import dataclass

from hauspost.desk import phases
from hauspost.desk.appointments import askable, asks_of, tell_firm, without
from hauspost.desk.case import Case
from hauspost.desk.claiming import Carried, carry_out
from hauspost.desk.decision import AskQuestion, Effect, OweNotice
from hauspost.desk.intents import Claim, Report
from hauspost.desk.model import Status, Ticket
from hauspost.desk.proof import Power
from hauspost.desk.telling import party_of
from hauspost.desk.times_to_choose import ask_to_choose
from hauspost.desk.unfit_dates import unfit
from hauspost.desk.work import OrderKind, Window, WorkOrder

# Beside one of these several times are words for people.
_NOT_WITH = frozenset({Claim.DECLINE, Claim.NEED_APPROVAL, Claim.QUOTE, Claim.DONE, Claim.WAITING_PARTS})
# What a mail that offers times does besides, the strongest first.
_BESIDES = (Claim.NO_ACCESS, Claim.RESCHEDULE, Claim.ACCEPT)
_ENDING = frozenset({Claim.NO_ACCESS, Claim.RESCHEDULE})  # they end what was asked before


@dataclass(frozen=True, slots=True)
class Unfit:
    """Why a date cannot hold as it is named; `window` absent: the words name no day that is to come."""

    why: str
    window: Window | None = None


def unfit_date(case: Case, ticket: Ticket, order: WorkOrder, report: Report) -> Unfit | None:
    """None: it may hold, or nobody proven names it."""
    is_dated = phases.after(order.phase, Claim.APPOINTMENT, order.kind) is not None
    if not is_dated or not _counts(case, ticket, order):
        return None
    if report.is_past and not report.claims & _NOT_WITH:
        return Unfit("past")
    decides = phases.deciding(report.claims, has_window=report.window is not None)
    if report.window is None or decides is not Claim.APPOINTMENT:
        return None
    why = unfit(case, report.window)
    return Unfit(why, report.window) if why else None


def offers_times(case: Case, ticket: Ticket, order: WorkOrder, report: Report) -> bool:
    """Whether somebody is to choose; without anybody who may be asked, a manager reads the times."""
    if not report.slots or report.claims & _NOT_WITH or not _counts(case, ticket, order):
        return False
    may = phases.after(order.phase, Claim.APPOINTMENT, order.kind) is not None
    return may and any(p.address for c in askable(ticket) for p in party_of(case, c))


def put_to_residents(
    case: Case, ticket: Ticket, order: WorkOrder, report: Report
) -> tuple[Carried, tuple[Effect, ...]]:
    """What the mail does besides, and the question to those whom the visit concerns; an unfit time goes back."""
    besides = next(
        (c for c in _BESIDES if c in report.claims and phases.after(order.phase, c, order.kind) is not None),
        None,
    )
    carried = Carried(ticket, order)
    if besides is not None:
        carried = carry_out(case, ticket, order, besides, None, by=None)
    if besides in _ENDING:
        case = without(case, *asks_of(case, order))
    bad = tuple((unfit(case, slot), slot) for slot in report.slots if unfit(case, slot))
    back: tuple[OweNotice, ...] = tuple(
        mail for why, slot in bad[:1] for mail in tell_firm(case, ticket, order, why, slot)
    )
    fit = tuple(slot for slot in report.slots if not unfit(case, slot))
    asks = ask_to_choose(case, ticket, carried.order, fit) if fit else ()
    return carried, (*asks, *back)


def is_asked(effects: tuple[Effect, ...]) -> bool:
    return any(isinstance(e, AskQuestion) for e in effects)


def _counts(case: Case, ticket: Ticket, order: WorkOrder) -> bool:
    """Without proof it is a proposal to the managers, as every other claim is."""
    is_proven = case.resolution.power >= Power.REVERSIBLE
    return is_proven and ticket.status is not Status.DONE and order.kind is not OrderKind.INFO
