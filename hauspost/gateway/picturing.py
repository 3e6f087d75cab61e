"""Makes the copies of a decided mail's pictures: outside any transaction, once a digest, in a thread of its own.

Nothing is lost with the queue: who needs a copy that is not there asks for it again.
"""

import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import structlog

from hauspost.desk.attachments import may_be_photo
from hauspost.gateway.logs import bearing
from hauspost.gateway.outage import refused
from hauspost.gateway.sandbox import ParserDied, Sandbox
from hauspost.parsers.mail import Attachment, attachment_octets
from hauspost.parsers.pictures import Copy, NotAPicture
from hauspost.store import arrivals, octets, pictures
from hauspost.store.connection import Connection
from hauspost.store.database import Database, StoreFailed

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Opened:
    """A stored mail and where its files lie in it."""

    octets: bytes
    files: tuple[Attachment, ...]
    received_at: datetime

    def content(self, file: Attachment) -> bytes:
        return attachment_octets(self.octets, file)


class Picturing:
    """Owner of one queue and one thread. `wants` may be called from any thread."""

    def __init__(
        self, database: Database, sandbox: Sandbox, clock: Callable[[], datetime], made: Callable[[], None]
    ) -> None:
        self._database = database
        self._sandbox = sandbox
        self._clock = clock
        self._made = made  # somebody may wait for the copies
        self._wanted: queue.SimpleQueue[int | None] = queue.SimpleQueue()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="picturing", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self, grace: float) -> None:
        """Finishes the picture in hand; the rest is asked for again after the next start."""
        self._stopping.set()
        self._wanted.put(None)
        if self._thread.ident is not None:
            self._thread.join(grace)

    def wants(self, arrival: int) -> None:
        """The copies of that arrival's pictures."""
        self._wanted.put(arrival)

    def drain(self) -> int:
        """Makes what is wanted now, in this thread; gives for how many arrivals."""
        done = 0
        while True:
            try:
                arrival = self._wanted.get_nowait()
            except queue.Empty:
                return done
            if arrival is not None:
                self._quietly(arrival)
                done += 1

    def _run(self) -> None:
        while (arrival := self._wanted.get()) is not None:
            self._quietly(arrival)

    def _quietly(self, arrival: int) -> None:
        with bearing(arrival=arrival):
            try:
                self.make(arrival)
            except StoreFailed as error:
                refused("pictures were not copied", error)
            except ParserDied as error:
                log.warning("pictures were not copied", error=str(error)[:200])
            except Exception as error:
                log.error("pictures were not copied", exc_info=error)
        self._made()

    def make(self, arrival: int) -> int:
        """Gives how many copies are new. Raises StoreFailed, ParserDied."""
        opened = self.open(arrival)
        photos = {f.sha256: f for f in opened.files if may_be_photo(f.content_type, f.size)}
        with self._database.read() as connection:
            known = pictures.copies(connection, photos)
        made = 0
        for source, file in photos.items():
            if source in known or self._stopping.is_set():
                continue
            self._keep(source, self._sandbox.picture(opened.content(file)))
            made += 1
        return made

    def open(self, arrival: int) -> Opened:
        """Raises StoreFailed, ParserDied, LookupError."""
        with self._database.read() as connection:
            row = arrivals.load(connection, arrival)
            if row is None:
                raise LookupError(f"there is no arrival {arrival}")
            raw = octets.load(connection, row.digest)
        return Opened(raw, self._sandbox.parse(raw).attachments, row.received_at)

    def _keep(self, source: str, copy: Copy | NotAPicture) -> None:
        at = self._clock()
        if isinstance(copy, NotAPicture):
            log.info("a picture gave no copy", source=source, reason=copy.reason)
            note = copy.reason
            self._database.write(lambda c: pictures.keep_failure(c, source, note=note, at=at))
            return
        packed, kind, sides = octets.pack(copy.octets), copy.content_type, (copy.width, copy.height)

        def job(connection: Connection) -> bool:
            return pictures.keep_copy(connection, source, packed, content_type=kind, sides=sides, at=at)

        self._database.write(job)
        log.info("a picture was copied", source=source, octets=packed.size)
