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


@pytest.mark.parametrize("only", [",", " ", " , "])
def test_a_node_that_would_run_nothing_does_not_start(operator: Operator, only: str) -> None:
    operator.installs()
    answer = operator.runs("serve", "--only", only, "--config", operator.config)
    assert answer.status == 2
    mend = "choose from clock, dispatch, imap, intake, lmtp, smtp"
    assert answer.err == f'hauspost: --only "{only}" names no part; {mend}\n'


def test_templates_that_are_nowhere_are_told_of_before_any_mail_is_taken(
    operator: Operator, monkeypatch: pytest.MonkeyPatch
) -> None:
    operator.installs()
    monkeypatch.setenv("HAUSPOST_MAIL__TEMPLATES", "nowhere")
    answer = operator.runs("serve", "--config", operator.config)
    assert answer.status == 1
    assert answer.err.startswith("hauspost: there are no templates: ")
    assert answer.err.endswith("nowhere is no folder; make it, or take mail.templates out\n")
    assert "listening" not in answer.err
