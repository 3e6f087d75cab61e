"""What whoever operates the gateway is told: what is out of order, what is in order again, and that all is well."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class TroubleLine:
    """`what` is a code (relay, disk, …); `detail` a number with its unit, or another server's words.

    `who`: the account of `what` imap…, `kind`: what is wrong with it. `until`: when it was well again.
    """

    what: str
    since: datetime
    detail: str = ""
    who: str = ""
    kind: str = ""
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Operation:
    """Everything that began or ended since the last such mail, of one node."""

    host: str
    began: tuple[TroubleLine, ...] = ()
    ended: tuple[TroubleLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """Went the whole way out; whoever misses it knows that something is wrong. Counts of what waits."""

    host: str
    at: datetime
    undecided: int = 0
    held: int = 0
    quarantined: int = 0
    queued: int = 0
    failed: int = 0
