"""Who writes, and of which house: a couple with one address, and a person who lives in two houses."""

from tests.house import HARBOUR, SABINE, SCHULZ, House, text_of


def words(house: House, address: str) -> str:
    return " ".join(text_of(house.last_to(address)).replace("\u00a0", " ").split())


def test_a_couple_with_one_address_gets_one_mail_and_is_named_together(house: House) -> None:
    house.writes(SCHULZ, "Bei uns tropft der Wasserhahn.", to=HARBOUR, subject="Wasserhahn")
    assert house.kinds_to(SCHULZ) == ["acknowledgement"]
    assert "Familie Schulz" in words(house, SCHULZ)
    assert {p.person for p in house.ticket().participants} == {"1007", "1008"}
    shown = words(house, SABINE)
    assert "Maria Schulz und Tom Schulz" in shown
    house.answers(SABINE, house.last_to(SABINE), "FREIGEBEN")
    assert house.kinds_to(SCHULZ) == ["acknowledgement", "status"]
