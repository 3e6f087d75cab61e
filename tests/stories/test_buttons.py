"""A button is one word of one mail: pressed as a mail program does it, twice, too late, by others, with words added."""

from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from tests.house import ANNA, HANSEN, HARBOUR, SABINE, STRANGER, TIM, House, text_of
from tests.outbound.reading import links
from tests.relay import Taken

MEIER = "auftrag@heizung-meier.example"
OUTLOOK, IPHONE = "Microsoft Outlook 16.0", "iPhone Mail (22A3370)"


def button(mail: Taken, word: str) -> tuple[str, str, str]:
    """Address, subject and body that the link of that word opens (RFC 6068)."""
    html = mail.message.get_body(("html",))
    assert html is not None
    for link in links(html.get_content()):
        opened = urlsplit(link)
        fields = {name: values[0] for name, values in parse_qs(opened.query).items()}
        if opened.scheme == "mailto" and fields.get("subject", "").split(" [")[0] == word:
            return unquote(opened.path), fields["subject"], fields["body"].replace("\r\n", "\n")
    raise AssertionError(f"no button says {word}")


def presses(
    house: House, author: str, mail: Taken, word: str, *, body: str | None = None, program: str = OUTLOOK
) -> None:
    """A new mail, without a quote and with nothing but the button's own address to tell what it means."""
    to, subject, prefilled = button(mail, word)
    words = prefilled if body is None else body
    house.writes(author, words, to=to, subject=subject, auth="none", X_Mailer=program)


def reported(house: House) -> Taken:
    house.writes(ANNA, "Der Heizkörper im Bad ist kalt.")
    return house.last_to(SABINE)


def spoken(house: House, address: str) -> str:
    return " ".join(text_of(house.last_to(address)).replace("\u00a0", " ").split())


# ---- pressed twice


def test_pressed_twice_it_orders_once_and_says_what_was_decided(house: House) -> None:
    proposal = reported(house)
    presses(house, SABINE, proposal, "OK")
    presses(house, SABINE, proposal, "OK", program=IPHONE)
    assert house.kinds_to(MEIER) == ["order"]
    assert len(house.ticket().orders) == 1
    assert "schon beantwortet" in spoken(house, SABINE)


def test_a_second_button_of_the_same_mail_finds_the_question_answered(house: House) -> None:
    proposal = reported(house)
    presses(house, SABINE, proposal, "NEIN")
    presses(house, SABINE, proposal, "OK")
    assert house.mails_to(MEIER) == []
    assert house.ticket().orders == ()
    assert "schon beantwortet" in spoken(house, SABINE)


def test_is_it_fixed_is_answered_by_a_button_and_the_second_press_opens_nothing(house: House) -> None:
    house.answers(SABINE, reported(house), "ERLEDIGT")
    asked = house.last_to(ANNA)
    presses(house, ANNA, asked, "NEIN")
    presses(house, ANNA, asked, "NEIN", program=IPHONE)
    old, new = house.tickets()
    assert (str(old.status), str(new.status), new.recurrence_of) == ("DONE", "OPEN", old.number)


# ---- words added, or nothing at all


@pytest.mark.parametrize("body", ["", "\n\nVon meinem iPhone gesendet\n"])
def test_without_the_words_that_it_opens_it_is_the_button_all_the_same(house: House, body: str) -> None:
    presses(house, SABINE, reported(house), "FREIGEBEN", body=body)
    assert str(house.ticket().status) == "RELEASED"
    assert house.kinds_to(ANNA) == ["acknowledgement", "status"]


def test_a_letter_added_below_the_prefilled_words_leaves_without_them(house: House) -> None:
    first = reported(house)
    _, _, prefilled = button(first, "FREIGEBEN")
    word = prefilled.split("\n", 1)[0]
    letter = "Guten Tag Frau Berger,\nmorgen kommt jemand."
    presses(house, SABINE, first, "FREIGEBEN", body=f"{word}\n\n{letter}\n")
    assert str(house.ticket().status) == "RELEASED"
    told = spoken(house, ANNA)
    assert "morgen kommt jemand." in told
    assert "FREIGEBEN" not in told


@pytest.mark.parametrize("form", ["Das Ventil tropft noch.\n{ours}", "{ours}\n\nDas Ventil tropft noch."])
def test_our_lines_left_standing_beside_somebody_s_words_are_nobody_s(house: House, form: str) -> None:
    house.answers(SABINE, reported(house), "ERLEDIGT")
    asked = house.last_to(ANNA)
    _, _, ours = button(asked, "NEIN")
    presses(house, ANNA, asked, "NEIN", body=form.format(ours=ours))
    assert house.entries(1002)[0].text == "NEIN\n\nDas Ventil tropft noch."
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Meier")
    assert "stehen bleiben" not in spoken(house, MEIER)


def test_a_remark_added_to_it_stays_inside(house: House) -> None:
    presses(house, SABINE, reported(house), "FREIGEBEN", body="die ruft sonst wieder dreimal an")
    assert str(house.ticket().status) == "RELEASED"
    assert "dreimal" not in "".join(text_of(mail) for mail in house.mails_to(ANNA))
    assert "niemandem geschickt" in spoken(house, SABINE)


# ---- by others


@pytest.mark.parametrize("author", [HANSEN, STRANGER])
def test_who_was_not_asked_presses_in_vain(house: House, author: str) -> None:
    presses(house, author, reported(house), "OK")
    assert (str(house.ticket().status), house.ticket().orders) == ("OPEN", ())
    assert house.verdicts()[-1][0] == "held"
    assert "T-1001" not in "".join(text_of(mail) for mail in house.mails_to(author))


def test_the_resident_s_button_is_no_manager_s(house: House) -> None:
    house.answers(SABINE, reported(house), "ERLEDIGT")
    presses(house, HANSEN, house.last_to(ANNA), "NEIN")
    assert len(house.tickets()) == 1
    assert house.verdicts()[-1][0] == "held"


# ---- too late


def test_an_old_button_does_nothing_and_its_word_is_asked_for_once_more(house: House) -> None:
    proposal = reported(house)
    house.later(days=15)
    presses(house, SABINE, proposal, "OK")
    assert (str(house.ticket().status), house.mails_to(MEIER)) == ("OPEN", [])
    assert house.kinds_to(SABINE)[-1] == "transcript"
    assert "OK Vorschlag ausführen" in spoken(house, SABINE)
    presses(house, SABINE, house.last_to(SABINE), "OK")
    assert house.kinds_to(MEIER) == ["order"]


def test_an_old_button_is_not_offered_again_where_a_colleague_has_been_since(house: House) -> None:
    house.writes(HANSEN, "Der Briefkasten klemmt.", to=HARBOUR, subject="Briefkasten")
    first = house.last_to(SABINE)
    house.answers(SABINE, first, "ZUWEISEN Lorenz")
    house.answers(TIM, house.last_to(TIM), "IN BEARBEITUNG")
    house.later(days=15)
    presses(house, SABINE, first, "ERLEDIGT")
    assert str(house.ticket().status) == "IN_PROGRESS"
    assert "NICHT AUSGEFÜHRT" in spoken(house, SABINE)
    assert "ERLEDIGT abschließen" not in spoken(house, SABINE)


def test_words_added_to_an_old_button_wait_for_one_word_and_the_button_for_another(house: House) -> None:
    proposal = reported(house)
    house.later(days=15)
    presses(house, SABINE, proposal, "OK", body="Guten Tag Frau Berger,\nmorgen kommt jemand.")
    assert house.kinds_to(ANNA) == ["acknowledgement"]
    receipt = house.last_to(SABINE)
    presses(house, SABINE, receipt, "SENDEN")
    assert "morgen kommt jemand" in spoken(house, ANNA)
    assert house.mails_to(MEIER) == []
    presses(house, SABINE, receipt, "OK")
    assert house.kinds_to(MEIER) == ["order"]


def test_a_button_after_a_colleague_does_nothing_and_names_who_was_faster(house: House) -> None:
    house.writes(HANSEN, "Die Klingel ist defekt.", to=HARBOUR, subject="Klingel")
    first = house.last_to(SABINE)
    house.answers(SABINE, first, "ZUWEISEN Lorenz")
    presses(house, TIM, house.last_to(TIM), "OK")
    presses(house, SABINE, first, "ERLEDIGT")
    assert str(house.ticket().status) == "RELEASED"
    assert "Tim Lorenz war schneller" in spoken(house, SABINE)


def test_a_proposal_of_another_category_is_no_longer_there_to_press(house: House) -> None:
    proposal = reported(house)
    house.answers(SABINE, proposal, "KATEGORIE Schimmel")
    presses(house, SABINE, proposal, "OK")
    assert house.mails_to(MEIER) == []
    assert house.ticket().orders == ()
    assert "Diese Frage hat sich erledigt" in spoken(house, SABINE)


# ---- undo


def test_undo_is_a_button_of_the_receipt_and_counts_once(house: House) -> None:
    presses(house, SABINE, reported(house), "FREIGEBEN")
    receipt = house.last_to(SABINE)
    presses(house, SABINE, receipt, "RÜCKGÄNGIG")
    assert str(house.ticket().status) == "OPEN"
    told = house.kinds_to(ANNA)
    presses(house, SABINE, receipt, "RÜCKGÄNGIG", program=IPHONE)
    assert str(house.ticket().status) == "OPEN"
    assert house.kinds_to(ANNA) == told == ["acknowledgement", "status", "status"]


def test_undo_is_no_longer_pressed_after_a_day(house: House) -> None:
    presses(house, SABINE, reported(house), "FREIGEBEN")
    house.later(hours=25)
    presses(house, SABINE, house.last_to(SABINE), "RÜCKGÄNGIG")
    assert str(house.ticket().status) == "RELEASED"
    assert "es ist zu lange her" in spoken(house, SABINE)


def test_stop_is_a_button_while_it_waits_and_afterwards_it_stops_nothing(patient_house: House) -> None:
    house = patient_house
    presses(house, SABINE, reported(house), "OK")
    presses(house, SABINE, house.last_to(SABINE), "STOPP")
    house.later(hours=1)
    assert (str(house.ticket().status), house.mails_to(MEIER)) == ("OPEN", [])
    assert house.kinds_to(ANNA) == ["acknowledgement"]


def test_stop_pressed_too_late_is_told_so(patient_house: House) -> None:
    house = patient_house
    presses(house, SABINE, reported(house), "OK")
    receipt = house.last_to(SABINE)
    house.later(minutes=4)
    presses(house, SABINE, receipt, "STOPP")
    assert (str(house.ticket().status), house.kinds_to(MEIER)) == ("RELEASED", ["order"])
    assert "Hier wartet nichts mehr" in spoken(house, SABINE)
