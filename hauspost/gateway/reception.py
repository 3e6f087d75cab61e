"""THE WAY IN, first half: a mail on the wire becomes durable arrivals, and only then is it answered for (P1)."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

import structlog

from hauspost.gateway.crashpoints import crashpoint
from hauspost.gateway.incoming import Answer, Incoming
from hauspost.gateway.outage import refused
from hauspost.store import arrivals, octets
from hauspost.store.database import Database, StoreFailed

log = structlog.get_logger(__name__)

TAKEN = Answer(250, "2.0.0 stored")
NOT_NOW = Answer(451, "4.3.0 we could not store it; please try again")
SMALL = 256 * 1024  # octets packed in less than a hundredth of a second


@dataclass(frozen=True, slots=True)
class Reception:
    """`authserv_ids` say whose Authentication-Results are believed, by listener; `wake` tells the workers."""

    database: Database
    clock: Callable[[], datetime]
    wake: Callable[[], None]
    authserv_ids: Mapping[str, str]

    async def accept(self, incoming: Incoming) -> tuple[Answer, ...]:
        """One answer per recipient, after COMMIT. All of them share one transaction, so all are equal."""
        packed = await _packed(incoming.octets)
        incoming.let_go()
        news = self._news(incoming)
        crashpoint("before-tx1")
        try:
            # Its future has no name here: with a failure it would hold this frame, and so the mail.
            numbers = await asyncio.wrap_future(
                self.database.submit_first(lambda connection: arrivals.accept(connection, packed, news))
            )
        except StoreFailed as error:
            refused("not stored", error, listener=incoming.listener)
            return (NOT_NOW,) * len(incoming.rcpt_tos)
        except Exception as error:
            log.error("not stored", listener=incoming.listener, error=type(error).__name__)
            return (NOT_NOW,) * len(incoming.rcpt_tos)
        crashpoint("after-tx1")
        for number in numbers:
            log.info("stored", arrival=number, digest=packed.digest[:16], size=packed.size, via=incoming.via)
        self.wake()
        crashpoint("before-250")
        return (TAKEN,) * len(incoming.rcpt_tos)

    def _news(self, incoming: Incoming) -> tuple[arrivals.NewArrival, ...]:
        return tuple(
            arrivals.NewArrival(
                rcpt_to=rcpt_to,
                mail_from=incoming.mail_from,
                via=incoming.via,
                source=incoming.listener,
                received_at=self.clock(),
                is_trusted=incoming.trusted,
                authserv_id=self.authserv_ids.get(incoming.listener, ""),
                peer=incoming.peer,
                defects=incoming.defects,
            )
            for rcpt_to in dict.fromkeys(incoming.rcpt_tos)
        )


async def _packed(mail: bytes | bytearray) -> octets.Packed:
    """A large mail is packed beside the loop: it holds up no other conversation (P6)."""
    return octets.pack(mail) if len(mail) <= SMALL else await asyncio.to_thread(octets.pack, mail)
