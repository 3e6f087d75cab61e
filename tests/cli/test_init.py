"""Knows what a first installation writes, and that it overwrites nothing."""

from pathlib import Path

from hauspost.config.load import load
from tests.cli.operator import Operator


def test_init_writes_a_configuration_that_loads_and_tables_that_import(operator: Operator) -> None:
    outcome = operator.runs("init", operator.folder, "--company", 'Müller & "Sohn"', "--domain", "t.example")
    assert (outcome.status, outcome.err) == (0, "")
    settings = load(operator.config, {})
    assert (settings.company.name, settings.mail.domain) == ('Müller & "Sohn"', "t.example")
    assert settings.database.file == operator.folder / "var/hauspost.db"
    names = sorted(path.name for path in (operator.folder / "masterdata").iterdir())
    tables = "assignments categories contractors persons properties roles rules units"
    assert names == [f"{table}.csv" for table in tables.split()]


def test_a_fresh_installation_writes_to_the_managers_only_and_waits_for_a_stopp(operator: Operator) -> None:
    operator.runs("init", operator.folder)
    policy = load(operator.config, {}).policy
    assert (policy.sending, policy.hold_minutes, policy.fold_minutes) == ("managers", 3, 15)


def test_init_asks_nothing_where_nobody_sits_at_a_terminal(operator: Operator) -> None:
    assert operator.runs("init", operator.folder).status == 0
    assert load(operator.config, {}).mail.domain == "tickets.hv-sonnenschein.example"


def test_init_overwrites_nothing(operator: Operator) -> None:
    operator.folder.mkdir()
    operator.config.write_text("mine", "utf-8")
    outcome = operator.runs("init", operator.folder)
    assert outcome.status == 1
    assert "holds hauspost.toml already, and nothing was written; choose another folder" in outcome.err
    assert operator.config.read_text("utf-8") == "mine"
    assert not (operator.folder / "masterdata").exists()


def test_a_domain_that_is_none_is_refused_before_anything_is_written(operator: Operator) -> None:
    outcome = operator.runs("init", operator.folder, "--domain", "me@t.example")
    assert outcome.status == 2
    assert 'hauspost: --domain holds an "@"' in outcome.err
    assert not operator.folder.exists()


def test_a_folder_that_cannot_be_made_is_told_in_one_sentence(operator: Operator, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    outcome = operator.runs("init", tmp_path / "file" / "office")
    assert outcome.status == 1
    assert len(outcome.err.splitlines()) == 1
    assert "Traceback" not in outcome.err
