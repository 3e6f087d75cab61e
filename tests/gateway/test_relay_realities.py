"""What relays do in real life: they refuse return paths, answer at random, break off and stall. Nothing is lost."""

import random
from collections import Counter

from hauspost.gateway.outcomes import Patience
from tests.relay import DROP, STALL, ListeningRelay, Step, listening_relay
from tests.wayout import ANNA, BOB, SABINE, House

IMPATIENT = Patience(connect=2.0, command=20.0, final=8.0)


def test_a_return_path_that_the_relay_refuses_costs_no_mail_and_the_mend_reaches_those_that_wait(
    house: House, server: ListeningRelay
) -> None:
    server.answers("mail", "550 5.7.60 you may not send as this sender", times=2)
    house.writes_to_anna()
    house.writes_to_anna(to=BOB, persons=("bob",), channel="resident:bob", with_ticket=False)
    assert house.dispatch(server.url).drain() == {"formed": 2, "deferred": 2}
    assert {row.reply for row in house.mails()} == {"550 5.7.60 you may not send as this sender"}
    house.passes(minutes=5)
    assert house.dispatch(server.url, envelope="address").drain() == {"sent": 2}
    sent = {(mail.mail_from, mail.rcpt_to) for mail in server.mails}
    assert sent == {("lindenweg12@tickets.example", ANNA), ("desk@tickets.example", BOB)}


class Moods:
    """Answers 30 % 4xx and 2 % 5xx, hangs up after the dot in 5 %, stalls there once; counts what it did."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.did: Counter[str] = Counter()

    def __call__(self, step: Step, _recipient: str) -> str | None:
        roll = self.dice.random()
        if step == "rcpt" and roll < 0.32:
            return self._does("451 4.3.0 greylisted" if roll < 0.30 else "550 5.1.1 nobody here")
        if step == "dot" and roll < 0.06:
            return self._does(DROP if roll < 0.05 or self.did["STA"] else STALL)
        return None

    def _does(self, what: str) -> str:
        self.did[what[:3]] += 1
        return what


def test_a_relay_in_every_mood_loses_nothing_and_doubles_only_behind_the_dot(
    house: House, server: ListeningRelay
) -> None:
    moods = Moods(seed=4)
    server.mood = moods
    for number in range(90):
        house.writes_to_anna(f"Nachricht {number}")
    dispatch = house.dispatch(server.url, patience=IMPATIENT)
    dispatch.drain()
    for _ in range(20):
        house.passes(hours=1)
        dispatch.drain()
    assert all(moods.did[what] for what in ("451", "550", "DRO", "STA")), moods.did

    to_anna = [row for row in house.mails() if row.address == ANNA]
    assert len(to_anna) == 90
    taken = Counter(mail.message_id.strip("<>") for mail in server.mails)
    octets = {mail.message_id: mail.octets for mail in server.mails}
    assert all(octets[mail.message_id] == mail.octets for mail in server.mails)
    for row in to_anna:
        if row.state == "sent":
            assert taken[row.message_id] >= 1
        else:
            assert (row.state, row.reply) == ("failed", "550 5.1.1 nobody here")
    repeats = sum(count - 1 for count in taken.values())
    assert repeats <= moods.did["DRO"] + moods.did["STA"]

    failed = [row for row in house.mails() if row.state == "failed" and row.kind != "alert"]
    alerts = [row for row in house.mails() if row.kind == "alert"]
    assert failed
    assert len(alerts) == len(failed), "of each mail that was refused for good a manager hears"
    assert {row.rcpt_to for row in alerts} == {SABINE}


def test_a_password_that_was_wrong_for_a_day_costs_no_mail(house: House) -> None:
    with listening_relay(users={"office": "right"}) as server:
        house.writes_to_anna()
        wrong = house.dispatch(server.url)
        wrong.drain()
        (row,) = house.mails()
        assert (row.state, row.attempts) == ("queued", 1)
        assert "the password was not accepted: 535 5.7.8 wrong" in row.reply
        house.passes(days=1)
        server.users["office"] = ""
        wrong.drain()
        wrong.drain()
        assert [mail.rcpt_to for mail in server.mails] == [ANNA]
