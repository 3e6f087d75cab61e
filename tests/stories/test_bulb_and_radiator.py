"""What a house is measured by: a bulb that sees to itself, and a radiator that a manager hands to a firm."""

from tests.house import ANNA, HOUSE, KRAUSE, SABINE, YILDIZ, House, text_of

MEIER = "auftrag@heizung-meier.example"


def kinds(house: House, address: str) -> list[str]:
    return house.kinds_to(address)


def test_a_dead_bulb_is_ordered_done_and_told_without_anyone_s_hand(house: House) -> None:
    house.writes(ANNA, "Im Treppenhaus Haus 12, 2. OG, brennt eine Lampe nicht.", subject="Licht")
    ticket = house.ticket()
    assert (ticket.category, str(ticket.visibility), str(ticket.status)) == ("lighting", "public", "RELEASED")
    assert kinds(house, KRAUSE) == ["order"]
    order = text_of(house.last_to(KRAUSE))
    assert "A-1001-1" in order
    assert "Berger" not in order
    assert kinds(house, SABINE)[0] == "new_ticket"

    house.answers(
        KRAUSE, house.last_to(KRAUSE), "Erledigt, 2 Leuchtmittel getauscht. Krause", client="iphone"
    )
    assert str(house.ticket().status) == "DONE"

    house.later(hours=7)
    evening = text_of(house.last_to(YILDIZ))
    assert kinds(house, YILDIZ) == ["evening"]
    assert "Treppenhaus" in evening
    assert "Leuchtmittel" not in evening
    assert "Berger" not in evening


def test_the_manager_can_stop_the_bulb_s_order_at_any_point(house: House) -> None:
    house.writes(ANNA, "Im Treppenhaus Haus 12 brennt eine Lampe nicht.", subject="Licht")
    house.answers(SABINE, house.last_to(SABINE), "STORNIEREN")
    assert kinds(house, KRAUSE) == ["order", "order_cancelled"]
    house.answers(KRAUSE, house.mails_to(KRAUSE)[0], "Erledigt")
    assert str(house.ticket().status) != "DONE"


def test_a_cold_radiator_goes_to_a_firm_and_back(house: House) -> None:
    house.writes(ANNA, "Der Heizkörper im Bad wird nicht warm. Bin ab 16 Uhr zuhause.")
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Meier max 300 €")
    assert str(house.ticket().status) == "RELEASED"
    order = text_of(house.last_to(MEIER))
    assert "300 € brutto" in order.replace("\u00a0", " ")
    assert "anna.berger" not in order
    assert "0171 5550199" not in order
    assert kinds(house, ANNA)[-1] == "status"

    words = (
        "Guten Tag,\nAuftrag übernehmen wir. Termin: Di., 21.10. zwischen 8 und 10 Uhr, Kollege Kaya.\nMfG"
    )
    house.answers(MEIER, house.last_to(MEIER), words)
    assert str(house.ticket().status) == "RELEASED"  # only the manager sets statuses unless the rule says so
    appointment = text_of(house.last_to(ANNA))
    assert "21.10.2025" in appointment
    assert "Kaya" not in appointment
    house.answers(SABINE, house.mails_to(SABINE)[-1], "IN BEARBEITUNG")
    assert str(house.ticket().status) == "IN_PROGRESS"

    house.answers(MEIER, house.mails_to(MEIER)[0], "nicht erledigt, niemand angetroffen")
    assert str(house.ticket().status) == "IN_PROGRESS"
    assert kinds(house, ANNA)[-1] == "no_access"

    house.answers(MEIER, house.mails_to(MEIER)[0], "erledigt, Rechnung anbei", client="gmail")
    assert str(house.ticket().status) == "IN_PROGRESS"
    assert "erledigt" in text_of(house.last_to(SABINE)).lower()
    before = len(house.mails_to(ANNA))
    house.answers(SABINE, house.last_to(SABINE), "ERLEDIGT")
    assert str(house.ticket().status) == "DONE"
    assert len(house.mails_to(ANNA)) == before + 1
    assert house.mails_to(YILDIZ) == []
    assert "Rechnung anbei" not in "".join(text_of(m) for m in house.mails_to(ANNA))


def test_an_anonymous_reporter_is_named_to_nobody_but_the_managers(house: House) -> None:
    house.writes(
        ANNA,
        "Im Treppenhaus Haus 12 brennt keine Lampe. Bitte meinen Namen nicht nennen.",
        subject="Licht anonym",
    )
    assert house.ticket().is_anonymous
    house.later(hours=7)
    seen = [m for m in house.relay.mails if m.rcpt_to not in (SABINE, ANNA)]
    assert seen
    for mail in seen:
        for secret in ("Berger", "Anna", "WE03", "3. OG", "post.example"):
            assert secret.encode() not in mail.octets
    assert "anonym" in text_of(house.mails_to(ANNA)[0]).lower()
    assert kinds(house, ANNA)[-1] == "evening"  # like everybody else, so that absence betrays nobody


def test_a_second_report_of_the_same_thing_is_already_known_and_orders_nothing(house: House) -> None:
    house.writes(ANNA, "Im Treppenhaus Haus 12 brennt eine Lampe nicht.", subject="Licht")
    house.writes(YILDIZ, "Im Treppenhaus Haus 12 ist das Licht kaputt.", subject="Licht")
    assert len(house.tickets()) == 1
    assert kinds(house, YILDIZ) == ["known"]
    assert kinds(house, KRAUSE) == ["order"]


def test_a_resident_s_answer_to_the_house_reaches_the_managers_who_may_publish_it(house: House) -> None:
    house.writes(ANNA, "Der Aufzug in Haus 14 steht.", subject="Aufzug")
    assert kinds(house, YILDIZ)[-1] == "public_summary"
    house.answers(YILDIZ, house.last_to(YILDIZ), "Bei mir klemmt er seit gestern.")
    assert kinds(house, SABINE)[-1] == "public_reply"
    own = len(house.mails_to(YILDIZ))
    house.answers(SABINE, house.last_to(SABINE), "VERÖFFENTLICHEN")
    published = text_of(house.last_to(ANNA))
    assert "klemmt er seit gestern" in published
    assert "Yıldız" not in published
    assert len(house.mails_to(YILDIZ)) == own  # nobody gets the own words back as news


def test_words_to_all_are_asked_back_unless_key_and_border_vouch(house: House) -> None:
    house.writes(ANNA, "Der Aufzug in Haus 14 steht.", subject="Aufzug")
    mails = len(house.mails_to(YILDIZ))
    house.answers(SABINE, house.mails_to(SABINE)[0], "AN ALLE: Der Techniker kommt um 15 Uhr.")
    assert kinds(house, SABINE)[-1] == "confirmation"
    assert len(house.mails_to(YILDIZ)) == mails
    house.answers(SABINE, house.last_to(SABINE), "A")
    assert "um 15 Uhr" in text_of(house.last_to(YILDIZ))


def test_me_too_and_mute_are_counted_and_told_to_nobody(house: House) -> None:
    house.writes(ANNA, "Der Aufzug in Haus 14 steht.", subject="Aufzug")
    mails = len(house.relay.mails)
    house.answers(YILDIZ, house.last_to(YILDIZ), "ICH AUCH")
    house.answers(YILDIZ, house.last_to(YILDIZ), "STUMM")
    assert len(house.relay.mails) == mails


def test_a_forwarded_mail_opens_for_the_person_who_wrote_it(house: House) -> None:
    words = (
        "bitte anlegen\n\nVon: Anna Berger <anna.berger@post.example>\nGesendet: Dienstag, 14. Oktober 2025 07:55\n"
        "An: Info Hausverwaltung Sonnenschein\nBetreff: Wasserhahn tropft\n\n"
        "Hallo, in der Küche tropft der Wasserhahn.\n"
    )
    house.writes(SABINE, words, to=HOUSE, subject="WG: Wasserhahn tropft")
    assert house.ticket().reporter == "1001"
    assert kinds(house, ANNA) == ["acknowledgement"]
    assert "bitte anlegen" not in text_of(house.last_to(ANNA))


def test_a_caretaker_s_word_about_another_ticket_closes_nothing(house: House) -> None:
    house.writes(ANNA, "Im Treppenhaus Haus 12 brennt eine Lampe nicht.", subject="Licht")
    house.answers(KRAUSE, house.last_to(KRAUSE), "T-1002 erledigt")
    assert str(house.ticket().status) == "RELEASED"


def test_words_for_a_firm_that_speak_about_the_resident_stay_with_the_firm(house: House) -> None:
    house.writes(ANNA, "Der Heizkörper im Bad wird nicht warm.")
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Meier max 300 €")
    house.answers(MEIER, house.last_to(MEIER), "Wo sollen wir klingeln?")
    mails = len(house.mails_to(ANNA))
    house.answers(SABINE, house.last_to(SABINE), "Bitte bei Berger klingeln, die zahlt nie.")
    assert len(house.mails_to(ANNA)) == mails


def test_a_wish_not_to_be_named_holds_when_a_manager_opens(house: House) -> None:
    house.writes(SABINE, "FÜR WE03\nHeizkörper kalt. Bitte den Namen nicht nennen.", subject="Heizung anonym")
    assert house.ticket().is_anonymous


def test_a_reporter_who_wishes_it_only_later_is_named_to_nobody_from_then_on(house: House) -> None:
    house.writes(ANNA, "Der Heizkörper im Bad wird nicht warm.")
    assert not house.ticket().is_anonymous
    house.answers(ANNA, house.last_to(ANNA), "Bitte meinen Namen nicht nennen.")
    assert house.ticket().is_anonymous
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Meier max 300 €")
    order = text_of(house.last_to(MEIER))
    assert "Berger" not in order
    assert "WE03" not in order
