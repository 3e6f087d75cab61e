"""Knows every address of ours: what its local part says, how one is written, and how its secret is derived."""

import base64
import hashlib
import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from hauspost.parsers import fields

SECRET_OCTETS: Final = 16
MAX_OPTION: Final = 99


@dataclass(frozen=True, slots=True)
class Grammar:
    """How addresses are built here (INTERFACE, "Addresses"). `base`: one provider account is all there is."""

    domain: str
    reply_domain: str
    delimiter: str = "+"
    desk: str = "desk"
    base: str = ""


class TargetKind(StrEnum):
    MAILBOX = "mailbox"
    DESK = "desk"
    REPLY = "reply"
    ACT = "act"
    BOUNCE = "bounce"
    STOP = "stop"
    POSTMASTER = "postmaster"


@dataclass(frozen=True, slots=True)
class Target:
    """What one address of ours means. `hint`: the words behind a mailbox. `option`: the button's number."""

    kind: TargetKind
    mailbox: str = ""
    hint: str = ""
    token: str = ""
    option: int = 0


# Kind → the word before the delimiter, and the letter that stands for it behind a base.
SECRET_KINDS: Final[dict[TargetKind, tuple[str, str]]] = {
    TargetKind.REPLY: ("reply", "r"),
    TargetKind.ACT: ("act", "a"),
    TargetKind.BOUNCE: ("bounce", "b"),
    TargetKind.STOP: ("stop", "s"),
}
# RFC 5321 §4.5.1 and RFC 2142 want these names at every domain that takes mail.
DUTY_NAMES: Final = ("postmaster", "abuse")
DESK_NAME: Final = "desk"
IMPORT_NAME: Final = "import"  # the desk, and what is mailed there is master data

# RFC 5321 §4.1.2: dot-string; a quoted local part is nobody's address here.
_ATOM: Final = r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LOCAL: Final = re.compile(rf"{_ATOM}(?:\.{_ATOM})*")
TOKEN_LETTERS: Final = 26
# 128 bits fill 25 letters and three bits of the 26th; the other spellings of the last letter were never given out.
_TOKEN: Final = re.compile(r"[a-z2-7]{25}[aeimquy4]")
_OPTION: Final = re.compile(r"[1-9][0-9]?")


# ---- reading


def read_address(address: str, grammar: Grammar, mailboxes: Container[str]) -> Target | None:
    """What an addr-spec at our domains means; None: not ours, malformed or no mailbox of ours (550 5.1.1).

    `mailboxes` hold lower-case local parts. Letter case never matters; a bare `postmaster` is taken (RFC 5321 §4.5.1).
    """
    if address.lower() == "postmaster":
        return Target(TargetKind.POSTMASTER)
    local = _local_part(address, grammar)
    if local is None:
        return None
    return _read_secret(local, grammar) or _read_name(local, grammar, mailboxes)


def mailboxes_asked(addresses: Iterable[str], grammar: Grammar) -> frozenset[str]:
    """Every name that one of these addresses may mean as a mailbox: which of them are some, whoever reads them asks."""
    locals_ = (_local_part(address, grammar) for address in addresses)
    names = (_behind_base(local, grammar) for local in locals_ if local is not None)
    return frozenset(name[:end] for name in names if name is not None for end in _ends(name, grammar))


def secret_in(address: str, grammar: Grammar) -> Target | None:
    """The secret target that an address of ours carries, wherever the address was found."""
    local = _local_part(address, grammar)
    return None if local is None else _read_secret(local, grammar)


def is_ours(address: str, grammar: Grammar, mailboxes: Container[str]) -> bool:
    """Whether we write from it. At a provider's domain `postmaster@` is the provider, not we."""
    found = read_address(address, grammar, mailboxes)
    return found is not None and not (grammar.base and _is_duty(address))


def is_for_imports(target: Target | None) -> bool:
    """import@, and desk+import@."""
    return target is not None and target.kind is TargetKind.DESK and target.hint == IMPORT_NAME


def _is_duty(address: str) -> bool:
    return address.lower().partition("@")[0] in DUTY_NAMES


def _local_part(address: str, grammar: Grammar) -> str | None:
    """The local part in lower case, if the whole is a strict address at one of our domains (RFC 5321 §4.5.3.1)."""
    local, at, domain = address.rpartition("@")
    if not at or len(address) > 254 or not 0 < len(local) <= 64 or not local.isascii():
        return None
    name = fields.domain(domain)
    ours = fields.domain(grammar.domain), fields.domain(grammar.reply_domain)
    if not name or name not in ours or not _LOCAL.fullmatch(local.lower()):
        return None
    return local.lower()


def _read_secret(local: str, grammar: Grammar) -> Target | None:
    for kind in SECRET_KINDS:
        prefix = _secret_prefix(kind, grammar)
        if local.startswith(prefix):
            token, dot, option = local[len(prefix) :].partition(".")
            if _TOKEN.fullmatch(token) and _fits(kind, dot, option):
                return Target(kind, token=token, option=int(option or 0))
    return None


def _fits(kind: TargetKind, dot: str, option: str) -> bool:
    return bool(_OPTION.fullmatch(option)) if kind is TargetKind.ACT else not dot


def _read_name(local: str, grammar: Grammar, mailboxes: Container[str]) -> Target | None:
    if grammar.base and local == grammar.base.lower():
        return Target(TargetKind.DESK)  # the account itself: the only address that everybody can guess
    if grammar.base and local in DUTY_NAMES:
        return Target(TargetKind.POSTMASTER)
    name = _behind_base(local, grammar)
    return None if name is None else _longest(name, grammar, mailboxes)


def _behind_base(local: str, grammar: Grammar) -> str | None:
    """What stands behind the account's own name, where ours stand behind one."""
    if not grammar.base:
        return local
    before = grammar.base.lower() + grammar.delimiter
    return local[len(before) :] if local.startswith(before) else None


def _ends(name: str, grammar: Grammar) -> Iterator[int]:
    """Where a mailbox's name may end in it, the longest first."""
    end = len(name)
    while end > 0:
        yield end
        end = name.rfind(grammar.delimiter, 0, end)


def _longest(name: str, grammar: Grammar, mailboxes: Container[str]) -> Target | None:
    """A mailbox may hold the delimiter ("haus-12"), so the longest known name wins and the rest is the hint."""
    for end in _ends(name, grammar):
        found = _known(name[:end], grammar, mailboxes)
        if found is not None:
            kind, mailbox = found
            if kind is TargetKind.DESK and name[:end] == IMPORT_NAME:
                return Target(kind, hint=IMPORT_NAME)
            return Target(kind, mailbox=mailbox, hint=name[end + len(grammar.delimiter) :])
    return None


def _known(name: str, grammar: Grammar, mailboxes: Container[str]) -> tuple[TargetKind, str] | None:
    if name in (DESK_NAME, grammar.desk.lower()):
        return TargetKind.DESK, ""
    if name in DUTY_NAMES:
        return TargetKind.POSTMASTER, ""
    if name in mailboxes:
        return TargetKind.MAILBOX, name
    return (TargetKind.DESK, "") if name == IMPORT_NAME else None


# ---- secrets: one-way views of one random key (MAIL, "Secrets")


def reply_token(secret: bytes) -> str:
    """The secret itself, 26 letters. Raises ValueError unless it is 16 octets long."""
    _check(secret)
    return base64.b32encode(secret).decode("ascii").rstrip("=").lower()


def act_token(secret: bytes) -> str:
    return _view(b"act", secret)


def bounce_token(secret: bytes) -> str:
    return _view(b"bounce", secret)


def stop_token(secret: bytes) -> str:
    return _view(b"stop", secret)


def token_digest(token: str) -> str:
    """What is kept of a token, so that a reader of the database cannot answer in anybody's name. Hex SHA-256."""
    return hashlib.sha256(b"hauspost token\x00" + token.lower().encode("utf-8", "surrogatepass")).hexdigest()


def _view(label: bytes, secret: bytes) -> str:
    """Whoever sees a button or a return path learns nothing about the reply address."""
    _check(secret)
    return reply_token(hashlib.sha256(b"hauspost " + label + b"\x00" + secret).digest()[:SECRET_OCTETS])


def _check(secret: bytes) -> None:
    if len(secret) != SECRET_OCTETS:
        raise ValueError(f"a secret has {SECRET_OCTETS} octets, not {len(secret)}")


# ---- writing


def reply_address(secret: bytes, grammar: Grammar) -> str:
    return _secret_address(TargetKind.REPLY, reply_token(secret), grammar)


def act_address(secret: bytes, option: int, grammar: Grammar) -> str:
    """The button for that option, counted from 1. Raises ValueError beyond 99."""
    if not 1 <= option <= MAX_OPTION:
        raise ValueError(f"a button's number lies between 1 and {MAX_OPTION}, not {option}")
    return _secret_address(TargetKind.ACT, f"{act_token(secret)}.{option}", grammar)


def bounce_address(secret: bytes, grammar: Grammar) -> str:
    return _secret_address(TargetKind.BOUNCE, bounce_token(secret), grammar)


def stop_address(secret: bytes, grammar: Grammar) -> str:
    return _secret_address(TargetKind.STOP, stop_token(secret), grammar)


def mailbox_address(mailbox: str, grammar: Grammar, hint: str = "") -> str:
    words = [mailbox, hint] if hint else [mailbox]
    return _named(grammar.delimiter.join(words), grammar)


def desk_address(grammar: Grammar) -> str:
    return _named(grammar.desk, grammar)


def _named(name: str, grammar: Grammar) -> str:
    local = f"{grammar.base}{grammar.delimiter}{name}" if grammar.base else name
    return f"{local}@{grammar.domain}".lower()


def _secret_address(kind: TargetKind, rest: str, grammar: Grammar) -> str:
    return f"{_secret_prefix(kind, grammar)}{rest}@{grammar.reply_domain}".lower()


def secret_prefixes(grammar: Grammar) -> tuple[str, ...]:
    """What stands before a token in every address of ours that carries one."""
    return tuple(_secret_prefix(kind, grammar) for kind in SECRET_KINDS)


def _secret_prefix(kind: TargetKind, grammar: Grammar) -> str:
    word, letter = SECRET_KINDS[kind]
    return (
        f"{grammar.base}{grammar.delimiter}{letter}".lower() if grammar.base else f"{word}{grammar.delimiter}"
    )
