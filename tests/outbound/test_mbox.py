"""An mbox gives every mail back, and no key to anybody's conversation goes along with it."""

import contextlib
import mailbox
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from quopri import encodestring

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hauspost.cli.samples.world import GRAMMAR, SECRET
from hauspost.outbound.mbox import FRAME, filed, without_keys
from hauspost.threading.addresses import Grammar, act_address, bounce_address, reply_address, reply_token

AT = datetime(2025, 10, 14, 6, 5, tzinfo=UTC)
PROVIDER = Grammar("provider.example", "provider.example", base="verwaltung")


def read(folder: Path, octets: bytes) -> list[bytes]:
    file = folder / "read.mbox"
    file.write_bytes(octets)
    with contextlib.closing(mailbox.mbox(file, create=False)) as box:
        return [box.get_bytes(key) for key in box.iterkeys()]


def test_every_mail_comes_back_in_its_order(tmp_path: Path) -> None:
    mails = [f"Subject: {n}\r\n\r\nText {n}\r\n".encode() for n in range(3)]
    box = b"".join(filed(mail, "anna@post.example", AT, grammar=GRAMMAR) for mail in mails)
    assert box.startswith(b"From anna@post.example Tue Oct 14 06:05:00 2025\n")
    assert read(tmp_path, box) == [mail.replace(b"\r\n", b"\n") for mail in mails]


def test_a_line_that_begins_a_mail_does_not_begin_one_here(tmp_path: Path) -> None:
    mail = b"Subject: x\n\nHallo\n\nFrom here on\n>From me\nFromage\n"
    (found,) = read(tmp_path, filed(mail, "", AT, grammar=GRAMMAR))
    assert found == b"Subject: x\n\nHallo\n\n>From here on\n>>From me\nFromage\n"


@given(st.binary(max_size=400), st.text(max_size=300))
def test_any_octets_are_one_mail(octets: bytes, mail_from: str) -> None:
    one = filed(octets, mail_from, AT, grammar=GRAMMAR)
    head, _, body = one.partition(b"\n")
    assert head.startswith(b"From ")
    assert not any(line.startswith(b"From ") for line in body.split(b"\n"))
    assert one.endswith(b"\n\n")
    assert len(head) < FRAME


@pytest.mark.parametrize("grammar", [GRAMMAR, PROVIDER])
def test_no_token_goes_along(grammar: Grammar) -> None:
    token = reply_token(SECRET).encode()
    words = "\n".join(
        (reply_address(SECRET, grammar), act_address(SECRET, 3, grammar), bounce_address(SECRET, grammar))
    )
    for wrapped in (words.encode(), words.upper().encode(), words.replace("+", "%2B").encode()):
        bare = without_keys(wrapped, grammar)
        assert len(bare) == len(wrapped)
        assert b"x" * 26 in bare
        assert token not in bare.lower()
        assert grammar.reply_domain.encode() in bare.lower()


def test_no_token_goes_along_in_quoted_printable() -> None:
    text = ("Antwort an " * 6 + reply_address(SECRET, GRAMMAR) + " und mehr\n").encode()
    for pad in range(60):
        wrapped = encodestring(b"." * pad + text)
        unwrapped = without_keys(wrapped, GRAMMAR).replace(b"=\n", b"")
        assert reply_token(SECRET).encode() not in unwrapped
        assert b"x" * 26 in unwrapped


def test_no_token_goes_along_in_base64() -> None:
    mail = EmailMessage()
    mail["Subject"] = "Antwort"
    mail.set_content(f"Grüße\n> {reply_address(SECRET, GRAMMAR)}\n" * 4, cte="base64")
    bare = without_keys(mail.as_bytes(), GRAMMAR)
    assert len(bare) == len(mail.as_bytes())
    text = _text(bare)
    assert "Grüße" in text
    assert reply_token(SECRET) not in text
    assert text.count("x" * 26) == 4


def _text(octets: bytes) -> str:
    content: str = message_from_bytes(octets, policy=policy.default).get_content()
    return content


def test_a_mail_without_keys_is_as_it_was() -> None:
    mail = b"Subject: x\r\n\r\nreply+kurz@tickets.example " + bytes(range(256)) + b"\r\nAAAA\r\nBBBB\r\n"
    assert without_keys(mail, GRAMMAR) == mail
