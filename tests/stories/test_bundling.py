"""Similar private reports become one order; every reporter keeps the own conversation and hears of nobody (WORDS 4)."""

from tests.house import ANNA, SABINE, YILDIZ, House, text_of

MEIER = "auftrag@heizung-meier.example"


def test_similar_reports_are_shown_and_bundled_and_each_reporter_hears_of_the_one_order(house: House) -> None:
    house.writes(YILDIZ, "Der Heizkörper im Bad bleibt kalt.", subject="Heizung")
    house.writes(ANNA, "Die Heizung im Schlafzimmer wird nicht warm.", subject="Heizung")
    shown = " ".join(text_of(house.last_to(SABINE)).replace("\u00a0", " ").split())
    assert "Ähnlich 1 Meldung seit" in shown
    assert "BÜNDELN T-1001 ein Auftrag für alle" in shown
    house.answers(SABINE, house.last_to(SABINE), "BÜNDELN T-1001")
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Meier")
    (order,) = [o for t in house.tickets() for o in t.orders]
    assert order.assignee_name == "Heizung Meier GmbH"
    for reporter, other in ((ANNA, b"Yildiz"), (YILDIZ, b"Berger")):
        heard = len(house.mails_to(reporter))
        assert not any(other in mail.octets for mail in house.mails_to(reporter))
        assert heard >= 2
    house.answers(SABINE, house.last_to(SABINE), "ERLEDIGT")
    assert house.kinds_to(ANNA)[-1] == "status"
    assert house.kinds_to(YILDIZ)[-1] == "status"
    assert [str(e) for e in house.kinds_to(MEIER)] == ["order"]
