"""Knows how the octets of a CSV file or a spreadsheet become rows of text with their line numbers."""

import csv
import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

import python_calamine as calamine

from hauspost.parsers.masterdata_octets import ARCHIVE, Unreadable, measure, text_of, unmistakable
from hauspost.parsers.masterdata_sentences import Sentence

DELIMITERS = ";,\t"
UPPER, UPPER_LINES = 20_000, 20  # so many characters and lines of a file show its delimiter
SEP_LINE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)  # spreadsheet programs write it above the header

# An import is some thousand rows; a file that has more than this is not one.
MOST_ROWS = 200_000
MOST_LINES_IN_A_ROW = 50

# What a spreadsheet writes into a cell whose formula found nothing, in German and in English.
NO_VALUE: Final = frozenset(
    {
        *("#NV", "#WERT!", "#BEZUG!", "#NAME?", "#DIV/0!", "#ZAHL!", "#NULL!"),
        *("#N/A", "#VALUE!", "#REF!", "#NUM!", "#SPILL!", "#CALC!", "#ÜBERLAUF!", "#KALK!"),
    }
)
# How an export keeps the zeros of a number from Excel: ="0071", or '0071 as it stands in the cell itself.
AS_TEXT: Final = re.compile(r'="(.*)"|\'([\d=+@-].*)', re.DOTALL)
INVISIBLE: Final = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))


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
    unmistakable(octets)
    if octets.startswith(ARCHIVE):
        return tuple(_sheets(name, octets))
    return _table(name, list(_csv_lines(text_of(octets))))


def _table(name: str, lines: list[Line]) -> tuple[Table, ...]:
    filled = [line for line in lines if any(cell for cell in line.cells)]
    if not filled:
        return ()
    head, *rest = filled
    return (Table(name, head.cells, tuple(rest), head.number),)


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
    """The one of which the upper lines have most, as often in one as in the other, outside of quotes.

    A title above the header may hold commas, and so may every amount.
    """
    upper = re.sub(r'"[^"]*"', "", text[:UPPER])
    lines = [line for line in upper.splitlines() if line.strip()][:UPPER_LINES]

    def weight(delimiter: str) -> int:
        counts = Counter(line.count(delimiter) for line in lines)
        return max((each * times for each, times in counts.items()), default=0)

    return max(DELIMITERS, key=weight)


def _sheets(name: str, octets: bytes) -> Iterator[Table]:
    try:
        measure(octets)
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
    """A formula that found nothing is an empty cell, and a number that was marked as text is that number."""
    if not cell.isascii():
        cell = cell.translate(INVISIBLE).strip()
    if cell.startswith("#"):
        return "" if cell.upper() in NO_VALUE else cell
    if cell.startswith(("=", "'")) and (match := AS_TEXT.fullmatch(cell)):
        return (match[1] or match[2] or "").strip()
    return cell
