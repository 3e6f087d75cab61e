"""Sample letters about what firms report."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hauspost.cli.samples.neighbours import (
    ORDERED,
    VISIT,
)
from hauspost.cli.samples.world import (
    NOON,
    TICKET,
    letter,
    offers,
    to_manager,
)
from hauspost.desk.costs import money_offers
from hauspost.desk.findings import finding_offers
from hauspost.desk.intents import Act, Offer
from hauspost.desk.model import Status, Visibility
from hauspost.desk.notices import Letter
from hauspost.desk.notices_to_managers import (
    Finding,
    FirmReported,
)
from hauspost.desk.notices_to_people import (
    Appointment,
    AppointmentOff,
    NoAccess,
    Relayed,
    StatusChanged,
    WaitingForParts,
)


def of_firm_reports(lang: str) -> dict[str, Letter]:
    done = FirmReported(
        "A-1042-1",
        "Heizung Meier GmbH",
        "Ventil getauscht, läuft wieder. Rechnung anbei.",
        claims=("done", "invoice"),
        phase_before="scheduled",
        phase_after="reported_done",
        amount=28560,
        attachments=("RE-4711.pdf",),
        asks=True,
        is_sure=True,
    )
    question = FirmReported(
        "A-1042-1", "Heizung Meier GmbH", "Wo liegt der Schlüssel zum Keller?", claims=("question",)
    )
    reminded = replace(
        done,
        phase_before="reported_done",
        asked_at=NOON - timedelta(days=7),
        closes_at=NOON + timedelta(days=7),
    )
    declined = FirmReported(
        "A-1042-1",
        "Heizung Meier GmbH",
        "Leider ausgebucht.",
        claims=("decline",),
        phase_before="dispatched",
        phase_after="declined",
        asks=True,
        next_company="Wolf Haustechnik",
        is_sure=True,
    )
    accepted = FirmReported(
        "A-1042-1",
        "Heizung Meier GmbH",
        "Wir kommen Donnerstag 14-18 Uhr.",
        claims=("accept", "appointment"),
        phase_before="dispatched",
        phase_after="scheduled",
        is_sure=True,
        outside="ab 16 Uhr",
    )
    bounced = replace(
        declined,
        text="550 5.1.1 User unknown",
        claims=("bounced",),
        phase_after="dispatched",
        is_sure=False,
        phone="030 5550177",
    )
    absent = replace(
        bounced,
        text="Wir haben bis 24.10. Betriebsferien.",
        claims=("absent",),
        asks=False,
        next_company="",
    )
    unsure = replace(
        done,
        text="Eigentlich fertig, bis auf die Probe.",
        claims=("conditional", "done"),
        phase_after="scheduled",
        is_sure=False,
    )
    dearer = FirmReported(
        "A-1042-1",
        "Heizung Meier GmbH",
        "Wird teurer, 450 €.",
        claims=("need_approval",),
        phase_before="scheduled",
        phase_after="waiting_approval",
        amount=45000,
        asks=True,
        is_sure=True,
        asks_for_money=True,
        limit=30000,
    )
    ok, no = Offer("OK", Act.PROPOSAL), offers(lang, Act.NO)
    in_progress = replace(ORDERED, status=Status.IN_PROGRESS)
    moved: dict[str, Any] = {"ticket": in_progress}
    return {
        "firm_report_done": to_manager(done, lang, offers=(ok, *no), **moved),
        "firm_report_question": to_manager(question, lang, offers=offers(lang, Act.INTERNAL), **moved),
        "firm_report_outside": to_manager(
            replace(accepted, window=replace(VISIT, start=VISIT.start - timedelta(hours=2))), lang, **moved
        ),
        "firm_report_declined": to_manager(declined, lang, offers=(ok, *no), ticket=ORDERED),
        "firm_report_money": to_manager(dearer, lang, offers=money_offers(lang), **moved),
        "firm_report_money_no_amount": to_manager(
            replace(dearer, text="Das wird teurer.", amount=None), lang, offers=money_offers(lang), **moved
        ),
        "firm_report_bounced": to_manager(bounced, lang, offers=(ok, *no), ticket=ORDERED),
        "firm_report_absent": to_manager(absent, lang, offers=offers(lang, Act.INTERNAL), ticket=ORDERED),
        "firm_report_reminded": to_manager(reminded, lang, offers=(ok, *no), **moved),
        "finding": to_manager(
            Finding("A-1042-1", "Heizung Meier GmbH", "Im Keller ist ein Rohr undicht.", "Haus 12, Keller"),
            lang,
            offers=finding_offers(lang),
            **moved,
        ),
        "firm_report_unsure": to_manager(unsure, lang, offers=(ok, *no), **moved),
        "appointment": letter(Appointment("Heizung Meier GmbH", VISIT), lang, **moved),
        "appointment_moved": letter(
            Appointment("Heizung Meier GmbH", replace(VISIT, end=None), moved=True),
            lang,
            offers=offers(lang, Act.NO),
            **moved,
        ),
        "appointment_common": letter(
            Appointment("Aufzug Nord", VISIT), lang, ticket=replace(ORDERED, visibility=Visibility.PUBLIC)
        ),
        "appointment_off": letter(AppointmentOff(VISIT), lang, ticket=ORDERED),
        "appointment_off_over": letter(
            AppointmentOff(VISIT, is_over=True), lang, ticket=replace(TICKET, status=Status.DONE)
        ),
        "relayed_on": letter(Relayed("on", "Heizung Meier GmbH"), lang, **moved),
        "relayed_words": letter(
            Relayed("words", "Heizung Meier GmbH", "Ist das Ventil links oder rechts?"), lang, **moved
        ),
        "relayed_off": letter(Relayed("off", "Heizung Meier GmbH"), lang, **moved),
        "waiting_for_parts": letter(
            WaitingForParts("Heizung Meier GmbH", date(2025, 10, 27), is_provisional=True), lang, **moved
        ),
        "waiting_for_parts_broken": letter(WaitingForParts("Heizung Meier GmbH"), lang, **moved),
        "no_access": letter(NoAccess("Heizung Meier GmbH", date(2025, 10, 13)), lang, **moved),
        "status_ordered": letter(
            StatusChanged("OPEN", "RELEASED", ordered=("Heizung Meier GmbH",)), lang, ticket=ORDERED
        ),
        "status_ordered_two": letter(
            StatusChanged("OPEN", "RELEASED", ordered=("Heizung Meier GmbH", "Wolf Haustechnik")),
            lang,
            ticket=ORDERED,
        ),
        "status_ordered_again": letter(
            StatusChanged("IN_PROGRESS", "IN_PROGRESS", ordered=("Wolf Haustechnik",)), lang, **moved
        ),
        "status_in_progress_date": letter(
            StatusChanged("RELEASED", "IN_PROGRESS", order_window=VISIT), lang, **moved
        ),
    }
