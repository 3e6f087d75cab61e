"""What MAIL and RCPT may say."""

import pytest

from hauspost.gateway.incoming import Answer
from hauspost.gateway.smtp_envelope import Opening, read_mail, read_rcpt
from tests.effort import assert_no_crawl

LIMIT = 1_000_000
VERP = "bounce+" + "x" * 120 + "=hv.example@lists.example"


@pytest.mark.parametrize(
    "argument, opening",
    [
        ("FROM:<>", Opening("", 0)),
        ("FROM:<> BODY=8BITMIME SIZE=77", Opening("", 77)),
        ("from: <Anna.Berger@Post.example>", Opening("Anna.Berger@Post.example", 0)),
        ("FROM:<@relay.example,@b.example:anna@post.example>", Opening("anna@post.example", 0)),
        (f"FROM:<{VERP}> size=5", Opening(VERP, 5)),
        ('FROM:<"Anna Berger"@post.example>', Opening('"Anna Berger"@post.example', 0)),
        ("FROM:<anna..b.@post.example>", Opening("anna..b.@post.example", 0)),
        ("FROM:<root@localhost>", Opening("root@localhost", 0)),
        ("FROM:<anna@[IPv6:2001:db8::1]>", Opening("anna@[IPv6:2001:db8::1]", 0)),
        ("FROM:<anna@xn--mller-kva.example>", Opening("anna@xn--mller-kva.example", 0)),
    ],
)
def test_senders_as_they_are_found(argument: str, opening: Opening) -> None:
    assert read_mail(argument, max_size=LIMIT) == opening


@pytest.mark.parametrize(
    "argument, code",
    [
        ("", "501 5.5.4"),
        ("<a@b.example>", "501 5.5.4"),
        ("FROM:", "553 5.1.7"),
        ("FROM:a@b.example", "553 5.1.7"),
        ("FROM:<a@b.example", "553 5.1.7"),
        ("FROM:<a@b@c.example>", "553 5.1.7"),
        ("FROM:<a b@c.example>", "553 5.1.7"),
        ("FROM:<a@b.example>SIZE=1", "553 5.1.7"),
        ("FROM:<a@b..example>", "553 5.1.7"),
        ("FROM:<a\0@b.example>", "553 5.1.7"),
        ("FROM:<a\r@b.example>", "553 5.1.7"),
        ("FROM:<=?utf-8?q?a?=@b.example>", "553 5.1.7"),
        ("FROM:<" + "a" * 250 + "@b.example>", "553 5.1.7"),
        ("FROM:<ä@b.example>", "553 5.6.7"),
        ("FROM:<a@b.example> SMTPUTF8", "553 5.6.7"),
        ("FROM:<a@b.example> SIZE=x", "501 5.5.4"),
        ("FROM:<a@b.example> SIZE", "501 5.5.4"),
        ("FROM:<a@b.example> BODY=BINARYMIME", "501 5.5.4"),
        ("FROM:<a@b.example> AUTH=<>", "555 5.5.4"),
        ("FROM:<a@b.example> RET=FULL", "555 5.5.4"),
        ("FROM:<a@b.example> SIZE=1000001", "552 5.3.4"),
    ],
)
def test_senders_that_cannot_be_taken(argument: str, code: str) -> None:
    answer = read_mail(argument, max_size=LIMIT)
    assert isinstance(answer, Answer)
    assert f"{answer.code} {answer.text}".startswith(code)


@pytest.mark.parametrize(
    "argument, address",
    [
        ("TO:<Lindenweg12+Heizung@Tickets.Example>", "lindenweg12+heizung@tickets.example"),
        (
            "to: <reply+ABCDEFGHIJKLMNOPQRSTUVWXYZ@tickets.example>",
            "reply+abcdefghijklmnopqrstuvwxyz@tickets.example",
        ),
        ("TO:<@a.example:desk@tickets.example>", "desk@tickets.example"),
        ("TO:<Postmaster>", "postmaster"),
    ],
)
def test_recipients_are_read_in_lower_case(argument: str, address: str) -> None:
    assert read_rcpt(argument) == address


@pytest.mark.parametrize(
    "argument, code",
    [
        ("<a@b.example>", "501 5.5.4"),
        ("TO:<>", "550 5.1.1"),
        ("TO:<a>", "550 5.1.1"),
        ("TO:<a@b.example\x0b>", "550 5.1.1"),
        ("TO:<K@b.example>".replace("K", "\u212a"), "553 5.6.7"),
        ("TO:<a@b.example> NOTIFY=NEVER", "555 5.5.4"),
    ],
)
def test_recipients_that_cannot_be_taken(argument: str, code: str) -> None:
    answer = read_rcpt(argument)
    assert isinstance(answer, Answer)
    assert f"{answer.code} {answer.text}".startswith(code)


@pytest.mark.parametrize(
    "text", ["TO:<" + "@a," * 330, 'TO:<"' + "\\a" * 500, "TO:<" + "a." * 500, "TO:<a@" + "a." * 500]
)
def test_no_argument_takes_long_to_refuse(text: str) -> None:
    assert isinstance(read_rcpt(text), Answer)
    assert_no_crawl(lambda: read_rcpt(text), 0.5)
