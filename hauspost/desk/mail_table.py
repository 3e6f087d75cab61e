"""Who gets how much mail (WORDS 7): for each event and reader, whether at once, folded, in a list, or not at all.

The one place that says so: whoever owes the mail of an event asks `when_told`, and a list asks `is_listed`.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from hauspost.desk.case import Case
from hauspost.desk.decision import OpenTicket, QuestionKind
from hauspost.desk.intents import Claim
from hauspost.desk.model import ALARMING, Status, Ticket
from hauspost.desk.notices_to_managers import FirmReported
from hauspost.desk.work import Phase, WorkOrder


class Event(StrEnum):
    OPENED = "opened"
    COMMAND = "own command"
    ACCEPTED = "contractor accepts, proposes dates"
    DATED = "date fixed, moved"
    TROUBLE = "question, no access, extra cost, decline, conditional"
    REPORTED_DONE = "reported done"
    DONE = "DONE"
    STATUS = "RELEASED without order, pure status"
    SMALL_WORD = "danke, JA, ICH AUCH"
    PAPER = "invoice, quote"
    HELD = "held mail"


class Reader(StrEnum):
    RESPONSIBLE = "responsible manager"
    OTHERS = "other managers"
    REPORTER = "reporter"  # and who follows the ticket in an own channel
    AUDIENCE = "audience (public)"  # residents, owners, board, caretaker: whose roles read the ticket
    CONTRACTOR = "contractor"  # whoever has the order: a firm, or the caretaker


class When(StrEnum):
    AT_ONCE = "at once"
    FOLDED = "folded"  # with what else happens within `fold_minutes`; what asks something leaves at once
    LIST = "list"  # of the morning; of held mails their own, at most three a day
    COUNTED = "counted"  # a figure of the morning list, never a mail
    EVENING = "evening"  # a line of the house's evening mail
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Cell:
    """`otherwise`: of what is in no `important` category, where that makes a difference."""

    when: When
    otherwise: When | None = None


NEVER: Final = Cell(When.NOTHING)
AT_ONCE: Final = Cell(When.AT_ONCE)
FOLDED: Final = Cell(When.FOLDED)
LIST: Final = Cell(When.LIST)
HOUSE: Final = Cell(When.FOLDED, otherwise=When.EVENING)
DATES: Final = Cell(When.FOLDED, otherwise=When.NOTHING)

# responsible manager, other managers, reporter, audience, contractor
_ROWS: Final[dict[Event, tuple[Cell, Cell, Cell, Cell, Cell]]] = {
    Event.OPENED: (AT_ONCE, LIST, AT_ONCE, HOUSE, NEVER),
    Event.COMMAND: (FOLDED, LIST, FOLDED, HOUSE, AT_ONCE),
    Event.ACCEPTED: (LIST, NEVER, AT_ONCE, NEVER, NEVER),  # late or unclear it is trouble: `of_report`
    Event.DATED: (NEVER, NEVER, AT_ONCE, DATES, AT_ONCE),
    Event.TROUBLE: (AT_ONCE, NEVER, AT_ONCE, NEVER, NEVER),  # the reporter hears of no access alone
    Event.REPORTED_DONE: (AT_ONCE, NEVER, NEVER, NEVER, NEVER),
    Event.DONE: (LIST, LIST, AT_ONCE, HOUSE, NEVER),
    Event.STATUS: (LIST, LIST, FOLDED, NEVER, NEVER),  # what changed: folded as in the row of commands
    Event.SMALL_WORD: (Cell(When.COUNTED), NEVER, NEVER, NEVER, NEVER),
    Event.PAPER: (LIST, NEVER, NEVER, NEVER, NEVER),  # the accounting gets an invoice at once
    Event.HELD: (LIST, NEVER, NEVER, NEVER, NEVER),  # the deputy where she is away; what is urgent at once
}
TABLE: Final[dict[tuple[Event, Reader], Cell]] = {
    (event, reader): cell for event, row in _ROWS.items() for reader, cell in zip(Reader, row, strict=True)
}

ON: Final = "on"
MAILED: Final = frozenset({When.AT_ONCE, When.FOLDED})  # it is a mail of its own
# What a firm's words are, where nothing else stands in its mail.
OF_CLAIM: Final[dict[Claim, Event]] = {
    Claim.ACCEPT: Event.ACCEPTED,
    Claim.APPOINTMENT: Event.DATED,
    Claim.IN_PROGRESS: Event.STATUS,
}
# … and how far its order has come by them.
OF_PHASE: Final[dict[Phase, Event]] = {
    Phase.ACCEPTED: Event.ACCEPTED,
    Phase.SCHEDULED: Event.DATED,
    Phase.IN_PROGRESS: Event.STATUS,
}
# What the house hears, by the codes of its news. A release is told where it is the first that the house hears.
OF_NEWS: Final[dict[str, Event]] = {
    "opened": Event.OPENED,
    "ordered": Event.COMMAND,
    "reopened": Event.COMMAND,
    "corrected": Event.COMMAND,
    "on_call": Event.COMMAND,
    "released": Event.STATUS,
    "started": Event.STATUS,
    "done": Event.DONE,
    "rejected": Event.DONE,
    "date_fixed": Event.DATED,
    "date_moved": Event.DATED,
    "date_off": Event.DATED,
}


def when_told(case: Case, event: Event, reader: Reader, ticket: Ticket | OpenTicket | None = None) -> When:
    """What the cell says of this house and ticket. Without a morning list its lines are mails of their own; nothing of
    an emergency waits for more."""
    cell = TABLE[event, reader]
    is_important = ticket is not None and case.category(ticket.category).important
    found = cell.when if cell.otherwise is None or is_important else cell.otherwise
    has_list = case.policy.morning_list == ON
    if reader is Reader.RESPONSIBLE and not has_list and found in (When.LIST, When.NOTHING):
        return When.AT_ONCE
    is_danger = ticket is not None and bool(ticket.flags & ALARMING)
    return When.AT_ONCE if found is When.FOLDED and is_danger else found


def is_listed(event: Event, reader: Reader) -> bool:
    """Whether a manager's morning list has a line of it, or counts it."""
    return TABLE[event, reader].when in (When.LIST, When.COUNTED)


def is_mailed(event: Event, reader: Reader) -> bool:
    """Whether it comes as a mail of its own even to who has a list."""
    return TABLE[event, reader].when in MAILED


def of_status(after: Status, *, is_ordered: bool) -> Event:
    """`is_ordered`: somebody was set to work by it."""
    if after is Status.DONE:
        return Event.DONE
    return Event.COMMAND if is_ordered else Event.STATUS


def of_report(case: Case, claim: Claim, facts: FirmReported, order: WorkOrder) -> Event:
    """A firm's plain yes, date or beginning; what is late or unclear, brings papers or says more is trouble."""
    is_plain = facts.is_sure and not facts.outside and not facts.attachments
    is_only = {Claim(c) for c in facts.claims} <= OF_CLAIM.keys()
    if not is_plain or not is_only or is_late(case, order):
        return Event.TROUBLE
    return OF_CLAIM.get(claim, Event.TROUBLE)


def is_late(case: Case, order: WorkOrder) -> bool:
    """Whether its manager has been asked about the firm's silence."""
    asked = (q for q in case.questions if q.kind is QuestionKind.OVERDUE)
    return any(q.about.get("order") == order.number for q in asked)
