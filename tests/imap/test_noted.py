"""For whom a fetched mail is: the surest note of a delivery, else To and Cc; with one account the words behind it."""

import pytest

from hauspost.gateway.noted import NOBODY, recipients_of_ours, return_path
from hauspost.parsers.prescan import header_of
from hauspost.threading.addresses import Grammar, reply_address

DOMAIN = "t.example"
OWN = Grammar(DOMAIN, DOMAIN)
ONE = Grammar("post.example", "post.example", base="tickets")
BOXES = ("lindenweg12", "hafenstr5")
NAMES = ("delivered-to", "x-original-to", "envelope-to")
SECRET = reply_address(bytes(16), OWN)


def found(grammar: Grammar, *lines: str, names: tuple[str, ...] = NAMES) -> tuple[str, ...]:
    octets = "\r\n".join((*lines, "", "")).encode()
    return recipients_of_ours(header_of(octets)[0], names, grammar, BOXES)


@pytest.mark.parametrize(
    "lines,expected",
    [
        (["To: lindenweg12@t.example"], ["lindenweg12@t.example"]),
        (["Delivered-To: hafenstr5@t.example", "To: lindenweg12@t.example"], ["hafenstr5@t.example"]),
        (["Delivered-To: box@provider.example", "Cc: <lindenweg12@t.example>"], ["lindenweg12@t.example"]),
        (
            ["Delivered-To: box@provider.example", "Delivered-To: lindenweg12@t.example", "To: x@y.example"],
            ["lindenweg12@t.example"],
        ),
        (
            ["Delivered-To: lindenweg12@t.example", "Delivered-To: hafenstr5@t.example"],
            ["lindenweg12@t.example"],
        ),
        (
            ["Envelope-To: lindenweg12@t.example", "X-Original-To: hafenstr5@t.example"],
            ["hafenstr5@t.example"],
        ),
        (
            ["Envelope-To: lindenweg12@t.example, hafenstr5@t.example"],
            ["lindenweg12@t.example", "hafenstr5@t.example"],
        ),
        (
            ["To: lindenweg12@t.example, x@y.example", "Cc: Lindenweg12@T.example, hafenstr5@t.example"],
            ["lindenweg12@t.example", "hafenstr5@t.example"],
        ),
        (["To: x@y.example, lindenweg99@t.example"], []),
        (["Subject: an niemanden"], []),
        ([f"To: {SECRET}"], [SECRET]),
        (["Bcc: lindenweg12@t.example"], []),
        (["Delivered-To: =?utf-8?q?lindenweg12=40t.example?="], []),
    ],
)
def test_where_it_belongs(lines: list[str], expected: list[str]) -> None:
    assert list(found(OWN, *lines)) == expected


@pytest.mark.parametrize(
    "lines,expected",
    [
        (["Delivered-To: tickets@post.example", "To: tickets@post.example"], "tickets@post.example"),
        (
            ["Delivered-To: tickets@post.example", "To: tickets+lindenweg12@post.example"],
            "tickets+lindenweg12@post.example",
        ),
        (
            ["Delivered-To: tickets+hafenstr5@post.example", "To: tickets+lindenweg12@post.example"],
            "tickets+hafenstr5@post.example",
        ),
        (["To: tickets@post.example, tickets+hafenstr5@post.example"], "tickets+hafenstr5@post.example"),
        (["Delivered-To: tickets@post.example", "To: x@y.example"], "tickets@post.example"),
        (["To: tickets@post.example"], "tickets@post.example"),
    ],
)
def test_an_account_s_bare_address_says_less_than_the_words_behind_it(
    lines: list[str], expected: str
) -> None:
    assert found(ONE, *lines) == (expected,)


def test_the_operator_says_which_fields_the_server_writes() -> None:
    lines = ("Delivered-To: hafenstr5@t.example", "X-Envelope-To: lindenweg12@t.example")
    assert found(OWN, *lines, names=("x-envelope-to",)) == ("lindenweg12@t.example",)


@pytest.mark.parametrize(
    "line,expected",
    [
        ("Return-Path: <>", ""),
        ("Return-Path: <Anna@Post.example>", "anna@post.example"),
        ("Return-Path: a b", NOBODY),
        ("Subject: none", NOBODY),
    ],
)
def test_only_a_null_reverse_path_that_is_written_is_one(line: str, expected: str) -> None:
    assert return_path(header_of(f"{line}\r\n\r\n".encode())[0]) == expected
