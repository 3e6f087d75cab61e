"""Several nodes on one PostgreSQL: real `serve` processes, each with a configuration of its own."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy import make_url

from tests.relay import eventually
from tests.torture.installation import Installation

Begins = Callable[..., Installation]


def node(folder: Path, url: str, relay: str, more: str = "") -> Installation:
    return Installation.node(folder, relay, url, more)


@contextmanager
def nodes(folder: Path, url: str, relay: str) -> Iterator[Begins]:
    """Gives what starts a node by its name, with the parts it runs; all of them end with the test."""
    with ExitStack() as ends:

        def begins(name: str, parts: str, more: str = "") -> Installation:
            made = node(folder / name, url, relay, more)
            ends.callback(made.end)
            made.start("--only", parts)
            if {"smtp", "lmtp"} & set(parts.split(",")):
                made.listening()
            return made

        yield begins


@contextmanager
def psql(url: str) -> Iterator[psycopg.Connection]:
    """A hand of its own on the database, each statement at once."""
    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as connection:
        yield connection


@contextmanager
def locked(url: str, table: str) -> Iterator[None]:
    """Whoever looks into the table waits until this ends."""
    with psql(url) as connection, connection.transaction():
        connection.execute(f'LOCK TABLE "{table}" IN ACCESS EXCLUSIVE MODE')
        yield


def count(connection: psycopg.Connection, what: str) -> int:
    """Of rows: `what` is a table with or without a condition."""
    row = connection.execute(f"SELECT count(*) FROM {what}").fetchone()
    return int(row[0]) if row else 0


def waits_for_lock(connection: psycopg.Connection) -> None:
    """Until somebody stands before a locked table."""
    waiting = "pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    eventually(lambda: count(connection, waiting) > 0)


@contextmanager
def away(hand: psycopg.Connection, url: str) -> Iterator[None]:
    """Every line is cut and no new one is taken, as while a server restarts."""
    name = make_url(url).database or ""
    allow = sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS {}")
    hand.execute(allow.format(sql.Identifier(name), sql.Literal(False)))
    hand.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (name,))
    yield
    hand.execute(allow.format(sql.Identifier(name), sql.Literal(True)))
