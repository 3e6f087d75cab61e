"""Reports how parsing time grows on mails crafted to make parsers crawl: each at a size and at twice that size.

A ratio near 2 is linear. Nothing fails here, since a loaded machine measures badly; people read the table.
"""

import sys
import time
from collections.abc import Callable, Iterator

from hauspost.parsers.mail import parse_mail

HEAD = b"From: eve@evil.example\r\nSubject: x\r\nMIME-Version: 1.0\r\n"
HTML = HEAD + b"Content-Type: text/html; charset=utf-8\r\n\r\n"
MIXED = HEAD + b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n'

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
    "bounce lines": lambda n: (
        b"From: mailer-daemon@b.example\r\nSubject: failure notice\r\n\r\n"
        + b"".join(b"a%d@b.example\r\n" % i for i in range(n // 15))
    ),
}


def measured(sizes: tuple[int, int]) -> Iterator[tuple[str, float, float]]:
    for name, build in CRAFTED.items():
        first, second = (_seconds(build(size)) for size in sizes)
        yield name, first, second


def _seconds(octets: bytes) -> float:
    began = time.perf_counter()
    parse_mail(octets, authserv_id="mx")
    return time.perf_counter() - began


def main() -> None:
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 512 * 1024
    print(f"{'crafted mail':26}{'ms':>10}{'ms at twice':>14}{'ratio':>8}")
    for name, first, second in measured((size, 2 * size)):
        print(f"{name:26}{first * 1000:10.1f}{second * 1000:14.1f}{second / max(first, 1e-6):8.1f}")


if __name__ == "__main__":
    main()
