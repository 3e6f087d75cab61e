"""Situations from the daily life of a property manager: what comes in, and what follows, with every mail of it."""

from tests.golden_mails import check_golden
from tests.house import (
    ANNA,
    DOMAIN,
    HANSEN,
    HARBOUR,
    KOWALSKI,
    KRAUSE,
    MILLER,
    SABINE,
    TIM,
    YILDIZ,
    House,
    secret_of,
    text_of,
)

MEIER = "auftrag@heizung-meier.example"
WOLF = "info@sanitaer-wolf.example"
DORN = "buero@dorn-sanitaer.example"
NORD = "stoerung@aufzug-nord.example"
PRIVATELY = "fatma.privat@gmail.example"


def everything_to(house: House, *addresses: str) -> str:
    return "".join(str(mail.message) for address in addresses for mail in house.mails_to(address))


# ---- residents


def test_m01_a_single_cold_radiator_is_a_private_matter_and_nobody_is_sent_by_itself(house: House) -> None:
    words = (
        "Hallo Frau Vogt,\nder Heizkörper im Bad wird seit gestern nicht mehr richtig warm, die anderen gehen.\n"
        "Können Sie jemanden schicken? Bin ab 16 Uhr zuhause.\nLG Anna Berger"
    )
    house.writes(ANNA, words)
    ticket = house.ticket()
    assert (str(ticket.visibility), str(ticket.category), ticket.unit) == ("private", "heating", "WE03")
    assert (ticket.orders, house.mails_to(MEIER)) == ((), [])
    house.answers(SABINE, house.last_to(SABINE), "OK")
    assert "ab 16 Uhr" in text_of(house.last_to(MEIER))
    check_golden(house, "m01_radiator")


def test_m06_a_complaint_without_a_name_stays_private_and_says_what_anonymous_means(house: House) -> None:
    words = (
        "Bei Müller im 2. OG ist jede Nacht bis 2 Uhr Party. Ich möchte nicht, dass mein Name genannt wird.\n"
        "Anna Berger, Lindenweg 12, 0171 5550199"
    )
    house.writes(ANNA, words, to=f"lindenweg12+anonym@{DOMAIN}", subject="Lärm")
    ticket = house.ticket()
    assert (str(ticket.category), str(ticket.visibility), ticket.is_anonymous) == ("noise", "private", True)
    house.later(hours=7)
    assert {mail.rcpt_to for mail in house.relay.mails} == {ANNA, SABINE}
    check_golden(house, "m06_anonymous_complaint")


def test_m12_a_resident_s_erledigt_closes_nothing_and_calls_nobody_off(house: House) -> None:
    house.writes(HANSEN, "Der Briefkasten klemmt.", to=HARBOUR, subject="Briefkasten")
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Wolf")
    known = house.mails_to(HANSEN)[0].message_id
    words = "Hat sich erledigt, Schlüssel war verbogen, geht wieder."
    house.writes(
        HANSEN,
        words,
        to=HARBOUR,
        subject="nochmal wegen Briefkasten",
        auth="none",
        In_Reply_To=known,
        References=known,
    )
    ticket = house.ticket()
    assert (str(ticket.status), str(ticket.orders[0].phase)) == ("RELEASED", "dispatched")
    assert house.kinds_to(SABINE)[-1] == "person_wrote"
    assert "abschließen? OK oder NEIN" in text_of(house.last_to(SABINE)).replace("\n", " ")
    house.answers(SABINE, house.last_to(SABINE), "OK")
    ticket = house.ticket()
    assert (str(ticket.status), str(ticket.orders[0].phase)) == ("DONE", "dispatched")
    assert "STORNIEREN A-1001-1" in text_of(house.last_to(SABINE)).replace("\n     ", " ")
    assert house.kinds_to(WOLF) == ["order"]
    check_golden(house, "m12_settled")


def test_m13_the_same_leak_after_three_weeks_is_a_new_ticket_that_follows_the_old_one(house: House) -> None:
    house.writes(HANSEN, "Der Siphon in der Küche ist undicht.", to=HARBOUR, subject="Undichter Siphon")
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Wolf")
    house.answers(WOLF, house.last_to(WOLF), "erledigt", auth="pass")
    house.answers(SABINE, house.last_to(SABINE), "OK")
    house.later(days=21)
    house.answers(HANSEN, house.last_to(HANSEN), "Leider tropft es an der gleichen Stelle schon wieder.")
    old, new = house.tickets()
    assert (str(old.status), str(new.status), new.recurrence_of) == ("DONE", "OPEN", old.number)
    told = text_of(house.last_to(SABINE))
    assert told.startswith("NICHT BEHOBEN · T-1001")
    assert "Nachbesserung durch Sanitär Wolf, fertig vor 21 Tagen" in " ".join(told.split())
    check_golden(house, "m13_recurrence")


def test_m14_thanks_reopen_nothing_and_are_answered_by_nobody(house: House) -> None:
    house.writes(ANNA, "Kalt.")
    house.answers(SABINE, house.last_to(SABINE), "ERLEDIGT")
    before = len(house.relay.mails)
    house.answers(ANNA, house.last_to(ANNA), "Vielen Dank, alles super! :-)")
    house.later(hours=7)
    assert len(house.relay.mails) == before
    assert str(house.ticket().status) == "DONE"
    assert "alles super" in house.entries(1001)[-1].text
    check_golden(house, "m14_thanks")


def test_m18_an_unknown_address_that_claims_a_flat_learns_nothing_and_is_assigned_by_one_word(
    house: House,
) -> None:
    words = "Hallo, bei mir (Yıldız, WE07) kommt Wasser durch die Decke im Bad, wird schnell größer. Rückruf bitte!"
    house.writes(PRIVATELY, words, subject="Wasserfleck an der Decke")
    assert house.tickets() == []
    assert house.kinds_to(PRIVATELY) == ["neutral"]
    for word in ("Yıldız", "Lindenweg", "WE07", "T-1"):
        assert word not in everything_to(house, PRIVATELY)
    house.answers(SABINE, house.last_to(SABINE), f"H-{house.held()[0].id} WE07")
    assert house.ticket().reporter == "1003"
    assert house.kinds_to(YILDIZ) == ["acknowledgement"], "at the registered address"
    assert house.kinds_to(PRIVATELY) == ["neutral"]
    check_golden(house, "m18_claimed_flat")


def test_m23_a_letter_that_threatens_is_received_and_nothing_is_admitted_or_passed_on(house: House) -> None:
    words = (
        "Sehr geehrte Damen und Herren,\nseit 6 Wochen ist der Schimmel im Schlafzimmer nicht beseitigt. "
        "Ich setze Ihnen eine letzte Frist bis 31.10.2025, mindere ab sofort die Miete um 20 % "
        "und übergebe sonst meinem Anwalt."
    )
    house.writes(HANSEN, words, to=HARBOUR, subject="Letzte Frist - Mietminderung 20 %")
    ticket = house.ticket()
    assert (str(ticket.visibility), str(ticket.category)) == ("private", "mould")
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Wolf")
    for word in ("Frist", "Miete", "Mietminderung", "Anwalt", "20 %"):
        assert word not in everything_to(house, WOLF)
    check_golden(house, "m23_last_deadline")


def test_m24_a_request_for_one_s_data_is_private_and_answered_by_no_machine(house: House) -> None:
    words = "Bitte teilen Sie mir mit, welche Daten Sie über mich gespeichert haben, inkl. Herkunft der Beschwerden."
    house.writes(KOWALSKI, words, to=HARBOUR, subject="Auskunft nach Art. 15 DSGVO")
    ticket = house.ticket()
    assert (str(ticket.visibility), str(ticket.category)) == ("private", "data_protection")
    house.later(days=2)
    assert house.kinds_to(KOWALSKI) == ["acknowledgement"]
    check_golden(house, "m24_own_data")


# ---- firms and caretakers


def test_m32_a_firm_that_declines_has_not_taken_over_and_the_next_one_is_proposed(house: House) -> None:
    house.writes(ANNA, "Der Wasserhahn tropft.", subject="Wasserhahn")
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Wolf")
    before = len(house.mails_to(ANNA))
    words = "Moin, können wir diese Woche leider nicht übernehmen, sind voll."
    house.answers(WOLF, house.last_to(WOLF), words)
    assert [str(o.phase) for o in house.ticket().orders] == ["declined"]
    assert len(house.mails_to(ANNA)) == before
    house.answers(SABINE, house.last_to(SABINE), "OK")
    assert house.kinds_to(DORN) == ["order"]
    check_golden(house, "m32_declined")


def test_m33_the_caretaker_s_erledigt_ends_the_light_and_the_house_hears_it_in_neutral_words(
    house: House,
) -> None:
    house.writes(YILDIZ, "Im Treppenhaus Haus 14, 1. OG, brennt eine Lampe nicht.", subject="Licht")
    house.answers(KRAUSE, house.last_to(KRAUSE), "Erledigt, 2 Leuchtmittel getauscht. Krause")
    assert str(house.ticket().status) == "DONE"
    assert "behoben?" not in everything_to(house, YILDIZ)
    house.later(hours=7)
    assert house.kinds_to(ANNA) == ["evening"]
    for word in ("Leuchtmittel", "Yıldız", "Krause"):
        assert word not in everything_to(house, ANNA, MILLER)
    check_golden(house, "m33_light_done")


def test_m38_an_absence_note_says_erledigt_and_does_nothing_but_alarm(house: House) -> None:
    house.writes(ANNA, "Der Aufzug in Haus 14 steht.", subject="Aufzug")
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Aufzug Nord")
    words = (
        "Wir haben vom 22.12. bis 06.01. Betriebsferien. Notfälle: 0800 5550100. "
        "Erledigt werden Ihre Anliegen dann."
    )
    house.writes(
        NORD,
        words,
        to=secret_of(house.last_to(NORD)),
        subject="Abwesenheitsnotiz: Auftrag",
        auth="none",
        Auto_Submitted="auto-replied",
    )
    ticket = house.ticket()
    assert (str(ticket.status), str(ticket.orders[0].phase)) == ("RELEASED", "dispatched")
    assert house.kinds_to(SABINE)[-1] == "firm_report"
    assert "0800" in text_of(house.last_to(SABINE)).replace("\n", " ")
    assert house.kinds_to(NORD) == ["order"]
    check_golden(house, "m38_away")


def test_m41_who_asks_who_reported_it_asks_the_managers_alone(house: House) -> None:
    house.writes(ANNA, "Im Keller liegt Sperrmüll. Bitte meinen Namen nicht nennen.", subject="Sperrmüll")
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Krause")
    asked = "Wer hat das denn gemeldet? Bräuchte mal die Telefonnummer."
    house.answers(KRAUSE, house.last_to(KRAUSE), asked)
    assert house.kinds_to(SABINE)[-1] == "firm_report"
    house.answers(SABINE, house.last_to(SABINE), "Guten Tag Herr Krause, das sagen wir nicht.")
    for word in ("Berger", "Anna", "anna.berger", "0171", "WE03"):
        assert word not in everything_to(house, KRAUSE)
    check_golden(house, "m41_who_was_it")


def test_m44_a_firm_s_question_after_the_end_changes_nothing(house: House) -> None:
    house.writes(ANNA, "Kalt.")
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Meier")
    house.answers(SABINE, house.mails_to(SABINE)[0], "ERLEDIGT")
    before = len(house.mails_to(ANNA))
    house.answers(
        MEIER, house.mails_to(MEIER)[0], "Hallo, wir wollten nur fragen ob die Heizung jetzt läuft?"
    )
    assert str(house.ticket().status) == "DONE"
    assert house.kinds_to(SABINE)[-1] == "firm_report"
    assert len(house.mails_to(ANNA)) == before
    check_golden(house, "m44_only_asking")


# ---- managers


def test_m45_two_words_and_a_limit_from_the_phone_order_and_can_be_stopped(five_minute_house: House) -> None:
    house = five_minute_house
    house.writes(ANNA, "Der Heizkörper im Bad ist kalt.")
    words = "Freigeben, Meier, max 300 €\n\nVon meinem iPhone gesendet"
    house.answers(SABINE, house.last_to(SABINE), words, client="iphone")
    assert house.mails_to(MEIER) == []
    assert "STOPP bis 12:05" in text_of(house.last_to(SABINE))
    house.later(minutes=6)
    (order,) = house.ticket().orders
    assert (order.limit, house.kinds_to(MEIER)) == (30_000, ["order"])
    check_golden(house, "m45_from_the_phone")


def test_m47_a_forwarded_mail_is_opened_for_whoever_wrote_it(house: House) -> None:
    words = (
        "bitte anlegen\n\nVon: Anna Berger <anna.berger@post.example>\nGesendet: Dienstag, 14. Oktober 2025 07:55\n"
        "An: Info Hausverwaltung Sonnenschein\nBetreff: Wasserhahn tropft\n\n"
        "Hallo, in der Küche tropft der Wasserhahn. Anna Berger"
    )
    house.writes(SABINE, words, subject="WG: Wasserhahn tropft")
    ticket = house.ticket()
    assert (ticket.reporter, ticket.subject) == ("1001", "Wasserhahn tropft")
    assert house.kinds_to(ANNA) == ["acknowledgement"]
    assert "bitte anlegen" not in everything_to(house, ANNA)
    check_golden(house, "m47_forwarded")


def test_m49_what_stands_behind_intern_never_leaves(house: House) -> None:
    house.writes(HANSEN, "Schimmel im Bad.", to=HARBOUR, subject="Schimmel")
    words = "intern: Hansen ist mit 2 Mieten im Rückstand, Anwalt eingeschaltet. Tim, bitte übernehmen."
    house.answers(SABINE, house.last_to(SABINE), f"ZUWEISEN Lorenz\n{words}")
    assert (house.ticket().responsible, house.kinds_to(TIM)) == ("9002", ["new_ticket"])
    house.answers(HANSEN, house.last_to(HANSEN), "STATUS")
    house.answers(SABINE, house.mails_to(SABINE)[0], "BEAUFTRAGEN Wolf")
    house.answers(SABINE, house.mails_to(SABINE)[0], "ERLEDIGT")
    for word in ("Rückstand", "Anwalt", "Tim"):
        assert word not in everything_to(house, HANSEN, WOLF)
    house.answers(SABINE, house.mails_to(SABINE)[0], "AKTE")
    assert "Rückstand" in text_of(house.last_to(SABINE))
    check_golden(house, "m49_internal")


def test_m50_a_forged_manager_executes_nothing_and_hears_of_it_at_the_registered_address(
    house: House,
) -> None:
    house.writes(ANNA, "Kalt.")
    words = "Beauftragen Neue Firma, Rechnung sofort freigeben. Löschen."
    house.answers(SABINE, house.last_to(SABINE), words, auth="fail")
    ticket = house.ticket()
    assert (str(ticket.status), ticket.orders) == ("OPEN", ())
    assert house.verdicts()[-1] == ("held", "unverified")
    assert house.kinds_to(SABINE)[1:] == ["held_list", "held_note"]
    check_golden(house, "m50_forged_manager")


def test_m55_a_manager_s_absence_note_commands_nothing_and_nobody_answers_it(house: House) -> None:
    house.writes(HANSEN, "Schimmel im Bad.", to=HARBOUR, subject="Schimmel")
    house.answers(SABINE, house.last_to(SABINE), "ZUWEISEN Lorenz")
    before = len(house.relay.mails)
    house.writes(
        TIM,
        "Ich bin bis 24.10. im Urlaub. Vertretung: Sabine Vogt.",
        to=secret_of(house.last_to(TIM)),
        subject="Automatische Antwort: [T-1001] Neu",
        auth="none",
        Auto_Submitted="auto-replied",
    )
    assert house.verdicts()[-1] == ("done", "absence")
    assert len(house.relay.mails) == before
    assert house.ticket().responsible == "9002"
    check_golden(house, "m55_absence_note")
