"""`hauspost retention`: what is kept no longer; --apply erases it, --stop holds this year's run."""

from collections import Counter
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from hauspost.cli import door
from hauspost.cli.checks.clock import need_true_day
from hauspost.cli.door import Trouble
from hauspost.cli.erase import finish
from hauspost.cli.listing import moment, print_json, print_table
from hauspost.desk import yearly_run
from hauspost.gateway.clock import now
from hauspost.gateway.retention import Gone, RetentionRuns
from hauspost.gateway.sandbox import Sandbox
from hauspost.store import ledger, retention
from hauspost.store.database import Database


def register(app: typer.Typer) -> None:
    app.command("retention")(retention_)


def retention_(
    context: typer.Context,
    apply: Annotated[
        bool, typer.Option("--apply", help="Erases them now; without, it is only said.")
    ] = False,
    stop: Annotated[bool, typer.Option("--stop", help="This year's run erases nothing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="The tickets, as JSON.")] = False,
) -> None:
    """Closed tickets whose time is over: by class and house, and what the yearly run does about them."""
    settings = door.settings(context)
    at, zone = now(), ZoneInfo(settings.company.time_zone)
    year = at.astimezone(zone).year
    with door.database(settings) as database:
        if stop:
            _stop(context, database, year)
            return
        with database.read() as connection:
            if apply:
                need_true_day(connection, zone)
            found = Gone.over(connection, at)
            run = retention.run_of(connection, year)
        if as_json:
            print_json(
                [
                    *(
                        {"ticket": f"T-{o.number}", "property": o.property_id, "class": o.retention}
                        for o in found.tickets
                    ),
                    *(
                        {
                            "ticket": f"T-{o.ticket}",
                            "property": o.property_id,
                            "class": o.retention,
                            "file": o.file,
                        }
                        for o in found.files
                    ),
                ]
            )
        else:
            counts = Counter((one.property_id, str(one.retention)) for one in found.tickets)
            counts.update((one.property_id, f"files ({one.retention})") for one in found.files)
            print_table(("property", "class", "number"), [(*key, n) for key, n in sorted(counts.items())])
        if run is not None and run.state == "proposed" and not as_json:
            door.say(
                context,
                f"This year's run erases {len(run.tickets)} tickets and {len(run.files)} single files"
                f" from {moment(run.due_at)} on.",
            )
        if as_json and not apply:
            return
        if not apply:
            today = f"By this machine's clock it is {at.astimezone(zone).date()}."
            door.say(
                context, f"{today} Nothing was changed; --apply erases them, and it cannot be taken back."
            )
            return
        with Sandbox(1) as sandbox:
            runs = RetentionRuns(database, sandbox, settings.company, zone)
            done = runs.carry_out(
                year,
                at,
                only=frozenset(one.number for one in found.tickets),
                files=frozenset((one.arrival, one.file) for one in found.files),
            )
        door.say(context, f"{len(done.tickets)} tickets, {len(done.files)} single files.")
        finish(context, database, settings)


def _stop(context: typer.Context, database: Database, year: int) -> None:
    with database.read() as connection:
        question = retention.question_of(connection, year)
    decision = yearly_run.stopped_by_operator(question, year)
    try:
        database.write(lambda connection: ledger.enact(connection, decision, now()))
    except ledger.Stale:
        raise Trouble(
            f"no run of {year} waits", "`hauspost retention` shows what is kept no longer"
        ) from None
    door.say(context, f"The run of {year} is stopped; nothing of it is erased.")
