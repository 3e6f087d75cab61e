"""Whose property it is that a report is about: in a flat of a WEG a person looks before the WEG pays (WORDS 5)."""

from typing import Final

from hauspost.desk.case import Case
from hauspost.desk.decision import OpenTicket
from hauspost.desk.model import Ticket
from hauspost.desk.publication import lies_in_flat

WEG: Final = "weg"
UNCERTAIN: Final = frozenset(
    {"ask", "common"}
)  # scopes of categories that a flat's owner may have to pay for


def to_check(case: Case, ticket: Ticket | OpenTicket) -> str:
    """The category's scope where a manager should look whose property it is; "": nothing to look at."""
    scope = case.category(ticket.category).scope
    is_weg = case.house is not None and case.house.kind == WEG
    return scope if is_weg and lies_in_flat(ticket) and scope in UNCERTAIN else ""
