"""Knows what the header, the form and the words of a mail show of who wrote it: each sign is a yes or no."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from hauspost.parsers import absences, bouncewords
from hauspost.parsers.fields import identity, scrub, unworded
from hauspost.parsers.prescan import Field, Part


@dataclass(frozen=True, slots=True)
class Case:
    """What the signs look at: first values by field name, lower case, and the shape of the mail."""

    values: dict[str, str]
    delivered_to: tuple[str, ...]
    kinds: tuple[str, ...]  # media types of the parts, the mail's own first
    report: str  # report-type of a multipart/report
    is_calendar_reply: bool
    subject: str
    text: str
    own: str  # the text without what it quotes
    author: str  # local part of From, or what stands there instead
    null_sender: bool


Sign = Callable[[Case], bool]

_NOREPLY: Final = re.compile(
    r"(?:no|donot|do-not|do_not|never)[._-]?reply|noreply|nicht[._-]?antworten|keine?[._-]?antwort|"
    r"auto(?:matic)?[._-]?(?:reply|respond(?:er)?|antwort)|vacation|abwesenheit"
)
# What programs on holiday call themselves, where programs name themselves.
_RESPONDER: Final = re.compile(
    r"\bvacation\b|auto[- ]?(?:respond|repl(?:y|ie)|answer)|out[- ]of[- ]office|\boof\b"
)
# How the mails of ticket systems, and their receipts, are marked. A clerk may have written the words.
TICKET_SYSTEMS: Final = (
    "x-otrs-", "x-znuny-", "x-zammad-", "x-zendesk", "x-freshdesk", "x-jira-", "x-atlassian-", "x-redmine-",
    "x-rt-", "rt-ticket", "x-glpi-", "x-mantis-", "x-helpscout-", "x-servicenow-",
)  # fmt: skip
# Of filters that want a stranger to confirm first (TMDA, Boxbe, Spamarrest, MailInBlack, ASK).
CHALLENGES: Final = ("x-tmda-", "x-boxbe-", "x-spamarrest", "x-mailinblack", "x-ask-")
_NO: Final = frozenset(("", "no", "none", "false", "0", "off"))


def _word(case: Case, name: str) -> str:
    return case.values.get(name, "").partition(";")[0].partition("(")[0].strip()


def has(name: str) -> Sign:
    """Set to anything but no."""
    return lambda case: case.values.get(name, "").strip() not in _NO


def says(name: str, *words: str) -> Sign:
    return lambda case: _word(case, name) in words


def begins(prefixes: tuple[str, ...]) -> Sign:
    return lambda case: any(name.startswith(prefixes) for name in case.values)


def holds(*kinds: str) -> Sign:
    return lambda case: any(kind in kinds for kind in case.kinds)


def reports(kind: str) -> Sign:
    return lambda case: case.report == kind


def daemon(case: Case) -> bool:
    return bouncewords.is_daemon(case.author)


def only_daemon(case: Case) -> bool:
    return bouncewords.is_only_daemon(case.author)


_BY_PEOPLE = frozenset(("reply", "counter", "request", "cancel"))  # what people do in calendars


def calendar_reply(case: Case) -> bool:
    """RFC 5546 §3.2.3: a person pressed accept, whatever the calendar calls its mail."""
    return case.is_calendar_reply


def null_sender(case: Case) -> bool:
    return case.null_sender or case.values.get("return-path", "").replace(" ", "") == "<>"


def absent(case: Case) -> bool:
    return absences.is_hinted(case.subject) or absences.is_by_program(case.subject)


def by_program(case: Case) -> bool:
    return absences.is_by_program(case.subject)


def plain_note(case: Case) -> bool:
    return absences.is_note(case.subject, case.own)


def noted(case: Case) -> bool:
    return absences.is_said(case.own) and absences.is_stock(case.own)


def declared(case: Case) -> bool:
    return absences.is_declared(case.own)


def away(case: Case) -> bool:
    return by_program(case) or declared(case) or absences.is_said(case.own)


def failed(case: Case) -> bool:
    return bouncewords.is_hinted(case.subject)


def undelivered(case: Case) -> bool:
    return bouncewords.is_said(case.text)


def refused(case: Case) -> bool:
    return bouncewords.is_refusal(case.text) or bouncewords.is_refusal(case.subject)


def names_somebody(case: Case) -> bool:
    return bouncewords.names_somebody(case.text)


def headed(case: Case) -> bool:
    return bouncewords.is_headed(case.text)


def about_somebody(case: Case) -> bool:
    """A report names whom it did not reach, or returns the mail; one that does neither is only a daemon's word."""
    return "@" in case.text or len(case.kinds) > 1


def nobody(case: Case) -> bool:
    """A From without any address: "<>", or a name alone."""
    return "@" not in case.values.get("from", "@")


def automatic(case: Case) -> bool:
    """RFC 3834 §5: any word but "no" says that no person acted; a forwarding rule passes on a person's words."""
    return _word(case, "auto-submitted") not in (*_NO, "auto-forwarded")


def responder(case: Case) -> bool:
    fields = ("x-mailer", "user-agent", "x-post-messageclass")
    named = (*(case.values.get(name, "") for name in fields), *case.delivered_to)
    return any(_RESPONDER.search(each) for each in named)


def unattended(case: Case) -> bool:
    """From nobody, and nobody is to answer: weak, so it counts only beside a second sign."""
    return bool(_NOREPLY.search(case.author)) or null_sender(case)


def kept_quiet(case: Case) -> bool:
    """Fields that people's mails bear as well, by Exchange and by forwarding: weak."""
    return has("x-auto-response-suppress")(case) or has("x-loop")(case)


def case_of(
    header: Sequence[Field], parts: Sequence[Part], *, text: str, own: str, null_sender: bool
) -> Case:
    values: dict[str, str] = {}
    for field in header:
        values.setdefault(field.name, field.value[:500].lower())
    top = parts[0]
    return Case(
        values=values,
        delivered_to=tuple(field.value[:500].lower() for field in header if field.name == "delivered-to"),
        kinds=tuple(part.content_type for part in parts[:20]),
        report=top.parameters.get("report-type", "").lower()
        if top.content_type == "multipart/report"
        else "",
        is_calendar_reply=any(
            part.content_type == "text/calendar" and part.parameters.get("method", "").lower() in _BY_PEOPLE
            for part in parts[:20]
        ),
        subject=next((scrub(unworded(field.value)) for field in header if field.name == "subject"), "")[:300],
        text=text[:4_000],
        own=own[:4_000],
        author=_local_part(values.get("from", "")),
        null_sender=null_sender,
    )


def _local_part(written: str) -> str:
    found = identity(written)
    return found.partition("@")[0] if found else written[:200].strip("\" '<>")
