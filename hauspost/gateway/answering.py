"""Knows which of the recipient's own mails a mail of ours may name, so that programs show one conversation a ticket.

Programs gather by References (https://www.jwz.org/doc/threading.html, RFC 5256 §3). A name that lies in another
conversation joins the two; a fresh mail after our root tears the thread apart, since it names no root itself.
"""

from typing import Any

from hauspost.desk.notices import ASIDE
from hauspost.outbound.compose import Answered
from hauspost.outbound.headers import roots_in
from hauspost.parsers.mail import ParsedMail
from hauspost.store import notices
from hauspost.store.connection import Connection
from hauspost.store.notices import Owed, OwnMail
from hauspost.threading.addresses import Grammar


def named_by(mail: ParsedMail, grammar: Grammar) -> dict[str, Any]:
    """What is noted of an accepted mail: whether it answers any, and the conversations of ours that it names."""
    is_reply = bool(mail.in_reply_to or mail.references)
    return {"is_reply": is_reply, "conversations": list(roots_in(mail.references, grammar))}


def answered_by(connection: Connection, owed: Owed, root: str) -> Answered | None:
    """What the mail names as answered; `root`: of its conversation, "" if it belongs to none."""
    is_answer = owed.arrival is not None and owed.kind not in ASIDE
    own = notices.own_mail(connection, owed.arrival or 0, owed.address) if is_answer else None
    if not root:
        return Answered(own.message_id) if own is not None and own.message_id else None
    begun = _beginning(connection, owed)
    answered = own.message_id if own is not None and (_is_in(own, root) or own.message_id == begun) else ""
    return Answered(answered, (begun,)) if answered or begun else None


def _beginning(connection: Connection, owed: Owed) -> str:
    """The recipient's own first mail, named by every later one; not if it lies in another conversation."""
    opening = notices.opening_mail(connection, owed.ticket, owed.address) if owed.ticket is not None else None
    return opening.message_id if opening is not None and not opening.trace.get("is_reply", True) else ""


def _is_in(mail: OwnMail, root: str) -> bool:
    return root in mail.trace.get("conversations", ())
