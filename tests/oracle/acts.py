"""What an act is, what it may and must bring about, and what people have before them when they do one."""

from dataclasses import dataclass, field
from datetime import datetime

from tests.oracle.checker import Due
from tests.oracle.knowledge import EVERYBODY_AT_HOME, Asks, Fact, Matter
from tests.relay import Taken


@dataclass(frozen=True, slots=True)
class Got:
    """A mail in somebody's inbox; `number`: of the ticket, 0 if it is about none. `channel`: as the desk names it."""

    mail: Taken
    kind: str
    number: int
    channel: str
    at: datetime
    turn: int  # the act that brought it


@dataclass(frozen=True, slots=True)
class Opening:
    """A ticket that an act may bring about, as DOMAIN wants it."""

    house: str
    party: frozenset[str]
    facts: tuple[Fact, ...]
    is_public: bool = False
    is_hidden: bool = False
    at_flat: bool = False
    audience: frozenset[str] = EVERYBODY_AT_HOME
    dues: tuple[Due, ...] = ()  # if it does come about
    tasks: tuple[Fact, ...] = ()  # words that are a report if it does
    second: tuple[Fact, ...] = ()  # what the mail tells of another matter …
    second_category: str = ""  # … and what that is
    split_from: Matter | None = None  # the ticket that this one was a part of
    asks: Asks | None = None
    name: str = ""  # how it is counted if it does


@dataclass(slots=True)
class Act:
    """What one act was, and what it may and must bring about."""

    name: str
    openings: list[Opening] = field(default_factory=list)
    author: frozenset[str] = frozenset()
    may_order: bool = False
    was_shown: bool = False  # a manager has read what the order says and could have stopped it
    passes_on: bool = (
        False  # the next firm gets what a manager wrote to the one before, as the proposal shows it
    )
    may_merge: bool = False
    may_extend: bool = False  # … while a firm is out, which hears of the other flats then (WORDS, BÜNDELN)
    may_move_to: str = ""
    links: set[str] = field(default_factory=set)  # whose the ticket may be from now on
    may_return: bool = False  # takes back what the manager did: to whoever read it before
    is_hidden: bool = False  # whoever joins a ticket by it does so unseen
    dues: list[Due] = field(default_factory=list)
    joined: list[Fact] = field(default_factory=list)  # facts of the ticket that the author joins
    is_stopped: bool = False  # what it ordered never left: no order tells anybody anything


@dataclass(frozen=True, slots=True)
class Awaited:
    """A word that somebody must have read by then, in whatever mail."""

    due: Due
    by: datetime
