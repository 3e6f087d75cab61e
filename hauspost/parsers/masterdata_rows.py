"""Knows how a table's header is understood and its lines become rows, and tells each line that cannot be read."""

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from hauspost.desk.houses import EVERYWHERE
from hauspost.desk.masterdata import Kind
from hauspost.parsers.masterdata_cells import Misread, need_words
from hauspost.parsers.masterdata_columns import (
    COLUMNS,
    FILES,
    FLAT,
    NOTES,
    SHARED,
    Column,
    folded,
    known,
)
from hauspost.parsers.masterdata_sentences import Sentence
from hauspost.parsers.masterdata_tables import Line, Table
from hauspost.parsers.masterdata_words import VACANT


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row, or a file, that is not taken. `line` 0: the file as a whole; `column`: as the file's header says it."""

    file: str
    line: int
    column: str
    sentence: str
    mend: str

    def __str__(self) -> str:
        place = f"{self.file}, line {self.line}" if self.line else self.file
        return f"{place}: {self.sentence}; {self.mend}"


@dataclass(frozen=True, slots=True)
class Row:
    """A line whose cells could all be read. `cells` are the texts that stood there, for telling."""

    kind: Kind
    values: Mapping[str, Any]
    file: str
    line: int
    headers: Mapping[str, str]  # field → the file's own header

    def reject(self, field: str, sentence: str, mend: str) -> Rejected:
        return Rejected(self.file, self.line, self.headers.get(field, ""), sentence, mend)


@dataclass(frozen=True, slots=True)
class Layout:
    """What a table holds: of each kind, which cell of a line is which column."""

    table: Table
    columns: Mapping[Kind, tuple[tuple[int, Column], ...]]
    unread: tuple[str, ...] = ()

    @property
    def is_flat(self) -> bool:
        return len(self.columns) > 1


def layout(table: Table) -> Layout | Rejected:
    """By the file's or sheet's name, else by its header."""
    named = next((FILES[word] for word in _words(table.name) if word in FILES), None)
    is_flat = _holds(table, Kind.PERSONS) and _holds(table, Kind.ROLES)
    if named is not None and not (
        is_flat and named is Kind.PERSONS
    ):  # "Kontakte.csv" may say where they live
        return _of_kind(table, named)
    if is_flat:
        return _flat(table)
    fitting = [kind for kind in Kind if _holds(table, kind)]
    if not fitting:
        return _unknown(table)
    return _of_kind(table, max(fitting, key=lambda kind: len(_found(table, known(kind)))))


def rows(layout: Layout) -> Iterator[Row | Rejected]:
    headers = {kind: _by_field(layout.table, columns) for kind, columns in layout.columns.items()}
    for line in layout.table.lines:
        if line.cells == layout.table.header:  # a list that was made for paper says it on each page
            continue
        if len(line.cells) > len(layout.table.header) and any(line.cells[len(layout.table.header) :]):
            sentence = "has more cells than the header"
            yield Rejected(
                layout.table.name, line.number, "", sentence, "put texts that hold the delimiter in quotes"
            )
            continue
        nobody = OF_PEOPLE if layout.is_flat and _is_vacant(layout, line) else ()
        found = [
            row
            for kind, columns in layout.columns.items()
            if kind not in nobody
            for row in _row(layout, kind, columns, headers[kind], line)
        ]
        wrong = [row for row in found if isinstance(row, Rejected)]
        yield from wrong or found  # a line of a flat table is taken whole or not at all


OF_PEOPLE: Final = (Kind.PERSONS, Kind.ROLES)


def _is_vacant(layout: Layout, line: Line) -> bool:
    """A list of flats names those too in which nobody lives."""
    given = {c.field: cell for c, cell in _given(layout.columns[Kind.PERSONS], line).items()}
    return not given["person"] and (given["last_name"].casefold() in VACANT or not any(given.values()))


def _words(name: str) -> list[str]:
    """From the last, so that a sheet's name counts before its file's."""
    return re.findall(r"[a-zäöüß]+", name.lower())[::-1]


def _holds(table: Table, kind: Kind) -> bool:
    names = {column.field for _, column in _found(table, known(kind))}
    return all(column.field in names for column in COLUMNS[kind] if column.required)


def _found(table: Table, columns: Mapping[str, Column]) -> list[tuple[int, Column]]:
    """Each cell that is a column's header; an export's own word for it only where none of ours stands beside.

    Of what there can be several, every column counts.
    """
    headers = [folded(cell) for cell in table.header]
    cells = [(index, column) for index, cell in enumerate(headers) if (column := columns.get(cell))]
    ours = {c.field for i, c in cells if _is_own_name(headers[i], c) and not c.several}
    return [(i, c) for i, c in cells if c.field not in ours or _is_own_name(headers[i], c)]


def _twice(table: Table, found: list[tuple[int, Column]]) -> str:
    """The column that two headers of ours mean; "" if none. Of an export's words the first that is filled counts."""
    own = [c for i, c in found if not c.several and _is_own_name(folded(table.header[i]), c)]
    return next((column.names[0] for column in own if own.count(column) > 1), "")


def _is_own_name(header: str, column: Column) -> bool:
    return header in map(folded, column.names)


def _of_kind(table: Table, kind: Kind) -> Layout | Rejected:
    found = _found(table, known(kind))
    fields = [column.field for _, column in found]
    absent = [column.names[0] for column in COLUMNS[kind] if column.required and column.field not in fields]
    if absent:
        sentence = Sentence("has no column {absent}", absent=", ".join(absent))
        return Rejected(table.name, table.head_number, absent[0], sentence, _headers(kind))
    if twice := _twice(table, found):
        return _two_columns(table, twice)
    read = {index for index, _ in found}
    return Layout(table, {kind: tuple(found)}, tuple(_unread(table, read, (kind,))))


def _two_columns(table: Table, twice: str) -> Rejected:
    sentence = Sentence("has two columns that mean {twice}", twice=twice)
    return Rejected(table.name, table.head_number, twice, sentence, "delete one of them")


def _flat(table: Table) -> Layout | Rejected:
    """One row per person, unit and role: each header cell goes to the first kind that knows it, numbers go to all."""
    columns: dict[Kind, tuple[tuple[int, Column], ...]] = {}
    taken: set[int] = set()
    for kind in FLAT:
        if _holds(table, kind):
            found = [(i, c) for i, c in _found(table, known(kind)) if i not in taken or c.field in SHARED]
            if twice := _twice(table, found):
                return _two_columns(table, twice)
            columns[kind] = tuple(found)
            taken |= {index for index, _ in found}
    return Layout(table, columns, tuple(_unread(table, taken, FLAT)))


def _unread(table: Table, read: set[int], kinds: tuple[Kind, ...]) -> Iterator[str]:
    names = {folded(name): name for kind in kinds for column in COLUMNS[kind] for name in column.names}
    ours = {folded(name) for names_of_one in NOTES for name in names_of_one}
    for index, cell in enumerate(table.header):
        if index not in read and cell and folded(cell) not in ours:
            near = difflib.get_close_matches(folded(cell), names, n=1, cutoff=0.8)
            meant: str = Sentence('; if "{near}" was meant, rename it', near=names[near[0]]) if near else ""
            yield Sentence(
                '{file}: the column "{cell}" is not read{meant}', file=table.name, cell=cell, meant=meant
            )


def _unknown(table: Table) -> Rejected:
    shown = ", ".join(_short(cell) for cell in table.header[:6] if cell)
    sentence = Sentence("its header is that of no table that is known ({shown})", shown=shown)
    mend = Sentence(
        "name it {kinds} or {last}, with the headers of docs/master-data.md",
        kinds=", ".join(list(Kind)[:-1]),
        last=list(Kind)[-1],
    )
    return Rejected(table.name, table.head_number, "", sentence, mend)


def _headers(kind: Kind) -> str:
    names = ", ".join(column.names[0] for column in COLUMNS[kind] if "_" not in column.names[0])
    return Sentence("add it; its columns are {names}", names=names)


def _by_field(table: Table, columns: tuple[tuple[int, Column], ...]) -> Mapping[str, str]:
    return {column.field: table.header[index] for index, column in reversed(columns)}


def _row(
    layout: Layout,
    kind: Kind,
    columns: tuple[tuple[int, Column], ...],
    headers: Mapping[str, str],
    line: Line,
) -> Iterator[Row | Rejected]:
    table = layout.table
    given = _given(columns, line)
    if layout.is_flat and kind is not Kind.ROLES and _names_none(given):
        return
    values, wrong = _values(given)
    yield from (Rejected(table.name, line.number, headers[field], *words) for field, words in wrong)
    if not wrong:
        yield Row(kind, values, table.name, line.number, headers)


def _given(columns: tuple[tuple[int, Column], ...], line: Line) -> dict[Column, str]:
    """What stands in each column: of those that mean the same, all, or else the first that is filled."""
    given: dict[Column, str] = {}
    for index, column in columns:
        cell = line.cells[index] if index < len(line.cells) else ""
        before = given.get(column, "")
        given[column] = f"{before}|{cell}" if before and cell and column.several else before or cell
    return given


def _names_none(given: Mapping[Column, str]) -> bool:
    """A role without a unit, or at every property, says nothing of units or properties."""
    numbers = (cell for column, cell in given.items() if column.required and column.field in SHARED)
    return any(cell in ("", EVERYWHERE) for cell in numbers)


def _values(given: Mapping[Column, str]) -> tuple[dict[str, Any], list[tuple[str, tuple[str, str]]]]:
    """What the cells mean, and of those that mean nothing the field, the sentence and the mend."""
    values: dict[str, Any] = {}
    wrong: list[tuple[str, tuple[str, str]]] = []
    for column, cell in given.items():
        name = column.names[0]
        try:
            need_words(cell)
            values[column.field] = column.read(cell)
        except Misread as misread:
            sentence = Sentence(
                '{name} "{cell}" {wrong}',
                name=name,
                cell=_short(cell),
                wrong=_as_sentence(misread.sentence),
            )
            wrong.append((column.field, (sentence, misread.mend)))
            continue
        if column.required and not cell:
            sentence = Sentence("{name} is empty", name=name)
            wrong.append((column.field, (sentence, Sentence("fill it in, or delete the line"))))
    return values, wrong


def _as_sentence(words: str) -> Sentence:
    return words if isinstance(words, Sentence) else Sentence(words)


def _short(cell: str) -> str:
    return cell if len(cell) <= 40 else f"{cell[:39]}…"
