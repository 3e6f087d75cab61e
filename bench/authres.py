"""Compares how Authentication-Results are read with a corpus of mails: `python -m bench.authres FOLDER`.

FOLDER holds `open.jsonl.gz`, a JSON object a line; those whose `corpus` is "authres" are compared, field by field: the
authserv-id, and each method with its result, in order. Exit status 1 where one is unequal, 2 where nothing is there.
"""

import base64
import gzip
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hauspost.parsers.authres import border_named, results_in
from hauspost.parsers.prescan import prescan

CORPUS = "authres"
USAGE = "usage: python -m bench.authres FOLDER   (a folder with open.jsonl.gz)"


def main(arguments: list[str]) -> int:
    path = Path(arguments[0]) / "open.jsonl.gz" if len(arguments) == 1 else None
    if path is None or not path.is_file():
        print(f"there is no {path}" if path else USAGE, file=sys.stderr)
        return 2
    unequal = total = 0
    for item in _items(path):
        total += 1
        found, wanted = _found(_octets(item)), _wanted(item["expected"])
        if found == wanted:
            print(f"equal    {item['id']}")
        else:
            unequal += 1
            print(f"unequal  {item['id']}\n  wanted {wanted}\n  found  {found}")
    print(f"{total - unequal} of {total} equal")
    return 2 if not total else 1 if unequal else 0


def _items(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        items = (json.loads(line) for line in lines)
        yield from (item for item in items if item["corpus"] == CORPUS)


def _octets(item: dict[str, Any]) -> bytes:
    return base64.b64decode(item["raw_b64"]) if "raw_b64" in item else str(item["raw"]).encode()


def _found(octets: bytes) -> list[tuple[str, list[tuple[str, str]]]]:
    values = [one.value for one in prescan(octets).fields if one.name == "authentication-results"]
    return [
        (border_named(value), [(one.method, one.result) for one in results_in(value)]) for value in values
    ]


def _wanted(expected: dict[str, Any]) -> list[tuple[str, list[tuple[str, str]]]]:
    """By the number of the field: `authserv_id` {"0": name}, `results` {"0": [[method, result]]}."""
    return [
        (
            expected["authserv_id"].get(str(number), ""),
            [(method, result) for method, result in expected["results"].get(str(number), [])],
        )
        for number in range(expected["n_headers"])
    ]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
