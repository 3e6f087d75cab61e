"""Knows how our mails are signed for the domain of their From before they are stored (DKIM: RFC 6376, RFC 8463).

Only where the relay does not sign. The library comes with the extra `dkim`, so it is loaded when a key is read.
"""

import base64
import binascii
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

RSA, ED25519 = b"rsa-sha256", b"ed25519-sha256"
SHORTEST = 1024  # bits; verifiers must refuse shorter RSA keys (RFC 8301 §3.2)

# What a mail says of itself; whatever is added to these or changed in them breaks the signature. All List-* besides.
SIGNED = frozenset(
    b"from to subject date message-id reply-to in-reply-to references auto-submitted content-type mime-version "
    b"x-hauspost-id".split()
)
# A From that is added on the way would name another author: one more than there are is signed (RFC 6376 §5.4.2).
OVERSIGNED = b"from"

_PEM = re.compile(rb"-----BEGIN ([A-Z ]*)PRIVATE KEY-----(.*?)-----END", re.DOTALL)
_ED25519_DER = bytes.fromhex("302e020100300506032b657004220420")  # PKCS #8 up to the 32 octets (RFC 8410 §7)
_RSA_NAME = bytes.fromhex(
    "300d06092a864886f70d0101010500"
)  # AlgorithmIdentifier rsaEncryption (RFC 8017 A.1)


class KeyFault(ValueError):
    """A key that cannot sign: `sentence` says why, `mend` what to do."""

    def __init__(self, sentence: str, mend: str) -> None:
        super().__init__(f"{sentence}; {mend}")
        self.sentence = sentence
        self.mend = mend


@dataclass(frozen=True, slots=True)
class Key:
    """One private key. `record`: the TXT record at ‹selector›._domainkey.‹domain› that belongs to it."""

    selector: str
    algorithm: bytes
    secret: bytes = field(repr=False)  # PEM, or base64 of Ed25519's 32 octets
    record: str = ""


@dataclass(frozen=True, slots=True)
class Signer:
    """Signs with every key; a verifier that knows one of the algorithms is enough (RFC 8463 §3)."""

    keys: tuple[Key, ...]
    domain: str

    def __call__(self, octets: bytes) -> bytes:
        """The mail with one DKIM-Signature a key in front; without keys the mail itself."""
        return b"".join((*(self._signature(octets, key) for key in self.keys), octets))

    def _signature(self, octets: bytes, key: Key) -> bytes:
        import dkim

        mail = dkim.DKIM(octets, signature_algorithm=key.algorithm, linesep=b"\r\n")
        names = [name.lower() for name, _ in mail.headers]
        signed = [name for name in names if name in SIGNED or name.startswith(b"list-")]
        signature: bytes = mail.sign(
            key.selector.encode("ascii"),
            self.domain.encode("ascii"),
            key.secret,
            canonicalize=(b"relaxed", b"relaxed"),  # relays refold headers and trim ends of lines
            include_headers=[*signed, OVERSIGNED],
        )
        return signature


def read_keys(files: Iterable[tuple[str, Path]]) -> tuple[Key, ...]:
    """The keys of (selector, file). Raises KeyFault."""
    wanted = tuple(files)
    if wanted and not _is_installed():
        raise KeyFault("the libraries that sign are not installed", "run pip install 'hauspost[dkim]'")
    return tuple(_read_key(selector, file) for selector, file in wanted)


def _is_installed() -> bool:
    return find_spec("dkim") is not None and find_spec("nacl") is not None


def _read_key(selector: str, file: Path) -> Key:
    """RSA as PEM (PKCS #1 or #8), Ed25519 as PEM or as base64 of its 32 octets."""
    try:
        octets = file.read_bytes()
    except OSError as error:
        raise KeyFault(f"{file} cannot be read ({error.strerror})", "name a readable private key") from None
    pem = _PEM.search(octets)
    der = _decoded(pem[2] if pem else octets)
    if len(der) == 32 and pem is None:
        return _ed25519(selector, der)
    if der.startswith(_ED25519_DER) and len(der) == len(_ED25519_DER) + 32:
        return _ed25519(selector, der[len(_ED25519_DER) :])
    if pem is None or b"ENCRYPTED" in pem[1]:
        raise KeyFault(f"{file} holds no private key that can be used", _MAKE)
    return _rsa(selector, octets, file)


_MAKE = "make one with `openssl genrsa 2048` or `openssl genpkey -algorithm ed25519`, without a passphrase"


def _decoded(text: bytes) -> bytes:
    try:
        return base64.b64decode(b"".join(text.split()), validate=True)
    except binascii.Error:
        return b""


def _rsa(selector: str, octets: bytes, file: Path) -> Key:
    from dkim import crypto

    secret = octets.replace(b"\r\n", b"\n").strip()
    try:
        numbers = crypto.parse_pem_private_key(secret)
        modulus, exponent = int(numbers["modulus"]), int(numbers["publicExponent"])
    except (crypto.UnparsableKeyError, ValueError, IndexError, TypeError):
        raise KeyFault(f"{file} holds no RSA or Ed25519 key", _MAKE) from None
    if modulus.bit_length() < SHORTEST:
        sentence = f"{file} holds a key of {modulus.bit_length()} bits, which nobody accepts"
        raise KeyFault(sentence, _MAKE)
    public = _der(0x30, _integer(modulus) + _integer(exponent))
    info = _der(0x30, _RSA_NAME + _der(0x03, b"\0" + public))
    return Key(selector, RSA, secret, f"v=DKIM1; k=rsa; p={base64.b64encode(info).decode()}")


def _ed25519(selector: str, seed: bytes) -> Key:
    from nacl.signing import SigningKey

    public = base64.b64encode(bytes(SigningKey(seed).verify_key)).decode()
    return Key(selector, ED25519, base64.b64encode(seed), f"v=DKIM1; k=ed25519; p={public}")


def _integer(number: int) -> bytes:
    return _der(0x02, number.to_bytes(number.bit_length() // 8 + 1, "big"))


def _der(tag: int, content: bytes) -> bytes:
    """One value in DER (X.690 §8.1): tag, length, content."""
    size = len(content)
    if size < 0x80:
        return bytes((tag, size)) + content
    octets = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes((tag, 0x80 | len(octets))) + octets + content
