"""Looks at the tickets: that each number leads to one."""

from collections.abc import Iterator

from hauspost.cli.checks.opened import opened
from hauspost.config.settings import Settings
from hauspost.desk.soundness import Finding, Level
from hauspost.store import circles
from hauspost.store.circles import Astray

MEND = "start `serve` anew: it makes them one ticket again, with all that belongs to it"


def tickets(settings: Settings) -> Iterator[Finding]:
    with opened(settings) as connection:
        found = circles.astray(connection) if connection is not None else {}
    for sentence in sentences(found):
        yield Finding(Level.ERROR, "tickets", sentence, MEND)


def sentences(found: Astray) -> Iterator[str]:
    for whole, others in found.items():
        if not others:
            yield f"T-{whole} was merged into itself, so it is on no list"
        for number in others:
            yield f"T-{number} should be one with T-{whole} and leads to no ticket, so an answer to it waits"
