"""Knows where the id and the author stand in the octets of a mail that we wrote."""

import re
from email import message_from_bytes
from email.policy import compat32
from email.utils import parseaddr

_MESSAGE_ID = re.compile(rb"^message-id:\s*<([^<>\r\n]+)>", re.IGNORECASE | re.MULTILINE)


def message_id_of(octets: bytes) -> str:
    """The Message-ID of the header without brackets, "" if there is none."""
    found = _MESSAGE_ID.search(_head(octets))
    return found.group(1).decode("ascii", "replace") if found else ""


def from_address_of(octets: bytes) -> str:
    """The address of From. Only for mails of our own: on foreign ones this reader is led astray (SAFETY)."""
    return parseaddr(str(message_from_bytes(_head(octets), policy=compat32)["From"]))[1]


def _head(octets: bytes) -> bytes:
    return octets.partition(b"\r\n\r\n")[0] + b"\r\n"
