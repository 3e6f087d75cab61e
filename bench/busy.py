"""`hauspost serve` with all parts on SQLite, given post over SMTP: how soon it answers, and when all of it has left.

python -m bench.busy [--mails 200] [--rounds 3]
"""

import argparse
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from sqlalchemy import func, select

from bench.figures import Figure, by_turns, show
from bench.house import MAILBOX
from bench.servers import DOMAIN, bare_listener, load, whole_serve
from hauspost.gateway.clock import now
from hauspost.store import schema
from hauspost.store.database import Database

TARGET = 250.0  # ms
CONNECTIONS = 8
RESIDENTS = 30
PATIENCE = 1800.0  # seconds


@dataclass(frozen=True, slots=True)
class Serving:
    port: int
    database: Database

    def take(self, *, first: int, mails: int) -> dict[str, Any]:
        """The client's figures, and `seconds` until nothing waits: all decided, written and handed on."""
        began = time.perf_counter()
        words = ("--residents", str(RESIDENTS), "--first", str(first))
        to = f"{MAILBOX}@{DOMAIN}"
        found = load(self.port, to=to, mails=mails, connections=CONNECTIONS, words=words)
        self.until_nothing_waits()
        return found | {"whole_seconds": time.perf_counter() - began}

    def until_nothing_waits(self) -> None:
        end = time.monotonic() + PATIENCE
        while waiting := self._waiting():
            if time.monotonic() > end:
                raise RuntimeError(f"{waiting} still wait")
            time.sleep(0.05)

    def _waiting(self) -> int:
        """What could be taken in hand now."""
        arrival, notice, mail, at = schema.arrivals.c, schema.notices.c, schema.mails.c, now()
        counts = (
            select(func.count()).where(arrival.state == "received"),
            select(func.count()).where(notice.state == "owed", notice.due_at <= at),
            select(func.count()).where(mail.state == "queued", mail.next_at <= at),
        )
        with self.database.read() as connection:
            return sum(connection.execute(count).scalar_one() for count in counts)


@contextmanager
def serving(folder: Path, *, residents: int = RESIDENTS) -> Iterator[tuple[Serving, int]]:
    """And its process's id. The relay is a listener that keeps nothing."""
    folder.mkdir(parents=True)
    with bare_listener(folder / "relay", sync=False) as relay:
        url = f"smtp://127.0.0.1:{relay}"
        with whole_serve(folder / "house", residents=residents, relay=url) as (port, process):
            database = Database(f"sqlite:///{folder / 'house' / 'hauspost.db'}")
            try:
                yield Serving(port, database), process
            finally:
                database.close()


def measured(*, mails: int, rounds: int = 3) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="bench-") as name, serving(Path(name) / "serve") as (one, _):
        return timed(one, mails=mails, rounds=rounds)


def timed(one: Serving, *, mails: int, rounds: int) -> dict[str, Any]:
    one.take(first=0, mails=CONNECTIONS)  # what is loaded and opened only once
    take = {"serve": lambda number: one.take(first=number * mails + CONNECTIONS, mails=mails)}
    runs = by_turns(take, rounds=rounds)["serve"]
    return {
        "mails": mails,
        "rounds": rounds,
        "p50_ms": median(run["p50_ms"] for run in runs),
        "p99_ms": median(run["p99_ms"] for run in runs),
        "accepted_per_second": median(run["mails_per_second"] for run in runs),
        "whole_per_second": round(median(mails / run["whole_seconds"] for run in runs), 1),
        "refused": sum(run["refused"] for run in runs),
    }


def figures(found: dict[str, Any]) -> Iterator[Figure]:
    what = "accepted while intake and dispatch run, p99"
    yield Figure(what, found["p99_ms"], "ms", target=TARGET, at_most=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--mails", type=int, default=200, help="of each round")
    parser.add_argument("--rounds", type=int, default=3)
    wish = parser.parse_args()
    found = measured(mails=wish.mails, rounds=wish.rounds)
    show(figures(found), found)


if __name__ == "__main__":
    main()
