"""Knows the signs that a program, and not a person, wrote a mail (RFC 3834, 3464, 5965), or took it for spam."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from hauspost.parsers import absences, bouncewords
from hauspost.parsers.fields import identity, scrub, unworded
from hauspost.parsers.prescan import Field, Part


class Origin(StrEnum):
    """Who wrote it: the classes of MAIL, "Automatic mail, loops, bounces"."""

    PERSON = "person"
    AUTO_REPLIED = "auto_replied"
    AUTO_GENERATED = "auto_generated"
    LIST = "list"
    BOUNCE = "bounce"
    COMPLAINT = "complaint"


@dataclass(frozen=True, slots=True)
class Verdict:
    """`origin` with the sign that decided, "" for a person. Words alone, which anybody can write, count for strangers
    only; `proven` is what the mail is without them (MAIL: never by words alone for a registered person's real mail)."""

    origin: Origin
    reason: str
    proven: Origin
    proof: str


@dataclass(frozen=True, slots=True)
class _Case:
    """What the signs look at: first values by field name, lower case, and the shape of the mail."""

    values: dict[str, str]
    delivered_to: tuple[str, ...]
    kinds: tuple[str, ...]  # media types of the parts, the mail's own first
    report: str  # report-type of a multipart/report
    subject: str
    text: str
    own: str  # the text without what it quotes
    author: str  # local part of From, or what stands there instead
    null_sender: bool


_Sign = Callable[[_Case], bool]

_NOREPLY: Final = re.compile(
    r"(?:no|donot|do-not|do_not|never)[._-]?reply|noreply|nicht[._-]?antworten|keine?[._-]?antwort|"
    r"auto(?:matic)?[._-]?(?:reply|respond(?:er)?|antwort)|vacation|abwesenheit"
)
# What programs on holiday call themselves in X-Mailer and Delivered-To.
_RESPONDER: Final = re.compile(
    r"\bvacation\b|auto[- ]?(?:respond|repl(?:y|ie)|answer)|out[- ]of[- ]office|\boof\b"
)
# How the mails of ticket systems, and their receipts, are marked. A clerk may have written the words.
_TICKET_SYSTEMS: Final = (
    "x-otrs-", "x-znuny-", "x-zammad-", "x-zendesk", "x-freshdesk", "x-jira-", "x-atlassian-", "x-redmine-",
    "x-rt-", "rt-ticket", "x-glpi-", "x-mantis-", "x-helpscout-", "x-servicenow-",
)  # fmt: skip
# Of filters that want a stranger to confirm first (TMDA, Boxbe, Spamarrest, MailInBlack, ASK).
_CHALLENGES: Final = ("x-tmda-", "x-boxbe-", "x-spamarrest", "x-mailinblack", "x-ask-")
_NO: Final = frozenset(("", "no", "none", "false", "0", "off"))


def _word(case: _Case, name: str) -> str:
    return case.values.get(name, "").partition(";")[0].partition("(")[0].strip()


def _has(name: str) -> _Sign:
    """Set to anything but no."""
    return lambda case: case.values.get(name, "").strip() not in _NO


def _says(name: str, *words: str) -> _Sign:
    return lambda case: _word(case, name) in words


def _begins(prefixes: tuple[str, ...]) -> _Sign:
    return lambda case: any(name.startswith(prefixes) for name in case.values)


def _holds(*kinds: str) -> _Sign:
    return lambda case: any(kind in kinds for kind in case.kinds)


def _reports(kind: str) -> _Sign:
    return lambda case: case.report == kind


def _daemon(case: _Case) -> bool:
    return bouncewords.is_daemon(case.author)


def _only_daemon(case: _Case) -> bool:
    return bouncewords.is_only_daemon(case.author)


def _null_sender(case: _Case) -> bool:
    return case.null_sender or case.values.get("return-path", "").replace(" ", "") == "<>"


def _absent(case: _Case) -> bool:
    return absences.is_hinted(case.subject) or absences.is_by_program(case.subject)


def _by_program(case: _Case) -> bool:
    return absences.is_by_program(case.subject)


def _plain_note(case: _Case) -> bool:
    return absences.is_note(case.subject, case.own)


def _noted(case: _Case) -> bool:
    return absences.is_said(case.own) and absences.is_stock(case.own)


def _declared(case: _Case) -> bool:
    return absences.is_declared(case.own)


def _away(case: _Case) -> bool:
    return _by_program(case) or _declared(case) or absences.is_said(case.own)


def _failed(case: _Case) -> bool:
    return bouncewords.is_hinted(case.subject)


def _undelivered(case: _Case) -> bool:
    return bouncewords.is_said(case.text)


def _refused(case: _Case) -> bool:
    return bouncewords.is_refusal(case.text) or bouncewords.is_refusal(case.subject)


def _names_somebody(case: _Case) -> bool:
    return bouncewords.names_somebody(case.text)


def _headed(case: _Case) -> bool:
    return bouncewords.is_headed(case.text)


def _about_somebody(case: _Case) -> bool:
    """A report names whom it did not reach, or returns the mail; one that does neither is only a daemon's word."""
    return "@" in case.text or len(case.kinds) > 1


def _nobody(case: _Case) -> bool:
    """A From without any address: "<>", or a name alone."""
    return "@" not in case.values.get("from", "@")


def _automatic(case: _Case) -> bool:
    """RFC 3834 §5: any word but "no" says that no person acted; a forwarding rule passes on a person's words."""
    return _word(case, "auto-submitted") not in (*_NO, "auto-forwarded")


def _responder(case: _Case) -> bool:
    named = (case.values.get("x-mailer", ""), case.values.get("user-agent", ""), *case.delivered_to)
    return any(_RESPONDER.search(each) for each in named)


def _unattended(case: _Case) -> bool:
    """From nobody, and nobody is to answer: weak, so it counts only beside a second sign."""
    return bool(_NOREPLY.search(case.author)) or _null_sender(case)


def _kept_quiet(case: _Case) -> bool:
    """Fields that people's mails bear as well, by Exchange and by forwarding: weak."""
    return _has("x-auto-response-suppress")(case) or _has("x-loop")(case)


@dataclass(frozen=True, slots=True)
class _Row:
    """The class and its reason where all signs hold. `by_words`: nothing in the header or the form is among them."""

    origin: Origin
    reason: str
    signs: tuple[_Sign, ...]
    by_words: bool = False


def _row(origin: Origin, reason: str, *signs: _Sign) -> _Row:
    return _Row(origin, reason, signs)


def _words(origin: Origin, reason: str, *signs: _Sign) -> _Row:
    return _Row(origin, reason, signs, by_words=True)


_COMPLAINT, _BOUNCE, _LIST = Origin.COMPLAINT, Origin.BOUNCE, Origin.LIST
_REPLIED, _GENERATED = Origin.AUTO_REPLIED, Origin.AUTO_GENERATED
_BULK: Final = ("bulk", "junk")
_AUTO_REPLY: Final = ("auto_reply", "auto-reply")
_STATUS_KINDS: Final = ("message/delivery-status", "message/global-delivery-status")
_RECEIPT: Final = "disposition-notification"

# The first row that holds decides, of a registered author's mail the first that does not rest on words.
_SIGNS: Final = (
    _row(_COMPLAINT, "feedback report", _reports("feedback-report")),
    _row(_COMPLAINT, "feedback report", _holds("message/feedback-report")),
    _row(_BOUNCE, "delivery report", _reports("delivery-status")),
    _row(_BOUNCE, "delivery report", _holds(*_STATUS_KINDS)),
    _row(_BOUNCE, "X-Failed-Recipients", _has("x-failed-recipients")),
    # Dovecot refuses with a receipt where a quota or a filter lets nothing in.
    _row(_BOUNCE, "refused with a receipt", _reports(_RECEIPT), _refused),
    # Read and disposition receipts (RFC 8098) are answers of a program.
    _row(_REPLIED, "read receipt", _reports(_RECEIPT)),
    _row(_REPLIED, "read receipt", _holds(f"message/{_RECEIPT}")),
    # A daemon that writes an absence note is a vacation program of old. Some people have a postmaster's address.
    _row(_BOUNCE, "mail daemon and subject", _only_daemon, _failed, _about_somebody),
    _row(_BOUNCE, "mail daemon and text", _only_daemon, _undelivered),
    _row(_BOUNCE, "mail daemon and a returned address", _only_daemon, _names_somebody),
    _words(_BOUNCE, "mail daemon and subject", _daemon, _failed, _about_somebody),
    _words(_BOUNCE, "mail daemon and text", _daemon, _undelivered, _about_somebody),
    _words(_BOUNCE, "mail daemon and a returned address", _daemon, _names_somebody),
    _row(_BOUNCE, "mail daemon and null sender", _daemon, _null_sender),
    _words(_BOUNCE, "no author, subject and text", _nobody, _failed, _undelivered),
    _words(_BOUNCE, "subject and heading of a report", _failed, _headed),
    _row(_BOUNCE, "null sender and subject", _null_sender, _failed),
    _row(_GENERATED, "our own mark", _has("x-hauspost-id")),
    _row(_REPLIED, "Auto-Submitted", _says("auto-submitted", "auto-replied")),
    # Exchange marks absence notes auto-generated.
    _row(_REPLIED, "Auto-Submitted and subject", _automatic, _absent),
    _row(_GENERATED, "Auto-Submitted", _automatic),
    _row(_REPLIED, "X-Autoreply", _has("x-autoreply")),
    _row(_REPLIED, "X-AutoReply-From", _has("x-autoreply-from")),
    _row(_REPLIED, "X-Autorespond", _has("x-autorespond")),
    _row(_REPLIED, "X-Autoresponder", _has("x-autoresponder")),
    _row(_REPLIED, "X-Mail-Autoreply", _has("x-mail-autoreply")),
    _row(_REPLIED, "X-Autogenerated: Reply", _says("x-autogenerated", "reply")),
    _row(_REPLIED, "Precedence: auto_reply", _says("precedence", *_AUTO_REPLY)),
    _row(_REPLIED, "X-Precedence: auto_reply", _says("x-precedence", *_AUTO_REPLY)),
    _row(_REPLIED, "Preference: auto_reply", _says("preference", *_AUTO_REPLY)),
    _row(_REPLIED, "a vacation program's name", _responder),
    _row(_REPLIED, "challenge to confirm", _begins(_CHALLENGES)),
    # Exchange's rules write absence notes, and what people's rules pass on.
    _row(_REPLIED, "Exchange's rules and words", _has("x-ms-exchange-generated-message-source"), _away),
    _row(_GENERATED, "Exchange's rules", _has("x-ms-exchange-generated-message-source")),
    _row(_REPLIED, "absence note from nobody", _absent, _unattended),
    _row(_REPLIED, "bulk absence note", _absent, _says("precedence", *_BULK)),
    _row(_REPLIED, "absence note that wants no answer", _plain_note, _kept_quiet),
    _row(_REPLIED, "absence note that wants no answer", _noted, _has("x-loop")),
    _row(_REPLIED, "automatic answer that wants no answer", _declared, _kept_quiet),
    _row(_LIST, "List-Id", _has("list-id")),
    _row(_LIST, "List-Post", _has("list-post")),
    _row(_LIST, "Mailing-List", _has("mailing-list")),
    _row(_LIST, "List-Unsubscribe", _has("list-unsubscribe")),
    _row(_LIST, "Precedence: list", _says("precedence", "list")),
    _row(_LIST, "X-Precedence: list", _says("x-precedence", "list")),
    _row(_GENERATED, "Precedence: bulk", _says("precedence", *_BULK)),
    _row(_GENERATED, "X-Precedence: bulk", _says("x-precedence", *_BULK)),
    _row(_GENERATED, "X-Autogenerated", _has("x-autogenerated")),
    _row(_GENERATED, "ticket system", _begins(_TICKET_SYSTEMS)),
    _row(_REPLIED, "null sender and answer", _null_sender, _has("in-reply-to")),
    _row(_GENERATED, "null sender", _null_sender),
    _row(_GENERATED, "mail daemon", _only_daemon),
    _words(_GENERATED, "mail daemon", _daemon, _unattended),
    _words(_GENERATED, "mail daemon and subject", _daemon, _failed),
    _words(_REPLIED, "subject of an absence note", _by_program),
    _words(_REPLIED, "words of an absence note", _absent, _noted),
    _words(_REPLIED, "words of an automatic answer", _declared),
)
_PERSON: Final = _row(Origin.PERSON, "")


def classify(
    header: Sequence[Field],
    parts: Sequence[Part],
    *,
    text: str = "",
    own: str = "",
    null_sender: bool = False,
) -> Verdict:
    """`own`: the text without what it quotes."""
    case = _case(header, parts, text=text, own=own, null_sender=null_sender)
    holding = _holding(case)
    likely = next(holding, _PERSON)
    proven = next((row for row in holding if not row.by_words), _PERSON) if likely.by_words else likely
    return Verdict(likely.origin, likely.reason, proven.origin, proven.reason)


def _holding(case: _Case) -> Iterator[_Row]:
    return (row for row in _SIGNS if all(sign(case) for sign in row.signs))


def may_report(header: Sequence[Field], parts: Sequence[Part]) -> bool:
    """Whether a mail of which only the header is here may tell what became of another one: no person wrote it."""
    case = _case(header, parts, text="", own="", null_sender=False)
    if _daemon(case) or _nobody(case) or _failed(case):
        return True
    return classify(header, parts).origin not in (Origin.PERSON, Origin.LIST)


def _case(header: Sequence[Field], parts: Sequence[Part], *, text: str, own: str, null_sender: bool) -> _Case:
    values: dict[str, str] = {}
    for field in header:
        values.setdefault(field.name, field.value[:500].lower())
    top = parts[0]
    return _Case(
        values=values,
        delivered_to=tuple(field.value[:500].lower() for field in header if field.name == "delivered-to"),
        kinds=tuple(part.content_type for part in parts[:20]),
        report=top.parameters.get("report-type", "").lower()
        if top.content_type == "multipart/report"
        else "",
        subject=next((scrub(unworded(field.value)) for field in header if field.name == "subject"), "")[:300],
        text=text[:4_000],
        own=own[:4_000],
        author=_local_part(values.get("from", "")),
        null_sender=null_sender,
    )


def _local_part(written: str) -> str:
    found = identity(written)
    return found.partition("@")[0] if found else written[:200].strip("\" '<>")
