"""A drill: a backup amidst work, a death, a restore; no mail goes out twice, no number is given twice, none is lost."""

import json
import re
import smtplib
import sqlite3
import subprocess
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest

from tests.house import ANNA, HANSEN, HARBOUR, HOUSE, YILDIZ
from tests.relay import ListeningRelay, eventually, listening_relay
from tests.torture.campaign import settle
from tests.torture.installation import Installation, furnish
from tests.torture.postmen import EXTENDED, Letter, Postbag, Postman, report
from tests.torture.snapshot import feel, look


@dataclass(slots=True)
class Drill:
    installation: Installation
    relay: ListeningRelay

    def serves(self) -> None:
        self.installation.start()
        self.installation.listening()

    def brings(self, *letters: Letter) -> None:
        with smtplib.SMTP("127.0.0.1", self.installation.port) as client:
            for letter in letters:
                client.sendmail(letter.author, letter.rcpt_to, letter.octets, EXTENDED)

    def settles(self) -> None:
        assert settle(self.installation, 60)

    def runs(self, *words: str) -> str:
        done = subprocess.run(
            self.installation.words_of(*words),
            env=self.installation.surroundings(),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def tickets(self) -> dict[str, list[int]]:
        """Each letter's word, and the tickets that hold it."""
        found: dict[str, list[int]] = {}
        for entry in look(self.installation.url).entries:
            for word in set(re.findall(r"Kennwort (\w+)", entry.text)):
                found.setdefault(word, []).append(entry.ticket)
        return found

    def restores(self, copy: Path) -> None:
        folder = self.installation.folder
        for name in ("hauspost.db", "hauspost.db-wal", "hauspost.db-shm"):
            (folder / name).unlink(missing_ok=True)
        copy.rename(folder / "hauspost.db")


@pytest.fixture
def drill(tmp_path: Path) -> Iterator[Drill]:
    with listening_relay() as relay:
        furnished = furnish(tmp_path)
        installation = Installation.at(tmp_path / "house", f"smtp://127.0.0.1:{relay.port}", furnished)
        try:
            yield Drill(installation, relay)
        finally:
            installation.end()


def test_a_backup_under_load_is_one_consistent_state(drill: Drill) -> None:
    """Whoever was answered before it began is in it, and whatever is in it is there with all that belongs to it."""
    copy = drill.installation.folder / "copy.db"
    drill.serves()
    bag = Postbag(5, lambda: list(drill.relay.mails), limit=100_000)
    postmen = [Postman(lambda: drill.installation.port, bag.next, Random(n), pause=0.0) for n in range(3)]
    for postman in postmen:
        postman.start()
    try:
        eventually(lambda: sum(letter.acknowledged for letter in bag.letters) >= 20, seconds=60)
        before = sum(letter.acknowledged for letter in bag.letters)
        drill.runs("backup", str(copy))
        after = sum(letter.acknowledged for letter in bag.letters)
    finally:
        for postman in postmen:
            postman.give_up()
    copied = look(f"sqlite:///{copy}")
    assert before <= len(copied.arrivals)
    assert after > before, "nobody had to wait for it"
    for row in (*copied.arrivals, *copied.mails):
        assert row.digest in copied.bodies
    assert {row.ticket for row in copied.entries} == {row.number for row in copied.tickets}
    formed = {row.mail for row in copied.notices if row.state == "formed"}
    assert formed == {row.id for row in copied.mails}
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


def test_after_a_restore_nothing_is_doubled_without_a_hand_and_what_came_since_comes_once(
    drill: Drill,
) -> None:
    copy = drill.installation.folder / "copy.db"
    before = report("early", ANNA, HOUSE)
    waiting = report("waiting", HANSEN, HARBOUR)
    since = (report("since1", ANNA, HOUSE), report("since2", YILDIZ, HOUSE))

    drill.serves()
    drill.brings(before)
    drill.settles()
    drill.runs("pause")
    drill.brings(waiting)
    eventually(lambda: feel(drill.installation.url).queued >= 2, seconds=30)
    drill.runs("backup", str(copy), "--quiet")
    drill.runs("resume")
    drill.brings(*since)
    drill.settles()
    lost = look(drill.installation.url)
    sent_before = [mail.message_id for mail in drill.relay.mails]
    drill.installation.kill()

    drill.restores(copy)
    told = json.loads(drill.runs("restore-check", "--json"))
    assert (told["applied"], told["mails"]) == (False, 2)
    assert json.loads(drill.runs("restore-check", "--apply", "--json"))["applied"] is True
    drill.serves()
    drill.brings(before, waiting, *since)  # from the done folder, or from a server that never heard our 250
    eventually(lambda: len(drill.tickets()) == 4 and not feel(drill.installation.url).waiting, seconds=30)
    eventually(lambda: not look(drill.installation.url).owed, seconds=30)

    assert [mail.message_id for mail in drill.relay.mails] == sent_before, "sent without a hand"
    assert {word: len(numbers) for word, numbers in drill.tickets().items()} == dict.fromkeys(
        ("early", "waiting", "since1", "since2"), 1
    )
    now = look(drill.installation.url)
    fresh = {row.number for row in now.tickets} - {1001, 1002}
    assert len(fresh) == 2
    assert not fresh & {row.number for row in lost.tickets}
    assert not {row.id for row in now.mails if row.state == "queued"} & {row.id for row in lost.mails}
    assert Counter(row.state for row in now.mails)["held"] == 2

    drill.runs("resume")
    drill.settles()
    known = Counter(mail.message_id for mail in drill.relay.mails)
    assert set(known.values()) == {1}
    waited = [row for row in look(drill.installation.url).mails if row.state == "held"]
    assert [row.reply for row in waited] == ["it may have been sent before the restore"] * 2
    doubled = f"<{waited[0].message_id}>"
    drill.runs("outbox", "release", str(waited[0].id))
    eventually(
        lambda: Counter(mail.message_id for mail in drill.relay.mails)[doubled] == 2, seconds=30
    )  # by a hand
    drill.runs("outbox", "drop", str(waited[1].id))
