"""Reads a mail of ours back before anybody gets it: a stranger's parser must see what we meant, and no more."""

import re
from collections import Counter
from email import message_from_bytes, policy
from email.message import Message
from email.parser import BytesHeaderParser
from email.utils import getaddresses
from typing import Final

from hauspost.desk.attachments import File
from hauspost.outbound.invitations import Event

LONGEST_LINE: Final = 998  # RFC 5322 §2.1.1
# How each of the two forms of the words begins.
TEXTS: Final = {
    subtype: f'Content-Type: text/{subtype}; charset="utf-8"\r\n'
    "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
    for subtype in ("plain", "html")
}
# Quoted-printable and nothing else (RFC 2045 §6.7). "=_" cannot stand in it, with which each of our boundaries begins.
_QUOTED: Final = re.compile(rb"(?:[\t -<>-~]++|=(?:[0-9A-F]{2}|\r\n)|\r\n)*+")

_HEADER: Final = BytesHeaderParser(policy=policy.compat32)


class ComposeFault(RuntimeError):
    """Our own mail does not read back as it was meant: a bug, and nothing leaves."""


def read_back(
    octets: bytes,
    written: dict[str, str],
    addressed: dict[str, str],
    *,
    boundary: str,
    event: Event | None = None,
    files: tuple[File, ...] = (),
) -> None:
    """These headers, these addresses, these parts. Raises ComposeFault. `boundary`: without files, of the two forms."""
    # The words are most of a mail, and what may stand in them leaves a parser no choice: reading the header is enough.
    is_words_alone = event is None and not files
    head = octets[: octets.find(b"\r\n\r\n") + 4]
    seen = _HEADER.parsebytes(head) if is_words_alone else message_from_bytes(octets, policy=policy.compat32)
    names = Counter(name.lower() for name in seen)
    if names != Counter(name.lower() for name in (*written, "Content-Type")):
        raise ComposeFault(f"headers read back as {sorted(names)}")
    for name, address in addressed.items():
        if [found for _, found in getaddresses([str(seen[name])])] != [address]:
            raise ComposeFault(f"{name} does not read back as one address")
    if not is_words_alone:
        _see_parts(seen, event, files)
    elif not _is_two_forms(octets[len(head) :], boundary) or _type_of(seen) != (
        "multipart/alternative",
        boundary,
    ):
        raise ComposeFault("the two forms of the words do not read back as parts")
    lines = octets.split(b"\r\n")
    ends = len(lines) - 1
    is_torn = octets.count(b"\r") != ends or octets.count(b"\n") != ends
    if is_torn or max(map(len, lines)) > LONGEST_LINE or not octets.isascii():
        raise ComposeFault("a line that no server must take")


def _type_of(seen: Message) -> tuple[str, str | None]:
    return seen.get_content_type(), seen.get_boundary()


def _is_two_forms(body: bytes, boundary: str) -> bool:
    """Between the three lines of the boundary (RFC 2046 §5.1.1): nothing, the text, the HTML, nothing."""
    before, *forms, after = (b"\r\n" + body).split(f"\r\n--{boundary}".encode("ascii"))
    if (before, after, len(forms)) != (b"", b"--\r\n", 2):
        return False
    heads = (f"\r\n{TEXTS[subtype]}".encode("ascii") for subtype in ("plain", "html"))
    return all(
        form.startswith(head) and _QUOTED.fullmatch(form, len(head))
        for form, head in zip(forms, heads, strict=True)
    )


def _see_parts(seen: Message, event: Event | None, files: tuple[File, ...]) -> None:
    parts = [part.get_content_type() for part in seen.walk()]
    shown = [file for file in files if file.content_id]
    apart = [file for file in files if not file.content_id]
    page = ["multipart/related"] * bool(shown) + ["text/html", *(file.content_type for file in shown)]
    words = ["multipart/alternative", "text/plain", *page, *(["text/calendar"] if event else [])]
    meant = [*words, *(file.content_type for file in apart)]
    if parts != (["multipart/mixed", *meant] if apart else meant) or any(p.defects for p in seen.walk()):
        raise ComposeFault(f"parts read back as {parts}")
    enclosed = [part for part in seen.walk() if part.get_filename() is not None]
    if not all(_is_same(part, file) for part, file in zip(enclosed, (*shown, *apart), strict=True)):
        raise ComposeFault("a file does not read back as it was")


def _is_same(part: Message, file: File) -> bool:
    return part.get_filename() == file.name and part.get_payload(decode=True) == file.octets
