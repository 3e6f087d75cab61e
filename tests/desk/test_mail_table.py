"""The table of who gets how much mail, cell by cell as the house's rule states it, and what follows from it."""

import re
from collections.abc import Iterator

import pytest

from hauspost.desk.mail_table import TABLE, Cell, Event, Reader, When

# The rule as it is written, for people.
WRITTEN = """
| opened | at once, with proposal | morning list | acknowledgement | `important` category: at once, folded with the next 15 minutes; else evening line | – |
| own command | transcript, folded (person may choose "only faults") | morning list | what changed, folded | as above | the order |
| contractor accepts, proposes dates | list, unless overdue or unclear | – | the dates to choose | – | – |
| date fixed, moved | – | – | confirmation + .ics | `important` | confirmation + .ics |
| question, no access, extra cost, decline, conditional | at once | – | only no access | – | – |
| reported done | question, at once | – | – | – | – |
| DONE | list | list | one mail incl. "Ist es behoben?" | `important` at once, else evening line | – |
| RELEASED without order, pure status | list | list | yes | – | – |
| "danke", JA, ICH AUCH | count in list | – | – | – | – |
| invoice, quote | accounting at once; list | – | – | – | – |
| held mail | one list, at most 3 a day; urgent at once | deputy if absent | – | – | – |
"""  # noqa: E501
# What its words mean for the reader of that column, the first that fits. "deputy if absent" is no other reader: it is
# who stands in for the responsible one.
MEANINGS = (
    (r"–|deputy if absent", Cell(When.NOTHING)),
    (r"`important`.*evening line|as above", Cell(When.FOLDED, otherwise=When.EVENING)),
    (r"`important`", Cell(When.FOLDED, otherwise=When.NOTHING)),
    (r"count in list", Cell(When.COUNTED)),
    (r".*\blist\b.*", Cell(When.LIST)),
    (r".*\bfolded\b.*|yes", Cell(When.FOLDED)),  # "yes": what changed, of which the row of commands says how
    (r".+", Cell(When.AT_ONCE)),
)


def meaning(words: str) -> Cell:
    return next(cell for pattern, cell in MEANINGS if re.fullmatch(pattern, words))


def written() -> Iterator[tuple[Event, Reader, str]]:
    for line in WRITTEN.strip().splitlines():
        name, *cells = (cell.strip() for cell in line.strip("|").split("|"))
        event = Event(name.replace('"', ""))
        yield from ((event, reader, words) for reader, words in zip(Reader, cells, strict=True))


@pytest.mark.parametrize("event, reader, words", tuple(written()))
def test_each_cell_says_what_is_written(event: Event, reader: Reader, words: str) -> None:
    assert TABLE[event, reader] == meaning(words)


def test_no_event_and_no_reader_is_missing() -> None:
    assert TABLE.keys() == {(event, reader) for event in Event for reader in Reader}
    assert {(event, reader) for event, reader, _ in written()} == TABLE.keys()
