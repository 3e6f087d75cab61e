"""Knows the rows that were not taken as tables of their own: as they stood, with line and reason, to be mended."""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from typing import Final

from hauspost.parsers.masterdata import layout_of
from hauspost.parsers.masterdata_columns import NOTES
from hauspost.parsers.masterdata_rows import Layout, Rejected
from hauspost.parsers.masterdata_sentences import said_in
from hauspost.parsers.masterdata_tables import OpenedFile, Table

ENDING: Final = re.compile(r"\.(?:csv|tsv|txt|xlsx|xls)\b", re.IGNORECASE)

FORMULA: Final = re.compile(r"[=@]|[+-](?![\d\s()/.-]*$)")  # +49 30 1234 is a telephone


def rejects(
    files: Iterable[OpenedFile], told: Iterable[tuple[str, int, str]], *, language: str
) -> tuple[tuple[str, str], ...]:
    """A file name and its CSV for each table with such rows; what is wrong with a file as a whole has no row.

    `told`: table, line and reason.
    What stands in a row beside the original columns is passed over when the file comes back.
    """
    reasons: dict[tuple[str, int], list[str]] = {}
    for name, number, said in told:
        reasons.setdefault((name, number), []).append(said)
    laid_out = (layout_of(table) for file in files for table in file.tables)
    known = (layout.table for layout in laid_out if isinstance(layout, Layout))
    found = ((table, list(_rows(table, reasons))) for table in known)
    return tuple((_named(table.name, language), _csv(table, rows, language)) for table, rows in found if rows)


def reason(rejected: Rejected, language: str) -> str:
    """What is wrong, and the mend."""
    between = ". " if language == "de" else "; "
    return between.join(said_in(words, language) for words in (rejected.sentence, rejected.mend))


def _rows(table: Table, reasons: dict[tuple[str, int], list[str]]) -> Iterator[list[str]]:
    for line in table.lines:
        told = reasons.get((table.name, line.number))
        if told:
            yield [
                *line.cells,
                *[""] * (len(table.header) - len(line.cells)),
                str(line.number),
                " · ".join(told),
            ]


def _csv(table: Table, rows: list[list[str]], language: str) -> str:
    """With the mark by which Excel knows UTF-8, and its delimiter."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";")
    writer.writerow([*table.header, *(name[0 if language == "de" else 1] for name in NOTES)])
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return f"\ufeff{text.getvalue()}"


def _harmless(cell: str) -> str:
    """What Excel would carry out is marked as text; the mark is passed over when the file comes back."""
    return f"'{cell}" if FORMULA.match(cell) else cell


def _named(name: str, language: str) -> str:
    """abgelehnt_Export_Kontakte.csv: of a sheet with the sheet's name too."""
    stem = "_".join(re.findall(r"[\w-]+", ENDING.sub("", name)))
    return f"{'abgelehnt' if language == 'de' else 'rejected'}_{stem}.csv"
