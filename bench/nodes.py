"""One, two and four nodes on one PostgreSQL: how fast what was accepted is decided and what is owed leaves.

    python -m bench.nodes [--mails 400] [--nodes 1,2,4] [--rounds 3]

The mails lie in the database before the nodes start, so what is measured is their work and not the client's. PostgreSQL
runs with its own defaults (fsync on) on the same machine; the relay is a folder.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

import psycopg
from sqlalchemy import make_url

from bench.figures import Figure, by_turns, ratio, show
from bench.house import settle
from bench.load import post
from bench.servers import CONFIG, SENDING
from bench.whole_way import HOUSE, RESIDENTS
from hauspost.gateway.clock import now
from hauspost.store import arrivals, octets
from hauspost.store.arrivals import NewArrival
from hauspost.store.database import Database
from hauspost.store.migrate import migrate
from tests import postgres

DURABLE = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on"}
PATIENCE = 900.0  # seconds


@dataclass(frozen=True, slots=True)
class Figures:
    """Mails a second from the moment at which the first one is taken in hand."""

    nodes: int
    mails: int
    decided_per_second: float
    sent: int
    sent_per_second: float


class NoServer(Exception):
    """PostgreSQL's server programs (initdb, postgres) are not on this machine."""


def measured(*, mails: int, nodes: tuple[int, ...] = (1, 2, 4), rounds: int = 3) -> dict[str, Any]:
    """Raises NoServer."""
    bindir = postgres.programs()
    if bindir is None:
        raise NoServer("PostgreSQL's server programs (initdb, postgres) are not on this machine")
    with _durable(), postgres.running_cluster(bindir) as cluster:
        works: dict[str, Callable[[int], Figures]] = {
            str(number): partial(_round, cluster, mails=mails, nodes=number) for number in nodes
        }
        runs = by_turns(works, rounds=rounds)
    return {
        "mails": mails,
        "rounds": rounds,
        "nodes": {
            number: {
                "decided_per_second": [one.decided_per_second for one in each],
                "sent_per_second": [one.sent_per_second for one in each],
                "sent": each[-1].sent,
            }
            for number, each in runs.items()
        },
    }


@contextmanager
def _durable() -> Iterator[None]:
    """The tests' clusters are not, and what runs in this process afterwards has them as they were."""
    before = dict(postgres.SETTINGS)
    postgres.SETTINGS.update(DURABLE)
    try:
        yield
    finally:
        postgres.SETTINGS.update(before)


def _round(cluster: postgres.Cluster, _number: int, *, mails: int, nodes: int) -> Figures:
    url = cluster.create(f"bench_{uuid.uuid4().hex}")
    migrate(url)
    settle(url, residents=RESIDENTS)
    _fill(url, mails)
    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    with (
        tempfile.TemporaryDirectory() as folder,
        psycopg.connect(plain, autocommit=True) as hand,
        ExitStack() as ends,
    ):
        for number in range(nodes):
            ends.enter_context(_node(Path(folder) / str(number), url))
        began = _when(hand, "arrivals WHERE worker <> '' OR state <> 'received'", 1)
        decided = _when(hand, "arrivals WHERE state <> 'received'", mails)
        left = _when_nothing_waits(hand)
        sent = _count(hand, "mails WHERE state = 'sent'")
    return Figures(nodes, mails, round(mails / (decided - began), 1), sent, round(sent / (left - began), 1))


def _fill(url: str, mails: int) -> None:
    database = Database(url)
    for author, mail in post(mails, rcpt_to=HOUSE, residents=RESIDENTS):
        packed = octets.pack(mail)
        new = NewArrival(HOUSE, author, "smtp", "bench", now(), is_trusted=True)
        database.submit(partial(arrivals.accept, packed=packed, news=(new,)))
    database.close()


@contextmanager
def _node(folder: Path, url: str) -> Iterator[None]:
    folder.mkdir(parents=True)
    config = folder / "hauspost.toml"
    text = CONFIG.replace("sqlite:///hauspost.db", url) + SENDING
    config.write_text(text, encoding="utf-8")
    words = [
        sys.executable,
        "-m",
        "hauspost",
        "serve",
        "--only",
        "intake,dispatch,clock",
        "--config",
        str(config),
    ]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(words, stdout=log, stderr=log, env=os.environ)
    try:
        yield
    finally:
        process.terminate()
        process.wait(20)


def _when(hand: psycopg.Connection, what: str, wanted: int) -> float:
    end = time.monotonic() + PATIENCE
    while _count(hand, what) < wanted:
        if time.monotonic() > end:
            raise SystemExit(f"after {PATIENCE:.0f} s not yet {wanted} {what}")
        time.sleep(0.05)
    return time.monotonic()


def _when_nothing_waits(hand: psycopg.Connection) -> float:
    end = time.monotonic() + PATIENCE
    due = "notices WHERE state = 'owed' AND due_at <= now()"
    while _count(hand, due) or _count(hand, "mails WHERE state = 'queued' AND next_at <= now()"):
        if time.monotonic() > end:
            raise SystemExit(f"after {PATIENCE:.0f} s mails still wait")
        time.sleep(0.05)
    return time.monotonic()


def _count(hand: psycopg.Connection, what: str) -> int:
    row = hand.execute(f"SELECT count(*) FROM {what}").fetchone()
    return int(row[0]) if row else 0


def figures(found: dict[str, Any]) -> Iterator[Figure]:
    for what, key in (("decided", "decided_per_second"), ("sent", "sent_per_second")):
        alone = found["nodes"].get("1")
        for number, runs in found["nodes"].items():
            said = f"mails {what}, {number} node{'s' * (number != '1')}, PostgreSQL"
            if number == "1" or alone is None:
                yield Figure(said, median(runs[key]), "/s")
            else:
                compared = ratio(runs[key], alone[key])
                yield Figure(said, median(runs[key]), "/s", "1 node", median(alone[key]), compared)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--mails", type=int, default=400)
    parser.add_argument("--nodes", default="1,2,4")
    parser.add_argument("--rounds", type=int, default=3)
    wish = parser.parse_args()
    nodes = tuple(int(word) for word in wish.nodes.split(","))
    try:
        found = measured(mails=wish.mails, nodes=nodes, rounds=wish.rounds)
    except NoServer as error:
        raise SystemExit(str(error)) from None
    show(figures(found), found)


if __name__ == "__main__":
    main()
