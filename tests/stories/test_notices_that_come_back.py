"""What of a notice to the house comes back, and when: one mail for a morning, one for an hour, never one for each."""

from typing import Any

from hauspost.store import registry
from tests.golden_mails import check_golden
from tests.house import ANNA, MILLER, SABINE, YILDIZ, House, text_of
from tests.relay import Taken
from tests.stories.test_bounces import comes_back
from tests.stories.test_house_notices import BINS, posted, says


def flat(mail: Taken) -> str:
    return " ".join(text_of(mail).split())


def posted_bins(house: House) -> None:
    posted(house, BINS, "Papiertonne")


def of_notice(house: House, address: str) -> Taken:
    return next(m for m in house.mails_to(address) if m.message["Subject"] == "Aushang: Papiertonne")


def named(house: House, words: str) -> list[Taken]:
    return [m for m in house.mails_to(SABINE) if words in text_of(m)]


def all_come_back(house: House, *addresses: str, **said: Any) -> None:
    for address in addresses:
        comes_back(house, house.mails_to(address)[0], **said)


def off(house: House) -> set[str]:
    """The addresses to which nothing goes any more."""
    with house.gateway.database.read() as connection:
        people = [p for a in (MILLER, YILDIZ) for p in registry.persons_by_address(connection, a)]
        return {address for person in people for address in person.undeliverable}


def test_what_comes_back_after_the_report_is_one_mail_of_the_next_morning(house: House) -> None:
    posted_bins(house)
    house.later(hours=2)
    assert "4 Mails zugestellt" in flat(named(house, "AUSHANG ANGEKOMMEN")[0])
    all_come_back(house, MILLER, YILDIZ)
    house.later(hours=3)
    assert not named(house, "NACHTRÄGLICH")
    house.later(hours=16)
    (late,) = named(house, "NACHTRÄGLICH")
    assert "2 Mails" in flat(late)
    assert "James Miller: smtp; 5.1.1 no such mailbox" in flat(late)
    check_golden(house, "notice_back_late")
    house.later(days=1)
    assert len(named(house, "NACHTRÄGLICH")) == 1
    all_come_back(house, ANNA)
    house.later(days=1)
    assert "1 Mail" in flat(named(house, "NACHTRÄGLICH")[-1])
    assert "Miller" not in flat(named(house, "NACHTRÄGLICH")[-1])
    says(house, "ZURÜCKZIEHEN")
    assert house.kinds_to(ANNA) == ["house_notice", "house_back"]


def test_addresses_that_it_switches_off_are_one_alert_of_the_hour_answered_by_number(house: House) -> None:
    posted_bins(house)
    for day in range(3):
        house.later(hours=0 if day == 0 else 24)
        all_come_back(house, MILLER, YILDIZ)
        house.later(minutes=15)
    assert not named(house, "NICHT ERREICHBAR")
    house.later(minutes=15)
    (alert,) = named(house, "NICHT ERREICHBAR")
    assert alert.message["Subject"] == "Nicht erreichbar: 2 Adressen"
    assert "1 James Miller (james.miller@inbox.example)" in flat(alert)
    house.answers(SABINE, alert, "2 ERREICHBAR", auth="pass")
    assert off(house) == {MILLER}


def test_who_writes_before_the_hour_is_over_is_not_called_unreachable(house: House) -> None:
    posted_bins(house)
    for day in range(3):
        house.later(hours=0 if day == 0 else 24)
        all_come_back(house, MILLER, YILDIZ)
    house.writes(MILLER, "The window in my kitchen does not close.", subject="Window")
    assert off(house) == {YILDIZ}
    house.later(minutes=60)
    (alert,) = named(house, "NICHT ERREICHBAR")
    assert alert.message["Subject"] == "Nicht erreichbar: Fatma Yıldız"


def test_one_alone_reads_as_ever(house: House) -> None:
    posted_bins(house)
    for _ in range(3):
        all_come_back(house, MILLER)
        house.later(hours=24)
    (alert,) = named(house, "NICHT ERREICHBAR")
    assert alert.message["Subject"] == "Nicht erreichbar: James Miller"
    house.answers(SABINE, alert, "ERREICHBAR", auth="pass")
    assert off(house) == set()
