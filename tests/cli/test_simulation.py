"""Knows what `ingest --dry-run --report` tells of an old mailbox, and that nothing real moves by it."""

import hashlib
import io
import re
from collections import Counter
from contextlib import closing
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path

import pytest

from hauspost.gateway.mailboxes_on_disk import mails_of_stream
from hauspost.gateway.simulation import LONGEST_GAP, Coming, in_order, looks, written_at
from hauspost.store import masterdata
from hauspost.store.database import Database
from hauspost.store.migrate import migrate
from hauspost.store.simulation import borrow
from tests.cli.office import ANNA, DOMAIN, HOUSE, STRANGER, Office
from tests.cli.operator import Operator
from tests.sample import load_sample

HAFEN = f"hafenstr5@{DOMAIN}"
JAN = "jan.k@mail.example"
FATMA = "f.yildiz@mail.example"
OTHER = "katalog@fremd.example"
BEGIN = datetime(2024, 1, 8, 9, 0, tzinfo=UTC)  # a Monday
REPLAY = ("--dry-run", "--report")


def a_mail(number: int, at: datetime | None, author: str, subject: str, words: str, to: str = HOUSE) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = author, to, subject
    if at is not None:
        mail["Date"] = format_datetime(at)
    mail["Message-ID"] = f"<{number}@old.example>"
    mail.set_content(words)
    return mail.as_bytes()


def a_year() -> list[bytes]:
    """Fifty-nine mails: twelve of each of four kinds in January and December, and what old mailboxes hold besides."""
    mails = []
    for number in range(48):
        at = BEGIN + timedelta(days=number // 2 if number < 24 else 330 + number // 2, hours=number % 2)
        author, subject, words, to = [
            (ANNA, f"Heizung {number}", "Guten Tag, der Heizkörper im Bad bleibt kalt.", HOUSE),
            (JAN, f"Wasser {number}", "Guten Tag, der Wasserhahn in der Küche tropft.", HAFEN),
            (STRANGER, f"Angebot {number}", "Wir bieten Ihnen Fenster an.", HOUSE),
            (FATMA, f"Frage {number}", "Bitte senden Sie mir die Abrechnung.", HOUSE),
        ][number % 4]
        mails.append(a_mail(number, at, author, subject, words, to))
    again = mails[:4]
    undated = [a_mail(200 + n, None, OTHER, f"Katalog {n}", "Unser Katalog.") for n in range(2)]
    wild = a_mail(300, datetime(2199, 1, 1, tzinfo=UTC), OTHER, "Katalog", "Unser neuer Katalog.")
    strays = [a_mail(100 + n, BEGIN, STRANGER, "Hallo", "Hallo", "office@else.example") for n in range(4)]
    return [*mails[24:], *undated, wild, *mails[:24], *again, *strays]  # by no means in the order of time


def as_mbox(mails: list[bytes], stamp: str = "Mon Jan  1 12:00:00 1900") -> bytes:
    return b"".join(f"From x@old.example {stamp}\n".encode() + mail + b"\n" for mail in mails)


def everything(folder: Path) -> dict[str, str]:
    """Each file and its digest, but the notes that SQLite keeps beside a database that is open."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.endswith(("-wal", "-shm"))
    }


def test_a_year_is_played_and_counted_and_nothing_real_moves(office: Office) -> None:
    (office.folder / "old.mbox").write_bytes(as_mbox(a_year()))
    before = everything(office.folder)
    answer = office.runs("ingest", str(office.folder / "old.mbox"), *REPLAY, "--json")
    assert everything(office.folder) == before
    assert answer.status == 1  # four are for nobody of ours
    told = answer.json
    assert (told["first"], told["last"]) == ("2024-01-08T09:00:00+00:00", "2024-12-26T10:00:00+00:00")
    assert (told["mails"], len(told["faults"]), len(told["undated"])) == (55, 4, 3)
    verdicts = Counter[str]()
    for row in told["verdicts"]:
        verdicts[row["verdict"]] += row["count"]
    assert verdicts == {"accepted": 36, "held": 15, "duplicate": 4}
    tickets = {(row["house"], row["category"]): row["count"] for row in told["tickets"]}
    # Twice a cold radiator and a dripping tap; what is said again within the month is told again.
    assert tickets == {
        ("lindenweg12", "heating"): 2,
        ("hafenstr5", "water"): 2,
        ("lindenweg12", "accounting"): 12,
    }
    assert told["orders_proposed"] == [
        {"rule": "*/heating", "firm": "Heizung Meier GmbH", "count": 2},
        {"rule": "HS5/water", "firm": "Sanitär Wolf", "count": 2},
    ]
    assert {row["rule"] for row in told["orders_sent"]} == {"HS5/water"}  # nobody said STOPP
    assert told["questions_to_managers"]["held_mail"] == 15
    assert told["held_from"] == {STRANGER: 12, OTHER: 3}
    assert told["lacking"] == {STRANGER: 12, OTHER: 3}
    by_role = {row["role"]: row for row in told["mails_out"]}
    assert set(by_role) == {"manager", "tenant", "contractor", "board_member"}
    assert by_role["board_member"]["total"] == 12  # a receipt for each question
    assert len(told["longest"]) == len(told["slowest"]) == 10


def test_people_read_the_same_and_rcpt_says_for_whom_strays_are(office: Office) -> None:
    path = office.mail("Guten Tag, der Heizkörper im Bad bleibt kalt.", to="office@else.example")
    answer = office.runs("ingest", str(path), *REPLAY, "--rcpt", HOUSE)
    assert answer.status == 0, answer.err
    assert "Mails played: 1, from 2025-10-14 to 2025-10-14; not taken: 0." in answer.out
    assert re.search(r"^1 +lindenweg12 +heating$", answer.out, re.MULTILINE)
    assert re.search(r"^1 +\*/heating +Heizung Meier GmbH$", answer.out, re.MULTILINE)
    assert "Held mails: none" in answer.out
    assert office.states() == {}


def test_old_addresses_stand_for_houses_of_ours(office: Office) -> None:
    one = office.mail("kalt", to="Linde@else.example")
    other = office.mail("kalt", to=f"hafen@else.example, {HAFEN}")
    words = ("--rcpt", f"linde@else.example={HOUSE}", "--rcpt", f"hafen@else.example={HAFEN}")
    answer = office.runs("ingest", str(one), str(other), "--dry-run", "--json", *words)
    assert answer.json["targets"] == {HOUSE: 1, HAFEN: 1}
    both = office.runs("ingest", str(one), "--dry-run", "--rcpt", HOUSE, *words)
    assert (both.status, "write OLD=OURS for each" in both.err) == (2, True)
    assert "else.example is no address" in office.runs("ingest", str(one), "--rcpt", "a=x@else.example").err


@pytest.mark.parametrize(
    "name, octets, said",
    [
        ("empty.mbox", b"", "empty.mbox is empty; name an mbox, a Maildir or .eml files"),
        ("picture.mbox", b"\x89PNG\r\n", "is no mbox (its first line does not begin with"),
        ("stray.eml", b"To: a@else.example\n\nHallo\n", "stray.eml names no address of ours; name one with"),
    ],
)
def test_what_holds_no_mail_of_ours_is_told_in_a_sentence(
    office: Office, name: str, octets: bytes, said: str
) -> None:
    (office.folder / name).write_bytes(octets)
    answer = office.runs("ingest", str(office.folder / name), *REPLAY)
    assert (answer.status, answer.out) == (1, "")
    assert said in answer.err
    assert answer.err.count("\n") == 1


def test_a_report_is_no_intake(office: Office) -> None:
    answer = office.runs("ingest", str(office.mail("kalt")), "--report")
    assert (answer.status, answer.err) == (
        2,
        "hauspost: --report only looks at what would come; add --dry-run\n",
    )
    assert office.states() == {}


def test_without_master_data_no_mail_finds_its_house(operator: Operator, tmp_path: Path) -> None:
    operator.installs()
    (tmp_path / "one.eml").write_bytes(a_mail(1, BEGIN, ANNA, "Heizung", "kalt"))
    played = ("ingest", tmp_path / "one.eml", *REPLAY, "--config", operator.config)
    mend = "so no mail finds its house; begin with `hauspost import FOLDER --apply`\n"
    missing = operator.runs(*played)
    assert (missing.status, "there is no database yet" in missing.err) == (1, True)
    assert missing.err.endswith(mend)
    assert operator.runs("migrate", "--config", operator.config).status == 0
    assert operator.runs(*played).err == f"hauspost: there is no master data yet, {mend}"


def test_a_mail_is_dated_by_itself_else_by_its_mbox_line_else_by_the_mail_before() -> None:
    first, second, third = (
        a_mail(1, BEGIN, ANNA, "a", "a"),
        a_mail(2, None, ANNA, "b", "b"),
        b"Date: soon\n\nc\n",
    )
    lines = [as_mbox([first]), as_mbox([second], "Tue Jan  9 08:00:00 2024"), as_mbox([third])]
    found = mails_of_stream(io.BytesIO(b"".join(lines)), "x", limit=9999)
    now = BEGIN + timedelta(days=9)
    said = [Coming(one.source, (), written_at(one, now=now)) for one in found]
    by_line = datetime(2024, 1, 9, 8, 0, tzinfo=UTC)
    assert [one.at for one in said] == [BEGIN, by_line, None]
    assert [at for at, _ in in_order(said[::-1], otherwise=now)] == [BEGIN, by_line, by_line]
    assert in_order(said[2:], otherwise=now) == [(now, said[2])]


def test_a_long_silence_costs_a_month_of_looks_and_no_more() -> None:
    a_day = list(looks(BEGIN, BEGIN + timedelta(days=1), UTC))
    assert [at.hour for at in a_day] == [19, 7]
    assert len(list(looks(BEGIN, BEGIN + timedelta(days=4000), UTC))) == 2 * LONGEST_GAP + 1


def test_the_master_data_of_either_database_comes_along_whole(database_url: str, tmp_path: Path) -> None:
    load_sample(database_url)
    copy_url = f"sqlite:///{tmp_path / 'copy.db'}"
    migrate(copy_url)
    real, copy = Database(database_url), Database(copy_url)
    with closing(real), closing(copy):
        with real.read() as source:
            copy.write(lambda target: borrow(source, target))
            wanted = masterdata.stored(source)
        with copy.read() as target:
            assert masterdata.stored(target) == wanted
