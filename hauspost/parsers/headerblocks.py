"""Knows the header block that Outlook and its kin put above a quoted or forwarded mail, and its dividers."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from hauspost.parsers.clientwords import ANSWERED, FIELDS, FORWARDED, HANDED_ON, TITLES
from hauspost.parsers.lines import Line, phrase, rows, words

_CANONICAL = {name: field for field, names in FIELDS.items() for name in names}
_LONGEST_NAME = 24
_BLANKS = 1  # between two fields; one more behind a divider
_CONTINUED = 4  # lines of a long To or Subject
_WRAPS_FROM = 60

# With what helpdesks head their mails: "## Please type your reply above this line ##". A word of each.
_ABOVE = (
    frozenset(rows("above · ueber · oberhalb")),
    frozenset(rows("line · zeile · linie · zeilen · markierung")),
    frozenset(
        rows(
            "reply · response · answer · type · write · antwort · antworten · antworte · schreiben · schreibe"
        )
    ),
)
_LONGEST_ABOVE = 14  # words
DIVIDERS = dict.fromkeys(ANSWERED, False) | dict.fromkeys(FORWARDED, True)
# Yahoo's text has all of it in one line, fields without a blank between: "- Forwarded Message - From: …To: …".
_GLUED = re.compile(r"[-\s]{3,9}([^-\n]{4,60})-{3,9}\s?(?=[^\W\d_]{2,8}:)")
_GLUED_FIELD = re.compile(
    r"(From|To|C[Cc]|Sent|Subject|Von|An|Gesendet|Betreff|De|À|Para|Envoyé|Enviado|Objet|Asunto|Da|Inviato|Oggetto)\s?:\s"
)
_CLOCK = re.compile(r"\d[:.h]\d\d(?![.\d])")
_MARKS = ("-=", "--", "__", "==", "*-", "—", "**", "–", "##")
_SHORT_WORD = 2  # letters: "am", "um"
_RULE = frozenset("-_=*~–—―⸻ ")


@dataclass(frozen=True, slots=True)
class HeaderBlock:
    """Lines `first` to `last`; values as printed, wrapped ones joined."""

    first: int
    last: int
    values: tuple[tuple[str, str], ...]

    def value(self, field: str) -> str:
        return next((value for name, value in self.values if name == field), "")

    @property
    def sure(self) -> bool:
        """An address, or a clock beside a client's long date: "Von: Frau Berger, Datum: 12.10. 10:15" has neither."""
        people = f"{self.value('from')} {self.value('to')}"
        date = self.value("date")
        said = words(date)
        is_long = any(word.isalpha() and len(word) > _SHORT_WORD for word in said) and "uhr" not in said
        return "@" in people or (
            is_long and bool(_CLOCK.search(date)) and TITLES.isdisjoint(words(self.value("from")))
        )

    @property
    def fields(self) -> frozenset[str]:
        return frozenset(name for name, _ in self.values)


def is_rule(line: Line) -> bool:
    """A line of dashes or underscores alone."""
    return len(line.text) >= 2 and all(character in _RULE for character in line.text)


def divider(line: Line, *, below_rule: bool = False) -> bool | None:
    """None: no divider. True: a forwarded mail follows; False: an answered one."""
    text = line.text
    if len(text) > 120:
        return None
    said = phrase(text.strip("-_=*~–—>:# "))
    if said.startswith(HANDED_ON) and text.endswith("--"):
        return True
    marked = below_rule or text.startswith(_MARKS) or text.endswith((":", "--", "=-"))
    return (False if _asks_above(said.split()) else DIVIDERS.get(said)) if marked else None


def _asks_above(said: Sequence[str]) -> bool:
    return len(said) <= _LONGEST_ABOVE and all(each.intersection(said) for each in _ABOVE)


def glued_block(line: Line, at: int) -> HeaderBlock | None:
    """A divider with its fields in one line; the last of them is the subject, whatever it holds."""
    begins = _GLUED.match(line.text)
    if begins is None or phrase(begins[1]) not in DIVIDERS:
        return None
    pieces = _GLUED_FIELD.split(line.text[begins.end() :])
    values: dict[str, str] = {}
    for number in range(1, len(pieces), 2):
        if "subject" in values:
            values["subject"] += f"{pieces[number]}: {pieces[number + 1]}"
        else:
            values.setdefault(_CANONICAL[phrase(pieces[number])], pieces[number + 1])
    block = HeaderBlock(at, at, tuple((name, value.strip()) for name, value in values.items()))
    return block if _is_whole(block, wanted=3) else None


def header_block_at(lines: Sequence[Line], first: int, *, after_divider: bool = False) -> HeaderBlock | None:
    """A From with at least two more fields, or one more behind a divider; there eM Client sets no colons."""
    block = _block(lines, first, _field, blanks_allowed=_BLANKS + after_divider)
    if not after_divider and _stands_above_another(lines, block):
        block = _block(lines, first, _field, blanks_allowed=0)
    if _is_whole(block, wanted=2 if after_divider else 3):
        return block
    bare = _block(lines, first, _bare_field, blanks_allowed=0) if after_divider else block
    return bare if after_divider and _is_whole(bare, wanted=3) else None


def _stands_above_another(lines: Sequence[Line], block: HeaderBlock) -> bool:
    """A person's "Betreff: siehe oben" above a client's whole block, a blank line between them."""
    blank = next((at for at in range(block.first + 1, block.last) if lines[at].blank), None)
    return blank is not None and _is_whole(_block(lines, blank + 1, _field, blanks_allowed=_BLANKS), wanted=3)


def _is_whole(block: HeaderBlock, *, wanted: int) -> bool:
    """ "Von: 10:00 Uhr" names nobody."""
    if block.value("from")[:1].isdigit() and "@" not in block.value("from"):
        return False
    return "from" in block.fields and len(block.fields - {"other"}) >= wanted


def _block(
    lines: Sequence[Line],
    first: int,
    field_in: Callable[[str], tuple[str, str] | None],
    *,
    blanks_allowed: int,
) -> HeaderBlock:
    values: list[tuple[str, str]] = []
    last, blanks, pending = first, 0, list[str]()
    for at in range(first, len(lines)):
        line = lines[at]
        field = field_in(line.text)
        if line.blank and blanks < blanks_allowed and values:
            blanks += 1
        elif field and field[0] not in {name for name, _ in values}:
            values = [*_joined(values, pending), field]
            last, blanks, pending = at, 0, []
        elif not values or line.blank or field or blanks or is_rule(line) or len(pending) == _CONTINUED:
            break
        else:
            pending.append(line.text)
    if pending and len(lines[last].text) >= _WRAPS_FROM:  # a long subject goes on in the line below
        values, last = _joined(values, pending[:1]), last + 1
    return HeaderBlock(first, last, tuple(values))


def _joined(values: list[tuple[str, str]], continued: list[str]) -> list[tuple[str, str]]:
    if not values or not continued:
        return values
    name, value = values[-1]
    return [*values[:-1], (name, " ".join([value, *continued]).strip())]


def _field(text: str) -> tuple[str, str] | None:
    name, colon, value = text.replace("：", ":", 1).partition(":")
    if not colon or len(name) > _LONGEST_NAME:
        return None
    canonical = _CANONICAL.get(phrase(name))
    return (canonical, value.strip("*_ \t\xa0")) if canonical else None


def _bare_field(text: str) -> tuple[str, str] | None:
    """ "Von "Anna Berger" <…>": the name alone, without a colon."""
    name, blank, value = text.partition(" ")
    canonical = _CANONICAL.get(phrase(name)) if blank else None
    return (canonical, value.strip()) if canonical else None
