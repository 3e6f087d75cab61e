"""From owed to sent: the evening as one mail of what its reader may read, orders that learn their number."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from sqlalchemy import insert, update

from hauspost.desk.notices import NoticeKind
from hauspost.desk.notices_to_firms import OrderGiven
from hauspost.desk.notices_to_people import EveningLine, EveningLines, PublicNews
from hauspost.store import notices, schema
from tests.relay import ListeningRelay
from tests.wayout import BOB, NOON, House, open_database

FIRM = "auftrag@heizung-meier.example"


@pytest.fixture
def house(database_url: str) -> Iterator[House]:
    furnished = House(open_database(database_url)).furnish()
    yield furnished
    furnished.close()


def changes(house: House, ticket: int, **values: Any) -> None:
    table = schema.tickets
    house.database.write(lambda c: c.execute(update(table).where(table.c.number == ticket).values(**values)))


def public(house: House, place: str) -> int:
    number = house.opens_ticket()
    changes(
        house,
        number,
        visibility="public",
        public_place=place,
        audience=["tenant", "owner"],
        place="Haus 12, 3. OG links",
        unit="WE03",
        subject="Anna schreibt",
    )
    return number


def in_the_evening(house: House, ticket: int, event: str, *, number: int | None = None) -> None:
    """As the desk owes it: with the ticket of the decision, by whose number a line without one is known."""
    line = EveningLine(ticket if number is None else number, "general", "Hof", event, house.now)
    house.ticket = ticket
    house.owes(
        EveningLines((line,)),
        kind=NoticeKind.EVENING,
        to=BOB,
        persons=("bob",),
        channel="public",
        event=f"e{ticket}{event}",
        is_foldable=True,
    )


def text(server: ListeningRelay, address: str) -> str:
    (mail,) = server.to(address)
    return str(mail.message.get_body(("plain",)))


def test_an_evening_is_one_mail_over_all_tickets_with_the_numbers_they_got(
    house: House, server: ListeningRelay
) -> None:
    first, second = public(house, "Hof"), public(house, "Treppenhaus")
    in_the_evening(house, first, "opened", number=0)
    in_the_evening(house, second, "opened", number=0)
    in_the_evening(house, first, "done")
    assert house.dispatch(server.url).drain() == {"formed": 1, "sent": 1}
    said = text(server, BOB)
    assert f"T-{first}" in said
    assert f"T-{second}" in said
    assert said.index(f"T-{first}") < said.index(f"T-{second}")
    assert "gemeldet 12:00, erledigt 12:00" in said
    assert not any(word in said for word in ("Anna", "WE03", "3. OG", "Berger"))
    (row,) = house.mails()
    assert (row.ticket, row.channel, row.property) == (None, "", "LW12")
    with house.database.read() as connection:
        assert set(notices.listed_tickets(connection, row.id)) == {first, second}


def test_a_line_that_became_private_is_left_out_and_without_lines_there_is_no_mail(
    house: House, server: ListeningRelay
) -> None:
    first, second = public(house, "Hof"), public(house, "Treppenhaus")
    in_the_evening(house, first, "opened")
    in_the_evening(house, second, "opened")
    changes(house, first, visibility="private")
    house.dispatch(server.url).drain()
    assert f"T-{second}" in text(server, BOB)
    assert f"T-{first}" not in text(server, BOB)
    in_the_evening(house, first, "done")
    assert house.dispatch(server.url).drain() == {"cancelled": 1}


def test_whoever_moved_out_before_the_evening_hears_nothing(house: House, server: ListeningRelay) -> None:
    in_the_evening(house, public(house, "Hof"), "opened")
    house.moves_out("bob", last_day=date(2025, 10, 15))
    assert house.dispatch(server.url).drain() == {"cancelled": 1}
    assert server.mails == []


def test_an_audience_without_tenants_hears_nothing(house: House, server: ListeningRelay) -> None:
    ticket = public(house, "Hof")
    house.ticket = ticket
    news = PublicNews("opened", "Hof", NOON)
    house.owes(
        news, kind=NoticeKind.PUBLIC_SUMMARY, to=BOB, persons=("bob",), channel="public", is_foldable=True
    )
    changes(house, ticket, audience=["owner"])
    assert house.dispatch(server.url).drain() == {"cancelled": 1}


def test_news_of_a_quarter_of_an_hour_are_one_mail(house: House, server: ListeningRelay) -> None:
    house.ticket = public(house, "Hof")
    for event in ("opened", "released", "ordered"):
        house.owes(
            PublicNews(event, "Hof", house.now),
            kind=NoticeKind.PUBLIC_SUMMARY,
            to=BOB,
            persons=("bob",),
            channel="public",
            event=event,
            is_foldable=True,
        )
    assert house.dispatch(server.url).drain() == {"formed": 1, "sent": 1}
    said = text(server, BOB)
    assert "Die Meldung kam heute um 12:00 Uhr. Der Auftrag dazu ging um" in " ".join(said.split())
    assert "Anna" not in said


def test_an_order_that_was_given_with_its_ticket_learns_its_number(
    house: House, server: ListeningRelay
) -> None:
    firm = {"id": "K-01", "company": "Heizung Meier GmbH", "trades": ["Heizung"], "language": "de"}
    house.database.write(lambda c: c.execute(insert(schema.contractors).values(firm)))
    house.insert(schema.contractor_addresses, {"address": FIRM, "contractor": "K-01", "rank": 0})
    house.insert(
        schema.participants,
        {
            "ticket": house.ticket,
            "person": "firm:K-01",
            "channel": "order:1",
            "kind": "asked",
            "hidden": False,
        },
    )
    given = OrderGiven("", "order", "Heizkörper wird nicht warm.", place="Treppenhaus")
    house.owes(given, kind=NoticeKind.ORDER, to=FIRM, persons=("firm:K-01",), channel="order:1")
    assert house.dispatch(server.url).drain() == {"formed": 1, "sent": 1}
    (mail,) = server.to(FIRM)
    assert str(mail.message["Subject"]).startswith(f"[A-{house.ticket}-1] Auftrag ")
    assert "Anna" not in text(server, FIRM)
