"""Knows values with parameters, as in Content-Type and Content-Disposition (RFC 2045 §5.1, RFC 2183, RFC 2231)."""

import re
from typing import Final
from urllib.parse import unquote_to_bytes

from hauspost.parsers.charsets import decode

# Real fields have less than 1 KiB; beyond that only crafted ones differ.
LENGTH: Final = 8 * 1024

_PARAMETER: Final = re.compile(r';\s*([^\s=;"]{1,80})\s*=\s*(?:"((?:[^"\\]|\\.)*)"?|([^;]*))', re.DOTALL)
_ESCAPE: Final = re.compile(r"\\([\"\\])")
_TYPE: Final = re.compile(r"\s*\"?([A-Za-z0-9!#$&^_.+-]{1,60}/[A-Za-z0-9!#$&^_.+-]{1,100})")
_SECTION: Final = re.compile(r"([^*]+)\*(\d{1,3})?(\*)?$")


def read(value: str, *, default: str) -> tuple[str, dict[str, str]]:
    """Lower-case media type and its parameters by lower-case name; `default` if there is no type."""
    value = value[:LENGTH]
    match = _TYPE.match(value)
    return (match.group(1).lower() if match else default), of(value)


def of(value: str) -> dict[str, str]:
    """The parameters alone, RFC 2231's pieces put together and decoded; the first of two wins."""
    plain: dict[str, str] = {}
    pieces: dict[str, dict[int, tuple[bool, str]]] = {}
    for match in _PARAMETER.finditer(value[:LENGTH]):
        name, quoted, bare = match.group(1).lower(), match.group(2), match.group(3)
        text = _ESCAPE.sub(r"\1", quoted) if quoted is not None else bare.strip()
        section = _SECTION.match(name)
        if section is None:
            plain.setdefault(name, text)
        else:
            # "name*=" is one encoded piece; "name*0*=", "name*1=" are several, each encoded or not.
            number, encoded = int(section.group(2) or 0), section.group(3) or section.group(2) is None
            pieces.setdefault(section.group(1), {}).setdefault(number, (bool(encoded), text))
    return plain | {name: _joined(found) for name, found in pieces.items()}


def _joined(pieces: dict[int, tuple[bool, str]]) -> str:
    """RFC 2231 §4: charset'language'percent-encoded, the prefix on the first piece only."""
    ordered = [pieces[number] for number in sorted(pieces)]
    charset = ""
    if ordered[0][0] and ordered[0][1].count("'") >= 2:
        charset, _, rest = ordered[0][1].split("'", 2)
        ordered[0] = (True, rest)
    octets = b"".join(
        unquote_to_bytes(text) if encoded else text.encode("utf-8", "replace") for encoded, text in ordered
    )
    return decode(octets, charset)[0]
