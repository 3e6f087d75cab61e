"""Sends a mail to ourselves and waits until it comes in again by whatever way mails come (`check --send-test`)."""

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from hauspost.gateway.sandbox import Sandbox
from hauspost.outbound.trial import Trial
from hauspost.parsers.mail import Origin, ParsedMail
from hauspost.store import arrivals, octets
from hauspost.store.arrivals import Arrival
from hauspost.store.database import Database

LOOK = 0.25  # seconds between two looks at what came in
_BORDERS = re.compile(rb"^authentication-results:\s*([^\s;]+)\s*(?:[0-9]\s*)?;", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Came:
    """The trial as it came in. `borders`: who wrote Authentication-Results into it, as they name themselves."""

    arrival: Arrival
    mail: ParsedMail
    borders: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Returned:
    """A report says that it was not delivered; `diagnostic` in the other server's words."""

    diagnostic: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """Looks at each new arrival once. `since`: the newest one from before the trial."""

    database: Database
    sandbox: Sandbox
    since: int

    def for_return(self, trial: Trial, *, seconds: float, tick: Callable[[], None]) -> Came | Returned | None:
        """None: nothing in that time. Raises ParserDied."""
        end, seen = time.monotonic() + seconds, self.since
        while True:
            for arrival, raw in self._new(seen):
                seen = arrival.id
                if trial.word.encode("ascii") in raw and (found := self._read(arrival, raw)) is not None:
                    return found
            if time.monotonic() >= end:
                return None
            tick()
            time.sleep(LOOK)

    def _new(self, seen: int) -> Iterator[tuple[Arrival, bytes]]:
        with self.database.read() as connection:
            for arrival in arrivals.after(connection, seen):
                yield arrival, octets.load(connection, arrival.digest)

    def _read(self, arrival: Arrival, raw: bytes) -> Came | Returned | None:
        """A report of delay is no end."""
        mail = self.sandbox.parse(raw, authserv_id=arrival.authserv_id, trusted=arrival.is_trusted)
        if mail.dsn is None and mail.origin is not Origin.BOUNCE:
            names = (
                name.decode("ascii", "replace") for name in _BORDERS.findall(raw.partition(b"\r\n\r\n")[0])
            )
            return Came(arrival, mail, tuple(dict.fromkeys(names)))
        reports = mail.dsn.recipients if mail.dsn is not None else ()
        if reports and all(one.action != "failed" for one in reports):
            return None
        said = next((one.diagnostic or one.status for one in reports if one.action == "failed"), "")
        return Returned(said or mail.subject)
