"""How soon a private mail is answered while a notice goes to a very large house: from its 250 until its receipt left.

python -m bench.meanwhile [--residents 5000] [--mails 3]
"""

import argparse
import tempfile
import time
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from bench.fanning import House, house
from bench.figures import Figure, say, show
from bench.house import resident
from bench.post import octets_of, posts
from bench.processing import HOUSE
from bench.servers import bare_listener
from hauspost.gateway.clock import now
from hauspost.store import schema

TARGET = 2.0  # seconds
LOOK = 0.1  # seconds between two looks, which share the processors with what they look at
APART = 3.0  # seconds between one and the next
UNDER_WAY = 25  # mails of the notice that have left when the first private one comes


def measured(*, residents: int, mails: int = 3) -> dict[str, Any]:
    """Each mail's seconds, and how many mails of the notice had left when the last of them was answered."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        with bare_listener(folder / "relay", sync=False) as port:
            say(f"a house of {residents}")
            with house(folder / "ours", residents=residents, port=port) as ours:
                return _measured(ours, mails)


def _measured(ours: House, mails: int) -> dict[str, Any]:
    ours.notice(0)
    before = ours.gateway.dispatch.counts()["sent"]
    ours.gateway.intake.start()
    ours.send(0)
    under_way = min(UNDER_WAY, ours.residents // 4)
    counts = ours.gateway.dispatch.counts
    ours.until(lambda: counts()["sent"] >= before + under_way, "the notice does not leave")
    seconds: list[float] = []
    for post in posts(mails, residents=ours.residents):
        if seconds and counts()["sent"] >= before + ours.residents:
            break  # there is no amid any more
        ours.bring(octets_of(post, to=HOUSE), post.author, HOUSE)
        accepted = now()
        say(f"{counts()['sent']} mails have left; {post.author} writes")
        has_left = partial(_has_left, ours, accepted, post.number)
        ours.until(has_left, "no receipt left", every=LOOK)
        left = _left(ours, accepted, post.number)
        assert left is not None
        seconds.append(round((left - accepted).total_seconds(), 2))
        time.sleep(min(APART, ours.residents / 100))
    return {"residents": ours.residents, "seconds": seconds, "left_by_then": counts()["sent"] - before}


def _has_left(ours: House, accepted: datetime, number: int) -> bool:
    return _left(ours, accepted, number) is not None


def _left(ours: House, accepted: datetime, number: int) -> datetime | None:
    """When the receipt of that post had been taken by the relay."""
    mails = schema.mails.c
    receipt = select(func.min(mails.sent_at)).where(
        mails.address == resident(number), mails.kind != "house_notice", mails.formed_at >= accepted
    )
    with ours.gateway.database.read() as connection:
        found: datetime | None = connection.execute(receipt).scalar_one()
        return found


def figures(found: dict[str, Any]) -> Iterator[Figure]:
    what = f"a private receipt, amid a notice to {found['residents']}"
    yield Figure(what, max(found["seconds"]), "s", target=TARGET, at_most=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--residents", type=int, default=5000)
    parser.add_argument("--mails", type=int, default=3)
    wish = parser.parse_args()
    found = measured(residents=wish.residents, mails=wish.mails)
    show(figures(found), found)


if __name__ == "__main__":
    main()
