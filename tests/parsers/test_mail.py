import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from hauspost.parsers.mail import ParsedMail, attachment_octets, of_known_author, parse_mail
from hauspost.parsers.view import to_json

MAILS = Path(__file__).parent.parent / "mails"
TOPICS = ("clients", "mime", "authors", "adversarial", "proof", "automation", "reports", "calendar")
FILES = sorted(path for topic in TOPICS for path in (MAILS / topic).glob("*.eml"))
LINE_ENDS = {"LF": b"\n", "CRLF": b"\r\n"}


def octets_of(path: Path, line_end: bytes) -> bytes:
    return path.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", line_end)


def facts(mail: ParsedMail) -> dict[str, Any]:
    """What a twin may speak of: the JSON of the command line, and what only the house itself sees."""
    return to_json(mail) | {
        "from_count": mail.from_count,
        "recipients": list(mail.recipients),
        "text_from": mail.text_from,
        "auto_reason": mail.auto_reason,
        "known_origin": of_known_author(mail).origin.value,
        "own_mark": mail.own_mark,
        "verdict": mail.auth.verdict,
        "calendar": asdict(mail.calendar) if mail.calendar else None,
        "complaint": asdict(mail.complaint) if mail.complaint else None,
    }


def missing(wanted: object, found: object, at: str = "") -> list[str]:
    """Where `found` lacks something of `wanted`; lists must have the same length, objects may have more keys."""
    if isinstance(wanted, Mapping) and isinstance(found, Mapping):
        return [line for key in wanted for line in missing(wanted[key], found.get(key), f"{at}.{key}")]
    if isinstance(wanted, list) and isinstance(found, Sequence) and len(wanted) == len(found):
        return [line for n, one in enumerate(wanted) for line in missing(one, found[n], f"{at}[{n}]")]
    return [] if wanted == found else [f"{at}: wanted {wanted!r}, found {found!r}"]


def quotes_missing(wanted: Mapping[str, str], mail: ParsedMail) -> list[str]:
    found: dict[str, str] = {}
    for span in mail.quote_spans:
        found.setdefault(span.container, mail.text[span.start : span.end])
    faults = [
        f"no quote {name}: {start!r}"
        for name, start in wanted.items()
        if not found.get(name, "").startswith(start)
    ]
    return faults + [f"a quote too many: {name}" for name in found if not wanted]


AT_LEAST = {
    "clients": 10,
    "mime": 85,
    "authors": 9,
    "adversarial": 18,
    "proof": 8,
    "automation": 50,
    "reports": 45,
    "calendar": 6,
}


@pytest.mark.parametrize("topic", TOPICS)
def test_the_corpus_is_there(topic: str) -> None:
    assert sum(path.parent.name == topic for path in FILES) >= AT_LEAST[topic]


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_each_twin_says_whose_behaviour_its_mail_follows(path: Path) -> None:
    twin = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    assert len(twin["follows"]) > 3
    assert set(twin) <= {"follows", "given", "parsed"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
@pytest.mark.parametrize("line_end", LINE_ENDS)
def test_each_mail_reads_as_its_twin_says(path: Path, line_end: str) -> None:
    twin = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    wanted = dict(twin["parsed"])
    assert wanted
    mail = parse_mail(octets_of(path, LINE_ENDS[line_end]), **twin.get("given", {}))
    quotes = wanted.pop("quotes", None)
    faults = missing(wanted, facts(mail)) + (quotes_missing(quotes, mail) if quotes is not None else [])
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_line_ends_change_neither_words_nor_digest(path: Path) -> None:
    lf, crlf = (parse_mail(octets_of(path, end)) for end in LINE_ENDS.values())
    assert lf.text == crlf.text
    assert lf.headers == crlf.headers
    if all(one.encoding == "base64" for one in lf.attachments):
        assert lf.content_digest == crlf.content_digest


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_file_is_found_again_in_the_stored_octets(path: Path) -> None:
    octets = octets_of(path, b"\r\n")
    for one in parse_mail(octets).attachments:
        assert len(attachment_octets(octets, one)) == one.size
        assert 0 < one.offset <= one.offset + one.length <= len(octets)


def test_the_same_content_has_the_same_digest_however_it_travelled() -> None:
    eight_bit = (
        "From: a@post.example\r\nReceived: x\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
        "Content-Transfer-Encoding: 8bit\r\n\r\nGrüße\r\n"
    ).encode()
    printable = (
        b"From: a@post.example\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
        b"Content-Transfer-Encoding: quoted-printable\r\n\r\nGr=C3=BC=C3=9Fe\r\n"
    )
    assert parse_mail(eight_bit).content_digest == parse_mail(printable).content_digest


def test_mails_that_differ_only_beyond_what_is_read_have_two_digests() -> None:
    head = b"From: a@post.example\r\n\r\n" + b"x" * 70_000
    assert parse_mail(head + b"eins").content_digest != parse_mail(head + b"zwei").content_digest


def test_a_trusted_listener_is_proof_enough() -> None:
    mail = parse_mail(b"From: anna@post.example\r\n\r\nText\r\n", trusted=True)
    assert mail.auth.verdict == "pass"
    assert parse_mail(b"From: anna@post.example\r\n\r\nText\r\n").auth.verdict == "none"


def test_nobodys_results_count_where_no_border_is_named() -> None:
    octets = b"Authentication-Results: mx; dmarc=pass\r\nFrom: anna@post.example\r\n\r\nText\r\n"
    assert parse_mail(octets).auth.verdict == "none"
    assert parse_mail(octets, authserv_id="mx").auth.verdict == "pass"


def test_long_text_is_cut_at_the_limits_and_says_so() -> None:
    wide = parse_mail(b"From: a@post.example\r\n\r\n" + b"x" * 100_000)
    assert len(wide.text.encode()) <= 64 * 1024
    assert "limit-text" in wide.defects
    tall = parse_mail(b"From: a@post.example\r\n\r\n" + b"x\r\n" * 3_000)
    assert tall.text.count("\n") == 1_999
    assert "limit-text" in tall.defects


def test_a_note_above_a_long_text_keeps_to_the_limits() -> None:
    armour = b"-----BEGIN PGP MESSAGE-----\n\nhQEMA\n=abcd\n-----END PGP MESSAGE-----\n"
    mail = parse_mail(b"From: a@b.example\n\n" + armour + b"kalt " * 20_000)
    assert len(mail.text.encode()) <= 64 * 1024
    assert set(mail.defects) == {"limit-text", "encrypted"}
