"""`python -m tests.reports [--tickets 20000] [--seed 1] [--sqlite]`: a year's report on PostgreSQL and SQLite, timed
and compared with the count by hand."""

import argparse
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from hauspost.store.database import Database
from tests import postgres
from tests.reports.by_hand import utc
from tests.reports.compared import by_hand, differences, program
from tests.reports.history import History, houses_of
from tests.reports.test_figures import YEAR

LATER = utc(date(2026, 12, 1))


def main() -> int:
    wish = argparse.ArgumentParser(prog="python -m tests.reports", description=__doc__)
    wish.add_argument("--tickets", type=int, default=20_000)
    wish.add_argument("--seed", type=int, default=1)
    wish.add_argument("--sqlite", action="store_true", help="only SQLite")
    asked = wish.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        faults = measured(asked, "SQLite", f"sqlite:///{Path(folder) / 'year.db'}")
    bindir = postgres.programs()
    if asked.sqlite or bindir is None:
        return 1 if faults else 0
    with postgres.running_cluster(bindir) as cluster:
        faults += measured(asked, "PostgreSQL", cluster.create("year"))
    return 1 if faults else 0


def measured(asked: argparse.Namespace, name: str, url: str) -> int:
    """Prints seconds and differences; how many there are."""
    history = History(asked.seed, asked.tickets, houses=40, flats=20).write(url)
    places = frozenset(str(h.id) for h in houses_of(history.rows))
    database = Database(url)
    with database.read() as connection:
        begun = time.perf_counter()
        figures = program(connection, history, YEAR, places, LATER)
        seconds = time.perf_counter() - begun
    database.close()
    begun = time.perf_counter()
    found = differences(figures, by_hand(history, YEAR, places, LATER))
    by_hand_seconds = time.perf_counter() - begun
    print(
        f"{name}: {asked.tickets} tickets ({figures.opened} count), the report {seconds:.2f} s,"
        f" by hand {by_hand_seconds:.2f} s, {len(found)} differences"
    )
    for one in found:
        print("  ", one[:400])
    return len(found)


if __name__ == "__main__":
    sys.exit(main())
