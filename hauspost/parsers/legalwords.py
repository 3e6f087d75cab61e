"""Knows the words by which a mail is none for a machine: rent reduction, lawyers, insurance, data protection; and the
deadline that it names."""

import re
from datetime import date, datetime, timedelta, tzinfo
from typing import Final

from hauspost.desk.legal_terms import DATA_PROTECTION, Legal
from hauspost.parsers.alternatives import by_letter
from hauspost.parsers.dates import when
from hauspost.parsers.lines import phrase, visible

_LOOKED_AT: Final = 6_000  # characters
_SENTENCES: Final = re.compile(r"(?<!\d)[.!?](?!\d)|(?<=\d)\.(?=\s+[A-ZÄÖÜ])|[;\n]+")
_MONTH: Final = 31  # days at most

# Topic → its words, folded; the first topic that is found counts, and rent says more than the lawyer beside it.
_WORDS: Final[tuple[tuple[str, re.Pattern[str]], ...]] = (
    (
        DATA_PROTECTION,
        re.compile(
            r"\b(?:art(?:ikel)? (?:15|16|17|20|21)\b(?: \w+){0,3}? (?:dsgvo|ds gvo)|dsgvo|ds gvo"
            r"|datenschutz\w*|gdpr"
            r"|personenbezogene\w* daten|data protection|subject access|data subject"
            r"|(?:welche|meine|meiner)(?: \w+){0,2}? daten(?: \w+){0,5}? (?:gespeichert|loeschen"
            r"|verarbeit\w*)"
            r"|copy of my (?:personal )?data)\b"
        ),
    ),
    (
        "rent",
        re.compile(
            r"\b(?:miet(?:zins)?(?:minderung\w*|kuerzung\w*)|minder\w{0,3}(?: \w+){0,5}? (?:die "
            r"|meine )?miete"
            r"|miete(?: \w+){0,6}? (?:gemindert|mindern|kuerzen|gekuerzt|einbehalten|unter vorbehalt)"
            r"|kuerz\w{0,2}(?: \w+){0,3}? (?:die |meine )?miete|behalte(?: \w+){0,3}? (?:die )?miete"
            r"|zurueckbehaltung\w*"
            r"|rent reduction|(?:reduc|withhold)\w*(?: \w+){0,3}? rent)\b"
        ),
    ),
    (
        "lawyer",
        re.compile(
            r"\b(?:(?:mein|meine|meinem|meinen|unser|unserem|unseren|einen|einem|zum|dem"
            r"|den)(?: \w+)? (?:anwalt|anwaeltin)"
            r"|rechtsanw(?:alt|aelt)\w*|rechtliche\w? schritte|rechtsweg|vor gericht|gerichtlich\w*"
            r"|klage (?:ein|erheben|einreichen)|(?:verklag|einklag)\w*|(?:sonst|dann|reiche"
            r"|erhebe) (?:ich )?klage|schadens?ersatz\w*"
            r"|strafanzeige\w*|mieterverein\w*|mieterschutzbund|mandant\w*|haftbar|mahnbescheid"
            r"|letzte mahnung|letzte frist"
            r"|frist (?:von|bis|zur)|setze(?: \w+){0,4}? frist|fristsetzung|lawyers?|solicitor|attorney"
            r"|legal (?:action|steps)"
            r"|(?:will|shall|to) sue|take you to court|tenants union)\b"
        ),
    ),
    (
        "insurance",
        re.compile(
            r"\b(?:\w*versicherung(?:en|s ?fall|s ?schaden|snehmer\w*)?|versicherer\w*|haftpflicht"
            r"|schadens?nummer|insurance"
            r"|insurers?|loss adjuster)\b"
        ),
    ),
)
_EACH: Final = "|".join(w.pattern.removeprefix(r"\b(?:").removesuffix(r")\b") for _, w in _WORDS)
_ANY_WORD: Final = re.compile(rf"\b{by_letter(_EACH)}\b")
_OWN_DATA: Final = re.compile(
    r"\b(?:auskunft|loesch\w*|art(?:ikel)? 1[57]|copy|request|speicher\w*|gespeichert|berichtig\w*)\b"
)
_LIMITED: Final = re.compile(r"\b(?:frist|bis|spaetestens|until|by|deadline|before|latest)\b")
_WITHIN: Final = re.compile(
    r"\b(?:frist von|innerhalb (?:von )?|binnen|within|in spaetestens)(?: von)? ?(?:naechsten "
    r"|next )?(\d{1,3}|zwei|drei|vier|two|three|four)"
    r" (tagen?|werktagen?|wochen?|days?|weeks?)\b"
)
_NUMBERS: Final = {"zwei": 2, "drei": 3, "vier": 4, "two": 2, "three": 3, "four": 4}


def legal(subject: str, text: str, *, at: datetime, zone: tzinfo) -> Legal | None:
    """`at`: when it was received, aware. None: a mail like any other."""
    written = visible(f"{subject}\n{text}"[:_LOOKED_AT])
    everything = phrase(written)
    if not _ANY_WORD.search(everything):  # one look for most mails
        return None
    found = next(((topic, m[0]) for topic, words in _WORDS if (m := words.search(everything))), None)
    if found is None:
        return None
    topic, word = found
    day = _deadline(written, at=at, zone=zone)
    if day is None and topic == DATA_PROTECTION and _OWN_DATA.search(everything):
        day = _a_month_on(at.astimezone(zone).date())
    return Legal(topic, (word,), day)


def _deadline(written: str, *, at: datetime, zone: tzinfo) -> date | None:
    """The first day to come that stands in a sentence with "bis" or its like, or so many days or weeks from now."""
    today = at.astimezone(zone).date()
    for sentence in _SENTENCES.split(written):
        folded = phrase(sentence)
        if span := _WITHIN.search(folded):
            count = _NUMBERS.get(span[1]) or int(span[1])
            return today + timedelta(days=count * (7 if span[2][0] == "w" and "tag" not in span[2] else 1))
        if _LIMITED.search(folded):
            days = (d for d in when(sentence, received_at=at, zone=zone).days if d >= today)
            if (first := next(days, None)) is not None:
                return first
    return None


def _a_month_on(day: date) -> date:
    """The same day of the next month, or its last one (Regulation 1182/71, Art. 3)."""
    first = (day.replace(day=1) + timedelta(days=_MONTH + 1)).replace(day=1)
    last = (first + timedelta(days=_MONTH)).replace(day=1) - timedelta(days=1)
    return first.replace(day=min(day.day, last.day))
