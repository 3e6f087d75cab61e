"""Mails of the corpus with pieces torn out, put in and exchanged."""

import random
from pathlib import Path

MAILS = sorted((Path(__file__).parent / "mails").rglob("*.eml"))
# What breaks parsers: line ends, delimiters, controls, halves of characters, and names of dangerous codecs.
SPLINTERS = (
    b'\r\n\r\n|\n|\r|\x00|\xff|\xc3|=?|?=|--|--b--|<|>|(|)|"|\\|;|:|,|@|=|%|\xe2\x80\xae|punycode|undefined|idna|utf-16|'
    b"-----BEGIN PGP SIGNATURE-----|\x1b$B|\x24\x80\x04\x02|\x02\x05\x90\x06\x00\xff\xff|;PARTSTAT=|"
    b"boundary=|charset=|filename*0*=|multipart/|message/rfc822|base64|<div>|</|<!--|&#x0;|&#xD800;|begin 644 x|\t| "
).split(b"|")


def damaged(octets: bytes, chance: random.Random) -> bytes:
    for _ in range(chance.randint(1, 8)):
        at, to = sorted(chance.randint(0, len(octets)) for _ in range(2))
        match chance.randint(0, 4):
            case 0:
                octets = octets[:at] + chance.choice(SPLINTERS) + octets[at:]
            case 1:
                octets = octets[:at] + octets[min(to, at + 40) :]
            case 2:
                octets = octets[:at] + chance.randbytes(chance.randint(1, 4)) + octets[at + 2 :]
            case 3:
                octets = octets[:to] + octets[at:]
            case _:
                octets = octets.replace(b"\n", b"\r\n", chance.randint(0, 20))
    return octets[:200_000]
