"""Fetches the documents that a mail can be about, and opens the files that a manager's mail brings for a house."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from hauspost.desk.attachments import EXTENSIONS
from hauspost.desk.case import Case
from hauspost.desk.decision import QuestionKind
from hauspost.desk.document_changes import parted
from hauspost.desk.document_filing import chosen
from hauspost.desk.documents import LONGEST_TITLE, Brought, Content, Delivery, NotTaken, refusal, same_file
from hauspost.desk.houses import PropertyId, Role
from hauspost.desk.intents import Act, Said
from hauspost.desk.notices import NoticeKind
from hauspost.desk.proof import Route
from hauspost.desk.rights import OF_DOCUMENTS
from hauspost.gateway.enclosing import is_ornament
from hauspost.gateway.importing import ORNAMENTS
from hauspost.gateway.sandbox import Sandbox
from hauspost.parsers.document_details import Details, details
from hauspost.parsers.document_requests import SUBJECTS
from hauspost.parsers.lines import phrase
from hauspost.parsers.mail import Attachment, ParsedMail, attachment_octets
from hauspost.parsers.pictures import NotAPicture
from hauspost.store import arrivals, documents, octets, registry
from hauspost.store.arrivals import Arrival
from hauspost.store.connection import Connection
from hauspost.threading.subjects import bare_subject

HINTS: Final = frozenset({"dokumente", "dokument", "documents", "document"})  # behind the mailbox
WANTED: Final = OF_DOCUMENTS | {Act.HELP}
BEING_READ: Final = frozenset({Route.OFFICE, Route.THREAD})


@dataclass(frozen=True, slots=True)
class Mailed:
    """A mail with files: its number, its octets, and what was read of it."""

    arrival: int
    raw: bytes
    parsed: ParsedMail
    at: datetime


def mailed(connection: Connection, arrival: Arrival, parsed: ParsedMail, raw: bytes) -> Mailed:
    """The mail at hand; `raw` where it is not stored."""
    return Mailed(arrival.id, raw or octets.load(connection, arrival.digest), parsed, arrival.received_at)


# ---- what there is


def with_documents(connection: Connection, case: Case, said: Said) -> Case:
    """All papers of the author's houses, whoever may see them: the desk says which."""
    changing = [*(c.value for c in said.commands if c.act is Act.CHANGE_DOCUMENT), *_confirmed(case, said)]
    if not (said.asks_documents or changing or {c.act for c in said.commands} & WANTED):
        return case
    roles = [r for p in case.author for r in p.roles if r.period.holds(case.today)]
    places = {r.property_id for r in roles if r.role is not Role.CONTRACTOR}
    case = _with_documents_of(connection, case, places)
    named = {number for value in changing for number in parted(value)[1]}
    return _with_dwellers(connection, case, {d.property_id for d in case.documents if d.number in named})


def _confirmed(case: Case, said: Said) -> list[str]:
    """What A, B … of a confirming question would do to documents."""
    chosen = {(c.question, c.value) for c in said.commands if c.act is Act.CHOOSE}
    options = (
        option
        for question in case.questions
        for letter, option in question.about.get("options", {}).items()
        if (question.id, letter) in chosen
    )
    commands = (command for option in options for command in option["commands"])
    return [command["value"] for command in commands if command["act"] == Act.CHANGE_DOCUMENT]


def _with_documents_of(connection: Connection, case: Case, places: Iterable[PropertyId]) -> Case:
    found = documents.of_houses(connection, places)
    wanted = {d.property_id for d in found} | {case.house.id if case.house else None}
    houses = {h.id: h for h in registry.all_properties(connection) if h.id in wanted}
    return replace(case, documents=found, places={**houses, **case.places})


def _with_dwellers(connection: Connection, case: Case, places: Iterable[PropertyId]) -> Case:
    return replace(case, dwellers={place: registry.audience_of(connection, place) for place in places})


# ---- what a mail brings


def with_delivery(
    connection: Connection, case: Case, said: Said, mail: Callable[[], Mailed], *, sandbox: Sandbox
) -> Case:
    """The case with the papers of this mail, or of the question that it answers. Raises NoWorker."""
    if not case.acting_managers or case.resolution.route not in BEING_READ:
        return case
    found = chosen(case, said)
    if found is not None and not said.attachments:
        about = found[1]
        earlier = _earlier(connection, int(about.about["mail"]), sandbox)
        return (
            case
            if earlier is None
            else _brought(connection, case, earlier, about.property_id, sandbox=sandbox)
        )
    if not _is_for_documents(case, said):
        return case
    return _brought(connection, case, mail(), _place(connection, case), sandbox=sandbox, is_new=True)


def _is_for_documents(case: Case, said: Said) -> bool:
    """To the address for them, unless only words steer; or files in an answer to a mail about them."""
    if case.answered is not None and case.answered.kind is NoticeKind.DOCUMENT_NEWS and said.attachments:
        return True
    steers = bool(said.commands or said.near_misses) and not said.attachments
    return case.resolution.hint.partition("+")[0] in HINTS and not steers


def _place(connection: Connection, case: Case) -> PropertyId | None:
    """The house of the address; of an answer that of the mail which it answers; else the only one there is."""
    if case.house is not None and case.answered is None:
        return case.house.id
    if case.answered is not None:
        asked = {q.property_id for q in case.questions if q.kind is QuestionKind.DOCUMENTS and q.property_id}
        asked |= {d.property_id for d in documents.of_mail(connection, case.answered.mail)}
        if len(asked) == 1:
            return asked.pop()
    houses = (case.house,) if case.house else case.houses
    return houses[0].id if len(houses) == 1 else None


def _earlier(connection: Connection, number: int, sandbox: Sandbox) -> Mailed | None:
    row = arrivals.load(connection, number)
    if row is None:
        return None
    raw = octets.load(connection, row.digest)
    return Mailed(number, raw, sandbox.parse(raw), row.received_at)


def _brought(
    connection: Connection,
    case: Case,
    mail: Mailed,
    place: PropertyId | None,
    *,
    sandbox: Sandbox,
    is_new: bool = False,
) -> Case:
    delivery = Delivery(mail.arrival, place, is_new)
    if place is None:
        return replace(case, delivery=delivery)
    case = _with_dwellers(connection, _with_documents_of(connection, case, (place,)), (place,))
    house = registry.load_property(connection, place)
    if house is not None:
        case = replace(case, places={**case.places, place: house})
    said = details(mail.parsed.text, today=mail.at.astimezone(case.zone).date())
    taken: list[Brought] = []
    refused: list[NotTaken] = []
    files = [f for f in mail.parsed.attachments if not (is_ornament(f) or _is_added_by_program(f))]
    for file in files:
        one = _read(case, mail, file, place, sandbox=sandbox)
        is_twice = isinstance(one, Brought) and one.source in {t.source for t in taken}
        if isinstance(one, NotTaken) or is_twice:
            refused.append(one if isinstance(one, NotTaken) else NotTaken(file.filename, "duplicate"))
        else:
            taken.append(one)
    delivery = replace(
        delivery,
        files=_titled(taken, said, bare_subject(mail.parsed.subject)),
        not_taken=tuple(refused),
        unread=said.unread,
    )
    return replace(case, delivery=delivery, next_document=documents.next_number(connection))


def _is_added_by_program(file: Attachment) -> bool:
    return file.content_type in ORNAMENTS or file.filename.lower().endswith((".vcf", ".p7s", ".asc"))


def _read(
    case: Case, mail: Mailed, file: Attachment, place: PropertyId, *, sandbox: Sandbox
) -> Brought | NotTaken:
    """A file as it would be stored: of pictures a copy that says nothing of camera and place."""
    if why := refusal(file.filename, file.content_type, file.size):
        return NotTaken(file.filename, why)
    known = same_file(case.documents, place, file.sha256)
    if known is not None:
        return NotTaken(file.filename, "duplicate", known.number)
    content, name, kind = attachment_octets(mail.raw, file), file.filename, file.content_type
    if kind.startswith("image/"):
        copy = sandbox.picture(content)
        if isinstance(copy, NotAPicture):
            return NotTaken(file.filename, "picture")
        content, kind = copy.octets, copy.content_type
        name = f"{name.rpartition('.')[0]}.{EXTENSIONS[kind]}"
    packed = octets.pack(content)
    return Brought(_stem(name), name, kind, file.sha256, Content(packed.digest, packed.size, packed.body))


def _stem(name: str) -> str:
    return " ".join(name.rpartition(".")[0].replace("_", " ").split())[:LONGEST_TITLE] or name


def _titled(taken: list[Brought], said: Details, subject: str) -> tuple[Brought, ...]:
    """One file is called as the mail says, several by their names, each of its own."""
    titles = [one.title for one in taken]
    if len(taken) == 1:
        written = " ".join(subject.split())[:LONGEST_TITLE]
        titles = [said.title or (written if phrase(written) not in SUBJECTS | {""} else titles[0])]
    found: list[Brought] = []
    for one, title in zip(taken, titles, strict=True):
        is_again = phrase(title) in {phrase(each.title) for each in found}
        audience = frozenset(Role(r) for r in said.audience) if said.audience else None
        found.append(
            replace(
                one,
                title=one.file if is_again else title,
                audience=audience,
                valid=said.valid,
                covers=said.covers,
            )
        )
    return tuple(found)
