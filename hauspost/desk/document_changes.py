"""DOKUMENT 3 ZURÜCKZIEHEN, FÜR …, TITEL: …, RÜCKGÄNGIG: what a manager's word makes of a document that is filed."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Final

from hauspost.desk.case import Case
from hauspost.desk.course import Course
from hauspost.desk.decision import ChangeDocument
from hauspost.desk.document_answers import office_line
from hauspost.desk.document_filing import change_offers, reached
from hauspost.desk.documents import LONGEST_TITLE, Document, called, manages
from hauspost.desk.houses import Person, Role
from hauspost.desk.intents import Act, Command, Said
from hauspost.desk.notices import NoticeKind
from hauspost.desk.notices_of_documents import Became, DocumentLine, DocumentNews, Filed
from hauspost.desk.proof import Power
from hauspost.desk.telling import tell

UNDO_TIME: Final = timedelta(hours=24)
DID: Final = frozenset({Became.AUDIENCE, Became.TITLE, Became.WITHDRAWN, Became.UNDONE})


def parted(value: str) -> tuple[str, tuple[int, ...]]:
    """ "undo:3,4": what is to be done, with which documents."""
    what, _, numbers = value.partition(":")
    return what, tuple(int(n) for n in numbers.split(",") if n.isdecimal())


def widens(case: Case, command: Command) -> bool:
    """Whether more people, or others, would see one of them afterwards."""
    what, numbers = parted(command.value)
    for document in (_known(case, number) for number in numbers):
        if document is None:
            continue
        effect, _ = _after(case, document, what, command)
        if effect is not None and not _readers(effect) <= _seen_by(document):
            return True
    return False


def _readers(effect: ChangeDocument) -> frozenset[Role]:
    return frozenset() if effect.is_withdrawn else effect.audience


def _seen_by(document: Document) -> frozenset[Role]:
    return frozenset() if document.is_withdrawn else document.audience


def change_documents(case: Case, course: Course, said: Said, by: Person) -> Course:
    """All words of the mail that are about documents, in their order, and one receipt for all of them."""
    commands = [c for c in said.commands if c.act is Act.CHANGE_DOCUMENT]
    if not commands or case.resolution.power < Power.REVERSIBLE:
        return course
    effects: list[ChangeDocument] = []
    lines: list[DocumentLine] = []
    for command in commands:
        what, numbers = parted(command.value)
        for number in numbers:
            document = _known(case, number)
            if document is None:
                lines.append(DocumentLine(number, "", became=Became.NO_SUCH))
                continue
            effect, became = _after(case, document, what, command)
            if effect is not None:
                effects.append(effect)
                document = _changed(document, effect)
                case = replace(case, documents=tuple(_replaced(case, document)))
            lines.append(_line(case, document, became))
    undone = ",".join(dict.fromkeys(str(n.number) for n in lines if n.became in DID - {Became.UNDONE}))
    offers = change_offers(undone, by.language, withdraws=False) if undone else ()
    facts = DocumentNews(Filed.STEERED, tuple(lines))
    mails = tell(case, (by,), NoticeKind.DOCUMENT_NEWS, facts, channel=None, offers=offers)
    return replace(course, effects=(*course.effects, *effects, *mails))


def _known(case: Case, number: int) -> Document | None:
    """One of the houses that its author manages; of any other a manager learns nothing either."""
    found = (d for d in case.documents if d.number == number)
    return next((d for d in found if manages(case.author, d.property_id, case.today)), None)


def _after(
    case: Case, document: Document, what: str, command: Command
) -> tuple[ChangeDocument | None, Became]:
    as_it_is = ChangeDocument(
        document.number, document.changes, document.title, document.audience, document.is_withdrawn
    )
    match what:
        case "withdraw" if not document.is_withdrawn:
            return replace(as_it_is, is_withdrawn=True), Became.WITHDRAWN
        case "audience":
            roles = frozenset(Role(value) for value in command.values)
            if roles == document.audience:
                return None, Became.ALREADY
            return replace(as_it_is, audience=roles), Became.AUDIENCE
        case "title":
            title = " ".join(command.text.split())[:LONGEST_TITLE]
            other = called(case.documents, document.property_id, title)
            if other is not None and other.number != document.number:
                return None, Became.TITLE_TAKEN
            if title == document.title:
                return None, Became.ALREADY
            return replace(as_it_is, title=title), Became.TITLE
        case "undo":
            return _undone(case, document, as_it_is)
        case _:
            return None, Became.ALREADY


def _undone(case: Case, document: Document, as_it_is: ChangeDocument) -> tuple[ChangeDocument | None, Became]:
    before = document.before
    is_late = document.changed_at is None or case.at - document.changed_at > UNDO_TIME
    if before is None or is_late:
        return None, Became.NOTHING_TO_UNDO
    if not before:  # it was new
        return replace(as_it_is, is_withdrawn=True, is_undoing=True), Became.UNDONE
    newest = document.versions[-1].number
    back = ChangeDocument(
        document.number,
        document.changes,
        str(before["title"]),
        frozenset(Role(r) for r in before["audience"]),
        bool(before["is_withdrawn"]),
        takes_back=newest if newest > int(before["version"]) else 0,
        is_undoing=True,
    )
    return back, Became.UNDONE


def _changed(document: Document, effect: ChangeDocument) -> Document:
    """As it stands for the next word of the same mail, which can be taken back only by another mail."""
    versions = tuple(
        replace(v, is_taken_back=True) if v.number == effect.takes_back else v for v in document.versions
    )
    return replace(
        document,
        title=effect.title,
        audience=effect.audience,
        is_withdrawn=effect.is_withdrawn,
        versions=versions,
        changes=document.changes + 1,
        before=None,
    )


def _replaced(case: Case, document: Document) -> Iterator[Document]:
    return (document if d.number == document.number else d for d in case.documents)


def _line(case: Case, document: Document, became: Became) -> DocumentLine:
    version = document.current(case.today) or (document.kept or document.versions)[-1]
    place = case.places.get(document.property_id)
    line = DocumentLine(
        document.number,
        document.title,
        place.short_name if place else "",
        document.property_id,
        version.file,
        version.size,
        version.at,
        version.covers,
        reached=0 if document.is_withdrawn else reached(case, document.property_id, document.audience),
        became=became,
    )
    return office_line(line, document, version)
