"""Opens a manager's tables where they lie in the stored mail, in the limited processes, and says what they come to."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from typing import Final

from hauspost.desk import attachments
from hauspost.desk.attachments import Enclosed, File
from hauspost.desk.case import Case
from hauspost.desk.decision import QuestionKind
from hauspost.desk.imports import chosen
from hauspost.desk.intents import Act, Said
from hauspost.desk.masterdata import Diff, Kind, Stored, compare, digest_of
from hauspost.desk.notices import NoticeKind
from hauspost.desk.notices_of_imports import Import, ImportField, ImportLine, ImportReject, ImportShared
from hauspost.desk.proof import Route
from hauspost.desk.rights import manages_all
from hauspost.desk.uploads import Upload
from hauspost.gateway.sandbox import Sandbox
from hauspost.parsers.mail import Attachment, ParsedMail, attachment_octets
from hauspost.parsers.masterdata import ENDINGS, Reading, says_complete, understand
from hauspost.parsers.masterdata_rejects import reason, rejects
from hauspost.parsers.masterdata_sentences import said_in
from hauspost.parsers.masterdata_shown import called, shown
from hauspost.parsers.masterdata_tables import OpenedFile, too_many_together
from hauspost.store import arrivals, masterdata, octets, registry, tickets
from hauspost.store.arrivals import Arrival
from hauspost.store.connection import Connection
from hauspost.threading.addresses import Target, is_for_imports

MOST_ROWS: Final = 20_000  # of a mail: all mails wait while it is compared; `hauspost import` takes more
LINES, SHARED, REMARKS = 40, 20, 20  # that one mail shows
REJECTS: Final = 1_000  # that go along as a table
OF_IMPORTS: Final = frozenset({NoticeKind.IMPORT_PREVIEW, NoticeKind.IMPORT_DONE})


@dataclass(frozen=True, slots=True)
class Sent:
    """A mail with tables: its number, its octets, and where its files lie in them."""

    arrival: int
    raw: bytes
    files: tuple[Attachment, ...]
    subject: str
    at: datetime


def sent_by(connection: Connection, arrival: Arrival, parsed: ParsedMail, raw: bytes) -> Sent:
    """The mail at hand; `raw` where it is not stored."""
    whole = raw or octets.load(connection, arrival.digest)
    return Sent(arrival.id, whole, parsed.attachments, parsed.subject, arrival.received_at)


@dataclass(frozen=True, slots=True)
class Importing:
    """`language`: the company's, of people whose row names none."""

    sandbox: Sandbox
    zone: tzinfo
    language: str

    def with_upload(
        self,
        connection: Connection,
        case: Case,
        said: Said,
        target: Target | None,
        *,
        sent: Callable[[], Sent],
    ) -> Case:
        """The case with the tables of this mail, or of the question that it answers. Raises NoWorker."""
        if not case.acting_managers:
            return case
        if (own := self._own(connection, case, said, target, sent=sent)) is not None:
            return _with_extent(connection, replace(case, upload=own))
        if not any(c.act is Act.IMPORT_OK for c in said.commands):
            return case
        case = _with_extent(connection, case)
        return self._of_question(connection, case, said)

    def _own(
        self,
        connection: Connection,
        case: Case,
        said: Said,
        target: Target | None,
        *,
        sent: Callable[[], Sent],
    ) -> Upload | None:
        """At the company's own address and in answers about an import a mail is one only if a table is understood."""
        is_addressed = case.resolution.route is Route.OFFICE and is_for_imports(target)
        is_likely = case.resolution.route is Route.OFFICE and case.resolution.property_id is None
        is_likely = is_likely or (case.answered is not None and case.answered.kind in OF_IMPORTS)
        steers = bool(said.commands or said.near_misses) and not said.attachments  # IMPORT OK of a colleague
        if is_addressed and not steers:
            return self._upload(connection, case, sent(), is_new=True, everything=True)
        if not (is_likely and said.attachments) or said.commands or not table_files((mail := sent()).files):
            return None
        found = self._upload(connection, case, mail, is_new=True)
        return found if found.tables else None

    def _of_question(self, connection: Connection, case: Case, said: Said) -> Case:
        """Typed without our mail, IMPORT OK may mean any question that waits."""
        known = {q.id for q in case.questions}
        more = tuple(q for q in tickets.waiting(connection, QuestionKind.IMPORT) if q.id not in known)
        case = replace(case, questions=(*case.questions, *more))
        found = chosen(case, said)
        if found is None:
            return case
        about = found[1].about
        sent = self._sent(connection, int(about["mail"]))
        if sent is None:
            return case
        upload = self._upload(connection, case, sent, is_new=False, everything=bool(about["everything"]))
        return replace(case, upload=upload)

    def _sent(self, connection: Connection, arrival: int) -> Sent | None:
        row = arrivals.load(connection, arrival)
        if row is None:
            return None
        raw = octets.load(connection, row.digest)
        parsed = self.sandbox.parse(raw)
        return Sent(arrival, raw, parsed.attachments, parsed.subject, row.received_at)

    def _upload(
        self, connection: Connection, case: Case, sent: Sent, *, is_new: bool, everything: bool = False
    ) -> Upload:
        language = case.acting_managers[0].language
        files = open_tables(self.sandbox, sent.raw, table_files(sent.files, everything=everything))
        stored = masterdata.stored(connection)
        reading = understand(files, stored=stored, language=self.language)
        is_complete = says_complete((sent.subject, *(file.name for file in files)))
        day = sent.at.astimezone(self.zone).date()
        diff = compare(stored, reading.records, complete_on=day if is_complete else None)
        upload = Upload(
            sent.arrival,
            is_new,
            everything=everything,
            files=tuple(file.name for file in files),
            tables=reading.tables,
            diff=diff,
            stored=digest_of(stored),
        )
        return _told(upload, reading, stored, language)


def _with_extent(connection: Connection, case: Case) -> Case:
    known = tuple(h.id for h in registry.all_properties(connection))
    return replace(case, manages_all=manages_all(case.author, known, case.at, case.zone))


def _told(upload: Upload, reading: Reading, stored: Stored, language: str) -> Upload:
    every = tuple(_lines(upload.diff, stored, language))
    return replace(
        upload,
        lines=every[:LINES],
        more=max(0, len(every) - LINES),
        rejects=tuple(ImportReject(r.file, r.line, reason(r, language)) for r in reading.rejected[:REJECTS]),
        rejected=len({(r.file, r.line) for r in reading.rejected if r.line}),
        unreadable=sum(not r.line for r in reading.rejected),
        shared=tuple(
            ImportShared(address, called(upload.diff, who, stored))
            for address, who in _newly_shared(upload.diff)[:SHARED]
        ),
        remarks=tuple(said_in(r, language) for r in reading.remarks[:REMARKS]),
    )


def _newly_shared(diff: Diff) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Addresses that several persons share and that this import gives to one of them."""
    given = {
        address
        for record in (*diff.new, *(change.after for change in diff.changed if "addresses" in change.fields))
        if record.kind is Kind.PERSONS
        for address in record.values.get("addresses", ())
    }
    return tuple((address, who) for address, who in diff.households if address in given)


def _lines(diff: Diff, stored: Stored, language: str) -> Iterator[ImportLine]:
    for one in shown(diff, stored=stored, language=language):
        fields = tuple(ImportField(*named) for named in one.fields)
        yield ImportLine(one.what, str(one.kind), one.name, fields)


# ---- where the tables lie


def table_files(
    files: Iterable[Attachment], *, everything: bool = False
) -> tuple[tuple[str, Attachment], ...]:
    """The files that are tables by their names, each under a name of its own.

    `everything`: whatever is no ornament of a signature; what cannot be read is to be told.
    """
    kept = (f for f in files if f.filename.lower().endswith(ENDINGS) or (everything and not _is_ornament(f)))
    named: dict[str, Attachment] = {}
    for file in kept:
        stem, dot, ending = file.filename.rpartition(".")
        again = sum(1 for name in named if name == file.filename or name.startswith(f"{stem} ("))
        named[f"{stem} ({again + 1}){dot}{ending}" if again else file.filename] = file
    return tuple(named.items())


def _is_ornament(file: Attachment) -> bool:
    """Pictures, business cards, signatures: what a mail program adds by itself."""
    kind = file.content_type
    return (
        kind.startswith("image/")
        or kind in ORNAMENTS
        or file.filename.lower().endswith((".vcf", ".p7s", ".asc"))
    )


ORNAMENTS: Final = frozenset({"text/vcard", "application/pgp-keys", "text/calendar"})


def open_tables(
    sandbox: Sandbox, raw: bytes, files: Iterable[tuple[str, Attachment]]
) -> tuple[OpenedFile, ...]:
    """Of the mail's rows together no more than MOST_ROWS. Raises NoWorker."""
    opened: list[OpenedFile] = []
    left = MOST_ROWS
    for name, file in files:
        table = sandbox.table(name, attachment_octets(raw, file), most=MOST_ROWS)
        opened.append(table if table.lines <= left else OpenedFile(name, fault=too_many_together()))
        left -= opened[-1].lines
    return tuple(opened)


def rejected_rows(
    sandbox: Sandbox, raw: bytes, files: tuple[Attachment, ...], found: Import, *, language: str
) -> Enclosed:
    """The rows that were not taken, as CSV, read once more where they lie. Raises NoWorker."""
    opened = open_tables(sandbox, raw, table_files(files, everything=True))
    told = ((r.file, r.line, r.reason) for r in found.rejects)
    made = rejects(opened, told, language=language)
    return attachments.originals(File(name, "text/csv", text.encode()) for name, text in made)
