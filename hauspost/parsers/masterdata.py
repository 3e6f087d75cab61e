"""Knows the way from files of master data to records, and everything that is wrong with them, told at once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from hauspost.desk.masterdata import Record, Stored
from hauspost.parsers import masterdata_rows
from hauspost.parsers.masterdata_links import link
from hauspost.parsers.masterdata_rows import Rejected, Row
from hauspost.parsers.masterdata_tables import Unreadable, tables

ENDINGS = (".csv", ".tsv", ".txt", ".xlsx", ".xls")


@dataclass(frozen=True, slots=True)
class Reading:
    """`remarks` are sentences about what was passed over and harms nothing."""

    records: tuple[Record, ...]
    rejected: tuple[Rejected, ...]
    remarks: tuple[str, ...]


def read(files: Mapping[str, bytes], *, stored: Stored, language: str = "de") -> Reading:
    """Every file by its name. `stored`: what rows may point to; `language`: of persons who name none."""
    remarks: list[str] = []
    rows: list[Row] = []
    rejected: list[Rejected] = []
    for name, octets in files.items():
        for found in _rows(name, octets, remarks):
            (rows if isinstance(found, Row) else rejected).append(found)  # type: ignore[arg-type]
    records, astray = link(rows, stored=stored, language=language)
    return Reading(records, tuple(sorted((*rejected, *astray), key=_place)), tuple(remarks))


def _rows(name: str, octets: bytes, remarks: list[str]) -> Iterator[Row | Rejected]:
    try:
        found = tables(name, octets)
    except Unreadable as fault:
        yield Rejected(name, 0, "", fault.sentence, fault.mend)
        return
    if not found:
        remarks.append(f"{name} is empty")
    for table in found:
        layout = masterdata_rows.layout(table)
        if isinstance(layout, Rejected):
            yield layout
            continue
        remarks += layout.unread
        yield from masterdata_rows.rows(layout)


def _place(rejected: Rejected) -> tuple[str, int]:
    return rejected.file, rejected.line
