"""`hauspost export`: everything of one person in a new folder, as a draft that somebody reads before it is sent."""

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from hauspost.cli import door
from hauspost.cli.door import Trouble
from hauspost.cli.openings import grammar_of
from hauspost.cli.people import person_named
from hauspost.desk.houses import Person
from hauspost.desk.masterdata import FIRM
from hauspost.gateway import exporting
from hauspost.gateway.clock import now
from hauspost.gateway.exporting import Desk, Export
from hauspost.gateway.sandbox import Sandbox
from hauspost.outbound import export_pages
from hauspost.outbound.catalogue import best_language
from hauspost.outbound.formats import Times
from hauspost.outbound.mbox import without_keys


def register(app: typer.Typer) -> None:
    app.command()(export)


def export(
    context: typer.Context,
    who: Annotated[str, typer.Argument(metavar="PERSON", help="A person's number, address or name.")],
    output: Annotated[Path, typer.Option("--output", metavar="DIR", help="A folder that is new or empty.")],
) -> None:
    """Writes all that is stored of a person (GDPR, art. 15 and 20), others masked, with a list of what to check."""
    _free(output)
    settings = door.settings(context)
    company = settings.company
    desk = Desk(company, ZoneInfo(company.time_zone), now())
    with door.database(settings) as database, Sandbox(1) as sandbox, database.read() as connection:
        person = person_named(connection, who)
        made = exporting.gather(connection, sandbox, person, desk)
    with _whole(output) as folder:
        for name, octets in _files(made, desk):
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_bytes(without_keys(octets, grammar_of(settings)))
    for line in _told(person, made):
        door.say(context, line)
    door.say(context, f"{output}: a draft; read checklist.txt before anything of it is sent.")


def _told(person: Person, made: Export) -> Iterator[str]:
    if exporting.is_managers(person):
        yield f"{person.name} is or was a manager: tickets and mails are the company's records; master data only."
    elif person.id.startswith(FIRM):
        yield f"{person.name} is a firm: article 15 is for the people who work there; its orders are in it."
    counts = made.counts
    yield f"{counts.tickets} tickets, {counts.own_mails} mails from {person.name}, {counts.our_mails} to them."
    yield f"Left out: {counts.internal_notes} internal notes, {counts.entries_of_others} entries of others."


def _free(output: Path) -> None:
    if output.is_symlink() or (output.exists() and not output.is_dir()):
        raise Trouble(f"{output} is no folder", "name a new one", status=door.USAGE)
    try:
        is_taken = output.exists() and any(output.iterdir())
    except OSError as error:
        raise _refused(output, error) from None
    if is_taken:
        raise Trouble(f"{output} is not empty", "name a new folder", status=door.USAGE)


@contextmanager
def _whole(output: Path) -> Iterator[Path]:
    """A folder beside it, for its owner alone, that takes its place once all is written, or is gone again."""
    try:
        output.absolute().parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=f".{output.name}-", dir=output.absolute().parent))
    except OSError as error:
        raise _refused(output, error) from None
    try:
        yield beside
        os.rename(beside, output)  # onto an empty folder as well (POSIX, rename)
    except OSError as error:
        raise _refused(output, error) from None
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _refused(output: Path, error: OSError) -> Exception:
    if error.errno in door.NO_ROOM:
        return error  # `door.tell` says it
    return Trouble(f"{output} cannot be written ({error.strerror})", "choose a folder that you may write to")


def _files(made: Export, desk: Desk) -> Iterator[tuple[str, bytes]]:
    spoken = best_language(desk.company.language)
    sheet = made.person.name, made.person.id
    counts = asdict(made.counts)
    told = json.dumps({**made.about, "counts": counts}, ensure_ascii=False, indent=2)
    yield "export.json", f"{told}\n".encode()
    yield "export.html", export_pages.page(made.about, spoken, Times(spoken, desk.zone, desk.at)).encode()
    yield "checklist.txt", export_pages.checklist(*sheet, counts, spoken.code).encode()
    yield from ((f"mails/{name}", octets) for name, octets in made.mails.items())
