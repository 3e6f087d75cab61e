"""Knows the operator's backup: a whole copy that commands can read, and clear words where there can be none."""

import shutil

from tests.cli.office import Office


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


def test_postgresql_is_left_to_its_own_program(office: Office) -> None:
    text = office.config.read_text(encoding="utf-8")
    office.config.write_text(
        text.replace("sqlite:///var/hauspost.db", "postgresql+psycopg://hauspost@localhost/hauspost")
    )
    answer = office.runs("backup", str(office.folder / "copy.dump"))
    assert answer.status == 1
    assert "pg_dump --format=custom" in answer.err
