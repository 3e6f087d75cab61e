"""Knows how a check looks into the database: only one that is there, reachable and of this version's schema."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from zoneinfo import ZoneInfo

from hauspost.cli import door
from hauspost.cli.door import Trouble
from hauspost.config.settings import Settings
from hauspost.gateway.clock import now
from hauspost.store.connection import Connection
from hauspost.store.migrate import SchemaState


@contextmanager
def opened(settings: Settings) -> Iterator[Connection | None]:
    """None where nothing can be read; why, the look at the database itself tells."""
    if not _is_current(settings):
        yield None
        return
    with door.database(settings) as database, database.read() as connection:
        yield connection


def _is_current(settings: Settings) -> bool:
    file = settings.database.file
    if file is not None and not file.exists():
        return False
    try:
        return door.reachable(settings) is SchemaState.CURRENT
    except Trouble:
        return False


def today(settings: Settings) -> date:
    return now().astimezone(ZoneInfo(settings.company.time_zone)).date()
