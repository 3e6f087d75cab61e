"""`hauspost migrate`: brings the schema up to date."""

import sys

import typer

from hauspost.cli import door
from hauspost.store import migrate as migrations


def register(app: typer.Typer) -> None:
    app.command()(migrate)


def migrate(context: typer.Context) -> None:
    """Brings the database's schema up to date (`serve` and `import` do it themselves on SQLite)."""
    settings = door.settings(context)
    if settings.database.file is not None:
        door.make_folder(settings.database.file.parent)
    door.reachable(settings)
    changed = migrations.migrate(settings.database.url, _say_that_it_waits)
    door.say(context, "The schema is up to date now." if changed else "The schema was up to date.")


def _say_that_it_waits() -> None:
    """At once, not with the end of the command."""
    sentence = "waiting for what nodes are writing, or for another `migrate` on this database to end"
    print(f"hauspost: {sentence}; it may be broken off and run again", file=sys.stderr, flush=True)
