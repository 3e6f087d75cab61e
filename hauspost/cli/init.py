"""`hauspost init`: a folder with a commented configuration and sample master data."""

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer

from hauspost.cli import door
from hauspost.cli.door import Trouble
from hauspost.cli.init_questions import answered
from hauspost.config.blank import Answers, blank
from hauspost.config.presets import PRESETS
from hauspost.config.starter import sample, starter

CONFIG = "hauspost.toml"
MASTERDATA = "masterdata"


def register(app: typer.Typer) -> None:
    app.command()(init)


def init(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Made if it is not there.")],
    company: Annotated[str, typer.Option(help="The company's name.")] = "",
    domain: Annotated[str, typer.Option(help="Where the houses' addresses live: tickets.example.com.")] = "",
    reply_domain: Annotated[str, typer.Option(help="Where answers come back to; else --domain.")] = "",
    desk: Annotated[str, typer.Option(help="The company's own address there; else desk.")] = "",
    relay: Annotated[
        str, typer.Option(help="How mail goes out: smtp+starttls://user@host:587; else into a folder.")
    ] = "",
    way_in: Annotated[str, typer.Option(help="How mail comes in: smtp, lmtp or imap; else smtp.")] = "",
    at: Annotated[str, typer.Option(help="Where it does: host:port, or imaps://user@host/INBOX.")] = "",
    preset: Annotated[str, typer.Option(help="What for: notices, tickets or full; else full.")] = "",
    language: Annotated[str, typer.Option(help="Of the mails: de or en; else de.")] = "",
    database: Annotated[str, typer.Option(help="SQLite in the folder, or postgresql+psycopg://….")] = "",
) -> None:
    """Writes a commented hauspost.toml and sample master data; overwrites nothing.

    On a terminal it asks for what no option says.
    """
    flags = {"company": company, "domain": domain, "reply-domain": reply_domain, "desk": desk, "relay": relay}
    flags |= {"way-in": way_in, "at": at, "preset": preset, "language": language, "database": database}
    _refuse_to_overwrite(folder)
    answers = answered(flags)
    files = _files(answers)
    _write(folder, files)
    _show_next(context, folder, answers, files)


def _show_next(context: typer.Context, folder: Path, answers: Answers, files: Mapping[str, bytes]) -> None:
    door.say(context, f"Written to {folder}: {', '.join(files)}")
    for what, file in (("relay", answers.relay_password), ("account", answers.imap_password)):
        if file:
            door.say(context, f"Write the password of the {what} into {folder / file}, for your eyes only.")
    door.say(context, "Next: put your houses and people into masterdata/, then")
    for command in ("check", f"import {folder / MASTERDATA} --apply", "serve"):
        door.say(context, f"  hauspost {command} --config {folder / CONFIG}")
    door.say(context, "Until `hauspost live`, every mail goes to the responsible manager instead.")


def _files(answers: Answers) -> Mapping[str, bytes]:
    """The configuration last: a folder without it is no installation."""
    tables = {**sample(), **starter()}
    named = {f"{name}.csv" for name in PRESETS[answers.preset].tables}
    return {
        **{f"{MASTERDATA}/{name}": octets for name, octets in tables.items() if name in named},
        CONFIG: blank(answers).encode("utf-8"),
    }


def _refuse_to_overwrite(folder: Path) -> None:
    """Before anything is asked."""
    there = [name for name in (CONFIG, MASTERDATA) if (folder / name).exists()]
    if there:
        mend = "choose another folder, or move it away first"
        raise Trouble(f"{folder} holds {' and '.join(there)} already, and nothing was written", mend)


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    """All of them or none: what ends it on the way, Ctrl-C too, takes back what was written."""
    made: list[Path] = []
    try:
        for name, octets in files.items():
            made += _missing(folder / name)
            door.make_folder((folder / name).parent)
            _write_one(folder / name, octets)
    except BaseException:
        for path in reversed(made):
            _take_back(path)
        raise


def _missing(file: Path) -> list[Path]:
    """The file and the folders above it that are not there yet, the outermost first."""
    return [path for path in (*reversed(file.parents), file) if not path.exists()]


def _write_one(file: Path, octets: bytes) -> None:
    try:
        with file.open("xb") as opened:
            opened.write(octets)
    except OSError as error:
        raise Trouble(f"{file} cannot be written ({error.strerror})", "choose another folder") from None


def _take_back(path: Path) -> None:
    """What somebody else has laid into a folder meanwhile keeps it."""
    with suppress(OSError):
        if path.is_dir():
            path.rmdir()
        else:
            path.unlink()
