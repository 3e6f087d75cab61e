"""Ours in one process: the generated post accepted, decided, its notices formed and handed to a relay that takes all.

python -m bench.processing [--mails 200] [--profile]
"""

import argparse
import asyncio
import cProfile
import json
import pstats
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from email.parser import BytesHeaderParser
from email.utils import parseaddr
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

import structlog

from bench.house import MAILBOX, MANAGERS, manager, settle
from bench.post import BEHIND, Post, message_id, octets_of, posts
from bench.reference import StraightLine
from bench.servers import DOMAIN
from bench.spending import Spent, spent_on
from bench.whole_way import AT_ONCE, RULED, plan_of
from hauspost.gateway.incoming import Incoming
from hauspost.gateway.memory import look_seldom_for_rubbish
from hauspost.gateway.outcomes import Delivered, Outcome, Withheld
from hauspost.gateway.serving import Gateway

HOUSE = f"{MAILBOX}@{DOMAIN}"
RESIDENTS = 30
GOAL = 0.5  # of the straight line
TOLD = replace(RULED, notify_managers="all")  # the acknowledgement and three managers: four notices a report


@dataclass(slots=True)
class Sink:
    """A relay that takes everything at once and keeps how a report was acknowledged: (whom to answer, Message-ID)."""

    acknowledged: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    taken: int = 0

    def send(
        self, mail_from: str, rcpt_to: str, octets: bytes, *, before_mail: Callable[[], bool]
    ) -> Outcome:
        if not before_mail():
            return Withheld()
        self.taken += 1
        head = BytesHeaderParser().parsebytes(octets[:4096])
        _, reply_to = parseaddr(head["Reply-To"] or "")
        self.acknowledged[rcpt_to, head["In-Reply-To"] or ""] = (reply_to, head["Message-ID"])
        return Delivered("2.0.0 taken")

    def rest(self) -> float:
        return 0.0

    def hang_up(self) -> None:
        """Nothing is open."""

    def close(self) -> None:
        """Nothing is open."""


@dataclass(frozen=True, slots=True)
class Ours:
    gateway: Gateway
    sink: Sink

    def process(self, given: Sequence[Post]) -> None:
        """Batch by batch, so that an answer finds the acknowledgement that it answers."""
        for start in range(0, len(given), BEHIND):
            asyncio.run(self._accept(given[start : start + BEHIND]))
            self.gateway.intake.drain()
            self.gateway.picturing.drain()
            self.gateway.dispatch.drain()

    async def _accept(self, given: Sequence[Post]) -> None:
        waiting = iter(given)

        async def bring() -> None:
            for post in waiting:
                to, octets = self._addressed(post)
                incoming = Incoming(octets, post.author, (to,), "smtp", "bench", "127.0.0.1", False, ())
                (answer,) = await self.gateway.reception.accept(incoming)
                if not answer.accepts:
                    raise RuntimeError(f"{answer.code} {answer.text}")

        await asyncio.gather(*(bring() for _ in range(AT_ONCE)))

    def _addressed(self, post: Post) -> tuple[str, bytes]:
        if post.about is None:
            return HOUSE, octets_of(post, to=HOUSE)
        first = message_id(post.about)  # whoever was told in another mail answers the own one
        reply_to, answered = self.sink.acknowledged.get((post.author, first), (HOUSE, first))
        return reply_to, octets_of(post, to=reply_to, in_reply_to=answered)


@contextmanager
def ours(folder: Path, *, residents: int = RESIDENTS) -> Iterator[Ours]:
    """One worker of each kind, beside a database of its own."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))
    sink = Sink()
    plan = plan_of(folder)
    settle(plan.database_url, residents=residents)
    gateway = Gateway(replace(plan, relay=lambda: sink, parsers=1, policy_for=lambda _house: TOLD))
    look_seldom_for_rubbish()  # as `serve` does
    try:
        yield Ours(gateway, sink)
    finally:
        gateway.sandbox.close()
        gateway.database.close()


def measured(*, mails: int, rounds: int = 3) -> dict[str, Any]:
    """By turns with the straight line, which is given the same post and writes four notices a mail.

    A round's mails are one batch or several; the first batch pays for what is loaded and opened once.
    """
    with tempfile.TemporaryDirectory(prefix="bench-") as name, ours(Path(name) / "ours") as house:
        straight = StraightLine.at(Path(name) / "straight.db")
        straight.managers = tuple(manager(n) for n in range(MANAGERS))
        given = list(posts(rounds * mails + BEHIND, residents=RESIDENTS))
        house.process(given[:BEHIND])
        before = house.sink.taken
        runs: list[tuple[Spent, Spent]] = []
        for start in range(BEHIND, len(given), mails):
            some = given[start : start + mails]
            runs.append(
                (spent_on(partial(house.process, some)), spent_on(partial(_straight, straight, some)))
            )
        straight.connection.close()
        return {
            "mails": mails,
            "rounds": rounds,
            "notices_per_mail": round((house.sink.taken - before) / (rounds * mails), 2),
            "hauspost": per_mail([mine for mine, _ in runs], mails),
            "straight line": per_mail([theirs for _, theirs in runs], mails),
            "ratio": round(median(theirs.seconds / mine.seconds for mine, theirs in runs), 2),
            "processor_ratio": round(median(theirs.processor / mine.processor for mine, theirs in runs), 2),
            "goal": GOAL,
        }


def _straight(straight: StraightLine, given: Sequence[Post]) -> None:
    for post in given:
        straight.process(octets_of(post, to=HOUSE))


def per_mail(spent: Sequence[Spent], mails: int) -> dict[str, float]:
    return {
        "mails_per_second": round(median(mails / each.seconds for each in spent), 1),
        "processor_ms_per_mail": round(median(1000 * each.processor / mails for each in spent), 2),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--mails", type=int, default=80, help="of each round")
    parser.add_argument("--profile", action="store_true", help="shows where this thread's time goes")
    wish = parser.parse_args()
    profile = cProfile.Profile()
    with profile if wish.profile else nullcontext():
        print(json.dumps(measured(mails=wish.mails), indent=2))
    if wish.profile:
        for order in ("cumulative", "tottime"):
            pstats.Stats(profile).sort_stats(order).print_stats(60)


if __name__ == "__main__":
    main()
