"""How our listeners prove who they are: a certificate and its key, as files, and until when."""

import ssl
from datetime import UTC, datetime
from pathlib import Path

BEGIN, END = "-----BEGIN CERTIFICATE-----", "-----END CERTIFICATE-----"
CONTEXT_0, UTC_TIME = 0xA0, 0x17  # tags (X.690 §8.1.2)


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


def expires_at(certificate: Path) -> datetime:
    """When the first certificate of a PEM file ends; a chain begins with our own. Raises OSError, ValueError."""
    text = certificate.read_text("ascii", "replace")
    first = text.find(BEGIN)
    last = text.find(END, first)
    if first < 0 or last < 0:
        raise ValueError("no certificate in it")
    return not_after(ssl.PEM_cert_to_DER_cert(text[first : last + len(END)]))


def not_after(der: bytes) -> datetime:
    """RFC 5280 §4.1: Certificate > TBSCertificate > version?, serialNumber, signature, issuer, Validity > notAfter."""
    _, certificate, _ = _element(der)
    _, tbs, _ = _element(certificate)
    tag, _, rest = _element(tbs)
    for _ in range(3 if tag == CONTEXT_0 else 2):  # serialNumber, signature, issuer; the version may lack
        _, _, rest = _element(rest)
    _, validity, _ = _element(rest)
    _, _, rest = _element(validity)
    tag, written, _ = _element(rest)
    return _time(tag, written.decode("ascii"))


def _element(der: bytes) -> tuple[int, bytes, bytes]:
    """Tag, content and what follows (X.690 §8.1). Raises ValueError."""
    if len(der) < 2:
        raise ValueError("not DER")
    length, start = der[1], 2
    if length & 0x80:
        start += length & 0x7F
        length = int.from_bytes(der[2:start], "big")
    if len(der) < start + length:
        raise ValueError("not DER")
    return der[0], der[start : start + length], der[start + length :]


def _time(tag: int, written: str) -> datetime:
    """RFC 5280 §4.1.2.5: UTCTime until 2049, its two digits from 50 on are of the last century."""
    if tag == UTC_TIME:
        written = ("19" if written[:2] >= "50" else "20") + written
    return datetime.strptime(written, "%Y%m%d%H%M%SZ").replace(tzinfo=UTC)
