"""Who gets how much mail (WORDS 7): for each event and reader, whether at once, folded, in a list, or not at all."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from hauspost.desk.case import Case
from hauspost.desk.decision import QuestionKind
from hauspost.desk.intents import Claim
from hauspost.desk.notices_to_managers import FirmReported
from hauspost.desk.work import WorkOrder


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
    REPORTER = "reporter"
    AUDIENCE = "audience (public)"
    CONTRACTOR = "contractor"


class When(StrEnum):
    AT_ONCE = "at once"
    FOLDED = "folded"  # with what else happens within `fold_minutes`
    LIST = "list"  # of the morning; of held mails their own, at most three a day
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

# responsible manager, other managers, reporter, audience, contractor
_ROWS: Final[dict[Event, tuple[Cell, Cell, Cell, Cell, Cell]]] = {
    Event.OPENED: (AT_ONCE, LIST, AT_ONCE, HOUSE, NEVER),
    Event.COMMAND: (FOLDED, LIST, FOLDED, HOUSE, AT_ONCE),
    Event.ACCEPTED: (LIST, NEVER, AT_ONCE, NEVER, NEVER),  # unless it is late or unclear: `waits_for_list`
    Event.DATED: (NEVER, NEVER, AT_ONCE, Cell(When.FOLDED, otherwise=When.NOTHING), AT_ONCE),
    Event.TROUBLE: (AT_ONCE, NEVER, AT_ONCE, NEVER, NEVER),  # the reporter hears of no access alone
    Event.REPORTED_DONE: (AT_ONCE, NEVER, NEVER, NEVER, NEVER),
    Event.DONE: (LIST, LIST, AT_ONCE, HOUSE, NEVER),
    Event.STATUS: (LIST, LIST, AT_ONCE, NEVER, NEVER),
    Event.SMALL_WORD: (LIST, NEVER, NEVER, NEVER, NEVER),  # counted there
    Event.PAPER: (LIST, NEVER, NEVER, NEVER, NEVER),  # the accounting gets an invoice at once
    Event.HELD: (LIST, NEVER, NEVER, NEVER, NEVER),  # the deputy where she is away; what is urgent at once
}
TABLE: Final[dict[tuple[Event, Reader], Cell]] = {
    (event, reader): cell for event, row in _ROWS.items() for reader, cell in zip(Reader, row, strict=True)
}

ON: Final = "on"
# What a firm's words are, where nothing else stands in its mail.
OF_CLAIM: Final[dict[Claim, Event]] = {
    Claim.ACCEPT: Event.ACCEPTED,
    Claim.APPOINTMENT: Event.DATED,
    Claim.IN_PROGRESS: Event.STATUS,
}


def is_listed(case: Case, event: Event) -> bool:
    """Whether the responsible manager reads of it in the morning, and in no mail of its own."""
    cell = TABLE[event, Reader.RESPONSIBLE]
    return case.policy.morning_list == ON and cell.when in (When.LIST, When.NOTHING)


def waits_for_list(case: Case, claim: Claim, facts: FirmReported, order: WorkOrder) -> bool:
    """A firm's plain yes, date or beginning: a line of the list, unless it is late, unclear or brings papers."""
    event = OF_CLAIM.get(claim)
    is_plain = facts.is_sure and not facts.outside and not facts.attachments
    is_only = {Claim(c) for c in facts.claims} <= OF_CLAIM.keys()
    is_late = any(
        q.kind is QuestionKind.OVERDUE and q.about.get("order") == order.number for q in case.questions
    )
    return event is not None and is_plain and is_only and not is_late and is_listed(case, event)
