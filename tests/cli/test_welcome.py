"""Knows how an office welcomes its people: seen first, each person once, nobody by an import alone."""

from pathlib import Path

import pytest

from hauspost.store.database import Database
from tests.cli.office import ANNA, Office

NEW = "Personennummer;Vorname;Nachname;E-Mail\n7001;Nina;Neu;nina.neu@post.example\n"
NEW_ROLE = (
    "Personennummer;Objektnummer;Einheitsnummer;Rolle;Beginn;Ende\n7001;LW12;WE05;Mieterin;01.01.2020;\n"
)


@pytest.fixture
def live(office: Office) -> Office:
    assert office.runs("live", "--yes").status == 0
    return office


def owed(office: Office) -> list[str]:
    database = Database(f"sqlite:///{office.folder}/var/hauspost.db")
    with database.read() as connection:
        rows = connection.exec_driver_sql(
            "select address from notices where kind = 'welcome' order by address"
        )
        found = [row[0] for row in rows]
    database.close()
    return found


def test_a_dry_run_shows_who_and_changes_nothing(live: Office) -> None:
    answer = live.runs("welcome")
    assert answer.status == 0
    assert f"Anna Berger <{ANNA}>: Lindenweg 12-14" in answer.out
    assert "persons (dry run; --apply sends them)" in answer.out
    assert owed(live) == []


def test_each_address_gets_one_mail_and_nobody_a_second(live: Office) -> None:
    answer = live.runs("welcome", "--apply")
    assert (answer.status, answer.err) == (0, "")
    first = owed(live)
    assert ANNA in first
    assert len(first) == len(set(first))
    assert "familie.schulz@web.example" in first
    again = live.runs("welcome", "--apply")
    assert again.out.splitlines()[-1].startswith("0 mails go to 0 persons")
    assert "were welcomed before." in again.out
    assert owed(live) == first


def test_managers_and_firms_are_not_welcomed(live: Office) -> None:
    live.runs("welcome", "--apply")
    assert not any(address.endswith("hv-sonnenschein.example") for address in owed(live))
    assert "krause.hausmeister@service.example" not in owed(live)


def test_one_house_is_welcomed_alone(live: Office) -> None:
    live.runs("welcome", "--property", "HS5", "--apply")
    assert ANNA not in owed(live)
    assert owed(live)


def test_nothing_is_sent_before_the_office_is_live(office: Office) -> None:
    seen = office.runs("welcome")
    assert seen.status == 0
    assert "policy.sending is not on at HS5, LW12; `hauspost live` changes that." in seen.out
    answer = office.runs("welcome", "--apply")
    assert answer.status == 1
    assert "run `hauspost live` first" in answer.err
    assert owed(office) == []


def test_an_import_proposes_new_people_and_writes_to_nobody(live: Office, tmp_path: Path) -> None:
    live.runs("welcome", "--apply")
    before = owed(live)
    (tmp_path / "persons.csv").write_text(NEW, "utf-8")
    (tmp_path / "roles.csv").write_text(NEW_ROLE, "utf-8")
    answer = live.runs("import", str(tmp_path), "--apply")
    assert answer.status == 0, answer.out
    assert "1 person has had no welcome mail; `hauspost welcome` shows them." in answer.out
    assert owed(live) == before
    live.runs("welcome", "--apply")
    assert set(owed(live)) - set(before) == {"nina.neu@post.example"}


def test_a_property_that_is_not_there_is_told(office: Office) -> None:
    answer = office.runs("welcome", "--property", "XX")
    assert (answer.status, "there is no property" in answer.err) == (1, True)


def test_whoever_wants_no_mails_gets_none(live: Office, tmp_path: Path) -> None:
    never = (
        "Personennummer;Vorname;Nachname;E-Mail;Benachrichtigung\n7001;Nina;Neu;nina.neu@post.example;nie\n"
    )
    (tmp_path / "persons.csv").write_text(never, "utf-8")
    (tmp_path / "roles.csv").write_text(NEW_ROLE, "utf-8")
    assert live.runs("import", str(tmp_path), "--apply").status == 0
    assert "1 person wants no mails." in live.runs("welcome", "--apply").out
    assert "nina.neu@post.example" not in owed(live)
