"""Knows how often somebody writes, in numbers."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pace:
    """How many mails were accepted within the last hour: of the author, in the ticket, of the author in it."""

    of_person: int = 0
    in_ticket: int = 0
    of_person_in_ticket: int = 0
    of_house: int = 0  # answers to a public ticket, within policy.storm_minutes


NO_PACE = Pace()
