"""Knows the operator's backup: a whole copy that commands can read, and clear words where there can be none."""

import shutil
import subprocess
import sys

import pytest

from hauspost.gateway.dumping import libpq, programs
from tests.cli.office import Office
from tests.postgres import Cluster


def test_a_backup_can_stand_in_for_the_database(office: Office) -> None:
    office.decides(office.mail("Der Heizkörper ist kalt."))
    target = office.folder / "copy.db"
    answer = office.runs("backup", str(target))
    assert answer.status == 0
    assert "proven whole" in answer.out
    shutil.rmtree(office.folder / "var")
    (office.folder / "var").mkdir()
    target.rename(office.folder / "var/hauspost.db")
    assert [ticket["ticket"] for ticket in office.runs("tickets", "--json").json] == ["T-1001"]


def test_nothing_is_written_over(office: Office) -> None:
    (office.folder / "copy.db").write_text("mine")
    answer = office.runs("backup", str(office.folder / "copy.db"))
    assert answer.status == 1
    assert "exists; name a file that does not" in answer.err
    assert (office.folder / "copy.db").read_text() == "mine"


def test_a_place_that_does_not_exist_is_told(office: Office) -> None:
    answer = office.runs("backup", str(office.folder / "nowhere/copy.db"))
    assert answer.status == 1
    assert "cannot be written (No such file or directory)" in answer.err


def test_a_full_disk_is_told_and_leaves_no_copy(office: Office) -> None:
    """A file of ours may grow to a limit only, as on a disk that is full."""
    target = office.folder / "copy.db"
    limit = (office.folder / "var/hauspost.db").stat().st_size // 2
    words = ["prlimit", f"--fsize={limit}", sys.executable, "-m", "hauspost", "backup", str(target)]
    done = subprocess.run(
        [*words, "--config", str(office.config)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stderr.startswith(f"hauspost: {target} could not be written whole (")
    assert "make room" in done.stderr
    assert "Traceback" not in done.stderr
    assert not target.exists()


def on_postgresql(office: Office, url: str) -> None:
    text = office.config.read_text(encoding="utf-8")
    office.config.write_text(text.replace("sqlite:///var/hauspost.db", url), encoding="utf-8")


def test_without_postgresqls_programs_the_words_to_run_are_said(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_postgresql(office, "postgresql+psycopg://hauspost:geheim@db.example:5433/hauspost")
    monkeypatch.setenv("PATH", str(office.folder))
    answer = office.runs("backup", "copy.dump")
    assert answer.status == 1
    words = "`pg_dump --format=custom --file=copy.dump postgresql://hauspost@db.example:5433/hauspost`"
    assert words in answer.err
    assert "geheim" not in answer.err


@pytest.mark.parametrize(
    "url,address,password",
    [
        ("postgresql+psycopg://host/name", "postgresql://host/name", ""),
        ("postgresql+psycopg://u:a%40b@[::1]:5/n?x=1", "postgresql://u@[::1]:5/n?x=1", "a@b"),
        ("postgresql+psycopg:///name?host=/run/pg", "postgresql:///name?host=/run/pg", ""),
        ("postgresql+psycopg://u@/name", "postgresql://u@/name", ""),
    ],
)
def test_a_password_never_stands_among_the_arguments(url: str, address: str, password: str) -> None:
    assert libpq(url) == (address, password)


@pytest.mark.servers
def test_postgresql_is_copied_whole_by_its_own_program(
    office: Office, postgresql_url: str, postgres_cluster: Cluster
) -> None:
    assert programs(), "pg_dump and pg_restore belong to PostgreSQL's client programs"
    on_postgresql(office, postgresql_url)
    assert office.runs("migrate").status == 0
    assert office.runs("import", str(office.folder / "masterdata"), "--apply").status == 0
    office.takes(office.mail("Der Heizkörper ist kalt."))
    target = office.folder / "copy.dump"
    answer = office.runs("backup", str(target))
    assert (answer.status, answer.err) == (0, "")
    assert "proven whole" in answer.out
    assert target.stat().st_mode & 0o077 == 0
    assert "exists; name a file that does not" in office.runs("backup", str(target)).err

    again = postgres_cluster.create("restored")
    try:
        words = ["pg_restore", "--no-owner", f"--dbname={libpq(again)[0]}", str(target)]
        subprocess.run(words, check=True)
        office.config.write_text(office.config.read_text("utf-8").replace(postgresql_url, again), "utf-8")
        assert office.states() == {1: "received"}
        assert office.runs("restore-check", "--apply", "--json").json["applied"] is True
        assert office.runs("restore-check", "--apply", "--json").json["applied"] is False
        second = office.folder / "second.dump"
        assert office.runs("backup", str(second)).status == 0
        postgres_cluster.drop("restored")
        assert postgres_cluster.create("restored") == again
        subprocess.run([*words[:-1], str(second)], check=True)
        assert office.runs("restore-check", "--apply", "--json").json["applied"] is True, "another database"
    finally:
        postgres_cluster.drop("restored")


@pytest.mark.servers
def test_what_pg_dump_refuses_is_told_and_leaves_no_copy(office: Office, postgresql_url: str) -> None:
    on_postgresql(office, postgresql_url.rpartition("/")[0] + "/nowhere")
    answer = office.runs("backup", str(office.folder / "copy.dump"))
    assert answer.status == 1
    assert "could not be written whole (" in answer.err
    assert 'database "nowhere" does not exist' in answer.err
    assert not (office.folder / "copy.dump").exists()
