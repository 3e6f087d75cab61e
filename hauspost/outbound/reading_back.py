"""Reads a mail of ours back before anybody gets it: a stranger's parser must see what we meant, and no more."""

import re
from binascii import Error as NoBase64
from binascii import a2b_base64
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from email import policy
from email.errors import MultipartInvariantViolationDefect
from email.message import Message
from email.parser import BytesHeaderParser
from email.utils import getaddresses
from typing import Final

from hauspost.desk.attachments import File
from hauspost.outbound.invitations import Event

LONGEST_LINE: Final = 998  # RFC 5322 §2.1.1
# How each of the two forms of the words begins.
TEXTS: Final = {
    subtype: f'Content-Type: text/{subtype}; charset="utf-8"\r\n'
    "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
    for subtype in ("plain", "html")
}
# Quoted-printable and nothing else (RFC 2045 §6.7).
_QUOTED: Final = re.compile(rb"(?:[\t -<>-~]++|=(?:[0-9A-F]{2}|\r\n)|\r\n)*+")
# "=_" cannot stand in it, nor in base64.
_OURS: Final = re.compile(r"=_[0-9a-z-]{1,68}")
# An address alone, or behind a name in quotes or in encoded words: whoever takes it apart finds just this one.
_ATOMS: Final = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+@[A-Za-z0-9.-]+"
_ENCODED: Final = r"=\?utf-8\?[bq]\?[A-Za-z0-9!*+/=_-]+\?="
_ONE_ADDRESS: Final = re.compile(
    rf'({_ATOMS})|(?:"[ !#-\[\]-~]*"|{_ENCODED}(?:(?:\r\n)? {_ENCODED})*) <({_ATOMS})>'
)

_HEADER: Final = BytesHeaderParser(policy=policy.compat32)
_OF_EVENT: Final = Counter(("content-type", "content-transfer-encoding"))
_OF_FILE: Final = _OF_EVENT + Counter(("content-disposition",))
_OF_PICTURE: Final = _OF_FILE + Counter(("content-id",))


class ComposeFault(RuntimeError):
    """Our own mail does not read back as it was meant: a bug, and nothing leaves."""


@dataclass(frozen=True, slots=True)
class _Part:
    octets: bytes
    header: Message
    body: bytes


def read_back(
    octets: bytes,
    written: dict[str, str],
    addressed: dict[str, str],
    *,
    boundary: str,
    event: Event | None = None,
    files: tuple[File, ...] = (),
) -> None:
    """These headers, these addresses, these parts. Raises ComposeFault. `boundary`: without files, of the two forms.

    What may stand in the body of each of our parts leaves a parser no choice: reading the headers is enough.
    """
    mail = _part(octets)
    names = _names(mail)
    if names != Counter(name.lower() for name in (*written, "Content-Type")):
        raise ComposeFault(f"headers read back as {sorted(names)}")
    for name, address in addressed.items():
        if addresses_in(str(mail.header[name])) != [address]:
            raise ComposeFault(f"{name} does not read back as one address")
    if event is not None or files:
        _see_parts(mail, event, files)
    elif _type_of(mail) != ("multipart/alternative", boundary) or not _are_two_forms(
        _within(mail.body, boundary)
    ):
        raise ComposeFault("the two forms of the words do not read back as parts")
    lines = octets.split(b"\r\n")
    ends = len(lines) - 1
    is_torn = octets.count(b"\r") != ends or octets.count(b"\n") != ends
    if is_torn or max(map(len, lines)) > LONGEST_LINE or not octets.isascii():
        raise ComposeFault("a line that no server must take")


def addresses_in(value: str) -> list[str]:
    """Of a header, as the standard library reads it; what we write most can be read at once."""
    found = _ONE_ADDRESS.fullmatch(value)
    return [found[1] or found[2]] if found else [address for _, address in getaddresses([value])]


def _part(octets: bytes) -> _Part:
    head, blank, body = octets.partition(b"\r\n\r\n")
    header = _HEADER.parsebytes(head + blank)
    # Debian's Python 3.11.2 misses the parts of a multipart of which it was given the header alone.
    if any(not isinstance(defect, MultipartInvariantViolationDefect) for defect in header.defects):
        raise ComposeFault("headers do not read back: words amid them")
    # To the standard library a first or last line "From …" is no defect; to others it ends the header.
    if header.get_unixfrom() is not None or header.get_payload():
        raise ComposeFault("headers do not read back: a line beside them")
    return _Part(octets, header, body)


def _names(part: _Part) -> Counter[str]:
    return Counter(name.lower() for name in part.header)


def _type_of(part: _Part) -> tuple[str, str | None]:
    return part.header.get_content_type(), part.header.get_boundary()


def _within(body: bytes, boundary: str) -> list[bytes]:
    """What stands between the lines of the boundary (RFC 2046 §5.1.1): nothing before them, on them or behind them."""
    before, *parts = (b"\r\n" + body).split(f"\r\n--{boundary}".encode("ascii"))
    if before or parts[-1:] != [b"--\r\n"] or not all(part.startswith(b"\r\n") for part in parts[:-1]):
        raise ComposeFault("parts do not read back: words beside them")
    return [part[2:] for part in parts[:-1]]


def _are_two_forms(parts: list[bytes]) -> bool:
    """The text and the HTML."""
    heads = [TEXTS[subtype].encode("ascii") for subtype in ("plain", "html")]
    return len(parts) == len(heads) and all(
        part.startswith(head) and _QUOTED.fullmatch(part, len(head)) is not None
        for part, head in zip(parts, heads, strict=True)
    )


def _see_parts(mail: _Part, event: Event | None, files: tuple[File, ...]) -> None:
    parts = list(_walk(mail))
    found = [part.header.get_content_type() for part in parts]
    shown = [file for file in files if file.content_id]
    apart = [file for file in files if not file.content_id]
    page = ["multipart/related"] * bool(shown) + ["text/html", *(file.content_type for file in shown)]
    words = ["multipart/alternative", "text/plain", *page, *(["text/calendar"] if event else [])]
    meant = [*words, *(file.content_type for file in apart)]
    if found != (["multipart/mixed", *meant] if apart else meant):
        raise ComposeFault(f"parts read back as {found}")
    leaves = [part for part in parts if not _is_multipart(part)]
    if not _are_two_forms([leaf.octets for leaf in leaves[:2]]):
        raise ComposeFault("the two forms of the words do not read back as parts")
    told = (*shown, *((event,) if event else ()), *apart)
    if not all(_is_same(part, one) for part, one in zip(leaves[2:], told, strict=True)):
        raise ComposeFault("a file does not read back as it was")


def _walk(part: _Part) -> Iterator[_Part]:
    """The part itself, then those in it, each before what stands in it."""
    yield part
    if _is_multipart(part):
        _, boundary = _type_of(part)
        if not _OURS.fullmatch(boundary or ""):
            raise ComposeFault("parts do not read back: a boundary that may stand in them")
        for octets in _within(part.body, str(boundary)):
            inner = _part(octets)
            if _is_multipart(inner) and len(inner.header) != 1:
                raise ComposeFault("parts do not read back: headers beside their kind")
            yield from _walk(inner)


def _is_multipart(part: _Part) -> bool:
    return part.header.get_content_maintype() == "multipart"


def _is_same(part: _Part, one: File | Event) -> bool:
    if isinstance(one, Event):
        names, name = _OF_EVENT, None
    else:
        names, name = _OF_PICTURE if one.content_id else _OF_FILE, one.name
    return (
        _names(part) == names
        and part.header["Content-Transfer-Encoding"] == "base64"
        and part.header.get_filename() == name
        and _decoded(part.body) == one.octets
    )


def _decoded(body: bytes) -> bytes | None:
    """None: it is not base64 throughout (RFC 2045 §6.8)."""
    try:
        return a2b_base64(body.replace(b"\r\n", b""), strict_mode=True)
    except NoBase64:
        return None
