"""Knows what of a text leads to a person whoever it is: telephones, addresses, accounts, plates, days of birth."""

import re
import unicodedata
from typing import Final

from hauspost.parsers.alternatives import by_letter, uncased
from hauspost.parsers.lines import visible

# ---- numbers

# A run of digits with what people put between them: "0 1 7 1 – 555 01 99", "+49 (0)171/5550199".
_RUN: Final = re.compile(r"(?<!\w)\(?[+0-9](?:[ \t\xa0()/.,‑–—-]{0,3}\d)+")
_DAY: Final = r"(?:0?[1-9]|[12]\d|3[01])[./-]\s?(?:0?[1-9]|1[0-2])"
_DATE: Final = rf"{_DAY}(?:[./-]\s?(?:19|20)?\d\d|(?!\d))|(?:19|20)\d\d-\d\d-\d\d"
_TIME: Final = r"(?:[01]?\d|2[0-4])\.[0-5]\d(?!\.?\d)"
_WHEN: Final = re.compile(
    rf"(?:{_DATE}|{_TIME}|(?:19|20)\d\d)(?:[ \t\xa0./–—-]{{1,3}}(?:{_DATE}|{_TIME}|(?:19|20)\d\d|\d{{1,2}}(?!\d)))*"
)
_LONGEST_WHEN: Final = 40  # characters
_FEWEST: Final = 6  # digits that begin with 0 or +: area code and number
_FEWEST_BARE: Final = 7  # of any other: a telephone within the town, a customer's number
_NAMES: Final = (
    ("null zero", "0"),
    ("eins one", "1"),
    ("zwei zwo two", "2"),
    ("drei three", "3"),
    ("vier four", "4"),
    ("fünf fuenf five", "5"),
    ("sechs six", "6"),
    ("sieben seven", "7"),
    ("acht eight", "8"),
    ("neun nine", "9"),
    ("plus", "+"),
)
_DIGITS: Final = {name: digit for names, digit in _NAMES for name in names.split()}
# Of uncased text.
_FEWEST_SPELT: Final = 5
_DIGIT: Final = by_letter("|".join(_DIGITS))
_SPELT: Final = re.compile(rf"(?:\b{_DIGIT}\b[\s,-]{{0,3}}){{{_FEWEST_SPELT},}}")
_SPOKEN: Final = re.compile(rf"\b({_DIGIT})\b,?")

# ---- where somebody can be reached

# What only leads to a number or an address: "rufen Sie mich an unter …".
CONTACT: Final = re.compile(
    r"\b(?:call|phone|ring|text|reach|contact|mail|e-mail|tel\w*|ruf\w*|anruf\w*|erreich\w*|meld\w*|mobil|handy|nummer)\b",
    re.IGNORECASE,
)
_AT: Final = r"(?:[\[({<]\s?(?:at|ät|ätt|a|bei)\s?[\])}>]\s?|\s(?:at|ät|ätt|klammeraffe)\s)"
_DOT: Final = r"(?:\.|\s?[\[({<]\s?(?:punkt|dot|\.)\s?[\])}>]\s?|\s(?:punkt|dot)\s)"
_PROVIDERS: Final = r"gmx|web|gmail|googlemail|t-online|outlook|hotmail|yahoo|icloud|posteo|freenet|aol"
# A network's name leads to an account; a whole house has its group there. The others are everyday words, too.
_NETWORKS: Final = (
    r"insta(?:gram)?|facebook|fb|tik ?tok|snap(?:chat)?|whats ?app|threema|discord|twitter|linkedin|mastodon|bluesky"
    r"|skype|xing|youtube|paypal"
)
_ACCOUNTS: Final = by_letter(
    rf"(?:{_PROVIDERS}){_DOT}(?:de|com|net|at|ch)\b|(?:bei|at|auf) (?:{_PROVIDERS})\b|www\."
    rf"|(?:{_NETWORKS})\b(?![- ]?(?:gruppe|group|chat))|(?:telegram|signal)\b\s?(?:[:=]|unter\b|als\b)"
)
# Of uncased text.
_REACHED: Final = re.compile(
    rf"@|https?:|\b{_ACCOUNTS}|{_AT}[\w-]{{1,63}}{_DOT}[a-z]{{2,}}\b|(?<!\w)[a-z]\w*_\w+"
)
_LINK: Final = re.compile(
    r"(?<![\w-])[\w-]{1,63}(?:\.[\w-]{1,63}){0,5}\.(?:de|com|net|org|me|io|eu|info|at|ch|gg|tv)/\S"
)

# ---- who somebody is

_PERSONAL: Final = by_letter(
    r"[a-z]{2}\s?\d{2}(?:[ .-]?(?:\d{4}|[a-z]{4}\b)){2,7}"  # IBAN, ISO 13616
    r"|(?:geb\.|geboren\b|geburtstag|geburtsdatum|geburtsjahr|jahrgang\b|born\b|birthday\b|date of birth\b|dob\b)"
    r"|jg\.?\s?\d"
    r"|(?:ich|wir|i|we|mein\w*|my)\b[^,;.!?]{0,60}?\b\d{1,3}(?: jahre? alt\b|[- ]?jährig|[- ]years?[- ]old\b)"
    r"|bin (?:schon |jetzt |fast |bald )?\d{2}(?=\s*[.,!?]|\s*$| und\b)|mit (?:meinen )?\d{2} jahren\b"
    r"|(?:ich wohne|wohne|wir wohnen|ich lebe|wir leben|i live|we live)\b"
    r"|(?:mein\w*|unser\w*|my|our) (?:mann|frau|sohn|tochter|kind\w*|baby|mutter|vater|oma|opa|eltern|bruder"
    r"|schwester|hund|katze|husband|wife|son|daughter|child\w*|kids?|mother|father|parents|dog|cat)\b"
    r"|(?:kennzeichen|nummernschild|autonummer|licen[cs]e plate|number plate)\b[^,;.!?]{0,20}\d"
    r"|(?:mieter|kunden|vertrags|mietvertrags|personal|versicherungs|konto|ausweis|steuer|debitoren)-?(?:nr|nummer)\b"
    r"|(?:mein name|ich heiße|ich heisse|my name|hier (?:ist|spricht|schreibt) (?:frau|herr|familie|fam)\b)"
)
_WHO: Final = re.compile(  # of uncased text
    rf"\b{_PERSONAL}|\*\s?(?:\d{{1,2}}\.\s?\d{{1,2}}\.\s?\d{{2,4}}|(?:19|20)\d\d)"
)
# Who says a name, or where letters reach; the words as they are written.
_NAMED: Final = re.compile(
    r"\b(?:[Ii]ch bin(?:['’]?s,?)?|I am|I'm|I’m)\s(?:(?:die|der)\s)?"
    r"(?!Meinung|Ansicht|Auffassung|Überzeugung)[A-ZÄÖÜ][^\W\d_]+"
    r"|\b[Gg]ez\.\s?[A-ZÄÖÜ]"
    r"|\b\d{5}\s[A-ZÄÖÜ][^\W\d_]{2,}"
)
# "B-AB 1234", "HH XY 12E"; a standard is no car.
_PLATE: Final = re.compile(
    r"\b(?!DIN|ISO|VDE|VDI|EN\b)[A-ZÄÖÜ]{1,3}(?:[-–] ?| )[A-Z]{1,2}[ -]?\d{1,4}[EH]?\b"
)


def is_reached(text: str) -> bool:
    """Whether it holds a telephone number, a mail address, an account or a link, as people type or spell them."""
    return _leads(uncased(_plain(text)))


def tells(text: str) -> bool:
    """Whether anything in it leads to one person, whoever that is."""
    shown = _plain(text)
    low = uncased(shown)
    return _leads(low) or any(
        sign.search(said) for sign, said in ((_WHO, low), (_NAMED, shown), (_PLATE, shown))
    )


def _leads(low: str) -> bool:
    digits, spoken = _SPOKEN.subn(lambda word: _DIGITS[word.group(1)], low)
    if _REACHED.search(low) or ("/" in low and _LINK.search(low)):
        return True
    if spoken >= _FEWEST_SPELT and _SPELT.search(low):
        return True
    return any(_is_number(run.group()) for run in _RUN.finditer(digits))


def _plain(text: str) -> str:
    """Without what nobody sees between two digits, and with full-width ones as all others."""
    return unicodedata.normalize("NFKC", visible(text))


def _is_number(run: str) -> bool:
    """No date and no time of day: "07.10.2025", "08.30–09.30"."""
    if len(run) <= _LONGEST_WHEN and _WHEN.fullmatch(run):
        return False
    if run.lstrip("(")[0] in "+0":
        return _count(run) >= _FEWEST
    return any(_count(piece) >= _FEWEST_BARE for piece in run.split(","))


def _count(run: str) -> int:
    return sum(char.isdigit() for char in run)
