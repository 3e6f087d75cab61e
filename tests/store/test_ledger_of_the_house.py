"""What decisions about orders, readers and aliases leave in the database, on SQLite and on PostgreSQL."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import insert, select

from hauspost.desk.channels import INTERNAL, PUBLIC, Channel, Participant, ParticipantKind
from hauspost.desk.decision import (
    AddEntry,
    AddParticipant,
    AnswerQuestion,
    AskQuestion,
    ChangeOrder,
    Decision,
    Effect,
    MergeInto,
    MoveTo,
    Mute,
    OpenOrder,
    OpenTicket,
    OweNotice,
    Pin,
    QuestionKind,
    RevokeChannel,
    SetAudience,
    SetVisibility,
    SwitchRule,
    Verdict,
)
from hauspost.desk.houses import CategoryKey, PersonId, PropertyId, Role
from hauspost.desk.model import EntryKind, Ticket, TicketKind, Visibility
from hauspost.desk.notices import NoticeKind
from hauspost.desk.notices_to_firms import OrderGiven
from hauspost.desk.notices_to_people import PublicNews
from hauspost.desk.work import OrderKind, Phase, Window, WorkOrder
from hauspost.store import ledger, schema, tickets
from hauspost.store.database import Database
from tests.sample import load_sample
from tests.store.asked import listen

NOON = datetime(2025, 10, 14, 10, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
LW12 = PropertyId("LW12")
ANNA, MEIER = PersonId("1001"), PersonId("firm:H1")
OWN = Channel.of_resident(ANNA)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    load_sample(database_url)
    database = Database(database_url)
    yield database
    database.close()


def enact(database: Database, *effects: Effect, ticket: int | None = None, at: datetime = NOON) -> None:
    decision = Decision(Verdict.ACCEPTED, "test", effects, ticket, event="e1")
    database.write(lambda connection: ledger.enact(connection, decision, at))


def opened(database: Database) -> None:
    opening = OpenTicket(
        LW12,
        TicketKind.MATTER,
        CategoryKey("heating"),
        Visibility.PRIVATE,
        "Heizung",
        unit="WE03",
        place="Haus 12",
        reporter=ANNA,
        participants=(Participant(ANNA, OWN),),
    )
    enact(database, opening, AddEntry(OWN, EntryKind.OPENED, ANNA, "Anna Berger", "kalt"))


def load(database: Database, number: int = 1001) -> Ticket:
    with database.read() as connection:
        found = tickets.load_ticket(connection, number)
    assert found is not None
    return found


def rows(database: Database, table: Any, *columns: Any) -> list[Any]:
    with database.read() as connection:
        return list(connection.execute(select(*columns).select_from(table).order_by(*columns)))


def order(number: int = 1, rule: str = "") -> WorkOrder:
    return WorkOrder(
        number,
        MEIER,
        "Heizung Meier GmbH",
        OrderKind.ORDER,
        Phase.DISPATCHED,
        "Heizkörper kalt",
        limit=30_000,
        rule=rule,
        may_start=True,
    )


def letter(channel: Channel, tag: str = "") -> OweNotice:
    facts = OrderGiven(tag, "order", "Heizkörper kalt")
    return OweNotice(NoticeKind.ORDER, "auftrag@heizung-meier.example", (MEIER,), facts, channel, NOON)


def given(database: Database, number: int = 1, ticket: int = 1001, rule: str = "") -> None:
    made = order(number, rule)
    member = AddParticipant(Participant(MEIER, made.channel, ParticipantKind.ASKED))
    enact(database, OpenOrder(made), member, letter(made.channel), ticket=ticket)


def test_an_order_is_read_as_it_was_given_and_its_letter_learns_the_number(database: Database) -> None:
    opened(database)
    given(database)
    assert load(database).orders == (replace(order(), changed_at=NOON),)
    with database.read() as connection:
        facts = connection.execute(select(schema.notices.c.facts)).scalar_one()
    assert facts["tag"] == "A-1001-1"


def test_a_phase_changes_only_from_where_it_was_seen(database: Database) -> None:
    opened(database)
    given(database)
    window = Window(NOON + timedelta(days=7), NOON + timedelta(days=7, hours=2))
    enact(database, ChangeOrder(1, Phase.DISPATCHED, Phase.SCHEDULED, window), ticket=1001)
    assert (load(database).orders[0].phase, load(database).orders[0].window) == (Phase.SCHEDULED, window)
    with pytest.raises(ledger.Stale):
        enact(database, ChangeOrder(1, Phase.DISPATCHED, Phase.DECLINED), ticket=1001)
    enact(database, ChangeOrder(1, Phase.SCHEDULED, Phase.NO_ACCESS), ticket=1001)
    assert load(database).orders[0].window is None


def test_the_day_s_orders_are_those_of_rules_since_midnight(database: Database) -> None:
    opened(database)
    given(database, 1)
    given(database, 2, rule="LW12/heating")
    with database.read() as connection:
        today = [
            tickets.orders_today(connection, place, NOON + timedelta(hours=hours), BERLIN)
            for place, hours in ((LW12, 0), (LW12, 11), (LW12, 12), (PropertyId("HS5"), 0))
        ]
    assert today == [1, 1, 0, 0]


def test_a_revoked_channel_takes_the_unsent_along_and_leaves_the_managers_theirs(database: Database) -> None:
    opened(database)
    given(database)
    to_office = OweNotice(
        NoticeKind.ORDER,
        "vogt@office.example",
        (PersonId("M1"),),
        OrderGiven("", "order", ""),
        order().channel,
        NOON,
    )
    enact(database, to_office, ticket=1001)
    enact(database, RevokeChannel(order().channel, (MEIER,)), ticket=1001)
    states = rows(database, schema.notices, schema.notices.c.address, schema.notices.c.state)
    assert [tuple(row) for row in states] == [
        ("auftrag@heizung-meier.example", "cancelled"),
        ("vogt@office.example", "owed"),
    ]
    (member,) = (p for p in load(database).participants if p.person == MEIER)
    assert member.until == NOON  # never heard of it


def test_reach_and_pins_are_kept(database: Database) -> None:
    opened(database)
    enact(
        database,
        SetVisibility(Visibility.PRIVATE, Visibility.PUBLIC, "Treppenhaus"),
        SetAudience(frozenset(), frozenset({Role.OWNER})),
        Pin("visibility"),
        Pin("category"),
        Mute((ANNA,), 1001),
        Mute((ANNA,), 1001),
        Mute((ANNA,), None),
        ticket=1001,
    )
    found = load(database)
    assert (found.visibility, found.public_place, found.audience) == (
        Visibility.PUBLIC,
        "Treppenhaus",
        frozenset({Role.OWNER}),
    )
    assert found.pinned == {"visibility", "category"}
    assert [tuple(r) for r in rows(database, schema.mutes, schema.mutes.c.person, schema.mutes.c.ticket)] == [
        (ANNA, 0),
        (ANNA, 1001),
    ]


def test_a_ticket_that_moves_leaves_its_flat_behind(database: Database) -> None:
    opened(database)
    enact(database, MoveTo(PropertyId("HS5")), ticket=1001)
    assert (load(database).property_id, load(database).unit, load(database).place) == ("HS5", "", "")


def test_a_rule_is_approved_by_its_name(database: Database) -> None:
    waiting = {
        "property": "LW12",
        "category": "water",
        "automation": "auto",
        "is_approved": False,
        "assignee": "",
        "veto_minutes": 30,
        "per_day": 3,
    }
    database.write(lambda connection: connection.execute(insert(schema.rules), waiting))
    enact(database, SwitchRule("LW12/water"))
    with database.read() as connection:
        approved = connection.execute(
            select(schema.rules.c.is_approved).where(
                schema.rules.c.category == "water", schema.rules.c.property == "LW12"
            )
        ).scalar_one()
    assert approved


def test_a_merged_ticket_is_the_other_one_under_every_number(database: Database) -> None:
    for _ in range(3):
        opened(database)
    given(database, 1, ticket=1001)
    given(database, 1, ticket=1002)
    enact(database, MergeInto(1002), ticket=1003)
    note = AddEntry(INTERNAL, EntryKind.NOTE, None, "", "gehört zusammen")
    enact(database, MergeInto(1001), note, ticket=1002, at=NOON + timedelta(minutes=1))
    with database.read() as connection:
        found = tickets.load_tickets(connection, (1002, 1003))
        entries = tickets.load_entries(connection, 1001)
        listed = [t.number for t in tickets.open_tickets(connection, (LW12,))]
    assert {t.number for t in found.values()} == {1001}
    assert set(found) == {1001, 1002, 1003}
    assert listed == [1001]
    assert [o.number for o in found[1003].orders] == [1, 2]
    assert [e.text for e in entries].count("kalt") == 3
    assert entries[-1].text == "gehört zusammen"
    assert [e.seq for e in entries if e.seq > 0] == [1, 2]
    channels = rows(
        database, schema.notices, schema.notices.c.id, schema.notices.c.ticket, schema.notices.c.channel
    )
    assert [(r.ticket, r.channel) for r in channels] == [(1001, "order:1"), (1001, "order:2")]


def test_a_question_is_answered_once_and_says_how_it_ended(database: Database) -> None:
    opened(database)
    asked = AskQuestion(QuestionKind.VETO, "q", (), due_at=NOON + timedelta(minutes=30))
    enact(database, asked, ticket=1001)
    with database.read() as connection:
        assert tickets.due_questions(connection, NOON) == ()
        (due,) = tickets.due_questions(connection, NOON + timedelta(hours=1))
    enact(database, AnswerQuestion(due.id, "overtaken", None), ticket=1001)
    with pytest.raises(ledger.Stale):
        enact(database, AnswerQuestion(due.id, "dispatch", None), ticket=1001)
    assert [r.state for r in rows(database, schema.questions, schema.questions.c.state)] == ["overtaken"]


def test_five_hundred_readers_are_one_statement(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    opened(database)
    facts = PublicNews("opened", "Treppenhaus", NOON)
    news = OweNotice(NoticeKind.PUBLIC_SUMMARY, "", (ANNA,), facts, PUBLIC, NOON)
    sent = listen(database, monkeypatch)
    enact(database, *(replace(news, address=f"p{n}@mail.example") for n in range(500)), ticket=1001)
    assert len([each for each in sent if each.startswith("INSERT INTO notices")]) == 1
    assert len(rows(database, schema.notices, schema.notices.c.id)) == 500
    assert {r.seq for r in rows(database, schema.notices, schema.notices.c.seq)} == {1}
