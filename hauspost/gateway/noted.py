"""Knows the envelope of a mail that comes without one: what servers noted on the way, else what its author wrote."""

from collections.abc import Container, Iterable, Mapping
from typing import Final

from hauspost.parsers import fields
from hauspost.parsers.correspondents import correspondents, noted_in
from hauspost.parsers.prescan import Field
from hauspost.threading.addresses import Grammar, TargetKind, read_address

# RFC 2606: nobody. An empty return path would mean that a machine wrote it.
NOBODY: Final = "unknown@ingest.invalid"
NO_OLD: Final[Mapping[str, str]] = {}


def return_path(header: Iterable[Field], otherwise: str = "") -> str:
    """ "" only where the mail itself says that its reverse-path was null (RFC 5321 §4.4)."""
    written = next((one.value.strip() for one in header if one.name == "return-path"), None)
    if written is not None:
        return "" if written == "<>" else fields.addr_spec(written.strip("<>")) or NOBODY
    return fields.addr_spec(otherwise) or NOBODY


def ours_among(
    header: Iterable[Field],
    grammar: Grammar,
    boxes: Container[str],
    *,
    stands_for: Mapping[str, str] = NO_OLD,
) -> tuple[str, ...]:
    """The addresses of ours in address fields and delivery notes, each once; `stands_for`: ours by old ones."""
    try:
        found = correspondents(header).recipients
    except Exception:  # a general parser on foreign octets: unread, so nothing of ours is named
        return ()
    meant = dict.fromkeys(stands_for.get(one.lower(), one) for one in found)
    return tuple(one for one in meant if read_address(one, grammar, boxes) is not None)


def recipients_of_ours(
    header: tuple[Field, ...], names: Iterable[str], grammar: Grammar, boxes: Container[str]
) -> tuple[str, ...]:
    """Where a fetched mail belongs, each address once; none where it names no address of ours.

    `names`: lower-case fields in the order of their worth; of each the topmost that names one of ours counts, for the
    last server wrote it. An account's own bare address says nothing that To and Cc do not say better.
    """
    noted = next((found for name in names if (found := _topmost(header, name, grammar, boxes))), ())
    if noted and not all(_is_bare_account(one, grammar, boxes) for one in noted):
        return noted
    named = ours_among((one for one in header if one.name in ("to", "cc")), grammar, boxes)
    return tuple(one for one in named if not _is_bare_account(one, grammar, boxes)) or noted or named


def _topmost(
    header: tuple[Field, ...], name: str, grammar: Grammar, boxes: Container[str]
) -> tuple[str, ...]:
    for field in header:
        if field.name == name:
            found = noted_in(field.value)
            ours = tuple(dict.fromkeys(one for one in found if read_address(one, grammar, boxes) is not None))
            if ours:
                return ours
    return ()


def _is_bare_account(address: str, grammar: Grammar, boxes: Container[str]) -> bool:
    target = read_address(address, grammar, boxes)
    is_desk = target is not None and target.kind is TargetKind.DESK
    return is_desk and bool(grammar.base) and address.partition("@")[0].lower() == grammar.base.lower()
