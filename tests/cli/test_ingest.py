"""Knows how mails from files come in through the same door as any other, each for the right address and once."""

from pathlib import Path

from tests.cli.office import ANNA, DOMAIN, HOUSE, Office


def as_mbox(*paths: Path) -> bytes:
    line = b"From anna@post.example Tue Oct 14 12:00:00 2025\n"
    return b"".join(line + path.read_bytes() + b"\n" for path in paths)


def test_files_an_mbox_a_maildir_and_standard_input_are_all_taken(office: Office) -> None:
    one, two, three, four, five = (office.mail(f"kalt {n}") for n in range(5))
    (office.folder / "all.mbox").write_bytes(as_mbox(two, three))
    (office.folder / "box/new").mkdir(parents=True)
    (office.folder / "box/cur").mkdir()
    four.rename(office.folder / "box/new/1.a")
    assert office.runs("ingest", str(one)).status == 0
    assert office.runs("ingest", str(office.folder / "all.mbox")).status == 0
    assert office.runs("ingest", str(office.folder / "box")).status == 0
    answer = office.runs_apart("ingest", "-", stdin=five.read_bytes())
    assert answer.status == 0
    assert "1 taken in, 0 not." in answer.out
    assert set(office.states().values()) == {"received"}
    assert len(office.states()) == 5


def test_the_same_mail_twice_is_one_ticket_and_a_duplicate(office: Office) -> None:
    path = office.mail("Der Heizkörper ist kalt.")
    office.decides(path)
    office.decides(path, office.mail("Licht kaputt", subject="Licht"))
    assert office.states() == {1: "done", 2: "duplicate", 3: "done"}
    assert len(office.runs("tickets", "--json").json) == 2


def test_where_a_server_noted_the_delivery_that_address_counts(office: Office) -> None:
    path = office.mail("kalt", to=f"desk@{DOMAIN}")
    path.write_bytes(f"Delivered-To: {HOUSE}\n".encode() + path.read_bytes())
    office.takes(path)
    assert [row["target"] for row in office.runs("arrivals", "--json").json] == [HOUSE]


def test_a_mail_to_two_houses_arrives_at_each(office: Office) -> None:
    office.takes(office.mail("kalt", to=f"{HOUSE}, hafenstr5@{DOMAIN}, someone@else.example"))
    targets = {row["target"] for row in office.runs("arrivals", "--json").json}
    assert targets == {HOUSE, f"hafenstr5@{DOMAIN}"}


def test_a_mail_for_nobody_of_ours_is_told_counted_and_the_others_are_taken(office: Office) -> None:
    stray, good = office.mail("kalt", to="someone@else.example"), office.mail("kalt")
    answer = office.runs("ingest", str(stray), str(good))
    assert answer.status == 1
    assert f"{stray.name} names no address of ours; name one with --rcpt" in answer.err
    assert "1 taken in, 1 not." in answer.out
    assert len(office.states()) == 1


def test_the_operators_word_wins_over_the_headers_and_must_be_ours(office: Office) -> None:
    stray = office.mail("kalt", to="someone@else.example")
    assert office.runs("ingest", str(stray), "--rcpt", HOUSE.upper()).status == 0
    assert office.runs("arrivals", "--json").json[0]["target"] == HOUSE
    wrong = office.runs("ingest", str(stray), "--rcpt", "haus@else.example")
    assert wrong.status == 2
    assert "haus@else.example is no address of ours" in wrong.err


def test_a_dry_run_says_for_whom_each_would_be_and_takes_none(office: Office) -> None:
    answer = office.runs("ingest", str(office.mail("kalt")), "--dry-run", "--json")
    assert answer.json == {"taken": 1, "arrivals": [], "targets": {HOUSE: 1}, "faults": [], "dry_run": True}
    assert office.states() == {}


def test_an_empty_and_a_missing_file_are_told(office: Office) -> None:
    (office.folder / "empty.eml").write_bytes(b"")
    assert "empty.eml is empty" in office.runs("ingest", str(office.folder / "empty.eml")).err
    missing = office.runs("ingest", str(office.folder / "none.eml"))
    assert missing.status == 1
    assert "cannot be read (No such file or directory); name a readable file" in missing.err


def test_broken_octets_are_taken_and_decided_without_harm(office: Office) -> None:
    (office.folder / "x.eml").write_bytes(b"\x00\xff\r\n\r\r" + bytes(range(256)) * 20)
    assert office.runs("ingest", str(office.folder / "x.eml"), "--rcpt", HOUSE).status == 0
    office.decides(office.mail("kalt"))
    assert office.states()[1] in ("held", "done")


def test_a_bounce_keeps_its_null_return_path(office: Office) -> None:
    path = office.mail("undeliverable", author="mailer-daemon@post.example")
    path.write_bytes(b"Return-Path: <>\n" + path.read_bytes())
    office.decides(path)
    (row,) = office.runs("arrivals", "--json").json
    assert (row["verdict"], row["ticket"]) == ("recorded", None)


def test_many_mails_of_an_mbox_are_taken_in_order(office: Office) -> None:
    paths = [office.mail(f"Nummer {n}", subject=f"Sache {n}", author=ANNA) for n in range(150)]
    (office.folder / "all.mbox").write_bytes(as_mbox(*paths))
    answer = office.runs("ingest", str(office.folder / "all.mbox"), "--json")
    assert answer.json["taken"] == 150
    assert answer.json["arrivals"] == sorted(answer.json["arrivals"])
