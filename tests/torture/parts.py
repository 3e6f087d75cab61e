"""Knows the shape of a part of the torture: what it is given, what it has to show for itself, how the table says it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from tests.torture.evidence import Case, Finding, doubled, lost, repeats
from tests.torture.snapshot import Snapshot


class NotPossible(Exception):
    """This machine lacks what the part needs; says what."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What a part is given: an empty folder, a database to copy, and by which share of its full size it is played."""

    folder: Path
    furnished: Path
    seed: int = 1
    share: float = 1.0

    def size(self, full: int, *, least: int = 1) -> int:
        return max(least, round(full * self.share))


@dataclass(frozen=True, slots=True)
class Evidence:
    """What came of a part. `faults`: those that really hit; `doubled`: tickets; `repeated`: notices that came twice.

    `repeats_allowed`: how many of them the faults may have caused; each has its first one's Message-ID and octets.
    """

    faults: int
    mails: int
    lost: int
    doubled: int
    repeated: int
    repeats_allowed: int
    findings: tuple[Finding, ...]

    @property
    def failed(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if not finding.holds)

    @property
    def holds(self) -> bool:
        """A part without a fault has tested nothing."""
        sound = not self.failed and bool(self.findings) and self.faults > 0 and self.mails > 0
        return sound and not self.lost and not self.doubled and self.repeated <= self.repeats_allowed


@dataclass(frozen=True, slots=True)
class Part:
    """`run` raises NotPossible. `what`: one line for people."""

    name: str
    what: str
    run: Callable[[Setting], Evidence]


def evidence(case: Case, seen: Snapshot, *, faults: int, findings: Iterable[Finding]) -> Evidence:
    return Evidence(
        faults=faults,
        mails=sum(letter.acknowledged for letter in case.letters),
        lost=len(lost(case, seen)),
        doubled=doubled(case, seen),
        repeated=repeats(case),
        repeats_allowed=case.hits.repeats_allowed,
        findings=tuple(findings),
    )


def together(every: Iterable[Evidence]) -> Evidence:
    """One evidence of several."""
    parts = tuple(every)
    return Evidence(
        faults=sum(one.faults for one in parts),
        mails=sum(one.mails for one in parts),
        lost=sum(one.lost for one in parts),
        doubled=sum(one.doubled for one in parts),
        repeated=sum(one.repeated for one in parts),
        repeats_allowed=sum(one.repeats_allowed for one in parts),
        findings=tuple(finding for one in parts for finding in one.findings),
    )


def at_least(sentence: str, counted: int, least: int = 1) -> Finding:
    """Proof that something was tried: so many times, or the part has shown nothing."""
    return Finding("proof", sentence, counted >= least, f"{counted} of {least}")


# ---- the table

HEAD = ("part", "faults", "mails", "lost", "doubled", "repeated", "seconds", "verdict")
ROW = "{:<12} {:>7} {:>7} {:>5} {:>8} {:>9} {:>8}  {}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """`shown`: the evidence, or why there is none here."""

    part: str
    shown: Evidence | str
    seconds: float

    @property
    def holds(self) -> bool:
        return isinstance(self.shown, Evidence) and self.shown.holds

    @property
    def verdict(self) -> str:
        if isinstance(self.shown, str):
            return f"not possible here: {self.shown}"
        return "held" if self.shown.holds else f"FAILED ({len(self.shown.failed)} findings)"


def table(outcomes: Iterable[Outcome]) -> str:
    return "\n".join((ROW.format(*HEAD), *map(_row, outcomes)))


def _row(outcome: Outcome) -> str:
    shown = outcome.shown
    counted: tuple[object, ...] = ("-",) * 5
    if isinstance(shown, Evidence):
        counted = (shown.faults, shown.mails, shown.lost, shown.doubled, shown.repeated)
    return ROW.format(outcome.part, *counted, f"{outcome.seconds:.0f}", outcome.verdict)
