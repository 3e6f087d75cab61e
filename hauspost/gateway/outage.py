"""Says once that the database serves nobody, and once that it does again: by the log, and as a sign for the watch."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

import structlog

from hauspost.gateway.signs import WELL, Sign, Signs
from hauspost.store.condition import Ill
from hauspost.store.database import StoreFailed

log = structlog.get_logger(__name__)

MEANWHILE: Final = "mail is answered 451, fetching and sending wait, and all goes on by itself"
SAID: Final = {
    Ill.AWAY: ("the database is out of reach", f"{MEANWHILE} when it is back"),
    Ill.READ_ONLY: (
        "the database is read-only",
        f"{MEANWHILE} when it takes writes again; or point database.url to the one that does",
    ),
    Ill.NEWER: (
        "a later version of Hauspost has brought the database up to date",
        "this node stops; install that version here, then start it",
    ),
}


@dataclass(slots=True)
class Outage:
    """What this process knows of it. `outdated` is called once, from any thread."""

    outdated: Callable[[], object] = lambda: None
    ill: Ill | None = None
    _since: float = 0.0
    _saying: threading.Lock = field(default_factory=threading.Lock)

    def tell(self, ill: Ill | None, words: str) -> None:
        with self._saying:
            was, self.ill = self.ill, ill
            if was is None:
                self._since = time.monotonic()
        if ill is None:
            log.info("the database is back", seconds=round(time.monotonic() - self._since))
            return
        sentence, mend = SAID[ill]
        log.error(sentence, error=words[:200], mend=mend)
        if ill is Ill.NEWER:
            self.outdated()

    def signs(self) -> Signs:
        """That it cannot be reached the watch finds by itself."""
        is_read_only = self.ill is Ill.READ_ONLY
        return {"writing": Sign(SAID[Ill.READ_ONLY][0]) if is_read_only else WELL}


def refused(event: str, error: StoreFailed, **more: object) -> None:
    """A line of the log for what could not be done; none where the database serves nobody, which was told."""
    say = log.error if error.ill is None else log.debug
    say(event, error=str(error)[:200], **more)
