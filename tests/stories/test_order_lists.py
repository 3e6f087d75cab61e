"""C3: on Mondays a firm gets its open orders in one mail, and answers line by line, each at its own order."""

from collections.abc import Iterator

import pytest

from hauspost.desk.policy import Policy
from tests.golden_mails import check_golden
from tests.house import ANNA, HANSEN, HARBOUR, KRAUSE, SABINE, STRANGER, YILDIZ, House, house_on, text_of

MEIER = "auftrag@heizung-meier.example"


@pytest.fixture
def monday_house(furnished_url: str) -> Iterator[House]:
    with house_on(furnished_url, Policy(order_list="monday", contact_release="no")) as built:
        yield built


def ordered(house: House) -> None:
    """Two orders of one firm at two houses."""
    house.writes(ANNA, "Der Heizkörper im Bad wird nicht warm.")
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Meier bis 16.10.")
    house.writes(HANSEN, "Die Heizung in der Küche bleibt kalt.", to=HARBOUR)
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Meier")


def until_monday(house: House, hours: float = 20.5) -> None:
    """Tuesday noon in Berlin, then the next Monday: at 8:30."""
    house.later(days=5)
    house.later(hours=hours)


def lists(house: House) -> int:
    return house.kinds_to(MEIER).count("order_list")


def phases(house: House) -> list[str]:
    return [str(o.phase) for t in house.tickets() for o in t.orders]


def test_one_mail_for_all_orders_the_overdue_first(monday_house: House) -> None:
    house = monday_house
    ordered(house)
    until_monday(house)
    assert lists(house) == 1
    told = text_of(house.last_to(MEIER))
    check_golden(house, "order_list")
    assert (
        told.index("ÜBERFÄLLIG")
        < told.index("A-1001-1", told.index("ÜBERFÄLLIG"))
        < told.index("OFFEN", told.index("ÜBERFÄLLIG"))
    )
    assert "2 offene Aufträge" in told
    assert "Berger" not in told


def test_not_before_the_office_opens_and_once_a_week(monday_house: House) -> None:
    house = monday_house
    ordered(house)
    until_monday(house, hours=19.5)  # 7:30
    assert lists(house) == 0
    house.later(hours=1)
    house.later(hours=1)
    house.later(days=3)
    assert lists(house) == 1
    house.later(days=4)
    assert lists(house) == 2


def test_each_line_is_heard_at_its_own_order(monday_house: House) -> None:
    house = monday_house
    ordered(house)
    until_monday(house)
    house.answers(MEIER, house.last_to(MEIER), "A-1001-1 erledigt\nA-1002-1 Do 23.10. 9-11 Uhr")
    assert phases(house) == ["reported_done", "scheduled"]
    assert "23.10.2025" in text_of(house.last_to(HANSEN))
    assert len(house.tickets()) == 2


def test_the_list_on_request_is_answered_the_same_way(house: House) -> None:
    ordered(house)
    house.writes(MEIER, "LISTE", subject="")
    assert "A-1002-1" in text_of(house.last_to(MEIER))
    house.answers(MEIER, house.last_to(MEIER), "A-1001-1 erledigt\nA-1002-1 erledigt")
    assert phases(house) == ["reported_done", "reported_done"]


def test_a_number_that_is_not_theirs_is_answered_kindly(monday_house: House) -> None:
    house = monday_house
    ordered(house)
    house.writes(YILDIZ, "Im Treppenhaus Haus 12 brennt keine Lampe.", subject="Licht")
    until_monday(house)
    asked = next(m for m in reversed(house.mails_to(MEIER)) if "offene Aufträge" in text_of(m))
    house.answers(MEIER, asked, "A-1003-1 erledigt\nA-1001-1 erledigt")
    assert house.kinds_to(MEIER)[-1] == "not_understood"
    assert phases(house)[0] == "reported_done"
    assert [str(o.phase) for o in house.tickets()[2].orders] == ["dispatched"]


def test_no_list_ends_it_and_orders_stay(monday_house: House) -> None:
    house = monday_house
    ordered(house)
    until_monday(house)
    house.answers(MEIER, house.last_to(MEIER), "KEINE LISTE")
    house.later(days=7)
    assert lists(house) == 1
    assert phases(house) == ["dispatched", "dispatched"]


def test_its_unsubscribe_button_ends_it_and_nothing_else(monday_house: House) -> None:
    """As a firm's mail program writes it, from whichever account it has."""
    house = monday_house
    ordered(house)
    until_monday(house)
    stop = str(house.last_to(MEIER).message["List-Unsubscribe"]).strip("<>").removeprefix("mailto:")
    house.writes(STRANGER, "", to=stop, subject="", auth="none")
    assert house.verdicts()[-1] == ("done", "muted")
    house.later(days=7)
    assert lists(house) == 1
    assert phases(house) == ["dispatched", "dispatched"]
    house.answers(SABINE, house.last_to(SABINE), "STORNIEREN")
    assert "order_cancelled" in house.kinds_to(MEIER)


def test_whoever_has_nothing_open_gets_none(monday_house: House) -> None:
    house = monday_house
    ordered(house)
    for mail in house.mails_to(MEIER):
        house.answers(MEIER, mail, "Erledigt.")
    until_monday(house)
    assert lists(house) == 0


def test_off_by_default(house: House) -> None:
    ordered(house)
    until_monday(house)
    assert lists(house) == 0


def test_two_nodes_send_it_once(monday_house: House, furnished_url: str) -> None:
    ordered(monday_house)
    policy = Policy(order_list="monday", contact_release="no")
    with house_on(furnished_url, policy) as other:
        monday_house.later(days=5, hours=20.5)
        other.now = monday_house.now
        other.gateway.drain()
        monday_house.gateway.drain()
        with other.gateway.database.read() as connection:
            rows = connection.exec_driver_sql("select count(*) from notices where kind = 'order_list'").all()
    assert rows[0][0] == 1


def test_a_caretaker_gets_the_own_ones(monday_house: House) -> None:
    house = monday_house
    house.writes(YILDIZ, "Im Treppenhaus Haus 12 brennt keine Lampe.", subject="Licht")
    until_monday(house)
    assert house.kinds_to(KRAUSE).count("order_list") == 1
