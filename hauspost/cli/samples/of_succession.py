"""Sample letters about the next firm, which a rule orders by itself."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from hauspost.cli.samples.neighbours import ORDERED, to_firm
from hauspost.cli.samples.world import NOON, letter, offers, to_manager
from hauspost.desk.intents import Act, Offer
from hauspost.desk.notices import Letter
from hauspost.desk.notices_of_deadlines import Overdue, Reminder
from hauspost.desk.notices_to_managers import Finding, FirmReported
from hauspost.desk.notices_to_people import NotUnderstood
from hauspost.desk.prices import Offered, OfferLine


def of_succession(lang: str) -> dict[str, Letter]:
    declined = FirmReported(
        "A-1042-1",
        "Heizung Meier GmbH",
        "Können wir leider nicht übernehmen, sind voll.",
        ("decline",),
        "dispatched",
        "declined",
        is_sure=True,
    )
    silent = Overdue(
        "acceptance",
        NOON - timedelta(days=2),
        NOON - timedelta(hours=4),
        tag="A-1042-1",
        company="Heizung Meier GmbH",
        phase="dispatched",
        reminded=True,
    )
    at_once: dict[str, Any] = {"next_company": "Wolf Haustechnik", "is_by_itself": True}
    waits = at_once | {"orders_at": NOON + timedelta(minutes=30)}
    stop = offers(lang, Act.STOP)
    veto = (*stop, Offer("OK", Act.PROPOSAL), *offers(lang, Act.INTERNAL))
    halt = (*stop, *offers(lang, Act.INTERNAL))
    over = NotUnderstood("JA" if lang == "de" else "YES", "order_over")
    found = Finding(
        "A-1042-1",
        "Heizung Meier GmbH",
        "Im Keller ist ein Rohr undicht.",
        "Haus 12, Keller",
        lapses_at=NOON + timedelta(days=7),
    )
    asks = (Offer("OK", Act.PROPOSAL), *offers(lang, Act.NO, Act.INTERNAL))
    return {
        "finding_again": to_manager(found, lang, offers=asks, ticket=ORDERED),
        "not_understood_order_over": letter(over, lang),
        "firm_report_successor": to_manager(replace(declined, **at_once), lang, offers=halt, ticket=ORDERED),
        "firm_report_successor_waits": to_manager(
            replace(declined, **waits), lang, offers=veto, ticket=ORDERED
        ),
        "firm_report_last": to_manager(
            replace(declined, is_last=True), lang, offers=offers(lang, Act.INTERNAL), ticket=ORDERED
        ),
        "overdue_successor": to_manager(replace(silent, **at_once), lang, offers=halt, ticket=ORDERED),
        "overdue_successor_waits": to_manager(replace(silent, **waits), lang, offers=veto, ticket=ORDERED),
        "reminder_quote": to_firm(
            Reminder("A-1042-1", "quote", NOON - timedelta(days=2), "Sabine Vogt"), lang
        ),
        "overdue_quote": to_manager(
            Overdue(
                "quote",
                NOON - timedelta(days=3),
                NOON - timedelta(days=1),
                reminded=True,
                missing=("Heizung Meier GmbH", "Sanitär Wolf"),
                others=(OfferLine("A-1042-3", "Dorn Sanitär GmbH", Offered(28000, valid="bis 30.11."), 7),),
            ),
            lang,
            offers=(
                Offer("JA 1" if lang == "de" else "YES 1", Act.YES, question=7),
                *offers(lang, Act.INTERNAL),
            ),
            ticket=ORDERED,
        ),
        "overdue_last": to_manager(
            replace(silent, is_last=True), lang, offers=offers(lang, Act.INTERNAL), ticket=ORDERED
        ),
    }
