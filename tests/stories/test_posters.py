"""Whoever scans a poster writes a few words, and the house knows which place they are about."""

from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from hauspost.desk.houses import PropertyId
from hauspost.outbound.catalogue import language
from hauspost.outbound.papers import printed
from hauspost.outbound.posters import PLACES, poster
from hauspost.store import registry
from tests.house import ANNA, COMPANY, House
from tests.outbound.pages import code_on

WRITTEN = {
    "lift": ("lift", "Haus 12"),  # where the thing is the place, the category names it
    "bins": ("waste", "Müllplatz"),
    "boiler-room": ("heating", "Heizungskeller"),
    "entrance": ("", "Hauseingang"),
    "stairwell": ("", "Treppenhaus"),
    "cellar": ("", "Keller"),
    "laundry": ("", "Waschküche"),
    "garage": ("parking", "Tiefgarage"),
    "yard": ("", "Hof"),
}


def scanned(house: House, place: str, spoken: str) -> tuple[str, str]:
    """The address and the subject that a telephone writes into the new mail."""
    with house.gateway.database.read() as connection:
        shown = registry.load_property(connection, PropertyId("LW12"))
        known = registry.categories(connection)
    assert shown is not None
    grammar = house.gateway.plan.grammar
    made = poster(shown, place, company=COMPANY, known=known, grammar=grammar, language=language(spoken))
    link = urlsplit(code_on(printed(made.sheet).octets))
    return unquote(link.path), parse_qs(link.query)["subject"][0]


@pytest.mark.parametrize("spoken", ["de", "en"])
@pytest.mark.parametrize("place", PLACES)
def test_the_scanned_mail_opens_a_ticket_about_that_place(house: House, place: str, spoken: str) -> None:
    address, subject = scanned(house, place, spoken)
    words = "Hier stimmt etwas nicht." if spoken == "de" else "Something is wrong here."
    house.writes(ANNA, words, to=address, subject=subject)
    (ticket,) = house.tickets()
    category, written = WRITTEN[place]
    assert written in ticket.place
    assert not category or ticket.category == category
