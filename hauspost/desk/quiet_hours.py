"""At night a house is left alone: which mails wait for the morning, and when that is (WORDS 8)."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo
from typing import Final

from hauspost.desk.notices import NoticeKind
from hauspost.desk.office_hours import minutes_of
from hauspost.desk.policy import NEVER_QUIET

# What is read in the morning as well as at night. Every other kind leaves at any hour: what somebody waits for
# (acknowledgements, answers, dates, questions), what is work (orders), and what cannot wait.
WAITING: Final[frozenset[NoticeKind]] = frozenset(
    {
        NoticeKind.PUBLIC_SUMMARY,  # of an important category it is urgent
        NoticeKind.EVENING,
        NoticeKind.ORDER_LIST,
        NoticeKind.HELD_LIST,  # with an urgent mail among them it is urgent
        NoticeKind.DUE_LIST,
        NoticeKind.BOARD_DIGEST,
    }
)
_DAY: Final = 24 * 60


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From `begin` until before `end`, minutes since midnight, local time; over midnight if `end` is not later."""

    begin: int
    end: int

    @classmethod
    def read(cls, text: str) -> "QuietHours | None":
        """ "20-7", "22:30-6"; None: "off", or from an hour to the same."""
        shown = text.strip().lower().replace("–", "-")
        if shown in NEVER_QUIET:
            return None
        begin, end = (minutes_of(part) % _DAY for part in shown.split("-"))
        return cls(begin, end) if begin != end else None

    def is_in(self, at: datetime | time) -> bool:
        """`at`: local time."""
        minute = at.hour * 60 + at.minute
        if self.begin < self.end:
            return self.begin <= minute < self.end
        return minute >= self.begin or minute < self.end

    def end_after(self, at: datetime, zone: tzinfo) -> datetime:
        """The first end after that moment, in UTC. In autumn it may come twice in a night; in spring, where the clocks
        leave it out, it is as long after the change."""
        today = at.astimezone(zone).date()
        clock = time(self.end // 60, self.end % 60)
        ends = (
            datetime.combine(today + timedelta(days=n), clock.replace(fold=fold), zone).astimezone(UTC)
            for n in range(3)
            for fold in (0, 1)
        )
        return min(end for end in ends if end > at and not self.is_in(end.astimezone(zone)))


def quiet_until(at: datetime, hours: str, zone: tzinfo) -> datetime | None:
    """When the quiet hours end that hold `at`, in UTC; None: none do. `hours`: policy.quiet_hours of the house."""
    quiet = QuietHours.read(hours)
    return quiet.end_after(at, zone) if quiet and quiet.is_in(at.astimezone(zone)) else None


def leaves_at(
    kind: NoticeKind, at: datetime, *, hours: str, zone: tzinfo, is_urgent: bool = False
) -> datetime:
    """When a mail of that kind may leave that is due at `at`: then, or at the end of the quiet hours.

    `hours`: policy.quiet_hours of the house. `at` is aware; the end is given in UTC.
    """
    until = None if is_urgent or kind not in WAITING else quiet_until(at, hours, zone)
    return at if until is None else until
