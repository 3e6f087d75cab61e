"""`hauspost arrivals`: the queue of mails that came in, and what an operator may do to one of them."""

from functools import partial
from typing import Annotated, Any

import typer

from hauspost.cli import door, held
from hauspost.cli.door import Trouble
from hauspost.cli.listing import print_json, print_table
from hauspost.gateway.clock import now
from hauspost.store import arrivals as store
from hauspost.store import by_hand
from hauspost.store.by_hand import MOVES, Move

SHOWN = 200
EVERY = 10_000_000
STATES = ("received", "done", "held", "quarantined", "duplicate")

# What is said when it was done.
SAID: dict[Move, str] = {
    "retry": "is decided again by the running `serve`, or by the next one",
    "release": "is decided again by the running `serve`, or by the next one",
    "hold": "is held; `hauspost arrivals release` lets it go on",
    "drop": "is closed as refused; its octets are kept",
}
_Numbers = Annotated[
    list[int], typer.Argument(metavar="N…", help="Numbers of arrivals.", min=1, max=door.LARGEST)
]


def register(app: typer.Typer) -> None:
    queue = typer.Typer(help="Lists what came in; the commands below show, answer and move one.")
    queue.callback(invoke_without_command=True)(arrivals)
    for command in (retry, hold, release, drop):
        queue.command()(command)
    held.register(queue)
    app.add_typer(queue, name="arrivals")


def arrivals(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="All of them, as JSON.")] = False,
    state: Annotated[str, typer.Option(help=f"One of {', '.join(STATES)}.")] = "",
) -> None:
    """Lists what came in, the newest first."""
    if context.invoked_subcommand is not None:
        return
    if state and state not in STATES:
        raise Trouble(f'"{state}" is no state', f"choose one of {', '.join(STATES)}", status=door.USAGE)
    limit = EVERY if as_json else SHOWN
    with door.database(door.settings(context)) as database, database.read() as connection:
        rows = store.listing(connection, state=state, limit=limit)
    if as_json:
        print_json([to_json(row) for row in rows])
        return
    heads = (
        "arrival",
        "received",
        "via",
        "from",
        "target",
        "state",
        "verdict",
        "reason",
        "ticket",
        "defects",
    )
    print_table(heads, (_row(row) for row in rows))
    if len(rows) == limit:
        door.say(context, f"Only the newest {SHOWN} are shown; --json lists all.")


def retry(context: typer.Context, numbers: _Numbers) -> None:
    """Has held or quarantined ones decided again."""
    _move(context, "retry", numbers)


def hold(context: typer.Context, numbers: _Numbers) -> None:
    """Keeps back ones that wait to be decided."""
    _move(context, "hold", numbers)


def release(context: typer.Context, numbers: _Numbers) -> None:
    """Lets held ones go on: they are decided again."""
    _move(context, "release", numbers)


def drop(context: typer.Context, numbers: _Numbers) -> None:
    """Closes ones that wait as refused; nobody is told, nothing is deleted."""
    _move(context, "drop", numbers)


def _move(context: typer.Context, how: Move, numbers: list[int]) -> None:
    faults = []
    with door.database(door.settings(context)) as database:
        for number in dict.fromkeys(numbers):
            was = database.write(partial(by_hand.move, arrival=number, how=how, at=now()))
            if was in MOVES[how]:
                door.say(context, f"Arrival {number} {SAID[how]}.")
            else:
                faults.append(_fault(number, how, was))
    if faults:
        raise Trouble("; ".join(faults), "`hauspost arrivals` lists them with their states")


def _fault(number: int, how: Move, was: str | None) -> str:
    if was is None:
        return f"there is no arrival {number}"
    return f"arrival {number} is {was}, and {how} is for {' and '.join(MOVES[how])} ones"


def to_json(row: Any) -> dict[str, Any]:
    """INTERFACE, "JSON lists"."""
    return {
        "arrival": row.id,
        "received_at": row.received_at.isoformat(),
        "via": row.via,
        "from_address": row.from_address,
        "target": row.rcpt_to,
        "state": row.state,
        "verdict": row.verdict,
        "reason": row.reason,
        "ticket": f"T-{row.ticket}" if row.ticket is not None else None,
    }


def _row(row: Any) -> tuple[object, ...]:
    values = to_json(row)
    shown = {**values, "received_at": row.received_at, "defects": ", ".join(row.defects)}
    return tuple(shown.values())
