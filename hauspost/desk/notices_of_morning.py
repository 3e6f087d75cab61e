"""What a manager reads in the morning (G1): a line for each thing, under its ticket's number."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from hauspost.desk.work import Window


class Part(StrEnum):
    """Where a line stands, in this order."""

    DECIDE = "decide"  # it waits for her word
    OVERDUE = "overdue"  # a promise is over, or the day of a Wiedervorlage has come
    UNORDERED = "unordered"  # released, and every order was declined or taken back
    NEWS = "news"  # what firms did
    ACTS = "acts"  # what was done in her name
    DONE = "done"
    COLLEAGUES = "colleagues"  # tickets of her houses that another one decides


@dataclass(frozen=True, slots=True)
class MorningLine:
    """`what`: a code of its part. `seq`: how far the ticket was, which an answer is read against (WORDS 2, end)."""

    number: int
    part: Part
    what: str
    seq: int
    at: datetime | None = None
    subject: str = ""
    house: str = ""
    unit: str = ""
    who: str = ""  # whose report it is; the last name
    by: str = ""  # the colleague, or who has done it
    tag: str = ""  # of the order
    company: str = ""
    amount: int | None = None  # cents, gross
    window: Window | None = None
    note: str = ""  # a manager's own words of a Wiedervorlage
    word: str = (
        ""  # how its answers begin: "1044", or "A-1044-2" where one ticket waits for two; "": it prints none
    )


@dataclass(frozen=True, slots=True)
class MorningList:
    """`thanks`, `fixed`, `me_too`: what residents said that needs nobody. `stands_in_for`: who is away, by name."""

    lines: tuple[MorningLine, ...] = ()
    more: int = 0  # decisions that found no room
    held: int = 0  # mails that wait in the held list
    rules: int = 0  # proposed, and not answered
    words: int = 0  # proposed for categories; only for who may accept them
    thanks: int = 0
    fixed: int = 0
    me_too: int = 0
    running: int = 0  # her tickets that are not done
    stands_in_for: tuple[str, ...] = ()
    hour: str = ""  # "7:30"
