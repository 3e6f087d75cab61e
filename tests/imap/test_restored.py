"""After a restore each fetched mail that the backup does not know comes in again, and no other; with a real Dovecot."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from hauspost.gateway.imap_round import Round
from hauspost.store import housekeeping, restoring
from hauspost.store.backup import back_up
from tests.house import HARBOUR, HOUSE, SABINE, House, house_on
from tests.imap.mailbox import DONE, OVERSIZE, Mailbox, letter

pytestmark = pytest.mark.servers


@dataclass(slots=True)
class Fallback:
    """A mailbox, and the backup that its house can fall back to."""

    mailbox: Mailbox
    copy: Path

    def restored(self, house: House, *, account: str = "office") -> Mailbox:
        """The same mailbox before the house that the backup was, made safe."""
        mailbox = Mailbox.at(self.mailbox.server, self.mailbox.account.user, house)
        mailbox.account = replace(mailbox.account, name=account)
        at, database = house.now, house.gateway.database
        with database.read() as connection:
            found = restoring.survey(connection, at)
        database.write(partial(restoring.make_safe, found=found, at=at, accounts=(account,)))
        return mailbox

    def backs_up(self) -> None:
        back_up(self.copy.with_name("hauspost.db"), self.copy, at=self.mailbox.house.now)


@pytest.fixture
def fallback(mailbox: Mailbox, tmp_path: Path) -> Fallback:
    return Fallback(mailbox, tmp_path / "copy.db")


@pytest.fixture
def old_house(fallback: Fallback) -> Iterator[House]:
    """The house as the backup has it; a test that asks for it makes the backup before anything is fetched."""
    fallback.backs_up()
    with house_on(f"sqlite:///{fallback.copy}") as built:
        yield built


def opened(mailbox: Mailbox) -> list[str]:
    mailbox.decides()
    return sorted(ticket.subject for ticket in mailbox.house.tickets())


def test_a_backup_from_before_the_first_mail_gets_all_of_them_again(
    fallback: Fallback, old_house: House
) -> None:
    fallback.mailbox.begins()
    fallback.mailbox.comes(letter(number=1), letter(number=2, subject="Licht"))
    fallback.mailbox.looks()
    restored = fallback.restored(old_house)
    assert restored.looks() == ()
    assert opened(restored) == ["Heizung", "Licht"]
    assert len(restored.lying(DONE)) == 2
    restored.looks()
    assert restored.counts == {"taken again": 2}


def test_what_came_meanwhile_is_no_older_mail_to_a_backup_that_does_not_know_the_account(
    fallback: Fallback, old_house: House
) -> None:
    with fallback.mailbox.server.session(fallback.mailbox.account.user) as client:
        client.append(
            "INBOX", letter(number=1, subject="alt"), msg_time=datetime.now(UTC) - timedelta(days=9)
        )
    fallback.mailbox.begins()
    fallback.mailbox.comes(letter(number=2, subject="Licht"))
    fallback.mailbox.looks()
    fallback.mailbox.comes(letter(number=3, subject="Klingel"))
    restored = fallback.restored(old_house)
    restored.looks()
    assert opened(restored) == ["Klingel", "Licht"]
    assert [b"Subject: alt" in octets for octets in restored.lying()] == [True]


def test_only_what_the_backup_does_not_know_comes_again_however_old_it_is(fallback: Fallback) -> None:
    mailbox = fallback.mailbox
    mailbox.begins()
    mailbox.comes(letter(number=1))
    mailbox.looks()
    mailbox.decides()
    mailbox.comes(letter(number=2, subject="Klingel"))
    mailbox.looks()  # and not decided: its id stands nowhere but in its octets
    fallback.backs_up()
    with mailbox.server.session(mailbox.account.user) as client:
        backlog = letter(number=3, subject="Licht")
        client.append("INBOX", backlog, msg_time=datetime.now(UTC) - timedelta(days=5))
    mailbox.looks()
    with house_on(f"sqlite:///{fallback.copy}") as house:
        restored = fallback.restored(house)
        assert restored.looks() == ()
        assert restored.counts == {"taken again": 1}
        assert opened(restored) == ["Heizung", "Klingel", "Licht"]
        assert "duplicate" not in {row.state for row in house.arrivals()}


@pytest.mark.parametrize("since", [None, datetime.now(UTC).date()], ids=["first start", "a later day"])
def test_neither_a_later_day_as_beginning_nor_new_numbers_make_it_too_old(
    fallback: Fallback, old_house: House, since: date | None
) -> None:
    mailbox = fallback.mailbox
    mailbox.begins()
    with mailbox.server.session(mailbox.account.user) as client:
        client.append("INBOX", letter(), msg_time=datetime.now(UTC) - timedelta(days=20))
    mailbox.looks()
    mailbox.server.forgets_numbers(mailbox.account.user)
    restored = fallback.restored(old_house)
    restored.looks(since=since)
    assert opened(restored) == ["Heizung"]


def test_under_another_name_of_the_account_what_is_known_stays_known(fallback: Fallback) -> None:
    fallback.mailbox.begins()
    fallback.mailbox.comes(letter(number=1))
    fallback.mailbox.looks()
    fallback.mailbox.decides()
    fallback.backs_up()
    fallback.mailbox.comes(letter(number=2, subject="Licht"))
    fallback.mailbox.looks()
    with house_on(f"sqlite:///{fallback.copy}") as house:
        restored = fallback.restored(house, account="provider")
        restored.looks()
        assert restored.counts == {"taken again": 1}
        assert opened(restored) == ["Heizung", "Licht"]


def test_the_same_mail_at_another_address_is_not_known(fallback: Fallback) -> None:
    """Two accounts each got their own of it; the backup knows one."""
    fallback.mailbox.begins()
    fallback.mailbox.comes(letter(Delivered_To=HOUSE))
    fallback.mailbox.looks()
    fallback.backs_up()
    fallback.mailbox.comes(letter(Delivered_To=HARBOUR))
    fallback.mailbox.looks()
    with house_on(f"sqlite:///{fallback.copy}") as house:
        restored = fallback.restored(house)
        restored.looks()
        assert restored.rcpt_tos == [HOUSE, HARBOUR]


def test_a_large_mail_is_held_again_by_its_header(fallback: Fallback, old_house: House) -> None:
    fallback.mailbox.begins()
    large = letter("Foto\n" * 30_000)
    fallback.mailbox.comes(large)
    fallback.mailbox.looks()
    restored = fallback.restored(old_house)
    restored.looks()
    restored.decides()
    assert restored.house.verdicts() == [("held", "too_large")]
    assert restored.lying(OVERSIZE) == [large]


def test_spam_that_was_deleted_does_not_come_again(fallback: Fallback) -> None:
    mailbox = fallback.mailbox
    mailbox.begins()
    mailbox.comes(letter("Werbung", to="all@club.example"))
    mailbox.looks()
    mailbox.decides()
    (question,) = mailbox.house.held()
    mailbox.house.later(hours=1)
    mailbox.house.answers(SABINE, mailbox.house.last_to(SABINE), f"H-{question.id} SPAM")
    forgotten = mailbox.house.gateway.database.write(
        lambda c: housekeeping.forget_spam(c, mailbox.house.now + timedelta(days=1))
    )
    assert forgotten == 1
    fallback.backs_up()
    with house_on(f"sqlite:///{fallback.copy}") as house:
        restored = fallback.restored(house)
        restored.looks()
        assert restored.counts == {}
        assert len(restored.lying(DONE)) == 1


def test_a_stop_ends_the_looking_through_and_it_goes_on_afterwards(
    fallback: Fallback, old_house: House
) -> None:
    fallback.mailbox.begins()
    fallback.mailbox.comes(*(letter(number=n, subject=f"Fall {n}") for n in range(1, 5)))
    fallback.mailbox.looks()
    restored = fallback.restored(old_house)
    with restored.connected(restored.account) as wire:
        round_ = Round(
            restored.shared,
            restored.account,
            wire,
            restored.counts,
            restored.tries,
            is_over=lambda: restored.counts["taken again"] == 2,
        )
        round_.run()
    assert len(restored.house.arrivals()) == 2
    restored.looks()
    assert len(restored.house.arrivals()) == 4
    assert opened(restored) == [f"Fall {n}" for n in range(1, 5)]
