"""A manager's own words that name an anonymous reporter: asked first, with the place shown; SENDEN, or a new text."""

import pytest

from tests.house import ANNA, KRAUSE, SABINE, YILDIZ, House, text_of

MEIER = "auftrag@heizung-meier.example"
NAMES = [
    "Berger",
    "Anna",
    "0171 5550199",
    "+49 171 555 0199",
    "anna.berger@post.example",
    "WE03",
    "3. OG links",
]


def hides(house: House) -> None:
    house.writes(ANNA, "Der Heizkörper im Bad bleibt kalt. Bitte meinen Namen nicht nennen.")
    assert house.ticket().is_anonymous


def lift(house: House) -> None:
    house.writes(ANNA, "Der Aufzug in Haus 14 steht. Bitte meinen Namen nicht nennen.", subject="Aufzug")
    assert house.ticket().is_anonymous


@pytest.mark.parametrize("name", NAMES)
def test_a_task_that_names_who_hides_is_shown_before_it_leaves(house: House, name: str) -> None:
    hides(house)
    house.answers(SABINE, house.last_to(SABINE), f"BEAUFTRAGEN Meier: Bitte {name} fragen.")
    assert house.kinds_to(MEIER) == []
    assert house.ticket().orders == ()
    assert house.kinds_to(SABINE)[-1] == "names_reporter"
    assert f"»{name}«" in " ".join(text_of(house.last_to(SABINE)).split())
    house.answers(SABINE, house.last_to(SABINE), "SENDEN")
    assert house.kinds_to(MEIER) == ["order"]
    assert name in " ".join(text_of(house.last_to(MEIER)).split())


def test_a_new_text_without_the_name_goes_out_at_once(house: House) -> None:
    hides(house)
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Meier: Bitte bei Berger klingeln.")
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Meier: Heizkörper prüfen.")
    assert house.kinds_to(MEIER) == ["order"]
    assert b"Berger" not in house.last_to(MEIER).octets


def test_without_an_answer_nothing_happens(house: House) -> None:
    hides(house)
    before = len(house.relay.mails)
    house.answers(
        SABINE, house.last_to(SABINE), "KATEGORIE Lärm\nBEAUFTRAGEN Meier: Bitte bei Berger klingeln."
    )
    house.later(hours=30)
    assert [m.rcpt_to for m in house.relay.mails[before:]] == [SABINE]
    assert house.ticket().category == "heating"


def test_a_misspelt_firm_does_not_lead_round_the_question(house: House) -> None:
    hides(house)
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Mayer: Bitte bei Berger klingeln.")
    assert house.kinds_to(SABINE)[-1] == "confirmation"
    house.answers(SABINE, house.last_to(SABINE), "A")
    assert house.kinds_to(SABINE)[-1] == "names_reporter"
    assert house.kinds_to(MEIER) == []
    house.answers(SABINE, house.last_to(SABINE), "SENDEN")
    assert house.kinds_to(MEIER) == ["order"]


@pytest.mark.parametrize("auth", ["none", "pass"])
def test_words_to_all_that_name_who_hides_are_shown_before_they_leave(house: House, auth: str) -> None:
    lift(house)
    told = len(house.mails_to(YILDIZ))
    house.answers(
        SABINE, house.mails_to(SABINE)[0], "AN ALLE: Danke an Frau Berger für den Hinweis.", auth=auth
    )
    assert house.kinds_to(SABINE)[-1] == "names_reporter"
    assert len(house.mails_to(YILDIZ)) == told
    house.answers(SABINE, house.last_to(SABINE), "SENDEN", auth=auth)
    assert "Frau Berger" in text_of(house.last_to(YILDIZ))


def test_a_neighbour_s_answer_that_names_who_hides_is_shown_before_it_is_published(house: House) -> None:
    lift(house)
    house.answers(YILDIZ, house.last_to(YILDIZ), "Das hat doch bestimmt Berger gemeldet.")
    told = len(house.mails_to(KRAUSE))
    house.answers(SABINE, house.last_to(SABINE), "VERÖFFENTLICHEN")
    assert house.kinds_to(SABINE)[-1] == "names_reporter"
    assert len(house.mails_to(KRAUSE)) == told
    house.answers(SABINE, house.last_to(SABINE), "SENDEN")
    assert "Berger" in text_of(house.last_to(KRAUSE))


def test_a_letter_to_the_firm_is_looked_through_and_one_to_the_reporter_is_not(house: House) -> None:
    hides(house)
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Meier")
    house.answers(MEIER, house.last_to(MEIER), "Wo sollen wir klingeln?")
    house.answers(SABINE, house.last_to(SABINE), "Bitte bei Berger, 3. OG links.")
    assert house.kinds_to(SABINE)[-1] == "names_reporter"
    assert house.kinds_to(MEIER) == ["order"]
    house.answers(SABINE, house.mails_to(SABINE)[0], "Guten Tag Frau Berger,\ndie Firma kommt zu WE03.")
    assert house.kinds_to(ANNA)[-1] == "message"


def test_a_kept_note_that_names_who_hides_is_shown_before_senden_sends_it(house: House) -> None:
    hides(house)
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Meier")
    house.answers(MEIER, house.last_to(MEIER), "nicht erledigt, wo ist das genau?")
    house.answers(SABINE, house.last_to(SABINE), "KATEGORIE Lärm\nbei Berger klingeln")
    assert house.kinds_to(SABINE)[-1] == "transcript"
    house.answers(SABINE, house.last_to(SABINE), "SENDEN")
    assert house.kinds_to(SABINE)[-1] == "names_reporter"
    assert house.kinds_to(MEIER) == ["order"]
    house.answers(SABINE, house.last_to(SABINE), "SENDEN")
    assert house.kinds_to(MEIER)[-1] == "order_message"


def test_who_hides_nothing_may_be_named(house: House) -> None:
    house.writes(ANNA, "Der Heizkörper im Bad bleibt kalt.")
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Meier: Bitte bei Berger klingeln.")
    assert house.kinds_to(MEIER) == ["order"]


@pytest.mark.parametrize(
    "wish",
    [
        "Niemand soll wissen, dass das von mir kommt.",
        "Von mir haben Sie das nicht.",
        "Please don't tell anyone it was me.",
    ],
)
def test_who_wants_nobody_to_know_is_hidden_and_no_order_carries_the_wish(house: House, wish: str) -> None:
    house.writes(ANNA, f"Im Dachboden Haus 12 ist die Lampe kaputt. {wish}", subject="Lampe")
    (reporter,) = (p for p in house.ticket().participants if str(p.kind) == "reporter")
    assert reporter.hidden
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Krause")
    order = text_of(house.last_to(KRAUSE))
    assert "Berger" not in order
    assert wish[:12] not in " ".join(order.split())
