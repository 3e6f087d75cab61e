"""Looks at the clock: against the database's, against what has happened already, and against what mails say."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta, tzinfo

from hauspost.cli.checks.opened import opened
from hauspost.cli.door import Trouble
from hauspost.config.settings import Settings
from hauspost.desk.soundness import Finding, Level
from hauspost.gateway.clock import now
from hauspost.gateway.sandbox import ParserDied, Sandbox
from hauspost.store import clocks
from hauspost.store.connection import Connection

TOLERANCE = timedelta(seconds=30)  # nodes that differ by more take one another's work for abandoned
MANY, FEWEST = 20, 5  # mails that are looked at, and without which nothing is said
LATE = timedelta(minutes=15)  # many a border lets a mail that it does not know wait for ten
MEND = "set the clock, and let the machine keep it by NTP (`timedatectl set-ntp true`)"


def clock(settings: Settings) -> Iterator[Finding]:
    with opened(settings) as connection:
        if connection is None:
            return
        there, newest = clocks.server_time(connection), clocks.newest_moment(connection)
        came = clocks.came_lately(connection, MANY) if there is None else ()
    yield from compared(now(), there, newest)
    yield from by_mails([came_at - written for came_at, written in _written(came)])


def _written(came: Sequence[tuple[datetime, bytes]]) -> Iterator[tuple[datetime, datetime]]:
    """When each came, and when it was written by its own word."""
    if len(came) < FEWEST:
        return
    with Sandbox(1) as sandbox:
        for came_at, octets in came:
            try:
                date = sandbox.parse(octets).date
            except ParserDied:
                continue
            if date is not None:
                yield came_at, date


def by_mails(ways: Sequence[timedelta]) -> Iterator[Finding]:
    """How long after it was written each of the last mails came. One may linger; that all of them do tells of us.

    It is all that tells of a clock that is ahead where the database has none of its own.
    """
    if len(ways) >= FEWEST and (least := min(ways)) > LATE:
        sentence = (
            f"each of the last {len(ways)} mails came {least // timedelta(minutes=1)} minutes or more after it was"
            " written; this machine's clock may be ahead by that much"
        )
        yield Finding(Level.WARNING, "clock", sentence, MEND)


def need_true_day(connection: Connection, zone: tzinfo) -> None:
    """Before what cannot be taken back and goes by the day: who is missing moves out, what is kept no longer is erased.

    Raises Trouble where the database server, or what has happened already, says that it is another day.
    """
    here = now()
    there, newest = clocks.server_time(connection), clocks.newest_moment(connection)
    beyond = newest if newest is not None and newest > here else None
    days = {moment.astimezone(zone).date() for moment in (here, there, beyond) if moment is not None}
    for told in compared(here, there, beyond):
        if len(days) > 1:
            raise Trouble(f"{told.sentence}; nothing was changed", told.mend)


def compared(here: datetime, there: datetime | None, newest: datetime | None) -> Iterator[Finding]:
    """`there`: the database server's clock, if it has one of its own. `newest`: what happened last."""
    if there is not None and abs(here - there) > TOLERANCE:
        way = "ahead of" if here > there else "behind"
        sentence = (
            f"this machine's clock is {abs(here - there).total_seconds():.0f} s {way} the database server's"
        )
        yield Finding(Level.WARNING, "clock", sentence, MEND)
    if newest is not None and newest - here > TOLERANCE:
        sentence = (
            f"it is {here:%Y-%m-%d %H:%M} UTC by this machine's clock,"
            f" but the database holds what happened at {newest:%Y-%m-%d %H:%M}"
        )
        yield Finding(Level.WARNING, "clock", sentence, MEND)
