"""Knows how a point in time reads (WORDS 9), seen from the moment at which the mail is formed.

Blanks inside a date or a time are U+00A0, so that neither layout tears them apart.
"""

from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime

from hauspost.desk.notices import Letter
from hauspost.desk.work import Window
from hauspost.outbound.catalogue import Language

NO_BREAK = "\u00a0"


def times_of(letter: Letter, language: Language) -> "Times":
    return Times(language, ZoneInfo(letter.company.time_zone), letter.at)


@dataclass(frozen=True, slots=True)
class Times:
    """The times of one mail: `now` is when it is formed, days are those of the company's zone."""

    language: Language
    zone: tzinfo
    now: datetime

    def day(self, at: datetime) -> str:
        """Do, 16.10.2025"""
        return self._form(at, "day")

    def bare_day(self, on: date) -> str:
        """16.10.2025: in a list, where a comma parts its items."""
        pattern = self.language.words["formats.bare_day"]
        return format_date(on, pattern, locale=self.language.locale).replace(" ", NO_BREAK)

    def date(self, on: date) -> str:
        """Do, 16.10.2025"""
        pattern = self.language.words["formats.day"]
        return format_date(on, pattern, locale=self.language.locale).replace(" ", NO_BREAK)

    def window(self, window: Window) -> str:
        """Do, 16.10.2025, 16-18 Uhr · Do, 16.10.2025, 16 Uhr · Do, 16.10.2025 bis Fr, 17.10.2025"""
        day, end = self.day(window.start), window.end
        is_longer = self._local(window.last).date() != self._local(window.start).date()
        if is_longer and window.is_day:
            return self.language.say("windows.days", begin=day, end=self.day(window.last))
        if window.is_day:
            return day
        if end is None:
            return self.language.say("windows.at", day=day, begin=self._hour(window.start, "last"))
        if is_longer:
            begin, last = (f"{self.day(t)}, {self._hour(t, 'last')}" for t in (window.start, end))
            return self.language.say("windows.days", begin=begin, end=last)
        return self.language.say(
            "windows.between", day=day, begin=self._hour(window.start, "first"), end=self._hour(end, "last")
        )

    def typed(self, at: datetime) -> str:
        """Do 16.10. 16-18 Uhr: the day of `at`, with some hours, as an example to follow."""
        return self._form(at, "typed")

    def typed_day(self, at: datetime) -> str:
        """16.10.: the day alone, as one types it."""
        return self._form(at, "typed_day")

    def typed_weekday(self, at: datetime) -> str:
        """Do"""
        return self._form(at, "typed_weekday")

    def hour(self, at: datetime) -> str:
        """14 Uhr"""
        return self._hour(at, "last")

    def _hour(self, at: datetime, which: str) -> str:
        """16 · 16:30, the last one of a span with its "Uhr"."""
        name = "hour" if self._local(at).minute == 0 else "hour_minute"
        return self._form(at, f"{name}_{which}")

    def time(self, at: datetime) -> str:
        """8:02 Uhr"""
        return self._form(at, "time")

    def when(self, at: datetime) -> str:
        """heute um 8:02 Uhr · gestern um 17:50 Uhr · am Do, 16.10.2025 um 8:02 Uhr"""
        return self._relative("when", at)

    def moment(self, at: datetime) -> str:
        """um 8:19 Uhr · morgen um 7:30 Uhr: as `when`, but a time of today needs no "heute"."""
        return self._relative("moment" if self.days_ago(at) == 0 else "when", at)

    def clock(self, at: datetime) -> str:
        """For columns: 8:02 · 13.10. 17:50 · 30.12.2024 9:15"""
        if self.days_ago(at) == 0:
            return self._form(at, "clock")
        is_this_year = self._local(at).year == self._local(self.now).year
        return self._form(at, "clock_day" if is_this_year else "clock_year")

    def is_another_day(self, at: datetime) -> bool:
        return self.days_ago(at) != 0

    def is_past(self, at: datetime) -> bool:
        return at <= self.now

    def _relative(self, section: str, at: datetime) -> str:
        day = {0: "today", 1: "yesterday", -1: "tomorrow"}.get(self.days_ago(at), "other")
        return self.language.say(f"{section}.{day}", time=self.time(at), day=self.day(at))

    def days_ago(self, at: datetime) -> int:
        return (self._local(self.now).date() - self._local(at).date()).days

    def _local(self, at: datetime) -> datetime:
        return at.astimezone(self.zone)

    def _form(self, at: datetime, name: str) -> str:
        pattern = self.language.words[f"formats.{name}"]
        written = format_datetime(self._local(at), pattern, locale=self.language.locale)
        return written.replace(" ", NO_BREAK)
