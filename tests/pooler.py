"""What a pooler in transaction mode shows of itself, before a real PostgreSQL: a process that is none, and no rings.

It speaks the wire protocol (PostgreSQL, chapter 55, "Message Formats") as far as to alter these two messages. That
sessions are shared is not shown.
"""

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

KEY_DATA, RING = b"K", b"A"
PLAIN = "?sslmode=disable&gssencmode=disable"  # else the first answer is one octet, which is no message


@contextmanager
def pooler(port: int) -> Iterator[int]:
    """The port of one before the PostgreSQL at `port`."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        threading.Thread(target=_serve, args=(door, port), daemon=True).start()
        yield int(door.getsockname()[1])
        with suppress(OSError):
            door.shutdown(socket.SHUT_RDWR)


def _serve(door: socket.socket, port: int) -> None:
    with suppress(OSError):
        while True:
            client, _ = door.accept()
            server = socket.create_connection(("127.0.0.1", port))
            for carries, ends in ((_ask, (client, server)), (_answer, (server, client))):
                threading.Thread(target=carries, args=ends, daemon=True).start()


def _ask(client: socket.socket, server: socket.socket) -> None:
    with suppress(OSError):
        while octets := client.recv(65536):
            server.sendall(octets)
        server.shutdown(socket.SHUT_WR)


def _answer(server: socket.socket, client: socket.socket) -> None:
    with suppress(OSError), server, client, server.makefile("rb") as said:
        while head := said.read(5):
            (length,) = struct.unpack(">I", head[1:])
            body = said.read(length - 4)
            if head[:1] == KEY_DATA:
                body = struct.pack(">I", 4711) + body[4:]
            if head[:1] != RING:
                client.sendall(head + body)
