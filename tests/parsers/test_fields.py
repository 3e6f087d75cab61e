import base64

import pytest

from hauspost.parsers.charsets import decode
from hauspost.parsers.fields import addr_spec, identity, message_id, message_ids, references, scrub, unworded

KELVIN = "\u212a"


@pytest.mark.parametrize(
    "value,found",
    [
        ("anna@post.example", "anna@post.example"),
        ("Anna Berger <Anna.Berger@Post.Example>", "anna.berger@post.example"),
        (" <anna@post.example> ", "anna@post.example"),
        ("anna@post.example (Anna (3. OG) Berger)", "anna@post.example"),
        ('"Berger, Anna" <anna@post.example>', "anna@post.example"),
        ("Berger, Anna <anna@post.example>", "anna@post.example"),
        ("[EXTERN] Anna <anna@post.example>", "anna@post.example"),
        ("=?utf-8?q?eve=40evil.example?= <anna@post.example>", "anna@post.example"),
        ('"eve@evil.example" <anna@post.example>', "anna@post.example"),
        ("Anna@Post.example <anna@post.example>", "anna@post.example"),
        ("anna@googlemail.com", "anna@gmail.com"),
        ("anna+haus@post.example", "anna+haus@post.example"),
        ("info@Straße.example", "info@xn--strae-oqa.example"),
        ("info@xn--STRAE-oqa.example", "info@xn--strae-oqa.example"),
    ],
)
def test_one_strict_address_names_a_person(value: str, found: str) -> None:
    assert identity(value) == found


@pytest.mark.parametrize(
    "value",
    [
        "",
        "Anna Berger",
        "<>",
        "anna@post.example, eve@evil.example",
        "anna@post.example <eve@evil.example>",
        "<anna@post.example> <eve@evil.example>",
        "<anna@post.example> eve@evil.example",
        "Haus: anna@post.example;",
        "<@relay.example:anna@post.example>",
        '"anna"@post.example',
        '"anna berger"@post.example',
        'an"na"@post.example',
        "anna @post.example",
        "anna@post. example",
        "an(x)na@post.example",
        "anna@[192.0.2.1]",
        "anna..berger@post.example",
        ".anna@post.example",
        "anna@post..example",
        "anna@-post.example",
        "anna@post_office.example",
        "änna@post.example",
        f"{KELVIN}arl@post.example",
        f"karl@{KELVIN}iel.example",
        "anna@ｐost.example",
        "anna@post.example\r\nBcc: eve@evil.example",
        "anna@post.example\x00",
        "anna@post.example (open",
        '"open <anna@post.example>',
        "Anna <anna@post.example",
        "a" * 65 + "@post.example",
        "anna@" + "a" * 64 + ".example",
        "x" * 3000 + " <anna@post.example>",
    ],
)
def test_where_readers_could_disagree_nobody_is_named(value: str) -> None:
    assert identity(value) == ""


def test_two_spellings_that_only_look_alike_stay_two_people() -> None:
    assert identity("a@strasse.example") != identity("a@straße.example")
    assert addr_spec("karl@post.example") != addr_spec(f"{KELVIN}arl@post.example")


def test_master_data_gets_the_same_normal_form() -> None:
    assert addr_spec(" Anna.Berger@GoogleMail.com ") == "anna.berger@gmail.com"
    assert addr_spec("Anna <anna@post.example>") == ""


@pytest.mark.parametrize(
    "written,read",
    [
        ("=?utf-8?q?Gr=C3=BC=C3=9Fe?=", "Grüße"),
        ("=?UTF-8?B?R3LDvMOfZQ==?= =?utf-8?Q?_aus?= Berlin", "Grüße aus Berlin"),
        ("=?utf-8?q?=C3?= =?utf-8?q?=BC?=", "ü"),
        ("=?utf-8?q?a?=\t=?iso-8859-1?q?=FC?=", "aü"),
        ("=?utf-8*de?q?f=C3=BCr?=", "für"),
        ("a=?utf-8?q?b?=c", "abc"),
        ("=?utf-8?b?R3LDvMOfZQ?=", "Grüße"),
        ("=?punycode?q?mller-kva?=", "mller-kva"),
        ("=?utf-8?q?offen", "=?utf-8?q?offen"),
        ("5 =? 5", "5 =? 5"),
    ],
)
def test_encoded_words_are_read_also_where_they_break_the_rules(written: str, read: str) -> None:
    assert unworded(written) == read


def test_a_header_value_is_one_line_that_hides_nothing() -> None:
    assert scrub("a\r\n b\x00c\u202ed\u200be\ud800f\tg") == "a b c d e f g"


def test_ids_are_read_from_whatever_surrounds_them() -> None:
    assert message_id(" <a@b> (comment)") == "a@b"
    assert message_id("a@b") == "a@b"
    assert message_id("not an id") == ""
    assert message_id("<a@b> <c@d>") == "a@b"
    assert message_ids('Your message of "Monday" <a@b>') == ("a@b",)
    assert message_ids("<a\r\n @b>") == ("a@b",)


def test_the_last_twenty_references_count_each_once() -> None:
    many = [f"<{number}@b>" for number in range(50)]
    assert references([" ".join(many), "<49@b>"]) == tuple(f"{number}@b" for number in range(30, 50))


@pytest.mark.parametrize(
    "charset,octets,text",
    [
        # NEC's row 13 and IBM's letters, as Outlook and Japanese telephones write them.
        ("iso-2022-jp", b"\x1b$B-!\x1b(B \x1b$B4]?t;z\x1b(B", "① 丸数字"),
        ("iso-2022-jp", b"\x1b$B-j\x1b(B Yamada", "㈱ Yamada"),
        ("iso-2022-jp", b"\x1b$B|b\x1b(B", "髙"),
        ("iso-2022-jp", b"\x1b(I1\x1b(B \x1b$B-!\x1b(B", "ｱ ①"),
        ("iso-2022-jp", "暖房".encode("iso2022_jp"), "暖房"),
        ("shift_jis", "①".encode("cp932"), "①"),
        ("euc-kr", "똠".encode("cp949"), "똠"),
        ("gb2312", "镕".encode("gb18030"), "镕"),
        ("iso-8859-1", b"\x80 300", "€ 300"),
        ("windows-1252", "Grüße".encode(), "Grüße"),
        ("utf-7", b"+AGE-", "a"),
    ],
)
def test_letters_that_vendors_added_to_a_charset_are_read(charset: str, octets: bytes, text: str) -> None:
    assert decode(octets, charset)[0] == text
    word = base64.b64encode(octets).decode()
    assert unworded(f"=?{charset}?B?{word}?=") == text


def test_japanese_that_is_none_still_gives_text() -> None:
    for octets in (b"\x1b$B", b"\x1b$B-", b"\x1b$B\xff\xff\x1b(B", b"\x1b$B\x7e\x7e\x1b(B", b"\x1b(I\xff"):
        assert isinstance(decode(octets, "iso-2022-jp")[0], str)
