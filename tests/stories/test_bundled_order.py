"""One order for several flats: each has its own bell and hours, each reporter hears of it, who hides is not in it."""

import pytest

from hauspost.cli.tickets import status_of
from tests.house import ANNA, MILLER, SABINE, YILDIZ, House, text_of

MEIER = "auftrag@heizung-meier.example"
COLD = "Bei mir ist die Heizung kalt. Ich bin nur vormittags da."


def words(house: House, address: str) -> str:
    return " ".join(text_of(house.last_to(address)).replace("\u00a0", " ").split())


@pytest.fixture
def two(house: House) -> House:
    house.writes(ANNA, COLD, subject="Heizung")
    house.writes(MILLER, "My radiator is cold", subject="Heating")
    return house


def bundled_and_ordered(house: House, *, in_one_mail: bool) -> None:
    if in_one_mail:
        house.answers(SABINE, house.last_to(SABINE), "BÜNDELN T-1001\nBEAUFTRAGEN Meier max 300 €")
        return
    house.answers(SABINE, house.last_to(SABINE), "BÜNDELN T-1001")
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Meier max 300 €")


@pytest.mark.parametrize("in_one_mail", [True, False])
def test_the_one_order_lists_each_flat_with_its_own_bell_and_hours(two: House, *, in_one_mail: bool) -> None:
    bundled_and_ordered(two, in_one_mail=in_one_mail)
    order = words(two, MEIER)
    own, _, other = order.partition("Auch")
    assert "Haus 14, 2. OG rechts, Klingel „Miller“" in own
    assert "vormittags" not in own
    assert "My radiator is cold" in own
    assert "Haus 12, 3. OG links, Klingel „Berger“" in other
    assert "vormittags" in other
    assert "Bei mir ist die Heizung kalt" in other
    assert two.kinds_to(ANNA) == ["acknowledgement", "status"]
    assert two.kinds_to(MILLER) == ["acknowledgement", "status"]
    for reporter, neighbour in ((ANNA, b"Miller"), (MILLER, b"Berger")):
        assert not any(neighbour in mail.octets for mail in two.mails_to(reporter))


@pytest.mark.parametrize("in_one_mail", [True, False])
def test_every_reporter_hears_the_date_that_nobody_was_there_and_that_nobody_comes(
    two: House, *, in_one_mail: bool
) -> None:
    bundled_and_ordered(two, in_one_mail=in_one_mail)
    two.answers(MEIER, two.last_to(MEIER), "Zugesagt, kommen Fr 17.10.2025 um 9 Uhr")
    two.answers(MEIER, two.last_to(MEIER), "Niemand da")
    two.answers(MEIER, two.last_to(MEIER), "Neuer Termin: Mo 20.10.2025 um 9 Uhr")
    two.answers(SABINE, two.last_to(SABINE), "STORNIEREN")
    for reporter in (ANNA, MILLER):
        kinds = [k for k in two.kinds_to(reporter) if k in ("appointment", "no_access", "appointment_off")]
        assert kinds == ["appointment", "no_access", "appointment", "appointment_off"]


def test_of_who_hides_the_one_order_names_nothing(house: House) -> None:
    house.writes(ANNA, f"{COLD} Bitte meinen Namen nicht nennen.", subject="Heizung")
    house.writes(MILLER, "My radiator is cold", subject="Heating")
    bundled_and_ordered(house, in_one_mail=False)
    order = words(house, MEIER)
    assert "Haus 14, 2. OG rechts, Klingel „Miller“" in order
    for trace in ("Berger", "3. OG", "vormittags", "Bei mir"):
        assert trace not in order


def test_a_hidden_report_that_is_merged_into_a_visible_one_takes_no_bell_from_it(house: House) -> None:
    house.writes(MILLER, "My radiator is cold", subject="Heating")
    house.writes(ANNA, f"{COLD} Bitte meinen Namen nicht nennen.", subject="Heizung")
    house.answers(SABINE, house.last_to(SABINE), "ZUSAMMENLEGEN MIT T-1001")
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Meier")
    order = words(house, MEIER)
    assert "Haus 14, 2. OG rechts, Klingel „Miller“" in order
    assert "Berger" not in order
    assert "vormittags" not in order


def test_a_text_of_the_manager_stands_for_all_reports(two: House) -> None:
    two.answers(SABINE, two.last_to(SABINE), "BÜNDELN T-1001\nBEAUFTRAGEN Meier: Strang entlüften")
    order = words(two, MEIER)
    assert "Strang entlüften" in order
    assert "Bei mir" not in order
    assert "Klingel „Berger“" in order


def test_a_ticket_cannot_be_bundled_with_itself_and_the_receipt_says_so(two: House) -> None:
    two.answers(SABINE, two.last_to(SABINE), "BÜNDELN T-1002")
    assert "Das ist dieser Vorgang" in words(two, SABINE)


def test_what_was_bundled_is_no_open_ticket_any_more(two: House) -> None:
    bundled_and_ordered(two, in_one_mail=False)
    two.writes(SABINE, "LISTE", subject="LISTE")
    assert "T-1001" not in words(two, SABINE)
    assert {t.number: t.merged_into for t in two.tickets()} == {1001: 1002, 1002: None}
    assert [status_of(t) for t in two.tickets()] == ["merged into T-1002", "RELEASED"]


def test_a_firm_whose_report_was_bundled_is_no_bell_and_is_named_to_no_other_firm(two: House) -> None:
    two.writes(
        "info@sanitaer-wolf.example",
        "Dort tropft die Heizung am Ventil, das fiel uns auf.",
        subject="Heizung",
    )
    office = two.tickets()[-1].number
    two.answers(SABINE, two.mails_to(SABINE)[0], f"BÜNDELN T-{office}\nANGEBOT Meier")
    assert {t.number: t.merged_into for t in two.tickets()}[office] == 1001
    assert "Klingel „Berger“" in words(two, MEIER)
    assert "tropft die Heizung am Ventil" in words(two, MEIER)
    assert b"wolf" not in two.last_to(MEIER).octets.lower()


def test_two_bundled_orders_keep_their_own_numbers(two: House) -> None:
    new = two.last_to(SABINE)
    two.answers(SABINE, two.mails_to(SABINE)[0], "ANGEBOT Meier")
    two.answers(SABINE, new, "BÜNDELN T-1001\nBEAUFTRAGEN Meier", auth="pass")
    (ticket,) = (t for t in two.tickets() if t.merged_into is None)
    assert sorted((o.number, str(o.kind)) for o in ticket.orders) == [(1, "quote"), (2, "order")]


def test_yildiz_reads_nothing_of_it(two: House) -> None:
    bundled_and_ordered(two, in_one_mail=True)
    assert two.mails_to(YILDIZ) == []


@pytest.mark.parametrize("said", ["A-1001-1 erledigt", "Auftrag A-1001-1: erledigt", "erledigt"])
@pytest.mark.parametrize("join", ["BÜNDELN T-1001", "ZUSAMMENLEGEN MIT T-1001"])
def test_a_firm_that_names_its_order_by_the_old_number_is_heard(house: House, said: str, join: str) -> None:
    house.writes(ANNA, "Die Heizung wird nicht warm.", subject="Heizung")
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Meier")
    given = house.last_to(MEIER)
    house.writes(MILLER, "My radiator is cold", subject="Heating")
    house.answers(SABINE, house.last_to(SABINE), join)
    house.answers(MEIER, given, said)
    (order,) = [o for t in house.tickets() for o in t.orders]
    assert str(order.phase) == "reported_done"
    assert {row.state for row in house.arrivals()} == {"done"}


def test_a_day_without_an_hour_is_one_day(house: House) -> None:
    house.writes(ANNA, "Die Heizung wird nicht warm.", subject="Heizung")
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Meier")
    house.answers(MEIER, house.last_to(MEIER), "Wir kommen morgen.")
    assert "Mi, 15.10.2025" in words(house, ANNA)
    assert "Do, 16.10.2025" not in words(house, ANNA)


def test_what_came_along_twice_is_never_read_as_another_firms(two: House) -> None:
    two.answers(SABINE, two.mails_to(SABINE)[0], "ANGEBOT Meier")
    two.answers(MEIER, two.last_to(MEIER), "Das Quarkventil kostet 180 €, wir brauchen dafür zwei Stunden.")
    new = next(m for m in two.mails_to(SABINE) if "T-1002" in str(m.message["Subject"]))
    two.answers(SABINE, new, "BÜNDELN T-1001", auth="pass")
    two.writes(YILDIZ, "Bei mir ist die Heizung auch kalt.", subject="Heizung")
    last = two.last_to(SABINE)
    two.answers(SABINE, last, "ANGEBOT Wolf")
    two.answers(SABINE, last, "BÜNDELN T-1002", auth="pass")
    (ticket,) = (t for t in two.tickets() if t.merged_into is None)
    firms = {o.channel: o.assignee for o in ticket.orders}
    assert len(set(firms.values())) == 2
    said = {e.channel: e.author for e in two.entries(1003) if "Quarkventil" in e.text}
    assert said == {channel: firm for channel, firm in firms.items() if firm in said.values()}
