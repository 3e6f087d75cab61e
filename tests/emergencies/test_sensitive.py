"""Which mails only a person answers, and which deadline they name."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from hauspost.parsers.legalwords import legal
from tests.emergencies.figures import BERLIN

FILE = Path(__file__).parent / "sensitive.tsv"
WRITTEN = datetime(2025, 10, 13, 10, 0, tzinfo=UTC)


def _rows() -> list[tuple[str, str, str]]:
    lines = FILE.read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return [(topic, day, text) for topic, day, text in rows]


def test_the_set_is_large_enough_to_mean_something() -> None:
    assert len(_rows()) >= 40
    assert sum(topic == "none" for topic, _, _ in _rows()) >= 10


@pytest.mark.parametrize("topic,day,text", _rows(), ids=lambda value: value[:40])
def test_its_topic_and_its_deadline_are_read(topic: str, day: str, text: str) -> None:
    found = legal("", text, at=WRITTEN, zone=BERLIN)
    if topic == "none":
        assert found is None
        return
    assert found is not None
    assert found.topic == topic
    assert found.deadline == (None if day == "-" else date.fromisoformat(day))
    assert found.words


@pytest.mark.parametrize(
    "received,due",
    [((2026, 1, 31), (2026, 2, 28)), ((2025, 12, 15), (2026, 1, 15)), ((2026, 8, 31), (2026, 9, 30))],
)
def test_a_month_ends_with_the_month(received: tuple[int, int, int], due: tuple[int, int, int]) -> None:
    found = legal("", "Auskunft nach Art. 15 DSGVO", at=datetime(*received, 12, tzinfo=UTC), zone=BERLIN)
    assert found is not None
    assert found.deadline == date(*due)
