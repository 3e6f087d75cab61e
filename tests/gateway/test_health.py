"""Knows what /healthz and /metrics say over a real socket, in health and in sickness."""

import asyncio
import contextlib
import threading
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial

from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import insert

from hauspost.desk.houses import PropertyId
from hauspost.gateway import health
from hauspost.gateway.health import Health
from hauspost.gateway.incoming import Tcp
from hauspost.gateway.relay_state import RelayView
from hauspost.gateway.vitals import Fetching, Sources
from hauspost.store import arrivals, figures, mails, octets, schema
from hauspost.store.database import Database, StoreFailed
from hauspost.store.figures import Queues
from hauspost.store.migrate import migrate

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
QUIET = Queues({"done": 3}, {"sent": 4}, {"OPEN": 1}, 0, 0.0, 0.0, 0.0, False)
GIB = 1024**3


def sources(
    queues: Callable[[], Queues], *, free: int = GIB, counts: Mapping[str, Mapping[str, int]] | None = None
) -> Sources:
    return Sources(queues, lambda: free, lambda: counts or {}, lambda: {"smtp 127.0.0.1:8025": 2})


@asynccontextmanager
async def listening(given: Sources) -> AsyncIterator[Tcp]:
    door = Health(Tcp("127.0.0.1", 0), given)
    place = await door.start()
    try:
        yield place
    finally:
        await door.stop()


async def said(place: Tcp, octets_: bytes) -> str:
    reader, writer = await asyncio.open_connection(place.host, place.port)
    writer.write(octets_)
    with contextlib.suppress(ConnectionError):
        await writer.drain()
    answer = await reader.read()
    writer.close()
    with contextlib.suppress(ConnectionError):
        await writer.wait_closed()
    return answer.decode()


def ask(given: Sources, octets_: bytes) -> str:
    async def talk() -> str:
        async with listening(given) as place:
            return await said(place, octets_)

    return asyncio.run(talk())


def get(given: Sources, path: str) -> str:
    return ask(given, f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())


def test_a_healthy_gateway_says_ok() -> None:
    answer = get(sources(lambda: QUIET), "/healthz")
    assert answer.startswith("HTTP/1.1 200 ")
    assert answer.endswith("\r\n\r\nok\n")


def test_an_account_in_trouble_is_a_sickness_after_ten_minutes_and_counted_at_once() -> None:
    accounts = {
        "office": Fetching({"taken": 3}),
        "second": Fetching({}, "imap.example:993 refuses the login (no)", 720.0),
        "third": Fetching({}, "the folder is gone", 60.0),
    }
    given = replace(sources(lambda: QUIET), accounts=lambda: accounts)
    answer = get(given, "/healthz")
    assert answer.startswith("HTTP/1.1 503 ")
    assert answer.endswith("\r\n\r\nimap second: imap.example:993 refuses the login (no), for 12 min\n")
    exposed = get(given, "/metrics")
    assert 'hauspost_imap_up{account="office"} 1.0' in exposed
    assert 'hauspost_imap_up{account="third"} 0.0' in exposed
    assert 'hauspost_imap_events_total{account="office",event="taken"} 3.0' in exposed


def test_each_sickness_is_named() -> None:
    slow = replace(QUIET, oldest_arrival=3600.0, oldest_mail=7200.0)
    answer = get(sources(lambda: slow, free=1024), "/healthz")
    assert answer.startswith("HTTP/1.1 503 ")
    assert "disk low: 0 MiB free, 256 MiB wanted" in answer
    assert "oldest arrival has waited 60 min" in answer
    assert "oldest mail has waited 120 min" in answer


def test_paused_is_shown_but_not_sick() -> None:
    paused = replace(QUIET, oldest_mail=7200.0, is_paused=True)
    answer = get(sources(lambda: paused), "/healthz")
    assert answer.startswith("HTTP/1.1 200 ")
    assert "sending is paused" in answer


def test_a_database_out_of_reach_is_sick_and_still_has_metrics() -> None:
    def gone() -> Queues:
        raise StoreFailed("gone")

    assert "database out of reach" in get(sources(gone), "/healthz")
    answer = get(sources(gone), "/metrics")
    assert answer.startswith("HTTP/1.1 200 ")
    assert "hauspost_database_up 0.0" in answer


def test_a_database_that_hangs_is_asked_once_and_keeps_nobody_waiting() -> None:
    asked = []
    over = threading.Event()

    def hangs() -> Queues:
        asked.append(1)
        over.wait(10)
        return QUIET

    async def talk() -> list[str]:
        before, health.SECONDS = health.SECONDS, 0.2
        try:
            async with listening(sources(hangs)) as place:
                request = b"GET /healthz HTTP/1.0\r\n\r\n"
                return await asyncio.gather(*(said(place, request) for _ in range(3)))
        finally:
            health.SECONDS = before
            over.set()

    for answer in asyncio.run(talk()):
        assert "database out of reach" in answer
    assert len(asked) == 1


def test_metrics_can_be_read_by_prometheus() -> None:
    counts = {"smtp": {"accepted mails": 5, "refused mails": 1}, "lmtp": {"accepted mails": 2}}
    beating = replace(QUIET, heartbeat_sent=60.0)
    given = replace(
        sources(lambda: beating, counts=counts),
        relay=lambda: RelayView(3, 5.0),
        certificate_seconds=lambda: 1000.0,
    )
    answer = get(given, "/metrics")
    body = answer.partition("\r\n\r\n")[2]
    found = {
        (sample.name, *sorted(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(body)
        for sample in family.samples
    }
    assert found["hauspost_accepted_mails_total",] == 7
    assert found["hauspost_arrivals", "done"] == 3
    assert found["hauspost_mails", "sent"] == 4
    assert found["hauspost_notices_owed",] == 0
    assert found["hauspost_listener_events_total", "refused mails", "smtp"] == 1
    assert found["hauspost_listener_connections", "smtp 127.0.0.1:8025"] == 2
    assert found["hauspost_trouble", "disk"] == 0
    assert found["hauspost_heartbeat_sent_age_seconds",] == 60
    assert ("hauspost_heartbeat_returned_age_seconds",) not in found
    assert found["hauspost_relay_failures",] == 3
    assert found["hauspost_certificate_seconds",] == 1000


def test_what_wakes_nobody_is_said_beside_ok() -> None:
    waits = replace(QUIET, arrivals={"quarantined": 2})
    answer = get(sources(lambda: waits), "/healthz")
    assert answer.startswith("HTTP/1.1 200 ")
    assert answer.endswith("ok\n2 in quarantine\n")


def test_nothing_but_get_and_nothing_long_or_malformed_is_served() -> None:
    well = sources(lambda: QUIET)
    assert "405" in ask(well, b"POST /healthz HTTP/1.1\r\n\r\n").splitlines()[0]
    assert "404" in ask(well, b"GET /tickets HTTP/1.1\r\n\r\n").splitlines()[0]
    assert "400" in ask(well, b"HELO there\r\n\r\n").splitlines()[0]
    assert "431" in ask(well, b"GET /healthz HTTP/1.1\r\nX: " + b"a" * 20_000 + b"\r\n\r\n").splitlines()[0]


def test_a_guest_who_says_nothing_is_shown_out() -> None:
    async def talk() -> str:
        before, health.SECONDS = health.SECONDS, 0.1
        try:
            async with listening(sources(lambda: QUIET)) as place:
                return await said(place, b"GET /heal")
        finally:
            health.SECONDS = before

    assert asyncio.run(talk()).startswith("HTTP/1.1 408 ")


def test_the_figures_come_from_the_tables(database_url: str) -> None:
    migrate(database_url)
    database = Database(database_url)
    try:
        packed = octets.pack(b"Subject: kalt\r\n\r\nkalt\r\n")
        early = NOON - timedelta(minutes=20)
        new = arrivals.NewArrival("haus@t.example", "a@post.example", "smtp", "smtp", early)
        database.write(lambda c: arrivals.accept(c, packed, (new, new)))
        database.write(lambda c: c.execute(insert(schema.mails).values(_queued(packed.digest, early))))
        with database.read() as connection:
            found = figures.queues(connection, NOON)
            silenced = figures.queues(connection, NOON, silent=(PropertyId("P1"),))
            elsewhere = figures.queues(connection, NOON, silent=(None, PropertyId("P2")))
        assert found.arrivals == {"received": 2}
        assert found.mails == {"queued": 1}
        assert found.oldest_arrival == 1200
        assert found.oldest_mail == 1200
        assert silenced.oldest_mail == 0
        assert elsewhere.oldest_mail == 1200
        assert not found.is_paused
        database.write(partial(mails.pause, at=NOON))
        with database.read() as connection:
            assert figures.queues(connection, NOON).is_paused
    finally:
        database.close()


def _queued(digest: str, at: datetime) -> dict[str, object]:
    return {
        "kind": "status",
        "address": "a@post.example",
        "rcpt_to": "a@post.example",
        "persons": ["M1"],
        "property": "P1",
        "offers": [],
        "message_id": "1@t.example",
        "mail_from": "bounce@t.example",
        "digest": digest,
        "formed_at": at,
        "state": "queued",
        "next_at": at,
    }
