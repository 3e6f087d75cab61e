"""The managers' list of held mails: whose they may be, how one word assigns them, and what is probably spam."""

import pytest

from hauspost.store import registry
from tests.house import (
    ANNA,
    BORDER,
    DESK,
    HANSEN,
    HARBOUR,
    MILLER,
    SABINE,
    SCHULZ,
    STRANGER,
    YILDIZ,
    House,
    house_on,
    text_of,
)

MEIER = "auftrag@heizung-meier.example"
NEW = "fatma@neu.example"


def held(house: House) -> int:
    return int(house.held()[-1].id)


def answers_list(house: House, *lines: str) -> str:
    """Sabine answers the last list; all that she reads then, in one line."""
    listed = next(m for m in house.mails_to(SABINE)[::-1] if "H-" in text_of(m))
    before = len(house.mails_to(SABINE))
    house.answers(SABINE, listed, "\n".join(lines))
    return " ".join(" ".join(text_of(m).split()) for m in house.mails_to(SABINE)[before:])


@pytest.mark.parametrize(
    "typed", ["{n} WE07", "{n} we 07", "{n}: WE7", "{n} Yıldız", "{n} Frau Yıldız", "{n} WE07 LW12"]
)
def test_a_unit_or_a_name_assigns_a_mail_opens_its_ticket_and_remembers_the_address(
    house: House, typed: str
) -> None:
    house.writes(NEW, "Bei mir tropft das Fenster.", subject="Fenster")
    answers_list(house, typed.format(n=f"H-{held(house)}"))
    ticket = house.ticket()
    assert (ticket.reporter, ticket.property_id, ticket.unit) == ("1003", "LW12", "WE07")
    assert house.held() == []
    assert house.kinds_to(YILDIZ) == ["acknowledgement"]
    house.writes(NEW, "Jetzt auch das zweite.", subject="Zweites Fenster")
    assert [t.reporter for t in house.tickets()] == ["1003", "1003"]
    assert house.held() == []


def test_a_remembered_address_that_the_master_data_give_to_another_is_the_other_s_alone(house: House) -> None:
    house.writes(NEW, "Bei mir tropft das Fenster.", subject="Fenster")
    answers_list(house, f"H-{held(house)} WE07")
    with house.gateway.database.engine.begin() as connection:
        connection.exec_driver_sql(
            f"insert into addresses (address, person, rank) values ('{NEW}', '1004', 1)"
        )
    house.writes(NEW, "Jetzt tropft es hier.", subject="Wasser")
    assert [t.reporter for t in house.tickets()] == ["1003", "1004"]
    with house.gateway.database.read() as connection:
        (fatma,) = registry.persons_by_address(connection, YILDIZ)
    assert fatma.addresses == (YILDIZ,)


def test_once_assigns_this_mail_alone(house: House) -> None:
    house.writes(NEW, "Bei mir tropft das Fenster.", subject="Fenster")
    answers_list(house, f"H-{held(house)} WE07 EINMAL")
    assert house.ticket().reporter == "1003"
    house.writes(NEW, "Jetzt auch das zweite.", subject="Zweites Fenster")
    assert len(house.tickets()) == 1
    assert len(house.held()) == 1


def test_once_alone_takes_whom_the_list_proposes(house: House) -> None:
    house.writes(NEW, "Fenster undicht.\n\nFatma Yıldız", subject="Fenster")
    assert "Vielleicht Fatma Yıldız: gleicher Name" in text_of(house.last_to(SABINE))
    answers_list(house, f"H-{held(house)} EINMAL")
    assert house.ticket().reporter == "1003"


@pytest.mark.parametrize(
    "words,why,word",
    [
        ("Rückruf bitte unter 0171/555 01 99.", "Vielleicht Anna Berger: gleiche Telefonnummer", "WE03"),
        ("Tel. +49 171 5550199", "Vielleicht Anna Berger: gleiche Telefonnummer", "WE03"),
        ("Das Fenster in WE 07 ist undicht.", "Vielleicht Fatma Yıldız: nennt die Wohnung", "WE07"),
        ("Das Licht geht nicht.\n\nMit freundlichen Grüßen\nJames Miller", "gleicher Name", "WE11"),
    ],
)
def test_the_list_proposes_by_phone_name_or_unit(house: House, words: str, why: str, word: str) -> None:
    house.writes(STRANGER, words, subject="Fenster")
    listed = text_of(house.last_to(SABINE))
    assert why in listed
    assert f"H-{held(house)} {word}" in listed.replace("\xa0", " ")


@pytest.mark.parametrize("words", ["Berger Bau GmbH bietet an", "WE99 kaufen", "Nr. 555", "Hallo!"])
def test_what_only_resembles_proposes_nobody(house: House, words: str) -> None:
    house.writes(STRANGER, words, subject="Angebot")
    assert "Vielleicht" not in text_of(house.last_to(SABINE))


def test_who_had_no_address_gets_mail_at_the_remembered_one(house: House) -> None:
    house.writes("ilse@neu.example", "Die Heizung ist kalt. Ilse Schröder", subject="Heizung")
    answers_list(house, f"H-{held(house)} WE05")
    assert house.ticket().reporter == "1009"
    assert house.kinds_to("ilse@neu.example") == ["neutral", "acknowledgement"]


def test_a_household_behind_one_address_is_one_party(house: House) -> None:
    house.writes(NEW, "Bei uns ist es kalt.", to=HARBOUR, subject="Kalt")
    answers_list(house, f"H-{held(house)} WE04")
    assert house.ticket().property_id == "HS5"
    assert house.kinds_to(SCHULZ) == ["acknowledgement"]
    house.writes(NEW, "Und im Bad tropft es.", to=HARBOUR, subject="Bad")
    assert {p.person for p in house.tickets()[-1].participants} == {"1007", "1008"}, "remembered for both"


def test_a_couple_with_two_addresses_is_asked_back_by_name(house: House) -> None:
    with house.gateway.database.engine.begin() as connection:
        connection.exec_driver_sql("update addresses set address = 'tom@web.example' where person = '1008'")
    house.writes(NEW, "Bei uns ist es kalt.", to=HARBOUR, subject="Kalt")
    number = held(house)
    said = answers_list(house, f"H-{number} WE04")
    assert "Maria Schulz, Tom Schulz" in said
    assert [q.id for q in house.held()] == [number]
    answers_list(house, f"H-{number} Tom Schulz")
    assert house.ticket().reporter == "1008"


def test_a_unit_that_two_houses_have_is_the_one_of_the_house_that_was_written_to(house: House) -> None:
    house.writes(NEW, "Kalt.", to=HARBOUR, subject="Kalt")
    answers_list(house, f"H-{held(house)} WE02")
    assert house.ticket().reporter == "1005"


def test_a_firm_s_second_address_is_learned_the_same_way(house: House) -> None:
    house.writes("monteur@privat.example", "Der Termin klappt nicht.", subject="Termin")
    answers_list(house, f"H-{held(house)} Meier")
    ticket = house.ticket()
    assert ticket.reporter is not None
    assert ticket.reporter.startswith("firm:")
    assert ticket.property_id == "LW12"
    house.writes("monteur@privat.example", "Doch, am Freitag.", subject="Freitag")
    assert len(house.tickets()) == 2


def test_an_address_of_somebody_else_is_never_given_away(house: House) -> None:
    house.writes(HANSEN, "Kalt.", subject="Kalt")  # he lives in the other house
    answers_list(house, f"H-{held(house)} WE07")
    assert house.ticket().reporter == "1003"
    house.writes(HANSEN, "Die Klingel geht nicht.", to=HARBOUR, subject="Klingel")
    assert house.tickets()[-1].reporter == "1005"


def test_a_forged_mail_may_be_assigned_but_teaches_no_address(house: House) -> None:
    house.writes(NEW, "Kalt.", auth="fail", subject="Kalt")
    answers_list(house, f"H-{held(house)} WE07")
    assert house.ticket().reporter == "1003"
    house.writes(NEW, "Noch kälter.", subject="Kälter")
    assert len(house.tickets()) == 1


def test_who_answers_from_another_address_is_taken_and_remembered_by_ok(house: House) -> None:
    house.writes(YILDIZ, "Fenster undicht.", subject="Fenster")
    house.answers(NEW, house.last_to(YILDIZ), "Von meiner neuen Adresse: noch undicht.", auth="pass")
    answers_list(house, f"H-{held(house)} OK")
    house.writes(NEW, "Und noch eins.", subject="Anderes")
    assert [t.reporter for t in house.tickets()] == ["1003", "1003"]


def test_several_lines_are_answered_at_once_and_a_wrong_one_keeps_no_other_waiting(house: House) -> None:
    house.writes(NEW, "Eins.", subject="Eins")
    house.writes(STRANGER, "Zwei.", subject="Zwei")
    house.writes("drei@fremd.example", "Drei.", subject="Drei")
    one, two, three = (q.id for q in house.held())
    said = answers_list(house, f"H-{one} WE07", f"H-{two} WE98", f"H-{three} SPAM")
    assert [q.id for q in house.held()] == [two]
    assert "Wohnung oder der Name" in said


def test_a_sentence_behind_the_number_assigns_nothing(house: House) -> None:
    house.writes(NEW, "Eins.", subject="Eins")
    number = held(house)
    answers_list(house, f"H-{number} Yıldız hat schon angerufen")
    assert [q.id for q in house.held()] == [number]


def test_an_english_manager_s_once(house: House) -> None:
    with house.gateway.database.engine.begin() as connection:
        connection.exec_driver_sql("update persons set language = 'en' where id = '9001'")
    house.writes(NEW, "Cold.", subject="Cold")
    said = answers_list(house, f"H-{held(house)} WE07 ONCE")
    assert "this once" in said


# ---- probably spam


def test_what_the_border_takes_for_spam_is_folded_into_the_next_list(house: House) -> None:
    for n in range(3):
        house.writes(STRANGER, f"Angebot {n}", subject=f"Angebot {n}", X_Spam_Flag="YES")
    assert house.mails_to(SABINE) == []
    assert house.mails_to(STRANGER) == []
    house.writes(NEW, "Es tropft.", subject="Wasser")
    listed = text_of(house.last_to(SABINE))
    assert "1 Mail wartet" in listed
    assert "3 weitere vermutlich Werbung" in listed
    numbers = [q.id for q in house.held()]
    answers_list(house, f"H-{numbers[0]} SPAM", f"H-{numbers[1]} NEU")
    assert len(house.held()) == 2
    assert house.ticket().subject == "Angebot 1"


def test_spam_alone_waits_for_the_morning(house: House) -> None:
    house.writes(STRANGER, "Angebot", subject="Angebot", X_Spam_Status="Yes, score=9.1")
    house.later(hours=24)
    assert "Nur vermutliche Werbung" in text_of(house.last_to(SABINE))


@pytest.mark.parametrize("author,words", [(ANNA, "Es tropft."), (NEW, "Es tropft.\n\nFatma Yıldız")])
def test_a_marked_mail_that_may_be_somebody_s_is_not_folded(house: House, author: str, words: str) -> None:
    house.writes(author, words, subject="Wasser", auth="fail", X_Spam_Flag="YES")
    assert "1 Mail wartet" in text_of(house.last_to(SABINE))
    assert "Werbung" not in text_of(house.last_to(SABINE))


def test_a_mark_counts_only_where_the_border_is_known(furnished_url: str) -> None:
    with house_on(furnished_url, authserv_id="") as house:
        house.writes(NEW, "Es tropft.", subject="Wasser", auth="none", X_Spam_Flag="YES")
        assert "1 Mail wartet" in text_of(house.last_to(SABINE))


def test_the_border_s_own_mark_is_a_setting(furnished_url: str) -> None:
    with house_on(furnished_url, spam_headers=("X-Our-Border: junk",)) as house:
        house.writes(NEW, "Es tropft.", subject="Wasser", X_Spam_Flag="YES")
        assert "1 Mail wartet" in text_of(house.last_to(SABINE))
        house.writes(STRANGER, "Angebot", subject="Angebot", X_Our_Border="Junk (9.1)")
        assert len(house.mails_to(SABINE)) == 1
        assert house.mails_to(STRANGER) == []


def test_a_mark_that_says_no_is_no_mark(house: House) -> None:
    house.writes(STRANGER, "Es tropft", subject="Wasser", X_Spam_Status="No, score=0.1")
    assert "1 Mail wartet" in text_of(house.last_to(SABINE))


def test_a_resident_s_mail_with_a_mark_is_a_matter_like_any_other(house: House) -> None:
    house.writes(ANNA, "Es tropft.", subject="Wasser", X_Spam_Flag="YES")
    assert house.ticket().reporter == "1001"


def test_spam_is_deleted_thirty_days_after_a_manager_said_so_and_what_nobody_looked_at_never(
    house: House,
) -> None:
    house.writes(STRANGER, "Ein einmaliges Angebot", subject="Angebot")
    house.writes(STRANGER, "Noch ein Angebot", subject="Zweites")
    first, second = (q.id for q in house.held())
    digests = [row.digest for row in house.arrivals()]
    house.later(days=29)
    house.answers(SABINE, house.last_to(SABINE), f"H-{first} SPAM", auth="pass")
    house.later(days=29)
    house.gateway.calendar.tidy()
    assert [row.subject for row in house.arrivals()[:2]] == ["Angebot", "Zweites"]
    house.later(days=2)
    house.gateway.calendar.tidy()
    spam, other = house.arrivals()[:2]
    assert (spam.subject, spam.from_address, spam.reason) == ("", "", "spam")
    assert other.subject == "Zweites"
    assert [q.id for q in house.held()] == [second]
    with house.gateway.database.read() as connection:
        kept = {row[0] for row in connection.exec_driver_sql("select digest from octets")}
    assert digests[0] not in kept
    assert digests[1] in kept


# ---- the former general address


def test_a_mail_to_the_former_general_address_goes_to_its_author_s_house(house: House) -> None:
    _forwarded(house, ANNA)
    assert house.ticket().property_id == "LW12"
    assert house.kinds_to(ANNA) == ["acknowledgement"]


def test_who_has_several_houses_is_asked_of_the_managers_with_a_proposal(house: House) -> None:
    with house.gateway.database.engine.begin() as connection:
        connection.exec_driver_sql(
            "insert into role_assignments (person, property, unit, role) values ('1004', 'HS5', 'WE01', 'owner')"
        )
    _forwarded(house, MILLER)
    assert house.tickets() == []
    listed = " ".join(text_of(house.last_to(SABINE)).replace("\xa0", " ").split())
    assert "James Miller" in listed
    assert f"H-{held(house)} OK LW12" in listed
    answers_list(house, f"H-{held(house)} OK HS5")
    assert house.ticket().property_id == "HS5"


def test_a_stranger_s_mail_there_is_proposed_with_its_house(house: House) -> None:
    house.writes(NEW, "Fenster undicht.\n\nFatma Yıldız", to=DESK, subject="Fenster")
    assert "LW12 WE07" in text_of(house.last_to(SABINE)).replace("\xa0", " ")
    answers_list(house, f"H-{held(house)} LW12 WE07")
    assert house.ticket().property_id == "LW12"


def _forwarded(house: House, author: str) -> None:
    """As a server forwards it: To names the old address, the envelope the desk."""
    domain = author.partition("@")[2]
    octets = (
        f"Authentication-Results: {BORDER}; dmarc=pass header.from={domain}\r\n"
        f"From: {author}\r\nTo: info@hv-sonnenschein.example\r\nSubject: Wasser\r\n"
        f"Message-ID: <old-{domain}>\r\n\r\nEs tropft im Bad.\r\n"
    )
    house.receives(octets.encode(), mail_from=author, rcpt_to=DESK)
