"""Mails that people's own programs write and answer, the whole way: program, Postfix, Hauspost, Postfix, program."""

from pathlib import Path

import pytest

from tests import postfix
from tests.house import ANNA, DOMAIN, HOUSE, SABINE, secret_of, text_of
from tests.neighbours import clients
from tests.neighbours.conftest import Build
from tests.relay import Taken

pytestmark = [pytest.mark.servers, pytest.mark.usefixtures("needs_clients")]

FRONT, BEHIND = "In front, by LMTP", "Behind, as relay"
WORDS = "Guten Tag,\n\nder Heizkörper im Bad bleibt kalt. Bitte ab 16 Uhr klingeln.\n\nGrüße\nAnna Berger\n"


def by_name(mails: list[Taken]) -> dict[str, Taken]:
    return {mail.rcpt_to: mail for mail in mails}


def test_a_mail_of_mutt_opens_a_ticket_and_its_answer_threads(build: Build, tmp_path: Path) -> None:
    street = build(FRONT, BEHIND)
    home, port = tmp_path / "anna", street.postfix.port
    clients.mutt_writes(home, port, author=ANNA, to=HOUSE, subject="Heizung im Bad", words=WORDS)
    street.arrives(1)
    sent = by_name(street.house.relay.wait_for(2, seconds=postfix.PATIENCE))
    assert "Der Heizkörper".lower() in text_of(sent[SABINE]).lower()
    words = "Ab 18 Uhr wäre doch besser, übrigens."
    clients.mutt_answers(home, port, sent[ANNA].octets, author=ANNA, words=words)
    street.arrives(2)
    row = street.house.arrivals()[-1]
    assert row.rcpt_to == secret_of(sent[ANNA])
    assert (row.state, row.reason, row.ticket) == ("done", "message", 1001)
    assert [e.text for e in street.house.entries(1001)][-1] == words  # nothing of what mutt quoted
    (ticket,) = street.house.tickets()
    assert ticket.subject == "Heizung im Bad"


def test_a_manager_releases_a_ticket_with_one_word_in_mutt(build: Build, tmp_path: Path) -> None:
    street = build(FRONT, BEHIND)
    clients.mutt_writes(
        tmp_path / "anna", street.postfix.port, author=ANNA, to=HOUSE, subject="Heizung", words=WORDS
    )
    street.arrives(1)
    asked = by_name(street.house.relay.wait_for(2, seconds=postfix.PATIENCE))[SABINE]
    clients.mutt_answers(
        tmp_path / "sabine", street.postfix.port, asked.octets, author=SABINE, words="FREIGEBEN"
    )
    street.arrives(2)
    assert str(street.house.ticket().status) == "RELEASED"


def test_a_mail_of_s_nail_opens_a_ticket(build: Build, tmp_path: Path) -> None:
    street = build(FRONT, BEHIND)
    home, port = tmp_path / "anna", street.postfix.port
    clients.s_nail_writes(home, port, author=ANNA, to=HOUSE, subject="Wasser läuft", words=WORDS)
    street.arrives(1)
    assert street.house.ticket().subject == "Wasser läuft"
    assert "der Heizkörper im Bad bleibt kalt." in street.house.entries(1001)[0].text
    assert street.house.relay.wait_for(2, seconds=postfix.PATIENCE)[0].mail_from.endswith(f"@{DOMAIN}")
