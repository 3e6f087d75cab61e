"""Hollow parsing: no mail of 25 MiB costs more than 80 MiB beyond its own octets (SAFETY, "Limits")."""

import base64
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from hauspost.parsers.mail import parse_mail
from tests.winmail import File, Message, written

ROOT = Path(__file__).parents[2]
MIB = 1024 * 1024
MOST = 80 * MIB
HEAD = b"From: eve@evil.example\r\nMIME-Version: 1.0\r\n"
MIXED = HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nText\r\n--b\r\n"
SIGNED = bytes.fromhex("308006092a864886f70d010702a08030800201013100308006092a864886f70d010701a0802480")


def encoded(kind: bytes, content: bytes) -> bytes:
    head = b"Content-Type: " + kind + b"; name=a.bin\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    return MIXED + head + base64.encodebytes(content) + b"--b--\r\n"


LARGE: dict[str, Callable[[], bytes]] = {
    "a file": lambda: encoded(b"application/pdf", bytes(18 * MIB)),
    "a broken file": lambda: encoded(b"application/pdf", b"")[:-8] + b"S!" * (12 * MIB),
    "files in an envelope": lambda: encoded(
        b"application/ms-tnef", written(Message(tuple(File(f"{n}.pdf", bytes(MIB)) for n in range(17))))
    ),
    "a file in an envelope": lambda: encoded(
        b"application/ms-tnef", written(Message((File("a.pdf", bytes(17 * MIB)),)))
    ),
    "a signature in pieces": lambda: encoded(
        b"application/pkcs7-mime; smime-type=signed-data", SIGNED + b"\x04\x01x" * (5 * MIB)
    ),
    "uuencoded": lambda: (
        HEAD + b"\r\nText\r\nbegin 644 a.bin\r\n" + (b"M" + b"A" * 60 + b"\r\n") * (24 * MIB // 63) + b"`\r\nend\r\n"
    ),
    "quoted-printable": lambda: (
        MIXED + b"Content-Type: application/pdf; name=a\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
        + b"=41=42=43\r\n" * (24 * MIB // 11) + b"--b--\r\n"
    ),
    "a mail in a mail": lambda: MIXED + b"Content-Type: message/rfc822\r\n\r\nSubject: x\r\n\r\n" + b"x\n" * (11 * MIB),
    "text": lambda: HEAD + b"\r\n" + b"x y\r\n" * (24 * MIB // 5),
    "a page": lambda: HEAD + b"Content-Type: text/html\r\n\r\n" + b"<p>x</p>" * (3 * MIB),
    "a header": lambda: HEAD + b"X: y\r\n" * (4 * MIB) + b"\r\nx",
    "one line": lambda: b"x" * (24 * MIB),
    "lines ended by CR": lambda: b"From: a@b.example\r\r" + b"x\r" * (12 * MIB),
}  # fmt: skip


@pytest.mark.parametrize("kind", LARGE)
def test_a_mail_of_the_largest_size_is_parsed_hollow(kind: str) -> None:
    octets = LARGE[kind]()
    assert 20 * MIB < len(octets) < 26 * MIB
    parse_mail(HEAD + b"Content-Type: text/html\r\n\r\n<p>x")  # what is loaded once costs no mail anything
    Path("/proc/self/clear_refs").write_text("5")  # the highest mark begins anew (proc(5))
    before = used("VmRSS")
    parse_mail(octets)
    assert used("VmHWM") - before < MOST


# A mail above all of our own limits, read by a process that has read nothing before it.
PROGRAM = """
import sys
from pathlib import Path
from hauspost.parsers.mail import parse_mail
from tests.parsers.test_memory import HEAD, MIB, used
octets = Path(sys.argv[1]).read_bytes()
parse_mail(HEAD + b"Content-Type: text/html\\r\\n\\r\\n<p>x")
Path("/proc/self/clear_refs").write_text("5")
before = used("VmRSS")
parse_mail(octets)
print((used("VmHWM") - before) // MIB)
"""


@pytest.mark.parametrize("kind", ["a file", "text"])
def test_a_mail_of_forty_mebibytes_costs_its_process_no_more(tmp_path: Path, kind: str) -> None:
    octets = {
        "a file": lambda: encoded(b"application/pdf", bytes(29 * MIB)),
        "text": lambda: HEAD + b"\r\n" + b"x y\r\n" * (40 * MIB // 5),
    }[kind]()
    assert 39 * MIB < len(octets) < 41 * MIB
    (tmp_path / "mail.eml").write_bytes(octets)
    program = [sys.executable, "-c", PROGRAM, str(tmp_path / "mail.eml")]
    told = subprocess.run(program, cwd=ROOT, capture_output=True, text=True, check=True)
    assert int(told.stdout) * MIB < MOST


def used(name: str) -> int:
    """Octets of memory, as Linux counts them for this process."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith(name)).split()[1]) * 1024
