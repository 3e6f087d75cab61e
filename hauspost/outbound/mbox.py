"""Knows how a mail stands in an mbox (RFC 4155), and that the keys in our own addresses are not handed on with it."""

import re
from binascii import Error, a2b_base64, b2a_base64
from datetime import UTC, datetime
from functools import lru_cache
from typing import Final

from hauspost.threading.addresses import TOKEN_LETTERS, Grammar, secret_prefixes

FRAME: Final = 400  # octets that the lines around a mail take at most
NOBODY: Final = "MAILER-DAEMON"  # of a mail with a null reverse-path
_FROM: Final = re.compile(rb"^(>*From )", re.MULTILINE)
_PLAIN_ADDRESS: Final = re.compile(r"[!-~]{1,254}")
# Whole lines of base64 (RFC 2045 §6.8); the last one may be shorter.
_BASE64: Final = re.compile(rb"(?:^[A-Za-z0-9+/]{4,998}={0,2}\r?$\n?)+", re.MULTILINE)
_SOFT: Final = rb"(?:=\r?\n)?"  # where quoted-printable may break a line (RFC 2045 §6.7)


def filed(octets: bytes, mail_from: str, received_at: datetime, *, grammar: Grammar) -> bytes:
    """The mail with LF line ends behind its From line; lines of it that look like one get a ">" more (mboxrd)."""
    lines = without_keys(octets, grammar).replace(b"\r\n", b"\n")
    who = mail_from if _PLAIN_ADDRESS.fullmatch(mail_from) else NOBODY
    at = received_at.astimezone(UTC).strftime("%a %b %d %H:%M:%S %Y")
    return f"From {who} {at}\n".encode("ascii") + _FROM.sub(rb">\1", lines).rstrip(b"\n") + b"\n\n"


def without_keys(octets: bytes, grammar: Grammar) -> bytes:
    """The same octets, the tokens of our own addresses replaced by as many "x", also where quoted-printable or base64
    wraps them: a file is passed on, and a token answers in the name of the person it was given to."""
    keys = _keys(grammar)
    bare = keys.sub(_blank, octets)
    return _BASE64.sub(lambda found: _recoded(found[0], keys), bare)


@lru_cache(maxsize=8)
def _keys(grammar: Grammar) -> re.Pattern[bytes]:
    prefixes = b"|".join(_SOFT.join(map(_character, prefix)) for prefix in secret_prefixes(grammar))
    token = _SOFT.join([rb"[a-z2-7]"] * TOKEN_LETTERS)
    return re.compile(rb"((?:" + prefixes + rb")" + _SOFT + rb")(" + token + rb")(?![a-z2-7])", re.IGNORECASE)


def _character(letter: str) -> bytes:
    """A sign may be written as an octet (RFC 2045 §6.7, RFC 3986 §2.1)."""
    plain = re.escape(letter.encode())
    return plain if letter.isalnum() else rb"(?:" + plain + f"|[=%]{ord(letter):02X})".encode()


def _blank(found: re.Match[bytes]) -> bytes:
    return found[1] + re.sub(rb"[A-Za-z2-7]", b"x", found[2])


def _recoded(run: bytes, keys: re.Pattern[bytes]) -> bytes:
    """As many letters change as the token has, so that every line keeps its length."""
    joined = re.sub(rb"\r?\n", b"", run)
    try:
        plain = a2b_base64(joined)
    except Error:
        return run
    blanked = keys.sub(_blank, plain)
    again = b2a_base64(blanked, newline=False)
    if blanked == plain or len(again) != len(joined):
        return run
    letters = iter(again)
    return bytes(octet if octet in b"\r\n" else next(letters) for octet in run)
