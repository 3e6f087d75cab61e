"""How many mails a second go the whole way in one process: stored, parsed, decided, their notices formed and sent.

python bench/whole_way.py [--mails 300] [--profile]
"""

import argparse
import asyncio
import cProfile
import json
import pstats
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import structlog

from bench.load import SENDER, make_mail
from bench.servers import DOMAIN, HOUSE, furnished
from hauspost.desk.houses import Company
from hauspost.desk.policy import Policy
from hauspost.gateway.incoming import Incoming
from hauspost.gateway.outcomes import RelayPlace
from hauspost.gateway.relay import relays_at
from hauspost.gateway.serving import Gateway, Plan
from hauspost.outbound.compose import Sender
from hauspost.threading.addresses import Grammar

SIZE = 4096
AT_ONCE = 8  # as from so many connections
# One person writes all the mails, and none of them is held for that.
RULED = Policy(
    mails_per_person=0, mails_per_ticket=0, mails_per_person_and_ticket=0, same_words=0, quiet_hours="off"
)


def measured(*, mails: int) -> dict[str, Any]:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        gateway = Gateway(plan_of(Path(folder)))
        try:
            return _stages(gateway, mails)
        finally:
            gateway.sandbox.close()
            gateway.database.close()


def plan_of(folder: Path) -> Plan:
    return Plan(
        database_url=furnished(folder / "house"),
        database_file=None,
        listeners=(),
        grammar=Grammar(DOMAIN, DOMAIN),
        company=Company("Hausverwaltung Sonnenschein GmbH"),
        policy_for=lambda _house: RULED,
        zone=ZoneInfo("Europe/Berlin"),
        relay=relays_at(RelayPlace("maildir", path=str(folder / "outbox"))),
        sender=Sender("verp", ""),
        parts=frozenset(),
        spare_disk=0,
    )


def _stages(gateway: Gateway, mails: int) -> dict[str, Any]:
    octets = [make_mail(n, sender=SENDER, rcpt_to=HOUSE, size=SIZE) for n in range(mails)]
    asyncio.run(accept(gateway, octets[:1]))
    gateway.drain()  # starts the parser's process and fills every cache
    before = gateway.dispatch.counts()["formed"]
    seconds = {
        "stored": _timed(lambda: asyncio.run(accept(gateway, octets[1:]))),
        "decided": _timed(gateway.intake.drain),
        "sent": _timed(lambda: gateway.dispatch.drain(600.0)),
    }
    counted = mails - 1
    notices = gateway.dispatch.counts()["formed"] - before
    return {
        "mails": counted,
        "notices": notices,
        "per_second": {
            "stored": round(counted / seconds["stored"], 1),
            "decided": round(counted / seconds["decided"], 1),
            "notices sent": round(notices / seconds["sent"], 1),
            "whole way": round(counted / sum(seconds.values()), 1),
        },
    }


def _timed(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


async def accept(gateway: Gateway, mails: list[bytes]) -> None:
    waiting = iter(mails)

    async def bring() -> None:
        for octets in waiting:
            incoming = Incoming(octets, SENDER, (HOUSE,), "smtp", "bench", "127.0.0.1", False, ())
            (answer,) = await gateway.reception.accept(incoming)
            if not answer.accepts:
                raise RuntimeError(f"{answer.code} {answer.text}")

    await asyncio.gather(*(bring() for _ in range(AT_ONCE)))


def table(found: dict[str, Any]) -> Iterator[str]:
    counted = f"{found['mails']} mails, {found['notices']} notices"
    yield f"{'in one process, one after the other':34}{'a second':>10}   {counted}"
    for name, speed in found["per_second"].items():
        yield f"{name:34}{speed:>10.0f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--mails", type=int, default=300)
    parser.add_argument("--profile", action="store_true", help="shows where this thread's time goes")
    wish = parser.parse_args()
    profile = cProfile.Profile()
    if wish.profile:
        profile.enable()
    print(json.dumps(measured(mails=wish.mails), indent=2))
    if wish.profile:
        profile.disable()
        pstats.Stats(profile).sort_stats("cumulative").print_stats(60)


if __name__ == "__main__":
    main()
