"""A date that a resident was told holds, or the resident hears that it does not; never in the firm's words."""

from collections.abc import Callable

import pytest

from tests.house import ANNA, SABINE, House, text_of

MEIER = "auftrag@heizung-meier.example"


@pytest.fixture
def dated(house: House) -> House:
    """Anna knows that the firm comes on Thursday, 16 to 18 h."""
    house.writes(ANNA, "Der Heizkörper im Bad wird nicht warm.")
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Meier max 300 €")
    house.answers(MEIER, house.last_to(MEIER), "zugesagt, Do 16.10. 16-18 Uhr")
    assert house.kinds_to(ANNA)[-1] == "appointment"
    return house


def by_office(house: House) -> None:
    house.answers(SABINE, house.last_to(SABINE), "STORNIEREN")


def by_firm(house: House) -> None:
    house.answers(MEIER, house.last_to(MEIER), "Kanarienvogel, das können wir leider nicht übernehmen.")


def by_moving(house: House) -> None:
    house.answers(MEIER, house.last_to(MEIER), "Wir müssen den Termin leider verschieben.")


@pytest.mark.parametrize("taken_back", [by_office, by_firm, by_moving])
def test_whoever_waits_for_a_firm_hears_that_it_does_not_come(
    dated: House, taken_back: Callable[[House], None]
) -> None:
    taken_back(dated)
    assert dated.kinds_to(ANNA).count("appointment_off") == 1
    told = " ".join(text_of(dated.last_to(ANNA)).replace("\u00a0", " ").split())
    assert "der Termin am Do, 16.10.2025, 16-18 Uhr findet nicht statt. Wir melden uns." in told
    assert "Kanarienvogel" not in told


def test_a_date_that_is_over_is_not_called_off(dated: House) -> None:
    dated.later(days=3)
    by_office(dated)
    assert "appointment_off" not in dated.kinds_to(ANNA)


def test_a_firm_that_never_named_a_date_is_taken_back_without_a_word_to_the_resident(house: House) -> None:
    house.writes(ANNA, "Der Heizkörper im Bad wird nicht warm.")
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Meier max 300 €")
    house.answers(SABINE, house.last_to(SABINE), "STORNIEREN")
    assert "appointment_off" not in house.kinds_to(ANNA)


@pytest.mark.parametrize("words", ["Wir kommen Fr 17.10. 9-11 Uhr.", "Es war niemand da."])
def test_a_firm_s_word_on_a_ticket_that_is_done_reaches_nobody_without_a_manager(
    dated: House, words: str
) -> None:
    order = dated.last_to(MEIER)
    dated.answers(SABINE, dated.last_to(SABINE), "ERLEDIGT")
    told = len(dated.mails_to(ANNA))
    dated.answers(MEIER, order, words)
    assert len(dated.mails_to(ANNA)) == told
    assert dated.kinds_to(SABINE)[-1] == "firm_report"
    dated.answers(SABINE, dated.last_to(SABINE), "OK")
    assert len(dated.mails_to(ANNA)) == told + 1
