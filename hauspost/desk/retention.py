"""How long what is kept (DOMAIN, "Law in short"): a class for each ticket, letter and invoice, and its last day.

What the law wants kept (letters of trade and vouchers, AO §147 and HGB §257) outlives the words of its ticket: nobody's
LÖSCHEN takes it before its day (GDPR, article 17 (3) b). What is under legal hold outlives everything.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from hauspost.desk.masterdata import FIRM
from hauspost.desk.model import IN_SURVEY, TicketKind
from hauspost.desk.work import OrderKind, Phase


class Retention(StrEnum):
    """In the order of how long they last."""

    TRIVIAL = "trivial"
    TICKET = "ticket"
    LETTER = "letter"
    VOUCHER = "voucher"


# Full years behind the year in which it was closed, sent or booked; a trivial ticket: twelve months to the day.
YEARS: Final = {Retention.TICKET: 3, Retention.LETTER: 6, Retention.VOUCHER: 8}
# An order that nobody took up began no business.
_WITHOUT_BUSINESS: Final = frozenset({Phase.DECLINED, Phase.CANCELLED})


@dataclass(frozen=True, slots=True)
class Duty:
    """What stays when the words of its ticket go. `what`: an order's tag, or an invoice's file."""

    what: str
    retention: Retention
    until: date  # the last day


def kept_until(retention: Retention, since: date) -> date:
    """The last day on which it is kept. `since`: the day of closing, sending or booking."""
    if retention is Retention.TRIVIAL:
        is_leap_day = (since.month, since.day) == (2, 29)
        return since.replace(year=since.year + 1, day=28 if is_leap_day else since.day)
    return date(since.year + YEARS[retention], 12, 31)


def is_letter(assignee: str, kind: str, phase: str) -> bool:
    """Whether what passed about an order is letters of trade: with a firm, and not with a caretaker of the house."""
    return assignee.startswith(FIRM) and kind != OrderKind.INFO and phase not in _WITHOUT_BUSINESS


def of_ticket(
    said: str, kind: TicketKind, flags: Iterable[str], *, orders: bool, vouchers: bool
) -> Retention:
    """A manager's word, else by what it is. `orders`: with letters of trade."""
    if said:
        return Retention(said)
    if vouchers:
        return Retention.VOUCHER
    if orders:
        return Retention.LETTER
    return of_words(said, kind, flags)


def of_words(said: str, kind: TicketKind, flags: Iterable[str]) -> Retention:
    """How long the words themselves are kept: letters and vouchers in it have their own time."""
    if said:
        return Retention(said)
    is_small = kind is TicketKind.OFFICE and not IN_SURVEY & set(flags)
    return Retention.TRIVIAL if is_small else Retention.TICKET
