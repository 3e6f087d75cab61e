"""Knows the signs that a program, and not a person, wrote a mail (RFC 3834, RFC 3464, RFC 5965)."""

from enum import StrEnum


class Origin(StrEnum):
    """Who wrote it: the classes of MAIL, "Automatic mail, loops, bounces"."""

    PERSON = "person"
    AUTO_REPLIED = "auto_replied"
    AUTO_GENERATED = "auto_generated"
    LIST = "list"
    BOUNCE = "bounce"
    COMPLAINT = "complaint"
