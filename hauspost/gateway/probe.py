"""Knows how to look, before anything is served, whether a place is free, a certificate fits and the relay answers."""

import errno
import re
import socket
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from hauspost.gateway.incoming import Place, Tcp, Unix
from hauspost.gateway.oauth import TokenSource
from hauspost.gateway.outcomes import Deferred, Patience, RelayPlace, Withheld
from hauspost.gateway.relay import relays_at

PATIENCE = 3.0  # seconds; what listens on our own machine answers at once

BRIEF = Patience(connect=10.0, command=10.0)
ENHANCED = re.compile(r"\A[245]\.\d{1,3}\.\d{1,3} ")


class PlaceState(StrEnum):
    FREE = "free"
    OURS = "ours"  # a gateway of ours listens there
    TAKEN = "taken"
    FORBIDDEN = "forbidden"  # the machine will not let us listen there


@dataclass(frozen=True, slots=True)
class Sign:
    """What our own listener says, unasked or when asked."""

    words: tuple[str, ...]
    ask: bytes = b""


def mail_sign(hostname: str) -> Sign:
    return Sign((hostname, "Hauspost"))


HEALTH_SIGN = Sign(("/healthz", "/metrics"), b"GET / HTTP/1.1\r\n\r\n")  # the page for what is not there


def place_state(place: Place, sign: Sign) -> PlaceState:
    try:
        _bind(place)
    except OSError as error:
        if error.errno not in (errno.EADDRINUSE, errno.EEXIST):
            return PlaceState.FORBIDDEN
    else:
        return PlaceState.FREE
    said = _heard(place, sign.ask)
    return PlaceState.OURS if all(word in said for word in sign.words) else PlaceState.TAKEN


def relay_fault(
    place: RelayPlace, *, password: str, hostname: str, tokens: TokenSource | None = None
) -> tuple[str, str] | None:
    """Goes as far as a mail goes before MAIL FROM: connection, EHLO, TLS, login. What is wrong, and the mend."""
    relay = relays_at(place, password=password, tokens=tokens, hostname=hostname, patience=BRIEF)()
    address = f"postmaster@{hostname}"
    octets = f"From: <{address}>\r\nTo: <{address}>\r\n\r\n".encode("ascii")
    try:
        outcome = relay.send(address, address, octets, before_mail=lambda: False)
    finally:
        relay.hang_up()
    if isinstance(outcome, Withheld):
        return None
    return ENHANCED.sub("", outcome.reply), outcome.mend if isinstance(outcome, Deferred) else ""


def _bind(place: Place) -> None:
    if isinstance(place, Unix):
        _bind_unix(Path(place.path))
        return
    family = socket.AF_INET6 if ":" in place.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((place.host, place.port))


def _bind_unix(path: Path) -> None:
    """A socket file that nobody listens at any more does not stand in the way: `serve` takes it away."""
    if path.is_socket() and _is_deserted(path):
        return
    with socket.socket(socket.AF_UNIX) as probe:
        probe.bind(str(path))
    path.unlink()


def _is_deserted(path: Path) -> bool:
    try:
        _connection(Unix(str(path))).close()
    except ConnectionRefusedError:
        return True
    except OSError:
        return False
    return False


def _heard(place: Place, ask: bytes) -> str:
    """What is said there within our patience."""
    try:
        with _connection(place) as connection:
            connection.settimeout(PATIENCE)
            connection.sendall(ask)
            return connection.recv(2048).decode("ascii", "replace")
    except OSError:
        return ""


def _connection(place: Place) -> socket.socket:
    if isinstance(place, Tcp):
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(place.host, place.host)
        return socket.create_connection((host, place.port), PATIENCE)
    connection = socket.socket(socket.AF_UNIX)
    try:
        connection.settimeout(PATIENCE)
        connection.connect(place.path)
    except OSError:
        connection.close()
        raise
    return connection
