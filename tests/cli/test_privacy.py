"""`hauspost privacy` says what this installation does, and changes with its configuration."""

import re
from pathlib import Path

import pytest

from tests.cli.operator import Operator

POSTGRES = "postgresql+psycopg://hp@"


def said(operator: Operator, *words: str) -> str:
    outcome = operator.runs("privacy", "--config", operator.config, *words)
    assert outcome.status == 0, outcome.err
    return outcome.out


def change(operator: Operator, section: str, key: str, line: str) -> None:
    """Puts the line into the section, in place of what it says of that key."""
    text = operator.config.read_text("utf-8")
    before, begin, rest = re.split(rf"(?m)^(\[{section}\].*\n)", text)
    body, bracket, after = rest.partition("\n[")
    body = re.sub(rf"(?m)^{key} = .*\n?", "", body)
    operator.config.write_text(f"{before}{begin}{line}\n{body}{bracket}{after}", "utf-8")


def test_it_names_the_controller_and_leaves_no_language_mixed(operator: Operator) -> None:
    operator.installs()
    german, english = said(operator), said(operator, "--language", "en")
    assert "Hausverwaltung Sonnenschein GmbH" in german
    assert german.count("\n- ") == english.count("\n- ")
    assert "## Technische Maßnahmen" in german
    assert "## Technical measures" in english


@pytest.mark.parametrize(
    "section, key, line, sentence",
    [
        ("relay", "url", 'url = "smtps://relay.provider.example"', "- Mailversand: relay.provider.example\n"),
        ("relay", "url", 'url = "smtps://relay.provider.example"', "- Mailversand mit TLS (smtps)\n"),
        ("relay", "url", 'url = "smtp://relay.provider.example"', "- Mailversand OHNE TLS (smtp)\n"),
        ("database", "url", f'url = "{POSTGRES}db.host.example/hp"', "- Datenbank: db.host.example\n"),
        ("database", "url", f'url = "{POSTGRES}/hp?host=db.b.example"', "- Datenbank: db.b.example\n"),
        ("listen", "smtp", 'smtp = ["0.0.0.0:2525"]', "- Mailannahme OHNE TLS\n"),
        ("alerts", "to", 'to = ["betrieb@hv.example"]', "- Betriebsmeldungen: betrieb@hv.example\n"),
        ("policy", "retention_unverified_days", "retention_unverified_days = 17", "Mails: 17 Tage\n"),
        ("listen", "authserv_id", 'authserv_id = "mx.own.example"', "Prüfergebnissen von mx.own.example"),
        ("limits", "connections", "connections = 77", "77 Verbindungen"),
        ("company", "privacy_link", 'privacy_link = "https://hv.example/ds"', "https://hv.example/ds"),
        ("company", "accounting", 'accounting = "buch@hv.example"', "- Buchhaltung: buch@hv.example\n"),
    ],
)
def test_another_configuration_is_another_text(
    operator: Operator, section: str, key: str, line: str, sentence: str
) -> None:
    operator.installs()
    assert sentence not in said(operator)
    change(operator, section, key, line)
    assert sentence in said(operator)


def test_it_is_written_to_a_file_and_bad_words_are_told(operator: Operator, tmp_path: Path) -> None:
    operator.installs()
    printed = said(operator)
    file = tmp_path / "annex.md"
    said(operator, "--output", str(file))
    assert file.read_text("utf-8") == printed
    wrong = operator.runs("privacy", "--config", operator.config, "--language", "fr")
    assert (wrong.status, wrong.err) == (2, 'hauspost: there is no language "fr"; use one of de, en\n')
    refused = operator.runs("privacy", "--config", operator.config, "--output", tmp_path / "none" / "a.md")
    assert refused.status == 1
    assert "cannot be written" in refused.err
