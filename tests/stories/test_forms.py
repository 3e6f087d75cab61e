"""What residents fill in on the company's website becomes their own report."""

from collections.abc import Iterator

import pytest

from hauspost.desk.forms import Form
from tests.house import ANNA, HOUSE, SABINE, STRANGER, House, house_on, text_of

WEBSITE = "kontakt@hv-sonnenschein.example"
FORM = Form(WEBSITE, "E-Mail", "Wohnung", "Nachricht")


@pytest.fixture
def house(furnished_url: str) -> Iterator[House]:
    with house_on(furnished_url, forms=(FORM,)) as built:
        yield built


def filled(address: str, words: str, unit: str = "WE03") -> str:
    return f"Neue Nachricht\n\nE-Mail: {address}\nWohnung: {unit}\nNachricht: {words}\n"


def test_a_report_on_the_website_is_the_resident_s_and_she_hears_of_it(house: House) -> None:
    words = filled(ANNA, "Der Heizkörper im Bad bleibt kalt.")
    house.writes(WEBSITE, words, subject="Kontaktformular", Auto_Submitted="auto-generated")
    ticket = house.ticket()
    assert (ticket.reporter, ticket.category, ticket.unit) == ("1001", "heating", "WE03")
    assert house.kinds_to(ANNA) == ["acknowledgement"]
    assert "Der Heizkörper im Bad bleibt kalt." in text_of(house.last_to(SABINE))
    assert house.mails_to(WEBSITE) == []


def test_a_form_never_answers_or_commands_for_anybody(house: House) -> None:
    house.writes(ANNA, "Der Heizkörper im Bad bleibt kalt.")
    number = house.ticket().number
    house.writes(WEBSITE, filled(SABINE, "ERLEDIGT"), subject=f"[T-{number}]")
    assert [str(t.status) for t in house.tickets() if t.number == number] == ["OPEN"]


def test_what_a_stranger_fills_in_waits_for_the_managers_and_is_answered_to_nobody(house: House) -> None:
    house.writes(WEBSITE, filled(STRANGER, "Bitte um Rückruf"), subject="Kontaktformular")
    assert house.tickets() == []
    assert len(house.held()) == 1
    assert house.mails_to(STRANGER) == []


def test_a_form_that_is_forged_opens_nothing(house: House) -> None:
    house.writes(WEBSITE, filled(ANNA, "Der Heizkörper bleibt kalt."), auth="fail", to=HOUSE)
    assert house.tickets() == []
    assert house.mails_to(ANNA) == []
