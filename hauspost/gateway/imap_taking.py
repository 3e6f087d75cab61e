"""Knows how a fetched mail becomes arrivals: at which addresses of ours it is heard, each place of it once (P2)."""

from collections.abc import Callable, Container
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo

import structlog

from hauspost.gateway.crashpoints import crashpoint
from hauspost.gateway.imap_account import Account, Kind, Trouble
from hauspost.gateway.imap_header import fields_of
from hauspost.gateway.noted import recipients_of_ours, return_path
from hauspost.parsers.prescan import Field
from hauspost.store import arrivals, fetched, octets, registry
from hauspost.store.connection import Connection
from hauspost.store.database import Database
from hauspost.store.fetched import Fate, Place, Seen
from hauspost.threading.addresses import Grammar, desk_address

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class House:
    """What the rounds of all accounts share. `room`: whether the disk bears so many octets; `wake`: the workers."""

    database: Database
    grammar: Grammar
    zone: tzinfo
    clock: Callable[[], datetime]
    worker: str
    max_size: int
    room: Callable[[int], bool]
    wake: Callable[[], None]


def need_room(house: House, size: int) -> None:
    """Raises Trouble where the disk does not bear so many octets."""
    if not house.room(size):
        sentence = "the disk is nearly full, so no mail is fetched"
        raise Trouble(Kind.OURSELVES, sentence, "make room; then it goes on by itself")


def news(
    house: House, account: Account, whole: bytes, *, fate: Fate, at: datetime
) -> tuple[arrivals.NewArrival, ...]:
    """What it comes to: an arrival for each address at which it is heard."""
    header = fields_of(whole)
    with house.database.read() as connection:
        boxes = registry.mailboxes(connection)
    named = named_in(house, account, header, boxes)
    one = arrivals.NewArrival(
        rcpt_to=desk_address(house.grammar),
        mail_from=return_path(header),
        via="imap",
        source=account.name,
        received_at=at,
        authserv_id=account.authserv_id,
        held_for="too_large" if fate is Fate.TOO_LARGE else "" if named else "no_recipient",
    )
    return tuple(replace(one, rcpt_to=rcpt_to) for rcpt_to in named) or (one,)


def named_in(
    house: House, account: Account, header: tuple[Field, ...], boxes: Container[str]
) -> tuple[str, ...]:
    """The addresses of ours at which it is heard; none: it is held at the desk."""
    return recipients_of_ours(header, account.recipient_headers, house.grammar, boxes)


def store(
    house: House, account: Account, place: Place, whole: bytes, fate: Fate, *, instead_of: str = ""
) -> bool:
    """TX1'. `instead_of`: the digest of another mail that had this number. False: another poller was faster."""
    crashpoint("imap-after-fetch")
    packed, at = octets.pack(whole), house.clock()
    new = news(house, account, whole, fate=fate, at=at)
    seen = Seen(fate, packed.digest, house.worker, at)

    def job(connection: Connection) -> tuple[int, ...]:
        if instead_of:
            return fetched.take_again(connection, place, seen, instead_of=instead_of, packed=packed, news=new)
        return fetched.take(connection, place, seen, packed=packed, news=new)

    numbers = house.database.write(job)
    if not numbers:
        return False
    crashpoint("imap-after-tx1")
    for number in numbers:
        log.info(
            "stored",
            arrival=number,
            digest=packed.digest[:16],
            size=packed.size,
            via="imap",
            account=account.name,
        )
    house.wake()
    return True
