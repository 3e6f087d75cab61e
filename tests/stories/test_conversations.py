"""One conversation a ticket and channel, in whatever program somebody reads and answers, whatever a relay rewrites."""

import re
from dataclasses import dataclass, field, replace
from itertools import product
from pathlib import Path

import pytest

from tests.clients import reply_in
from tests.conversations import (
    PROGRAMS,
    Lying,
    as_outlook,
    as_outlook_by_index,
    by_references_and_subjects,
    lying,
    topic_of,
)
from tests.house import (
    ANNA,
    BORDER,
    HANSEN,
    HARBOUR,
    HOUSE,
    KRAUSE,
    MILLER,
    SABINE,
    TIM,
    YILDIZ,
    House,
    secret_of,
)
from tests.neighbours.clients import missing, mutt_threads
from tests.relay import Taken
from tests.servers import absent

MEIER = "auftrag@heizung-meier.example"
WOLF = "info@sanitaer-wolf.example"
TWO_MATTERS = (
    "Hello,\n\nblack mould is growing around the bathroom window.\n\n"
    "Also: how do I get a second key for the front door?\n\nCheers James"
)
PASSED = f"Authentication-Results: {BORDER}; dmarc=pass (p=reject) header.from={{}}\r\n"
BY_SUBJECT = (by_references_and_subjects, as_outlook)
PEOPLE = (ANNA, YILDIZ, MILLER, HANSEN, KRAUSE, SABINE, TIM, MEIER, WOLF)


@dataclass
class Street:
    """A house behind a relay that may write Message-IDs of its own, and everybody's sent mails."""

    house: House
    rewrites: bool = False
    forgets: bool = False  # what leaves Outlook has no References, as behind some Exchange connectors
    sent: dict[str, list[bytes]] = field(default_factory=dict)

    def delivered(self, mail: Taken) -> Taken:
        if not self.rewrites:
            return mail
        own = re.escape(mail.message_id.encode())
        local = mail.message_id.strip("<>").partition("@")[0]
        theirs = f"<{local[::-1]}@relay.provider.example>".encode()
        return replace(
            mail, octets=re.sub(rb"(?im)^(Message-ID: )" + own, rb"\1" + theirs, mail.octets, count=1)
        )

    def inbox(self, address: str) -> list[Taken]:
        return [self.delivered(mail) for mail in self.house.mails_to(address)]

    def mailbox(self, address: str) -> tuple[list[Lying], list[Lying]]:
        """What came, and what was sent from there."""
        ours = [lying(mail.octets) for mail in self.inbox(address)]
        return ours, [lying(octets) for octets in self.sent.get(address, [])]

    def writes(self, author: str, words: str, subject: str, to: str = HOUSE) -> None:
        mail = self.house.writes(author, words, subject=subject, to=to)
        self.sent.setdefault(author, []).append(mail.as_bytes())

    def answers(self, author: str, words: str, *, tag: str, client: str = "outlook", nth: int = -1) -> None:
        """An answer to the last mail (or the nth) that has this in its subject."""
        mail = [m for m in self.inbox(author) if tag in str(m.message["Subject"])][nth]
        to = secret_of(mail)
        octets = reply_in(client, mail.octets, words, from_address=author, from_name="", to=to)
        if self.forgets and b"\nThread-Index:" in octets:
            octets = re.sub(rb"(?m)^(?:In-Reply-To|References): .*\r?\n", b"", octets)
        self.sent.setdefault(author, []).append(octets)
        self.house.receives(
            PASSED.format(author.partition("@")[2]).encode() + octets, mail_from=author, rcpt_to=to
        )


def play(street: Street) -> None:
    """Three weeks of two houses: a radiator with two orders, a lift that everybody hears of, trifles in the evening."""
    house = street.house
    street.writes(ANNA, "Der Heizkörper im Bad wird nicht warm. Bin ab 16 Uhr zuhause.", "Heizung")
    street.answers(ANNA, "Im Flur ist er auch nur lauwarm.", tag="T-1001", client="iphone")
    street.answers(SABINE, "BEAUFTRAGEN Meier max 300 €", tag="T-1001")
    street.answers(
        MEIER, "Zugesagt. Mi 15.10. 8-10 oder Do 16.10. 13-15 Uhr", tag="A-1001-1", client="outlook html"
    )
    street.answers(ANNA, "2", tag="T-1001", client="gmail")
    # Another matter of the same person, under the same words.
    street.writes(ANNA, "Das Fenster in der Küche klemmt.", "Heizung")
    street.answers(SABINE, "Guten Tag Frau Berger,\nwelches Fenster ist es?", tag="T-1002", client="iphone")
    street.answers(ANNA, "Das linke.", tag="T-1002", client="apple mail")
    # Common ground: everybody hears of it, answers, and hears with the house.
    street.writes(ANNA, "Der Aufzug in Haus 14 steht.", "Aufzug")
    house.later(minutes=20)
    street.answers(YILDIZ, "Er steht im dritten Stock, das Licht ist an.", tag="T-1003", client="gmail html")
    street.answers(MILLER, "ME TOO", tag="T-1003", client="outlook english")
    street.answers(SABINE, "Guten Tag Frau Yıldız,\ndanke, das hilft der Firma.", tag="T-1003")
    street.answers(SABINE, "BEAUFTRAGEN Aufzug Nord", tag="T-1003")
    street.writes(ANNA, "Im Treppenhaus Haus 12, 2. OG, brennt eine Lampe nicht.", "Licht")
    street.answers(KRAUSE, "Erledigt", tag="A-1004-1", client="samsung")
    house.later(hours=7)
    street.answers(YILDIZ, "T-1004 ICH AUCH", tag="Das war", client="webmail")
    street.writes(HANSEN, "Der Briefkasten klemmt.", "Briefkasten", to=HARBOUR)
    house.later(hours=14)
    # A list of both, answered line by line.
    street.writes(SABINE, "LISTE", "")
    street.answers(SABINE, "1001 WV 24.10.\n1002 PRIORITÄT hoch", tag="Vorgänge", client="apple mail")
    street.answers(SABINE, "BEAUFTRAGEN Wolf: Bitte auch die Armatur ansehen.", tag="T-1001")
    street.answers(
        WOLF, "Können wir leider nicht übernehmen, sind voll.", tag="A-1001-2", client="thunderbird"
    )
    street.answers(MEIER, "erledigt", tag="A-1001-1", client="gmail")
    street.answers(SABINE, "ERLEDIGT", tag="T-1001")
    street.answers(ANNA, "Leider nein, er tropft noch.", tag="T-1001", client="t-online")
    street.answers(SABINE, "FREIGEBEN", tag="T-1006")
    street.answers(ANNA, "STATUS", tag="T-1001", client="iphone")
    # One mail that becomes two tickets.
    street.writes(MILLER, TWO_MATTERS, "Two questions")
    street.answers(SABINE, "AUFTEILEN", tag="T-1007")
    street.answers(MILLER, "It is growing.", tag="T-1008", client="gmail english")
    street.answers(SABINE, "Dear Mr Miller,\nplease send a photo.", tag="T-1008", client="iphone")
    street.answers(SABINE, "FREIGEBEN", tag="T-1007")


@pytest.fixture(params=["as sent", "Message-IDs rewritten", "Outlook without References"])
def street(house: House, request: pytest.FixtureRequest) -> Street:
    built = Street(house, "rewritten" in request.param, "without" in request.param)
    play(built)
    return built


def conversation(mail: Lying, *, by_subject: bool) -> str:
    """What it should be gathered by: the number in its subject, and whether the house reads along; "" without number.

    A program that knows subjects alone shows the house's news beside the own answers, as both are called the same.
    """
    tag = re.search(r"\[([TA]-[\d-]+)\]", mail.subject)
    return f"{tag[1]} {b'List-Id:' in mail.octets and not by_subject}" if tag else ""


def torn_or_joined(wanted: dict[str, str], threads: list[set[str]]) -> str:
    """Empty if each conversation is one thread, and no thread holds two. Mails without a number may lie anywhere."""
    found = [{wanted.get(i, "") for i in thread} - {""} for thread in threads]
    told = sorted(sorted(thread) for thread in found if thread)
    return "" if told == sorted([one] for one in set(wanted.values()) - {""}) else str(told)


def test_every_conversation_stays_together_and_apart_from_the_others(street: Street) -> None:
    faults = []
    for address, (name, gather), has_sent in product(PEOPLE, PROGRAMS.items(), (False, True)):
        if has_sent and gather is by_references_and_subjects:
            continue  # two own mails that are both called "Heizung" are one to it, whatever we write
        ours, own = street.mailbox(address)
        wanted = {mail.message_id: conversation(mail, by_subject=gather in BY_SUBJECT) for mail in ours}
        if fault := torn_or_joined(wanted, gather([*ours, *own] if has_sent else ours)):
            faults.append((address, name, has_sent, fault))
    assert not faults, "\n".join(map(str, faults))


def test_in_outlook_an_answer_lies_where_the_mail_lies_that_it_answers(street: Street) -> None:
    """What was sent from there as well; by topic it lies with whatever has the same subject."""
    found = 0
    for address in PEOPLE:
        ours, own = street.mailbox(address)
        wanted = {mail.message_id: conversation(mail, by_subject=False) for mail in ours}
        threads = as_outlook_by_index([*ours, *own])
        for answer in (mail for mail in own if len(mail.index) > 27):
            (thread,) = (t for t in threads if answer.message_id in t)
            (conversed,) = {wanted[i] for i in thread if i in wanted}
            assert topic_of(answer.subject).startswith(f"[{conversed.split()[0]}]")
            found += 1
    assert found == 10


@pytest.mark.servers
def test_mutt_shows_the_same_threads(street: Street, tmp_path: Path) -> None:
    if reason := missing("mutt"):
        absent(reason)
    faults = []
    for address in (ANNA, SABINE, YILDIZ, MILLER, MEIER):
        ours, own = street.mailbox(address)
        wanted = {mail.message_id: conversation(mail, by_subject=False) for mail in ours}
        threads = mutt_threads(tmp_path / address, [mail.octets for mail in (*ours, *own)])
        assert set().union(*threads) >= wanted.keys()
        if fault := torn_or_joined(wanted, threads):
            faults.append((address, fault))
    assert not faults, "\n".join(map(str, faults))
