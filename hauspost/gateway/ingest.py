"""Knows how mails from files come in: for which of our addresses each one is, and durable in groups like any other."""

from collections import deque
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Final

from hauspost.gateway.mailboxes_on_disk import Found
from hauspost.gateway.noted import ours_among, return_path
from hauspost.parsers.correspondents import DELIVERY_NOTES
from hauspost.parsers.prescan import Field, prescan
from hauspost.store import arrivals, octets
from hauspost.store.database import Database
from hauspost.threading.addresses import Grammar

WINDOW: Final = 64  # mails under way at once: one COMMIT of the writer answers for many


@dataclass(frozen=True, slots=True)
class Addressed:
    """A mail from a file and the addresses of ours that it is for; `fault` says why it cannot be taken."""

    found: Found
    rcpt_tos: tuple[str, ...] = ()
    mail_from: str = ""
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """`arrivals`: their numbers, one for each address; empty where there was a fault."""

    addressed: Addressed
    arrivals: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Addressing:
    """For whom mails are. `rcpt_to`: the operator's word, which wins over every header.

    `stands_for`: addresses of ours by those that were used before, in lower case.
    """

    grammar: Grammar
    mailboxes: Container[str]
    rcpt_to: str = ""
    stands_for: Mapping[str, str] = field(default_factory=dict)

    def address(self, found: Found) -> Addressed:
        if found.octets is None:
            return Addressed(found, fault=f"is larger than allowed ({found.size} octets)")
        if not found.octets.strip():
            return Addressed(found, fault="is empty")
        header = prescan(found.octets).fields
        ours = (self.rcpt_to,) if self.rcpt_to else self._ours(header)
        if not ours:
            return Addressed(found, fault="names no address of ours; name one with --rcpt")
        return Addressed(found, ours, return_path(header, found.mail_from))

    def _ours(self, header: tuple[Field, ...]) -> tuple[str, ...]:
        """Where a server noted the delivery, that is the address; else whoever the fields of the author name."""
        noted = [one for one in header if one.name in DELIVERY_NOTES]
        named = [one for one in header if one.name in ("to", "cc")]
        among = partial(ours_among, grammar=self.grammar, boxes=self.mailboxes, stands_for=self.stands_for)
        return among(noted) or among(named)


@dataclass(slots=True)
class Intaking:
    """Owner of the mails under way to the writer. Mails leave it in the order in which they came."""

    database: Database
    clock: Callable[[], datetime]
    authserv_id: str = ""
    _under_way: deque[tuple[Addressed, "Future[tuple[int, ...]]"]] = field(default_factory=deque)

    def take(self, mails: Iterable[Addressed]) -> Iterator[Taken]:
        """Each mail once it is durable. Raises StoreFailed; what was given out before stays taken."""
        for mail in mails:
            if mail.fault or mail.found.octets is None:
                yield from self._settled(0)
                yield Taken(mail)
                continue
            packed, news = octets.pack(mail.found.octets), self._news(mail)
            self._under_way.append(
                (mail, self.database.submit(partial(arrivals.accept, packed=packed, news=news)))
            )
            yield from self._settled(WINDOW)
        yield from self._settled(0)

    def _settled(self, most: int) -> Iterator[Taken]:
        while len(self._under_way) > most:
            mail, future = self._under_way.popleft()
            yield Taken(mail, future.result())

    def _news(self, mail: Addressed) -> tuple[arrivals.NewArrival, ...]:
        return tuple(
            arrivals.NewArrival(
                rcpt_to=rcpt_to,
                mail_from=mail.mail_from,
                via="ingest",
                source=mail.found.source[-120:],
                received_at=self.clock(),
                authserv_id=self.authserv_id,
            )
            for rcpt_to in mail.rcpt_tos
        )
