"""A mail with files, pictures and a date leaves only as a stranger's parser reads it: these parts, these octets."""

import re
from binascii import a2b_base64
from dataclasses import replace
from email import message_from_bytes, policy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hauspost.cli.samples import samples
from hauspost.cli.samples.world import write
from hauspost.desk.attachments import Enclosed, File
from hauspost.outbound.invitations import Event
from hauspost.outbound.reading_back import ComposeFault, read_back
from tests.outbound.test_headers import NAMES

PICTURE = File("Küche.png", "image/png", bytes(range(256)), "bild1@post.example")
PAPER = File("Rechnung Nr. 7.pdf", "application/pdf", b"%PDF-1.7\r\n" + bytes(range(100, 228)))
MAIL = write(samples("de")["appointment_invites"], enclosed=Enclosed((PICTURE, PAPER))).octets
WRITTEN = {name: "" for name in message_from_bytes(MAIL) if name in NAMES and name != "Content-Type"}
(TOLD,) = (part for part in message_from_bytes(MAIL).walk() if part.get_param("method"))
DATE = Event("REQUEST", a2b_base64(str(TOLD.get_payload())))
CALENDAR = File("Termin.ics", "application/ics", DATE.octets)
FILES = (PICTURE, PAPER, CALENDAR)
LINES = MAIL.split(b"\r\n")
OUTER, WORDS, SHOWN = (b"--" + one for one in re.findall(rb'boundary="([^"]+)"', MAIL))
IN_BASE64 = LINES[LINES.index(b"Content-ID: <bild1@post.example>") + 2]
FORGED = {
    "a part more": MAIL.replace(OUTER + b"--", OUTER + b"\r\n\r\nmore\r\n" + OUTER + b"--"),
    "a part more among the words": MAIL.replace(
        WORDS + b"--", WORDS + b"\r\nContent-Type: text/html\r\n\r\n<p>\r\n" + WORDS + b"--"
    ),
    "an end too early": MAIL.replace(OUTER + b"\r\n", OUTER + b"--\r\n", 2),
    "no end": MAIL[: MAIL.rindex(OUTER)],
    "nothing but headers": MAIL[: MAIL.index(b"\r\n\r\n") + 4],
    "words before the parts": MAIL.replace(b"\r\n" + OUTER, b"\r\nbefore\r\n" + OUTER, 1),
    "words before the inner parts": MAIL.replace(b"\r\n" + SHOWN, b"\r\nbefore\r\n" + SHOWN, 1),
    "words behind the inner parts": MAIL.replace(SHOWN + b"--\r\n", SHOWN + b"--\r\nbehind\r\n"),
    "words behind the parts": MAIL + b"behind\r\n",
    "words on a boundary": MAIL.replace(WORDS + b"\r\n", WORDS + b" x\r\n", 1),
    "a boundary that may stand in the words": MAIL.replace(OUTER[2:], b"hello"),
    "the boundary amid a file": MAIL.replace(IN_BASE64, IN_BASE64 + b"\r\n" + OUTER),
    "another boundary amid a file": MAIL.replace(IN_BASE64, IN_BASE64 + b"\r\n" + SHOWN),
    "words amid a file": MAIL.replace(IN_BASE64, IN_BASE64[:40] + b"-" + IN_BASE64[40:]),
    "an end amid a file": MAIL.replace(IN_BASE64, b"AA==\r\n" + IN_BASE64),
    "another file": MAIL.replace(IN_BASE64, IN_BASE64[::-1]),
    "another name": MAIL.replace(b"Rechnung Nr. 7", b"Rechnung Nr. 8"),
    "another type": MAIL.replace(b"application/pdf", b"application/php"),
    "another date": MAIL.replace(b"\r\n\r\nQkVHSU46", b"\r\n\r\nQkVHSU47", 1),
    "a header more of a file": MAIL.replace(b"Content-ID:", b"Content-Type: text/html\r\nContent-ID:"),
    "a header more of parts": MAIL.replace(WORDS + b"\r\n", b"X: y\r\n\r\n" + WORDS + b"\r\n", 1),
    "a mailbox file's line before the headers of parts": MAIL.replace(
        OUTER + b"\r\n", OUTER + b"\r\nFrom thief\r\n", 1
    ),
    "a mailbox file's line before the headers of a file": MAIL.replace(
        b"Content-Type: application/pdf", b"From thief\r\nContent-Type: application/pdf"
    ),
    "a mailbox file's line behind the headers of a file": MAIL.replace(
        b"Content-ID: <bild1@post.example>\r\n", b"Content-ID: <bild1@post.example>\r\nFrom thief\r\n"
    ),
    "a file without its Content-ID": MAIL.replace(b"Content-ID: <bild1@post.example>\r\n", b""),
    "a file as it is": MAIL.replace(b"Transfer-Encoding: base64", b"Transfer-Encoding: 8bit", 1),
    "words amid the headers of a file": MAIL.replace(b"Content-ID:", b"words\r\nContent-ID:"),
    "words in other letters": MAIL.replace(b'charset="utf-8"\r\n', b'charset="utf-7"\r\n', 1),
    "no quoted-printable": MAIL.replace(b"=E2", b"=e2", 1),
    "bare line ends": MAIL.replace(IN_BASE64 + b"\r\n", IN_BASE64 + b"\n"),
}


def see(octets: bytes) -> None:
    read_back(octets, WRITTEN, {}, boundary=OUTER[2:].decode(), event=DATE, files=FILES)


def test_a_mail_as_it_was_meant_reads_back() -> None:
    see(MAIL)
    for event, files in ((None, FILES), (DATE, FILES[1:]), (DATE, FILES[:2]), (DATE, FILES[::2])):
        with pytest.raises(ComposeFault):
            read_back(MAIL, WRITTEN, {}, boundary="", event=event, files=files)
    with pytest.raises(ComposeFault, match="a file does not read back"):
        read_back(MAIL, WRITTEN, {}, boundary="", event=replace(DATE, octets=b""), files=FILES)


@pytest.mark.parametrize("how", FORGED)
def test_a_mail_that_reads_back_otherwise_is_never_sent(how: str) -> None:
    assert FORGED[how] != MAIL
    with pytest.raises(ComposeFault):
        see(FORGED[how])


def _as_a_stranger_reads(octets: bytes) -> list[tuple[object, ...]]:
    """By a parser that reads the whole mail line by line: every part, and what is in it but for the words."""
    parts = list(message_from_bytes(octets, policy=policy.compat32).walk())
    for part in parts:
        assert not part.defects
        assert not part.preamble
        assert not part.is_multipart() or not (part.epilogue or "").strip()
    told = (part for part in parts if part.get_filename() or part.get_param("method"))
    kinds = [(part.get_content_type(), part.get_filename()) for part in parts]
    return [*kinds, *((part.get_payload(decode=True),) for part in told)]


MEANT = _as_a_stranger_reads(MAIL)
# What a mail may break at: a line of the header, of a boundary, or any other.
PLACES = st.one_of(
    st.sampled_from(
        [n for n, line in enumerate(LINES) if line.startswith(b"--") or b": " in line or not line]
    ),
    st.integers(0, len(LINES) - 1),
)
FOREIGN = st.one_of(
    st.sampled_from(
        [
            b"",
            b" x",
            b"--",
            b"Content-Type: text/html",
            b"Bcc: x@y.example",
            b"QUJD",
            b"QQ==",
            b"=_",
            b"\n",
            b"\r",
        ]
    ),
    st.sampled_from(LINES),
    st.builds(
        lambda line, more: line + more, st.sampled_from(LINES), st.sampled_from([b"--", b" ", b"=", b";"])
    ),
)


@settings(max_examples=400, deadline=None)
@given(torn=st.lists(st.tuples(PLACES, st.integers(0, 2), st.none() | FOREIGN), min_size=1, max_size=3))
def test_whatever_is_torn_or_forged_leaves_only_where_a_stranger_reads_what_we_meant(
    torn: list[tuple[int, int, bytes | None]],
) -> None:
    """Each tear puts something, or nothing, in the place of so many lines."""
    lines = list(LINES)
    for place, count, foreign in torn:
        lines[place : place + count] = [] if foreign is None else [foreign]
    octets = b"\r\n".join(lines)
    try:
        see(octets)
    except ComposeFault:
        return
    assert _as_a_stranger_reads(octets) == MEANT
