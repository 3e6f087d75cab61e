"""Decides when a trouble is one: it must last a little, and so must its end; told once, and once when it is over."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from hauspost.gateway.signs import Signs

BEGINS_AFTER = timedelta(seconds=60)  # a database that restarts is none
ENDS_AFTER = timedelta(seconds=120)  # a disk on the brink is told once
# The rows of the database say them, so every node sees them alike; the others are a node's own.
SHARED = frozenset({"arrivals", "notices", "mails", "quarantine", "heartbeat", "config", "parts"})


@dataclass(frozen=True, slots=True)
class Trouble:
    """`until`: when it was well again; None while it is not."""

    what: str
    since: datetime
    sentence: str = ""
    detail: str = ""
    kind: str = ""
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Change:
    began: tuple[Trouble, ...] = ()
    ended: tuple[Trouble, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.began or self.ended)


@dataclass(slots=True)
class Standing:
    """What this node knows to be out of order and told, by its code, and what is about to begin or end."""

    told: dict[str, Trouble] = field(default_factory=dict)  # by code
    bad: dict[str, datetime] = field(default_factory=dict)
    well: dict[str, datetime] = field(default_factory=dict)

    def remember(self, told: Mapping[str, datetime]) -> None:
        """What was told before this process began, or by another node."""
        for what, since in told.items():
            self.told.setdefault(what, Trouble(what, since))

    def take(self, signs: Signs, at: datetime) -> Change:
        """What began and what ended with this look. What is not known now stays as it was."""
        began, ended = [], []
        for what, sign in signs.items():
            if sign.sentence:
                self.well.pop(what, None)
                seen = self.bad.setdefault(what, at)
                if what not in self.told and at - seen >= BEGINS_AFTER:
                    since = min(seen, at - timedelta(seconds=sign.seconds))
                    self.told[what] = Trouble(what, since, sign.sentence, sign.detail, sign.kind)
                    began.append(self.told[what])
            else:
                self.bad.pop(what, None)
                if what in self.told and at - self.well.setdefault(what, at) >= ENDS_AFTER:
                    ended.append(replace(self.told.pop(what), until=self.well.pop(what)))
        return Change(tuple(began), tuple(ended))


def key_of(what: str, host: str) -> str:
    return what if what in SHARED else f"{what}@{host}"


def what_of(key: str) -> str:
    return key.rpartition("@")[0] or key
