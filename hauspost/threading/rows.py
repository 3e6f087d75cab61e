"""Knows the table of proof, row by row as MAIL prints it: what a mail carries, who From is, what our border says."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from hauspost.desk.proof import Auth, Key, Power, Route


class Who(StrEnum):
    """Who From is, beside the P to whom the carried mail was written or the ticket that it names."""

    P = "P"
    PARTED = "parted"  # P, who may not read that place any more
    READER = "reader"  # somebody else, who may read it
    OTHER = "other"  # somebody else, who may not
    UNREGISTERED = "unregistered"
    ANYBODY = "any"
    # By the place that a mail without a key is for:
    MANAGER = "manager"
    RESIDENT = "resident"
    CARETAKER = "caretaker"
    CONTRACTOR = "contractor"  # a firm, at every property
    ASSIGNEE = "assignee"  # firm or caretaker whose live order the subject's tag names
    FORMER = "former"
    UNCLEAR = "unclear"  # registered, but for which of the properties?
    ELSEWHERE = "elsewhere"  # registered, but not at this property
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One cell. `route` None: this clue counts for nothing, the next one is looked at ("as no key")."""

    route: Route | None
    power: Power = Power.NOTHING
    reason: str = ""
    tell: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    key: Key
    who: tuple[Who, ...]
    passed: Outcome
    none: Outcome
    failed: Outcome

    def under(self, auth: Auth) -> Outcome:
        return {Auth.PASS: self.passed, Auth.NONE: self.none, Auth.FAIL: self.failed}[auth]


AS_NO_KEY: Final = Outcome(None)
ALL: Final = Outcome(Route.THREAD, Power.ALL)
REVERSIBLE: Final = Outcome(Route.THREAD, Power.REVERSIBLE)
ENTRY: Final = Outcome(Route.THREAD, Power.ENTRY)
# A new matter needs a registered From only; that is no entry yet, and no command, unless the border vouches for From
# (the wish table: "entry: key, or auth pass", "reversible command: live key, or auth pass").
NEW: Final = Outcome(Route.NEW, Power.REVERSIBLE)
NEW_CLAIMED: Final = Outcome(Route.NEW)
OFFICE: Final = Outcome(Route.OFFICE, Power.REVERSIBLE)
OFFICE_CLAIMED: Final = Outcome(Route.OFFICE)
UNVERIFIED: Final = Outcome(Route.HELD, reason="unverified")
UNVERIFIED_TOLD: Final = Outcome(Route.HELD, reason="unverified", tell=True)
NOT_FROM_P: Final = Outcome(Route.HELD, reason="not_from_p")
NOT_FROM_P_TOLD: Final = Outcome(Route.HELD, reason="not_from_p", tell=True)
REVOKED: Final = Outcome(Route.HELD, reason="revoked")
QUEUE_UNVERIFIED: Final = Outcome(Route.QUEUE, reason="unverified")
QUEUE_STRANGER: Final = Outcome(Route.QUEUE, reason="unknown_sender")
QUEUE_UNCLEAR: Final = Outcome(Route.QUEUE, reason="no_property")
QUEUE_ELSEWHERE: Final = Outcome(Route.QUEUE, reason="wrong_house")

_NOT_P: Final = (Who.READER, Who.OTHER, Who.UNREGISTERED)

# An explicit cell wins over the wish table: a Message-ID stands in every forwarded copy, so it names P's
# conversation and gives no commands even with auth pass.
ROWS: Final = (
    # key             who              pass           none             fail
    Row(Key.LIVE, (Who.P,), ALL, REVERSIBLE, UNVERIFIED_TOLD),
    # His key says where, his roles no longer let him: rule 3, "as if no place were named".
    Row(Key.LIVE, (Who.PARTED,), AS_NO_KEY, AS_NO_KEY, UNVERIFIED),
    Row(Key.LIVE, (Who.READER,), ENTRY, NOT_FROM_P, UNVERIFIED),
    Row(Key.LIVE, (Who.OTHER,), NOT_FROM_P, NOT_FROM_P, UNVERIFIED),
    Row(Key.LIVE, (Who.UNREGISTERED,), NOT_FROM_P_TOLD, NOT_FROM_P_TOLD, NOT_FROM_P_TOLD),
    Row(Key.EXPIRED, (Who.P,), ENTRY, ENTRY, UNVERIFIED),
    Row(Key.EXPIRED, (Who.PARTED, *_NOT_P), AS_NO_KEY, AS_NO_KEY, UNVERIFIED),
    Row(Key.REVOKED, (Who.ANYBODY,), REVOKED, REVOKED, UNVERIFIED),
    Row(Key.OWN_ID, (Who.P,), ENTRY, ENTRY, UNVERIFIED),
    Row(Key.OWN_ID, (Who.PARTED, *_NOT_P), AS_NO_KEY, AS_NO_KEY, UNVERIFIED),
    Row(Key.FOREIGN_ID, (Who.READER,), ENTRY, ENTRY, UNVERIFIED),
    # A number is no key: without the border's word it opens a new matter, and managers see the hint.
    Row(Key.TAG, (Who.MANAGER, Who.CARETAKER, Who.CONTRACTOR), ENTRY, OFFICE_CLAIMED, UNVERIFIED),
    # … save an order's that waits for its assignee: an entry there, whose claims are proposals (WORDS 3).
    Row(Key.TAG, (Who.ASSIGNEE,), ENTRY, ENTRY, UNVERIFIED),
    Row(Key.TAG, (Who.RESIDENT, Who.FORMER), ENTRY, NEW_CLAIMED, UNVERIFIED),
    Row(Key.TAG, (Who.ELSEWHERE,), ENTRY, AS_NO_KEY, UNVERIFIED),  # a reader without a role there
    Row(Key.NONE, (Who.RESIDENT,), NEW, NEW_CLAIMED, QUEUE_UNVERIFIED),
    Row(Key.NONE, (Who.MANAGER,), OFFICE, OFFICE_CLAIMED, QUEUE_UNVERIFIED),
    Row(Key.NONE, (Who.CARETAKER, Who.CONTRACTOR), OFFICE, OFFICE_CLAIMED, QUEUE_UNVERIFIED),
    Row(Key.NONE, (Who.FORMER,), NEW, NEW_CLAIMED, QUEUE_UNVERIFIED),
    Row(Key.NONE, (Who.UNCLEAR,), QUEUE_UNCLEAR, QUEUE_UNCLEAR, QUEUE_UNVERIFIED),
    Row(Key.NONE, (Who.ELSEWHERE,), QUEUE_ELSEWHERE, QUEUE_ELSEWHERE, QUEUE_UNVERIFIED),
    Row(Key.NONE, (Who.UNKNOWN,), QUEUE_STRANGER, QUEUE_STRANGER, QUEUE_STRANGER),
)
TABLE: Final = {(row.key, who): row for row in ROWS for who in row.who}
