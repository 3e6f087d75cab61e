"""Knows what of a mail nobody here can read, what can be read of a signed one, and how that is said to people."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from hauspost.parsers import bodies, smime, transfer
from hauspost.parsers.bodies import Body
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
_ARMOUR: Final = re.compile(r"^-----BEGIN PGP MESSAGE-----\s*$", re.MULTILINE)


def told(octets: bytes, parts: Sequence[Part], body: Body) -> Body:
    """The body with what a signature hides in it, or with the note in front of what is left, and its defect."""
    closed = next((part for part in parts if part.leaf and part.content_type in smime.KINDS), None)
    if closed is not None and not body.text:
        inner = _signed(octets, closed)
        if inner is not None and inner.text:
            return replace(body, text=inner.text, text_from=inner.text_from, spans=inner.spans)
    reason = _reason(parts, body, closed)
    if not reason:
        return body
    text = "\n\n".join(filter(None, (NOTES[reason], body.text)))
    moved = len(text) - len(body.text)
    spans = tuple(replace(one, start=one.start + moved, end=one.end + moved) for one in body.spans)
    text_from = body.text_from if body.text else "plain"
    return replace(body, text=text, text_from=text_from, spans=spans, defects=(*body.defects, reason))


def _reason(parts: Sequence[Part], body: Body, closed: Part | None) -> str:
    if any(part.content_type == "multipart/encrypted" for part in parts) or _ARMOUR.search(body.text):
        return "encrypted"
    if closed is not None and not body.text:
        return "signature-closed" if _says_signed(closed) else "encrypted"
    if not body.text and any(part.leaf and part.content_type == _PIECE for part in parts):
        return "partial"
    is_rich = not body.text and any(one.has_rtf for one in body.envelopes.values())
    return "rich-text" if is_rich else ""


def _says_signed(part: Part) -> bool:
    return part.parameters.get("smime-type", "").lower() == "signed-data"


def _signed(octets: bytes, part: Part) -> Body | None:
    """Whatever its type says of itself: some programs leave that out."""
    length = min(part.length, smime.LOOKED_AT)
    entity = smime.signed_content(transfer.decoded(octets, part.offset, length, part.encoding))
    return bodies.body(entity, prescan(entity).parts) if entity else None
