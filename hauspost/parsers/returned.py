"""Knows returned mails that carry no standard report: whom their plain text says it did not reach."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from hauspost.parsers.dsn import RECIPIENTS, Dsn, DsnRecipient, quoted_id, status_in
from hauspost.parsers.fields import addr_spec
from hauspost.parsers.prescan import Field

_LINES: Final = 200
_WIDTH: Final = 500
_COPY: Final = 16_000
_ADDRESS: Final = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,253}[A-Za-z0-9]")
# Where the report ends and the returned mail begins, in the words of the common servers.
_RETURNED: Final = re.compile(
    r"^\W{0,30}(?:below (?:this line )?is a copy|this is a copy|original message|message header|headers? of|"
    r"returned (?:mail|message)|(?:the )?(?:body|header|text) of (?:the|your)|included is a copy|copy of (?:the|your)|"
    r"undelivered message|unsent message|forwarded message|kopie der nachricht|urspr.ngliche nachricht|"
    r"your (?:original )?message (?:follows|begins|is enclosed))|^\s{0,3}(?:received|return-path|message-id):\s",
    re.IGNORECASE,
)
# Lines that name somebody else: whom to ask, who wrote, which machine, which mail.
_OTHERS: Final = re.compile(
    r"contact|assistance|questions|help|postmaster|mailer-daemon|\bfrom\b\W|message-?id|sender|reporting-mta|"
    r"return(?:ed)? to|wenden sie sich|r.ckfragen|https?://|absender",
    re.IGNORECASE,
)
# Behind such a line stand those who were not reached; before it, whom the mail was written to.
_ANNOUNCED: Final = re.compile(
    r"(?:did not reach|not be delivered to|could not be reached|not delivered to|undeliverable to|"
    r"nicht (?:zugestellt|erreicht)|erreichte (?:die )?folgende|zustellung an)\b.{0,60}"
    r"(?:recipient|address|user|empf.nger|adress|person)|(?:empf.nger|adressen) nicht (?:erreicht|zugestellt)",
    re.IGNORECASE,
)
# Where a mail went on to is not whom we wrote to: sendmail says "expanded from", Exim "generated from".
_WRITTEN_TO: Final = re.compile(
    r"^\s*\((?:expanded|generated|weitergeleitet) (?:from|von):?\s", re.IGNORECASE
)
_STILL_TRYING: Final = re.compile(
    r"not yet been delivered|no action is required|still being retried|will (?:be retried|retry|continue|keep trying)|"
    r"weitere(?:r|n)? zustellversuch|wird weiter(?:hin)? (?:versucht|zugestellt)|erneute?r? zustell",
    re.IGNORECASE,
)
_SLOW: Final = re.compile(r"delayed|temporar(?:y|ily)|verz.gert|\bwarning\b", re.IGNORECASE)
_FINAL: Final = re.compile(
    r"giv(?:en|ing) up|permanent|fatal|failed|not going to try again|undeliverable|unknown|no such (?:user|address)|"
    r"endg.ltig|dauerhaft|unbekannt|aufgegeben",
    re.IGNORECASE,
)


def returned(header: Iterable[Field], text: str, *, subject: str, ours: Sequence[str]) -> Dsn | None:
    """Reads a mail already known to be a bounce; `ours` are the addresses it was sent to, never unreachable ones."""
    lines = _report(text)
    copied = frozenset(map(_bare, _ADDRESS.findall("\n".join(text.split("\n")[len(lines) :])[:_COPY])))
    found = _named_in(header) or _addresses(lines, ours, copied)
    if not found:
        return None
    words = " ".join(lines)[:8_000]
    status = status_in(words)
    action = _action(f"{subject} {words}", status)
    said = {address: _said_of(address, lines) for address in found}
    recipients = (DsnRecipient(address, action, status, diagnostic) for address, diagnostic in said.items())
    return Dsn(tuple(recipients)[:RECIPIENTS], quoted_id(text))


def _action(words: str, status: str) -> str:
    if _STILL_TRYING.search(words):
        return "delayed"
    slow = status.startswith("4") or _SLOW.search(words)
    return "delayed" if slow and not _FINAL.search(words) else "failed"


def _report(text: str) -> list[str]:
    lines = [line[:_WIDTH] for line in text.split("\n", _LINES)[:_LINES]]
    end = next((number for number, line in enumerate(lines) if number and _RETURNED.match(line)), len(lines))
    return lines[:end]


def _named_in(header: Iterable[Field]) -> list[str]:
    """Exim says it in a field."""
    values = [field.value for field in header if field.name == "x-failed-recipients"]
    return list(dict.fromkeys(filter(None, (addr_spec(one) for value in values for one in value.split(",")))))


def _addresses(lines: Sequence[str], ours: Sequence[str], copied: frozenset[str]) -> list[str]:
    """Addresses of the report, the likelier lines first taken: those that begin with one.

    `copied`: addresses in the returned mail; of several in running text, whom it was for is meant.
    """
    spared = {address.lower() for address in ours}
    behind = next((number for number, line in enumerate(lines) if _ANNOUNCED.search(line)), -1) + 1
    found = _named_by(lines[behind:], spared, copied)
    return (found or (_named_by(lines[:behind], spared, copied) if behind else []))[:RECIPIENTS]


def _named_by(lines: Sequence[str], spared: set[str], copied: frozenset[str]) -> list[str]:
    leading, others = dict[str, None](), dict[str, None]()
    for line in lines:
        bare = line.strip(" \t<>*-\"'(").lower()
        is_first = bool(_WRITTEN_TO.match(line))
        somebody_else = bool(_OTHERS.search(line)) and not is_first
        for address in map(_bare, _ADDRESS.findall(line)):
            if not address or address in spared:
                continue
            if is_first or bare.startswith(address):
                leading[address] = None
            elif not somebody_else:
                others[address] = None
    return list(leading) or [one for one in others if one in copied] or list(others)


def _bare(written: str) -> str:
    """Without the quote or the type before it: "'anna@post.example", "SMTP=anna@post.example"."""
    return addr_spec(written.rpartition("=")[2].lstrip("'"))


def _said_of(address: str, lines: Sequence[str]) -> str:
    """The line that names the address and the one after it: why, in the server's words."""
    for number, line in enumerate(lines):
        if address in line.lower():
            return " ".join(" ".join(lines[number : number + 2]).split())[:500]
    return ""
