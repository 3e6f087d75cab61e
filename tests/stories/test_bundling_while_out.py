"""BÜNDELN while a firm is on its way: it hears of the other flat in one short mail, and all of it can be taken back."""

from collections.abc import Iterator

import pytest

from hauspost.desk.policy import Policy
from tests.golden_mails import check_golden
from tests.house import ANNA, MILLER, SABINE, House, house_on, text_of

MEIER = "auftrag@heizung-meier.example"
COLD = "Bei mir ist die Heizung kalt. Ich bin nur vormittags da."


@pytest.fixture
def slow_house(furnished_url: str) -> Iterator[House]:
    with house_on(furnished_url, Policy(hold_minutes=3)) as built:
        yield built


def spoken(house: House, address: str) -> str:
    return " ".join(text_of(house.last_to(address)).replace("\u00a0", " ").split())


def out_and_another(house: House, words: str = COLD, *, order: str = "BEAUFTRAGEN Meier max 300 €") -> None:
    """Miller's order has left; then Anna reports the same."""
    house.writes(MILLER, "My radiator is cold", subject="Heating")
    house.answers(SABINE, house.last_to(SABINE), order)
    house.later(minutes=5)
    house.writes(ANNA, words, subject="Heizung")


def bundles(house: House) -> None:
    """In a mail on the ticket that is ordered already."""
    house.answers(SABINE, house.mails_to(SABINE)[0], "BÜNDELN T-1002", client="gmail", auth="pass")


def merged(house: House) -> dict[int, int | None]:
    return {t.number: t.merged_into for t in house.tickets()}


def test_the_firm_hears_of_the_other_flat_in_one_short_mail_and_gets_no_new_order(house: House) -> None:
    out_and_another(house)
    bundles(house)
    assert house.kinds_to(MEIER) == ["order", "order_extended"]
    said = spoken(house, MEIER)
    for part in (
        "ZUSATZ A-1001-1 · noch eine Wohnung",
        "Haus 12, 3. OG links, Klingel „Berger“",
        "vormittags",
        "Bei mir ist die Heizung kalt",
    ):
        assert part in said
    assert "die Firma erfährt, was dazukommt" in spoken(house, SABINE)
    assert "der Zusatz zum Auftrag" in spoken(house, SABINE)
    assert not any(b"Berger" in mail.octets for mail in house.mails_to(MILLER))
    house.answers(MEIER, house.last_to(MEIER), "Zugesagt, kommen Fr 17.10.2025 um 9 Uhr")
    assert [house.kinds_to(who)[-1] for who in (ANNA, MILLER)] == ["appointment", "appointment"]
    check_golden(house, "bundled_while_out")


def test_of_who_hides_the_firm_learns_nothing(house: House) -> None:
    out_and_another(house, f"{COLD} Bitte meinen Namen nicht nennen.")
    bundles(house)
    assert house.kinds_to(MEIER) == ["order"]
    assert "denn sie soll ohne Namen bleiben" in spoken(house, SABINE)


def test_a_text_of_the_manager_stands_for_the_other_flat_as_well(house: House) -> None:
    out_and_another(house, order="BEAUFTRAGEN Meier: Strang entlüften")
    bundles(house)
    said = spoken(house, MEIER)
    assert "Klingel „Berger“" in said
    assert "Bei mir ist die Heizung kalt" not in said


def test_a_firm_whose_ticket_is_taken_in_hears_of_the_flat_that_takes_it_in(house: House) -> None:
    out_and_another(house)
    house.answers(SABINE, house.last_to(SABINE), "BÜNDELN T-1001")
    assert house.kinds_to(MEIER) == ["order", "order_extended"]
    assert "Klingel „Berger“" in spoken(house, MEIER)
    assert "Klingel „Miller“" not in spoken(house, MEIER)
    house.answers(SABINE, house.last_to(SABINE), "RÜCKGÄNGIG")
    assert "lässt sich nicht zurücknehmen" in spoken(house, SABINE)
    assert merged(house) == {1001: 1002, 1002: None}


def test_stop_in_the_hold_time_parts_them_and_nobody_outside_has_heard(slow_house: House) -> None:
    house = slow_house
    out_and_another(house)
    before = len(house.mails_to(ANNA))
    bundles(house)
    assert "STOPP bis 12:08 Uhr: nichts geht hinaus, nichts ist geschehen" in spoken(house, SABINE)
    house.answers(SABINE, house.last_to(SABINE), "STOPP")
    assert "Angehalten: T-1002 steht wieder für sich." in spoken(house, SABINE)
    assert merged(house) == {1001: None, 1002: None}
    house.later(hours=1)
    assert house.kinds_to(MEIER) == ["order"]
    assert len(house.mails_to(ANNA)) == before
    assert [p.person for p in house.tickets()[1].participants] == ["1001"]
    assert "1001" not in {p.person for p in house.tickets()[0].participants}
    check_golden(house, "bundling_stopped")


def test_after_it_was_stopped_each_is_heard_in_the_own_ticket(slow_house: House) -> None:
    house = slow_house
    out_and_another(house)
    proposal = house.last_to(SABINE)
    bundles(house)
    house.answers(SABINE, house.last_to(SABINE), "STOPP")
    house.answers(ANNA, house.last_to(ANNA), "Es ist jetzt auch im Bad kalt.")
    assert [e.text for e in house.entries(1002)][-1] == "Es ist jetzt auch im Bad kalt."
    house.answers(SABINE, proposal, "NEIN")
    assert "schon beantwortet" not in spoken(house, SABINE)
    house.answers(SABINE, house.last_to(SABINE), "ERLEDIGT")
    assert [str(t.status) for t in house.tickets()] == ["RELEASED", "DONE"]


def test_undo_tells_the_firm_and_the_reporter_that_it_is_off(house: House) -> None:
    out_and_another(house)
    bundles(house)
    assert house.kinds_to(ANNA) == ["acknowledgement", "status"]
    house.answers(SABINE, house.last_to(SABINE), "RÜCKGÄNGIG")
    assert "Zurückgenommen: T-1002 steht wieder für sich." in spoken(house, SABINE)
    assert merged(house) == {1001: None, 1002: None}
    assert house.kinds_to(MEIER) == ["order", "order_extended", "order_extended"]
    assert "ENTFÄLLT A-1001-1 · eine Wohnung weniger" in spoken(house, MEIER)
    assert "vormittags" not in spoken(house, MEIER)
    assert house.kinds_to(ANNA) == ["acknowledgement", "status", "status"]
    assert "T-1002" in spoken(house, ANNA)
    house.answers(ANNA, house.mails_to(ANNA)[1], "Gut, ich warte.")
    assert [e.text for e in house.entries(1002)][-1] == "Gut, ich warte."
    check_golden(house, "bundling_undone")


def test_two_reports_of_one_line_are_parted_both(house: House) -> None:
    for author in (ANNA, MILLER, "f.yildiz@mail.example"):
        house.writes(author, "Bei mir ist die Heizung kalt.", subject="Heizung")
    house.answers(SABINE, house.last_to(SABINE), "BÜNDELN T-1001 T-1002")
    assert merged(house) == {1001: 1003, 1002: 1003, 1003: None}
    house.answers(SABINE, house.last_to(SABINE), "RÜCKGÄNGIG")
    assert merged(house) == {1001: None, 1002: None, 1003: None}
    for tag in ("T-1001", "T-1002"):
        assert f"{tag} steht wieder für sich" in spoken(house, SABINE)


def test_what_its_reporter_has_written_since_keeps_them_one_and_the_receipt_says_so(house: House) -> None:
    out_and_another(house)
    bundles(house)
    receipt = house.last_to(SABINE)
    house.answers(ANNA, house.last_to(ANNA), "Wann kommen Sie?")
    house.answers(SABINE, receipt, "RÜCKGÄNGIG")
    assert "Seither ist hier etwas anderes geschehen" in spoken(house, SABINE)
    assert merged(house) == {1001: None, 1002: 1001}


def test_a_date_that_both_were_told_keeps_them_one(house: House) -> None:
    out_and_another(house)
    bundles(house)
    receipt = house.last_to(SABINE)
    house.answers(MEIER, house.last_to(MEIER), "Zugesagt, kommen Fr 17.10.2025 um 9 Uhr")
    house.answers(SABINE, receipt, "RÜCKGÄNGIG")
    assert "Seither ist hier etwas anderes geschehen" in spoken(house, SABINE)
    assert merged(house) == {1001: None, 1002: 1001}


def test_the_newest_act_is_taken_back_first_and_the_bundling_by_a_second_word(house: House) -> None:
    out_and_another(house)
    bundles(house)
    house.answers(SABINE, house.last_to(SABINE), "IN BEARBEITUNG")
    house.answers(SABINE, house.last_to(SABINE), "RÜCKGÄNGIG")
    assert merged(house) == {1001: None, 1002: 1001}
    house.answers(SABINE, house.last_to(SABINE), "RÜCKGÄNGIG")
    assert merged(house) == {1001: None, 1002: None}
