"""Knows how single cells of master data read: dates, money, yes and no, lists, addresses, roles, German or English."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any, Final

from hauspost.desk.houses import Role
from hauspost.desk.masterdata import FIRM
from hauspost.desk.policy import SWITCH_WORDS, PolicyFault, read_policy_text
from hauspost.desk.states import STATES, read_state
from hauspost.desk.trades import trade_of
from hauspost.parsers.fields import addr_spec, domain
from hauspost.parsers.masterdata_sentences import Sentence
from hauspost.parsers.masterdata_words import NO_ADDRESS, PUBLIC_DOMAINS, REMARK, ROLES

Reader = Callable[[str], Any]

GERMAN_DATE: Final = re.compile(r"(\d{1,2})\.\s*(\d{1,2})\.\s*(\d{4})(?: 00:00(?::00)?)?", re.ASCII)
ISO_DATE: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ]00:00(?::00)?)?", re.ASCII)
# Days since the end of 1899, as spreadsheets count them: what a date becomes that lost its format; from 1954 to 2119.
SERIAL_DATE: Final = re.compile(r"[2-7]\d{4}(?:[.,]\d+)?", re.ASCII)
SERIAL_BEGIN: Final = date(1899, 12, 30)
# What programs write where a period has no end, or no begin, that they know.
NO_END: Final = re.compile(r"(?:31\.12\.9999|9999-12-31|00\.00\.0000|0000-00-00)(?:[T ].*)?", re.ASCII)
# A formula that came along instead of what it found. "=" alone, or a line of them, is text.
FORMULA: Final = re.compile(r"=\s*[\w@$(+\"'{-]")
AMOUNT: Final = re.compile(
    r"(?P<euros>\d{1,3}(?:[.,' ]?\d{3})*|\d+)(?:(?P<point>[.,])(?P<cents>\d{1,2}))?", re.ASCII
)
# "12", "3 a", "12-14", "5/7", "8a-c" at the end of a street; the first of them is group 1.
HOUSE_NUMBERS: Final = re.compile(
    r"(\d+(?:\s?[a-z]\b)?)(?:\s*[-–/,+&]\s*(?:\d+(?:\s?[a-z])?|[a-z]))*\s*$", re.ASCII
)
KEY: Final = re.compile(r"[a-z0-9](?:[a-z0-9_-]{0,62}[a-z0-9])?", re.ASCII)
MAILBOX: Final = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,30}[a-z0-9])?", re.ASCII)
TRANSLITERATION: Final = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ø": "oe", "æ": "ae", "ł": "l", "ı": "i"}
)

# Names that mean something else at our domain (INTERFACE, "Addresses").
RESERVED: Final = frozenset({"desk", "postmaster", "abuse", "reply", "act", "bounce", "stop", "import"})


class Misread(ValueError):
    """A cell that cannot be read: what is wrong (the end of a sentence that begins with the cell) and the mend."""

    def __init__(self, sentence: str, mend: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.mend = mend


def need_words(cell: str) -> None:
    """Raises Misread for what no column can mean: a formula, or signs that were lost on the way here."""
    if FORMULA.match(cell):
        raise Misread("is a formula, not what it found", "paste it as values, or save the table as XLSX")
    if "\ufffd" in cell:
        raise Misread("holds signs that were lost", "export it as CSV in UTF-8, or as XLSX")


def text(cell: str) -> str:
    return " ".join(cell.split())


def paragraph(cell: str) -> str:
    """Text whose line breaks are meant."""
    return cell.strip()


def short_text(cell: str) -> str:
    if len(cell) > 200:
        raise Misread("is longer than 200 characters", "shorten it")
    return cell


def day(cell: str) -> date | None:
    if not cell or NO_END.fullmatch(cell):
        return None
    if SERIAL_DATE.fullmatch(cell):
        return SERIAL_BEGIN + timedelta(days=int(cell.partition(".")[0].partition(",")[0]))
    if match := GERMAN_DATE.fullmatch(cell):
        parts = (match[3], match[2], match[1])
    elif match := ISO_DATE.fullmatch(cell):
        parts = (match[1], match[2], match[3])
    else:
        raise Misread("is no date", "write it like 31.10.2025 or 2025-10-31")
    try:
        return date(*map(int, parts))
    except ValueError:
        raise Misread("is a day that does not exist", "write it like 31.10.2025 or 2025-10-31") from None


def cents(cell: str) -> int | None:
    """Gross euros as integer cents; the last point or comma before one or two digits parts the cents."""
    bare = re.sub(r"(?i)\s*(€|euro|eur|brutto|gross)\s*", "", cell)
    if not bare:
        return None
    match = AMOUNT.fullmatch(bare)
    if match is None:
        raise Misread("is no amount", "write it like 500 or 1.250,00")
    euros = int(re.sub(r"\D", "", match["euros"]))
    return euros * 100 + int((match["cents"] or "0").ljust(2, "0"))


def whole(least: int, most: int, default: int) -> Reader:
    """A whole number within bounds; an empty cell is the default."""

    def read(cell: str) -> int:
        bare = re.sub(r"(?i)\s*(min\.?|minuten|minutes)$", "", cell)
        if not bare:
            return default
        if not (bare.isascii() and bare.isdecimal() and least <= int(bare[:9]) <= most):
            mend = Sentence("write a whole number from {least} to {most}", least=str(least), most=str(most))
            raise Misread("is no number that can stand here", mend)
        return int(bare)

    return read


def if_said(cell: str) -> bool | None:
    """Yes, no, or nothing said."""
    return yes_or_no(cell) if cell else None


def yes_or_no(cell: str) -> bool:
    word = cell.lower()
    if word and word not in SWITCH_WORDS:
        raise Misread("is neither yes nor no", "write ja or nein")
    return SWITCH_WORDS.get(word, False)


def items(cell: str) -> list[str]:
    parts = (text(part) for part in re.split(r"[|;\n]", cell))
    return list(dict.fromkeys(part for part in parts if part))


def addresses(cell: str) -> list[str]:
    """All addresses of a cell; what people write beside them ("privat:", "(Büro)", a name) is no fault."""
    words = " ".join(cell.split()).lower().strip(".!()")
    if words in NO_ADDRESS or ("@" not in words and REMARK.fullmatch(words)):
        return []
    parts = [part for part in re.split(r"[|;,:#<>()\[\]\s]+", cell) if part]
    found = []
    for part in _said(parts) if any("@" in part for part in parts) else parts:
        part = part.strip("\"'.!")
        address = addr_spec(part)
        if not address:
            raise Misread(
                Sentence('holds no mail address in "{part}"', part=part),
                "write it like anna@example.com; several with | between",
            )
        found.append(address)
    return list(dict.fromkeys(found))


def _said(parts: list[str]) -> Iterator[str]:
    """Those with an @; a slash parts two of them, and otherwise it may belong to one (RFC 5322 §3.2.3)."""
    for part in parts:
        if "@" in part:
            yield from part.split("/") if part.count("@") > 1 else (part,)


def address(cell: str) -> str:
    return next(iter(addresses(cell)), "")


def senders(cell: str) -> list[str]:
    """Addresses, and domains as "@firma.example" for everybody there."""
    found = []
    for part in re.split(r"[|;,\s]+", cell):
        if part.startswith("@"):
            found.append(_domain(part))
        else:
            found += addresses(part)
    return list(dict.fromkeys(found))


def _domain(part: str) -> str:
    name = domain(part[1:])
    if "." not in name:
        raise Misread(Sentence('holds no domain in "{part}"', part=part), "write it like @firma.example")
    if name in PUBLIC_DOMAINS:
        sentence = Sentence('takes everybody with a mailbox at "{part}" for that firm', part=part)
        raise Misread(sentence, "write the firm's own addresses one by one")
    return f"@{name}"


def trades(cell: str) -> list[str]:
    found = (trade_of(part) for part in re.split(r"[|;,\n]", cell))
    return list(dict.fromkeys(part for part in found if part))


def number(cell: str) -> str:
    """A property's, unit's or person's number: text, leading zeros stay."""
    if len(cell) > 64:
        raise Misread("is too long for a number", Sentence("use at most {most} characters", most="64"))
    return text(cell)


def firm_number(cell: str) -> str:
    """It stands behind "firm:" wherever a person's number can stand."""
    if len(cell) > 64 - len(FIRM):
        most = str(64 - len(FIRM))
        raise Misread("is too long for a number", Sentence("use at most {most} characters", most=most))
    return text(cell)


def key(cell: str) -> str:
    word = transliterated(cell).replace(" ", "_")
    if not KEY.fullmatch(word):
        raise Misread("is no short key", "use letters, digits, - and _ only")
    return word


def mailbox(cell: str) -> str:
    """A whole address is taken by its front part."""
    word = cell.lower().partition("@")[0]
    if not word:
        return ""
    if not MAILBOX.fullmatch(word):
        raise Misread(
            "cannot stand before the @", "use letters without umlauts, digits, . and - only, as lindenweg12"
        )
    if word in RESERVED:
        raise Misread("is reserved for the system", "take another word")
    return word


def state(cell: str) -> str:
    code = read_state(cell) if cell else ""
    if cell and not code:
        raise Misread("is no Bundesland", Sentence("write one of {words}", words=", ".join(STATES)))
    return code


def role(cell: str) -> Role:
    word = re.sub(r"[*:/_(-]+(in|r)\)?$", "", cell.lower())
    word = word if word in ROLES else UMLAUTS.get(transliterated(word), "")
    if not word:
        raise Misread(
            "is no role", "write Mieter, Eigentümer, Beirat, Hauswart, Verwalter or Bevollmächtigter"
        )
    return ROLES[word]


def one_of(words: Mapping[str, Any], default: Any) -> Reader:
    """A closed list of words; an empty cell is the default."""

    def read(cell: str) -> Any:
        word = cell.lower()
        if word and word not in words:
            raise Misread("is not known here", Sentence("write one of {words}", words=", ".join(words)))
        return words.get(word, default)

    return read


def policy(key: str) -> Reader:
    """A house's own choice of a policy key, kept in the table's words; an empty cell leaves it to the company."""

    def read(cell: str) -> str:
        try:
            if cell:
                read_policy_text(key, cell)
        except PolicyFault as fault:
            raise Misread(Sentence("{fault}", fault=str(fault)), "see docs/configuration.md") from None
        return cell

    return read


def transliterated(words: str) -> str:
    """Lower-case ASCII: umlauts as people write them out, other accents dropped."""
    plain = unicodedata.normalize("NFKD", words.lower().translate(TRANSLITERATION))
    return plain.encode("ascii", "ignore").decode("ascii").strip()


def mailbox_of(street: str, house_numbers: list[str]) -> str:
    """The local part that a street suggests: "Lindenweg 12-14" is lindenweg12. "" where nothing usable is left."""
    street = street[:200]
    whole = street if re.search(r"\d", street) or not house_numbers else f"{street} {house_numbers[0]}"
    match = HOUSE_NUMBERS.search(whole.lower())
    first = whole[: match.end(1)] if match else whole
    return re.sub(r"[^a-z0-9]", "", transliterated(first))[:32]


UMLAUTS: Final = {transliterated(word): word for word in ROLES}  # "Eigentuemer"
