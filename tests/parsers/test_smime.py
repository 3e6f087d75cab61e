import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hauspost.parsers.mail import parse_mail
from hauspost.parsers.smime import signed_content

# ContentInfo and SignedData up to the content itself, with lengths that only their ends say (RFC 5652 §5.1).
HEAD = bytes.fromhex("308006092a864886f70d010702a08030800201013100308006092a864886f70d010701a080")
ENTITY = b"Content-Type: text/plain; charset=utf-8\r\n\r\nDie Heizung ist kalt.\r\n"


def piece(octets: bytes) -> bytes:
    return b"\x04" + bytes([len(octets)]) + octets


@pytest.mark.parametrize(
    "content",
    [
        piece(ENTITY),
        b"\x24\x80" + piece(ENTITY[:30]) + piece(ENTITY[30:]) + b"\x00\x00",
        b"\x24\x81" + bytes([len(ENTITY) + 4]) + piece(ENTITY[:30]) + piece(ENTITY[30:]),
    ],
)
def test_the_content_is_found_whole_and_in_pieces(content: bytes) -> None:
    assert signed_content(HEAD + content) == ENTITY
    mail = parse_mail(
        b"From: anna@post.example\r\nContent-Type: application/x-pkcs7-mime\r\n\r\n" + HEAD + content
    )
    assert mail.text == "Die Heizung ist kalt."


@pytest.mark.parametrize(
    "octets",
    [
        b"",
        HEAD,
        HEAD + b"\x04\x84\xff\xff\xff\xff",
        HEAD + b"\x04\x85\x01\x00\x00\x00\x00",
        HEAD + b"\x04\x80",
        HEAD + b"\x24\x84\xff\xff\xff\xff" + piece(b""),
        HEAD + b"\x24\x80\x04\x80",
        HEAD.replace(bytes.fromhex("2a864886f70d010702"), bytes.fromhex("2a864886f70d010703"))
        + piece(ENTITY),
    ],
)
def test_what_is_no_signature_holds_nothing(octets: bytes) -> None:
    assert signed_content(octets) == b""


@settings(max_examples=500, deadline=None, derandomize=True)
@given(
    st.integers(0, len(HEAD)),
    st.lists(st.one_of(st.sampled_from([b"\x04", b"\x24", b"\x80"]), st.binary(max_size=4))),
)
def test_any_octets_give_a_value(kept: int, rest: list[bytes]) -> None:
    octets = HEAD[:kept] + b"".join(rest)
    assert len(signed_content(octets)) <= len(octets)
