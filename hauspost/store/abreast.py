"""Knows whether a node may still write: not once a later version has brought the schema up to date beside it.

Every group of writes holds `migrate`'s lock together with its like, so a migration begins when none is under way, and
whoever comes behind it sees the new revision.
"""

from functools import cache

from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

from hauspost.store.condition import Ill
from hauspost.store.database import StoreFailed
from hauspost.store.migrate import LOCK, heads

LOCK_NOT_AVAILABLE = "55P03"  # PostgreSQL, appendix A

_known = cache(heads)


def refusal(connection: Connection) -> StoreFailed | None:
    """Why this node may not write, if so; asked first in a transaction. SQLite has one node, which migrated itself.

    Raises StoreFailed while a migration runs for longer than writers wait.
    """
    if connection.dialect.name == "sqlite":
        return None
    try:
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock_shared({LOCK})")
    except OperationalError as error:
        if getattr(error.orig, "sqlstate", "") == LOCK_NOT_AVAILABLE:
            raise StoreFailed("the schema is being brought up to date") from None
        raise
    found = frozenset(connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalars())
    if found == _known():
        return None
    return StoreFailed(f"the schema is of another version ({', '.join(sorted(found)) or 'none'})", Ill.NEWER)
