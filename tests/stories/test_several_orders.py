"""Several orders of one ticket: one that is done is signed off alone, and when all are declined none is left."""

from tests.house import ANNA, SABINE, House, text_of

MEIER = "auftrag@heizung-meier.example"
WOLF = "info@sanitaer-wolf.example"
DORN = "buero@dorn-sanitaer.example"


def words(house: House, address: str) -> str:
    return " ".join(text_of(house.last_to(address)).replace("\u00a0", " ").split())


def two_orders(house: House) -> None:
    house.writes(ANNA, "Der Heizkörper im Bad wird nicht warm.")
    new = house.last_to(SABINE)
    house.answers(SABINE, new, "BEAUFTRAGEN Wolf", auth="pass")
    house.answers(SABINE, new, "BEAUFTRAGEN Meier", auth="pass")
    house.answers(WOLF, house.last_to(WOLF), "erledigt")


def phases(house: House) -> list[str]:
    return [str(o.phase) for o in house.ticket().orders]


def test_ok_to_done_signs_that_order_off_while_another_one_runs(house: House) -> None:
    two_orders(house)
    asked = words(house, SABINE)
    assert "OK nimmt diesen Auftrag ab; der Vorgang läuft weiter" in asked
    to_wolf, to_anna = len(house.mails_to(WOLF)), len(house.mails_to(ANNA))
    house.answers(SABINE, house.last_to(SABINE), "OK")
    assert phases(house) == ["signed_off", "dispatched"]
    assert str(house.ticket().status) == "RELEASED"
    assert len(house.mails_to(WOLF)) == to_wolf
    assert len(house.mails_to(ANNA)) == to_anna
    assert "A-1001-1 ist abgenommen" in words(house, SABINE)


def test_no_to_done_sends_that_order_to_rework(house: House) -> None:
    two_orders(house)
    house.answers(SABINE, house.last_to(SABINE), "NEIN")
    assert phases(house) == ["rework", "dispatched"]


def test_ok_ends_no_more_than_the_mail_said_although_the_other_order_was_cancelled_meanwhile(
    house: House,
) -> None:
    two_orders(house)
    reported = house.last_to(SABINE)
    house.answers(SABINE, reported, "STORNIEREN Meier")
    assert phases(house) == ["reported_done", "cancelled"]
    house.answers(SABINE, reported, "OK")
    assert "Jetzt läuft keiner mehr; ERLEDIGT schließt den Vorgang ab." in words(house, SABINE)
    assert phases(house) == ["signed_off", "cancelled"]
    assert str(house.ticket().status) != "DONE"
    house.answers(SABINE, house.last_to(SABINE), "ERLEDIGT")
    assert str(house.ticket().status) == "DONE"


def test_what_a_cancelled_order_s_firm_reported_is_no_longer_asked(house: House) -> None:
    two_orders(house)
    reported = house.last_to(SABINE)
    house.answers(SABINE, reported, "STORNIEREN Wolf")
    house.answers(SABINE, reported, "OK")
    assert "NICHTS ZU TUN" in words(house, SABINE)
    assert phases(house) == ["cancelled", "dispatched"]


def test_the_last_order_s_done_closes_the_ticket_as_before(house: House) -> None:
    two_orders(house)
    house.answers(SABINE, house.last_to(SABINE), "OK")
    house.answers(MEIER, house.last_to(MEIER), "erledigt")
    house.answers(SABINE, house.last_to(SABINE), "OK")
    assert str(house.ticket().status) == "DONE"


def test_a_ticket_that_all_decline_stays_released_without_an_order_and_is_listed_so(house: House) -> None:
    house.writes(ANNA, "Der Abfluss in der Küche ist verstopft.", subject="Wasser")
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Wolf")
    house.answers(WOLF, house.last_to(WOLF), "Geht nicht, sind voll.")
    house.answers(SABINE, house.last_to(SABINE), "OK")  # the next rank
    house.answers(DORN, house.last_to(DORN), "Leider keine Kapazität.")
    assert phases(house) == ["declined", "declined"]
    assert str(house.ticket().status) == "RELEASED"
    assert "no_order" in {str(flag) for flag in house.ticket().flags}
    house.writes(SABINE, "LISTE", subject="LISTE")
    assert "T-1001" in words(house, SABINE)
