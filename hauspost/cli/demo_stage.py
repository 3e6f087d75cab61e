"""The demo's stage: a gateway in a fresh folder, real SMTP on loopback, every mail shown as it travels."""

import asyncio
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from email.utils import parseaddr
from pathlib import Path
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.padding import Padding
from rich.panel import Panel
from rich.text import Text

from hauspost.cli import demo_mails as mails
from hauspost.cli import door
from hauspost.cli.demo_mails import Actor
from hauspost.cli.door import Trouble
from hauspost.cli.furnishing import furnish
from hauspost.cli.plan import plan_of
from hauspost.config.load import load
from hauspost.gateway import incoming
from hauspost.gateway.clock import now
from hauspost.gateway.outcomes import Delivered, RelayPlace
from hauspost.gateway.relay import relays_at
from hauspost.gateway.serving import Gateway
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
    ahead: timedelta = timedelta()  # how far the play's clock is before the machine's

    def now(self) -> datetime:
        return now() + self.ahead

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
        gateway = Gateway(replace(plan_of(settings), now=self.now))
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
        octets = mails.new_mail(author, subject, words, at=self.now(), number=self.sent)
        self._travels(author, mails.HOUSE, octets, words)

    def answers(self, author: Actor, words: str, *, about: str = "") -> None:
        """Answers the newest mail in the author's Maildir (whose subject names `about`)."""
        ours = next(m for m in reversed(self.inbox[author.address]) if about in str(read(m)["Subject"]))
        self.sent += 1
        octets = mails.reply(author, ours, words, at=self.now(), number=self.sent)
        self._travels(author, parseaddr(str(read(ours)["Reply-To"]))[1], octets, words)

    def evening(self) -> None:
        """The play's clock goes on to one minute past six, and what falls due is sent."""
        local = self.now().astimezone(ZoneInfo("Europe/Berlin"))
        six = local.replace(hour=18, minute=1, second=0, microsecond=0)
        self.ahead += (six if six > local else six + timedelta(days=1)) - local
        assert self.gateway is not None
        self.gateway.dispatch.wake()
        time.sleep(LOOK)
        self._wait()
        self._show_new()

    def _travels(self, author: Actor, rcpt_to: str, octets: bytes, words: str) -> None:
        mail = read(octets)
        title = f"{author.name} <{author.address}>"
        if author.verdict == "fail":
            title += " (gefälscht: DMARC fail)"
        name = parseaddr(str(mail["To"]))[0] or rcpt_to
        body = Text(f"An: {name}\nBetreff: {mail['Subject']}\n\n{words.strip()}")
        if quoted := _quoted_lines(octets, words):
            body.append(f"\n\n(darunter das Zitat unserer Mail, {quoted} Zeilen)", style="dim")
        self._show(title, body, "green", indent=0)
        relay = relays_at(RelayPlace("smtp", "127.0.0.1", self.port))()
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
                waiting = queues(connection, self.now())
            if not (waiting.arrivals.get("received") or waiting.oldest_notice or waiting.mails.get("queued")):
                return
            time.sleep(LOOK)
        raise Trouble("the gateway is still busy after twenty seconds", "try again on a quieter machine")

    def _show_new(self) -> None:
        fresh = sorted(
            set(self.folder.glob("maildirs/*/new/*")) - self.seen, key=lambda p: p.stat().st_mtime_ns
        )
        for path in fresh:
            octets = path.read_bytes()
            mail = read(octets)
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


def read(octets: bytes) -> EmailMessage:
    mail = message_from_bytes(octets, policy=default)
    assert isinstance(mail, EmailMessage)
    return mail


def _quoted_lines(octets: bytes, words: str) -> int:
    """How much the author's mail program put below the new words."""
    below = mails.text_of(octets).strip().splitlines()[len(words.strip().splitlines()) :]
    return len("\n".join(below).strip().splitlines())
