"""`hauspost erase`: no table holds a canary any more; what the law wants kept stays; the journal still holds."""

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.policy import default

import pytest
from sqlalchemy import func, select, update

from hauspost.desk.houses import PersonId
from hauspost.gateway import erasing
from hauspost.gateway.erasing import Hand
from hauspost.store import journal, octets, registry, schema
from hauspost.store.connection import Connection
from hauspost.store.journal import Broken, Verified
from hauspost.store.ledger import Stale
from tests.house import ANNA, COMPANY, DESK, KRAUSE, SABINE, YILDIZ, House, text_of
from tests.stories.test_pictures import photo, sends

MEIER = "auftrag@heizung-meier.example"
REPORT = "Der Heizkörper ist kalt, am Quarkzylinder tropft es."


def whole_database(house: House) -> str:
    """Every row of every table as text, every mail as it came, and all its parts unpacked."""
    with house.gateway.database.read() as connection:
        rows = [str(row) for t in schema.metadata.sorted_tables for row in connection.execute(select(t))]
        digests = connection.execute(select(schema.octets.c.digest)).scalars().all()
        bodies = [octets.load(connection, digest) for digest in digests]
    return "\n".join((*rows, *(part for body in bodies for part in unpacked(body))))


def unpacked(body: bytes) -> Iterator[str]:
    yield body.decode("utf-8", "replace")
    for part in message_from_bytes(body, policy=default).walk():
        if isinstance(payload := part.get_payload(decode=True), bytes):
            yield payload.decode("utf-8", "replace")


def hand(house: House) -> Hand:
    return Hand(COMPANY, house.gateway.plan.zone, house.now)


def erase(house: House, number: int) -> None:
    with house.gateway.database.read() as connection:
        going = erasing.look(connection, number, house.now)
    assert going is not None
    assert erasing.obstacles((going,)) == []
    erasing.erase(house.gateway.database, house.gateway.sandbox, (going,), hand(house))


def forget(house: House, person: str) -> None:
    with house.gateway.database.read() as connection:
        leave = erasing.look_at(
            connection, registry.persons(connection, (PersonId(person),))[PersonId(person)], house.now
        )
    assert erasing.obstacles(leave.tickets) == []
    erasing.forget(house.gateway.database, house.gateway.sandbox, leave, hand(house))


def verified(house: House) -> Verified:
    with house.gateway.database.read() as connection:
        return journal.verify(connection)


def run(house: House, *changes: object) -> None:
    def job(connection: Connection) -> None:
        for change in changes:
            connection.execute(change)  # type: ignore[call-overload]

    house.gateway.database.write(job)


def test_after_erasing_a_ticket_no_table_holds_its_canary(house: House) -> None:
    sends(house, ANNA, REPORT, ("Quarkzylinder.jpg", "image/jpeg", photo()))
    house.answers(SABINE, house.last_to(SABINE), "Guten Tag Frau Berger, ist der Quarkzylinder neu?")
    house.answers(ANNA, house.last_to(ANNA), "Nein, der Quarkzylinder ist alt.")
    house.later(hours=6)
    assert whole_database(house).count("Quarkzylinder") > 10
    erase(house, 1001)
    assert "Quarkzylinder" not in whole_database(house)
    assert house.ticket().status == "DONE"
    assert verified(house).broken == ()
    assert verified(house).erased > 0
    house.later(hours=24)  # and what it still owes is written without it
    assert "Quarkzylinder" not in whole_database(house)


def places(house: House) -> list[str]:
    return [ticket.place for ticket in house.tickets()]


def test_the_place_of_a_flat_goes_and_common_ground_stays(house: House) -> None:
    house.writes(ANNA, REPORT)
    house.writes(ANNA, "Im Treppenhaus Haus 12 steht ein altes Sofa.", subject="Sofa")
    flat, ground = places(house)
    assert flat == "Haus 12, 3. OG links"
    assert ground.startswith("Treppenhaus")
    erase(house, 1001)
    erase(house, 1002)
    assert places(house) == ["", ground]


def test_the_flat_of_a_person_who_is_erased_goes_from_what_was_made_one_and_a_neighbours_stays(
    house: House,
) -> None:
    house.writes(ANNA, REPORT)
    house.writes(YILDIZ, "Die Heizung ist bei uns auch kalt.", subject="Heizung")
    theirs = places(house)[1]
    house.answers(SABINE, house.last_to(SABINE), "ZUSAMMENLEGEN MIT T-1001")
    forget(house, "1001")
    assert theirs
    assert places(house) == ["", theirs]


def places_of_orders(house: House) -> list[str]:
    return [order.place for ticket in house.tickets() for order in ticket.orders]


def test_an_order_of_what_was_made_one_loses_the_flat_of_who_is_erased_and_keeps_a_neighbours(
    house: House,
) -> None:
    house.writes(ANNA, REPORT)
    first = house.last_to(SABINE)
    house.answers(SABINE, first, "BEAUFTRAGEN Uwe Krause")
    house.answers(KRAUSE, house.last_to(KRAUSE), "Erledigt.", auth="pass")
    house.writes(YILDIZ, "Die Heizung ist bei uns auch kalt.", subject="Heizung")
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Uwe Krause")
    house.answers(KRAUSE, house.last_to(KRAUSE), "Erledigt.", auth="pass")
    own, theirs = places_of_orders(house)
    assert own == "Haus 12, 3. OG links" != theirs != ""
    house.answers(SABINE, first, "ZUSAMMENLEGEN MIT T-1002")
    assert [ticket.merged_into for ticket in house.tickets()] == [1002, None]
    forget(house, "1001")
    assert sorted(places_of_orders(house)) == ["", theirs]
    erase(house, 1002)
    assert places_of_orders(house) == ["", ""]


def test_the_flat_of_a_person_who_is_erased_goes_from_orders_that_went_along_to_a_neighbours_ticket(
    house: House,
) -> None:
    house.writes(ANNA, REPORT)
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Meier: Ventil tauschen")
    house.answers(MEIER, house.last_to(MEIER), "Angenommen.")
    house.answers(MEIER, house.last_to(MEIER), "Erledigt.", auth="pass")
    about_anna = house.last_to(SABINE)
    house.writes(YILDIZ, "Die Heizung ist bei uns auch kalt.", subject="Heizung")
    house.answers(SABINE, about_anna, "ZUSAMMENLEGEN MIT T-1002")
    orders = schema.work_orders

    def ordered() -> list[tuple[int, str]]:
        with house.gateway.database.read() as connection:
            rows = connection.execute(select(orders.c.ticket, orders.c.place)).all()
        return [(row.ticket, row.place) for row in rows]

    assert ordered() == [(1002, "Haus 12, 3. OG links")]
    house.later(days=7 * 365)  # the law wants the letters of trade kept for six years
    forget(house, "1001")
    assert ordered() == [(1002, "")]


def test_what_passed_with_a_firm_is_kept_by_law_for_six_years(house: House) -> None:
    house.writes(ANNA, REPORT)
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Meier: Quarkventil tauschen")
    house.answers(MEIER, house.last_to(MEIER), "Angenommen.")
    house.answers(MEIER, house.last_to(MEIER), "Erledigt, das Quarkventil ist getauscht.", auth="pass")
    house.answers(SABINE, house.last_to(SABINE), "OK")
    with house.gateway.database.read() as connection:
        going = erasing.look(connection, 1001, house.now)
    assert going is not None
    assert [(d.what, str(d.retention), d.until.year) for d in going.duties] == [("A-1001-1", "letter", 2031)]
    erase(house, 1001)
    left = whole_database(house)
    assert "Quarkzylinder" not in left
    assert "Quarkventil" in left
    assert places_of_orders(house) == ["Haus 12, 3. OG links"]
    house.later(days=7 * 365)
    erase(house, 1001)
    assert "Quarkventil" not in whole_database(house)
    assert places_of_orders(house) == [""]
    assert verified(house).broken == ()


def test_after_erasing_a_person_no_table_holds_their_name_address_or_words(house: House) -> None:
    house.writes(ANNA, REPORT)
    house.answers(SABINE, house.last_to(SABINE), "Guten Tag Frau Berger, wir kommen.")
    house.writes(YILDIZ, "Im Treppenhaus Haus 12 brennt keine Lampe.", subject="Licht")
    house.later(hours=6)
    house.answers(ANNA, house.last_to(ANNA), "ICH AUCH, sagt die Quarktante.")
    house.writes(ANNA, "LISTE", subject="LISTE")
    run(
        house,
        update(schema.role_assignments)
        .where(schema.role_assignments.c.person == "1001")
        .values(valid_to=house.now.date().replace(year=2020)),
    )
    forget(house, "1001")
    left = whole_database(house)
    for canary in ("Quarkzylinder", "Quarktante", "Anna Berger", "anna.berger", "0171 5550199"):
        assert canary not in left, around(left, canary)
    assert "brennt keine Lampe" in left
    assert verified(house).broken == ()


def test_whoever_has_a_longer_name_keeps_it(house: House) -> None:
    house.writes(ANNA, REPORT)
    persons = schema.persons
    of_yildiz = update(persons).where(persons.c.id == "1003")
    run(house, of_yildiz.values(salutation="Frau", first_name="Anna", last_name="Berg"))
    house.writes(YILDIZ, "Die Tonnen im Hof wurden nicht geleert.", subject="Tonnen")

    def told() -> str:
        with house.gateway.database.read() as connection:
            return str(connection.execute(select(schema.notices.c.facts)).scalars().all())

    before = told()
    assert "Anna Berger" in before
    assert "'Anna Berg'" in before
    forget(house, "1003")
    assert told().count("Anna Berger") == before.count("Anna Berger")
    assert "'Anna Berg'" not in told()


def test_a_caretaker_is_erased_out_of_orders_and_reports_too(house: House) -> None:
    house.writes(ANNA, "Im Treppenhaus Haus 12 brennt keine Lampe.", subject="Licht")
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN HM")
    with house.gateway.database.read() as connection:
        going = erasing.look(connection, 1001, house.now, person="2001")
    assert going is not None
    assert erasing.obstacles((going,))[0].startswith("A-1001-1 is still running")
    house.answers(KRAUSE, house.last_to(KRAUSE), "Erledigt, die Quarklampe ist neu.", auth="pass")
    house.later(days=20)
    house.writes(SABINE, "BERICHT", subject="", to=DESK)
    assert "Uwe Krause" in text_of(house.last_to(SABINE))
    run(
        house,
        update(schema.role_assignments)
        .where(schema.role_assignments.c.person == "2001")
        .values(valid_to=house.now.date().replace(year=2020)),
    )
    forget(house, "2001")
    mails = schema.mails
    with house.gateway.database.read() as connection:
        rows = [str(row) for t in schema.metadata.sorted_tables for row in connection.execute(select(t))]
        digests = connection.execute(select(mails.c.digest).where(mails.c.kind == "period_report")).scalars()
        reports = [octets.load(connection, digest) for digest in digests]
    for canary in ("Uwe Krause", "krause.hausmeister", "Quarklampe"):
        assert canary not in "\n".join(rows), around("\n".join(rows), canary)
    assert reports == [b""]
    assert verified(house).broken == ()
    assert [order.assignee for order in house.ticket().orders] == ["2001"]


def around(text: str, word: str) -> str:
    return " | ".join(text[max(0, hit.start() - 300) : hit.end() + 60] for hit in re.finditer(word, text))[
        :2000
    ]


def test_who_lives_there_still_keeps_the_master_data(house: House) -> None:
    house.writes(ANNA, REPORT)
    forget(house, "1001")
    with house.gateway.database.read() as connection:
        assert registry.persons_by_address(connection, ANNA)
    assert "Quarkzylinder" not in whole_database(house)
    house.writes(ANNA, "Jetzt ist die Tür kaputt.", subject="Tür")
    assert "Tür" in text_of(house.last_to(SABINE))


def test_a_changed_word_and_a_missing_entry_are_named_by_their_place(house: House) -> None:
    house.writes(ANNA, REPORT)
    house.answers(SABINE, house.last_to(SABINE), "Guten Tag Frau Berger, wir kommen.")
    house.writes(YILDIZ, "Die Tonnen im Hof wurden nicht geleert.", subject="Tonnen")
    before = verified(house)
    assert before.broken == ()
    table = schema.entries
    second = (table.c.ticket == 1001, table.c.seq == 2)
    run(house, update(table).where(*second).values(text="Wir kommen nie."))
    assert verified(house).broken == (Broken(1001, 2, "its words were changed"),)
    run(house, update(table).where(*second).values(author="9002"))
    assert verified(house).broken == (Broken(1001, 2, "it was changed, or one before it"),)
    with house.gateway.database.read() as connection:
        last = connection.execute(select(func.max(table.c.seq)).where(table.c.ticket == 1002)).scalar_one()
    run(house, table.delete().where(table.c.ticket == 1002, table.c.seq == last))
    assert verified(house).broken[1] == Broken(1002, last, "the last entries are missing")
    assert verified(house).head != before.head


def test_a_hold_and_running_work_are_in_the_way(house: House) -> None:
    house.writes(ANNA, REPORT)
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Meier")
    with house.gateway.database.read() as connection:
        going = erasing.look(connection, 1001, house.now)
    assert going is not None
    (why,) = erasing.obstacles((going,))
    assert why.startswith("A-1001-1 is still running; cancel it first")


def test_what_was_added_since_the_look_erases_nothing(house: House) -> None:
    house.writes(ANNA, REPORT)
    with house.gateway.database.read() as connection:
        going = erasing.look(connection, 1001, house.now)
    assert going is not None
    house.answers(ANNA, house.last_to(ANNA), "Es tropft auch.")
    with pytest.raises(Stale):
        erasing.erase(house.gateway.database, house.gateway.sandbox, (going,), hand(house))
    assert house.entries(1001)[0].text == REPORT
