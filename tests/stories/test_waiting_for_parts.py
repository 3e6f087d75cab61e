"""M35: it runs for the time being and a part is ordered: told to the resident, and not done."""

from tests.golden_mails import check_golden
from tests.house import ANNA, MILLER, SABINE, House, text_of

MEIER = "auftrag@heizung-meier.example"
PROVISIONAL = (
    "Pumpe provisorisch in Gang gesetzt. Ersatzteil bestellt, Lieferung ca. KW 44, dann Restarbeiten."
)


def ordered(house: House) -> None:
    house.writes(ANNA, "Der Heizkörper im Bad wird nicht warm.")
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Meier")
    house.answers(MEIER, house.last_to(MEIER), "zugesagt")


def spoken(house: House, address: str) -> str:
    return " ".join(text_of(house.last_to(address)).replace("\u00a0", " ").split())


def test_it_runs_for_the_time_being(house: House) -> None:
    ordered(house)
    house.answers(MEIER, house.last_to(MEIER), PROVISIONAL, client="gmail")
    ticket = house.ticket()
    assert (str(ticket.status), str(ticket.orders[0].phase)) != ("DONE", "reported_done")
    assert str(ticket.orders[0].phase) == "waiting_parts"
    told = spoken(house, ANNA)
    assert "vorläufig behoben, ein Ersatzteil ist bestellt" in told
    assert "ab Mo, 27.10.2025" in told
    check_golden(house, "m35_waiting_for_parts")


def test_a_part_alone_is_ordered_and_nothing_is_mended(house: House) -> None:
    ordered(house)
    house.answers(MEIER, house.last_to(MEIER), "Ersatzteil bestellt.", client="gmail")
    assert "vorläufig" not in spoken(house, ANNA)
    assert "Ein Ersatzteil ist bestellt." in spoken(house, ANNA)
    house.answers(
        MEIER, house.last_to(MEIER), "Ersatzteil ist noch nicht da, bestellt ist es.", client="thunderbird"
    )
    assert house.kinds_to(ANNA).count("waiting_for_parts") == 1


def test_an_english_resident_reads_it_in_english(house: House) -> None:
    house.writes(MILLER, "The radiator in the bathroom is cold.", subject="Heating")
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Meier")
    house.answers(MEIER, house.last_to(MEIER), PROVISIONAL)
    assert "fixed for the time being, a part has been ordered" in spoken(house, MILLER)


def test_of_a_ticket_that_is_over_the_resident_hears_nothing(house: House) -> None:
    ordered(house)
    house.answers(SABINE, house.last_to(SABINE), "ERLEDIGT")
    before = house.kinds_to(ANNA)
    house.answers(MEIER, house.last_to(MEIER), PROVISIONAL, client="gmail")
    assert house.kinds_to(ANNA) == before
