"""Knows what every command shares: where the configuration is, how the database is opened, how trouble is told."""

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import typer

from hauspost.config.faults import ConfigFaults
from hauspost.config.load import load
from hauspost.config.settings import Settings
from hauspost.store import which_copy
from hauspost.store.database import Database, StoreFailed
from hauspost.store.migrate import SchemaNewer, SchemaState, migrate, schema_state, write_refusal

DONE, FAILED, USAGE = 0, 1, 2  # exit status (INTERFACE, "Commands")
DEFAULT = "hauspost.toml"
LARGEST = 2**63 - 1  # a number of a row, on every database
NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


@dataclass(frozen=True, slots=True)
class Options:
    """What every command takes; it lies in `context.obj`."""

    config: Path | None = None
    quiet: bool = False
    debug: bool = False


class Trouble(Exception):
    """What ends a command, told as one sentence with the mend and without a traceback."""

    def __init__(self, sentence: str, mend: str, *, status: int = FAILED) -> None:
        super().__init__(f"{sentence}; {mend}")
        self.sentence = sentence
        self.mend = mend
        self.status = status


def options(context: typer.Context) -> Options:
    found = context.find_object(Options)
    return Options() if found is None else found


def settings(context: typer.Context) -> Settings:
    """By --config, $HAUSPOST_CONFIG, ./hauspost.toml. Raises ConfigFaults, which `main` tells."""
    return load(options(context).config or Path(os.environ.get("HAUSPOST_CONFIG") or DEFAULT))


def has_config(context: typer.Context) -> bool:
    """Whether one is named, or lies where it is looked for."""
    named = options(context).config or os.environ.get("HAUSPOST_CONFIG")
    return bool(named) or Path(DEFAULT).exists()


def say(context: typer.Context, text: str = "") -> None:
    """A line for people; none with --quiet."""
    if not options(context).quiet:
        print(text)


@contextmanager
def database(settings: Settings, *, make: bool = False) -> Iterator[Database]:
    """The database with a current schema. `make`: a missing SQLite file is made; otherwise that is trouble."""
    ready(settings, make=make)
    opened = Database(settings.database.url)
    try:
        yield opened
    finally:
        opened.close()


def ready(settings: Settings, *, make: bool) -> None:
    """SQLite is brought up to date on the way; PostgreSQL waits for `hauspost migrate`, as other nodes may use it."""
    file = settings.database.file
    if file is not None and not file.exists():
        if not make:
            raise Trouble(
                f"there is no database yet at {file}", "begin with `hauspost import FOLDER --apply`"
            )
        make_folder(file.parent)
    state = reachable(settings)
    if state in (SchemaState.EMPTY, SchemaState.BEHIND):
        if file is None:
            raise Trouble(f"the database's schema is {state}", "run `hauspost migrate`")
        migrate(settings.database.url)
    if state is SchemaState.NEWER:
        raise Trouble(
            "the database was made by a later version of Hauspost", "install that version, or a later one"
        )


def writable(settings: Settings) -> None:
    """For what serves: it finds that at its start, and not with the first mail."""
    if refusal := write_refusal(settings.database.url):
        raise Trouble(f"{NO_WRITES} ({refusal})", NO_WRITES_MEND)


NO_WRITES = "the database takes no writes"
NO_WRITES_MEND = "give its user the right to write, or point database.url to the one that takes writes"
UNREADABLE_MEND = (
    "see that database.url names the right one and that it runs; if it is broken, restore a backup"
)
UNSAFE_COPY = "the database came back from a backup and was not made safe: numbers and mails may be doubled"
UNSAFE_COPY_MEND = "run `hauspost restore-check --apply` before `serve`"


def is_unsafe_copy(settings: Settings) -> bool:
    with database(settings) as opened, opened.read() as connection:
        return which_copy.is_unsafe_copy(connection)


def reachable(settings: Settings) -> SchemaState:
    try:
        return schema_state(settings.database.url)
    except (StoreFailed, OSError) as error:
        raise Trouble(f"the database cannot be opened ({first_line(error)})", UNREADABLE_MEND) from None


def make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Trouble(
            f"{folder} cannot be made ({error.strerror})", "choose a folder that you may write to"
        ) from None


def first_line(error: BaseException) -> str:
    return next((line.strip() for line in str(error).splitlines() if line.strip()), type(error).__name__)


def tell(error: BaseException) -> int:
    """Writes what ended a command to stderr, and returns the exit status. What is none of ours is a bug."""
    match error:
        case ConfigFaults(faults=faults):
            lines, status = [str(fault) for fault in faults], USAGE
        case Trouble(status=status):
            lines = [str(error)]
        case SchemaNewer():
            lines, status = [f"{error}; install that version, or a later one"], FAILED
        case StoreFailed():
            mend = "make room where it lies, then" if "full" in str(error) else "nothing was changed,"
            lines, status = [f"the database failed ({first_line(error)}); {mend} try again"], FAILED
        case OSError(errno=number) if number in NO_ROOM:
            where = f" for {error.filename}" if error.filename else " for what was to be written"
            lines, status = (
                [f"there is no room{where} ({error.strerror}); make room, or write elsewhere"],
                FAILED,
            )
        case _:
            what = f"{type(error).__name__}: {first_line(error)}"
            lines, status = (
                [f"something is wrong in Hauspost itself ({what}); run it again with --debug"],
                FAILED,
            )
    for line in lines:
        print(f"hauspost: {line}", file=sys.stderr)
    return status
