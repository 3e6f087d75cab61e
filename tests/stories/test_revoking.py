"""An ended office or a removed address takes its keys along, in the transaction of the import."""

from datetime import timedelta

from hauspost.desk.masterdata import compare
from hauspost.parsers.masterdata import read
from hauspost.store import masterdata
from tests.house import ANNA, HOUSE, SABINE, TIM, House, text_of

ENDED = "Personennummer;Objektnummer;Einheitsnummer;Rolle;Beginn;Ende\n9001;LW12;;Verwalterin;;01.10.2025\n"
MOVED = "Personennummer;Nachname;E-Mail\n1001;Berger;anna.neu@post.example\n"


def imports(house: House, name: str, table: str) -> None:
    def job(connection: object) -> None:
        stored = masterdata.stored(connection)  # type: ignore[arg-type]
        reading = read({name: table.encode()}, stored=stored)
        assert not reading.rejected
        masterdata.apply(connection, compare(stored, reading.records), at=house.now)  # type: ignore[arg-type]

    house.gateway.database.write(job)


def test_a_manager_whose_office_ended_steers_nothing_and_the_next_one_is_told(house: House) -> None:
    house.writes(ANNA, "Heizkörper kalt.")
    steering = house.last_to(SABINE)
    imports(house, "roles.csv", ENDED)
    house.answers(SABINE, steering, "ERLEDIGT", auth="pass")
    assert str(house.ticket().status) == "OPEN"
    assert house.verdicts()[-1] == ("held", "revoked")
    house.writes(ANNA, "Noch etwas.", to=HOUSE, subject="Licht")
    assert house.kinds_to(TIM)[-1] == "new_ticket"


def test_an_address_that_was_taken_away_opens_nothing_any_more(house: House) -> None:
    house.writes(ANNA, "Heizkörper kalt.")
    acknowledged = house.last_to(ANNA)
    imports(house, "persons.csv", MOVED)
    house.answers(ANNA, acknowledged, "Und noch etwas.")
    assert house.verdicts()[-1][0] == "held"
    house.answers(SABINE, house.mails_to(SABINE)[0], "Guten Tag Frau Berger, wir kommen.")
    assert "wir kommen" in text_of(house.last_to("anna.neu@post.example"))


def test_words_on_hold_for_an_address_that_changes_reach_the_new_one(patient_house: House) -> None:
    house = patient_house
    house.writes(ANNA, "Heizkörper kalt.")
    house.answers(SABINE, house.last_to(SABINE), "Guten Tag Frau Berger, wir kommen.")
    imports(house, "persons.csv", MOVED)
    house.now += timedelta(minutes=5)
    house.gateway.drain()
    told = house.mails_to("anna.neu@post.example") or house.mails_to(SABINE)[1:]
    assert told
