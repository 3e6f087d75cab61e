"""What is said of prices: to whoever is asked to agree, to the office, to its accounting, and never to a resident."""

from dataclasses import dataclass
from datetime import datetime

from hauspost.desk.prices import NOTHING_OFFERED, Offered


@dataclass(frozen=True, slots=True)
class Approval:
    """To a board member or an owner (K1): does he or she agree to this price? `of`: quote | cost | order."""

    tag: str
    company: str
    of: str = "quote"
    offered: Offered = NOTHING_OFFERED
    role: str = "board_member"  # Role
    by: str = ""  # the manager who decides
    asked_at: datetime | None = None  # of the first time, in its one reminder


@dataclass(frozen=True, slots=True)
class ApprovalAnswered:
    """To managers: what whoever was asked says. `answer`: yes | no | silent. `is_open`: the price still waits for the
    manager's own word."""

    tag: str
    company: str
    of: str = "quote"
    offered: Offered = NOTHING_OFFERED
    role: str = "board_member"
    by: str = ""
    answer: str = "yes"
    is_open: bool = True


@dataclass(frozen=True, slots=True)
class OwnerInformed:
    """To the owner of a flat: who was set to work there. No word of whoever reported it, no price."""

    companies: tuple[str, ...]
    by: str = ""
