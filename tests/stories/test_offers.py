"""ANGEBOT: what a firm answers with a price, and what a manager's yes and no to it do (WORDS 2, rule 8)."""

import pytest

from tests.house import ANNA, SABINE, House, text_of

MEIER = "auftrag@heizung-meier.example"


@pytest.fixture
def asked(house: House) -> House:
    house.writes(ANNA, "Der Heizkörper im Bad wird nicht warm.")
    house.answers(SABINE, house.last_to(SABINE), "ANGEBOT Meier")
    return house


def words(house: House, address: str) -> str:
    return " ".join(text_of(house.last_to(address)).replace("\u00a0", " ").split())


def phases(house: House) -> list[tuple[str, str, int | None]]:
    return [(str(o.kind), str(o.phase), o.limit) for o in house.ticket().orders]


RECEIVED = ("quote", "quote_received", None)


@pytest.mark.parametrize(
    "offer", ["Unser Angebot: 450 € brutto.", "450 € brutto", "Kostet 450 €", "Machen wir für 450 €"]
)
@pytest.mark.parametrize("word", ["JA", "OK", "FREIGEBEN", "genehmigt"])
def test_a_yes_to_an_offer_orders_up_to_its_price(asked: House, offer: str, word: str) -> None:
    asked.answers(MEIER, asked.last_to(MEIER), offer)
    assert phases(asked) == [RECEIVED]
    shown = words(asked, SABINE)
    assert "JA beauftragt Heizung Meier GmbH bis 450 € brutto (OK genügt auch)" in shown
    assert "NEIN kein Auftrag" in shown
    asked.answers(SABINE, asked.last_to(SABINE), word)
    assert phases(asked) == [RECEIVED, ("order", "dispatched", 45000)]
    assert asked.kinds_to(MEIER) == ["order", "order"]  # the inquiry and the order, and no word of the office
    assert "450 € brutto" in words(asked, MEIER)


@pytest.mark.parametrize(
    "word", ["Ja, aber höchstens 400 €", "Ja bis 400", "Grundsätzlich ja.", "NEIN, zu teuer"]
)
def test_half_a_yes_to_an_offer_and_a_no_reach_nobody(asked: House, word: str) -> None:
    asked.answers(MEIER, asked.last_to(MEIER), "Unser Angebot: 450 € brutto.")
    asked.answers(SABINE, asked.last_to(SABINE), word)
    assert phases(asked) == [RECEIVED]
    assert asked.kinds_to(MEIER) == ["order"]


def test_an_offer_is_taken_once(asked: House) -> None:
    asked.answers(MEIER, asked.last_to(MEIER), "Unser Angebot: 450 € brutto.")
    offer = asked.last_to(SABINE)
    asked.answers(SABINE, offer, "JA")
    asked.answers(SABINE, offer, "JA")
    assert asked.kinds_to(MEIER) == ["order", "order"]


def test_an_offer_without_a_price_offers_no_yes(asked: House) -> None:
    asked.answers(MEIER, asked.last_to(MEIER), "Anbei unser Angebot.")
    assert phases(asked) == [RECEIVED]
    shown = words(asked, SABINE)
    assert "JA beauftragt" not in shown
    assert "BEAUFTRAGEN Heizung Meier GmbH max 300 €" in shown
    asked.answers(SABINE, asked.last_to(SABINE), "JA")
    assert asked.kinds_to(MEIER) == ["order"]


def test_a_dearer_offer_to_an_order_is_a_price_to_grant(house: House) -> None:
    house.writes(ANNA, "Der Heizkörper im Bad wird nicht warm.")
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Meier max 300 €")
    house.answers(MEIER, house.last_to(MEIER), "Unser Angebot: 450 € brutto.")
    assert phases(house) == [("order", "waiting_approval", 30000)]
    house.answers(SABINE, house.last_to(SABINE), "JA")
    assert phases(house) == [("order", "dispatched", 45000)]


@pytest.mark.parametrize("word", ["STORNIEREN", "RÜCKGÄNGIG"])
def test_a_withdrawn_enquiry_is_not_called_an_order(asked: House, word: str) -> None:
    asked.answers(SABINE, asked.last_to(SABINE), word)
    withdrawn = words(asked, MEIER)
    assert "ZURÜCKGEZOGEN · unsere Anfrage A-1001-1" in withdrawn
    assert "Sie brauchen nichts mehr anzubieten." in withdrawn
    assert not any(said in withdrawn for said in ("STORNIERT", "beauftragt", "Kosten", "ausführen"))


def test_a_withdrawn_information_is_not_called_an_order(house: House) -> None:
    house.writes(ANNA, "Der Heizkörper im Bad wird nicht warm.")
    house.answers(SABINE, house.last_to(SABINE), "INFO Meier: Bitte bei der Wartung mit ansehen.")
    house.answers(SABINE, house.last_to(SABINE), "STORNIEREN Meier")
    withdrawn = words(house, MEIER)
    assert "ZURÜCKGEZOGEN · unsere Information A-1001-1" in withdrawn
    assert not any(said in withdrawn for said in ("STORNIERT", "beauftragt", "Kosten", "ausführen"))
