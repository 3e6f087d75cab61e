import os
import signal
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from enum import Enum

import pytest

from hauspost.gateway.parser_process import BOMB, receive, send, told
from hauspost.gateway.sandbox import ParserDied, Sandbox
from hauspost.parsers.mail import parse_mail


def mail(name: str) -> bytes:
    return (
        f"From: Anna Berger <anna.berger@post.example>\r\nMessage-ID: <{name}@post.example>\r\n"
        f"Date: Mon, 13 Oct 2025 08:02:00 +0200\r\nSubject: {name}\r\n\r\nDie Heizung ist kalt, sagt {name}.\r\n"
    ).encode()


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(1) as pool:
        yield pool


@pytest.fixture
def bomb(monkeypatch: pytest.MonkeyPatch) -> "type[_Bomb]":
    _Bomb.monkeypatch = monkeypatch
    return _Bomb


class _Bomb:
    monkeypatch: pytest.MonkeyPatch

    @classmethod
    def set(cls, kind: str) -> None:
        cls.monkeypatch.setenv(BOMB, f"{kind}:bomb@post.example")


def test_a_worker_gives_the_same_value_as_the_parser_itself(sandbox: Sandbox) -> None:
    octets = mail("anna")
    expected = parse_mail(octets, authserv_id="mx.house.example", trusted=True)
    assert sandbox.parse(octets, authserv_id="mx.house.example", trusted=True) == expected


def test_a_worker_is_ready_at_once(sandbox: Sandbox) -> None:
    began = time.monotonic()
    sandbox.parse(mail("first"))
    assert time.monotonic() - began < 30  # 0.1 s on an idle machine; room for a loaded one


def test_a_mail_that_kills_its_worker_is_reported_and_the_next_one_gets_a_new_worker(
    sandbox: Sandbox, bomb: type[_Bomb]
) -> None:
    bomb.set("kill")
    assert sandbox.parse(mail("before")).subject == "before"
    with pytest.raises(ParserDied, match="signal 9"):
        sandbox.parse(mail("bomb"))
    assert sandbox.parse(mail("after")).subject == "after"


def test_a_mail_that_eats_memory_meets_the_limit(sandbox: Sandbox, bomb: type[_Bomb]) -> None:
    bomb.set("memory")
    with pytest.raises(ParserDied, match="512 MiB"):
        sandbox.parse(mail("bomb"))
    assert sandbox.parse(mail("after")).subject == "after"


def test_a_mail_that_never_ends_is_ended_after_two_seconds_of_processor_time(
    sandbox: Sandbox, bomb: type[_Bomb]
) -> None:
    bomb.set("loop")
    with pytest.raises(ParserDied, match="processor time"):
        sandbox.parse(mail("bomb"))


def test_a_worker_that_does_not_answer_is_killed_at_the_deadline(bomb: type[_Bomb]) -> None:
    bomb.set("loop")
    with Sandbox(1, wall=1.0) as pool:
        with pytest.raises(ParserDied, match="no answer within 1 s"):
            pool.parse(mail("bomb"))
        assert pool.parse(mail("after")).subject == "after"


def test_a_worker_that_died_between_two_mails_costs_no_mail_an_attempt(sandbox: Sandbox) -> None:
    sandbox.parse(mail("before"))
    for worker in list(sandbox._alive):
        os.kill(worker._process.pid, signal.SIGKILL)
    assert sandbox.parse(mail("after")).subject == "after"


def test_a_worker_killed_in_the_midst_loses_only_its_own_mail(bomb: type[_Bomb]) -> None:
    bomb.set("loop")
    with Sandbox(2) as pool, ThreadPoolExecutor(1) as threads:
        slow = threads.submit(pool.parse, mail("bomb"))
        _wait_for(lambda: len(pool._alive) == 1)
        (victim,) = list(pool._alive)
        _wait_for(lambda: slow.running())
        neighbours = [pool.parse(mail(f"neighbour-{number}")).subject for number in range(20)]
        os.kill(victim._process.pid, signal.SIGKILL)
        with pytest.raises(ParserDied):
            slow.result(timeout=60)
        assert neighbours == [f"neighbour-{number}" for number in range(20)]
        assert pool.parse(mail("after")).subject == "after"


def test_four_threads_share_two_workers_and_each_gets_its_own_mail_back() -> None:
    def asks(thread: int) -> list[str]:
        return [pool.parse(mail(f"t{thread}-{number}")).message_id for number in range(60)]

    with Sandbox(2) as pool, ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(asks, range(4)))
        assert len(pool._alive) <= 2
    for thread, found in enumerate(answers):
        assert found == [f"t{thread}-{number}@post.example" for number in range(60)]


def test_a_closed_pool_leaves_no_process_behind_and_parses_nothing() -> None:
    pool = Sandbox(1)
    pool.parse(mail("anna"))
    (worker,) = list(pool._alive)
    pool.close()
    assert worker._process.poll() is not None
    with pytest.raises(ParserDied, match="closed"):
        pool.parse(mail("late"))


def test_passwords_in_the_environment_do_not_reach_a_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    from hauspost.gateway import sandbox as module

    monkeypatch.setenv("HAUSPOST_RELAY_PASSWORD", "secret")
    assert "secret" not in " ".join(module._environment().values())


def test_an_answer_that_would_build_anything_but_a_parsed_value_is_refused() -> None:
    import io
    import pickle

    from hauspost.gateway.parser_process import _Values

    with pytest.raises(pickle.UnpicklingError):
        _Values(io.BytesIO(pickle.dumps(threading.Thread))).load()


def _wait_for(condition: object) -> None:
    assert callable(condition)
    until = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.02)


def test_a_python_that_pickles_enumerations_by_getattr_gives_the_same_value(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As 3.11.2 does, the Python of Debian 12: whoever let `getattr` through would let everything through."""

    def by_name(member: Enum, protocol: int) -> object:
        return getattr, (type(member), member.name)

    monkeypatch.setattr(Enum, "__reduce_ex__", by_name)
    answer = ("done", parse_mail(b"From: a@b.example\r\n\r\nhello\r\n"))
    ours, theirs = socket.socketpair()
    with ours, theirs:
        send(theirs, told(answer), until=None)
        assert receive(ours, until=None) == answer
