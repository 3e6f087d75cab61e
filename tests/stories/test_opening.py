"""How tickets begin, and what becomes of mails that cannot begin one."""

from email.message import EmailMessage

from hauspost.desk.model import Flag
from tests.house import (
    ANNA,
    BORDER,
    DESK,
    DOMAIN,
    HANSEN,
    HARBOUR,
    HOUSE,
    KOWALSKI,
    KRAUSE,
    MILLER,
    SABINE,
    SCHULZ,
    STRANGER,
    TIM,
    YILDIZ,
    House,
    text_of,
)


def test_the_category_comes_from_the_words_and_the_place_from_the_person(house: House) -> None:
    house.writes(ANNA, "Der Heizkörper im Bad bleibt kalt.", subject="Frage")
    ticket = house.ticket()
    assert (ticket.category, ticket.unit, ticket.place) == ("heating", "WE03", "Haus 12, 3. OG links")
    assert ticket.visibility == "private"


def test_a_sub_address_names_the_category_and_wins_over_words(house: House) -> None:
    house.writes(ANNA, "Der Heizkörper bleibt kalt.", to=f"lindenweg12+schimmel@{DOMAIN}")
    assert house.ticket().category == "mould"


def test_a_picture_without_words_is_a_ticket_at_once_and_asked_about_in_one_mail(house: House) -> None:
    mail = EmailMessage()
    mail["Authentication-Results"] = f"{BORDER}; dmarc=pass"
    mail["From"], mail["To"], mail["Subject"] = HANSEN, HARBOUR, ""
    mail["Message-ID"] = "<foto@nord.example>"
    mail.set_content("\n\nVon meinem iPhone gesendet\n")
    mail.add_attachment(
        b"\xff\xd8\xff\xe0" + bytes(2000), maintype="image", subtype="jpeg", filename="IMG_2231.jpg"
    )
    house.receives(mail.as_bytes(), mail_from=HANSEN, rcpt_to=HARBOUR)
    assert Flag.INCOMPLETE in house.ticket().flags
    assert "Was ist passiert?" in text_of(house.last_to(HANSEN))
    assert "IMG_2231.jpg" in text_of(house.last_to(SABINE))

    house.answers(
        HANSEN, house.last_to(HANSEN), "Der Briefkasten klemmt seit gestern, Hauseingang.", client="iphone"
    )
    assert Flag.INCOMPLETE not in house.ticket().flags
    assert house.kinds_to(HANSEN) == ["acknowledgement"]


def test_an_empty_mail_is_a_ticket_and_asked_about(house: House) -> None:
    house.writes(ANNA, "", subject="")
    assert Flag.INCOMPLETE in house.ticket().flags


def test_a_tenant_who_moved_out_gets_an_own_private_ticket(house: House) -> None:
    house.writes(KOWALSKI, "Wann kommt die Abrechnung und meine Kaution?", to=HARBOUR, subject="Kaution")
    assert house.ticket().reporter == "1006"
    assert house.kinds_to(KOWALSKI) == ["acknowledgement"]
    house.answers(KOWALSKI, house.last_to(KOWALSKI), "LISTE")
    assert "T-1001" in text_of(house.last_to(KOWALSKI)) or house.kinds_to(KOWALSKI)[-1] == "not_understood"


def test_a_resident_who_writes_to_the_wrong_house_is_not_dropped_and_learns_nothing(house: House) -> None:
    house.writes(ANNA, "Bei uns tropft es.", to=HARBOUR)
    assert house.tickets() == []
    assert house.verdicts() == [("held", "wrong_house")]
    assert house.kinds_to(SABINE) == ["held_list"]
    assert not house.mails_to(HANSEN)


def test_a_resident_who_writes_to_the_desk_is_matched_to_the_own_house(house: House) -> None:
    house.writes(ANNA, "Der Heizkörper bleibt kalt.", to=DESK)
    assert house.ticket().property_id == "LW12"


def test_a_caretaker_s_mail_without_an_order_opens_an_office_ticket(house: House) -> None:
    house.writes(KRAUSE, "Im Keller steht Sperrmüll, bitte klären.", subject="Sperrmüll")
    ticket = house.ticket()
    assert ticket.kind == "office"
    assert house.kinds_to(KRAUSE) == ["acknowledgement"]
    assert house.kinds_to(SABINE) == ["new_ticket"]
    house.answers(SABINE, house.last_to(SABINE), "Hallo Herr Krause, kommt Freitag weg. Vogt")
    assert "kommt Freitag weg" in text_of(house.last_to(KRAUSE))


def test_a_household_gets_one_mail_and_speaks_with_one_voice(house: House) -> None:
    house.writes(SCHULZ, "Die Klingel geht nicht.", to=HARBOUR, subject="Klingel")
    assert house.kinds_to(SCHULZ) == ["acknowledgement"]
    assert "Guten Tag Familie Schulz" in text_of(house.last_to(SCHULZ))
    assert {p.person for p in house.ticket().participants} == {"1007", "1008"}


def test_an_english_speaker_is_answered_in_english(house: House) -> None:
    house.writes(MILLER, "Black spots are growing around the window.", subject="Mould in the bathroom")
    text = text_of(house.last_to(MILLER))
    assert "Dear Mr Miller" in text
    assert "Meldung" not in text
    assert "Mould" in str(house.last_to(MILLER).message["Subject"])


def test_thanks_alone_open_nothing_and_answer_nothing(house: House) -> None:
    house.writes(ANNA, "Vielen Dank!", subject="Danke")
    assert house.tickets() == []
    assert house.verdicts() == [("done", "thanks")]
    assert house.relay.mails == []


def test_a_manager_s_new_mail_is_an_office_ticket_that_only_managers_see(house: House) -> None:
    house.writes(SABINE, "Angebot für die Dachrinne einholen.", subject="Dachrinne")
    ticket = house.ticket()
    assert (ticket.kind, ticket.reporter, ticket.responsible) == ("office", None, "9001")
    assert house.kinds_to(SABINE) == ["transcript"]
    assert {m.rcpt_to for m in house.relay.mails} == {SABINE}


def test_a_manager_opens_for_a_resident_who_called(house: House) -> None:
    house.writes(
        SABINE,
        "FÜR WE07\nFrau Yıldız rief an: Licht im Bad defekt.\n\nintern: zum dritten Mal",
        subject="Licht",
    )
    assert house.ticket().reporter == "1003"
    assert house.kinds_to(YILDIZ) == ["acknowledgement", "status"]
    assert all("zum dritten Mal" not in text_of(m) for m in house.mails_to(YILDIZ))
    assert "zum dritten Mal" in " ".join(e.text for e in house.entries(1001) if str(e.channel) == "internal")


def test_a_manager_writes_to_a_resident_first(house: House) -> None:
    house.writes(
        SABINE, "AN Berger: Am Donnerstag kommt der Ableser,\nbitte seien Sie ab 9 Uhr da.", subject="Ableser"
    )
    assert house.kinds_to(ANNA) == ["message"]
    assert "bitte seien Sie ab 9 Uhr da" in text_of(house.last_to(ANNA))
    house.answers(ANNA, house.last_to(ANNA), "Bin da.")
    assert house.kinds_to(SABINE)[-1] == "person_wrote"


def test_for_somebody_of_another_house_is_asked_back_and_sent_to_nobody(house: House) -> None:
    house.writes(SABINE, "AN WE99: Guten Tag, das Wasser ist weg.", subject="Wasser")
    assert house.tickets() == []
    assert house.kinds_to(SABINE) == ["confirmation"]
    assert {m.rcpt_to for m in house.relay.mails} == {SABINE}


def test_a_phone_note_s_own_subject_and_reply_stay_in_the_office(house: House) -> None:
    words = "FÜR WE03\nFREIGEBEN\nANTWORT: Guten Tag Frau Berger, ist notiert.\n"
    house.writes(SABINE, words, subject="Berger nervt: Heizung")
    seen = "".join(str(m.message["Subject"]) + text_of(m) for m in house.mails_to(ANNA))
    assert "nervt" not in seen
    assert "ist notiert" in text_of(house.last_to(SABINE))
    assert "FREIGEBEN" in text_of(house.last_to(SABINE))
    assert str(house.ticket().status) == "OPEN"


def test_words_to_somebody_without_an_address_are_said_to_have_reached_nobody(house: House) -> None:
    house.writes(SABINE, "AN WE05: Am Donnerstag kommt der Ableser.", subject="Ableser")
    assert "keine Mailadresse" in " ".join(text_of(house.last_to(SABINE)).split())
    assert {m.rcpt_to for m in house.relay.mails} == {SABINE}


def test_the_answers_of_an_old_done_mail_mean_nothing_once_the_ticket_is_open_again(house: House) -> None:
    house.writes(ANNA, "Heizkörper kalt.")
    house.answers(SABINE, house.last_to(SABINE), "ERLEDIGT")
    asked = house.last_to(ANNA)
    house.answers(SABINE, house.last_to(SABINE), "RÜCKGÄNGIG")
    house.answers(ANNA, asked, "NEIN")
    assert len(house.tickets()) == 1


def test_a_reply_on_a_done_ticket_that_says_still_broken_opens_one_that_follows(house: House) -> None:
    house.writes(ANNA, "Heizkörper kalt.")
    house.answers(SABINE, house.last_to(SABINE), "ERLEDIGT")
    house.answers(ANNA, house.last_to(ANNA), "Leider ist er schon wieder kalt.")
    old, new = house.tickets()
    assert (str(old.status), new.recurrence_of, new.unit) == ("DONE", old.number, "WE03")
    assert house.kinds_to(ANNA)[-1] == "acknowledgement"
    assert "T-1001" in text_of(house.last_to(SABINE))


def test_no_to_is_it_fixed_opens_one_that_follows_and_yes_tells_nobody(house: House) -> None:
    house.writes(ANNA, "Heizkörper kalt.")
    house.answers(SABINE, house.last_to(SABINE), "ERLEDIGT")
    asked = house.last_to(ANNA)
    mails = len(house.relay.mails)
    house.answers(ANNA, asked, "JA")
    assert len(house.relay.mails) == mails
    house.answers(ANNA, asked, "Nein, es tropft jetzt.", client="gmail")
    assert house.tickets()[1].recurrence_of == 1001  # whatever was said before: it is not over
    assert house.kinds_to(SABINE)[-1] == "new_ticket"


def test_new_words_long_after_the_end_open_a_linked_ticket(house: House) -> None:
    house.writes(ANNA, "Heizkörper kalt.")
    house.answers(SABINE, house.last_to(SABINE), "ERLEDIGT")
    house.later(days=31)
    house.answers(ANNA, house.last_to(ANNA), "Ich habe noch eine Frage zur Abrechnung.")
    assert house.tickets()[1].recurrence_of == 1001


def test_nobody_of_the_house_hears_of_a_private_ticket(house: House) -> None:
    house.writes(ANNA, "Heizkörper kalt.")
    house.answers(SABINE, house.last_to(SABINE), "FREIGEBEN")
    assert {m.rcpt_to for m in house.relay.mails} == {ANNA, SABINE}
    assert TIM not in {m.rcpt_to for m in house.relay.mails}


def test_cc_to_and_reply_to_of_a_mail_add_nobody(house: House) -> None:
    house.writes(
        ANNA, "Haustür schließt nicht.", subject="Haustür", Cc=f"{YILDIZ}, {STRANGER}", Reply_To=STRANGER
    )
    house.answers(SABINE, house.last_to(SABINE), "Guten Tag Frau Berger, wir kümmern uns.")
    assert {m.rcpt_to for m in house.relay.mails} == {ANNA, SABINE}
    assert HOUSE not in {m.rcpt_to for m in house.relay.mails}
