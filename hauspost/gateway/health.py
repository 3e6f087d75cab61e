"""Knows the small HTTP server that says how the gateway feels: /healthz and /metrics, GET only, changing nothing."""

import asyncio
import contextlib
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

import structlog

from hauspost.gateway.incoming import Tcp
from hauspost.gateway.metrics import Bounds, Sources, Vitals, exposition, sickness
from hauspost.store.figures import Queues

log = structlog.get_logger(__name__)

HEAD = 8 * 1024  # octets of a request that are read; there is nothing to say to us at length
SECONDS = 5.0  # for the request, and for the database to answer
GUESTS = 32  # connections at once

METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8"
TEXT_TYPE = "text/plain; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Reply:
    status: str
    body: bytes
    content_type: str = TEXT_TYPE
    more: tuple[str, ...] = ()

    def octets(self) -> bytes:
        head = (
            f"HTTP/1.1 {self.status}",
            f"Content-Type: {self.content_type}",
            f"Content-Length: {len(self.body)}",
            "Cache-Control: no-store",
            "X-Content-Type-Options: nosniff",
            "Connection: close",
            *self.more,
        )
        return "\r\n".join((*head, "", "")).encode("ascii") + self.body


NOT_FOUND = Reply("404 Not Found", b"there are /healthz and /metrics\n")
NOT_ALLOWED = Reply("405 Method Not Allowed", b"GET only\n", more=("Allow: GET",))
MALFORMED = Reply("400 Bad Request", b"not HTTP\n")
TOO_LONG = Reply("431 Request Header Fields Too Large", b"too long\n")
TOO_SLOW = Reply("408 Request Timeout", b"too slow\n")
FULL = Reply("503 Service Unavailable", b"too many connections\n")


class Health:
    """Owner of one listening socket and of one thread that asks the database."""

    def __init__(self, place: Tcp, sources: Sources, *, bounds: Bounds | None = None) -> None:
        self._place = place
        self._sources = sources
        self._bounds = bounds or Bounds()
        self._server: asyncio.Server | None = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="health")
        self._asked: Future[Queues] | None = None
        self._guests: set[asyncio.Task[None]] = set()
        self._pages: dict[str, Callable[[Vitals], Reply]] = {"/healthz": self._healthz, "/metrics": _metrics}

    async def start(self) -> Tcp:
        """Gives where it listens (port 0 becomes a real one). Raises OSError."""
        self._server = await asyncio.start_server(
            self._meet, self._place.host, self._place.port, limit=HEAD, reuse_address=True
        )
        host, port = self._server.sockets[0].getsockname()[:2]
        log.info("listening", listener="health", port=port)
        return Tcp(host, port)

    async def stop(self) -> None:
        if self._server is not None:
            self._server.close()
        for guest in tuple(self._guests):
            guest.cancel()
        await asyncio.gather(*self._guests, return_exceptions=True)
        if self._server is not None:
            await self._server.wait_closed()
        self._thread.shutdown(wait=False, cancel_futures=True)

    async def _meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        reply = FULL if len(self._guests) >= GUESTS else None
        self._guests.add(task)
        try:
            writer.write((reply or await self._answer(reader)).octets())
            await asyncio.wait_for(writer.drain(), SECONDS)
        except (OSError, TimeoutError):
            pass  # the guest left; there is nobody to tell
        finally:
            self._guests.discard(task)
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()

    async def _answer(self, reader: asyncio.StreamReader) -> Reply:
        try:
            head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), SECONDS)
        except asyncio.LimitOverrunError:
            return TOO_LONG
        except asyncio.IncompleteReadError:
            return MALFORMED
        except TimeoutError:
            return TOO_SLOW
        words = head.split(b"\r\n", 1)[0].decode("latin-1").split(" ")
        if len(words) != 3 or not words[2].startswith("HTTP/1."):
            return MALFORMED
        page = self._pages.get(words[1].partition("?")[0])
        if page is None:
            return NOT_FOUND
        return page(await self._look()) if words[0] == "GET" else NOT_ALLOWED

    async def _look(self) -> Vitals:
        sources = self._sources
        return Vitals(
            await self._queues(),
            sources.free_disk(),
            sources.counts(),
            sources.connections(),
            sources.accounts(),
        )

    async def _queues(self) -> Queues | None:
        """A database that hangs is asked once, however many ask us meanwhile."""
        if self._asked is None or self._asked.done():
            self._asked = self._thread.submit(self._sources.queues)
        try:
            return await asyncio.wait_for(asyncio.shield(asyncio.wrap_future(self._asked)), SECONDS)
        except TimeoutError:
            return None
        except Exception as error:  # whatever the driver raises: it is out of reach, and that is the answer
            log.warning("the figures cannot be read", error=type(error).__name__)
            return None

    def _healthz(self, vitals: Vitals) -> Reply:
        reasons = sickness(vitals, self._bounds)
        if reasons:
            return Reply("503 Service Unavailable", "".join(f"{reason}\n" for reason in reasons).encode())
        is_paused = vitals.queues is not None and vitals.queues.is_paused
        return Reply("200 OK", b"ok\nsending is paused\n" if is_paused else b"ok\n")


def _metrics(vitals: Vitals) -> Reply:
    return Reply("200 OK", exposition(vitals), METRICS_TYPE)
