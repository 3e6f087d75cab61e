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
    is_taken_back: bool = False  # the mail before this one was a mistake


@dataclass(frozen=True, slots=True)
class InvoicePassed:
    """To managers and to the accounting, with the files as they came: an invoice and the order that it is for.

    `what`: passed | again (it came before, at `first_at`, and went nowhere) | by_hand (a manager's word) | approved,
    refused (what the manager said of the sum above the limit; to the accounting alone, without files).
    """

    tag: str
    company: str
    arrival: int  # the mail whose files go along
    files: tuple[str, ...] = ()  # all of its files, by name
    invoices: tuple[str, ...] = ()  # … and which of them are invoices
    numbers: tuple[str, ...] = ()
    gross: int | None = None  # cents, of all of them; None: nowhere to be read
    is_sure: bool = False  # an electronic invoice says so itself
    limit: int | None = None
    is_over: bool = False
    has_order: bool = True
    unit: str = ""
    payer: str = ""
    to: str = ""  # the accounting's address; "": nobody has said
    text: str = ""  # the firm's words, for managers
    what: str = "passed"
    asks: bool = False
    by: str = ""
    first_at: datetime | None = None
