"""The journal's chain: each entry's digest covers the one before it, so that what was changed later shows.

An entry has two digests. `content` covers its words: who is named, the text, the facts, and a random salt. `link`
covers the link before it, what happened when and by whom (numbers, kinds, times), and `content`. Erasing takes words
and salt away and leaves both digests: the chain still holds, and without the salt nobody finds the words by guessing.

The number of an order is no part of it: two tickets that become one number theirs anew (`merging`).
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from sqlalchemy import Connection, Function, Row, bindparam, func, select, update

from hauspost.desk.model import ERASED
from hauspost.store import schema
from hauspost.store.columns import clean, clean_json
from hauspost.store.made import Made

START: Final = ""  # the link before a ticket's first entry
BATCH: Final = 1_000


@dataclass(frozen=True, slots=True)
class Broken:
    """The first place of a ticket where the journal is not as it was written."""

    ticket: int
    seq: int
    why: str


@dataclass(frozen=True, slots=True)
class Verified:
    """`head` changes with any link: noted elsewhere, it shows also what the database's owner would change."""

    tickets: int
    entries: int
    erased: int  # of which only the digests are left
    head: str
    broken: tuple[Broken, ...]


def salt_of(connection: Connection) -> Function[Any]:
    """128 bits of chance, as the database makes them (PostgreSQL: 122, a UUID)."""
    return _salt(connection.dialect.name)


def _salt(dialect: str) -> Function[Any]:
    if dialect == "sqlite":
        return func.lower(func.hex(func.randomblob(16)))
    return func.replace(func.gen_random_uuid().cast(schema.entries.c.salt.type), "-", "")


def before(connection: Connection, ticket: int, seq: int) -> tuple[str, str]:
    """The link of that entry ("" where there is none), and a new salt: asked for once in a transaction."""
    (row,) = _before(connection.dialect.name).rows(connection, {"ticket": ticket, "seq": seq})
    return row[0] or START, str(row[1])


@cache
def _before(dialect: str) -> Made:
    table = schema.entries
    this = (table.c.ticket == bindparam("ticket"), table.c.seq == bindparam("seq"))
    return Made(select(select(table.c.link).where(*this).scalar_subquery(), _salt(dialect)))


def sealed(values: Mapping[str, Any], previous: str, salt: str) -> dict[str, str]:
    """The three columns of an entry. `salt`: of its transaction; each entry has its own, made from it."""
    own = _digest(salt, values["seq"])[:32]
    content = _content(own, values["author_name"], values["text"], values["facts"])
    return {"salt": own, "content": content, "link": _link(previous, values, content)}


def link_all(connection: Connection) -> None:
    """Seals what was written before there was a chain, as it stands."""
    table = schema.entries
    columns = (table.c[name] for name in _READ if name not in ("content", "link", "salt"))
    query = select(*columns, salt_of(connection).label("chance")).order_by(table.c.ticket, table.c.seq)
    rows = connection.execute(query).all()
    ticket, previous = None, START
    for row in rows:
        previous = START if row.ticket != ticket else previous
        values = sealed(row._asdict(), previous, row.chance)
        if row.facts.get(ERASED):
            values["salt"] = ""
        this = (table.c.ticket == row.ticket, table.c.seq == row.seq)
        connection.execute(update(table).where(*this).values(values))
        ticket, previous = row.ticket, values["link"]


def verify(connection: Connection) -> Verified:
    """Reads the whole journal once. At most one fault of each ticket is named: behind it nothing can be said."""
    heads: dict[int, tuple[int, str]] = {}
    broken: dict[int, Broken] = {}
    count = erased = 0
    for row in _rows(connection):
        count += 1
        erased += bool(row.facts.get(ERASED))
        seq, previous = heads.get(row.ticket, (0, START))
        if row.ticket not in broken and (why := _fault(row, seq, previous)):
            broken[row.ticket] = Broken(row.ticket, seq + 1 if row.seq > seq + 1 else row.seq, why)
        heads[row.ticket] = (row.seq, row.link)
    tickets = schema.tickets
    for number, written in connection.execute(select(tickets.c.number, tickets.c.seq)):
        seq, _ = heads.setdefault(number, (0, START))
        if seq != written and number not in broken:
            broken[number] = Broken(number, min(seq, written) + 1, "the last entries are missing")
    head = _digest(*(f"{ticket}:{seq}:{link}" for ticket, (seq, link) in sorted(heads.items())))
    return Verified(len(heads), count, erased, head, tuple(broken[number] for number in sorted(broken)))


_READ: Final = (
    "ticket",
    "seq",
    "channel",
    "kind",
    "author",
    "author_name",
    "at",
    "text",
    "facts",
    "arrival",
    "event",
    "salt",
    "content",
    "link",
)


def _rows(connection: Connection) -> Iterator[Row[Any]]:
    table = schema.entries
    query = select(*(table.c[name] for name in _READ)).order_by(table.c.ticket, table.c.seq)
    yield from connection.execution_options(yield_per=BATCH).execute(query)


def _fault(row: Row[Any], seq: int, previous: str) -> str:
    if row.seq != seq + 1:
        return "an entry is missing"
    if row.link != _link(previous, row._asdict(), row.content):
        return "it was changed, or one before it"
    if row.facts.get(ERASED):
        return "" if not row.salt else "it is marked as erased and has its salt still"
    is_whole = row.content == _content(row.salt, row.author_name, row.text, row.facts)
    return "" if is_whole else "its words were changed"


def _content(salt: str, author_name: str, text: str, facts: Mapping[str, Any]) -> str:
    """As the columns keep it, so that it reads the same on any database."""
    plain = json.dumps(clean_json(json.loads(json.dumps(facts))), sort_keys=True)
    return _digest(salt, clean(author_name), clean(text), plain)


def _link(previous: str, values: Mapping[str, Any], content: str) -> str:
    kind, _, key = str(values["channel"]).partition(":")
    channel = kind if kind == "order" else f"{kind}:{key}"
    moment = values["at"].timestamp()
    named = (values[name] for name in ("ticket", "seq", "kind", "author", "arrival", "event"))
    return _digest(previous, channel, f"{moment:.6f}", content, *(str(value) for value in named))


def _digest(*parts: object) -> str:
    """SHA-256 over JSON: where one part ends is never in doubt."""
    return hashlib.sha256(json.dumps([str(part) for part in parts]).encode()).hexdigest()
