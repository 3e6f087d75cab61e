import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hauspost.parsers.mail import ParsedMail, attachment_octets, parse_mail
from tests.damage import MAILS, SPLINTERS, damaged

HEADS = (
    b"From: ",
    b"From: a@b.example\r\nTo: ",
    b"Subject: =?utf-8?",
    b"Date: ",
    b"References: <",
    b"Content-Type: ",
    b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n",
    b"Content-Type: text/html\r\n\r\n",
    b"Content-Type: text/plain; charset=",
    b"Content-Transfer-Encoding: base64\r\n\r\n",
    b"Content-Transfer-Encoding: x-uuencode\r\n\r\nbegin 644 x\r\n",
    b"Content-Type: message/delivery-status\r\n\r\n",
    b"Authentication-Results: mx; ",
    b"Content-Type: message/feedback-report\r\n\r\nOriginal-Rcpt-To: ",
    b"Content-Type: text/calendar\r\n\r\nBEGIN:VEVENT\r\nATTENDEE",
    b"Content-Type: application/pkcs7-mime\r\n\r\n0\x80\x06\t*\x86H\x86\xf7\r\x01\x07\x02\xa0\x80",
    b"Content-Type: application/ms-tnef\r\n\r\n\x78\x9f\x3e\x22\x01\x00",
    b"\r\n-----BEGIN PGP SIGNED MESSAGE-----\r\n",
    b"Content-Type: text/plain; charset=iso-2022-jp\r\n\r\n\x1b$B",
)


def sound(mail: ParsedMail, octets: bytes) -> None:
    """What every value promises, whatever the octets were."""
    texts = (
        mail.subject,
        mail.from_name,
        mail.message_id,
        mail.in_reply_to,
        *mail.references,
        *mail.recipients,
    )
    for text in (*texts, *(one.filename for one in mail.attachments), *(value for _, value in mail.headers)):
        assert not any(ord(char) < 32 or 0xD800 <= ord(char) < 0xE000 for char in text)
    assert mail.from_address == mail.from_address.lower()
    assert mail.from_address.isascii()
    mail.text.encode("utf-8")
    assert "\r" not in mail.text
    assert "\x00" not in mail.text
    assert len(mail.text.encode("utf-8")) <= 64 * 1024
    if mail.calendar is not None:
        assert mail.calendar.uid.isprintable()
    assert len(mail.attachments) <= 20
    assert all(0 <= span.start < span.end <= len(mail.text) for span in mail.quote_spans)
    assert mail.date is None or mail.date.tzinfo is not None
    for one in mail.attachments:
        assert len(attachment_octets(octets, one)) == one.size
        assert one.filename
        assert len(one.filename) <= 120
        assert not set("/\\") & set(one.filename)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.binary(max_size=2_000))
def test_any_octets_give_a_mail(octets: bytes) -> None:
    sound(parse_mail(octets, authserv_id="mx"), octets)


@settings(max_examples=400, deadline=None, derandomize=True)
@given(
    st.sampled_from(HEADS),
    st.lists(st.one_of(st.sampled_from(SPLINTERS), st.binary(max_size=8)), max_size=30),
)
def test_any_field_may_hold_anything(head: bytes, rest: list[bytes]) -> None:
    octets = head + b"".join(rest)
    sound(parse_mail(octets, authserv_id="mx"), octets)


@settings(max_examples=200, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=500))
def test_any_text_survives_its_way_through_a_mail(words: str) -> None:
    octets = b"From: a@b.example\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + words.encode(
        "utf-8", "replace"
    )
    sound(parse_mail(octets), octets)


@pytest.mark.parametrize("seed", range(4))
def test_damaged_mails_give_a_mail(seed: int) -> None:
    chance = random.Random(seed)
    assert len(MAILS) >= 150
    for path in MAILS:
        for _ in range(6):
            octets = damaged(path.read_bytes(), chance)
            sound(parse_mail(octets, authserv_id="mx.house.example"), octets)
