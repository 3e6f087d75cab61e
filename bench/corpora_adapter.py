"""Shows the house's parsers to a scorer of mail corpora: one function per question that it asks."""

import hashlib
from itertools import takewhile
from typing import Any

from hauspost.parsers.claims import UNANNOUNCED
from hauspost.parsers.fields import unworded
from hauspost.parsers.forwards import forwarded as inner_mail
from hauspost.parsers.html import to_text
from hauspost.parsers.mail import Origin, ParsedMail, attachment_octets, parse_mail
from hauspost.parsers.phrases import without_closing
from hauspost.parsers.prescan import prescan
from hauspost.parsers.quotes import part, tidied

__all__ = ["forwarded", "forwarded_html", "message", "reply_html", "reply_text", "signature_free"]

_AUTOMATIC = frozenset(Origin) - {Origin.PERSON}


def forwarded(text: str) -> dict[str, str] | None:
    inner = inner_mail(text)
    if inner is None:
        return None
    return {
        "from": inner.from_,
        "to": inner.to,
        "subject": inner.subject,
        "date": inner.date,
        "text": inner.text,
        "text_top": _above(text),
    }


def _above(text: str) -> str:
    """The author's words before the forwarded mail begins."""
    spans = takewhile(lambda span: span.kind != "forward_header", part(text).spans)
    return tidied(text[span.start : span.end] for span in spans if span.kind == "new")


def forwarded_html(html: str) -> dict[str, str] | None:
    return forwarded(to_text(html)[0])


def message(raw: bytes) -> dict[str, Any]:
    mail, written = parse_mail(raw), _names_as_written(raw)
    return {
        "from_email": mail.from_address,
        "from_name": mail.from_name,
        "to": [one.address for one in mail.to],
        "cc": [one.address for one in mail.cc],
        "reply_to": mail.reply_to[0].address if mail.reply_to else "",
        "subject": mail.subject,
        "message_id": mail.message_id,
        "text": mail.text,
        "auto": mail.origin in _AUTOMATIC,
        "bounce": mail.origin is Origin.BOUNCE,
        "attachments": [_file(raw, mail, number, written) for number in range(len(mail.attachments))],
        **_date(mail),
        **_report(mail),
        **_reply(mail),
    }


def _file(raw: bytes, mail: ParsedMail, number: int, written: dict[int, str]) -> dict[str, Any]:
    one = mail.attachments[number]
    sha1 = hashlib.sha1(attachment_octets(raw, one), usedforsecurity=False).hexdigest()
    name = written.get(one.offset) if one.inside is None else None
    return {"filename": name or one.filename, "sha1": sha1, "sha256": one.sha256, "size": one.size}


def _names_as_written(raw: bytes) -> dict[int, str]:
    """By where its octets begin, what the sender called each file, before it is made safe for every system."""
    return {part.offset: unworded(part.file_name) for part in prescan(raw).parts if part.leaf}


def _date(mail: ParsedMail) -> dict[str, Any]:
    return {"date": mail.date.isoformat() if mail.date else ""}


def _report(mail: ParsedMail) -> dict[str, Any]:
    failed = [one for one in mail.dsn.recipients if one.action != "delivered"] if mail.dsn else []
    if not failed:
        return {"recipients": [], "status": ""}
    return {
        "recipients": [one.address for one in failed],
        "status": failed[0].status,
        "permanent": failed[0].action == "failed" and not failed[0].status.startswith("4"),
    }


def _reply(mail: ParsedMail) -> dict[str, Any]:
    return {"reply": part(mail.text, quote_spans=mail.quote_spans).new_text}


def reply_text(text: str) -> str:
    """What a person shows to others who do not know the mail before it: ">" lines that nobody announced stay
    where an answer follows them."""
    parted = part(text)
    last_new = max((span.start for span in parted.spans if span.kind == "new"), default=-1)
    return tidied(
        text[span.start : span.end]
        for span in parted.spans
        if span.kind == "new" or (span.reason == UNANNOUNCED and span.start < last_new)
    )


def reply_html(html: str) -> str:
    text, quote_spans = to_text(html)
    return part(text, quote_spans=quote_spans).new_text


def signature_free(text: str) -> str:
    """The whole text with its quotes, without signatures, what machines add below, and closing blocks."""
    spans = (span for span in part(text).spans if span.kind not in ("signature", "footer"))
    return tidied(
        _unclosed(text[s.start : s.end]) if s.kind == "new" else text[s.start : s.end] for s in spans
    )


def _unclosed(piece: str) -> str:
    return "\n".join(without_closing(piece.rstrip().splitlines()))
