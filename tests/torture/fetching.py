"""Knows how to torture the fetching: two real IMAP servers, a person at the mailboxes, and a `serve` that keeps dying.

Four of five deaths are aimed at a named point of the way from the folder to the done folder; every fifth is random.
"""

import contextlib
import random
import subprocess
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from hauspost.gateway.crashpoints import POINTS
from tests.dovecot import PASSWORD, Dovecot, Wishes, programs, running_dovecot
from tests.house import BORDER
from tests.relay import ListeningRelay, listening_relay
from tests.torture.evidence import Case, Finding, Hits, judge
from tests.torture.installation import STOP_SECONDS, Installation, installed
from tests.torture.load import settle
from tests.torture.parts import Evidence, NotPossible, Part, Setting, at_least, evidence
from tests.torture.postmen import RESIDENTS, Letter, report
from tests.torture.snapshot import Snapshot, feel, look

KILLS = 80
MAILS = 300
AIMED = tuple(point for point in POINTS if point.startswith("imap-"))
RANDOM = "a random moment"
RANDOM_EVERY = 5
RENUMBERED_EVERY = 8  # at each eighth kill a server numbers its mails anew
CALM_EVERY = (
    2  # so often it lives until all is at rest: three deaths in a row would set aside what was parsed
)
READ_SHARE = 0.3  # of the mails are read by a person before they are fetched
PATIENCE = 60.0  # seconds for a death at a point, or for the folders to be empty
LONGEST_LIFE = 1.5
DONE = "Hauspost.done"

CONFIG = """\
[[imap]]
name = "{name}"
url = "imap://{name}@127.0.0.1:{port}"
password_file = "imap.password"
authserv_id = "{border}"
"""


@dataclass(slots=True)
class Fetching:
    """`windows` counts the deaths at each point; two accounts, one at a server that knows no MOVE."""

    folder: Path
    furnished: Path
    seed: int
    kills: int
    mails: int
    windows: Counter[str] = field(default_factory=Counter)
    letters: list[Letter] = field(default_factory=list)
    renumbered: int = 0
    read: int = 0

    def run(self) -> Evidence:
        if programs() is None:
            raise NotPossible("there is no Dovecot on this machine")
        with (
            listening_relay() as relay,
            running_dovecot() as able,
            running_dovecot(Wishes(capability="IMAP4rev1 IDLE UIDPLUS")) as poor,
        ):
            servers = {"able": able, "poor": poor}
            more = "".join(
                CONFIG.format(name=name, port=server.port, border=BORDER) for name, server in servers.items()
            )
            with installed(self.folder, f"smtp://127.0.0.1:{relay.port}", self.furnished, more) as house:
                (self.folder / "imap.password").write_text(PASSWORD, "utf-8")
                return self._fight(house, relay, servers)

    def _fight(self, house: Installation, relay: ListeningRelay, servers: dict[str, Dovecot]) -> Evidence:
        chance = random.Random(self.seed)
        self._begin(house)
        for number in range(1, self.kills + 1):
            if (
                number % CALM_EVERY
            ):  # never right before numbers are given anew: taken mails shall lie there then
                house.start()
                house.listening()
                settle(house)
                house.kill()
            due = self.mails * number // self.kills - len(self.letters)
            if number % RENUMBERED_EVERY == 0:
                self._renumber(servers, chance)
            if number % RANDOM_EVERY == 0:
                self._random_death(house, servers, chance, due)
            else:
                point = AIMED[(number - number // RANDOM_EVERY) % len(AIMED)]
                self._aimed_death(house, servers, chance, due, point=point)
        house.start()
        house.listening()
        emptied = _until(lambda: not any(server.lying_in(name) for name, server in servers.items()))
        settled = settle(house)
        status, took = house.terminate()
        seen = look(house.url)
        case = Case(tuple(self.letters), tuple(relay.mails), Hits(kills=self.kills))
        findings = (
            *self._proof(emptied and settled),
            *judge(case, seen),
            *self._places(servers, seen),
            _none_set_aside(seen),
            Finding(
                "SIGTERM",
                "the last one ended by itself",
                status == 0 and took < STOP_SECONDS,
                f"{took:.1f} s",
            ),
        )
        return evidence(case, seen, faults=self.kills, findings=findings)

    def _begin(self, house: Installation) -> None:
        """The first start, on empty folders: what comes from now on is new."""
        house.start()
        house.listening()
        assert _until(lambda: house.words().count("older mails are left alone") == 2)
        house.kill()

    def _aimed_death(
        self,
        house: Installation,
        servers: dict[str, Dovecot],
        chance: random.Random,
        due: int,
        *,
        point: str,
    ) -> None:
        """Mails come before it starts and while it lives; it dies when one of them reaches the point."""
        self._deliver(servers, chance, due // 2)
        house.start(crashpoint=f"{point}:{chance.choice((1, 1, 2))}")
        self._deliver(servers, chance, due - due // 2)
        try:
            house.died(PATIENCE / 3)
            self.windows[point] += 1
        except subprocess.TimeoutExpired:  # fewer mails came by than it was to let pass
            house.kill()
            self.windows[RANDOM] += 1

    def _random_death(
        self, house: Installation, servers: dict[str, Dovecot], chance: random.Random, due: int
    ) -> None:
        house.start()
        house.listening()
        self._deliver(servers, chance, due)
        time.sleep(chance.uniform(0.0, LONGEST_LIFE))
        house.kill()
        self.windows[RANDOM] += 1
        self.windows["a mail waited or was being decided"] += bool(feel(house.url).waiting)

    def _deliver(self, servers: dict[str, Dovecot], chance: random.Random, count: int) -> None:
        for _ in range(count):
            word = f"word-{self.seed}-{len(self.letters) + 1:05}"
            author, rcpt_to = chance.choice(RESIDENTS)
            letter = report(word, author, rcpt_to, ballast=chance.choice((0, 0, 0, 3_000, 100_000)))
            letter.acknowledged = True  # it lies in the folder: P1 counts from there
            self.letters.append(letter)
            name, server = list(servers.items())[len(self.letters) % 2]
            server.delivers(name, letter.octets)
            if chance.random() < READ_SHARE:
                self.read += _read_by_a_person(server, name)

    def _renumber(self, servers: dict[str, Dovecot], chance: random.Random) -> None:
        """Nobody is connected: `serve` is dead."""
        name, server = chance.choice(list(servers.items()))
        self._deliver(servers, chance, 2)
        server.forgets_numbers(name)
        self.renumbered += 1

    # ---- what is left

    def _proof(self, at_rest: bool) -> tuple[Finding, ...]:
        """That it was torture at all."""
        return (
            Finding("proof", "every folder was emptied and everything came to rest", at_rest),
            at_least("as many mails came as were wanted", len(self.letters), self.mails),
            at_least("a person read some of them first", self.read),
            at_least("numbers were given anew", self.renumbered, self.kills // RENUMBERED_EVERY),
            *(
                at_least(f"it died at {point}", self.windows[point], self.kills // (2 * len(AIMED)))
                for point in AIMED
            ),
            *(
                Finding("proof", f"it died at {moment}", True, f"{times} times")
                for moment, times in sorted(self.windows.items())
                if moment not in AIMED
            ),
        )

    def _places(self, servers: dict[str, Dovecot], seen: Snapshot) -> tuple[Finding, ...]:
        """Where each mail lies in the end, and how often it was taken."""
        lying = {name: Counter(server.lying_in(name, DONE).values()) for name, server in servers.items()}
        wanted = {
            name: {one.octets for n, one in enumerate(self.letters, 1) if list(servers)[n % 2] == name}
            for name in servers
        }
        missing = [one.word for one in self.letters if not any(found[one.octets] for found in lying.values())]
        surplus = {name: found.total() - len(found) for name, found in lying.items()}
        most = self.windows["imap-after-copy"] + self.windows[RANDOM]
        taken = Counter(arrival.digest for arrival in seen.arrivals)
        again = taken.total() - len(taken)
        return (
            Finding("P1", "every mail lies in its done folder", not missing, f"{len(self.letters)}"),
            Finding(
                "P1",
                "no done folder holds another account's mail",
                all(set(lying[name]) == wanted[name] for name in servers),
            ),
            Finding("P2", "a server with MOVE holds each once", surplus["able"] == 0, str(surplus["able"])),
            Finding(
                "P2",
                "without MOVE a death behind the copy makes at most one more",
                surplus["poor"] <= most,
                f"{surplus['poor']} of {most}",
            ),
            Finding(
                "P2",
                "no mail was taken twice but where its number was given anew",
                again == 0
                if not self.renumbered
                else set(taken.values()) <= set(range(1, self.renumbered + 2)),
                f"{again} times, {self.renumbered} times renumbered",
            ),
        )


def _none_set_aside(seen: Snapshot) -> Finding:
    aside = sum(row.state == "quarantined" for row in seen.arrivals)
    return Finding("P1", "no mail was set aside", aside == 0, str(aside))


def _read_by_a_person(server: Dovecot, name: str) -> int:
    """Whatever lies there now is marked as read, if it still lies there."""
    with server.session(name) as client:
        client.select_folder("INBOX")
        lying = client.search("ALL")
        with contextlib.suppress(client.Error):
            client.add_flags(lying, [b"\\Seen"])
        return len(lying)


def _until(holds: Callable[[], bool], seconds: float = PATIENCE) -> bool:
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            return False
        time.sleep(0.1)
    return True


def run(setting: Setting) -> Evidence:
    kills, mails = setting.size(KILLS, least=len(AIMED) + RANDOM_EVERY), setting.size(MAILS, least=30)
    return Fetching(setting.folder / "house", setting.furnished, setting.seed, kills, mails).run()


PART = Part("imap", "kills while two Dovecots are polled that number their mails anew", run)
