"""Knows how times are listed: those of a firm to choose from, and those that a resident names."""

from datetime import datetime, time, timedelta

from hauspost.desk.intents import Free, Offer
from hauspost.desk.notices import Letter
from hauspost.desk.notices_to_firms import OrderDate
from hauspost.desk.notices_to_managers import FirmReported
from hauspost.desk.notices_to_people import AppointmentOff, TimesNoted, TimesOffered
from hauspost.desk.work import Window
from hauspost.outbound.catalogue import Language
from hauspost.outbound.formats import Times, times_of
from hauspost.outbound.view import View


def free_times(view: View, facts: AppointmentOff | TimesNoted | OrderDate) -> str:
    """Fr, 17.10.2025, ab 14 Uhr oder Mo, 20.10.2025, 8-12 Uhr"""
    return _joined([_free(view.times, free) for free in facts.free], view.language)


def offered_times(view: View, facts: FirmReported) -> str:
    return _joined([view.times.window(slot) for slot in facts.slots], view.language)


def offered_time(offer: Offer, letter: Letter, language: Language) -> str:
    """What a number stands for; "" where the offer is no number of a time."""
    facts = letter.facts
    if not isinstance(facts, TimesOffered) or not offer.value.isdecimal():
        return ""
    return times_of(letter, language).window(facts.slots[int(offer.value) - 1])


def _joined(said: list[str], language: Language) -> str:
    text = "".join(said[:1])
    for more in said[1:]:
        text = language.say("times.or", begin=text, end=more)
    return text


def _free(times: Times, free: Free) -> str:
    midnight = datetime.combine(free.day, time(), times.zone)
    begin, end = (None if m is None else _at(midnight, m) for m in (free.begin, free.end))
    if begin is None and end is None:
        return times.date(free.day)
    if begin is not None and end is not None:
        return times.window(Window(begin, end))
    day = times.date(free.day)
    if begin is not None:
        return times.language.say("times.from", day=day, begin=times.hour(begin))
    return times.language.say("times.until", day=day, end=times.hour(end or midnight))


def _at(midnight: datetime, minutes: int) -> datetime:
    """So many minutes on the wall clock."""
    if minutes >= 24 * 60:
        return midnight + timedelta(days=1)
    return midnight.replace(hour=minutes // 60, minute=minutes % 60)
