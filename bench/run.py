"""`make bench`: everything that is measured, each beside its reference in the same run, as one table and as JSON.

python -m bench.run [--quick] [--only beside,growing] [--json FILE]

Each part is a module of its own that can be called alone: python -m bench.NAME.
"""

import argparse
import json
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bench import (
    accepting,
    beside,
    busy,
    crafted,
    fanning,
    growing,
    large_mail,
    meanwhile,
    nodes,
    parsing,
    standing,
    whole_way,
)
from bench.figures import Figure, say, table


@dataclass(frozen=True, slots=True)
class Part:
    """`measured` is told by how much its mails are divided; `figures` reads what it gave."""

    what: str
    measured: Callable[[int], Any]
    figures: Callable[[Any], Iterable[Figure]]


PARTS = {
    "accepting": Part(
        "mails accepted, beside a bare listener",
        lambda share: accepting.measured(rounds=3, mails=2000 // share),
        accepting.figures,
    ),
    "busy": Part(
        "mails accepted while intake and dispatch run",
        lambda share: busy.measured(rounds=3, mails=200 // share),
        busy.figures,
    ),
    "beside": Part(
        "post processed, beside the straight line, Roundup and django-helpdesk",
        lambda share: beside.measured(rounds=3, mails=80 // share),
        beside.figures,
    ),
    "growing": Part(
        "a mail among 1,000 and among 50,000 tickets",
        lambda share: growing.measured(rounds=3, mails=40 // share, many=50_000 // share),
        growing.figures,
    ),
    "fanning": Part(
        "one notice to a whole house, beside Mailman",
        lambda share: fanning.measured(rounds=3, residents=500 // share),
        fanning.figures,
    ),
    "meanwhile": Part(
        "a private mail amid a notice to a very large house",
        lambda share: meanwhile.measured(residents=5000 // share),
        meanwhile.figures,
    ),
    "large_mail": Part(
        "memory of the largest mail",
        lambda share: large_mail.measured(rounds=3, mebibytes=24.9 / share),
        large_mail.figures,
    ),
    "standing": Part(
        "serve, idle",
        lambda _share: standing.measured(rounds=3),
        standing.figures,
    ),
    "whole_way": Part(
        "the whole way, one step after the other",
        lambda share: whole_way.measured(mails=200 // share),
        whole_way.figures,
    ),
    "nodes": Part(
        "one, two and four nodes on one PostgreSQL",
        lambda share: nodes.measured(rounds=3, mails=200 // share),
        nodes.figures,
    ),
    "parsing": Part(
        "mails parsed",
        lambda share: parsing.measured(rounds=3, copies=50 // share),
        parsing.figures,
    ),
    "crafted": Part(
        "mails made to be slow",
        lambda share: crafted.measured(crafted.SIZE // share),
        crafted.figures,
    ),
}


def measured(names: Iterable[str], *, share: int) -> tuple[dict[str, Any], list[Figure]]:
    """What each part found, and the lines of the table. What a machine lacks for a part is said in its place."""
    found: dict[str, Any] = {}
    lines: list[Figure] = []
    for name in names:
        part = PARTS[name]
        say(f"{name}: {part.what}")
        try:
            found[name] = part.measured(share)
        except nodes.NoServer as error:
            found[name] = {"missing": str(error)}
            say(f"not measured: {error}")
            continue
        lines.extend(part.figures(found[name]))
    return found, lines


def main(words: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help="a tenth of the mails, for a first look")
    parser.add_argument("--only", default="", help=f"some of {','.join(PARTS)}")
    parser.add_argument("--json", type=Path, help="writes the figures there too")
    wish = parser.parse_args(words)
    names = wish.only.split(",") if wish.only else list(PARTS)
    if unknown := [name for name in names if name not in PARTS]:
        parser.error(f"there is no {', '.join(unknown)}; there are {', '.join(PARTS)}")
    began = time.monotonic()
    found, lines = measured(names, share=10 if wish.quick else 1)
    say(f"done after {(time.monotonic() - began) / 60:.0f} minutes")
    print(*table(lines), sep="\n")
    text = json.dumps({"figures": [asdict(one) for one in lines], "details": found}, indent=2)
    print(text)
    if wish.json:
        wish.json.write_text(f"{text}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
