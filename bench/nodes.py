"""One, two and four nodes on one PostgreSQL: how fast what was accepted is decided and what is owed leaves.

    python -m bench.nodes [--mails 400] [--nodes 1,2,4] [--json FILE]

The mails lie in the database before the nodes start, so what is measured is their work and not the client's. PostgreSQL
runs with its own defaults (fsync on) on the same machine; the relay is a folder.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

import psycopg
from sqlalchemy import make_url

from bench.load import SENDER, make_mail
from bench.servers import CONFIG, HOUSE
from hauspost.cli.furnishing import furnish
from hauspost.gateway.clock import now
from hauspost.store import arrivals, octets
from hauspost.store.arrivals import NewArrival
from hauspost.store.database import Database
from hauspost.store.migrate import migrate
from tests import postgres

DURABLE = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on"}
SENDING = """
[policy]
sending = "on"
hold_minutes = 0
fold_minutes = 0
mails_per_person = 0
mails_per_ticket = 0
mails_per_person_and_ticket = 0
same_words = 0
"""
PATIENCE = 900.0  # seconds


@dataclass(frozen=True, slots=True)
class Figures:
    """Mails a second from the moment at which the first one is taken in hand."""

    nodes: int
    mails: int
    decided_per_second: float
    sent: int
    sent_per_second: float


def measured(*, mails: int, nodes: tuple[int, ...]) -> Iterator[Figures]:
    bindir = postgres.programs()
    if bindir is None:
        raise SystemExit("PostgreSQL's server programs (initdb, postgres) are not on this machine")
    postgres.SETTINGS.update(DURABLE)
    with postgres.running_cluster(bindir) as cluster:
        for number in nodes:
            yield _round(cluster, mails=mails, nodes=number)


def _round(cluster: postgres.Cluster, *, mails: int, nodes: int) -> Figures:
    url = cluster.create(f"bench_{uuid.uuid4().hex}")
    migrate(url)
    furnish(url)
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
    for number in range(mails):
        packed = octets.pack(make_mail(number, sender=SENDER, rcpt_to=HOUSE, size=4096))
        new = NewArrival(HOUSE, SENDER, "smtp", "bench", now(), is_trusted=True)
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


def line(one: Figures) -> str:
    return f"| {one.nodes} | {one.decided_per_second} | {one.sent_per_second} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--mails", type=int, default=400)
    parser.add_argument("--nodes", default="1,2,4")
    parser.add_argument("--json", type=Path, help="writes the figures there too")
    wish = parser.parse_args()
    print("| nodes | decided mails/s | sent mails/s |", "|---|---|---|", sep="\n")
    found = []
    for one in measured(mails=wish.mails, nodes=tuple(int(word) for word in wish.nodes.split(","))):
        found.append(one)
        print(line(one), flush=True)
    text = json.dumps([asdict(one) for one in found], indent=2)
    print(text)
    if wish.json:
        wish.json.write_text(f"{text}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
