"""Knows that what keeps `serve` from starting is one sentence with the right mend."""

import pytest

from tests.cli.operator import Operator


def test_a_certificate_that_is_none_is_not_blamed_on_the_port(
    operator: Operator, monkeypatch: pytest.MonkeyPatch
) -> None:
    operator.installs()
    for name in ("certificate", "key"):
        (operator.folder / f"{name}.pem").write_text("not PEM", "utf-8")
        monkeypatch.setenv(f"HAUSPOST_LISTEN__TLS_{name.upper()}", f"{name}.pem")
    answer = operator.runs("serve", "--config", operator.config)
    assert answer.status == 1
    assert answer.err.startswith("hauspost: listen.tls_certificate: certificate and key cannot be used (")
    assert answer.err.endswith("; give a PEM certificate and its own key\n")
    assert "Traceback" not in answer.err
