"""What a firm's words say of a price: how much, with or without tax, until when, and whether it is one at all."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Offered:
    """`gross`: cents; None: no certain price stands there. `net`: cents, where the firm named a price without tax.

    `is_assumed`: the gross price was reckoned from the net one at the usual rate, the firm named none. The other
    fields are the firm's own words: `vague` an uncertain price, `valid` until when, `start` from when.
    """

    gross: int | None = None
    net: int | None = None
    is_assumed: bool = False
    vague: str = ""
    valid: str = ""
    start: str = ""


NOTHING_OFFERED = Offered()


@dataclass(frozen=True, slots=True)
class OfferLine:
    """One of several offers for the same work."""

    tag: str  # "A-1042-1"
    company: str
    offered: Offered
    question: int | None = None  # which waits for the manager's word


@dataclass(frozen=True, slots=True)
class Above:
    """Which of the house's limits a price exceeds: cents, gross; None: none. `asked`: whom of the board we asked."""

    approval: int | None = None
    board: int | None = None
    asked: tuple[str, ...] = ()


NOTHING_ABOVE = Above()
