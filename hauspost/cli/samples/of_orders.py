"""Sample letters to firms, and of what they write."""

from dataclasses import replace
from datetime import date
from typing import Any

from hauspost.cli.samples.neighbours import (
    HIDDEN,
    KRAUSE,
    ORDER,
    ORDERED,
    SITES,
    VISIT,
    to_firm,
)
from hauspost.cli.samples.world import (
    HOUSE,
    MORNING,
    to_manager,
)
from hauspost.desk.notices import Letter, NoticeKind
from hauspost.desk.notices_on_request import (
    Listing,
    OrderLine,
    OrderList,
    TicketLine,
)
from hauspost.desk.notices_to_firms import (
    CostAnswered,
    OfficeWrote,
    OrderCancelled,
    OrderExtended,
    OrderGiven,
    OrderNews,
    WhichHouse,
)
from hauspost.desk.work import OrderKind


def of_orders(lang: str) -> dict[str, Letter]:
    given = OrderGiven(
        "A-1042-1",
        "order",
        ORDER.text,
        place="3. OG links",
        access="ab 16 Uhr",
        limit=30000,
        accept_by=date(2025, 10, 15),
        by="Sabine Vogt",
        phone="030 5550110",
        invoice_to=HOUSE.name,
        bell_name="Berger",
    )
    bulb = replace(
        given,
        tag="A-1050-1",
        text="Eine Lampe brennt nicht.",
        place="Haus 12, Treppenhaus, 2. OG",
        access="",
        limit=None,
        accept_by=None,
        rule="Treppenhauslicht: Hauswart",
        bell_name="",
        pictures=("bild-1.jpg",),
    )
    light = "Licht" if lang == "de" else "Light"
    hidden = replace(given, text="Lärm", place="Haus 12", access="", bell_name="Berger", is_anonymous=True)
    return {
        "order": to_firm(given, lang),
        "order_caretaker": to_firm(bulb, lang, KRAUSE, category_label=light),
        "order_anonymous": to_firm(
            hidden, lang, ticket=HIDDEN, category_label="Lärm" if lang == "de" else "Noise"
        ),
        "order_quote": to_firm(replace(given, kind="quote", limit=None), lang),
        "order_info": to_firm(
            replace(given, kind="info", text="Ab Montag ist der Keller abgeschlossen.", limit=None), lang
        ),
        "order_cancelled": to_firm(
            OrderCancelled("A-1042-1", "Hat sich erledigt, der Heizkörper läuft wieder.", "Sabine Vogt"), lang
        ),
        "order_cancelled_quote": _withdrawn(OrderKind.QUOTE, lang),
        "order_cancelled_info": _withdrawn(OrderKind.INFO, lang),
        "order_cost": to_firm(CostAnswered("A-1042-1", True, 45000, "Sabine Vogt"), lang),
        "order_cost_open": to_firm(CostAnswered("A-1042-1", True, None, "Sabine Vogt"), lang),
        "order_cost_kept": to_firm(CostAnswered("A-1042-1", False, 30000, "Sabine Vogt"), lang),
        "order_passed_on": to_firm(OrderNews("A-1042-1", "passed_on"), lang),
        "order_relay_on": to_firm(OrderNews("A-1042-1", "on"), lang, kind=NoticeKind.ORDER_RELAY),
        "order_relay_words": to_firm(
            OrderNews("A-1042-1", "words", "Es ist links."), lang, kind=NoticeKind.ORDER_RELAY
        ),
        "order_relay_off": to_firm(OrderNews("A-1042-1", "off"), lang, kind=NoticeKind.ORDER_RELAY),
        "order_phone": to_firm(OrderNews("A-1042-1", "phone", "0171 5550199"), lang),
        "order_with_phone": to_firm(replace(given, tenant_phone="0171 5550199", reworks="A-1007-1"), lang),
        "order_rework": to_firm(
            OrderNews("A-1042-1", "rework", "Das Ventil tropft noch.", "Sabine Vogt"), lang
        ),
        "order_extended": to_firm(OrderExtended("A-1042-1", SITES, "Sabine Vogt", "030 5550111"), lang),
        "order_shortened": to_firm(
            OrderExtended("A-1042-1", SITES[:1], "Sabine Vogt", "030 5550111", falls_away=True), lang
        ),
        "order_message": to_firm(OfficeWrote("A-1042-1", "Bitte zweimal klingeln.", "Sabine Vogt"), lang),
    } | _asked(lang)


def _withdrawn(kind: OrderKind, lang: str) -> Letter:
    ticket = replace(ORDERED, orders=(replace(ORDER, kind=kind),))
    return to_firm(OrderCancelled("A-1042-1", by="Sabine Vogt", kind=str(kind)), lang, ticket=ticket)


def _asked(lang: str) -> dict[str, Letter]:
    running = OrderLine("A-1042-1", "Heizung Meier GmbH", "scheduled", VISIT)
    own = OrderLine("A-1042-1", "", "scheduled", VISIT, "Heizung", "Lindenweg 12, 3. OG links")
    line = TicketLine(1042, "Heizung", "IN_PROGRESS", changed_at=MORNING, who="Berger", orders=(running,))
    firm: dict[str, Any] = {"ticket": None, "category_label": ""}
    return {
        "listing_orders_manager": to_manager(Listing("list", (line,)), lang, ticket=None, reporter=None),
        "listing_orders": to_firm(Listing("status", orders=(own,)), lang, **firm),
        "order_list": to_firm(
            OrderList((replace(own, tag="A-1038-1", phase="dispatched", window=None),), (own,)),
            lang,
            **firm,
        ),
        "listing_no_orders": to_firm(Listing("status", orders=()), lang, **firm),
        "which_house": to_firm(WhichHouse(MORNING, "Wartung 2026"), lang, house=None, **firm),
    }
