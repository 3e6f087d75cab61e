"""Looks through what a mail says of documents once more when it is written, and fetches the files that go along."""

from dataclasses import replace
from datetime import datetime, tzinfo

from hauspost.desk.attachments import MOST, Enclosed, File
from hauspost.desk.document_answers import still_listed, still_seen
from hauspost.desk.houses import Person
from hauspost.desk.notices import Letter
from hauspost.desk.notices_of_documents import DocumentLine, DocumentList, DocumentsSent
from hauspost.store import documents, octets
from hauspost.store.connection import Connection


def seen(
    connection: Connection,
    facts: DocumentList | DocumentsSent,
    to: tuple[Person, ...],
    *,
    at: datetime,
    zone: tzinfo,
) -> DocumentList | DocumentsSent:
    """What these readers may see today, as it is today."""
    known = documents.by_number(connection, (line.number for line in facts.lines))
    day = at.astimezone(zone).date()
    if isinstance(facts, DocumentList):
        return still_listed(facts, known, to, day)
    return still_seen(facts, known, to, day)


def with_files(connection: Connection, letter: Letter) -> tuple[Letter, Enclosed]:
    """The letter with what goes along, as many as fit into a mail; of the others it says how to get them."""
    facts = letter.facts
    if not isinstance(facts, DocumentsSent):
        return letter, Enclosed()
    kinds = {
        (document.number, version.digest): version.content_type
        for document in documents.by_number(connection, (line.number for line in facts.lines))
        for version in document.versions
    }
    going: list[DocumentLine] = []
    left: list[str] = []
    room = MOST
    for line in facts.lines:
        if line.size <= room:
            going.append(line)
            room -= line.size
        else:
            left.append(str(line.number))
    files = tuple(
        File(line.file, kinds[line.number, line.digest], octets.load(connection, line.digest))
        for line in going
    )
    return replace(letter, facts=replace(facts, lines=tuple(going), too_large=tuple(left))), Enclosed(files)
