"""`serve` takes mail while what decides is still being loaded."""

import smtplib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house import ANNA, HOUSE
from tests.relay import listening_relay
from tests.torture.installation import Installation, furnish
from tests.torture.load import settle
from tests.torture.postmen import EXTENDED, report
from tests.torture.snapshot import look


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    with listening_relay() as relay:
        made = Installation.at(tmp_path / "house", f"smtp://127.0.0.1:{relay.port}", furnish(tmp_path))
        try:
            yield made
        finally:
            made.end()


def test_a_mail_is_answered_for_before_anything_that_decides_is_there(installation: Installation) -> None:
    installation.start(crashpoint="before-claim")  # it dies as soon as intake looks for work
    with smtplib.SMTP("127.0.0.1", installation.listening()) as client:
        client.sendmail(ANNA, HOUSE, report("early", ANNA, HOUSE).octets, EXTENDED)
    assert installation.process is not None
    assert installation.process.wait(60) == -9
    assert [row.state for row in look(installation.url).arrivals] == ["received"]
    installation.start()
    installation.listening()
    assert settle(installation, 20)
    assert [row.state for row in look(installation.url).arrivals] == ["done"]


def test_sigterm_while_the_rest_is_loaded_ends_it_in_good_order(installation: Installation) -> None:
    installation.start()
    installation.listening()
    status, _ = installation.terminate()
    assert status == 0
    assert "Traceback" not in installation.words()
