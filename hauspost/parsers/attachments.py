"""Knows the files of a mail: where their octets lie, what they are called, and what they really are."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Attachment:
    """One file; `offset` and `length` point at its encoded octets in the stored mail (never a copy)."""

    filename: str
    content_type: str
    size: int
    sha256: str
    disposition: str
    content_id: str
    offset: int
    length: int
    encoding: str
