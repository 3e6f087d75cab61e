"""No price that is spoken of anywhere in the office reaches a resident, the house, or another firm."""

import pytest

from tests.house import ANNA, KRAUSE, MILLER, SABINE, YILDIZ, House
from tests.papers import zugferd
from tests.relay import Taken
from tests.stories.test_invoices import ACCOUNTING, DORN, MEIER, bills

PETERSEN = "dr.petersen@kanzlei.example"
WOLF = "info@sanitaer-wolf.example"
RESIDENTS = (ANNA, MILLER, KRAUSE)
# Amounts that nobody would write by chance, as a firm, a mail of ours or a file name may spell them.
CANARIES = (
    "4.711,37",
    "4711.37",
    "4711,37",
    "3.959,13",
    "3959,13",
    "5.818,41",
    "5818.41",
    "6.923,59",
    "RE-31337",
)


def _spoken(mail: Taken) -> str:
    parts = [str(p.get_content()) for p in mail.message.walk() if p.get_content_maintype() == "text"]
    return " ".join((str(mail.message["Subject"]), *parts)).replace("\u00a0", " ")


def _canaries_in(house: House, address: str) -> set[str]:
    return {c for m in house.mails_to(address) for c in CANARIES if c in _spoken(m)}


@pytest.mark.parametrize(
    "report, subject",
    [
        ("In der Küche tropft die Steigleitung.", "Wasser"),
        ("Im Treppenhaus tropft ein Rohr.", "öffentlich Wasser"),
    ],
)
def test_a_price_reaches_the_office_the_board_and_its_own_firm_alone(
    house: House, report: str, subject: str
) -> None:
    house.writes(ANNA, report, subject=subject)
    house.answers(SABINE, house.last_to(SABINE), "ANGEBOT Dorn, Wolf")
    house.answers(DORN, house.last_to(DORN), "Angebot: 3.959,13 € netto, gültig 4 Wochen.")  # 4.711,37 gross
    house.answers(WOLF, house.last_to(WOLF), "Angebot: 5.818,41 € brutto.")
    offers = house.last_to(SABINE)
    house.answers(SABINE, offers, "FREIGABE EIGENTÜMER")
    house.answers(YILDIZ, house.last_to(YILDIZ), "Ja, aber höchstens 5.818,41 €")
    house.answers(SABINE, house.last_to(SABINE), "Guten Tag Frau Yıldız, danke.")
    house.answers(YILDIZ, house.mails_to(YILDIZ)[0], "JA")
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Dorn max 4.711,37 €\nRECHNUNG EIGENTÜMER")
    house.answers(SABINE, house.last_to(SABINE), "EIGENTÜMER INFORMIEREN")
    house.answers(DORN, house.last_to(DORN), "zugesagt")
    house.answers(DORN, house.last_to(DORN), "wird teurer, 6.923,59 €")
    house.answers(SABINE, house.last_to(SABINE), "NEIN, 6.923,59 € sind zu viel")
    house.later(hours=30)
    bill = zugferd("RE-31337", "6923.59")
    bills(house, {"RE-31337.pdf": bill}, author=DORN, to=_secret(house, DORN), subject="Rechnung RE-31337")
    house.answers(SABINE, house.last_to(SABINE), "JA")
    house.answers(DORN, house.last_to(DORN), "erledigt")
    house.answers(SABINE, house.last_to(SABINE), "ABGENOMMEN")
    house.answers(SABINE, house.last_to(SABINE), "ERLEDIGT")
    house.answers(ANNA, house.last_to(ANNA), "STATUS")
    house.later(hours=30)

    for address in RESIDENTS:
        assert _canaries_in(house, address) == set()
    assert "6.923,59" in _canaries_in(house, ACCOUNTING)
    assert _canaries_in(house, WOLF) <= {"5.818,41"}
    assert _canaries_in(house, MEIER) == set()
    assert not _canaries_in(house, DORN) & {"5.818,41"}
    owner = [m for m in house.mails_to(PETERSEN) if "Auftrag in Ihrer Wohnung" in str(m.message["Subject"])]
    assert all(c not in _spoken(m) for m in owner for c in CANARIES)
    house_mails = [m for m in house.mails_to(YILDIZ) if m.message["List-Id"]]
    assert all(c not in _spoken(m) for m in house_mails for c in CANARIES)


def _secret(house: House, address: str) -> str:
    found = house.last_to(address).message["Reply-To"].addresses[0]
    return f"{found.username}@{found.domain}"
