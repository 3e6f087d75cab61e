"""Knows how the export of one person reads: a page without anything from elsewhere, and what to look at by hand."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from html import escape
from typing import Any, Final

from hauspost.desk.masking import Words
from hauspost.outbound.catalogue import Language, best_language
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


def checklist(name: str, number: str, counts: Mapping[str, int], language: str) -> str:
    """What nobody but a person can judge, each with its number."""
    said = best_language(language).say("export.checklist", name=name, number=number, **counts)
    return f"{said.rstrip()}\n"


def masked_words(language: str) -> Words:
    said = best_language(language)
    return Words(*(said.say(f"export.masked_{what}") for what in ("person", "address", "phone")))


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
