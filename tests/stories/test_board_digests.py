"""The board gets an overview of the house's public tickets, if its house wants one: nothing private, nobody's name."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Connection, delete, update

from hauspost.desk.board_digests import due_digest
from hauspost.desk.business_calendar import BusinessCalendar
from hauspost.desk.houses import Notify
from hauspost.desk.office_hours import OfficeHours
from hauspost.desk.policy import Policy
from hauspost.store import schema
from tests.golden_mails import check_golden
from tests.house import ANNA, KRAUSE, MILLER, SABINE, YILDIZ, House, house_on, text_of
from tests.oracle.importing import import_tables

BERLIN = ZoneInfo("Europe/Berlin")
FATMA = "1003"  # owner, and on the board


@pytest.fixture
def weekly_house(furnished_url: str) -> Iterator[House]:
    with house_on(furnished_url, Policy(board_digest="weekly")) as built:
        yield built


def reported(house: House) -> None:
    """Two public tickets, one of them ended, and a private one."""
    house.writes(MILLER, "Im Treppenhaus Haus 12 brennt keine Lampe.", subject="Licht")
    house.answers(KRAUSE, house.mails_to(KRAUSE)[0], "Erledigt.")
    house.writes(MILLER, "Die Tonnen im Hof wurden nicht geleert.", subject="Müll")
    house.writes(ANNA, "Der Heizkörper im Bad wird nicht warm.")


def until_monday(house: House) -> None:
    house.later(days=5, hours=20.25)  # from Tuesday noon to 8:15


def overviews(house: House) -> int:
    return house.kinds_to(YILDIZ).count("board_digest")


@pytest.mark.parametrize(
    "company, own, told", [("off", "weekly", 1), ("weekly", "off", 0), ("off", "", 0), ("weekly", "", 1)]
)
def test_a_house_may_choose_otherwise_than_the_company(
    furnished_url: str, company: str, own: str, told: int
) -> None:
    head = "Objektnummer;Bezeichnung;Straße;Objekt-E-Mail;board_digest"
    table = f"{head}\nLW12;WEG Lindenweg 12-14;Lindenweg 12-14;lindenweg12;{own}\n"
    with house_on(furnished_url, Policy(board_digest=company)) as house:
        import_tables(house.gateway.database, {"properties.csv": table.encode()}, at=house.now)
        reported(house)
        until_monday(house)
        assert overviews(house) == told


def test_on_the_first_office_day_of_the_week(weekly_house: House) -> None:
    house = weekly_house
    reported(house)
    house.later(days=5, hours=19.75)  # Monday, 7:45
    assert overviews(house) == 0
    house.later(hours=0.5)
    assert overviews(house) == 1
    told = text_of(house.last_to(YILDIZ))
    assert "T-1001" in told
    assert "T-1002" in told
    assert "T-1003" not in told
    assert "Miller" not in told
    check_golden(house, "board_digest")
    house.later(days=2)
    assert overviews(house) == 1


def test_only_the_board_gets_it(weekly_house: House) -> None:
    reported(weekly_house)
    until_monday(weekly_house)
    everybody = {m.rcpt_to for m in weekly_house.relay.mails if "Beirats" in text_of(m)}
    assert everybody == {YILDIZ}


def test_off_unless_the_house_wants_it(house: House) -> None:
    reported(house)
    until_monday(house)
    assert overviews(house) == 0


def test_nothing_to_tell_is_no_mail(weekly_house: House) -> None:
    weekly_house.writes(ANNA, "Der Heizkörper im Bad wird nicht warm.")
    until_monday(weekly_house)
    assert overviews(weekly_house) == 0


def test_two_nodes_send_it_once(weekly_house: House, furnished_url: str) -> None:
    reported(weekly_house)
    with house_on(furnished_url, Policy(board_digest="weekly")) as other:
        until_monday(weekly_house)
        other.now = weekly_house.now
        other.gateway.drain()
        weekly_house.gateway.drain()
        with other.gateway.database.read() as connection:
            rows = connection.exec_driver_sql(
                "select count(*) from notices where kind = 'board_digest'"
            ).all()
    assert rows[0][0] == 1


@pytest.mark.parametrize("words", ["STUMM", "Stumm."])
def test_stumm_ends_it_and_the_evening_mail_goes_on(weekly_house: House, words: str) -> None:
    house = weekly_house
    reported(house)
    until_monday(house)
    house.answers(YILDIZ, house.last_to(YILDIZ), words, auth="pass")
    house.writes(MILLER, "Die Haustür unten ist verschmutzt, bitte reinigen.", subject="Reinigung")
    evenings = house.kinds_to(YILDIZ).count("evening")
    house.later(hours=10)
    assert house.kinds_to(YILDIZ).count("evening") == evenings + 1
    house.later(days=6, hours=14)
    assert overviews(house) == 1


def test_its_unsubscribe_button_ends_it_alone(weekly_house: House) -> None:
    house = weekly_house
    reported(house)
    until_monday(house)
    stop = str(house.last_to(YILDIZ).message["List-Unsubscribe"]).strip("<>").removeprefix("mailto:")
    house.writes(YILDIZ, "", to=stop, subject="unsubscribe")
    assert house.verdicts()[-1] == ("done", "muted")
    house.writes(MILLER, "Die Haustür unten ist verschmutzt, bitte reinigen.", subject="Reinigung")
    evenings = house.kinds_to(YILDIZ).count("evening")
    house.later(hours=10)
    assert house.kinds_to(YILDIZ).count("evening") == evenings + 1
    house.later(days=6, hours=14)
    assert overviews(house) == 1


def test_a_line_is_answered_by_its_number(weekly_house: House) -> None:
    house = weekly_house
    reported(house)
    until_monday(house)
    house.answers(YILDIZ, house.last_to(YILDIZ), "T-1002 ICH AUCH", auth="pass")
    assert house.verdicts()[-1] == ("done", "me_too")


def test_whoever_wants_nothing_of_the_house_gets_none(weekly_house: House) -> None:
    persons = schema.persons

    def chosen(connection: Connection) -> None:
        connection.execute(update(persons).where(persons.c.id == FATMA).values(notify=Notify.NEVER))

    weekly_house.gateway.database.write(chosen)
    reported(weekly_house)
    until_monday(weekly_house)
    assert overviews(weekly_house) == 0


def test_who_left_the_board_before_it_left_gets_none_and_what_became_private_is_left_out(
    weekly_house: House,
) -> None:
    house = weekly_house
    reported(house)
    house.relay.answers("rcpt", "451 4.3.0 later", to=YILDIZ)
    until_monday(house)
    bins = next(m for m in house.mails_to(SABINE) if "T-1002" in str(m.message["Subject"]))
    house.answers(SABINE, bins, "PRIVAT", auth="pass")
    house.relay.behaves()
    house.later(minutes=5)
    assert overviews(house) == 1
    assert "T-1002" not in text_of(house.last_to(YILDIZ))


def test_who_left_the_board_meanwhile_gets_none(weekly_house: House) -> None:
    house = weekly_house
    reported(house)
    house.relay.answers("rcpt", "451 4.3.0 later", to=YILDIZ)
    until_monday(house)
    roles = schema.role_assignments

    def resigns(connection: Connection) -> None:
        connection.execute(delete(roles).where(roles.c.person == FATMA))

    house.gateway.database.write(resigns)
    house.relay.behaves()
    house.later(minutes=5)
    assert overviews(house) == 0


@pytest.mark.parametrize(
    "word, at, key, since, due",
    [
        ("weekly", "2025-10-15 12:00", "2025-W42", "2025-10-06", "2025-10-13 08:00"),
        ("weekly", "2025-12-29 09:00", "2026-W01", "2025-12-22", "2025-12-29 08:00"),
        ("weekly", "2026-04-06 09:00", "2026-W15", "2026-03-30", "2026-04-07 08:00"),  # Easter Monday
        ("monthly", "2025-11-12 12:00", "2025-11", "2025-10-01", "2025-11-03 08:00"),  # the 1st is a Saturday
        ("monthly", "2026-01-01 12:00", "2026-01", "2025-12-01", "2026-01-02 08:00"),
    ],
)
def test_when_it_is_due_and_since_when_it_tells(word: str, at: str, key: str, since: str, due: str) -> None:
    calendar = BusinessCalendar(OfficeHours.read("Mo-Fr 8-17"), BERLIN)
    found = due_digest(word, datetime.fromisoformat(at).replace(tzinfo=BERLIN), calendar)
    assert found is not None
    assert found[0] == key
    assert found[1].strftime("%Y-%m-%d %H:%M") == f"{since} 00:00"
    assert found[2].astimezone(BERLIN).strftime("%Y-%m-%d %H:%M") == due


def test_a_house_that_wants_none_is_never_due() -> None:
    calendar = BusinessCalendar(OfficeHours.read("Mo-Fr 8-17"), BERLIN)
    assert due_digest("off", datetime(2025, 10, 13, 9, tzinfo=BERLIN), calendar) is None
