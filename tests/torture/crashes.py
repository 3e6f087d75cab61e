"""Knows SAFETY's crash table row by row: where `serve` dies, what is durable then, what becomes of the mail."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.house import ANNA, HOUSE
from tests.relay import ListeningRelay, listening_relay
from tests.torture.evidence import Case, Finding, Hits, judge
from tests.torture.installation import Installation, installed
from tests.torture.load import settle
from tests.torture.parts import Evidence, Part, Setting, evidence, together
from tests.torture.postmen import Letter, Postman, report
from tests.torture.snapshot import Snapshot, look

KILLED = -9
ANY = range(1000)
NONE, ONE = range(1), range(1, 2)
SOME = range(1, 1000)
ROUNDS = 4
BALLAST = (0, 300_000, 2_000, 1_000_000)  # octets of the picture in each round


@dataclass(frozen=True, slots=True)
class Crash:
    """One mail of Anna's comes to a `serve` that dies at the point.

    `heard`: whether the client has its 250; None where two threads race. The ranges say how many there may be right
    after the death: arrivals, tickets, owed notices, formed mails, mails that count as sent; and in the end: deliveries
    of Anna's mail, surplus copies at the relay. Two mails leave at the same time, so a death may catch the other one
    behind its dot.
    """

    point: str
    promise: str
    passing: int = 1
    heard: bool | None = None
    arrivals: range = ONE
    tickets: range = ANY
    owed: range = ANY
    mails: range = ANY
    sent: range = ANY
    deliveries: range = range(1, 3)
    repeats: range = NONE

    def run(self, folder: Path, furnished: Path, *, ballast: int = 0) -> Evidence:
        """`ballast`: octets of a picture in the mail."""
        with (
            listening_relay() as relay,
            installed(folder, f"smtp://127.0.0.1:{relay.port}", furnished) as house,
        ):
            postman = Postman(lambda: house.port, lambda: None, Random(1))
            try:
                letter = report(f"word-{self.point}", ANNA, HOUSE, ballast=ballast)
                return self._live_twice(house, relay, postman, letter)
            finally:
                postman.hang_up()

    def _live_twice(
        self, house: Installation, relay: ListeningRelay, postman: Postman, letter: Letter
    ) -> Evidence:
        house.start(crashpoint=f"{self.point}:{self.passing}")
        house.listening()
        house.working()
        postman.try_once(letter)
        heard = letter.acknowledged
        status = house.died()
        dead = look(house.url)
        house.start()
        house.listening()
        postman.bring(letter)
        settled = settle(house)
        house.kill()
        case = Case((letter,), tuple(relay.mails), Hits(kills=1))
        after = look(house.url)
        findings = (
            Finding("crash", f"it died at {self.point} by itself", status == KILLED, str(status)),
            *self._at_death(dead, heard),
            Finding("crash", "everything came to rest", settled),
            *self._afterwards(case, dead, after),
            *judge(case, after),
        )
        return evidence(case, after, faults=int(status == KILLED), findings=findings)

    def _at_death(self, dead: Snapshot, heard: bool) -> tuple[Finding, ...]:
        counted = {
            "arrivals": len(dead.arrivals),
            "tickets": len(dead.tickets),
            "owed": len(dead.owed),
            "mails": len(dead.mails),
            "sent": len(dead.sent),
        }
        odd = {name: n for name, n in counted.items() if n not in getattr(self, name)}
        return (
            Finding(
                "crash", f"then the database held what was promised ({counted})", not odd, str(odd or "")
            ),
            Finding(
                "crash", "the client had heard what was promised", self.heard in (None, heard), str(heard)
            ),
        )

    def _afterwards(self, case: Case, dead: Snapshot, after: Snapshot) -> tuple[Finding, ...]:
        copies = Counter(mail.message_id.strip("<>") for mail in case.relayed)
        repeats = copies.total() - len(copies)
        return (
            Finding(
                "crash",
                self.promise,
                len(after.arrivals) in self.deliveries and repeats in self.repeats,
                f"{len(after.arrivals)} deliveries, {repeats} repeats",
            ),
            Finding("crash", "no mail was repeated twice", max(copies.values()) <= 2),
            Finding(
                "crash",
                "what counted as sent was not sent again",
                all(copies[mail.message_id] == 1 for mail in dead.sent),
                str(len(dead.sent)),
            ),
        )


# At before-claim the first passing is the look at an empty queue when the workers start.
CRASHES = (
    Crash(
        "before-tx1", "the client's retry made one", heard=False, arrivals=NONE, tickets=NONE, deliveries=ONE
    ),
    Crash("after-tx1", "the retry was a duplicate", heard=False, tickets=NONE, deliveries=range(2, 3)),
    Crash("before-250", "the retry was a duplicate", heard=False, deliveries=range(2, 3)),
    Crash("before-claim", "the next start took it", passing=2, tickets=NONE, owed=NONE),
    Crash("in-parser", "it was parsed again", tickets=NONE, owed=NONE),
    Crash("in-tx2", "it was decided again", tickets=NONE, owed=NONE, mails=NONE),
    Crash("after-tx2", "its notices were sent", tickets=ONE, owed=ANY),
    Crash("before-tx3", "its notices were sent", tickets=ONE, owed=SOME, mails=NONE, sent=NONE),
    Crash("after-tx3", "it was sent without a repeat", tickets=ONE, mails=SOME, sent=NONE),
    Crash("before-dot", "it was sent again", tickets=ONE, mails=SOME, repeats=range(2)),
    Crash("after-dot", "it was sent again, with its Message-ID", tickets=ONE, mails=SOME, repeats=range(3)),
    Crash("before-tx4", "it was repeated, with its Message-ID", tickets=ONE, mails=SOME, repeats=range(1, 3)),
    Crash("after-tx4", "it stayed sent", tickets=ONE, mails=SOME, sent=SOME, repeats=range(2)),
)


def run(setting: Setting) -> Evidence:
    return together(
        crash.run(
            setting.folder / f"{crash.point}-{number}",
            setting.furnished,
            ballast=BALLAST[number % len(BALLAST)],
        )
        for crash in CRASHES
        for number in range(setting.size(ROUNDS))
    )


PART = Part("points", "a death at each named crash point", run)
