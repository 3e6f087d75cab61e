"""Knows a sentence for every ground on which a decision stands: proof, rights, rules, and who hears nothing."""

from collections.abc import Iterator
from typing import Any, Final

from hauspost.desk.grounds import Lowered, Unheard
from hauspost.desk.proof import Auth, Key
from hauspost.threading.rows import TABLE, Who

CARRIES: Final[dict[Key, str]] = {
    Key.LIVE: "a live secret of ours",
    Key.EXPIRED: "an expired secret",
    Key.REVOKED: "a revoked secret",
    Key.OWN_ID: "the Message-ID of a mail of ours",
    Key.FOREIGN_ID: "the Message-ID of a mail that we accepted",
    Key.TAG: "a ticket's number in its subject",
    Key.UNKNOWN: "an unknown secret",
    Key.NONE: "nothing of ours",
}
WHO: Final[dict[Who, str]] = {
    Who.P: "From is whom it was given to",
    Who.PARTED: "From is whom it was given to, who may not read that place any more",
    Who.READER: "From is somebody else, who may read it",
    Who.OTHER: "From is somebody else, who may not read it",
    Who.UNREGISTERED: "From is not in the master data",
    Who.ANYBODY: "whoever From is",
    Who.MANAGER: "From is a manager there",
    Who.RESIDENT: "From is a resident there",
    Who.CARETAKER: "From is a caretaker there",
    Who.CONTRACTOR: "From is a firm",
    Who.ASSIGNEE: "From is who has the order of that number",
    Who.FORMER: "From lived there once",
    Who.UNCLEAR: "From is known, but not for which property",
    Who.ELSEWHERE: "From is known, but has no role there",
    Who.UNKNOWN: "From is not in the master data",
}
BORDER: Final[dict[Auth, str]] = {
    Auth.PASS: "our border vouches for From",
    Auth.NONE: "our border says nothing of From",
    Auth.FAIL: "our border calls From forged",
}
READS: Final[dict[str, str]] = {
    "": "the author may not read it",
    "manager": "the author reads it as a manager",
    "participant": "the author takes part in it",
    "audience": "the author has a role that reads what is public",
}
NEEDS: Final[dict[str, str]] = {
    "NOTHING": "a registered From is enough",
    "ENTRY": "it needs a key or the border's word",
    "REVERSIBLE": "it needs a live key or the border's word",
    "ALL": "it needs a live key and the border's word",
}
RANKS: Final = ("NOTHING", "ENTRY", "REVERSIBLE", "ALL")
LEVELS: Final[dict[str, str]] = {
    "off": "does nothing",
    "suggest": "proposes an order",
    "veto": "orders when the window is over, unless somebody says STOPP",
    "auto": "orders at once",
}
LOWERED: Final[dict[Lowered, str]] = {
    Lowered.INCOMPLETE: "the report is incomplete or its author unverified",
    Lowered.NOBODY: "whom it names cannot be given an order",
    Lowered.RECURRENCE: "the matter came back, so a person looks at it",
    Lowered.RUNS_ALREADY: "an order for the same matter runs already",
    Lowered.FORGED: "our border calls From forged",
    Lowered.BOUNDS: "the day's number of orders or the limit would be exceeded",
}
UNTOLD: Final[dict[Unheard, str]] = {
    Unheard.NO_ADDRESS: "has no mail address",
    Unheard.RECORDED: "is told nothing: it is kept, and answered by nobody",
    Unheard.HELD: "is told nothing while the managers are asked",
    Unheard.AUTHOR: "wrote it, and nothing is to be answered",
    Unheard.LIST: "is responsible, and this is worth no mail",
    Unheard.NOT_RESPONSIBLE: "manages the house, and somebody else is responsible",
    Unheard.MUTED: "wants no more mails of it (STUMM)",
    Unheard.NO_AUDIENCE: "has no role that reads it",
    Unheard.NO_NEWS: "reads the ticket, and this is no news for them",
}


def cell(code: str) -> str:
    """The cell's own words; "" for what the table does not decide (automatic mail, a mail that came twice)."""
    key, _, rest = code.partition("/")
    who, _, auth = rest.partition("/")
    try:
        found = (CARRIES[Key(key)], WHO[Who(who)], BORDER[Auth(auth)])
    except ValueError:
        return ""
    return f" (it carries {found[0]}; {found[1]}; {found[2]})" if (Key(key), Who(who)) in TABLE else ""


def reads(channel: str, by: str) -> str:
    return f"channel {channel}: {READS[by]}"


def right(found: dict[str, Any]) -> str:
    """One cell of the table of rights."""
    act, roles = found["act"], ", ".join(found["roles"]) or "nobody there"
    if found["is_of_asked"]:
        return f"{act}: an answer, for whoever was asked; {_proof(found)}"
    allowed = f"allowed to {', '.join(found['by'])}" if found["by"] else "allowed to none of that"
    return f"{act}: the author is {roles}; {allowed}; {_proof(found)}"


def _proof(found: dict[str, Any]) -> str:
    is_enough = RANKS.index(found["has"]) >= RANKS.index(found["needs"])
    return f"{NEEDS[found['needs']]}, and {'has it' if is_enough else 'lacks it'}"


def rule(found: dict[str, Any]) -> Iterator[str]:
    """The workflow's rule for a new report."""
    if not found["rule"]:
        yield "rules.csv: no rule speaks of this house and category"
        return
    yield f"rules.csv: {found['rule']} is the most specific rule, and {LEVELS[found['says']]}"
    if found["assignee"]:
        yield f"it names {found['assignee']}"
    if found["why"]:
        yield f"but here it {LEVELS[found['level']]}: {LOWERED[Lowered(found['why'])]}"
