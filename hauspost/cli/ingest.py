"""`hauspost ingest`: mails from files come in through the same door as any other."""

import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress

from hauspost.cli import door
from hauspost.cli.door import Trouble
from hauspost.cli.files import mails_in
from hauspost.cli.listing import print_json, printable
from hauspost.cli.plan import grammar_of
from hauspost.config.settings import Settings
from hauspost.gateway.clock import now
from hauspost.gateway.ingest import Addressed, Addressing, Intaking, Taken
from hauspost.gateway.mailboxes_on_disk import STDIN, octets_at
from hauspost.store import registry
from hauspost.store.database import Database
from hauspost.threading.addresses import read_address


@dataclass(slots=True)
class Tally:
    """What became of the mails so far. Faults are told one by one; of the others the numbers are enough."""

    taken: int = 0
    arrivals: list[int] = field(default_factory=list)
    faults: list[tuple[str, str]] = field(default_factory=list)
    targets: Counter[str] = field(default_factory=Counter)

    def count(self, one: Taken) -> None:
        mail = one.addressed
        if mail.fault:
            self.faults.append((mail.found.source, mail.fault))
            return
        self.taken += 1
        self.arrivals += one.arrivals
        self.targets.update(mail.rcpt_tos)


def register(app: typer.Typer) -> None:
    app.command()(ingest)


def ingest(
    context: typer.Context,
    paths: Annotated[list[Path], typer.Argument(metavar="FILE…", help=".eml, mbox, Maildir, or -.")],
    rcpt: Annotated[str, typer.Option(help="For this address of ours, whatever the mails say.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only says for whom each would be.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="The outcome as JSON.")] = False,
) -> None:
    """Takes mails in as if they had arrived just now; one that was taken before counts as a duplicate."""
    settings = door.settings(context)
    tally = Tally()
    with door.database(settings) as database:
        addressed = _addressed(context, paths, _addressing(settings, database, rcpt), settings)
        if dry_run:
            outcome: Iterator[Taken] = (Taken(mail) for mail in addressed)
        else:
            outcome = Intaking(database, now, settings.authserv_id).take(addressed)
        for one in outcome:
            tally.count(one)
    _tell(context, tally, dry_run=dry_run, as_json=as_json)
    if tally.faults:
        raise typer.Exit(door.FAILED)


def _addressing(settings: Settings, database: Database, rcpt: str) -> Addressing:
    with database.read() as connection:
        boxes = registry.mailboxes(connection)
    grammar = grammar_of(settings)
    if rcpt and read_address(rcpt, grammar, boxes) is None:
        mend = f"use a house's address at {grammar.domain}, or {grammar.desk}@{grammar.domain}"
        raise Trouble(f"{rcpt} is no address of ours", mend, status=door.USAGE)
    return Addressing(grammar, boxes, rcpt.lower())


def _addressed(
    context: typer.Context, paths: list[Path], addressing: Addressing, settings: Settings
) -> Iterator[Addressed]:
    with _progress(context, paths) as advance:
        for found in mails_in(paths, limit=settings.limits.message_bytes):
            yield addressing.address(found)
            advance(found.size)


@contextmanager
def _progress(context: typer.Context, paths: list[Path]) -> Iterator["_Advance"]:
    is_shown = sys.stderr.isatty() and not door.options(context).quiet
    total = None if Path(STDIN) in paths else sum(octets_at(path) for path in paths)
    with Progress(console=Console(stderr=True), transient=True, disable=not is_shown) as progress:
        task = progress.add_task("taking in", total=total)
        yield _Advance(progress, task)


@dataclass(frozen=True, slots=True)
class _Advance:
    progress: Progress
    task: object

    def __call__(self, octets: int) -> None:
        self.progress.advance(self.task, octets)  # type: ignore[arg-type]


def _tell(context: typer.Context, tally: Tally, *, dry_run: bool, as_json: bool) -> None:
    if as_json:
        faults = [{"source": source, "fault": fault} for source, fault in tally.faults]
        print_json(
            {
                "taken": tally.taken,
                "arrivals": tally.arrivals,
                "targets": dict(sorted(tally.targets.items())),
                "faults": faults,
                "dry_run": dry_run,
            }
        )
        return
    for source, fault in tally.faults:
        print(f"hauspost: {printable(source)} {fault}", file=sys.stderr)
    for target, count in sorted(tally.targets.items()):
        door.say(context, f"{count:>6}  {target}")
    if dry_run:
        door.say(context, f"{tally.taken} would be taken in, {len(tally.faults)} not (dry run).")
        return
    door.say(context, f"{tally.taken} taken in, {len(tally.faults)} not.")
    if tally.taken:
        door.say(context, "The running `serve` decides them within seconds, or the next one does.")
