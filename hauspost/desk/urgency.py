"""How much a report cannot wait, and what it is about (WORDS 6)."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """The next one waits less than the one before."""

    NONE = "none"
    URGENT = "urgent"  # the managers see it first
    EMERGENCY = "emergency"  # a telephone number, the managers alarmed, the on-call firm by rule
    LIFE_DANGER = "life_danger"  # what saves people, and the managers alarmed; no firm

    @property
    def rank(self) -> int:
        return tuple(Level).index(self)

    @property
    def alarms(self) -> bool:
        return self.rank >= Level.EMERGENCY.rank


class Kind(StrEnum):
    """What it is; each has its words in a mail, and some a telephone number of their own."""

    GAS = "gas"
    FIRE = "fire"
    CARBON_MONOXIDE = "carbon_monoxide"
    ELECTRIC = "electric"
    LIFT_PERSON = "lift_person"
    PERSON = "person"
    COLLAPSE = "collapse"
    WATER = "water"
    SEWAGE = "sewage"
    HEATING = "heating"
    POWER = "power"
    STORM = "storm"
    LOCK_OUT = "lock_out"
    DOOR = "door"
    LIFT = "lift"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Urgency:
    """What a report's words come to. `words`: those that raised it, as they were understood."""

    level: Level = Level.NONE
    kind: Kind = Kind.OTHER
    words: tuple[str, ...] = ()
    is_everywhere: bool = False  # the whole house is concerned


CALM = Urgency()


@dataclass(frozen=True, slots=True)
class OwnWords:
    """What a company adds: these words raise a report to `level`. Level NONE: they keep it from an emergency and from
    being urgent; life danger is never talked away. No `houses`: everywhere."""

    level: Level
    kind: Kind
    words: tuple[str, ...]
    houses: tuple[str, ...] = ()
