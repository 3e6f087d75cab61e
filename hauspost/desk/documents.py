"""Documents of a house: who may see one, which version counts on a day, and for whom a title is meant by itself."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from hauspost.desk.attachments import MOST, may_pass
from hauspost.desk.categories import WORD, fold
from hauspost.desk.houses import Period, Person, PersonId, PropertyId, Role

ALWAYS: Final = Period()
EVERYBODY: Final = frozenset({Role.TENANT, Role.OWNER, Role.BOARD_MEMBER, Role.CARETAKER})
OWNERS: Final = frozenset({Role.OWNER, Role.BOARD_MEMBER})
LONGEST_TITLE: Final = 120
# Whose documents these usually are, by words of their titles; where two rows speak, the narrower one counts.
USUAL: Final = (
    (
        OWNERS,
        (
            *("protokoll", "niederschrift", "abrechnung", "wirtschaftsplan", "beschluss"),
            *("minutes", "accounts", "budget", "resolution"),
        ),
    ),
    (EVERYBODY, ("hausordnung", "house rules")),
)
# What the first octets of these surely tell: a file of that name with another content is not what it says it is.
TOLD: Final[Mapping[str, frozenset[str]]] = {
    "pdf": frozenset({"application/pdf"}),
    "jpg": frozenset({"image/jpeg"}),
    "jpeg": frozenset({"image/jpeg"}),
    "png": frozenset({"image/png"}),
    "gif": frozenset({"image/gif"}),
    "webp": frozenset({"image/webp"}),
    "tif": frozenset({"image/tiff"}),
    "tiff": frozenset({"image/tiff"}),
}


@dataclass(frozen=True, slots=True)
class Version:
    """One file. `digest` names the stored octets, `source` those that were mailed: pictures are stored as copies."""

    number: int
    file: str
    content_type: str
    size: int  # octets
    digest: str
    source: str
    at: datetime
    by: PersonId
    valid: Period = ALWAYS  # on which days residents get it
    covers: str = ""  # the period that it speaks of: "2024"
    is_taken_back: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """`changes` counts what was done to it; `before`: title, audience, withdrawal and version before the last one."""

    number: int
    property_id: PropertyId
    title: str
    audience: frozenset[Role]
    versions: tuple[Version, ...]  # oldest first; at least one
    is_withdrawn: bool = False
    changes: int = 0
    changed_at: datetime | None = None
    before: Mapping[str, Any] | None = None

    @property
    def kept(self) -> tuple[Version, ...]:
        return tuple(v for v in self.versions if not v.is_taken_back)

    def current(self, day: date) -> Version | None:
        """The newest that has begun; once its own time is over there is none: what it replaced does not come back."""
        begun = [v for v in self.kept if v.valid.begin is None or v.valid.begin <= day]
        return begun[-1] if begun and begun[-1].valid.holds(day) else None


@dataclass(frozen=True, slots=True)
class Content:
    """Octets as `store.octets` packs them."""

    digest: str  # SHA-256 of the octets unpacked
    size: int
    body: bytes


@dataclass(frozen=True, slots=True)
class Brought:
    """A file that a manager's mail brings, with what the mail says of it. `audience` None: it says nothing of that."""

    title: str
    file: str
    content_type: str
    source: str
    content: Content
    audience: frozenset[Role] | None = None
    valid: Period = ALWAYS
    covers: str = ""


@dataclass(frozen=True, slots=True)
class NotTaken:
    """`why`: type | too_large | picture | duplicate; `number`: of the document that it is already."""

    file: str
    why: str
    number: int = 0


@dataclass(frozen=True, slots=True)
class Delivery:
    """What a mail brings to a house; `is_new`: the mail at hand, else that of the question which it answers."""

    arrival: int
    place: PropertyId | None
    is_new: bool
    files: tuple[Brought, ...] = ()
    not_taken: tuple[NotTaken, ...] = ()
    unread: tuple[str, ...] = ()  # lines like "Gültig bis Ostern", which nobody can rely on


def may_see(persons: Iterable[Person], document: Document, day: date) -> bool:
    """The one rule (P7): its managers see all of it, residents and caretakers by a role in force that day."""
    return any(_may_see(person, document, day) for person in persons)


def _may_see(person: Person, document: Document, day: date) -> bool:
    roles = person.roles_at(document.property_id, day)
    if Role.MANAGER in roles:
        return True
    is_shown = not document.is_withdrawn and document.current(day) is not None
    return is_shown and bool(roles & document.audience)


def manages(persons: Iterable[Person], place: PropertyId, day: date) -> bool:
    return any(Role.MANAGER in p.roles_at(place, day) for p in persons)


def version_for(persons: Iterable[Person], document: Document, day: date) -> Version | None:
    """What somebody who may see it gets: what counts today, or of the office the newest that there is."""
    found = tuple(persons)
    if not may_see(found, document, day):
        return None
    if manages(found, document.property_id, day):
        return document.current(day) or (document.kept or document.versions)[-1]
    return document.current(day)


def usual_audience(title: str) -> frozenset[Role] | None:
    """By the words of the title; None: nobody can tell, so a manager is asked."""
    said = fold(title)
    found = [roles for roles, words in USUAL if any(fold(word) in said for word in words)]
    return min(found, key=len) if found else None


def same_title(one: str, other: str) -> bool:
    return [fold(w) for w in WORD.findall(one)] == [fold(w) for w in WORD.findall(other)]


def called(documents: Iterable[Document], place: PropertyId, title: str) -> Document | None:
    """The document of that title that a new file replaces; what was withdrawn is over."""
    here = (d for d in documents if d.property_id == place and not d.is_withdrawn)
    return next((d for d in here if same_title(d.title, title)), None)


def same_file(documents: Iterable[Document], place: PropertyId, source: str) -> Document | None:
    """The document whose newest file has these octets."""
    here = (d for d in documents if d.property_id == place and not d.is_withdrawn and d.kept)
    return next((d for d in here if d.kept[-1].source == source), None)


def refusal(name: str, content_type: str, size: int) -> str:
    """Why a file is not taken; "" if it is. By name and content, and no more than a mail holds."""
    extension = name.rpartition(".")[2].lower()
    told = TOLD.get(extension)
    if not may_pass(name, content_type) or (told is not None and content_type not in told):
        return "type"
    return "too_large" if size > MOST else ""
