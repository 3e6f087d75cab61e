"""For whose account an order goes, what its owner is told, and when the work is taken (WORDS 5)."""

import hashlib
from email.message import EmailMessage

import pytest

from hauspost.desk.model import Status
from tests.house import ANNA, BORDER, SABINE, YILDIZ, House, secret_of, text_of
from tests.papers import paper

MEIER = "auftrag@heizung-meier.example"
DORN = "buero@dorn-sanitaer.example"
WOLF = "info@sanitaer-wolf.example"
PETERSEN = "dr.petersen@kanzlei.example"


def words(house: House, address: str) -> str:
    return " ".join(text_of(house.last_to(address)).replace("\u00a0", " ").split())


def phases(house: House) -> list[str]:
    return [str(o.phase) for o in house.ticket().orders]


@pytest.fixture
def radiator(house: House) -> House:
    house.writes(ANNA, "Der Heizkörper im Bad wird nicht warm, ich bin krank.")
    return house


def test_the_proposal_asks_whose_it_is_and_goes_to_the_community_unless_somebody_says_so(
    radiator: House,
) -> None:
    asked = words(radiator, SABINE)
    assert "können Sondereigentum sein. Eigentümer: Klaus Petersen." in asked
    assert "RECHNUNG EIGENTÜMER" in asked
    radiator.answers(SABINE, radiator.last_to(SABINE), "OK")
    assert "für Rechnung der WEG" in words(radiator, MEIER)


def test_rechnung_eigentuemer_before_ok_bills_the_owner(radiator: House) -> None:
    radiator.answers(SABINE, radiator.last_to(SABINE), "RECHNUNG EIGENTÜMER\nOK")
    order = words(radiator, MEIER)
    assert "An Klaus Petersen" in order
    assert "im Namen und für Rechnung von Klaus Petersen" in order


def test_a_firm_that_has_the_order_already_is_told_of_the_other_recipient(radiator: House) -> None:
    radiator.answers(SABINE, radiator.last_to(SABINE), "OK")
    radiator.answers(SABINE, radiator.last_to(SABINE), "RECHNUNG EIGENTÜMER")
    assert radiator.kinds_to(MEIER) == ["order", "order_message"]
    assert "Rechnung an Klaus Petersen" in words(radiator, MEIER)
    radiator.answers(SABINE, radiator.last_to(SABINE), "RECHNUNG WEG")
    assert "Rechnung an WEG Lindenweg 12-14" in words(radiator, MEIER)
    sent = len(radiator.mails_to(MEIER))
    radiator.answers(SABINE, radiator.last_to(SABINE), "RECHNUNG WEG")
    assert len(radiator.mails_to(MEIER)) == sent
    assert "Das gilt schon so" in words(radiator, SABINE)


def test_the_owner_hears_who_comes_and_no_word_of_the_tenant(radiator: House) -> None:
    radiator.answers(SABINE, radiator.last_to(SABINE), "EIGENTÜMER INFORMIEREN")
    assert radiator.mails_to(PETERSEN) == []
    assert "Hier läuft kein Auftrag" in words(radiator, SABINE)
    radiator.answers(SABINE, radiator.last_to(SABINE), "BEAUFTRAGEN Meier max 300 €")
    radiator.answers(SABINE, radiator.last_to(SABINE), "EIGENTÜMER INFORMIEREN")
    assert "An Klaus Petersen geht jetzt: die Nachricht vom Auftrag" in words(radiator, SABINE)
    told = words(radiator, PETERSEN)
    assert "für Ihre Wohnung ist beauftragt: Heizung Meier GmbH" in told
    assert not any(never in told for never in ("Anna", "Berger", "krank", "warm", "300", "€"))
    radiator.answers(SABINE, radiator.last_to(SABINE), "EIGENTÜMER INFORMIEREN")
    assert len(radiator.mails_to(PETERSEN)) == 1
    assert "weiß es schon" in words(radiator, SABINE)
    radiator.answers(PETERSEN, radiator.last_to(PETERSEN), "Danke, und wer zahlt das?")
    assert radiator.kinds_to(SABINE)[-1] == "person_wrote"
    to_anna = len(radiator.mails_to(ANNA))
    radiator.answers(SABINE, radiator.last_to(SABINE), "Guten Tag Herr Dr. Petersen, die WEG.")
    assert radiator.kinds_to(PETERSEN)[-1] == "message"
    assert len(radiator.mails_to(ANNA)) == to_anna


@pytest.mark.parametrize("word", ["RECHNUNG EIGENTÜMER", "EIGENTÜMER INFORMIEREN"])
def test_of_an_anonymous_report_no_owner_learns_and_no_order_names_one(house: House, word: str) -> None:
    house.writes(ANNA, "anonym\n\nDer Heizkörper im Bad wird nicht warm.")
    assert "RECHNUNG EIGENTÜMER" not in words(house, SABINE)
    assert "Petersen" not in words(house, SABINE)
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Meier max 300 €")
    house.answers(SABINE, house.last_to(SABINE), word)
    assert "bleibt ungenannt" in words(house, SABINE)
    assert house.mails_to(PETERSEN) == []
    assert all("Petersen" not in text_of(m) for m in house.mails_to(MEIER))


def test_done_is_no_acceptance_and_the_word_for_it_is_one(radiator: House) -> None:
    radiator.answers(SABINE, radiator.last_to(SABINE), "BEAUFTRAGEN Meier max 300 €")
    radiator.answers(MEIER, radiator.last_to(MEIER), "erledigt")
    radiator.answers(SABINE, radiator.last_to(SABINE), "ERLEDIGT")
    assert phases(radiator) == ["reported_done"]
    assert radiator.ticket().status is Status.DONE
    done = radiator.last_to(SABINE)
    radiator.answers(SABINE, done, "ABGENOMMEN")
    assert phases(radiator) == ["signed_off"]
    assert "A-1001-1 ist abgenommen" in words(radiator, SABINE)
    radiator.answers(SABINE, done, "A-1001-1 abgenommen.", client="iphone")
    assert "schon abgenommen" in words(radiator, SABINE)


def test_of_several_orders_the_number_says_which_was_taken(radiator: House) -> None:
    radiator.answers(SABINE, radiator.last_to(SABINE), "BEAUFTRAGEN Meier max 300 €")
    radiator.answers(SABINE, radiator.last_to(SABINE), "BEAUFTRAGEN Dorn max 300 €")
    radiator.answers(SABINE, radiator.last_to(SABINE), "ABGENOMMEN")
    assert "A-1001-1, A-1001-2" in words(radiator, SABINE)
    radiator.answers(SABINE, radiator.last_to(SABINE), "ABGENOMMEN A-1001-2")
    assert phases(radiator) == ["dispatched", "signed_off"]


@pytest.mark.parametrize(
    "sentence", ["Abgenommen hat das der Hauswart.", "Rechnung WEG ist unterwegs.", "Abgenommen?"]
)
def test_sentences_with_these_words_do_nothing(radiator: House, sentence: str) -> None:
    radiator.answers(SABINE, radiator.last_to(SABINE), "BEAUFTRAGEN Meier max 300 €")
    sent = len(radiator.mails_to(MEIER))
    radiator.answers(SABINE, radiator.last_to(SABINE), sentence)
    assert phases(radiator) == ["dispatched"]
    assert len(radiator.mails_to(MEIER)) == sent


def test_an_order_that_is_accepted_twice_is_accepted_once(radiator: House) -> None:
    radiator.answers(SABINE, radiator.last_to(SABINE), "BEAUFTRAGEN Meier max 300 €")
    order = radiator.last_to(MEIER)
    radiator.answers(MEIER, order, "zugesagt")
    to_anna = len(radiator.mails_to(ANNA))
    radiator.answers(MEIER, order, "zugesagt", client="iphone")
    assert phases(radiator) == ["accepted"]
    assert len(radiator.mails_to(ANNA)) == to_anna


def offers(house: House, firm: str, words: str, papers: dict[str, bytes]) -> None:
    mail = EmailMessage()
    mail["Authentication-Results"] = f"{BORDER}; dmarc=pass header.from={firm.partition('@')[2]}"
    mail["From"], mail["To"] = firm, secret_of(house.last_to(firm))
    mail["Subject"], mail["Message-ID"] = "Angebot 2025-118", f"<offer-{next(house.numbers)}@firm.example>"
    mail.set_content(words)
    for name, octets in papers.items():
        mail.add_attachment(octets, maintype="application", subtype="pdf", filename=name)
    house.receives(mail.as_bytes(), mail_from=firm, rcpt_to=str(mail["To"]))


def test_several_offers_stand_side_by_side_with_a_line_that_takes_each(house: House) -> None:
    house.writes(ANNA, "In der Küche tropft die Steigleitung.", subject="Wasser")
    house.answers(SABINE, house.last_to(SABINE), "ANGEBOT Dorn, Wolf")
    assert house.kinds_to(DORN) == house.kinds_to(WOLF) == ["order"]
    offers(
        house,
        DORN,
        "Anbei unser Angebot über 1.842,50 € netto, gültig 4 Wochen.",
        {"Angebot.pdf": paper("x")},
    )
    (file,) = house.last_to(SABINE).message.iter_attachments()
    assert file.get_filename() == "Angebot.pdf"
    assert hashlib.sha256(file.get_content()).digest() == hashlib.sha256(paper("x")).digest()
    house.answers(WOLF, house.last_to(WOLF), "Unser Angebot: 1.400 € brutto, Beginn ab KW 45.")
    shown = words(house, SABINE)
    table = shown[shown.index("ANGEBOTE IM VERGLEICH") :]
    assert table.index("Sanitär Wolf") < table.index("Dorn Sanitär GmbH")
    assert "JA beauftragt Sanitär Wolf bis 1.400 € brutto" in shown
    assert "JA 2 beauftragt Dorn Sanitär GmbH bis 2.192,58 € brutto" in shown
    compared = house.last_to(SABINE)
    house.answers(SABINE, compared, "JA 2, aber erst im Dezember")
    house.answers(SABINE, compared, "JA 3", client="iphone")
    assert given(house) == []
    house.answers(SABINE, compared, "Ja 2", client="thunderbird")
    assert given(house) == [("Dorn Sanitär GmbH", 219258)]
    house.answers(SABINE, compared, "JA 2", client="gmail")
    assert given(house) == [("Dorn Sanitär GmbH", 219258)]
    assert house.kinds_to(YILDIZ) == ["approval"]


def given(house: House) -> list[tuple[str, int | None]]:
    return [(o.assignee_name, o.limit) for o in house.ticket().orders if str(o.kind) == "order"]


def test_rechnung_is_taken_back_and_the_firm_hears_whom_it_bills_again(radiator: House) -> None:
    radiator.answers(SABINE, radiator.last_to(SABINE), "OK")
    radiator.answers(SABINE, radiator.last_to(SABINE), "RECHNUNG EIGENTÜMER")
    assert "Rechnung an Klaus Petersen" in words(radiator, MEIER)
    radiator.answers(SABINE, radiator.last_to(SABINE), "RÜCKGÄNGIG")
    assert "Zurückgenommen" in words(radiator, SABINE)
    assert "Rechnung an WEG Lindenweg 12-14" in words(radiator, MEIER)
    assert radiator.kinds_to(MEIER) == ["order", "order_message", "order_message"]
    radiator.answers(SABINE, radiator.last_to(SABINE), "RECHNUNG WEG")
    assert "Das gilt schon so" in words(radiator, SABINE)


def test_what_the_owner_was_told_is_taken_back_by_a_mail(radiator: House) -> None:
    radiator.answers(SABINE, radiator.last_to(SABINE), "OK")
    radiator.answers(SABINE, radiator.last_to(SABINE), "EIGENTÜMER INFORMIEREN")
    radiator.answers(SABINE, radiator.last_to(SABINE), "RÜCKGÄNGIG")
    assert radiator.kinds_to(PETERSEN) == ["owner_informed", "owner_informed"]
    assert "nehmen wir zurück: Sie ging irrtümlich an Sie" in words(radiator, PETERSEN)
    radiator.answers(SABINE, radiator.last_to(SABINE), "EIGENTÜMER INFORMIEREN")
    assert "ist beauftragt: Heizung Meier GmbH" in words(radiator, PETERSEN)


def test_stopped_in_time_the_owner_never_hears_of_it(five_minute_house: House) -> None:
    house = five_minute_house
    house.writes(ANNA, "Der Heizkörper im Bad wird nicht warm.")
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Meier")
    house.later(minutes=6)
    house.answers(SABINE, house.last_to(SABINE), "EIGENTÜMER INFORMIEREN")
    house.answers(SABINE, house.last_to(SABINE), "STOPP")
    house.later(minutes=10)
    assert house.mails_to(PETERSEN) == []
