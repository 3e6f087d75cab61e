"""A drill: a backup amidst work, a death, a restore; no mail goes out twice, no number is given twice, none is lost."""

import json
import re
import smtplib
import sqlite3
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest

from tests.dovecot import PASSWORD, Dovecot
from tests.house import ANNA, BORDER, HANSEN, HARBOUR, HOUSE, YILDIZ
from tests.relay import ListeningRelay, eventually, listening_relay
from tests.torture.fetching import CONFIG, DONE
from tests.torture.installation import Installation, furnish
from tests.torture.load import settle
from tests.torture.postmen import EXTENDED, Letter, Postbag, Postman, report
from tests.torture.snapshot import feel, look


@dataclass(slots=True)
class Drill:
    installation: Installation
    relay: ListeningRelay
    imap: Dovecot | None = None
    user: str = ""

    def serves(self) -> None:
        self.installation.start()
        self.installation.listening()

    def brings(self, *letters: Letter) -> None:
        with smtplib.SMTP("127.0.0.1", self.installation.port) as client:
            for letter in letters:
                client.sendmail(letter.author, letter.rcpt_to, letter.octets, EXTENDED)

    def begins(self) -> None:
        """The account is opened, while its folder is empty."""
        eventually(lambda: "older mails are left alone" in self.installation.words(), seconds=30)

    def delivers(self, *letters: Letter) -> None:
        """Into the account; fetched, decided, answered, and moved away."""
        assert self.imap is not None
        done = len(self.imap.lying_in(self.user, DONE))
        self.imap.delivers(self.user, *(letter.octets for letter in letters))
        for where, count in ((DONE, done + len(letters)), ("INBOX", 0)):
            self._holds(where, count)
        self.settles()

    def _holds(self, folder: str, count: int) -> None:
        imap = self.imap
        assert imap is not None
        eventually(lambda: len(imap.lying_in(self.user, folder)) == count, seconds=90)

    def has_each_once(self, *letters: Letter) -> None:
        words = dict.fromkeys((letter.word for letter in letters), 1)
        eventually(lambda: {word: len(of) for word, of in self.tickets().items()} == words, seconds=60)
        eventually(lambda: not feel(self.installation.url).owed, seconds=30)
        self._holds(DONE, len(letters))

    def fresh(self, letters: tuple[Letter, ...]) -> set[int]:
        """The numbers of the tickets that hold them."""
        found = self.tickets()
        return {number for letter in letters for number in found[letter.word]}

    def settles(self) -> None:
        assert settle(self.installation, 60)

    def tickets(self) -> dict[str, list[int]]:
        """Each letter's word, and the tickets that hold it."""
        found: dict[str, list[int]] = {}
        for entry in look(self.installation.url).entries:
            for word in set(re.findall(r"Kennwort (\w+)", entry.text)):
                found.setdefault(word, []).append(entry.ticket)
        return found


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
        drill.installation.runs("backup", str(copy))
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
    drill.installation.runs("pause")
    drill.brings(waiting)
    eventually(lambda: feel(drill.installation.url).queued >= 2, seconds=30)
    drill.installation.runs("backup", str(copy), "--quiet")
    drill.installation.runs("resume")
    drill.brings(*since)
    drill.settles()
    lost = look(drill.installation.url)
    sent_before = [mail.message_id for mail in drill.relay.mails]
    drill.installation.kill()

    drill.installation.restores(copy)
    told = json.loads(drill.installation.runs("restore-check", "--json"))
    assert (told["applied"], told["mails"]) == (False, 2)
    assert json.loads(drill.installation.runs("restore-check", "--apply", "--json"))["applied"] is True
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

    drill.installation.runs("resume")
    drill.settles()
    known = Counter(mail.message_id for mail in drill.relay.mails)
    assert set(known.values()) == {1}
    waited = [row for row in look(drill.installation.url).mails if row.state == "held"]
    assert [row.reply for row in waited] == ["it may have been sent before the restore"] * 2
    doubled = f"<{waited[0].message_id}>"
    drill.installation.runs("outbox", "release", str(waited[0].id))
    eventually(
        lambda: Counter(mail.message_id for mail in drill.relay.mails)[doubled] == 2, seconds=30
    )  # by a hand
    drill.installation.runs("outbox", "drop", str(waited[1].id))


def test_whoever_serves_a_backup_as_it_is_hears_what_is_missing(drill: Drill) -> None:
    copy = drill.installation.folder / "copy.db"
    drill.serves()
    assert "came back from a backup" not in drill.installation.words()
    drill.installation.runs("backup", str(copy))
    drill.installation.kill()
    drill.installation.restores(copy)
    drill.serves()
    said = drill.installation.words()
    assert "the database came back from a backup and was not made safe" in said
    assert "run `hauspost restore-check --apply` before `serve`" in said


@pytest.fixture
def fetching(tmp_path: Path, imap_server: Dovecot) -> Iterator[Drill]:
    """The same, and an account at a real server."""
    user = f"drill{uuid.uuid4().hex[:12]}"
    more = CONFIG.format(name=user, port=imap_server.port, border=BORDER)
    with listening_relay() as relay:
        installation = Installation.at(
            tmp_path / "house", f"smtp://127.0.0.1:{relay.port}", furnish(tmp_path), more
        )
        (installation.folder / "imap.password").write_text(PASSWORD, "utf-8")
        try:
            yield Drill(installation, relay, imap_server, user)
        finally:
            installation.end()


@pytest.mark.servers
@pytest.mark.parametrize("early", [True, False], ids=["amidst work", "before the first mail"])
def test_after_a_restore_what_was_fetched_since_comes_once_and_a_second_restore_is_no_worse(
    fetching: Drill, early: bool
) -> None:
    drill, folder = fetching, fetching.installation.folder
    before = (report("early", ANNA, HOUSE),) if early else ()
    since = (report("since1", ANNA, HOUSE), report("since2", YILDIZ, HOUSE))

    drill.serves()
    drill.begins()
    drill.delivers(*before)
    drill.installation.runs("backup", str(folder / "first.db"), "--quiet")
    drill.delivers(*since)
    lost = look(drill.installation.url)
    sent_before = [mail.message_id for mail in drill.relay.mails]
    drill.installation.kill()

    drill.installation.restores(folder / "first.db")
    said = drill.installation.runs("restore-check", "--apply")
    assert "IMAP takes in again what lies in its done folders and is not known here." in said
    drill.serves()
    drill.has_each_once(*before, *since)
    assert [mail.message_id for mail in drill.relay.mails] == sent_before, "sent without a hand"
    assert not drill.fresh(since) & {row.number for row in lost.tickets}
    known = {row.id for row in lost.arrivals}
    assert len(known & {row.id for row in look(drill.installation.url).arrivals}) == len(before)

    drill.installation.runs("resume")
    drill.settles()
    drill.installation.runs("backup", str(folder / "second.db"), "--quiet")
    last = report("last", HANSEN, HARBOUR)
    drill.delivers(last)
    (given,) = drill.fresh((last,))
    drill.installation.kill()

    drill.installation.restores(folder / "second.db")
    assert json.loads(drill.installation.runs("restore-check", "--apply", "--json"))["applied"] is True
    drill.serves()
    drill.has_each_once(*before, *since, last)
    assert drill.fresh((last,)) != {given}, "that number was in Hansen's hands"
    drill.installation.runs("resume")
    drill.settles()
    assert set(Counter(mail.message_id for mail in drill.relay.mails).values()) == {1}
