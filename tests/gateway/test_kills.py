"""SAFETY's promises under faults, the short form: ten kills, each crash point once, a database that refuses, SIGTERM.

`make torture` is the long form of the first half.
"""

import shutil
import smtplib
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from random import Random

import pytest

from hauspost.gateway.crashpoints import POINTS
from hauspost.gateway.parser_process import BOMB
from tests.house import ANNA, HANSEN, HARBOUR, HOUSE, SABINE, House, house_on
from tests.relay import eventually, listening_relay
from tests.torture.campaign import Campaign
from tests.torture.crashes import CRASHES, Crash
from tests.torture.fetching import AIMED
from tests.torture.installation import STOP_SECONDS, Installation, furnish
from tests.torture.load import settle
from tests.torture.postmen import EXTENDED, Postbag, Postman, report
from tests.torture.snapshot import look

KILLS = 10


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample houses, made once and copied for each installation."""
    return furnish(tmp_path_factory.mktemp("furnished"))


def test_p1_to_p4_ten_kills_lose_no_mail_double_no_ticket_halve_no_decision_and_swallow_no_notice(
    tmp_path: Path, furnished: Path
) -> None:
    shown = Campaign(tmp_path / "house", furnished, seed=7, kills=KILLS, letters_per_kill=6).run()
    assert {"proof", "P1", "P2", "P3", "P4", "P7"} <= {finding.promise for finding in shown.findings}
    assert shown.holds, shown.failed


@pytest.mark.parametrize("crash", CRASHES, ids=[crash.point for crash in CRASHES])
def test_a_death_at_the_named_point_harms_nothing(crash: Crash, tmp_path: Path, furnished: Path) -> None:
    shown = crash.run(tmp_path / "house", furnished)
    assert shown.holds, shown.failed


def test_each_named_point_has_its_death() -> None:
    assert sorted([*(crash.point for crash in CRASHES), *AIMED]) == sorted(POINTS)


# ---- a serve that lives


@pytest.fixture
def installation(tmp_path: Path, furnished: Path) -> Iterator[Installation]:
    with listening_relay() as relay:
        installation = Installation.at(tmp_path / "house", f"smtp://127.0.0.1:{relay.port}", furnished)
        try:
            yield installation
        finally:
            installation.end()


def test_p5_a_database_that_refuses_is_451_and_serve_goes_on_without_a_restart(
    installation: Installation,
) -> None:
    installation.start()
    port = installation.listening()
    early, late = report("early", ANNA, HOUSE), report("late", HANSEN, HARBOUR)
    with smtplib.SMTP("127.0.0.1", port) as client:
        with without(installation, "octets"), pytest.raises(smtplib.SMTPDataError) as told:
            client.sendmail(ANNA, HOUSE, early.octets, EXTENDED)
        assert (told.value.smtp_code, told.value.smtp_error[:5]) == (451, b"4.3.0")
        assert b"octets" not in told.value.smtp_error, "what went wrong is nobody's business outside"
        client.sendmail(ANNA, HOUSE, early.octets, EXTENDED)
        with without(installation, "deliveries"):
            client.sendmail(HANSEN, HARBOUR, late.octets, EXTENDED)
            eventually(lambda: "the database refused" in installation.words())
    assert settle(installation, 20)
    assert [(row.state, row.attempts) for row in look(installation.url).arrivals] == [("done", 1)] * 2


@contextmanager
def without(installation: Installation, table: str) -> Iterator[None]:
    """A database that cannot do its work: one of its tables is out of reach."""
    by_hand(installation, f"alter table {table} rename to away")
    yield
    by_hand(installation, f"alter table away rename to {table}")


def by_hand(installation: Installation, statement: str) -> None:
    with closing(sqlite3.connect(installation.folder / "hauspost.db", timeout=20)) as connection:
        connection.execute(statement)


def test_a_second_serve_on_one_file_is_refused_with_a_sentence(installation: Installation) -> None:
    installation.start()
    installation.listening()
    second = subprocess.run(
        [*installation.words_of("serve")],
        env=installation.surroundings(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert second.returncode == 1
    assert second.stderr.strip().splitlines()[-1].startswith("hauspost: another serve uses ")
    assert "Traceback" not in second.stderr
    assert installation.is_alive()


def test_sigterm_amid_mails_ends_within_ten_seconds_and_keeps_every_acknowledged_one(
    installation: Installation,
) -> None:
    installation.start()
    installation.listening()
    bag = Postbag(3, list, limit=1000)
    postmen = [Postman(lambda: installation.port, bag.next, Random(n), pause=0.01) for n in range(4)]
    for postman in postmen:
        postman.start()
    eventually(lambda: sum(letter.acknowledged for letter in bag.letters) >= 20)
    status, took = installation.terminate()
    bag.limit = 0
    for postman in postmen:
        postman.give_up()
    assert (status, took < STOP_SECONDS) == (0, True)
    stored = look(installation.url)
    acknowledged = [letter.octets for letter in bag.letters if letter.acknowledged]
    assert len(acknowledged) >= 20
    assert set(acknowledged) <= set(stored.bodies.values())


# ---- a mail that kills


@pytest.fixture
def house(tmp_path: Path, furnished: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    monkeypatch.setenv(BOMB, "kill:bomb@post.example")
    with house_on(f"sqlite:///{shutil.copy(furnished, tmp_path)}") as built:
        yield built


def test_p6_a_mail_that_kills_its_parser_is_set_aside_with_one_alert_and_its_neighbours_lose_nothing(
    house: House,
) -> None:
    bomb = report("bomb", ANNA, HOUSE)
    for letter in (report("before", ANNA, HOUSE), bomb, report("behind", HANSEN, HARBOUR)):
        house.receives(letter.octets, mail_from=letter.author, rcpt_to=letter.rcpt_to)
    for _ in range(4):
        house.later(seconds=3)
    found = {row.state: row.attempts for row in house.arrivals()}
    assert [(row.state, row.attempts) for row in house.arrivals()] == [
        ("done", 1),
        ("quarantined", 3),
        ("done", 1),
    ], found
    assert house.kinds_to(SABINE).count("alert") == 1
