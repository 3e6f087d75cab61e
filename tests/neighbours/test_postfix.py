"""Postfix, set up as the recipe prints it, in front of Hauspost and behind it."""

import smtplib
from dataclasses import replace
from email.message import EmailMessage

import pytest
from sqlalchemy import select

from hauspost.store import octets, schema
from tests import postfix, recipes
from tests.house import ANNA, DESK, DOMAIN, HARBOUR, HOUSE, SABINE, House
from tests.neighbours.conftest import Build
from tests.recipes import DOCS, blocks
from tests.relay import eventually

pytestmark = pytest.mark.servers

LMTP = "In front, by LMTP"
SMTP = "In front, by SMTP"
DOOR = "Unknown addresses are refused at the door"
BEHIND = "Behind, as relay"
NOBODY = f"niemand@{DOMAIN}"


def report(author: str = ANNA, *, to: str = HOUSE, subject: str = "Heizung") -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = author, to, subject
    mail["Message-ID"] = f"<{subject.replace(' ', '-').lower()}@client.example>"
    mail["Date"] = "Thu, 16 Oct 2025 10:00:00 +0200"
    mail.set_content("Der Heizkörper im Bad bleibt kalt. Grüße aus dem 3. Stock\n.\nAnna Berger")
    return mail.as_bytes()


@pytest.mark.parametrize("file", ["main.cf", "master.cf"])
def test_postconf_finds_nothing_wrong_with_what_the_recipe_prints(needs_postfix: None, file: str) -> None:
    printed = [text for text in blocks(DOCS / "recipes" / "postfix.md", "ini") if f"/{file}" in text]
    services = recipes.postfix(SMTP, "master.cf")
    assert printed
    for text in printed:
        assert postfix.checked(text if file == "main.cf" else "", services) == ""


def test_postconf_finds_what_is_wrong(needs_postfix: None) -> None:
    assert "no_such_setting" in postfix.checked("no_such_setting = 1\n")


def test_lmtp_takes_one_recipient_refuses_another_and_gets_the_third_by_a_retry(build: Build) -> None:
    street = build(LMTP, recipients=2)
    with smtplib.SMTP("127.0.0.1", street.postfix.port, timeout=20) as client:
        refused = client.sendmail(ANNA, [HOUSE, NOBODY, HARBOUR, DESK], report())
    assert refused == {}  # without asking before, Postfix learns it too late
    street.postfix.says(rf"to=<{NOBODY}>.*dsn=5.1.1, status=bounced")
    street.postfix.says(r"dsn=4.5.3, status=deferred")
    assert street.postfix.log.count("status=deferred") == 1
    street.postfix.flush()
    street.arrives(3)
    eventually(lambda: street.postfix.queued() == 0, seconds=postfix.PATIENCE)
    assert sorted(row.rcpt_to for row in street.house.arrivals()) == sorted([HOUSE, HARBOUR, DESK])
    bounce = next(m for m in street.house.relay.wait_for(1, seconds=postfix.PATIENCE) if m.mail_from == "")
    assert (bounce.rcpt_to, NOBODY.encode() in bounce.octets) == (ANNA, True)
    assert len(street.house.tickets()) == 1


def test_a_mail_that_we_defer_stays_with_postfix_until_we_take_it(build: Build) -> None:
    street = build(LMTP)
    entrance = street.house.gateway.entrance
    entrance.openings = replace(entrance.openings, spare_disk=1 << 60)
    with smtplib.SMTP("127.0.0.1", street.postfix.port, timeout=20) as client:
        client.sendmail(ANNA, HOUSE, report())
    street.postfix.says(rf"to=<{HOUSE}>.*status=deferred")
    assert street.house.arrivals() == []
    entrance.openings = replace(entrance.openings, spare_disk=0)
    street.postfix.flush()
    street.arrives(1)
    assert street.house.ticket().subject == "Heizung"


@pytest.mark.parametrize("way", [LMTP, SMTP])
def test_recipient_verification_asks_us_and_refuses_the_unknown_at_the_door(build: Build, way: str) -> None:
    master = recipes.postfix(SMTP, "master.cf") if way == SMTP else ""
    street = build(way, DOOR, master=master)
    with smtplib.SMTP("127.0.0.1", street.postfix.port, timeout=30) as client:
        client.ehlo("client.example")
        client.mail(ANNA)
        answers = [_verdict(client, to) for to in (NOBODY, f"reply+zukurz@{DOMAIN}", HOUSE)]
        client.rset()
        client.sendmail(ANNA, HOUSE, report())
    assert answers == [550, 550, 250]
    street.arrives(1)
    assert len(street.house.arrivals()) == 1  # the probes left nothing
    assert street.house.kinds_to(ANNA) == ["acknowledgement"]


def _verdict(client: smtplib.SMTP, to: str) -> int:
    """A temporary answer says that Postfix still asks: clients try again, and so do we."""
    found: list[int] = []

    def asked() -> bool:
        found.append(client.rcpt(to)[0])
        return found[-1] // 100 != 4

    eventually(asked, seconds=postfix.PATIENCE)
    return found[-1]


def test_smtp_in_front_brings_several_recipients_in_one_go(build: Build) -> None:
    street = build(SMTP, master=recipes.postfix(SMTP, "master.cf"))
    with smtplib.SMTP("127.0.0.1", street.postfix.port, timeout=20) as client:
        client.sendmail(ANNA, [HOUSE, HARBOUR, NOBODY], report())
    street.arrives(2)
    street.postfix.says(rf"to=<{NOBODY}>.*status=bounced")
    assert sorted(row.rcpt_to for row in street.house.arrivals()) == sorted([HOUSE, HARBOUR])
    (ticket,) = street.house.tickets()
    assert ticket.property_id == "LW12"


def test_twenty_mails_at_once_by_smtp_are_all_taken_though_we_bear_ten_connections(build: Build) -> None:
    street = build(SMTP, master=recipes.postfix(SMTP, "master.cf"))
    for number in range(20):
        with smtplib.SMTP("127.0.0.1", street.postfix.port, timeout=20) as client:
            client.sendmail(ANNA, HOUSE, report(subject=f"Heizung {number}"))
    street.arrives(20)
    assert "status=deferred" not in street.postfix.log


def test_behind_us_it_passes_our_mails_on_as_they_are(build: Build) -> None:
    street = build(LMTP, BEHIND)
    with smtplib.SMTP("127.0.0.1", street.postfix.port, timeout=20) as client:
        client.sendmail(ANNA, HOUSE, report())
    street.arrives(1)
    sent = street.house.relay.wait_for(2, seconds=postfix.PATIENCE)
    assert {m.rcpt_to for m in sent} == {ANNA, SABINE}
    for mail in sent:
        ours = _octets(street.house, mail.message_id)
        assert mail.octets.endswith(ours)
        assert mail.octets.removesuffix(ours).startswith(b"Received:")
        assert mail.mail_from.startswith("bounce+")
    street.house.answers(ANNA, next(m for m in sent if m.rcpt_to == ANNA), "Bin ab 16 Uhr da.")
    assert [e.text for e in street.house.entries(1001)][-1] == "Bin ab 16 Uhr da."


def test_a_bounce_of_a_later_server_comes_back_through_postfix_and_is_recorded(build: Build) -> None:
    street = build(LMTP, BEHIND)
    street.house.relay.answers("rcpt", "550 5.1.1 no such person here", to=ANNA)
    with smtplib.SMTP("127.0.0.1", street.postfix.port, timeout=20) as client:
        client.sendmail(ANNA, HOUSE, report())
    street.arrives(1)
    street.arrives(2)
    returned = street.house.arrivals()[-1]
    assert returned.rcpt_to.startswith("bounce+")
    assert (returned.state, returned.reason) == ("done", "bounce")


def _octets(house: House, message_id: str) -> bytes:
    """Of a mail of ours, as they are stored."""
    which = schema.mails.c.message_id == message_id.strip("<>")
    with house.gateway.database.read() as connection:
        digest = connection.execute(select(schema.mails.c.digest).where(which)).scalar_one()
        return octets.load(connection, digest)
