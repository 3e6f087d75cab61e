"""Whoever belongs to several houses gets one mail of what was small in all of them, each under its name."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import Connection, delete, insert, select, update

from hauspost.desk.houses import Notify
from hauspost.store import schema
from hauspost.store.revoking import revoke_house_mails
from tests.golden_mails import check_golden
from tests.house import ANNA, HANSEN, HARBOUR, MILLER, SABINE, YILDIZ, House, text_of

ANNA_ID, LIME, QUAY = "1001", "LW12", "HS5"
LIME_NAMED, QUAY_NAMED = "\r\nLindenweg 12-14\r\n", "\r\nHafenstraße 5\r\n"


def written(house: House, *statements: Any) -> None:
    def write(connection: Connection) -> None:
        for statement in statements:
            connection.execute(statement)

    house.gateway.database.write(write)


def owns_at_the_quay(house: House) -> None:
    role = {"person": ANNA_ID, "property": QUAY, "unit": "", "role": "owner", "valid_from": date(2020, 1, 1)}
    persons = schema.persons
    daily = update(persons).where(persons.c.id == ANNA_ID).values(notify=Notify.DAILY)
    written(house, insert(schema.role_assignments).values(role), daily)


@pytest.fixture
def two_houses(house: House) -> House:
    owns_at_the_quay(house)
    return house


def small_things(house: House) -> None:
    house.writes(YILDIZ, "Im Treppenhaus Haus 12 brennt keine Lampe.", subject="Licht")
    house.writes(HANSEN, "Die Tonnen im Hof wurden nicht geleert.", to=HARBOUR, subject="Müll")


def evenings(house: House, address: str) -> list[str]:
    return [
        text_of(mail)
        for mail, kind in zip(house.mails_to(address), house.kinds_to(address), strict=True)
        if kind == "evening"
    ]


def keys_alive(house: House) -> list[bool]:
    mails = schema.mails
    here = select(mails.c.revoked_at).where(mails.c.kind == "evening", mails.c.address == ANNA)
    with house.gateway.database.read() as connection:
        return [at is None for at in connection.execute(here).scalars()]


def role_ends(house: House, place: str) -> None:
    roles = schema.role_assignments
    gone = delete(roles).where(roles.c.person == ANNA_ID, roles.c.property == place)

    def write(connection: Connection) -> None:
        connection.execute(gone)
        revoke_house_mails(connection, ANNA_ID, place, house.now)

    house.gateway.database.write(write)


def test_both_houses_stand_in_one_mail_under_their_names(two_houses: House) -> None:
    house = two_houses
    small_things(house)
    house.later(hours=7)
    (told,) = evenings(house, ANNA)
    assert told.index(LIME_NAMED) < told.index("T-1001") < told.index(QUAY_NAMED) < told.index("T-1002")
    (other,) = evenings(house, MILLER)
    assert "T-1002" not in other
    assert LIME_NAMED not in other
    check_golden(house, "daily_of_two_houses")


def test_houses_with_hours_of_their_own_still_send_one_mail_a_day_at_the_earliest(two_houses: House) -> None:
    house, properties = two_houses, schema.properties
    early = update(properties).where(properties.c.id == QUAY).values(policy={"digest_hour": "8"})
    written(house, early)
    small_things(house)  # on Tuesday at noon
    house.later(hours=19)  # Wednesday, 7:00
    assert evenings(house, ANNA) == []
    house.later(hours=2)
    (told,) = evenings(house, ANNA)
    assert told.index("T-1001") < told.index("T-1002")
    house.writes(YILDIZ, "Die Tonnen im Hof wurden nicht geleert.", subject="Müll")
    house.later(hours=14)  # Wednesday, 23:00: the other house's 18:00 brings nothing
    assert len(evenings(house, ANNA)) == 1
    house.later(hours=10)
    assert len(evenings(house, ANNA)) == 2


def test_a_line_of_either_house_is_answered_by_its_number_and_stumm_ends_both(two_houses: House) -> None:
    house = two_houses
    small_things(house)
    house.later(hours=7)
    mail = house.last_to(ANNA)
    for number in (1001, 1002):
        house.answers(ANNA, mail, f"T-{number} ICH AUCH")
        assert house.verdicts()[-1] == ("done", "me_too")
    house.answers(ANNA, mail, "STUMM")
    small_things(house)
    house.later(days=1)
    assert len(evenings(house, ANNA)) == 1


def test_what_became_private_leaves_no_heading_behind(two_houses: House) -> None:
    house = two_houses
    small_things(house)
    harbour = next(m for m in house.mails_to(SABINE) if "T-1002" in str(m.message["Subject"]))
    house.answers(SABINE, harbour, "PRIVAT", auth="pass")
    house.later(hours=7)
    (told,) = evenings(house, ANNA)
    assert "T-1001" in told
    assert "T-1002" not in told
    assert QUAY_NAMED not in told
    assert "lindenweg12@" in str(house.last_to(ANNA).message["From"])


def test_the_key_lives_as_long_as_one_of_the_houses_is_the_readers(two_houses: House) -> None:
    house = two_houses
    small_things(house)
    house.later(hours=7)
    role_ends(house, QUAY)
    assert keys_alive(house) == [True]
    role_ends(house, LIME)
    assert keys_alive(house) == [False]


def test_a_house_whose_role_ended_before_the_mail_left_is_left_out_and_the_other_is_told(
    two_houses: House,
) -> None:
    house = two_houses
    small_things(house)
    house.relay.answers("rcpt", "451 4.3.0 later")
    house.later(hours=7)
    role_ends(house, QUAY)
    house.relay.behaves()
    house.later(minutes=30)
    house.later(minutes=2)
    (told,) = evenings(house, ANNA)
    assert "T-1001" in told
    assert "T-1002" not in told


def test_a_house_that_only_managers_read_of_shares_no_mail_with_one_that_is_open(two_houses: House) -> None:
    house = two_houses
    properties = schema.properties
    rehearses = update(properties).where(properties.c.id == QUAY).values(policy={"sending": "managers"})
    written(house, rehearses)
    small_things(house)
    house.later(hours=7)
    (told,) = evenings(house, ANNA)
    assert "T-1002" not in told
    assert any("T-1002" in text for text in evenings(house, SABINE))


def test_an_answer_that_names_no_house_is_asked_which_and_not_called_as_the_list_was(
    two_houses: House,
) -> None:
    house = two_houses
    small_things(house)
    house.later(hours=7)
    house.answers(ANNA, house.last_to(ANNA), "Bei mir ist das Fenster undicht.")
    assert house.verdicts()[-1] == ("held", "no_property")
    assert house.kinds_to(ANNA)[-1] == "which_house"
    house.answers(ANNA, house.last_to(ANNA), "Lindenweg")
    own = house.tickets()[-1]
    assert (own.property_id, own.subject) == (LIME, "Fenster & Rollläden")


def not_taken_in_the_evening(house: House) -> None:
    house.relay.answers("rcpt", "451 4.3.0 later")
    house.later(hours=7)
    house.relay.behaves()


def test_a_ticket_that_moved_to_a_house_that_sends_nothing_holds_up_no_other_line(two_houses: House) -> None:
    house, properties = two_houses, schema.properties
    silent = update(properties).where(properties.c.id == QUAY).values(policy={"sending": "off"})
    written(house, silent)
    house.writes(YILDIZ, "Im Treppenhaus Haus 12 brennt keine Lampe.", subject="Licht")
    house.writes(YILDIZ, "Im Innenhof wuchert die Hecke.", subject="Hecke")
    hedge = next(m for m in house.mails_to(SABINE) if "T-1002" in str(m.message["Subject"]))
    not_taken_in_the_evening(house)
    house.answers(SABINE, hedge, "PRIVAT", auth="pass")
    for word in ("OBJEKT HS5", "ÖFFENTLICH"):
        house.answers(SABINE, house.last_to(SABINE), word, auth="pass")
    for _ in range(3):
        house.later(minutes=20)
    (told,) = evenings(house, ANNA)
    assert "T-1001" in told
    assert "T-1002" not in told


def test_a_mail_that_could_not_leave_before_one_of_its_houses_sleeps_waits_for_the_morning(
    two_houses: House,
) -> None:
    house, properties = two_houses, schema.properties
    for place, hours in ((LIME, "20-7"), (QUAY, "off")):
        rule = {"quiet_hours": hours}
        written(house, update(properties).where(properties.c.id == place).values(policy=rule))
    small_things(house)
    not_taken_in_the_evening(house)
    house.later(minutes=90)  # 20:30
    assert evenings(house, ANNA) == []
    house.later(hours=12)
    assert len(evenings(house, ANNA)) == 1
