"""Knows every part of the torture, and how one is played."""

import time
from collections.abc import Iterator

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
from tests.torture.parts import NotPossible, Outcome, Setting

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


def played(name: str, settings: Setting) -> Outcome:
    """Says its findings when it is over, all at once: another part may be played beside it."""
    part = PARTS[name]
    folder = settings.folder / f"{part.name}-{settings.seed}"
    folder.mkdir()
    began = time.monotonic()
    try:
        shown = part.run(Setting(folder, settings.furnished, settings.seed, settings.share))
    except NotPossible as reason:
        print(f"{part.name}: {part.what}\n  not possible here: {reason}", flush=True)
        return Outcome(part.name, str(reason), time.monotonic() - began)
    lines = (f"{part.name}: {part.what}", *(f"  {line}" for line in _lines(shown.findings)))
    print("\n".join(lines), flush=True)
    return Outcome(part.name, shown, time.monotonic() - began)


def _lines(findings: tuple[Finding, ...]) -> Iterator[str]:
    """What failed, and what proves that something was tried; the rest in one number."""
    for finding in findings:
        if not finding.holds or finding.promise == "proof":
            said = "ok  " if finding.holds else "FAIL"
            yield f"{said} {finding.promise:8} {finding.sentence}: {finding.counted}".removesuffix(": ")
    yield f"{sum(finding.holds for finding in findings)} of {len(findings)} findings hold"
