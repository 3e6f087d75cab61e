"""Knows how mails lie in files: one .eml, many in an mbox, one a file in a Maildir, or on standard input.

An mbox is read as a stream in one pass: no more than one mail is ever held (RFC 4155, and the "rd" way of quoting,
https://www.loc.gov/preservation/digital/formats/fdd/fdd000385.shtml, which reads the older "o" files too).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

CHUNK: Final = 64 * 1024  # a line longer than this comes in pieces
STDIN: Final = "-"


@dataclass(frozen=True, slots=True)
class Found:
    """`octets` is None where the mail is larger than the limit; `size` says how large.

    `mail_from` and `stamp`, a time as asctime writes it: of an mbox line.
    """

    source: str  # file name, with "#n" behind it for the n-th mail of an mbox
    octets: bytes | None
    size: int
    mail_from: str = ""
    stamp: str = ""


class Unreadable(Exception):
    """A path that holds no mail; the message is one sentence with the mend."""


def mails_at(path: Path, *, limit: int) -> Iterator[Found]:
    """The mails at that path in order. `limit`: octets of the largest that is taken. Raises Unreadable."""
    if path.is_dir():
        yield from _mails_in_folder(path, limit)
        return
    try:
        with path.open("rb") as stream:
            _prove_mbox(path, stream.peek(1))
            yield from mails_of_stream(stream, path.name, limit=limit)
    except OSError as error:
        raise Unreadable(
            f"{path} cannot be read ({error.strerror}); name a readable file or folder"
        ) from None


def _prove_mbox(path: Path, begins: bytes) -> None:
    """What is called .mbox and is a table or a picture would be one mail without a header. Raises Unreadable."""
    if path.suffix.lower() == ".mbox" and begins and not _BEGINS.match(begins):
        raise Unreadable(
            f'{path} is no mbox (its first line does not begin with "From "); name an mbox, a Maildir or an .eml'
        )


def mails_of_stream(stream: BinaryIO, name: str, *, limit: int) -> Iterator[Found]:
    """An mbox if its first line says so, else one mail."""
    first = stream.readline(CHUNK)
    if first.startswith(b"From "):
        yield from _mbox(stream, first, name, limit=limit)
        return
    draft = _Draft(limit)
    while first:
        draft.add(first)
        first = stream.read(CHUNK)
    yield draft.found(name)


def octets_at(path: Path) -> int:
    """How much there is to read, for a progress bar."""
    if path.is_dir():
        return sum(one.stat().st_size for one in _files(path))
    return path.stat().st_size if path.exists() else 0


# ---- Maildir


def _mails_in_folder(folder: Path, limit: int) -> Iterator[Found]:
    files = _files(folder)
    if not files and not (folder / "cur").is_dir():
        raise Unreadable(
            f"{folder} is no Maildir and holds no .eml files; name a folder with cur and new, or a file"
        )
    for file in files:
        yield from mails_at(file, limit=limit)


def _files(folder: Path) -> list[Path]:
    """By name, which in a Maildir begins with the time; what lies in tmp is not delivered yet."""
    if (folder / "cur").is_dir() or (folder / "new").is_dir():
        lying = [
            one for name in ("cur", "new") if (folder / name).is_dir() for one in (folder / name).iterdir()
        ]
        return sorted((one for one in lying if one.is_file()), key=lambda one: one.name)
    return sorted(one for one in folder.iterdir() if one.suffix.lower() in (".eml", ".mbox"))


# ---- mbox

# "From anna@post.example Mon Mar  2 12:00:00 2026": the day's name and the time tell it from a sentence.
_SEPARATOR: Final = re.compile(
    rb"From (?P<from>\S*) *.{0,40}?(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b.{0,40}?\d{1,2}:\d{2}"
)
_BEGINS: Final = re.compile(rb"From |[!-9;-~]{1,200}:")  # an mbox, or a single mail by its first field
_QUOTED_FROM: Final = re.compile(rb">+From ")


class _Draft:
    """A mail being read; beyond the limit only its length is kept."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._pieces: list[bytes] = []
        self._size = 0

    def add(self, piece: bytes) -> None:
        self._size += len(piece)
        if self._size <= self._limit:
            self._pieces.append(piece)
        else:
            self._pieces.clear()

    def drop_last_line(self) -> None:
        """The blank line before the next separator belongs to the mbox, not to the mail."""
        if self._pieces and self._pieces[-1] in (b"\n", b"\r\n"):
            self._size -= len(self._pieces.pop())

    def found(self, source: str, separator: bytes = b"") -> Found:
        is_whole = self._size <= self._limit
        whole = b"".join(self._pieces) if is_whole else None
        return Found(source, whole, self._size, _envelope(separator), _stamp(separator))


def _mbox(stream: BinaryIO, first: bytes, name: str, *, limit: int) -> Iterator[Found]:
    draft, number, separator = _Draft(limit), 1, first
    was_blank, begins_line = False, first.endswith(b"\n")
    while line := stream.readline(CHUNK):
        if begins_line and was_blank and _SEPARATOR.match(line):
            draft.drop_last_line()
            yield draft.found(f"{name}#{number}", separator)
            draft, number, separator = _Draft(limit), number + 1, line
        else:
            draft.add(line[1:] if begins_line and _QUOTED_FROM.match(line) else line)
        was_blank = begins_line and line in (b"\n", b"\r\n")
        begins_line = line.endswith(b"\n")
    draft.drop_last_line()
    yield draft.found(f"{name}#{number}", separator)


def _envelope(line: bytes) -> str:
    match = _SEPARATOR.match(line)
    written = match["from"].decode("ascii", "replace") if match else ""
    return written if "@" in written else ""


def _stamp(line: bytes) -> str:
    """What follows the address: "Mon Mar  2 12:00:00 2026"."""
    return line.decode("ascii", "replace").partition(" ")[2].partition(" ")[2].strip()
