"""`hauspost import`: master data from files or a folder, as a dry run unless told to apply it."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from hauspost.cli import door
from hauspost.cli.checks.clock import need_true_day
from hauspost.cli.door import Trouble
from hauspost.cli.listing import print_json, printable
from hauspost.cli.welcome import not_welcomed, persons
from hauspost.config.settings import Settings
from hauspost.desk.masterdata import Change, Diff, Kind, Record, Stored, compare
from hauspost.gateway.clock import now
from hauspost.parsers.masterdata import ENDINGS, Reading, understand
from hauspost.parsers.masterdata_octets import MOST_OCTETS
from hauspost.parsers.masterdata_rejects import reason
from hauspost.parsers.masterdata_rejects import rejects as rejects_of
from hauspost.parsers.masterdata_shown import called
from hauspost.parsers.masterdata_tables import OpenedFile, open_file
from hauspost.store import masterdata

# How many rows of one kind are shown one by one; the JSON has them all.
SHOWN = 20


def register(app: typer.Typer) -> None:
    app.command("import")(import_)


def import_(
    context: typer.Context,
    paths: Annotated[list[Path], typer.Argument(metavar="PATH…", help="Files, or a folder of them.")],
    apply: Annotated[bool, typer.Option("--apply", help="Writes it; without, nothing is changed.")] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Also where more than a fifth of what is stored would change.")
    ] = False,
    complete: Annotated[
        bool,
        typer.Option("--complete", help="The files name everybody: tenants who are missing have moved out."),
    ] = False,
    rejects: Annotated[
        Path | None,
        typer.Option("--rejects", metavar="FOLDER", help="Writes the rejected rows there, with the reasons."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="The difference as JSON.")] = False,
) -> None:
    """Master data from CSV and XLSX: shows what would change, and with --apply changes it."""
    settings = door.settings(context)
    job = _Job(settings, [open_file(name, octets) for name, octets in _files(paths).items()], complete, force)
    if rejects is not None:
        _make(rejects)
    reading, diff, stored = _applied(job) if apply else _previewed(job)
    if rejects is not None:
        _write_rejects(rejects, job.files, reading)
    if as_json:
        print_json(_json(reading, diff, applied=apply))
    else:
        _show(context, reading, diff, stored, applied=apply)
        if apply and diff.new:
            _propose_welcome(context, settings)
    if reading.rejected:
        raise typer.Exit(door.FAILED)


def _propose_welcome(context: typer.Context, settings: Settings) -> None:
    """Nobody is written to by an import."""
    with door.database(settings) as database:
        if count := not_welcomed(settings, database):
            door.say(
                context,
                f"{persons(count, 'has', 'have')} had no welcome mail; `hauspost welcome` shows them.",
            )


Outcome = tuple[Reading, Diff, Stored]


@dataclass(frozen=True, slots=True)
class _Job:
    settings: Settings
    files: list[OpenedFile]
    is_complete: bool
    is_forced: bool

    def compared(self, stored: Stored) -> Outcome:
        language, zone = self.settings.company.language, ZoneInfo(self.settings.company.time_zone)
        reading = understand(self.files, stored=stored, language=language)
        today = now().astimezone(zone).date() if self.is_complete else None
        return reading, compare(stored, reading.records, complete_on=today), stored


def _previewed(job: _Job) -> Outcome:
    """A dry run makes no database either."""
    file = job.settings.database.file
    if file is not None and not file.exists():
        return job.compared({})
    with door.database(job.settings) as database, database.read() as connection:
        return job.compared(masterdata.stored(connection))


def _applied(job: _Job) -> Outcome:
    """Read and compared inside the transaction: somebody else may import at the same time."""

    def write(connection: Any) -> Outcome:
        if job.is_complete:
            need_true_day(connection, ZoneInfo(job.settings.company.time_zone))
        reading, diff, stored = job.compared(masterdata.stored(connection))
        if diff.is_large and not job.is_forced:
            raise Trouble(
                f"it would change {_share(diff)}; nothing was changed",
                "look at it without --apply; if it is the right table, add --force",
            )
        masterdata.apply(connection, diff, at=now())
        return reading, diff, stored

    with door.database(job.settings, make=True) as database:
        return database.write(write)


def _share(diff: Diff) -> str:
    return f"{len(diff.changes)} of {diff.known} stored rows, more than a fifth"


def _make(folder: Path) -> None:
    """Before anything is written: rejects that nobody could read afterwards were lost."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Trouble(f"{folder} cannot be made ({error.strerror})", "name another folder") from None


def _write_rejects(folder: Path, files: list[OpenedFile], reading: Reading) -> None:
    """One CSV for each table with such rows, in English as the reasons on the terminal are."""
    told = ((one.file, one.line, reason(one, "en")) for one in reading.rejected)
    try:
        for name, table in rejects_of(files, told, language="en"):
            (folder / name).write_text(table, "utf-8", newline="")
    except OSError as error:
        raise Trouble(f"{folder} cannot be written to ({error.strerror})", "name another folder") from None


def _files(paths: list[Path]) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for path in (inner for outer in paths for inner in _expanded(outer)):
        try:
            with path.open("rb") as file:  # one octet more than is taken says that it is too large
                found[path.name if path.name not in found else str(path)] = file.read(MOST_OCTETS + 1)
        except OSError as error:
            raise Trouble(f"{path} cannot be read ({error.strerror})", "name a readable file") from None
    return found


def _expanded(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    inner = [file for file in sorted(path.iterdir()) if file.suffix.lower() in ENDINGS and file.is_file()]
    if not inner:
        raise Trouble(
            f"{path} holds no CSV or XLSX file", "name the folder that holds properties.csv and the others"
        )
    return inner


def _show(context: typer.Context, reading: Reading, diff: Diff, stored: Stored, *, applied: bool) -> None:
    for title, lines in _sections(diff, stored):
        if lines:
            door.say(context, f"{title} ({len(lines)})")
            for line in lines[:SHOWN]:
                door.say(context, f"  {printable(line)}")
            if len(lines) > SHOWN:
                door.say(context, f"  … and {len(lines) - SHOWN} more")
    for remark in reading.remarks:
        door.say(context, printable(remark))
    for rejected in reading.rejected:
        print(f"rejected: {printable(str(rejected))}")
    counts = ", ".join(f"{number} {name}" for name, number in _counts(reading, diff).items())
    if diff.is_large and not applied:
        print(f"it would change {_share(diff)}; --apply asks for --force")
    outcome = "" if applied else " (dry run; --apply writes it)"
    print(f"{counts}{outcome}")


def _sections(diff: Diff, stored: Stored) -> list[tuple[str, list[str]]]:
    return [
        ("new", [_named(record) for record in diff.new]),
        ("changed", [_changed(change) for change in diff.changed]),
        ("ended", [f"{_named(change.after)} on {change.after.values['valid_to']}" for change in diff.ended]),
        ("in the store only, and left as they are", [_named(record) for record in diff.missing]),
        (
            "moved out, since the files are complete and do not name them",
            [f"{_named(change.before)} on {change.after.values['valid_to']}" for change in diff.gone],
        ),
        (
            "one address for several persons",
            list(_households(diff, stored)),
        ),
    ]


def _households(diff: Diff, stored: Stored) -> Iterator[str]:
    """A couple, or one person who has two numbers: the names tell."""
    for address, who in diff.households[:SHOWN]:
        names = called(diff, who, stored)
        told = ", ".join(f"{name} ({number})" for name, number in zip(names, who, strict=True))
        is_double = len({name.casefold() for name in names}) == 1
        yield f"{address}: {told}{'; the same name, perhaps one person twice' if is_double else ''}"
    yield from (f"{address}: {', '.join(who)}" for address, who in diff.households[SHOWN:])


# What tells a reader most about a row of each kind, besides its number.
TELLING = {
    Kind.PERSONS: ("first_name", "last_name"),
    Kind.PROPERTIES: ("name", "mailbox"),
    Kind.UNITS: ("building", "floor", "side"),
    Kind.ROLES: ("valid_from", "valid_to"),
    Kind.CATEGORIES: ("label_de",),
    Kind.CONTRACTORS: ("company",),
    Kind.ASSIGNMENTS: (),
    Kind.RULES: ("automation", "assignee"),
    Kind.TEXTS: (),
    Kind.MAINTENANCE: ("rhythm", "first_on"),
}


def _named(record: Record) -> str:
    told = (record.values.get(name) for name in TELLING[record.kind])
    words = [
        record.kind.value,
        " ".join(part for part in record.key[:4] if part),
        *(str(part) for part in told if part),
    ]
    return " ".join(words)


def _changed(change: Change) -> str:
    old, new = change.before.values, change.after.values
    parts = (f"{name} {_plain(old.get(name))!r} → {_plain(new[name])!r}" for name in change.fields)
    return f"{_named(change.before)}: {', '.join(parts)}"


def _counts(reading: Reading, diff: Diff) -> dict[str, int]:
    return diff.counts() | {"rejected": len(reading.rejected)}


def _json(reading: Reading, diff: Diff, *, applied: bool) -> dict[str, Any]:
    return {
        "applied": applied,
        "counts": _counts(reading, diff),
        "new": [_record(record) for record in diff.new],
        "changed": [_change(change) for change in diff.changed],
        "ended": [_change(change) for change in diff.ended],
        "gone": [_change(change) for change in diff.gone],
        "missing": [_record(record) for record in diff.missing],
        "households": [{"address": address, "persons": list(who)} for address, who in diff.households],
        "rejected": [asdict(rejected) for rejected in reading.rejected],
        "remarks": list(reading.remarks),
    }


def _record(record: Record) -> dict[str, Any]:
    values = {name: _plain(value) for name, value in record.values.items()}
    return {"kind": record.kind.value, "key": list(record.key), "values": values}


def _change(change: Change) -> dict[str, Any]:
    before = {name: _plain(change.before.values.get(name)) for name in change.fields}
    after = {name: _plain(change.after.values[name]) for name in change.fields}
    return {"kind": change.after.kind.value, "key": list(change.after.key), "before": before, "after": after}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
