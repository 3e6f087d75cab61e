"""A mail of ours that a stranger's parser would read otherwise than we meant never leaves."""

import re
from email import message_from_bytes, policy
from email.utils import getaddresses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hauspost.cli.samples import samples
from hauspost.cli.samples.world import ANNA, MORNING, letter, write
from hauspost.desk.notices_to_people import Acknowledged, ManagerWrote
from hauspost.outbound.reading_back import ComposeFault, addresses_in, read_back
from tests.outbound.test_headers import ANYTHING, NAMES

MAIL = write(letter(Acknowledged(MORNING), "de"))
FOUND = re.search(rb'boundary="([^"]+)"', MAIL.octets)
assert FOUND
BOUNDARY = FOUND.group(1).decode()
LINE = f"--{BOUNDARY}".encode()
WRITTEN = {name: "" for name in NAMES if name != "Content-Type"}
FORGED = {
    "a header more": b"Bcc: thief@evil.example\r\n" + MAIL.octets,
    "a mailbox file's line before the header": b"From thief\r\n" + MAIL.octets,
    "a mailbox file's line behind the header": MAIL.octets.replace(b"\r\n\r\n", b"\r\nFrom thief\r\n\r\n", 1),
    "an address more": MAIL.octets.replace(b"To: ", b"To: thief@evil.example, ", 1),
    "another kind of part": MAIL.octets.replace(b"text/html", b"text/calendar", 1),
    "another kind of mail": MAIL.octets.replace(b"multipart/alternative", b"multipart/mixed", 1),
    "another boundary": MAIL.octets.replace(b'boundary="=_', b'boundary="=_x', 1),
    "bare line ends": MAIL.octets.replace(b"\r\n\r\n", b"\n\n", 1),
    "a part more": MAIL.octets.replace(LINE + b"--", LINE + b"\r\n\r\nmore\r\n" + LINE + b"--"),
    "a part less": LINE.join(MAIL.octets.split(LINE)[:2]) + LINE + b"--\r\n",
    "words before the parts": MAIL.octets.replace(LINE, b"before\r\n" + LINE, 1),
    "words behind the parts": MAIL.octets + b"behind\r\n",
    "the boundary amid the words": MAIL.octets.replace(
        b"\r\n=E2=80=93", b"\r\n" + LINE + b"\r\n=E2=80=93", 1
    ),
    "no quoted-printable": MAIL.octets.replace(b"=E2", b"=e2", 1),
    "eight bits": MAIL.octets.replace(b"=E2", b"\xe2", 1),
    "a line too long": MAIL.octets.replace(b"\r\n\r\n", b"\r\n\r\n" + b"x" * 999, 3),
}


def test_a_mail_as_it_was_meant_reads_back() -> None:
    read_back(MAIL.octets, WRITTEN, {"To": ANNA.address}, boundary=BOUNDARY)


@pytest.mark.parametrize("how", FORGED)
def test_a_mail_that_reads_back_otherwise_is_never_sent(how: str) -> None:
    assert FORGED[how] != MAIL.octets
    with pytest.raises(ComposeFault):
        read_back(FORGED[how], WRITTEN, {"To": ANNA.address}, boundary=BOUNDARY)


def _parts(octets: bytes) -> list[tuple[str, str]]:
    """As a stranger's parser reads the whole mail."""
    seen = message_from_bytes(octets, policy=policy.compat32)
    assert not any(part.defects for part in seen.walk())
    whole, *parts = seen.walk()
    assert whole.get_content_type() == "multipart/alternative"
    assert not whole.preamble
    assert not (whole.epilogue or "").strip()
    return [(part.get_content_type(), str(part["Content-Transfer-Encoding"])) for part in parts]


TWO_FORMS = [("text/plain", "quoted-printable"), ("text/html", "quoted-printable")]


@settings(max_examples=80, deadline=None)
@given(words=st.one_of(ANYTHING, st.sampled_from([f"\n--{BOUNDARY}--\n", f"\n--{BOUNDARY}\n", "--=_", "=_"])))
def test_whatever_somebody_writes_a_strangers_parser_sees_two_forms_of_it(words: str) -> None:
    assert (
        _parts(write(letter(ManagerWrote(f"Guten Tag\n{words}\nGruß", '"><img src=x>'), "de")).octets)
        == TWO_FORMS
    )


def test_a_strangers_parser_reads_every_kind_of_mail_without_files_as_we_do() -> None:
    read = 0
    for shown in (*samples("de").values(), *samples("en").values()):
        octets = write(shown).octets
        if (
            b"multipart/mixed" not in octets
            and b"text/calendar" not in octets
            and b"multipart/related" not in octets
        ):
            assert _parts(octets) == TWO_FORMS
            read += 1
    assert read > 100


# What mailboxes are made of, whole and in pieces.
PIECES = st.sampled_from(
    [
        *"\"@<> ,;:()\\.[]'!#$%&*+/=?^_`{|}~-a",
        '"Anna" <',
        "=?utf-8?q?=C3=A4?=",
        "\r\n ",
        "a@b.example",
        "<a@b.example>",
    ]
)
MAILBOXES = st.builds(
    "{}{}{}".format,
    st.sampled_from(["", '"', "=?utf-8?b?"]),
    st.lists(PIECES).map("".join),
    st.sampled_from(["", ">", '" <a@b.example>', "?= <a@b.example>"]),
)


@settings(max_examples=300, deadline=None)
@given(
    value=st.one_of(
        MAILBOXES, MAILBOXES.map(lambda one: '"' + one.replace('"', "") + '" <a@b.example>'), ANYTHING
    )
)
def test_the_addresses_of_a_header_are_those_that_the_standard_library_finds(value: str) -> None:
    assert addresses_in(value) == [address for _, address in getaddresses([value])]
