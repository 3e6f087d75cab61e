"""What a receipt says is so, and nobody who is concerned stays in the dark."""

import pytest

from tests.clients import reply_in
from tests.house import ANNA, BORDER, SABINE, YILDIZ, House, secret_of, text_of

MEIER = "auftrag@heizung-meier.example"
NEW = "fatma@neu.example"
COLD = "Der Heizkörper im Bad wird nicht warm."
LIFT = "Der Aufzug in Haus 14 steht."


def said_to(house: House, who: str) -> str:
    return " ".join(text_of(house.last_to(who)).split()).replace("\u00a0", " ")


@pytest.mark.parametrize("answered", ["receipt", "ticket"])
def test_undo_of_a_held_mail_s_assignment_forgets_the_address_and_says_that_the_ticket_stays(
    house: House, answered: str
) -> None:
    house.writes(NEW, "Bei mir tropft das Fenster.", subject="Fenster")
    number = house.held()[-1].id
    house.answers(SABINE, house.last_to(SABINE), f"H-{number} WE07")
    receipt, ticket = house.mails_to(SABINE)[-2:]
    house.answers(SABINE, receipt if answered == "receipt" else ticket, "RÜCKGÄNGIG")
    assert "Die Adresse ist nicht mehr gemerkt" in said_to(house, SABINE)
    house.writes(NEW, "Jetzt auch das zweite Fenster.", subject="Zweites Fenster")
    assert len(house.tickets()) == 1
    assert len(house.held()) == 1


def test_undo_after_a_mail_was_sorted_out_says_that_it_stays_so(house: House) -> None:
    house.writes(NEW, "Bei mir tropft das Fenster.", subject="Fenster")
    house.answers(SABINE, house.last_to(SABINE), f"H-{house.held()[-1].id} SPAM")
    house.answers(SABINE, house.last_to(SABINE), "RÜCKGÄNGIG")
    assert "Die Mail ist aussortiert" in said_to(house, SABINE)


def test_undo_of_a_newer_step_of_that_ticket_takes_back_the_step(house: House) -> None:
    house.writes(NEW, "Bei mir tropft das Fenster.", subject="Fenster")
    house.answers(SABINE, house.last_to(SABINE), f"H-{house.held()[-1].id} WE07")
    house.answers(SABINE, house.last_to(SABINE), "FREIGEBEN")
    house.answers(SABINE, house.last_to(SABINE), "RÜCKGÄNGIG")
    assert "Freigegeben → Offen" in said_to(house, SABINE)
    house.writes(NEW, "Jetzt auch das zweite Fenster.", subject="Zweites Fenster")
    assert len(house.tickets()) == 2


def test_bundling_after_an_order_has_left_says_so_and_every_reporter_hears(patient_house: House) -> None:
    house = patient_house
    house.writes(ANNA, COLD)
    house.answers(SABINE, house.last_to(SABINE), "OK")
    house.later(minutes=5)
    house.writes(YILDIZ, "Mein Heizkörper wird nicht warm.")
    house.answers(SABINE, house.last_to(SABINE), "BÜNDELN T-1001")
    told = said_to(house, SABINE)
    assert "läuft bei Heizung Meier GmbH schon; die Firma erfährt, was dazukommt" in told
    assert "was verbunden, verlegt oder verborgen ist, bleibt so" in told
    house.later(minutes=5)
    assert {str(t.status) for t in house.tickets() if t.number == 1002} == {"RELEASED"}
    assert house.kinds_to(YILDIZ) == ["acknowledgement", "status"]


def test_whose_report_joins_one_that_is_under_way_hears_where_it_stands(house: House) -> None:
    house.writes(ANNA, COLD)
    first = house.last_to(SABINE)
    house.answers(SABINE, first, "OK")
    house.writes(YILDIZ, "Mein Heizkörper wird nicht warm.")
    house.answers(SABINE, first, "BÜNDELN T-1002")
    assert "die Firma erfährt, was dazukommt" in said_to(house, SABINE)
    assert house.kinds_to(YILDIZ) == ["acknowledgement", "status"]
    assert house.kinds_to(ANNA) == ["acknowledgement", "status"]


def test_stop_after_bundling_promises_no_more_than_it_does(patient_house: House) -> None:
    house = patient_house
    house.writes(ANNA, COLD)
    house.writes(YILDIZ, "Mein Heizkörper wird nicht warm.")
    house.answers(SABINE, house.last_to(SABINE), "BÜNDELN T-1001\nBEAUFTRAGEN Meier")
    assert "nichts ist geschehen" in said_to(house, SABINE)
    house.answers(SABINE, house.last_to(SABINE), "STOPP")
    assert "T-1001 steht wieder für sich" in said_to(house, SABINE)
    assert [t.merged_into for t in house.tickets()] == [None, None]
    house.later(minutes=5)
    assert house.kinds_to(MEIER) == []


def test_words_to_all_that_name_a_neighbour_are_asked_back_and_sent_by_one_word(house: House) -> None:
    house.writes(ANNA, LIFT, subject="Aufzug")
    before = len(house.mails_to(YILDIZ))
    house.answers(
        SABINE, house.last_to(SABINE), "AN ALLE: Frau Yıldız hat den Aufzug beschädigt.", auth="pass"
    )
    assert house.kinds_to(SABINE)[-1] == "names_reporter"
    assert len(house.mails_to(YILDIZ)) == before
    house.answers(SABINE, house.last_to(SABINE), "SENDEN", auth="pass")
    assert len(house.mails_to(YILDIZ)) == before + 1


def test_words_to_all_that_name_nobody_leave_at_once(house: House) -> None:
    house.writes(ANNA, LIFT, subject="Aufzug")
    before = len(house.mails_to(YILDIZ))
    house.answers(SABINE, house.last_to(SABINE), "AN ALLE: Der Aufzug steht bis Freitag.", auth="pass")
    assert len(house.mails_to(YILDIZ)) == before + 1


@pytest.mark.parametrize("subject", ["Auftrag A-1001-1", "[A-1001-1] Termin", "zu a-1001-1, Heizung"])
def test_a_firm_s_new_mail_with_the_order_s_number_in_its_subject_belongs_to_that_order(
    house: House, subject: str
) -> None:
    house.writes(ANNA, COLD)
    house.answers(SABINE, house.last_to(SABINE), "OK")
    house.writes(MEIER, "Wir kommen am Freitag um 9 Uhr.", subject=subject)
    assert [t.number for t in house.tickets()] == [1001]


def test_an_order_s_number_in_somebody_else_s_subject_proves_nothing(house: House) -> None:
    house.writes(ANNA, COLD)
    house.answers(SABINE, house.last_to(SABINE), "OK")
    house.writes("info@sanitaer-wolf.example", "Wir kommen am Freitag um 9 Uhr.", subject="A-1001-1")
    assert [str(o.phase) for t in house.tickets() for o in t.orders] == ["dispatched"]


def test_a_firm_is_never_said_to_have_lived_in_the_house(house: House) -> None:
    house.writes(MEIER, "Wir haben eine Frage zur Wartung im Keller.", subject="Wartung")
    assert "früher im Haus" not in said_to(house, SABINE)
    assert "Firma" in said_to(house, SABINE)


def test_the_same_report_again_is_answered_once_and_opens_nothing(house: House) -> None:
    for _ in range(4):
        house.writes(ANNA, "Der Heizkörper im Bad wird seit gestern nicht warm.")
        house.later(minutes=70)
    assert house.kinds_to(ANNA) == ["acknowledgement", "neutral"]
    assert "Wort für Wort wie Ihre vorige" in said_to(house, ANNA)
    assert [t.number for t in house.tickets()] == [1001]


def test_yes_after_no_to_the_question_whether_it_is_fixed_is_put_before_the_manager_as_such(
    house: House,
) -> None:
    house.writes(ANNA, COLD)
    house.answers(SABINE, house.last_to(SABINE), "ERLEDIGT")
    asked = house.last_to(ANNA)
    house.answers(ANNA, asked, "NEIN")
    house.answers(ANNA, asked, "JA")
    assert "meldet: doch behoben" in said_to(house, SABINE)
    assert [str(t.status) for t in house.tickets()] == ["DONE", "OPEN"]


@pytest.mark.parametrize("word", ["JA", "NEIN"])
def test_the_same_answer_to_whether_it_is_fixed_opens_nothing_twice_and_bothers_nobody(
    house: House, word: str
) -> None:
    house.writes(ANNA, COLD)
    house.answers(SABINE, house.last_to(SABINE), "ERLEDIGT")
    asked = house.last_to(ANNA)
    house.answers(ANNA, asked, word)
    tickets, mails = len(house.tickets()), len(house.relay.mails)
    house.answers(ANNA, asked, word, client="iphone")
    assert (len(house.tickets()), len(house.relay.mails)) == (tickets, mails)


def test_public_on_a_flat_s_matter_tells_the_house_nothing_until_the_manager_s_own_words(
    house: House,
) -> None:
    house.writes(ANNA, COLD)
    house.answers(SABINE, house.last_to(SABINE), "ÖFFENTLICH", auth="pass")
    assert "Das Haus erfährt es erst mit Ihren eigenen Worten" in said_to(house, SABINE)
    house.answers(SABINE, house.last_to(SABINE), "FREIGEBEN\nIN BEARBEITUNG", auth="pass")
    house.later(hours=30)
    assert house.mails_to(YILDIZ) == []
    house.answers(SABINE, house.last_to(SABINE), "ERLEDIGT", auth="pass")
    house.later(hours=30)
    assert house.mails_to(YILDIZ) == []


def reads_english(house: House) -> None:
    with house.gateway.database.engine.begin() as connection:
        connection.exec_driver_sql("update persons set language = 'en' where id = '9001'")


def test_a_rule_s_name_is_in_the_manager_s_language(house: House) -> None:
    reads_english(house)
    house.writes(ANNA, COLD)
    told = said_to(house, SABINE)
    assert "all houses" in told
    assert "alle Häuser" not in told


@pytest.mark.parametrize(
    "typed, kind",
    [("ANGEBOT Meier", "Anfrage"), ("INFO Meier: Bitte bei der Wartung mit ansehen.", "Information")],
)
def test_a_receipt_never_calls_an_enquiry_or_an_information_an_order(
    patient_house: House, typed: str, kind: str
) -> None:
    house = patient_house
    house.writes(ANNA, COLD)
    house.answers(SABINE, house.last_to(SABINE), typed)
    house.answers(SABINE, house.last_to(SABINE), "STOPP")
    assert f"Angehalten: {kind} A-1001-1" in said_to(house, SABINE)
    house.later(minutes=5)
    house.answers(SABINE, house.last_to(SABINE), typed)
    house.later(minutes=5)
    house.answers(SABINE, house.last_to(SABINE), "STORNIEREN")
    told = said_to(house, SABINE)
    assert f"Zurückgezogen: {kind} A-1001-2" in told
    assert f"die Rücknahme der {kind}" in told
    assert "Stornierung" not in told


def test_an_old_mail_of_a_manager_that_is_sent_again_does_nothing(house: House) -> None:
    """With the border's pass and a good signature: the same octets, and the same words under a new id weeks later."""
    house.writes(ANNA, COLD)
    proposal = house.last_to(SABINE)
    octets = reply_in(
        "outlook", proposal.octets, "OK", from_address=SABINE, from_name="", to=secret_of(proposal)
    )
    vouched = f"Authentication-Results: {BORDER}; dmarc=pass header.from=hv-sonnenschein.example\r\n".encode()
    house.receives(vouched + octets, mail_from=SABINE, rcpt_to=secret_of(proposal))
    house.answers(SABINE, house.last_to(SABINE), "STORNIEREN")
    before = [(o.number, o.phase) for o in house.ticket().orders]
    house.receives(vouched + octets, mail_from=SABINE, rcpt_to=secret_of(proposal))
    house.later(days=20)
    house.receives(vouched + octets, mail_from=SABINE, rcpt_to=secret_of(proposal))
    house.answers(SABINE, proposal, "OK", client="iphone", auth="pass")
    assert [(o.number, o.phase) for o in house.ticket().orders] == before


def test_several_words_of_one_mail_are_each_carried_out_and_told(house: House) -> None:
    house.writes(ANNA, "Der Wasserhahn tropft.", subject="Wasser")
    house.answers(
        SABINE,
        house.last_to(SABINE),
        "KATEGORIE Heizung\nBEAUFTRAGEN Meier max 200 €\nZUWEISEN Lorenz\nINTERN: zahlt nicht",
    )
    ticket = house.ticket()
    assert (ticket.category, str(ticket.status), len(ticket.orders)) == ("heating", "RELEASED", 1)
    told = said_to(house, SABINE)
    assert all(line in told for line in ("„KATEGORIE Heizung“", "„BEAUFTRAGEN Meier", "„ZUWEISEN Lorenz“"))
    assert not any("zahlt nicht" in text_of(m) for who in (ANNA, MEIER) for m in house.mails_to(who))
