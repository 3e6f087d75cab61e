"""`hauspost pause`: stops all sending; mails wait."""

from functools import partial

import typer

from hauspost.cli import door
from hauspost.gateway.clock import now
from hauspost.store import mails


def register(app: typer.Typer) -> None:
    app.command()(pause)


def pause(context: typer.Context) -> None:
    """Stops all sending, on every node, until `hauspost resume`; mail still comes in and is decided."""
    with door.database(door.settings(context)) as database:
        with database.read() as connection:
            was_paused = mails.is_paused(connection)
        if not was_paused:
            database.write(partial(mails.pause, at=now()))
    door.say(context, "Sending was paused already." if was_paused else "Sending is paused; mails wait.")
