"""Knows the outer shape of a mail in raw octets: header fields, MIME parts, and the offset of each of them.

It looks for line ends and boundaries only, so its time grows with the length of the mail and its memory does
not; the big parts are never copied, decoded or shown to a parser (SAFETY, "Limits": hollow parsing).
"""

import re
from dataclasses import dataclass
from typing import Final

from hauspost.parsers import parameters
from hauspost.parsers.charsets import decode
from hauspost.parsers.transfer import encoding_named

# SAFETY, "Limits". A mail over one of them still gives a value; the defect says which.
HEADER_OCTETS: Final = 64 * 1024
HEADER_LINES: Final = 500
PART_HEADER_OCTETS: Final = 16 * 1024
DEPTH: Final = 10
PARTS: Final = 100
BOUNDARY: Final = 70
VALUE_OCTETS: Final = 20 * 1024
# Lines that start like a boundary and are none; real mails have a handful, crafted ones millions.
NEAR_MISSES: Final = 10_000

_BLANK: Final = re.compile(rb"\n\r?\n")
_FIELD: Final = re.compile(rb"([!-9;-~]{1,200})[ \t]*:")
# "From " and a name opens an mbox; "From :" is a From field in obsolete syntax (RFC 5322 §4.5.2).
_MBOX: Final = re.compile(rb">?From [ \t]*[^ \t:]", re.IGNORECASE)
_TAIL: Final = re.compile(rb"(--)?[ \t]*(?:\r?\n|\Z)")
_GUESS: Final = re.compile(rb"(?:\A|\n)--([0-9A-Za-z'()+_,./:=?][0-9A-Za-z'()+_,./:=? -]{0,69})\r?\n")
# Where the named boundary never comes, only a line that a part's header follows is taken for one.
_BEGUN: Final = re.compile(_GUESS.pattern + rb"(?=content-)", re.IGNORECASE)
_FAMILIAR: Final = re.compile(
    rb"(?:from|to|cc|subject|date|received|message-id|mime-version|content-[a-z-]+|x-[a-z0-9-]+|reply-to|"
    rb"sender|return-path|in-reply-to|references|dkim-signature|authentication-results)[ \t]*:",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Field:
    """One header field: `name` lower case, `raw` unfolded but otherwise as it came."""

    name: str
    raw: bytes

    @property
    def value(self) -> str:
        """The value as Unicode (RFC 6532, or the sender's code page), encoded words left alone."""
        return decode(self.raw[:VALUE_OCTETS])[0].strip(" \t")


@dataclass(frozen=True, slots=True)
class Part:
    """One MIME part; `offset` and `length` are its body in the stored octets, `parent` an index or -1."""

    parent: int
    depth: int
    fields: tuple[Field, ...]
    content_type: str
    parameters: dict[str, str]
    offset: int
    length: int
    leaf: bool

    def field(self, name: str) -> str:
        """The value of the first field of that name, "" if there is none."""
        return next((field.value for field in self.fields if field.name == name), "")

    @property
    def file_name(self) -> str:
        """As the sender wrote it, "" if there is none; quotes of a shell around it are none of it."""
        disposition = parameters.of(self.field("content-disposition"))
        name = disposition.get("filename") or self.parameters.get("name") or ""
        return name[1:-1] if len(name) > 2 and name[0] == name[-1] == "'" else name

    @property
    def encoding(self) -> str:
        return encoding_named(self.field("content-transfer-encoding"))


@dataclass(frozen=True, slots=True)
class Scan:
    """The parts in the order of the mail; the first is the mail itself."""

    parts: tuple[Part, ...]
    defects: tuple[str, ...]

    @property
    def fields(self) -> tuple[Field, ...]:
        return self.parts[0].fields


@dataclass(slots=True)
class _Region:
    start: int
    end: int
    depth: int
    parent: int
    default: str


def prescan(octets: bytes) -> Scan:
    """Any octets give at least one part. Offsets always refer to `octets`, whatever stands before the header."""
    defects: dict[str, None] = {}
    if b"\n" not in octets[:HEADER_OCTETS] and b"\r" in octets[:HEADER_OCTETS]:
        octets = octets.replace(b"\r", b"\n")  # Lines ended by CR alone: same length, so the offsets stay.
        defects["bare-cr-lines"] = None
    parts: list[Part] = []
    regions = [_Region(_begin(octets, defects), len(octets), 0, -1, "text/plain")]
    while regions:
        if len(parts) == PARTS:
            defects["limit-parts"] = None
            break
        region = regions.pop()
        part = _part(octets, region, defects)
        inner = [] if part.leaf else _split(octets, part, room=PARTS - len(parts), defects=defects)
        parts.append(part if inner or part.leaf else _without_parts(part, defects))
        default = "message/rfc822" if part.content_type == "multipart/digest" else "text/plain"
        here = len(parts) - 1
        regions += [_Region(a, b, region.depth + 1, here, default) for a, b in reversed(inner)]
    return Scan(tuple(parts), tuple(defects))


def header_of(octets: bytes, start: int = 0, end: int | None = None) -> tuple[tuple[Field, ...], int]:
    """The fields of a header block, and where its body begins; also for mails inside mails."""
    return _header(octets, start, len(octets) if end is None else end, limit=HEADER_OCTETS, defects={})


def _begin(octets: bytes, defects: dict[str, None]) -> int:
    """Skips what stands before some stored mails: a byte order mark, an mbox line, blank lines."""
    at = 3 if octets.startswith(b"\xef\xbb\xbf") else 0
    if at:
        defects["byte-order-mark"] = None
    while octets[at : at + 1] in (b"\r", b"\n") and at < 1024:
        at += 1
        defects["blank-lines-first"] = None
    if _MBOX.match(octets, at):
        defects["mbox-line"] = None
        at = octets.find(b"\n", at, at + 1000) + 1 or at
    return at


def _part(octets: bytes, region: _Region, defects: dict[str, None]) -> Part:
    limit = PART_HEADER_OCTETS if region.depth else HEADER_OCTETS
    fields, body = _header(octets, region.start, region.end, limit=limit, defects=defects)
    written = next((field.value for field in fields if field.name == "content-type"), "")
    kind, values = parameters.read(written, default=region.default)
    composite = kind.startswith("multipart/")
    if composite and region.depth >= DEPTH:
        defects["limit-depth"] = None
    leaf = not composite or region.depth >= DEPTH
    return Part(region.parent, region.depth, fields, kind, values, body, max(0, region.end - body), leaf)


def _without_parts(part: Part, defects: dict[str, None]) -> Part:
    """A multipart in which no boundary stands: read as text, so that no word of it is lost."""
    defects["multipart-without-parts"] = None
    return Part(part.parent, part.depth, part.fields, "text/plain", {}, part.offset, part.length, True)


def _header(
    octets: bytes, start: int, end: int, *, limit: int, defects: dict[str, None]
) -> tuple[tuple[Field, ...], int]:
    first = octets[start : start + 2]
    if first[:1] == b"\n" or first == b"\r\n":
        return (), start + (1 if first[:1] == b"\n" else 2)
    blank = _BLANK.search(octets, start, end)
    stop, body = (blank.start() + 1, blank.end()) if blank else (end, end)
    if stop - start > limit:
        defects["limit-header-octets"] = None
        stop = octets.rfind(b"\n", start, start + limit) + 1 or start + limit
    lines = octets[start:stop].split(b"\n", HEADER_LINES)
    if len(lines) > HEADER_LINES and lines.pop():
        defects["limit-header-lines"] = None
    return _fields(lines, start, body, defects)


def _fields(
    lines: list[bytes], start: int, body: int, defects: dict[str, None]
) -> tuple[tuple[Field, ...], int]:
    """Unfolds; a stray line inside the block is skipped, one after which no field follows begins the body."""
    found: list[tuple[str, list[bytes]]] = []
    at = start
    for number, line in enumerate(lines):
        if line[:1] in (b" ", b"\t") and found:
            found[-1][1].append(line.rstrip(b"\r"))
        elif match := _FIELD.match(line):
            name = match.group(1).decode("ascii").lower()
            found.append((name, [line[match.end() :].rstrip(b"\r")]))
        elif line.strip():
            defects["stray-header-line"] = None
            # A boundary line without the blank line before it begins the body, too.
            if line.startswith(b"--") or not any(map(_FAMILIAR.match, lines[number + 1 : number + 3])):
                body = at
                break
        at += len(line) + 1
    return tuple(Field(name, b"".join(values)) for name, values in found), body


def _split(octets: bytes, part: Part, *, room: int, defects: dict[str, None]) -> list[tuple[int, int]]:
    """The regions between the boundary lines of one multipart (RFC 2046 §5.1.1), in order."""
    boundary = part.parameters.get("boundary", "").rstrip(" \t").encode("utf-8", "replace")
    end = part.offset + part.length
    if not boundary:
        defects["no-boundary"] = None
        boundary = _guessed(octets, part, _GUESS)
    if len(boundary) > BOUNDARY:
        defects["limit-boundary"] = None
    if not boundary or len(boundary) > 1000:
        return []
    found = _between(octets, part.offset, end, delimiter=b"--" + boundary, room=room, defects=defects)
    if not found and (meant := _guessed(octets, part, _BEGUN)):
        defects["other-boundary"] = None
        found = _between(octets, part.offset, end, delimiter=b"--" + meant, room=room, defects=defects)
    return found


def _guessed(octets: bytes, part: Part, line: re.Pattern[bytes]) -> bytes:
    """The boundary of the first line that looks like one; the line end before it is the blank line's."""
    at = max(0, part.offset - 1)
    match = line.search(octets, at, min(part.offset + part.length, part.offset + HEADER_OCTETS))
    return match.group(1) if match else b""


def _between(
    octets: bytes, at: int, end: int, *, delimiter: bytes, room: int, defects: dict[str, None]
) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    begun, first, misses = -1, at, 0
    while (hit := octets.find(delimiter, at, end)) >= 0:
        at = hit + len(delimiter)
        tail = _TAIL.match(octets, at, end) if hit == first or octets[hit - 1] == 10 else None
        if tail is None:
            misses += 1
            if misses > NEAR_MISSES:
                defects["limit-near-boundaries"] = None
                break
            continue
        if begun >= 0:
            found.append((begun, max(begun, _line_end(octets, begun, hit))))
        begun = -1 if tail.group(1) else tail.end()
        if begun < 0 or len(found) >= room:
            break
    if begun >= 0:
        if len(found) < room:
            found.append((begun, end))
        defects["no-closing-boundary"] = None
    return found


def _line_end(octets: bytes, start: int, boundary: int) -> int:
    """The line end before a boundary line belongs to the boundary."""
    stop = boundary - 1 if boundary > start and octets[boundary - 1] == 10 else boundary
    return stop - 1 if stop > start and octets[stop - 1] == 13 else stop
