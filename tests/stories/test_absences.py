"""Who is away hears nothing that cannot wait: the deputy reads it, and nobody's mail is read by nobody."""

from tests.golden_mails import check_golden
from tests.house import ANNA, BORDER, DESK, SABINE, TIM, House, secret_of, text_of


def _spoken(house: House, address: str) -> str:
    return " ".join(text_of(house.last_to(address)).replace("\u00a0", " ").split())


def _absence_note(house: House, to: str) -> None:
    note = (
        f"Authentication-Results: {BORDER}; dmarc=pass header.from=hv-sonnenschein.example\n"
        f"From: {SABINE}\nTo: {to}\nSubject: Automatische Antwort: [T-1001] Neu\n"
        "Auto-Submitted: auto-replied\nMessage-ID: <note@hv-sonnenschein.example>\n\n"
        "Ich bin bis 24.10. im Urlaub. Erledigt wird alles ab dem 27.10.\n"
    )
    house.receives(note.encode(), mail_from=SABINE, rcpt_to=to)


def test_the_deputy_reads_what_comes_in_until_the_day_is_over(house: House) -> None:
    house.writes(SABINE, "ABWESEND bis 24.10. Vertretung Lorenz", to=DESK, subject="Urlaub")
    assert "Abwesend bis Fr, 24.10.2025. Was Sie angeht, geht so lange an Tim Lorenz." in _spoken(
        house, SABINE
    )
    house.writes(ANNA, "Der Heizkörper im Bad bleibt kalt.")
    assert house.kinds_to(TIM) == ["new_ticket"]
    assert house.kinds_to(SABINE) == ["transcript"]
    check_golden(house, "absent")

    house.later(days=11)
    house.writes(ANNA, "Das Fenster im Schlafzimmer schließt nicht.", subject="Fenster")
    assert house.kinds_to(SABINE) == ["transcript", "new_ticket"]


def test_what_is_said_in_older_tickets_goes_to_the_deputy_too(house: House) -> None:
    house.writes(ANNA, "Der Heizkörper im Bad bleibt kalt.")
    house.answers(SABINE, house.last_to(SABINE), "ABWESEND bis 24.10.")
    assert "geht so lange an Tim Lorenz" in _spoken(house, SABINE)  # the house's own deputy
    house.answers(ANNA, house.last_to(ANNA), "Am Donnerstag bin ich da.")
    assert house.kinds_to(TIM) == ["person_wrote"]
    house.answers(TIM, house.last_to(TIM), "Guten Tag Frau Berger, gut.", auth="pass")
    assert house.kinds_to(ANNA)[-1] == "message"


def test_back_again_ends_it_at_once(house: House) -> None:
    house.writes(SABINE, "ABWESEND bis 24.10.", subject="Urlaub")
    house.answers(SABINE, house.last_to(SABINE), "WIEDER DA")
    assert "Sie sind wieder da" in _spoken(house, SABINE)
    house.writes(ANNA, "Der Heizkörper im Bad bleibt kalt.")
    assert not house.mails_to(TIM)


def test_where_everybody_is_away_the_mails_still_reach_somebody(house: House) -> None:
    house.writes(SABINE, "ABWESEND bis 24.10.", subject="Urlaub")
    house.writes(TIM, "ABWESEND bis 20.10.", subject="Urlaub")
    assert "Niemand sonst ist da" in _spoken(house, TIM)
    house.writes(ANNA, "Der Heizkörper im Bad bleibt kalt.")
    assert house.kinds_to(SABINE)[-1] == "new_ticket"


def test_a_sentence_about_being_away_is_none(house: House) -> None:
    house.writes(ANNA, "Der Heizkörper im Bad bleibt kalt.")
    house.answers(SABINE, house.last_to(SABINE), "Abwesend ist der Mieter bis 24.10., bitte warten.")
    house.writes(ANNA, "Das Fenster im Schlafzimmer schließt nicht.", subject="Fenster")
    assert not house.mails_to(TIM)


def test_a_day_that_nobody_can_read_is_asked_back(house: House) -> None:
    house.writes(SABINE, "ABWESEND", subject="Urlaub")
    assert house.kinds_to(SABINE) == ["confirmation"]
    assert "ABWESEND bis 24.10. Vertretung Name" in _spoken(house, SABINE)
    house.writes(SABINE, "ABWESEND bis 24.10. Vertretung Vogt", subject="Urlaub")
    assert "NICHT ausgeführt" in _spoken(house, SABINE)


def test_an_absence_note_to_what_cannot_wait_brings_it_to_the_deputy_once(house: House) -> None:
    house.writes(ANNA, "Der Heizkörper im Bad bleibt kalt.")
    to = secret_of(house.last_to(SABINE))
    _absence_note(house, to)
    assert house.kinds_to(TIM) == ["new_ticket"]
    assert "VERTRETUNG · T-1001, Sabine Vogt ist abwesend" in _spoken(house, TIM)
    assert "Heizkörper im Bad bleibt kalt" in _spoken(house, TIM)
    assert str(house.ticket().status) == "OPEN"
    house.answers(ANNA, house.last_to(ANNA), "Bitte bald.")
    _absence_note(house, secret_of(house.last_to(SABINE)))
    assert house.kinds_to(TIM) == ["new_ticket"]


def test_an_absence_note_to_what_can_wait_tells_nobody(house: House) -> None:
    house.writes(ANNA, "Das Fenster im Schlafzimmer schließt nicht.", subject="Fenster")
    _absence_note(house, secret_of(house.last_to(SABINE)))
    assert not house.mails_to(TIM)


def test_a_deputy_reads_nothing_of_a_house_that_she_does_not_manage_and_the_receipt_says_so(
    house: House,
) -> None:
    with house.gateway.database.engine.begin() as connection:
        connection.exec_driver_sql("delete from role_assignments where person = '9002' and property = 'LW12'")
    house.writes(SABINE, "ABWESEND bis 24.10. Vertretung Lorenz", to=DESK, subject="Urlaub")
    assert "geht so lange an Tim Lorenz; zu LW12 liest, wer das Haus sonst verwaltet" in _spoken(
        house, SABINE
    )
    house.writes(ANNA, "Der Heizkörper im Bad bleibt kalt.")
    assert not house.mails_to(TIM)
    assert house.kinds_to(SABINE) == ["transcript", "new_ticket"]


# ---- whose the tickets are afterwards


def _two_came_and_one_is_done(house: House) -> None:
    house.writes(SABINE, "ABWESEND bis 24.10. Vertretung Lorenz", to=DESK, subject="Urlaub")
    house.writes(ANNA, "Der Heizkörper im Bad bleibt kalt.")
    house.answers(TIM, house.last_to(TIM), "ERLEDIGT", auth="pass")
    house.writes(ANNA, "Das Fenster im Schlafzimmer schließt nicht.", subject="Fenster")


def test_what_came_meanwhile_is_the_deputy_s_until_she_is_back_and_then_hers(house: House) -> None:
    _two_came_and_one_is_done(house)
    assert "Sie sind zuständig." in _spoken(house, TIM)
    house.writes(SABINE, "WIEDER DA", to=DESK, subject="Urlaub")
    assert (
        "Während Ihrer Abwesenheit: 2 neue Vorgänge, 1 davon erledigt. Sie sind jetzt wieder bei Ihnen"
        in (_spoken(house, SABINE))
    )
    check_golden(house, "back_again")
    house.answers(ANNA, house.last_to(ANNA), "Es zieht sehr.")
    assert house.kinds_to(SABINE)[-1] == "person_wrote"
    assert "Sie sind zuständig." in _spoken(house, SABINE)


def test_what_the_deputy_took_over_by_word_stays_hers(house: House) -> None:
    _two_came_and_one_is_done(house)
    house.answers(TIM, house.last_to(TIM), "ZUWEISEN Lorenz", auth="pass")
    assert house.tickets()[-1].responsible == "9002"
    house.writes(SABINE, "WIEDER DA", to=DESK, subject="Urlaub")
    assert "Während Ihrer Abwesenheit: 1 neuer Vorgang, 1 davon erledigt." in _spoken(house, SABINE)
    heard = len(house.mails_to(SABINE))
    house.answers(ANNA, house.last_to(ANNA), "Es zieht sehr.")
    assert house.kinds_to(TIM)[-1] == "person_wrote"
    assert len(house.mails_to(SABINE)) == heard


def test_when_her_last_day_is_over_she_finds_the_list_at_the_office_s_first_hour(house: House) -> None:
    _two_came_and_one_is_done(house)
    house.later(days=11, hours=-11)  # Saturday, one in the night
    assert house.kinds_to(SABINE) == ["transcript"]
    house.later(days=2, hours=8)
    assert house.kinds_to(SABINE) == ["transcript", "listing"]
    said = _spoken(house, SABINE)
    assert "WÄHREND IHRER ABWESENHEIT · 2 neue Vorgänge, 1 davon erledigt" in said
    assert "T-1001" in said
    assert "T-1002" in said
    check_golden(house, "absence_over")


def test_where_nothing_came_nothing_is_listed(house: House) -> None:
    house.writes(SABINE, "ABWESEND bis 24.10. Vertretung Lorenz", to=DESK, subject="Urlaub")
    house.later(days=14)
    assert house.kinds_to(SABINE) == ["transcript"]
    house.writes(SABINE, "WIEDER DA", to=DESK, subject="Urlaub")
    assert "Sie galten nicht als abwesend." in _spoken(house, SABINE)
