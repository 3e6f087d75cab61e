"""Common ground that a report names, and when its author can be reached. A flat's floor and side are not read here."""

import re

# What belongs to all, as people call it → how the house writes it. The first one that is named counts.
COMMON: tuple[tuple[str, str], ...] = (
    ("treppenhaus", "Treppenhaus"),
    ("treppenflur", "Treppenhaus"),
    ("stiege", "Treppenhaus"),
    ("hausflur", "Hausflur"),
    ("flur im haus", "Hausflur"),
    ("aufzug", "Aufzug"),
    ("fahrstuhl", "Aufzug"),
    ("lift", "Aufzug"),
    ("haustür", "Haustür"),
    ("haustuer", "Haustür"),
    ("hauseingang", "Hauseingang"),
    ("eingangstür", "Haustür"),
    ("briefkastenanlage", "Briefkastenanlage"),
    ("klingelanlage", "Klingelanlage"),
    ("tiefgarage", "Tiefgarage"),
    ("garagentor", "Garagentor"),
    ("fahrradkeller", "Fahrradkeller"),
    ("waschküche", "Waschküche"),
    ("waschkeller", "Waschküche"),
    ("trockenraum", "Trockenraum"),
    ("heizungskeller", "Heizungskeller"),
    ("heizraum", "Heizungskeller"),
    ("keller", "Keller"),
    ("dachboden", "Dachboden"),
    ("mülltonne", "Müllplatz"),
    ("papiertonne", "Müllplatz"),
    ("biotonne", "Müllplatz"),
    ("restmülltonne", "Müllplatz"),
    ("müllplatz", "Müllplatz"),
    ("müllraum", "Müllraum"),
    ("innenhof", "Hof"),
    ("hof", "Hof"),
    ("garten", "Garten"),
    ("spielplatz", "Spielplatz"),
    ("gehweg", "Gehweg"),
    ("zufahrt", "Zufahrt"),
    ("parkplatz", "Parkplatz"),
    ("stairwell", "Treppenhaus"),
    ("staircase", "Treppenhaus"),
    ("elevator", "Aufzug"),
    ("front door", "Haustür"),
    ("bike cellar", "Fahrradkeller"),
    ("basement", "Keller"),
    ("courtyard", "Hof"),
    ("laundry room", "Waschküche"),
    ("bins", "Müllplatz"),
)
# Words that make a common word somebody's own: "mein Keller", "Kellerabteil", "meine Garage".
OWN = re.compile(r"\b(?:mein\w*|unser\w*|my|our)\s+(?:\w+\s+)?$", re.IGNORECASE)
HOUSE = re.compile(
    r"\b(?:haus|hausnummer|aufgang|house|building)\s*(?:nr\.?\s*)?(\d{1,4}[a-z]?)\b", re.IGNORECASE
)
# A storey says where on common ground; without common ground it may be somebody's flat.
STOREY = re.compile(r"\b(\d{1,2}\.\s?(?:og|stock|etage|obergeschoss)|eg|ug|dg|erdgeschoss)\b", re.IGNORECASE)
ACCESS = re.compile(
    r"\b((?:ab|bis|zwischen|vor|nach|after|from|before|between)\s+\d{1,2}(?:[:.]\d{2})?"
    r"(?:\s*(?:und|bis|-|–|and|to)\s*\d{1,2}(?:[:.]\d{2})?)?\s*(?:uhr|h|am|pm))\b",
    re.IGNORECASE,
)
LOOKED_AT = 4000  # characters


def common_place(subject: str, text: str) -> str:
    """ "Treppenhaus, Haus 12, 2. OG"; "" where the report names no common ground."""
    looked = f"{subject}\n{text}"[:LOOKED_AT]
    named = _named(looked)
    if not named:
        return ""
    house = HOUSE.search(looked)
    storey = STOREY.search(looked) if named in ("Treppenhaus", "Hausflur", "Aufzug") else None
    parts = (named, f"Haus {house[1]}" if house else "", _storey(storey[1]) if storey else "")
    return ", ".join(part for part in parts if part)


def _named(text: str) -> str:
    lowered = text.lower()
    for word, written in COMMON:
        at = lowered.find(word)
        while at >= 0:
            if _stands_alone(lowered, at, word) and not OWN.search(text[max(0, at - 24) : at]):
                return written
            at = lowered.find(word, at + 1)
    return ""


def _stands_alone(text: str, at: int, word: str) -> bool:
    """A word's start: "Treppenhauslicht" names the stairwell, "Bahnhof" no yard; a compartment is no common cellar."""
    starts = at == 0 or not text[at - 1].isalnum()
    behind = text[at + len(word) : at + len(word) + 8]
    return starts and not behind.startswith(("abteil", "raum nr", "verschlag"))


def _storey(text: str) -> str:
    number = re.match(r"\d+", text)
    return f"{number[0]}. OG" if number else text.upper() if len(text) == 2 else text


def access(text: str) -> str:
    """When somebody is there: "ab 16 Uhr"; "" if it is not said."""
    found = ACCESS.search(text[:LOOKED_AT])
    return " ".join(found[1].split()) if found else ""
