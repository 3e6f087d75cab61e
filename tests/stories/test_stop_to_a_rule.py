"""STOPP to what a rule has ordered: nobody outside ever reads of an order that was stopped in time."""

from collections.abc import Iterator

import pytest

from hauspost.desk.policy import Policy
from tests.golden_mails import check_golden
from tests.house import ANNA, KRAUSE, SABINE, YILDIZ, House, house_on, text_of
from tests.stories.test_buttons import presses
from tests.stories.test_on_behalf import forwarded

LAMP = "Im Treppenhaus Haus 12 brennt eine Lampe nicht."


@pytest.fixture
def office(furnished_url: str) -> Iterator[House]:
    """Orders wait three minutes, the mails about them fifteen, as in a new installation."""
    with house_on(furnished_url, Policy(hold_minutes=3, fold_minutes=15)) as built:
        yield built


def spoken(house: House, address: str) -> str:
    return " ".join(text_of(house.last_to(address)).replace("\u00a0", " ").split())


def all_to(house: House, address: str) -> str:
    return "\n".join(text_of(mail) for mail in house.mails_to(address))


def phases(house: House) -> list[str]:
    return [str(o.phase) for o in house.ticket().orders]


def test_a_rule_s_order_waits_for_the_hold_time_and_then_leaves(office: House) -> None:
    office.writes(ANNA, LAMP, subject="Licht")
    assert office.kinds_to(KRAUSE) == []
    office.later(minutes=4)
    assert office.kinds_to(KRAUSE) == ["order"]
    assert office.kinds_to(ANNA) == ["acknowledgement"]
    office.later(minutes=12)
    assert office.kinds_to(ANNA) == ["acknowledgement", "status"]
    assert "Beauftragt ist Uwe Krause" in spoken(office, ANNA)


def test_stopped_in_the_hold_time_nothing_of_it_leaves(office: House) -> None:
    office.writes(ANNA, LAMP, subject="Licht")
    office.later(minutes=2)
    office.answers(SABINE, office.last_to(SABINE), "STOPP")
    assert "ANGEHALTEN · nichts ist hinausgegangen" in spoken(office, SABINE)
    assert (str(office.ticket().status), phases(office), office.ticket().flags) == (
        "OPEN",
        ["cancelled"],
        frozenset(),
    )
    office.later(hours=30)
    assert office.kinds_to(KRAUSE) == ["evening"], "as everybody of the house"
    assert "beauftragt" not in all_to(office, KRAUSE).casefold()
    assert office.kinds_to(ANNA) == ["acknowledgement"]
    assert "gemeldet" in all_to(office, YILDIZ)
    assert "beauftragt" not in all_to(office, YILDIZ).casefold()
    check_golden(office, "rule_stopped_in_time")
    office.answers(SABINE, office.last_to(SABINE), "AKTE")
    assert "angehalten, nie hinausgegangen" in spoken(office, SABINE)


def test_a_button_stops_it_and_pressed_twice_says_so(office: House) -> None:
    office.writes(ANNA, LAMP, subject="Licht")
    told = office.last_to(SABINE)
    presses(office, SABINE, told, "STOPP")
    assert phases(office) == ["cancelled"]
    presses(office, SABINE, told, "STOPP")
    assert "NICHTS ANZUHALTEN" in spoken(office, SABINE)
    office.later(hours=1)
    assert office.kinds_to(KRAUSE) == []


def test_stopped_after_it_left_the_firm_is_told_and_the_resident_never_reads_of_it(office: House) -> None:
    office.writes(ANNA, LAMP, subject="Licht")
    office.later(minutes=5)
    office.answers(SABINE, office.last_to(SABINE), "STOPP")
    assert office.kinds_to(KRAUSE) == ["order", "order_cancelled"]
    assert "wer schon davon weiß, erfährt es" in spoken(office, SABINE)
    assert str(office.ticket().status) == "OPEN"
    office.later(hours=30)
    assert office.kinds_to(ANNA) == ["acknowledgement"]
    assert "beauftragt" not in all_to(office, YILDIZ).casefold()


def test_stopped_after_the_resident_has_heard_the_status_stands(office: House) -> None:
    office.writes(ANNA, LAMP, subject="Licht")
    office.later(minutes=16)
    assert office.kinds_to(ANNA) == ["acknowledgement", "status"]
    office.answers(SABINE, office.last_to(SABINE), "STOPP")
    assert office.kinds_to(KRAUSE) == ["order", "order_cancelled"]
    assert str(office.ticket().status) == "RELEASED"


def test_stop_under_a_forwarded_mail_stops_the_order_and_keeps_the_ticket(office: House) -> None:
    office.writes(SABINE, forwarded("Anna Berger", ANNA, "Licht", LAMP), subject="WG: Licht")
    office.answers(SABINE, office.last_to(SABINE), "STOPP")
    assert (str(office.ticket().status), phases(office)) == ("OPEN", ["cancelled"])
    office.later(hours=1)
    assert office.kinds_to(KRAUSE) == []
    assert office.kinds_to(ANNA) == ["acknowledgement"]


def test_stop_means_what_she_did_last(office: House) -> None:
    """Her own newer words wait too: they are stopped first, the rule's order only by a second STOPP."""
    office.writes(ANNA, LAMP, subject="Licht")
    told = office.last_to(SABINE)
    office.later(minutes=1)
    office.answers(SABINE, told, "Guten Tag Frau Berger,\nwir sehen es uns an.")
    office.answers(SABINE, office.last_to(SABINE), "STOPP")
    assert phases(office) == ["dispatched"]
    office.answers(SABINE, told, "STOPP", client="iphone")
    assert phases(office) == ["cancelled"]
    office.later(hours=1)
    assert (office.kinds_to(KRAUSE), office.kinds_to(ANNA)) == ([], ["acknowledgement"])
