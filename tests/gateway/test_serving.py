"""Knows that the gateway's sweeper outlives every fault and ends with it, and under which names parts claim work."""

import asyncio
import socket
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import String, insert

from hauspost.gateway import serving
from hauspost.gateway.serving import Gateway
from hauspost.gateway.worker import worker_name
from hauspost.store import schema
from tests.house import DOMAIN, House, house_on
from tests.relay import eventually
from tests.sample import load_sample
from tests.times import NOON

NEW = {"id": "NB1", "name": "Neubau", "mailbox": "neubau1", "kind": "weg", "house_numbers": [], "phones": {}}
UNREADABLE = {"kind": "of a later version", "asked": [], "about": {}, "asked_at": NOON, "state": "open"}


@pytest.fixture
def house(sqlite_url: str) -> Iterator[House]:
    load_sample(sqlite_url)
    with house_on(sqlite_url) as built:
        yield built


def test_the_sweeper_goes_on_after_a_fault_and_ends_with_the_gateway(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serving, "REFRESH", 0.02)
    gateway = Gateway(replace(house.gateway.plan, listeners=(), parts=frozenset({"clock"})))
    write = house.gateway.database.write
    write(
        lambda c: c.execute(insert(schema.questions).values(**UNREADABLE, due_at=NOON - timedelta(hours=1)))
    )
    with pytest.raises(ValueError, match="of a later version"):
        gateway.decide_due()

    async def lives() -> None:
        await gateway.start()
        await asyncio.sleep(0.2)  # it has stumbled by then, and must not have fallen
        write(lambda c: c.execute(insert(schema.properties).values(**NEW, policy={})))
        await asyncio.to_thread(eventually, lambda: gateway.mailboxes.known(f"neubau1@{DOMAIN}"))
        await gateway.stop()

    asyncio.run(lives())
    assert not gateway._sweeper.is_alive()


def test_a_gateway_that_never_started_ends_all_the_same(tmp_path: Path, house: House) -> None:
    gateway = Gateway(replace(house.gateway.plan, listeners=()))
    asyncio.run(gateway.stop())
    assert not gateway._sweeper.is_alive()


def test_the_name_of_a_worker_fits_its_column_and_is_nobody_else_s(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "gethostname", lambda: "n" * 64)
    one, other = worker_name(), worker_name()
    assert one != other
    for table in (schema.arrivals, schema.mails):
        width = table.c.worker.type
        assert isinstance(width, String)
        assert len(one) <= (width.length or 0)


def test_three_connections_at_most_lead_to_the_relay(house: House) -> None:
    gateway = Gateway(replace(house.gateway.plan, listeners=()))
    names = [thread.name for thread in gateway.dispatch._threads]
    asyncio.run(gateway.stop())
    assert sum(name.startswith("sending-") for name in names) == 3, "docs/relay.md says so"
