"""Knows the way in as a whole: what takes mails from the network and makes them durable, and nothing that reads them.

It opens before the rest of the gateway is loaded: a mail that comes meanwhile is answered for, and waits (P1).
"""

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from hauspost.gateway.incoming import Listener
from hauspost.gateway.outage import Outage
from hauspost.gateway.reception import Reception
from hauspost.gateway.smtpd import Listeners
from hauspost.store import abreast, registry
from hauspost.store.database import Database
from hauspost.threading.addresses import Grammar, read_address

ALL_PARTS = frozenset({"smtp", "lmtp", "imap", "intake", "dispatch", "clock"})


@dataclass(frozen=True, slots=True)
class Openings:
    """What it needs of the configuration. `listeners`: those that this node runs."""

    database_url: str
    database_file: Path | None
    listeners: tuple[Listener, ...]
    grammar: Grammar
    authserv_id: str
    spare_disk: int  # free octets below which no mail is taken
    now: Callable[[], datetime]


@dataclass(slots=True)
class Mailboxes:
    """The houses' local parts in memory: RCPT asks nothing else (MAIL, "Secrets")."""

    database: Database
    grammar: Grammar
    names: Mapping[str, object] = field(default_factory=dict)

    def refresh(self) -> None:
        with self.database.read() as connection:
            self.names = registry.mailboxes(connection)

    def known(self, address: str) -> bool:
        return read_address(address, self.grammar, self.names) is not None


class Entrance:
    """Owner of the database and of the listeners. `wake`: is told of each mail that came; set by whoever decides."""

    def __init__(self, openings: Openings) -> None:
        self.openings = openings
        self.database = Database(openings.database_url, refusal=abreast.refusal)
        self.outage = Outage()
        self.database.condition.told = self.outage.tell
        self.mailboxes = Mailboxes(self.database, openings.grammar)
        self.wake: Callable[[], None] = lambda: None
        self.reception = Reception(
            self.database,
            openings.now,
            lambda: self.wake(),
            {one.name: openings.authserv_id for one in openings.listeners},
        )
        self.listeners = Listeners(
            openings.listeners,
            accept=self.reception.accept,
            known=self.mailboxes.known,
            room=self.has_room,
        )
        self.is_open = False

    async def open(self) -> None:
        """OSError names the listener that cannot be opened."""
        self.mailboxes.refresh()
        await self.listeners.start()
        self.is_open = True

    async def close(self, grace: float) -> None:
        """The doors alone: what was taken in has still to be written."""
        self.is_open = False
        await self.listeners.stop(grace)

    def has_room(self, size: int) -> bool:
        """Whether the disk bears a mail of that size (SAFETY, "Limits")."""
        return self.free_disk() >= self.openings.spare_disk + 2 * size

    def free_disk(self) -> int:
        """Free octets where the mails lie."""
        file = self.openings.database_file
        return shutil.disk_usage(file.parent if file else Path.cwd()).free
