"""`hauspost demo`: a whole story over real SMTP on loopback, each mail shown as it travels."""

import asyncio
import tempfile
import textwrap
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from email.utils import parseaddr
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.padding import Padding
from rich.panel import Panel
from rich.text import Text

from hauspost.cli import demo_mails as mails
from hauspost.cli import door
from hauspost.cli.demo_mails import ANNA, FORGER, NEIGHBOUR, SABINE, Actor
from hauspost.cli.door import Trouble
from hauspost.cli.furnishing import furnish
from hauspost.cli.plan import plan_of
from hauspost.config.load import load
from hauspost.desk.model import EVERYWHERE, ChannelKind
from hauspost.gateway import incoming, logs
from hauspost.gateway.clock import now
from hauspost.gateway.outcomes import Delivered
from hauspost.gateway.relay import relay_factory
from hauspost.gateway.serving import Gateway
from hauspost.store import tickets
from hauspost.store.figures import queues

WIDTH = 80
PATIENCE = 20.0  # seconds for one mail to be decided and all it owes to be sent
LOOK = 0.02

CONFIG = f"""\
# The demo's configuration: everything on loopback, every mail into a Maildir.
[company]
name = "Hausverwaltung Sonnenschein GmbH"
footer = "Hausverwaltung Sonnenschein GmbH · Kastanienallee 8, 10435 Berlin"
emergency_phone = "030 5550100"

[mail]
domain = "{mails.DOMAIN}"

[database]
url = "sqlite:///hauspost.db"

[listen]
smtp = ["127.0.0.1:0"]
lmtp = []
health = ""
authserv_id = "{mails.BORDER}"

[relay]
url = "maildir:maildirs"
"""


def register(app: typer.Typer) -> None:
    app.command("demo")(demo)


def demo(
    context: typer.Context,
    folder: Annotated[
        Path | None, typer.Argument(metavar="[DIR]", help="An empty folder; else a fresh one.")
    ] = None,
) -> None:
    """Plays a story over real SMTP: a cold radiator, a forger, a neighbour who hears nothing."""
    place = _fresh(folder)
    logs.configure("error", False)
    stage = Stage(place, Console(width=WIDTH, highlight=False))
    with stage.curtain():
        _play(stage)
    _close(stage)


def _fresh(folder: Path | None) -> Path:
    if folder is None:
        return Path(tempfile.mkdtemp(prefix="hauspost-demo-"))
    door.make_folder(folder)
    if any(folder.iterdir()):
        raise Trouble(f"{folder} is not empty", "name an empty folder, or none")
    return folder


def _play(stage: "Stage") -> None:
    stage.says("1. Anna Berger meldet dem Haus einen kalten Heizkörper.")
    stage.writes(ANNA, "Heizung", mails.RADIATOR)
    stage.says("2. Die Verwalterin fragt zurück, in eigenen Worten, als Antwort auf die Mail.")
    stage.answers(SABINE, mails.QUESTION)
    stage.says("3. Anna antwortet aus „Outlook“, mit allem, was wir schrieben, darunter.")
    stage.answers(ANNA, mails.ANSWER)
    stage.says("4. Ein Fremder schreibt unter dem Namen der Verwalterin ERLEDIGT. Es geschieht nichts.")
    stage.writes(FORGER, "AW: [T-1001] Heizung", mails.FORGED)
    stage.says("5. Die Verwalterin antwortet FREIGEBEN …")
    stage.answers(SABINE, mails.RELEASE, about="T-1001")
    stage.says("6. … und später ERLEDIGT.")
    stage.answers(SABINE, mails.DONE, about="T-1001")
    stage.says("7. Anna dankt. Nichts geht wieder auf, niemand bekommt eine Mail.")
    stage.answers(ANNA, mails.THANKS)


@dataclass
class Stage:
    """The folder of the play, the gateway in it, and what has been shown so far."""

    folder: Path
    console: Console
    gateway: Gateway | None = None
    port: int = 0
    seen: set[Path] = field(default_factory=set)
    inbox: dict[str, list[bytes]] = field(default_factory=dict)
    sent: int = 0
    begun: float = field(default_factory=time.monotonic)

    @contextmanager
    def curtain(self) -> Iterator[None]:
        """A fresh folder with the sample houses; the gateway runs while the play lasts."""
        file = self.folder / "hauspost.toml"
        file.write_text(CONFIG, encoding="utf-8")
        settings = load(file)
        door.ready(settings, make=True)
        furnish(settings.database.url)
        loop = asyncio.new_event_loop()
        thread = threading.Thread(target=loop.run_forever, daemon=True)
        thread.start()
        gateway = Gateway(plan_of(settings))
        asyncio.run_coroutine_threadsafe(gateway.start(), loop).result()
        (bound,) = gateway.listeners.bound.values()
        assert isinstance(bound, incoming.Tcp)
        self.gateway, self.port = gateway, bound.port
        try:
            yield
        finally:
            asyncio.run_coroutine_threadsafe(gateway.stop(), loop).result()
            loop.call_soon_threadsafe(loop.stop)
            thread.join()
            loop.close()

    def says(self, line: str) -> None:
        self.console.print()
        self.console.print(Text(line, style="bold"))

    def writes(self, author: Actor, subject: str, words: str) -> None:
        self.sent += 1
        octets = mails.new_mail(author, subject, words, at=now(), number=self.sent)
        self._travels(author, mails.HOUSE, octets, words)

    def answers(self, author: Actor, words: str, *, about: str = "") -> None:
        """Answers the newest mail in the author's Maildir (whose subject names `about`)."""
        ours = next(m for m in reversed(self.inbox[author.address]) if about in str(_read(m)["Subject"]))
        self.sent += 1
        octets = mails.reply(author, ours, words, at=now(), number=self.sent)
        self._travels(author, parseaddr(str(_read(ours)["Reply-To"]))[1], octets, words)

    def _travels(self, author: Actor, rcpt_to: str, octets: bytes, words: str) -> None:
        mail = _read(octets)
        title = f"{author.name} <{author.address}>"
        if author.verdict == "fail":
            title += " (gefälscht: DMARC fail)"
        name = parseaddr(str(mail["To"]))[0] or rcpt_to
        body = Text(f"An: {name}\nBetreff: {mail['Subject']}\n\n{words.strip()}")
        if quoted := _quoted_lines(octets, words):
            body.append(f"\n\n(darunter das Zitat unserer Mail, {quoted} Zeilen)", style="dim")
        self._show(title, body, "green", indent=0)
        relay = relay_factory(f"smtp://127.0.0.1:{self.port}")()
        outcome = relay.send(author.address, rcpt_to, octets, before_mail=lambda: True)
        relay.close()
        if not isinstance(outcome, Delivered):
            raise Trouble(f"the gateway did not take the mail ({outcome})", "this is a bug; please report it")
        self.console.print(Text(f"  SMTP: {outcome.reply}", style="dim"))
        self._wait()
        self._show_new()

    def _wait(self) -> None:
        """Until nothing waits in either queue."""
        assert self.gateway is not None
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            with self.gateway.database.read() as connection:
                waiting = queues(connection, now())
            if not (waiting.arrivals.get("received") or waiting.notices_owed or waiting.mails.get("queued")):
                return
            time.sleep(LOOK)
        raise Trouble("the gateway is still busy after twenty seconds", "try again on a quieter machine")

    def _show_new(self) -> None:
        fresh = sorted(
            set(self.folder.glob("maildirs/*/new/*")) - self.seen, key=lambda p: p.stat().st_mtime_ns
        )
        for path in fresh:
            octets = path.read_bytes()
            mail = _read(octets)
            address = path.parent.parent.name
            self.seen.add(path)
            self.inbox.setdefault(address, []).append(octets)
            head = f"An: {mail['To']}\nBetreff: {mail['Subject']}\n\n"
            self._show(f"HAUSPOST → {address}", Text(head + mails.text_of(octets).strip()), "blue", indent=2)
        if not fresh:
            self.console.print(Text("  (keine Mail geht hinaus)", style="dim"))

    def _show(self, title: str, body: Text, colour: str, *, indent: int) -> None:
        panel = Panel(body, title=Text(title), title_align="left", border_style=colour, width=WIDTH - indent)
        self.console.print(Padding(panel, (0, 0, 0, indent)))


def _read(octets: bytes) -> EmailMessage:
    mail = message_from_bytes(octets, policy=default)
    assert isinstance(mail, EmailMessage)
    return mail


def _quoted_lines(octets: bytes, words: str) -> int:
    """How much the author's mail program put below the new words."""
    below = mails.text_of(octets).strip().splitlines()[len(words.strip().splitlines()) :]
    return len("\n".join(below).strip().splitlines())


def _close(stage: Stage) -> None:
    console = stage.console
    settings = load(stage.folder / "hauspost.toml")
    console.rule("Das Ticket und seine Kanäle")
    with door.database(settings) as database, database.read() as connection:
        for ticket in sorted(tickets.all_tickets(connection), key=lambda t: t.number):
            console.print(
                Text(f"{ticket.tag}  {ticket.subject}  {ticket.status}  {ticket.place}", style="bold")
            )
            for entry in tickets.load_entries(connection, ticket.number):
                where = "intern" if entry.channel.kind is ChannelKind.INTERNAL else "mit der Melderin"
                facts = f"{entry.facts['before']} → {entry.facts['after']}" if "after" in entry.facts else ""
                words = textwrap.shorten(facts or entry.text, 40, placeholder=" …")
                console.print(Text(f"  {entry.seq}  {where:16}  {entry.author_name}: {words}"))
        for question in tickets.held_questions(connection, (EVERYWHERE,)):
            console.print(Text(f"H-{question.id}  zurückgestellt: {question.about['reason']}"))
    console.rule("Die Maildirs")
    for actor in (ANNA, SABINE, NEIGHBOUR):
        count = len(stage.inbox.get(actor.address, []))
        console.print(Text(f"  {actor.address:40} {count} Mails"))
    console.print(Text(f"\n{stage.folder}/maildirs", style="bold"))
    console.print(Text(f"hauspost --config {stage.folder}/hauspost.toml show T-1001"))
    console.print(Text(f"{time.monotonic() - stage.begun:.1f} Sekunden", style="dim"))
