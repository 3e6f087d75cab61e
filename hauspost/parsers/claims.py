"""Knows, line by line, who claims the words of a mail: our own text, a client's quote, or nobody but the author."""

import re
from collections.abc import Sequence
from typing import Literal

from hauspost.parsers.alignment import Alignment, align
from hauspost.parsers.attributions import is_chat
from hauspost.parsers.html import QuoteSpan
from hauspost.parsers.insertions import is_banner, is_banner_above, is_picture
from hauspost.parsers.lines import Line
from hauspost.parsers.openers import Opener, opener_at
from hauspost.parsers.quotespans import SOFT, answered_inside, first_lines, hard_spans, inside
from hauspost.parsers.taglines import is_tagline

Kind = Literal["new", "quoted", "signature", "ours", "forward_header", "footer"]
Label = tuple[Kind, str]
NEW: Label = ("new", "")
# Perhaps another person's: people read it, nothing in it is a command.
UNSURE: Label = ("new", "perhaps another's")
PICTURE: Label = ("footer", "a picture's place")
UNANNOUNCED = "marks alone"  # ">" lines without an attribution above
INDENTED = "indented"  # in a container of HTML that is no client's own
# What clients of old set before quoted lines: a bar, or the initials of whom they quote.
_BARS = re.compile(r"\||[A-Z][A-Za-z]{0,3}> ?")
_OPENERS = ("attribution", "header", "divider")
_WHOLE = 0.5  # of our mail; less of it without any sign of a quote may be typed anew
_SENTENCE_ENDS = (".", "!", "?", ":")
_WRAPS_FROM = 60  # characters
_FEWEST_BROKEN = 4  # words of a quoted line that breaks off: "… antworten Sie mit"


def claimed(
    lines: Sequence[Line], *, quote_spans: tuple[QuoteSpan, ...], answered: str, answers: bool = True
) -> tuple[list[Label], bool]:
    """A label for each line, and whether the author surely wrote something (else nothing is taken away).

    `answers`: the mail answers another one; in one that does not, marks that nobody announces are the author's.
    """
    sheet = _Sheet(lines, quote_spans, answered)
    labels = sheet.filled()
    if not answers and not sheet.announced:
        labels = [NEW if _is_typed(label) else label for label in labels]
    elif sheet.quotes_another:
        labels = [UNSURE if _is_typed(label) else label for label in labels]
    written = [
        label
        for line, label in zip(lines, labels, strict=True)
        if not line.blank and not (sheet.forwards and label == NEW and is_tagline(line.text))
    ]
    bare = not any(kind == "new" for kind, _ in written)
    if bare and any(kind == "quoted" and reason not in _OPENERS for kind, reason in written):
        return [
            NEW if label[0] == "quoted" and label[1] not in _OPENERS else label for label in labels
        ], False
    if bare and sheet.is_excerpt:
        return [UNSURE if label[0] == "ours" else label for label in labels], False
    return labels, not sheet.headless and (bare or NEW in written)


def _is_typed(label: Label) -> bool:
    """Bullets, or words that the author indented."""
    return label == ("quoted", UNANNOUNCED) or label == ("quoted", INDENTED)


class _Sheet:
    """One walk down the lines; `labels[i]` is None while nobody but the author claims line i."""

    def __init__(self, lines: Sequence[Line], quote_spans: tuple[QuoteSpan, ...], answered: str) -> None:
        self.lines = lines
        hard = hard_spans(lines, quote_spans)
        held = inside(lines, hard)
        self.marked, self.aligned = _aligned(lines, held, answered)
        opened = answered_inside(lines, hard, self.aligned.ours, answered=answered)
        if opened:
            held -= opened
            self.marked, self.aligned = _aligned(lines, held, answered)
        if not any(self.aligned.ours):
            held |= inside(lines, tuple(span for span in quote_spans if span.container in SOFT))
        named = inside(lines, tuple(span for span in quote_spans if span.container != "blockquote"))
        self.labels: list[Label | None] = [
            ("quoted", "container" if i in named else INDENTED) if i in held else None
            for i in range(len(lines))
        ]
        self.written = False  # the author has written above
        self.announced = False  # an attribution stands above
        self.forwards = False  # what stands there says so
        self.headless = False  # a quote without marks, and nothing of the author's above it
        self.doubted_to = 0  # before this line, what nobody claims may be another person's
        for first in first_lines(lines, hard):
            self._announce_held(first)
        for i, sure in enumerate(self.aligned.ours):
            if sure or self.aligned.copied[i]:
                self.labels[i] = ("ours", "our own words" if sure else "our own lines")
            elif not self.marked[i] and is_picture(lines[i].text):
                self.labels[i] = PICTURE
        self.knows = bool(answered.strip())
        self.last_ours = max((i for i, sure in enumerate(self.aligned.ours) if sure), default=-1)
        self.next_ours = _next_true(self.aligned.ours)
        self.next_held = _next_true(
            [label is not None and label[0] == "forward_header" for label in self.labels]
        )
        self.looked_from = self.next_opener = -1
        self.known_to = 0  # above this line, what repeats our words is labelled already

    @property
    def is_excerpt(self) -> bool:
        """A piece of our mail that no client announces as a quote: perhaps the author's own words."""
        return not self.announced and not any(self.marked) and 0 < self.aligned.share < _WHOLE

    @property
    def quotes_another(self) -> bool:
        """The answered mail is known, nobody announces a quote, and nothing of that mail came back."""
        return self.knows and not self.announced and not any(self.aligned.ours)

    def filled(self) -> list[Label]:
        at = 0
        while at < len(self.lines):
            at = self._step(at)
        return [label or NEW for label in self.labels]

    def _announce_held(self, first: int) -> None:
        """A header block keeps its name inside its container, too."""
        opener = opener_at(self.lines, first)
        if opener is not None and (opener.kind == "header" or opener.forwards):
            for i in range(opener.first, opener.last + 1):
                if self.labels[i] is not None:
                    self.labels[i] = ("forward_header", opener.kind)

    def _step(self, at: int) -> int:
        line = self.lines[at]
        if self.labels[at] is not None or (line.blank and not line.depth):
            return at + 1
        if line.depth:
            return self._marked(at)
        opener = opener_at(self.lines, at)
        if opener is None:
            self._unclaimed(at)
            return at + 1
        return self._opened(opener)

    def _unclaimed(self, at: int) -> None:
        if is_chat(self.lines[at].text):
            self.written, self.doubted_to = True, len(self.lines)
        if not self.written and is_banner_above(self.lines[at].text):
            self.labels[at] = ("footer", "banner")
        elif at < self.doubted_to or self._is_tail(at):
            self.labels[at] = UNSURE
        elif not is_tagline(self.lines[at].text):
            self.written = True

    def _marked(self, at: int) -> int:
        opener = opener_at(self.lines, at)
        if opener is not None and opener.strong:  # iPhones put the mark before their own sentence, too
            self._announce(opener)
            below = _next_written(self.lines, opener.last + 1)
            return self._piped(below) if self._is_piped(below) else opener.last + 1
        self.labels[at] = ("quoted", "marks" if self.announced else UNANNOUNCED)
        return at + 1

    def _opened(self, opener: Opener) -> int:
        """From one opener to the next: what it announces is our mail, or somebody else's."""
        below = _next_written(self.lines, opener.last + 1)
        end = self._next_opener(below) if opener.last < self.last_ours else len(self.lines)
        ours = self.next_ours[below] if self.next_ours[below] < end else -1
        piped = self._is_piped(below)
        marked = below == len(self.lines) or self.labels[below] is not None or self.marked[below] or piped
        introduces = 0 <= ours < self.next_held[below] and not self.marked[ours]
        if opener.told or (not opener.strong and not marked and not introduces):
            self.written = True  # a sentence of the author's; what it tells may be another's words
            self.doubted_to = len(self.lines)
            return opener.last + 1
        if not self.announced:
            self._cited_above(opener.first)
        self._announce(opener)
        if piped:
            return self._piped(below)
        if ours < 0 and not marked:
            return self._unmarked(opener, below, end)
        if below < len(self.lines) and self.marked[below]:
            self._doubt_below_marks(opener, below)
        elif ours >= 0:
            self.doubted_to = max(self.doubted_to, ours)
            self._label_known(below, min(end, self.last_ours + 1))
        return opener.last + 1

    def _cited_above(self, end: int) -> None:
        """The client sets its sentence above its quote: what is marked higher up its author cites, whoever said it."""
        for i in range(end):
            label = self.labels[i]
            if label is not None and _is_typed(label):
                self.labels[i] = UNSURE

    def _doubt_below_marks(self, opener: Opener, below: int) -> None:
        """Unmarked lines below marked ones are an answer to them; whose, if the marks are not of our mail?
        Containers of HTML part better than marks: there what stands outside is the author's."""
        if not self.lines[below].depth and opener.kind == "attribution":
            return
        end = below
        while end < len(self.lines) and (self.marked[end] or self.lines[end].blank):
            end += 1
        quoted = [i for i in range(below, end) if not self.lines[i].blank]
        if self.knows and (
            any(self.aligned.ours[i] for i in quoted) or all(self.aligned.known[i] for i in quoted)
        ):
            return
        if self.written or self.knows or opener.kind == "header" or opener.forwards:
            self.doubted_to = len(self.lines)

    def _next_opener(self, start: int) -> int:
        """Kept until it is reached: many weak openers above one sure one look for it once."""
        if not self.looked_from <= start <= self.next_opener:
            self.looked_from = start
            self.next_opener = next(
                (i for i in range(start, len(self.lines)) if self._opens(i)), len(self.lines)
            )
        return self.next_opener

    def _opens(self, at: int) -> bool:
        line = self.lines[at]
        if self.labels[at] is not None or line.blank or line.depth:
            return False
        opener = opener_at(self.lines, at)
        return opener is not None and opener.strong

    def _announce(self, opener: Opener) -> None:
        kind: Kind = "forward_header" if opener.kind == "header" or opener.forwards else "quoted"
        self._label(opener.first, opener.last + 1, (kind, opener.kind))
        self.announced = True
        self.forwards |= opener.forwards

    def _unmarked(self, opener: Opener, below: int, end: int) -> int:
        """The client sets no marks: all below is the quote, unless nothing stands above."""
        if below >= end:
            return opener.last + 1
        self.doubted_to = len(self.lines)
        if not self.written:
            self.headless = True
            self.written = True
            return opener.last + 1
        self._label(below, end, ("quoted", f"below {opener.kind}"))
        return end

    def _is_tail(self, at: int) -> bool:
        """What a client broke off a quoted line stands below it without a mark."""
        above, line = self.lines[at - 1], self.lines[at]
        if at == 0 or not above.depth or above.blank:
            return False
        below = self.lines[at + 1] if at + 1 < len(self.lines) else None
        between = below is not None and below.depth > 0 and not below.blank
        if self.aligned.goes_on(above, line):
            return True
        if self.aligned.known[at - 1]:
            return False
        alone = below is None or below.blank or between
        if between:
            return not above.text.endswith("?")
        return not above.text.endswith(_SENTENCE_ENDS) and (
            len(above.text) >= _WRAPS_FROM or (alone and _breaks_off(above.text))
        )

    def _is_piped(self, at: int) -> bool:
        return at < len(self.lines) and _BARS.match(self.lines[at].text) is not None

    def _piped(self, below: int) -> int:
        end = below
        while end < len(self.lines) and _BARS.match(self.lines[end].text):
            end += 1
        self._label(below, end, ("quoted", "marks"))
        return end

    def _label_known(self, start: int, end: int) -> None:
        """Between an opener and our last line: what repeats our words in a row is ours; the rest may be an answer."""
        if self.marked[self.last_ours]:
            return
        gap: list[int] = []
        start, self.known_to = max(start, self.known_to), max(end, self.known_to)
        for i in range(start, end + 1 if start < end else start):
            free = i < end and self.labels[i] is None
            if free and is_banner(self.lines[i].text):
                self.labels[i] = ("quoted", "banner")
            elif free:
                gap += [] if self.lines[i].blank else [i]
            else:
                for each in self.aligned.repeats(gap):
                    self.labels[each] = ("ours", "our words inside our quote")
                gap = []

    def _label(self, start: int, end: int, label: Label) -> None:
        for i in range(start, end):
            if self.labels[i] is None:
                self.labels[i] = label


def _aligned(lines: Sequence[Line], held: set[int], answered: str) -> tuple[list[bool], Alignment]:
    marked = [bool(line.depth) or i in held for i, line in enumerate(lines)]
    return marked, align(lines, answered, marked)


def _next_true(marks: Sequence[bool]) -> list[int]:
    """For each place, and for the end, the next one that is true; the end if none follows."""
    found = [len(marks)] * (len(marks) + 1)
    for i in range(len(marks) - 1, -1, -1):
        found[i] = i if marks[i] else found[i + 1]
    return found


def _breaks_off(text: str) -> bool:
    said = text.split()
    return len(said) >= _FEWEST_BROKEN and said[-1][:1].islower()


def _next_written(lines: Sequence[Line], start: int) -> int:
    return next((i for i in range(start, len(lines)) if not lines[i].blank), len(lines))
