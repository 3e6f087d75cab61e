"""Reports how the time grows on mails crafted to make parsers crawl: each at a size and at eight times that size.

What is crafted against the parser is parsed and parted; what is crafted against the reader (`tests.crafted`) is read
whole by each who may write it, one after the other, with the mail that was answered and the lists of a large house.

A growth near 8 is linear, 12 is what we allow. Nothing fails here, since a loaded machine measures badly; people read
the table.
"""

import base64
import struct
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from bench.figures import Figure
from hauspost.parsers.mail import ParsedMail, parse_mail
from hauspost.parsers.quotes import part
from tests import crafted

TIMES = 8
MOST = 12.0
LIMIT = 2.0  # seconds of processor time (SAFETY, "Limits")
SIZE = 64 * 1024
LEAST = 0.001  # seconds: what takes less grows by the clock's own grain

HEAD = b"From: eve@evil.example\r\nSubject: x\r\nMIME-Version: 1.0\r\n"
HTML = HEAD + b"Content-Type: text/html; charset=utf-8\r\n\r\n"
MIXED = HEAD + b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n'

SIGNED = bytes.fromhex("308006092a864886f70d010702a08030800201013100308006092a864886f70d010701a0802480")


def _attribute(name: int, value: bytes) -> bytes:
    return struct.pack("<BII", 1, name, len(value)) + value + b"\x00\x00"


def _packed(attributes: bytes) -> bytes:
    """A mail with a winmail.dat of these attributes."""
    head = b"--b\r\nContent-Type: application/ms-tnef\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    return MIXED + head + base64.encodebytes(b"\x78\x9f\x3e\x22\x01\x00" + attributes) + b"--b--\r\n"


CRAFTED: dict[str, Callable[[int], bytes]] = {
    "From of angle brackets": lambda n: b"From: " + b"<" * n + b"\r\n\r\nx",
    "From of comments": lambda n: b"From: " + b"(" * n + b"\r\n\r\nx",
    "From of quotes": lambda n: b"From: " + b'"\\' * (n // 2) + b"\r\n\r\nx",
    "To of commas": lambda n: HEAD + b"To: " + b"a@b.example," * (n // 12) + b"\r\n\r\nx",
    "To of groups": lambda n: HEAD + b"To: " + b"a:b;" * (n // 4) + b"\r\n\r\nx",
    "To of comments": lambda n: HEAD + b"To: " + b"(a" * (n // 2) + b"\r\n\r\nx",
    "folded To": lambda n: HEAD + b"To: " + b"a@b.example,\r\n " * (n // 15) + b"\r\n\r\nx",
    "encoded words": lambda n: HEAD + b"Subject: " + b"=?utf-8?q?a?= " * (n // 14) + b"\r\n\r\nx",
    "open encoded words": lambda n: HEAD + b"Subject: " + b"=?utf-8?q?" * (n // 10) + b"\r\n\r\nx",
    "punycode words": lambda n: (
        HEAD + b"To: =?punycode?b?" + b"YWFh" * (n // 4) + b"?= <a@b.example>\r\n\r\nx"
    ),
    "header fields": lambda n: HEAD + b"".join(b"X-%d: y\r\n" % i for i in range(n // 12)) + b"\r\nx",
    "blank continuation": lambda n: HEAD + b"X: y\r\n" + b" \r\n" * (n // 3) + b"\r\nx",
    "received": lambda n: HEAD + b"Received: from a by b; c\r\n" * (n // 26) + b"\r\nx",
    "references": lambda n: HEAD + b"References: " + b"<a@b> " * (n // 6) + b"\r\n\r\nx",
    "open references": lambda n: HEAD + b"References: " + b"<" * n + b"\r\n\r\nx",
    "semicolons": lambda n: HEAD + b"Content-Type: text/plain" + b";" * n + b"\r\n\r\nx",
    "parameters": lambda n: HEAD + b"Content-Type: text/plain; " + b"a*1*=b;" * (n // 7) + b"\r\n\r\nx",
    "boundaries": lambda n: MIXED + b"--b\r\n\r\nx\r\n" * (n // 10),
    "near boundaries": lambda n: MIXED + b"--bx\r\n" * (n // 6),
    "nested multiparts": lambda n: (
        MIXED
        + b"".join(
            b"--b%s\r\nContent-Type: multipart/mixed; boundary=b%d\r\n\r\n"
            % (b"" if i == 0 else b"%d" % (i - 1), i)
            for i in range(n // 60)
        )
    ),
    "lines without header": lambda n: b"x\r\n" * (n // 3),
    "no line end at all": lambda n: b"x" * n,
    "carriage returns": lambda n: HEAD + b"\r\n" + b"\r" * n,
    "quoted lines": lambda n: (
        HEAD + b"Content-Type: text/plain; format=flowed\r\n\r\n" + b"> \r\n" * (n // 4)
    ),
    "flowed words": lambda n: (
        HEAD + b"Content-Type: text/plain; format=flowed\r\n\r\n" + b"a \r\n" * (n // 4)
    ),
    "uuencoded starts": lambda n: HEAD + b"\r\n" + b"begin 644 a\r\nM\r\n" * (n // 16),
    "quoted-printable": lambda n: (
        HEAD + b"Content-Transfer-Encoding: quoted-printable\r\n\r\n" + b"=\r\n" * (n // 3)
    ),
    "deep divisions": lambda n: HTML + b"<div>" * (n // 5),
    "deep spans": lambda n: HTML + b"<b>" * (n // 3),
    "attributes": lambda n: (
        HTML + b"<p " + b"a%d " * 0 + b" ".join(b"a%d" % i for i in range(n // 7)) + b">x"
    ),
    "quotes in quotes": lambda n: HTML + b"<blockquote>x" * (n // 13),
    "borders": lambda n: HTML + b'<div style="border:none;border-top:solid">x' * (n // 43),
    "comments": lambda n: HTML + b"<!--" * (n // 4),
    "styles": lambda n: HTML + b"<style>" * (n // 7),
    "misnested": lambda n: HTML + b"<a><div>" * (n // 8),
    "tables": lambda n: HTML + b"<table><tr><td>x" * (n // 16),
    "entities": lambda n: HTML + b"&amp;" * (n // 5),
    "data addresses": lambda n: HTML + b"data:" * (n // 5),
    "meta": lambda n: HTML + b"<meta " * (n // 6),
    "results": lambda n: (
        b"Authentication-Results: mx; " + b"dmarc=pass (" * (n // 12) + b"\r\n" + HEAD + b"\r\nx"
    ),
    "bounce text": lambda n: (
        b"From: mailer-daemon@b.example\r\nSubject: failure notice\r\n\r\n" + b"a@b" * (n // 3)
    ),
    "envelope of properties": lambda n: _packed(
        _attribute(0x00069003, struct.pack("<I", n // 12) + struct.pack("<HHI", 3, 0x5000, 0) * (n // 8))
    ),
    "envelope of values": lambda n: _packed(
        _attribute(0x00069003, struct.pack("<IHHI", 1, 0x101E, 0x5000, n // 4) + bytes(n))
    ),
    "envelope of attributes": lambda n: _packed(_attribute(0x00069002, b"") * (n // 11)),
    "envelopes": lambda n: MIXED + _packed(_attribute(0x00069002, b""))[len(MIXED) : -7] * (n // 150),
    "signature in pieces": lambda n: (
        HEAD
        + b"Content-Type: application/pkcs7-mime\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + base64.encodebytes(SIGNED + b"\x04\x01x" * (n // 4))
    ),
    "signed beginnings": lambda n: HEAD + b"\r\n" + b"-----BEGIN PGP SIGNED MESSAGE-----\r\n\r\n" * (n // 38),
    "signed ends": lambda n: (
        HEAD
        + b"\r\n-----BEGIN PGP SIGNED MESSAGE-----\r\n\r\n"
        + b"-----BEGIN PGP SIGNATURE-----\r\n" * (n // 31)
    ),
    "calendar lines": lambda n: HEAD + b"Content-Type: text/calendar\r\n\r\n" + b"ATTENDEE;A=B;" * (n // 13),
    "calendar folds": lambda n: HEAD + b"Content-Type: text/calendar\r\n\r\n" + b"X\r\n " * (n // 4),
    "feedback": lambda n: HEAD + b"Content-Type: message/feedback-report\r\n\r\n" + b"A: b\r\n" * (n // 6),
    "absence": lambda n: (
        b"From: a@b.example\r\nSubject: Im Urlaub\r\n\r\n"
        + b"ich bin wir sind nachrichten werden " * (n // 36)
    ),
    "Japanese escapes": lambda n: (
        HEAD + b"Content-Type: text/plain; charset=iso-2022-jp\r\n\r\n" + b"\x1b$B-!" * (n // 5)
    ),
    "bounce lines": lambda n: (
        b"From: mailer-daemon@b.example\r\nSubject: failure notice\r\n\r\n"
        + b"".join(b"a%d@b.example\r\n" % i for i in range(n // 15))
    ),
}


# Of the text alone, which is read for what is new in it; it is cut at 64 KiB, so the larger size is that.
WRITTEN: dict[str, Callable[[int], bytes]] = {
    "angles": lambda n: b"> " * (n // 2),
    "quoted lines of one letter": lambda n: b"> x\r\n" * (n // 5),
    "ever deeper quotes": lambda n: b"".join(b">" * (i % 60) + b" x\r\n" for i in range(n // 34)),
    "attributions": lambda n: b"Am 20.10.2025 um 07:00 schrieb Anna Berger:\r\n" * (n // 46),
    "half attributions": lambda n: b"Am 20.10.2025 um 07:00 \r\n" * (n // 26),
    "header blocks": lambda n: b"Von: Anna\r\nGesendet: Montag\r\nAn: Haus\r\nBetreff: x\r\n\r\n" * (n // 56),
    "half header blocks": lambda n: b"Von: Anna\r\n" * (n // 11),
    "dividers": lambda n: b"-----Original Message-----\r\n" * (n // 28),
    "dashes": lambda n: b"-" * n,
    "signatures": lambda n: b"-- \r\nAnna\r\n" * (n // 11),
    "closings": lambda n: b"Mit freundlichen Gr\xc3\xbc\xc3\x9fen\r\n" * (n // 27),
    "commands": lambda n: b"ERLEDIGT\r\n" * (n // 10),
    "words without spaces": lambda n: b"a" * n,
    "blank lines": lambda n: b"\r\n" * (n // 2),
    "brackets": lambda n: b"[" * n,
    "addresses": lambda n: b"<a@b.example> " * (n // 14),
}
HEADED = HEAD + b"Content-Type: text/plain; charset=utf-8\r\n\r\n"


def measured(size: int = SIZE) -> list[dict[str, Any]]:
    families: list[tuple[str, Callable[[int], bytes], Callable[[ParsedMail], object], int]]
    families = [(name, build, _parted, size) for name, build in CRAFTED.items()]
    families += [(name, _headed(build), _parted, size // TIMES) for name, build in WRITTEN.items()]
    families += [
        (f"read: {name}", partial(crafted.crafted, name), _read, size // TIMES) for name in crafted.FAMILIES
    ]
    found = []
    for name, build, read, small in families:
        once, eightfold = (min(_seconds(build(n), read) for _ in range(3)) for n in (small, TIMES * small))
        growth = eightfold / max(once, LEAST)
        found.append({"mail": name, "ms": once * 1000, "ms_at_8": eightfold * 1000, "growth": growth})
    return found


def _headed(build: Callable[[int], bytes]) -> Callable[[int], bytes]:
    return lambda n: HEADED + build(n)


def _parted(mail: ParsedMail) -> None:
    part(mail.text, quote_spans=mail.quote_spans)


def _read(mail: ParsedMail) -> None:
    for party in crafted.PARTIES:
        crafted.read(mail, party)


def _seconds(octets: bytes, read: Callable[[ParsedMail], object]) -> float:
    """Of processor time, for parsing the mail and for what is then done with it."""
    began = time.process_time()
    read(parse_mail(octets, authserv_id="mx"))
    return time.process_time() - began


def table(found: list[dict[str, Any]]) -> Iterator[str]:
    yield f"{'crafted mail':44}{'ms':>10}{'ms at 8':>10}{'growth':>10}"
    for one in found:
        mark = "  more than linear" if one["growth"] > MOST else ""
        yield f"{one['mail']:44}{one['ms']:>10.1f}{one['ms_at_8']:>10.1f}{one['growth']:>10.1f}{mark}"
    above = sum(one["growth"] > MOST for one in found)
    slowest = max(found, key=lambda one: float(one["ms_at_8"]))
    yield (
        f"{len(found)} families, {above} above {MOST:.0f}; the slowest, {slowest['mail']}, took "
        f"{slowest['ms_at_8'] / 1000:.2f} s of the {LIMIT:.0f} s that a mail has"
    )


def figures(found: list[dict[str, Any]]) -> Iterator[Figure]:
    what = f"mails made to be slow, {len(found)} kinds"
    steepest = max(float(one["growth"]) for one in found)
    slowest = max(float(one["ms_at_8"]) for one in found) / 1000
    yield Figure(f"{what}: growth at {TIMES} times the size", steepest, "", target=MOST, at_most=True)
    yield Figure(f"{what}: the slowest", slowest, "s", target=LIMIT, at_most=True)


def main() -> None:
    size = int(sys.argv[1]) if len(sys.argv) > 1 else SIZE
    print(*table(measured(size)), sep="\n")


if __name__ == "__main__":
    main()
