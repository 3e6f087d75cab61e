"""`python -m tests.torture --seed S --kills N` prints what was tried and what held; 1 if anything did not."""

import argparse
import sys
import tempfile
import time
from pathlib import Path

from tests.torture.campaign import Campaign
from tests.torture.crashes import CRASHES, Crash
from tests.torture.evidence import Finding
from tests.torture.fetching import Fetching
from tests.torture.installation import furnish


def main() -> int:
    parser = argparse.ArgumentParser(prog="tests.torture", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--imap", type=int, default=0, help="so many mails are fetched instead of sent to us")
    parser.add_argument(
        "--folder", type=Path, help="kept for a look afterwards; else a fresh one that is removed"
    )
    wish = parser.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="torture-") as fresh:
        folder = wish.folder or Path(fresh)
        folder.mkdir(parents=True, exist_ok=True)
        furnished = furnish(folder)
        if wish.imap:
            fetching = Fetching(folder / f"imap-{wish.seed}", furnished, wish.seed, wish.kills, wish.imap)
            findings = [*kills(fetching, f"{wish.imap} mails, {wish.kills} kills")]
        else:
            campaign = Campaign(folder / f"seed-{wish.seed}", furnished, wish.seed, wish.kills)
            findings = [*kills(campaign, f"{wish.kills} kills at random moments")]
            findings += named_points(folder, furnished)
    failed = [finding for finding in findings if not finding.holds]
    print(f"\nseed {wish.seed}, {time.monotonic() - began:.0f} s")
    print(f"{len(findings) - len(failed)} passed, {len(failed)} failed")
    return 1 if failed else 0


def kills(campaign: Campaign | Fetching, title: str) -> tuple[Finding, ...]:
    print(title, flush=True)
    findings = campaign.run()
    for finding in findings:
        _print(finding)
    for name, times in sorted(campaign.windows.items()):
        print(f"         {times:4} kills while {name}")
    return findings


def named_points(folder: Path, furnished: Path) -> tuple[Finding, ...]:
    return tuple(finding for crash in CRASHES for finding in _one_point(crash, folder, furnished))


def _one_point(crash: Crash, folder: Path, furnished: Path) -> tuple[Finding, ...]:
    print(f"a death at {crash.point}", flush=True)
    findings = crash.run(folder / crash.point, furnished)
    for finding in findings:
        if not finding.holds or finding.promise == "crash":
            _print(finding)
    return findings


def _print(finding: Finding) -> None:
    print(
        f"  {'ok  ' if finding.holds else 'FAIL'} {finding.promise:8} {finding.sentence}"
        f"{f': {finding.counted}' if finding.counted else ''}",
        flush=True,
    )


if __name__ == "__main__":
    sys.exit(main())
