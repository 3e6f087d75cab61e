"""Who wrote it, a person or a program: no known person is lost for her words, no program's words are obeyed."""

import pytest
from sqlalchemy import update

from hauspost.store import schema
from tests.house import ANNA, HOUSE, SABINE, STRANGER, YILDIZ, House, secret_of, text_of
from tests.relay import Taken

MEIER = "auftrag@heizung-meier.example"
SERVICE = "service@heizung-meier.example"
NOTE = (
    "Guten Tag,\n\nvielen Dank für Ihre Nachricht. Ich bin bis zum 24.10. nicht im Büro und bearbeite sie danach.\n"
    "In dringenden Fällen wenden Sie sich an Herrn Otto."
)


def ordered(house: House) -> Taken:
    house.writes(ANNA, "Der Heizkörper im Bad wird nicht warm.")
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Meier")
    return house.last_to(MEIER)


def phase(house: House) -> str:
    (order,) = house.ticket().orders
    return str(order.phase)


def moves_to(house: House, address: str, new: str) -> None:
    """The master data know the person by another address."""
    at = schema.addresses
    change = update(at).where(at.c.address == address).values(address=new)
    house.gateway.database.write(lambda connection: connection.execute(change))


# ---- people


@pytest.mark.parametrize(
    "subject,words,headers",
    [
        ("Zustellung Paket", "Der Bote klingelt, die Sprechanlage geht nicht.", {}),
        ("Delivery report", "Delivery report\nThe parcel box in the hall is broken.", {}),
        ("Abwesenheitsnotiz", "Die Heizung fiel aus, während ich nicht im Büro war.", {}),
        ("Heizung", "Die Heizung ist kalt.", {"X_Autorespond": "no"}),
        ("Heizung", "Die Heizung ist kalt.", {"X_Autoreply": "no", "Auto_Submitted": "no"}),
        ("Heizung", "Die Heizung ist kalt.", {"Auto_Submitted": ""}),
    ],
)
def test_a_resident_is_heard_whatever_her_words_sound_like(
    house: House, subject: str, words: str, headers: dict[str, str]
) -> None:
    house.writes(ANNA, words, subject=subject, **headers)
    assert house.kinds_to(ANNA) == ["acknowledgement"]
    assert house.kinds_to(SABINE) == ["new_ticket"]


@pytest.mark.parametrize("local_part", ["postmaster", "smtp-mail", "system.administrator"])
@pytest.mark.parametrize(
    "subject,words",
    [
        ("Störung", "Die Therme zeigt permanent error F28, bitte helfen: anna@berger.example"),
        ("Zustellung", "Die Nachricht an anna@berger.example wurde nicht zugestellt, warum?"),
    ],
)
def test_a_resident_who_has_a_daemon_s_address_is_heard(
    house: House, local_part: str, subject: str, words: str
) -> None:
    address = f"{local_part}@berger.example"
    moves_to(house, ANNA, address)
    house.writes(address, words, subject=subject)
    assert house.kinds_to(address) == ["acknowledgement"]


# ---- programs


@pytest.mark.parametrize(
    "headers",
    [
        {"X_MS_Exchange_Generated_Message_Source": "Mailbox Rules Agent"},
        {"X_AutoReply_From": ANNA},
        {"Delivered_To": "Autoresponder"},
        {"X_Mailer": "vacation 1.2.7"},
        {"X_Loop": ANNA},
    ],
)
def test_an_absence_note_that_a_header_proves_is_answered_by_nobody(
    house: House, headers: dict[str, str]
) -> None:
    house.writes(ANNA, "Der Heizkörper im Bad wird nicht warm.")
    receipt, before = house.last_to(ANNA), len(house.relay.mails)
    house.writes(ANNA, NOTE, to=secret_of(receipt), subject="Re: [T-1001] Heizung", **headers)
    assert len(house.relay.mails) == before
    assert house.entries(1001)[-1].kind == "automatic"


def test_a_stranger_s_automatic_answer_is_answered_by_nobody(house: House) -> None:
    words = f"{NOTE}\n\nDies ist eine automatisch generierte Antwort."
    house.writes(STRANGER, words, subject="Re: [A-77] Heizung")
    assert house.relay.mails == []
    assert house.verdicts() == [("done", "automatic")]


@pytest.mark.parametrize(
    "subject,words",
    [
        ("Re: [A-1001-1] Heizung", NOTE),
        ("Re: [A-1001-1] Heizung", "Ich bin bis zum 24.10. nicht im Büro."),
        ("Eingangsbestätigung: [A-1001-1]", "Wir haben Ihren Auftrag erhalten. Vorgang 4711."),
        ("Re: [A-1001-1] Heizung", "I am travelling and back in the office on Monday."),
        ("Re: [A-1001-1] Heizung", "Wir kommen.\n\nDies ist eine automatisch generierte Antwort."),
        (
            "Automatische Antwort: [A-1001-1] Heizung",
            "Ich bin bis 24.10. im Urlaub, ab dem 25.10. wieder da.",
        ),
        ("Automatic reply: [A-1001-1]", "I am out of office until 24 October."),
        (
            "Abwesenheitsnotiz: [A-1001-1]",
            "Bis 24.10. bin ich außer Haus. Termine mache ich am 25.10. um 8 Uhr.",
        ),
        ("Betriebsferien", "Wir haben vom 13.10. bis 24.10. Betriebsferien und sagen daher alle Termine ab."),
    ],
)
def test_a_firm_s_absence_note_is_no_word_on_its_order_and_the_manager_reads_it(
    house: House, subject: str, words: str
) -> None:
    order = ordered(house)
    residents, managers = len(house.mails_to(ANNA)), len(house.mails_to(SABINE))
    house.writes(MEIER, words, to=secret_of(order), subject=subject)
    assert phase(house) == "dispatched"
    assert len(house.mails_to(ANNA)) == residents
    assert house.kinds_to(SABINE)[managers:] == ["firm_report"]
    shown = " ".join(text_of(house.last_to(SABINE)).split())
    assert ("abwesend" in shown) is ("Wir kommen" not in words and "erhalten" not in words)
    assert words.splitlines()[-1][:40] in shown


def test_one_on_an_urgent_order_proposes_the_next_firm_once(house: House) -> None:
    house.writes(YILDIZ, "Der Aufzug in Haus 14 steht.", subject="Aufzug")
    house.answers(SABINE, house.last_to(SABINE), "KATEGORIE Wasser\nBEAUFTRAGEN Meier")
    order = house.last_to(MEIER)
    house.writes(MEIER, NOTE, to=secret_of(order), subject="Re: [A-1001-1] Aufzug")
    asked = house.last_to(SABINE)
    house.writes(MEIER, f"{NOTE}\n\nOtto", to=secret_of(order), subject="Re: [A-1001-1] Aufzug")
    assert not house.ticket().orders[1:]
    house.answers(SABINE, asked, "OK")
    phases = [str(o.phase) for o in house.ticket().orders]
    assert phases == ["cancelled", "dispatched"]


def test_a_firm_that_says_itself_that_it_is_away_is_read_as_ever(house: House) -> None:
    order = ordered(house)
    house.writes(
        MEIER, "Leider nein, wir sind im Urlaub.", to=secret_of(order), subject="Re: [A-1001-1] Heizung"
    )
    assert phase(house) == "declined"


@pytest.mark.parametrize(
    "subject,words",
    [
        ("Automatische Antwort: [T-1001] Heizung", "Ich bin bis zum 24.10. nicht im Büro."),
        ("Abwesenheitsnotiz", "Ich bin zurzeit im Urlaub und nicht erreichbar."),
        ("Re: [T-1001] Heizung", "Ich lese Ihre Mail später. Dies ist eine automatische Antwort."),
    ],
)
def test_a_manager_s_absence_note_reaches_no_resident_and_commands_nothing(
    house: House, subject: str, words: str
) -> None:
    house.writes(ANNA, "Der Heizkörper im Bad wird nicht warm.")
    before = len(house.mails_to(ANNA))
    notice = house.last_to(SABINE)
    house.writes(SABINE, f"ERLEDIGT\n\n{words}", to=secret_of(notice), subject=subject)
    assert len(house.mails_to(ANNA)) == before
    assert str(house.ticket().status) == "OPEN"
    assert words in house.entries(1001)[-1].text


# ---- servers


def returned(house: House, order: Taken, *, author: str, to: str) -> None:
    """Plain text, no null sender: nothing but the server's name and words says that it is a report."""
    words = f"<{MEIER}>:\n550 5.1.1 no such mailbox\n\nMessage-ID: {order.message['Message-ID']}"
    house.writes(author, words, to=to, subject="failure notice", auth="none")


@pytest.mark.parametrize("local_part", ["MAILER-DAEMON", "postmaster"])
def test_a_daemon_of_the_firm_s_own_domain_is_no_clerk_of_the_firm(house: House, local_part: str) -> None:
    order = ordered(house)
    returned(house, order, author=f"{local_part}@heizung-meier.example", to=order.mail_from)
    assert "Auftrag kam zurück" in text_of(house.last_to(SABINE))
    assert house.verdicts()[-1] == ("done", "bounce")


def test_a_registered_person_s_word_returns_no_mail(house: House) -> None:
    order = ordered(house)
    before = len(house.mails_to(SABINE))
    returned(house, order, author=ANNA, to=HOUSE)
    assert not any("Auftrag kam zurück" in text_of(m) for m in house.mails_to(SABINE)[before:])
    assert [str(o.phase) for t in house.tickets() for o in t.orders] == ["dispatched"]


# ---- ticket systems


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-generated", "X_Mailer": "Zendesk Mailer"},
        {"X_Zendesk_From_Account_Id": "6d4a01"},
        {"X_JIRA_FingerPrint": "9a1b"},
        {"X_OTRS_Loop": "yes"},
        {"Precedence": "bulk"},
    ],
)
def test_what_a_firm_s_ticket_system_sends_is_read_by_the_manager_and_does_nothing(
    house: House, headers: dict[str, str]
) -> None:
    order = ordered(house)
    before = len(house.relay.mails)
    words = "##- Antwort oberhalb dieser Zeile -##\n\nOtto (Meier): Termin am 20.10. um 9 Uhr, wird gemacht."
    house.writes(SERVICE, words, to=secret_of(order), subject="[#8812] Ihre Anfrage", **headers)
    assert phase(house) == "dispatched"
    assert [m.rcpt_to for m in house.relay.mails[before:]] == [SABINE]
    assert "wird gemacht" in text_of(house.last_to(SABINE))
    assert house.entries(1001)[-1].kind == "automatic"


def test_a_ticket_system_that_runs_wild_fills_the_journal_alone(house: House) -> None:
    order = ordered(house)
    before = len(house.mails_to(SABINE))
    for number in range(8):
        words = f"Vorgang {number} wurde geändert."
        house.writes(SERVICE, words, to=secret_of(order), subject=f"[#{number}]", Precedence="bulk")
    assert len(house.mails_to(SABINE)) == before + 5
    assert [e.kind for e in house.entries(1001)].count("automatic") == 8
