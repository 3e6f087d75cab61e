"""Knows what a calendar part asks for: its METHOD (RFC 5546, RFC 6047 §2.4)."""

import re
from collections.abc import Sequence
from typing import Final

from hauspost.parsers import transfer
from hauspost.parsers.prescan import Part

_KINDS: Final = frozenset(("text/calendar", "application/ics"))
_METHOD: Final = re.compile(rb"^METHOD[^:\r\n]{0,100}:[ \t]*([A-Za-z-]{1,30})", re.MULTILINE | re.IGNORECASE)
_NAME: Final = re.compile(r"[A-Z-]{1,30}")


def calendar_method(octets: bytes, parts: Sequence[Part]) -> str:
    """METHOD of the first calendar part, upper case, "" if there is none; the content wins over the header."""
    for part in parts:
        if part.content_type in _KINDS:
            content = transfer.decoded(octets, part.offset, min(part.length, 64 * 1024), part.encoding)
            match = _METHOD.search(content)
            named = part.parameters.get("method", "").upper()
            return (
                match.group(1).decode("ascii").upper() if match else named if _NAME.fullmatch(named) else ""
            )
    return ""
