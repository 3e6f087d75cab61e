"""Knows an IMAP server that tells untruths: just enough of RFC 3501 for one client, and a switch for each lie."""

import contextlib
import re
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(slots=True)
class Liar:
    """`mails` by their numbers. Whatever is no lie, it does as it should; MOVE takes a mail out of `mails`."""

    port: int = 0
    mails: dict[int, bytes] = field(default_factory=dict)
    moved: list[bytes] = field(default_factory=list)
    uidvalidity: str = "[UIDVALIDITY 7]"
    uidnext: str = "[UIDNEXT 1]"
    found_besides: str = ""  # numbers that SEARCH names as well
    told_besides: bytes = b""  # responses that come along with each FETCH
    sizes: dict[int, int] = field(default_factory=dict)
    empty: set[int] = field(default_factory=set)  # numbers whose content it does not say
    refused: set[int] = field(default_factory=set)  # numbers whose content it refuses
    breaks_at: int = 0  # the number at whose content the line breaks
    searches: bool = True
    keeps: bool = False  # MOVE is answered with OK and does nothing
    heard: list[bytes] = field(default_factory=list)

    def answer(self, tag: bytes, command: bytes) -> bytes | None:
        """What is said to one command; None: the line breaks."""
        words = command.upper()
        if words.startswith(b"CAPABILITY"):
            return b"* CAPABILITY IMAP4rev1 MOVE UIDPLUS\r\n" + tag + b" OK done\r\n"
        if words.startswith(b"SELECT"):
            codes = "".join(f"* OK {code}\r\n" for code in (self.uidvalidity, self.uidnext) if code)
            said = f"* {len(self.mails)} EXISTS\r\n{codes}".encode()
            return said + tag + b" OK [READ-WRITE] done\r\n"
        if words.startswith(b"UID SEARCH") and not self.searches:
            return tag + b" NO not now, at command %d\r\n" % len(self.heard)
        if words.startswith(b"UID SEARCH"):
            numbers = "".join(f" {uid}" for uid in (*self.mails, *self.found_besides.split()))
            return b"* SEARCH" + numbers.encode() + b"\r\n" + tag + b" OK done\r\n"
        if words.startswith(b"UID FETCH"):
            return self._fetched(tag, words)
        if words.startswith(b"UID MOVE"):
            for uid in re.findall(rb"MOVE (\d+)", words):
                if not self.keeps:
                    self.moved.append(self.mails.pop(int(uid), b""))
            return tag + b" OK done\r\n"
        if words.startswith(b"LIST"):
            return b'* LIST () "/" ""\r\n' + tag + b" OK done\r\n"
        if words.startswith(b"LOGOUT"):
            return b"* BYE now\r\n" + tag + b" OK done\r\n"
        return tag + b" OK done\r\n"

    def _fetched(self, tag: bytes, words: bytes) -> bytes | None:
        asked = words.split(b" ")[2]
        said = self.told_besides
        for number, uid in enumerate(map(int, asked.split(b",")), 1):
            if uid not in self.mails:
                continue
            if b"BODY.PEEK" not in words:
                size = self.sizes.get(uid, len(self.mails[uid]))
                when = b'INTERNALDATE "14-Oct-2025 12:00:00 +0200"'
                said += b"* %d FETCH (UID %d RFC822.SIZE %d %s)\r\n" % (number, uid, size, when)
                continue
            if uid == self.breaks_at:
                return None
            if uid in self.refused:
                return tag + b" NO [SERVERBUG] not this one\r\n"
            said += self._body(number, uid, words)
        return said + tag + b" OK done\r\n"

    def _body(self, number: int, uid: int, words: bytes) -> bytes:
        octets, name = self.mails[uid], b"BODY[]"
        if b"HEADER" in words:
            octets, name = octets[: octets.index(b"\r\n\r\n") + 4], b"BODY[HEADER]<0>"
        if uid in self.empty:
            return b"* %d FETCH (UID %d %s NIL)\r\n" % (number, uid, name)
        return b"* %d FETCH (UID %d %s {%d}\r\n%s)\r\n" % (number, uid, name, len(octets), octets)


@contextlib.contextmanager
def lying_server() -> Iterator[Liar]:
    """On loopback, at a free port, for one client after the other."""
    liar = Liar()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        liar.port = listening.getsockname()[1]
        thread = threading.Thread(target=_serve, args=(liar, listening), daemon=True)
        thread.start()
        try:
            yield liar
        finally:
            listening.shutdown(socket.SHUT_RDWR)
            thread.join(10)


def _serve(liar: Liar, listening: socket.socket) -> None:
    while True:
        try:
            connection, _ = listening.accept()
        except OSError:
            return
        with connection, connection.makefile("rwb") as stream, contextlib.suppress(OSError):
            stream.write(b"* OK ready\r\n")
            stream.flush()
            while line := stream.readline():
                liar.heard.append(line)
                tag, _, command = line.rstrip(b"\r\n").partition(b" ")
                said = liar.answer(tag, command)
                if said is None:
                    break
                stream.write(said)
                stream.flush()
