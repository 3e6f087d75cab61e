"""THE WAY OUT as a whole: a real database, a real relay; what is owed arrives once, at nobody who may not read it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
import structlog
from sqlalchemy import update

from hauspost.desk.notices import NoticeKind
from hauspost.desk.notices_on_request import Help, Listing, TicketLine
from hauspost.desk.notices_to_managers import Alert, HeldList, PersonWrote
from hauspost.desk.notices_to_people import Acknowledged, HeldNote, ManagerWrote, Neutral, StatusChanged
from hauspost.gateway.crashpoints import VARIABLE
from hauspost.gateway.outcomes import Patience
from hauspost.store import mails, schema, sending
from tests.relay import DROP, STALL, ListeningRelay, eventually, free_port, listening_relay, relay_factory
from tests.wayout import ANNA, BOB, NOON, SABINE, TIM, House, open_database


@pytest.fixture(autouse=True)
def log_lines() -> Iterator[None]:
    """Whatever happens in these stories, no line of the log says to whom (SAFETY, P7)."""
    with structlog.testing.capture_logs() as lines:
        yield
    said = [{key: value for key, value in line.items() if key != "exc_info"} for line in lines]
    assert not [line for line in said if "@" in str(line)]


# ---- forming


def test_what_is_owed_is_formed_and_arrives_as_it_is_stored(house: House, server: ListeningRelay) -> None:
    house.writes_to_anna("Wir kommen am Freitag.")
    assert house.dispatch(server.url).drain() == {"formed": 1, "sent": 1}
    (mail,) = server.mails
    assert mail.rcpt_to == ANNA
    assert mail.mail_from.startswith("bounce+")
    assert "Wir kommen am Freitag." in str(mail.message.get_body(("plain",)))
    (row,) = house.mails()
    with house.database.read() as connection:
        answered = mails.answered_mail(connection, row.id)
    assert answered is not None
    assert answered.octets == mail.octets
    assert (row.state, row.reply, row.sent_at) == ("sent", "2.0.0 queued", NOON)
    assert f"<{row.message_id}>" == mail.message_id
    assert [notice.state for notice in house.notices()] == ["formed"]


def test_the_author_of_a_mail_gets_the_answer_in_its_thread_and_nobody_else(
    house: House, server: ListeningRelay
) -> None:
    arrival = {
        "received_at": NOON, "via": "smtp", "source": "x", "is_trusted": False, "authserv_id": "", "mail_from": ANNA,
        "rcpt_to": "lindenweg12@tickets.example", "state": "done", "from_address": ANNA,
        "message_id": "annas-own@post.example", "trace": {"is_reply": False, "conversations": []},
    }  # fmt: skip
    house.insert(schema.octets, {"digest": "0" * 64, "size": 0, "body": b""})
    number = house.insert(schema.arrivals, arrival | {"digest": "0" * 64, "ticket": house.ticket})
    opened = {
        "ticket": house.ticket,
        "seq": 99,
        "kind": "opened",
        "channel": "resident:anna",
        "author": "anna",
    }
    house.insert(
        schema.entries, opened | {"author_name": "Anna Berger", "at": NOON, "facts": {}, "arrival": number}
    )
    house.owes(Acknowledged(NOON), arrival=number)
    house.owes(PersonWrote("Kalt!", "Anna Berger"), to=SABINE, persons=("sabine",), arrival=number)
    house.dispatch(server.url).drain()
    assert server.to(ANNA)[0].message["In-Reply-To"] == "<annas-own@post.example>"
    assert server.to(SABINE)[0].message["In-Reply-To"] is None
    assert b"annas-own" not in server.to(SABINE)[0].octets


def test_a_status_that_came_back_is_told_to_nobody(house: House, server: ListeningRelay) -> None:
    house.owes(StatusChanged("OPEN", "RELEASED"), is_foldable=True)
    house.owes(StatusChanged("RELEASED", "OPEN"), is_foldable=True)
    assert house.dispatch(server.url).drain() == {"cancelled": 1}
    assert {notice.reason for notice in house.notices()} == {"changed back before anybody was told"}


def test_the_held_list_says_what_is_held_when_it_is_written(house: House, server: ListeningRelay) -> None:
    def holds(subject: str, *, state: str) -> None:
        about = {"from_address": ANNA, "subject": subject, "reason": "unverified", "presumed": ["anna"]}
        question = {
            "kind": "held_mail",
            "asked": ["sabine"],
            "about": about,
            "asked_at": NOON,
            "state": state,
        }
        house.insert(schema.questions, question)

    holds("ERLEDIGT", state="open")
    holds("Schon entschieden", state="answered")
    house.owes(HeldList(), to=SABINE, persons=("sabine",), with_ticket=False, kind=NoticeKind.HELD_LIST)
    assert house.dispatch(server.url).drain() == {"formed": 1, "sent": 1}
    text = str(server.mails[0].message.get_body(("plain",)))
    assert "ERLEDIGT" in text
    assert "Schon entschieden" not in text
    house.database.write(lambda c: c.execute(update(schema.questions).values(state="answered")))
    house.owes(HeldList(), to=SABINE, persons=("sabine",), with_ticket=False, kind=NoticeKind.HELD_LIST)
    assert house.dispatch(server.url).drain() == {"cancelled": 1}


def test_a_stranger_gets_the_neutral_answer_and_nothing_else(house: House, server: ListeningRelay) -> None:
    house.owes(Neutral(NOON), to="who@else.example", persons=(), with_ticket=False)
    house.owes(HeldNote(NOON), to="who@else.example", persons=(), with_ticket=False)
    house.writes_to_anna(to="who@else.example", persons=())
    assert house.dispatch(server.url).drain() == {"formed": 1, "sent": 1, "cancelled": 2}
    assert b"Lindenweg" not in server.mails[0].octets


def test_a_notice_that_cannot_be_written_delays_no_other_and_is_told_after_three_times(
    house: House, server: ListeningRelay
) -> None:
    broken = house.owes(StatusChanged("OPEN", "NO SUCH STATUS"))
    house.writes_to_anna()
    dispatch = house.dispatch(server.url)
    assert dispatch.drain() == {"postponed": 1, "formed": 1, "sent": 1}
    for _ in range(2):
        dispatch._former.faults[broken].again_at = 0.0
        dispatch.drain()
    assert dispatch.drain() == {}
    assert [mail.rcpt_to for mail in server.mails] == [ANNA, SABINE]
    assert house.notices()[0].state == "owed"


def test_a_malformed_address_of_the_master_data_is_given_up_and_told(
    house: House, server: ListeningRelay
) -> None:
    table = schema.addresses
    house.database.write(
        lambda c: c.execute(update(table).where(table.c.person == "bob").values(address="bob@"))
    )
    house.writes_to_anna(to="bob@", persons=("bob",), channel="")
    house.owes(Help("resident"), to="bob@", persons=("bob",), with_ticket=False, kind=NoticeKind.HELP)
    assert house.dispatch(server.url).drain() == {"cancelled": 2, "formed": 1, "sent": 1}
    assert [mail.rcpt_to for mail in server.mails] == [SABINE]


# ---- refusals


def test_a_deferred_mail_is_repeated_with_the_same_octets(house: House, server: ListeningRelay) -> None:
    server.answers("dot", "451 4.3.0 try again", to=ANNA, times=1)
    server.answers("rcpt", "450 4.2.1 busy", to=ANNA, times=1)
    house.writes_to_anna()
    house.writes_to_anna(to=BOB, persons=("bob",), channel="resident:bob", with_ticket=False)
    dispatch = house.dispatch(server.url)
    assert dispatch.drain() == {"formed": 2, "deferred": 1, "sent": 1}
    (row, _) = house.mails()
    assert (row.state, row.attempts, row.reply) == ("queued", 1, "450 4.2.1 busy")
    assert dispatch.drain() == {}
    house.passes(seconds=60)
    assert dispatch.drain() == {"deferred": 1}
    house.passes(seconds=120)
    assert dispatch.drain() == {"sent": 1}
    with house.database.read() as connection:
        answered = mails.answered_mail(connection, row.id)
    assert answered is not None
    assert [mail.octets for mail in server.to(ANNA)] == [answered.octets]


def test_a_refused_mail_has_failed_and_its_manager_hears_of_it(house: House, server: ListeningRelay) -> None:
    server.answers("rcpt", "550 5.1.1 no such mailbox", to=ANNA)
    house.writes_to_anna()
    assert house.dispatch(server.url).drain() == {"formed": 2, "failed": 1, "sent": 1}
    (alert,) = server.mails
    assert alert.rcpt_to == SABINE
    assert "no such mailbox" in str(alert.message.get_body(("plain",)))
    assert house.states() == ["failed", "sent"]


def test_a_managers_own_broken_mailbox_is_told_to_the_deputy_and_never_in_circles(
    house: House, server: ListeningRelay
) -> None:
    server.answers("rcpt", "550 5.1.1 no such mailbox")
    house.owes(PersonWrote("Kalt!", "Anna Berger"), to=SABINE, persons=("sabine",))
    assert house.dispatch(server.url).drain() == {"formed": 2, "failed": 2}
    assert [(row.kind, row.rcpt_to) for row in house.mails()] == [("person_wrote", SABINE), ("alert", TIM)]


def test_after_five_days_of_deferral_a_mail_has_failed(house: House, server: ListeningRelay) -> None:
    server.answers("rcpt", "450 4.2.1 busy", to=ANNA)
    house.writes_to_anna()
    dispatch = house.dispatch(server.url)
    dispatch.drain()
    house.passes(days=5)
    assert dispatch.drain() == {"failed": 1, "formed": 1, "sent": 1}
    assert [mail.rcpt_to for mail in server.mails] == [SABINE]


def test_a_mail_that_waited_longer_than_five_days_in_a_pause_survives_the_first_deferral(
    house: House, server: ListeningRelay
) -> None:
    house.writes_to_anna()
    dispatch = house.dispatch(server.url)
    house.database.write(lambda c: mails.pause(c, at=house.now))
    assert dispatch.drain() == {"formed": 1}
    house.passes(days=6)
    house.database.write(lambda c: mails.resume(c, at=house.now))
    server.answers("rcpt", "450 4.2.1 busy", times=1)
    assert dispatch.drain() == {"deferred": 1}
    house.passes(minutes=1)
    assert dispatch.drain() == {"sent": 1}


@pytest.mark.parametrize("by_hand", ["pause and resume", "hold and release", "retry"])
def test_the_five_days_begin_anew_when_the_operator_lets_a_mail_go_on(
    house: House, server: ListeningRelay, by_hand: str
) -> None:
    server.answers("rcpt", "450 4.2.1 busy", to=ANNA)
    house.writes_to_anna()
    dispatch = house.dispatch(server.url)
    dispatch.drain()
    (row,) = house.mails()
    if by_hand == "pause and resume":
        house.database.write(lambda c: mails.pause(c, at=house.now))
    elif by_hand == "hold and release":
        house.database.write(lambda c: mails.hold(c, row.id))
    house.passes(days=6)
    if by_hand == "pause and resume":
        house.database.write(lambda c: mails.resume(c, at=house.now))
    elif by_hand == "hold and release":
        house.database.write(lambda c: mails.release(c, row.id, at=house.now))
    else:
        house.database.write(lambda c: mails.retry(c, row.id, at=house.now))
    assert dispatch.drain() == {"deferred": 1}
    house.passes(days=5)
    assert dispatch.drain()["failed"] == 1


def test_a_mail_held_and_released_while_it_is_on_its_way_is_sent_once(
    house: House, server: ListeningRelay
) -> None:
    house.writes_to_anna()
    first, second = house.dispatch(server.url), house.dispatch(server.url)
    first._form()
    (mail,) = first._claim((1, 1, 1))
    house.database.write(lambda c: mails.hold(c, mail.id))
    house.database.write(lambda c: mails.release(c, mail.id, at=house.now))
    assert second.drain() == {}
    relay = first._relay()
    assert first._delivery.deliver(relay, mail) == "sent"
    relay.hang_up()
    assert second.drain() == {}
    assert (house.states(), len(server.mails)) == (["sent"], 1)


def test_a_loss_behind_the_dot_is_repeated_with_the_same_message_id(
    house: House, server: ListeningRelay
) -> None:
    server.answers("dot", DROP, times=1)
    house.writes_to_anna()
    dispatch = house.dispatch(server.url)
    assert dispatch.drain() == {"formed": 1, "deferred": 1}
    house.passes(seconds=60)
    assert dispatch.drain() == {"sent": 1}
    first, second = server.mails
    assert first.octets == second.octets


def test_a_relay_that_is_away_costs_no_mail_more_than_five_minutes(house: House) -> None:
    port = free_port()
    house.writes_to_anna()
    dispatch = house.dispatch(f"smtp://127.0.0.1:{port}")
    for _ in range(9):
        dispatch.drain()
        house.passes(minutes=5)
    (row,) = house.mails()
    assert row.next_at - house.now <= timedelta(minutes=0)
    with listening_relay(port=port) as server:
        assert dispatch.drain() == {"sent": 1}
        assert len(server.mails) == 1


# ---- readers


def test_a_mail_is_withheld_when_its_reader_left_between_forming_and_sending(
    house: House, server: ListeningRelay
) -> None:
    server.answers("rcpt", "450 4.2.1 busy", times=1)
    house.writes_to_anna()
    dispatch = house.dispatch(server.url)
    dispatch.drain()
    house.leaves_channel("anna")
    house.passes(minutes=5)
    server.commands.clear()
    assert dispatch.drain() == {"formed anew": 1, "cancelled": 1}
    assert not any("MAIL" in line for _, line in server.commands)
    (row,) = house.mails()
    assert (row.state, row.reply) == ("cancelled", "nobody behind the address may read it any more")
    house.writes_to_anna()
    assert dispatch.drain() == {"cancelled": 1}
    assert server.mails == []


def test_managers_mails_need_the_managers_role_on_the_day_of_sending(
    house: House, server: ListeningRelay
) -> None:
    house.moves_out("sabine", last_day=date(2025, 10, 16))
    house.owes(PersonWrote("Kalt!", "Anna Berger"), to=SABINE, persons=("sabine",), after=timedelta(hours=13))
    house.owes(PersonWrote("Kalt!", "Anna Berger"), to=SABINE, persons=("sabine",))
    dispatch = house.dispatch(server.url)
    assert dispatch.drain() == {"formed": 1, "sent": 1}
    house.passes(hours=13)  # 23:00 in UTC is tomorrow in Berlin
    assert dispatch.drain() == {"cancelled": 1}


def test_a_mail_to_an_address_that_is_not_the_persons_any_more_never_leaves(
    house: House, server: ListeningRelay
) -> None:
    house.owes(HeldNote(NOON), to="old@post.example", with_ticket=False)
    assert house.dispatch(server.url).drain() == {"cancelled": 1}


def test_a_list_is_withheld_once_its_asker_may_not_read_a_ticket_on_it(
    house: House, server: ListeningRelay
) -> None:
    lines = (TicketLine(house.ticket, "Heizung", "OPEN"),)
    listing = {"with_ticket": False, "kind": NoticeKind.LISTING}
    house.owes(Listing("list", lines), to=BOB, persons=("bob",), **listing)  # type: ignore[arg-type]
    house.owes(Listing("list", lines), **listing)  # type: ignore[arg-type]
    dispatch = house.dispatch(server.url)
    server.answers("rcpt", "450 4.2.1 busy", times=1)
    assert dispatch.drain() == {"cancelled": 1, "formed": 1, "deferred": 1}
    house.leaves_channel("anna")
    house.passes(minutes=5)
    assert dispatch.drain() == {"formed anew": 1, "cancelled": 1}
    assert server.mails == []


def test_a_neighbour_never_hears_a_thing(house: House, server: ListeningRelay) -> None:
    for kind in NoticeKind:
        if kind not in (NoticeKind.HELD_NOTE, NoticeKind.NEUTRAL):
            house.owes(ManagerWrote("geheim", "x"), to=BOB, persons=("bob",), kind=NoticeKind.MESSAGE)
            house.owes(Alert("quarantined"), to=BOB, persons=("bob",), kind=NoticeKind.ALERT)
    counts = house.dispatch(server.url).drain()
    assert set(counts) == {"cancelled"}
    assert server.mails == []


# ---- what the office says


def test_pause_keeps_everything_and_resume_lets_it_go(house: House, server: ListeningRelay) -> None:
    dispatch = house.dispatch(server.url)
    house.database.write(lambda c: mails.pause(c, at=house.now))
    house.writes_to_anna()
    assert dispatch.drain() == {"formed": 1}
    assert server.connections == 0
    house.database.write(lambda c: mails.resume(c, at=house.now))
    assert dispatch.drain() == {"sent": 1}


def test_what_the_operator_holds_at_the_last_moment_does_not_leave(
    house: House, server: ListeningRelay
) -> None:
    house.writes_to_anna()
    dispatch = house.dispatch(server.url)
    dispatch._form()
    (mail,) = dispatch._claim((1, 1, 1))
    house.database.write(lambda c: mails.hold(c, mail.id))
    relay = relay_factory(server.url)()
    assert dispatch._delivery.deliver(relay, mail) == "lost"
    relay.hang_up()
    assert (house.states(), server.mails) == (["held"], [])


def test_without_a_server_each_persons_mails_lie_in_a_maildir(house: House, tmp_path: Path) -> None:
    house.writes_to_anna()
    assert house.dispatch(f"maildir:{tmp_path / 'outbox'}").drain() == {"formed": 1, "sent": 1}
    (path,) = (tmp_path / "outbox" / ANNA / "new").iterdir()
    (row,) = house.mails()
    assert row.message_id.partition("@")[0] in path.name


def test_sending_to_managers_alone_redirects_what_residents_would_get(
    house: House, server: ListeningRelay
) -> None:
    house.sending = "managers"
    house.writes_to_anna("Guten Tag, Anna.")
    house.owes(PersonWrote("Kalt!", "Anna Berger"), to=TIM, persons=("tim",))
    assert house.dispatch(server.url).drain() == {"formed": 2, "sent": 2}
    redirected, direct = server.mails
    assert (redirected.rcpt_to, direct.rcpt_to) == (SABINE, TIM)
    assert ANNA not in str(redirected.message["To"])
    assert ANNA in str(redirected.message.get_body(("plain",)))
    assert [(row.address, row.rcpt_to) for row in house.mails()] == [(ANNA, SABINE), (TIM, TIM)]


def test_a_mail_formed_before_sending_was_restricted_waits(house: House, server: ListeningRelay) -> None:
    server.answers("rcpt", "450 4.2.1 busy", times=1)
    house.writes_to_anna()
    dispatch = house.dispatch(server.url)
    dispatch.drain()
    for word in ("managers", "off"):
        house.sending = word
        house.passes(minutes=5)
        assert dispatch.drain() in ({"put back": 1}, {})
    house.sending = "on"
    house.passes(minutes=5)
    assert dispatch.drain() == {"sent": 1}
    assert [mail.rcpt_to for mail in server.mails] == [ANNA]


def test_where_sending_is_off_notices_stay_owed(house: House, server: ListeningRelay) -> None:
    house.sending = "off"
    house.writes_to_anna()
    assert house.dispatch(server.url).drain() == {}
    assert [notice.state for notice in house.notices()] == ["owed"]


def test_a_redirected_mail_waits_where_nobody_is_in_charge(house: House, server: ListeningRelay) -> None:
    house.sending = "managers"
    for manager in ("sabine", "tim"):
        house.moves_out(manager, last_day=date(2025, 1, 1))
    house.writes_to_anna()
    assert house.dispatch(server.url).drain() == {"postponed": 1}
    assert server.mails == []


# ---- threads


def test_the_threads_send_at_a_wink_and_find_by_themselves_what_nobody_announced(
    house: House, server: ListeningRelay, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hauspost.gateway.dispatch.POLL", 60.0)
    dispatch = house.dispatch(server.url)
    dispatch.start()
    time.sleep(0.1)  # all of them sleep until the next poll
    began = time.monotonic()
    house.writes_to_anna()
    dispatch.wake()
    server.wait_for(1)
    assert time.monotonic() - began < 30.0  # a poll is far away
    monkeypatch.setattr("hauspost.gateway.dispatch.POLL", 0.1)
    eventually(lambda: house.states() == ["sent"])
    dispatch.wake()
    time.sleep(0.1)
    house.writes_to_anna()
    server.wait_for(2)
    dispatch.stop()


def test_a_slow_domain_delays_no_other(house: House, server: ListeningRelay) -> None:
    server.answers("rcpt", STALL, to=ANNA)
    for _ in range(4):
        house.writes_to_anna()
    house.owes(PersonWrote("Kalt!", "Anna Berger"), to=SABINE, persons=("sabine",))
    dispatch = house.dispatch(server.url, patience=Patience(command=60.0))
    dispatch.start()
    dispatch.wake()
    assert [mail.rcpt_to for mail in server.wait_for(1)] == [SABINE]
    dispatch.stop(0.1)


def test_stopping_gives_back_what_was_not_sent(house: House, server: ListeningRelay) -> None:
    server.answers("rcpt", STALL)
    for _ in range(5):
        house.writes_to_anna()
    dispatch = house.dispatch(server.url, patience=Patience(command=60.0))
    dispatch.start()
    dispatch.wake()
    eventually(lambda: sum(1 for row in house.mails() if row.worker) == 5)
    began = time.monotonic()
    dispatch.stop(0.2)
    assert time.monotonic() - began < 30.0  # half of the relay's silence
    eventually(lambda: {(row.state, row.worker) for row in house.mails()} == {("queued", "")})


def test_two_dispatchers_on_one_database_never_send_twice(database_url: str, server: ListeningRelay) -> None:
    first = House(open_database(database_url)).furnish()
    second = House(open_database(database_url))
    dispatches = [node.dispatch(server.url) for node in (first, second)]
    for dispatch in dispatches:
        dispatch.start()
    for number in range(12):
        first.writes_to_anna(f"Nachricht {number}")
        dispatches[number % 2].wake()
    server.wait_for(12, seconds=30)
    eventually(lambda: first.states() == ["sent"] * 12)
    time.sleep(0.2)
    for node in (first, second):
        node.close()
    assert len(server.mails) == 12
    assert len({mail.message_id for mail in server.mails}) == 12


# ---- crashes

NODE = """
import sys
from tests.wayout import House, open_database
house = House(open_database(sys.argv[1]))
house.dispatch(sys.argv[2]).drain()
house.close()
"""


def run_node(url: str, server: str, *, armed: str = "") -> int:
    root = Path(__file__).parents[2]
    env = {**os.environ, VARIABLE: armed, "PYTHONPATH": str(root)}
    run = subprocess.run(
        [sys.executable, "-c", NODE, url, server], env=env, cwd=root, capture_output=True, check=False
    )
    assert run.returncode in (0, -signal.SIGKILL), run.stderr.decode()
    return run.returncode


@pytest.mark.parametrize(
    "point, copies",
    [
        ("before-tx3", 1),
        ("after-tx3", 1),
        ("before-dot", 1),
        ("after-dot", 2),
        ("before-tx4", 2),
        ("after-tx4", 1),
    ],
)
def test_a_kill_on_the_way_out_loses_nothing_and_repeats_only_behind_the_dot(
    house: House, sqlite_url: str, server: ListeningRelay, point: str, copies: int
) -> None:
    house.writes_to_anna()
    assert run_node(sqlite_url, server.url, armed=point) == -signal.SIGKILL
    house.database.write(sending.abandon_leases)  # as the only process does at its start
    dispatch = house.dispatch(server.url)
    dispatch.start()
    dispatch.wake()
    eventually(lambda: house.states() == ["sent"])
    dispatch.stop()
    assert len(server.mails) == copies
    assert len({mail.octets for mail in server.mails}) == 1


def test_a_dead_nodes_mail_waits_for_its_lease_while_others_live(
    house: House, sqlite_url: str, server: ListeningRelay
) -> None:
    house.writes_to_anna()
    run_node(sqlite_url, server.url, armed="before-dot")
    assert house.dispatch(server.url).drain() == {}
    house.passes(seconds=121)
    assert house.dispatch(server.url).drain() == {"sent": 1}
