"""Mail in a folder becomes arrivals, once, byte-exact, and is moved away afterwards; with a real Dovecot."""

import re
import threading
import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from hauspost.gateway.imap_folders import Folders
from hauspost.gateway.imap_round import Round
from hauspost.store import fetched, octets
from hauspost.threading.addresses import Grammar
from tests.dovecot import Dovecot, Wishes, running_dovecot
from tests.house import (
    ANNA,
    DESK,
    DOMAIN,
    HARBOUR,
    HOUSE,
    SABINE,
    STRANGER,
    House,
    house_on,
    secret_of,
    text_of,
)
from tests.imap.mailbox import DONE, OVERSIZE, Mailbox, kept_out, letter
from tests.sample import load_sample

pytestmark = pytest.mark.servers

REPORTS = Path(__file__).parents[1] / "mails/reports"


def stored(mailbox: Mailbox) -> list[bytes]:
    with mailbox.house.gateway.database.read() as connection:
        return [octets.load(connection, row.digest) for row in mailbox.house.arrivals()]


def fates(mailbox: Mailbox) -> dict[str, int]:
    with mailbox.house.gateway.database.read() as connection:
        return fetched.counts(connection, "office")


# ---- the way of one mail


def test_a_mail_becomes_a_ticket_and_lies_unread_in_the_done_folder(mailbox: Mailbox) -> None:
    mailbox.begins()
    mail = letter()
    mailbox.comes(mail)
    assert mailbox.looks() == ()
    assert stored(mailbox) == [mail]
    assert (mailbox.lying(), mailbox.lying(DONE)) == ([], [mail])
    assert b"\\Seen" not in mailbox.flags(DONE)[0]
    mailbox.decides()
    assert mailbox.house.ticket().subject == "Heizung"
    assert mailbox.house.kinds_to(ANNA) == ["acknowledgement"]
    (row,) = mailbox.house.arrivals()
    assert (row.via, row.source, row.rcpt_to, row.state) == ("imap", "office", HOUSE, "done")


def test_a_second_look_finds_nothing_new(mailbox: Mailbox) -> None:
    mailbox.begins()
    mailbox.comes(letter())
    mailbox.looks()
    mailbox.looks()
    assert len(mailbox.house.arrivals()) == 1
    assert mailbox.counts == {"taken": 1, "moved": 1}


def test_what_lay_there_before_the_first_start_is_left_alone(mailbox: Mailbox) -> None:
    mailbox.comes(letter(number=1), letter(number=2))
    mailbox.begins()
    mailbox.comes(letter(number=3))
    mailbox.looks()
    assert len(mailbox.lying()) == 2
    assert mailbox.rcpt_tos == [HOUSE]


def test_a_day_as_beginning_takes_what_came_since(mailbox: Mailbox) -> None:
    today = datetime.now(UTC).astimezone(mailbox.shared.zone)
    with mailbox.server.session(mailbox.account.user) as client:
        for days, number in ((3, 1), (1, 2), (0, 3)):
            client.append("INBOX", letter(number=number), msg_time=today - timedelta(days=days))
    mailbox.looks(since=(today - timedelta(days=1)).date())
    assert [b"<letter-1@" in octets for octets in mailbox.lying()] == [True]
    assert len(mailbox.house.arrivals()) == 2


def test_a_mail_that_a_person_has_read_is_taken_all_the_same(mailbox: Mailbox) -> None:
    mailbox.begins()
    mailbox.comes(letter())
    with mailbox.server.session(mailbox.account.user) as client:
        client.select_folder("INBOX")
        client.add_flags(client.search("ALL"), [b"\\Seen", b"\\Flagged"])
    mailbox.looks()
    mailbox.decides()
    assert mailbox.house.ticket().subject == "Heizung"
    assert set(mailbox.flags(DONE)[0]) >= {b"\\Seen", b"\\Flagged"}


def test_an_answer_reaches_its_ticket(mailbox: Mailbox) -> None:
    mailbox.begins()
    mailbox.comes(letter())
    mailbox.looks()
    mailbox.decides()
    to = secret_of(mailbox.house.last_to(ANNA))
    mailbox.comes(letter("Jetzt tropft es auch.", to=to, number=2))
    mailbox.looks()
    mailbox.decides()
    assert "Jetzt tropft es auch." in mailbox.house.entries(mailbox.house.ticket().number)[-1].text


# ---- numbers that change


def test_a_new_uidvalidity_loses_nothing_and_doubles_nothing(mailbox: Mailbox) -> None:
    mailbox.comes(letter(number=1, subject="alt"))
    with mailbox.server.session(mailbox.account.user) as client:
        client.select_folder("INBOX")
        client.delete_messages(client.search("ALL"))
        client.expunge()
        client.append("INBOX", letter(number=1), msg_time=datetime.now(UTC) - timedelta(hours=1))
    mailbox.begins()
    mailbox.comes(letter(number=2))
    unmoved = mailbox.server.maildir(mailbox.account.user) / ".Hauspost.done"
    with kept_out(mailbox):
        mailbox.looks()
    mailbox.comes(letter("Das Licht flackert.", number=3, subject="Licht"))
    mailbox.server.forgets_numbers(mailbox.account.user)
    mailbox.looks()
    mailbox.decides()
    assert unmoved.is_dir()
    assert [b"<letter-1@" in octets for octets in mailbox.lying()] == [True], "older than the first start"
    assert sorted(row.state for row in mailbox.house.arrivals()) == ["done", "done", "duplicate"]
    assert len(mailbox.house.tickets()) == 2


def test_a_done_folder_that_cannot_be_written_costs_no_mail_and_is_told(mailbox: Mailbox) -> None:
    mailbox.begins()
    mailbox.comes(letter(number=1), letter(number=2, subject="Licht"))
    with kept_out(mailbox):
        (trouble,) = mailbox.looks()
        assert trouble.sentence.startswith('mails cannot be moved to the folder "Hauspost.done" (')
        assert "until then mails are taken and stay where they lie" in trouble.mend
        assert len(mailbox.lying()) == 2
        mailbox.looks()
    mailbox.decides()
    assert len(mailbox.house.tickets()) == 2
    assert mailbox.looks() == ()
    assert (len(mailbox.lying()), len(mailbox.lying(DONE))) == (0, 2)
    assert len(mailbox.house.arrivals()) == 2


# ---- two pollers


@pytest.fixture(params=["sqlite", "postgresql"])
def two_nodes(request: pytest.FixtureRequest, imap_server: Dovecot) -> Iterator[Mailbox]:
    url = request.getfixturevalue(f"{request.param}_url")
    load_sample(url)
    with house_on(url) as house:
        yield Mailbox.at(imap_server, f"user{uuid.uuid4().hex}", house)


def test_two_pollers_take_each_mail_once(two_nodes: Mailbox) -> None:
    mailbox = two_nodes
    mailbox.begins()
    mailbox.comes(*(letter(number=n, subject=f"Fall {n}") for n in range(1, 31)))
    gate = threading.Barrier(2)

    def poll(worker: str) -> None:
        own = replace_worker(mailbox, worker)
        with own.connected(own.account) as wire:
            gate.wait(20)
            own.looks(wire)

    threads = [threading.Thread(target=poll, args=(name,)) for name in ("one", "other")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(row.digest for row in mailbox.house.arrivals()) == sorted(
        {row.digest for row in mailbox.house.arrivals()}
    )
    assert len(mailbox.house.arrivals()) == 30
    mailbox.house.now += timedelta(
        minutes=3
    )  # where the two came in each other's way, the move waits for the lease
    mailbox.looks()
    assert (len(mailbox.lying()), len(mailbox.lying(DONE))) == (0, 30)


def replace_worker(mailbox: Mailbox, worker: str) -> Mailbox:
    return replace(mailbox, shared=replace(mailbox.shared, worker=worker))


def test_what_a_live_node_took_is_left_to_it_for_two_minutes(
    postgresql_url: str, imap_server: Dovecot
) -> None:
    load_sample(postgresql_url)
    with house_on(postgresql_url) as house:
        mailbox = Mailbox.at(imap_server, f"user{uuid.uuid4().hex}", house)
        mailbox.begins()
        mailbox.comes(letter())
        with kept_out(mailbox):
            replace_worker(mailbox, "other").looks()
        mailbox.looks()
        assert len(mailbox.lying()) == 1
        past = text("UPDATE imap_mails SET at = at - interval '3 minutes'")  # of the database's clock
        house.gateway.database.write(lambda connection: connection.execute(past))
        mailbox.looks()
        assert (len(mailbox.lying()), len(mailbox.lying(DONE))) == (0, 1)
        assert len(house.arrivals()) == 1


# ---- servers that can do less


@pytest.fixture(params=["IMAP4rev1 IDLE UIDPLUS", "IMAP4rev1"], ids=["uidplus", "bare"])
def poor(request: pytest.FixtureRequest, needs_dovecot: None, house: House) -> Iterator[Mailbox]:
    with running_dovecot(Wishes(capability=request.param)) as server:
        yield Mailbox.at(server, "office", house)


def test_without_move_a_mail_is_copied_marked_and_expunged(poor: Mailbox) -> None:
    poor.begins()
    mail = letter()
    poor.comes(mail)
    assert poor.looks() == ()
    assert (poor.lying(), poor.lying(DONE)) == ([], [mail])
    assert b"\\Deleted" not in poor.flags(DONE)[0]


def test_without_move_a_mark_that_stands_already_makes_no_second_copy(poor: Mailbox) -> None:
    poor.begins()
    poor.comes(letter())
    with kept_out(poor):
        poor.looks()
    with poor.server.session("office") as client:
        client.select_folder("INBOX")
        client.copy(client.search("ALL"), DONE)
        client.add_flags(client.search("ALL"), [b"\\Deleted"])
    poor.looks()
    assert (len(poor.lying()), len(poor.lying(DONE))) == (0, 1)


def test_a_person_s_own_marks_are_not_expunged_along(poor: Mailbox) -> None:
    poor.comes(letter(number=1, subject="alt"))
    poor.begins()
    with poor.server.session("office") as client:
        client.select_folder("INBOX")
        client.add_flags(client.search("ALL"), [b"\\Deleted"])
    poor.comes(letter(number=2))
    poor.looks()
    assert b"<letter-1@" in b"".join(poor.lying())
    assert len(poor.lying(DONE)) == 1
    poor.looks()
    assert len(poor.lying(DONE)) == 1


# ---- large mails


def test_a_mail_over_the_limit_is_held_by_its_header_and_lies_in_a_folder_of_its_own(
    mailbox: Mailbox,
) -> None:
    mailbox.begins()
    large = letter("Foto\n" * 30_000)
    mailbox.comes(large, letter(number=2, subject="Licht"))
    assert mailbox.looks() == ()
    assert (mailbox.lying(), mailbox.lying(OVERSIZE)) == ([], [large])
    header = large[: large.index(b"\r\n\r\n") + 4]
    assert stored(mailbox)[0] == header
    mailbox.decides()
    assert mailbox.house.verdicts() == [("held", "too_large"), ("done", "opened")]
    assert mailbox.counts == {"too large": 1, "taken": 1, "moved": 2}
    mailbox.house.later(hours=1)
    held_list = next(m for m in mailbox.house.mails_to(SABINE) if "zu groß" in text_of(m))
    assert "es liegt im Postfach, Ordner Hauspost" in " ".join(text_of(held_list).split())
    mailbox.looks()
    assert len(mailbox.house.arrivals()) == 2


def test_a_manager_opens_a_ticket_for_a_mail_of_which_only_the_header_came(mailbox: Mailbox) -> None:
    mailbox.begins()
    mailbox.comes(letter("Foto\n" * 30_000, subject="Wasserschaden"))
    mailbox.looks()
    mailbox.decides()
    (question,) = mailbox.house.held()
    mailbox.house.answers(SABINE, mailbox.house.last_to(SABINE), f"H-{question.id} OK")
    assert mailbox.house.ticket().subject == "Wasserschaden"
    assert mailbox.house.verdicts()[0] == ("done", "opened")
    assert mailbox.house.held() == []


def test_a_stop_is_heard_between_two_mails(mailbox: Mailbox) -> None:
    mailbox.begins()
    mailbox.comes(*(letter(number=n) for n in range(1, 6)))
    with mailbox.connected(mailbox.account) as wire:
        Round(
            mailbox.shared,
            mailbox.account,
            wire,
            mailbox.counts,
            mailbox.tries,
            is_over=lambda: mailbox.counts["moved"] == 2,
        ).run()
    assert (len(mailbox.lying()), len(mailbox.lying(DONE))) == (3, 2)


def test_without_room_on_the_disk_nothing_is_fetched_and_it_goes_on_by_itself(mailbox: Mailbox) -> None:
    mailbox.begins()
    mailbox.comes(letter(number=1), letter(number=2))
    full = replace(mailbox, shared=replace(mailbox.shared, room=lambda _size: False))
    (trouble,) = full.looks()
    assert trouble.sentence == "the disk is nearly full, so no mail is fetched"
    assert (len(mailbox.lying()), mailbox.house.arrivals()) == (2, [])
    assert mailbox.looks() == ()
    assert len(mailbox.house.arrivals()) == 2


# ---- for whom it is


def test_a_mail_that_names_no_address_of_ours_is_held_for_the_managers(mailbox: Mailbox) -> None:
    mailbox.begins()
    mailbox.comes(letter(to=""), letter(to="all@club.example", number=2))
    mailbox.looks()
    assert mailbox.rcpt_tos == [DESK, DESK]
    mailbox.decides()
    assert mailbox.house.verdicts() == [("held", "no_recipient")] * 2
    assert mailbox.house.tickets() == []


def test_an_answer_that_names_no_address_of_ours_is_heard_where_it_belongs(mailbox: Mailbox) -> None:
    mailbox.begins()
    mailbox.comes(letter())
    mailbox.looks()
    mailbox.decides()
    answered = str(mailbox.house.last_to(ANNA).message["Message-ID"])
    mailbox.comes(letter("Es tropft auch.", to="", number=2, In_Reply_To=answered))
    mailbox.looks()
    mailbox.decides()
    assert [row.state for row in mailbox.house.arrivals()] == ["done", "done"]
    assert "Es tropft auch." in mailbox.house.entries(mailbox.house.ticket().number)[-1].text


def test_several_addresses_of_ours_in_one_mail_are_one_arrival_each(mailbox: Mailbox) -> None:
    mailbox.begins()
    mailbox.comes(letter(to=f"{HOUSE}, {HARBOUR}"))
    mailbox.looks()
    assert mailbox.rcpt_tos == [HOUSE, HARBOUR]
    assert (len(mailbox.lying()), len(mailbox.lying(DONE))) == (0, 1)


def test_the_server_s_note_of_delivery_goes_before_what_the_author_wrote(mailbox: Mailbox) -> None:
    mailbox.begins()
    mailbox.comes(letter(to=HARBOUR, Delivered_To=HOUSE))
    mailbox.looks()
    assert mailbox.rcpt_tos == [HOUSE]


def test_with_one_account_for_all_the_words_behind_the_plus_say_where(mailbox: Mailbox) -> None:
    grammar = Grammar(DOMAIN, DOMAIN, base="tickets")
    mailbox.shared = replace(mailbox.shared, grammar=grammar)
    mailbox.begins()
    mailbox.comes(
        letter(to=f"tickets+lindenweg12@{DOMAIN}", Delivered_To=f"tickets@{DOMAIN}"),
        letter(to="", Delivered_To=f"tickets+hafenstr5@{DOMAIN}", number=2),
        letter(to=f"tickets@{DOMAIN}", number=3),
    )
    mailbox.looks()
    assert mailbox.rcpt_tos == [
        f"tickets+lindenweg12@{DOMAIN}",
        f"tickets+hafenstr5@{DOMAIN}",
        f"tickets@{DOMAIN}",
    ]


def test_residents_only_leaves_other_people_s_mail_unread(mailbox: Mailbox) -> None:
    mailbox.begins()
    mailbox.comes(letter())
    mailbox.looks(takes_all=False)
    mailbox.decides()
    answer = mailbox.house.last_to(ANNA)
    mailbox.comes(
        letter("Werbung", author=STRANGER, number=2),
        letter("ja", author=STRANGER, to=secret_of(answer), number=3),
        letter(
            "ja", author=STRANGER, to="x@y.example", number=4, In_Reply_To=str(answer.message["Message-ID"])
        ),
        letter("Guten Tag", number=5),
    )
    mailbox.looks(takes_all=False)
    assert [b"Werbung" in octets for octets in mailbox.lying()] == [True]
    assert mailbox.flags()[0] == () or b"\\Seen" not in mailbox.flags()[0]
    assert len(mailbox.house.arrivals()) == 4
    mailbox.looks(takes_all=False)
    assert fates(mailbox) == {"taken": 4, "left": 1}
    assert mailbox.counts["left unread"] == 1


def report_about(message_id: str, *, to: str) -> bytes:
    """As Postfix writes it."""
    octets = (REPORTS / "postfix_could_not_deliver.eml").read_bytes().replace(b"\n", b"\r\n")
    header = octets.partition(b"\r\n\r\n")[0]
    (address,) = re.findall(rb"^To: (.*?)\r$", header, re.MULTILINE)
    octets = octets.replace(address, to.encode())
    return re.sub(rb"(?m)^Message-ID: <.*>", b"Message-ID: " + message_id.encode(), octets)


@pytest.mark.parametrize("is_verp", [True, False], ids=["to our return path", "to the account"])
def test_residents_only_fetches_what_comes_back_of_ours_and_leaves_what_comes_back_of_others(
    mailbox: Mailbox, is_verp: bool
) -> None:
    mailbox.begins()
    mailbox.comes(letter())
    mailbox.looks(takes_all=False)
    mailbox.decides()
    ours = mailbox.house.last_to(ANNA)
    to = ours.mail_from if is_verp else "office@provider.example"
    mailbox.comes(
        report_about(str(ours.message["Message-ID"]), to=to),
        report_about("<theirs@provider.example>", to="office@provider.example"),
    )
    mailbox.looks(takes_all=False)
    mailbox.decides()
    assert [b"<theirs@provider.example>" in octets for octets in mailbox.lying()] == [True]
    assert mailbox.flags()[0] == () or b"\\Seen" not in mailbox.flags()[0]
    assert mailbox.house.verdicts() == [("done", "opened"), ("done", "bounce")]


def test_the_done_folder_lies_where_this_server_wants_it(mailbox: Mailbox) -> None:
    with mailbox.connected(mailbox.account) as wire:
        folders = Folders(mailbox.account, wire)
        assert (folders.folder("done"), folders.folder("done")) == (DONE, DONE)
    with mailbox.server.session(mailbox.account.user) as client:
        assert [name for _, _, name in client.list_sub_folders()] == [DONE]
