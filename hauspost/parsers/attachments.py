"""Knows the files of a mail: where their octets lie, what they are called, and what they really are."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import filetype

from hauspost.parsers import bodies, transfer
from hauspost.parsers.choosing import is_words
from hauspost.parsers.einvoices import EInvoice, einvoice
from hauspost.parsers.fields import scrub, unworded
from hauspost.parsers.prescan import Part, header_of
from hauspost.parsers.tnef import Inner, Winmail

ATTACHMENTS: Final = 20  # SAFETY, "Limits"
NAME: Final = 120


@dataclass(frozen=True, slots=True)
class Attachment:
    """One file; `offset` and `length` point at its encoded octets in the stored mail (never a copy).

    `inside`: start and length in what those octets decode to, of a file that came in an envelope of Exchange's.
    `content_type` is what the content says where its first octets are telling, else what the sender says.
    """

    filename: str
    content_type: str
    size: int
    sha256: str
    disposition: str
    content_id: str
    offset: int
    length: int
    encoding: str
    inside: tuple[int, int] | None = None
    einvoice: EInvoice | None = None  # what an electronic invoice says of itself


def attachment_octets(octets: bytes, attachment: Attachment) -> bytes:
    """Decodes one file out of the stored mail; no format is read for that, whatever it came in."""
    content = transfer.decoded(octets, attachment.offset, attachment.length, attachment.encoding)
    if attachment.inside is None:
        return content
    start, length = attachment.inside
    return content[start : start + length]


def without(octets: bytes, files: Iterable[Attachment]) -> bytes:
    """The mail with nothing where the octets of these files were; an envelope of Exchange's goes whole."""
    left = octets
    for offset, length in sorted({(f.offset, f.length) for f in files}, reverse=True):
        left = left[:offset] + left[offset + length :]
    return left


def attachments(
    octets: bytes, parts: Sequence[Part], body: bodies.Body
) -> tuple[tuple[Attachment, ...], tuple[str, ...]]:
    """Every leaf that is no part of the words, then files inside the text; at most 20, and the defects."""
    leaves = [(at, part) for at, part in enumerate(parts) if part.leaf and _is_file(part, at in body.used)]
    found = [
        one
        for number, (at, part) in enumerate(leaves[:ATTACHMENTS], 1)
        for one in _of_part(
            octets, part, body.envelopes.get(at), number, is_read="rich-text" not in body.defects
        )
        if one.size
    ]
    found += [
        _described(octets, name, "", "attachment", "", (offset, length, "uuencode"))
        for name, offset, length in body.uuencoded
    ]
    over = len(leaves) > ATTACHMENTS or len(found) > ATTACHMENTS
    return tuple(found[:ATTACHMENTS]), (("limit-attachments",) if over else ())


def _of_part(
    octets: bytes, part: Part, envelope: Winmail | None, number: int, *, is_read: bool
) -> list[Attachment]:
    """The part itself, or the files in its envelope, and that too where something unread stays in it."""
    if envelope is None:
        return [_attached(octets, part, number)]
    place = (part.offset, part.length, part.encoding)
    content = transfer.decoded(octets, *place)
    files = [_inner(content, one, place, count) for count, one in enumerate(envelope.files, 1)]
    return files if envelope.is_whole and is_read else [*files, _attached(octets, part, number)]


def _inner(content: bytes, one: Inner, place: tuple[int, int, str], number: int) -> Attachment:
    file = content[one.start : one.start + one.length]
    content_id = scrub(one.content_id).strip("<> ")[:200]
    disposition = "inline" if content_id else "attachment"
    found = _of_content(file, one.name, one.content_type, disposition, content_id, place, number=number)
    return replace(found, inside=(one.start, one.length))


# Read by their own modules, and without a name of no use to people as files.
_MACHINE: Final = frozenset(
    (
        "message/delivery-status",
        "message/global-delivery-status",
        "message/disposition-notification",
        "message/feedback-report",
        "application/pgp-signature",
        "application/pkcs7-signature",
        "application/x-pkcs7-signature",
        "text/x-amp-html",
        "text/watch-html",
    )
)


def _is_file(part: Part, used: bool) -> bool:
    if used or part.length == 0:
        return False
    return bool(part.file_name) or not (part.content_type in _MACHINE or is_words(part))


def _attached(octets: bytes, part: Part, number: int) -> Attachment:
    disposition = part.field("content-disposition").lower().partition(";")[0].strip()
    written = part.file_name or _name_of_nested(octets, part)
    return _described(
        octets,
        written,
        part.content_type,
        disposition if disposition in ("inline", "attachment") else "",
        scrub(part.field("content-id")).strip("<> ")[:200],
        (part.offset, part.length, part.encoding),
        number=number,
    )


def _described(
    octets: bytes,
    written: str,
    content_type: str,
    disposition: str,
    content_id: str,
    place: tuple[int, int, str],
    *,
    number: int = 1,
) -> Attachment:
    content = transfer.decoded(octets, *place)
    return _of_content(content, written, content_type, disposition, content_id, place, number=number)


def _of_content(
    content: bytes,
    written: str,
    content_type: str,
    disposition: str,
    content_id: str,
    place: tuple[int, int, str],
    *,
    number: int,
) -> Attachment:
    kind = _kind(content, content_type)
    name = (
        safe_name(written)
        or f"{_STEMS.get(kind.partition('/')[0], 'file')}-{number}{_EXTENSIONS.get(kind, '.bin')}"
    )
    digest = hashlib.sha256(content).hexdigest()
    found = einvoice(content, kind)
    return Attachment(name, kind, len(content), digest, disposition, content_id, *place, einvoice=found)


# ---- names

_RESERVED: Final = re.compile(
    r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9]|conin\$|conout\$)(?:\.|$)", re.IGNORECASE
)
_FORBIDDEN: Final = re.compile(r"[\x00-\x1f\x7f<>:\"|?*]")
_INVISIBLE: Final = re.compile(r"[\u00ad\u034f\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
_SUFFIX: Final = re.compile(r"\.[A-Za-z0-9]{1,10}$")
_STEMS: Final = {"image": "picture", "message": "message", "text": "text", "audio": "sound", "video": "film"}
_EXTENSIONS: Final = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/gif": ".gif",
    "image/webp": ".webp",
    "image/heic": ".heic",
    "application/pdf": ".pdf",
    "message/rfc822": ".eml",
    "message/global": ".eml",
    "text/rfc822-headers": ".txt",
    "text/calendar": ".ics",
    "text/plain": ".txt",
    "text/html": ".html",
    "application/zip": ".zip",
    "application/ms-tnef": ".dat",
}


_LOOKED_AT: Final = 1_000  # characters, from the end, where the kind stands


def safe_name(written: str) -> str:
    """A file name that means the same on every system, "" if nothing of it is left.

    First normalised, then checked: full-width slashes and dots become plain ones before paths are cut off.
    """
    name = _INVISIBLE.sub("", unicodedata.normalize("NFKC", unworded(written)[-_LOOKED_AT:]))
    name = scrub(_FORBIDDEN.sub("_", name.replace("\x00", ""))).replace("\\", "/").rpartition("/")[2]
    name = unicodedata.normalize("NFC", name).strip(" .")
    if _RESERVED.match(name):
        name = "_" + name
    return _shortened(name)


def _shortened(name: str) -> str:
    """At most 120 characters with the extension kept, since people and programs choose by it."""
    if len(name) <= NAME:
        return name
    suffix = _SUFFIX.search(name)
    extension = suffix.group() if suffix else ""
    return name[: NAME - len(extension)].rstrip(" .") + extension


def _name_of_nested(octets: bytes, part: Part) -> str:
    """A forwarded mail is called after its subject."""
    if part.content_type not in ("message/rfc822", "message/global"):
        return ""
    content = transfer.decoded(octets, part.offset, min(part.length, 64 * 1024), part.encoding)
    subject = next((field.value for field in header_of(content)[0] if field.name == "subject"), "")
    words = scrub(unworded(subject)).replace("/", "-").replace("\\", "-")
    return f"{words[:100]}.eml" if words else ""


# ---- types

# Types that people send houses and that their first octets tell surely; for the rest the sender's word stands.
_TOLD: Final = (
    *(
        matcher
        for matcher in filetype.image_matchers
        if matcher.mime in ("image/jpeg", "image/png", "image/gif")
    ),
    *(
        matcher
        for matcher in filetype.image_matchers
        if matcher.mime in ("image/webp", "image/heic", "image/tiff")
    ),
    *(
        matcher
        for matcher in filetype.archive_matchers
        if matcher.mime in ("application/pdf", "application/zip")
    ),
    *(
        matcher
        for matcher in filetype.archive_matchers
        if matcher.mime
        in ("application/x-msdownload", "application/x-rar-compressed", "application/x-7z-compressed")
    ),
)
# Pages that a browser runs, whatever they are called: marks, remarks and declarations may stand before.
_BEFORE: Final = (
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}>\s*|<!--[^>]{0,200}-->\s*|<!doctype svg[^>]{0,300}>\s*){0,3}"
)
_PAGES: Final = {
    "image/svg+xml": re.compile(_BEFORE + rb"<svg[\s>]", re.IGNORECASE),
    "text/html": re.compile(_BEFORE + rb"<(?:!doctype html|html|head|body|script)[\s>]", re.IGNORECASE),
}
_PACKED_IN_ZIP: Final = (
    "application/vnd.openxmlformats-",
    "application/vnd.oasis.",
    "application/x-zip",
    "application/epub",
)


def _kind(content: bytes, declared: str) -> str:
    told = _told(content)
    if told == "application/zip" and declared.startswith(_PACKED_IN_ZIP):
        return declared
    return told or declared or "application/octet-stream"


def _told(content: bytes) -> str:
    head = bytearray(content[:512])
    for matcher in _TOLD:
        if matcher.match(head):
            return str(matcher.mime)
    return next((kind for kind, begins in _PAGES.items() if begins.match(head)), "")


def digests(found: Iterable[Attachment]) -> bytes:
    """The part of a mail's content digest that its files make up."""
    return b"\n".join(one.sha256.encode("ascii") for one in found)
