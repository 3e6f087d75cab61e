"""Knows the report that an operator prints: its formats, and what each bad wish is answered."""

import json
from pathlib import Path

import pytest

from tests.cli.office import Office


def test_a_quiet_month_has_a_report_in_every_format(office: Office, tmp_path: Path) -> None:
    said = office.runs("report", "--month", "2025-10")
    assert said.status == 0, said.err
    assert "Oktober 2025: nichts gemeldet, nichts erledigt" in said.out
    for form, wanted in (("html", "<html"), ("csv", "Kennzahl"), ("json", '"figures"')):
        file = tmp_path / f"report.{form}"
        asked = ("--month", "2025-10", "--format", form, "--output", str(file))
        assert office.runs("report", *asked).status == 0
        assert wanted in file.read_text("utf-8-sig")
    figures = json.loads((tmp_path / "report.json").read_text())["figures"]
    assert figures["opened"] == 0
    assert office.runs("report", "--month", "2025-10", "--json").json["figures"] == figures
    (here, *_) = [one for one in figures["reach"] if one["without"]]
    assert all(isinstance(unit, str) for unit in here["without"])  # a flat, and nobody's name


@pytest.mark.parametrize(
    "words, status, told",
    [
        (("--house", "LW13"), 1, 'there is no property "LW13"; the nearest is LW12'),
        (("--month", "2999-01"), 2, "2999-01-01 has not come yet"),
        (("--month", "Oktober"), 2, '"Oktober" is no month; write it as 2025-10'),
        (("--from", "2025-10-31", "--to", "1.10.2025"), 2, "ends (2025-10-01) before it begins (2025-10-31)"),
        (("--month", "2025-10", "--to", "2025-10-31"), 2, "give --month, or --from and --to"),
        (("--format", "pdf"), 2, 'there is no format "pdf"'),
        (("--output", "/nonexistent/report"), 1, "/nonexistent/report cannot be written"),
    ],
)
def test_a_bad_wish_is_told(office: Office, words: tuple[str, ...], status: int, told: str) -> None:
    said = office.runs("report", *words)
    assert (said.status, told in said.err) == (status, True), said.err
