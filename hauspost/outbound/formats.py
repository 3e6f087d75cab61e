"""Knows how a point in time reads (WORDS 9), seen from the moment at which the mail is formed.

Blanks inside a date or a time are U+00A0, so that neither layout tears them apart.
"""

from dataclasses import dataclass
from datetime import datetime, tzinfo

from babel.dates import format_datetime

from hauspost.outbound.catalogue import Language

NO_BREAK = "\u00a0"


@dataclass(frozen=True, slots=True)
class Times:
    """The times of one mail: `now` is when it is formed, days are those of the company's zone."""

    language: Language
    zone: tzinfo
    now: datetime

    def day(self, at: datetime) -> str:
        """Do, 16.10.2025"""
        return self._form(at, "day")

    def time(self, at: datetime) -> str:
        """8:02 Uhr"""
        return self._form(at, "time")

    def when(self, at: datetime) -> str:
        """heute um 8:02 Uhr · gestern um 17:50 Uhr · am Do, 16.10.2025 um 8:02 Uhr"""
        return self._relative("when", at)

    def moment(self, at: datetime) -> str:
        """um 8:19 Uhr · morgen um 7:30 Uhr: as `when`, but a time of today needs no "heute"."""
        return self._relative("moment" if self._days_ago(at) == 0 else "when", at)

    def clock(self, at: datetime) -> str:
        """For columns: 8:02 · 13.10. 17:50 · 30.12.2024 9:15"""
        if self._days_ago(at) == 0:
            return self._form(at, "clock")
        is_this_year = self._local(at).year == self._local(self.now).year
        return self._form(at, "clock_day" if is_this_year else "clock_year")

    def is_another_day(self, at: datetime) -> bool:
        return self._days_ago(at) != 0

    def is_past(self, at: datetime) -> bool:
        return at <= self.now

    def _relative(self, section: str, at: datetime) -> str:
        day = {0: "today", 1: "yesterday", -1: "tomorrow"}.get(self._days_ago(at), "other")
        return self.language.say(f"{section}.{day}", time=self.time(at), day=self.day(at))

    def _days_ago(self, at: datetime) -> int:
        return (self._local(self.now).date() - self._local(at).date()).days

    def _local(self, at: datetime) -> datetime:
        return at.astimezone(self.zone)

    def _form(self, at: datetime, name: str) -> str:
        pattern = self.language.words[f"formats.{name}"]
        written = format_datetime(self._local(at), pattern, locale=self.language.locale)
        return written.replace(" ", NO_BREAK)
