"""Knows how a firm's text falls apart: per order, into sentences, into clauses with their words (WORDS 3)."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hauspost.desk.work import order_tag
from hauspost.parsers.amounts import amounts
from hauspost.parsers.dates import spans
from hauspost.parsers.lines import folded, rows, visible
from hauspost.parsers.salutations import is_greeting
from hauspost.parsers.signature import is_closing
from hauspost.parsers.taglines import is_tagline
from hauspost.parsers.typed import ORDER_NUMBERS

_DAY, _MONEY, _TAG, _OTHER = "\ue000", "\ue001", "\ue002", "\ue003"
_SPOKEN = {_DAY: "@d", _MONEY: "@m", _TAG: "@o", _OTHER: "@x"}
_ORDER = re.compile(
    rf"(?<![\w-])(?:A[\s-]?|Auftrag(?:snummer|snr\.?)?:?\s(?:Nr\.?\s?)?){ORDER_NUMBERS}", re.IGNORECASE
)
_TICKET = re.compile(r"(?<![\w-])T-\d{1,9}(?![\w-])")
_ADDRESS = re.compile(
    r"[\w.+-]{1,64}@[\w.-]{1,255}|https?://[^\s<>]{1,300}|(?<![\w.,])\+?\d[\d /()-]{6,20}\d(?![\w.,])"
)
_SHORTENED = re.compile(
    r"(?i)\b(ca|z\.\s?b|erl|nr|str|inkl|exkl|zzgl|bzw|usw|u\.\s?a|d\.\s?h|evtl|ggf|fa|hr|fr|dr|st|stk|max|min|gem|lt|vorauss|tel|i\.\s?a|i\.\s?v|"
    r"mr|mrs|ms|std|og|eg|ug|re|li|mfg|ing|dipl)\.(?=\s*\S)"
)
_IN_ORDER = re.compile(r"(?i)\bi\.\s?o\.?(?!\w)")
_THUMB = re.compile("👍[\U0001f3fb-\U0001f3ff]?")
_SENTENCE = re.compile(r"[^.!?\n]*(?:[.!?]+|\n|$)")
_CLAUSE = re.compile(r"[,;:()\n]|\s[-–—]+\s|\b(und|sowie|aber|doch|jedoch|sondern|and|but)\b", re.IGNORECASE)
_WORD = re.compile(r"[\ue000-\ue003]+|[^\W_]+")
_SHARE = re.compile(r"\d\s?(?:%|prozent|percent)|(?<!\d)\d{1,2}\s?/\s?\d{1,2}(?!\d)|\bhalb", re.IGNORECASE)
_FOOT = re.compile(
    r"(?i)@|www\.|\b(?:gmbh|ug|ag|kg|ohg|gbr|e\.\s?k|inh\.|inhaber|tel|telefon|fon|phone|fax|mobil|notdienst|meisterbetrieb|büro|steuernr|ust|ltd)\b"
    r"|\d{5}\s[^\W\d]|\+?\d[\d /()-]{6,}"
)
_QUESTION_VERBS = frozenset(
    rows(
        """
        ist · sind · war · waren · hat · haben · habe · kann · koennen · koennten · kannst · soll · sollen
        darf · duerfen · muss · muessen · wird · werden · wuerden · gibt · geht · gehoert · passt · brauchen
        wissen · moechten · braeuchte · is · are · was · were · has · have · can · could · shall · should
        do · does · did · may · will · would
        """
    )
)
_SUBJECTS = frozenset(
    rows(
        """
        ich · wir · sie · er · es · man · ihr · der · die · das · den · jemand · you · we · i · it · the
        there · somebody · someone · anyone
        """
    )
)
_ASKING = frozenset(
    rows(
        """
        wer · was · wann · wo · wohin · woher · warum · wieso · weshalb · wie · welche · welcher · welches
        welchen · wieviel · ob · who · what · when · where · why · how · which · whose
        """
    )
)
# "wie besprochen" asks nothing.
_AS = frozenset(
    ("wie", said)
    for said in rows(
        """
        besprochen · vereinbart · gewuenscht · abgesprochen · beauftragt · angekuendigt · telefonisch
        immer · folgt · gestern · heute · bestellt · angeboten
        """
    )
)
_TO_FOLLOW = re.compile(r"(?i)\bto follow\b")
_TALL = 40  # longer words are none
MOST = 12_000  # characters that are read; what is longer is for people
MOST_ORDERS = 20  # in one mail; more are for people


@dataclass(frozen=True, slots=True)
class Clause:
    """`said`: folded words; "@d" is a day or time, "@m" an amount. `typed`: the same words as they stand."""

    said: tuple[str, ...]
    typed: tuple[str, ...]
    begins: bool = True  # nothing of its sentence's thought stands before it

    @property
    def joined(self) -> str:
        return f" {' '.join(self.said)} "

    @property
    def is_asking(self) -> bool:
        """Question order without its mark: "können Sie den Schlüssel hinterlegen"."""
        words = self.said
        if len(words) < 2 or tuple(words[:2]) in _AS:
            return False
        return (words[0] in _QUESTION_VERBS and bool(_SUBJECTS.intersection(words[1:3]))) or words[
            0
        ] in _ASKING


@dataclass(frozen=True, slots=True)
class Sentence:
    text: str  # as typed
    clauses: tuple[Clause, ...]
    is_question: bool
    names_share: bool  # "80 %", "1/2"


def sentences(text: str) -> tuple[Sentence, ...]:
    """Of a part of a firm's text."""
    found: list[Sentence] = []
    typed, masked = _masked(text)
    for match in _SENTENCE.finditer(masked):
        clauses = tuple(_clauses(match[0]))
        if clauses:
            said = typed[match.start() : match.end()]
            found.append(Sentence(said, clauses, "?" in match[0], _SHARE.search(match[0]) is not None))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Part:
    """What is said of one order; `order` "" : of the one that was answered."""

    order: str
    text: str
    is_parted: bool = True  # False: it names more orders than are told apart


def by_order(text: str) -> tuple[tuple[Part, ...], str]:
    """The parts of a text that names several orders, each line for itself, and what is said of none of them.

    Each of them may be said of the same words, so that more than `MOST_ORDERS` are not told apart.
    """
    lines = body(text)
    tags = tuple(dict.fromkeys(_tag(found) for line in lines for found in _ORDER.finditer(line)))
    if not 2 <= len(tags) <= MOST_ORDERS:
        only = tags[0] if len(tags) == 1 else ""
        return (Part(only, "\n".join(lines), is_parted=len(tags) < 2),), ""
    said: dict[str, list[str]] = {tag: [] for tag in tags}
    general: list[str] = []
    last: tuple[str, ...] = ()
    for line in lines:
        named = list(_ORDER.finditer(line))
        if named:
            last = _share_out(line, named, said, general)
        elif last and line[:1].islower():  # a mail client broke the line
            for tag in last:
                said[tag][-1] += f" {line}"
        else:
            last = ()
            general.append(line)
    return tuple(Part(tag, "\n".join(lines)) for tag, lines in said.items()), "\n".join(general)


def body(text: str) -> list[str]:
    """Written lines without greeting, closing formula, name and what firms print below it."""
    lines = [line.strip() for line in unicodedata.normalize("NFC", visible(text)).splitlines()]
    written = [line for line in lines if line and not is_tagline(line)]
    if len(written) > 1 and is_greeting(written[0]):
        written = written[1:]
    closing = next((i for i in range(len(written) - 1, -1, -1) if is_closing(written[i])), None)
    if closing is None:
        return _joined(written)
    below = [line for line in written[closing + 1 :] if not (_FOOT.search(line) or _is_name(line))]
    return _joined([*written[:closing], *below])


def _joined(written: Sequence[str]) -> list[str]:
    """Lines that a client broke, put together again."""
    whole: list[str] = []
    for line in written:
        if whole and line[:1].islower() and whole[-1][-1:] not in ".!?:;" and not _ORDER.search(whole[-1]):
            whole[-1] += f" {line}"
        else:
            whole.append(line)
    return whole


def _is_name(line: str) -> bool:
    words = re.findall(r"[^\W_]+", line)
    return (
        0 < len(words) <= 4 and all(word[:1].isupper() for word in words) and not re.search(r"[!?:\d]", line)
    )


def _tag(found: re.Match[str]) -> str:
    return order_tag(int(found[1]), int(found[2]))


def _share_out(
    line: str, named: Sequence[re.Match[str]], said: dict[str, list[str]], general: list[str]
) -> tuple[str, ...]:
    """One line: what stands behind a number is said of it; behind several, of all of them."""
    waiting: list[str] = []
    before = line[: named[0].start()].strip(" ,:;-–")
    for i, found in enumerate(named):
        waiting.append(_tag(found))
        behind = line[found.end() : named[i + 1].start() if i + 1 < len(named) else len(line)].strip(
            " \t,;:=-–>"
        )
        if behind and folded(behind) not in ("und", "and", "sowie", "/", "+", "&"):
            text = f"{before} {behind}" if i == len(waiting) - 1 and before else behind
            for tag in waiting:
                said[tag].append(text)
            waiting, before = [], ""
            last = tuple(_tag(f) for f in named[: i + 1])
    if waiting and before:
        for tag in waiting:
            said[tag].append(before)
        return tuple(waiting)
    if before:
        general.append(before)
    for tag in waiting:
        said[tag].append("")
    return tuple(waiting) or last[-1:]


def _masked(text: str) -> tuple[str, str]:
    """The text, and the same with days, amounts, numbers and addresses as marks: their dots end no sentence."""
    shown = _THUMB.sub(" Daumenhoch ", _IN_ORDER.sub("iO", text))
    shown = _TO_FOLLOW.sub("follows", shown)
    shown = _SHORTENED.sub(lambda found: found[0].replace(".", " ").replace("  ", " "), shown)
    masked = list(shown)
    for mark, places in (
        (_MONEY, [(a.start, a.end) for a in amounts(shown)]),
        (_OTHER, [f.span() for f in _TICKET.finditer(shown)]),
        (_TAG, [f.span() for f in _ORDER.finditer(shown)]),
        (_DAY, spans(shown)),
        (_OTHER, [f.span() for f in _ADDRESS.finditer(shown)]),
    ):
        for start, end in places:
            if not any(c in _SPOKEN for c in masked[start:end]):
                masked[start:end] = mark * (end - start)
    return shown, "".join(masked)


def _clauses(sentence: str) -> Iterator[Clause]:
    begins, at = True, 0
    for found in (*_CLAUSE.finditer(sentence), None):
        piece = sentence[at : found.start() if found else len(sentence)]
        typed = tuple(_SPOKEN.get(word[0], word)[:_TALL] for word in _WORD.findall(piece))
        if typed:
            yield Clause(tuple(_folded(word) for word in typed), typed, begins)
        if found is None:
            return
        begins, at = found[1] is None, found.end()
        if found[1] and folded(found[1]) in ("aber", "doch", "jedoch", "sondern", "but"):
            yield Clause((folded(found[1]),), (found[1].lower(),), begins=False)


def _folded(word: str) -> str:
    return word if word.startswith("@") else folded(word)
