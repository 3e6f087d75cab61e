"""Knows which database this is: the one that went on working, or a copy of it that came back from a backup."""

from typing import Any, Final

from sqlalchemy import Column, Connection, select, text

from hauspost.store import schema

RESTORED: Final = "restored"  # when it was made safe, and in which PostgreSQL database
COPY: Final = "copy"  # stands in a copy alone: from when it is


def is_unsafe_copy(connection: Connection) -> bool:
    """Whether it came back from a backup and was not made safe since.

    A copy of SQLite is marked; a dump cannot be, but it is restored into another database than it came from.
    """
    if connection.execute(switch_of(COPY, schema.switches.c.value)).scalar_one_or_none() is not None:
        return True
    made_safe = connection.execute(switch_of(RESTORED, schema.switches.c.value)).scalar_one_or_none()
    return made_safe is not None and made_safe != whereabouts(connection)


def whereabouts(connection: Connection) -> str:
    """Which database of which cluster PostgreSQL has here; a file of SQLite's is any file."""
    if connection.dialect.name == "sqlite":
        return "a file"
    query = "SELECT system_identifier, oid FROM pg_control_system(), pg_database WHERE datname = current_database()"
    return "/".join(str(part) for part in connection.execute(text(query)).one())


def switch_of(name: str, column: "Column[Any]") -> Any:
    return select(column).where(schema.switches.c.name == name)
