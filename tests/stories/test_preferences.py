"""At once, once a working day, or nothing: what each person asked for, and what nobody can put off."""

from datetime import timedelta

import pytest
from sqlalchemy import Connection, select, update

from hauspost.desk.houses import Notify
from hauspost.desk.policy import Policy
from hauspost.store import schema
from tests.golden_mails import check_golden
from tests.house import (
    ANNA,
    HANSEN,
    HARBOUR,
    KRAUSE,
    MILLER,
    SABINE,
    SCHULZ,
    YILDIZ,
    House,
    house_on,
    text_of,
)
from tests.stories.test_first_answer import brings

MEIER = "auftrag@heizung-meier.example"
NUMBERS = {ANNA: "1001", YILDIZ: "1003", MILLER: "1004", HANSEN: "1005", KRAUSE: "2001"}
MARIA, TOM = "1007", "1008"
HOUSE_KINDS = {"evening", "public_summary"}


def wish(house: House, notify: Notify, *numbers: str) -> None:
    """As the next import of persons.csv would write it."""
    persons = schema.persons
    chosen = update(persons).where(persons.c.id.in_(numbers)).values(notify=notify)

    def write(connection: Connection) -> None:
        connection.execute(chosen)

    house.gateway.database.write(write)


def lamp(house: House) -> None:
    house.writes(YILDIZ, "Im Treppenhaus Haus 12 brennt keine Lampe.", subject="Licht")


def told(house: House, address: str) -> list[str]:
    return [kind for kind in house.kinds_to(address) if kind in HOUSE_KINDS]


@pytest.fixture
def anna_daily(house: House) -> House:
    wish(house, Notify.DAILY, NUMBERS[ANNA])
    return house


def test_small_news_and_words_to_all_come_in_one_mail_of_the_day(anna_daily: House) -> None:
    house = anna_daily
    lamp(house)
    house.answers(SABINE, house.last_to(SABINE), "AN ALLE: Die Lampe kommt am Freitag.", auth="pass")
    house.writes(YILDIZ, "Die Tonnen im Hof wurden nicht geleert.", subject="Müll")
    assert told(house, MILLER) == ["public_summary"]
    assert told(house, ANNA) == []
    house.later(hours=6, minutes=1)  # Tuesday, 18:01
    assert told(house, MILLER) == ["public_summary", "evening"]
    assert told(house, ANNA) == ["evening"]
    read = text_of(house.last_to(ANNA))
    assert read.count("Die Lampe kommt am Freitag.") == 1
    assert "T-1001" in read
    assert "T-1002" in read
    check_golden(house, "preferences_daily")


def test_on_days_on_which_nobody_works_there_is_none(anna_daily: House) -> None:
    house = anna_daily
    house.later(days=3, hours=7)  # Friday, 19:00
    lamp(house)
    house.later(days=1)
    assert told(house, MILLER) == ["evening"]
    house.later(days=1, hours=22)  # Monday, 17:00
    assert told(house, ANNA) == []
    house.later(hours=1)
    assert told(house, ANNA) == ["evening"]


def test_the_company_chooses_the_hour(furnished_url: str) -> None:
    with house_on(furnished_url, Policy(digest_hour=8)) as house:
        wish(house, Notify.DAILY, NUMBERS[ANNA])
        lamp(house)
        house.later(hours=19, minutes=55)
        assert told(house, ANNA) == []
        house.later(minutes=10)  # Wednesday, 8:05
        assert told(house, ANNA) == ["evening"]
        assert "gestern" in text_of(house.last_to(ANNA))


def test_the_mails_of_the_evening_keep_no_receipt_waiting(house: House) -> None:
    """At 18:00 each of the house gets a line; who reported just before reads of the receipt first."""
    house.writes(YILDIZ, "Die Tonnen im Hof wurden nicht geleert.", subject="Müll")
    house.later(hours=5, minutes=59)
    before = len(house.relay.mails)
    house.now += timedelta(minutes=2)
    brings(house, 1, "Der Heizkörper im Bad wird nicht warm.")
    house.gateway.drain()
    with house.gateway.database.read() as connection:
        rows = connection.execute(select(schema.mails.c.message_id, schema.mails.c.kind)).all()
        kinds = {row.message_id: row.kind for row in rows}
    sent = [kinds[str(m.message["Message-ID"]).strip("<>")] for m in house.relay.mails[before:]]
    assert sent.count("evening") > 3
    assert {"acknowledgement", "new_ticket"} <= set(sent[: sent.index("evening")])
    assert set(sent[sent.index("evening") :]) == {"evening"}


def test_whoever_wants_nothing_still_hears_what_is_important_and_the_own(house: House) -> None:
    wish(house, Notify.NEVER, NUMBERS[ANNA])
    lamp(house)
    house.answers(SABINE, house.last_to(SABINE), "AN ALLE: Die Lampe kommt am Freitag.", auth="pass")
    house.later(hours=6, minutes=1)
    assert told(house, ANNA) == []
    house.writes(YILDIZ, "Der Aufzug steht seit heute früh.", subject="Aufzug")
    assert told(house, ANNA) == ["public_summary"]
    house.writes(ANNA, "Der Heizkörper im Bad wird nicht warm.")
    assert house.kinds_to(ANNA)[-1] == "acknowledgement"


@pytest.mark.parametrize("notify", [Notify.DAILY, Notify.NEVER])
def test_the_own_report_to_the_house_is_answered_at_once_and_told_on(house: House, notify: Notify) -> None:
    wish(house, notify, NUMBERS[YILDIZ])
    lamp(house)
    assert house.kinds_to(YILDIZ)[0] == "acknowledgement"
    house.answers(KRAUSE, next(m for m in house.mails_to(KRAUSE)), "Erledigt.")
    assert "status" in house.kinds_to(YILDIZ)
    house.later(hours=30)
    assert told(house, YILDIZ) == []


@pytest.mark.parametrize("notify", [Notify.DAILY, Notify.NEVER])
def test_orders_never_wait(house: House, notify: Notify) -> None:
    wish(house, notify, NUMBERS[KRAUSE])
    lamp(house)
    assert "order" in house.kinds_to(KRAUSE)


@pytest.mark.parametrize(
    "maria, tom, soon, later",
    [
        (Notify.AT_ONCE, Notify.AT_ONCE, ["public_summary"], ["public_summary"]),
        (Notify.AT_ONCE, Notify.DAILY, ["public_summary"], ["public_summary"]),
        (Notify.DAILY, Notify.DAILY, [], ["evening"]),
        (Notify.DAILY, Notify.NEVER, [], ["evening"]),
        (Notify.AT_ONCE, Notify.NEVER, ["public_summary"], ["public_summary"]),
        (Notify.NEVER, Notify.NEVER, [], []),
    ],
)
def test_a_household_with_one_mailbox(
    house: House, maria: Notify, tom: Notify, soon: list[str], later: list[str]
) -> None:
    wish(house, maria, MARIA)
    wish(house, tom, TOM)
    house.writes(HANSEN, "Die Tonnen im Hof wurden nicht geleert.", to=HARBOUR, subject="Müll")
    house.later(hours=7)  # the lines of the day are told: what follows is a word to all
    before = len(told(house, SCHULZ))
    house.answers(SABINE, house.last_to(SABINE), "AN ALLE: Die Tonnen kommen am Montag.", auth="pass")
    assert told(house, SCHULZ)[before:] == soon
    house.later(hours=23.5)  # Wednesday, 18:30
    assert told(house, SCHULZ)[before:] == later
    if maria is Notify.AT_ONCE and tom is Notify.NEVER:
        assert "Tom" not in str(house.last_to(SCHULZ).message["To"])


def test_stumm_under_the_mail_of_the_day_ends_it(anna_daily: House) -> None:
    house = anna_daily
    lamp(house)
    house.later(hours=7)
    house.answers(ANNA, house.last_to(ANNA), "STUMM", auth="pass")
    house.writes(YILDIZ, "Die Tonnen im Hof wurden nicht geleert.", subject="Müll")
    house.later(days=1)
    assert told(house, ANNA) == ["evening"]


def test_a_line_is_answered_by_the_number_of_its_ticket(anna_daily: House) -> None:
    house = anna_daily
    lamp(house)
    house.answers(SABINE, house.last_to(SABINE), "AN ALLE: Die Lampe kommt am Freitag.", auth="pass")
    house.later(hours=7)
    house.answers(ANNA, house.last_to(ANNA), "T-1001 ICH AUCH", auth="pass")
    assert house.verdicts()[-1] == ("done", "me_too")


def test_what_became_private_meanwhile_is_no_longer_in_it_and_nothing_is_no_mail(anna_daily: House) -> None:
    house = anna_daily
    lamp(house)
    new = house.last_to(SABINE)
    house.answers(SABINE, new, "AN ALLE: Die Lampe kommt am Freitag.", auth="pass")
    house.answers(SABINE, new, "PRIVAT", auth="pass")
    house.later(hours=7)
    assert told(house, ANNA) == []


def test_stopp_takes_words_to_all_out_of_the_day_as_well(furnished_url: str) -> None:
    with house_on(furnished_url, Policy(hold_minutes=5)) as house:
        wish(house, Notify.DAILY, NUMBERS[ANNA])
        lamp(house)
        house.later(minutes=6)
        new = next(m for m in house.mails_to(SABINE))
        house.answers(SABINE, new, "AN ALLE: Die Lampe kommt am Freitag.", auth="pass")
        house.answers(SABINE, house.last_to(SABINE), "STOPP", auth="pass")
        house.later(hours=7)
        assert all("Freitag" not in text_of(m) for m in house.mails_to(ANNA))


def test_nobody_hears_twice_and_nothing_is_lost(house: House) -> None:
    """Whatever each wants: one notice a person and event, and none for who wants nothing."""
    wishes = {ANNA: Notify.DAILY, MILLER: Notify.NEVER, KRAUSE: Notify.AT_ONCE}
    for address, notify in wishes.items():
        wish(house, notify, NUMBERS[address])
    lamp(house)
    house.answers(SABINE, house.last_to(SABINE), "AN ALLE: Die Lampe kommt am Freitag.", auth="pass")
    house.later(days=2)
    for address, notify in wishes.items():
        said = "\n".join(text_of(m) for m in house.mails_to(address) if "T-1001" in text_of(m))
        assert said.count("Die Lampe kommt am Freitag.") == (notify is not Notify.NEVER), address


# ---- by mail


def own_word(house: House, who: str) -> str:
    with house.gateway.database.read() as connection:
        persons = schema.persons
        query = select(persons.c.own_notify).where(persons.c.id == NUMBERS[who])
        return str(connection.execute(query).scalar_one())


def test_a_word_to_the_house_is_obeyed_confirmed_and_taken_back_by_another(house: House) -> None:
    house.writes(ANNA, "TÄGLICH", subject="Mails")
    assert (house.tickets(), house.kinds_to(ANNA)) == ([], ["noted"])
    assert "einmal am Arbeitstag" in " ".join(text_of(house.last_to(ANNA)).split())
    lamp(house)
    house.answers(SABINE, house.last_to(SABINE), "AN ALLE: Die Lampe kommt am Freitag.", auth="pass")
    assert (told(house, MILLER), told(house, ANNA)) == (["public_summary"], [])
    check_golden(house, "preferred_daily")
    house.answers(ANNA, house.last_to(ANNA), "KEINE MAILS")
    assert own_word(house, ANNA) == "never"
    house.answers(ANNA, house.last_to(ANNA), "Sofort!", client="gmail")
    assert own_word(house, ANNA) == "at_once"
    assert house.kinds_to(ANNA) == ["noted"] * 3


def test_an_import_does_not_undo_what_somebody_chose(house: House) -> None:
    house.writes(ANNA, "KEINE MAILS")
    wish(house, Notify.AT_ONCE, NUMBERS[ANNA])
    lamp(house)
    house.later(hours=7)
    assert (told(house, MILLER), told(house, ANNA)) == (["evening"], [])


def test_without_proof_the_word_is_asked_for_again_and_the_answer_counts(house: House) -> None:
    house.writes(ANNA, "TÄGLICH", auth="none")
    assert own_word(house, ANNA) == ""
    house.answers(ANNA, house.last_to(ANNA), "TÄGLICH")
    assert own_word(house, ANNA) == "daily"


def test_in_an_answer_about_a_ticket_it_stays_an_ordinary_word(house: House) -> None:
    house.writes(ANNA, "Der Heizkörper im Bad wird nicht warm.")
    house.answers(SABINE, house.last_to(SABINE), "Guten Tag Frau Berger,\nwann passt es Ihnen?")
    house.answers(ANNA, house.last_to(ANNA), "Sofort")
    assert own_word(house, ANNA) == ""
    assert house.kinds_to(SABINE)[-1] == "person_wrote"


def test_of_a_firm_it_is_a_word_about_work(house: House) -> None:
    house.writes(MEIER, "Sofort!", subject="Heizung")
    assert "noted" not in house.kinds_to(MEIER)
    assert "Sofort!" in text_of(house.last_to(SABINE))
