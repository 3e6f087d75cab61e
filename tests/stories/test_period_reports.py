"""Managers read the figures of their own houses: by the word BERICHT, and as a month's first working day opens."""

import sys
from email.message import EmailMessage

import pytest
from sqlalchemy import select

from hauspost.desk.policy import Policy
from hauspost.store import schema
from tests.house import ANNA, DESK, SABINE, TIM, House, house_on, text_of


def part(mail: EmailMessage, content_type: str) -> list[bytes]:
    found = [p for p in mail.walk() if p.get_content_type() == content_type]
    return [bytes(p.get_payload(decode=True)) for p in found]


def of_residents(house: House) -> list[str]:
    with house.gateway.database.read() as connection:
        query = select(schema.persons.c.last_name).where(schema.persons.c.id.like("1%"))
        return list(connection.execute(query).scalars())


def test_bericht_brings_the_last_month_at_once(house: House) -> None:
    house.writes(ANNA, "Der Heizkörper im Bad wird nicht warm.")
    house.later(days=20)
    house.writes(SABINE, "BERICHT", subject="", to=DESK)
    assert house.kinds_to(SABINE)[-1] == "period_report"
    mail = house.last_to(SABINE).message
    assert mail["Subject"] == "Bericht Oktober 2025"
    assert "Oktober 2025: 1 neuer Vorgang" in text_of(house.last_to(SABINE))
    assert "Berger" not in text_of(house.last_to(SABINE))
    (table,) = part(mail, "text/csv")
    assert "Überblick;;;neu;1\r\n" in table.decode("utf-8-sig")
    assert not any(name in table.decode("utf-8-sig") for name in of_residents(house))
    assert len(part(mail, "image/png")) == 2
    (page,) = part(mail, "text/html")
    assert page.count(b'src="cid:') == 2


def test_without_the_extra_the_page_draws_the_bars_itself(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)  # as where it was never installed
    house.writes(ANNA, "Der Heizkörper im Bad wird nicht warm.")
    house.later(days=20)
    house.writes(SABINE, "BERICHT", subject="", to=DESK)
    mail = house.last_to(SABINE).message
    assert part(mail, "image/png") == []
    (page,) = part(mail, "text/html")
    assert b"<img" not in page
    course = page.decode().partition("VERLAUF")[2].partition("NACH THEMA")[0]
    assert "1 neu, 0 erledigt" in course
    assert course.count('class="track"') == 5  # a bar a week
    assert len(part(mail, "text/csv")) == 1


def test_a_resident_has_no_such_word(house: House) -> None:
    house.writes(ANNA, "BERICHT", subject="Frage")
    assert "period_report" not in house.kinds_to(ANNA)


def test_the_first_working_day_brings_each_manager_the_own_houses(furnished_url: str) -> None:
    with house_on(furnished_url, Policy(monthly_report="on")) as house:
        house.writes(ANNA, "Der Heizkörper im Bad wird nicht warm.")
        house.later(days=19, hours=19)  # Monday, 3 November, 6:00
        assert "period_report" not in house.kinds_to(SABINE)
        house.later(hours=3)
        house.later(hours=3)
        assert house.kinds_to(SABINE).count("period_report") == 1
        assert house.kinds_to(TIM).count("period_report") == 1
