"""The papers of houses: each with its versions, their octets in `octets`, and which mails carry them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, func, insert, select, update

from hauspost.desk.decision import ChangeDocument, FileDocument
from hauspost.desk.documents import Document, Version
from hauspost.desk.houses import EVERYWHERE, Period, PersonId, PropertyId, Role
from hauspost.store import octets, schema
from hauspost.store.changes import Moved
from hauspost.store.octets import Packed


def of_houses(connection: Connection, places: Iterable[PropertyId]) -> tuple[Document, ...]:
    """Whoever may see them, in the order of their numbers; "*": of all houses."""
    table, wanted = schema.documents, set(places)
    query = select(table).order_by(table.c.number)
    return _loaded(
        connection, query if EVERYWHERE in wanted else query.where(table.c.property.in_(sorted(wanted)))
    )


def by_number(connection: Connection, numbers: Iterable[int]) -> tuple[Document, ...]:
    """Those of these numbers that there are, in the order of their numbers."""
    table = schema.documents
    query = select(table).where(table.c.number.in_(sorted(set(numbers)))).order_by(table.c.number)
    return _loaded(connection, query)


def of_mail(connection: Connection, mail: int) -> tuple[Document, ...]:
    """What one of our mails names or carries."""
    table = schema.document_mails
    return by_number(connection, connection.scalars(select(table.c.document).where(table.c.mail == mail)))


def next_number(connection: Connection) -> int:
    return (
        int(connection.execute(select(func.coalesce(func.max(schema.documents.c.number), 0))).scalar_one())
        + 1
    )


def _loaded(connection: Connection, query: Any) -> tuple[Document, ...]:
    rows = connection.execute(query).all()
    table = schema.document_versions
    numbers = [row.number for row in rows]
    found = select(table).where(table.c.document.in_(numbers)).order_by(table.c.document, table.c.version)
    versions: dict[int, list[Version]] = {}
    for row in connection.execute(found) if numbers else ():
        versions.setdefault(row.document, []).append(_version(row))
    return tuple(_document(row, tuple(versions[row.number])) for row in rows)


def _document(row: Row[Any], versions: tuple[Version, ...]) -> Document:
    return Document(
        row.number,
        PropertyId(row.property),
        row.title,
        frozenset(Role(r) for r in row.audience),
        versions,
        row.is_withdrawn,
        row.changes,
        row.changed_at,
        row.before,
    )


def _version(row: Row[Any]) -> Version:
    return Version(
        row.version,
        row.file,
        row.content_type,
        row.size,
        row.digest,
        row.source,
        row.at,
        PersonId(row.by),
        Period(row.valid_from, row.valid_to),
        row.covers,
        row.is_taken_back,
    )


def file(connection: Connection, effect: FileDocument, *, at: datetime) -> None:
    """Raises Moved if somebody else has filed or changed meanwhile."""
    values = {"title": effect.brought.title, "audience": sorted(effect.audience), "is_withdrawn": False}
    if effect.changes is None:
        fresh = {"number": effect.number, "property": effect.property_id, "changes": 1, "changed_at": at}
        if not octets.insert_new(connection, schema.documents, {**values, **fresh, "before": {}}):
            raise Moved(f"document {effect.number} is taken")
        version = 1
    else:
        version = _change(connection, effect.number, effect.changes, values, at=at) + 1
    kept, brought = effect.brought.content, effect.brought
    digest = octets.keep(connection, Packed(kept.digest, kept.size, kept.body))
    row = {
        "document": effect.number,
        "version": version,
        "file": brought.file,
        "content_type": brought.content_type,
        "size": kept.size,
        "digest": digest,
        "source": brought.source,
        "valid_from": brought.valid.begin,
        "valid_to": brought.valid.end,
        "covers": brought.covers,
        "arrival": effect.arrival,
        "by": effect.by,
        "at": at,
        "is_taken_back": False,
    }
    connection.execute(insert(schema.document_versions), row)


def change(connection: Connection, effect: ChangeDocument, *, at: datetime) -> None:
    """Raises Moved if somebody else has changed it meanwhile."""
    values: dict[str, Any] = {
        "title": effect.title,
        "audience": sorted(effect.audience),
        "is_withdrawn": effect.is_withdrawn,
    }
    if effect.is_undoing:
        values["before"] = None
    _change(connection, effect.number, effect.changes, values, at=at)
    if effect.takes_back:
        table = schema.document_versions
        mine = and_(table.c.document == effect.number, table.c.version == effect.takes_back)
        connection.execute(update(table).where(mine).values(is_taken_back=True))


def _change(
    connection: Connection, number: int, changes: int, values: dict[str, Any], *, at: datetime
) -> int:
    """What stood before is kept, so that it can be taken back; gives the number of the newest version."""
    (found,) = by_number(connection, (number,)) or (None,)
    if found is None:
        raise Moved(f"document {number} is gone")
    newest = found.versions[-1].number
    before = {
        "title": found.title,
        "audience": sorted(found.audience),
        "is_withdrawn": found.is_withdrawn,
        "version": newest,
    }
    table = schema.documents
    same = and_(table.c.number == number, table.c.changes == changes)
    changed = {"before": before, **values, "changes": changes + 1, "changed_at": at}
    if connection.execute(update(table).where(same).values(changed)).rowcount != 1:
        raise Moved(f"document {number} was changed meanwhile")
    return newest


def note_mail(connection: Connection, mail: int, numbers: Iterable[int]) -> None:
    """That mail names or carries these."""
    rows = [{"mail": mail, "document": number} for number in dict.fromkeys(numbers)]
    if rows:
        connection.execute(insert(schema.document_mails), rows)
