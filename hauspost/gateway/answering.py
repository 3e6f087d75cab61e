"""Knows which of the recipient's own mails a mail of ours may name, so that programs show one conversation a ticket.

Programs gather by References (https://www.jwz.org/doc/threading.html, RFC 5256 §3). A name that lies in another
conversation joins the two; a fresh mail after our root tears the thread apart, since it names no root itself.
"""

from typing import Any

from hauspost.desk.notices import ASIDE
from hauspost.gateway.glance import Glance
from hauspost.outbound.compose import Answered
from hauspost.outbound.headers import roots_in
from hauspost.parsers.mail import ParsedMail
from hauspost.store import notices
from hauspost.store.notices import Owed, OwnMail
from hauspost.threading.addresses import Grammar


def named_by(mail: ParsedMail, grammar: Grammar) -> dict[str, Any]:
    """What is noted of an accepted mail: whether it answers any, and the conversations of ours that it names."""
    is_reply = bool(mail.in_reply_to or mail.references)
    return {"is_reply": is_reply, "conversations": list(roots_in(mail.references, grammar))}


def answered_by(glance: Glance, owed: Owed, root: str) -> Answered | None:
    """What the mail names as answered; `root`: of its conversation, "" if it belongs to none."""
    is_answer = owed.arrival is not None and owed.kind not in ASIDE
    own = _own(glance, owed.arrival or 0, owed.address) if is_answer else None
    if not root:
        return Answered(own.message_id) if own is not None and own.message_id else None
    begun = _beginning(glance, owed)
    answered = own.message_id if own is not None and (_is_in(own, root) or own.message_id == begun) else ""
    return Answered(answered, (begun,)) if answered or begun else None


def _own(glance: Glance, arrival: int, address: str) -> OwnMail | None:
    """The mail that is answered, if that very address wrote it; nobody else has it in the own mailbox."""
    found = glance.of(notices.accepted_mail, arrival)
    return found if found is not None and found.from_address == address else None


def _beginning(glance: Glance, owed: Owed) -> str:
    """The recipient's own first mail, named by every later one; not if it lies in another conversation."""
    opened = glance.of(notices.opening_mails, owed.ticket) if owed.ticket is not None else ()
    number = next((o.arrival for o in opened if o.from_address == owed.address), None)
    opening = _own(glance, number, owed.address) if number is not None else None
    if opening is None or not opening.message_id or opening.trace.get("is_reply", True):
        return ""
    is_first = notices.first_opened(glance.connection, owed.address, opening.message_id) == owed.ticket
    return opening.message_id if is_first else ""


def _is_in(mail: OwnMail, root: str) -> bool:
    return root in mail.trace.get("conversations", ())
