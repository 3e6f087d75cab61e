"""`hauspost ingest`: mails from files come in through the same door as any other."""

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Final
from zoneinfo import ZoneInfo

import typer
from rich.console import Console
from rich.progress import Progress

from hauspost.cli import door, simulating, simulation_report
from hauspost.cli.door import Trouble
from hauspost.cli.files import mails_in
from hauspost.cli.listing import print_json, printable
from hauspost.cli.openings import grammar_of
from hauspost.config.settings import Settings
from hauspost.gateway.clock import now
from hauspost.gateway.ingest import Addressed, Addressing, Intaking, Taken
from hauspost.gateway.mailboxes_on_disk import STDIN, octets_at
from hauspost.store import registry
from hauspost.store.database import Database
from hauspost.threading.addresses import read_address

TOLD: Final = 20  # mails that cannot be played and are told one by one; --json names all


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
    rcpt: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ADDRESS",
            help="For this address of ours; or OLD=OURS, repeatable: for ours, where OLD is named.",
        ),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only says for whom each would be.")] = False,
    report: Annotated[
        bool,
        typer.Option(
            "--report", help="With --dry-run: plays them by their own dates, tells what comes of it."
        ),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="The outcome as JSON.")] = False,
) -> None:
    """Takes mails in as if they had arrived just now; one that was taken before counts as a duplicate."""
    if report and not dry_run:
        raise Trouble("--report only looks at what would come", "add --dry-run", status=door.USAGE)
    settings = door.settings(context)
    if report:
        _simulate(context, settings, paths, rcpt or [], as_json=as_json)
        return
    tally = Tally()
    with door.database(settings) as database, _bar(context) as bar:
        addressed = _addressed(paths, _addressing(settings, database, rcpt or []), settings, bar)
        if dry_run:
            outcome: Iterator[Taken] = (Taken(mail) for mail in addressed)
        else:
            outcome = Intaking(database, now, settings.authserv_id).take(addressed)
        for one in outcome:
            tally.count(one)
    _tell(context, tally, dry_run=dry_run, as_json=as_json)
    if tally.faults:
        raise typer.Exit(door.FAILED)


def _simulate(
    context: typer.Context, settings: Settings, paths: list[Path], rcpt: list[str], *, as_json: bool
) -> None:
    zone = ZoneInfo(settings.company.time_zone)
    with simulating.untouched(settings) as real:
        addressing = _addressing(settings, real, rcpt)
        with simulating.stage(context, settings, real) as stage, _bar(context) as bar:
            mails = _addressed(paths, addressing, settings, bar)
            outcome, faults = simulating.played(stage, mails, lambda total: bar("deciding", total))
    if as_json:
        print_json(simulation_report.as_json(outcome, faults))
    else:
        _tell_faults(faults[:TOLD])
        if len(faults) > TOLD:
            print(f"hauspost: … and {len(faults) - TOLD} more like these", file=sys.stderr)
        simulation_report.tell(outcome, faults, zone)
    if faults:
        raise typer.Exit(door.FAILED)


def _tell_faults(faults: Iterable[tuple[str, str]]) -> None:
    for source, fault in faults:
        print(f"hauspost: {printable(source)} {fault}", file=sys.stderr)


def _addressing(settings: Settings, database: Database, rcpt: list[str]) -> Addressing:
    with database.read() as connection:
        boxes = registry.mailboxes(connection)
    grammar = grammar_of(settings)
    said = [(old.strip().lower(), ours.strip().lower()) for old, _, ours in (_parted(one) for one in rcpt)]
    for _, ours in said:
        if read_address(ours, grammar, boxes) is None:
            mend = f"use a house's address at {grammar.domain}, or {grammar.desk}@{grammar.domain}"
            raise Trouble(f"{ours} is no address of ours", mend, status=door.USAGE)
    for_all = [ours for old, ours in said if not old]
    if len(for_all) > 1 or (for_all and len(said) > 1):
        raise Trouble(
            "--rcpt names more than one address for all mails", "write OLD=OURS for each", status=door.USAGE
        )
    return Addressing(grammar, boxes, "".join(for_all), {old: ours for old, ours in said if old})


def _parted(rcpt: str) -> tuple[str, str, str]:
    """OLD, "=", OURS; without an "=" all mails are for OURS."""
    return rcpt.partition("=") if "=" in rcpt else ("", "", rcpt)


def _addressed(
    paths: list[Path], addressing: Addressing, settings: Settings, bar: "_Bar"
) -> Iterator[Addressed]:
    total = None if Path(STDIN) in paths else sum(octets_at(path) for path in paths)
    advance = bar("taking in", total)
    for found in mails_in(paths, limit=settings.limits.message_bytes):
        yield addressing.address(found)
        advance(found.size)


@contextmanager
def _bar(context: typer.Context) -> Iterator["_Bar"]:
    """On a terminal; each call begins the bar of another task."""
    is_shown = sys.stderr.isatty() and not door.options(context).quiet
    with Progress(console=Console(stderr=True), transient=True, disable=not is_shown) as progress:
        yield lambda said, total: _Advance(progress, progress.add_task(said, total=total))


@dataclass(frozen=True, slots=True)
class _Advance:
    progress: Progress
    task: object

    def __call__(self, octets: int) -> None:
        self.progress.advance(self.task, octets)  # type: ignore[arg-type]


_Bar = Callable[[str, int | None], _Advance]


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
    _tell_faults(tally.faults)
    for target, count in sorted(tally.targets.items()):
        door.say(context, f"{count:>6}  {target}")
    if dry_run:
        door.say(context, f"{tally.taken} would be taken in, {len(tally.faults)} not (dry run).")
        return
    door.say(context, f"{tally.taken} taken in, {len(tally.faults)} not.")
    if tally.taken:
        door.say(context, "The running `serve` decides them within seconds, or the next one does.")
