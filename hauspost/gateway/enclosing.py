"""Fetches the files that one mail carries, by the table of desk.attachments: copies, or a mail's own files."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import structlog

from hauspost.desk import attachments
from hauspost.desk.attachments import Enclosed, File
from hauspost.desk.notices import Carries, Letter, NoticeKind
from hauspost.desk.notices_of_house import HouseDraft, HouseNotice, HousePaper
from hauspost.desk.notices_of_imports import ImportPreview
from hauspost.desk.notices_of_money import InvoicePassed
from hauspost.desk.notices_on_request import FileOfTicket
from hauspost.desk.notices_to_firms import OrderGiven
from hauspost.gateway.document_mails import with_files
from hauspost.gateway.dossiers import collected, paper_of
from hauspost.gateway.importing import rejected_rows
from hauspost.gateway.picturing import Opened, Picturing
from hauspost.gateway.report_files import figures_of
from hauspost.gateway.sandbox import NoWorker, ParserDied, Sandbox
from hauspost.parsers.mail import Attachment
from hauspost.store import octets, originals, pictures, tickets
from hauspost.store.database import Database
from hauspost.store.notices import Owed
from hauspost.store.pictures import Kept
from hauspost.threading.addresses import Grammar

WAIT = timedelta(minutes=2)  # an order must not wait long for its pictures

log = structlog.get_logger(__name__)


class CopiesComing(Exception):
    """The mail waits for copies that are being made."""


@dataclass(frozen=True, slots=True)
class Enclosing:
    """`first_missed` belongs to the one thread that forms: since when a notice waits."""

    database: Database
    picturing: Picturing
    sandbox: Sandbox
    clock: Callable[[], datetime]
    grammar: Grammar
    first_missed: dict[int, datetime] = field(default_factory=dict)
    posted: dict[int, Enclosed] = field(default_factory=dict)  # of the last notice to a house, by its mail

    def __call__(self, owed: Owed, letter: Letter) -> tuple[Letter, Enclosed]:
        """The letter, which may name what goes along, and that. Raises CopiesComing, StoreFailed, NoWorker."""
        match attachments.carries(owed.kind, is_manager=letter.is_manager):
            case Carries.NOTHING:
                return letter, Enclosed()
            case Carries.ORIGINALS:
                return letter, self._originals(owed, letter)
            case Carries.REJECTS:
                return letter, self._rejects(letter)
            case Carries.VOUCHER:
                return letter, self._voucher(letter)
            case Carries.DOSSIER:
                enclosed = self._dossier(owed, letter)
                return _named(letter, enclosed), enclosed
            case Carries.NOTICE:
                return letter, self._notice(owed, letter)
            case Carries.DOCUMENTS:
                with self.database.read() as connection:
                    return with_files(connection, letter)
            case Carries.REPORT:
                return figures_of(letter)
            case Carries.COPIES:
                enclosed = self._copies(owed)
                return _named(letter, enclosed), enclosed

    # ---- originals

    def _originals(self, owed: Owed, letter: Letter) -> Enclosed:
        if not getattr(letter.facts, "attachments", True):
            return Enclosed()
        arrival = owed.arrival
        if owed.kind is NoticeKind.NEW_TICKET and owed.ticket is not None:
            with self.database.read() as connection:
                entries = tickets.load_entries(connection, owed.ticket)
            arrival = attachments.opening_arrival(entries) or arrival
        opened = self._opened(arrival) if arrival is not None else None
        if opened is None:
            return Enclosed()
        files = (
            File(f.filename, f.content_type, opened.content(f)) for f in opened.files if not is_ornament(f)
        )
        return attachments.originals(files)

    def _voucher(self, letter: Letter) -> Enclosed:
        """All files of the mail that brought the invoice, octet by octet."""
        facts = letter.facts
        if not isinstance(facts, InvoicePassed) or not facts.files:
            return Enclosed()
        opened = self._opened(facts.arrival)
        if opened is None:
            return Enclosed()
        return attachments.originals(
            File(f.filename, f.content_type, opened.content(f)) for f in opened.files if not is_ornament(f)
        )

    def _opened(self, arrival: int) -> Opened | None:
        """None: its files are out of reach; their names stand in the mail all the same."""
        try:
            return self.picturing.open(arrival)
        except NoWorker:
            raise
        except (ParserDied, LookupError) as error:
            log.warning("files stay behind", arrival=arrival, error=str(error)[:200])
            return None

    def _rejects(self, letter: Letter) -> Enclosed:
        facts = letter.facts
        found = facts.found if isinstance(facts, ImportPreview) else None
        opened = self._opened(found.arrival) if found is not None and found.rejects else None
        if found is None or opened is None:
            return Enclosed()
        return rejected_rows(self.sandbox, opened.octets, opened.files, found, language=letter.language)

    def _dossier(self, owed: Owed, letter: Letter) -> Enclosed:
        """The ticket on paper with the report's pictures, and the mails that came, as many as fit beside it."""
        shown = attachments.fitting(self._copies(owed), attachments.MOST // 2)
        paper = paper_of(letter, shown.files)
        with self.database.read() as connection:
            came, elsewhere = originals.mails_of(connection, owed.ticket or 0)
            room = attachments.MOST - len(paper.octets)
            mails, behind = collected(
                connection, came, name=f"T-{owed.ticket}.mbox", grammar=self.grammar, room=room
            )
        return replace(shown, files=(paper, *mails), mails_behind=behind + elsewhere)

    # ---- what a manager gives to the house

    def _notice(self, owed: Owed, letter: Letter) -> Enclosed:
        """The same files for everybody: looked at once, not for each of five hundred mails."""
        facts = letter.facts
        notice = facts.notice if isinstance(facts, HousePaper) else facts
        if not isinstance(notice, HouseNotice) or not notice.draft.files:
            return Enclosed()
        if notice.draft.arrival not in self.posted:
            found = self._posted(owed, notice.draft)
            self.posted.clear()
            self.posted[notice.draft.arrival] = found
        return self.posted[notice.draft.arrival]

    def _posted(self, owed: Owed, draft: HouseDraft) -> Enclosed:
        """Pictures as copies, without what a camera writes into them; PDF as they are."""
        opened = self._opened(draft.arrival)
        if opened is None:
            return Enclosed()
        files = {f.sha256: f for f in opened.files if f.sha256 in draft.files}
        photos = {s: f for s, f in files.items() if attachments.may_be_photo(f.content_type, f.size)}
        with self.database.read() as connection:
            known = pictures.copies(connection, photos)
        if photos.keys() - known.keys():
            self._wait(owed, (draft.arrival,))
        self.first_missed.pop(owed.ids[0], None)
        papers = attachments.originals(
            File(f.filename, f.content_type, opened.content(f)) for s, f in files.items() if s not in photos
        )
        return papers.beside(self._shown(known.get(s) for s in photos))

    # ---- copies

    def _copies(self, owed: Owed) -> Enclosed:
        opened = {arrival: mail for arrival in self._report(owed) if (mail := self._opened(arrival))}
        photos = {arrival: _photos(mail) for arrival, mail in opened.items()}
        with self.database.read() as connection:
            known = pictures.copies(connection, (source for found in photos.values() for source in found))
        if behind := tuple(arrival for arrival, found in photos.items() if found.keys() - known.keys()):
            self._wait(owed, behind)
        self.first_missed.pop(owed.ids[0], None)
        wanted: dict[str, Kept | None] = {}
        for arrival, found in photos.items():
            for source, file in found.items():
                kept = known.get(source)
                if kept is None or not kept.digest or not _is_logo(file, kept, opened[arrival]):
                    wanted.setdefault(source, kept)
        return self._shown(wanted.values())

    def _report(self, owed: Owed) -> tuple[int, ...]:
        with self.database.read() as connection:
            ticket = tickets.load_ticket(connection, owed.ticket) if owed.ticket is not None else None
            if ticket is None:
                return ()
            return attachments.report_arrivals(ticket, tickets.load_entries(connection, ticket.number))

    def _wait(self, owed: Owed, behind: tuple[int, ...]) -> None:
        """Returns when it has been waited long enough."""
        now = self.clock()
        if now - self.first_missed.setdefault(owed.ids[0], now) < WAIT:
            for arrival in behind:
                self.picturing.wants(arrival)
            raise CopiesComing
        log.warning("an order goes without a picture", notices=owed.ids, arrivals=behind)

    def _shown(self, wanted: Iterable[Kept | None]) -> Enclosed:
        every = tuple(wanted)
        shown = tuple(kept for kept in every if kept and kept.digest)
        with self.database.read() as connection:
            contents = [(kept.content_type, octets.load(connection, kept.digest)) for kept in shown]
        return attachments.copies(contents, unshown=len(every) - len(shown))


def _photos(opened: Opened) -> dict[str, Attachment]:
    return {f.sha256: f for f in opened.files if attachments.may_be_photo(f.content_type, f.size)}


def _is_logo(file: Attachment, kept: Kept, opened: Opened) -> bool:
    return attachments.is_logo(
        file.size,
        (kept.width, kept.height),
        is_inline=bool(file.content_id),
        was_seen_before=kept.made_at < opened.received_at,
    )


def is_ornament(file: Attachment) -> bool:
    """What the author's HTML shows inside a signature."""
    is_inline = bool(file.content_id) and file.disposition != "attachment"
    return (
        is_inline
        and file.content_type.startswith("image/")
        and not attachments.may_be_photo(file.content_type, file.size)
    )


def _named(letter: Letter, enclosed: Enclosed) -> Letter:
    """An order, a ticket's file: it names what really goes along, under the names that it has there."""
    names = tuple(f.name for f in enclosed.files)
    match letter.facts:
        case OrderGiven() as facts:
            return replace(letter, facts=replace(facts, pictures=names))
        case FileOfTicket() as facts:
            return replace(letter, facts=replace(facts, enclosed=names))
        case _:
            return letter
