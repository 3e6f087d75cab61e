"""Knows how a statement that is made once is run: on SQLite by its own driver, ten times as quick as any other way.

Building and compiling a statement, and SQLAlchemy's care for each execution and each answer, cost more than most of
ours do in SQLite. So both are done once: the text, who turns which value into what, and what a row is called by. On
PostgreSQL the way to the server and back is what counts, and SQLAlchemy keeps the connection's health.
"""

import re
import sqlite3
from collections import namedtuple
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import BindParameter, Connection, Delete, Dialect, Insert, Select, Update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.schema import ScalarElementColumnDefault
from sqlalchemy.types import TypeEngine

from hauspost.store.columns import CleanJson, read_json, written_json

Statement = Select[Any] | Insert | Update | Delete
Asked = Mapping[str, Any]
Turn = Callable[[Any], Any]

FEW: Final = 64  # values in lists up to which a text is kept; there is one for each length
_MANY = re.compile(r"\(__\[POSTCOMPILE_(\w+)\]\)")  # where the values of an expanding parameter go


class Made:
    """One statement, with `bindparam` where its values differ. Raises what SQLAlchemy raises.

    `asked` are the values of those, and of an INSERT or UPDATE also the columns that it sets.
    """

    __slots__ = ("_known", "statement")

    def __init__(self, statement: Statement) -> None:
        self.statement = statement
        self._known: dict[tuple[str, ...], _Compiled] = {}

    def rows(self, connection: Connection, asked: Asked | None = None) -> Sequence[Any]:
        """Tuples that are named as the selected columns are."""
        quick = self._compiled(connection, asked or {})
        if quick is None:
            return connection.execute(self.statement, asked or {}).all()
        return quick.rows(connection, asked or {})

    def row(self, connection: Connection, asked: Asked | None = None) -> Any | None:
        """The first, or None."""
        return next(iter(self.rows(connection, asked)), None)

    def values(self, connection: Connection, asked: Asked | None = None) -> list[Any]:
        """The first column of every row."""
        return [row[0] for row in self.rows(connection, asked)]

    def value(self, connection: Connection, asked: Asked | None = None) -> Any | None:
        """The first column of the first row; None as well where there is no row."""
        row = self.row(connection, asked)
        return None if row is None else row[0]

    def change(self, connection: Connection, asked: Asked | None = None) -> int:
        """Gives how many rows it changed, deleted or inserted."""
        quick = self._compiled(connection, asked or {})
        if quick is None:
            return connection.execute(self.statement, asked or {}).rowcount
        return quick.run(connection, asked or {}).rowcount

    def insert(self, connection: Connection, values: Asked) -> int:
        """Gives the number of the new row."""
        quick = self._compiled(connection, values)
        if quick is not None:
            return int(quick.run(connection, values).lastrowid or 0)
        key = connection.execute(self.statement, values).inserted_primary_key
        return int(key[0]) if key is not None else 0

    def insert_all(self, connection: Connection, rows: Sequence[Asked]) -> None:
        """All of them name the same columns."""
        quick = self._compiled(connection, rows[0])
        if quick is None:
            connection.execute(self.statement, list(rows))
        else:
            quick.run_all(connection, rows)

    def _compiled(self, connection: Connection, asked: Asked) -> "_Compiled | None":
        """None: SQLAlchemy is to run it."""
        if connection.dialect.name != "sqlite":
            return None
        named = tuple(asked)
        found = self._known.get(named)
        if found is None:
            found = self._known[named] = _Compiled(self.statement, named, connection.dialect)
        return found


class _Compiled:
    """A statement in SQLite's words, for values of these names."""

    __slots__ = ("_binds", "_make", "_many", "_parts", "_texts", "_turns")

    def __init__(self, statement: Statement, named: tuple[str, ...], dialect: Dialect) -> None:
        compiled = statement.compile(dialect=dialect, column_keys=list(named))
        if not isinstance(compiled, SQLCompiler):
            raise TypeError(f"{statement} is no statement of rows")
        names = compiled.positiontup or ()
        fixed = _fixed(compiled, named)
        self._binds = [_Bind(name, compiled.binds[name], fixed.get(name), dialect) for name in names]
        self._parts = _MANY.split(str(compiled))  # text, name of a list, text, …
        self._many = tuple(name for name in dict.fromkeys(self._parts[1::2]) if name not in fixed)
        for place in range(1, len(self._parts), 2):
            if (name := self._parts[place]) in fixed:
                self._parts[place] = _marks(fixed[name])
        self._texts: dict[tuple[int, ...], str] = {}
        columns = list(statement.selected_columns) if isinstance(statement, Select) else []
        row = namedtuple("Row", [column.key for column in columns], rename=True)  # type: ignore[misc]
        self._make: Callable[[Iterable[Any]], Any] = row._make
        turns = ((place, _turned(column.type, dialect)) for place, column in enumerate(columns))
        self._turns = [(place, turn) for place, turn in turns if turn is not None]

    def rows(self, connection: Connection, asked: Asked) -> list[Any]:
        read, make, turns = self._read(connection, asked), self._make, self._turns
        if not turns:
            return [make(row) for row in read]
        found = []
        for row in read:
            values = list(row)
            for place, turn in turns:
                values[place] = turn(values[place])
            found.append(make(values))
        return found

    def run(self, connection: Connection, asked: Asked) -> sqlite3.Cursor:
        text = self._text(asked)
        try:
            cursor: sqlite3.Cursor = _driver(connection).execute(text, self._values(asked))
        except sqlite3.Error as error:
            raise translated(error, connection.dialect) from error
        return cursor

    def _read(self, connection: Connection, asked: Asked) -> list[Any]:
        """Every row: SQLite looks for the second one only when it is asked for, and a disk may fail there as well."""
        cursor = self.run(connection, asked)
        try:
            return cursor.fetchall()
        except sqlite3.Error as error:
            raise translated(error, connection.dialect) from error

    def run_all(self, connection: Connection, rows: Sequence[Asked]) -> None:
        text = self._text(rows[0])
        try:
            _driver(connection).executemany(text, [self._values(row) for row in rows])
        except sqlite3.Error as error:
            raise translated(error, connection.dialect) from error

    def _text(self, asked: Asked) -> str:
        """With as many question marks as there are values. SQLite takes an empty list too."""
        sizes = tuple(len(asked[name]) for name in self._many)
        text = self._texts.get(sizes)
        if text is None:
            parts = [_marks(asked[part]) if part in self._many else part for part in self._parts]
            text = "".join(parts)
            if sum(sizes) <= FEW:
                self._texts[sizes] = text
        return text

    def _values(self, asked: Asked) -> list[Any]:
        values: list[Any] = []
        for bind in self._binds:
            value: Any = asked.get(bind.name, bind.fixed)
            if bind.is_many:
                values.extend(value if bind.turn is None else map(bind.turn, value))
            else:
                values.append(value if bind.turn is None else bind.turn(value))
        return values


class _Bind:
    """A place for a value; `fixed` is what stands there where nothing is asked."""

    __slots__ = ("fixed", "is_many", "name", "turn")

    def __init__(self, name: str, parameter: BindParameter[Any], fixed: Any, dialect: Dialect) -> None:
        self.name = name
        self.fixed = fixed
        self.is_many = bool(parameter.expanding)
        is_json = isinstance(parameter.type, CleanJson)
        own = parameter.type.dialect_impl(dialect).bind_processor(dialect)
        self.turn: Turn | None = written_json if is_json else own


def _fixed(compiled: SQLCompiler, named: tuple[str, ...]) -> dict[str, Any]:
    """What stands in the statement itself, and a new row's columns that nobody names. Raises TypeError."""
    others = {name: value for name, value in compiled.params.items() if name not in named}
    if lacking := [name for name in others if name in compiled.binds and compiled.binds[name].required]:
        raise TypeError(f"no value is given for {', '.join(lacking)}")
    for column in compiled.insert_prefetch:
        if not isinstance(column.default, ScalarElementColumnDefault):
            raise TypeError(f"the default of {column} is no plain value")
        others[column.key] = column.default.arg
    return others


def _marks(values: Sequence[Any]) -> str:
    return f"({', '.join('?' * len(values))})"


def _turned(kind: TypeEngine[Any], dialect: Dialect) -> Turn | None:
    if isinstance(kind, CleanJson):
        return read_json
    return kind.dialect_impl(dialect).result_processor(dialect, None)


def _driver(connection: Connection) -> Any:
    if not connection.in_transaction():
        connection.begin()
    return connection.connection.driver_connection


def translated(error: sqlite3.Error, dialect: Dialect) -> BaseException:
    """In SQLAlchemy's terms, without the statement and its values: they may be words of a mail."""
    return DBAPIError.instance("", None, error, sqlite3.Error, hide_parameters=True, dialect=dialect)
