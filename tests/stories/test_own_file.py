"""AKTE asked by a resident shows the own conversation, and nothing of the office, of firms or of neighbours."""

from collections.abc import Iterator

import pytest

from hauspost.desk.policy import Policy
from tests.golden_mails import check_golden
from tests.house import ANNA, KRAUSE, MILLER, SABINE, YILDIZ, House, house_on, text_of
from tests.oracle.importing import import_tables

MEIER = "auftrag@heizung-meier.example"


@pytest.fixture
def slow_house(furnished_url: str) -> Iterator[House]:
    with house_on(furnished_url, Policy(hold_minutes=3)) as built:
        yield built


def spoken(house: House, address: str) -> str:
    return " ".join(text_of(house.last_to(address)).replace("\u00a0", " ").split())


def conversation(house: House) -> None:
    house.writes(ANNA, "Der Heizkörper im Bad wird nicht warm.")
    new = house.last_to(SABINE)
    house.answers(SABINE, new, "INTERN: zahlt nicht pünktlich")
    house.answers(SABINE, new, "BEAUFTRAGEN Meier max 300 €", client="gmail")
    house.answers(MEIER, house.last_to(MEIER), "Wird teurer, 450 €")
    house.answers(SABINE, new, "Guten Tag Frau Berger,\nes kommt jemand.", client="iphone")


def test_it_shows_the_own_words_the_office_s_and_the_status_and_nothing_else(house: House) -> None:
    conversation(house)
    house.answers(ANNA, house.mails_to(ANNA)[0], "AKTE")
    assert house.kinds_to(ANNA)[-1] == "own_file"
    said = spoken(house, ANNA)
    for part in ("Der Heizkörper im Bad wird nicht warm.", "es kommt jemand", "Freigegeben"):
        assert part in said
    for part in ("pünktlich", "450", "300", "Meier", "Regel"):
        assert part not in said
    check_golden(house, "own_file")


def test_of_a_flat_that_was_written_to_as_one_each_reads_the_own_answers_alone(house: House) -> None:
    """Who shares a flat and no mailbox was asked by the same mail; what one answers is no other's."""
    lodger = "uwe.brandt@post.example"
    tables = {
        "persons.csv": f"Personennummer;Anrede;Vorname;Nachname;E-Mail\n1099;Herr;Uwe;Brandt;{lodger}\n",
        "roles.csv": "Personennummer;Objektnummer;Einheitsnummer;Rolle\n1099;LW12;WE03;Mieter\n",
    }
    import_tables(house.gateway.database, {n: t.encode() for n, t in tables.items()}, at=house.now)
    house.writes(SABINE, "AN WE03: Bitte nennen Sie einen Tag für den Ableser.", subject="Ableser")
    house.answers(lodger, house.last_to(lodger), "Am Montag, ich bin krank.")
    house.answers(ANNA, house.last_to(ANNA), "Dienstag.")
    house.answers(ANNA, house.last_to(ANNA), "AKTE", client="gmail")
    said = spoken(house, ANNA)
    assert "Dienstag." in said
    assert "Bitte nennen Sie einen Tag" in said
    for part in ("Montag", "krank", "Brandt"):
        assert part not in said


def test_by_its_number_too_and_in_english(house: House) -> None:
    house.writes(MILLER, "My radiator is cold.", subject="Heating")
    house.writes(MILLER, "FILE T-1001", subject="")
    assert house.kinds_to(MILLER)[-1] == "own_file"
    assert "My radiator is cold." in spoken(house, MILLER)


def test_what_waits_for_the_hold_time_is_not_in_it(slow_house: House) -> None:
    house = slow_house
    house.writes(ANNA, "Der Heizkörper im Bad wird nicht warm.")
    house.answers(SABINE, house.last_to(SABINE), "FREIGEBEN\nGuten Tag Frau Berger,\nes kommt jemand.")
    house.answers(ANNA, house.mails_to(ANNA)[0], "AKTE")
    said = spoken(house, ANNA)
    assert "wird nicht warm" in said
    assert "es kommt jemand" not in said.partition("VERLAUF")[2]
    house.answers(SABINE, house.last_to(SABINE), "STOPP")
    house.later(minutes=5)
    house.answers(ANNA, house.mails_to(ANNA)[0], "AKTE", client="gmail")
    assert "es kommt jemand" not in spoken(house, ANNA)
    assert "Offen" not in spoken(house, ANNA).partition("VERLAUF")[2].partition("Stand")[0]


@pytest.mark.parametrize("who", [YILDIZ, KRAUSE])
def test_another_s_file_and_a_caretaker_s_word_are_refused(house: House, who: str) -> None:
    house.writes(ANNA, "Der Heizkörper im Bad wird nicht warm.")
    house.writes(who, "AKTE T-1001", subject="")
    assert "own_file" not in house.kinds_to(who)
    assert "Heizkörper" not in "".join(text_of(mail) for mail in house.mails_to(who))


def test_a_sentence_about_files_is_a_message(house: House) -> None:
    house.writes(ANNA, "Der Heizkörper im Bad wird nicht warm.")
    house.answers(ANNA, house.last_to(ANNA), "Akte liegt beim Anwalt.")
    assert house.kinds_to(SABINE)[-1] == "person_wrote"
