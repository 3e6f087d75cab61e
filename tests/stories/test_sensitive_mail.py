"""Rent reduction, lawyers, insurance, data protection (M23, M24): received, and nothing happens by itself."""

from datetime import UTC, datetime

import pytest

from hauspost.desk.model import Flag
from tests.golden_mails import check_golden
from tests.house import ANNA, HANSEN, HARBOUR, HOUSE, MILLER, SABINE, TIM, YILDIZ, House, text_of

WOLF = "info@sanitaer-wolf.example"
THREAT = (
    "Sehr geehrte Damen und Herren,\nseit 6 Wochen ist der Schimmel im Schlafzimmer nicht beseitigt. "
    "Ich setze Ihnen eine letzte Frist bis 31.10.2025, mindere ab sofort die Miete um 20 % "
    "und übergebe sonst meinem Anwalt."
)


def _spoken(house: House, address: str) -> str:
    return " ".join(text_of(house.last_to(address)).replace("\xa0", " ").split())


def test_a_threat_is_received_with_its_time_and_admits_and_promises_nothing(house: House) -> None:
    house.writes(HANSEN, THREAT, to=HARBOUR, subject="Letzte Frist - Mietminderung 20 %")
    said = _spoken(house, HANSEN)
    assert "Ihre Nachricht ist heute um" in said
    for word in ("veranlassen", "prüfen", "behoben", "Schimmel", "Stand:", "Mietminderung 20"):
        assert word not in said
    ticket = house.ticket()
    assert Flag.LEGAL in ticket.flags
    assert str(ticket.visibility) == "private"
    told = _spoken(house, SABINE)
    assert "HEIKEL" in told
    assert "Fr, 31.10.2025" in told
    check_golden(house, "legal_threat")


def test_its_manager_is_reminded_before_the_day_and_not_after_the_end(house: House) -> None:
    house.writes(HANSEN, THREAT, to=HARBOUR, subject="Letzte Frist")
    house.now = datetime(2025, 10, 28, 6, 0, tzinfo=UTC)
    house.later(minutes=1)
    assert house.kinds_to(SABINE) == ["new_ticket"]
    house.later(hours=1)
    assert house.kinds_to(SABINE) == ["new_ticket", "new_ticket"]
    assert "FRIST NAHT" in _spoken(house, SABINE)
    house.later(days=3)
    assert house.kinds_to(SABINE) == ["new_ticket", "new_ticket"]


def test_an_emergency_with_a_threat_alarms_and_is_nobody_else_s(house: House) -> None:
    words = (
        "öffentlich, anonym\nRohrbruch im Keller Haus 14, das Wasser steht 10 cm hoch!\n"
        "Letzte Frist bis 31.10.2025, sonst mindere ich die Miete und gehe zum Anwalt."
    )
    house.writes(ANNA, words, subject="Rohrbruch")
    assert house.kinds_to(ANNA) == ["emergency"]
    assert "Stand:" not in _spoken(house, ANNA)
    assert house.ticket().flags >= {Flag.LEGAL, Flag.EMERGENCY}
    assert str(house.ticket().visibility) == "private"
    told = "anonym: Name bleibt im Büro · heikel, Frist Fr, 31.10.2025"
    assert told in _spoken(house, SABINE)
    house.later(minutes=10)
    assert house.kinds_to(SABINE) == house.kinds_to(TIM) == ["alarm", "alarm"]
    assert told in _spoken(house, SABINE)  # the repeat says it, too
    house.answers(SABINE, house.last_to(SABINE), "OK")
    house.now = datetime(2025, 10, 28, 7, 0, tzinfo=UTC)
    house.later(hours=1)
    assert "FRIST NAHT" in _spoken(house, SABINE)
    assert house.mails_to(YILDIZ) == house.mails_to(WOLF) == []


def test_what_is_over_is_not_reminded_of(house: House) -> None:
    house.writes(HANSEN, THREAT, to=HARBOUR, subject="Letzte Frist")
    house.answers(SABINE, house.last_to(SABINE), "ERLEDIGT")
    assert "behoben" not in _spoken(house, HANSEN)  # whether it is mended is what the quarrel is about
    before = len(house.mails_to(SABINE))
    house.later(days=16)
    assert len(house.mails_to(SABINE)) == before


def test_no_rule_orders_and_a_firm_reads_the_topic_alone_when_a_manager_orders(house: House) -> None:
    words = "Der Abfluss läuft über, bis 31.10.2025 ist das repariert oder mein Anwalt mindert die Miete!"
    house.writes(HANSEN, words, to=HARBOUR, subject="Abfluss")  # a veto rule speaks of water there
    assert "VORSCHLAG" not in text_of(house.last_to(SABINE))
    house.later(days=2)
    assert house.mails_to(WOLF) == []
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Wolf")
    said = text_of(house.last_to(WOLF))
    for word in ("Anwalt", "Miete", "mindert", "31.10"):
        assert word not in said


def test_it_is_private_whatever_was_wished(house: House) -> None:
    house.writes(
        ANNA, "öffentlich\nDer Aufzug steht seit Wochen, ich mindere die Miete!", to=HOUSE, subject="Aufzug"
    )
    assert str(house.ticket().visibility) == "private"
    assert house.mails_to(YILDIZ) == []


def test_a_threat_in_answer_to_the_house_is_a_private_matter_of_its_own(house: House) -> None:
    house.writes(ANNA, "Der Aufzug in Haus 14 ruckelt.", subject="Aufzug")
    public = house.last_to(YILDIZ)
    house.answers(YILDIZ, public, "Ich schalte jetzt meinen Anwalt ein!")
    first, second = house.tickets()
    assert str(first.visibility) == "public"
    assert str(second.visibility) == "private"
    assert Flag.LEGAL in second.flags
    assert all("Anwalt" not in text_of(m) for m in house.mails_to(ANNA))


def test_words_of_a_lawyer_in_a_running_matter_flag_it(house: House) -> None:
    house.writes(ANNA, "Das Fenster klemmt.", subject="Fenster")
    house.answers(ANNA, house.last_to(ANNA), "Bis 31.10.2025 ist das gemacht, sonst mindere ich die Miete.")
    assert Flag.LEGAL in house.ticket().flags
    assert "schreibt, heikel" in _spoken(house, SABINE)


def test_a_request_for_one_s_data_is_due_in_a_month(house: House) -> None:
    house.writes(MILLER, "Under Art. 15 GDPR please send me a copy of my data.", subject="My data", to=HOUSE)
    assert str(house.ticket().category) == "data_protection"
    assert "This mail confirms only that it arrived." in _spoken(house, MILLER)
    assert "Fr, 14.11.2025" in _spoken(house, SABINE)


@pytest.mark.parametrize(
    "words",
    [
        "Mein Sohn hat Asthma und der Aufzug in Haus 14 steht.",
        "Meine Mutter sitzt im Rollstuhl, der Aufzug in Haus 14 fährt nicht.",
        "Aufzug Haus 14 steht, ich bin schwanger.",
        "The lift in building 14 is broken and my wife is pregnant.",
        "Aufzug in Haus 14 steht. Mein Mann hatte einen Schlaganfall.",
        "Der Aufzug in Haus 14 fährt nicht, Frau Krause hat Krebs.",
        "Aufzug Haus 14 kaputt, meine Tochter ist depressiv.",
    ],
)
def test_health_and_family_never_leave_the_managers(house: House, words: str) -> None:
    house.writes(ANNA, words, subject="Aufzug")
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Nord")
    house.later(days=1)
    outside = [
        m for m in house.relay.mails if m.rcpt_to not in (SABINE, ANNA, "tim.lorenz@hv-sonnenschein.example")
    ]
    assert outside
    said = "\n".join(f"{m.message['Subject']}\n{text_of(m)}" for m in outside)
    for private in (
        "Asthma",
        "Sohn",
        "Rollstuhl",
        "Mutter",
        "schwanger",
        "pregnant",
        "wife",
        "Schlaganfall",
        "Mann ",
        "Krebs",
        "depress",
        "Tochter",
    ):
        assert private not in said
