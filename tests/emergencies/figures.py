"""The reports that people write, read one by one, and the figures of that reading."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from hauspost.desk.urgency import Level, Urgency
from hauspost.parsers.emergencies import urgency

FILE = Path(__file__).parent / "reports.tsv"
BERLIN = ZoneInfo("Europe/Berlin")
WHEN = {
    "winter day": datetime(2026, 1, 13, 11, 0, tzinfo=BERLIN),
    "winter night": datetime(2026, 1, 11, 22, 41, tzinfo=BERLIN),
    "summer day": datetime(2025, 7, 8, 11, 0, tzinfo=BERLIN),
    "summer night": datetime(2025, 7, 6, 2, 30, tzinfo=BERLIN),
}


@dataclass(frozen=True)
class Written:
    level: Level
    kind: str
    when: str
    subject: str
    text: str

    @property
    def read(self) -> Urgency:
        return urgency(self.subject, self.text, at=WHEN[self.when], is_closed=self.when.endswith("night"))

    @property
    def is_missed(self) -> bool:
        return self.read.level.rank < self.level.rank

    @property
    def is_false_alarm(self) -> bool:
        return self.read.level.rank > self.level.rank


def reports() -> list[Written]:
    lines = FILE.read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return [Written(Level(level), kind, when, subject, text) for level, kind, when, subject, text in rows]


def another_hand() -> list[Written]:
    lines = FILE.with_name("another_hand.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return [Written(Level(level), "-", "winter night", "", text) for level, text in rows]


def tuned() -> list[Written]:
    return [r for n, r in enumerate(reports()) if n % 3 != 2]


def held_out() -> list[Written]:
    """Every third report: nobody looked at these while the words were chosen."""
    return reports()[2::3]


def figures(chosen: Iterable[Written]) -> str:
    """One line for each level: how many, how many of them read right, too low, too high."""
    rows = list(chosen)
    right: Counter[Level] = Counter(r.level for r in rows if r.read.level is r.level)
    low: Counter[Level] = Counter(r.level for r in rows if r.is_missed)
    high: Counter[Level] = Counter(r.level for r in rows if r.is_false_alarm)
    total: Counter[Level] = Counter(r.level for r in rows)
    return "\n".join(
        f"{level:12} {total[level]:3} reports  {right[level]:3} right  {low[level]:3} too low  {high[level]:3} too high"
        for level in reversed(Level)
    )
