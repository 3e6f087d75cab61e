"""Knows the way from files of master data to records, and everything that is wrong with them, told at once."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from hauspost.desk.masterdata import Record, Stored
from hauspost.parsers import masterdata_rows
from hauspost.parsers.masterdata_links import link
from hauspost.parsers.masterdata_rows import Layout, Rejected, Row
from hauspost.parsers.masterdata_sentences import Sentence
from hauspost.parsers.masterdata_tables import OpenedFile, Table, open_file

ENDINGS: Final = (".csv", ".tsv", ".txt", ".xlsx", ".xls")
TITLE_LINES: Final = 10  # so many lines may stand above the header: titles, days, merged group names


@dataclass(frozen=True, slots=True)
class Reading:
    """`remarks` are sentences about what was passed over and harms nothing. `tables`: how many were understood."""

    records: tuple[Record, ...]
    rejected: tuple[Rejected, ...]
    remarks: tuple[str, ...]
    tables: int = 0


def read(files: Mapping[str, bytes], *, stored: Stored, language: str = "de") -> Reading:
    """Every file by its name. `stored`: what rows may point to; `language`: of persons who name none."""
    return understand(
        (open_file(name, octets) for name, octets in files.items()), stored=stored, language=language
    )


def understand(files: Iterable[OpenedFile], *, stored: Stored, language: str = "de") -> Reading:
    """The same of files whose tables are known already."""
    remarks: list[str] = []
    rows: list[Row] = []
    rejected: list[Rejected] = []
    understood: list[Layout] = []
    for file in files:
        for found in _rows(file, remarks, understood):
            (rows if isinstance(found, Row) else rejected).append(found)  # type: ignore[arg-type]
    records, astray, said = _linked(rows, stored, language)
    told = tuple(sorted(dict.fromkeys((*rejected, *astray)), key=_place))
    return Reading(records, told, (*remarks, *said), len(understood))


COMPLETE: Final = re.compile(
    r"gesamt(?:export|bestand|liste)|voll(?:export|st[äa]e?ndig)|komplett|full[ _-]?(?:export|list)|complete",
    re.IGNORECASE,
)


def says_complete(words: Iterable[str]) -> bool:
    """Whether a subject or a file's name says that it names everybody."""
    return any(COMPLETE.search(said) for said in words)


def _linked(
    rows: list[Row], stored: Stored, language: str
) -> tuple[tuple[Record, ...], tuple[Rejected, ...], tuple[str, ...]]:
    """Of a line that says several things, as in a flat table, either all is taken or nothing."""
    records, astray, said = link(rows, stored=stored, language=language)
    wrong = {(one.file, one.line) for one in astray}
    kept = [row for row in rows if (row.file, row.line) not in wrong]
    if len(rows) - len(kept) == len(astray):  # each wrong line said one thing, and that is out already
        return records, astray, said
    again, more, said = _linked(kept, stored, language)
    return again, (*astray, *more), said


def _rows(file: OpenedFile, remarks: list[str], understood: list[Layout]) -> Iterator[Row | Rejected]:
    if file.fault is not None:
        yield Rejected(file.name, 0, "", *file.fault)
    elif not file.tables:
        remarks.append(Sentence("{file} is empty", file=file.name))
    for table in file.tables:
        layout = layout_of(table)
        if isinstance(layout, Rejected):
            yield layout
            continue
        understood.append(layout)
        if not layout.table.lines:
            remarks.append(Sentence("{file} has a header and nothing below it", file=layout.table.name))
        remarks += layout.unread
        yield from masterdata_rows.rows(layout)


def layout_of(table: Table) -> Layout | Rejected:
    """The first of the upper lines that is a header; where none is, what is wrong with the first."""
    first = masterdata_rows.layout(table)
    below, tried = table.below(), first
    for _ in range(TITLE_LINES):
        if isinstance(tried, Layout) or below is None:
            break
        tried, below = masterdata_rows.layout(below), below.below()
    return first if isinstance(tried, Rejected) else tried


def _place(rejected: Rejected) -> tuple[str, int]:
    return rejected.file, rejected.line
