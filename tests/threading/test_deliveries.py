"""Knows by what a mail is recognised when it comes again: by what it says and where it belongs, not by its way."""

from dataclasses import replace

import pytest

from hauspost.desk.houses import PropertyId
from hauspost.desk.proof import Auth, Key, Resolution, Route
from hauspost.parsers.mail import ParsedMail, parse_mail
from hauspost.threading.deliveries import delivery_key

RCPT = "lindenweg12@tickets.example"
MAIL = (
    b"From: anna.berger@post.example\r\nDate: Tue, 14 Oct 2025 12:00:00 +0200\r\n"
    b"Message-ID: <1@post.example>\r\nSubject: Heizung\r\n\r\nEs ist kalt.\r\n"
)
AT_HOUSE = Resolution(Route.NEW, "resident", Key.NONE, Auth.PASS, property_id=PropertyId("LW12"))


def key(mail: bytes, resolution: Resolution = AT_HOUSE, rcpt_to: str = RCPT) -> str:
    parsed: ParsedMail = parse_mail(mail)
    return delivery_key(parsed, resolution, None, rcpt_to)


def test_the_way_that_a_mail_took_makes_no_difference() -> None:
    other_way = b"Received: from mx.example by us\r\nReturn-Path: <x@post.example>\r\n" + MAIL
    assert key(other_way) == key(MAIL)
    assert key(MAIL, rcpt_to="lindenweg12+privat@tickets.example") == key(MAIL)


@pytest.mark.parametrize(
    "mail",
    [
        MAIL.replace(b"anna.berger", b"bob"),
        MAIL.replace(b"12:00:00", b"12:00:01"),
        MAIL.replace(b"<1@", b"<2@"),
        MAIL.replace(b"kalt", b"warm"),
    ],
)
def test_another_author_time_id_or_word_makes_another_mail(mail: bytes) -> None:
    assert key(mail) != key(MAIL)


def test_the_same_words_in_another_place_are_another_matter() -> None:
    elsewhere = replace(AT_HOUSE, property_id=PropertyId("HS5"))
    nowhere = replace(AT_HOUSE, property_id=None)
    assert len({key(MAIL), key(MAIL, elsewhere), key(MAIL, nowhere), key(MAIL, nowhere, "x@t.example")}) == 4


def test_what_was_said_to_a_ticket_is_not_said_again_when_it_ended() -> None:
    assert key(MAIL, replace(AT_HOUSE, ticket=1001)) == key(MAIL, replace(AT_HOUSE, linked_ticket=1001))
