"""Knows how a database looked when an earlier revision was the newest."""

from typing import Any

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from hauspost.store import migrate as migrations
from hauspost.store import schema
from hauspost.store.database import open_engine


def as_of(url: str, revision: str) -> None:
    """The database as the version whose newest revision that was left it."""
    engine = open_engine(url)
    scripts = ScriptDirectory(str(migrations.FOLDER))

    def steps(current: Any, _context: MigrationContext) -> Any:
        return scripts._upgrade_revs(revision, current)

    with (
        engine.connect() as connection,
        connection.begin(),
        EnvironmentContext(Config(), scripts, fn=steps) as environment,
    ):
        environment.configure(connection=connection, target_metadata=schema.metadata)
        environment.run_migrations()
    engine.dispose()
