"""Sample letters that ask what no other sample asks."""

from dataclasses import replace
from datetime import date
from typing import Any

from hauspost.cli.samples.world import ANNA, MORNING, TICKET, letter, to_manager
from hauspost.desk.contacts import contact_offers
from hauspost.desk.intents import Act
from hauspost.desk.model import Flag, Status
from hauspost.desk.notices import Letter
from hauspost.desk.notices_to_managers import NewTicket, PersonWrote
from hauspost.desk.notices_to_people import Noted, StatusChanged
from hauspost.desk.preferring import WISHES
from hauspost.desk.reports import asking_offers
from hauspost.desk.telling import offer, printed


def of_questions(lang: str) -> dict[str, Letter]:
    called = replace(ANNA, phones=("030 5550122",))
    threat = "Mein Anwalt rät mir, die Miete ab dem 1. November zu mindern."
    return {
        "noted_answered": letter(Noted("answered", "JA" if lang == "de" else "YES", MORNING), lang),
        **_preferring(lang),
        "noted_placed": letter(Noted("placed", "2"), lang),
        "noted_promised": letter(Noted("promised", "ZUGESAGT" if lang == "de" else "AGREED"), lang),
        "person_wrote_settled": to_manager(
            PersonWrote("Hat sich erledigt, sie ist wieder warm.", "Anna Berger", says="settled", asks=True),
            lang,
            offers=asking_offers(lang),
        ),
        "status_asks_contact": letter(
            StatusChanged("OPEN", "RELEASED", ordered=("Heizung Meier GmbH",), asks_contact=True),
            lang,
            to=(replace(called, language=lang),),
            reporter=called,
            ticket=replace(TICKET, status=Status.RELEASED),
            offers=contact_offers(lang),
        ),
        "new_ticket_legal_reminder": to_manager(
            NewTicket(
                threat,
                MORNING,
                "Anna Berger",
                role="tenant",
                is_legal=True,
                deadline=date(2025, 11, 1),
                is_reminder=True,
            ),
            lang,
            ticket=replace(TICKET, flags=frozenset({Flag.LEGAL})),
        ),
    }


def _preferring(lang: str) -> dict[str, Letter]:
    house: dict[str, Any] = {"ticket": None, "reporter": None, "category_label": "", "place": ""}
    asked = {
        f"prefer_{wish}": tuple(offer(other, lang) for other in WISHES if other is not act)
        for act, wish in WISHES.items()
    } | {"prefer_unproven": (offer(Act.DAILY, lang),)}
    word = printed(Act.DAILY, lang)
    return {
        f"noted_{what}": letter(
            Noted(what, word if what == "prefer_unproven" else ""), lang, offers=shown, **house
        )
        for what, shown in asked.items()
    }
