"""Knows what the octets of a file are before any table is sought: the text of which encoding, or no table at all."""

import io
import re
import zipfile
from typing import IO, Final

from hauspost.parsers.masterdata_sentences import Sentence

MOST_OCTETS: Final = 50 * 1024 * 1024
MOST_CELLS: Final = 10_000_000  # a reader of spreadsheets makes room for all up to the last row and column
PEEK: Final = 2000  # so much of a text says whether it is a table
PIECE: Final = 1024 * 1024


class Unreadable(Exception):
    """A file that is no table: what is wrong and the mend."""

    def __init__(self, sentence: str, mend: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.mend = mend


ARCHIVE: Final = b"PK\x03\x04"
COMPOUND: Final = b"\xd0\xcf\x11\xe0"  # [MS-CFB] 2.2: what XLS is kept in, and an XLSX that has a password
ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")  # [MS-OFFCRYPTO] 2.3.4.4
# One of them is in each spreadsheet.
SPREADSHEET: Final = frozenset({"[Content_Types].xml", "xl/workbook.xml", "content.xml"})
SHEET: Final = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
FILLED_CELL: Final = re.compile(rb"<(?:\w+:)?c\s[^>]*?\br=[\"']([A-Z]{1,3})(\d{1,7})[\"'][^>]*(?<!/)>")
LONGEST_TAG: Final = 200  # of a cell; what is cut between two pieces is looked at again

# Between two letters: "ä", "ö", "ü" as DOS wrote them, which no one wrote there in Windows-1252 (CP850, CP437).
DOS: Final = re.compile(rb"[A-Za-z][\x81\x84\x94](?=[A-Za-z])|[Ss]tra\xe1e")
WEB_PAGE: Final = re.compile(
    r"(?:<\?xml[^>]*>\s*)?<(?:!--|!doctype\s+html|html|head|body|table|meta|div|script|style|title)"
    r"|mime-version:",
    re.IGNORECASE,
)
CONTROL: Final = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufffd]")


def unmistakable(octets: bytes) -> None:
    """Raises Unreadable for what its first octets, or its size, show to be no table."""
    if len(octets) > MOST_OCTETS:
        mend = Sentence("split it into files of at most {most} MiB", most=str(MOST_OCTETS // 1024 // 1024))
        raise Unreadable("is too large", mend)
    if octets.startswith(b"%PDF"):
        raise Unreadable("is a PDF, from which no table can be read for sure", "export it as CSV or XLSX")
    if octets.startswith(COMPOUND):
        if ENCRYPTED in octets:
            raise Unreadable("is locked by a password", "take the password away and save it again")
        raise Unreadable("is an old spreadsheet", "save it as XLSX or CSV")


def text_of(octets: bytes) -> str:
    """The text of a file, whatever its name ends in. Raises Unreadable for one that is no table."""
    text = _decoded(octets).replace("\0", "")
    start = text[:PEEK].lstrip()
    if WEB_PAGE.match(start):
        raise Unreadable("is a web page, whatever its name says", "export it as CSV or XLSX")
    if start.startswith("<"):
        raise Unreadable("is XML, not a table", "save it as XLSX or CSV")
    if len(CONTROL.findall(start)) * 10 > len(start):
        raise Unreadable("is neither text nor a spreadsheet", "export it as CSV or XLSX")
    return text


def _decoded(octets: bytes) -> str:
    """UTF-8 if it can be, UTF-16 by its mark or its zeros, else what German programs wrote for decades.

    Line by line: where two exports were joined, one may be UTF-8 and the other not.
    """
    if octets.startswith((b"\xff\xfe", b"\xfe\xff")):
        return octets.decode("utf-16", "replace")
    if wide := _unmarked(octets[:PEEK]):
        return octets.decode(wide, "replace")
    try:
        return octets.decode("utf-8-sig")
    except UnicodeDecodeError:
        old = "cp850" if DOS.search(octets) else "cp1252"
        lines = octets.removeprefix(b"\xef\xbb\xbf").split(b"\n")
        return "\n".join(_line(line, old) for line in lines)


def _unmarked(start: bytes) -> str:
    """UTF-16 without its mark: of a German table every second octet is zero."""
    if start[1::2].count(0) * 10 > len(start[1::2]) * 8 and start[::2].count(0) == 0:
        return "utf-16-le"
    if start[::2].count(0) * 10 > len(start[::2]) * 8 and start[1::2].count(0) == 0:
        return "utf-16-be"
    return ""


def _line(octets: bytes, old: str) -> str:
    try:
        return octets.decode("utf-8")
    except UnicodeDecodeError:
        return octets.decode(old, "replace")


def measure(octets: bytes) -> None:
    """A small archive may unpack to anything, and one cell far outside makes a sheet of millions. Raises Unreadable.

    The directory says beforehand to how much; reading it all shows whether that is true.
    """
    with zipfile.ZipFile(io.BytesIO(octets)) as archive:
        entries = archive.infolist()
        if sum(entry.file_size for entry in entries) > 4 * MOST_OCTETS:
            raise Unreadable("unpacks to too much", "save only the table, as CSV")
        if not SPREADSHEET & set(archive.namelist()):
            raise Unreadable("is an archive, not a table", "take the tables out of it")
        if any(entry.flag_bits & 1 for entry in entries):
            raise Unreadable("is locked by a password", "take the password away and save it again")
        for entry in entries:
            with archive.open(entry) as part:
                _measure_part(part, is_sheet=SHEET.fullmatch(entry.filename) is not None)


def _measure_part(part: IO[bytes], *, is_sheet: bool) -> None:
    """To its end, where a wrong length or sum is told (zipfile.BadZipFile)."""
    width = height = 0
    rest = b""
    while piece := part.read(PIECE):
        if is_sheet:
            for column, row in FILLED_CELL.findall(rest + piece):
                width, height = max(width, _number(column)), max(height, int(row))
            if width * height > MOST_CELLS:
                sentence = Sentence(
                    "reaches to row {row} and column {column}", row=str(height), column=str(width)
                )
                raise Unreadable(sentence, "save only the table, as CSV")
            rest = piece[-LONGEST_TAG:]


def _number(column: bytes) -> int:
    """A is 1, Z 26, AA 27."""
    number = 0
    for letter in column:
        number = number * 26 + letter - 64
    return number
