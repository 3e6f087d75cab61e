"""M36: a price above the board's limit is put to the board; what a clean yes is, and that it orders nothing (K1)."""

import pytest

from hauspost.desk.model import EntryKind
from tests.golden_mails import check_golden
from tests.house import ANNA, HANSEN, HARBOUR, SABINE, YILDIZ, House, text_of

DORN = "buero@dorn-sanitaer.example"
WOLF = "info@sanitaer-wolf.example"
PETERSEN = "dr.petersen@kanzlei.example"
OFFER = "Anbei unser Angebot über 1.842,50 € netto, Ausführung ab 3.11. möglich, gültig 4 Wochen."


def words(house: House, address: str) -> str:
    return " ".join(text_of(house.last_to(address)).replace("\u00a0", " ").split())


@pytest.fixture
def asked(house: House) -> House:
    """Anna's report, an inquiry, and an offer above both limits of the house."""
    house.writes(ANNA, "In der Küche tropft die Steigleitung, ich bin krank.", subject="Wasser")
    house.answers(SABINE, house.last_to(SABINE), "ANGEBOT Dorn")
    house.answers(DORN, house.last_to(DORN), OFFER)
    return house


def orders(house: House) -> list[tuple[str, str, int | None]]:
    return [(str(o.kind), str(o.phase), o.limit) for o in house.ticket().orders]


RECEIVED = ("quote", "quote_received", None)
ORDERED = ("order", "dispatched", 219258)


def test_an_offer_above_the_boards_limit_is_put_to_manager_and_board(asked: House) -> None:
    assert asked.kinds_to(YILDIZ) == ["approval"]
    board = words(asked, YILDIZ)
    for said in (
        "Firma Dorn Sanitär GmbH",
        "Betrag 2.192,58 € brutto (1.842,50 € netto, 19 % USt angenommen)",
        "Termin ab 3.11.",
        "Gültig 4 Wochen",
        "Stimmen Sie als Beirätin zu?",
        "eine Stellungnahme des Beirats, kein Beschluss",
    ):
        assert said in board
    for never in ("Anna", "Berger", "krank", "WE03", "3. OG"):
        assert never not in board
    assert "Zustimmung Beirat erbeten" in str(asked.last_to(YILDIZ).message["Subject"])
    manager = words(asked, SABINE)
    assert "Beiratsgrenze" in manager
    assert "gefragt ist jetzt: Fatma Yıldız" in manager
    assert "JA beauftragt Dorn Sanitär GmbH bis 2.192,58 € brutto" in manager
    assert orders(asked) == [RECEIVED]
    check_golden(asked, "m36_quote_above_the_limit")


@pytest.mark.parametrize("yes", ["JA", "Ja bitte.", "Guten Tag,\n\neinverstanden\n\nGruß F. Yıldız", "👍"])
def test_a_boards_yes_is_a_statement_and_orders_nothing_until_the_manager_does(
    asked: House, yes: str
) -> None:
    asked.answers(YILDIZ, asked.last_to(YILDIZ), yes)
    assert orders(asked) == [RECEIVED]
    (said,) = [e for e in asked.entries(1001) if e.kind is EntryKind.STATEMENT]
    assert (said.facts["answer"], said.facts["role"], str(said.channel)[:5]) == (
        "yes",
        "board_member",
        "asked",
    )
    told = words(asked, SABINE)
    assert "Fatma Yıldız (Beirat) stimmt zu" in told
    assert "eine Stellungnahme, kein Beschluss" in told
    asked.answers(SABINE, asked.last_to(SABINE), "JA")
    assert orders(asked) == [RECEIVED, ORDERED]
    assert asked.kinds_to(YILDIZ) == ["approval"]


def test_a_boards_no_goes_to_the_manager_who_decides_all_the_same(asked: House) -> None:
    asked.answers(YILDIZ, asked.last_to(YILDIZ), "NEIN")
    assert "Fatma Yıldız (Beirat) stimmt nicht zu" in words(asked, SABINE)
    asked.answers(SABINE, asked.last_to(SABINE), "JA")
    assert orders(asked) == [RECEIVED, ORDERED]


@pytest.mark.parametrize(
    "half", ["Ja, aber nur bis 2.000 €", "Ja bis 500", "Grundsätzlich ja.", "Ja?", "Nein, das ist zu teuer."]
)
def test_anything_but_a_clean_answer_is_words_for_the_manager(asked: House, half: str) -> None:
    asked.answers(YILDIZ, asked.last_to(YILDIZ), half)
    assert asked.kinds_to(SABINE)[-1] == "person_wrote"
    assert half.split()[0] in words(asked, SABINE)
    assert not [e for e in asked.entries(1001) if e.kind is EntryKind.STATEMENT]
    before = len(asked.mails_to(ANNA))
    asked.answers(SABINE, asked.last_to(SABINE), "Guten Tag Frau Yıldız, rufen Sie mich bitte an.")
    assert asked.kinds_to(YILDIZ)[-1] == "message"  # back to whoever wrote, and to nobody else
    assert len(asked.mails_to(ANNA)) == before
    assert orders(asked) == [RECEIVED]


def test_a_second_answer_is_kept_and_another_one_is_told(asked: House) -> None:
    mail = asked.last_to(YILDIZ)
    asked.answers(YILDIZ, mail, "JA")
    heard = len(asked.mails_to(SABINE))
    asked.answers(YILDIZ, mail, "JA", client="iphone")
    assert len(asked.mails_to(SABINE)) == heard
    asked.answers(YILDIZ, mail, "NEIN", client="thunderbird")
    assert asked.kinds_to(SABINE)[-1] == "person_wrote"
    assert orders(asked) == [RECEIVED]


def test_an_order_given_meanwhile_overtakes_the_question(asked: House) -> None:
    asked.answers(SABINE, asked.last_to(SABINE), "JA")
    assert orders(asked) == [RECEIVED, ORDERED]
    asked.answers(YILDIZ, asked.last_to(YILDIZ), "NEIN")
    assert orders(asked) == [RECEIVED, ORDERED]
    assert asked.kinds_to(SABINE)[-1] == "person_wrote"  # late words are words
    asked.later(days=10)
    assert asked.kinds_to(YILDIZ) == ["approval"]


def test_silence_is_reminded_of_once_and_then_told(asked: House) -> None:
    asked.later(days=3, hours=1)
    assert asked.kinds_to(YILDIZ) == ["approval", "approval"]
    assert "Erinnerung" in words(asked, YILDIZ)
    asked.later(days=4, hours=1)
    assert asked.kinds_to(YILDIZ) == ["approval", "approval"]
    assert "Fatma Yıldız (Beirat) hat nicht geantwortet" in words(asked, SABINE)
    asked.answers(SABINE, asked.last_to(SABINE), "JA")
    assert orders(asked) == [RECEIVED, ORDERED]


def test_the_answer_to_the_reminder_counts(asked: House) -> None:
    asked.later(days=3, hours=1)
    asked.answers(YILDIZ, asked.last_to(YILDIZ), "JA")
    assert "Fatma Yıldız (Beirat) stimmt zu" in words(asked, SABINE)


def test_another_price_asks_anew_and_a_small_one_asks_nobody(asked: House) -> None:
    asked.answers(DORN, asked.last_to(DORN), "Unser Angebot jetzt: 2.500 € brutto.")
    assert asked.kinds_to(YILDIZ) == ["approval", "approval"]
    older = asked.mails_to(YILDIZ)[0]
    asked.answers(YILDIZ, older, "JA")
    assert not [e for e in asked.entries(1001) if e.kind is EntryKind.STATEMENT]
    asked.answers(DORN, asked.last_to(DORN), "Unser Angebot jetzt: 900 € brutto.")
    assert asked.kinds_to(YILDIZ) == ["approval", "approval"]
    shown = words(asked, SABINE)
    assert "Über der Freigabegrenze des Hauses (500 € brutto)" in shown
    assert "FREIGABE BEIRAT" in shown
    asked.answers(SABINE, asked.last_to(SABINE), "FREIGABE BEIRAT")
    assert "900 € brutto" in words(asked, YILDIZ)
    assert "Bestellt ist damit nichts" in words(asked, SABINE)


def test_more_money_for_an_order_is_put_to_the_board_as_well(house: House) -> None:
    house.writes(ANNA, "In der Küche tropft die Steigleitung.", subject="Wasser")
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Dorn max 300 €")
    house.answers(DORN, house.last_to(DORN), "zugesagt")
    house.answers(DORN, house.last_to(DORN), "wird teurer, 2.400 €")
    assert "die Arbeit teurer als beauftragt" in words(house, YILDIZ)
    house.answers(YILDIZ, house.last_to(YILDIZ), "JA")
    house.answers(SABINE, house.last_to(SABINE), "JA")
    assert [o.limit for o in house.ticket().orders] == [240000]


def test_the_owner_is_asked_only_by_the_managers_word(asked: House) -> None:
    assert asked.kinds_to(PETERSEN) == []
    asked.answers(SABINE, asked.last_to(SABINE), "FREIGABE EIGENTÜMER")
    owner = words(asked, PETERSEN)
    assert "Stimmen Sie zu?" in owner
    assert "Beirat" not in owner
    asked.answers(PETERSEN, asked.last_to(PETERSEN), "JA")
    assert "Klaus Petersen (Eigentümer) stimmt zu" in words(asked, SABINE)


def test_without_a_board_or_an_owner_the_word_says_so(house: House) -> None:
    house.writes(HANSEN, "In der Küche tropft das Wasserrohr.", to=HARBOUR, subject="Wasser")
    house.answers(SABINE, house.last_to(SABINE), "STOPP")
    house.answers(SABINE, house.last_to(SABINE), "FREIGABE BEIRAT")
    assert "Hier wartet kein Preis" in words(house, SABINE)
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Wolf max 250 €")
    house.answers(SABINE, house.last_to(SABINE), "FREIGABE BEIRAT")
    assert "kein Beirat mit Mailadresse" in words(house, SABINE)


@pytest.mark.parametrize("price", ["ca. 3.000 €", "zwischen 2.000 und 3.000 €", "2.500,00", "Preis folgt"])
def test_nobody_is_asked_about_a_price_that_is_none(house: House, price: str) -> None:
    house.writes(ANNA, "In der Küche tropft die Steigleitung.", subject="Wasser")
    house.answers(SABINE, house.last_to(SABINE), "ANGEBOT Dorn")
    house.answers(DORN, house.last_to(DORN), f"Anbei unser Angebot, {price}.")
    assert house.kinds_to(YILDIZ) == []
    shown = words(house, SABINE)
    assert "kein sicherer Preis" in shown
    assert "JA beauftragt" not in shown


def test_without_proof_a_firms_price_asks_nobody(house: House) -> None:
    house.writes(ANNA, "In der Küche tropft die Steigleitung.", subject="Wasser")
    house.answers(SABINE, house.last_to(SABINE), "ANGEBOT Dorn")
    house.writes(DORN, OFFER, subject="Angebot [A-1001-1]", auth="none")
    assert house.kinds_to(YILDIZ) == []
