"""`make bench`: everything that is measured, each beside its reference in the same run, as a table and as JSON.

python bench/run.py [--quick] [--json FILE]
"""

import argparse
import json
from pathlib import Path

from bench import accepting, crafted, parsing, processing, reference, standing, whole_way

GOAL = 1.0  # accepted mails a second beside the bare listener, at 8 connections


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help="a tenth of the mails, for a first look")
    parser.add_argument("--json", type=Path, help="writes the figures there too")
    wish = parser.parse_args()
    share = 10 if wish.quick else 1
    accepted = accepting.measured(rounds=3, mails=2000 // share, connections=(8, 1))
    parsed = parsing.measured(rounds=5)
    hostile = crafted.measured()
    whole = whole_way.measured(mails=500 // share)
    beside = reference.measured(rounds=5, mails=100 // share)
    processed = processing.measured(mails=200 // share)
    stands = standing.measured(rounds=3)
    tables = (
        accepting.table(accepted),
        parsing.table(parsed),
        crafted.table(hostile),
        whole_way.table(whole),
        reference.table(beside),
        processing.table(processed),
        standing.table(stands),
    )
    for lines in tables:
        print(*lines, "", sep="\n")
    found = {
        "accepting": accepted,
        "parsing": parsed,
        "crafted": hostile,
        "whole_way": whole,
        "reference": beside,
        "processing": processed,
        "standing": stands,
    }
    ratio = accepted[0]["ratio"]
    print(f"at 8 connections {ratio:.2f} times the bare listener; the goal is {GOAL:.1f}")
    print(json.dumps(found))
    if wish.json:
        wish.json.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
