"""Gateways wired to each other, programs on holiday and forging strangers: all of them fall silent."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hauspost.parsers.mail import parse_mail
from hauspost.store import arrivals
from tests.house import ANNA, BORDER, DOMAIN, KRAUSE, SABINE, TIM, House, house_on, secret_of
from tests.loops.machines import MARKED, UNMARKED, Responder, from_of, stripped
from tests.loops.runs import answered, on_holiday, strangers, wired
from tests.relay import Taken
from tests.sample import load_sample


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    yield from _house(tmp_path / "one.db")


@pytest.fixture
def other(tmp_path: Path) -> Iterator[House]:
    yield from _house(tmp_path / "other.db", domain="tickets.andere.example")


def _house(file: Path, domain: str = DOMAIN) -> Iterator[House]:
    load_sample(f"sqlite:///{file}")
    with house_on(f"sqlite:///{file}", domain=domain) as built:
        yield built


@pytest.mark.parametrize("through", [bytes, stripped], ids=["as they are", "without any sign"])
def test_two_gateways_that_are_each_other_s_tenants_fall_silent(
    house: House, other: House, through: Callable[[bytes], bytes]
) -> None:
    sent = wired(house, other, through=through)
    assert sent
    assert max(sent.values()) <= 2, sent


def test_fifty_programs_on_holiday_fall_silent_twenty_of_them_without_any_mark(house: House) -> None:
    unmarked = {f"still.{n}@urlaub.example": UNMARKED[n % len(UNMARKED)] for n in range(20)}
    marked = {f"auto.{n}@urlaub.example": MARKED[n % len(MARKED)] for n in range(30)}
    got = on_holiday(house, unmarked | marked)
    assert {got[address] for address in marked} == {1}
    assert {got[address] for address in unmarked} <= {1, 2}
    assert max(got[address] for address in unmarked) == 2  # those that write to the house open a matter first


@pytest.mark.parametrize("at", [secret_of, from_of], ids=["at the secret address", "at the house's"])
def test_a_tenant_and_a_manager_who_are_both_away_do_not_talk_through_us(
    house: House, at: Callable[[Taken], str]
) -> None:
    tenant = Responder("tenant", at)
    manager = Responder(
        "manager", at, words="Guten Tag,\n\nvielen Dank. Ich bin erst ab Montag wieder im Haus.\n"
    )
    house.writes(ANNA, "Heizkörper kalt.")
    got = answered(house, {ANNA: tenant, SABINE: manager, TIM: manager})
    assert got[ANNA] == 2
    assert got[SABINE] <= 6  # three of them are held lists, the most that a day has
    assert got[TIM] == 0


def test_three_hundred_forging_strangers_get_twenty_mails_in_all(house: House) -> None:
    got = strangers(house, 300)
    outside = {address: count for address, count in got.items() if "fremd" in address}
    assert (len(outside), set(outside.values())) == (20, {1})
    assert set(got) - set(outside) <= {SABINE, TIM}
    assert got[SABINE] <= 3
    assert len(house.held()) == 300


def test_an_hour_later_a_stranger_is_answered_again(house: House) -> None:
    strangers(house, 90)
    house.writes("spaet@fremd.example", "Sind Sie zuständig?")
    assert house.mails_to("spaet@fremd.example") == []
    house.later(hours=1)
    house.writes("morgen@fremd.example", "Sind Sie zuständig?")
    assert house.kinds_to("morgen@fremd.example") == ["neutral"]


def test_fifteen_mails_of_one_person_in_an_hour_are_all_heard(house: House) -> None:
    house.writes(ANNA, "Heizkörper kalt.")
    answers = [f"Jetzt steht das Wasser {n} Zentimeter hoch, Zimmer {chr(97 + n)}." for n in range(15)]
    for words in answers:
        house.later(minutes=3)
        house.answers(ANNA, house.mails_to(ANNA)[0], words)
    assert [v for v in house.verdicts() if v[0] != "done"] == []
    assert [e.text for e in house.entries(1001) if e.text in answers] == answers


def test_a_flood_in_a_ticket_is_held_told_once_and_taken_by_a_word(house: House) -> None:
    house.writes(ANNA, "Heizkörper kalt.")
    for n in range(40):
        house.answers(ANNA, house.mails_to(ANNA)[0], f"Nachricht {'abcdefghij'[n % 10] * (n // 10 + 1)}")
    held = [v for v in house.verdicts() if v[0] == "held"]
    assert held == [("held", "much_of_person_in_ticket")] * 11  # the report counts as well
    assert house.kinds_to(SABINE).count("held_list") == 1
    assert [e.kind for e in house.entries(1001)].count("automatic") == 1
    number = house.held()[0].id
    house.answers(SABINE, house.last_to(SABINE), f"H-{number} OK")
    assert len(house.held()) == 10
    assert house.entries(1001)[-1].text.startswith("Nachricht")


def test_a_mail_is_not_held_against_itself_when_its_decision_is_looked_at_again(house: House) -> None:
    mail = house.writes(ANNA, "Der Heizkörper im Bad bleibt kalt.")
    row = house.arrivals()[-1]
    parsed = parse_mail(mail.as_bytes(), authserv_id=BORDER)
    with house.gateway.database.read() as connection:
        deliberation = house.gateway.intake.deliberation
        looked = deliberation.consider(connection, arrivals.as_arrival(row), parsed, house.now)
    assert looked.decision.reason == "opened"


def test_the_caretaker_is_done_on_three_orders_with_one_word(house: House) -> None:
    for lamp in ("im Keller", "vor dem Haus", "im Treppenhaus"):
        house.writes(ANNA, f"Die Lampe {lamp} ist aus.", subject=f"Lampe {lamp}")
        house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Krause", auth="pass")
    for mail in [m for m in house.mails_to(KRAUSE) if "[A-" in m.message["Subject"]]:
        house.answers(KRAUSE, mail, "Erledigt", auth="pass")
    assert [v for v in house.verdicts() if v[0] == "held"] == []
    phases = [str(o.phase) for t in house.tickets() for o in t.orders]
    assert len(phases) == 3
    assert len(set(phases)) == 1
