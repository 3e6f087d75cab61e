"""Sample letters of appointments: times to choose from, dates in calendars, and when somebody has time."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hauspost.cli.samples.neighbours import ORDERED, VISIT, to_firm
from hauspost.cli.samples.world import NOON, letter, offers, to_manager
from hauspost.desk.intents import Act, Free, Offer
from hauspost.desk.model import Status
from hauspost.desk.notices import Letter
from hauspost.desk.notices_to_firms import OrderCancelled, OrderDate
from hauspost.desk.notices_to_managers import FirmReported, PersonWrote
from hauspost.desk.notices_to_people import (
    Appointment,
    AppointmentOff,
    DateNear,
    TimesNoted,
    TimesOffered,
)
from hauspost.desk.work import Invitation, Window

FIRM = "Heizung Meier GmbH"
EARLIER = Window(VISIT.start - timedelta(days=1), VISIT.start - timedelta(days=1) + timedelta(hours=2))
FREE = (Free(date(2025, 10, 17), 14 * 60), Free(date(2025, 10, 20), 8 * 60, 12 * 60))
REQUEST = Invitation("REQUEST", "termin-1042-1", 0, VISIT)
CANCEL = Invitation("CANCEL", "termin-1042-1", 1, VISIT)
RUNNING: dict[str, Any] = {"ticket": replace(ORDERED, status=Status.IN_PROGRESS)}


def _choices(lang: str, *numbers: int) -> tuple[Offer, ...]:
    return (*(Offer(str(n), Act.CHOOSE, value=str(n)) for n in numbers), *offers(lang, Act.NO))


def of_appointments(lang: str) -> dict[str, Letter]:
    both = TimesOffered(FIRM, (EARLIER, VISIT), until=NOON + timedelta(hours=8))
    reported = FirmReported(
        "A-1042-1",
        FIRM,
        "Wieder niemand da.",
        claims=("no_access",),
        phase_before="scheduled",
        phase_after="scheduled",
        asks=True,
        missed=2,
    )
    ok = Offer("OK", Act.PROPOSAL)
    return {
        "times_offered": letter(both, lang, offers=_choices(lang, 1, 2), **RUNNING),
        "times_offered_one": letter(TimesOffered(FIRM, (VISIT,)), lang, offers=_choices(lang, 1), **RUNNING),
        "times_offered_again": letter(
            replace(both, why="again", until=None), lang, offers=_choices(lang, 1, 2), **RUNNING
        ),
        "times_offered_several": letter(
            replace(both, why="several"), lang, offers=_choices(lang, 1, 2), **RUNNING
        ),
        "times_offered_which": letter(
            replace(both, why="which"), lang, offers=_choices(lang, 1, 2), **RUNNING
        ),
        "times_offered_past": letter(replace(both, why="past"), lang, offers=_choices(lang, 2), **RUNNING),
        "times_noted": letter(TimesNoted(FIRM, FREE), lang, **RUNNING),
        "times_noted_none": letter(TimesNoted(FIRM), lang, **RUNNING),
        "date_near": letter(DateNear(FIRM, VISIT), lang, offers=offers(lang, Act.NO), **RUNNING),
        "appointment_invites": letter(
            Appointment(FIRM, VISIT, invitation=REQUEST, is_first=True),
            lang,
            offers=offers(lang, Act.NO),
            **RUNNING,
        ),
        "appointment_off_own": letter(AppointmentOff(VISIT, invitation=CANCEL, is_own=True), lang, **RUNNING),
        "appointment_off_own_free": letter(
            AppointmentOff(VISIT, invitation=CANCEL, is_own=True, free=FREE), lang, **RUNNING
        ),
        "order_date": to_firm(OrderDate("A-1042-1", "fixed", VISIT, invitation=REQUEST), lang),
        "order_date_moved": to_firm(
            OrderDate("A-1042-1", "moved", VISIT, invitation=replace(REQUEST, sequence=1)), lang
        ),
        "order_date_off": to_firm(OrderDate("A-1042-1", "off", VISIT, invitation=CANCEL), lang),
        "order_date_over": to_firm(OrderDate("A-1042-1", "over", VISIT, invitation=CANCEL), lang),
        "order_date_refused": to_firm(OrderDate("A-1042-1", "refused"), lang),
        "order_date_free": to_firm(OrderDate("A-1042-1", "free", free=FREE), lang),
        "order_date_sunday": to_firm(OrderDate("A-1042-1", "sunday", VISIT), lang),
        "order_date_holiday": to_firm(OrderDate("A-1042-1", "holiday", VISIT), lang),
        "order_date_far": to_firm(OrderDate("A-1042-1", "far", VISIT), lang),
        "order_date_past": to_firm(OrderDate("A-1042-1", "past"), lang),
        "order_cancelled_dated": to_firm(
            OrderCancelled("A-1042-1", by="Sabine Vogt", invitation=CANCEL), lang
        ),
        "firm_report_missed": to_manager(reported, lang, offers=(ok, *offers(lang, Act.NO)), **RUNNING),
        "firm_report_sunday": to_manager(
            replace(
                reported, text="Wir kommen.", claims=("appointment",), window=VISIT, unfit="sunday", missed=0
            ),
            lang,
            offers=(ok, *offers(lang, Act.NO)),
            **RUNNING,
        ),
        "firm_report_times": to_manager(
            replace(reported, text="", claims=("no_answer",), slots=(EARLIER, VISIT), asks=False, missed=0),
            lang,
            **RUNNING,
        ),
        "firm_report_no_number": to_manager(
            replace(reported, text="", claims=("no_number",), window=None, asks=False, missed=0),
            lang,
            **RUNNING,
        ),
        "person_wrote_other_time": to_manager(
            PersonWrote("Freitag ab 14 Uhr ginge", "Anna Berger", says="other_time"), lang, **RUNNING
        ),
    }
