"""`hauspost init`: a folder with a commented configuration and sample master data."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from hauspost.cli import door
from hauspost.cli.door import USAGE, Trouble
from hauspost.config import grammar
from hauspost.config.blank import Answers, blank
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
    database: Annotated[str, typer.Option(help="SQLite in the folder, or postgresql+psycopg://….")] = (
        "sqlite:///var/hauspost.db"
    ),
) -> None:
    """Writes a commented hauspost.toml and sample master data; overwrites nothing."""
    answers = Answers(
        _asked(company, "The company's name", "Hausverwaltung Sonnenschein GmbH"),
        _checked(_asked(domain, "The domain of the houses' addresses", "tickets.hv-sonnenschein.example")),
        database,
    )
    _check_database(database, folder)
    files = _files(answers)
    _refuse_to_overwrite(folder, files)
    _write(folder, files)
    door.say(context, f"Written to {folder}: {', '.join(files)}")
    door.say(context, "Next: put your houses and people into masterdata/, then")
    for command in ("check", f"import {folder / MASTERDATA} --apply", "serve"):
        door.say(context, f"  hauspost {command} --config {folder / CONFIG}")
    door.say(context, "Until `hauspost live`, every mail goes to the responsible manager instead.")


def _asked(given: str, question: str, proposal: str) -> str:
    """From the option, else from the person at the terminal, else what the sample says."""
    if given.strip():
        return given.strip()
    if not sys.stdin.isatty():
        return proposal
    return str(typer.prompt(question, default=proposal)).strip()


def _checked(domain: str) -> str:
    try:
        return grammar.read_domain(domain)
    except grammar.Wrong as wrong:
        raise Trouble(f"--domain {wrong.sentence}", wrong.mend, status=USAGE) from None


def _check_database(url: str, folder: Path) -> None:
    try:
        grammar.read_database(url, folder)
    except grammar.Wrong as wrong:
        raise Trouble(f"--database {wrong.sentence}", wrong.mend, status=USAGE) from None


def _files(answers: Answers) -> Mapping[str, bytes]:
    tables = {f"{MASTERDATA}/{name}": octets for name, octets in {**sample(), **starter()}.items()}
    return {CONFIG: blank(answers).encode("utf-8"), **tables}


def _refuse_to_overwrite(folder: Path, files: Mapping[str, bytes]) -> None:
    there = [name for name in files if (folder / name).exists()]
    if there:
        mend = "choose another folder, or move it away first"
        raise Trouble(f"{folder} holds {', '.join(there)} already, and nothing was written", mend)


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    for name, octets in files.items():
        file = folder / name
        door.make_folder(file.parent)
        try:
            file.write_bytes(octets)
        except OSError as error:
            raise Trouble(f"{file} cannot be written ({error.strerror})", "choose another folder") from None
