"""Knows how one conversation runs over its connection: aiosmtpd's, with what it leaves open mended (DEPENDENCIES).

DATA does not go through the library's line reader: its octets go straight from the socket into a `Body`.
"""

import asyncio
from collections import defaultdict

from aiosmtpd.smtp import SMTP, Envelope

from hauspost.gateway import smtp_replies as replies
from hauspost.gateway.incoming import LINE_LIMIT, Answer
from hauspost.gateway.smtp_body import Body
from hauspost.gateway.smtp_door import Door

# AUTH is missing on purpose: nobody is asked for a password here.
COMMANDS: dict[str, tuple[str, ...]] = {
    "smtp": ("HELO", "EHLO", "MAIL", "RCPT", "DATA", "RSET", "NOOP", "QUIT", "VRFY", "EXPN", "HELP"),
    "lmtp": ("LHLO", "MAIL", "RCPT", "DATA", "RSET", "NOOP", "QUIT", "VRFY", "EXPN", "HELP"),
}
LINGER_SECONDS = 5.0  # for our last words to reach somebody who has stopped reading
IDENT = {"smtp": "ESMTP Hauspost", "lmtp": "LMTP Hauspost"}


class Transaction(Envelope):
    """From MAIL to the answer after the final dot."""

    def __init__(self) -> None:
        super().__init__()
        self.declared_size = 0


class Guard(SMTP):
    line_length_limit = LINE_LIMIT
    command_size_limit = 1024  # 512 (RFC 5321 §4.5.3.1.4) and room for parameters and long return paths

    def __init__(self, door: Door, peer: str, *, loop: asyncio.AbstractEventLoop) -> None:
        listener = door.listener
        super().__init__(
            None,
            data_size_limit=listener.max_size,
            enable_SMTPUTF8=True,  # not offered: only so that a non-ASCII address reaches our own reader
            hostname=listener.hostname,
            ident=IDENT[listener.protocol],
            tls_context=listener.tls,
            timeout=listener.limits.command_seconds,
            loop=loop,
        )
        self.command_size_limits = defaultdict(lambda: self.command_size_limit)  # not the one shared by all
        names = (*COMMANDS[listener.protocol], *(("STARTTLS",) if listener.tls else ()))
        self._smtp_methods = {name: getattr(self, f"smtp_{name}") for name in names}
        self._door = door
        self._limits = listener.limits
        self._peer = peer
        self._body: Body | None = None  # set while octets of a mail arrive
        self._body_ended: asyncio.Future[None] = loop.create_future()
        self._busy = False  # from DATA to the answer after the final dot
        self._buffered = 0
        self._leaving = False
        self._half_closed = False
        self._refused = 0
        self._last_mail = loop.time()

    # The connection

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if self._tls_protocol is None:
            self._door.enter(self, self._peer)
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        self._door.leave(self)
        self._hold(0)
        if self.transport is not None:
            super().connection_lost(error)

    def data_received(self, data: bytes) -> None:
        if self._is_closing():
            return
        if self._body is None:
            super().data_received(data)
        else:
            self._take(self._body, data)

    def eof_received(self) -> bool | None:
        """A client may close its side behind the final dot and still wait for our answer."""
        if self._busy and self._body is None and self._tls_protocol is None:
            self._half_closed = True
            return True
        return super().eof_received()

    def dismiss(self) -> None:
        """Says goodbye: now, or after the answer where a mail is under way."""
        self._leaving = True
        if not self._busy:
            self._hang_up(replies.SHUTTING_DOWN)

    def abandon(self) -> None:
        """Ends the connection at once."""
        for transport in (self.transport, self._original_transport):
            if isinstance(transport, asyncio.WriteTransport):
                transport.abort()

    def _is_closing(self) -> bool:
        """From here on nothing may be written or closed again: asyncio's TLS transport breaks on both."""
        return self.transport is None or self.transport.is_closing()

    def _hang_up(self, *answers: Answer) -> None:
        if self.transport is None:
            return
        super()._reset_timeout(LINGER_SECONDS)
        if self._is_closing():
            return
        self._writer.write(replies.lines(*answers))
        self.transport.close()
        if self._handler_coroutine is not None:
            self._handler_coroutine.cancel()

    def _reset_timeout(self, duration: float | None = None) -> None:
        patience = self._last_mail + self._limits.idle_seconds - self.loop.time()
        super()._reset_timeout(max(0.001, min(duration or self._limits.command_seconds, patience)))

    def _timeout_cb(self) -> None:
        if self._is_closing():
            self.abandon()
            return
        self._door.counts["timeouts"] += 1
        self._hang_up(replies.WAITED_TOO_LONG)

    # Replies

    async def push(self, status: str | bytes) -> None:  # the library's own replies
        text = replies.enhanced(status if isinstance(status, str) else status.decode("ascii", "replace"))
        await self._write(replies.line(text), refused=text.startswith("5"))

    async def _say(self, *answers: Answer) -> None:
        await self._write(replies.lines(*answers), refused=any(answer.code >= 500 for answer in answers))

    async def _write(self, octets: bytes, *, refused: bool) -> None:
        self._writer.write(octets)
        await self._writer.drain()
        self._refused += refused
        if refused and self._door.listener.faces_strangers and self._refused >= self._limits.refusals:
            self._hang_up(replies.TOO_MANY_REFUSALS)

    async def handle_exception(self, error: Exception) -> str:
        self._door.own_trouble(error)
        return f"{replies.OWN_TROUBLE.code} {replies.OWN_TROUBLE.text}"

    # The octets after DATA

    def _create_envelope(self) -> Transaction:
        return Transaction()

    def _begin_anew(self) -> None:
        self.envelope = Transaction()

    def _transaction(self) -> Transaction:
        assert isinstance(self.envelope, Transaction)
        return self.envelope

    async def _read_body(self) -> Body:
        await self.push("354 End data with <CR><LF>.<CR><LF>")
        body = self._body = Body(self._door.listener.max_size)
        self._body_ended = self.loop.create_future()
        self._reset_timeout(self._limits.data_seconds)
        # What came in one packet with DATA lies in the reader; taking it does not wait.
        early = await self._reader.readexactly(len(self._reader._buffer))  # type: ignore[attr-defined]
        if early:
            self._take(body, early)
        await self._body_ended
        return body

    def _take(self, body: Body, chunk: bytes) -> None:
        rest = body.feed(chunk)
        if not body.spilled:
            self._hold(body.size)
            self._reset_timeout(self._limits.data_seconds)
        if body.too_big and not body.spilled:
            self._turn_down(body, replies.TOO_BIG)
        elif self._door.is_full and not body.spilled:
            self._turn_down(body, replies.LOW_MEMORY)
        if rest is not None:
            self._end_body(rest)
        elif body.size > 2 * body.limit:
            self._hang_up()

    def _turn_down(self, body: Body, answer: Answer) -> None:
        """Answers at once, for some never come to an end; the rest is read and dropped, so that others hear the answer.

        Whoever is cut off while still sending sees a broken connection, and tries for days.
        """
        body.spill()
        self._hold(0)
        self._door.counts["refused mails"] += 1
        self._writer.write(replies.lines(*self._to_each(answer)))
        self._reset_timeout()

    def _end_body(self, rest: bytes) -> None:
        self._body = None
        if rest:
            super().data_received(rest)
        if not self._body_ended.done():
            self._body_ended.set_result(None)

    def _to_each(self, answer: Answer) -> tuple[Answer, ...]:
        return (answer,) * (
            len(self._transaction().rcpt_tos) if self._door.listener.protocol == "lmtp" else 1
        )

    def _hold(self, octets: int) -> None:
        """Books what this conversation keeps in memory against what all together may."""
        self._door.buffered += octets - self._buffered
        self._buffered = octets
