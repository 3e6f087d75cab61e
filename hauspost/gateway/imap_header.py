"""Knows what a fetched mail says before the parser sees it: whose it is, and which mail it is or tells of."""

from typing import Final

from hauspost.gateway.imap_wire import HEADER
from hauspost.parsers import automation, transfer
from hauspost.parsers.correspondents import correspondents
from hauspost.parsers.fields import message_ids, references
from hauspost.parsers.prescan import Field, header_of, prescan
from hauspost.store import mails, registry
from hauspost.store.connection import Connection
from hauspost.threading.addresses import Grammar, secret_in

LOOKED_AT: Final = 2 * HEADER  # octets, in which every field that counts lies
IDS: Final = 200  # in a report: those of a mail and of the thread that it stands in


def header_only(whole: bytes) -> bytes:
    """The header and the empty line behind it (RFC 5322 §2.1)."""
    whole = whole.lstrip(b"\r\n")
    return whole[: header_of(whole)[1]].rstrip(b"\r\n") + b"\r\n\r\n"


def fields_of(whole: bytes) -> tuple[Field, ...]:
    """As the parser will see them, whatever stands before the header; its parts are not looked for here."""
    return prescan(whole[:LOOKED_AT]).fields


def identity_of(whole: bytes) -> tuple[bytes, ...]:
    """Which mail it is for any server: the raw values of Message-ID, Date and From, b"" where one is missing."""
    values = {one.name: one.raw.strip() for one in fields_of(whole)}
    return tuple(values.get(name, b"") for name in ("message-id", "date", "from"))


def may_report(header: bytes) -> bool:
    """Whether its body may tell what became of a mail of ours, as returned mail and receipts do."""
    scan = prescan(header[:LOOKED_AT])
    return automation.may_report(scan.fields, scan.parts)


def tells_of_ours(connection: Connection, beginning: bytes) -> bool:
    """Whether it names a mail of ours, whatever form the report has."""
    return bool(mails.id_facts(connection, ids_inside(beginning)))


def ids_inside(beginning: bytes) -> tuple[str, ...]:
    """What looks like a Message-ID anywhere in its parts: the returned mail, or its header, bears that of ours."""
    found: dict[str, None] = {}
    for part in prescan(beginning).parts:
        if part.leaf:
            content = transfer.decoded(beginning, part.offset, part.length, part.encoding)
            found |= dict.fromkeys(message_ids(content.decode("utf-8", "replace")))
    return tuple(found)[:IDS]


def concerns_us(connection: Connection, header: tuple[Field, ...], grammar: Grammar) -> bool:
    """Whether a registered person wrote it, or it answers a mail of ours."""
    try:
        found = correspondents(header)
    except Exception:  # a general parser on foreign octets: nothing may be lost, so the unread is taken
        return True
    if any(secret_in(one, grammar) for one in found.recipients):
        return True
    if found.from_address and registry.persons_by_address(connection, found.from_address):
        return True
    answered = [one.value for one in header if one.name == "in-reply-to"]
    ids = [*references(answered), *references(one.value for one in header if one.name == "references")]
    return bool(mails.id_facts(connection, ids))
