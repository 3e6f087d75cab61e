"""What the office gives to a whole house, and whom each thing is for: notices, and documents that are asked for."""

from dataclasses import dataclass, field

from tests.oracle.knowledge import Fact, Matter


@dataclass(slots=True, eq=False)
class Notice:
    """`circle`: the word that chose whom the newest preview is for; `readers`: the addresses that it went to."""

    house: str
    by: str  # the address of the manager
    word: Fact
    subject: Fact
    circle: str = ""
    readers: frozenset[str] = frozenset()
    is_over: bool = False  # sent, discarded or withdrawn: its preview does nothing more


@dataclass(slots=True, eq=False)
class Paper:
    """`read`: its house and roles, as a public ticket that these read. `number`: as the receipt says it."""

    title: Fact
    read: Matter
    facts: list[Fact] = field(default_factory=list)
    number: int = 0
