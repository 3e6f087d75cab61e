"""`hauspost replay`: a quarantined or held mail is decided again; a dry run shows what would differ."""

from functools import partial
from typing import Annotated, Any

import typer

from hauspost.cli import door
from hauspost.cli import explain_words as words
from hauspost.cli.considering import Eyes, Looked, eyes
from hauspost.cli.door import Trouble
from hauspost.cli.listing import print_json, print_text
from hauspost.gateway.alone import AlreadyServed, only_one
from hauspost.gateway.clock import now
from hauspost.gateway.intake import Intake
from hauspost.gateway.worker import worker_name
from hauspost.store import arrivals, by_hand
from hauspost.store.by_hand import MOVES


def register(app: typer.Typer) -> None:
    app.command()(replay)


def replay(
    context: typer.Context,
    arrival: Annotated[int, typer.Argument(metavar="ARRIVAL", help="Its number.", min=1, max=door.LARGEST)],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only shows what would differ.")] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="What came of it, or would differ, as JSON.")
    ] = False,
) -> None:
    """Decides a quarantined or held mail again."""
    with eyes(context) as look:
        if dry_run:
            _show(look.at_arrival(arrival), as_json=as_json)
        else:
            _decide_again(context, look, arrival, as_json=as_json)


def _decide_again(context: typer.Context, look: Eyes, number: int, *, as_json: bool) -> None:
    was = look.database.write(partial(by_hand.move, arrival=number, how="retry", at=now()))
    if was is None:
        raise Trouble(f"there is no arrival {number}", "`hauspost arrivals` lists them")
    if was not in MOVES["retry"]:
        mend = "only held and quarantined ones are decided again; --dry-run shows what would differ"
        raise Trouble(f"arrival {number} is {was}", mend)
    is_decided = decided_here(look)
    with look.database.read() as connection:
        row = arrivals.load(connection, number)
    assert row is not None
    if as_json:
        print_json(
            {"arrival": number, "is_decided": is_decided, "state": row.state, "reason": row.reason or None}
        )
        return
    if not is_decided:
        door.say(context, f"Arrival {number} is decided again by the running `serve`.")
        return
    door.say(context, f"Arrival {number} is {row.state} now{f' ({row.reason})' if row.reason else ''}.")
    door.say(context, "What it owes is sent by the next `serve`.")


def decided_here(look: Eyes) -> bool:
    """Where no `serve` uses the SQLite file, everything that waits is decided here, in its order."""
    if look.settings.database.file is None:
        return False
    try:
        with only_one(look.settings.database.file):
            look.database.write(arrivals.release_all)
            worker = worker_name()
            Intake(look.database, look.sandbox, look.deliberation, now, worker, lambda: None).drain()
    except AlreadyServed:
        return False
    return True


def differences(looked: Looked) -> dict[str, tuple[Any, Any]]:
    """What was decided and what would be now, where they differ; an older version may have kept less."""
    before, after = looked.trace, looked.considered.trace
    compared = (key for key in after if not before or key in before)
    return {key: (before.get(key), after[key]) for key in compared if before.get(key) != after[key]}


def _show(looked: Looked, *, as_json: bool) -> None:
    found = differences(looked)
    if as_json:
        changes = {key: {"before": before, "now": after} for key, (before, after) in found.items()}
        duplicate_of = looked.duplicate_of
        print_json(
            {
                "arrival": looked.arrival.id,
                "was_decided": bool(looked.trace),
                "duplicate_of": duplicate_of,
                "differs": changes,
            }
        )
        return
    if looked.duplicate_of is not None and not looked.trace:
        print_text(f"It is a duplicate of arrival {looked.duplicate_of}, and would change nothing.")
        return
    if looked.trace and not found:
        print_text("It would be decided as it was.")
        return
    print_text("It would be decided differently:" if looked.trace else "It was never decided. It would be:")
    for key, (before, after) in found.items():
        print_text(
            f"{key}: {_plain(before)} → {_plain(after)}" if looked.trace else f"{key}: {_plain(after)}",
            indent=2,
        )
    print_text("with these effects:")
    for effect in looked.considered.decision.everything:
        print_text(words.effect(effect), indent=2)


def _plain(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(_plain(one) for one in value) or "none"
    if isinstance(value, dict):
        return " ".join(_plain(one) for one in value.values() if one)
    return "none" if value in ("", None) else str(value)
