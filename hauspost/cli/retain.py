"""`hauspost retain`: how long a ticket, or one of its files, is kept; it stands in the journal."""

from typing import Annotated, Final

import typer

from hauspost.cli import door
from hauspost.cli.door import Trouble
from hauspost.cli.show import number_of
from hauspost.desk.keeping import BY_KIND, file_named, files_of, kept_by_operator
from hauspost.desk.retention import Retention
from hauspost.gateway.clock import now
from hauspost.store import ledger, tickets

CLASSES: Final = (*map(str, Retention), BY_KIND)


def register(app: typer.Typer) -> None:
    app.command()(retain)


def retain(
    context: typer.Context,
    ticket: Annotated[str, typer.Argument(metavar="T-1042", help="The ticket's number.")],
    kept: Annotated[str, typer.Argument(metavar="CLASS", help=f"One of {', '.join(CLASSES)}.")],
    file: Annotated[str, typer.Option(help="One of its files alone, by its name.")] = "",
) -> None:
    """Says how long a ticket is kept, or one file of it; auto: by what it is."""
    if kept not in CLASSES:
        raise Trouble(f'"{kept}" is no class', f"one of {', '.join(CLASSES)}", status=door.USAGE)
    number, after = number_of(ticket), "" if kept == BY_KIND else kept
    settings = door.settings(context)
    with door.database(settings) as database:
        with database.read() as connection:
            found = tickets.load_ticket(connection, number)
            entries = tickets.load_entries(connection, number)
        if found is None:
            raise Trouble(f"there is no ticket T-{number}", "`hauspost tickets --all` lists them")
        known = files_of(entries)
        named = file_named(known, file) if file else ""
        if named is None:
            mend = f"it has {', '.join(known)}" if known else "no mail of it brought one"
            raise Trouble(f'"{file}" names no single file of {found.tag}', mend, status=door.USAGE)
        event = f"retain-{found.number}-{found.seq}"
        decision = kept_by_operator(found, after, named, company=settings.company, event=event)
        try:
            database.write(lambda connection: ledger.enact(connection, decision, now()))
        except ledger.Stale:
            raise Trouble(f"{found.tag} has just changed", "try again") from None
    door.say(context, f"{named or found.tag} is kept as {after or 'what it is'}.")
