"""DOKUMENTE and DOKUMENT 3: what the asker may see, and no word that tells of anything else."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Final

from hauspost.desk.case import Case
from hauspost.desk.decision import Decision, OweNotice, Verdict
from hauspost.desk.documents import Document, Version, manages, may_see, version_for
from hauspost.desk.houses import Person
from hauspost.desk.intents import Act, Command, Offer, Said
from hauspost.desk.languages import HOUSE
from hauspost.desk.notices import NoticeKind
from hauspost.desk.notices_of_documents import DocumentLine, DocumentList, DocumentsSent
from hauspost.desk.telling import printed, tell

LONGEST_LIST: Final = 60
BUTTONS: Final = 20


def has_documents(case: Case) -> bool:
    return any(may_see(case.author, document, case.today) for document in case.documents)


def answer_request(case: Case, said: Said) -> Decision | None:
    """A resident's own words for DOKUMENTE; None where there is nothing to show: a person reads the mail then."""
    if not said.asks_documents or not has_documents(case):
        return None
    return Decision(Verdict.ACCEPTED, "documents_asked", list_documents(case), event=case.event)


def list_documents(case: Case) -> tuple[OweNotice, ...]:
    """To managers of the house at hand its own alone; to everybody else by house, the one at hand first."""
    here = case.house.id if case.house else None
    wanted = (d for d in case.documents if not (case.acting_managers and here) or d.property_id == here)
    found = sorted(wanted, key=lambda d: (d.property_id != here, _house(case, d), d.number))
    seen = tuple(_asked(case, d) for d in found if may_see(case.author, d, case.today))
    facts = DocumentList(seen[:LONGEST_LIST], more=max(0, len(seen) - LONGEST_LIST))
    word = printed(Act.DOCUMENT, case.author[0].language if case.author else HOUSE)
    offers = tuple(
        Offer(f"{word} {line.number}", Act.DOCUMENT, value=str(line.number)) for line in facts.lines[:BUTTONS]
    )
    return tell(case, case.author, NoticeKind.DOCUMENT_LIST, facts, channel=None, offers=offers)


def send_documents(case: Case, command: Command) -> tuple[OweNotice, ...]:
    """Whatever is not there and whatever is not for the asker are answered alike."""
    known = {d.number: d for d in case.documents}
    lines: list[DocumentLine] = []
    missing: list[str] = []
    for value in command.values or (command.value,):
        number, _, version = value.partition("/")
        document = known.get(int(number))
        if document is None or not may_see(case.author, document, case.today):
            missing.append(number)
        else:
            lines.append(replace(_asked(case, document), version=int(version or 0)))
    facts = still_seen(DocumentsSent(tuple(lines), tuple(missing)), case.documents, case.author, case.today)
    return tell(case, case.author, NoticeKind.DOCUMENTS, facts, channel=None)


def _asked(case: Case, document: Document) -> DocumentLine:
    return line_for(document, case.author, case.today, house=_house(case, document))


def _house(case: Case, document: Document) -> str:
    place = case.places.get(document.property_id)
    return place.short_name if place else ""


def line_for(document: Document, persons: Iterable[Person], day: date, *, house: str = "") -> DocumentLine:
    """What those persons, who may see it, are told of it."""
    found = tuple(persons)
    version = version_for(found, document, day)
    if version is None:
        raise ValueError(f"document {document.number} is not for them")
    line = DocumentLine(
        document.number,
        document.title,
        house,
        document.property_id,
        version.file,
        version.size,
        version.at,
        version.covers,
    )
    return office_line(line, document, version) if manages(found, document.property_id, day) else line


def office_line(line: DocumentLine, document: Document, version: Version) -> DocumentLine:
    """With what only managers know."""
    return replace(
        line,
        audience=tuple(sorted(document.audience)),
        version=version.number,
        versions=len(document.kept),
        valid_from=version.valid.begin,
        valid_to=version.valid.end,
        is_withdrawn=document.is_withdrawn,
    )


def still_listed(
    facts: DocumentList, documents: Iterable[Document], to: tuple[Person, ...], day: date
) -> DocumentList:
    """The list as it is for these readers when it is written."""
    known = {d.number: d for d in documents if may_see(to, d, day)}
    lines = (line_for(known[n.number], to, day, house=n.house) for n in facts.lines if n.number in known)
    return replace(facts, lines=tuple(lines))


def still_seen(
    facts: DocumentsSent, documents: Iterable[Document], to: tuple[Person, ...], day: date
) -> DocumentsSent:
    """What goes along to these readers; an older version only to managers who named it."""
    known = {d.number: d for d in documents if may_see(to, d, day)}
    lines: list[DocumentLine] = []
    missing = list(facts.missing)
    for asked in facts.lines:
        document = known.get(asked.number)
        version = _wanted(document, asked.version, to, day) if document else None
        if document is None or version is None:
            missing.append(str(asked.number))
            continue
        line = line_for(document, to, day, house=asked.house)
        line = replace(line, file=version.file, size=version.size, filed_at=version.at, covers=version.covers)
        if line.audience is not None:
            line = office_line(line, document, version)
        lines.append(replace(line, digest=version.digest))
    return replace(facts, lines=tuple(lines), missing=tuple(dict.fromkeys(missing)))


def _wanted(document: Document, number: int, to: tuple[Person, ...], day: date) -> Version | None:
    if not number or not manages(to, document.property_id, day):
        return version_for(to, document, day)
    return next((v for v in document.versions if v.number == number), None)
