"""Knows how the export of one person reads: a page without anything from elsewhere, and what to look at by hand."""

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any, Final

STYLE: Final = """
:root { color-scheme: light dark; }
body { font: 1rem/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 46rem; padding: 1rem; overflow-wrap: anywhere; }
h2 { margin-top: 2rem; border-bottom: 1px solid; }
dl { display: grid; grid-template-columns: minmax(7rem, max-content) 1fr; gap: .2rem 1rem; }
dd { margin: 0; }
article { border-left: 3px solid; margin: 1rem 0; padding-left: .8rem; }
pre { font: inherit; white-space: pre-wrap; margin: .2rem 0 1rem; }
@media (max-width: 30rem) { dl { grid-template-columns: 1fr; } dd { margin-bottom: .5rem; } }
"""

# What stands in the page; a key without a word is shown as it is called in export.json.
WORDS: Final[dict[str, dict[str, str]]] = {
    "de": {
        "title": "Auskunft über gespeicherte Daten",
        "nothing": "Nichts gespeichert.",
        "person": "Person",
        "preferences": "Einstellungen",
        "roles": "Rollen und Einheiten",
        "tickets": "Vorgänge",
        "mails_from_you": "Mails von Ihnen",
        "mails_to_you": "Mails an Sie",
        "pictures": "Bilder, die Sie geschickt haben",
        "number": "Nummer",
        "salutation": "Anrede",
        "first_name": "Vorname",
        "last_name": "Nachname",
        "addresses": "E-Mail-Adressen",
        "undeliverable": "davon unzustellbar",
        "phones": "Telefon",
        "language": "Sprache",
        "notify": "Benachrichtigung",
        "contact_release": "Telefonnummer an Firmen",
        "muted_tickets": "stumme Vorgänge",
        "answers_given": "beantwortete Rückfragen",
        "role": "Rolle",
        "property": "Objekt",
        "unit": "Einheit",
        "place": "Lage",
        "from": "von",
        "to": "bis, an",
        "ticket": "Vorgang",
        "subject": "Betreff",
        "status": "Stand",
        "category": "Kategorie",
        "opened_at": "eröffnet",
        "reported_by_you": "von Ihnen gemeldet",
        "at": "am",
        "by": "von",
        "kind": "Art",
        "text": "Text",
        "file": "Datei",
        "name": "Name",
        "content_type": "Dateiart",
        "size": "Größe (Byte)",
        "True": "ja",
        "False": "nein",
    },
    "en": {
        "title": "Information on stored data",
        "nothing": "Nothing is stored.",
        "person": "Person",
        "preferences": "Preferences",
        "roles": "Roles and units",
        "tickets": "Tickets",
        "mails_from_you": "Mails from you",
        "mails_to_you": "Mails to you",
        "pictures": "Pictures that you sent",
        "True": "yes",
        "False": "no",
    },
}
PARTS: Final = ("person", "preferences", "roles", "tickets", "mails_from_you", "mails_to_you", "pictures")

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


def page(about: Mapping[str, Any], language: str) -> str:
    """One HTML file for any width, light and dark; nothing in it is fetched."""
    words = WORDS["de" if language == "de" else "en"]
    title = f"{words['title']}: {about['company']}"
    body = "".join(
        f"<h2>{escape(words[part])}</h2>\n{_value(about[part], words) or _line(words['nothing'])}"
        for part in PARTS
    )
    return (
        f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<title>{escape(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
        f"<h1>{escape(title)}</h1>\n{_line(about['made_at'][:10])}{body}</body>\n</html>\n"
    )


def _line(text: str) -> str:
    return f"<p>{escape(text)}</p>\n"


def _value(value: Any, words: Mapping[str, str]) -> str:
    match value:
        case dict():
            return _rows(value.items(), words)
        case list() if value and isinstance(value[0], dict):
            return "".join(f"<article>\n{_value(each, words)}</article>\n" for each in value)
        case list():
            return escape(", ".join(map(str, value)))
        case bool():
            return words[str(value)]
        case _:
            return escape(str(value))


def _rows(rows: Iterable[tuple[str, Any]], words: Mapping[str, str]) -> str:
    """What is short in two columns, what somebody wrote below it, entries at the end."""
    short, long = "", ""
    for key, value in rows:
        said = _value(value, words)
        if not said:
            continue
        if key in ("text", "entries"):
            long += said if key == "entries" else f"<pre>{said}</pre>\n"
        else:
            short += f"<dt>{escape(words.get(key, key.replace('_', ' ')))}</dt><dd>{said}</dd>\n"
    return f"<dl>\n{short}</dl>\n{long}"
