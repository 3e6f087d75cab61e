"""Whoever operates Hauspost hears once of what is out of order, once of its end, by mail, command and a red page."""

import shlex
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text, update

from hauspost.desk.policy import Policy
from hauspost.gateway.imap_account import Kind
from hauspost.gateway.signs import Sign, Signs
from hauspost.gateway.standing import Change
from hauspost.gateway.vitals import Beats, Bounds, Fetching, Sources, sickness
from hauspost.gateway.watch import Alerting, Watch
from hauspost.store import mails, schema
from tests.house import ANNA, DOMAIN, HOUSE, SABINE, House, house_on, text_of
from tests.relay import DROP
from tests.torture.postmen import report

OPERATOR = "technik@hv-sonnenschein.example"
GIB = 1024**3
# The command of the tests: its words go into a file, headed by what the environment said.
NOTES = """\
import os, sys
said = {name: value for name, value in os.environ.items() if name.startswith("HAUSPOST_")}
with open(sys.argv[1], "a") as file:
    print(*sorted(said.items()), sep="\\n", file=file)
    file.write(sys.stdin.read())
"""


@dataclass(slots=True)
class Operator:
    """Watches a house: its clock is the house's, its looks are taken by hand."""

    house: House
    notes: Path
    alerting: Alerting = field(default_factory=lambda: Alerting(to=(OPERATOR,)))
    free: int = GIB
    uptime: float = 3600.0
    beats: Beats = field(default_factory=Beats)
    is_paced: bool = False
    accounts: dict[str, Fetching] = field(default_factory=dict)
    more: dict[str, Sign] = field(default_factory=dict)
    bounds: Bounds = field(default_factory=lambda: Bounds(relay_seconds=0.0))
    watches: list[Watch] = field(default_factory=list)

    def begins(self, *, host: str = "mx1", has_command: bool = True) -> Watch:
        """As `serve` does it at its start."""
        program = shlex.split(f"{sys.executable} -c {shlex.quote(NOTES)} {self.notes}")
        watch = Watch(
            self.house.gateway.database,
            self.sources(),
            replace(self.alerting, command=tuple(program) if has_command else ()),
            bounds=self.bounds,
            clock=lambda: self.house.now,
            zone=ZoneInfo("Europe/Berlin"),
            host=host,
            wake=lambda: None,
        )
        self.watches.append(watch)
        return watch

    def sources(self) -> Sources:
        gateway = self.house.gateway
        return Sources(
            gateway.queues,
            lambda: self.free,
            dict,
            dict,
            relay=gateway.relay_state.view,
            uptime=lambda: self.uptime,
            is_paced=lambda: self.is_paced,
            beats=lambda: self.beats,
            accounts=lambda: self.accounts,
            more=self._more,
        )

    def _more(self) -> Signs:
        return self.more

    def sees(self, watch: Watch, *, minutes: int = 3) -> Change:
        """Two looks, far enough apart that what is seen in both is told."""
        watch.look()
        self.house.now += timedelta(minutes=minutes)
        return watch.look()

    def sickness(self) -> tuple[str, ...]:
        try:
            queues = self.house.gateway.queues()
        except Exception:
            queues = None
        return sickness(self.sources().look(queues), self.bounds)

    def mails(self) -> list[str]:
        """What the operator got, each by its first line."""
        self.house.gateway.drain()
        return [text_of(mail).splitlines()[0] for mail in self.house.mails_to(OPERATOR)]

    def noted(self) -> str:
        return self.notes.read_text("utf-8") if self.notes.exists() else ""


@pytest.fixture
def operator(house: House, tmp_path: Path) -> Iterator[Operator]:
    with operating(house, tmp_path / "notes") as built:
        yield built


@contextmanager
def operating(house: House, notes: Path) -> Iterator[Operator]:
    built = Operator(house, notes)
    try:
        yield built
    finally:
        for watch in built.watches:
            watch.stop()


def told(change: Change) -> tuple[list[str], list[str]]:
    return [t.what for t in change.began], [t.what for t in change.ended]


@contextmanager
def without(house: House, table: str) -> Iterator[None]:
    """A database that cannot do its work: one of its tables is out of reach."""
    database = house.gateway.database
    database.write(lambda c: c.execute(text(f"alter table {table} rename to away")))
    yield
    database.write(lambda c: c.execute(text(f"alter table away rename to {table}")))


def reports(house: House, word: str) -> None:
    letter = report(word, ANNA, HOUSE)
    house.receives(letter.octets, mail_from=letter.author, rcpt_to=letter.rcpt_to)


# ---- each trouble


def test_a_relay_that_is_gone_is_told_by_command_and_red_page_and_by_mail_once_it_is_back(
    operator: Operator,
) -> None:
    watch = operator.begins()
    operator.house.relay.answers("connect", DROP)
    reports(operator.house, "cold")
    assert told(operator.sees(watch)) == (["relay"], [])
    assert "relay has taken nothing for 0 min" in operator.sickness()
    assert "('HAUSPOST_ALERT_STATE', 'failure')" in operator.noted()
    assert "out of order: relay has taken nothing" in operator.noted()
    assert told(operator.sees(watch)) == ([], []), "it is told once"

    operator.house.relay.behaves()
    operator.house.later(hours=1)
    assert operator.sickness() == ()
    assert told(operator.sees(watch)) == ([], ["relay"])
    assert "('HAUSPOST_ALERT_STATE', 'recovery')" in operator.noted()
    assert "in order again: relay" in operator.noted()
    assert operator.mails() == ["WIEDER IN ORDNUNG · Mailserver"], "its beginning could not leave before"
    words = " ".join(text_of(operator.house.mails_to(OPERATOR)[0]).split())
    assert "wieder in Ordnung, gestört von 12:00 bis 13:06." in words
    assert "kamen später an als gedacht. Bitte rufen Sie im Zweifel an." in words
    assert operator.house.kinds_to(SABINE)[-1] == "alert", "whoever gave orders hears that they were late"
    late = text_of(operator.house.last_to(SABINE))
    assert "VERSPÄTET" in late
    assert "Seit heute um 12:00 Uhr" in late
    for mail in (words, late):
        assert "4.4.1 smtp://" in mail, "what it was"


@pytest.mark.parametrize("hours,to", [(2, ()), (2, (SABINE,)), (0, (OPERATOR,))])
def test_nobody_hears_twice_that_mails_were_late_nor_of_minutes(
    operator: Operator, hours: int, to: tuple[str, ...]
) -> None:
    operator.alerting = Alerting(to=to)
    operator.is_paced = True  # a relay that is away is a trouble at any pace
    watch = operator.begins()
    operator.house.relay.answers("connect", DROP)
    reports(operator.house, "cold")
    assert told(operator.sees(watch)) == (["relay"], [])
    operator.house.relay.behaves()
    operator.house.later(hours=hours, minutes=20)
    assert told(operator.sees(watch)) == ([], ["relay"])
    operator.house.gateway.drain()
    kinds = operator.house.kinds_to(SABINE)
    assert "alert" not in kinds
    assert kinds.count("operation") == (OPERATOR not in to)


def test_single_refusals_are_no_trouble_of_the_relay_but_many_in_a_row_are(operator: Operator) -> None:
    watch = operator.begins()
    operator.house.relay.answers("rcpt", "451 4.2.1 not now")
    reports(operator.house, "one")  # an acknowledgement and a mail to the manager
    assert told(operator.sees(watch)) == ([], [])
    for word in ("two", "three"):
        reports(operator.house, word)
    change = operator.sees(watch)
    assert told(change) == (["relay"], [])
    assert change.began[0].detail == "451 4.2.1 not now"


def test_a_database_that_is_away_is_told_by_command_and_its_end_by_mail(operator: Operator) -> None:
    watch = operator.begins()
    watch.look()
    with without(operator.house, "arrivals"):
        assert told(operator.sees(watch)) == (["database"], [])
        assert "database out of reach" in operator.sickness()
        assert "out of order: database out of reach" in operator.noted()
    assert told(operator.sees(watch)) == ([], ["database"])
    assert operator.mails() == ["WIEDER IN ORDNUNG · Datenbank"]


def test_a_disk_on_the_brink_is_told_once_and_several_things_are_one_mail(operator: Operator) -> None:
    watch = operator.begins()
    operator.free = 100 * 1024**2
    operator.more = {"imap:office": Sign("imap office is down", "office: AUTHENTICATIONFAILED")}
    assert told(operator.sees(watch)) == (["disk", "imap:office"], [])
    assert {"disk low: 100 MiB free, 256 MiB wanted", "imap office is down"} <= set(operator.sickness())
    for free in (GIB, 100 * 1024**2, GIB):
        operator.free = free
        operator.house.now += timedelta(seconds=15)
        assert told(watch.look()) == ([], [])
    operator.more = {"imap:office": Sign()}
    assert told(operator.sees(watch)) == ([], ["disk", "imap:office"])
    assert operator.mails() == [
        "STÖRUNG · Speicherplatz und Postfach office",
        "WIEDER IN ORDNUNG · Speicherplatz und Postfach office",
    ]
    words = " ".join(text_of(operator.house.mails_to(OPERATOR)[0]).split())
    assert "Mails lassen sich nicht holen („office: AUTHENTICATIONFAILED“)." in words


# ---- the accounts


def lasting(kind: Kind, minutes: float = 20.0) -> dict[str, Fetching]:
    return {"office": Fetching({}, "imap.example:993 says no", 60.0 * minutes, kind)}


@pytest.mark.parametrize(
    "kind,what,is_red,words",
    [
        (Kind.UNREACHABLE, "imap:office", True, "Der Mailserver ist nicht erreichbar"),
        (Kind.TLS, "imap:office", True, "Die verschlüsselte Verbindung zum Mailserver kommt nicht zustande"),
        (Kind.LOGIN, "imap:office", True, "Der Mailserver weist die Anmeldung ab"),
        (Kind.FOLDER, "imap:office", True, "fehlt oder lässt sich nicht öffnen"),
        (Kind.SERVER, "imap:office", True, "gibt nicht heraus, was im Ordner liegt"),
        (Kind.OURSELVES, "imap:office", True, "Das Abholen bricht bei uns ab"),
        (Kind.DONE_FOLDER, "imap_done:office", False, "bleiben aber im Posteingang liegen"),
        (
            Kind.ONE_MAIL,
            "imap_mail:office",
            False,
            "Eine Mail lässt sich nicht holen, alle anderen kommen an",
        ),
    ],
)
def test_what_is_wrong_with_an_account_is_said_with_its_name_and_where_the_mend_is(
    operator: Operator, kind: Kind, what: str, is_red: bool, words: str
) -> None:
    watch = operator.begins()
    operator.accounts = lasting(kind)
    change = operator.sees(watch)
    assert told(change) == ([what], [])
    assert operator.house.now - change.began[0].since == timedelta(minutes=20)
    assert bool(operator.sickness()) is is_red
    assert operator.mails() == ["STÖRUNG · Postfach office"]
    mail = " ".join(text_of(operator.house.mails_to(OPERATOR)[0]).split())
    assert words in mail
    assert "(„imap.example:993 says no“)" in mail
    assert "Ursache und Abhilfe nennt: hauspost check" in mail


def test_a_full_disk_is_one_trouble_and_none_of_the_accounts(operator: Operator) -> None:
    watch = operator.begins()
    operator.free = 0
    operator.accounts = lasting(Kind.OURSELVES)
    assert told(operator.sees(watch)) == (["disk"], [])
    assert operator.sickness() == ("disk low: 0 MiB free, 256 MiB wanted",)
    operator.free = GIB
    operator.accounts = lasting(Kind.DATABASE)
    assert told(operator.sees(watch)) == ([], ["disk"])
    assert operator.sickness() == ()
    assert operator.mails() == ["STÖRUNG · Speicherplatz", "WIEDER IN ORDNUNG · Speicherplatz"]


def test_an_account_is_well_only_when_a_look_went_through(operator: Operator) -> None:
    operator.accounts = lasting(Kind.LOGIN)
    assert told(operator.sees(operator.begins())) == (["imap:office"], [])
    again = operator.begins()
    for unknown in ({"office": Fetching({}, is_tried=False)}, lasting(Kind.LOGIN, minutes=1)):
        operator.accounts = unknown
        assert told(operator.sees(again)) == ([], [])
    operator.accounts = {"office": Fetching({})}
    assert told(operator.sees(again)) == ([], ["imap:office"])


def test_mails_that_wait_for_their_turn_are_no_trouble(operator: Operator) -> None:
    watch = operator.begins()
    operator.house.gateway.database.write(lambda c: mails.pause(c, at=operator.house.now))
    reports(operator.house, "cold")
    operator.house.gateway.database.write(lambda c: mails.resume(c, at=operator.house.now))
    operator.house.now += timedelta(hours=2)
    operator.is_paced = True
    assert operator.sickness() == ()
    assert told(operator.sees(watch)) == ([], [])
    operator.is_paced = False
    assert told(operator.sees(watch)) == (["mails"], [])


def test_a_way_in_that_stands_still_is_told(operator: Operator) -> None:
    watch = operator.begins()
    reports(operator.house, "cold")
    early = operator.house.now - timedelta(hours=1)
    waiting = update(schema.arrivals).values(state="received", received_at=early)
    operator.house.gateway.database.write(lambda c: c.execute(waiting))
    change = operator.sees(watch)
    assert told(change) == (["arrivals"], [])
    assert change.began[0].detail == "63 min"
    assert "oldest arrival has waited 63 min" in operator.sickness()


def test_quarantine_is_told_and_wakes_nobody(operator: Operator) -> None:
    watch = operator.begins()
    reports(operator.house, "cold")
    quarantined = update(schema.arrivals).values(state="quarantined")
    operator.house.gateway.database.write(lambda c: c.execute(quarantined))
    assert told(operator.sees(watch)) == (["quarantine"], [])
    assert operator.sickness() == ()
    assert operator.mails() == ["STÖRUNG · Quarantäne"]


# ---- once, whoever sees it and however often it begins anew


def test_a_restart_amid_a_trouble_tells_it_no_second_time_and_its_end(operator: Operator) -> None:
    operator.free = 0
    operator.sees(operator.begins())
    again = operator.begins()
    assert told(operator.sees(again)) == ([], [])
    operator.free = GIB
    assert told(operator.sees(again)) == ([], ["disk"])
    assert operator.mails() == ["STÖRUNG · Speicherplatz", "WIEDER IN ORDNUNG · Speicherplatz"]


def test_two_nodes_tell_what_both_see_once_and_each_its_own(operator: Operator) -> None:
    nodes = [operator.begins(host=host) for host in ("mx1", "mx2")]
    operator.free = 0
    operator.bounds = Bounds(arrival_seconds=0.0)
    reports(operator.house, "cold")
    quarantined = update(schema.arrivals).values(state="quarantined")
    operator.house.gateway.database.write(lambda c: c.execute(quarantined))
    for node in nodes:
        node.look()
    operator.house.now += timedelta(minutes=3)
    assert [told(node.look())[0] for node in nodes] == [["disk", "quarantine"], ["disk"]]


# ---- who is told


def test_where_nobody_is_named_the_managers_of_all_properties_are_told(operator: Operator) -> None:
    operator.alerting = Alerting()
    operator.free = 0
    operator.sees(operator.begins())
    operator.house.gateway.drain()
    assert "operation" in operator.house.kinds_to(SABINE)


def test_managers_who_heard_of_each_quarantined_mail_are_not_told_again(operator: Operator) -> None:
    operator.alerting = Alerting()
    reports(operator.house, "cold")
    quarantined = update(schema.arrivals).values(state="quarantined")
    operator.house.gateway.database.write(lambda c: c.execute(quarantined))
    assert told(operator.sees(operator.begins(has_command=False))) == ([], [])
    assert told(operator.sees(operator.begins())) == (["quarantine"], [])


@pytest.mark.parametrize("sending,count", [("on", 1), ("managers", 1), ("off", 0)])
def test_the_operator_hears_of_it_before_the_office_is_live_but_not_while_nothing_is_sent(
    furnished_url: str, tmp_path: Path, sending: str, count: int
) -> None:
    with (
        house_on(furnished_url, Policy(sending=sending)) as house,
        operating(house, tmp_path / "notes") as operator,
    ):
        operator.free = 0
        operator.sees(operator.begins())
        assert operator.mails() == ["STÖRUNG · Speicherplatz"] * count
        assert "disk low" in operator.noted()


# ---- the heartbeat


def beating(operator: Operator, to: str) -> Watch:
    operator.alerting = Alerting(heartbeat=time(7), heartbeat_to=(to,))
    operator.beats = Beats(True, comes_back=to.endswith(DOMAIN))
    return operator.begins()


def test_a_heartbeat_goes_out_once_a_day_at_its_hour(operator: Operator) -> None:
    watch = beating(operator, OPERATOR)
    for hours in (0, 6, 6, 6, 6):
        operator.house.later(hours=hours)
        watch.look()
        watch.look()
    again = beating(operator, OPERATOR)
    again.look()
    assert operator.mails() == ["Lebenszeichen · der Weg hinaus ist frei"] * 2
    assert operator.house.gateway.queues().heartbeat_returned is None


def test_a_heartbeat_to_ourselves_must_come_back_in(operator: Operator) -> None:
    desk = f"desk@{DOMAIN}"
    watch = beating(operator, desk)
    watch.look()
    operator.house.gateway.drain()
    (mail,) = operator.house.mails_to(desk)
    sent = operator.house.gateway.queues()
    assert (sent.heartbeat_sent, sent.heartbeat_returned) == (0.0, None)
    operator.house.receives(mail.octets, mail_from=mail.mail_from, rcpt_to=desk)
    operator.house.later(minutes=5)
    assert operator.house.gateway.queues().heartbeat_returned == 300.0
    (arrival,) = operator.house.arrivals()
    assert (arrival.state, arrival.verdict) == ("done", "recorded"), "nobody is bothered by it"


def test_a_heartbeat_that_stays_away_turns_the_page_red(operator: Operator) -> None:
    watch = beating(operator, f"desk@{DOMAIN}")
    watch.look()
    operator.house.gateway.drain()
    assert operator.sickness() == ()
    operator.uptime = 27 * 3600.0
    assert operator.sickness() == ("last heartbeat is 1620 min old",), "it went out and never came back"
    operator.uptime = 60.0
    assert operator.sickness() == (), "after a start it has some minutes"


def test_while_sending_is_paused_neither_relay_nor_heartbeat_is_missed(operator: Operator) -> None:
    watch = beating(operator, f"desk@{DOMAIN}")
    operator.uptime = 27 * 3600.0
    operator.house.relay.answers("connect", DROP)
    reports(operator.house, "cold")
    assert {"relay has taken nothing for 0 min", "last heartbeat is 1620 min old"} == set(operator.sickness())
    operator.house.gateway.database.write(lambda c: mails.pause(c, at=operator.house.now))
    assert operator.sickness() == ()
    assert told(operator.sees(watch)) == ([], [])


def test_a_heartbeat_that_was_handed_on_long_ago_turns_the_page_red(operator: Operator) -> None:
    watch = beating(operator, OPERATOR)
    watch.look()
    operator.house.gateway.drain()
    operator.house.later(hours=25)
    assert operator.sickness() == ()
    operator.house.later(hours=2)
    assert operator.sickness() == ("last heartbeat is 1620 min old",)
    watch.look()
    operator.house.gateway.drain()
    assert operator.sickness() == (), "it is made up for"
