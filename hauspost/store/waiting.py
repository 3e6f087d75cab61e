"""Knows in which order those who want to write are served: who waits on the line for us first, and nobody never.

A mail is answered for when it is written (P1), and its sender's connection waits for that; a decision can wait for its
neighbour. So the two stand in lines of their own, each in its order, and where both wait they take turns.
"""

import threading
from collections import deque
from typing import Final, Generic, TypeVar

T = TypeVar("T")

GROUP: Final = 64  # at most so many wait for one COMMIT
FEW: Final = 4  # of those inside, while somebody outside waits


class Waiting(Generic[T]):
    """Two lines. Any thread may join; one takes."""

    def __init__(self) -> None:
        self._outside: deque[T] = deque()
        self._inside: deque[T] = deque()
        self._came = threading.Condition()
        self._is_closed = False
        self._was_outside = False

    def join(self, one: T) -> bool:
        """False: it is closed, and nobody would ever be served."""
        return self._stand(self._inside, one)

    def join_outside(self, one: T) -> bool:
        return self._stand(self._outside, one)

    def close(self) -> None:
        """Who stands there is served; nobody may join."""
        with self._came:
            self._is_closed = True
            self._came.notify_all()

    def take(self) -> list[T]:
        """Waits for the next group; empty: it is closed, and nobody stands there any more."""
        with self._came:
            self._came.wait_for(lambda: self._outside or self._inside or self._is_closed)
            self._was_outside = bool(self._outside) and not (self._was_outside and self._inside)
            line = self._outside if self._was_outside else self._inside
            most = FEW if self._outside and not self._was_outside else GROUP
            return [line.popleft() for _ in range(min(most, len(line)))]

    def _stand(self, line: deque[T], one: T) -> bool:
        with self._came:
            if not self._is_closed:
                line.append(one)
                self._came.notify()
            return not self._is_closed
