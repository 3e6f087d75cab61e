"""Knows how the octets of a CSV file or a spreadsheet become rows of text with their line numbers."""

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

import python_calamine as calamine

from hauspost.parsers.masterdata_sentences import Sentence

DELIMITERS = ";,\t"
SEP_LINE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)  # spreadsheet programs write it above the header

# An import is some thousand rows; a file that unpacks to more than this is not one.
MOST_ROWS = 200_000
MOST_LINES_IN_A_ROW = 50
MOST_OCTETS = 50 * 1024 * 1024


class Unreadable(Exception):
    """A file that is no table: what is wrong and the mend."""

    def __init__(self, sentence: str, mend: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.mend = mend


# What a spreadsheet writes into a cell whose formula found nothing, in German and in English.
NO_VALUE: Final = frozenset(
    {
        *("#NV", "#WERT!", "#BEZUG!", "#NAME?", "#DIV/0!", "#ZAHL!", "#NULL!"),
        *("#N/A", "#VALUE!", "#REF!", "#NUM!"),
    }
)
SPREADSHEET: Final = frozenset(
    {"[Content_Types].xml", "xl/workbook.xml", "content.xml"}
)  # one of them is in each
WEB_PAGE: Final = re.compile(
    rb"\s*(?:<!--.{0,500}?-->\s*)?<(?:!doctype html|html|head|body|table|meta)\b", re.I | re.S
)


@dataclass(frozen=True, slots=True)
class Line:
    number: int  # as an editor or a spreadsheet counts them
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """`name`: the file's, of a spreadsheet with several sheets the file's and the sheet's."""

    name: str
    header: tuple[str, ...]
    lines: tuple[Line, ...]
    head_number: int = 1

    def below(self) -> "Table | None":
        """As if the header were no part of it: exports write titles and group names above. None: nothing is left."""
        if not self.lines:
            return None
        head, *rest = self.lines
        return Table(self.name, head.cells, tuple(rest), head.number)


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """A file as far as it is a table; `fault`: sentence and mend of one that is none."""

    name: str
    tables: tuple[Table, ...] = ()
    fault: tuple[str, str] | None = None

    @property
    def lines(self) -> int:
        return sum(len(table.lines) for table in self.tables)


def too_long(most: int) -> tuple[str, str]:
    mend = Sentence("split it into files of at most {most} lines", most=str(most))
    return Sentence("has too many lines"), mend


def too_many_together() -> tuple[str, str]:
    """Of a file that is small enough by itself."""
    return Sentence("is too much together with the other files"), Sentence("send it in a mail of its own")


def too_much() -> tuple[str, str]:
    """Of a file at which its reader fell or gave up."""
    return Sentence("is more than can be read here"), Sentence("save only the table, as CSV")


def open_file(name: str, octets: bytes) -> OpenedFile:
    """Total: what is no table says so."""
    try:
        return OpenedFile(name, tables(name, octets))
    except Unreadable as fault:
        return OpenedFile(name, fault=(fault.sentence, fault.mend))


def tables(name: str, octets: bytes) -> tuple[Table, ...]:
    """Every table of one file; sheets and files without any cell give none. Raises Unreadable."""
    if len(octets) > MOST_OCTETS:
        mend = Sentence("split it into files of at most {most} MiB", most=str(MOST_OCTETS // 1024 // 1024))
        raise Unreadable("is too large", mend)
    if WEB_PAGE.match(octets.removeprefix(b"\xef\xbb\xbf")[:2000]):
        raise Unreadable("is a web page, whatever its name says", "export it as CSV or XLSX")
    if octets.startswith(b"%PDF"):
        raise Unreadable("is a PDF, from which no table can be read for sure", "export it as CSV or XLSX")
    ending = name.lower().rpartition(".")[2]
    if ending == "xlsx" or octets.startswith(b"PK\x03\x04"):
        return tuple(_sheets(name, octets))
    if ending == "xls" or octets.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable("is an old spreadsheet", "save it as XLSX or CSV")
    return _table(name, list(_csv_lines(_text(octets))))


def _table(name: str, lines: list[Line]) -> tuple[Table, ...]:
    filled = [line for line in lines if any(cell for cell in line.cells)]
    if not filled:
        return ()
    head, *rest = filled
    return (Table(name, head.cells, tuple(rest), head.number),)


def _text(octets: bytes) -> str:
    """UTF-8 if it can be, UTF-16 by its mark, else what German programs wrote for decades: Windows-1252."""
    if octets.startswith((b"\xff\xfe", b"\xfe\xff")):
        return octets.decode("utf-16", "replace").replace("\0", "")
    try:
        return octets.decode("utf-8-sig").replace("\0", "")
    except UnicodeDecodeError:
        return octets.decode("cp1252", "replace").replace("\0", "")


def _csv_lines(text: str) -> Iterator[Line]:
    told = SEP_LINE.match(text)
    skipped = 1 if told else 0
    body = text[told.end() :] if told else text
    reader = csv.reader(io.StringIO(body, newline=""), delimiter=told[1] if told else _delimiter(body))
    begin = 1
    try:
        for cells in reader:
            if reader.line_num - begin > MOST_LINES_IN_A_ROW:
                line = str(begin + skipped)
                raise Unreadable(
                    Sentence("has a quotation mark in line {line} that is never closed", line=line),
                    "close it",
                )
            yield Line(begin + skipped, tuple(_valued(cell.strip()) for cell in cells))
            begin = reader.line_num + 1
    except csv.Error as error:
        line = str(begin + skipped)
        sentence = Sentence("cannot be read from line {line} on: {error}", line=line, error=str(error))
        raise Unreadable(sentence, "save it as CSV again") from None
    if begin > MOST_ROWS:
        raise Unreadable(*too_long(MOST_ROWS))


def _delimiter(text: str) -> str:
    """The one that the header uses most, outside of quotes."""
    header = re.sub(r'"[^"]*"', "", next((line for line in text.splitlines() if line.strip()), ""))
    return max(DELIMITERS, key=header.count)


def _sheets(name: str, octets: bytes) -> Iterator[Table]:
    try:
        _measure(octets)
        with calamine.CalamineWorkbook.from_filelike(io.BytesIO(octets)) as book:
            sheets = [
                (sheet, book.get_sheet_by_name(sheet).to_python(skip_empty_area=False))
                for sheet in book.sheet_names
            ]
    except (calamine.CalamineError, zipfile.BadZipFile, OSError, ValueError) as error:
        sentence = Sentence("is no spreadsheet that can be read ({error})", error=str(error))
        raise Unreadable(sentence, "save it as XLSX or CSV again") from None
    for sheet, rows in sheets:
        lines = [
            Line(number, tuple(_cell(value) for value in row)) for number, row in enumerate(rows, start=1)
        ]
        yield from _table(f"{name} [{sheet}]" if len(sheets) > 1 else name, lines)


def _measure(octets: bytes) -> None:
    """A small archive may unpack to anything: its directory says beforehand to what and how much."""
    with zipfile.ZipFile(io.BytesIO(octets)) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > 4 * MOST_OCTETS:
            raise Unreadable("unpacks to too much", "save only the table, as CSV")
        if not SPREADSHEET & set(archive.namelist()):
            raise Unreadable("is an archive, not a table", "take the tables out of it")


def _cell(value: Any) -> str:
    """A spreadsheet's value as it would stand in a CSV file."""
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else _valued(str(value).strip())


def _valued(cell: str) -> str:
    """A formula that found nothing is an empty cell."""
    return "" if cell.startswith("#") and cell.upper() in NO_VALUE else cell
