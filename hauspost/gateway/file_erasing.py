"""Takes a single file out of the mail that brought it, with its copies and our own mails that carried it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

import structlog

from hauspost.desk.keeping import file_erased
from hauspost.desk.notices import NoticeKind
from hauspost.gateway.erasing import Hand
from hauspost.gateway.sandbox import ParserDied, Sandbox
from hauspost.parsers.attachments import without
from hauspost.store import arrivals, file_erasing, file_retention, ledger, octets
from hauspost.store.connection import Connection
from hauspost.store.database import Database
from hauspost.store.file_erasing import Written
from hauspost.store.file_retention import FileKept
from hauspost.store.octets import Packed

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Cuts:
    """What becomes of the mails that hold it, as `take_out` wants it."""

    cut: Packed | None
    traces: frozenset[str]
    carrying: dict[int, Packed | None]


def erase_file(database: Database, sandbox: Sandbox, one: FileKept, hand: Hand) -> bool:
    """False: its time is over no more, since somebody said so meanwhile; or a mail could not be looked into, and it
    stays until the next run."""
    on = hand.at.date()
    try:
        cuts = _cuts(database, sandbox, one, on)
    except ParserDied as error:
        log.warning("a file was not taken out", ticket=one.ticket, arrival=one.arrival, reason=error.reason)
        return False

    def job(connection: Connection) -> bool:
        if one not in file_retention.over(connection, on):
            return False
        file_erasing.take_out(
            connection, one, cut=cuts.cut, traces=cuts.traces, carrying=cuts.carrying, on=on
        )
        ledger.enact(connection, file_erased(one.ticket, one.file, one.arrival, hand.company), hand.at)
        return True

    return database.write(job)


def _cuts(database: Database, sandbox: Sandbox, one: FileKept, on: date) -> Cuts:
    with database.read() as connection:
        row = arrivals.load(connection, one.arrival)
        raw = octets.load(connection, row.digest) if row is not None else b""
        ours = file_erasing.written_about(connection, one.ticket, on)
    files = tuple(f for f in sandbox.parse(raw).attachments if f.filename == one.file)
    sources = frozenset(f.sha256 for f in files)
    with database.read() as connection:
        copies = file_erasing.copies_of(connection, sources)
    traces = sources | copies | ({row.digest} if row is not None else frozenset())
    cut = octets.pack(without(raw, files)) if files else None
    return Cuts(cut, traces, dict(_carrying(database, sandbox, ours, traces)))


def _carrying(
    database: Database, sandbox: Sandbox, ours: Iterable[Written], traces: frozenset[str]
) -> Iterator[tuple[int, Packed | None]]:
    """What stays of each that holds it: of a letter to a firm all but the file, of any other nothing.

    A whole file of a ticket (AKTE) shows every picture, in a form that no digest finds.
    """
    for mail in ours:
        with database.read() as connection:
            raw = octets.load(connection, mail.digest)
        files = [file for file in sandbox.parse(raw).attachments if file.sha256 in traces]
        if files or mail.kind == NoticeKind.FILE:
            yield mail.number, octets.pack(without(raw, files)) if mail.is_letter else None
