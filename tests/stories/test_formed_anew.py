"""A mail that was written and has not left says, when it leaves, nothing that its reader may not read by then."""

from datetime import date

import pytest
from sqlalchemy import Connection, delete, select, update

from hauspost.desk.policy import Policy
from hauspost.store import schema
from tests.house import ANNA, MILLER, SABINE, YILDIZ, House, house_on, text_of


def two_lines(house: House) -> None:
    """A lamp and the bins, in one evening mail that the relay puts off."""
    house.writes(YILDIZ, "Im Treppenhaus Haus 12 brennt keine Lampe.", subject="Licht")
    house.writes(YILDIZ, "Die Tonnen im Hof wurden nicht geleert.", subject="Müll")
    house.relay.answers("rcpt", "451 4.3.0 later", to=MILLER)
    house.later(hours=6, minutes=1)
    assert house.kinds_to(MILLER) == []
    assert waiting(house) == ["queued"]
    house.relay.behaves()


def waiting(house: House) -> list[str]:
    mails = schema.mails
    query = select(mails.c.state).where(mails.c.address == MILLER).order_by(mails.c.id)
    with house.gateway.database.read() as connection:
        return list(connection.execute(query).scalars())


def owed(house: House) -> set[str]:
    notices = schema.notices
    query = select(notices.c.state).where(notices.c.address == MILLER)
    with house.gateway.database.read() as connection:
        return set(connection.execute(query).scalars())


def test_a_line_that_became_private_is_left_out_and_the_rest_is_told(house: House) -> None:
    two_lines(house)
    bins = house.last_to(SABINE)
    house.answers(SABINE, bins, "PRIVAT", auth="pass")
    house.later(minutes=5)
    assert house.kinds_to(MILLER) == ["evening"]
    assert "T-1001" in text_of(house.last_to(MILLER))
    assert "T-1002" not in text_of(house.last_to(MILLER))
    assert waiting(house) == ["cancelled", "sent"]


def test_with_nothing_left_there_is_no_mail(house: House) -> None:
    two_lines(house)
    for number in ("T-1001", "T-1002"):
        new = next(m for m in house.mails_to(SABINE) if number in str(m.message["Subject"]))
        house.answers(SABINE, new, "PRIVAT", auth="pass")
    house.later(minutes=5)
    assert house.kinds_to(MILLER) == []
    assert waiting(house) == ["cancelled"]
    assert owed(house) == {"cancelled"}


@pytest.mark.parametrize("is_gone", [True, False], ids=["removed", "over"])
def test_whoever_has_moved_out_meanwhile_gets_nothing(house: House, is_gone: bool) -> None:
    two_lines(house)
    roles = schema.role_assignments
    own = roles.c.person == "1004"

    def moves_out(connection: Connection) -> None:
        over = update(roles).where(own).values(valid_to=date(2025, 10, 1))
        connection.execute(delete(roles).where(own) if is_gone else over)

    house.gateway.database.write(moves_out)
    house.later(minutes=5)
    assert house.kinds_to(MILLER) == []
    assert owed(house) == {"cancelled"}
    house.later(days=2)
    assert house.kinds_to(MILLER) == []


def test_a_mail_about_one_ticket_is_not_written_again_for_who_may_not_read_it(house: House) -> None:
    house.relay.answers("rcpt", "451 4.3.0 later", to=MILLER)
    house.writes(YILDIZ, "Der Aufzug steht seit heute früh.", subject="Aufzug")
    house.relay.behaves()
    roles = schema.role_assignments

    def moves_out(connection: Connection) -> None:
        connection.execute(delete(roles).where(roles.c.person == "1004"))

    house.gateway.database.write(moves_out)
    house.later(minutes=5)
    assert house.kinds_to(MILLER) == []
    assert waiting(house) == ["cancelled"]
    assert owed(house) == {"cancelled"}


def test_everybody_else_gets_the_mail_as_it_was(house: House) -> None:
    two_lines(house)
    assert house.kinds_to(ANNA) == ["evening"]
    house.answers(SABINE, house.last_to(SABINE), "PRIVAT", auth="pass")
    house.later(minutes=5)
    assert house.kinds_to(ANNA) == ["evening"]


def test_a_copy_that_went_to_a_manager_instead_goes_to_the_one_in_charge_now(furnished_url: str) -> None:
    with house_on(furnished_url, Policy(sending="managers")) as house:
        house.relay.answers("rcpt", "451 4.3.0 later")
        house.writes(ANNA, "Der Heizkörper im Bad wird nicht warm.")
        house.relay.behaves()
        roles = schema.role_assignments

        def leaves(connection: Connection) -> None:
            connection.execute(delete(roles).where(roles.c.person == "9001"))

        house.gateway.database.write(leaves)
        house.later(minutes=5)
        assert house.mails_to(SABINE) == []
        assert any("Berger" in text_of(m) for m in house.relay.mails)


def test_what_is_withheld_twice_is_looked_at_a_minute_later_and_never_leaves(house: House) -> None:
    two_lines(house)
    house.relay.answers("rcpt", "451 4.3.0 later", to=MILLER)
    lamp, bins = (
        next(m for m in house.mails_to(SABINE) if number in str(m.message["Subject"]))
        for number in ("T-1001", "T-1002")
    )
    house.answers(SABINE, bins, "PRIVAT", auth="pass")
    house.later(minutes=5)
    assert waiting(house) == ["cancelled", "queued"]
    house.answers(SABINE, lamp, "PRIVAT", auth="pass")
    house.relay.behaves()
    house.later(minutes=10)
    assert waiting(house) == ["cancelled", "cancelled"]
    assert owed(house) == {"owed"}
    house.later(minutes=2)
    assert owed(house) == {"cancelled"}
    assert house.kinds_to(MILLER) == []
