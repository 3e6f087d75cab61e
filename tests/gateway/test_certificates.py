"""Knows until when a certificate of ours holds, and that a file that is none is told, not guessed at."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
import trustme

from hauspost.gateway.certificates import expires_at
from hauspost.gateway.vitals import DAY, Bounds, Sources, signs
from hauspost.store.figures import Queues

QUIET = Queues({}, {}, {}, 0, 0.0, 0.0, 0.0, False)


@pytest.mark.parametrize(
    "at", [datetime(2049, 12, 31, 23, 59, 59, tzinfo=UTC), datetime(2050, 1, 2, 3, tzinfo=UTC)]
)
def test_the_end_of_our_own_certificate_is_read(tmp_path: Path, at: datetime) -> None:
    """UTCTime until 2049, GeneralizedTime behind it; the chain's others are not asked."""
    authority = trustme.CA()
    issued = authority.issue_cert("tickets.example", not_after=at)
    file = tmp_path / "chain.pem"
    file.write_bytes(b"# ours first\n" + b"".join(blob.bytes() for blob in issued.cert_chain_pems))
    with file.open("ab") as chain:
        chain.write(authority.cert_pem.bytes())
    assert expires_at(file) == at


@pytest.mark.parametrize(
    "content", ["", "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n", "no"]
)
def test_what_is_none_is_told(tmp_path: Path, content: str) -> None:
    (tmp_path / "none.pem").write_text(content, "ascii")
    with pytest.raises(ValueError):
        expires_at(tmp_path / "none.pem")


@pytest.mark.parametrize(
    "days,sentence,is_red",
    [(15.0, "", True), (3.5, "certificate expires in 3 d", False), (-1.0, "certificate has expired", True)],
)
def test_its_end_is_told_two_weeks_before_and_red_when_it_is_there(
    days: float, sentence: str, is_red: bool
) -> None:
    sources = Sources(lambda: QUIET, lambda: 2**40, dict, dict, certificate_seconds=lambda: days * DAY)
    sign = signs(sources.look(QUIET), Bounds())["certificate"]
    assert (sign.sentence, sign.is_red) == (sentence, is_red)
