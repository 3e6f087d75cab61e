"""Knows common ground that a report names, and when its author can be reached; never a flat's unit, floor or side."""

import re
from collections.abc import Iterator, Sequence

from hauspost.parsers.alternatives import by_letter
from hauspost.parsers.lines import levelled

_LOOKED_AT = 4_000  # characters

# What belongs to all, as people call it → how the house writes it. Compounds count: "Treppenhauslicht".
_COMMON: tuple[tuple[str, str], ...] = (
    (
        r"treppenhaus\w*|treppenhäuser|treppenflur|treppenaufgang\w*|stiegenhaus\w*|stairwell|staircase|stairs",
        "Treppenhaus",
    ),
    (r"hausflur\w*|hallway|corridor", "Hausflur"),
    (r"aufzug\w*|aufzüge|fahrst(?:u|ü)hl\w*|lift|lifts|lifttür|elevator", "Aufzug"),
    (
        r"hau(?:s|pt)t(?:ü|ue)r\w*|hauseingangst(?:ü|ue)r\w*|eingangst(?:ü|ue)r\w*|front door|main door",
        "Haustür",
    ),
    (r"hauseing(?:a|ä)ng\w*|eingangsbereich\w*|eingangshalle|entrance", "Hauseingang"),
    (r"briefkastenanlage\w*|letterboxes|mailboxes", "Briefkastenanlage"),
    (r"klingelanlage\w*|gegensprechanlage\w*|klingeltableau", "Klingelanlage"),
    (r"tiefgarage\w*|underground (?:garage|car park)", "Tiefgarage"),
    (r"garagentor\w*|garage door", "Garagentor"),
    (r"hoftor\w*|einfahrtstor\w*", "Hoftor"),
    (r"fahrradkeller\w*|fahrradraum|bike (?:cellar|room|store)", "Fahrradkeller"),
    (r"waschk(?:ü|ue)che\w*|waschkeller\w*|waschraum|laundry(?: room)?", "Waschküche"),
    (r"trockenraum|trockenboden|trockenkeller|drying room", "Trockenraum"),
    (r"heizungskeller\w*|heizungsraum|heizraum|boiler room", "Heizungskeller"),
    (r"keller(?!abteil|verschlag|raum nr|box|parzelle)\w*|basement|cellar", "Keller"),
    (r"dachboden\w*|speicher|attic|loft", "Dachboden"),
    (r"dachrinne\w*|regenrinne\w*|fallrohr\w*|hausdach|dach|gutter|roof", "Dach"),
    (r"fassade\w*|hauswand|außenwand am haus|facade", "Fassade"),
    (
        r"m(?:ü|ue)llpl(?:a|ä)tz\w*|m(?:ü|ue)lltonne\w*|papiertonne\w*|biotonne\w*|restm(?:ü|ue)ll\w*"
        r"|tonnen\w*|m(?:ü|ue)llcontainer|bins|bin store",
        "Müllplatz",
    ),
    (r"m(?:ü|ue)llraum|m(?:ü|ue)llkeller", "Müllraum"),
    (r"innenhof\w*|hinterhof\w*|hof|hofeinfahrt|courtyard|yard", "Hof"),
    (r"gartenanlage|vorgarten|garten|garden", "Garten"),
    (r"spielpl(?:a|ä)tz\w*|playground", "Spielplatz"),
    (r"gehweg\w*|b(?:ü|ue)rgersteig|hauszugang|pavement", "Gehweg"),
    (r"zufahrt\w*|einfahrt\w*|driveway", "Zufahrt"),
    (r"parkpl(?:a|ä)tz\w*|car park", "Parkplatz"),
)
_EACH = "|".join(rf"(?P<c{n}>{said})" for n, (said, _) in enumerate(_COMMON))
_NAMES = re.compile(rf"\b(?<!-)(?:{_EACH})(?!\w)")
_A_NAME = re.compile(rf"\b(?<!-){by_letter('|'.join(said for said, _ in _COMMON))}(?!\w)")
# What makes it somebody's own: "mein Keller", "in unserem Garten", "Müllers Keller".
_OWN = re.compile(
    r"\b(?:mein\w*|unser\w*|eigene\w*|ihr|ihre[mnr]?|dein\w*|my|our|his|her|their)\s(?:[\w-]+\s){0,1}$"
)
# Rooms and words of a flat: who begins with those reports no common ground.
_FLAT = re.compile(
    r"\b(?:(?:meiner|meine|unserer|unsere|der|die) wohnung|bei (?:mir|uns)|badezimmer|bad|k(?:ü|ue)che"
    r"|schlafzimmer|wohnzimmer"
    r"|kinderzimmer|arbeitszimmer|zimmer|balkon|dusche|toilette|wc|(?:my|our|the) (?:flat|apartment)"
    r"|bathroom|kitchen|bedroom"
    r"|living room|balcony|shower|toilet)\b"
)
# Beside these a floor may be somebody's.
_SOMEBODYS = re.compile(
    r"\b(?:wohnung\w*|whg|we\s?\d+|mein\w*|unser\w*|nachbar\w*|familie|herrn?|frau|wohn\w+|bei|links"
    r"|rechts|mitte|li|re|flat"
    r"|apartment|my|our|neighbou?rs?|left|right)\b"
)
_COMPARTMENT = re.compile(r"\bkeller(?:abteil|verschlag|box|parzelle|raum nr)")
BUILDING = re.compile(
    r"\b(?:(?:haus|hausnummer|hausnr\.?|house|building)\s?(?:nr\.?\s?)?(?P<number>\d{1,4}\s?[a-z]?)\b"
    r"|(?P<part>aufgang|eingang|block)\s(?P<letter>\d{1,3}|[a-z])\b|(?P<wing>hinterhaus|vorderhaus"
    r"|gartenhaus|seitenfl(?:ü|ue)gel))"
)
STOREY = re.compile(
    r"\b(?<!\.)(?:(?P<n>\d{1,2})\.?\s?(?:og|obergeschoss|stock(?:werk)?|etage)|(?P<e>\d{1,2})(?:st|nd|rd"
    r"|th) floor"
    r"|(?P<word>erste[nrms]?|zweite[nrms]?|dritte[nrms]?|vierte[nrms]?|f(?:ü|ue)nfte[nrms]?|first|second"
    r"|third|fourth|fifth)"
    r" (?:og|obergeschoss|stock|stockwerk|etage|floor)|(?P<eg>eg|erdgeschoss|ground floor)|(?P<ug>ug"
    r"|untergeschoss)"
    r"|(?P<dg>dg|dachgeschoss))(?!\w)"
)
_GATES = ("Garagentor", "Hoftor")
_WITH_FLOORS = ("Treppenhaus", "Hausflur", "Aufzug")

_CLAUSE = re.compile(r"(?:[!?;]|(?<!\d)\.)(?=\s|$)|\n")
_DAYS = (
    r"(?:(?:mo|di|mi|do|fr|sa|so|mon|tue|wed|thu|fri|sat|sun|montag|dienstag|mittwoch|donnerstag|freitag"
    r"|samstag|sonntag)s?\.?"
    r"(?:\s?(?:-|–|bis|und|\+|,|oder|and|or|to)\s?)?){1,7}|werktags|wochentags|t(?:ä|ae)glich"
    r"|am wochenende|weekdays|weekends"
)
_CLOCK = r"\d{1,2}(?:[:.]\d{2})?\s?(?:uhr|h|am|pm)?"
_WHEN = re.compile(
    rf"(?<![\w.])(?:(?P<days>{_DAYS})\s)?(?:"
    rf"(?:ab|bis|nach|vor|after|from|before|until)\s(?:ca\.?\s)?{_CLOCK}(?:\s?(?:bis|-|–|to|until)\s?{_CLOCK})?(?!\w|\.\d)"
    rf"|(?:zwischen|von|between|from)\s{_CLOCK}\s?(?:und|bis|-|–|and|to)\s?{_CLOCK}(?!\w)"
    r"|\d{1,2}(?:[:.]\d{2})?\s?(?:-|–|bis)\s?\d{1,2}(?:[:.]\d{2})?\s?uhr"
    r"|vormittags?|nachmittags?|abends|mittags|ganzt(?:ä|ae)gig|ganztags|jederzeit|tags(?:ü|ue)ber"
    r"|den ganzen tag|in the (?:morning|afternoon|evening)s?|all day|any ?time)"
)
_THERE = by_letter(
    r"zuhause|zu hause|daheim|erreichbar|anwesend|anzutreffen|da|zugang|zug(?:ä|ae)nglich|vor ort"
    r"|kommen sie|passt|home|available|reach me|i m in"
)
_PRESENT = re.compile(rf"\b{_THERE}\b")
_ABSENT = re.compile(r"\b(?:war|waren|wurde|nicht|kein\w*|nie|niemand|was|were|not|nobody)\b")


def common_place(subject: str, text: str) -> str:
    """ "Treppenhaus, Haus 12, 2. OG"; "" where the report names no common ground, or begins with a flat."""
    sentences = _CLAUSE.split(levelled(f"{subject}\n{text}"[:_LOOKED_AT]))
    for at, sentence in enumerate(sentences):
        flat = _FLAT.search(sentence)
        named = next(_named(sentence), None)
        if named and not (flat and flat.start() < named.start()):
            name = _written(named)
            owned = any(_is_owned(other, name) for other in sentences)
            return "" if owned else _spelled(name, sentences, at)
        if flat:
            return ""
    return ""


def names_flat(subject: str, text: str) -> bool:
    """Whether a flat, or what is somebody's own, is where it is, if no common place is."""
    shown = levelled(f"{subject}\n{text}"[:_LOOKED_AT])
    return _FLAT.search(shown) is not None or _A_NAME.search(shown) is not None


def common_grounds(text: str) -> frozenset[str]:
    """All common ground that the text names, whosever it is; `text` levelled."""
    return frozenset(map(_written, _names(text)))


def access(text: str) -> str:
    """When somebody is there, in the report's words: "ab 16 Uhr"; "" if it is not said."""
    text = text[:_LOOKED_AT]
    if not _PRESENT.search(levelled(text)):  # one look for most texts
        return ""
    for sentence in _CLAUSE.split(text):
        shown = levelled(sentence)
        found = [match.span() for match in _WHEN.finditer(shown)]
        if found and _PRESENT.search(shown) and not _ABSENT.search(shown):
            return " ".join(" ".join(sentence[start:end].split()) for start, end in found[:3])
    return ""


def _names(text: str) -> Iterator[re.Match[str]]:
    """Most texts name none, and a look for any is quicker than one for each."""
    first = _A_NAME.search(text)
    return _NAMES.finditer(text, first.start()) if first else iter(())


def _named(sentence: str) -> Iterator[re.Match[str]]:
    return (found for found in _names(sentence) if not _is_own(sentence, found))


def _is_own(sentence: str, found: re.Match[str]) -> bool:
    return _OWN.search(sentence[max(found.start() - 40, 0) : found.start()]) is not None


def _written(found: re.Match[str]) -> str:
    return _COMMON[int((found.lastgroup or "c0")[1:])][1]


def _is_owned(sentence: str, name: str) -> bool:
    """ "Keller" in the subject, "in meinem Keller" in the text."""
    return (name == "Keller" and _COMPARTMENT.search(sentence) is not None) or any(
        _written(found) == name and _is_own(sentence, found) for found in _names(sentence)
    )


def _spelled(name: str, sentences: Sequence[str], at: int) -> str:
    """With the building and the floor that the same sentence names, or the next one under a bare subject."""
    told = [sentences[at], *(s for s in sentences[at + 1 : at + 3] if at == 0 and not _FLAT.search(s))]
    house = next((b for s in told if (b := BUILDING.search(s))), None)
    parts = [name, _gated(name, sentences[at]), building(house) if house else ""]
    if name in _WITH_FLOORS:
        clear = (s for s in told if not _SOMEBODYS.search(s) and "zwischen" not in s)
        floor = next((f for s in clear if (f := STOREY.search(s))), None)
        parts.append(storey(floor) if floor else "")
    return ", ".join(part for part in parts if part)


def _gated(name: str, sentence: str) -> str:
    """What a gate closes: "Garagentor, Tiefgarage"."""
    if name not in _GATES:
        return ""
    return next((other for found in _named(sentence) if (other := _written(found)) not in _GATES), "")


def building(found: re.Match[str]) -> str:
    """A match of BUILDING as the house writes it: "Haus 14", "Aufgang B"."""
    if found["number"]:
        return f"Haus {''.join(found['number'].split())}"
    if found["wing"]:
        return found["wing"].replace("ue", "ü").capitalize()
    return f"{found['part'].capitalize()} {found['letter'].upper()}"


def storey(found: re.Match[str]) -> str:
    """A match of STOREY as the house writes it: "2. OG"."""
    if found["n"] or found["e"]:
        return f"{int(found['n'] or found['e'])}. OG"
    if found["word"]:
        return f"{_counted(found['word'])}. OG"
    return "EG" if found["eg"] else "UG" if found["ug"] else "DG"


def _counted(word: str) -> int:
    begins = {"ers": 1, "fir": 1, "zwe": 2, "sec": 2, "dri": 3, "thi": 3, "vie": 4, "fou": 4}
    return begins.get(word[:3], 5)
