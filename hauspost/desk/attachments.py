"""Knows which files each kind of mail may carry, how they are called there, and how much of them is a mail."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import accumulate

from hauspost.desk.channels import Channel, ChannelKind, ParticipantKind
from hauspost.desk.houses import PersonId
from hauspost.desk.model import Entry, EntryKind, Ticket
from hauspost.desk.notices import Carries, NoticeKind

MOST = (
    8 * 1024 * 1024
)  # octets of all files of a mail together; many servers refuse mails of more than 10 to 20 MB
SMALLEST_PHOTO = 10_000  # octets; what is smaller is a logo
SHORTEST_SIDE = 120  # pixels
LARGEST_LOGO = 100_000  # octets

# What an office opens every day. Programs and what may hold some (archives, pages, macros) would get the whole mail
# refused by a careful server, and with it the report.
PASSED = frozenset(
    (
        *(
            "bmp",
            "csv",
            "doc",
            "docx",
            "gif",
            "heic",
            "heif",
            "ics",
            "jpeg",
            "jpg",
            "m4a",
            "mov",
            "mp3",
            "mp4",
        ),
        *(
            "odp",
            "ods",
            "odt",
            "ogg",
            "opus",
            "pdf",
            "png",
            "pptx",
            "rtf",
            "tif",
            "tiff",
            "txt",
            "wav",
            "webp",
        ),
        *("xls", "xlsx", "xml", "3gp"),
    )
)
NEVER = frozenset(  # whatever the name says
    (
        *("application/x-msdownload", "application/x-rar-compressed", "application/x-7z-compressed"),
        *("text/html", "application/xhtml+xml", "image/svg+xml", "message/rfc822"),
    )
)
EXTENSIONS = {"image/jpeg": "jpg", "image/png": "png"}


@dataclass(frozen=True, slots=True)
class File:
    """One file of an outgoing mail. `content_id`: by which its HTML shows it (RFC 2392), without brackets."""

    name: str
    content_type: str
    octets: bytes
    content_id: str = ""


@dataclass(frozen=True, slots=True)
class Enclosed:
    """What goes along with a mail, and what does not, by name. `unshown`: pictures that gave no copy.

    `mails_behind`: mails of a ticket that its file does not bring along.
    """

    files: tuple[File, ...] = ()
    too_large: tuple[str, ...] = ()
    unsafe: tuple[str, ...] = ()
    unshown: int = 0
    mails_behind: int = 0

    def beside(self, other: "Enclosed") -> "Enclosed":
        return Enclosed(
            (*self.files, *other.files),
            (*self.too_large, *other.too_large),
            (*self.unsafe, *other.unsafe),
            self.unshown + other.unshown,
            self.mails_behind + other.mails_behind,
        )


FOR_MANAGERS = frozenset({Carries.ORIGINALS, Carries.DOSSIER, Carries.REPORT})


def carries(kind: NoticeKind, *, is_manager: bool) -> Carries:
    """`is_manager`: the mail goes to a manager of the house."""
    row = kind.carries
    return Carries.NOTHING if row in FOR_MANAGERS and not is_manager else row


def originals(files: Iterable[File]) -> Enclosed:
    """Those that may pass, in their order, as many as fit; the others by name."""
    passed: list[File] = []
    too_large: list[str] = []
    unsafe: list[str] = []
    room = MOST
    for file in files:
        if not may_pass(file.name, file.content_type):
            unsafe.append(file.name)
        elif len(file.octets) > room:
            too_large.append(file.name)
        else:
            passed.append(file)
            room -= len(file.octets)
    return Enclosed(tuple(passed), tuple(too_large), tuple(unsafe))


def copies(pictures: Iterable[tuple[str, bytes]], *, unshown: int = 0) -> Enclosed:
    """Content types and octets of copies, under names that say nothing."""
    files: list[File] = []
    room = MOST
    for content_type, octets in pictures:
        if len(octets) > room:
            unshown += 1
            continue
        files.append(File(neutral_name(len(files) + 1, content_type), content_type, octets))
        room -= len(octets)
    return Enclosed(tuple(files), unshown=unshown)


def fitting(enclosed: Enclosed, room: int) -> Enclosed:
    """Only the first copies that fit into that many octets; the others are counted."""
    sums = accumulate(len(file.octets) for file in enclosed.files)
    fits = sum(size <= room for size in sums)
    return replace(
        enclosed, files=enclosed.files[:fits], unshown=enclosed.unshown + len(enclosed.files) - fits
    )


def neutral_name(number: int, content_type: str) -> str:
    return f"bild-{number}.{EXTENSIONS[content_type]}"


def may_pass(name: str, content_type: str) -> bool:
    stem, dot, extension = name.rpartition(".")
    return bool(stem and dot) and extension.lower() in PASSED and content_type not in NEVER


# ---- what shows the damage, and what only shows a company


def may_be_photo(content_type: str, size: int) -> bool:
    """By its file alone; SHORTEST_SIDE and whether it was seen before are known later."""
    is_picture = content_type.startswith("image/") and content_type not in NEVER
    return is_picture and size >= SMALLEST_PHOTO


def is_logo(size: int, sides: tuple[int, int], *, is_inline: bool, was_seen_before: bool) -> bool:
    """The ornament of a signature: tiny, or the same in one mail after the other."""
    return min(sides) < SHORTEST_SIDE or (is_inline and was_seen_before and size < LARGEST_LOGO)


# ---- in which mails they came


def report_arrivals(ticket: Ticket, entries: Iterable[Entry]) -> tuple[int, ...]:
    """The mails with files that began the ticket or that its reporter added, oldest first.

    Of somebody who hides none: what a picture shows may tell whose flat it is (WORDS 5, "nothing, in every case").
    """
    shown = (p for p in ticket.participants if p.kind is ParticipantKind.REPORTER and not p.hidden)
    party = {(p.channel, p.person) for p in shown}
    hidden = {p.channel for p in ticket.participants if p.hidden}
    told = (e for e in entries if e.facts.get("attachments") and e.channel not in hidden)
    found = (e.arrival for e in told if e.arrival is not None and _is_of_the_report(e, party))
    return tuple(dict.fromkeys(found))


def _is_of_the_report(entry: Entry, party: set[tuple[Channel, PersonId]]) -> bool:
    if entry.kind is EntryKind.OPENED or entry.author is None:
        return entry.kind is EntryKind.OPENED
    is_word = entry.kind in (EntryKind.MESSAGE, EntryKind.ANSWER)
    return is_word and entry.channel.kind is ChannelKind.RESIDENT and (entry.channel, entry.author) in party


def opening_arrival(entries: Iterable[Entry]) -> int | None:
    """A new ticket may be put before another manager later, by a mail that is not the report."""
    return next((e.arrival for e in entries if e.kind is EntryKind.OPENED and e.arrival is not None), None)
