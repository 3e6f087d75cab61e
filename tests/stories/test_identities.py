"""Who an address stands for: several of one person, one of several people, a firm's people, a border of our own."""

import smtplib
from email.message import EmailMessage

from hauspost.desk.policy import Policy
from hauspost.gateway.incoming import Listener, Tcp
from tests.golden_mails import check_golden
from tests.house import (
    ANNA,
    DOMAIN,
    HANSEN,
    HARBOUR,
    HOUSE,
    KOWALSKI,
    SABINE,
    SCHULZ,
    STRANGER,
    TIM,
    YILDIZ,
    House,
    house_on,
    secret_of,
    text_of,
)
from tests.oracle.importing import import_tables

MEIER = "auftrag@heizung-meier.example"
KAYA = "kaya@heizung-meier.example"
TECHNICIAN = "monteur.kaya@mail.example"
WORK = "anna@arbeit.example"
OFFICE = "buero@hv-sonnenschein.example"


def says(house: House, *statements: str) -> None:
    with house.gateway.database.engine.begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)


def ordered(house: House) -> None:
    house.writes(ANNA, "Der Heizkörper im Bad ist kalt.")
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Meier")


def phase(house: House) -> str:
    (order,) = house.ticket().orders
    return str(order.phase)


# ---- several addresses of one person


def test_a_second_address_speaks_for_its_person_and_the_first_one_gets_the_mails(house: House) -> None:
    says(house, f"insert into addresses (address, person, rank) values ('{WORK}', '1001', 1)")
    house.writes(WORK, "Der Heizkörper im Bad ist kalt.")
    assert house.ticket().reporter == "1001"
    assert (house.kinds_to(ANNA), house.kinds_to(WORK)) == (["acknowledgement"], [])
    house.answers(WORK, house.last_to(ANNA), "Jetzt auch in der Küche.")
    assert "Küche" in text_of(house.last_to(SABINE))
    assert house.held() == []


# ---- one address of several people


def test_an_office_address_acts_for_its_managers_and_gets_one_mail_for_each_event(house: House) -> None:
    says(house, f"update addresses set address = '{OFFICE}' where person in ('9001', '9002')")
    house.writes(ANNA, "Der Heizkörper im Bad ist kalt.")
    assert house.kinds_to(OFFICE) == ["new_ticket"]
    house.answers(OFFICE, house.last_to(OFFICE), "FREIGEBEN")
    assert str(house.ticket().status) == "RELEASED"
    assert house.kinds_to(OFFICE) == ["new_ticket", "transcript"]
    assert house.mails_to(SABINE) == house.mails_to(TIM) == []


def test_an_office_address_that_a_resident_shares_acts_for_the_office_alone_where_it_may(
    house: House,
) -> None:
    """Rights are the union; what the shared address may read, everybody behind it reads."""
    says(house, f"update addresses set address = '{OFFICE}' where person in ('9001', '1005')")
    house.writes(ANNA, "Der Heizkörper im Bad ist kalt.")
    house.answers(OFFICE, house.last_to(OFFICE), "FREIGEBEN")
    assert str(house.ticket().status) == "RELEASED"


def test_who_leaves_a_household_takes_nothing_from_those_who_stay(house: House) -> None:
    house.writes(SCHULZ, "Bei uns tropft der Wasserhahn.", to=HARBOUR, subject="Wasserhahn")
    says(house, "update role_assignments set valid_to = '2025-10-13' where person = '1008'")
    house.answers(SCHULZ, house.last_to(SCHULZ), "Er tropft weiter.")
    assert house.verdicts()[-1] == ("done", "message")
    says(house, "update role_assignments set valid_to = '2025-10-13' where person = '1007'")
    house.writes(SCHULZ, "Wir sind nun beide ausgezogen.", to=HARBOUR, subject="Auszug")
    assert {str(t.visibility) for t in house.tickets()} == {"private"}


# ---- former tenants and who came after them


def test_m16_a_former_tenant_has_an_own_private_ticket_and_learns_nothing_of_the_house(house: House) -> None:
    house.writes(SCHULZ, "Der Aufzug steht.", to=HARBOUR, subject="Aufzug")
    words = "Ich bin zum 31.07. ausgezogen. Wann kommt meine Kaution? Neue Adresse: Kiel, Feldweg 3."
    house.writes(KOWALSKI, words, to=HARBOUR, subject="Kaution / Nebenkosten 2024")
    ticket = house.tickets()[-1]
    assert (ticket.reporter, str(ticket.visibility), str(ticket.category)) == (
        "1006",
        "private",
        "accounting",
    )
    house.writes(KOWALSKI, "LISTE", to=HARBOUR, subject="")
    house.later(hours=7)
    read = "".join(text_of(mail) for mail in house.mails_to(KOWALSKI))
    assert "T-1002" in read
    assert "T-1001" not in read
    assert "Schulz" not in read
    assert all("Kowalski" not in text_of(mail) for mail in house.mails_to(SCHULZ))
    check_golden(house, "m16_former_tenant")


def test_a_former_tenant_s_mail_is_never_public_whatever_it_wishes(house: House) -> None:
    house.writes(KOWALSKI, "Öffentlich\n\nDer Aufzug steht.", to=HARBOUR, subject="Aufzug")
    assert str(house.ticket().visibility) == "private"
    assert house.mails_to(SCHULZ) == []


def test_no_rule_sends_a_firm_for_a_former_tenant_unseen(house: House) -> None:
    rule = b"Objektnummer;Kategorie;Stufe;Firma;Grenze;Pro Tag\nHS5;heating;automatisch;Heizung;300,00;9\n"
    import_tables(house.gateway.database, {"rules.csv": rule}, at=house.now)
    house.writes(KOWALSKI, "Der Heizkörper im Bad bleibt kalt.", to=HARBOUR, subject="Heizung")
    assert [t.orders for t in house.tickets()] == [()]
    assert "OK" in text_of(house.last_to(SABINE))
    house.writes(HANSEN, "Der Heizkörper im Bad bleibt kalt.", to=HARBOUR, subject="Heizung")
    assert [len(t.orders) for t in house.tickets()] == [0, 1]


# ---- a firm's people


def test_anybody_at_a_firm_s_domain_answers_its_orders(house: House) -> None:
    ordered(house)
    house.answers(KAYA, house.last_to(MEIER), "zugesagt")
    assert phase(house) == "accepted"
    assert house.mails_to(KAYA) == []


def test_a_domain_that_only_looks_like_the_firm_s_is_a_stranger_s(house: House) -> None:
    ordered(house)
    for author in (
        "kaya@heizung-meier.example.org",
        "kaya@evil-heizung-meier.example",
        "kaya@x.heizung-meier.example",
    ):
        house.answers(author, house.last_to(MEIER), "zugesagt", auth="pass")
        assert house.verdicts()[-1] == ("held", "not_from_p")
    assert phase(house) == "dispatched"


def test_m40_a_technician_whom_nobody_knows_is_asked_about_and_remembered_by_one_word(house: House) -> None:
    ordered(house)
    order = house.last_to(MEIER)
    house.answers(TECHNICIAN, order, "Bin fertig, alles läuft wieder. Kaya", auth="pass")
    assert (phase(house), house.mails_to(TECHNICIAN)) == ("dispatched", [])
    asked = " ".join(text_of(house.last_to(SABINE)).split())
    assert "Gehört diese Adresse zu Heizung Meier GmbH?" in asked
    (held,) = house.held()
    house.answers(SABINE, house.last_to(SABINE), f"H-{held.id} OK")
    assert phase(house) == "dispatched", "his words are a proposal still"
    assert house.kinds_to(SABINE)[-1] == "firm_report"
    house.answers(SABINE, house.last_to(SABINE), "OK")
    assert str(house.ticket().status) == "DONE"
    house.answers(TECHNICIAN, order, "Rechnung folgt.", auth="none")
    assert house.held() == []
    assert house.mails_to(TECHNICIAN) == []
    check_golden(house, "m40_technician")


def test_a_technician_who_is_known_for_once_is_asked_about_again(house: House) -> None:
    ordered(house)
    order = house.last_to(MEIER)
    house.answers(TECHNICIAN, order, "Bin fertig. Kaya", auth="pass")
    house.answers(SABINE, house.last_to(SABINE), f"H-{house.held()[0].id} EINMAL")
    assert house.kinds_to(SABINE)[-1] == "firm_report"
    house.answers(TECHNICIAN, order, "Noch etwas: der Filter. Kaya", auth="pass")
    assert len(house.held()) == 1


def test_a_forged_technician_teaches_no_address(house: House) -> None:
    ordered(house)
    order = house.last_to(MEIER)
    house.answers(TECHNICIAN, order, "Bin fertig. Kaya", auth="fail")
    assert "Gehört diese Adresse" not in text_of(house.last_to(SABINE))
    house.answers(SABINE, house.last_to(SABINE), f"H-{house.held()[0].id} OK")
    house.answers(TECHNICIAN, order, "Noch etwas. Kaya", auth="pass")
    assert len(house.held()) == 1


def test_the_firm_hears_once_a_day_that_a_stranger_answered_and_nothing_of_him(house: House) -> None:
    ordered(house)
    order = house.last_to(MEIER)
    for words in ("Bin fertig.", "Hallo?"):
        house.answers(STRANGER, order, words, auth="pass")
    assert house.kinds_to(MEIER) == ["order", "held_note"]
    told = " ".join(text_of(house.last_to(MEIER)).split())
    assert "von einer Adresse, die wir nicht kennen" in told
    assert STRANGER not in told
    assert "Bin fertig" not in told


# ---- strict houses, and a border of our own


def test_a_strict_house_believes_firms_and_residents_by_both_proofs_only(strict_house: House) -> None:
    house = strict_house
    house.writes(ANNA, "Der Heizkörper im Bad ist kalt.")
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Meier", auth="pass")
    order = house.last_to(MEIER)
    house.answers(MEIER, order, "zugesagt", auth="none")
    assert phase(house) == "dispatched"
    assert house.kinds_to(SABINE)[-1] == "firm_report"
    house.answers(MEIER, order, "zugesagt, gern", auth="pass")
    assert phase(house) == "accepted"


def test_in_a_strict_house_words_still_arrive_by_the_key_alone(strict_house: House) -> None:
    house = strict_house
    house.writes(ANNA, "Der Heizkörper im Bad ist kalt.")
    house.answers(ANNA, house.last_to(ANNA), "Jetzt auch in der Küche.", auth="none")
    assert house.kinds_to(SABINE)[-1] == "person_wrote"


def arrives_at(house: House, name: str, author: str, words: str, *, subject: str, to: str = HOUSE) -> None:
    """At one of the gateway's listeners, with no word of any border."""
    place = house.gateway.listeners.bound[name]
    assert isinstance(place, Tcp)
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = author, to, subject
    mail["Message-ID"] = f"<{name}-{subject}@x.example>"
    mail.set_content(words)
    with smtplib.SMTP(place.host, place.port, timeout=20) as client:
        client.send_message(mail)
    house.gateway.drain()


INNER = Listener("inner", Tcp("127.0.0.1", 0), hostname=DOMAIN, trusted=True)


def test_a_trusted_listener_vouches_for_whoever_writes_there(furnished_url: str) -> None:
    with house_on(furnished_url, more=(INNER,)) as house:
        arrives_at(house, "door", SABINE, "FÜR WE07\nLicht im Bad defekt.", subject="eins")
        assert house.verdicts() == [("held", "unproven_command")]
        arrives_at(house, "inner", SABINE, "FÜR WE07\nLicht im Bad defekt.", subject="zwei")
        assert house.ticket().reporter == "1003"
        assert house.kinds_to(YILDIZ)[0] == "acknowledgement"


def test_a_trusted_listener_and_a_live_key_are_the_two_proofs_of_a_strict_house(furnished_url: str) -> None:
    with house_on(furnished_url, Policy(strict_commands=True), more=(INNER,)) as house:
        house.writes(ANNA, "Der Heizkörper im Bad ist kalt.")
        reply_to = secret_of(house.last_to(SABINE))
        arrives_at(house, "door", SABINE, "FREIGEBEN", subject="eins", to=reply_to)
        assert str(house.ticket().status) == "OPEN"
        arrives_at(house, "inner", SABINE, "FREIGEBEN", subject="zwei", to=reply_to)
        assert str(house.ticket().status) == "RELEASED"
