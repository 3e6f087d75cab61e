"""SAFETY's promises while `serve` dies between each step of the fetching; the long form: `make torture PARTS=imap`."""

from pathlib import Path

import pytest

from tests.torture.fetching import AIMED, Fetching

pytestmark = pytest.mark.servers


def test_p1_p2_deaths_at_each_step_lose_no_mail_and_double_none(
    needs_dovecot: None, tmp_path: Path, furnished_file: Path
) -> None:
    fetching = Fetching(tmp_path / "house", furnished_file, seed=5, kills=10, mails=30)
    shown = fetching.run()
    assert shown.holds, shown.failed
    assert all(fetching.windows[point] for point in AIMED)
