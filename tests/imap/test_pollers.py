"""Accounts that live: mails are noticed at once, lines break and come back, and no trouble is another account's."""

import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from hauspost.gateway.imap import Poller, Pollers, State, next_wait
from hauspost.gateway.imap_account import Kind, Trouble
from hauspost.gateway.serving import Gateway
from hauspost.store import octets
from hauspost.store.database import StoreFailed
from tests.dovecot import Dovecot, running_dovecot
from tests.house import SABINE, House, house_on, text_of
from tests.imap.mailbox import DONE, Mailbox, kept_out, letter
from tests.nodes import away, psql
from tests.postgres import Cluster
from tests.relay import eventually
from tests.sample import load_sample

pytestmark = pytest.mark.servers


@contextmanager
def polling(mailbox: Mailbox, **changes: Any) -> Iterator[Poller]:
    """As `serve` does it, but told of every trouble at once."""
    poller = Poller(
        mailbox.shared,
        replace(mailbox.account, **changes),
        mailbox.house.gateway.tell_of_account,
        tls=mailbox.server.tls,
        patience=timedelta(0),
    )
    poller.start()
    try:
        yield poller
    finally:
        poller.stop(10)


@pytest.mark.parametrize("scheme", ["imap", "imaps", "imap+starttls"])
def test_a_mail_is_noticed_while_it_waits_and_a_stop_ends_the_waiting_at_once(
    mailbox: Mailbox, scheme: str
) -> None:
    port = mailbox.server.tls_port if scheme == "imaps" else mailbox.server.port
    with polling(mailbox, scheme=scheme, port=port) as poller:
        eventually(lambda: poller.state.looked_at is not None)
        mailbox.comes(letter())
        eventually(lambda: len(mailbox.house.arrivals()) == 1)
        eventually(lambda: poller.counts["moved"] == 1)
        assert mailbox.lying(DONE) == [letter()]
        mailbox.comes(letter(number=2))
        eventually(lambda: poller.counts["moved"] == 2)
        began = time.monotonic()
        poller.stop(40)
        assert time.monotonic() - began < 40  # a slice of waiting is 50 s


def test_a_back_off_doubles_up_to_five_minutes_and_begins_later_where_a_login_was_refused() -> None:
    waits, refusals, without_database = [0.0], [0.0], [0.0]
    for _ in range(11):
        waits.append(next_wait(waits[-1], Kind.UNREACHABLE))
        refusals.append(next_wait(refusals[-1], Kind.LOGIN))
        without_database.append(next_wait(without_database[-1], Kind.DATABASE))
    assert waits[1:] == [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]
    assert refusals[1:6] == [30, 60, 120, 240, 300]
    assert without_database[1:8] == [1, 2, 4, 8, 16, 30, 30], "it is found back within half a minute"


def test_a_server_that_was_away_is_found_again(needs_dovecot: None, house: House) -> None:
    with running_dovecot() as server:
        mailbox = Mailbox.at(server, "office", house)
        with polling(mailbox) as poller:
            eventually(lambda: poller.state.looked_at is not None)
            server.stop()
            eventually(lambda: poller.state.trouble is not None)
            assert poller.state.trouble is not None
            assert poller.state.trouble.kind is Kind.UNREACHABLE
            server.start()
            mailbox.comes(letter())
            eventually(lambda: poller.counts["moved"] == 1)
            eventually(lambda: poller.state.trouble is None)


def test_a_database_that_goes_and_comes_three_times_loses_no_mail_and_doubles_none(
    imap_server: Dovecot, postgresql_url: str, postgres_cluster: Cluster
) -> None:
    load_sample(postgresql_url)
    with house_on(postgresql_url) as house, psql(postgres_cluster.url("postgres")) as hand:
        mailbox = Mailbox.at(imap_server, f"user{uuid.uuid4().hex}", house)
        with polling(mailbox) as poller:
            eventually(lambda: poller.state.looked_at is not None)
            for number in (1, 3, 5):
                mailbox.comes(letter(number=number))
                with away(hand, postgresql_url):
                    mailbox.comes(letter(number=number + 1))
                    eventually(lambda: poller.fetching(house.now).kind is Kind.DATABASE)
                    assert mailbox.lying(), "what is not stored lies where it lay"
                eventually(lambda number=number: len(mailbox.lying(DONE)) == number + 1)
            eventually(lambda: poller.state.trouble is None)
        letters = [letter(number=number) for number in range(1, 7)]
        assert sorted(stored(house)) == sorted(mailbox.lying(DONE)) == sorted(letters)
        assert mailbox.lying() == []


def stored(house: House) -> list[bytes]:
    with house.gateway.database.read() as connection:
        return [octets.load(connection, row.digest) for row in house.arrivals()]


def test_p6_one_account_s_trouble_is_never_another_s(imap_server: Dovecot, house: House) -> None:
    mailbox = Mailbox.at(imap_server, f"user{uuid.uuid4().hex}", house)
    broken = (
        replace(mailbox.account, name="gone", port=1),
        replace(mailbox.account, name="refused", password="guessed"),
        replace(mailbox.account, name="folderless", folder="Nirgends"),
    )
    pollers = Pollers(mailbox.shared, (*broken, mailbox.account), house.gateway.tell_of_account)
    pollers.start()
    try:
        eventually(lambda: all(one.trouble for one in list(pollers.fetching(house.now).values())[:3]))
        mailbox.comes(letter())
        eventually(lambda: pollers.fetching(house.now)["office"].counts.get("moved") == 1)
        found = pollers.fetching(house.now)
    finally:
        pollers.stop(10)
    assert found["office"].trouble == ""
    assert found["gone"].trouble.startswith("127.0.0.1:1 cannot be reached (")
    assert found["refused"].trouble.startswith(f"127.0.0.1:{imap_server.port} refuses the login (")
    assert found["folderless"].trouble.startswith('there is no folder "Nirgends"')


def test_health_names_nobody_whatever_a_server_says(mailbox: Mailbox) -> None:
    poller = Poller(mailbox.shared, mailbox.account, mailbox.house.gateway.tell_of_account)
    refusal = Trouble(Kind.LOGIN, "imap.example:993 refuses the login (no a.b@c.example)", "ask them")
    poller.state = State(None, refusal, mailbox.house.now - timedelta(seconds=90))
    found = poller.fetching(mailbox.house.now)
    assert (found.trouble, found.seconds) == ("imap.example:993 refuses the login (no (address))", 90.0)


def operated_by(mailbox: Mailbox, *operators: str) -> None:
    gateway = mailbox.house.gateway
    gateway.plan = replace(gateway.plan, operators=operators)


@pytest.mark.parametrize("operators", [(), (SABINE,)])
def test_a_manager_who_operates_hears_of_an_account_as_that_and_not_a_second_time(
    mailbox: Mailbox, operators: tuple[str, ...]
) -> None:
    operated_by(mailbox, *operators)
    with polling(mailbox, port=1) as poller:
        eventually(lambda: poller.counts["troubles"] == 1)
    mailbox.decides()
    assert mailbox.house.kinds_to(SABINE) == []


def test_our_own_trouble_is_no_account_s(mailbox: Mailbox) -> None:
    operated_by(mailbox, "technik@hv-sonnenschein.example")
    for kind in (Kind.OURSELVES, Kind.DATABASE):
        mailbox.house.gateway.tell_of_account(
            mailbox.account, Trouble(kind, "the disk is nearly full", "make room"), mailbox.house.now
        )
    mailbox.decides()
    assert mailbox.house.kinds_to(SABINE) == []


def test_the_managers_hear_once_a_day_what_is_wrong_with_an_account(mailbox: Mailbox) -> None:
    operated_by(mailbox, "technik@hv-sonnenschein.example")
    with polling(mailbox, password="guessed") as poller:
        eventually(lambda: poller.counts["troubles"] == 1)
    with polling(mailbox, password="guessed") as poller:
        eventually(lambda: poller.counts["troubles"] == 1)
    mailbox.decides()
    assert mailbox.house.kinds_to(SABINE) == ["alert"]
    said = " ".join(text_of(mailbox.house.last_to(SABINE)).split())
    assert "POSTFACH GESTÖRT · neue Mails kommen nicht an" in said
    assert "refuses the login" in said
    mailbox.house.now += timedelta(days=1)
    with polling(mailbox, password="guessed") as poller:
        eventually(lambda: poller.counts["troubles"] == 1)
    mailbox.decides()
    assert mailbox.house.kinds_to(SABINE) == ["alert", "alert"]


def test_the_managers_hear_that_what_was_fetched_cannot_be_cleared_away(mailbox: Mailbox) -> None:
    operated_by(mailbox, "technik@hv-sonnenschein.example")
    mailbox.begins()
    mailbox.comes(letter())
    with kept_out(mailbox), polling(mailbox) as poller:
        eventually(lambda: poller.counts["troubles"] == 1)
    mailbox.decides()
    assert any("POSTFACH WIRD NICHT GELEERT" in text_of(m) for m in mailbox.house.mails_to(SABINE))
    assert len(mailbox.house.tickets()) == 1


def test_one_mail_that_stays_does_not_date_the_trouble_that_keeps_all_back(mailbox: Mailbox) -> None:
    days_ago = mailbox.house.now - timedelta(days=3)
    stays = Trouble(Kind.ONE_MAIL, "it does not give mail 5 out", "look at it")
    again = Poller(mailbox.shared, replace(mailbox.account, port=1), mailbox.house.gateway.tell_of_account)
    again.state = State(None, stays, days_ago)
    again.start()
    try:
        eventually(lambda: again.state.since == mailbox.house.now)
    finally:
        again.stop(10)


def test_a_folder_that_vanishes_is_told_and_its_mails_are_taken_when_it_is_back(mailbox: Mailbox) -> None:
    with mailbox.server.session(mailbox.account.user) as client:
        client.create_folder("Eingang")
    mailbox.looks(folder="Eingang")
    with mailbox.server.session(mailbox.account.user) as client:
        client.delete_folder("Eingang")
    with pytest.raises(Trouble, match='there is no folder "Eingang"; make it, or name one of') as told:
        mailbox.looks(folder="Eingang")
    assert told.value.kind is Kind.FOLDER
    with mailbox.server.session(mailbox.account.user) as client:
        client.create_folder("Eingang")
    mailbox.comes(letter(), folder="Eingang")
    mailbox.looks(folder="Eingang")
    assert len(mailbox.house.arrivals()) == 1


@pytest.mark.parametrize("part,expected", [("imap", ["office"]), ("smtp", [])])
def test_a_node_fetches_only_where_that_is_its_part(mailbox: Mailbox, part: str, expected: list[str]) -> None:
    plan = replace(mailbox.house.gateway.plan, accounts=(mailbox.account,), parts=frozenset({part}))
    node = Gateway(plan)
    try:
        assert list(node.fetching()) == expected
    finally:
        node.database.close()


def test_a_database_that_is_gone_leaves_every_mail_where_it_lies(mailbox: Mailbox) -> None:
    mailbox.begins()
    mailbox.comes(letter())
    database = mailbox.house.gateway.database
    database.write(lambda c: c.exec_driver_sql("alter table octets rename to away"))
    with pytest.raises(StoreFailed):
        mailbox.looks()
    assert len(mailbox.lying()) == 1
    database.write(lambda c: c.exec_driver_sql("alter table away rename to octets"))
    mailbox.looks()
    assert len(mailbox.house.arrivals()) == 1
