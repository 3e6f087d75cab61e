"""A manager writes as always and puts our address in Cc or Bcc: kept where it belongs, sent to nobody again."""

from email.message import EmailMessage
from email.utils import format_datetime

from tests.house import (
    ANNA,
    BORDER,
    DESK,
    HANSEN,
    HOUSE,
    SABINE,
    SCHULZ,
    STRANGER,
    TIM,
    House,
    secret_of,
    text_of,
)

MEIER = "auftrag@heizung-meier.example"
WORDS = "Guten Tag Frau Berger,\n\nam Donnerstag kommt der Ableser.\n\nSabine Vogt"


def writes(
    house: House,
    words: str = WORDS,
    *,
    to: str = ANNA,
    cc: str = HOUSE,
    rcpt: str = "",
    subject: str = "Ableser",
    auth: str = "pass",
    author: str = SABINE,
    **headers: str,
) -> EmailMessage:
    mail = EmailMessage()
    if auth != "none":
        domain = author.partition("@")[2]
        mail["Authentication-Results"] = f"{BORDER}; dmarc={auth} (p=reject) header.from={domain}"
    mail["From"], mail["To"], mail["Subject"] = author, to, subject
    if cc:
        mail["Cc"] = cc
    mail["Date"] = format_datetime(house.now)
    mail["Message-ID"] = f"<copy-{next(house.numbers)}@hv-sonnenschein.example>"
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(words)
    house.receives(mail.as_bytes(), mail_from=author, rcpt_to=rcpt or cc)
    return mail


def test_a_mail_to_a_resident_with_us_in_cc_is_her_ticket_and_nobody_gets_it_again(house: House) -> None:
    writes(house)
    ticket = house.ticket()
    assert (ticket.reporter, str(ticket.visibility), ticket.responsible) == ("1001", "private", "9001")
    (entry,) = house.entries(1001)
    assert (str(entry.channel), entry.kind, entry.author) == ("resident:1001", "message", "9001")
    assert "Ableser" in entry.text
    assert house.mails_to(ANNA) == []
    assert house.kinds_to(SABINE) == ["transcript"]
    assert "Abgelegt bei T-1001" in text_of(house.last_to(SABINE))


def test_a_blind_copy_is_filed_the_same_way(house: House) -> None:
    writes(house, cc="", rcpt=HOUSE)
    assert house.ticket().reporter == "1001"
    assert house.mails_to(ANNA) == []


def test_at_the_desk_the_house_is_hers_whom_it_went_to(house: House) -> None:
    writes(house, to=HANSEN, cc=DESK, words="Guten Tag Herr Hansen, die Klingel wird repariert.")
    assert house.ticket().property_id == "HS5"


def test_her_answer_to_all_comes_into_the_same_ticket(house: House) -> None:
    mail = writes(house)
    house.writes(ANNA, "Donnerstag passt.", subject="AW: Ableser", In_Reply_To=str(mail["Message-ID"]))
    assert len(house.tickets()) == 1
    assert [e.text.strip() for e in house.entries(1001)][-1] == "Donnerstag passt."


def test_a_number_in_the_subject_files_it_with_that_ticket(house: House) -> None:
    house.writes(ANNA, "Kalt.")
    writes(house, subject="[T-1001] Heizung")
    assert len(house.tickets()) == 1
    assert [(str(e.channel), e.author) for e in house.entries(1001)][-1] == ("resident:1001", "9001")
    assert house.kinds_to(ANNA) == ["acknowledgement"]


def test_an_answer_to_our_notice_that_also_goes_to_the_resident_is_not_sent_twice(house: House) -> None:
    house.writes(ANNA, "Kalt.")
    writes(house, to=secret_of(house.last_to(SABINE)), cc=ANNA, rcpt=secret_of(house.last_to(SABINE)))
    assert [(str(e.channel), e.author) for e in house.entries(1001)][-1] == ("resident:1001", "9001")
    assert house.kinds_to(ANNA) == ["acknowledgement"]


def test_a_mail_to_a_firm_is_filed_with_its_order(house: House) -> None:
    house.writes(ANNA, "Kalt.")
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Meier")
    writes(house, "Hallo Herr Meier, bitte zweimal klingeln.", to=MEIER, subject="[T-1001] Heizung")
    assert str(house.entries(1001)[-1].channel) == "order:1"
    assert house.kinds_to(MEIER) == ["order"]
    assert len(house.mails_to(ANNA)) == 2


def test_a_mail_to_a_firm_without_an_order_is_an_office_ticket_with_it(house: House) -> None:
    writes(house, "Hallo Herr Meier, haben Sie im November Zeit?", to=MEIER, subject="Wartung")
    ticket = house.ticket()
    assert str(ticket.kind) == "office"
    assert ticket.reporter is not None
    assert ticket.reporter.startswith("firm:")
    assert house.mails_to(MEIER) == []


def test_a_mail_to_a_colleague_or_a_stranger_is_an_office_ticket_as_before(house: House) -> None:
    writes(house, "Tim, bitte ansehen.", to=TIM)
    writes(house, "Guten Tag, ein Angebot bitte.", to=STRANGER)
    assert [t.reporter for t in house.tickets()] == [None, None]
    assert all(str(e.channel) == "internal" for n in (1001, 1002) for e in house.entries(n))
    assert house.mails_to(STRANGER) == []


def test_two_parties_have_each_a_ticket_of_their_own(house: House) -> None:
    writes(house, "Guten Tag, die Klingel wird repariert.", to=f"{HANSEN}, {SCHULZ}", cc=DESK)
    assert sorted(str(t.reporter) for t in house.tickets()) == ["1005", "1007"]
    assert [m.rcpt_to for m in house.relay.mails if m.rcpt_to in (HANSEN, SCHULZ)] == []


def test_an_unproven_copy_reaches_no_resident_s_channel(house: House) -> None:
    writes(house, auth="none")
    assert house.ticket().reporter is None
    assert str(house.entries(1001)[0].channel) == "internal"
    writes(house, auth="fail")
    assert house.verdicts()[-1][0] == "held"


def test_a_command_in_such_a_mail_is_obeyed_and_not_filed(house: House) -> None:
    writes(house, "FÜR WE07\nSie rief an: das Licht geht nicht.", to=TIM, cc=f"{ANNA}, {HOUSE}", rcpt=HOUSE)
    assert house.ticket().reporter == "1003"


def test_a_resident_s_own_mail_to_others_files_nothing(house: House) -> None:
    writes(house, "Bei mir ist es kalt.", author=ANNA, to=HANSEN)
    assert house.ticket().reporter == "1001"
    assert house.mails_to(HANSEN) == []
