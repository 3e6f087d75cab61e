"""Knows the commands and the options that all of them take, and turns what ends one into an exit status."""

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer
from typer.exceptions import TyperException

from hauspost import __version__
from hauspost.cli import door
from hauspost.cli.door import Options

# Each names a module of this folder with `register(app)`; this is the order of the help page.
COMMANDS = (
    "demo",
    "init",
    "check",
    "import_",
    "serve",
    "ingest",
    "explain",
    "parse",
    "tickets",
    "show",
    "arrivals",
    "preview",
    "outbox",
    "retention",
    "hold",
    "retain",
    "erase",
    "export",
    "privacy",
    "journal",
    "poster",
    "welcome",
    "live",
    "pause",
    "resume",
    "backup",
    "restore_check",
    "replay",
    "report",
    "migrate",
    "system",
)

# They may stand before or behind the command: typer wants them before.
FLAGS = ("--quiet", "--debug")
VALUED = "--config"

HELP = """An email-first helpdesk for property managers.

--config, --quiet and --debug may stand before or behind the command."""


def build(words: Sequence[str] = ()) -> typer.Typer:
    """Loads every command; where the words begin with the name of one, that one alone."""
    app = typer.Typer(name="hauspost", help=HELP, no_args_is_help=True, add_completion=False)
    app.callback()(_options)
    asked = words[0].replace("-", "_") if words else ""
    for name in [name for name in COMMANDS if name.rstrip("_") == asked] or COMMANDS:
        import_module(f"hauspost.cli.{name}").register(app)
    return app


def main(arguments: Sequence[str] | None = None, *, app: typer.Typer | None = None) -> int:
    """Runs one command and returns its exit status: 0 done, 1 it failed, 2 usage or configuration.

    `app`: the commands, where they are loaded already.
    """
    words = hoisted(sys.argv[1:] if arguments is None else arguments)
    command = typer.main.get_command(app or build())
    try:
        status = int(command(words, standalone_mode=False, prog_name="hauspost") or 0)
        sys.stdout.flush()  # what cannot be written is told here, not by Python at its end
        return status
    except TyperException as error:
        if told := error.format_message().rstrip("."):  # without words it was the help page that was wanted
            print(f"hauspost: {told}; see `hauspost --help`", file=sys.stderr)
        return error.exit_code
    except (KeyboardInterrupt, typer.Abort):
        return 130  # as a shell says it: ended by the interrupt signal
    except BrokenPipeError:
        _give_up_output()
        return door.DONE
    except Exception as error:
        if "--debug" in words:
            raise
        if isinstance(error, OSError) and error.errno in door.NO_ROOM:
            _give_up_output()
        return door.tell(error)


def _give_up_output() -> None:
    """So that the last flush finds an open end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def hoisted(words: Sequence[str]) -> list[str]:
    """The shared options in front, whatever place they were given; behind `--` nothing is an option."""
    front: list[str] = []
    rest: list[str] = []
    waiting = iter(words)
    for word in waiting:
        if word == "--":
            rest += [word, *waiting]
        elif word in FLAGS or word.startswith(f"{VALUED}="):
            front.append(word)
        elif word == VALUED:
            front += [word, *(value for value in [next(waiting, None)] if value is not None)]
        else:
            rest.append(word)
    return [*front, *rest]


def _version(wanted: bool) -> None:
    if wanted:
        print(f"hauspost {__version__}")
        raise typer.Exit


def _options(
    context: typer.Context,
    config: Annotated[
        Path | None, typer.Option(help="The configuration; else $HAUSPOST_CONFIG, then ./hauspost.toml.")
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="Only what was asked for, and errors.")] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Tracebacks of errors.")] = False,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Shows the version.")
    ] = False,
) -> None:
    context.obj = Options(config, quiet, debug)
