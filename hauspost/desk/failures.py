"""What became of a mail of ours after it left, and when its address counts as undeliverable (MAIL, "Bounces")."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from hauspost.desk.houses import PersonId

DAYS = 3  # permanent failures on so many different days …
WITHIN = timedelta(days=90)  # … of so long a time; what lies further back was another trouble

# RFC 3463 §3.3, §3.4, §3.7: such a failure speaks of the mail and not of the mailbox: too long, or not to its taste.
OF_THE_MAIL = ("5.2.3", "5.3.4", "5.6.")


@dataclass(frozen=True, slots=True)
class Failure:
    """What a server said of an address. `action` and `status` as in RFC 3464 §2.3; "" where nothing was said."""

    action: str
    status: str
    words: str = ""

    @property
    def is_permanent(self) -> bool:
        """Whether it counts. A server that gave up on a temporary trouble (4.X.X) says nothing of the mailbox."""
        return self.action == "failed" and not self.status.startswith(("4", *OF_THE_MAIL))


@dataclass(frozen=True, slots=True)
class Returned:
    """A mail of ours that came back (`failure`), that somebody called spam (`complaint`: RFC 5965's Feedback-Type), or
    that a machine answered (neither)."""

    mail: int
    address: str  # where it went
    persons: tuple[PersonId, ...]  # whom it was written to
    failure: Failure | None = None
    days: tuple[date, ...] = ()  # local ones, on which the address failed for good before
    is_off: bool = False  # the address counts as undeliverable already
    waiting: tuple[str, ...] = ()  # subjects of the mails to it that have not left
    complaint: str = ""
    is_public: bool = False  # it went to the whole house, which somebody may do without

    @property
    def what(self) -> str:
        if self.complaint:
            return "complaint"
        return "absence" if self.failure is None else "bounce"


def is_reached_never(earlier: Iterable[date], today: date) -> bool:
    """Whether a permanent failure of today is one too many. `earlier`: the local days of those before."""
    days = {day for day in earlier if timedelta() <= today - day < WITHIN} | {today}
    return len(days) >= DAYS
