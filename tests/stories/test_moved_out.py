"""Who has moved out keeps the own conversation, and hears no more of who comes to the flat when."""

from tests.house import ANNA, SABINE, House, text_of

MEIER = "auftrag@heizung-meier.example"
DATE = "17.10.2025"


def ordered(house: House) -> None:
    house.writes(ANNA, "Der Heizkörper im Bad wird nicht warm.")
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Meier max 300 €")


def moves_out(house: House, *, flat: str = "WE03") -> None:
    """Yesterday."""
    with house.gateway.database.engine.begin() as connection:
        connection.exec_driver_sql(
            f"update role_assignments set valid_to = '2025-10-13' where person = '1001' and unit = '{flat}'"
        )


def all_to(house: House, address: str) -> str:
    return "\n".join(text_of(mail) for mail in house.mails_to(address)).replace("\u00a0", " ")


def accepts(house: House) -> None:
    house.answers(MEIER, house.mails_to(MEIER)[0], "Zugesagt, kommen Fr 17.10.2025 um 9 Uhr")


def test_a_date_at_the_flat_that_was_left_is_told_to_nobody_who_left_it(house: House) -> None:
    ordered(house)
    moves_out(house)
    accepts(house)
    house.answers(MEIER, house.mails_to(MEIER)[0], "Niemand da", client="gmail")
    house.answers(SABINE, house.mails_to(SABINE)[0], "STORNIEREN", client="gmail")
    assert not {"appointment", "no_access", "appointment_off"} & set(house.kinds_to(ANNA))
    assert DATE not in all_to(house, ANNA)


def test_one_who_still_lives_there_hears_all_of_it(house: House) -> None:
    ordered(house)
    accepts(house)
    assert house.kinds_to(ANNA)[-1] == "appointment"
    assert DATE in all_to(house, ANNA)


def test_the_own_conversation_goes_on(house: House) -> None:
    ordered(house)
    moves_out(house)
    house.answers(ANNA, house.last_to(ANNA), "Bitte sagen Sie mir, wenn es erledigt ist.")
    house.answers(SABINE, house.last_to(SABINE), "Guten Tag Frau Berger,\ngern.")
    assert house.kinds_to(ANNA)[-1] == "message"
    house.answers(SABINE, house.last_to(SABINE), "ERLEDIGT")
    assert house.kinds_to(ANNA)[-1] == "status"


def test_asked_how_it_stands_no_date_is_told_either(house: House) -> None:
    ordered(house)
    accepts(house)
    moves_out(house)
    told = len(house.mails_to(ANNA))
    house.answers(ANNA, house.mails_to(ANNA)[0], "STATUS", auth="pass")
    answer = text_of(house.mails_to(ANNA)[told]).replace("\u00a0", " ")
    assert "T-1001" in answer
    assert DATE not in answer
    assert "Meier" not in answer


def test_a_date_that_moves_after_she_left_is_not_told_to_her(house: House) -> None:
    ordered(house)
    accepts(house)
    assert DATE in all_to(house, ANNA)
    heard = len(house.mails_to(ANNA))
    moves_out(house)
    house.answers(MEIER, house.mails_to(MEIER)[0], "Neuer Termin: Mo 20.10.2025 um 9 Uhr", client="gmail")
    assert len(house.mails_to(ANNA)) == heard


def test_no_date_is_fixed_and_no_number_given_by_who_has_left_the_flat(house: House) -> None:
    ordered(house)
    contact = house.last_to(ANNA)
    house.answers(MEIER, house.mails_to(MEIER)[0], "Zugesagt. Do 16.10. 8-10 oder Fr 17.10. 13-15 Uhr")
    times = house.last_to(ANNA)
    to_firm = len(house.mails_to(MEIER))
    moves_out(house)
    house.answers(ANNA, times, "2")
    house.answers(ANNA, contact, "JA")
    (order,) = house.ticket().orders
    assert order.window is None
    assert len(house.mails_to(MEIER)) == to_firm
    assert house.kinds_to(ANNA)[-1] == "times_offered"
    assert house.kinds_to(SABINE)[-1] == "person_wrote"
