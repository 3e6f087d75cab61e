"""What a mail says, block by block, before it looks like anything; text and HTML are two views of one page."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from hauspost.outbound import cleaning


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph. The lead is what an inbox shows as preview; `number`: whoever reads it can call at a touch."""

    text: str
    is_lead: bool = False
    number: str = ""

    @property
    def dialled(self) -> str:
        """RFC 3966, without what people write between the digits."""
        return "tel:" + re.sub(r"[^0-9+]", "", self.number)


@dataclass(frozen=True, slots=True)
class Rows:
    rows: tuple[tuple[str, str], ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class Items:
    items: tuple[str, ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class Quote:
    """Somebody's own words, lines and paragraphs as they were, marked as a quotation."""

    text: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """A word that one can answer, and what it does. `href` is its button, where it needs no further text."""

    word: str
    meaning: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Answers:
    rows: tuple[Answer, ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One numbered or dated thing in a list: its mark, what it is, more lines, a quotation, its own answers."""

    mark: str
    head: str
    lines: tuple[str, ...] = ()
    quote: str = ""
    answers: tuple[Answer, ...] = ()


@dataclass(frozen=True, slots=True)
class Entries:
    entries: tuple[Entry, ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    label: str
    steps: tuple[str, ...]  # the current one in capitals: never marked by colour alone
    current: int
    count: str


@dataclass(frozen=True, slots=True)
class Bar:
    """`share`: of the longest one, 0 to 100."""

    label: str
    value: str
    share: int


@dataclass(frozen=True, slots=True)
class Bars:
    """Numbers side by side. `picture`: where their drawing is ("cid:…"), which stands for them in HTML."""

    bars: tuple[Bar, ...]
    title: str = ""
    picture: str = ""
    alt: str = ""


Block = Line | Rows | Items | Quote | Answers | Entries | Progress | Bars


@dataclass(frozen=True, slots=True)
class Page:
    blocks: tuple[Block, ...]
    footer: tuple[str, ...]


Caller = Callable[[], str]


@dataclass(slots=True)
class Writer:
    """What a page template writes to: each call adds a block and leaves nothing in the template's own output."""

    blocks: list[Block] = field(default_factory=list)
    reason: str = ""

    def lead(self, number: str = "", *, caller: Caller) -> str:
        return self._add(Line(run(caller()), is_lead=True, number=run(number)))

    def p(self, caller: Caller) -> str:
        return self._add(Line(run(caller())))

    def why(self, caller: Caller) -> str:
        """Why one gets this mail; it opens the footer."""
        self.reason = run(caller())
        return ""

    def paragraphs(self, text: str) -> str:
        """Words of the office's own stock, a paragraph each."""
        for part in cleaning.text(text).split("\n\n"):
            self._add(Line(run(part)))
        return ""

    def quote(self, text: str, title: str = "") -> str:
        return self._add(Quote(_lines(text), run(title)))

    def rows(self, rows: Iterable[tuple[str, str]], title: str = "") -> str:
        """Rows without a value are left out."""
        kept = tuple((run(label), run(value)) for label, value in rows if run(value))
        return self._add(Rows(kept, run(title)))

    def items(self, items: Iterable[str], title: str = "") -> str:
        return self._add(Items(tuple(run(i) for i in items), run(title)))

    def answers(self, rows: Sequence[Answer], title: str = "") -> str:
        return self._add(Answers(tuple(_answer(row) for row in rows), run(title)))

    def entries(self, entries: Iterable[Entry], title: str = "") -> str:
        return self._add(Entries(tuple(_entry(e) for e in entries), run(title)))

    def bars(self, bars: Iterable[Bar], title: str = "", picture: str = "") -> str:
        kept = tuple(Bar(run(b.label), run(b.value), b.share) for b in bars)
        alt = "; ".join(f"{b.label}: {b.value}" for b in kept)
        return self._add(Bars(kept, run(title), picture, f"{run(title)}: {alt}"))

    def progress(self, progress: Progress | None) -> str:
        return self._add(progress) if progress else ""

    def _add(self, block: Block) -> str:
        match block:
            case (
                Line(text="")
                | Rows(rows=())
                | Items(items=())
                | Quote(text="")
                | Answers(rows=())
                | Entries(entries=())
                | Bars(bars=())
            ):
                pass
            case _:
                self.blocks.append(block)
        return ""


def run(text: str) -> str:
    """One run of words. Only ASCII blanks are folded: a no-break space holds a date together."""
    return " ".join(filter(None, cleaning.text(text).replace("\n", " ").split(" ")))


def _lines(text: str) -> str:
    """Lines as they were, without blank ones at either end and with one at most between paragraphs."""
    out: list[str] = []
    for line in cleaning.text(text).split("\n"):
        if line.strip() or (out and out[-1]):
            out.append(line.rstrip())
    return "\n".join(out).strip("\n")


def _answer(row: Answer) -> Answer:
    return Answer(run(row.word), run(row.meaning), row.href)


def _entry(entry: Entry) -> Entry:
    lines = tuple(line for line in map(run, entry.lines) if line)
    return Entry(
        run(entry.mark), run(entry.head), lines, _lines(entry.quote), tuple(map(_answer, entry.answers))
    )
