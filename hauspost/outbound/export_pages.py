"""Knows how the export of one person reads: a page without anything from elsewhere, and what to look at by hand."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from html import escape
from typing import Any, Final

from hauspost.outbound.catalogue import Language
from hauspost.outbound.formats import Times

STYLE: Final = """
:root { color-scheme: light dark; }
body { font: 1rem/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 46rem; padding: 1rem; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; line-height: 1.25; }
h2 { font-size: 1.2rem; margin-top: 2rem; border-bottom: 1px solid; }
dl { display: grid; grid-template-columns: minmax(7rem, max-content) 1fr; gap: .2rem 1rem; }
dd { margin: 0; }
article { border-left: 3px solid; margin: 1rem 0; padding-left: .8rem; }
pre { font: inherit; white-space: pre-wrap; margin: .2rem 0 1rem; }
@media (max-width: 30rem) {
  dl { grid-template-columns: 1fr; gap: 0; }
  dt { font-size: .875rem; }
  dd { font-weight: 600; margin-bottom: .6rem; }
}
@media print {
  :root { color-scheme: light; }
  @page { size: A4; margin: 18mm; }
  body { font-size: 10.5pt; max-width: none; padding: 0; }
  h1, h2 { break-after: avoid; }
  dl { break-inside: avoid; }
  pre { orphans: 3; widows: 3; }
}
"""
PARTS: Final = ("person", "preferences", "roles", "tickets", "mails_from_you", "mails_to_you", "pictures")
# Of a key that means two things, the words of the rarer one.
_CALLED: Final = {("mails_to_you", "to"): "address"}

# What nobody but a person can judge; each with its number.
CHECKLIST: Final = {
    "de": (
        "ENTWURF, vor dem Versand von Hand zu prüfen: {name} ({number})",
        "",
        "[ ] Ist es wirklich diese Person, die fragt, und geht der Versand nur an sie?",
        "[ ] {tickets} Vorgänge: Sagt ein Text etwas über andere, ohne sie zu nennen (Wohnung, Krankheit, Streit)?",
        "[ ] {persons_masked} andere Personen sind ersetzt ([Person 1] …). Spitznamen, Namen Fremder, falsch",
        "    geschriebene Namen und Anschriften findet das Programm nicht: bitte lesen.",
        "[ ] Ist umgekehrt ein gewöhnliches Wort ersetzt worden, das auch ein Name ist?",
        "[ ] {own_mails} Mails der Person liegen unverändert bei, mit allem, was sie selbst zitiert und angehängt hat.",
        "[ ] {our_mails} Mails an die Person: nur der Text, Dritte ersetzt, ohne Anlagen.",
        "[ ] {pictures} Bilder in ihren Mails: Sind andere Menschen oder fremde Wohnungen darauf?",
        "[ ] {internal_notes} interne Vermerke fehlen. Ist einer davon ein Datum über die Person (Art. 15 DSGVO)?",
        "[ ] {entries_of_others} Einträge anderer fehlen, weil die Person sie nicht lesen konnte.",
        "[ ] {mails_not_theirs} Mails unter ihrem Namen fehlen, weil sie nie als ihre angenommen wurden.",
        "[ ] {unreadable_mails} Mails ließen sich nicht zerlegen; ihre Bilder sind nicht aufgezählt.",
        "[ ] Papierakten, Postfächer, Buchhaltung und Sicherungen kennt das Programm nicht.",
        "[ ] Frist: ein Monat ab Eingang der Anfrage (Art. 12 Abs. 3 DSGVO).",
        "[ ] Dieses Blatt nicht mitschicken.",
    ),
    "en": (
        "DRAFT, to be checked by hand before it is sent: {name} ({number})",
        "",
        "[ ] Is it really this person who asks, and does it go to nobody else?",
        "[ ] {tickets} tickets: does a text tell of others without naming them (a flat, an illness, a quarrel)?",
        "[ ] {persons_masked} other persons are replaced ([Person 1] …). Nicknames, names of strangers, misspelt",
        "    names and postal addresses are not found by the program: please read.",
        "[ ] Was an everyday word replaced that is a name as well?",
        "[ ] {own_mails} mails of the person lie there unchanged, with all that they quoted and attached themselves.",
        "[ ] {our_mails} mails to the person: the text alone, others replaced, without files.",
        "[ ] {pictures} pictures in their mails: do they show other people or other flats?",
        "[ ] {internal_notes} internal notes are left out. Is one of them about the person (GDPR, article 15)?",
        "[ ] {entries_of_others} entries of others are left out, as the person could not read them.",
        "[ ] {mails_not_theirs} mails under their name are left out, as they were never taken for theirs.",
        "[ ] {unreadable_mails} mails could not be taken apart; their pictures are not listed.",
        "[ ] Paper files, mailboxes, accounting and backups are not known to the program.",
        "[ ] Due one month after the request came (GDPR, article 12 (3)).",
        "[ ] Do not send this sheet along.",
    ),
}


def checklist(name: str, number: str, counts: Mapping[str, int], language: str) -> str:
    lines = CHECKLIST["de" if language == "de" else "en"]
    return "\n".join(line.format(name=name, number=number, **counts) for line in lines) + "\n"


@dataclass(frozen=True, slots=True)
class _Saying:
    """`times`: as seen from the moment of the export."""

    language: Language
    times: Times

    def label(self, part: str, key: str) -> str:
        return self.language.say(f"export_labels.{_CALLED.get((part, key), key)}")

    def value(self, part: str, key: str, value: Any) -> str:
        """As people say it; a code that is none stands as it is."""
        if isinstance(value, bool):
            return self.language.say("export.yes" if value else "export.no")
        if isinstance(value, list):
            return ", ".join(map(str, value))
        said = _SAID.get(_CALLED.get((part, key), key))
        return said(self, value) if said is not None and value != "" else str(value)


def _moment(saying: _Saying, value: str) -> str:
    at = datetime.fromisoformat(value)
    return f"{saying.times.day(at)}, {saying.times.time(at)}"


def _day(saying: _Saying, value: str) -> str:
    return saying.times.date(date.fromisoformat(value))


def _spoken(saying: _Saying, code: str) -> str:
    return str(saying.language.locale.languages.get(code, code))


def _coded(section: str, after: str = "") -> Callable[[_Saying, str], str]:
    return lambda saying, code: saying.language.words.get(f"{section}.{code}{after}", code)


# What a value of export.json is called in the page, by its key.
_SAID: Final[Mapping[str, Callable[[_Saying, Any], str]]] = {
    "at": _moment,
    "opened_at": _moment,
    "from": _day,
    "to": _day,
    "language": _spoken,
    "notify": _coded("export_notify"),
    "contact_release": _coded("export_release"),
    "role": _coded("roles", ".open"),
    "status": _coded("statuses"),
    "kind": _coded("entries"),
    "size": lambda saying, octets: saying.language.say("export.size", n=max(1, round(octets / 1000))),
}


def page(about: Mapping[str, Any], language: Language, times: Times) -> str:
    """One HTML file for any width, light and dark, and for paper; nothing in it is fetched."""
    saying = _Saying(language, times)
    title = language.say("export.title", company=about["company"])
    made = language.say("export.made", at=times.day(datetime.fromisoformat(about["made_at"])))
    nothing = _line(language.say("export.nothing"))
    body = "".join(
        f"<h2>{escape(language.say(f'export.{part}'))}</h2>\n{_part(saying, part, about[part]) or nothing}"
        for part in PARTS
    )
    return (
        f'<!DOCTYPE html>\n<html lang="{language.code}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<title>{escape(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
        f"<h1>{escape(title)}</h1>\n{_line(made)}{body}</body>\n</html>\n"
    )


def _line(text: str) -> str:
    return f"<p>{escape(text)}</p>\n"


def _part(saying: _Saying, part: str, value: Any) -> str:
    if isinstance(value, dict):
        return _rows(saying, part, value.items())
    return "".join(f"<article>\n{_rows(saying, part, each.items())}</article>\n" for each in value)


def _rows(saying: _Saying, part: str, rows: Iterable[tuple[str, Any]]) -> str:
    """What is short in two columns, what somebody wrote below it, entries at the end."""
    short, long = "", ""
    for key, value in rows:
        if key == "entries":
            long += _part(saying, part, value)
        elif key == "text":
            long += f"<pre>{escape(value)}</pre>\n" if value else ""
        elif said := saying.value(part, key, value):
            short += f"<dt>{escape(saying.label(part, key))}</dt><dd>{escape(said)}</dd>\n"
    return f"<dl>\n{short}</dl>\n{long}"
