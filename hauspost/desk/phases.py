"""What a firm's words make of its order: one row for each phase and claim, and which claim decides (WORDS 3)."""

from itertools import combinations
from typing import Final

from hauspost.desk.intents import Claim
from hauspost.desk.work import OrderKind, Phase

P, C = Phase, Claim

# Claim → the phases in which it means something, and what it makes of each. What has no row changes nothing and is put
# to the managers as words. A phase that leads to itself: only the date changes.
AFTER: Final[dict[Claim, dict[Phase, Phase]]] = {
    C.ACCEPT: {P.DISPATCHED: P.ACCEPTED, P.REWORK: P.ACCEPTED},
    C.APPOINTMENT: {
        P.DISPATCHED: P.SCHEDULED,
        P.ACCEPTED: P.SCHEDULED,
        P.SCHEDULED: P.SCHEDULED,
        P.IN_PROGRESS: P.SCHEDULED,
        P.NO_ACCESS: P.SCHEDULED,
        P.WAITING_PARTS: P.SCHEDULED,
        P.REWORK: P.SCHEDULED,
        P.QUOTE_REQUESTED: P.QUOTE_REQUESTED,  # somebody comes to look
        P.WAITING_APPROVAL: P.WAITING_APPROVAL,  # a price that is open keeps nobody from a date
    },
    C.RESCHEDULE: {
        P.WAITING_APPROVAL: P.WAITING_APPROVAL,
        P.SCHEDULED: P.ACCEPTED,
        P.ACCEPTED: P.ACCEPTED,
        P.NO_ACCESS: P.NO_ACCESS,
    },
    C.IN_PROGRESS: {
        P.DISPATCHED: P.IN_PROGRESS,
        P.ACCEPTED: P.IN_PROGRESS,
        P.SCHEDULED: P.IN_PROGRESS,
        P.NO_ACCESS: P.IN_PROGRESS,
        P.WAITING_PARTS: P.IN_PROGRESS,
        P.WAITING_APPROVAL: P.IN_PROGRESS,
        P.REWORK: P.IN_PROGRESS,
    },
    C.NO_ACCESS: {
        P.DISPATCHED: P.NO_ACCESS,
        P.ACCEPTED: P.NO_ACCESS,
        P.SCHEDULED: P.NO_ACCESS,
        P.IN_PROGRESS: P.NO_ACCESS,
        P.NO_ACCESS: P.NO_ACCESS,
        P.WAITING_PARTS: P.NO_ACCESS,
        P.REWORK: P.NO_ACCESS,
        P.QUOTE_REQUESTED: P.QUOTE_REQUESTED,
    },
    C.WAITING_PARTS: {
        P.DISPATCHED: P.WAITING_PARTS,
        P.ACCEPTED: P.WAITING_PARTS,
        P.SCHEDULED: P.WAITING_PARTS,
        P.IN_PROGRESS: P.WAITING_PARTS,
        P.NO_ACCESS: P.WAITING_PARTS,
        P.WAITING_PARTS: P.WAITING_PARTS,
        P.REWORK: P.WAITING_PARTS,
    },
    C.NEED_APPROVAL: {
        P.DISPATCHED: P.WAITING_APPROVAL,
        P.ACCEPTED: P.WAITING_APPROVAL,
        P.SCHEDULED: P.WAITING_APPROVAL,
        P.IN_PROGRESS: P.WAITING_APPROVAL,
        P.NO_ACCESS: P.WAITING_APPROVAL,
        P.WAITING_PARTS: P.WAITING_APPROVAL,
        P.WAITING_APPROVAL: P.WAITING_APPROVAL,
        P.REWORK: P.WAITING_APPROVAL,
    },
    C.DONE: {
        P.DISPATCHED: P.REPORTED_DONE,
        P.ACCEPTED: P.REPORTED_DONE,
        P.SCHEDULED: P.REPORTED_DONE,
        P.IN_PROGRESS: P.REPORTED_DONE,
        P.NO_ACCESS: P.REPORTED_DONE,
        P.WAITING_PARTS: P.REPORTED_DONE,
        P.WAITING_APPROVAL: P.REPORTED_DONE,
        P.REWORK: P.REPORTED_DONE,
    },
    C.DECLINE: {
        P.DISPATCHED: P.DECLINED,
        P.ACCEPTED: P.DECLINED,
        P.SCHEDULED: P.DECLINED,
        P.NO_ACCESS: P.DECLINED,
        P.WAITING_PARTS: P.DECLINED,
        P.WAITING_APPROVAL: P.DECLINED,
        P.REWORK: P.DECLINED,
        P.QUOTE_REQUESTED: P.DECLINED,
    },
    C.QUOTE: {P.QUOTE_REQUESTED: P.QUOTE_RECEIVED, P.QUOTE_RECEIVED: P.QUOTE_RECEIVED},
}

# Which claim of a mail decides, the strongest first: what did not happen beats what did.
STRENGTH: Final = (
    C.DECLINE,
    C.NEED_APPROVAL,
    C.NO_ACCESS,
    C.RESCHEDULE,
    C.WAITING_PARTS,
    C.NOT_DONE,
    C.DONE,
    C.APPOINTMENT,
    C.IN_PROGRESS,
    C.ACCEPT,
    C.QUOTE,
)

# Executed only when the closed-list gate held; what halts or narrows may be read generously (WORDS 2, rule 7).
GATED: Final = frozenset({C.DONE, C.ACCEPT, C.APPOINTMENT, C.IN_PROGRESS})
STARTING: Final = frozenset(
    {C.ACCEPT, C.APPOINTMENT, C.IN_PROGRESS}
)  # DOMAIN: who accepts, schedules or starts

# The date that was told does not hold any more.
FREEING: Final = frozenset({C.DECLINE, C.RESCHEDULE})
# A resident hears the fact at once; of a ticket that is done only with a manager's word.
TOLD: Final = frozenset({C.APPOINTMENT, C.NO_ACCESS, C.WAITING_PARTS})

# Said together they leave open what is so: a person is asked.
CONTRADICTIONS: Final = frozenset(
    {
        *(frozenset({C.DECLINE, other}) for other in (C.DONE, C.ACCEPT, C.APPOINTMENT, C.IN_PROGRESS)),
        frozenset({C.DONE, C.APPOINTMENT}),
        frozenset({C.DONE, C.DONE_FUTURE}),
        frozenset({C.DONE, C.NOT_DONE}),
    }
)
DATES: Final = frozenset(
    {C.NO_ACCESS, C.RESCHEDULE, C.WAITING_PARTS, C.NOT_DONE}
)  # a new date settles each of them


def deciding(claims: frozenset[Claim], *, has_window: bool) -> Claim | None:
    """The claim that the order's phase follows; None: these are words only."""
    found = next((c for c in STRENGTH if c in claims), None)
    if found in DATES and has_window and claims & {C.APPOINTMENT, C.RESCHEDULE}:
        return C.APPOINTMENT
    if found is C.APPOINTMENT and not has_window:
        return next((c for c in (C.IN_PROGRESS, C.ACCEPT, C.QUOTE) if c in claims), None)
    return found


def is_contradictory(claims: frozenset[Claim]) -> bool:
    return any(frozenset(pair) in CONTRADICTIONS for pair in combinations(claims, 2))


def after(phase: Phase, claim: Claim, kind: OrderKind) -> Phase | None:
    """None: no row. Words to an inquiry (INFO) have no power, whatever they are."""
    return None if kind is OrderKind.INFO else AFTER.get(claim, {}).get(phase)
