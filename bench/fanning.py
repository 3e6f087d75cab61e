"""One notice to a whole house: mails written and delivered a second by one process, beside Mailman's personalised ones.

python -m bench.fanning [--residents 500] [--rounds 3]

Both deliver over SMTP to the same listener, which keeps nothing, and both begin with the mail that sets it off: ours
with the manager's SENDEN, Mailman with the post to the list.
"""

import argparse
import asyncio
import tempfile
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from email.message import Message
from email.parser import BytesHeaderParser
from email.utils import parseaddr
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

import structlog
from sqlalchemy import select

from bench.figures import Figure, by_turns, ratio, say, show
from bench.house import MAILBOX, manager, settle
from bench.others.sides import NotInstalled, Side, python_of, side
from bench.servers import DOMAIN, bare_listener
from bench.whole_way import RULED, plan_of
from hauspost.gateway.incoming import Incoming
from hauspost.gateway.memory import look_seldom_for_rubbish
from hauspost.gateway.outcomes import RelayPlace
from hauspost.gateway.relay import relays_at
from hauspost.gateway.serving import Gateway
from hauspost.store import octets, schema

TARGET = 250.0  # mails a second
BESIDE_MAILMAN = 2.4
MAILMAN_SAID = (
    105.0  # mails a second, measured once on such a machine; for scale where it cannot be installed
)
PATIENCE = 1800.0  # seconds


@dataclass(frozen=True, slots=True)
class House:
    """A gateway in this process whose way out runs in its threads, to an SMTP listener."""

    gateway: Gateway
    residents: int

    def notice(self, number: int) -> None:
        """A manager's notice to everybody, whose preview lies before her. Its last word is still to come."""
        self._bring(
            f"To: <{MAILBOX}+aushang@{DOMAIN}>\r\nSubject: Treppenhaus wird gestrichen {number}\r\n",
            "Guten Tag,\r\n\r\nim Treppenhaus wird gestrichen. Bitte Abstand halten.\r\n",
            f"{MAILBOX}+aushang@{DOMAIN}",
        )
        self.gateway.intake.drain()
        self.until(lambda: self._preview(number) is not None, "no preview came")

    def send(self, number: int) -> None:
        """SENDEN, accepted: what it brings about is the intake's."""
        preview = self._preview(number)
        assert preview is not None
        (_, reply_to), message_id = parseaddr(preview["Reply-To"]), preview["Message-ID"]
        head = f"To: <{reply_to}>\r\nSubject: Re: Aushang\r\nIn-Reply-To: {message_id}\r\n"
        self._bring(head, "SENDEN\r\n", reply_to)

    def until(self, is_so: Callable[[], bool], trouble: str, *, every: float = 0.01) -> None:
        end = time.monotonic() + PATIENCE
        while not is_so():
            if time.monotonic() > end:
                raise RuntimeError(trouble)
            time.sleep(every)

    def _bring(self, head: str, text: str, to: str) -> None:
        begun = f"From: <{manager(0)}>\r\n{head}Message-ID: <{time.time_ns()}@hv-sonnenschein.example>\r\n"
        mail = f"{begun}Date: Wed, 04 Nov 2026 12:00:00 +0100\r\n\r\n{text}".encode()
        self.bring(mail, manager(0), to)

    def bring(self, mail: bytes, mail_from: str, to: str) -> None:
        incoming = Incoming(mail, mail_from, (to,), "smtp", "bench", "127.0.0.1", False, ())
        (answer,) = asyncio.run(self.gateway.reception.accept(incoming))
        if not answer.accepts:
            raise RuntimeError(f"{answer.code} {answer.text}")

    def _preview(self, number: int) -> Message | None:
        """Of the notice of that number; its header."""
        mails = schema.mails.c
        previews = select(mails.digest).where(mails.kind == "house_preview", mails.state == "sent")
        with self.gateway.database.read() as connection:
            found = connection.execute(previews.order_by(mails.id)).scalars().all()
            if len(found) <= number:
                return None
            return BytesHeaderParser().parsebytes(octets.load(connection, found[number]))


@contextmanager
def house(folder: Path, *, residents: int, port: int) -> Iterator[House]:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))
    plan = plan_of(folder)
    settle(plan.database_url, residents=residents)
    relay = relays_at(RelayPlace("smtp", "127.0.0.1", port))
    gateway = Gateway(replace(plan, relay=relay, policy_for=lambda _house: RULED))
    look_seldom_for_rubbish()  # as `serve` does
    gateway.dispatch.start()
    try:
        yield House(gateway, residents)
    finally:
        gateway.intake.stop(8.0)
        gateway.dispatch.stop(8.0)
        gateway.picturing.stop(8.0)
        gateway.sandbox.close()
        gateway.database.close()


def measured(*, residents: int, rounds: int = 3, others: Collection[str] = ("mailman",)) -> dict[str, Any]:
    """`others`: the environments of those beside us."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name, ExitStack() as stack:
        folder = Path(name)
        port = stack.enter_context(bare_listener(folder / "relay", sync=False))
        ours = stack.enter_context(house(folder / "ours", residents=residents, port=port))
        works: dict[str, Callable[[int], float]] = {"hauspost": partial(_ours, ours)}
        missing = {}
        for other in others:
            try:
                words = (str(folder / other), str(port), str(residents))
                one = stack.enter_context(side(python_of(other), f"bench.others.{other}_side", *words))
                works[other] = partial(_theirs, one, folder, residents)
            except NotInstalled as error:
                missing[other] = str(error)
                say(f"not measured: {error}")
        speeds = {
            who: [round(1 / took, 1) for took in each] for who, each in by_turns(works, rounds=rounds).items()
        }
    found = {"residents": residents, "rounds": rounds, "speeds": speeds, "missing": missing}
    return found | {"mails_per_second": {who: median(each) for who, each in speeds.items()}}


def _ours(ours: House, number: int) -> float:
    """Seconds for each mail."""
    ours.notice(number)
    counts = ours.gateway.dispatch.counts
    before = counts()["sent"]
    began = time.perf_counter()
    ours.send(number)
    ours.gateway.intake.drain()
    ours.until(lambda: counts()["sent"] >= before + ours.residents, "not all mails left")
    took = time.perf_counter() - began
    if counts()["failed"]:
        raise RuntimeError("mails were refused")
    return took / ours.residents


def _theirs(other: Side, folder: Path, residents: int, number: int) -> float:
    """Seconds for each mail."""
    posts = folder / f"post-{number}"
    posts.mkdir()
    head = f"From: {manager(0)}\nTo: haus@lists.example\nSubject: Treppenhaus wird gestrichen {number}\n"
    head += f"Message-ID: <post-{number}@hv-sonnenschein.example>\nDate: Wed, 04 Nov 2026 12:00:00 +0100\n"
    (posts / "1.eml").write_text(f"{head}\nGuten Tag,\n\nim Treppenhaus wird gestrichen.\n", encoding="utf-8")
    return float(other.take(posts)["seconds"]) / residents


def figures(found: dict[str, Any]) -> Iterator[Figure]:
    speed, what = found["mails_per_second"], f"one event to {found['residents']} residents"
    yield Figure(what, speed["hauspost"], "mails/s", target=TARGET)
    if "mailman" in speed:
        compared = ratio(found["speeds"]["hauspost"], found["speeds"]["mailman"])
        yield Figure(
            what, speed["hauspost"], "mails/s", "Mailman", speed["mailman"], compared, BESIDE_MAILMAN
        )
    else:  # another machine's figure gives no ratio
        yield Figure(what, speed["hauspost"], "mails/s", "Mailman, elsewhere", MAILMAN_SAID)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--residents", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=3)
    wish = parser.parse_args()
    found = measured(residents=wish.residents, rounds=wish.rounds)
    show(figures(found), found)


if __name__ == "__main__":
    main()
