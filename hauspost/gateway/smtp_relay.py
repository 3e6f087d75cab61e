"""Knows how a mail is handed to the next server by SMTP or LMTP: one connection, many mails, every reply sorted.

Replies about the mail are its fate (4xx deferred, 5xx bounced). Replies about us (greeting, STARTTLS, AUTH) are our
trouble and defer. What breaks off behind the final dot is unknown, and deferred with the same octets (SAFETY, P4).
"""

import contextlib
import re
import select
import smtplib
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

import structlog

from hauspost.gateway import smtp_parameters
from hauspost.gateway.crashpoints import crashpoint
from hauspost.gateway.oauth import NoToken
from hauspost.gateway.outcomes import (
    PATIENCE,
    Bounced,
    Deferred,
    Delivered,
    Outcome,
    Patience,
    RelayPlace,
    Withheld,
    unsendable,
)
from hauspost.gateway.smtp_login import NOBODY, Login, log_in
from hauspost.gateway.smtp_trouble import Trouble, one_line, trouble, words

Reply = tuple[int, bytes]

# 5xx in a mail's dialogue that speak of our session and not of this mail (RFC 4954 §6, RFC 5321 §4.2.2).
ABOUT_US = frozenset({500, 502, 503, 530, 534, 535, 538})
TOO_LARGE = 552  # RFC 1870 §6.1
ENVELOPE = 'write envelope = "address" under [relay], or let the relay take any sender of our domain'
LONGEST_WAIT = 60.0  # seconds between two attempts to reach a server that is away
AT_ONCE = 1.0  # seconds between two mails
FRESH = 30.0  # seconds for which the last look counts: a node that was frozen since may have lost the mail to another


log = structlog.get_logger(__name__)


class SmtpRelay:
    """Owner of one connection. Not for two threads at once, but for `close`."""

    def __init__(
        self,
        place: RelayPlace,
        *,
        login: Login = NOBODY,
        hostname: str,
        tls: Callable[[], ssl.SSLContext],
        patience: Patience = PATIENCE,
    ) -> None:
        self._place = place
        self._login = login
        self._hostname = hostname
        self._tls = tls
        self._patience = patience
        self._client: smtplib.SMTP | None = None
        self._mails = 0
        self._used_at = 0.0
        self._is_between_mails = False  # it took the last one, and has said nothing since
        self._is_heard = False  # it said something to the MAIL of this one
        self._failures = 0
        self._rest_until = 0.0
        self._trouble = Trouble("", "")
        self._refusal = ""  # what was told of our return path last
        self._is_closed = False

    def send(
        self, mail_from: str, rcpt_to: str, octets: bytes, *, before_mail: Callable[[], bool]
    ) -> Outcome:
        if (fault := unsendable(mail_from, rcpt_to, octets)) is not None:
            return fault
        client = self._connected()
        if client is None:
            return self._unreached()
        looked_at = time.monotonic()
        if not before_mail():
            return Withheld()
        is_used = self._mails > 0
        outcome = self._hand_over(client, mail_from, rcpt_to, octets)
        if is_used and not self._is_heard:  # it took others, and hung up before it heard of this one
            client = self._connected()
            if client is None:
                return self._unreached()
            outcome = self._hand_over(client, mail_from, rcpt_to, octets)
        if outcome is None:
            is_stale = time.monotonic() - looked_at > FRESH
            if is_stale and not before_mail():
                self._drop()  # without the final dot the other side has no mail
                return Withheld()
            outcome = self._finish(client)
        self._used_at = time.monotonic()
        self._is_between_mails = isinstance(outcome, Delivered)
        return outcome

    def _unreached(self) -> Deferred:
        sentence = f"4.4.1 {self._place}: {self._trouble.sentence}"
        return Deferred(0, sentence, is_unreached=True, mend=self._trouble.mend)

    def rest(self) -> float:
        return max(0.0, self._rest_until - time.monotonic())

    def hang_up(self) -> None:
        client, self._client = self._client, None
        if client is None:
            return
        try:
            _set_timeout(client, 2.0)  # politeness, not worth more waiting
            client.docmd("QUIT")
        except OSError:
            pass  # gone before it was said goodbye to
        finally:
            client.close()

    def close(self) -> None:
        self._is_closed = True
        client = self._client
        if client is not None and client.sock is not None:
            # The plain shutdown wakes a thread that waits for a reply, and leaves the TLS object to that thread.
            with contextlib.suppress(OSError):
                socket.socket.shutdown(client.sock, socket.SHUT_RDWR)

    # ---- the connection

    def _connected(self) -> smtplib.SMTP | None:
        """A connection that is ready for MAIL FROM, or None with `_trouble` set."""
        if self._client is not None and not self._is_fresh(self._client):
            self.hang_up()
        if self._client is None and not self._is_closed and self.rest() == 0.0:
            self._client = self._reach()
            self._mails = 0
        return self._client

    def _is_fresh(self, client: smtplib.SMTP) -> bool:
        """RSET forgets the last mail and shows in one go whether the other side is still there.

        A mail that was just taken is forgotten (RFC 5321 §4.1.1.4); has it hung up since, there is something to read.
        """
        unused = time.monotonic() - self._used_at
        if unused > self._patience.idle or self._mails >= self._patience.mails:
            return False
        if self._is_between_mails and unused < AT_ONCE:
            return not _is_spoken_to(client)
        try:
            return client.docmd("RSET")[0] == 250
        except OSError:
            return False

    def _reach(self) -> smtplib.SMTP | None:
        client: smtplib.SMTP | None = None
        try:
            client = self._dial()
            _set_timeout(client, self._patience.command)
            _send_at_once(client)
            self._introduce(client)
        except (OSError, ValueError, NoToken) as error:  # smtplib's and ssl's errors are OSErrors
            if client is not None:
                client.close()
            self._tell(trouble(error))
            self._rest_until = time.monotonic() + min(2.0**self._failures, LONGEST_WAIT)
            self._failures = min(self._failures + 1, 10)
            return None
        if self._failures:
            log.info("the relay takes mail again", relay=str(self._place))
        self._failures, self._rest_until = 0, 0.0
        self._used_at = time.monotonic()
        return client

    def _tell(self, found: Trouble) -> None:
        """Once for each kind of trouble: a relay that stays away is tried again every minute."""
        if not self._failures or found != self._trouble:
            place = str(self._place)
            log.error("the relay takes no mail", relay=place, trouble=found.sentence, mend=found.mend)
        self._trouble = found

    def _dial(self) -> smtplib.SMTP:
        place, seconds = self._place, self._patience.connect
        match place.scheme:
            case "smtps":
                return smtplib.SMTP_SSL(
                    place.host,
                    place.port,
                    local_hostname=self._hostname,
                    timeout=seconds,
                    context=self._tls(),
                )
            case "lmtp":
                address = place.path or place.host
                return smtplib.LMTP(address, place.port, local_hostname=self._hostname, timeout=seconds)
            case _:
                return smtplib.SMTP(place.host, place.port, local_hostname=self._hostname, timeout=seconds)

    def _introduce(self, client: smtplib.SMTP) -> None:
        client.ehlo_or_helo_if_needed()
        if self._place.scheme == "smtp+starttls":
            client.starttls(context=self._tls())
            client.ehlo_or_helo_if_needed()  # RFC 3207 §4.2: what was offered before counts no more
        log_in(client, self._login)

    # ---- one mail

    def _hand_over(self, client: smtplib.SMTP, mail_from: str, rcpt_to: str, octets: bytes) -> Outcome | None:
        """All but the final dot; None: only that is missing."""
        self._mails += 1
        self._is_heard = False
        commands = (
            ("MAIL", f"FROM:<{mail_from}>{smtp_parameters.of_mail(client, octets)}"),
            ("RCPT", f"TO:<{rcpt_to}>{smtp_parameters.of_rcpt(client, rcpt_to)}"),
            ("DATA", ""),
        )
        try:
            for command, (code, text) in self._answers(client, commands):
                self._is_heard = self._is_heard or code not in (-1, 421)
                # A 250 to DATA answers something else: what came behind it would be read as commands.
                if code != 354 if command == "DATA" else code // 100 != 2:
                    if command == "MAIL":
                        return self._refused_sender(code, text)
                    outcome = self._sorted(code, text)
                    if command == "RCPT" and isinstance(outcome, Bounced):
                        return replace(outcome, is_recipient=True)
                    return outcome
            _set_timeout(client, self._patience.final)
            client.send(stuffed(octets))
            crashpoint("before-dot")
        except OSError as error:
            self._drop()
            return Deferred(0, f"4.4.2 {words(error)}")
        return None

    def _answers(
        self, client: smtplib.SMTP, commands: tuple[tuple[str, str], ...]
    ) -> Iterator[tuple[str, Reply]]:
        """Each command's answer; all in one go where the other side offers it (RFC 2920)."""
        if not client.has_extn("pipelining"):
            yield from ((command, client.docmd(command, argument)) for command, argument in commands)
            return
        client.send("".join(f"{command} {argument}".rstrip() + "\r\n" for command, argument in commands))
        answers: list[tuple[str, Reply]] = []
        broken: OSError | None = None
        try:
            while len(answers) < len(commands) and not any(code == 421 for _, (code, _) in answers):
                answers.append((commands[len(answers)][0], client.getreply()))
        except OSError as error:  # what it said before it hung up counts all the same
            broken = error
        is_refused = any(code // 100 != 2 for _, (code, _) in answers[:-1])
        if broken or (is_refused and answers[-1][1][0] == 354):
            self._drop()  # it is gone, or waits for a mail that has nowhere to go
        yield from answers
        if broken:
            raise broken

    def _finish(self, client: smtplib.SMTP) -> Outcome:
        try:
            client.send(b".\r\n")
            crashpoint("after-dot")
            code, text = client.getreply()
            _set_timeout(client, self._patience.command)
        except OSError as error:
            self._drop()
            return Deferred(
                0, f"4.4.2 broken off behind the mail's end, perhaps it was taken: {words(error)}"
            )
        return Delivered(one_line(text)) if code // 100 == 2 else self._sorted(code, text)

    def _sorted(self, code: int, text: bytes) -> Outcome:
        reply = one_line(text)
        if code // 100 == 5 and code not in ABOUT_US:
            return Bounced(code, reply)
        if code // 100 != 4 or code == 421:  # it hangs up, or speaks something else than SMTP
            self._drop()
        return Deferred(max(code, 0), reply)

    def _refused_sender(self, code: int, text: bytes) -> Outcome:
        """5xx to MAIL speaks of our return path, the same for every mail; only a size is this mail's own."""
        if code // 100 != 5 or code in ABOUT_US or code == TOO_LARGE or text.startswith(b"5.3.4"):
            return self._sorted(code, text)
        reply = one_line(text)
        if reply != self._refusal:
            self._refusal = reply
            place = str(self._place)
            log.error(
                "the relay refuses our return path", relay=place, reply=f"{code} {reply}", mend=ENVELOPE
            )
        return Deferred(code, reply, is_unreached=True, mend=ENVELOPE)

    def _drop(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            client.close()


def stuffed(octets: bytes) -> bytes:
    """Transparency (RFC 5321 §4.5.2): a line that begins with a dot gets another one."""
    return re.sub(rb"(?m)^\.", b"..", octets)


def _is_spoken_to(client: smtplib.SMTP) -> bool:
    """Whether the other side says something unasked: that it hangs up."""
    return client.sock is None or bool(select.select([client.sock], [], [], 0)[0])


def _set_timeout(client: smtplib.SMTP, seconds: float) -> None:
    if client.sock is not None:
        client.sock.settimeout(seconds)


def _send_at_once(client: smtplib.SMTP) -> None:
    """Without Nagle's wait the final dot follows its mail at once: 40 ms less for each (RFC 1122 §4.2.3.4)."""
    if client.sock is not None and client.sock.family != socket.AF_UNIX:
        client.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
