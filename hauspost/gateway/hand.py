"""The mails that this process has claimed, and which one a sender thread takes next: no domain holds up the others."""

import threading
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from hauspost.store.sending import RANKS, Claimed, rank

MOST = 48  # claimed at once: enough to keep every thread busy, few enough to leave some to other nodes
FEW = 24  # with more than these before it in hand none is claimed: a claim costs as much for one mail as for many


@dataclass(slots=True)
class Hand:
    """Owner of the claimed mails. One domain gets at most all threads but one (SAFETY, P6)."""

    threads: int
    waiting: list[Claimed] = field(default_factory=list)
    under_way: dict[int, Claimed] = field(default_factory=dict)
    changed: threading.Condition = field(default_factory=threading.Condition)
    is_closed: bool = False

    def put(self, mails: Iterable[Claimed]) -> None:
        """One whose lease ran out in our hand and that we claimed once more is still one mail."""
        with self.changed:
            known = {mail.id for mail in self.waiting} | self.under_way.keys()
            self.waiting.extend(mail for mail in mails if mail.id not in known)
            self.waiting.sort(key=lambda mail: rank(mail.kind))  # stable: otherwise as they were claimed
            self.changed.notify_all()

    def take(self, seconds: float) -> Claimed | None:
        """The first mail whose domain is not at its limit; None if none came in that time."""
        with self.changed:
            self.changed.wait_for(lambda: self.is_closed or self._next() is not None, timeout=seconds)
            mail = None if self.is_closed else self._next()
            if mail is not None:
                self.waiting.remove(mail)
                self.under_way[mail.id] = mail
            return mail

    def _next(self) -> Claimed | None:
        busy = Counter(mail.domain for mail in self.under_way.values())
        limit = max(1, self.threads - 1)
        return next((mail for mail in self.waiting if busy[mail.domain] < limit), None)

    def done(self, mail: Claimed) -> None:
        with self.changed:
            self.under_way.pop(mail.id, None)
            self.changed.notify_all()

    def rooms(self) -> tuple[int, ...]:
        """How many are to be claimed now, of each rank and those before it: what goes behind a mail takes none of its
        room, else an alarm would wait until a crowd in hand has left at the relay's pace."""
        with self.changed:
            if self.is_closed:
                return (0,) * len(RANKS)
            ahead = [sum(rank(mail.kind) <= place for mail in self.waiting) for place in range(len(RANKS))]
            return tuple(0 if count > FEW else MOST - count for count in ahead)

    def is_low(self) -> bool:
        """Whether anything may be claimed now."""
        return self.rooms()[-1] > 0

    def ids(self) -> tuple[int, ...]:
        with self.changed:
            return (*self.under_way, *(mail.id for mail in self.waiting))

    def close(self) -> None:
        """Nobody takes another one."""
        with self.changed:
            self.is_closed = True
            self.waiting.clear()
            self.changed.notify_all()


def is_full(claimed: Iterable[Claimed], rooms: Sequence[int]) -> bool:
    """Whether more may wait than were claimed: a rank, with those before it, used up its room or had none."""
    counts = Counter(rank(mail.kind) for mail in claimed)
    return any(sum(counts[one] for one in range(place + 1)) >= room for place, room in enumerate(rooms))
