"""What a ticket's mails are and which pictures they hold, by digests: for the one word that deletes them."""

from dataclasses import replace

from hauspost.desk.attachments import may_be_photo
from hauspost.desk.case import Case
from hauspost.desk.decision import QuestionKind
from hauspost.desk.intents import Act, Said
from hauspost.gateway.sandbox import Sandbox
from hauspost.store import arrivals, octets
from hauspost.store.connection import Connection


def with_originals(connection: Connection, case: Case, said: Said, sandbox: Sandbox) -> Case:
    """Fetched only where JA to that question is said. Raises NoWorker."""
    number = case.ticket.number if case.ticket else None
    asked = {q.id for q in case.questions if q.kind is QuestionKind.DELETE and q.ticket == number}
    if not any(c.act is Act.YES and c.question in asked for c in said.commands):
        return case
    mails: list[str] = []
    pictures: list[str] = []
    for arrival in dict.fromkeys(e.arrival for e in case.entries if e.arrival is not None):
        row = arrivals.load(connection, arrival)
        if row is not None:
            mails.append(row.digest)
            files = sandbox.parse(octets.load(connection, row.digest)).attachments
            pictures += [f.sha256 for f in files if may_be_photo(f.content_type, f.size)]
    return replace(case, originals=tuple(mails), pictures=tuple(dict.fromkeys(pictures)))
