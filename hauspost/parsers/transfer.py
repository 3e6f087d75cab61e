"""Knows the content transfer encodings: encoded octets in the stored mail and what they decode to (RFC 2045 §6)."""

import binascii
import re
from typing import Final

_NAMES: Final = {
    "base64": "base64",
    "quoted-printable": "quoted-printable",
    "7bit": "7bit",
    "8bit": "8bit",
    "binary": "binary",
    "x-uuencode": "uuencode",
    "x-uue": "uuencode",
    "uuencode": "uuencode",
}
_PADDED: Final = re.compile(
    rb"=[ \t]{1,80}(?=\r?\n)"
)  # spaces at a line's end were added on the way (RFC 2045 §6.7)
_STARTS: Final = {"base": "base64", "quoted": "quoted-printable"}  # "quoted-printeable", "base-64"
_ALPHABET: Final = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_FOREIGN: Final = bytes(n for n in range(256) if n not in _ALPHABET)
_PIECE: Final = 64 * 1024
_BASE64: Final = _ALPHABET + b"= \t\r\n"
# Words in a line of base64, or a rule: what a list or a gateway wrote below it, or there is no base64 at all.
_WORDS: Final = re.compile(rb"(?:\A|\n)[ \t]*(?:[_=-]{4,}|[^\s]+ [^\s])")


def encoding_named(value: str) -> str:
    """The encoding a Content-Transfer-Encoding field means; an unknown one is taken as plain octets."""
    word = value.strip().lower().split(";", 1)[0].split("(", 1)[0].strip(" \t\"'")
    misspelt = next((name for start, name in _STARTS.items() if word.startswith(start)), "8bit")
    return _NAMES.get(word, misspelt)


def decoded(octets: bytes, offset: int, length: int, encoding: str) -> bytes:
    """The content behind `octets[offset:offset+length]`; broken encodings give what can be had of them."""
    view = memoryview(octets)[offset : offset + length]
    match encoding:
        case "base64":
            return _base64(view)
        case "quoted-printable":
            return binascii.a2b_qp(_PADDED.sub(b"=", view))
        case "uuencode":
            return _uudecode(octets, offset, min(len(octets), offset + length))
        case _:
            return bytes(view)


def _base64(view: memoryview) -> bytes:
    if _has_foreign(view) and (words := _WORDS.search(view)):
        if not bytes(view[: words.start()]).strip():
            return bytes(view)
        view = view[: words.start()]
    try:
        return binascii.a2b_base64(view)
    except binascii.Error:
        letters = bytes(view).split(b"=", 1)[0].translate(None, _FOREIGN)
        whole = letters[: len(letters) - 1] if len(letters) % 4 == 1 else letters
        return binascii.a2b_base64(whole + b"=" * (-len(whole) % 4))


def _has_foreign(view: memoryview) -> bool:
    """Looked at in pieces: a copy of a large file would be as large."""
    pieces = (view[at : at + _PIECE] for at in range(0, len(view), _PIECE))
    return any(bytes(piece).translate(None, _BASE64) for piece in pieces)


def _uudecode(octets: bytes, at: int, end: int) -> bytes:
    """Lines between `begin` and `end`; a line that is no uuencoding ends the file (common after cut mails)."""
    out = bytearray()
    while at < end:
        stop = octets.find(b"\n", at, end)
        stop = end if stop < 0 else stop
        line = octets[at:stop].rstrip(b"\r")
        at = stop + 1
        if line.strip() == b"end":
            break
        if (line.startswith(b"begin ") and not out) or line.strip() in (b"`", b""):
            continue
        try:
            out += _uu_line(line)
        except binascii.Error:
            break
    return bytes(out)


def _uu_line(line: bytes) -> bytes:
    try:
        return binascii.a2b_uu(line)
    except binascii.Error:
        # Old encoders leave trailing garbage; the first character says how much of the line counts.
        return binascii.a2b_uu(line[: ((((line[0] - 32) & 63) * 4 + 5) // 3) + 1])
