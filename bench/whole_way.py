"""How many mails a second go the whole way in one process: stored, parsed, decided, their notices formed and sent.

python -m bench.whole_way [--mails 300] [--profile]
"""

import argparse
import asyncio
import cProfile
import pstats
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy import func, select

from bench.figures import Figure, show
from bench.house import MAILBOX, settle
from bench.load import Given, post
from bench.servers import DOMAIN, furnished
from hauspost.desk.houses import Company
from hauspost.desk.policy import Policy
from hauspost.gateway.incoming import Incoming
from hauspost.gateway.outcomes import RelayPlace
from hauspost.gateway.relay import relays_at
from hauspost.gateway.serving import Gateway, Plan
from hauspost.outbound.compose import Sender
from hauspost.store import schema
from hauspost.threading.addresses import Grammar

HOUSE = f"{MAILBOX}@{DOMAIN}"
RESIDENTS = 30
AT_ONCE = 8  # as from so many connections
# Few people write all the mails, and none of them is held for that.
RULED = Policy(
    mails_per_person=0, mails_per_ticket=0, mails_per_person_and_ticket=0, same_words=0, quiet_hours="off"
)


def measured(*, mails: int) -> dict[str, Any]:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        plan = plan_of(Path(folder))
        settle(plan.database_url, residents=RESIDENTS)
        gateway = Gateway(plan)
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
    given = post(mails + 1, rcpt_to=HOUSE, residents=RESIDENTS)
    asyncio.run(accept(gateway, given[:1]))
    gateway.drain()  # starts the parser's process and fills every cache
    before = gateway.dispatch.counts()["formed"]
    seconds = {
        "stored": _timed(lambda: asyncio.run(accept(gateway, given[1:]))),
        "decided": _timed(gateway.intake.drain),
        "pictures copied": _timed(gateway.picturing.drain),
        "notices sent": _timed(gateway.dispatch.drain),
    }
    notices = gateway.dispatch.counts()["formed"] - before
    with gateway.database.read() as connection:
        tickets = connection.execute(select(func.count()).select_from(schema.tickets)).scalar_one()
    per_second = {step: round(mails / took, 1) for step, took in seconds.items() if step != "pictures copied"}
    per_second["notices sent"] = round(notices / seconds["notices sent"], 1)
    per_second["whole way"] = round(mails / sum(seconds.values()), 1)
    return {"mails": mails, "tickets": tickets, "notices": notices, "per_second": per_second}


def _timed(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


async def accept(gateway: Gateway, given: list[Given]) -> None:
    waiting = iter(given)

    async def bring() -> None:
        for author, octets in waiting:
            incoming = Incoming(octets, author, (HOUSE,), "smtp", "bench", "127.0.0.1", False, ())
            (answer,) = await gateway.reception.accept(incoming)
            if not answer.accepts:
                raise RuntimeError(f"{answer.code} {answer.text}")

    await asyncio.gather(*(bring() for _ in range(AT_ONCE)))


def figures(found: dict[str, Any]) -> Iterator[Figure]:
    for step, speed in found["per_second"].items():
        yield Figure(f"one step after the other: {step}", speed, "/s")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--mails", type=int, default=300)
    parser.add_argument("--profile", action="store_true", help="shows where this thread's time goes")
    wish = parser.parse_args()
    profile = cProfile.Profile()
    with profile if wish.profile else nullcontext():
        found = measured(mails=wish.mails)
    show(figures(found), found)
    if wish.profile:
        pstats.Stats(profile).sort_stats("cumulative").print_stats(60)


if __name__ == "__main__":
    main()
