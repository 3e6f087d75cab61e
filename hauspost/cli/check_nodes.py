"""Looks at what serves one PostgreSQL together: how the nodes were told, which parts they run, how this clock goes."""

from collections.abc import Iterator

from hauspost import __version__
from hauspost.config.agreement import agreement
from hauspost.config.settings import Settings
from hauspost.desk.soundness import Finding, Level
from hauspost.gateway.clock import now
from hauspost.gateway.nodes import MENDS, clock_ahead, signs
from hauspost.store import nodes
from hauspost.store.database import Database
from hauspost.store.nodes import Node

HERE = "this configuration"


def look(settings: Settings) -> Iterator[Finding]:
    """Of a database that is there and current. Raises StoreFailed."""
    database = Database(settings.database.url)
    try:
        with database.read() as connection:
            living = nodes.living(connection, now())
        ahead = clock_ahead(database, now)
    finally:
        database.close()
    for node in living:
        parts = ", ".join(sorted(node.parts))
        yield Finding(Level.NOTE, "nodes", f"{node.spoken} ({node.version}) runs {parts}", "nothing to mend")
    here = Node(HERE, __version__, frozenset(), agreement(settings), ahead)
    found = signs((*living, here), here)
    if not living:  # nobody serves yet
        del found["parts"]
    for what, sign in found.items():
        if sign.sentence:
            level = Level.WARNING if what == "parts" else Level.ERROR
            yield Finding(level, "nodes", sign.sentence, MENDS[what])
