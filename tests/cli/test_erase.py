"""`hauspost erase`, `hold` and `journal verify`: said first, done whole or not at all, and gone from every file."""

import zlib
from pathlib import Path

from hauspost.gateway import maildir
from hauspost.store.database import Database
from tests.cli.office import ANNA, STRANGER, Office

REPORT = "Der Heizkörper ist kalt, am Quarkzylinder tropft es."
CANARY = b"Quarkzylinder"


def files_with(folder: Path, canary: bytes) -> list[str]:
    """By name: those that hold it as it stands, or in a stream of deflate (as octets are stored)."""
    return [
        path.name for path in sorted(folder.rglob("*")) if path.is_file() and holds(path.read_bytes(), canary)
    ]


def holds(octets: bytes, canary: bytes) -> bool:
    start = octets.find(b"\x78\x01")
    while start >= 0:
        try:
            if canary in zlib.decompressobj().decompress(octets[start:]):
                return True
        except zlib.error:
            pass
        start = octets.find(b"\x78\x01", start + 1)
    return canary in octets


def change(office: Office, statement: str) -> None:
    database = Database(f"sqlite:///{office.folder / 'var' / 'hauspost.db'}")
    database.write(lambda connection: connection.exec_driver_sql(statement))
    database.close()


def test_without_apply_it_is_only_said(office: Office) -> None:
    office.decides(office.mail(REPORT))
    said = office.runs("erase", "T-1001")
    assert said.status == 0
    assert "goes: the words of 1 entries, 1 mails as they came" in said.out
    assert "Nothing was changed; --apply does it" in said.out
    assert "Quarkzylinder" in office.runs("show", "T-1001").out


def test_with_apply_it_is_gone_from_every_file_and_the_journal_holds(office: Office) -> None:
    mail = office.mail(REPORT)
    office.decides(mail)
    mail.unlink()
    assert files_with(office.folder, CANARY)
    said = office.runs("erase", "T-1001", "--apply")
    assert said.status == 0, said.err
    assert "Erased." in said.out
    assert files_with(office.folder, CANARY) == []
    journal = office.runs("journal", "verify", "--json").json
    assert (journal["tickets"], journal["broken"], journal["erased"]) == (1, [], 1)
    assert "gelöscht am" in office.runs("show", "T-1001").out


def test_a_journal_that_was_written_over_is_named_by_its_first_place(office: Office) -> None:
    office.decides(office.mail(REPORT))
    assert office.runs("journal", "verify").status == 0
    change(office, "UPDATE entries SET text = 'Nichts' WHERE seq = 1")
    said = office.runs("journal", "verify")
    assert said.status == 1
    assert "the journal is broken at T-1001, entry 1: its words were changed" in said.err


def test_nobody_and_nothing_are_told_with_the_nearest(office: Office) -> None:
    office.decides(office.mail(REPORT))
    assert "there is no ticket T-4711; `hauspost tickets --all`" in office.runs("erase", "T-4711").err
    near = office.runs("erase", "Anna Bergner")
    assert near.status == 2
    assert 'there is no person "Anna Bergner"; the nearest: Anna Berger (1001)' in near.err
    assert "name somebody by number" in office.runs("erase", "xyz").err
    manager = office.runs("erase", "Sabine Vogt", "--apply")
    assert manager.status == 1
    assert "is or was a manager, whose words are the company's; erase single tickets" in manager.err
    firm = office.runs("erase", "firm:H1", "--apply")
    assert "is a firm, whose letters the law wants kept" in firm.err


def test_a_person_goes_by_name_and_what_waits_is_in_the_way(office: Office) -> None:
    mail = office.mail(REPORT)
    office.decides(mail)
    office.takes(office.mail("Noch etwas."))
    change(office, f"UPDATE arrivals SET mail_from = '{ANNA}' WHERE id = 2")  # as the door writes it
    said = office.runs("erase", "Anna Berger", "--apply")
    assert said.status == 1
    assert "arrival 2 of theirs waits for a decision; answer it first" in said.err
    assert "Quarkzylinder" in office.runs("show", "T-1001").out
    assert office.runs("replay", "2").status in (0, 1)
    office.decides(office.mail("Und noch etwas.", author=STRANGER))
    said = office.runs("erase", ANNA, "--apply")
    assert said.status == 0, said.err
    assert "stays: the master data, as a role of theirs holds still" in said.out
    mail.unlink()
    assert files_with(office.folder, CANARY) == []


def test_mails_that_the_embedded_relay_laid_down_are_taken_out_again(tmp_path: Path) -> None:
    mail = b"Date: Tue, 14 Oct 2025 12:00:00 +0200\r\nMessage-ID: <%s@tickets.example>\r\n\r\nQuark\r\n"
    maildir.deliver(tmp_path / "a@b.example", mail % b"one")
    kept = maildir.deliver(tmp_path / "c@d.example", mail % b"two")
    assert maildir.remove(tmp_path, {"one@tickets.example", "three@tickets.example"}) == 1
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == [kept]
    assert not (tmp_path / "a@b.example").exists()


def test_a_hold_has_its_reason_and_refuses_erasing(office: Office) -> None:
    office.decides(office.mail(REPORT))
    assert "a hold needs its reason; say it" in office.runs("hold", "T-1001").err
    assert "there is no ticket T-7" in office.runs("hold", "T-7", "--reason", "Klage").err
    assert "T-1001 is under legal hold: Klage" in office.runs("hold", "T-1001", "--reason", "Klage").out
    assert "was so before" in office.runs("hold", "T-1001", "--reason", "Klage").out
    for whom in ("T-1001", "Anna Berger"):
        said = office.runs("erase", whom, "--apply")
        assert said.status == 1
        assert "nothing was erased: T-1001 is under legal hold (Klage)" in said.err
    assert "Quarkzylinder" in office.runs("show", "T-1001").out
    assert "T-1001 is free again." in office.runs("hold", "T-1001", "--off").out
    assert office.runs("erase", "T-1001").status == 0
    assert office.runs("journal", "verify").status == 0


def test_what_is_kept_no_longer_is_listed_and_erased(office: Office) -> None:
    office.decides(office.mail(REPORT))
    assert office.runs("retention", "--json").json == []
    assert "no run of" in office.runs("retention", "--stop").err
    change(office, "UPDATE tickets SET status = 'DONE', done_at = '2020-05-01 12:00:00'")
    said = office.runs("retention")
    assert "LW12      ticket  1" in said.out
    assert "Nothing was changed" in said.out
    assert "1 tickets, 0 single files." in office.runs("retention", "--apply").out
    assert office.runs("retention", "--json").json == []
    assert office.runs("journal", "verify").status == 0


def test_by_a_clock_that_contradicts_what_has_happened_nothing_is_erased(office: Office) -> None:
    office.decides(office.mail(REPORT))
    change(office, "UPDATE tickets SET status = 'DONE', done_at = '2020-05-01 12:00:00'")
    change(office, "UPDATE arrivals SET received_at = '2099-10-14 10:00:00.000000'")
    refused = office.runs("retention", "--apply")
    assert refused.status == 1
    assert "the database holds what happened at 2099-10-14 10:00; nothing was changed; set" in refused.err
    assert len(office.runs("retention", "--json").json) == 1


def test_how_long_it_is_kept_is_said_and_shown(office: Office) -> None:
    office.decides(office.mail(REPORT))
    assert "T-1001 is kept as voucher." in office.runs("retain", "T-1001", "voucher").out
    assert office.runs("hold", "T-1001", "--reason", "Klage").status == 0
    shown = office.runs("show", "T-1001").out
    assert "kept as voucher from its closing on" in shown
    assert "under legal hold: Klage" in shown
    told = office.runs("show", "T-1001", "--json").json["retention"]
    assert told == {"class": "voucher", "until": None, "hold": "Klage", "duties": [], "files": []}
    assert '"forever" is no class' in office.runs("retain", "T-1001", "forever").err
    assert "no mail of it brought one" in office.runs("retain", "T-1001", "trivial", "--file", "x.jpg").err
    assert "there is no ticket T-7" in office.runs("retain", "T-7", "trivial").err
