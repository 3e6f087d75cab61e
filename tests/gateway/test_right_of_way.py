"""A mail that is being decided goes before mails to a crowd, and post without end stops no crowd."""

import threading
import time

import pytest

from hauspost.desk.notices import NoticeKind
from hauspost.desk.welcoming import Welcome
from hauspost.gateway.forming import PAGE
from hauspost.gateway.right_of_way import RightOfWay
from hauspost.store.database import StoreFailed
from tests.relay import ListeningRelay, eventually
from tests.wayout import ANNA, House

CROWD = 3 * PAGE
NEVER = 600.0  # seconds: longer than any test


@pytest.fixture
def crowded(house: House) -> House:
    for number in range(CROWD):
        house.owes(Welcome(), event=f"welcome-{number}", with_ticket=False)
    return house


def test_nobody_waits_where_nothing_is_decided() -> None:
    RightOfWay().give(NEVER)


def test_whoever_gives_way_goes_on_when_the_last_one_is_decided() -> None:
    way = RightOfWay()
    waiting = threading.Thread(target=way.give, args=(NEVER,), daemon=True)
    with way.taken():
        with way.taken():
            waiting.start()
        waiting.join(0.1)
        assert waiting.is_alive()
    waiting.join(NEVER)
    assert not waiting.is_alive()


def test_the_way_is_free_again_though_a_decision_failed() -> None:
    way = RightOfWay()
    with pytest.raises(RuntimeError), way.taken():
        raise RuntimeError
    way.give(NEVER)


def test_no_one_waits_longer_than_they_said() -> None:
    way, began = RightOfWay(), time.monotonic()
    with way.taken():
        way.give(0.1)
    assert time.monotonic() - began >= 0.1


def test_a_crowd_waits_for_the_decision_and_a_private_mail_does_not_wait_for_the_crowd(
    crowded: House, server: ListeningRelay, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("COURTESY", "POLL"):
        monkeypatch.setattr(f"hauspost.gateway.dispatch.{name}", NEVER)
    crowded.writes_to_anna()
    way = RightOfWay()
    dispatch = crowded.dispatch(server.url, way=way)
    with way.taken():
        dispatch.start()
        dispatch.wake()
        eventually(lambda: NoticeKind.MESSAGE in [row.kind for row in crowded.mails() if row.state == "sent"])
        eventually(lambda: len(crowded.mails()) == 2 * PAGE)
        time.sleep(0.3)
        assert len(crowded.mails()) == 2 * PAGE, "the crowd went on while a mail was decided"
    server.wait_for(CROWD + 1)
    assert {mail.rcpt_to for mail in server.mails} == {ANNA}


def test_post_without_end_stops_no_crowd(
    crowded: House, server: ListeningRelay, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hauspost.gateway.dispatch.COURTESY", 0.05)
    way = RightOfWay()
    dispatch = crowded.dispatch(server.url, way=way)
    with way.taken():
        dispatch.start()
        dispatch.wake()
        server.wait_for(CROWD)


def test_what_was_formed_before_the_database_refused_is_counted_and_leaves(
    crowded: House, server: ListeningRelay, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hauspost.gateway.dispatch.POLL", NEVER)
    signed = 0

    def refused(mail: bytes) -> bytes:
        nonlocal signed
        signed += 1
        if signed > PAGE:
            raise StoreFailed("disk I/O error")
        return mail

    dispatch = crowded.dispatch(server.url, sign=refused)
    dispatch.start()
    server.wait_for(PAGE)
    assert dispatch.counts()["formed"] == PAGE


def test_whoever_stops_amid_a_crowd_waits_for_the_page_at_hand_alone(
    crowded: House, server: ListeningRelay
) -> None:
    stoppers: list[threading.Thread] = []

    def signed(mail: bytes) -> bytes:
        if not stoppers:
            stoppers.append(threading.Thread(target=dispatch.stop, args=(NEVER,)))
            stoppers[0].start()
            assert dispatch._stopping.wait(NEVER)
        return mail

    dispatch = crowded.dispatch(server.url, sign=signed)
    dispatch.start()
    eventually(lambda: stoppers)
    stoppers[0].join(NEVER)
    assert dispatch.counts()["formed"] == len(crowded.mails()) == PAGE
