"""`hauspost backup`: a copy of the SQLite database while it is in use."""

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress

from hauspost.cli import door
from hauspost.cli.door import Trouble
from hauspost.store.backup import back_up


def register(app: typer.Typer) -> None:
    app.command()(backup)


def backup(
    context: typer.Context,
    target: Annotated[Path, typer.Argument(metavar="FILE", help="A file that does not exist yet.")],
) -> None:
    """Copies the database into a fresh file while it is in use, and proves the copy whole."""
    settings = door.settings(context)
    source = settings.database.file
    if source is None:
        mend = f"use `pg_dump --format=custom --file={target} DATABASE`, which copies it while it is in use"
        raise Trouble("this command copies SQLite files, and the database is PostgreSQL", mend)
    if not source.exists():
        raise Trouble(f"there is no database yet at {source}", "there is nothing to copy")
    try:
        size = _copy(context, source, target)
    except FileExistsError:
        raise Trouble(f"{target} exists", "name a file that does not; nothing is written over") from None
    except OSError as error:
        raise Trouble(
            f"{target} cannot be written ({error.strerror})", "choose another place with more room"
        ) from None
    door.say(context, f"{target}: {size:,} octets, proven whole.")


def _copy(context: typer.Context, source: Path, target: Path) -> int:
    is_shown = sys.stderr.isatty() and not door.options(context).quiet
    with Progress(console=Console(stderr=True), transient=True, disable=not is_shown) as progress:
        task = progress.add_task("copying", total=None)
        return back_up(
            source,
            target,
            progress=lambda done, every: progress.update(task, completed=done, total=every),
        )
