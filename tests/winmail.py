"""Writes winmail.dat as Outlook and Exchange do (MS-OXTNEF), so that tests can hand the parser any of it."""

import struct
from dataclasses import dataclass, field

SIGNATURE = struct.pack("<IH", 0x223E9F78, 1)
MAIL = bytes.fromhex("0703020000000000c000000000000046")
STRING, UNICODE, BINARY, OBJECT, LONG = 0x1E, 0x1F, 0x102, 0x0D, 0x03


@dataclass(frozen=True)
class File:
    """`long` and `unicode` say how its name is written, `by_property` where its content stands."""

    name: str
    content: bytes
    mime_type: str = ""
    content_id: str = ""
    unicode: bool = False
    by_property: bool = False


@dataclass(frozen=True)
class Message:
    files: tuple[File, ...] = ()
    mails: tuple[tuple[str, "Message"], ...] = ()
    body: str = ""
    html: str = ""
    rtf: bytes = b""
    code_page: int = 1252
    more: tuple[tuple[int, int, bytes], ...] = field(default=())  # properties: id, type, value


def written(message: Message) -> bytes:
    charset = f"cp{message.code_page}"
    out = [SIGNATURE, attribute(1, 0x00089006, struct.pack("<I", 0x10000))]
    out.append(attribute(1, 0x00069007, struct.pack("<II", message.code_page, 0)))
    if message.body:
        out.append(attribute(1, 0x0002800C, message.body.encode(charset) + b"\x00"))
    found = list(message.more)
    if message.html:
        found += [(0x1013, BINARY, message.html.encode()), (0x3FDE, LONG, struct.pack("<I", 65001))]
    if message.rtf:
        found.append((0x1009, BINARY, message.rtf))
    if found:
        out.append(attribute(1, 0x00069003, properties(found)))
    out += [_file(one, charset) for one in message.files]
    out += [_mail(name, one) for name, one in message.mails]
    return b"".join(out)


def attribute(level: int, name: int, value: bytes) -> bytes:
    return struct.pack("<BII", level, name, len(value)) + value + struct.pack("<H", sum(value) & 0xFFFF)


def properties(found: list[tuple[int, int, bytes]]) -> bytes:
    out = [struct.pack("<I", len(found))]
    for name, kind, value in found:
        out.append(struct.pack("<HH", kind, name))
        if name >= 0x8000:
            words = "Keyword\x00".encode("utf-16-le")
            out += [bytes(16), struct.pack("<II", 1, len(words)), words + bytes(-len(words) % 4)]
        if kind in (STRING, UNICODE, BINARY, OBJECT):
            out.append(struct.pack("<II", 1, len(value)))
        out.append(value + bytes(-len(value) % 4))
    return b"".join(out)


def _file(one: File, charset: str) -> bytes:
    short = one.name.encode("ascii", "replace")[:12]
    found = [(0x3707, UNICODE, f"{one.name}\x00".encode("utf-16-le"))] if one.unicode else []
    if not one.unicode:
        found = [(0x3707, STRING, one.name.encode(charset) + b"\x00")]
    if one.mime_type:
        found.append((0x370E, STRING, one.mime_type.encode() + b"\x00"))
    if one.content_id:
        found.append((0x3712, STRING, one.content_id.encode() + b"\x00"))
    if one.by_property:
        found.append((0x3701, BINARY, one.content))
    out = attribute(2, 0x00069002, bytes(14))
    if not one.by_property:
        out += attribute(2, 0x0006800F, one.content)
    return out + attribute(2, 0x00018010, short + b"\x00") + attribute(2, 0x00069005, properties(found))


def _mail(name: str, message: Message) -> bytes:
    found = [(0x3001, STRING, name.encode() + b"\x00"), (0x3701, OBJECT, MAIL + written(message))]
    return attribute(2, 0x00069002, bytes(14)) + attribute(2, 0x00069005, properties(found))
