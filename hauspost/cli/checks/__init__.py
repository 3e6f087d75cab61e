"""Knows everything that `hauspost check` looks at, in the order in which it is told: one small look a topic."""

from collections.abc import Callable, Iterator
from typing import Final

from hauspost.cli.checks.accounts import accounts
from hauspost.cli.checks.clock import clock
from hauspost.cli.checks.database import database
from hauspost.cli.checks.folders import disks, tokens
from hauspost.cli.checks.listeners import listeners, tls
from hauspost.cli.checks.mails import mails
from hauspost.cli.checks.nodes import nodes
from hauspost.cli.checks.registry import masterdata
from hauspost.cli.checks.relay import relay, signing
from hauspost.cli.checks.settings import alerts, privacy, sending
from hauspost.cli.checks.tickets import tickets
from hauspost.config.settings import Settings
from hauspost.desk.soundness import Finding

Check = Callable[[Settings], Iterator[Finding]]

CHECKS: Final[tuple[Check, ...]] = (
    sending,
    privacy,
    database,
    nodes,
    disks,
    clock,
    listeners,
    tls,
    relay,
    signing,
    tokens,
    alerts,
    accounts,
    mails,
    masterdata,
    tickets,
)
