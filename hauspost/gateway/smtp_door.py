"""Knows who may come in at one listener, who is inside, and what happened there."""

import asyncio
import contextlib
import ipaddress
from collections import Counter
from typing import Protocol

import structlog

from hauspost.gateway import smtp_replies as replies
from hauspost.gateway.incoming import Accept, Answer, Incoming, Known, Listener, Room

log = structlog.get_logger(__name__)

ABANDON_SECONDS = 1.0  # a shutdown does not wait longer for connections that it has cut off
LOCAL = "unix"  # the peer of a unix socket


class Guest(Protocol):
    """A conversation under way."""

    def dismiss(self) -> None: ...
    def abandon(self) -> None: ...


class Door:
    """Owns the counts of one listener, and the acceptances under way there."""

    def __init__(self, listener: Listener, *, accept: Accept, known: Known, room: Room) -> None:
        self.listener = listener
        self.known = known
        self.room = room
        self.closing = False
        self.buffered = 0  # octets of all bodies under way
        self.counts: Counter[str] = Counter()
        self.guests: dict[Guest, str] = {}
        self._accept = accept
        self._acceptances: set[asyncio.Task[tuple[Answer, ...]]] = set()
        self._sources: Counter[str] = Counter()
        self._empty = asyncio.Event()
        self._empty.set()

    @property
    def is_full(self) -> bool:
        return self.buffered > max(self.listener.limits.buffered, self.listener.max_size)

    def refusal(self, peer: str) -> Answer | None:
        limits = self.listener.limits
        if self.closing:
            return replies.SHUTTING_DOWN
        if len(self.guests) >= limits.connections:
            return replies.TOO_MANY_CONNECTIONS
        if self.listener.faces_strangers and self._sources[source(peer)] >= limits.per_ip:
            return replies.TOO_MANY_FROM_PEER
        return None

    def enter(self, guest: Guest, peer: str) -> None:
        self.guests[guest] = source(peer)
        self._sources[source(peer)] += 1
        self._empty.clear()
        self.counts["connections"] += 1

    def leave(self, guest: Guest) -> None:
        if (came_from := self.guests.pop(guest, None)) is None:
            return
        self._sources -= Counter([came_from])
        if not self.guests:
            self._empty.set()

    async def accept(self, incoming: Incoming) -> tuple[Answer, ...]:
        """One answer for each recipient. A peer that vanishes meanwhile interrupts nothing."""
        task = asyncio.create_task(self._ask(incoming))
        self._acceptances.add(task)
        task.add_done_callback(self._acceptances.discard)
        size = len(incoming.octets)
        done, _ = await asyncio.wait({task}, timeout=self.listener.limits.data_seconds)
        if done and not task.cancelled():
            return task.result()
        log.error("no answer in time", listener=self.listener.name, octets=size)
        return (replies.OWN_TROUBLE,) * len(incoming.rcpt_tos)

    async def _ask(self, incoming: Incoming) -> tuple[Answer, ...]:
        wanted = len(incoming.rcpt_tos)
        try:
            answers = await self._accept(incoming)
            if len(answers) != wanted:
                raise ValueError(f"{len(answers)} answers for {wanted} recipients")
        except Exception as error:
            self.own_trouble(error)
            return (replies.OWN_TROUBLE,) * wanted
        return answers

    def own_trouble(self, error: Exception) -> None:
        """Type and place only: an exception's text may hold addresses (SAFETY, P7)."""
        self.counts["own trouble"] += 1
        log.error("own trouble", listener=self.listener.name, error=type(error).__name__, at=_place(error))
        log.debug("own trouble in full", listener=self.listener.name, exc_info=error)

    async def clear(self, grace: float) -> None:
        """Turns newcomers away and waits `grace` seconds for those inside; then nobody is left."""
        self.closing = True
        for guest in tuple(self.guests):
            guest.dismiss()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._empty.wait(), grace)
        if self.guests:
            log.warning("cut off", listener=self.listener.name, sessions=len(self.guests))
        for guest in tuple(self.guests):
            guest.abandon()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._empty.wait(), ABANDON_SECONDS)
        await self._end_acceptances()

    async def _end_acceptances(self) -> None:
        """Nobody hears their answer any more, but what is half stored may become whole."""
        if not self._acceptances:
            return
        _, late = await asyncio.wait(self._acceptances, timeout=ABANDON_SECONDS)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)


def source(peer: str) -> str:
    """What counts as one peer: an IPv4 address, or the /64 of an IPv6 address, which one machine is given."""
    try:
        address = ipaddress.ip_address(peer.partition("%")[0])
    except ValueError:
        return peer
    if isinstance(address, ipaddress.IPv4Address):
        return peer
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((address, 64), strict=False))


def peer_of(transport: asyncio.BaseTransport) -> str:
    peername = transport.get_extra_info("peername")
    return str(peername[0]) if isinstance(peername, tuple) else LOCAL


def _place(error: Exception) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return "" if trace is None else f"{trace.tb_frame.f_globals.get('__name__', '')}:{trace.tb_lineno}"
