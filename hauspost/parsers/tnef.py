"""Knows winmail.dat, the envelope that Exchange puts around a mail's text and files (MS-OXTNEF): where in it they lie.

Nothing is copied out but the text: a file is a place in the content, so that it can be cut out again later without
reading the format anew. Any octets give a value; what is cut off or contradicts itself ends the reading there.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from hauspost.parsers.charsets import decode

SIGNATURE: Final = b"\x78\x9f\x3e\x22"
FILES: Final = 20
DEPTH: Final = 3  # mails inside mails
STEPS: Final = 20_000  # attributes and values looked at; real envelopes have hundreds
TEXT: Final = 256 * 1024

# Attributes (MS-OXTNEF §2.1.3.2), with their types in the upper half.
_BODY: Final = 0x0002800C
_MESSAGE: Final = 0x00069003
_CODE_PAGE: Final = 0x00069007
_NEW_FILE: Final = 0x00069002
_DATA: Final = 0x0006800F
_TITLE: Final = 0x00018010
_FILE: Final = 0x00069005

# Properties (MS-OXPROPS) by their ids.
_PLAIN: Final = 0x1000
_RTF: Final = 0x1009
_HTML: Final = 0x1013
_HTML_CODE_PAGE: Final = 0x3FDE
_DISPLAY_NAME: Final = 0x3001
_CONTENT: Final = 0x3701
_SHORT_NAME: Final = 0x3704
_LONG_NAME: Final = 0x3707
_MIME_TYPE: Final = 0x370E
_CONTENT_ID: Final = 0x3712

# Property types (MS-OXCDATA §2.11.1): the widths of the plain ones as they are padded here, and those with a length.
_WIDTHS: Final = {
    0x02: 4,
    0x03: 4,
    0x04: 4,
    0x05: 8,
    0x06: 8,
    0x07: 8,
    0x0A: 4,
    0x0B: 4,
    0x14: 8,
    0x40: 8,
    0x48: 16,
}
_STRING: Final = 0x1E
_UNICODE: Final = 0x1F
_OBJECT: Final = 0x0D
_MEASURED: Final = frozenset((_STRING, _UNICODE, _OBJECT, 0x102))
_MANY: Final = 0x1000
_NAMED: Final = 0x8000  # ids from here on are followed by their names
_GUID: Final = 16
# IID_IMessage: such an object is a mail with an envelope of its own.
_MAIL: Final = bytes.fromhex("0703020000000000c000000000000046")

_HEAD: Final = struct.Struct("<BII")
_U16: Final = struct.Struct("<H")
_U32: Final = struct.Struct("<I")


@dataclass(frozen=True, slots=True)
class Inner:
    """A file at `content[start:start + length]`; names and types as they are written there."""

    name: str
    content_type: str
    content_id: str
    start: int
    length: int


@dataclass(frozen=True, slots=True)
class Winmail:
    """`is_whole`: everything of use to people is in `files` and the texts, so that the envelope can be left away."""

    files: tuple[Inner, ...]
    plain: str
    html: str
    has_rtf: bool
    is_whole: bool


class _Cut(Exception):
    """A length leads beyond the end."""


@dataclass(slots=True)
class _Found:
    """What is known of one file so far; the long name is written after the short one."""

    names: dict[int, str] = field(default_factory=dict)
    place: tuple[int, int] = (0, 0)
    content_type: str = ""
    content_id: str = ""
    mail: tuple[int, int] | None = None


@dataclass(slots=True)
class _Reading:
    files: list[Inner] = field(default_factory=list)
    plain: str = ""
    html: str = ""
    has_rtf: bool = False
    is_whole: bool = True
    steps: Iterator[int] = field(default_factory=lambda: iter(range(STEPS)))

    def step(self) -> None:
        if next(self.steps, None) is None:
            raise _Cut


def is_winmail(head: bytes) -> bool:
    return head.startswith(SIGNATURE)


def opened(content: bytes) -> Winmail:
    """What the envelope holds; an empty value for octets that are none."""
    found = _Reading()
    _read(memoryview(content), 0, len(content), found, depth=0)
    return Winmail(tuple(found.files), found.plain, found.html, found.has_rtf, found.is_whole)


def _read(content: memoryview, start: int, end: int, found: _Reading, *, depth: int, title: str = "") -> None:
    """A mail inside the mail gives its files and its plain text, as a file called after its `title`."""
    if end - start < 6 or bytes(content[start : start + 4]) != SIGNATURE or depth >= DEPTH:
        found.is_whole = False
        return
    code_page, current, text = "", _Found(), (0, 0)
    try:
        for name, at, length in _attributes(content, start + 6, end, found):
            if name == _CODE_PAGE and length >= 4:
                code_page = f"cp{_u32(content, at, end)}"
            elif name == _NEW_FILE:
                _keep(content, current, found, depth)
                current = _Found()
            elif name == _DATA:
                current.place = (at, length)
            elif name == _TITLE:
                current.names.setdefault(_SHORT_NAME, _words(content, at, length, code_page))
            elif name == _FILE:
                _of_file(content, (at, at + length), current, found, code_page)
            elif depth == 0:
                _of_message(content, (name, at, length), found, code_page)
            elif name == _BODY:
                text = (at, length)
    except _Cut:
        found.is_whole = False
    _keep(content, current, found, depth)
    if depth and text[1] > 1:
        _add(found, Inner(f"{title}.txt" if title else "", "text/plain", "", *text))


def _attributes(content: memoryview, at: int, end: int, found: _Reading) -> Iterator[tuple[int, int, int]]:
    """Name, offset and length of each; a level that is none begins the waste that some senders leave behind it."""
    while end - at >= _HEAD.size and content[at] in (1, 2):
        found.step()
        _, name, length = _HEAD.unpack_from(content, at)
        at += _HEAD.size
        if length > end - at:
            raise _Cut
        yield name, at, length
        at += length + 2  # and its checksum, which says nothing that the lengths do not


def _keep(content: memoryview, one: _Found, found: _Reading, depth: int) -> None:
    written = (one.names.get(each) for each in (_LONG_NAME, _SHORT_NAME, _DISPLAY_NAME))
    name = next((each for each in written if each), "")
    if one.mail is not None:
        found.is_whole = False  # how it was sent, and by whom, is nowhere else
        _read(content, *one.mail, found, depth=depth + 1, title=name)
    elif one.place[1]:
        _add(found, Inner(name, one.content_type.lower(), one.content_id, *one.place))


def _add(found: _Reading, file: Inner) -> None:
    if len(found.files) < FILES:
        found.files.append(file)
    else:
        found.is_whole = False


def _of_message(
    content: memoryview, attribute: tuple[int, int, int], found: _Reading, code_page: str
) -> None:
    name, at, length = attribute
    if name == _BODY:
        found.plain = found.plain or _words(content, at, min(length, TEXT), code_page)
    elif name == _MESSAGE:
        html, html_page = (0, 0), code_page
        for prop, kind, start, size in _properties(content, at, at + length, found):
            if prop == _PLAIN and kind in (_STRING, _UNICODE):
                found.plain = _string(content, kind, (start, min(size, TEXT)), code_page)
            elif prop == _HTML:
                html = (start, min(size, TEXT * 4))
            elif prop == _HTML_CODE_PAGE and kind == 3:
                html_page = _page_named(_u32(content, start, at + length))
            elif prop == _RTF:
                found.has_rtf = size > 0
        found.html = _words(content, *html, html_page) if html[1] else found.html


def _of_file(
    content: memoryview, place: tuple[int, int], one: _Found, found: _Reading, code_page: str
) -> None:
    for prop, kind, start, size in _properties(content, *place, found):
        if prop in (_LONG_NAME, _SHORT_NAME, _DISPLAY_NAME):
            one.names[prop] = _string(content, kind, (start, min(size, 1_000)), code_page)
        elif prop == _MIME_TYPE:
            one.content_type = _string(content, kind, (start, min(size, 200)), code_page)
        elif prop == _CONTENT_ID:
            one.content_id = _string(content, kind, (start, min(size, 400)), code_page)
        elif prop == _CONTENT and kind == _OBJECT and size > _GUID:
            if bytes(content[start : start + _GUID]) == _MAIL:
                one.mail = (start + _GUID, start + size)
            elif not one.place[1]:
                one.place = (start + _GUID, size - _GUID)
        elif prop == _CONTENT and not one.place[1]:
            one.place = (start, size)


def _properties(
    content: memoryview, at: int, end: int, found: _Reading
) -> Iterator[tuple[int, int, int, int]]:
    """Id, type, offset and length of each property's first value."""
    count, at = _u32(content, at, end), at + 4
    for _ in range(count):
        kind, prop = _u16(content, at, end), _u16(content, at + 2, end)
        at += 4
        found.step()
        if prop >= _NAMED:
            at = _past_name(content, at, end)
        is_many, kind = bool(kind & _MANY), kind & ~_MANY
        values = 1
        if is_many or kind in _MEASURED:
            values, at = _u32(content, at, end), at + 4
        for number in range(values):
            found.step()
            if kind in _MEASURED:
                size, at = _u32(content, at, end), at + 4
                width = size + -size % 4
            else:
                size = width = _WIDTHS.get(kind, 0)
            if (not width and kind not in _MEASURED) or size > end - at:
                raise _Cut
            if number == 0:
                yield prop, kind, at, size
            at += width


def _past_name(content: memoryview, at: int, end: int) -> int:
    at += _GUID
    is_number, at = _u32(content, at, end) == 0, at + 4
    if is_number:
        return at + 4
    size = _u32(content, at, end)
    if size > end - at:
        raise _Cut
    return at + 4 + size + -size % 4


# ---- values


def _u16(content: memoryview, at: int, end: int) -> int:
    if at + 2 > end:
        raise _Cut
    return int(_U16.unpack_from(content, at)[0])


def _u32(content: memoryview, at: int, end: int) -> int:
    if at + 4 > end:
        raise _Cut
    return int(_U32.unpack_from(content, at)[0])


def _string(content: memoryview, kind: int, place: tuple[int, int], code_page: str) -> str:
    return _words(content, *place, "utf-16-le" if kind == _UNICODE else code_page)


def _words(content: memoryview, at: int, length: int, charset: str) -> str:
    octets = bytes(content[at : at + length])
    if charset == "utf-16-le":
        octets = octets[: len(octets) & ~1]
    return decode(octets, charset)[0].split("\x00", 1)[0]


def _page_named(number: int) -> str:
    """Windows' numbers of charsets, where they are no code page of that number."""
    return {65001: "utf-8", 28591: "iso-8859-1", 28605: "iso-8859-15", 20127: "us-ascii"}.get(
        number, f"cp{number}"
    )
