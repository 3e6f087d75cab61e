"""Looks at what serves one PostgreSQL together: how the nodes were told, and which parts they run."""

from collections.abc import Iterator

from hauspost import __version__
from hauspost.cli.checks.opened import opened
from hauspost.config.agreement import agreement
from hauspost.config.settings import Settings
from hauspost.desk.soundness import Finding, Level
from hauspost.gateway.clock import now
from hauspost.gateway.nodes import DEAF_MEND, MENDS, signs
from hauspost.store import nodes as roll
from hauspost.store.database import is_pooled
from hauspost.store.nodes import Node

HERE = "this configuration"
POOLER = (
    "a pooler stands before PostgreSQL; in transaction mode no node wakes another one, and all poll every 5 s"
)


def nodes(settings: Settings) -> Iterator[Finding]:
    if settings.database.file is not None:
        return
    with opened(settings) as connection:
        if connection is None:
            return
        living = roll.living(connection, now())
        is_behind = is_pooled(connection.connection.driver_connection)
    if is_behind:
        yield Finding(Level.NOTE, "nodes", POOLER, DEAF_MEND)
    for node in living:
        parts = ", ".join(sorted(node.parts))
        yield Finding(Level.NOTE, "nodes", f"{node.spoken} ({node.version}) runs {parts}", "nothing to mend")
    here = Node(
        HERE, __version__, frozenset(), agreement(settings), 0.0
    )  # the look at the clock tells of ours
    found = signs((*living, here), here)
    if not living:  # nobody serves yet
        del found["parts"]
    for what, sign in found.items():
        if sign.sentence:
            level = Level.WARNING if what == "parts" else Level.ERROR
            yield Finding(level, "nodes", sign.sentence, MENDS[what])
