"""Knows how a command looks at one mail with the gateway's own eyes: an arrival by its number, or a file."""

import hashlib
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import typer

from hauspost.cli import door
from hauspost.cli.door import Trouble
from hauspost.cli.files import one_mail
from hauspost.cli.openings import grammar_of
from hauspost.cli.plan import catalogue_of
from hauspost.config.settings import Settings
from hauspost.gateway import logs
from hauspost.gateway.casebook import Casebook
from hauspost.gateway.clock import now
from hauspost.gateway.deliberation import Considered, Deliberation
from hauspost.gateway.importing import Importing
from hauspost.gateway.ingest import Addressing
from hauspost.gateway.sandbox import ParserDied, Sandbox
from hauspost.parsers.mail import ParsedMail
from hauspost.parsers.spam import kept_fields
from hauspost.store import arrivals, by_hand, ledger, octets, registry
from hauspost.store.arrivals import Arrival
from hauspost.store.by_hand import Owed
from hauspost.store.connection import Connection
from hauspost.store.database import Database
from hauspost.threading.addresses import read_address


@dataclass(frozen=True, slots=True)
class Looked:
    """One mail, what it would come to now, and what it came to before; `row` is None for a file."""

    arrival: Arrival
    size: int
    considered: Considered
    row: Any = None
    owed: tuple[Owed, ...] = ()
    question: tuple[int, str] | None = None
    duplicate_of: int | None = None  # the arrival that brought the very same mail first

    @property
    def trace(self) -> dict[str, Any]:
        """What was decided, {} where nothing was yet."""
        return dict(self.row.trace or {}) if self.row is not None and self.row.verdict else {}


def _is_erased(row: Any) -> bool:
    """LÖSCHEN or the end of spam took its octets and its trace; an empty mail that was decided has a trace."""
    return row.digest == octets.NOTHING.digest and row.closed_at is not None and row.trace is None


@dataclass(frozen=True, slots=True)
class Eyes:
    """The parts that a look needs. Nothing is written by looking."""

    settings: Settings
    database: Database
    sandbox: Sandbox
    deliberation: Deliberation

    def at_arrival(self, number: int) -> Looked:
        with self.database.read() as connection:
            row = arrivals.load(connection, number)
            if row is None:
                raise Trouble(f"there is no arrival {number}", "`hauspost arrivals` lists them")
            if _is_erased(row):
                sentence = (
                    f"the words of arrival {number} were deleted for good ({row.verdict}: {row.reason})"
                )
                raise Trouble(
                    sentence, "its facts stand in `hauspost arrivals`, what it did in the ticket's journal"
                )
            arrival, raw = arrivals.as_arrival(row), octets.load(connection, row.digest)
            considered = self.deliberation.consider(connection, arrival, self._parsed(arrival, raw), now())
            owed = by_hand.owed_by(connection, number)
            question = by_hand.question_about(connection, number)
            first = row.duplicate_of or _duplicate_of(connection, considered)
        return Looked(arrival, len(raw), considered, row, owed, question, first)

    def at_file(self, path: Path, rcpt: str) -> Looked:
        """As if it arrived now; an arrival with the number 0 is made up for it."""
        found = one_mail(path, limit=self.settings.limits.message_bytes)
        raw = found.octets or b""
        with self.database.read() as connection:
            boxes = registry.mailboxes(connection)
            grammar = self.deliberation.grammar
            addressed = Addressing(grammar, boxes, rcpt.lower()).address(found)
            if addressed.fault or read_address(addressed.rcpt_tos[0], grammar, boxes) is None:
                fault = addressed.fault or f"{rcpt} is no address of ours"
                raise Trouble(f"{path}: {fault.partition(';')[0]}", "name an address of ours with --rcpt")
            arrival = Arrival(
                id=0,
                received_at=now(),
                via="ingest",
                source=found.source,
                is_trusted=False,
                authserv_id=self.settings.authserv_id,
                mail_from=addressed.mail_from,
                rcpt_to=addressed.rcpt_tos[0],
                digest=hashlib.sha256(raw).hexdigest(),
                state="received",
                attempts=0,
                override=None,
            )
            parsed = self._parsed(arrival, raw)
            considered = self.deliberation.consider(connection, arrival, parsed, now(), raw=raw)
            first = _duplicate_of(connection, considered)
        return Looked(arrival, len(raw), considered, duplicate_of=first)

    def _parsed(self, arrival: Arrival, raw: bytes) -> ParsedMail:
        try:
            return self.sandbox.parse(
                raw,
                authserv_id=arrival.authserv_id,
                trusted=arrival.is_trusted,
                null_sender=not arrival.mail_from,
            )
        except ParserDied as error:
            raise Trouble(
                f"the parser gave up on it ({error.reason})", "the octets are kept; tell us about it"
            ) from None


def _duplicate_of(connection: Connection, considered: Considered) -> int | None:
    power = int(considered.resolution.power)
    return ledger.duplicate_of(
        connection, considered.delivery_key, arrival=considered.arrival.id, power=power
    )


@contextmanager
def eyes(context: typer.Context) -> Iterator[Eyes]:
    settings = door.settings(context)
    logs.configure("debug" if door.options(context).debug else "error", sys.stderr.isatty())
    zone = ZoneInfo(settings.company.time_zone)
    casebook = Casebook(
        settings.company,
        settings.policy_for,
        zone,
        settings.spam_headers,
        settings.deadlines,
        settings.danger_words,
    )
    with door.database(settings) as database, Sandbox(1, kept=kept_fields(settings.spam_headers)) as sandbox:
        importing = Importing(sandbox, zone, settings.company.language)
        deliberation = Deliberation(
            grammar_of(settings), casebook, importing, settings.forms, catalogue_of(settings)
        )
        yield Eyes(settings, database, sandbox, deliberation)


def number_in(written: str) -> int | None:
    """A bare number names an arrival, anything else a file (`./7` for one of that name)."""
    return int(written) if re.fullmatch(r"[0-9]{1,12}", written) else None
