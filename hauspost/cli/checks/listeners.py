"""Looks at the places that mail comes to: free, and with a certificate that fits."""

from collections.abc import Iterator

from hauspost.cli.openings import CERTIFICATE_MEND
from hauspost.config import values
from hauspost.config.settings import Settings
from hauspost.config.values import Place as At
from hauspost.desk.soundness import Finding, Level
from hauspost.gateway import probe
from hauspost.gateway.certificates import Unfit, server_context
from hauspost.gateway.incoming import Place, Tcp, Unix
from hauspost.gateway.probe import PlaceState, Sign

PORT_MEND = "choose a port above 1023 and an address of this machine, or give it the right to listen there"
FOLDER_MEND = "see that the socket's folder is there, and that whoever runs `serve` may write to it"


def listeners(settings: Settings) -> Iterator[Finding]:
    sign = probe.mail_sign(settings.mail.domain)
    for listener in settings.listeners:
        yield from _place(f"listen.{listener.protocol}", listener.place, sign)
    if settings.health is not None:
        yield from _place("listen.health", settings.health, probe.HEALTH_SIGN)


def _place(key: str, at: At, sign: Sign) -> Iterator[Finding]:
    place: Place = Tcp(at.host, at.port) if isinstance(at, values.Tcp) else Unix(at.path)
    match probe.place_state(place, sign):
        case PlaceState.OURS:
            yield Finding(Level.NOTE, key, f"a gateway of ours listens at {at} already", "nothing to mend")
        case PlaceState.TAKEN:
            yield Finding(
                Level.ERROR, key, f"another program listens at {at}", "stop it, or choose another port"
            )
        case PlaceState.FORBIDDEN:
            mend = FOLDER_MEND if isinstance(at, values.Unix) else PORT_MEND
            yield Finding(Level.ERROR, key, f"nothing may listen at {at}", mend)


def tls(settings: Settings) -> Iterator[Finding]:
    if settings.tls is None:
        return
    try:
        server_context(settings.tls.certificate, settings.tls.key)
    except Unfit as error:
        yield Finding(Level.ERROR, "listen.tls_certificate", str(error), CERTIFICATE_MEND)
