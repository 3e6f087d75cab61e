"""`hauspost demo`: whole stories over real SMTP on loopback, each mail shown as it travels."""

import tempfile
import textwrap
import time
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from hauspost.cli import door
from hauspost.cli.demo_mails import ANNA, CARETAKER, FIRM, NEIGHBOUR, SABINE
from hauspost.cli.demo_stage import WIDTH, Stage
from hauspost.cli.demo_stories import STORIES
from hauspost.cli.door import Trouble
from hauspost.config.load import load
from hauspost.desk.channels import ChannelKind
from hauspost.desk.houses import EVERYWHERE
from hauspost.gateway import logs
from hauspost.store import tickets

WHERE = {
    ChannelKind.INTERNAL: "intern",
    ChannelKind.RESIDENT: "mit Bewohnern",
    ChannelKind.ORDER: "mit der Firma",
    ChannelKind.PUBLIC: "ans Haus",
}


def register(app: typer.Typer) -> None:
    app.command("demo")(demo)


def demo(
    context: typer.Context,
    folder: Annotated[
        Path | None, typer.Argument(metavar="[DIR]", help="An empty folder; else a fresh one.")
    ] = None,
) -> None:
    """Plays stories over real SMTP: a cold radiator, a forger, a dead bulb, a firm, a neighbour who hears nothing."""
    place = _fresh(folder)
    logs.configure("error", False)
    stage = Stage(place, Console(width=WIDTH, highlight=False))
    with stage.curtain():
        for story in STORIES:
            story(stage)
    _close(stage)


def _fresh(folder: Path | None) -> Path:
    if folder is None:
        return Path(tempfile.mkdtemp(prefix="hauspost-demo-"))
    door.make_folder(folder)
    if any(folder.iterdir()):
        raise Trouble(f"{folder} is not empty", "name an empty folder, or none")
    return folder


def _close(stage: Stage) -> None:
    console = stage.console
    settings = load(stage.folder / "hauspost.toml")
    console.rule("Die Tickets und ihre Kanäle")
    with door.database(settings) as database, database.read() as connection:
        for ticket in sorted(tickets.all_tickets(connection), key=lambda t: t.number):
            console.print(
                Text(f"{ticket.tag}  {ticket.subject}  {ticket.status}  {ticket.place}", style="bold")
            )
            for entry in tickets.load_entries(connection, ticket.number):
                where = WHERE[entry.channel.kind]
                facts = f"{entry.facts['before']} → {entry.facts['after']}" if "after" in entry.facts else ""
                words = textwrap.shorten(facts or entry.text, 40, placeholder=" …")
                console.print(Text(f"  {entry.seq}  {where:16}  {entry.author_name}: {words}"))
        for question in tickets.held_questions(connection, (EVERYWHERE,)):
            console.print(Text(f"H-{question.id}  zurückgestellt: {question.about['reason']}"))
    console.rule("Die Maildirs")
    for actor in (ANNA, SABINE, NEIGHBOUR, CARETAKER, FIRM):
        count = len(stage.inbox.get(actor.address, []))
        console.print(Text(f"  {actor.address:40} {count} Mails"))
    console.print(Text(f"\n{stage.folder}/maildirs", style="bold"))
    console.print(Text(f"hauspost --config {stage.folder}/hauspost.toml show T-1001"))
    console.print(Text(f"{time.monotonic() - stage.begun:.1f} Sekunden", style="dim"))
