"""`hauspost resume`: sending goes on."""

from functools import partial

import typer

from hauspost.cli import door
from hauspost.gateway.clock import now
from hauspost.store import figures, mails


def register(app: typer.Typer) -> None:
    app.command()(resume)


def resume(context: typer.Context) -> None:
    """Goes on sending; what waited leaves within seconds."""
    with door.database(door.settings(context)) as database:
        with database.read() as connection:
            waits = figures.queues(connection, now())
        if waits.is_paused:
            database.write(partial(mails.resume, at=now()))
    if waits.is_paused:
        queued = waits.mails.get("queued", 0) + waits.notices_owed
        door.say(context, f"Sending goes on; {queued} wait.")
    else:
        door.say(context, "Sending was not paused.")
