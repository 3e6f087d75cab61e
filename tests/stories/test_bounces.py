"""Mails that come back: whose report counts, when an address is switched off, and whose word switches it on again."""

import pytest

from hauspost.store import reach, registry
from tests.house import ANNA, DOMAIN, MILLER, SABINE, STRANGER, TIM, YILDIZ, House, secret_of, text_of
from tests.relay import Taken

MEIER = "auftrag@heizung-meier.example"
UNKNOWN = "smtp; 550 5.1.1 no such mailbox"

REPORT = """From: MAILER-DAEMON@mx.post.example
To: {to}
Subject: Undelivered Mail Returned to Sender
Message-ID: <{number}@mx.post.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: text/plain

Your mail was not delivered.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.post.example

Final-Recipient: rfc822; {address}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; {status} {words}
--b
Content-Type: text/rfc822-headers

From: {house}
Message-ID: {returned}
--b--
"""


def comes_back(
    house: House,
    mail: Taken,
    *,
    at: str = "",
    address: str = "",
    action: str = "failed",
    status: str = "5.1.1",
    returned: str = "",
    words: str = "no such mailbox",
) -> None:
    """A report about the mail; at its return path, unless `at` says where else."""
    to = at or mail.mail_from
    octets = REPORT.format(
        to=to,
        number=next(house.numbers),
        address=address or mail.rcpt_to,
        action=action,
        status=status,
        words=words,
        house=f"lindenweg12@{DOMAIN}",
        returned=returned or mail.message["Message-ID"],
    )
    house.receives(octets.encode(), mail_from="", rcpt_to=to)


def opened(house: House, author: str = ANNA) -> Taken:
    house.writes(author, "Der Heizkörper wird nicht warm.")
    return house.last_to(author)


def on_three_days(house: House, mail: Taken, **said: str) -> None:
    for day in range(3):
        if day:
            house.later(hours=25)
        comes_back(house, mail, **said)


def alerts(house: House, to: str = SABINE) -> list[str]:
    return [text_of(m) for m in house.mails_to(to) if "NICHT ERREICHBAR" in text_of(m)]


def asks_sabine_to_write(house: House) -> int:
    """How many mails Anna got by a manager's next letter."""
    before = len(house.mails_to(ANNA))
    words = "Guten Tag Frau Berger,\n\nmorgen kommt jemand."
    house.answers(SABINE, house.mails_to(SABINE)[0], words)
    return len(house.mails_to(ANNA)) - before


def test_three_permanent_failures_on_three_days_switch_an_address_off_and_say_so_once(house: House) -> None:
    mail = opened(house)
    comes_back(house, mail)
    comes_back(house, mail)
    house.later(hours=25)
    comes_back(house, mail)
    assert alerts(house) == []
    house.later(hours=25)
    comes_back(house, mail)
    (alert,) = alerts(house)
    assert ANNA in alert
    assert "Anna Berger" in alert
    assert "ERREICHBAR" in alert
    house.later(hours=25)
    comes_back(house, mail)
    assert len(alerts(house)) == 1
    assert asks_sabine_to_write(house) == 0
    assert "NICHT GESENDET" in text_of(house.last_to(SABINE))


@pytest.mark.parametrize(
    "said",
    [
        {"action": "delayed", "status": "4.4.1"},
        {"action": "failed", "status": "4.4.7"},
        {"action": "failed", "status": "5.3.4"},
        {"action": "delivered", "status": "2.0.0"},
        {"action": "relayed", "status": "2.1.9"},
    ],
)
def test_what_is_no_failure_of_the_mailbox_stands_in_the_journal_alone(
    house: House, said: dict[str, str]
) -> None:
    on_three_days(house, opened(house), **said)
    assert alerts(house) == []
    assert [e.kind for e in house.entries(1001)].count("automatic") == 3
    assert asks_sabine_to_write(house) == 1


def test_a_report_without_a_key_counts_by_our_message_id_and_the_address_it_names(house: House) -> None:
    mail = opened(house)
    on_three_days(house, mail, at=f"lindenweg12@{DOMAIN}")
    assert len(alerts(house)) == 1


@pytest.mark.parametrize(
    "forged",
    [
        {"returned": "<somebody@else.example>"},
        {"address": YILDIZ},
        {"address": YILDIZ, "returned": "<somebody@else.example>"},
    ],
)
def test_a_forged_report_does_nothing(house: House, forged: dict[str, str]) -> None:
    mail = opened(house)
    before = len(house.relay.mails)
    on_three_days(house, mail, at=f"lindenweg12@{DOMAIN}", **forged)
    assert len(house.relay.mails) == before
    assert house.verdicts()[-1] == ("done", "bounce")
    assert asks_sabine_to_write(house) == 1


def test_a_return_path_that_was_never_given_out_does_nothing(house: House) -> None:
    mail = opened(house)
    forged = f"bounce+{'a' * 26}@{DOMAIN}"
    on_three_days(house, mail, at=forged, returned="<somebody@else.example>")
    assert alerts(house) == []


def test_a_manager_s_word_switches_the_address_on_again(house: House) -> None:
    on_three_days(house, opened(house))
    alert = next(m for m in house.mails_to(SABINE) if "NICHT ERREICHBAR" in text_of(m))
    house.answers(SABINE, alert, "ERREICHBAR")
    assert f"wieder an {ANNA}" in text_of(house.last_to(SABINE))
    assert asks_sabine_to_write(house) == 1


def test_a_mail_of_the_person_s_own_switches_it_on_and_is_acknowledged(house: House) -> None:
    on_three_days(house, opened(house))
    house.writes(ANNA, "Jetzt tropft auch der Wasserhahn.", subject="Wasserhahn")
    assert house.kinds_to(ANNA) == ["acknowledgement", "acknowledgement"]
    assert asks_sabine_to_write(house) == 1


def test_a_mail_of_hers_in_between_begins_the_count_anew(house: House) -> None:
    mail = opened(house)
    comes_back(house, mail)
    house.later(hours=25)
    comes_back(house, mail)
    house.writes(ANNA, "Jetzt tropft auch der Wasserhahn.", subject="Wasserhahn")
    house.later(hours=25)
    comes_back(house, mail)
    assert alerts(house) == []
    house.later(hours=25)
    comes_back(house, mail)
    house.later(hours=25)
    comes_back(house, mail)
    assert len(alerts(house)) == 1


def test_a_forged_mail_of_hers_switches_nothing_on(house: House) -> None:
    on_three_days(house, opened(house))
    house.writes(ANNA, "Jetzt tropft es.", auth="fail")
    assert asks_sabine_to_write(house) == 0


def test_mails_that_wait_are_cancelled_and_named(patient_house: House) -> None:
    house = patient_house
    mail = opened(house)
    comes_back(house, mail)
    house.later(hours=25)
    comes_back(house, mail)
    house.later(hours=25)
    house.relay.answers("rcpt", "450 4.2.0 later", to=ANNA)
    house.answers(SABINE, house.mails_to(SABINE)[0], "Guten Tag Frau Berger,\n\nmorgen kommt jemand.")
    house.later(minutes=4)
    comes_back(house, mail)
    (alert,) = alerts(house)
    assert "[T-1001] Heizung" in alert
    with house.gateway.database.read() as connection:
        rows = connection.exec_driver_sql("select state, reply from mails order by id").all()
    assert ("cancelled", "the address is undeliverable") in [tuple(row) for row in rows]


def test_a_refusal_by_our_own_relay_counts_like_a_returned_mail(house: House) -> None:
    mail = opened(house)
    comes_back(house, mail)
    house.later(hours=25)
    comes_back(house, mail)
    house.later(hours=25)
    house.relay.answers("rcpt", "550 5.1.1 no such mailbox", to=ANNA)
    asks_sabine_to_write(house)
    (alert,) = alerts(house)
    assert "550 5.1.1 no such mailbox" in alert
    house.answers(
        SABINE, next(m for m in house.mails_to(SABINE) if "NICHT ERREICHBAR" in text_of(m)), "ERREICHBAR"
    )
    assert f"wieder an {ANNA}" in text_of(house.last_to(SABINE))


def test_a_manager_s_own_address_is_never_switched_off(house: House) -> None:
    opened(house)
    on_three_days(house, house.last_to(SABINE))
    house.writes(YILDIZ, "Bei mir auch.", subject="Kalt")
    assert house.kinds_to(SABINE)[-1] == "new_ticket"
    assert house.kinds_to(TIM) == ["alert"]
    assert "Sabine Vogt" in text_of(house.last_to(TIM))


def test_an_english_reader_hears_it_in_english(house: House) -> None:
    house.writes(MILLER, "The radiator is cold.", subject="Radiator")
    on_three_days(house, house.last_to(MILLER))
    house.writes(MILLER, "Still cold.", subject="Radiator")
    assert house.kinds_to(MILLER)[-1] == "acknowledgement"


# ---- orders


def ordered(house: House, *, category: str = "") -> Taken:
    opened(house)
    words = f"KATEGORIE {category}\nBEAUFTRAGEN Meier" if category else "BEAUFTRAGEN Meier"
    house.answers(SABINE, house.last_to(SABINE), words)
    return house.last_to(MEIER)


def test_an_order_that_comes_back_is_put_to_the_manager_at_once_with_the_next_firm(house: House) -> None:
    order = ordered(house, category="Wasser")
    comes_back(house, order)
    asked = house.last_to(SABINE)
    assert house.kinds_to(SABINE)[-1] == "firm_report"
    assert "Auftrag kam zurück" in text_of(asked)
    count = len(house.mails_to(SABINE))
    comes_back(house, order)
    assert len(house.mails_to(SABINE)) == count
    house.answers(SABINE, asked, "OK")
    orders = house.ticket().orders
    assert [str(o.phase) for o in orders] == ["cancelled", "dispatched"]
    assert orders[1].assignee != orders[0].assignee


def test_an_order_that_no_server_takes_is_put_to_the_manager_the_same_way(house: House) -> None:
    opened(house)
    house.relay.answers("rcpt", "550 5.1.1 no such mailbox", to=MEIER)
    house.answers(SABINE, house.last_to(SABINE), "KATEGORIE Wasser\nBEAUFTRAGEN Meier")
    house.later(seconds=5)
    asked = house.last_to(SABINE)
    assert "Auftrag kam zurück" in text_of(asked)
    assert "550 5.1.1 no such mailbox" in text_of(asked)
    house.later(seconds=5)
    assert house.last_to(SABINE) is asked
    house.answers(SABINE, asked, "OK")
    assert [str(o.phase) for o in house.ticket().orders] == ["cancelled", "dispatched"]


def test_an_absence_note_to_an_urgent_order_asks_at_once(house: House) -> None:
    house.writes(YILDIZ, "Der Aufzug in Haus 14 steht.", subject="Aufzug")
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Meier")
    order = house.last_to(MEIER)
    before = len(house.mails_to(SABINE))
    house.writes(MEIER, "Wir haben Betriebsferien bis 24.10.", to=order.mail_from, subject="Betriebsferien")
    assert len(house.mails_to(SABINE)) == before + 1
    assert "abwesend" in text_of(house.last_to(SABINE))
    assert "Betriebsferien" in text_of(house.last_to(SABINE))


def test_an_absence_note_to_an_order_that_can_wait_stands_in_the_journal(house: House) -> None:
    order = ordered(house, category="Allgemein")
    before = len(house.relay.mails)
    house.writes(
        MEIER, "Bin ab Montag zurück.", to=secret_of(order), subject="Abwesend", Auto_Submitted="auto-replied"
    )
    assert len(house.relay.mails) == before
    assert house.entries(1001)[-1].kind == "automatic"
    assert str(house.ticket().orders[0].phase) == "dispatched"


def test_what_is_no_report_at_the_return_path_is_an_absence_note_to_that_mail(house: House) -> None:
    mail = opened(house)
    before = len(house.relay.mails)
    house.writes(ANNA, "ERLEDIGT Ich bin verreist.", to=mail.mail_from, subject="Ich bin dann mal weg")
    assert len(house.relay.mails) == before
    assert house.verdicts()[-1] == ("done", "absence")
    assert "verreist" in house.entries(1001)[-1].text
    house.writes(STRANGER, "Bin weg.", to=f"bounce+{'a' * 26}@{DOMAIN}", subject="weg")
    assert house.verdicts()[-1] == ("done", "absence")
    assert house.mails_to(TIM) == []


# ---- "this is spam"

COMPLAINT = """From: feedback@provider.example
To: abuse@{domain}
Subject: Abuse report
Message-ID: <{number}@provider.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary=b

--b
Content-Type: text/plain

This is an email abuse report for a message received from 192.0.2.1.
--b
Content-Type: message/feedback-report

Feedback-Type: {kind}
User-Agent: Provider/1.0
Version: 1
{named}
--b
Content-Type: message/rfc822

From: {house}
To: {to}
Message-ID: {returned}
Subject: Neues aus dem Haus

--b--
"""


def is_called_spam(
    house: House, mail: Taken, *, to: str = "", named: str = "", returned: str = "", kind: str = "abuse"
) -> None:
    octets = COMPLAINT.format(
        domain=DOMAIN,
        number=next(house.numbers),
        kind=kind,
        named=named or f"Original-Rcpt-To: <{mail.rcpt_to}>",
        house=f"lindenweg12@{DOMAIN}",
        to=to or mail.rcpt_to,
        returned=returned or mail.message["Message-ID"],
    )
    house.receives(octets.encode(), mail_from="feedback@provider.example", rcpt_to=f"abuse@{DOMAIN}")


def broken_lift(house: House) -> Taken:
    """The mail that Mr Miller gets as everybody in the house."""
    house.writes(YILDIZ, "Der Aufzug in Haus 14 steht.", subject="Aufzug")
    return house.last_to(MILLER)


def test_who_calls_a_mail_to_the_house_spam_gets_no_more_of_it_and_the_manager_hears_once(
    house: House,
) -> None:
    mail = broken_lift(house)
    before = len(house.mails_to(MILLER))
    is_called_spam(house, mail)
    is_called_spam(house, mail)
    told = [m for m in house.mails_to(SABINE) if "Als Spam gemeldet: James Miller" in m.message["Subject"]]
    assert len(told) == 1
    assert "als Spam markiert" in " ".join(text_of(told[0]).split())
    assert house.entries(1001)[-1].facts["complaint"] == "abuse"
    house.answers(SABINE, house.mails_to(SABINE)[0], "IN BEARBEITUNG")
    house.later(hours=12)
    assert len(house.mails_to(MILLER)) == before


def test_who_calls_the_answer_to_an_own_report_spam_goes_on_getting_answers(house: House) -> None:
    mail = opened(house)
    is_called_spam(house, mail)
    assert "Mails zu eigenen Anliegen" in " ".join(text_of(house.last_to(SABINE)).split())
    house.answers(SABINE, house.mails_to(SABINE)[0], "IN BEARBEITUNG")
    assert house.kinds_to(ANNA)[-1] == "status"


@pytest.mark.parametrize(
    "forged",
    [
        {"returned": "<somebody-elses@id.example>"},
        {"named": f"Original-Rcpt-To: {ANNA}"},
        {"named": "Original-Rcpt-To:", "to": "undisclosed"},
        {"kind": "not-spam"},
        {"kind": "auth-failure"},
        {"kind": "virus"},
    ],
)
def test_a_complaint_that_proves_nothing_silences_nobody(house: House, forged: dict[str, str]) -> None:
    mail = broken_lift(house)
    before = len(house.relay.mails)
    is_called_spam(house, mail, **forged)
    assert len(house.relay.mails) == before
    assert house.verdicts()[-1] == ("done", "complaint")
    with house.gateway.database.read() as connection:
        people = registry.persons_by_address(connection, mail.rcpt_to)
        assert people
        assert reach.muted(connection, [p.id for p in people]) == frozenset()
