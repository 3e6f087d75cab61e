"""Knows how files that came along are spoken of: to whoever sent them, and to the managers who find them here."""

from collections.abc import Iterator
from typing import Final

from hauspost.desk.attachments import Enclosed
from hauspost.desk.model import EntryKind
from hauspost.desk.notices_to_managers import FirmReported, NewTicket, PersonWrote
from hauspost.desk.notices_to_people import Acknowledged
from hauspost.outbound.catalogue import Language
from hauspost.outbound.view import View

PICTURES: Final = (".jpg", ".jpeg", ".png", ".gif", ".heic", ".heif", ".webp", ".tif", ".tiff", ".bmp")


def came(view: View, facts: Acknowledged) -> str:
    """Ihr Bild ist heute um 8:02 Uhr angekommen."""
    if not facts.attachments:
        return ""
    names = _names(view)
    are_pictures = bool(names) and all(name.lower().endswith(PICTURES) for name in names)
    what = "picture" if are_pictures else "file"
    return view.language.count(f"attached.{what}", facts.attachments, at=view.times.when(facts.received_at))


def _names(view: View) -> tuple[str, ...]:
    """The file names of the report, as the journal keeps them."""
    opened = (e for e in view.letter.history if e.kind is EntryKind.OPENED)
    found = next((e.facts.get("attachments") for e in opened), ())
    return tuple(map(str, found)) if isinstance(found, (list, tuple)) else ()


def kept(view: View, facts: NewTicket | PersonWrote | FirmReported) -> str:
    """IMG_2231.jpg, IMG_2232.jpg (bei uns gespeichert)"""
    return view.language.say("attached.kept", names=", ".join(facts.attachments)) if facts.attachments else ""


def left_out(language: Language, enclosed: Enclosed) -> Iterator[str]:
    """Nicht mitgeschickt, weil zu groß: Film.mp4"""
    for key, names in (("too_large", enclosed.too_large), ("unsafe", enclosed.unsafe)):
        if names:
            yield language.say(f"attached.{key}", names=", ".join(names))
    if enclosed.unshown:
        yield language.count("attached.unshown", enclosed.unshown)
    if enclosed.mails_behind:
        yield language.count("attached.mails_behind", enclosed.mails_behind)
