"""`ingest --dry-run --report`: what an old mailbox would have come to, played in a temporary folder."""

import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import typer

from hauspost.cli import door
from hauspost.cli.door import Trouble
from hauspost.cli.plan import closed_plan
from hauspost.config.settings import Settings
from hauspost.desk.houses import Property
from hauspost.desk.policy import Policy, overruled
from hauspost.gateway import logs
from hauspost.gateway.clock import now
from hauspost.gateway.ingest import Addressed
from hauspost.gateway.maildir import MaildirRelay
from hauspost.gateway.serving import Plan
from hauspost.gateway.simulation import Played, Simulation, simulation
from hauspost.store import registry
from hauspost.store.database import Database
from hauspost.store.migrate import SchemaState, migrate

Faults = list[tuple[str, str]]  # source, why it cannot be taken
Step = Callable[[int], None]  # so many mails were played


@contextmanager
def untouched(settings: Settings) -> Iterator[Database]:
    """The real database, to be read; unlike elsewhere an older schema is not brought up to date on the way."""
    file = settings.database.file
    begin = "begin with `hauspost import FOLDER --apply`"
    if file is not None and not file.exists():
        raise Trouble(f"there is no database yet at {file}, so no mail finds its house", begin)
    state = door.reachable(settings)
    if state is not SchemaState.CURRENT:
        raise Trouble(
            f"the database's schema is {state}", "run `hauspost migrate` first: a look changes nothing"
        )
    database = Database(settings.database.url)
    try:
        with database.read() as connection:
            if not registry.all_properties(connection):
                raise Trouble("there is no master data yet, so no mail finds its house", begin)
        yield database
    finally:
        database.close()


@contextmanager
def stage(context: typer.Context, settings: Settings, real: Database) -> Iterator[Simulation]:
    """The play's gateway; its folder is gone afterwards."""
    logs.configure("debug" if door.options(context).debug else "error", sys.stderr.isatty())
    with tempfile.TemporaryDirectory(prefix="hauspost-simulation-") as name:
        folder = Path(name)
        played = simulation(_plan(settings, folder), real, now=now())
        try:
            yield played
        finally:
            played.close()


def played(
    stage: Simulation, mails: Iterable[Addressed], step: Callable[[int], Step]
) -> tuple[Played, Faults]:
    """`step` gets the number of mails and gives what is told of each. Raises Trouble where no mail can be taken."""
    faults = [(one.found.source, one.fault) for one in stage.take(mails) if one.fault]
    if not stage.coming:
        raise _nothing(faults)
    told = step(len(stage.coming))
    slow = []
    for one in stage.play():
        slow.append(one)
        told(1)
    return stage.played(slow), faults


def _nothing(faults: Faults) -> Trouble:
    """The commonest fault speaks for all."""
    if not faults:
        return Trouble("there are no mails", "name an mbox, a Maildir or .eml files")
    source, fault = faults[0]
    sentence, _, mend = fault.partition("; ")
    more = f", and {len(faults) - 1} more are not taken either" if len(faults) > 1 else ""
    return Trouble(f"{source} {sentence}{more}", mend or "name an mbox, a Maildir or .eml files")


def _plan(settings: Settings, folder: Path) -> Plan:
    """As after `hauspost live`: a house that keeps its mails back in properties.csv does so here."""
    url = f"sqlite:///{folder / 'simulation.db'}"
    migrate(url)

    def policy_for(house: Property | None) -> Policy:
        live = replace(settings.policy, sending="on")
        return live if house is None else overruled(live, house.policy)

    plan = closed_plan(settings, lambda: MaildirRelay(folder / "maildirs"))
    return replace(plan, database_url=url, database_file=folder / "simulation.db", policy_for=policy_for)
