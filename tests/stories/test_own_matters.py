"""A new mail about a matter that we know: how it stands is answered, told again is joined, back again linked."""

from email.message import EmailMessage

from tests.golden_mails import check_golden
from tests.house import ANNA, BORDER, HOUSE, MILLER, SABINE, YILDIZ, House, text_of

MEIER = "auftrag@heizung-meier.example"
REPORT = "Der Heizkörper im Badezimmer wird seit gestern nicht mehr richtig warm, die anderen gehen."


def _spoken(house: House, address: str) -> str:
    return " ".join(text_of(house.last_to(address)).replace("\u00a0", " ").split())


def test_a_question_for_news_is_answered_from_the_ticket_and_opens_none(house: House) -> None:
    house.writes(ANNA, REPORT)
    house.answers(SABINE, house.last_to(SABINE), "FREIGEBEN")
    house.writes(ANNA, "Hallo Frau Vogt,\n\ngibt es schon was Neues zur Heizung?\n\nLG Anna Berger")
    assert len(house.tickets()) == 1
    assert house.kinds_to(ANNA) == ["acknowledgement", "status", "listing"]
    assert "Freigegeben" in text_of(house.last_to(ANNA))
    assert house.kinds_to(SABINE)[-1] == "person_wrote"
    assert "fragt nach dem Stand" in text_of(house.last_to(SABINE))
    check_golden(house, "news_asked")


def test_the_answer_names_the_date_that_is_fixed(house: House) -> None:
    house.writes(ANNA, REPORT)
    house.answers(SABINE, house.last_to(SABINE), "OK")
    house.answers(MEIER, house.last_to(MEIER), "Termin: Do, 16.10., 14-16 Uhr.", auth="pass")
    house.answers(ANNA, house.last_to(ANNA), "Wann kommt denn der Handwerker?")
    assert house.kinds_to(ANNA)[-1] == "listing"
    assert "Do, 16.10.2025, 14-16 Uhr" in _spoken(house, ANNA)


def test_a_question_that_fits_two_open_tickets_is_an_ordinary_mail(house: House) -> None:
    house.writes(ANNA, REPORT)
    house.writes(ANNA, "Das Fenster im Schlafzimmer schließt nicht.", subject="Fenster")
    house.writes(ANNA, "Gibt es schon was Neues?", subject="Nachfrage")
    assert len(house.tickets()) == 3
    house.writes(ANNA, "Gibt es schon was Neues zu T-1002?", subject="Nachfrage")
    assert len(house.tickets()) == 3
    assert "T-1002" in _spoken(house, ANNA)


def test_nobody_is_told_how_another_s_ticket_stands(house: House) -> None:
    house.writes(ANNA, REPORT)
    house.writes(YILDIZ, "Gibt es schon was Neues zur Heizung?", subject="Heizung")
    assert house.kinds_to(YILDIZ) == ["acknowledgement"]
    assert "T-1001" not in text_of(house.last_to(YILDIZ))


def test_news_are_asked_and_answered_in_english(house: House) -> None:
    house.writes(MILLER, "The radiator in the bathroom stays cold.", subject="Radiator")
    house.writes(MILLER, "Any news on the radiator? Thanks", subject="Radiator")
    assert house.kinds_to(MILLER) == ["acknowledgement", "listing"]
    assert "Open" in text_of(house.last_to(MILLER))
    assert len(house.tickets()) == 1


def test_more_than_the_question_is_a_report(house: House) -> None:
    house.writes(ANNA, REPORT)
    house.writes(
        ANNA, "Gibt es schon was Neues? Jetzt tropft auch noch der Wasserhahn in der Küche.", subject="Wasser"
    )
    assert len(house.tickets()) == 2


def test_the_same_report_sent_again_is_joined_and_acknowledged(house: House) -> None:
    house.writes(ANNA, REPORT)
    house.later(hours=20)
    house.writes(ANNA, f"Haben Sie meine Mail bekommen?\n\n{REPORT}", subject="Heizung!")
    assert len(house.tickets()) == 1
    assert house.kinds_to(ANNA) == ["acknowledgement", "known"]
    assert "T-1001" in _spoken(house, ANNA)
    assert house.kinds_to(SABINE)[-1] == "person_wrote"
    check_golden(house, "told_again")


def test_another_matter_of_the_same_topic_is_a_ticket_of_its_own(house: House) -> None:
    house.writes(ANNA, REPORT)
    house.writes(ANNA, "Im Wohnzimmer gluckert der Heizkörper laut, bitte entlüften.", subject="Heizung")
    assert len(house.tickets()) == 2
    assert "Ähnlich" in text_of(house.last_to(SABINE))


def test_what_comes_back_within_a_month_is_linked_and_names_whose_work_it_was(house: House) -> None:
    house.writes(ANNA, REPORT)
    house.answers(SABINE, house.last_to(SABINE), "OK")
    house.answers(MEIER, house.last_to(MEIER), "erledigt", auth="pass")
    house.answers(SABINE, house.last_to(SABINE), "ERLEDIGT")
    house.later(days=21)
    house.writes(ANNA, "Der Heizkörper im Badezimmer ist kalt.", subject="Heizung")
    old, new = house.tickets()
    assert (str(old.status), new.recurrence_of) == ("DONE", old.number)
    assert "Nachbesserung durch Heizung Meier GmbH, fertig vor 21 Tagen" in _spoken(house, SABINE)
    house.later(days=40)
    house.answers(SABINE, house.last_to(SABINE), "ERLEDIGT")
    house.later(days=31)
    house.writes(ANNA, "Der Heizkörper im Badezimmer ist kalt.", subject="Heizung")
    assert house.tickets()[2].recurrence_of is None


def test_still_broken_in_a_new_mail_follows_the_only_ticket_it_can_mean(house: House) -> None:
    house.writes(ANNA, REPORT)
    house.answers(SABINE, house.last_to(SABINE), "ERLEDIGT")
    house.later(days=2)
    house.writes(ANNA, "Die Heizung ist immer noch kalt.", subject="Nochmal Heizung")
    assert house.tickets()[1].recurrence_of == 1001
    assert "NICHT BEHOBEN" in text_of(house.last_to(SABINE))


def _photo(house: House, name: str) -> None:
    mail = EmailMessage()
    mail["Authentication-Results"] = f"{BORDER}; dmarc=pass header.from=post.example"
    mail["From"], mail["To"], mail["Subject"] = ANNA, HOUSE, ""
    mail["Message-ID"] = f"<{name}@post.example>"
    mail.set_content("\n")
    mail.add_attachment(
        b"\xff\xd8\xff\xe0" + bytes(2000), maintype="image", subtype="jpeg", filename=f"{name}.jpg"
    )
    house.receives(mail.as_bytes(), mail_from=ANNA, rcpt_to=HOUSE)


def test_a_picture_sent_after_its_report_comes_to_it(house: House) -> None:
    house.writes(ANNA, REPORT)
    house.later(minutes=5)
    _photo(house, "IMG_1")
    assert house.kinds_to(ANNA) == ["acknowledgement", "known"]
    assert "IMG_1.jpg" in text_of(house.last_to(SABINE))
    assert len(house.tickets()) == 1
    house.later(days=2)
    _photo(house, "IMG_2")
    assert len(house.tickets()) == 2


def test_words_sent_after_their_picture_complete_its_report(house: House) -> None:
    _photo(house, "IMG_1")
    house.later(minutes=5)
    house.writes(ANNA, REPORT)
    ticket = house.ticket()
    assert (ticket.category, ticket.flags) == ("heating", frozenset())
    assert "ERGÄNZT" in text_of(house.last_to(SABINE))
    house.answers(SABINE, house.last_to(SABINE), "OK")
    assert "IMG_1" in "".join(str(e.facts) for e in house.entries(ticket.number))


def test_a_new_matter_behind_a_comma_is_not_lost_in_the_question(house: House) -> None:
    house.writes(ANNA, REPORT)
    house.writes(ANNA, "Gibt es Neuigkeiten zur Heizung, in der Küche tropft es", subject="Frage")
    assert len(house.tickets()) == 2


def test_a_report_that_grew_worse_is_no_repetition(house: House) -> None:
    house.writes(ANNA, "Der Wasserhahn in der Küche tropft seit gestern, bitte reparieren.", subject="Wasser")
    worse = (
        "Der Wasserhahn in der Küche tropft nicht mehr, seit gestern läuft die Küche voll, bitte reparieren."
    )
    house.writes(ANNA, worse, subject="NOTFALL Wasser")
    assert len(house.tickets()) == 2
    assert house.kinds_to(SABINE) == ["new_ticket", "new_ticket"]


def test_who_asks_of_a_report_that_was_bundled_is_answered_without_the_neighbour_s_flat(house: House) -> None:
    house.writes(ANNA, "Die Heizung im Bad ist kalt.")
    house.writes(YILDIZ, "Bei mir ist die Heizung auch kalt.")
    house.answers(SABINE, house.last_to(SABINE), "BÜNDELN T-1001\nFREIGEBEN")
    house.writes(ANNA, "Gibt es schon was Neues zur Heizung?", subject="Frage")
    assert house.kinds_to(ANNA)[-1] == "listing"
    told = _spoken(house, ANNA)
    assert "Freigegeben" in told
    assert not any(other in told for other in ("Yıldız", "WE07", "EG rechts"))


def test_another_thing_that_is_still_broken_follows_no_ticket_of_the_radiator(house: House) -> None:
    house.writes(ANNA, REPORT)
    house.answers(SABINE, house.last_to(SABINE), "ERLEDIGT")
    house.writes(ANNA, "Die Waschmaschine im Keller geht immer noch nicht.", subject="Waschmaschine")
    assert (house.tickets()[1].category, house.tickets()[1].recurrence_of) == ("general", None)


def test_news_of_a_thing_that_no_ticket_knows_are_no_news_of_the_radiator(house: House) -> None:
    house.writes(ANNA, REPORT)
    house.writes(ANNA, "Gibt es was Neues zur Waschmaschine?", subject="Frage")
    assert len(house.tickets()) == 2


def test_what_completes_a_report_is_not_said_to_be_known_already(house: House) -> None:
    house.writes(ANNA, "", subject="")
    house.writes(ANNA, REPORT)
    told = _spoken(house, ANNA)
    assert "Wir haben sie zu Ihrer Meldung gelegt" in told
    assert "schon bekannt" not in told
    assert "zweites Mal" not in told


def test_who_asks_of_another_s_number_is_not_answered_with_an_own_ticket(house: House) -> None:
    house.writes(ANNA, REPORT)
    house.writes(YILDIZ, "Das Fenster im Bad schließt nicht.", subject="Fenster")
    house.writes(YILDIZ, "Gibt es was Neues zu T-1001?", subject="Frage")
    assert len(house.tickets()) == 3
    assert house.kinds_to(YILDIZ) == ["acknowledgement", "acknowledgement"]


def test_who_tells_it_again_and_wants_no_name_now_is_hidden_in_the_ticket_that_there_is(house: House) -> None:
    noise = "Der Nachbar macht nachts im Treppenhaus laute Musik und raucht dort immer."
    house.writes(ANNA, noise, subject="Lärm")
    house.writes(ANNA, f"{noise}\nBitte anonym behandeln.", subject="Lärm")
    assert house.ticket().is_anonymous
