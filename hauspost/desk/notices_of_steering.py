"""What a manager's own words did: each line with its outcome, and what stayed inside."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from hauspost.desk.notices_to_managers import Proposal


class Outcome(StrEnum):
    """What became of one line of a manager's mail; outbound has a sentence for each."""

    DONE = "done"  # before → after
    ALREADY = "already"  # it was so before
    ANSWERED = (
        "answered"  # a question that waits no more: `detail` was the answer, by `company`, `at` that time
    )
    REFUSED = "refused"  # no right, or the status does not allow it; `after` names the nearest valid word
    PROOF = "proof"  # the proof is too weak for it
    OVERTAKEN = "overtaken"  # somebody else was faster (G2)
    NOT_UNDERSTOOD = "not_understood"
    NOTHING_TO_STOP = "nothing_to_stop"
    NOTHING_TO_UNDO = "nothing_to_undo"
    STOPPED = "stopped"
    UNDONE = "undone"
    SENT = "sent"
    KEPT = "kept"  # as an internal note
    NEEDS_REASON = "needs_reason"
    NO_ADDRESS = "no_address"  # whom it concerns cannot be reached by mail
    NO_ORDER = "no_order"  # STORNIEREN, and no order runs; `detail` names the one that was meant
    WHICH_ORDER = "which_order"  # … and several do; `detail` names them
    NO_FIRM = "no_firm"  # no firm is known for that work at this house
    FIRM_ENDED = "firm_ended"  # `company` works for the houses no longer
    OVER_LIMIT = "over_limit"  # above what the firm or the rule may cost; `detail` is the limit
    NO_RULE = "no_rule"  # REGEL OK, and no rule of that name waits


@dataclass(frozen=True, slots=True)
class TranscriptLine:
    line: str
    act: str
    outcome: Outcome
    before: str = ""
    after: str = ""
    detail: str = ""
    order: str = ""  # "A-1042-1", where the line gave or took one
    company: str = ""  # … and to whom
    limit: int | None = None  # … cents, gross
    at: datetime | None = None  # when a question was answered before
    text: str = ""  # in a receipt of several tickets: words of the same mail that leave


@dataclass(frozen=True, slots=True)
class Telling:
    """Somebody will hear of it: who, when, by which kind of mail."""

    who: str
    at: datetime
    kind: str  # NoticeKind
    after: str = ""


@dataclass(frozen=True, slots=True)
class Since:
    """What somebody else did since the mail that was answered."""

    at: datetime
    by: str
    kind: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Transcript:
    """To the manager who steered: each line, what it did, who hears of it."""

    lines: tuple[TranscriptLine, ...] = ()
    kept_text: str = ""  # other text, kept as an internal note and sent to nobody
    sent_text: str = ""
    tellings: tuple[Telling, ...] = ()
    stop_until: datetime | None = None
    can_undo: bool = False
    since: tuple[Since, ...] = ()
    proposal: Proposal | None = (
        None  # of a rule, for a ticket that was opened on behalf or got another category
    )
    numbers: tuple[int, ...] = ()  # the tickets of a list whose lines were answered; empty: the mail's own


class Kept(StrEnum):
    """Why words did not leave."""

    NO_SALUTATION = "no_salutation"
    COLLEAGUE = "colleague"  # it speaks to somebody in the office
    PROOF = "proof"  # the mail is not surely the manager's own
    NO_ADDRESS = "no_address"  # the other side has no mail address
    PASSED_ON = "passed_on"  # whoever they speak to has no part in the ticket since ZUORDNEN
    NOBODY = "nobody"  # nobody outside belongs to the ticket


@dataclass(frozen=True, slots=True)
class NotSent:
    """To the manager (M4): the text stayed inside. `reason` says why: a code of `Kept`."""

    text: str
    reason: str = "no_salutation"
