"""Knows delivery status notifications: who was not reached, and why (RFC 3464, RFC 6533)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DsnRecipient:
    """One per-recipient block: `action` and `status` as in RFC 3464 §2.3, lower case."""

    address: str
    action: str
    status: str
    diagnostic: str


@dataclass(frozen=True, slots=True)
class Dsn:
    """A report about one mail: `original_message_id` comes from the returned headers, "" if none."""

    recipients: tuple[DsnRecipient, ...]
    original_message_id: str
