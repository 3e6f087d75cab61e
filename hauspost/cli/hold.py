"""`hauspost hold`: puts a ticket under legal hold, or ends that; its reason stands in the journal."""

from typing import Annotated

import typer

from hauspost.cli import door
from hauspost.cli.door import Trouble
from hauspost.cli.show import number_of
from hauspost.desk.keeping import LONGEST, held_by_operator
from hauspost.gateway.clock import now
from hauspost.store import ledger, tickets


def register(app: typer.Typer) -> None:
    app.command()(hold)


def hold(
    context: typer.Context,
    ticket: Annotated[str, typer.Argument(metavar="T-1042", help="The ticket's number.")],
    reason: Annotated[str, typer.Option(help="Why; it stands in the journal.")] = "",
    off: Annotated[bool, typer.Option("--off", help="Ends the hold.")] = False,
) -> None:
    """Nothing of the ticket can be deleted until `--off`: by no word, no command and no yearly run."""
    number, why = number_of(ticket), " ".join(reason.split())[:LONGEST]
    if not off and not why:
        raise Trouble("a hold needs its reason", 'say it: --reason "lawsuit announced"', status=door.USAGE)
    settings = door.settings(context)
    with door.database(settings) as database:
        with database.read() as connection:
            found = tickets.load_ticket(connection, number)
        if found is None:
            raise Trouble(f"there is no ticket T-{number}", "`hauspost tickets --all` lists them")
        after = "" if off else why
        if found.hold == after:
            door.say(context, f"{found.tag} was so before.")
            return
        event = f"hold-{found.number}-{found.seq}"
        decision = held_by_operator(found, after, company=settings.company, event=event)
        try:
            database.write(lambda connection: ledger.enact(connection, decision, now()))
        except ledger.Stale:
            raise Trouble(f"{found.tag} has just changed", "try again") from None
    door.say(context, f"{found.tag} is {'free again' if off else f'under legal hold: {why}'}.")
