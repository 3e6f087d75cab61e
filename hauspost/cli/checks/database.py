"""Looks at the database: reachable, of this version's schema, and no copy that was not made safe."""

from collections.abc import Iterator

from hauspost.cli import door
from hauspost.cli.checks.folders import unwritable
from hauspost.cli.door import Trouble
from hauspost.config.settings import Settings
from hauspost.desk.soundness import Finding, Level
from hauspost.store.migrate import SchemaState, write_refusal


def database(settings: Settings) -> Iterator[Finding]:
    file = settings.database.file
    if file is not None and not file.exists():
        if fault := unwritable(file.parent):
            yield Finding(Level.ERROR, "database.url", fault, "choose a folder that you may write to")
        else:
            sentence = f"there is no database yet at {file}"
            yield Finding(Level.NOTE, "database.url", sentence, "`import --apply` and `serve` make it")
        return
    try:
        state = door.reachable(settings)
    except Trouble as trouble:
        yield Finding(Level.ERROR, "database.url", trouble.sentence, trouble.mend)
        return
    yield from _schema(state)
    if state is SchemaState.CURRENT and (refusal := write_refusal(settings.database.url)):
        yield Finding(Level.ERROR, "database.url", f"{door.NO_WRITES} ({refusal})", door.NO_WRITES_MEND)
    if state is SchemaState.CURRENT and door.is_unsafe_copy(settings):
        yield Finding(Level.WARNING, "database.url", door.UNSAFE_COPY, door.UNSAFE_COPY_MEND)


def _schema(state: SchemaState) -> Iterator[Finding]:
    if state is SchemaState.NEWER:
        sentence = "the database was made by a later version of Hauspost"
        yield Finding(Level.ERROR, "database.url", sentence, "install that version, or a later one")
    elif state is not SchemaState.CURRENT:
        yield Finding(Level.WARNING, "database.url", f"the schema is {state}", "run `hauspost migrate`")
