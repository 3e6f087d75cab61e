"""Looks at the clock: against the database's, and against what has happened already."""

from collections.abc import Iterator
from datetime import datetime, timedelta, tzinfo

from hauspost.cli.checks.opened import opened
from hauspost.cli.door import Trouble
from hauspost.config.settings import Settings
from hauspost.desk.soundness import Finding, Level
from hauspost.gateway.clock import now
from hauspost.store import clocks
from hauspost.store.connection import Connection

TOLERANCE = timedelta(seconds=30)  # nodes that differ by more take one another's work for abandoned
MEND = "set the clock, and let the machine keep it by NTP (`timedatectl set-ntp true`)"


def clock(settings: Settings) -> Iterator[Finding]:
    with opened(settings) as connection:
        if connection is None:
            return
        there, newest = clocks.server_time(connection), clocks.newest_moment(connection)
    yield from compared(now(), there, newest)


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
