"""A mail over each of the limits (SAFETY): what its sender hears at the door, and what the managers get."""

import smtplib
from collections.abc import Iterator

import pytest

from hauspost.gateway.parser_process import BOMB
from hauspost.parsers.steering import MOST_COMMANDS
from tests.crafted import HEAD as CRAFTED_HEAD
from tests.crafted import crafted
from tests.house import ANNA, BORDER, HOUSE, SABINE, STRANGER, House, house_on, text_of

VERDICT = f"Authentication-Results: {BORDER}; dmarc=pass header.from=post.example\r\n"
HEAD = (
    f"{VERDICT}From: {ANNA}\r\nTo: {HOUSE}\r\nSubject: Heizung\r\nMessage-ID: <limits@post.example>\r\n"
    "MIME-Version: 1.0\r\n"
)
WORDS = "Die Heizung ist kalt.\r\n"
PART = f"--b\r\nContent-Type: text/plain\r\n\r\n{WORDS}"
MIXED = "Content-Type: multipart/mixed; boundary=b\r\n\r\n"


@pytest.fixture
def house_of_its_own(furnished_url: str) -> Iterator[House]:
    with house_on(furnished_url, shares_parser=False) as built:
        yield built


def nested(depth: int) -> str:
    opened = "".join(
        f"Content-Type: multipart/mixed; boundary=b{n}x\r\n\r\n--b{n}x\r\n" for n in range(depth)
    )
    return f"{opened}Content-Type: text/plain\r\n\r\n{WORDS}" + "".join(
        f"--b{n}x--\r\n" for n in reversed(range(depth))
    )


def files(count: int) -> str:
    file = "--b\r\nContent-Type: application/pdf; name=a{n}.pdf\r\n\r\n%PDF\r\n"
    return MIXED + PART + "".join(file.format(n=n) for n in range(count)) + "--b--\r\n"


OVER: dict[str, str] = {
    "header octets": HEAD + "X: " + "a" * 800 + "\r\n" + " a" * 400 + "\r\n" + ("X: " + "a" * 900 + "\r\n") * 80
    + f"\r\n{WORDS}",
    "header lines": HEAD + "X: a\r\n" * 600 + f"\r\n{WORDS}",
    "To": HEAD + "Cc: " + ",\r\n ".join(f"a{n}@post.example" for n in range(1_200)) + f"\r\n\r\n{WORDS}",
    "depth": HEAD + nested(13),
    "parts": HEAD + MIXED + PART * 130 + "--b--\r\n",
    "attachments": HEAD + files(25),
    "boundary": HEAD + f"Content-Type: multipart/mixed; boundary={'b' * 90}\r\n\r\n--{'b' * 90}\r\n\r\n{WORDS}",
    "near boundaries": HEAD + MIXED + "--bx\r\n" * 12_000 + PART + "--b--\r\n",
}  # fmt: skip


@pytest.mark.parametrize("limit", OVER)
def test_a_mail_of_which_something_is_not_read_is_put_before_the_managers(house: House, limit: str) -> None:
    house.receives(OVER[limit].encode(), mail_from=ANNA, rcpt_to=HOUSE)
    assert house.verdicts() == [("held", "over_limits")]
    assert house.tickets() == []
    assert house.mails_to(ANNA) == []
    (told,) = house.mails_to(SABINE)
    assert "mehr Dateien, Teile oder Kopfzeilen" in " ".join(text_of(told).split())
    (question,) = house.held()
    house.answers(SABINE, told, f"H-{question.id} OK")
    assert [t.subject for t in house.tickets()] == ["Heizung"]


BELOW: dict[str, str] = {
    "header": HEAD + "X: a\r\n" * 400 + f"\r\n{WORDS}",
    "depth": HEAD + nested(9),
    "parts": HEAD + MIXED + PART * 90 + "--b--\r\n",
    "attachments": HEAD + files(20),
    "boundary": HEAD
    + f"Content-Type: multipart/mixed; boundary={'b' * 70}\r\n\r\n--{'b' * 70}\r\n\r\n{WORDS}",
}


@pytest.mark.parametrize("limit", BELOW)
def test_a_mail_within_each_limit_is_heard(house: House, limit: str) -> None:
    house.receives(BELOW[limit].encode(), mail_from=ANNA, rcpt_to=HOUSE)
    assert house.kinds_to(ANNA) == ["acknowledgement"]


def test_a_text_over_its_limit_is_cut_and_heard(house: House) -> None:
    house.receives((HEAD + "\r\n" + WORDS * 5_000).encode(), mail_from=ANNA, rcpt_to=HOUSE)
    assert house.kinds_to(ANNA) == ["acknowledgement"]
    assert len(house.entries(1001)[0].text.encode()) <= 64 * 1024


def test_more_references_and_encoded_words_than_are_looked_at_change_nothing_else(house: House) -> None:
    subject = HEAD.replace("Subject: Heizung", "Subject: " + "\r\n ".join(["=?utf-8?Q?w?="] * 150))
    thread = "References: " + "\r\n ".join(f"<r{n}@post.example>" for n in range(200)) + "\r\n"
    house.receives(f"{subject}{thread}\r\n{WORDS}".encode(), mail_from=ANNA, rcpt_to=HOUSE)
    assert house.kinds_to(ANNA) == ["acknowledgement"]


def test_more_lines_of_command_than_are_read_are_asked_back_whole_and_nothing_is_done(house: House) -> None:
    house.receives((HEAD + f"\r\n{WORDS}").encode(), mail_from=ANNA, rcpt_to=HOUSE)
    house.answers(SABINE, house.last_to(SABINE), "ERLEDIGT\n" + "KATEGORIE Heizung\n" * MOST_COMMANDS)
    assert str(house.ticket().status) == "OPEN"
    assert house.kinds_to(SABINE)[-1] == "confirmation"
    asked = " ".join(text_of(house.last_to(SABINE)).split())
    assert "mehr als 100 Zeilen mit Befehlen; keine davon ist ausgeführt" in asked
    assert "in jeder höchstens 100 Zeilen" in asked
    house.answers(SABINE, house.last_to(SABINE), "SENDEN")
    assert house.kinds_to(ANNA) == ["acknowledgement"]


def test_as_many_lines_of_command_as_are_read_are_done(house: House) -> None:
    house.receives((HEAD + f"\r\n{WORDS}").encode(), mail_from=ANNA, rcpt_to=HOUSE)
    house.answers(SABINE, house.last_to(SABINE), "KATEGORIE Heizung\n" * (MOST_COMMANDS - 1) + "ERLEDIGT\n")
    assert str(house.ticket().status) == "DONE"


def test_so_many_lines_of_a_held_list_are_asked_back_whole_as_well(house: House) -> None:
    house.receives(OVER["parts"].encode(), mail_from=ANNA, rcpt_to=HOUSE)
    (question,) = house.held()
    house.answers(SABINE, house.last_to(SABINE), f"H-{question.id} OK\n" * (MOST_COMMANDS + 1))
    assert house.tickets() == []
    assert "mehr als 100 Zeilen mit Befehlen" in " ".join(text_of(house.last_to(SABINE)).split())


@pytest.mark.parametrize(
    "family",
    ["firms of one sign", "lists of firms", "floors and sides", "combining signs", "ever deeper marks"],
)
def test_a_text_made_to_be_slow_is_decided_and_the_next_mail_as_well(house: House, family: str) -> None:
    written = crafted(family, 60_000)[len(CRAFTED_HEAD) :]
    for number, author in enumerate((ANNA, SABINE, STRANGER)):
        head = HEAD.replace(ANNA, author).replace("limits@", f"slow{number}@")
        house.receives(
            f"{head}Content-Type: text/plain; charset=utf-8\r\n\r\n".encode() + written,
            mail_from=author,
            rcpt_to=HOUSE,
        )
    house.receives((HEAD + f"\r\n{WORDS}").encode(), mail_from=ANNA, rcpt_to=HOUSE)
    states = [state for state, _ in house.verdicts()]
    assert len(states) == 4
    assert set(states) <= {"done", "held"}
    assert house.kinds_to(ANNA) == ["acknowledgement"] * 2


def test_a_from_over_its_limit_names_nobody_and_waits_for_the_managers(house: House) -> None:
    octets = HEAD.replace(f"From: {ANNA}", "From: " + "\r\n ".join(["a" * 800] * 4) + f" <{ANNA}>")
    house.receives(f"{octets}\r\n{WORDS}".encode(), mail_from=ANNA, rcpt_to=HOUSE)
    assert house.verdicts()[0][0] == "held"
    assert house.kinds_to(SABINE) == ["held_list"]


def test_a_mail_over_the_size_is_refused_with_552_and_leaves_no_trace(house: House) -> None:
    octets = (HEAD + "\r\n").encode() + (b"x" * 998 + b"\r\n") * (26 * 1024 * 1024 // 1000)
    refusals: list[int] = []
    for use in (_said_in_advance, _said_by_nobody):
        with smtplib.SMTP("127.0.0.1", house.port, timeout=60) as client:
            refusals.append(use(client, octets))
    assert refusals == [552, 552]
    assert house.arrivals() == []


def _said_in_advance(client: smtplib.SMTP, octets: bytes) -> int:
    client.ehlo()
    return client.mail(ANNA, [f"SIZE={len(octets)}"])[0]


def _said_by_nobody(client: smtplib.SMTP, octets: bytes) -> int:
    client.ehlo()
    client.mail(ANNA)
    client.rcpt(HOUSE)
    return client.data(octets)[0]


@pytest.mark.parametrize("octets", [b"bare \r cr", b"bare \n lf", b"n\x00ul", b"x" * 70_000])
def test_lines_that_no_mail_has_are_refused_with_554(house: House, octets: bytes) -> None:
    with smtplib.SMTP("127.0.0.1", house.port, timeout=20) as client:
        client.ehlo()
        client.mail(STRANGER)
        client.rcpt(HOUSE)
        client.docmd("DATA")
        client.send(HEAD.encode() + b"\r\n" + octets + b"\r\n.\r\n")
        assert client.getreply()[0] == 554
    assert house.arrivals() == []


def test_the_101st_recipient_is_told_to_come_later(house: House) -> None:
    with smtplib.SMTP("127.0.0.1", house.port, timeout=20) as client:
        client.ehlo()
        client.mail(STRANGER)
        answers = [client.rcpt(HOUSE.replace("@", f"+{n}@"))[0] for n in range(101)]
    assert answers == [250] * 100 + [452]


@pytest.mark.parametrize("kind", ["loop", "memory", "kill"])
def test_a_mail_that_its_parser_does_not_survive_is_quarantined_with_one_alert(
    house_of_its_own: House, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = house_of_its_own
    monkeypatch.setenv(BOMB, f"{kind}:limits@post.example")
    house.receives((HEAD + f"\r\n{WORDS}").encode(), mail_from=ANNA, rcpt_to=HOUSE)
    for _ in range(4):
        house.later(seconds=10)
    assert [state for state, _ in house.verdicts()] == ["quarantined"]
    assert house.kinds_to(SABINE) == ["alert"]
    assert "hauspost replay 1" in text_of(house.last_to(SABINE))
