"""Knows what is said in an SMTP or LMTP conversation: the commands, the envelope, and the answer to each mail."""

import asyncio

from aiosmtpd.smtp import TLSSetupException, syntax

from hauspost.gateway import smtp_replies as replies
from hauspost.gateway.incoming import Answer, Incoming
from hauspost.gateway.smtp_body import LONG_LINE, Body
from hauspost.gateway.smtp_envelope import read_mail, read_rcpt
from hauspost.gateway.smtp_guard import Guard


class Session(Guard):
    # Commands; the library finds them by their names

    @syntax("HELO hostname")
    async def smtp_HELO(self, hostname: str | None) -> None:  # noqa: N802
        await self._greet(hostname)

    @syntax("EHLO hostname")
    async def smtp_EHLO(self, hostname: str | None) -> None:  # noqa: N802
        await self._greet(hostname, *self._extensions())

    @syntax("LHLO hostname")
    async def smtp_LHLO(self, hostname: str | None) -> None:  # noqa: N802
        await self._greet(hostname, *self._extensions())

    async def _greet(self, hostname: str | None, *extensions: str) -> None:
        if not hostname:
            await self._say(replies.NEEDS_HOSTNAME)
            return
        self._begin_anew()
        assert self.session is not None
        self.session.host_name = hostname
        self.session.extended_smtp = bool(extensions)
        *others, last = (self.hostname, *extensions)
        text = (*(f"250-{word}" for word in others), f"250 {last}")
        await self._write(b"".join(map(replies.line, text)), refused=False)

    def _extensions(self) -> tuple[str, ...]:
        """RFC 2033 §5 demands PIPELINING and ENHANCEDSTATUSCODES of LMTP; they serve SMTP as well."""
        offered = (f"SIZE {self._door.listener.max_size}", "8BITMIME", "PIPELINING", "ENHANCEDSTATUSCODES")
        return (*offered, "STARTTLS") if self.tls_context and self._tls_protocol is None else offered

    @syntax("STARTTLS")
    async def smtp_STARTTLS(self, arg: str | None) -> None:  # noqa: N802
        """The library forgets what was sent and said before the handshake (RFC 3207 §4.2)."""
        if self._tls_protocol is not None:
            await self._say(replies.TLS_ALREADY)
            return
        try:
            await super().smtp_STARTTLS(arg or "")
        except TLSSetupException:
            self._door.counts["failed handshakes"] += 1
        finally:
            self._end_without_handshake()

    def _end_without_handshake(self) -> None:
        """For whoever leaves or falls silent within the handshake: neither asyncio nor the library tells us."""
        assert self.session is not None
        if isinstance(self._original_transport, asyncio.WriteTransport) and self.session.ssl is None:
            self._original_transport.abort()
            self.connection_lost(None)

    @syntax("VRFY <address>")
    async def smtp_VRFY(self, arg: str | None) -> None:  # noqa: N802
        await self._say(replies.NOT_VERIFIED if arg else replies.NEEDS_ADDRESS)

    async def smtp_EXPN(self, arg: str | None) -> None:  # noqa: N802
        await self._say(replies.NOT_EXPANDED)

    @syntax("MAIL FROM:<address>", extended=" [SP SIZE=number] [SP BODY=8BITMIME]")
    async def smtp_MAIL(self, arg: str | None) -> None:  # noqa: N802
        await self._say(self._open(arg or ""))

    @syntax("RCPT TO:<address>")
    async def smtp_RCPT(self, arg: str | None) -> None:  # noqa: N802
        await self._say(self._address(arg or ""))

    @syntax("DATA")
    async def smtp_DATA(self, arg: str | None) -> None:  # noqa: N802
        if not self._transaction().rcpt_tos:
            await self._say(replies.RCPT_FIRST)
        elif arg:
            await self._say(replies.NO_ARGUMENT)
        else:
            await self._receive()

    # The envelope

    def _open(self, argument: str) -> Answer:
        assert self.session is not None
        if not self.session.host_name:
            return replies.HELLO_FIRST
        if self._transaction().mail_from is not None:
            return replies.MAIL_ALREADY
        opening = read_mail(argument, max_size=self._door.listener.max_size)
        if isinstance(opening, Answer):
            return opening
        if not self._door.room(opening.declared_size):
            return replies.LOW_DISK
        self._transaction().mail_from = opening.mail_from
        self._transaction().declared_size = opening.declared_size
        return replies.SENDER_OK

    def _address(self, argument: str) -> Answer:
        if self._transaction().mail_from is None:
            return replies.MAIL_FIRST
        rcpt_to = read_rcpt(argument)
        if isinstance(rcpt_to, Answer):
            return rcpt_to
        if not self._door.known(rcpt_to):
            return replies.UNKNOWN_MAILBOX
        if len(self._transaction().rcpt_tos) >= self._limits.recipients:
            return replies.TOO_MANY_RECIPIENTS
        self._transaction().rcpt_tos.append(rcpt_to)
        return replies.RECIPIENT_OK

    # The mail itself

    async def _receive(self) -> None:
        self._busy = True
        try:
            body = await self._read_body()
            if not body.spilled:
                await self._answer(await self._decide_safely(body))
        finally:
            self._busy = False
            self._body = None
            self._hold(0)
        self._begin_anew()
        self._reset_timeout()
        if self._leaving:
            self._hang_up(replies.SHUTTING_DOWN)
        elif self._half_closed:
            self._hang_up()

    async def _decide_safely(self, body: Body) -> tuple[Answer, ...]:
        try:
            return await self._decide(body)
        except Exception as error:
            self._door.own_trouble(error)
            return self._to_each(replies.OWN_TROUBLE)

    async def _decide(self, body: Body) -> tuple[Answer, ...]:
        """One answer for each RCPT."""
        if self._timeout_handle is not None:
            self._timeout_handle.cancel()  # from here on the client waits for us
        listener, transaction = self._door.listener, self._transaction()
        wounds = body.wounds
        if wounds and listener.faces_strangers:
            return self._to_each(replies.LINE_TOO_LONG if wounds == (LONG_LINE,) else replies.BAD_OCTETS)
        if body.size > transaction.declared_size and not self._door.room(body.size):
            return self._to_each(replies.LOW_DISK)
        targets = tuple(dict.fromkeys(transaction.rcpt_tos))
        answers = await self._door.accept(
            Incoming(
                octets=body.octets(),
                mail_from=transaction.mail_from or "",
                rcpt_tos=targets,
                via=listener.protocol,
                listener=listener.name,
                peer=self._peer,
                trusted=listener.trusted,
                defects=wounds,
            )
        )
        answer_to = dict(zip(targets, answers, strict=True))
        return tuple(answer_to[rcpt_to] for rcpt_to in transaction.rcpt_tos)

    async def _answer(self, answers: tuple[Answer, ...]) -> None:
        """SMTP has one answer for all, so the first refusal decides; LMTP has one for each (RFC 2033 §4.2)."""
        accepted = all(answer.accepts for answer in answers)
        self._door.counts["accepted mails" if accepted else "refused mails"] += 1
        if accepted:
            self._last_mail = self.loop.time()
        if self._door.listener.protocol == "smtp":
            answers = (next((answer for answer in answers if not answer.accepts), answers[0]),)
        await self._say(*answers)
