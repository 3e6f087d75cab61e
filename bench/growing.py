"""What a mail costs where 50,000 tickets lie, beside one where 1,000 do: the same post, by turns, one worker each.

python -m bench.growing [--mails 40] [--rounds 3] [--few 1000] [--many 50000]

Tickets come with houses: the bench house is made with its people and a first lot of tickets as in earnest, and then all
rows are copied under other numbers, ids and addresses until there are enough.
"""

import argparse
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from functools import partial
from itertools import chain
from pathlib import Path
from statistics import median
from typing import Any, Final

from bench.figures import Figure, by_turns, ratio, say, show
from bench.post import BEHIND, Post, posts
from bench.processing import RESIDENTS, Ours, ours
from bench.spending import Spent, spent_on

TARGET = 1.2  # times as long
FIRST_LOT = 2 * BEHIND  # posts that the copies are made of

# What a copy says instead, by column: another number of the same kind, another id, another address. The rest stays.
_NUMBERS: Final = {
    "arrivals": {"id": "arrivals", "ticket": "tickets", "duplicate_of": "arrivals"},
    "deliveries": {"arrival": "arrivals"},
    "role_assignments": {"id": "role_assignments"},
    "tickets": {"number": "tickets"},
    "participants": {"id": "participants", "ticket": "tickets"},
    "entries": {"ticket": "tickets", "arrival": "arrivals"},
    "questions": {"id": "questions", "ticket": "tickets", "arrival": "arrivals"},
    "deadlines": {"id": "deadlines", "ticket": "tickets"},
    "notices": {"id": "notices", "ticket": "tickets", "arrival": "arrivals", "mail": "mails"},
    "mails": {"id": "mails", "ticket": "tickets"},
    "secrets": {"mail": "mails"},
    "message_ids": {"id": "message_ids", "ticket": "tickets", "mail": "mails"},
    "properties": {},
    "units": {},
    "persons": {},
    "addresses": {},
}
_NAMES: Final = {
    "arrivals": ("message_id", "worker"),
    "deliveries": ("key",),
    "properties": ("id", "mailbox", "responsible", "deputy"),
    "units": ("property",),
    "persons": ("id",),
    "addresses": ("person",),
    "role_assignments": ("person", "property"),
    "tickets": ("property", "reporter", "responsible"),
    "participants": ("person",),
    "entries": ("author",),
    "questions": ("property",),
    "notices": ("property", "event"),
    "mails": ("property", "message_id"),
    "secrets": ("digest",),
    "message_ids": ("message_id",),
}
_ADDRESSES: Final = {
    "arrivals": ("from_address", "mail_from", "rcpt_to"),
    "addresses": ("address",),
    "notices": ("address",),
    "mails": ("address", "rcpt_to"),
}
_KEYS: Final = {"tickets": "number"}  # the others' is "id"
_EVERYWHERE = "*"  # a role at all houses stays one


def multiply(database: Path, *, tickets: int) -> int:
    """Copies what is there until so many tickets lie in it at least; gives how many do."""
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        run = connection.execute
        (there,) = run("select count(*) from tickets").fetchone()
        copies = max(0, -(-tickets // there) - 1)
        counted = set(chain.from_iterable(numbers.values() for numbers in _NUMBERS.values()))
        most = {
            t: run(f"select coalesce(max({_KEYS.get(t, 'id')}), 0) from {t}").fetchone()[0] for t in counted
        }
        run("begin immediate")
        run("create temp table copies (n integer primary key)")
        connection.executemany("insert into copies values (?)", ((n,) for n in range(1, copies + 1)))
        for table in _NUMBERS:
            run(f"create temp table old as select * from main.{table}")
            columns = [row[1] for row in run(f"pragma main.table_info({table})")]
            said = ", ".join(_copied(table, column, most) for column in columns)
            run(f"insert into main.{table} select {said} from copies, old order by n")
            run("drop table old")
        run("commit")
        run("pragma wal_checkpoint(truncate)")
        return int(run("select count(*) from tickets").fetchone()[0])


def _copied(table: str, column: str, most: dict[str, int]) -> str:
    """What stands in that column of copy n, in SQL."""
    name = f'old."{column}"'
    if column in _NUMBERS[table]:
        return f"{name} + n * {most[_NUMBERS[table][column]]}"
    if column in _ADDRESSES.get(table, ()):
        return f"replace({name}, '@', '-' || n || '@')"
    if column in _NAMES.get(table, ()):
        return f"case when {name} in ('{_EVERYWHERE}', '') then {name} else {name} || '-' || n end"
    return name


def measured(
    *, mails: int, rounds: int = 3, few: int = 1000, many: int = 50_000, first_lot: int = FIRST_LOT
) -> dict[str, Any]:
    """`mails` of each round; both databases begin with the same first lot."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name, ExitStack() as stack:
        given = list(posts(first_lot + rounds * mails, residents=RESIDENTS))
        works: dict[str, Callable[[int], Spent]] = {}
        tickets = {}
        for who, wanted in (("few", few), ("many", many)):
            say(f"a database with {wanted} tickets")
            folder = Path(name) / who
            house = stack.enter_context(ours(folder))
            house.process(given[:first_lot])
            tickets[who] = multiply(folder / "house" / "hauspost.db", tickets=wanted)
            works[who] = partial(_round, house, given[first_lot:], mails)
        runs = by_turns(works, rounds=rounds)
    seconds = {who: [run.seconds for run in each] for who, each in runs.items()}
    processor = {who: [run.processor for run in each] for who, each in runs.items()}
    return {
        "tickets": tickets,
        "mails": mails,
        "rounds": rounds,
        "ms_per_mail": {who: round(1000 * median(each) / mails, 1) for who, each in seconds.items()},
        "processor_ms_per_mail": {who: round(1000 * median(e) / mails, 1) for who, e in processor.items()},
        "ratio": ratio(seconds["many"], seconds["few"]),
        "processor_ratio": ratio(processor["many"], processor["few"]),
    }


def _round(house: Ours, given: list[Post], mails: int, number: int) -> Spent:
    return spent_on(lambda: house.process(given[number * mails : (number + 1) * mails]))


def figures(found: dict[str, Any]) -> Iterator[Figure]:
    tickets = found["tickets"]
    for word, key in (("", ""), (", processor", "processor_")):
        cost = found[f"{key}ms_per_mail"]
        yield Figure(
            f"a mail among {tickets['many']} tickets{word}",
            cost["many"],
            "ms",
            f"{tickets['few']} tickets",
            cost["few"],
            found[f"{key}ratio"],
            TARGET,
            at_most=True,
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--mails", type=int, default=40, help="of each round")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--few", type=int, default=1000)
    parser.add_argument("--many", type=int, default=50_000)
    wish = parser.parse_args()
    found = measured(mails=wish.mails, rounds=wish.rounds, few=wish.few, many=wish.many)
    show(figures(found), found)


if __name__ == "__main__":
    main()
