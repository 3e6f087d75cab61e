"""`hauspost backup`: a copy of the database while it is in use, by SQLite's own means or by pg_dump."""

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress

from hauspost.cli import door
from hauspost.cli.door import Trouble
from hauspost.gateway import dumping
from hauspost.gateway.clock import now
from hauspost.store.backup import back_up
from hauspost.store.database import StoreFailed


def register(app: typer.Typer) -> None:
    app.command()(backup)


def backup(
    context: typer.Context,
    target: Annotated[Path, typer.Argument(metavar="FILE", help="A file that does not exist yet.")],
) -> None:
    """Copies the database into a fresh file while it is in use, and proves the copy whole."""
    settings = door.settings(context)
    source = settings.database.file
    if source is not None and not source.exists():
        raise Trouble(f"there is no database yet at {source}", "there is nothing to copy")
    try:
        size = _dump(settings.database.url, target) if source is None else _copy(context, source, target)
    except StoreFailed as error:
        mend = "make room where it is to lie, or look at the database; no copy was left"
        raise Trouble(f"{target} could not be written whole ({error})", mend) from None
    except FileExistsError:
        raise Trouble(f"{target} exists", "name a file that does not; nothing is written over") from None
    except OSError as error:
        raise Trouble(
            f"{target} cannot be written ({error.strerror})", "choose another place with more room"
        ) from None
    door.say(context, f"{target}: {size:,} octets, proven whole.")


def _dump(url: str, target: Path) -> int:
    if not dumping.programs():
        address, _ = dumping.libpq(url)
        words = f"pg_dump --format=custom --file={target} {address}"
        mend = f"install PostgreSQL's client programs, or run `{words}` where they are"
        raise Trouble("the database is PostgreSQL, and pg_dump and pg_restore are not here", mend)
    try:
        return dumping.dump(url, target)
    except dumping.DumpFailed as error:
        raise Trouble(f"{target} could not be written whole ({error})", "no copy was left") from None


def _copy(context: typer.Context, source: Path, target: Path) -> int:
    is_shown = sys.stderr.isatty() and not door.options(context).quiet
    with Progress(console=Console(stderr=True), transient=True, disable=not is_shown) as progress:
        task = progress.add_task("copying", total=None)
        return back_up(
            source,
            target,
            at=now(),
            progress=lambda done, every: progress.update(task, completed=done, total=every),
        )
