"""Sample letters about a mailed table of master data."""

from dataclasses import replace
from datetime import date, timedelta

from hauspost.cli.samples.world import NOON, to_manager
from hauspost.desk.intents import Act, Offer
from hauspost.desk.notices import Letter
from hauspost.desk.notices_of_imports import (
    Became,
    Import,
    ImportCount,
    ImportEnd,
    ImportField,
    ImportLine,
    ImportPreview,
    ImportReject,
    ImportResult,
    ImportShared,
    Seen,
)

OCTOBER = date(2025, 10, 31)
LINES = {
    "de": (
        ImportLine(
            "ended", "roles", "Anna Berger, Mieter, LW12 WE03", (ImportField("Ende", "–", "31.10.2025"),)
        ),
        ImportLine(
            "changed",
            "persons",
            "James Miller (1004)",
            (ImportField("E-Mail", "james.miller@inbox.example", "jm@inbox.example"),),
        ),
        ImportLine("new", "persons", "Jana Köhler (3001)"),
    ),
    "en": (
        ImportLine(
            "ended", "roles", "Anna Berger, tenant, LW12 WE03", (ImportField("valid_to", "–", "2025-10-31"),)
        ),
        ImportLine(
            "changed",
            "persons",
            "James Miller (1004)",
            (ImportField("emails", "james.miller@inbox.example", "jm@inbox.example"),),
        ),
        ImportLine("new", "persons", "Jana Köhler (3001)"),
    ),
}
GONE = {"de": "Peter Groß, Mieter, LW12 WE05", "en": "Peter Groß, tenant, LW12 WE05"}
REASON = {
    "de": "Nachname ist leer. Bitte ausfüllen oder die Zeile löschen",
    "en": "Nachname is empty; fill it in, or delete the line",
}
PAGE = {
    "de": "ist eine Webseite, auch wenn der Name anders klingt. Bitte als CSV oder XLSX exportieren",
    "en": "is a web page, whatever its name says; export it as CSV or XLSX",
}
REMARK = {
    "de": "Export.csv: Die Spalte „Kaution“ wird nicht gelesen",
    "en": 'Export.csv: the column "Kaution" is not read',
}


def of_imports(lang: str) -> dict[str, Letter]:
    found = Import(
        arrival=7,
        files=("Export.csv", "Rollen.xlsx"),
        counts=(ImportCount("new", "persons", 3), ImportCount("changed", "persons", 1)),
        ends=(ImportEnd("move_out", OCTOBER, 2), ImportEnd("role_end", OCTOBER, 1)),
        lines=LINES[lang],
        rejects=(ImportReject("Export.csv", 7, REASON[lang]), ImportReject("Liste.csv", 0, PAGE[lang])),
        rejected=1,
        unreadable=1,
        shared=(ImportShared("gross@familie.example", ("Peter Groß", "Petra Groß")),),
        missing=4,
        remarks=(REMARK[lang],),
        changes=4,
        known=20,
    )
    gone = ImportLine("gone", "roles", GONE[lang], (ImportField("Ende", "–", "14.10.2025"),))
    many = replace(
        found,
        lines=(gone, *LINES[lang]),
        ends=(ImportEnd("gone", date(2025, 10, 14), 1),),
        more=41,
        rejects=tuple(replace(found.rejects[0], line=line) for line in range(7, 28)),
        rejected=30,
        missing=1,
        changes=45,
        known=120,
    )
    is_german = lang == "de"
    no = Offer("NEIN" if is_german else "NO", Act.NO)
    yes = Offer("IMPORT OK", Act.IMPORT_OK)
    force = Offer("IMPORT OK TROTZDEM" if is_german else "IMPORT OK ANYWAY", Act.IMPORT_OK, value="force")
    stay = Offer(
        "IMPORT OK OHNE AUSZUG" if is_german else "IMPORT OK WITHOUT MOVE-OUT", Act.IMPORT_OK, value="stay"
    )
    until = NOON + timedelta(hours=24)
    office = {"ticket": None, "reporter": None, "category_label": "", "place": "", "house": None}
    nothing = Import(arrival=7, files=("Export.csv",), rejects=found.rejects[:1], rejected=1)
    return {
        "import_preview": to_manager(
            ImportPreview(Seen.ASKS, found, until), lang, offers=(yes, no), **office
        ),
        "import_preview_large": to_manager(
            ImportPreview(Seen.ASKS, many, until, is_large=True), lang, offers=(force, stay, no), **office
        ),
        "import_preview_needs_force": to_manager(
            ImportPreview(Seen.NEEDS_FORCE, many, until, is_large=True), lang, offers=(force, no), **office
        ),
        "import_preview_changed": to_manager(
            ImportPreview(Seen.CHANGED, found, until), lang, offers=(yes, no), **office
        ),
        "import_preview_nothing": to_manager(ImportPreview(Seen.NOTHING, nothing), lang, **office),
        "import_preview_no_table": to_manager(ImportPreview(Seen.NO_TABLE), lang, **office),
        "import_preview_no_right": to_manager(ImportPreview(Seen.NO_RIGHT), lang, **office),
        "import_done": to_manager(ImportResult(Became.IMPORTED, found, ("ERLEDIGT",)), lang, **office),
        "import_done_discarded": to_manager(ImportResult(Became.DISCARDED), lang, **office),
    }
