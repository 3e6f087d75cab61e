"""What is still missing of a word that people steer with, each in one sentence that names the place.

`python -m tests.commands_whole` prints them.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from hauspost.desk.command_table import MANAGERS, OF_THE_HOUSE, WORDS, Kind
from hauspost.desk.helping import ROWS
from hauspost.desk.houses import Role
from hauspost.desk.intents import Act, Party
from hauspost.desk.languages import COMMANDS, PRINTED, commands_of, languages

# Words that the mail prints which asks for them, and that mean nothing anywhere else: HILFE does not list them.
ANSWERED_ONLY = {Act.IMPORT_OK, Act.TAKE, Act.TAKE_NEW, Act.ONCE, Act.SPAM, Act.DOCUMENT}

ROLES_OF = {
    Party.MANAGER: MANAGERS,
    Party.RESIDENT: OF_THE_HOUSE,
    Party.CONTRACTOR: frozenset({Role.CONTRACTOR}),
}


def lacking() -> Iterator[str]:
    rows = {row.code: row.act for rows in ROWS.values() for row in rows if row.act is not None}
    for code in languages():
        yield from _of_language(code, rows)
    known = {word.act for word in WORDS}
    for act in dict.fromkeys(rows.values()):
        if act not in known:
            yield f"hauspost/desk/command_table.py WORDS: Act.{act.name} has no row, so nobody can write it"
    yield from _contradicting()
    helped = {row.act for row in ROWS["manager"]}
    listed = (w for w in WORDS if Party.MANAGER in w.parties and w.kind is not Kind.ANSWER)
    for word in (w for w in listed if w.act not in ANSWERED_ONLY | helped):
        yield f"hauspost/desk/helping.py ROWS: Act.{word.act.name} has no row, so HILFE never lists it"


def _contradicting() -> Iterator[str]:
    """Read from somebody it must be a right of theirs as well; a word that is nobody's right answers what was asked."""
    for word in (word for word in WORDS if word.right):
        for party, roles in ROLES_OF.items():
            can, may = party in word.parties, bool(roles & word.right)
            if can != may:
                what = (
                    "can write it and has no right to it"
                    if can
                    else "has the right to it and cannot write it"
                )
                yield f"hauspost/desk/command_table.py WORDS: Act.{word.act.name}: a {party} {what}"


def _of_language(language: str, rows: Mapping[str, Act]) -> Iterator[str]:
    file = f"hauspost/languages/{language}/{COMMANDS}"
    tables = commands_of(language)
    for name in tables.keys() - set(Act):
        yield f"hauspost/desk/intents.py Act: {file} has a table [{name}] that is the code of no act"
    for act in Act:
        if act not in tables:
            yield f"{file}: a table [{act}] is missing"
            continue
        yield from (f"{file} [{act}]: {what}" for what in _of_table(act, tables[act], rows))


def _of_table(act: Act, table: Mapping[str, Any], rows: Mapping[str, Act]) -> Iterator[str]:
    for word in WORDS:
        if word.act is act and not table.get(name := f"said.{word.value}".rstrip(".")):
            yield f"{name} is missing, how people say it"
    for name in PRINTED:
        if not table.get(name):
            yield f"{name} is missing"
    told = table.get("help", {})
    for code in (code for code, of in rows.items() if of is act and code not in told):
        yield f'help."{code}" is missing, what HILFE says that it does'
    for code in told.keys() - rows.keys():
        yield f'help."{code}" is the code of no row of hauspost/desk/helping.py ROWS'


if __name__ == "__main__":
    print("\n".join(lacking()))
