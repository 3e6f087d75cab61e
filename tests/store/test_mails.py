"""The outgoing queue on either database: owed notices become mails once, claimed mails are sent once."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import update

from hauspost.desk.channels import Channel
from hauspost.desk.houses import PersonId, PropertyId
from hauspost.desk.intents import Act, Offer
from hauspost.desk.notices import NoticeKind, OutgoingMail
from hauspost.desk.notices_of_steering import Outcome as LineOutcome
from hauspost.desk.notices_of_steering import Transcript, TranscriptLine
from hauspost.desk.notices_to_people import ManagerWrote, StatusChanged
from hauspost.desk.proof import Key
from hauspost.gateway.storing import Storing
from hauspost.store import mails, notices, octets, schema, sending
from hauspost.store.database import BOUNDS, StoreFailed
from hauspost.store.notices import Composed, Overtaken, Owed, Told
from hauspost.store.sending import Claimed
from tests.nodes import psql
from tests.wayout import ANNA, BOB, NOON, SABINE, House, open_database

RESIDENT = Channel.of_resident(PersonId("anna"))


@pytest.fixture
def house(database_url: str) -> Iterator[House]:
    furnished = House(open_database(database_url)).furnish()
    yield furnished
    furnished.close()


def due(house: House, *, limit: int = 100, **more: object) -> tuple[Owed, ...]:
    with house.database.read() as connection:
        return notices.due_notices(connection, at=house.now, limit=limit, **more)  # type: ignore[arg-type]


def composed(house: House, owed: Owed, name: str = "one") -> Composed:
    mail = OutgoingMail(
        octets=b"Message-ID: <%s@tickets.example>\r\n\r\nGuten Tag\r\n" % name.encode(),
        message_id=f"{name}@tickets.example",
        mail_from="bounce+x@reply.example",
        rcpt_to=owed.address,
        subject="[T-1042] Heizung",
        secrets={kind: f"{name}-{kind}" for kind in ("reply", "act", "bounce", "stop")},
    )
    return Composed(owed, mail, octets.pack(mail.octets), house.now)


def store(house: House, owed: Owed, name: str = "one") -> int:
    one = composed(house, owed, name)
    (number,) = house.database.write(lambda c: notices.store_mails(c, (one,)))
    return number


def queue(house: House, *names: str) -> list[int]:
    numbers = []
    for name in names:
        house.writes_to_anna(name)
        numbers += [store(house, owed, name) for owed in due(house)]
    return numbers


def claim(house: House, worker: str = "node-1", **more: object) -> tuple[Claimed, ...]:
    return house.database.write(
        lambda c: sending.claim_mails(c, worker=worker, at=house.now, rooms=(10, 10, 10), **more)  # type: ignore[arg-type]
    )


def defer(house: House, mail: Claimed) -> None:
    house.database.write(lambda c: sending.mark_deferred(c, mail, worker="node-1", at=house.now, reply="450"))


# ---- what is owed


def test_a_notice_is_due_when_its_time_has_come_and_not_before(house: House) -> None:
    house.writes_to_anna("now")
    house.writes_to_anna("later", after=timedelta(minutes=3))
    assert [owed.facts for owed in due(house)] == [ManagerWrote("now", "Sabine Vogt")]
    house.passes(minutes=3)
    assert len(due(house)) == 2


def test_the_same_event_told_twice_to_one_address_is_one_mail_for_both(house: House) -> None:
    for person in ("anna", "bert"):
        house.writes_to_anna("an alle", persons=(person,), event="a7")
    house.writes_to_anna("an Bob", to=BOB, persons=("bob",), event="a7")
    house.writes_to_anna("ein anderes", event="a8")
    first, second, third = due(house)
    assert (first.address, first.persons, len(first.ids)) == (ANNA, ("anna", "bert"), 2)
    assert (second.address, third.persons) == (BOB, ("anna",))


def test_several_changes_of_status_become_one_from_the_first_to_the_last(house: House) -> None:
    for before, after in (("OPEN", "RELEASED"), ("RELEASED", "IN_PROGRESS"), ("IN_PROGRESS", "DONE")):
        house.owes(StatusChanged(before, after), is_foldable=True)
    (owed,) = due(house)
    assert owed.facts == StatusChanged("OPEN", "DONE")
    assert len(owed.ids) == 3


def test_what_becomes_one_mail_is_never_parted_by_the_end_of_a_page(house: House) -> None:
    house.writes_to_anna("an Bob", to=BOB, persons=("bob",))
    for before, after in (("OPEN", "RELEASED"), ("RELEASED", "IN_PROGRESS"), ("IN_PROGRESS", "DONE")):
        house.owes(StatusChanged(before, after), is_foldable=True)
    house.writes_to_anna("einzeln")
    first, second = due(house, limit=2)
    assert first.address == BOB
    assert second.facts == StatusChanged("OPEN", "DONE")


def test_a_status_that_went_and_came_back_leaves_nothing_to_say(house: House) -> None:
    house.owes(StatusChanged("OPEN", "RELEASED"), is_foldable=True)
    house.owes(StatusChanged("RELEASED", "OPEN", is_correction=True), is_foldable=True)
    (owed,) = due(house)
    assert owed.facts is None
    house.database.write(lambda c: notices.cancel_notices(c, owed.ids, reason="nothing"))
    assert due(house) == ()


def test_words_of_people_are_never_folded_away(house: House) -> None:
    for text in ("Erstens.", "Zweitens."):
        house.writes_to_anna(text, is_foldable=True)
        house.owes(StatusChanged("OPEN", "OPEN", text=text), is_foldable=True)
    texts = [getattr(owed.facts, "text", "") for owed in due(house)]
    assert sorted(texts) == ["Erstens.", "Erstens.\n\nZweitens.", "Zweitens."]


def test_folded_transcripts_keep_every_line(house: House) -> None:
    for word in ("OK", "ERLEDIGT"):
        line = TranscriptLine(word, "finish", LineOutcome.DONE)
        house.owes(Transcript((line,), kept_text=word), kind=NoticeKind.TRANSCRIPT, is_foldable=True)
    (owed,) = due(house)
    assert isinstance(owed.facts, Transcript)
    assert [line.line for line in owed.facts.lines] == ["OK", "ERLEDIGT"]
    assert owed.facts.kept_text == "OK\n\nERLEDIGT"


def test_tickets_channels_and_addresses_are_never_folded_together(house: House) -> None:
    house.owes(StatusChanged("OPEN", "DONE"), is_foldable=True)
    house.owes(StatusChanged("OPEN", "DONE"), is_foldable=True, to=BOB)
    house.owes(StatusChanged("OPEN", "DONE"), is_foldable=True, channel="resident:bob")
    house.ticket = house.opens_ticket()
    house.owes(StatusChanged("OPEN", "DONE"), is_foldable=True)
    assert len(due(house)) == 4


def test_silent_properties_and_resting_notices_are_passed_over(house: House) -> None:
    here = house.writes_to_anna()
    house.writes_to_anna(with_ticket=False)
    with house.database.read() as connection:
        assert set(notices.owing_properties(connection, house.now)) == {"LW12", None}
    assert len(due(house, silent=(PropertyId("LW12"),))) == 1
    assert len(due(house, silent=(None,))) == 1
    assert len(due(house, silent=(PropertyId("LW12"), None))) == 0
    assert len(due(house, without=(here,))) == 1


# ---- TX3


def test_a_formed_mail_is_known_by_its_secrets_and_its_id(house: House) -> None:
    house.writes_to_anna()
    (owed,) = due(house)
    number = store(house, owed)
    assert due(house) == ()
    with house.database.read() as connection:
        answered = mails.answered_mail(connection, number)
        facts = mails.secret_facts(connection, ["one-reply", "one-act", "unknown"], house.now)
        (known,) = mails.id_facts(connection, ["one@tickets.example", "foreign@post.example"])
    assert answered is not None
    assert answered.octets.endswith(b"Guten Tag\r\n")
    assert answered.offers == (Offer("OK", Act.RELEASE, also=("FREIGEBEN",)),)
    assert (answered.kind, answered.seq, answered.persons) == (NoticeKind.MESSAGE, 1, ("anna",))
    assert (answered.channel, answered.ticket) == (RESIDENT, house.ticket)
    assert set(facts) == {"one-reply", "one-act"}
    reply = facts["one-reply"]
    assert (reply.mail, reply.kind, reply.persons, reply.key) == (number, "reply", ("anna",), Key.LIVE)
    assert (reply.is_young, reply.ticket, reply.channel) == (True, house.ticket, RESIDENT)
    assert (known.mail, known.persons, known.channel) == (number, ("anna",), RESIDENT)


def test_who_forms_second_writes_nothing(house: House) -> None:
    house.writes_to_anna()
    (owed,) = due(house)
    store(house, owed)
    with pytest.raises(Overtaken):
        store(house, owed, "two")
    assert len(house.mails()) == 1
    assert len(house.rows(schema.octets)) == 1
    assert len(house.rows(schema.message_ids)) == 1


def told_three(house: House) -> list[Composed]:
    """Three mails of one page; each says its own word, and is for somebody else."""
    for number, word in enumerate(("first", "second", "third")):
        house.owes(ManagerWrote(word, "Sabine Vogt"), to=f"one{number}@post.example")
    return [composed(house, owed, f"mail-{owed.address[3]}") for owed in due(house)]


def test_the_mails_of_a_page_are_stored_together_each_with_what_is_its_own(house: House) -> None:
    page = told_three(house)
    storing = Storing(house.database)
    asked = [storing.add(one) for one in page]
    storing.flush()
    numbers = [number() for number in asked]
    found = {row.id: row for row in house.mails()}
    for number, one in zip(numbers, page, strict=True):
        row = found[number]
        assert (row.address, row.message_id, row.digest) == (
            one.owed.address,
            one.mail.message_id,
            one.packed.digest,
        )
        assert [n.address for n in house.notices() if n.mail == row.id] == [one.owed.address]
        secrets = [r for r in house.rows(schema.secrets) if r.mail == row.id]
        assert {r.digest for r in secrets} == set(one.mail.secrets.values())
        assert [r.message_id for r in house.rows(schema.message_ids) if r.mail == row.id] == [
            one.mail.message_id
        ]
    assert len(set(numbers)) == len(page) == 3


def test_one_that_was_taken_back_meanwhile_keeps_none_of_its_page(house: House) -> None:
    page = told_three(house)
    lost = page[1]
    table = schema.notices
    house.database.write(
        lambda c: c.execute(update(table).where(table.c.id == lost.owed.ids[0]).values(state="cancelled"))
    )
    storing = Storing(house.database)
    numbers = [storing.add(one) for one in page]
    storing.flush()
    with pytest.raises(Overtaken):
        numbers[1]()
    assert {numbers[0](), numbers[2]()} == {row.id for row in house.mails()}
    assert {row.address for row in house.mails()} == {page[0].owed.address, page[2].owed.address}
    assert len(house.rows(schema.octets)) == 2


@pytest.mark.servers
def test_a_notice_that_a_frozen_node_holds_keeps_none_of_its_page(
    postgresql_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(BOUNDS, "lock_timeout", "'300ms'")
    house = House(open_database(postgresql_url)).furnish()
    page = told_three(house)
    storing = Storing(house.database)
    with psql(postgresql_url) as hand, hand.transaction():
        hand.execute("SELECT id FROM notices WHERE id = %s FOR UPDATE", page[1].owed.ids)
        numbers = [storing.add(one) for one in page]
        storing.flush()
        first = numbers[0]()
        with pytest.raises(StoreFailed):
            numbers[1]()
        third = numbers[2]()
    assert {row.id: row.address for row in house.mails()} == {
        first: page[0].owed.address,
        third: page[2].owed.address,
    }
    house.close()


def test_what_has_large_files_waits_for_no_other(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hauspost.gateway.storing.MOST_OCTETS", 10)
    storing = Storing(house.database)
    first, *_ = [storing.add(one) for one in told_three(house)]
    assert first() in {row.id for row in house.mails()}  # nobody flushed


def test_a_notice_that_was_taken_back_meanwhile_forms_no_mail(house: House) -> None:
    first = house.owes(StatusChanged("OPEN", "RELEASED"), is_foldable=True)
    house.owes(StatusChanged("RELEASED", "DONE"), is_foldable=True)
    (owed,) = due(house)
    table = schema.notices
    house.database.write(
        lambda c: c.execute(update(table).where(table.c.id == first).values(state="cancelled"))
    )
    with pytest.raises(Overtaken):
        store(house, owed)
    assert [row.state for row in house.notices()] == ["cancelled", "owed"]
    assert house.mails() == []


@pytest.mark.parametrize(
    "age, done_for, revoked, key, is_young",
    [
        (13, None, False, Key.LIVE, True),
        (14, None, False, Key.LIVE, False),
        (365, None, False, Key.LIVE, False),
        (366, None, False, Key.EXPIRED, False),
        (40, 30, False, Key.LIVE, False),
        (40, 31, False, Key.EXPIRED, False),
        (40, 31, True, Key.REVOKED, False),
        (1, None, True, Key.REVOKED, True),
    ],
)
def test_secrets_age_with_the_mail_and_its_ticket(
    house: House, age: int, done_for: int | None, revoked: bool, key: Key, is_young: bool
) -> None:
    queue(house, "one")
    later = NOON + timedelta(days=age)
    ticket = {} if done_for is None else {"status": "DONE", "done_at": later - timedelta(days=done_for)}
    if ticket:
        house.database.write(lambda c: c.execute(update(schema.tickets).values(ticket)))
    if revoked:
        house.database.write(lambda c: c.execute(update(schema.mails).values(revoked_at=NOON)))
    with house.database.read() as connection:
        fact = mails.secret_facts(connection, ["one-reply"], later)["one-reply"]
    assert (fact.key, fact.is_young) == (key, is_young)


# ---- claims and TX4


def test_two_workers_never_hold_the_same_mail(house: House) -> None:
    numbers = queue(house, "one", "two")
    assert [mail.id for mail in claim(house)] == numbers
    assert claim(house, "node-2") == ()


def test_a_lease_that_ran_out_passes_on_and_the_late_one_writes_nothing(house: House) -> None:
    (number,) = queue(house, "one")
    (late,) = claim(house, "frozen", lease=timedelta())
    assert [mail.id for mail in claim(house, "node-2")] == [number]
    writes = (
        lambda c: sending.mark_sent(c, number, worker="frozen", at=house.now, reply=""),
        lambda c: sending.mark_deferred(c, late, worker="frozen", at=house.now, reply=""),
        lambda c: sending.mark_failed(
            c, late, worker="frozen", at=house.now, reply="", tell=Told(SABINE, ())
        ),
        lambda c: sending.mark_cancelled(c, number, worker="frozen", reason=""),
        lambda c: sending.put_back(c, number, worker="frozen", next_at=house.now),
    )
    assert [house.database.write(write) for write in writes] == [False] * 5
    assert len(house.notices()) == 1  # no alert either
    with house.database.read() as connection:
        assert not sending.is_mine(connection, number, worker="frozen", at=house.now)
        assert sending.is_mine(connection, number, worker="node-2", at=house.now)
    assert house.database.write(
        lambda c: sending.mark_sent(c, number, worker="node-2", at=house.now, reply="ok")
    )


def test_leases_are_renewed_released_and_abandoned(house: House) -> None:
    first, second = queue(house, "one", "two")
    claim(house, lease=timedelta())
    house.database.write(lambda c: sending.renew_leases(c, (first,), worker="node-1", at=house.now))
    assert [mail.id for mail in claim(house, "node-2")] == [second]
    house.database.write(lambda c: sending.release_leases(c, worker="node-1"))
    assert [mail.id for mail in claim(house, "node-3")] == [first]
    house.database.write(sending.abandon_leases)
    assert len(claim(house, "node-4")) == 2


def test_a_deferred_mail_waits_twice_as_long_each_time_up_to_an_hour(house: House) -> None:
    queue(house, "one")
    waits = []
    for _ in range(8):
        (mail,) = claim(house)
        defer(house, mail)
        (row,) = house.mails()
        waits.append((row.next_at - house.now).total_seconds() / 60)
        house.now = row.next_at
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60]
    assert (row.attempts, row.reply, row.worker) == (8, "450", "")


def test_alarms_wait_half_an_hour_at_most_and_a_relay_that_is_away_counts_less() -> None:
    assert sending.wait(NoticeKind.ALERT, 50) == timedelta(minutes=30)
    assert sending.wait(NoticeKind.STATUS, 50) == timedelta(hours=1)
    assert sending.wait(NoticeKind.STATUS, 50, is_unreached=True) == timedelta(minutes=5)
    assert sending.wait(NoticeKind.STATUS, 1, is_unreached=True) == timedelta(minutes=1)


def test_a_failed_mail_owes_its_manager_an_alert_but_a_failed_alert_owes_none(house: House) -> None:
    queue(house, "one")
    (mail,) = claim(house)
    told = Told(SABINE, (PersonId("sabine"),))
    house.database.write(
        lambda c: sending.mark_failed(
            c, mail, worker="node-1", at=house.now, reply="550 5.1.1 who?", tell=told
        )
    )
    assert house.states() == ["failed"]
    (alert,) = due(house)
    assert (alert.kind, alert.address, alert.property_id) == (NoticeKind.ALERT, SABINE, "LW12")
    assert getattr(alert.facts, "recipient", "") == ANNA
    assert getattr(alert.facts, "reply", "") == "550 5.1.1 who?"
    store(house, alert, "alert")
    (second,) = claim(house)
    house.database.write(
        lambda c: sending.mark_failed(c, second, worker="node-1", at=house.now, reply="550", tell=told)
    )
    assert due(house) == ()


def test_a_mail_held_on_its_way_stays_its_worker_s_until_that_is_done(house: House) -> None:
    (number,) = queue(house, "one")
    claim(house, lease=timedelta())
    house.database.write(lambda c: mails.hold(c, number))
    house.database.write(lambda c: sending.renew_leases(c, (number,), worker="node-1", at=house.now))
    house.database.write(lambda c: mails.release(c, number, at=house.now))
    assert claim(house, "node-2") == ()
    house.database.write(lambda c: sending.mark_sent(c, number, worker="node-1", at=house.now, reply="ok"))
    assert house.states() == ["sent"]


def test_a_mail_held_when_its_worker_stopped_is_anybody_s_once_it_is_released(house: House) -> None:
    first, second = queue(house, "one", "two")
    claim(house)
    house.database.write(lambda c: mails.hold(c, first))
    house.database.write(lambda c: sending.release_leases(c, worker="node-1"))
    house.database.write(lambda c: mails.release(c, first, at=house.now))
    assert [mail.id for mail in claim(house, "node-2")] == [first, second]


def test_alerts_are_claimed_before_anything_older(house: House) -> None:
    queue(house, "one", "two")
    house.database.write(
        lambda c: c.execute(update(schema.mails).where(schema.mails.c.id == 2).values(kind="alert"))
    )
    assert [mail.id for mail in claim(house)] == [2, 1]


# ---- the operator's hand


def test_the_operator_moves_mails_by_hand(house: House) -> None:
    (number,) = queue(house, "one")
    write = house.database.write
    assert write(lambda c: mails.hold(c, number))
    assert claim(house) == ()
    assert not write(lambda c: mails.hold(c, number))
    assert write(lambda c: mails.release(c, number, at=house.now))
    assert len(claim(house)) == 1
    assert write(lambda c: mails.drop(c, number))
    assert not write(lambda c: mails.retry(c, number, at=house.now))
    assert house.states() == ["cancelled"]


def test_what_left_while_it_was_held_by_hand_is_known_as_sent(house: House) -> None:
    (number,) = queue(house, "one")
    claim(house)
    house.database.write(lambda c: mails.hold(c, number))
    house.database.write(lambda c: sending.mark_sent(c, number, worker="node-1", at=house.now, reply="ok"))
    assert house.states() == ["sent"]


def test_a_failed_mail_can_be_tried_again(house: House) -> None:
    (number,) = queue(house, "one")
    (mail,) = claim(house)
    house.database.write(
        lambda c: sending.mark_failed(c, mail, worker="node-1", at=house.now, reply="550", tell=None)
    )
    assert house.database.write(lambda c: mails.retry(c, number, at=house.now))
    assert [again.digest for again in claim(house)] == [mail.digest]


def test_the_outbox_reads_as_the_interface_says(house: House) -> None:
    queue(house, "one")
    with house.database.read() as connection:
        assert mails.outbox(connection) == [
            {
                "mail": 1,
                "person": "anna",
                "kind": "message",
                "state": "queued",
                "attempts": 0,
                "next_at": "2025-10-16T10:00:00+00:00",
                "ticket": f"T-{house.ticket}",
            }
        ]
        assert mails.outbox(connection, states=("sent",)) == []


def test_pause_and_resume_are_kept(house: House) -> None:
    def paused() -> bool:
        with house.database.read() as connection:
            return mails.is_paused(connection)

    assert not paused()
    for _ in range(2):
        house.database.write(lambda c: mails.pause(c, at=house.now))
        assert paused()
    house.database.write(lambda c: mails.resume(c, at=house.now))
    assert not paused()
