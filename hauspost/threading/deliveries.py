"""Knows by what the same mail is recognised when it comes again, by whatever way (SAFETY, P2)."""

import hashlib

from hauspost.desk.proof import Resolution
from hauspost.parsers.mail import ParsedMail
from hauspost.threading.addresses import Target


def delivery_key(parsed: ParsedMail, resolution: Resolution, target: Target | None, rcpt_to: str) -> str:
    """Of From, Date, Message-ID, content and routing target; 64 hexadecimal digits."""
    date = parsed.date.isoformat() if parsed.date else ""
    place = _place(resolution, target, rcpt_to)
    pieces = (parsed.from_address, date, parsed.message_id, parsed.content_digest, place)
    return hashlib.sha256("\0".join(pieces).encode("utf-8", "replace")).hexdigest()


def _place(resolution: Resolution, target: Target | None, rcpt_to: str) -> str:
    # What was said to a ticket once is not said again when it ended, so its successor counts as well.
    ticket = resolution.ticket or resolution.linked_ticket
    if ticket is not None:
        return f"ticket:{ticket}"
    if resolution.property_id is not None:
        return f"property:{resolution.property_id}"
    return f"{target.kind}:{target.mailbox}" if target else rcpt_to
