"""Knows the mail that somebody attached to a mail whole: what its header says and its words (RFC 2046 §5.2.1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from hauspost.parsers import bodies
from hauspost.parsers.attachments import Attachment, attachment_octets
from hauspost.parsers.fields import scrub, unworded
from hauspost.parsers.prescan import Field, prescan

_LOOKED_AT: Final = 2 * 1024 * 1024  # octets: the words stand before the files
_LONGEST: Final = 1_000  # of a header field
_MAILS: Final = ("message/rfc822", "message/global")
_UNKNOWN: Final = ("application/octet-stream", "text/plain")  # as what some clients send "….eml"


@dataclass(frozen=True, slots=True)
class Enclosed:
    """As its own header says; it proves nothing."""

    from_: str
    to: str
    subject: str
    date: str
    text: str


def enclosed(octets: bytes, files: Sequence[Attachment]) -> Enclosed | None:
    """The mail among the files of `octets`, if there is exactly one: with two, nobody says which is meant."""
    mails = [file for file in files if _is_mail(file)]
    if len(mails) != 1:
        return None
    inner = attachment_octets(octets, mails[0])[:_LOOKED_AT]
    scan = prescan(inner)
    value = {name: _value(scan.fields, name) for name in ("from", "to", "subject", "date")}
    if not value["from"]:
        return None
    text = bodies.body(inner, scan.parts).text
    return Enclosed(value["from"], value["to"], value["subject"], value["date"], text.strip("\n"))


def _is_mail(file: Attachment) -> bool:
    named = file.filename.lower().endswith(".eml")
    return file.content_type in _MAILS or (named and file.content_type in _UNKNOWN)


def _value(header: Sequence[Field], name: str) -> str:
    found = next((field.value for field in header if field.name == name), "")
    return scrub(unworded(found))[:_LONGEST]
