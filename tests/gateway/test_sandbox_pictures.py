"""Pictures in the limited processes: what is no picture, too much of one, or a killer costs a worker at most."""

import io
import os
import struct
import zlib
from collections.abc import Iterator

import pytest
from PIL import Image

from hauspost.gateway.parser_process import BOMB
from hauspost.gateway.sandbox import NoWorker, ParserDied, Sandbox
from hauspost.parsers.pictures import Copy, NotAPicture, copy_of

MAIL = b"From: anna@post.example\r\nSubject: Heizung\r\n\r\nSie ist kalt.\r\n"


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(1) as pool:
        yield pool


def photo(kind: str = "JPEG", size: tuple[int, int] = (800, 600)) -> bytes:
    out = io.BytesIO()
    Image.effect_noise(size, 40).convert("RGB").save(out, kind)
    return out.getvalue()


def png(width: int, height: int, data: bytes) -> bytes:
    """A PNG whose head claims any size, whatever follows."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def test_a_worker_gives_the_same_copy_as_the_function_itself_and_mails_between(sandbox: Sandbox) -> None:
    octets = photo()
    copy = sandbox.picture(octets)
    assert isinstance(copy, Copy)
    assert copy == copy_of(octets)
    assert sandbox.parse(MAIL).subject == "Heizung"
    small = sandbox.picture(octets, longest=200)
    assert isinstance(small, Copy)
    assert (small.width, small.height) == (200, 150)


@pytest.mark.parametrize(
    "octets, reason",
    [
        (b"", "empty"),
        (b"%PDF-1.7 no picture", "format"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "format"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "format"),
        (photo("PPM"), "format"),
        (photo("ICO", (64, 64)), "format"),
        (photo()[:4000], "unreadable"),
        (photo("PNG")[:9000], "unreadable"),
        (photo("WEBP")[:500], "unreadable"),
        (png(12_001, 1, b""), "side"),
        (png(1, 2**31 - 1, b""), "pixels"),
        (png(8_000, 8_000, b""), "pixels"),
        # 108 MB of black in 105 kB, but no more pixels than are allowed: read to its end, and there the data end.
        (png(6_000, 6_000, zlib.compress(bytes(3 * 6_000 * 5_000), 9)), "unreadable"),
    ],
    ids=lambda value: value if isinstance(value, str) else f"{len(value)} octets",
)
def test_what_is_no_picture_gets_a_reason_and_the_worker_lives_on(
    sandbox: Sandbox, octets: bytes, reason: str
) -> None:
    sandbox.parse(MAIL)
    (worker,) = list(sandbox._alive)
    assert sandbox.picture(octets) == NotAPicture(reason)
    assert sandbox.parse(MAIL).subject == "Heizung"
    assert list(sandbox._alive) == [worker]


def test_a_picture_of_the_largest_size_is_copied_within_the_limits(sandbox: Sandbox) -> None:
    copy = sandbox.picture(png(8_000, 5_000, zlib.compress(bytes((3 * 8_000 + 1) * 5_000), 9)))
    assert isinstance(copy, Copy)
    assert (copy.width, copy.height) == (1600, 1000)


def test_a_webp_that_claims_a_canvas_beyond_the_memory_is_no_picture(sandbox: Sandbox) -> None:
    canvas = (16_383).to_bytes(3, "little")
    head = b"VP8X" + struct.pack("<I", 10) + b"\x02\x00\x00\x00" + canvas + canvas
    animation = b"ANIM" + struct.pack("<I", 6) + bytes(6)
    body = b"WEBP" + head + animation
    assert isinstance(sandbox.picture(b"RIFF" + struct.pack("<I", len(body)) + body), NotAPicture)
    assert sandbox.parse(MAIL).subject == "Heizung"


@pytest.mark.parametrize(
    "kind, reason", [("kill", "signal 9"), ("memory", "512 MiB"), ("loop", "processor time")]
)
def test_a_picture_that_its_worker_does_not_survive_is_none_and_the_next_one_gets_a_new_worker(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, kind: str, reason: str
) -> None:
    monkeypatch.setenv(BOMB, f"{kind}:bomb-in-the-picture")
    fallen = sandbox.picture(photo() + b"bomb-in-the-picture")
    assert isinstance(fallen, NotAPicture)
    assert reason in fallen.reason
    assert isinstance(sandbox.picture(photo()), Copy)


def test_a_worker_that_does_not_answer_is_killed_at_the_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(BOMB, "loop:bomb-in-the-picture")
    with Sandbox(1, wall=1.0) as pool:
        fallen = pool.picture(photo() + b"bomb-in-the-picture")
        assert fallen == NotAPicture("no answer within 1 s")
        assert isinstance(pool.picture(photo()), Copy)


def test_a_closed_pool_says_nothing_about_the_picture() -> None:
    pool = Sandbox(1)
    pool.close()
    with pytest.raises(NoWorker, match="closed"):
        pool.picture(photo())
    with pytest.raises(ParserDied, match="closed"):
        pool.parse(MAIL)


def test_a_worker_that_died_between_two_pictures_is_no_fault_of_the_second(sandbox: Sandbox) -> None:
    sandbox.picture(photo())
    for worker in list(sandbox._alive):
        os.kill(worker._process.pid, 9)
    assert isinstance(sandbox.picture(photo()), Copy)
