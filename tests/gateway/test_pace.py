"""How fast mails leave where a relay counts them: never more than it allows, urgent ones first."""

import itertools
from dataclasses import dataclass

import pytest

from hauspost.desk.notices import NoticeKind
from hauspost.desk.notices_to_managers import Alert, PersonWrote
from hauspost.gateway.hand import MOST
from hauspost.gateway.outcomes import Patience
from hauspost.gateway.pace import Pace, Rate, pace
from tests.relay import STALL, ListeningRelay, eventually
from tests.wayout import ANNA, SABINE, House


@dataclass(slots=True)
class Watch:
    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


def moments(rates: tuple[Rate, ...], *, count: int) -> list[float]:
    """When so many mails leave that all wait from the beginning."""
    watch, left = Watch(), list[float]()
    turns = Pace(rates, watch)
    while len(left) < count:
        rest = turns.turn()
        if rest:
            watch.now += rest
        else:
            left.append(watch.now)
    return left


@pytest.mark.parametrize("mails", [1, 2, 7, 10, 30, 99, 500])
def test_no_stretch_of_time_holds_more_than_is_allowed_and_none_is_left_out(mails: int) -> None:
    left = moments((Rate(mails, 60.0),), count=3 * mails)
    for first, late in zip(left, left[mails:], strict=False):
        assert late - first >= 60.0 - 1e-3
    assert left[-1] - left[0] <= 3 * 60.0 / 0.9


def test_mails_follow_each_other_evenly_after_a_short_run() -> None:
    left = moments((Rate(60, 60.0),), count=60)
    gaps = [late - early for early, late in itertools.pairwise(left)]
    assert gaps[:5] == [0.0] * 5
    assert max(gaps[5:]) - min(gaps[5:]) < 1e-3
    assert max(gaps) < 1.2


def test_of_two_rates_the_narrower_one_counts() -> None:
    left = moments((Rate(10, 60.0), Rate(20, 3600.0)), count=21)
    assert left[20] - left[0] >= 3600.0 - 1e-3
    assert left[2] - left[0] >= 6.0


def test_it_is_known_whether_mails_wait_for_a_turn_or_for_something_else() -> None:
    watch = Watch()
    turns = Pace((Rate(10, 3600.0),), watch)
    assert not turns.is_holding_back()
    assert turns.turn() == 0.0
    assert turns.turn() > 0.0
    assert turns.is_holding_back()
    watch.now += 61.0
    assert not turns.is_holding_back(), "nobody asks any more: the senders stand still or the relay is away"


def test_a_turn_that_was_not_used_is_the_next_one_s() -> None:
    watch = Watch()
    turns = Pace((Rate(1, 60.0),), watch)
    assert turns.turn() == 0.0
    turns.give_back()
    assert turns.turn() == 0.0
    assert turns.turn() == pytest.approx(60.0)
    turns.give_back()
    turns.give_back()
    assert (turns.turn(), turns.turn() > 0.0) == (0.0, True)


def test_without_a_rate_nothing_waits() -> None:
    turns = pace(per_minute=0, per_hour=0)
    assert {turns.turn() for _ in range(1000)} == {0.0}


# ---- on the way out


def test_urgent_mails_take_the_first_turns_and_the_rest_waits_unharmed(
    house: House, server: ListeningRelay
) -> None:
    watch = Watch()
    dispatch = house.dispatch(server.url, pace=Pace((Rate(2, 3600.0),), watch))
    for number in range(3):
        house.writes_to_anna(f"Nachricht {number}")
    alert = {"to": SABINE, "persons": ("sabine",), "with_ticket": False, "kind": NoticeKind.ALERT}
    house.owes(Alert("quarantined"), **alert)  # type: ignore[arg-type]
    assert dispatch.drain(9.0) == {"formed": 4, "sent": 1}
    assert [mail.rcpt_to for mail in server.mails] == [SABINE]
    assert sorted(house.states()) == ["queued", "queued", "queued", "sent"]
    assert not any(row.attempts for row in house.mails() if row.state == "queued")
    for sent in (2, 3, 4):
        watch.now += 1800.0
        assert dispatch.drain(9.0) == {"sent": 1}
        assert len(server.mails) == sent
    assert len({mail.message_id for mail in server.mails}) == 4


def test_an_alarm_takes_the_next_turn_though_the_hand_was_full_when_it_was_raised(
    house: House, server: ListeningRelay, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hauspost.gateway.dispatch.POLL", 0.1)
    watch = Watch()
    dispatch = house.dispatch(server.url, pace=Pace((Rate(2, 3600.0),), watch))
    for number in range(MOST):
        house.writes_to_anna(f"Nachricht {number}")

    def is_claimed(mails: int) -> bool:
        return len([row for row in house.mails() if row.state == "sent" or row.worker]) == mails

    dispatch.start()
    dispatch.wake()
    eventually(lambda: len(server.mails) == 1 and is_claimed(MOST))
    house.owes(Alert("quarantined"), to=SABINE, persons=("sabine",), with_ticket=False, kind=NoticeKind.ALERT)
    dispatch.wake()
    eventually(lambda: is_claimed(MOST + 1))
    watch.now += 1800.0
    assert [mail.rcpt_to for mail in server.wait_for(2)[:2]] == [ANNA, SABINE]
    dispatch.stop(1.0)


def test_while_mails_wait_for_their_turn_that_is_known(house: House, server: ListeningRelay) -> None:
    paced = pace(per_minute=0, per_hour=1)
    dispatch = house.dispatch(server.url, pace=paced)
    house.writes_to_anna("Eins")
    house.writes_to_anna("Zwei")
    dispatch.start()
    dispatch.wake()
    try:
        eventually(lambda: len(server.mails) == 1)
        eventually(paced.is_holding_back)
    finally:
        dispatch.stop(1.0)
    assert len(server.mails) == 1


def test_the_threads_keep_the_pace_and_a_slow_domain_does_not_use_it_up(
    house: House, server: ListeningRelay
) -> None:
    watch = Watch()
    server.answers("rcpt", STALL, to=ANNA)
    dispatch = house.dispatch(
        server.url, pace=Pace((Rate(10, 60.0),), watch), patience=Patience(command=60.0)
    )
    for _ in range(3):
        house.writes_to_anna()
    house.owes(PersonWrote("Kalt!", "Anna Berger"), to=SABINE, persons=("sabine",))
    dispatch.start()
    dispatch.wake()

    def goes_on() -> bool:
        watch.now += 6.0  # a turn
        return bool(server.mails)

    eventually(goes_on, seconds=60.0)
    assert [mail.rcpt_to for mail in server.mails] == [SABINE]
    dispatch.stop(0.1)
    assert len(server.mails) == 1
