"""Knows how to bring thousands of damaged mails and a few bombs through a whole `serve`, beside people who write."""

import base64
import hashlib
import random
import smtplib
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from hauspost.gateway.smtp_replies import TOO_MANY_REFUSALS
from tests.crafted import FAMILIES, crafted
from tests.damage import MAILS, damaged
from tests.house import BORDER, HOUSE
from tests.relay import listening_relay
from tests.torture.evidence import ENDS, Finding, Hits, doubled, lost, repeats
from tests.torture.installation import Installation, installed
from tests.torture.load import SETTLE_SECONDS, Load, hasten, under_load
from tests.torture.parts import Evidence, Part, Setting, at_least
from tests.torture.postmen import EXTENDED, PATIENCE, RESIDENTS, Letter
from tests.torture.snapshot import Snapshot, feel, look
from tests.torture.standstill import PROGRAM, Lookout

DAMAGED = 20_000
BOMBS = 30
WELL = 200  # mails of people, between them
BOMB_OCTETS = 2_000_000
MENDED = 0.9  # the share whose line ends and NULs are put right: the others are turned away at the door
POLICY = frozenset({250, 552, 554})
HANDS = 4
RATE = 5.0  # mails a second that even a slow machine decides
VERDICT = f"Authentication-Results: {BORDER}; dmarc=pass (p=reject) header.from="


@dataclass(slots=True)
class Bringer:
    """One client; `taken` are the digests of what was answered with 250."""

    house: Installation
    seed: str
    mails: int
    bombs: list[str]
    taken: list[str] = field(default_factory=list)
    codes: Counter[int] = field(default_factory=Counter)
    broken: int = 0
    shown_out: int = 0  # times the door said 421, as it does after a hundred refusals on one connection

    def run(self) -> None:
        """Whatever breaks, each mail is tried once."""
        chance = random.Random(self.seed)
        client: smtplib.SMTP | None = None
        for octets in self._mails(chance):
            try:
                client = client or self._dial()
                if not self._say(client, octets, chance.choice(RESIDENTS)[0]):
                    client.close()
                    client = None
            except (OSError, smtplib.SMTPException):
                self.broken += 1
                if client is not None:
                    client.close()
                client = None
        if client is not None:
            client.close()

    def _dial(self) -> smtplib.SMTP:
        client = smtplib.SMTP("127.0.0.1", self.house.port, "client.example", timeout=PATIENCE)
        client.ehlo()
        return client

    def _mails(self, chance: random.Random) -> Iterator[bytes]:
        """Made one by one: 20,000 of them would be gigabytes."""
        places = [chance.randrange(self.mails + 1) for _ in self.bombs]
        for number in range(self.mails + 1):
            for place, family in zip(places, self.bombs, strict=True):
                if place == number:
                    yield _wired(_vouched(_encoded(crafted(family, BOMB_OCTETS)), chance))
            if number < self.mails:
                yield _mended(damaged(chance.choice(MAILS).read_bytes(), chance), chance)

    def _say(self, client: smtplib.SMTP, octets: bytes, author: str) -> bool:
        """Whether more may be said on this connection."""
        client.mail(author, EXTENDED)
        client.rcpt(HOUSE)
        code, _ = client.data(octets)
        self.codes[code] += 1
        if code == 250:
            self.taken.append(hashlib.sha256(octets).hexdigest())
            return True
        after, _ = client.rset()
        self.shown_out += after == TOO_MANY_REFUSALS.code
        return after != TOO_MANY_REFUSALS.code


def _mended(octets: bytes, chance: random.Random) -> bytes:
    """Ends as the wire asks for it; most mails come from programs that know what a line is."""
    return _wired(octets) if chance.random() < MENDED else octets.rstrip(b"\r\n") + b"\r\n"


def _wired(octets: bytes) -> bytes:
    whole = octets.replace(b"\r\n", b"\n").replace(b"\r", b"\n").replace(b"\0", b"?")
    return b"\r\n".join(whole.rstrip(b"\n").split(b"\n")) + b"\r\n"


def _encoded(octets: bytes) -> bytes:
    """In lines of base64: many bombs are one line, and the door would turn them away unread."""
    head, _, text = octets.partition(b"\r\n\r\n")
    return head + b"\r\nContent-Transfer-Encoding: base64\r\n\r\n" + base64.encodebytes(text)


def _vouched(octets: bytes, chance: random.Random) -> bytes:
    """A bomb comes from somebody who is heard: else nobody would read it."""
    author = chance.choice(RESIDENTS)[0].encode()
    verdict = VERDICT.encode() + author.partition(b"@")[2] + b"\r\n"
    return verdict + octets.replace(b"eve@evil.example", author)


def run(setting: Setting) -> Evidence:
    with (
        listening_relay() as relay,
        installed(setting.folder / "house", f"smtp://127.0.0.1:{relay.port}", setting.furnished) as house,
        under_load(setting.seed, relay, lambda: house.port, clients=1) as load,
    ):
        load.bag.reply_share = 0.0
        return _suffer(house, load, setting)


def _suffer(house: Installation, load: Load, setting: Setting) -> Evidence:
    mails, bombs = setting.size(DAMAGED, least=40), sorted(FAMILIES)[: setting.size(BOMBS, least=3)]
    house.program = PROGRAM
    house.start()
    house.listening()
    began = time.monotonic()
    hands = [Bringer(house, f"{setting.seed}-{n}", mails // HANDS, bombs[n::HANDS]) for n in range(HANDS)]
    threads = [threading.Thread(target=hand.run, daemon=True) for hand in hands]
    load.more(setting.size(WELL, least=10))
    for thread in threads:
        thread.start()
    lookout = Lookout(
        house, lambda: (sum(h.codes.total() for h in hands), load.acknowledged, feel(house.url))
    )
    patience = mails / RATE + SETTLE_SECONDS
    said = lookout.wait(lambda: not any(thread.is_alive() for thread in threads), patience)
    home = said and load.is_brought() and load.everybody_is_home()
    took = time.monotonic() - began
    settled = lookout.wait(lambda: _is_decided(house), patience)
    whole = time.monotonic() - began
    status, _ = house.terminate()
    case, seen = load.case(Hits()), look(house.url)
    codes = sum((hand.codes for hand in hands), Counter[int]())
    taken = [digest for hand in hands for digest in hand.taken]
    missing, twice = _missing(taken, seen), _twice(seen)
    odd = {code: n for code, n in codes.items() if code not in POLICY}
    findings = (
        at_least("damaged mails and bombs were taken", len(taken), mails // 2),
        at_least("bombs were taken and came to an end", _exploded(seen), len(bombs)),
        at_least("others were turned away by a rule", codes[552] + codes[554]),
        Finding("proof", "everybody could bring all mails, and everything came to rest", home and settled),
        Finding(
            "proof",
            "seconds until all were brought, and until all were decided",
            True,
            f"{took:.0f}, {whole:.0f}",
        ),
        lookout.finding(),
        Finding("P5", "no answer was anything but a rule's", not odd, f"{dict(codes)}"),
        Finding(
            "P5",
            "no connection broke but by a rule, after a hundred refusals",
            not sum(hand.broken for hand in hands),
            f"{sum(hand.shown_out for hand in hands)} of those",
        ),
        Finding(
            "P6",
            "each mail between them has its one ticket",
            not lost(case, seen) and _heard(case.letters, seen),
        ),
        Finding("P1", "no part of serve died of a mail", "Traceback" not in house.words()),
        Finding("SIGTERM", "it ended by itself", status == 0),
        Finding("P1", "how they ended", True, f"{dict(Counter(row.state for row in seen.arrivals))}"),
    )
    return Evidence(
        faults=len(taken) + codes[552] + codes[554],
        mails=len(taken) + len(case.letters),
        lost=len(missing) + len(lost(case, seen)),
        doubled=twice + doubled(case, seen),
        repeated=repeats(case),
        repeats_allowed=0,
        findings=findings,
    )


def _is_decided(house: Installation) -> bool:
    """The lists of what is held are owed for tomorrow morning, and wait. What was deferred is due at once."""
    now = feel(house.url)
    if now.deferred:
        hasten(house)
    return not (now.waiting or now.queued)


def _missing(taken: list[str], seen: Snapshot) -> list[str]:
    """Digests of what was answered with 250, and is not stored, or has come to no end."""
    ended = {row.digest for row in seen.arrivals if row.state in ENDS}
    stored = {hashlib.sha256(octets).hexdigest(): digest for digest, octets in seen.bodies.items()}
    return [digest for digest in taken if stored.get(digest) not in ended]


def _exploded(seen: Snapshot) -> int:
    """Bombs by their size: no damaged mail is as large."""
    ended = {row.digest for row in seen.arrivals if row.state in ENDS}
    return sum(len(seen.bodies[digest]) > BOMB_OCTETS for digest in ended)


def _twice(seen: Snapshot) -> int:
    """Deliveries of the same octets that were heard once more."""
    done = Counter(row.digest for row in seen.arrivals if row.state == "done")
    return done.total() - len(done)


def _heard(letters: tuple[Letter, ...], seen: Snapshot) -> bool:
    subjects = Counter(word for ticket in seen.tickets for word in ticket.subject.split())
    return all(subjects[letter.word] == 1 for letter in letters)


PART = Part("damage", "20,000 damaged mails and 30 bombs, beside people", run)
