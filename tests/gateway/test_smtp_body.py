"""The reader of DATA: any cut into chunks gives the same mail."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hauspost.gateway.incoming import LINE_LIMIT
from hauspost.gateway.smtp_body import WOUNDS, Body
from tests.effort import assert_no_crawl


def read(wire: bytes, *, cuts: list[int] | None = None, limit: int = 10**9) -> tuple[Body, bytes | None]:
    body = Body(limit)
    places = sorted({0, len(wire), *(cut for cut in cuts or [] if cut < len(wire))})
    for start, end in itertools.pairwise(places):
        if (rest := body.feed(wire[start:end])) is not None:
            return body, rest + wire[end:]
    return body, None


def stuffed(octets: bytes) -> bytes:
    lines = octets.split(b"\r\n")
    return b"\r\n".join(b"." + line if line.startswith(b".") else line for line in lines) + b".\r\n"


@pytest.mark.parametrize(
    "wire, octets",
    [
        (b".\r\n", b""),
        (b"\r\n.\r\n", b"\r\n"),
        (b"a\r\n.\r\n", b"a\r\n"),
        (b"..\r\n.\r\n", b".\r\n"),
        (b"a\r\n..b\r\n.\r\n", b"a\r\n.b\r\n"),
        (b".a\r\n.\r\n", b"a\r\n"),  # a lone transparency dot is taken off as well (RFC 5321 §4.5.2)
        (b"a\n.\n..\n\r\n.\r\n", b"a\n.\n..\n\r\n"),
        (b"a\r\n.\rb\r\n.\r\n", b"a\r\n\rb\r\n"),
    ],
)
def test_dots_are_taken_off_and_the_end_is_found(wire: bytes, octets: bytes) -> None:
    for cuts in ([], list(range(len(wire)))):
        body, rest = read(wire + b"NOOP\r\n", cuts=cuts)
        assert (bytes(body.octets()), rest) == (octets, b"NOOP\r\n")


LINE = st.lists(
    st.sampled_from([b".", b"\r", b"\n", b"\0", b"x", b"\r\n", b"\r\n.", b"ab"]), max_size=30
).map(b"".join)


@settings(deadline=None)
@given(text=LINE, cuts=st.lists(st.integers(0, 100)), behind=LINE)
def test_any_octets_come_through_however_they_are_cut(text: bytes, cuts: list[int], behind: bytes) -> None:
    octets = text + b"\r\n"
    body, rest = read(stuffed(octets) + behind, cuts=cuts)
    assert rest == behind
    assert body.size == len(octets)
    whole = octets.replace(b"\r\n", b"")
    assert set(body.wounds) == {
        name for name, octet in zip(WOUNDS, (b"\r", b"\n", b"\0"), strict=False) if octet in whole
    }
    assert body.octets() == octets


@settings(deadline=None)
@given(
    lengths=st.lists(st.integers(LINE_LIMIT - 3, LINE_LIMIT + 1), max_size=3), cut=st.integers(500, 70_000)
)
def test_a_line_is_measured_across_chunks(lengths: list[int], cut: int) -> None:
    wire = b"".join(b"x" * length + b"\r\n" for length in lengths) + b".\r\n"
    body, _ = read(wire, cuts=list(range(0, len(wire), cut)))
    assert body.wounds == (("long-line",) if any(length + 2 > LINE_LIMIT for length in lengths) else ())


def test_beyond_the_limit_nothing_is_kept_and_the_end_is_still_found() -> None:
    body, rest = read(b"x" * 5000 + b"\r\n.\r\nQUIT\r\n", cuts=list(range(0, 5000, 100)), limit=1000)
    assert body.too_big
    assert rest == b"QUIT\r\n"
    assert len(body.octets()) <= 1000


def test_twenty_five_mebibytes_without_a_line_end_take_no_time() -> None:
    def long_line() -> None:
        body, _ = read(b"x" * 25 * 1024 * 1024 + b"\r\n.\r\n", cuts=list(range(0, 25 * 1024 * 1024, 65_536)))
        assert body.wounds == ("long-line",)

    assert_no_crawl(long_line, 2)
