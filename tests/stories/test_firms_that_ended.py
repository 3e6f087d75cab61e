"""A firm that works for the houses no longer finishes what it has, gets nothing more, and whoever names it hears so."""

from hauspost.desk.soundness_of_work import Work, lacks_of_work
from hauspost.store import registry
from tests.house import HANSEN, HARBOUR, SABINE, YILDIZ, House, text_of
from tests.stories.test_orders import DORN, MEIER, WOLF, phases, radiator
from tests.stories.test_revoking import imports

OVER = "Dienstleisternummer;Firma;Gewerke;E-Mail Aufträge;Ende\n"
MEIER_ENDS = f"{OVER}H1;Heizung Meier GmbH;Heizung;{MEIER};12.10.2025\n"
WOLF_ENDS = f"{OVER}S1;Sanitär Wolf;Sanitär;{WOLF};12.10.2025\n"


def words_to(house: House, address: str) -> str:
    return " ".join(text_of(house.last_to(address)).replace("\u00a0", " ").split())


def test_its_running_order_goes_on_and_check_names_it(house: House) -> None:
    radiator(house)
    house.answers(SABINE, house.last_to(SABINE), "OK")
    imports(house, "contractors.csv", MEIER_ENDS)
    house.answers(MEIER, house.last_to(MEIER), "Angenommen.")
    assert phases(house) == ["accepted"]
    with house.gateway.database.read() as connection:
        work = Work(firms=registry.firms(connection), running=registry.running_orders(connection))
    told = [finding.sentence for finding in lacks_of_work(work, day=house.now.date())]
    assert "Heizung Meier GmbH (H1) ended on 2025-10-12 and still has A-1001-1" in told


def test_no_rule_proposes_it_and_an_order_by_hand_says_why_not(house: House) -> None:
    imports(house, "contractors.csv", MEIER_ENDS)
    radiator(house)
    assert "Heizung Meier" not in text_of(house.last_to(SABINE))
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Meier")
    assert "Heizung Meier GmbH arbeitet laut Stammdaten nicht mehr für die Verwaltung" in words_to(
        house, SABINE
    )
    assert (house.kinds_to(MEIER), house.ticket().orders) == ([], ())


def test_a_proposal_that_is_answered_after_its_end_orders_nobody(house: House) -> None:
    radiator(house)
    proposal = house.last_to(SABINE)
    imports(house, "contractors.csv", MEIER_ENDS)
    house.answers(SABINE, proposal, "OK")
    assert "Bitte eine andere Firma nennen" in words_to(house, SABINE)
    assert house.kinds_to(MEIER) == []


def test_the_work_goes_to_who_has_the_trade_besides(house: House) -> None:
    imports(house, "contractors.csv", WOLF_ENDS)
    house.writes(HANSEN, "In der Küche tropft das Wasserrohr.", to=HARBOUR, subject="Wasser")
    house.later(hours=3)
    assert (house.kinds_to(WOLF), house.kinds_to(DORN)) == ([], ["order"])


def test_until_its_last_day_it_works_as_ever(house: House) -> None:
    imports(house, "contractors.csv", MEIER_ENDS.replace("12.10.2025", f"{house.now:%d.%m.%Y}"))
    house.writes(YILDIZ, "Die Heizung wird nicht warm.", subject="Heizung")
    assert "Heizung Meier" in text_of(house.last_to(SABINE))


def test_help_orders_nobody_who_works_no_longer(house: House) -> None:
    imports(house, "contractors.csv", MEIER_ENDS)
    radiator(house)
    house.answers(SABINE, house.last_to(SABINE), "HILFE")
    assert "BEAUFTRAGEN" in words_to(house, SABINE)
    assert "Meier" not in words_to(house, SABINE)


def test_a_rule_s_order_that_waits_past_its_end_is_proposed_to_the_next(house: House) -> None:
    house.writes(HANSEN, "In der Küche tropft das Wasserrohr.", to=HARBOUR, subject="Wasser")
    imports(house, "contractors.csv", WOLF_ENDS)
    house.later(hours=3)
    assert (house.kinds_to(WOLF), house.kinds_to(DORN), house.ticket().orders) == ([], [], ())
    assert house.kinds_to(SABINE)[-2:] == ["new_ticket", "new_ticket"]
    assert "VORSCHLAG" in words_to(house, SABINE)
    house.answers(SABINE, house.last_to(SABINE), "OK")
    assert house.kinds_to(DORN) == ["order"]
