"""Who of a ticket talks with whom: each channel is read by its own people only (DOMAIN, "Words")."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from hauspost.desk.houses import PersonId


class ChannelKind(StrEnum):
    INTERNAL = "internal"
    RESIDENT = "resident"
    ORDER = "order"
    PUBLIC = "public"
    ASKED = (
        "asked"  # with one board member or owner who was asked to agree, or told: nothing else of the ticket
    )


@dataclass(frozen=True, slots=True)
class Channel:
    """One conversation of a ticket. `key` names the person or the order's number."""

    kind: ChannelKind
    key: str = ""

    def __str__(self) -> str:
        return f"{self.kind}:{self.key}" if self.key else str(self.kind)

    @classmethod
    def parse(cls, text: str) -> "Channel":
        kind, _, key = text.partition(":")
        return cls(ChannelKind(kind), key)

    @classmethod
    def of_resident(cls, person: PersonId) -> "Channel":
        return cls(ChannelKind.RESIDENT, person)


INTERNAL = Channel(ChannelKind.INTERNAL)


PUBLIC = Channel(ChannelKind.PUBLIC)


class ParticipantKind(StrEnum):
    REPORTER = "reporter"
    FOLLOWER = "follower"
    NEIGHBOUR = "neighbour"  # answered a mail to the house: an own channel, and hears with the house
    ASKED = "asked"


@dataclass(frozen=True, slots=True)
class Participant:
    person: PersonId
    channel: Channel
    kind: ParticipantKind = ParticipantKind.REPORTER
    hidden: bool = False
    since: datetime | None = None
    until: datetime | None = None


def takes_part(participant: Participant) -> bool:
    """Whether it is a matter of that resident's own still: reported, or reported by somebody else before."""
    is_resident = participant.channel.kind is ChannelKind.RESIDENT
    is_in_it = participant.until is None  # else it became somebody else's by ZUORDNEN
    return is_resident and is_in_it and participant.kind is not ParticipantKind.NEIGHBOUR
