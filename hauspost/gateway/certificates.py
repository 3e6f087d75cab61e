"""How our listeners prove who they are: a certificate and its key, as files."""

import ssl
from pathlib import Path


class Unfit(Exception):
    """Certificate and key cannot be used; the message says why."""


def server_context(certificate: Path, key: Path) -> ssl.SSLContext:
    """Raises Unfit."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    try:
        context.load_cert_chain(certificate, key)
    except OSError as error:  # ssl.SSLError is one too
        raise Unfit(f"certificate and key cannot be used ({error})") from None
    return context
