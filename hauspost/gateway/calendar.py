"""What happens by the calendar, in the company's time zone. What is due stands in the database; this only looks.

APScheduler's intervals stall for as long as the clock was set back (SAFETY, "Facts found by measuring"), so the
monotonic sweeper tells it of every jump and it is built anew.
"""

from collections.abc import Callable
from datetime import datetime, timedelta, tzinfo

import structlog
from apscheduler.schedulers.background import BackgroundScheduler

from hauspost.gateway.outage import refused
from hauspost.store import housekeeping
from hauspost.store.connection import Connection
from hauspost.store.database import Database, StoreFailed

log = structlog.get_logger(__name__)

TIDY_HOUR, TIDY_MINUTE = (
    3,
    40,
)  # between the clock changes of spring and autumn and the first reader of the morning

YEARLY_MONTHS, YEARLY_MINUTE = "1-3", 50


class Calendar:
    """Owner of the scheduler's thread."""

    def __init__(
        self,
        database: Database,
        clock: Callable[[], datetime],
        zone: tzinfo,
        *,
        spam_days: int = 30,
        yearly: Callable[[], object] = lambda: None,
    ) -> None:
        """`spam_days`: after so many, what managers called spam is deleted. `yearly`: looked at early in the year."""
        self._yearly = yearly
        self._database = database
        self._spam_days = spam_days
        self._clock = clock
        self._zone = zone
        self._scheduler: BackgroundScheduler | None = None

    def start(self) -> None:
        # A job that was missed while the machine slept is made up for once, however late.
        defaults = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        scheduler = BackgroundScheduler(timezone=self._zone, job_defaults=defaults)
        scheduler.add_job(self.tidy, "cron", hour=TIDY_HOUR, minute=TIDY_MINUTE, id="tidy")
        scheduler.add_job(
            self.look_back, "cron", month=YEARLY_MONTHS, hour=TIDY_HOUR, minute=YEARLY_MINUTE, id="yearly"
        )
        scheduler.start()
        self._scheduler = scheduler

    def stop(self) -> None:
        if self._scheduler is not None:
            self._scheduler.shutdown(wait=False)
            self._scheduler = None

    def rebuild(self) -> None:
        """The clock jumped."""
        self.stop()
        self.start()

    def look_back(self) -> None:
        """At what is kept no longer; what a night did not get done, the next one does."""
        try:
            self._yearly()
        except StoreFailed as error:
            log.error("the database is out of reach", error=str(error)[:200])

    def tidy(self) -> None:
        try:
            count = self._database.write(self._tidied)
        except StoreFailed as error:
            refused("not tidied", error)
            return
        log.info("tidied", rows=count)

    def _tidied(self, connection: Connection) -> int:
        at = self._clock()
        spam = housekeeping.forget_spam(connection, at - timedelta(days=self._spam_days))
        return spam + housekeeping.tidy(connection, at)
