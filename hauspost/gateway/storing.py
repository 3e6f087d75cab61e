"""Stores the mails of a page together: a few statements for all of them, and each by itself where one spoils it."""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field

from hauspost.store import notices
from hauspost.store.database import Database, StoreFailed
from hauspost.store.notices import Composed

MOST_OCTETS = 1024 * 1024  # of packed mails that wait for others; what has large files waits for nobody


@dataclass(slots=True)
class _Together:
    """Mails of one transaction; let go of as soon as it is committed."""

    mails: list[Composed] = field(default_factory=list)
    numbers: "Future[tuple[int, ...]]" = field(default_factory=Future)
    alone: "list[Future[tuple[int, ...]]]" = field(default_factory=list)  # where together they cannot be

    def let_go(self, done: "Future[tuple[int, ...]]") -> None:
        if done.exception() is None:
            self.mails.clear()


@dataclass(slots=True)
class Storing:
    """Owner of the mails that are composed and not handed to the writer yet."""

    database: Database
    waiting: _Together = field(default_factory=_Together)

    def add(self, composed: Composed) -> Callable[[], int]:
        """What waits for its number; asked after `flush`. It raises Overtaken, or what else keeps this mail alone."""
        together, place = self.waiting, len(self.waiting.mails)
        together.mails.append(composed)
        if sum(len(one.packed.body) for one in together.mails) > MOST_OCTETS:
            self.flush()
        return lambda: self._number(together, place)

    def flush(self) -> None:
        """Hands to the writer what waits. Raises StoreFailed after the database was closed."""
        together, self.waiting = self.waiting, _Together()
        if not together.mails:
            return
        together.numbers = self._submit(*together.mails)
        together.numbers.add_done_callback(together.let_go)

    def _number(self, together: _Together, place: int) -> int:
        try:
            return together.numbers.result()[place]
        except Exception as failure:
            is_ill = isinstance(failure, StoreFailed) and failure.ill is not None
            if is_ill or len(together.mails) == 1:
                raise
        if not together.alone:
            together.alone = [self._submit(one) for one in together.mails]
        (number,) = together.alone[place].result()
        return number

    def _submit(self, *mails: Composed) -> "Future[tuple[int, ...]]":
        return self.database.submit(lambda c: notices.store_mails(c, mails))
