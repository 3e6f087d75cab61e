"""Knows a parsed mail as JSON: the part of `hauspost parse` that comes from the octets alone (INTERFACE)."""

from collections.abc import Iterable
from typing import Any

from hauspost.parsers.attachments import Attachment
from hauspost.parsers.dsn import Dsn
from hauspost.parsers.fields import Address
from hauspost.parsers.mail import ParsedMail


def to_json(mail: ParsedMail) -> dict[str, Any]:
    """Keys in the order of INTERFACE; what reading adds (new_text, commands …) is merged in by the caller."""
    return {
        "message_id": mail.message_id,
        "from_address": mail.from_address,
        "from_name": mail.from_name,
        "to": _addresses(mail.to),
        "cc": _addresses(mail.cc),
        "reply_to": next(iter(_addresses(mail.reply_to)), ""),
        "subject": mail.subject,
        "date": mail.date.isoformat() if mail.date else None,
        "in_reply_to": mail.in_reply_to,
        "references": list(mail.references),
        "text": mail.text,
        "origin": mail.origin.value,
        "dsn": _report(mail.dsn) if mail.dsn else None,
        "auth": {"spf": mail.auth.spf, "dkim": mail.auth.dkim, "dmarc": mail.auth.dmarc},
        "attachments": [_file(one) for one in mail.attachments],
        "defects": list(mail.defects),
    }


def _addresses(found: Iterable[Address]) -> list[str]:
    return [one.address for one in found]


def _report(report: Dsn) -> dict[str, Any]:
    recipients = [
        {"address": one.address, "action": one.action, "status": one.status, "diagnostic": one.diagnostic}
        for one in report.recipients
    ]
    return {"recipients": recipients, "original_message_id": report.original_message_id}


def _file(one: Attachment) -> dict[str, Any]:
    return {
        "filename": one.filename,
        "content_type": one.content_type,
        "size": one.size,
        "sha256": one.sha256,
        "disposition": one.disposition,
        "content_id": one.content_id,
    }
