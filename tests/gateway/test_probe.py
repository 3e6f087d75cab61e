"""Knows that a look before serving tells a free place from ours, from another program's, and from none at all."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from hauspost.gateway.incoming import Tcp, Unix
from hauspost.gateway.probe import HEALTH_SIGN, PlaceState, mail_sign, place_state

SIGN = mail_sign("tickets.hv.example")


@contextmanager
def somebody(says: bytes) -> Iterator[Tcp]:
    """A program that says one thing to whoever connects."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            connection, _ = server.accept()
            with connection:
                connection.sendall(says)

        answering = threading.Thread(target=serve)
        answering.start()
        yield Tcp(*server.getsockname()[:2])
        answering.join()


def test_a_free_port_is_free_and_stays_so() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    assert place_state(Tcp("127.0.0.1", port), SIGN) is PlaceState.FREE
    assert place_state(Tcp("127.0.0.1", port), SIGN) is PlaceState.FREE


@pytest.mark.parametrize(
    "greeting,state",
    [
        (b"220 tickets.hv.example ESMTP Hauspost\r\n", PlaceState.OURS),
        (b"220 elsewhere.example ESMTP Hauspost\r\n", PlaceState.TAKEN),
        (b"220 tickets.hv.example ESMTP Postfix\r\n", PlaceState.TAKEN),
        (b"", PlaceState.TAKEN),
    ],
)
def test_our_own_gateway_is_known_by_its_greeting(greeting: bytes, state: PlaceState) -> None:
    with somebody(greeting) as place:
        assert place_state(place, SIGN) is state


def test_our_health_page_is_known_by_what_it_offers() -> None:
    with somebody(b"HTTP/1.1 404 Not Found\r\n\r\nthere are /healthz and /metrics\n") as place:
        assert place_state(place, HEALTH_SIGN) is PlaceState.OURS


def test_an_address_that_is_not_of_this_machine_is_forbidden() -> None:
    assert place_state(Tcp("192.0.2.1", 8025), SIGN) is PlaceState.FORBIDDEN


def test_a_socket_file_is_free_where_nobody_listens_and_taken_where_somebody_does(tmp_path: Path) -> None:
    path = tmp_path / "lmtp.sock"
    assert place_state(Unix(str(path)), SIGN) is PlaceState.FREE
    assert not path.exists()
    with socket.socket(socket.AF_UNIX) as other:
        other.bind(str(path))
        assert place_state(Unix(str(path)), SIGN) is PlaceState.FREE
        other.listen()
        other.settimeout(5)
        assert place_state(Unix(str(path)), SIGN) is PlaceState.TAKEN
    assert place_state(Unix(str(tmp_path / "no folder" / "lmtp.sock")), SIGN) is PlaceState.FORBIDDEN
