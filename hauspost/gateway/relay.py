"""Knows which way out leads to a relay's place (INTERFACE, `[relay]`)."""

import ssl
from collections.abc import Callable
from functools import cache
from pathlib import Path

from hauspost.gateway.maildir import MaildirRelay
from hauspost.gateway.oauth import TokenSource
from hauspost.gateway.outcomes import PATIENCE, Patience, Relay, RelayPlace
from hauspost.gateway.smtp_login import Login
from hauspost.gateway.smtp_relay import SmtpRelay


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
    # The system's authorities take long to read, and a relay without TLS needs none of them.
    judge = cache(lambda: tls or ssl.create_default_context())
    login = Login(place.user, password, tokens)
    return lambda: SmtpRelay(place, login=login, hostname=hostname, tls=judge, patience=patience)
