"""Knows the places where a kill must do no harm (SAFETY, "States"), and dies at one of them when a test says so."""

import itertools
import os
import signal
from dataclasses import dataclass, field

VARIABLE = "HAUSPOST_CRASHPOINT"  # "after-tx1", or "after-tx1:3" for the third passing

# Name → what is durable there.
POINTS: dict[str, str] = {
    "before-tx1": "nothing: the client repeats its mail",
    "after-tx1": "the arrival; no 250 was said yet",
    "before-250": "the arrival; the reply is ready to be written",
    "before-claim": "the arrival, answered; no worker has it",
    "in-parser": "the arrival, marked as being parsed",
    "in-tx2": "nothing of the decision: it rolls back",
    "after-tx2": "the decision and the notices it owes",
    "before-tx3": "the notice; the mail is rendered and thrown away",
    "after-tx3": "the mail's octets; nobody has them",
    "before-dot": "the mail's octets; the other server has all but the end",
    "after-dot": "the mail's octets; the other server may have them: at most one repeat",
    "before-tx4": "the mail's octets; the other server said 250: one repeat",
    "after-tx4": "the mail is known to be sent",
    "imap-after-fetch": "nothing: the mail lies in its folder and is fetched again",
    "imap-after-tx1": "the arrival; the mail still lies in its folder, and is moved later",
    "imap-after-copy": "the arrival, and a copy in the done folder (servers without MOVE): at most one more copy",
    "imap-after-store": "the arrival, and a copy; the mail is marked, and expunged later",
    "imap-after-move": "the arrival; the mail lies in the done folder",
}


class UnknownPoint(ValueError):
    """The environment names a crash point that does not exist."""


@dataclass(frozen=True, slots=True)
class Armed:
    name: str
    passing: int = 1
    passings: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))


def armed_by(text: str) -> Armed | None:
    """Reads the variable's value; "" arms nothing. Raises UnknownPoint."""
    name, _, passing = text.partition(":")
    if not text:
        return None
    if name not in POINTS or not (passing or "1").isdecimal() or passing == "0":
        raise UnknownPoint(f"{VARIABLE}={text} is not one of {', '.join(POINTS)}, perhaps with :2 behind it")
    return Armed(name, int(passing or 1))


_ARMED = armed_by(os.environ.get(VARIABLE, ""))


def crashpoint(name: str) -> None:
    """Kills this very process if the environment armed the point: nothing is flushed, no `finally` runs."""
    if _ARMED is not None and _ARMED.name == name and next(_ARMED.passings) == _ARMED.passing:
        os.kill(os.getpid(), signal.SIGKILL)
