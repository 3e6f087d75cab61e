"""`hauspost system`: what an installation puts beside the program: systemd's unit, completion, the manual page."""

import getpass
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from hauspost import __version__
from hauspost.cli import door
from hauspost.cli.door import USAGE, Trouble
from hauspost.cli.man_page import man_page
from hauspost.cli.outline import Command, outline
from hauspost.cli.shells import SHELLS, completion
from hauspost.cli.unit import Service, unit
from hauspost.config.settings import Settings
from hauspost.config.values import Maildir, Tcp, Unix


def register(app: typer.Typer) -> None:
    system = typer.Typer(
        help="Prints what an installation puts beside the program: systemd's unit, completion, the manual page.",
        no_args_is_help=True,
    )

    def root() -> Command:
        return outline(typer.main.get_command(app), ("hauspost",))

    @system.command("unit")
    def print_unit(
        context: typer.Context,
        user: Annotated[str, typer.Option(help="Who runs it; else who asks.")] = "",
    ) -> None:
        """The unit for systemd, hardened, with the paths of this installation and configuration."""
        settings = door.settings(context)
        print(unit(_service(settings, user or getpass.getuser())), end="")

    @system.command("completion")
    def print_completion(
        shell: Annotated[str, typer.Argument(metavar="SHELL", help=f"{' or '.join(SHELLS)}.")],
    ) -> None:
        """Completion of commands and options for a shell."""
        if shell not in SHELLS:
            raise Trouble(
                f"there is no completion for {shell}", f"choose {' or '.join(SHELLS)}", status=USAGE
            )
        print(completion(shell, root()), end="")

    @system.command("man")
    def print_man() -> None:
        """The manual page hauspost(1)."""
        print(man_page(root(), __version__), end="")

    app.add_typer(system, name="system")


def _service(settings: Settings, user: str) -> Service:
    folders = []
    file = settings.database.file
    if file is not None:
        folders.append(file.parent)
    if isinstance(settings.relay.to, Maildir):
        folders.append(settings.relay.to.folder)
    # A provider's new token is written where the old one lies, behind whatever link names it.
    folders += [file.resolve().parent for file in settings.refresh_tokens.values()]
    places = [each.place for each in settings.listeners]
    folders += [Path(place.path).parent for place in places if isinstance(place, Unix)]
    return Service(
        program=_program(),
        config=settings.path.absolute(),
        user=user,
        writes=_outermost(folder.absolute() for folder in folders),
        ports=tuple(place.port for place in places if isinstance(place, Tcp)),
        after=() if file is not None else ("postgresql.service",),
    )


def _outermost(folders: Iterable[Path]) -> tuple[Path, ...]:
    named = tuple(dict.fromkeys(folders))
    return tuple(each for each in named if not any(other in each.parents for other in named))


def _program() -> Path:
    """Beside the interpreter, as pip puts it there; else as the shell finds it."""
    beside = Path(sys.executable).with_name("hauspost")
    return beside if beside.exists() else Path(shutil.which("hauspost") or sys.argv[0]).absolute()
