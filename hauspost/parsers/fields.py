"""Knows how header fields are read: words, ids and addresses, strictly where they name a person."""

import binascii
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from hauspost.parsers.charsets import codec, decode

WORDS: Final = 100  # encoded words looked at in one mail (SAFETY, "Limits")
FROM_OCTETS: Final = 2 * 1024
REFERENCES: Final = 20


@dataclass(frozen=True, slots=True)
class Address:
    """One mailbox of an address field: `name` as people see it, `address` as a lower-case addr-spec."""

    name: str
    address: str


# ---- text

_WORD: Final = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]{0,2000})\?=")
_BETWEEN_WORDS: Final = re.compile(r"(\?=)[ \t]+(?==\?[^?\s]{1,60}\?[bBqQ]\?)")
_Q_ESCAPE: Final = re.compile(rb"=([0-9A-Fa-f]{2})")
# Line ends, NUL and other controls split or hide headers; bidi overrides and isolates turn "exe.fdp" around;
# surrogates and invisible separators cannot be stored or seen.
_UNWANTED: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200b\u2028-\u202e\u2060\u2066-\u2069\ufeff\ud800-\udfff]+"
)
_SPACES: Final = re.compile(r"\s{2,}")


def scrub(text: str) -> str:
    """A header value that is safe to show, store and send: one line, no controls, no surrogates."""
    if not text.isprintable():
        text = _UNWANTED.sub(" ", text)
    return _SPACES.sub(" ", text).strip()


def unworded(text: str) -> str:
    """Encoded words decoded (RFC 2047), also where senders put them against the rules; the rest untouched."""
    if "=?" not in text:
        return text
    out: list[str] = []
    held, held_charset, at = b"", "", 0
    for count, match in enumerate(_WORD.finditer(_BETWEEN_WORDS.sub(r"\1", text[:16_384]))):
        if count >= WORDS:
            break
        charset, octets = match.group(1).split("*", 1)[0].lower(), _word_octets(match)
        # A character may be cut in two between neighbouring words of one charset.
        if held and (match.start() != at or charset != held_charset):
            out.append(decode(held, held_charset)[0])
            held = b""
        out.append(match.string[at : match.start()])
        held, held_charset, at = held + octets, charset, match.end()
    out.append(decode(held, held_charset)[0] if held else "")
    rest = _BETWEEN_WORDS.sub(r"\1", text[:16_384])[at:]
    return "".join(out) + rest


def _word_octets(match: re.Match[str]) -> bytes:
    payload = match.group(3).encode("utf-8", "replace")
    if match.group(2) in "qQ":
        return _Q_ESCAPE.sub(lambda hit: bytes([int(hit.group(1), 16)]), payload.replace(b"_", b" "))
    try:
        return binascii.a2b_base64(payload + b"=" * (-len(payload) % 4))
    except binascii.Error:
        return payload


def harmless_words(text: str) -> str:
    """Breaks encoded words beyond the limit or in a charset off the list before a general parser meets them."""
    if "=?" not in text:
        return text
    seen = 0

    def kept(match: re.Match[str]) -> str:
        nonlocal seen
        seen += 1
        return (
            match.group() if seen <= WORDS and codec(match.group(1)) else match.group().replace("=?", "= ?")
        )

    return _WORD.sub(kept, text)


# ---- ids

_ID: Final = re.compile(r"<([^<>]{1,998})>")
_BARE_ID: Final = re.compile(r"[^\s<>@\"(),;]{1,500}@[^\s<>@\"(),;]{1,400}")
_BLANKS: Final = re.compile(r"\s+")


def message_ids(value: str) -> tuple[str, ...]:
    """Ids in order, without brackets. Relays fold long ids, so white space inside the brackets is dropped."""
    found = [_BLANKS.sub("", match) for match in _ID.findall(value)]
    return tuple(scrub(one) for one in found if one and one.isprintable())


def message_id(value: str) -> str:
    """The id of a Message-ID field; one without brackets counts if it is the whole value."""
    found = message_ids(value)
    if found:
        return found[0]
    bare = value.strip()
    return bare if bare.isprintable() and _BARE_ID.fullmatch(bare) else ""


def references(values: Iterable[str]) -> tuple[str, ...]:
    """The last 20 ids of References, each once."""
    return tuple(dict.fromkeys(message_ids(" ".join(values))))[-REFERENCES:]


# ---- addresses

_ATOM: Final = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LOCAL: Final = re.compile(rf"{_ATOM}(?:\.{_ATOM})*")
_LABEL: Final = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_QUOTED: Final = re.compile(r'"(?:[^"\\]|\\.)*"')
# What a display name may hold outside quotes. RFC 5322 wants commas and brackets quoted, but people's clients
# write "Berger, Anna" and border filters write "[EXTERN] Anna": no reader sees a second address in these.
_PHRASE: Final = re.compile(r"[^\x00-\x08\x0a-\x1f\x7f\"()<>:;@\\]*")
_SAME_DOMAIN: Final = {"googlemail.com": "gmail.com"}


def addr_spec(text: str) -> str:
    """The normal form of a person's address, or "" if it is not a strict dot-atom@domain.

    ASCII lower case with the domain as A-labels. Nothing is guessed: quoted local parts, address literals,
    white space and non-ASCII local parts are refused, so that two readers can never see two people.
    """
    local, at, written = text.strip(" \t").rpartition("@")
    if not at or len(local) > 64 or not local.isascii() or not _LOCAL.fullmatch(local):
        return ""
    name = domain(written)
    return f"{local.lower()}@{name}" if name and len(local) + len(name) < 254 else ""


def domain(written: str) -> str:
    """A host name as lower-case A-labels, "" if it is none; providers' second names are folded."""
    if len(written) > 253:
        return ""
    labels = [_a_label(label) for label in written.split(".")]
    if not all(_LABEL.fullmatch(label) for label in labels):
        return ""
    name = ".".join(labels)
    return _SAME_DOMAIN.get(name, name)


def _a_label(label: str) -> str:
    """RFC 5891 §5 without mapping: a character that only looks like another (Kelvin sign, full width) is refused."""
    if label.isascii():
        return label.lower()
    folded = "".join(char.lower() if char.isascii() else char for char in label)
    small = "".join(char if char.isascii() else char.lower() for char in folded)
    tainted = any(not char.isascii() and char.lower().isascii() for char in label)
    if tainted or unicodedata.normalize("NFKC", small) != small or len(small) > 63:
        return ""
    return "xn--" + small.encode("punycode").decode("ascii")


def identity(value: str) -> str:
    """The one address that a From value names, in normal form; "" wherever readers could disagree.

    `name <addr>`, `addr` and `addr (comment)` are read; groups, lists, source routes, a second bracket and an
    unquoted "@" in the name are not, unless the name repeats the address itself.
    """
    if len(value) > FROM_OCTETS or "\x00" in value:
        return ""
    text = _without_comments(value)
    if text is None:
        return ""
    name, bracket, rest = text.partition("<")
    if not bracket:
        return addr_spec(text)
    inside, closed, after = rest.partition(">")
    found = addr_spec(inside)
    if not closed or after.strip(" \t") or not found:
        return ""
    return found if _PHRASE.fullmatch(name) or addr_spec(name) == found else ""


def _without_comments(value: str) -> str | None:
    """Comments become spaces, quoted strings a blank of another kind; None if one of them stays open."""
    out: list[str] = []
    at, depth = 0, 0
    while at < len(value):
        char = value[at]
        if depth:
            depth += (char == "(") - (char == ")")
            at += 2 if char == "\\" else 1
        elif char == '"':
            match = _QUOTED.match(value, at)
            if match is None:
                return None
            out.append("\xa0")  # allowed in a name, in no address
            at = match.end()
        else:
            depth = 1 if char == "(" else 0
            out.append(" " if depth else char)
            at += 1
    return None if depth else "".join(out)
