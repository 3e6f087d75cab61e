"""Knows how mails are read out of files: byte-exact, in one pass, none lost between two others."""

import io
from pathlib import Path

import pytest

from hauspost.gateway.mailboxes_on_disk import Found, Unreadable, mails_at, mails_of_stream, octets_at
from tests.effort import assert_no_crawl

ANNA = b"From: Anna <anna@post.example>\nSubject: kalt\n\nDie Heizung ist kalt.\n"
BERND = b"From: Bernd <bernd@post.example>\nSubject: Licht\n\nFrom Monday on it is dark.\n\n>From here to there.\n"
LIMIT = 1024 * 1024


def read(octets: bytes, *, limit: int = LIMIT) -> list[Found]:
    return list(mails_of_stream(io.BytesIO(octets), "box", limit=limit))


def mbox(*mails: bytes) -> bytes:
    quoted = (mail.replace(b"\n>From ", b"\n>>From ").replace(b"\nFrom M", b"\n>From M") for mail in mails)
    return b"".join(b"From a@post.example Mon Mar  2 12:00:00 2026\n" + mail + b"\n" for mail in quoted)


def test_a_single_mail_is_taken_as_it_lies(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(ANNA)
    (found,) = mails_at(tmp_path / "a.eml", limit=LIMIT)
    assert found == Found("a.eml", ANNA, len(ANNA))
    assert octets_at(tmp_path / "a.eml") == len(ANNA)


def test_an_mbox_gives_each_mail_back_byte_exact_with_its_quoting_undone() -> None:
    assert [one.octets for one in read(mbox(ANNA, BERND, ANNA))] == [ANNA, BERND, ANNA]
    assert [one.source for one in read(mbox(ANNA, BERND))] == ["box#1", "box#2"]
    assert read(mbox(ANNA))[0].mail_from == "a@post.example"


def test_an_unquoted_from_in_a_sentence_does_not_cut_a_mail_in_two() -> None:
    sentence = b"Subject: x\n\nHallo\n\nFrom my window I see it.\n"
    assert [one.octets for one in read(b"From - Mon Mar  2 12:00:00 2026\n" + sentence)] == [sentence]


@pytest.mark.parametrize(
    "separator",
    [
        b"From - Sat Jan 03 01:05:34 1996",
        b"From 1744239492332912437@xxx Mon Apr 07 16:12:08 +0000 2014",
        b"From MAILER-DAEMON Fri Jul  8 12:08:34 2011",
        b"From anna@post.example  Fri, 8 Jul 2011 12:08:34 +0200",
    ],
)
def test_separators_of_the_common_programs_are_known(separator: bytes) -> None:
    octets = separator + b"\n" + ANNA + b"\n" + separator + b"\r\n" + ANNA
    assert [one.octets for one in read(octets)] == [ANNA, ANNA]


def test_a_maildir_is_read_in_the_order_of_its_names_and_tmp_is_left_alone(tmp_path: Path) -> None:
    for name, file, octets in (("cur", "2.b:2,S", BERND), ("new", "1.a", ANNA), ("tmp", "0.c", ANNA)):
        (tmp_path / name).mkdir()
        (tmp_path / name / file).write_bytes(octets)
    assert [one.octets for one in mails_at(tmp_path, limit=LIMIT)] == [ANNA, BERND]


def test_a_folder_of_files_is_read_too_and_an_empty_one_is_told(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="no Maildir"):
        list(mails_at(tmp_path, limit=LIMIT))
    (tmp_path / "a.eml").write_bytes(ANNA)
    assert [one.octets for one in mails_at(tmp_path, limit=LIMIT)] == [ANNA]


def test_a_mail_over_the_limit_is_told_with_its_size_and_its_neighbours_are_taken() -> None:
    huge = b"Subject: big\n\n" + b"x" * 5000 + b"\n"
    first, second, third = read(mbox(ANNA, huge, BERND), limit=1000)
    assert (first.octets, second.octets, third.octets) == (ANNA, None, BERND)
    assert second.size == len(huge) + 1  # with the blank line, which is not looked for in what is not kept


def test_a_line_without_end_and_many_quoted_lines_are_read_in_linear_time() -> None:
    assert_no_crawl(lambda: read(b"From - Mon Mar  2 12:00:00 2026\n" + b"From " * 1_000_000), 3)
    assert_no_crawl(lambda: read(b"From - Mon Mar  2 12:00:00 2026\n\n" + b"From x\n\n" * 100_000), 3)


def test_a_missing_file_is_told_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="No such file"):
        list(mails_at(tmp_path / "none.eml", limit=LIMIT))
