"""Who may get a mail: every kind has its circle, and more than the circle nobody."""

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from hauspost.desk.channels import INTERNAL, Channel, Participant
from hauspost.desk.houses import (
    EVERYWHERE,
    GENERAL,
    Period,
    Person,
    PersonId,
    PropertyId,
    Role,
    RoleAssignment,
)
from hauspost.desk.model import Status, Ticket, TicketKind, Visibility
from hauspost.desk.notices import Circle, NoticeKind
from hauspost.desk.readers import DATED, Reach, readers

NOON = datetime(2025, 10, 16, 10, 0, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
HERE = PropertyId("LW12")


def person(name: str, role: Role, *, at: PropertyId = HERE, until: date | None = None) -> Person:
    who = PersonId(name)
    held = RoleAssignment(who, at, role, period=Period(end=until))
    return Person(who, name, addresses=(f"{name}@post.example",), roles=(held,))


ANNA = person("anna", Role.TENANT)
BOB = person("bob", Role.TENANT)
FORMER = person("former", Role.TENANT, until=date(2025, 9, 30))
SABINE = person("sabine", Role.MANAGER, at=EVERYWHERE)
ELSEWHERE = person("elsewhere", Role.MANAGER, at=PropertyId("HS5"))
RETIRED = person("retired", Role.MANAGER, until=date(2025, 10, 15))


def ticket(*members: Person) -> Ticket:
    joined = tuple(Participant(p.id, Channel.of_resident(p.id)) for p in members)
    return Ticket(
        1042, HERE, TicketKind.MATTER, Status.OPEN, GENERAL, Visibility.PRIVATE, "Heizung", 1, NOON, NOON,
        participants=joined,
    )  # fmt: skip


def gets(kind: NoticeKind, who: Person, reach: Reach) -> bool:
    assert reach.kind is kind
    return readers(reach, (who,), NOON, BERLIN) == (who,)


def about(kind: NoticeKind, who: Person, *, channel: Channel | None, of: Ticket | None) -> Reach:
    return Reach(kind, who.address, HERE, of, channel)


@pytest.mark.parametrize("kind", [k for k in NoticeKind if k.circle in (Circle.MANAGERS, Circle.OFFICE)])
def test_managers_mails_go_to_todays_managers_of_that_house(kind: NoticeKind) -> None:
    matter = ticket(ANNA)
    got = [
        who.id
        for who in (SABINE, ELSEWHERE, RETIRED, ANNA, BOB)
        if gets(kind, who, about(kind, who, channel=Channel.of_resident(ANNA.id), of=matter))
    ]
    assert got == ["sabine"]


@pytest.mark.parametrize("kind", [k for k in NoticeKind if k.circle is Circle.READERS])
def test_a_tickets_mails_go_to_the_channels_members_also_when_they_moved_out(kind: NoticeKind) -> None:
    matter = ticket(ANNA, FORMER)
    for who in (ANNA, FORMER):
        assert gets(kind, who, about(kind, who, channel=Channel.of_resident(who.id), of=matter))
        assert gets(kind, who, about(kind, who, channel=None, of=matter))
    for channel in (Channel.of_resident(ANNA.id), None):
        assert not gets(kind, BOB, about(kind, BOB, channel=channel, of=matter))
    assert not gets(kind, ANNA, about(kind, ANNA, channel=INTERNAL, of=matter))
    assert not gets(kind, ANNA, about(kind, ANNA, channel=Channel.of_resident(FORMER.id), of=matter))


def test_a_list_needs_every_ticket_on_it_to_be_readable() -> None:
    mine, theirs = ticket(ANNA), ticket(BOB)
    assert readers(Reach(NoticeKind.LISTING, ANNA.address, listed=(mine,)), (ANNA,), NOON, BERLIN) == (ANNA,)
    assert (
        readers(Reach(NoticeKind.LISTING, ANNA.address, listed=(mine, theirs)), (ANNA,), NOON, BERLIN) == ()
    )


@pytest.mark.parametrize("kind", NoticeKind)
def test_an_address_that_is_not_the_persons_any_more_gets_nothing(kind: NoticeKind) -> None:
    for who in (ANNA, SABINE):
        reach = Reach(kind, "old@post.example", HERE, ticket(ANNA), Channel.of_resident(ANNA.id))
        assert not gets(kind, who, reach)


def test_of_a_household_those_are_addressed_who_may_read_it() -> None:
    shared = "family@post.example"
    anna = Person(ANNA.id, "anna", addresses=(shared,), roles=ANNA.roles)
    bob = Person(BOB.id, "bob", addresses=(shared,), roles=BOB.roles)
    reach = Reach(NoticeKind.STATUS, shared, HERE, ticket(anna), Channel.of_resident(anna.id))
    assert readers(reach, (anna, bob), NOON, BERLIN) == (anna,)


@pytest.mark.parametrize("kind", sorted(DATED))
@pytest.mark.parametrize(
    "until, place, reporter, hears",
    [
        (None, "2. OG", True, True),
        (date(2025, 10, 15), "2. OG", True, False),
        (date(2025, 10, 15), "Treppenhaus", True, True),  # common ground is nobody's flat
        (date(2025, 10, 15), "2. OG", False, False),  # of a report that was made one with it
    ],
)
def test_a_date_at_a_flat_is_for_who_has_not_left_it(
    kind: NoticeKind, until: date | None, place: str, *, reporter: bool, hears: bool
) -> None:
    who = PersonId("anna")
    held = RoleAssignment(who, HERE, Role.TENANT, "WE03", Period(end=until))
    anna = replace(ANNA, roles=(held,))
    of = replace(
        ticket(anna), unit="WE03", place=place, public_place="Treppenhaus", reporter=who if reporter else None
    )
    own = Channel.of_resident(who)
    assert gets(kind, anna, about(kind, anna, channel=own, of=of)) is hears
    status = about(NoticeKind.STATUS, anna, channel=own, of=of)
    assert gets(NoticeKind.STATUS, anna, status), "the own conversation stays"
