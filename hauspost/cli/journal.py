"""`hauspost journal verify`: whether the journal is as it was written, by its chain of digests."""

from dataclasses import asdict
from typing import Annotated

import typer

from hauspost.cli import door
from hauspost.cli.door import Trouble
from hauspost.cli.listing import print_json
from hauspost.store import journal
from hauspost.store.journal import Verified


def register(app: typer.Typer) -> None:
    group = typer.Typer(help="The journal of all tickets and its chain of digests.", no_args_is_help=True)
    group.command()(verify)
    app.add_typer(group, name="journal")


def verify(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """Recomputes every digest, and names the first broken place of each ticket; exit status 1 if there is one."""
    with door.database(door.settings(context)) as database, database.read() as connection:
        found = journal.verify(connection)
    if as_json:
        print_json(asdict(found))
    else:
        _tell(context, found)
    if found.broken:
        first = found.broken[0]
        raise Trouble(
            f"the journal is broken at T-{first.ticket}, entry {first.seq}: {first.why}",
            "compare it with a backup (docs/data-protection.md)",
        )


def _tell(context: typer.Context, found: Verified) -> None:
    for one in found.broken:
        print(f"T-{one.ticket}, entry {one.seq}: {one.why}")
    erased = f", {found.erased} of them erased (their digests hold)" if found.erased else ""
    door.say(context, f"{found.entries} entries of {found.tickets} tickets{erased}.")
    door.say(context, f"The chain ends in {found.head}")
