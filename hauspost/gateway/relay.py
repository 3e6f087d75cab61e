"""Knows which way out leads to a relay's place (INTERFACE, `[relay]`)."""

import ssl
from collections.abc import Callable
from pathlib import Path

from hauspost.gateway.maildir import MaildirRelay
from hauspost.gateway.outcomes import PATIENCE, Patience, Relay, RelayPlace
from hauspost.gateway.smtp_relay import SmtpRelay


def relays_at(
    place: RelayPlace,
    *,
    password: str = "",
    hostname: str = "localhost",
    tls: ssl.SSLContext | None = None,
    patience: Patience = PATIENCE,
) -> Callable[[], Relay]:
    """What makes a relay of its own for each sender thread. `hostname` is what we say in EHLO.

    `tls`: how the server's certificate is judged; absent, as the system does.
    """
    if place.scheme == "maildir":
        return lambda: MaildirRelay(Path(place.path))
    judge = tls or ssl.create_default_context()
    return lambda: SmtpRelay(place, password=password, hostname=hostname, tls=judge, patience=patience)
