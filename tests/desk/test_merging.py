"""What BÜNDELN has taken in is known to the later lines of the same mail as the store has it then."""

from dataclasses import replace

from hauspost.desk.channels import Channel, ChannelKind
from hauspost.desk.intents import Act, Command
from hauspost.desk.merging import with_absorbed
from hauspost.desk.model import Entry, EntryKind
from hauspost.desk.telling import party_of
from hauspost.desk.withdrawing import given_by
from tests.desk.scenes import MEIER, NOON, REPORT, SABINE, WOLF, case, order, ticket


def given(seq: int, text: str) -> Entry:
    channel, facts = Channel(ChannelKind.ORDER, "1"), {"before": "", "order": 1}
    return Entry(seq, channel, EntryKind.ORDER, SABINE.id, SABINE.name, NOON, text, facts, event=f"a{seq}")


def test_orders_of_both_are_told_apart_by_their_channels_as_well() -> None:
    own, other = ticket(order(1, WOLF)), replace(ticket(order(1, MEIER)), number=1043)
    entries = (REPORT, given(2, "the pipe"))
    files = {1043: (other, (REPORT, given(2, "the radiator")))}
    command = Command(Act.BUNDLE, "BÜNDELN T-1043", values=("1043",))
    there = with_absorbed(case(own, entries=entries, files=files), command)
    assert there.ticket is not None
    (first, second) = there.ticket.orders
    told = [(o.number, given_by(there.entries, o), party_of(there, o.channel)) for o in (first, second)]
    assert [(n, e.text if e else "", party) for n, e, party in told] == [
        (1, "the pipe", (WOLF,)),
        (2, "the radiator", (MEIER,)),
    ]
