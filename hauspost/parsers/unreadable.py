"""Knows what of a mail nobody here can read, what can be read of a signed one, and how that is said to people."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from hauspost.parsers import bodies, smime, transfer
from hauspost.parsers.bodies import TNEF, Body
from hauspost.parsers.page import QuoteSpan
from hauspost.parsers.prescan import Part, prescan

# By defect: what people read where the words should stand. Both languages, since nobody knows yet who reads it.
NOTES: Final = {
    "encrypted": (
        "[Diese E-Mail ist verschlüsselt und kann hier nicht gelesen werden. Sie ist unverändert aufbewahrt. / "
        "This mail is encrypted and cannot be read here. It is kept as it came.]"
    ),
    "signature-closed": (
        "[Diese E-Mail steht ganz in einer Signatur (S/MIME), die hier nicht gelesen werden kann. Sie ist unverändert "
        "aufbewahrt. / This mail is wrapped in a signature (S/MIME) that cannot be read here. It is kept as it came.]"
    ),
    "partial": (
        "[Dies ist nur ein Teil einer E-Mail, die das Programm des Absenders zerlegt hat; zusammensetzen lässt sie "
        "sich hier nicht. Er ist unverändert aufbewahrt. / This is only one piece of a mail that its sender's program "
        "cut; it cannot be put together here. It is kept as it came.]"
    ),
    "rich-text": (
        "[Der Text dieser E-Mail liegt nur im Outlook-Format „Rich Text“ vor und kann hier nicht gelesen werden. / "
        "The text of this mail is only there in Outlook's format “Rich Text”, which cannot be read here.]"
    ),
}
_PIECE: Final = "message/partial"  # RFC 2046 §5.2.2
# Halves of OpenPGP's envelope that Exchange tears apart, and Microsoft's own "protected" messages.
_CLOSED: Final = frozenset(("application/pgp-encrypted", "application/x-microsoft-rpmsg-message"))
_ARMOUR: Final = re.compile(r"^-----BEGIN PGP MESSAGE-----\s*$", re.MULTILINE)


def told(octets: bytes, parts: Sequence[Part], body: Body) -> Body:
    """The body with what a signature hides in it, or with the note in front of what is left, and its defect."""
    closed = _closed(parts, body)
    inner = _signed(octets, closed) if closed is not None else None
    if inner is not None and inner.text:
        return replace(_above(inner.text, inner.spans, body), text_from=inner.text_from)
    reason = _reason(parts, body, closed)
    if not reason:
        return body
    noted = _above(NOTES[reason], (), body)
    text_from = body.text_from if body.text else "plain"
    return replace(noted, text_from=text_from, defects=(*noted.defects, reason))


def _above(text: str, spans: tuple[QuoteSpan, ...], body: Body) -> Body:
    """The body below another text; its spans move along."""
    moved = len(text) + 2
    below = (replace(one, start=one.start + moved, end=one.end + moved) for one in body.spans)
    defects: dict[str, None] = {}
    whole, kept = bodies.limited("\n\n".join(filter(None, (text, body.text))), (*spans, *below), defects)
    return replace(body, text=whole, spans=kept, defects=(*body.defects, *defects))


def _closed(parts: Sequence[Part], body: Body) -> Part | None:
    """The part that holds the mail itself: nothing was said before it. Some relays call it a mere file."""
    said = min(body.used, default=len(parts)) if body.text else len(parts)
    return next((part for part in parts[:said] if part.leaf and _is_closed(part)), None)


def _is_closed(part: Part) -> bool:
    if part.content_type in smime.KINDS:
        return True
    return part.content_type == "application/octet-stream" and part.file_name.lower().endswith(".p7m")


def _reason(parts: Sequence[Part], body: Body, closed: Part | None) -> str:
    kinds = {part.content_type for part in parts}
    if "multipart/encrypted" in kinds or _ARMOUR.search(body.text):
        return "encrypted"
    if closed is not None:
        return "signature-closed" if _says_signed(closed) else "encrypted"
    if body.text:
        return ""
    if kinds & _CLOSED:
        return "encrypted"
    if _PIECE in kinds:
        return "partial"
    return "rich-text" if _is_in_winmail(parts, body) else ""


def _is_in_winmail(parts: Sequence[Part], body: Body) -> bool:
    """Whether an envelope of Exchange's holds words that nobody here reads, or cannot be opened at all."""
    if any(one.has_rtf or not one.is_whole for one in body.envelopes.values()):
        return True
    return any(
        part.content_type in TNEF and at not in body.envelopes for at, part in enumerate(parts) if part.leaf
    )


def _says_signed(part: Part) -> bool:
    return part.parameters.get("smime-type", "").lower() in ("signed-data", "certs-only")


def _signed(octets: bytes, part: Part) -> Body | None:
    """Whatever its type says of itself: some programs leave that out."""
    length = min(part.length, smime.LOOKED_AT)
    entity = smime.signed_content(transfer.decoded(octets, part.offset, length, part.encoding))
    return bodies.body(entity, prescan(entity).parts) if entity else None
