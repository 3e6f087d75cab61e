"""A server that lies about its mails costs none of them, and no mail stands before the others for ever."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from structlog.testing import capture_logs

from hauspost.gateway.imap import Poller
from hauspost.gateway.imap_account import Kind, Lost, Trouble
from hauspost.gateway.imap_wire import Wire, refuse_breaks
from tests.house import House
from tests.imap.liar import Liar, lying_server
from tests.imap.mailbox import Mailbox, letter
from tests.relay import eventually


@pytest.fixture
def liar() -> Iterator[Liar]:
    with lying_server() as server:
        yield server


@pytest.fixture
def lied_to(house: House, liar: Liar) -> Mailbox:
    """The account at the liar, begun while its folder was empty."""
    mailbox = Mailbox.at(liar.port, "office", house)
    mailbox.account = replace(mailbox.account, password="plain")  # it knows LOGIN only
    mailbox.begins()
    return mailbox


def test_a_number_that_names_a_second_mail_costs_neither(lied_to: Mailbox, liar: Liar) -> None:
    first, second = letter(number=1), letter(number=2, subject="Licht")
    liar.mails[5] = first
    lied_to.looks()
    liar.mails[5] = second
    lied_to.looks()
    lied_to.decides()
    assert liar.moved == [first, second]
    assert sorted(t.subject for t in lied_to.house.tickets()) == ["Heizung", "Licht"]


def test_a_move_that_does_nothing_takes_no_mail_twice(lied_to: Mailbox, liar: Liar) -> None:
    liar.keeps = True
    liar.mails[5] = letter()
    for _ in range(3):
        lied_to.looks()
    assert len(lied_to.house.arrivals()) == 1


def test_a_mail_that_is_written_anew_each_time_is_the_same_mail(lied_to: Mailbox, liar: Liar) -> None:
    """As servers do that keep no octets: other boundaries and line breaks, the same From, Date and Message-ID."""
    liar.keeps = True
    liar.mails[5] = letter()
    lied_to.looks()
    liar.mails[5] = b"X-Shown: again\r\n" + letter()
    lied_to.looks()
    assert len(lied_to.house.arrivals()) == 1


def test_the_last_mail_below_the_first_number_is_no_new_one(lied_to: Mailbox, liar: Liar) -> None:
    """RFC 3501 §6.4.8: `UID n:*` always holds the last mail."""
    liar.uidnext, liar.mails[3] = "[UIDNEXT 9]", letter()
    fresh = replace(lied_to, account=replace(lied_to.account, name="second"))
    fresh.looks()
    assert fresh.looks() == ()
    assert lied_to.house.arrivals() == []


def test_numbers_that_are_not_there_and_answers_nobody_asked_for_are_passed_over(
    lied_to: Mailbox, liar: Liar
) -> None:
    liar.mails[5] = letter()
    liar.found_besides = "0 17 5 5 4294967295"
    liar.told_besides = b"* 9 FETCH (FLAGS (\\Seen))\r\n* 8 FETCH (UID 99 RFC822.SIZE 12)\r\n* 3 EXPUNGE\r\n"
    assert lied_to.looks() == ()
    assert len(lied_to.house.arrivals()) == 1
    assert liar.moved == [letter()]


def test_a_size_that_is_too_small_is_no_way_around_the_limit(lied_to: Mailbox, liar: Liar) -> None:
    liar.mails[5] = letter("Foto\n" * 30_000)
    liar.sizes[5] = 10
    lied_to.looks()
    assert lied_to.counts == {"too large": 1, "moved": 1}


@pytest.mark.parametrize("uidvalidity", ["", "[UIDVALIDITY 0]", "[UIDVALIDITY x]"])
def test_without_lasting_numbers_nothing_is_taken_and_it_is_told(
    lied_to: Mailbox, liar: Liar, uidvalidity: str
) -> None:
    liar.mails[5] = letter()
    liar.uidvalidity = uidvalidity
    with pytest.raises(Trouble, match=r"no lasting numbers|answer that nobody understands"):
        lied_to.looks()
    assert lied_to.house.arrivals() == []


def test_a_server_that_refuses_to_look_is_told_in_one_sentence(lied_to: Mailbox, liar: Liar) -> None:
    liar.searches = False
    with pytest.raises(Trouble, match=r"refuses to show what lies in the folder .*not now") as told:
        lied_to.looks()
    assert told.value.kind is Kind.SERVER


def test_a_server_that_says_no_next_number_is_served_all_the_same(lied_to: Mailbox, liar: Liar) -> None:
    liar.uidnext, liar.mails[4] = "", letter(number=4)
    fresh = replace(lied_to, account=replace(lied_to.account, name="second"))
    fresh.looks()
    liar.mails[5] = letter(number=5)
    fresh.looks()
    assert liar.moved == [letter(number=5)]


@pytest.mark.parametrize("lie", ["refused", "empty"])
def test_a_mail_that_the_server_does_not_give_out_delays_no_other(
    lied_to: Mailbox, liar: Liar, lie: str
) -> None:
    getattr(liar, lie).add(5)
    liar.mails |= {5: letter(number=5), 6: letter(number=6)}
    (trouble,) = lied_to.looks()
    assert trouble.kind is Kind.ONE_MAIL
    assert "does not give mail 5 out" in trouble.sentence
    assert liar.moved == [letter(number=6)]
    getattr(liar, lie).clear()
    assert lied_to.looks() == ()
    assert len(lied_to.house.arrivals()) == 2


def test_a_mail_at_which_the_line_breaks_comes_last_the_next_time(lied_to: Mailbox, liar: Liar) -> None:
    liar.mails |= {5: letter(number=5), 6: letter(number=6)}
    liar.breaks_at = 5
    with pytest.raises(Lost):
        lied_to.looks()
    assert liar.moved == []
    with pytest.raises(Lost):
        lied_to.looks()
    assert liar.moved == [letter(number=6)]
    liar.breaks_at = 0
    lied_to.looks()
    assert len(lied_to.house.arrivals()) == 2


@pytest.mark.parametrize(
    "words",
    ["a\r\nB LOGOUT", "a\nb", "a\rb", "a\0b", b"a\nb", ["ok", ["a\n"]], {"a": "b\r"}, ("x", {"y\n": 1})],
)
def test_an_argument_that_could_begin_another_command_is_never_sent(words: object) -> None:
    with pytest.raises(ValueError, match="NUL, CR or LF"):
        refuse_breaks(words)


def test_no_command_of_the_wire_goes_around_the_refusal(lied_to: Mailbox, liar: Liar) -> None:
    with lied_to.connected(lied_to.account) as wire:
        assert isinstance(wire, Wire)
        liar.heard.clear()
        for command, arguments in {
            "search": (["HEADER", "Message-ID", "x\r\nA1 DELETE INBOX"],),
            "select_folder": ("INBOX\r\nA1 DELETE INBOX",),
            "move": ([1], "x\r\nA1 DELETE INBOX"),
            "copy": ([1], "x\nA1 DELETE INBOX"),
            "create_folder": ("x\rA1 DELETE INBOX",),
        }.items():
            with pytest.raises(ValueError, match="NUL, CR or LF"):
                wire.do(command, *arguments)
        with pytest.raises(ValueError, match="NUL, CR or LF"):
            wire.append("x\r\nA1 DELETE INBOX", b"octets\r\n")
        assert liar.heard == []


def test_a_trouble_whose_words_change_each_time_is_logged_once(lied_to: Mailbox, liar: Liar) -> None:
    liar.searches = False
    poller = Poller(lied_to.shared, lied_to.account, lied_to.house.gateway.tell_of_account)
    with capture_logs() as logged:
        poller.start()
        try:
            eventually(lambda: poller.counts["troubles"] >= 2)
        finally:
            poller.stop(10)
    assert len({line for line in liar.heard if b"SEARCH" in line}) >= 2
    assert [one["event"] for one in logged].count("fetching is in trouble") == 1


def test_the_done_folder_itself_is_no_folder_to_fetch_from(lied_to: Mailbox, liar: Liar) -> None:
    """As this server names it, whatever its delimiter is."""
    liar.mails[5] = letter()
    with pytest.raises(Trouble) as told:
        lied_to.looks(folder="Hauspost/done")
    assert told.value.kind is Kind.FOLDER
    assert str(told.value) == (
        'the folder "Hauspost/done" is where Hauspost puts what it has fetched; '
        "name the folder in url that mail comes into"
    )
    assert (lied_to.house.arrivals(), liar.moved) == ([], [])
