"""Knows which way out a relay's URL means (INTERFACE, `[relay]`)."""

import ssl
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote, urlsplit

from hauspost.gateway.maildir import MaildirRelay
from hauspost.gateway.oauth import TokenSource
from hauspost.gateway.outcomes import PATIENCE, Patience, Relay, RelayPlace
from hauspost.gateway.smtp_login import Login
from hauspost.gateway.smtp_relay import SmtpRelay

PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465, "lmtp": 24}
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


def relay_place(url: str) -> RelayPlace:
    """Reads `[relay] url` (INTERFACE). Raises ValueError with a sentence for the operator."""
    scheme, colon, rest = url.partition(":")
    if scheme == "maildir" and colon:
        if not rest:
            raise ValueError("maildir: needs a folder, as in maildir:var/outbox")
        return RelayPlace("maildir", path=rest.removeprefix("//"))
    if scheme not in PORTS or not rest.startswith("//"):
        raise ValueError(f"{scheme}: is none of {', '.join(f'{s}://' for s in PORTS)}, maildir:")
    return _server_place(url, scheme)


def _server_place(url: str, scheme: str) -> RelayPlace:
    parts = urlsplit(url)
    user = unquote(parts.username or "")
    if parts.password is not None:
        raise ValueError("a password does not belong into the URL; use password_file or the environment")
    if scheme == "lmtp" and parts.path not in ("", "/"):
        return RelayPlace(scheme, path=parts.path)  # lmtp:///run/lmtp.sock and lmtp://unix:/run/lmtp.sock
    if not parts.hostname or parts.path not in ("", "/"):
        raise ValueError(f"{scheme}:// needs a host and perhaps a port behind it, and nothing else")
    if user and scheme == "lmtp":
        raise ValueError("lmtp:// knows no user")
    if user and scheme == "smtp" and parts.hostname not in LOOPBACK:
        raise ValueError("smtp:// would show the password to everybody; use smtp+starttls:// or smtps://")
    return RelayPlace(scheme, parts.hostname, parts.port or PORTS[scheme], user=user)


def relay_factory(
    url: str,
    *,
    password: str = "",
    hostname: str = "localhost",
    tls: ssl.SSLContext | None = None,
    patience: Patience = PATIENCE,
) -> Callable[[], Relay]:
    """`relays_at` the place that a URL means. Raises ValueError as `relay_place`."""
    return relays_at(relay_place(url), password=password, hostname=hostname, tls=tls, patience=patience)


def relays_at(
    place: RelayPlace,
    *,
    password: str = "",
    tokens: TokenSource | None = None,
    hostname: str = "localhost",
    tls: ssl.SSLContext | None = None,
    patience: Patience = PATIENCE,
) -> Callable[[], Relay]:
    """What makes a relay of its own for each sender thread. `hostname` is what we say in EHLO.

    The place's user logs in with the password, or with one of `tokens`.

    `tls`: how the server's certificate is judged; absent, as the system does.
    """
    if place.scheme == "maildir":
        return lambda: MaildirRelay(Path(place.path))
    judge = tls or ssl.create_default_context()
    login = Login(place.user, password, tokens)
    return lambda: SmtpRelay(place, login=login, hostname=hostname, tls=judge, patience=patience)
