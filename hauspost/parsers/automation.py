"""Knows the signs that a program, and not a person, wrote a mail (RFC 3834, 3464, 5965), or took it for spam."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from hauspost.parsers import absences
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
class _Case:
    """What the signs look at: first values by field name, lower case, and the shape of the mail."""

    values: dict[str, str]
    kinds: tuple[str, ...]  # media types of the parts, the mail's own first
    report: str  # report-type of a multipart/report
    subject: str
    text: str
    author: str  # local part of From, or what stands there instead
    null_sender: bool


_DAEMON: Final = re.compile(
    r"mail(?:er)?[._ -]?daemon|^postmaster|^mail[._ -]?delivery|^m?daemon|^mmdf|^mailer$|^smtp$|smtp[._-]mail|"
    r"(?:antivirus|gateway)[a-z_]*smtp|smtp[a-z_]*gateway|^imss$|^ndr$|^bounces?$|^system.?administrator|"
    r"^microsoftexchange[0-9a-f]{6}"  # the mailbox in whose name Exchange and Microsoft 365 report
)
_NOREPLY: Final = re.compile(
    r"(?:no|donot|do-not|do_not|never)[._-]?reply|noreply|nicht[._-]?antworten|keine?[._-]?antwort|"
    r"auto(?:matic)?[._-]?(?:reply|respond(?:er)?|antwort)|vacation|abwesenheit"
)
_FAILURE: Final = re.compile(
    r"undeliver|not delivered|non[- ]?deliver|returned mail|return(?:ed)? to sender|failure notice|"
    r"delivery (?:status|failure|report|failed|has failed|notification|problem|error|subsystem)|mail delivery|"
    r"unzustellbar|nicht zu(?:ge)?stell|zustellung|rejected|message (?:status|delay)|delayed|"
    r"warning: (?:could not send|message)|mail (?:system|could not|failure|status)|could ?n.t be delivered|"
    r"nicht zustellbar|zustellfehler|undelivered|delivery|mail failed|failed mail|mail error|bounce|"
    r"nondeliverable|unknown (?:user|address)",
    re.IGNORECASE,
)
_UNDELIVERED: Final = re.compile(
    r"(?:not|n't|unable to) (?:be )?deliver|not be sent|undeliver|deliver\w* (?:\w+ ){0,6}(?:failed|failure|delayed)|"
    r"unzustellbar|nicht zugestellt|user unknown|unknown (?:user|recipient|address)|no such user|"
    r"mailbox (?:unavailable|full|not found)|permanent(?:ly)? (?:error|failed|fatal)|could ?n.t deliver|"
    r"failed recipients|address rejected|returned mail",
    re.IGNORECASE,
)
# What a mailbox's own filter or quota says in a receipt that is a refusal (RFC 5429 §2.1).
_REFUSED: Final = re.compile(
    r"automatically rejected|automatisch (?:abgelehnt|(?:ab|zurück)gewiesen)", re.IGNORECASE
)
# "<anna@post.example>:" alone on its line: how qmail and its heirs name whom they did not reach.
_NAMED: Final = re.compile(r"^<[^<>@\s]{1,64}@[^<>@\s]{1,253}>:\s*$", re.MULTILINE)


# The whole first line of a gateway that reports under its operator's name.
_HEADING: Final = re.compile(
    r"\W*(?:non-?delivery report|delivery (?:status )?(?:notification|report)|unzustellbarkeits(?:bericht|meldung)|"
    r"undelivered mail|mail delivery fail(?:ed|ure))\W*?(?:\n|$)",
    re.IGNORECASE,
)


def _has(name: str) -> Callable[[_Case], bool]:
    return lambda case: bool(case.values.get(name))


def _says(name: str, *words: str) -> Callable[[_Case], bool]:
    return lambda case: case.values.get(name, "").partition(";")[0].partition("(")[0].strip() in words


def _holds(*kinds: str) -> Callable[[_Case], bool]:
    return lambda case: any(kind in kinds for kind in case.kinds)


def _reports(kind: str) -> Callable[[_Case], bool]:
    return lambda case: case.report == kind


def _daemon(case: _Case) -> bool:
    return bool(_DAEMON.search(case.author))


def _null_sender(case: _Case) -> bool:
    return case.null_sender or case.values.get("return-path", "").replace(" ", "") == "<>"


def _absent(case: _Case) -> bool:
    return absences.is_hinted(case.subject)


def _by_program(case: _Case) -> bool:
    return absences.is_by_program(case.subject)


def _away(case: _Case) -> bool:
    return absences.is_said(case.text)


def _failed(case: _Case) -> bool:
    return bool(_FAILURE.search(case.subject))


def _undelivered(case: _Case) -> bool:
    return bool(_UNDELIVERED.search(case.text))


def _refused(case: _Case) -> bool:
    return bool(_REFUSED.search(case.text) or _REFUSED.search(case.subject))


def _names_somebody(case: _Case) -> bool:
    return bool(_NAMED.search(case.text))


def _headed(case: _Case) -> bool:
    return bool(_HEADING.match(case.text))


def _about_somebody(case: _Case) -> bool:
    """A report names whom it did not reach, or returns the mail; one that does neither is only a daemon's word."""
    return "@" in case.text or len(case.kinds) > 1


def _nobody(case: _Case) -> bool:
    """A From without any address: "<>", or a name alone."""
    return "@" not in case.values.get("from", "@")


def _submitted(case: _Case) -> str:
    return case.values.get("auto-submitted", "").partition(";")[0].partition("(")[0].strip()


def _automatic(case: _Case) -> bool:
    """RFC 3834 §5: any word but "no" says that no person acted; a forwarding rule passes on a person's words."""
    return "auto-submitted" in case.values and _submitted(case) not in ("no", "auto-forwarded")


def _unattended(case: _Case) -> bool:
    """From nobody, and nobody is to answer: weak, so it counts only beside a second sign."""
    return bool(_NOREPLY.search(case.author)) or _null_sender(case)


# The reasons that rest on nothing but words. Anybody can write those, so whoever knows the author may overrule them
# (MAIL, "Automatic mail": never by words alone for a registered person's real mail).
BY_WORDS: Final = frozenset(("subject of an absence note", "words of an absence note"))

# (class, reason, all of these hold). The first row that holds decides.
_SIGNS: Final[tuple[tuple[Origin, str, tuple[Callable[[_Case], bool], ...]], ...]] = (
    (Origin.COMPLAINT, "feedback report", (_reports("feedback-report"),)),
    (Origin.COMPLAINT, "feedback report", (_holds("message/feedback-report"),)),
    (Origin.BOUNCE, "delivery report", (_reports("delivery-status"),)),
    (
        Origin.BOUNCE,
        "delivery report",
        (_holds("message/delivery-status", "message/global-delivery-status"),),
    ),
    (Origin.BOUNCE, "X-Failed-Recipients", (_has("x-failed-recipients"),)),
    # Dovecot refuses with a receipt where a quota or a filter lets nothing in.
    (Origin.BOUNCE, "refused with a receipt", (_reports("disposition-notification"), _refused)),
    # Read and disposition receipts (RFC 8098) are answers of a program.
    (Origin.AUTO_REPLIED, "read receipt", (_reports("disposition-notification"),)),
    (Origin.AUTO_REPLIED, "read receipt", (_holds("message/disposition-notification"),)),
    # A daemon that writes an absence note is a vacation program of old.
    (Origin.BOUNCE, "mail daemon and subject", (_daemon, _failed, _about_somebody)),
    (Origin.BOUNCE, "mail daemon and text", (_daemon, _undelivered)),
    (Origin.BOUNCE, "mail daemon and a returned address", (_daemon, _names_somebody)),
    (Origin.BOUNCE, "mail daemon and null sender", (_daemon, _null_sender)),
    (Origin.BOUNCE, "no author, subject and text", (_nobody, _failed, _undelivered)),
    (Origin.BOUNCE, "subject and heading of a report", (_failed, _headed)),
    (Origin.BOUNCE, "null sender and subject", (_null_sender, _failed)),
    (Origin.AUTO_GENERATED, "our own mark", (_has("x-hauspost-id"),)),
    (Origin.AUTO_REPLIED, "Auto-Submitted", (_says("auto-submitted", "auto-replied"),)),
    # Exchange marks absence notes auto-generated.
    (Origin.AUTO_REPLIED, "Auto-Submitted and subject", (_automatic, _absent)),
    (Origin.AUTO_GENERATED, "Auto-Submitted", (_automatic,)),
    (Origin.AUTO_REPLIED, "X-Autoreply", (_has("x-autoreply"),)),
    (Origin.AUTO_REPLIED, "X-Autorespond", (_has("x-autorespond"),)),
    (Origin.AUTO_REPLIED, "X-Autoresponder", (_has("x-autoresponder"),)),
    (Origin.AUTO_REPLIED, "X-Mail-Autoreply", (_has("x-mail-autoreply"),)),
    (Origin.AUTO_REPLIED, "X-Autogenerated: Reply", (_says("x-autogenerated", "reply"),)),
    (Origin.AUTO_REPLIED, "Precedence: auto_reply", (_says("precedence", "auto_reply", "auto-reply"),)),
    (Origin.AUTO_REPLIED, "X-Precedence: auto_reply", (_says("x-precedence", "auto_reply", "auto-reply"),)),
    (Origin.AUTO_REPLIED, "Preference: auto_reply", (_says("preference", "auto_reply", "auto-reply"),)),
    (Origin.AUTO_REPLIED, "absence note from nobody", (_absent, _unattended)),
    (Origin.AUTO_REPLIED, "bulk absence note", (_absent, _says("precedence", "bulk", "junk"))),
    (Origin.LIST, "List-Id", (_has("list-id"),)),
    (Origin.LIST, "List-Post", (_has("list-post"),)),
    (Origin.LIST, "Mailing-List", (_has("mailing-list"),)),
    (Origin.LIST, "List-Unsubscribe", (_has("list-unsubscribe"),)),
    (Origin.LIST, "Precedence: list", (_says("precedence", "list"),)),
    (Origin.LIST, "X-Precedence: list", (_says("x-precedence", "list"),)),
    (Origin.AUTO_GENERATED, "Precedence: bulk", (_says("precedence", "bulk", "junk"),)),
    (Origin.AUTO_GENERATED, "X-Precedence: bulk", (_says("x-precedence", "bulk", "junk"),)),
    (Origin.AUTO_GENERATED, "X-Autogenerated", (_has("x-autogenerated"),)),
    (Origin.AUTO_REPLIED, "null sender and answer", (_null_sender, _has("in-reply-to"))),
    (Origin.AUTO_GENERATED, "null sender", (_null_sender,)),
    (Origin.AUTO_GENERATED, "mail daemon", (_daemon, _unattended)),
    (Origin.AUTO_GENERATED, "mail daemon and subject", (_daemon, _failed)),
    (Origin.AUTO_REPLIED, "subject of an absence note", (_by_program,)),
    (Origin.AUTO_REPLIED, "words of an absence note", (_absent, _away)),
)


def classify(
    header: Sequence[Field], parts: Sequence[Part], *, text: str = "", null_sender: bool = False
) -> tuple[Origin, str]:
    """The class of a mail and the sign that decided, "" for a person."""
    case = _case(header, parts, text=text, null_sender=null_sender)
    for origin, reason, signs in _SIGNS:
        if all(sign(case) for sign in signs):
            return origin, reason
    return Origin.PERSON, ""


def may_report(header: Sequence[Field], parts: Sequence[Part]) -> bool:
    """Whether a mail of which only the header is here may tell what became of another one: no person wrote it."""
    case = _case(header, parts, text="", null_sender=False)
    if _daemon(case) or _nobody(case) or _failed(case):
        return True
    return classify(header, parts)[0] not in (Origin.PERSON, Origin.LIST)


def _case(header: Sequence[Field], parts: Sequence[Part], *, text: str, null_sender: bool) -> _Case:
    values: dict[str, str] = {}
    for field in header:
        values.setdefault(field.name, field.value[:500].lower())
    top = parts[0]
    return _Case(
        values=values,
        kinds=tuple(part.content_type for part in parts[:20]),
        report=top.parameters.get("report-type", "").lower()
        if top.content_type == "multipart/report"
        else "",
        subject=next((scrub(unworded(field.value)) for field in header if field.name == "subject"), "")[:300],
        text=text[:4_000],
        author=_local_part(values.get("from", "")),
        null_sender=null_sender,
    )


def _local_part(written: str) -> str:
    found = identity(written)
    return found.partition("@")[0] if found else written[:200].strip("\" '<>")
