"""`hauspost live`: from now on mails go to the people they are for."""

import os
import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from hauspost.cli import door
from hauspost.cli.door import Trouble
from hauspost.cli.listing import moment
from hauspost.config.load import load
from hauspost.config.settings import Settings
from hauspost.config.whereabouts import HEADER
from hauspost.desk.policy import Policy, overruled
from hauspost.gateway.clock import now
from hauspost.store import figures, going_live, registry
from hauspost.store.connection import Connection
from hauspost.store.database import Database
from hauspost.store.figures import Queues
from hauspost.store.going_live import Waiting

_SENDING = re.compile(
    r"(?P<key>\s*sending\s*=\s*)(?P<quote>[\"'])(?:managers|off)(?P=quote)(?P<rest>.*)", re.DOTALL
)


def register(app: typer.Typer) -> None:
    app.command()(live)


def live(
    context: typer.Context,
    yes: Annotated[bool, typer.Option("--yes", help="Without asking.")] = False,
    drop_waiting: Annotated[
        bool, typer.Option("--drop-waiting", help="Takes back what waits for others than managers.")
    ] = False,
) -> None:
    """Shows what waits, and switches `policy.sending` from "managers" or "off" to "on" in hauspost.toml."""
    settings = door.settings(context)
    with door.database(settings) as database:
        kept_back = _look(context, database)
        if settings.policy.is_live:
            door.say(context, 'policy.sending is "on" already: mails go to the people they are for.')
        else:
            _switch(context, settings, database, yes=yes, drop_waiting=drop_waiting)
    if kept_back:
        door.say(context, f"Still kept back by properties.csv: {', '.join(kept_back)}.")


def _look(context: typer.Context, database: Database) -> list[str]:
    """Tells what waits; gives the properties that stay as they are."""
    with database.read() as connection:
        waits = figures.queues(connection, now())
        outside = going_live.waiting(connection, _managers(connection))
        kept_back = [
            str(house.id)
            for house in registry.all_properties(connection)
            if not overruled(Policy(), house.policy).is_live
        ]
    _show(context, waits, outside)
    return kept_back


def _managers(connection: Connection) -> frozenset[str]:
    """Every address by which a manager is reached: nothing waits there because of policy.sending = "managers"."""
    return frozenset(a for person in registry.all_managers(connection) for a in person.addresses)


def _show(context: typer.Context, waits: Queues, outside: Waiting) -> None:
    open_ones = sum(count for status, count in waits.tickets.items() if status != "DONE")
    door.say(context, f"{open_ones:>6}  open tickets")
    door.say(context, f"{waits.arrivals.get('held', 0):>6}  held mails that the managers are asked about")
    door.say(context, f"{waits.notices_owed:>6}  notices owed")
    door.say(context, f"{waits.mails.get('queued', 0):>6}  mails that wait to be sent")
    door.say(context, f"{waits.mails.get('sent', 0):>6}  mails sent so far")
    since = f", the oldest since {moment(outside.oldest)}" if outside.oldest else ""
    door.say(
        context, f"{outside.notices + outside.mails:>6}  of what waits is for others than managers{since}"
    )


def _switch(
    context: typer.Context, settings: Settings, database: Database, *, yes: bool, drop_waiting: bool
) -> None:
    if "HAUSPOST_POLICY__SENDING" in os.environ:
        raise Trouble("policy.sending comes from HAUSPOST_POLICY__SENDING", "set that variable to on")
    lines = settings.path.read_bytes().decode("utf-8").splitlines(keepends=True)
    changed = switched(lines)
    if changed is None:
        raise Trouble(
            f"{settings.path.name} has no line that says sending under [policy]", 'write sending = "on" there'
        )
    if not yes and not _agreed(drop_waiting):
        raise Trouble("nothing was changed", "say yes, or use --yes")
    if drop_waiting:
        database.write(lambda connection: going_live.take_back(connection, _managers(connection)))
        door.say(context, "What waited for others than managers is taken back.")
    _rewrite(settings.path, changed)
    door.say(context, 'policy.sending is "on" now. Restart `hauspost serve` to make it so.')


def _agreed(drop_waiting: bool) -> bool:
    if not sys.stdin.isatty():
        return False
    waits = "is taken back" if drop_waiting else "leaves at once (--drop-waiting takes it back)"
    asked = f"From then on every mail goes to the person it is for; what waits for them {waits}. Switch?"
    return typer.confirm(asked, err=True)


def switched(lines: Iterable[str]) -> str | None:
    """The same text with that one value changed; None where no line of [policy] holds it."""
    out, section, is_done = [], "", False
    for line in lines:
        header = HEADER.fullmatch(line.rstrip("\r\n"))
        section = header[2].strip("\"'") if header else section
        found = _SENDING.fullmatch(line) if section == "policy" and not is_done else None
        out.append(f"{found['key']}{found['quote']}on{found['quote']}{found['rest']}" if found else line)
        is_done = is_done or found is not None
    return "".join(out) if is_done else None


def _rewrite(path: Path, text: str) -> None:
    """Whole or not at all, and only if the new text is a configuration that says so."""
    draft = path.with_name(f".{path.name}.new")
    try:
        with draft.open("w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        draft.chmod(path.stat().st_mode & 0o7777)
        if not load(draft).policy.is_live:
            raise Trouble(f"{path.name} could not be changed", 'write sending = "on" under [policy]')
        draft.replace(path)
    except OSError as error:
        raise Trouble(
            f"{path} cannot be written ({error.strerror})", 'write sending = "on" under [policy] yourself'
        ) from None
    finally:
        draft.unlink(missing_ok=True)
