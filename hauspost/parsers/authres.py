"""Knows what our own border found out about the author, and whose word it takes for that (RFC 8601)."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from hauspost.parsers.fields import domain
from hauspost.parsers.prescan import Field

_FIELDS: Final = 20
_LENGTH: Final = 8 * 1024
# Inside a comment a quote is an ordinary character, so an unclosed one is a token of its own.
_TOKENS: Final = re.compile(r'"(?:[^"\\]|\\.)*"|\\.|[();"]|[^();"\\]+|\\')
_METHOD: Final = re.compile(r"\s*([A-Za-z][A-Za-z0-9-]{0,30})(?:\s*/\s*\d+)?\s*=\s*([A-Za-z]{1,20})")
_HEADER_FROM: Final = re.compile(
    r"\bheader\.from\s*=\s*(?:[^\s\";@]{0,64}@)?([^\s\";]{1,255})", re.IGNORECASE
)
# Where borders write the domain's policy: as a property, in OpenDMARC's and Google's comment, as Exchange's action.
_POLICY: Final = re.compile(
    r"\b(?:policy\.dmarc|policy\.published-domain-policy|policy|p)\s*=\s*\"?(none|quarantine|reject)\b",
    re.IGNORECASE,
)
_ACTION: Final = re.compile(r"\baction\s*=\s*(none|quarantine|o?reject)\b", re.IGNORECASE)
_BY: Final = re.compile(r"(?:^|\s)by\s+([^\s;()]{1,255})", re.IGNORECASE)
# Exchange Online writes no name of its own into the field. This word in its place believes the nameless one, on the
# way through Microsoft's own hosts. Names that borders write have a dot.
EXCHANGE_ONLINE: Final = "exchange-online"
_MICROSOFT: Final = ("outlook.com", "office365.com", "exchangelabs.com")
_LITERAL: Final = re.compile(r"\[?(?:ipv6:)?[0-9a-f.:]+\]?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class AuthResults:
    """Results as our border wrote them, lower case; "" where it said nothing."""

    spf: str
    dkim: str
    dmarc: str
    policy: str

    @property
    def verdict(self) -> Literal["pass", "none", "fail"]:
        """MAIL, "Proof": DMARC pass for From; fail unless the domain itself asks to do nothing (p=none)."""
        if self.dmarc == "pass":
            return "pass"
        return "fail" if self.dmarc == "fail" and self.policy != "none" else "none"


NOTHING: Final = AuthResults("", "", "", "")
TRUSTED: Final = AuthResults("", "", "pass", "trusted")


def auth_results(header: Iterable[Field], *, authserv_id: str, from_address: str) -> AuthResults:
    """What the border named `authserv_id` says of From; nobody's word counts where the name is empty.

    Two nameless fields that both speak of DMARC are two verdicts and count as none, whoever forged which.
    """
    if not authserv_id:
        return NOTHING
    statements = [
        statement for value in _of_our_border(header, authserv_id.lower()) for statement in results_in(value)
    ]
    dmarc = [statement for statement in statements if statement.method == "dmarc"]
    # Two verdicts on one author cannot both be our border's.
    verdict = dmarc[0] if len(dmarc) == 1 and _speaks_of(dmarc[0], from_address) else None
    return AuthResults(
        spf=_result(statements, "spf"),
        dkim=_result(statements, "dkim"),
        dmarc=verdict.result if verdict else "",
        policy=_policy(verdict) if verdict else "",
    )


@dataclass(frozen=True, slots=True)
class Statement:
    """One result: `text` without comments and quoted strings, which may hold words of the sender."""

    method: str
    result: str
    text: str
    comments: str


def _of_our_border(header: Iterable[Field], authserv_id: str) -> list[str]:
    """Values above the first Received that our border did not write: what stands below, the sender may have."""
    found: list[str] = []
    named = "" if authserv_id == EXCHANGE_ONLINE else authserv_id
    for field in header:
        if field.name == "received" and not _written_by(field.value, authserv_id):
            break
        if field.name == "authentication-results" and border_named(field.value) == named:
            found.append(field.value)
    return found[:_FIELDS]


def _written_by(received: str, authserv_id: str) -> bool:
    """By the border itself, a neighbour under the same domain, or an inner hop without a public name."""
    match = _BY.search(_segments(received)[0][0])
    host = match.group(1).lower().rstrip(".") if match else ""
    if not host:
        return False
    if "." not in host or _LITERAL.match(host):
        return True
    if authserv_id == EXCHANGE_ONLINE:
        return host.endswith(tuple(f".{name}" for name in _MICROSOFT))
    parent = authserv_id.partition(".")[2]
    family = parent if "." in parent else authserv_id
    return host in (authserv_id, family) or host.endswith("." + family)


def border_named(value: str) -> str:
    """The authserv-id, without its version; "" where the field begins with a result, as Exchange Online's does."""
    first = _segments(value)[0][0].strip().lower()
    return "" if not first or _is_nameless(value) else first.split()[0]


def _is_nameless(value: str) -> bool:
    return "=" in _segments(value)[0][0]


def results_in(value: str) -> list[Statement]:
    found = []
    for text, comments in _segments(value)[0 if _is_nameless(value) else 1 :]:
        match = _METHOD.match(text)
        if match:
            found.append(Statement(match.group(1).lower(), match.group(2).lower(), text, comments))
    return found


def _segments(value: str) -> list[tuple[str, str]]:
    """What stands between semicolons, each as (text, comments); an open quote or comment hides the rest."""
    found: list[tuple[str, str]] = []
    text: list[str] = []
    comments: list[str] = []
    depth = 0
    for token in _TOKENS.findall(value[:_LENGTH]):
        if token == "(":
            depth += 1
        elif token == ")" and depth:
            depth -= 1
        elif depth:
            comments.append(token)
        elif token == ";":
            found.append(("".join(text), " ".join(comments)))
            text, comments = [], []
        elif token[0] == '"':
            text.append('""')
            if len(token) == 1:
                break
        else:
            text.append(token)
    return [*found, ("".join(text), " ".join(comments))]


def _speaks_of(statement: Statement, from_address: str) -> bool:
    if "header.from" not in statement.text.lower():
        return True
    match = _HEADER_FROM.search(statement.text)
    return match is not None and domain(match.group(1)) == from_address.rpartition("@")[2]


def _policy(statement: Statement) -> str:
    match = _POLICY.search(statement.text) or _POLICY.search(statement.comments)
    match = match or _ACTION.search(statement.text)
    return match.group(1).lower().replace("oreject", "reject") if match else ""


def _result(statements: Sequence[Statement], method: str) -> str:
    """Any pass counts for a method that may speak several times (one DKIM result per signature)."""
    results = [statement.result for statement in statements if statement.method == method]
    return "pass" if "pass" in results else results[0] if results else ""
