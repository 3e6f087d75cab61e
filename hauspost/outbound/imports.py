"""Knows how an import is told: one line that counts it all, then row by row, and what was not taken."""

from collections.abc import Iterator
from typing import Final

from hauspost.desk.notices_of_imports import Became, Import, ImportLine, ImportPreview, ImportResult, Seen
from hauspost.outbound.view import View

SHOWN_REJECTS: Final = 20  # the table that goes along has the others
WITHOUT_FIGURES: Final = frozenset({Seen.NO_TABLE, Seen.NO_RIGHT, Became.DISCARDED})


def lead(view: View, facts: ImportPreview | ImportResult) -> str:
    """NOCH NICHTS GEÄNDERT · +3 Personen, 2 Auszüge zum 31.10.2025, 1 Adresse doppelt, 4 Zeilen abgelehnt"""
    said = view.language
    figures = "" if facts.outcome in WITHOUT_FIGURES else ", ".join(_figures(view, facts.found))
    return said.say("marks.between").join(
        p for p in (said.say(f"import_leads.{facts.outcome}"), figures) if p
    )


def _figures(view: View, found: Import) -> Iterator[str]:
    said = view.language
    for count in found.counts:
        kind = said.count(f"import_kinds.{count.kind}", count.number)
        yield said.say(f"import.{count.what}", n=count.number, kind=kind)
    for end in found.ends:
        yield said.count(f"import.{end.what}", end.number, day=view.times.bare_day(end.day))
    if found.shared:
        yield said.count("import.shared", len(found.shared))
    for what, number in (("rejected", found.rejected), ("unreadable", found.unreadable)):
        if number:
            yield said.count(f"import.{what}", number)


def large(view: View, facts: ImportPreview) -> str:
    """Das ändert 45 von 120 gespeicherten Zeilen …"""
    if not facts.is_large:
        return ""
    return view.language.say("import.large", changes=facts.found.changes, known=facts.found.known)


def gone(view: View, facts: ImportPreview | ImportResult) -> list[str]:
    return _of(view, facts, "gone")


def ended(view: View, facts: ImportPreview | ImportResult) -> list[str]:
    return _of(view, facts, "ended")


def changed(view: View, facts: ImportPreview | ImportResult) -> list[str]:
    return _of(view, facts, "changed")


def new(view: View, facts: ImportPreview | ImportResult) -> list[str]:
    return _of(view, facts, "new")


def _of(view: View, facts: ImportPreview | ImportResult, what: str) -> list[str]:
    return [_line(view, line) for line in facts.found.lines if line.what == what]


def _line(view: View, line: ImportLine) -> str:
    """Person: Anna Berger (1001): E-Mail a@post.example → b@post.example"""
    said = view.language
    kind = said.count(f"import_kinds.{line.kind}", 1)
    fields = "; ".join(
        said.say("import.field", header=f.header, before=f.before, after=f.after) for f in line.fields
    )
    return said.say(
        "import.line_fields" if fields else "import.line", kind=kind, name=line.name, fields=fields
    )


def rejected(view: View, facts: ImportPreview | ImportResult) -> list[str]:
    """Export.csv, Zeile 7: E-Mail „anna“ enthält keine Mailadresse; …"""
    said = view.language
    told = facts.found.rejects[:SHOWN_REJECTS]
    rows = [
        said.say("import.reject_line", file=r.file, line=r.line, reason=r.reason)
        if r.line
        else said.say("import.reject_file", file=r.file, reason=r.reason)
        for r in told
    ]
    more = facts.found.rejected - len(
        {(r.file, r.line) for r in told if r.line}
    )  # a row may have several reasons
    return [*rows, said.count("import.more_rejected", more)] if more > 0 else rows


def has_rows(_view: View, facts: ImportPreview) -> bool:
    """Whether single rows were rejected: they go along as a table."""
    return any(r.line for r in facts.found.rejects)


def shared(view: View, facts: ImportPreview | ImportResult) -> list[str]:
    return [f"{s.address}: {view.language.join(s.who)}" for s in facts.found.shared]
