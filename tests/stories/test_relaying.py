"""An order set to relay: words pass both ways through our addresses, and nothing that must not."""

import pytest

from tests.golden_mails import check_golden
from tests.house import ANNA, SABINE, YILDIZ, House, text_of

MEIER = "auftrag@heizung-meier.example"
WOLF = "info@sanitaer-wolf.example"


def ordered(house: House, words: str = "Der Heizkörper im Bad wird nicht warm.") -> None:
    house.writes(ANNA, words)
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Meier")


def relayed(house: House) -> None:
    ordered(house)
    house.answers(SABINE, house.last_to(SABINE), "WEITERLEITEN AN")


def spoken(house: House, address: str) -> str:
    return " ".join(text_of(house.last_to(address)).replace("\u00a0", " ").split())


def test_words_pass_both_ways_without_addresses(house: House) -> None:
    relayed(house)
    assert "Ihre Antwort lesen der Mieter und die Hausverwaltung." in spoken(house, MEIER)
    assert "Ihre Antwort lesen die Firma und die Hausverwaltung." in spoken(house, ANNA)
    house.answers(
        MEIER,
        house.last_to(MEIER),
        "Guten Tag,\n\nist das Ventil links oder rechts am Heizkörper?\n\nMfG\nHeizung Meier GmbH\nTel. 030 5550100",
    )
    asked = house.last_to(ANNA)
    assert "ist das Ventil links oder rechts am Heizkörper?" in text_of(asked)
    assert b"heizung-meier.example" not in asked.octets
    assert "030 5550100" not in text_of(asked).split("––")[0].replace("\u00a0", " ")
    house.answers(ANNA, asked, "Es ist links. Rufen Sie mich an: 0171 5550199.\n\nViele Grüße\nAnna Berger")
    told = house.last_to(MEIER)
    assert "Es ist links." in text_of(told)
    assert "0171" not in text_of(told)
    assert b"anna.berger" not in told.octets
    assert house.kinds_to(SABINE)[-1] == "person_wrote"
    assert "0171 5550199" in spoken(house, SABINE)
    check_golden(house, "relaying")


@pytest.mark.parametrize(
    "words",
    [
        "Das kostet 450 € extra.",
        "Die Rechnung schicken wir nächste Woche.",
        "Unser Angebot liegt bei 300 Euro brutto.",
        "intern: der Mieter ist schwierig",
    ],
)
def test_prices_invoices_and_remarks_never_pass(house: House, words: str) -> None:
    relayed(house)
    before = len(house.mails_to(ANNA))
    house.answers(MEIER, house.last_to(MEIER), words)
    assert len(house.mails_to(ANNA)) == before


@pytest.mark.parametrize(
    "words", ["Mein Kind ist krank.", "Ich zahle keine Miete mehr.", "Die Nachbarn stört es auch."]
)
def test_health_family_money_and_others_never_pass(house: House, words: str) -> None:
    relayed(house)
    before = len(house.mails_to(MEIER))
    house.answers(ANNA, house.last_to(ANNA), words)
    assert len(house.mails_to(MEIER)) == before
    assert house.kinds_to(SABINE)[-1] == "person_wrote"


def test_only_what_answers_a_mail_that_says_so_passes(house: House) -> None:
    ordered(house)
    order, status = house.last_to(MEIER), house.last_to(ANNA)
    house.answers(SABINE, house.last_to(SABINE), "WEITERLEITEN AN")
    before = len(house.mails_to(ANNA)), len(house.mails_to(MEIER))
    house.answers(MEIER, order, "Ist das Ventil links?")
    house.answers(ANNA, status, "Es ist links.", client="gmail")
    assert (len(house.mails_to(ANNA)), len(house.mails_to(MEIER))) == before


def test_what_answers_one_firm_passes_to_no_other_whose_words_pass_as_well(house: House) -> None:
    relayed(house)
    of_meier = house.last_to(ANNA)
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Wolf\nZUSÄTZLICH")
    house.answers(SABINE, house.last_to(SABINE), "WEITERLEITEN AN A-1001-2")
    assert WOLF in {mail.rcpt_to for mail in house.relay.mails}
    told = len(house.mails_to(WOLF))
    house.answers(ANNA, of_meier, "Das Ventil ist links.", client="gmail")
    assert "Das Ventil ist links." in spoken(house, MEIER)
    assert len(house.mails_to(WOLF)) == told
    house.answers(ANNA, house.last_to(ANNA), "Der Schlüssel hängt im Keller.", client="iphone")
    assert "Der Schlüssel hängt im Keller." in spoken(house, WOLF)
    assert "Schlüssel" not in spoken(house, MEIER)


def test_off_ends_it_and_both_hear_so(house: House) -> None:
    relayed(house)
    firm, tenant = house.last_to(MEIER), house.last_to(ANNA)
    house.answers(SABINE, house.last_to(SABINE), "WEITERLEITEN AUS")
    assert "NICHT MEHR DIREKT" in spoken(house, MEIER)
    assert "wieder nur die Hausverwaltung" in spoken(house, ANNA)
    before = len(house.mails_to(ANNA)), len(house.mails_to(MEIER))
    house.answers(MEIER, firm, "Ist das Ventil links?")
    house.answers(ANNA, tenant, "Es ist links.", client="gmail")
    assert (len(house.mails_to(ANNA)), len(house.mails_to(MEIER))) == before


def test_stopp_ends_it_as_well_where_nothing_else_waits(house: House) -> None:
    relayed(house)
    house.answers(SABINE, house.last_to(SABINE), "STOPP")
    assert "Es wird nichts mehr weitergeleitet (A-1001-1)" in spoken(house, SABINE)
    before = len(house.mails_to(ANNA))
    house.answers(MEIER, house.last_to(MEIER), "Ist das Ventil links oder rechts?")
    assert len(house.mails_to(ANNA)) == before
    assert not house.ticket().orders[0].is_relayed


def test_an_anonymous_ticket_never_relays(house: House) -> None:
    ordered(house, "Der Heizkörper im Bad wird nicht warm. Bitte meinen Namen nicht nennen.")
    house.answers(SABINE, house.last_to(SABINE), "WEITERLEITEN AN")
    assert not house.ticket().orders[0].is_relayed
    assert "will nicht genannt werden" in spoken(house, SABINE)
    assert "relayed" not in house.kinds_to(ANNA)


def test_whoever_hides_later_ends_it(house: House) -> None:
    relayed(house)
    tenant = house.last_to(ANNA)
    house.answers(SABINE, house.last_to(SABINE), "ANONYM")
    before = len(house.mails_to(MEIER))
    house.answers(ANNA, tenant, "Es ist links.")
    assert len(house.mails_to(MEIER)) == before


def test_an_order_that_came_to_another_report_relays_nothing_to_its_reporter(house: House) -> None:
    relayed(house)
    house.writes(YILDIZ, "Der Heizkörper im Bad wird nicht warm.")
    house.answers(SABINE, house.last_to(SABINE), "BÜNDELN T-1001")
    before = len(house.mails_to(YILDIZ)), len(house.mails_to(ANNA))
    order = next(m for m in house.mails_to(MEIER)[::-1] if "A-1001" in str(m.message["Subject"]))
    house.answers(MEIER, order, "Wo sitzt das Ventil?")
    assert (len(house.mails_to(YILDIZ)), len(house.mails_to(ANNA))) == before
    assert "Wo sitzt das Ventil?" in spoken(house, SABINE)


def test_an_order_taken_back_relays_nothing(house: House) -> None:
    relayed(house)
    tenant = house.last_to(ANNA)
    house.answers(SABINE, house.last_to(SABINE), "STORNIEREN")
    before = len(house.mails_to(MEIER))
    house.answers(ANNA, tenant, "Es ist links.")
    assert len(house.mails_to(MEIER)) == before


@pytest.mark.parametrize("words", ["Weiterleiten an Meier", "Weiterleiten an die Verwaltung bitte"])
def test_what_only_sounds_like_it_switches_nothing(house: House, words: str) -> None:
    ordered(house)
    house.answers(SABINE, house.last_to(SABINE), words)
    assert not house.ticket().orders[0].is_relayed


def test_nobody_else_s_words_pass(house: House) -> None:
    relayed(house)
    before = len(house.mails_to(MEIER))
    house.answers(YILDIZ, house.last_to(ANNA), "Bei mir ist es auch kalt.")
    assert len(house.mails_to(MEIER)) == before


def test_what_the_words_claim_counts_as_ever(house: House) -> None:
    relayed(house)
    house.answers(MEIER, house.last_to(MEIER), "Erledigt.")
    assert [str(o.phase) for o in house.ticket().orders] == ["reported_done"]
