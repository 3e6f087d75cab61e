"""Knows how an operator brings master data in: seen first, then applied, and every bad row told."""

import json
import sqlite3
from pathlib import Path

from hauspost.store import registry
from hauspost.store.database import Database
from tests.cli.operator import Operator


def mailboxes(operator: Operator) -> dict[str, str]:
    database = Database(f"sqlite:///{operator.folder}/var/hauspost.db")
    with database.read() as connection:
        found = {name: str(house) for name, house in registry.mailboxes(connection).items()}
    database.close()
    return found


def test_a_dry_run_shows_the_difference_and_makes_nothing(operator: Operator) -> None:
    operator.installs()
    outcome = operator.runs("import", operator.folder / "masterdata", "--config", operator.config)
    assert (outcome.status, outcome.err) == (0, "")
    assert "persons 1001 Anna Berger" in outcome.out
    assert "familie.schulz@web.example: Maria Schulz (1007), Tom Schulz (1008)" in outcome.out
    assert outcome.out.splitlines()[-1].endswith("0 rejected (dry run; --apply writes it)")
    assert not (operator.folder / "var").exists()


def test_apply_writes_and_a_second_time_finds_nothing_to_do(operator: Operator) -> None:
    operator.installs()
    folder = operator.folder / "masterdata"
    assert operator.runs("import", folder, "--apply", "--config", operator.config).status == 0
    assert mailboxes(operator) == {"lindenweg12": "LW12", "hafenstr5": "HS5"}
    again = operator.runs("import", folder, "--apply", "--json", "--config", operator.config)
    counts = json.loads(again.out)["counts"]
    assert (counts["new"], counts["changed"], counts["missing"], counts["rejected"]) == (0, 0, 0, 0)


def test_bad_rows_are_told_the_good_ones_go_in_and_the_status_says_so(operator: Operator) -> None:
    operator.installs()
    operator.runs("import", operator.folder / "masterdata", "--apply", "--config", operator.config)
    people = operator.folder / "people.csv"
    people.write_text(
        "Personennummer;Nachname;E-Mail\n3001;Neu;neu@x.example\n3002;;\n3003;Falsch;falsch\n", "utf-8"
    )
    outcome = operator.runs("import", people, "--apply", "--json", "--config", operator.config)
    told = json.loads(outcome.out)
    assert outcome.status == 1
    assert [(bad["file"], bad["line"], bad["column"]) for bad in told["rejected"]] == [
        ("people.csv", 3, "Nachname"),
        ("people.csv", 4, "E-Mail"),
    ]
    assert [record["key"] for record in told["new"]] == [["3001"]]
    assert told["applied"] is True


def test_firms_work_and_rules_are_shown_and_what_contradicts_is_told(operator: Operator) -> None:
    operator.installs()
    folder = operator.folder / "masterdata"
    with (folder / "rules.csv").open("a", encoding="utf-8") as rules:
        rules.write("LW12;Licht & Beleuchtung;aus;;;;;;\nLW12;heating;automatisch;;Klempnerei Nobody;;;;\n")
    people = [folder / f"{name}.csv" for name in ("persons", "properties", "units", "roles", "categories")]
    assert operator.runs("import", *people, "--apply", "--config", operator.config).status == 0
    outcome = operator.runs("import", folder, "--apply", "--config", operator.config)
    assert outcome.status == 1
    assert "contractors H1 Heizung Meier GmbH" in outcome.out
    assert "assignments LW12 Sanitär S2" in outcome.out
    assert "rules LW12 lighting auto caretaker" in outcome.out
    assert (
        "rejected: rules.csv, line 5: there are two rules for LW12 / lighting; "
        "delete one of them; the first stands in rules.csv, line 2"
    ) in outcome.out
    assert 'rejected: rules.csv, line 6: "Klempnerei Nobody" is no contractor' in outcome.out
    again = operator.runs("import", folder, "--apply", "--json", "--config", operator.config)
    counts = json.loads(again.out)["counts"]
    assert (counts["new"], counts["changed"], counts["rejected"]) == (0, 0, 2)


def test_the_environment_s_language_is_that_of_people_who_name_none(operator: Operator) -> None:
    operator.installs()
    text = operator.config.read_text("utf-8").replace('language = "de"', 'language = "en"')
    operator.config.write_text(text, "utf-8")
    people = operator.folder / "people.csv"
    people.write_text("person_id,last_name\n1,Miller\n", "utf-8")
    outcome = operator.runs("import", people, "--json", "--config", operator.config)
    assert json.loads(outcome.out)["new"][0]["values"]["language"] == "en"


def test_a_path_that_is_not_there_and_a_folder_without_tables_are_told(operator: Operator) -> None:
    operator.installs()
    missing = operator.runs("import", "nowhere.csv", "--config", operator.config)
    assert (missing.status, missing.out) == (1, "")
    assert (
        missing.err
        == "hauspost: nowhere.csv cannot be read (No such file or directory); name a readable file\n"
    )
    (operator.folder / "empty").mkdir()
    empty = operator.runs("import", operator.folder / "empty", "--config", operator.config)
    assert "holds no CSV or XLSX file" in empty.err


def test_shared_options_may_stand_before_or_behind_the_command(operator: Operator) -> None:
    operator.installs()
    folder = operator.folder / "masterdata"
    before = operator.runs("--config", operator.config, "--quiet", "import", folder)
    behind = operator.runs("import", folder, "--quiet", f"--config={operator.config}")
    assert before.out == behind.out
    assert len(before.out.splitlines()) == 1


def test_rejected_rows_are_written_as_they_stood_and_can_be_brought_in_again(operator: Operator) -> None:
    operator.installs()
    people = operator.folder / "people.csv"
    people.write_text("Personennummer;Nachname;E-Mail\n3001;Neu;neu@x.example\n3003;Falsch;falsch\n", "utf-8")
    rejects = operator.folder / "rejects"
    outcome = operator.runs("import", people, "--rejects", rejects, "--config", operator.config)
    assert outcome.status == 1
    mended = rejects / "rejected_people.csv"
    head, row = mended.read_text("utf-8-sig").splitlines()
    assert head == "Personennummer;Nachname;E-Mail;Line;Reason"
    assert row.startswith('3003;Falsch;falsch;3;"E-Mail ""falsch"" holds no mail address')
    mended.write_text(mended.read_text("utf-8").replace(";falsch;", ";falsch@x.example;"), "utf-8")
    again = operator.runs("import", mended, "--json", "--config", operator.config)
    told = json.loads(again.out)
    assert (again.status, told["counts"]["new"], told["remarks"]) == (0, 1, [])


def neighbours(operator: Operator, *, first_name: str, but: int = -1) -> Path:
    head = "Personennummer;Nachname;Vorname;Objektnummer;Einheitsnummer;Rolle\n"
    rows = (f"{5000 + n};Nachbar{n};{first_name};LW12;WE07;Mieter\n" for n in range(30) if n != but)
    file = operator.folder / "liste.csv"
    file.write_text(head + "".join(rows), "utf-8")
    return file


def test_more_than_a_fifth_of_what_is_stored_asks_for_force(operator: Operator) -> None:
    operator.installs()
    config = ("--config", operator.config)
    operator.runs("import", operator.folder / "masterdata", "--apply", *config)
    assert operator.runs("import", neighbours(operator, first_name="A"), "--apply", *config).status == 0
    refused = operator.runs("import", neighbours(operator, first_name="B"), "--apply", *config)
    assert refused.status == 1
    assert "it would change 30 of 97 stored rows, more than a fifth; nothing was changed" in refused.err
    assert "--force" in refused.err
    forced = operator.runs("import", operator.folder / "liste.csv", "--apply", "--force", *config)
    assert (forced.status, "30 changed" in forced.out) == (0, True)


def test_who_is_missing_from_complete_files_moves_out_and_is_never_deleted(operator: Operator) -> None:
    operator.installs()
    config = ("--config", operator.config)
    operator.runs("import", operator.folder / "masterdata", "--apply", *config)
    operator.runs("import", neighbours(operator, first_name="A"), "--apply", *config)
    part = operator.runs("import", neighbours(operator, first_name="A", but=7), "--apply", "--json", *config)
    assert json.loads(part.out)["counts"]["gone"] == 0
    whole = operator.runs("import", operator.folder / "liste.csv", "--apply", "--complete", "--json", *config)
    gone = json.loads(whole.out)["gone"]
    assert "5007" in {change["key"][0] for change in gone}
    assert all(change["after"]["valid_to"] for change in gone)
    again = operator.runs("import", operator.folder / "liste.csv", "--complete", "--json", *config)
    counts = json.loads(again.out)["counts"]
    assert (counts["new"], counts["changed"], counts["ended"], counts["gone"]) == (0, 0, 0, 0)


def test_a_large_change_is_told_by_the_dry_run_already(operator: Operator) -> None:
    operator.installs()
    config = ("--config", operator.config)
    operator.runs("import", operator.folder / "masterdata", "--apply", *config)
    operator.runs("import", neighbours(operator, first_name="A"), "--apply", *config)
    seen = operator.runs("import", neighbours(operator, first_name="B"), *config)
    assert "it would change 30 of 97 stored rows, more than a fifth; --apply asks for --force" in seen.out


def test_one_name_under_two_numbers_with_one_address_is_perhaps_one_person(operator: Operator) -> None:
    operator.installs()
    people = operator.folder / "people.csv"
    rows = "1;Anna;Berger;a@x.example\n2;anna;Berger;a@x.example\n3;Ole;Groß;g@x.example\n4;Eva;Groß;g@x.example\n"
    people.write_text(f"Personennummer;Vorname;Nachname;E-Mail\n{rows}", "utf-8")
    told = operator.runs("import", people, "--config", operator.config).out
    assert "a@x.example: Anna Berger (1), anna Berger (2); the same name, perhaps one person twice\n" in told
    assert "g@x.example: Ole Groß (3), Eva Groß (4)\n" in told


def test_by_a_clock_that_was_set_back_nobody_moves_out(operator: Operator) -> None:
    operator.installs()
    config = ("--config", operator.config)
    operator.runs("import", operator.folder / "masterdata", "--apply", *config)
    letter = operator.folder / "letter.eml"
    letter.write_bytes(b"From: anna.berger@post.example\r\nTo: lindenweg12@x.example\r\n\r\nHallo\r\n")
    operator.runs("ingest", letter, "--rcpt", "lindenweg12@tickets.hv-sonnenschein.example", *config)
    with sqlite3.connect(operator.folder / "var" / "hauspost.db") as database:
        database.execute("update arrivals set received_at = '2099-10-14 10:00:00.000000'")
    refused = operator.runs("import", neighbours(operator, first_name="A"), "--apply", "--complete", *config)
    assert (refused.status, refused.out) == (1, "")
    assert (
        "but the database holds what happened at 2099-10-14 10:00; nothing was changed; set the clock"
        in refused.err
    )
    part = operator.runs("import", operator.folder / "liste.csv", "--apply", "--quiet", *config)
    assert part.out.startswith("60 new, 0 changed, 0 ended, 0 gone")


def test_a_folder_for_rejects_that_cannot_be_made_is_told_before_anything_is_written(
    operator: Operator,
) -> None:
    operator.installs()
    taken = operator.folder / "taken"
    taken.write_text("", "utf-8")
    masterdata = operator.folder / "masterdata"
    refused = operator.runs("import", masterdata, "--apply", "--rejects", taken, "--config", operator.config)
    assert (refused.status, refused.out) == (1, "")
    assert "cannot be made (File exists); name another folder" in refused.err
    assert not (operator.folder / "var").exists()


def test_a_file_that_is_too_large_is_not_even_read_to_its_end(operator: Operator) -> None:
    operator.installs()
    huge = operator.folder / "huge.csv"
    with huge.open("wb") as file:
        file.truncate(1 << 40)  # a terabyte of holes
    outcome = operator.runs("import", huge, "--config", operator.config)
    assert (outcome.status, outcome.err) == (1, "")
    assert "rejected: huge.csv: is too large; split it into files of at most 50 MiB\n" in outcome.out


def test_empty_files_do_nothing_and_say_so(operator: Operator) -> None:
    operator.installs()
    (operator.folder / "leer.csv").write_bytes(b"")
    (operator.folder / "kopf.csv").write_text("Personennummer;Nachname\n", "utf-8")
    files = (operator.folder / "leer.csv", operator.folder / "kopf.csv")
    outcome = operator.runs("import", *files, "--apply", "--complete", "--config", operator.config)
    assert outcome.status == 0
    assert "leer.csv is empty\nkopf.csv has a header and nothing below it\n" in outcome.out
    assert outcome.out.splitlines()[-1] == (
        "0 new, 0 changed, 0 ended, 0 gone, 0 missing, 0 unchanged, 0 rejected"
    )
