"""`hauspost outbox`: the queue of mails that leave, and what an operator may do to one of them."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Annotated

import typer

from hauspost.cli import door
from hauspost.cli.door import Trouble
from hauspost.cli.listing import print_json, print_table
from hauspost.gateway.clock import now
from hauspost.store import by_hand, mails
from hauspost.store.mails import MOVES, Move

SHOWN = 200
EVERY = 10_000_000
ANSWER = 80  # characters of the other server's last word
STATES = ("queued", "sent", "failed", "cancelled", "held")

Act = Callable[..., bool]
# What is said when it was done.
SAID: dict[Move, str] = {
    "retry": "is sent at the next opportunity, with the same octets",
    "hold": "is held; `hauspost outbox release` lets it go",
    "release": "is sent at the next opportunity",
    "drop": "is cancelled; nobody gets it",
}
_Numbers = Annotated[
    list[int], typer.Argument(metavar="N…", help="Numbers of mails.", min=1, max=door.LARGEST)
]


def register(app: typer.Typer) -> None:
    queue = typer.Typer(help="Lists what leaves; retry, hold, release and drop move one.")
    queue.callback(invoke_without_command=True)(outbox)
    for command in (retry, hold, release, drop):
        queue.command()(command)
    app.add_typer(queue, name="outbox")


def outbox(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="All of them, as JSON.")] = False,
    state: Annotated[str, typer.Option(help=f"One of {', '.join(STATES)}.")] = "",
) -> None:
    """Lists the mails that we sent or shall send, the newest first."""
    if context.invoked_subcommand is not None:
        return
    if state and state not in STATES:
        raise Trouble(f'"{state}" is no state', f"choose one of {', '.join(STATES)}", status=door.USAGE)
    with door.database(door.settings(context)) as database, database.read() as connection:
        states = (state,) if state else ()
        lines = mails.outbox(connection, states=states, limit=EVERY if as_json else SHOWN)
        is_paused = mails.is_paused(connection)
        said = {} if as_json else by_hand.last_words(connection, (int(str(line["mail"])) for line in lines))
    if as_json:
        print_json(lines)
        return
    heads = ("mail", "person", "kind", "state", "attempts", "next", "ticket", "last answer")
    print_table(heads, (_row(line, said) for line in lines))
    if len(lines) == SHOWN:
        door.say(context, f"Only the newest {SHOWN} are shown; --json lists all.")
    if is_paused:
        door.say(context, "Sending is paused; `hauspost resume` goes on.")


def retry(context: typer.Context, numbers: _Numbers) -> None:
    """Sends mails that wait or failed at the next opportunity."""
    _move(context, "retry", numbers, partial(mails.retry, at=now()))


def hold(context: typer.Context, numbers: _Numbers) -> None:
    """Keeps back mails that are to be sent."""
    _move(context, "hold", numbers, mails.hold)


def release(context: typer.Context, numbers: _Numbers) -> None:
    """Lets held mails go."""
    _move(context, "release", numbers, partial(mails.release, at=now()))


def drop(context: typer.Context, numbers: _Numbers) -> None:
    """Cancels mails that have not left."""
    _move(context, "drop", numbers, mails.drop)


def _move(context: typer.Context, how: Move, numbers: list[int], act: Act) -> None:
    faults = []
    with door.database(door.settings(context)) as database:
        for number in dict.fromkeys(numbers):
            if database.write(partial(act, mail=number)):
                door.say(context, f"Mail {number} {SAID[how]}.")
            else:
                faults.append(f"mail {number} is not {' or '.join(MOVES[how])}, or there is none")
    if faults:
        raise Trouble("; ".join(faults), "`hauspost outbox` lists them with their states")


def _row(line: dict[str, object], said: dict[int, str]) -> tuple[object, ...]:
    next_at = line["next_at"]
    shown = datetime.fromisoformat(next_at) if isinstance(next_at, str) else None
    answer = said.get(int(str(line["mail"])), "")[:ANSWER]
    return (*{**line, "next_at": shown}.values(), answer)
