"""`python -m tests.torture --seed S --parts a,b --share 0.05` plays the parts, ends with a table; 1 if not all held."""

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.torture import (
    campaign,
    connections,
    crashes,
    damaging,
    faulty_relay,
    fetching,
    full_disk,
    jumping_clock,
    nodes,
    restoring,
    syscalls,
)
from tests.torture.evidence import Finding
from tests.torture.installation import furnish
from tests.torture.parts import NotPossible, Outcome, Part, Setting, table

PARTS = {
    part.name: part
    for part in (
        campaign.PART,
        crashes.PART,
        fetching.PART,
        nodes.PART,
        faulty_relay.PART,
        full_disk.PART,
        jumping_clock.PART,
        restoring.PART,
        syscalls.PART,
        damaging.PART,
        connections.PART,
    )
}


def main() -> int:
    wish = _wishes()
    with tempfile.TemporaryDirectory(prefix="torture-") as fresh:
        folder = wish.folder or Path(fresh)
        folder.mkdir(parents=True, exist_ok=True)
        furnished = furnish(folder)
        settings = Setting(folder, furnished, wish.seed, wish.share)
        outcomes = [_played(PARTS[name], settings) for name in wish.parts]
    print(f"\nseed {wish.seed}, share {wish.share:g}, {sum(one.seconds for one in outcomes):.0f} s\n")
    print(table(outcomes))
    return 0 if all(one.holds for one in outcomes) else 1


def _wishes() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tests.torture", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--share", type=_share, default=1.0, help="of each part's full size")
    parser.add_argument("--parts", type=_parts, default=tuple(PARTS), help=", ".join(PARTS))
    parser.add_argument(
        "--folder", type=Path, help="kept for a look afterwards; else a fresh one that is removed"
    )
    return parser.parse_args()


def _share(text: str) -> float:
    share = float(text)
    if not 0 < share <= 1:
        raise argparse.ArgumentTypeError(f"{text} is no share; give a number above 0, at most 1")
    return share


def _parts(text: str) -> tuple[str, ...]:
    names = tuple(name for name in text.split(",") if name) or tuple(PARTS)
    if unknown := set(names) - set(PARTS):
        raise argparse.ArgumentTypeError(
            f"{', '.join(sorted(unknown))} is no part; choose from {', '.join(PARTS)}"
        )
    return names


def _played(part: Part, settings: Setting) -> Outcome:
    print(f"{part.name}: {part.what}", flush=True)
    folder = settings.folder / f"{part.name}-{settings.seed}"
    folder.mkdir()
    began = time.monotonic()
    try:
        shown = part.run(Setting(folder, settings.furnished, settings.seed, settings.share))
    except NotPossible as reason:
        print(f"  not possible here: {reason}", flush=True)
        return Outcome(part.name, str(reason), time.monotonic() - began)
    for line in _lines(shown.findings):
        print(f"  {line}", flush=True)
    return Outcome(part.name, shown, time.monotonic() - began)


def _lines(findings: tuple[Finding, ...]) -> Iterator[str]:
    """What failed, and what proves that something was tried; the rest in one number."""
    for finding in findings:
        if not finding.holds or finding.promise == "proof":
            said = "ok  " if finding.holds else "FAIL"
            yield f"{said} {finding.promise:8} {finding.sentence}: {finding.counted}".removesuffix(": ")
    yield f"{sum(finding.holds for finding in findings)} of {len(findings)} findings hold"


if __name__ == "__main__":
    sys.exit(main())
