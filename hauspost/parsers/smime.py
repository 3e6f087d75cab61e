"""Knows where in an opaque S/MIME signature the mail stands that was signed (RFC 8551 §3.5.2, RFC 5652 §5.1).

Nothing is verified: who wrote it is for our border to say. It only keeps a signed mail from being an unreadable one.
"""

from typing import Final

KINDS: Final = frozenset(("application/pkcs7-mime", "application/x-pkcs7-mime"))
LOOKED_AT: Final = 1024 * 1024
_PIECES: Final = 10_000

_SEQUENCE: Final = 0x30
_SET: Final = 0x31
_INTEGER: Final = 0x02
_OID: Final = 0x06
_TAGGED: Final = 0xA0
_OCTETS: Final = 0x04
_OCTETS_IN_PIECES: Final = 0x24
_SIGNED_DATA: Final = bytes.fromhex("2a864886f70d010702")


class _NotSigned(Exception):
    pass


def signed_content(octets: bytes) -> bytes:
    """The MIME entity inside, empty where the octets are no signature or hold none (BER as well as DER)."""
    try:
        at, _ = _opened(octets, 0, _SEQUENCE)
        at, size = _opened(octets, at, _OID)
        if octets[at : at + size] != _SIGNED_DATA:
            return b""
        at, _ = _opened(octets, at + size, _TAGGED)
        at, _ = _opened(octets, at, _SEQUENCE)
        at = _past(octets, _past(octets, at, _INTEGER), _SET)
        at, _ = _opened(octets, at, _SEQUENCE)
        at, _ = _opened(octets, _past(octets, at, _OID), _TAGGED)
        return _octet_string(octets, at)
    except _NotSigned:
        return b""


def _octet_string(octets: bytes, at: int) -> bytes:
    """Whole, or in pieces, as Outlook and OpenSSL write it while they stream."""
    if octets[at : at + 1] != bytes([_OCTETS_IN_PIECES]):
        at, size = _opened(octets, at, _OCTETS)
        return octets[at : at + max(size, 0)]
    at, size = _opened(octets, at, _OCTETS_IN_PIECES)
    end = min(at + size, len(octets)) if size >= 0 else len(octets)
    pieces: list[bytes] = []
    while at < end and octets[at] == _OCTETS and len(pieces) < _PIECES:
        at, size = _opened(octets, at, _OCTETS)
        if size < 0:
            raise _NotSigned
        pieces.append(octets[at : at + size])
        at += size
    return b"".join(pieces)


def _opened(octets: bytes, at: int, tag: int) -> tuple[int, int]:
    """Where the value of this tag begins, and its length; -1 where only its end says it (X.690 §8.1.3.6)."""
    head = octets[at : at + 2]
    if len(head) < 2 or head[0] != tag:
        raise _NotSigned
    at += 2
    if head[1] == 0x80:
        return at, -1
    if head[1] < 0x80:
        return at, head[1]
    count = head[1] & 0x7F
    if count > 4 or at + count > len(octets):
        raise _NotSigned
    return at + count, int.from_bytes(octets[at : at + count], "big")


def _past(octets: bytes, at: int, tag: int) -> int:
    at, size = _opened(octets, at, tag)
    if size < 0:
        raise _NotSigned
    return at + size
