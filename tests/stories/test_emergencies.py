"""Emergencies (M02, M08, M09, M18): the number first, all managers at once and again, a firm only by rule."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from hauspost.desk.model import Flag, Status
from hauspost.desk.policy import Policy
from tests.house import ANNA, HANSEN, HARBOUR, HOUSE, MILLER, SABINE, STRANGER, TIM, YILDIZ, House, house_on, text_of

SUNDAY_NIGHT = datetime(2026, 1, 11, 21, 41, tzinfo=UTC)  # 22:41 in Berlin
MEIER = "auftrag@heizung-meier.example"
OUT = (
    "Im ganzen Haus ist die Heizung aus und kein warmes Wasser seit 20 Uhr!!!\n"
    "Mein Sohn hat Fieber, es sind 16 Grad. Der Nachbar unter mir friert auch.\n"
    "0171 5550199\n"
    "Gesendet mit der WEB.DE Mail App\n"
)
SUBJECT = "DRINGEND!!! Heizung komplett aus"
GAS = "Hier riecht es stark nach Gas, Erdgeschoss!"


@pytest.fixture
def night_house(furnished_url: str) -> Iterator[House]:
    """A Sunday night in January; the on-call firm is ordered by rule."""
    with house_on(furnished_url, Policy(emergency_dispatch=True, hold_minutes=5, fold_minutes=15)) as house:
        house.now = SUNDAY_NIGHT
        yield house


@pytest.fixture
def careful_house(furnished_url: str) -> Iterator[House]:
    """The same night; nobody is ordered without a hand."""
    with house_on(furnished_url, Policy(hold_minutes=5, fold_minutes=15)) as house:
        house.now = SUNDAY_NIGHT
        yield house


def test_the_whole_house_without_heating_reads_a_number_first_and_no_firm_is_ordered_without_a_rule(
    careful_house: House,
) -> None:
    house = careful_house
    house.writes(ANNA, OUT, subject=SUBJECT)
    answer = house.last_to(ANNA)
    print(answer.message["Subject"]); print(text_of(answer))
    for m in house.relay.mails: print(m.rcpt_to, m.message["Subject"])
    print(text_of(house.last_to(SABINE)))
    assert 0
