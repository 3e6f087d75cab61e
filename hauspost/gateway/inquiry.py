"""Asks the database for its figures in a thread of its own: one that hangs is asked once and holds up nobody."""

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

from hauspost.store.figures import Queues


class Inquiry:
    """Owner of one thread. `ask` may be called from any thread."""

    def __init__(self, queues: Callable[[], Queues]) -> None:
        self._queues = queues
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="inquiry")
        self._asking = threading.Lock()
        self._asked: Future[Queues] | None = None

    def ask(self) -> "Future[Queues]":
        """The answer that is being waited for already, or a new one; it holds whatever the database raised."""
        with self._asking:
            if self._asked is None or self._asked.done():
                self._asked = self._thread.submit(self._queues)
            return self._asked

    def close(self) -> None:
        self._thread.shutdown(wait=False, cancel_futures=True)
