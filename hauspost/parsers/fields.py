"""Knows how header fields are read: addresses, dates and Message-IDs, strictly where they name a person."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Address:
    """One mailbox of an address field: `name` as people see it, `address` as a lower-case addr-spec."""

    name: str
    address: str
