"""Knows that no fault ends the intake, and that what is not a mail's own fault costs it no attempt."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from hauspost.gateway.parser_process import BOMB
from tests.house import ANNA, DESK, HOUSE, SABINE, TIM, House, house_on
from tests.relay import eventually
from tests.sample import load_sample

WEDGE = "CREATE TRIGGER wedge {when} BEGIN SELECT RAISE(ABORT, 'wedged'); END"
NO_ALERT = WEDGE.format(when="BEFORE INSERT ON notices WHEN NEW.kind = 'alert'")
NO_QUARANTINE = WEDGE.format(when="BEFORE UPDATE ON arrivals WHEN NEW.state = 'quarantined'")


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("intake") / "hauspost.db"
    load_sample(f"sqlite:///{file}")
    return file


@pytest.fixture
def house(furnished: Path, tmp_path: Path) -> Iterator[House]:
    file = tmp_path / "hauspost.db"
    file.write_bytes(furnished.read_bytes())
    with house_on(f"sqlite:///{file}", shares_parser=False) as built:  # which some of these mails kill
        yield built


def executes(house: House, statement: str) -> None:
    house.gateway.database.write(lambda connection: connection.execute(text(statement)))


def a_mail_that_kills_its_parser(house: House, monkeypatch: pytest.MonkeyPatch, *, to: str = HOUSE) -> None:
    """After two of its three attempts."""
    monkeypatch.setenv(BOMB, "kill:bomb@post.example")
    mail = f"From: {ANNA}\nTo: {to}\nMessage-ID: <bomb@post.example>\nSubject: Heizung\n\nEs ist kalt.\n"
    house.receives(mail.encode(), mail_from=ANNA, rcpt_to=to)
    house.later(seconds=3)
    assert [(row.state, row.attempts) for row in house.arrivals()] == [("received", 2)]


def test_a_mail_that_fails_three_times_is_set_aside_and_the_manager_is_told_once(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_mail_that_kills_its_parser(house, monkeypatch)
    house.later(seconds=3)
    house.later(hours=1)
    assert [state for state, _ in house.verdicts()] == ["quarantined"]
    assert house.kinds_to(SABINE) == ["alert"]


def test_the_alert_goes_to_a_manager_who_decides_at_the_house_now(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = "person = '9001' AND property = 'LW12'"  # she still manages another house
    executes(house, f"UPDATE role_assignments SET valid_to = '2025-10-01' WHERE {left}")
    a_mail_that_kills_its_parser(house, monkeypatch)
    house.later(seconds=3)
    assert (house.kinds_to(SABINE), house.kinds_to(TIM)) == ([], ["alert"])


def test_a_mail_to_no_house_that_is_set_aside_is_told_to_every_manager(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_mail_that_kills_its_parser(house, monkeypatch, to=DESK)
    house.later(seconds=3)
    assert (house.kinds_to(SABINE), house.kinds_to(TIM)) == (["alert"], ["alert"])


def test_a_mail_is_set_aside_even_if_nobody_can_be_told_of_it(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_mail_that_kills_its_parser(house, monkeypatch)
    executes(house, NO_ALERT)
    house.later(seconds=3)
    assert [state for state, _ in house.verdicts()] == ["quarantined"]
    assert house.kinds_to(SABINE) == []


def test_a_row_that_cannot_be_read_sets_the_mail_aside_without_an_alert(house: House) -> None:
    executes(house, "UPDATE properties SET phones = '{torn' WHERE mailbox = 'lindenweg12'")
    house.writes(ANNA, "Die Heizung ist kalt.")
    house.later(seconds=3)
    house.later(seconds=3)
    assert [state for state, _ in house.verdicts()] == ["quarantined"]


def test_the_thread_that_takes_mails_outlives_a_fault_while_one_is_set_aside(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_mail_that_kills_its_parser(house, monkeypatch)
    executes(house, NO_QUARANTINE)
    house.now = house.now.replace(minute=30)
    house.gateway.intake.start()
    eventually(lambda: house.arrivals()[0].attempts == 3)
    house.gateway.intake.wake()
    house.writes(ANNA, "Auch das Licht ist aus.", subject="Licht")
    eventually(lambda: house.arrivals()[1].state == "done")
    executes(house, "DROP TRIGGER wedge")
    house.now = house.now.replace(minute=40)  # its lease is over
    house.gateway.intake.wake()
    eventually(lambda: house.arrivals()[0].state == "quarantined")


def test_a_parser_that_cannot_be_started_costs_a_mail_no_attempt(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(sys, "executable", "/no/such/python")
        house.writes(ANNA, "Die Heizung ist kalt.")
        for _ in range(5):
            house.later(seconds=3)
        assert [(row.state, row.attempts) for row in house.arrivals()] == [("received", 0)]
    house.later(seconds=3)
    assert [(row.state, row.attempts) for row in house.arrivals()] == [("done", 1)]
