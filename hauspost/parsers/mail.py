"""Knows one mail as the rest of the house sees it; `parse_mail` is the only way from octets to it."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from hauspost.parsers import attachments as files
from hauspost.parsers import authres, automation, bodies, fields, unreadable
from hauspost.parsers import dsn as reports
from hauspost.parsers.attachments import Attachment, attachment_octets
from hauspost.parsers.authres import AuthResults
from hauspost.parsers.automation import Origin
from hauspost.parsers.calendar import CalendarPart, calendar_part
from hauspost.parsers.complaints import Complaint, complaint
from hauspost.parsers.correspondents import Correspondents, correspondents
from hauspost.parsers.dsn import Dsn, DsnRecipient
from hauspost.parsers.enclosed import Enclosed, enclosed
from hauspost.parsers.fields import Address, scrub, unworded
from hauspost.parsers.html import QuoteSpan
from hauspost.parsers.prescan import Field, Part, Scan, prescan
from hauspost.parsers.quotes import part
from hauspost.parsers.returned import returned

__all__ = [
    "Address",
    "Attachment",
    "AuthResults",
    "CalendarPart",
    "Complaint",
    "Dsn",
    "DsnRecipient",
    "Origin",
    "ParsedMail",
    "QuoteSpan",
    "attachment_octets",
    "of_known_author",
    "parse_mail",
]


@dataclass(frozen=True, slots=True)
class ParsedMail:
    """A mail parsed once and never changed; wounds of the original stand in `defects`.

    Ids carry no brackets. Addresses are lower-case ASCII addr-specs. `from_address` is the strict
    reading that may name a person, "" when there is none, more than one, or no strict addr-spec;
    `from_count` counts the addresses of all From fields, to tell "no From" from "two Froms".
    """

    message_id: str
    from_address: str
    from_name: str
    from_count: int
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    reply_to: tuple[Address, ...]
    recipients: tuple[str, ...]  # wherever a secret can stand, lower case, in order (MAIL, "Proof")
    subject: str
    date: datetime | None  # aware
    in_reply_to: str
    references: tuple[str, ...]  # the last 20
    text: str  # the body for people, "\n" line ends, at most 64 KiB and 2,000 lines
    text_from: str  # "plain" | "html" | "none"
    quote_spans: tuple[QuoteSpan, ...]  # only where text came from HTML
    origin: Origin
    auto_reason: str  # the sign that decided origin, "" for a person
    own_mark: str  # X-Hauspost-Id: a mail of our own
    auth: AuthResults
    dsn: Dsn | None
    complaint: Complaint | None
    attachments: tuple[Attachment, ...]
    calendar: CalendarPart | None
    content_digest: str  # recognises the same content again whatever the transport did to the headers
    headers: tuple[tuple[str, str], ...]  # a small allow-list, scrubbed
    defects: tuple[str, ...]
    enclosed: Enclosed | None = None  # the one mail among the attachments
    proven: Origin = Origin.PERSON  # what origin is without signs that rest on words alone
    proof: str = ""  # the sign that decided it


def parse_mail(
    octets: bytes,
    *,
    authserv_id: str = "",
    trusted: bool = False,
    null_sender: bool = False,
    kept: frozenset[str] = frozenset(),
) -> ParsedMail:
    """Any octets give a value. What a reader below could not take is told by a defect "unreadable: …".

    `kept`: names of further fields for `headers`, lower case.
    """
    scan = prescan(octets)
    people = _people(scan.fields)
    mail = _header(scan, people, kept | _KEPT)
    mail = replace(mail, auth=_auth(scan, mail.from_address, authserv_id=authserv_id, trusted=trusted))
    mail = _content(octets, scan.parts, mail)
    return replace(
        _judged(octets, scan, mail, null_sender=null_sender),
        defects=tuple(dict.fromkeys((*scan.defects, *people.defects, *mail.defects))),
    )


# ---- header

SUBJECT: Final = 1_000
# Facts worth keeping of the header: what wrote it, lists, and the opinion of spam filters before us.
_KEPT_NAMES: Final = (
    "x-mailer user-agent list-id list-unsubscribe precedence auto-submitted importance x-priority "
    "x-spam x-spam-flag x-spam-status x-spam-score x-spam-level x-rspamd-score x-spamd-bar return-path sender "
    "content-language thread-topic x-auto-response-suppress"
)
_KEPT: Final = frozenset(_KEPT_NAMES.split())


def _header(scan: Scan, people: Correspondents, kept: frozenset[str]) -> ParsedMail:
    header = scan.fields
    return ParsedMail(
        message_id=fields.message_id(_first(header, "message-id")),
        from_address=people.from_address,
        from_name=people.from_name,
        from_count=people.from_count,
        to=people.to,
        cc=people.cc,
        reply_to=people.reply_to,
        recipients=people.recipients,
        subject=scrub(unworded(_first(header, "subject")))[:SUBJECT],
        date=people.date,
        in_reply_to=next(iter(fields.message_ids(_first(header, "in-reply-to"))), ""),
        references=fields.references(field.value for field in header if field.name == "references"),
        text="",
        text_from="none",
        quote_spans=(),
        origin=Origin.PERSON,
        auto_reason="",
        own_mark=scrub(_first(header, "x-hauspost-id"))[:200],
        auth=authres.NOTHING,
        dsn=None,
        complaint=None,
        attachments=(),
        calendar=None,
        content_digest="",
        headers=tuple((one.name, scrub(unworded(one.value))[:300]) for one in header if one.name in kept)[
            :40
        ],
        defects=(),
    )


def _first(header: Sequence[Field], name: str) -> str:
    return next((field.value for field in header if field.name == name), "")


def _auth(scan: Scan, from_address: str, *, authserv_id: str, trusted: bool) -> AuthResults:
    if trusted:
        return authres.TRUSTED
    return authres.auth_results(scan.fields, authserv_id=authserv_id, from_address=from_address)


def _people(header: Sequence[Field]) -> Correspondents:
    try:
        return correspondents(header)
    except Exception as trouble:  # a general parser on foreign octets; this is the one place to catch it
        return _unread(header, type(trouble).__name__)


def _unread(header: Sequence[Field], trouble: str) -> Correspondents:
    """The view that is left where the general parser gave up: the strict reader alone."""
    froms = [field.value for field in header if field.name == "from"]
    return Correspondents(
        from_address=fields.identity(froms[0]) if len(froms) == 1 else "",
        from_name="",
        from_count=len(froms),
        to=(),
        cc=(),
        reply_to=(),
        recipients=(),
        date=None,
        defects=(f"unreadable: {trouble}",),
    )


# ---- content


def _content(octets: bytes, parts: Sequence[Part], mail: ParsedMail) -> ParsedMail:
    body = unreadable.told(octets, parts, bodies.body(octets, parts))
    found, over = files.attachments(octets, parts, body)
    defects = (*body.defects, *over)
    unseen = memoryview(octets)[parts[0].offset :] if _LEFT_OUT.intersection(defects) else b""
    return replace(
        mail,
        text=body.text,
        text_from=body.text_from,
        quote_spans=body.spans,
        attachments=found,
        calendar=calendar_part(octets, parts),
        content_digest=_digest(body.text, files.digests(found), unseen),
        enclosed=enclosed(octets, found),
        defects=defects,
    )


# Where something was not looked at, the digest takes the raw body too: two mails must never be one by its lack.
_LEFT_OUT: Final = frozenset(("limit-text", "limit-attachments"))


def _digest(text: str, of_files: bytes, unseen: bytes | memoryview) -> str:
    digest = hashlib.sha256(text.encode("utf-8", "replace"))
    digest.update(b"\x00" + of_files + b"\x00")
    digest.update(unseen)
    return digest.hexdigest()


def of_known_author(mail: ParsedMail) -> ParsedMail:
    """The same mail where its author is registered: words alone never make a machine of a person whom we know."""
    return replace(mail, origin=mail.proven, auto_reason=mail.proof)


def _judged(octets: bytes, scan: Scan, mail: ParsedMail, *, null_sender: bool) -> ParsedMail:
    own = part(mail.text, quote_spans=mail.quote_spans).new_text
    found = automation.classify(scan.fields, scan.parts, text=mail.text, own=own, null_sender=null_sender)
    report = reports.dsn(octets, scan.parts)
    if report is None and found.origin is Origin.BOUNCE:
        ours = (*mail.recipients, mail.from_address)
        report = (
            reports.refusal(octets, scan.parts)
            or reports.report_inside(octets, scan.parts)
            or returned(scan.fields, mail.text, subject=mail.subject, ours=ours)
        )
    return replace(
        mail,
        origin=found.origin,
        auto_reason=found.reason,
        proven=found.proven,
        proof=found.proof,
        dsn=report,
        complaint=complaint(octets, scan.parts),
    )
