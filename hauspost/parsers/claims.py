"""Knows, line by line, who claims the words of a mail: our own text, a client's quote, or nobody but the author."""

import re
from collections.abc import Sequence
from typing import Literal

from hauspost.parsers.alignment import align
from hauspost.parsers.html import QuoteSpan
from hauspost.parsers.lines import Line, phrase
from hauspost.parsers.openers import Opener, opener_at

Kind = Literal["new", "quoted", "signature", "ours", "forward_header", "footer"]
Label = tuple[Kind, str]
NEW: Label = ("new", "")
UNANNOUNCED = "marks alone"  # ">" lines without an attribution above
# What clients of old set before quoted lines: a bar, or the initials of whom they quote.
_BARS = re.compile(r"\||[A-Z][A-Za-z]{0,3}> ?")
_OPENERS = ("attribution", "header", "divider")

# What a mail server puts above a foreign mail, and so above our words in the quote.
BANNERS = (
    "sie erhalten nicht oft e mails von",
    "sie erhalten nicht haeufig e mails von",
    "you don t often get email from",
    "achtung diese e mail stammt von einem externen absender",
    "achtung externe e mail",
    "diese e mail wurde von ausserhalb",
    "caution this email originated from outside",
    "caution external",
    "external email",
)
# What a client writes into its text where the picture stands in its HTML.
_PICTURE = re.compile(
    r"\[(?:cid|image|inline image|inline-bild|bild|eingebettetes bild|embedded image)\b[^\[\]\n]{0,200}\]",
    re.IGNORECASE,
)
# Containers that are no quote by themselves when our own text stands in them: Outlook people answer inside.
_SOFT = (
    "outlook_reply",
    "outlook_header",
    "outlook_border",
    "outlook_mobile",
    "outlook_mac",
    "outlook_windows_mail",
)


def claimed(
    lines: Sequence[Line], *, quote_spans: tuple[QuoteSpan, ...], answered: str
) -> tuple[list[Label], bool]:
    """A label for each line, and whether the author surely wrote something (else nothing is taken away)."""
    sheet = _Sheet(lines, quote_spans, answered)
    labels = sheet.filled()
    written = [label for line, label in zip(lines, labels, strict=True) if not line.blank]
    bare = NEW not in written
    if bare and any(kind == "quoted" and reason not in _OPENERS for kind, reason in written):
        return [
            NEW if label[0] == "quoted" and label[1] not in _OPENERS else label for label in labels
        ], False
    return labels, not sheet.headless


class _Sheet:
    """One walk down the lines; `labels[i]` is None while nobody but the author claims line i."""

    def __init__(self, lines: Sequence[Line], quote_spans: tuple[QuoteSpan, ...], answered: str) -> None:
        self.lines = lines
        held = inside(lines, _hard(quote_spans))
        self.marked = [bool(line.depth) or i in held for i, line in enumerate(lines)]
        self.aligned = align(lines, answered, self.marked)
        if not any(self.aligned.ours):
            held |= inside(lines, tuple(span for span in quote_spans if span.container in _SOFT))
        self.labels: list[Label | None] = [
            ("quoted", "container") if i in held else None for i in range(len(lines))
        ]
        for i, sure in enumerate(self.aligned.ours):
            if sure or self.aligned.copied[i]:
                self.labels[i] = ("ours", "our own words" if sure else "our own lines")
            elif not self.marked[i] and _PICTURE.fullmatch(lines[i].text):
                self.labels[i] = ("footer", "a picture's place")
        self.last_ours = max((i for i, sure in enumerate(self.aligned.ours) if sure), default=-1)
        self.written = False  # the author has written above
        self.announced = False  # an attribution stands above
        self.headless = False  # a quote without marks, and nothing of the author's above it

    def filled(self) -> list[Label]:
        at = 0
        while at < len(self.lines):
            at = self._step(at)
        return [label or NEW for label in self.labels]

    def _step(self, at: int) -> int:
        line = self.lines[at]
        if self.labels[at] is not None or (line.blank and not line.depth):
            return at + 1
        if line.depth:
            return self._marked(at)
        opener = opener_at(self.lines, at)
        if opener is None:
            self.written = True
            return at + 1
        return self._opened(opener)

    def _marked(self, at: int) -> int:
        opener = opener_at(self.lines, at)
        if opener is not None and opener.strong:  # iPhones put the mark before their own sentence, too
            self._announce(opener)
            below = _next_written(self.lines, opener.last + 1)
            return self._piped(below) if self._is_piped(below) else opener.last + 1
        self.labels[at] = ("quoted", "marks" if self.announced else UNANNOUNCED)
        return at + 1

    def _opened(self, opener: Opener) -> int:
        below = _next_written(self.lines, opener.last + 1)
        aligned = opener.last < self.last_ours
        piped = self._is_piped(below)
        marked = below == len(self.lines) or self.labels[below] is not None or self.marked[below] or piped
        if not opener.strong and not marked and not aligned:
            self.written = True  # a sentence of the author's that looks like one
            return opener.last + 1
        self._announce(opener)
        if piped:
            return self._piped(below)
        if aligned:
            self._label_known(opener.last + 1, self._end_of_ours())
        elif not marked:
            return self._unmarked(opener, below)
        return opener.last + 1

    def _announce(self, opener: Opener) -> None:
        kind: Kind = "forward_header" if opener.kind == "header" or opener.forwards else "quoted"
        self._label(opener.first, opener.last + 1, (kind, opener.kind))
        self.announced = True

    def _unmarked(self, opener: Opener, below: int) -> int:
        """The client sets no marks: all below is the quote, unless nothing stands above."""
        if not self.written:
            self.headless = True
            self.written = True
            return opener.last + 1
        self._label(below, len(self.lines), ("quoted", f"below {opener.kind}"))
        return len(self.lines)

    def _is_piped(self, at: int) -> bool:
        return at < len(self.lines) and _BARS.match(self.lines[at].text) is not None

    def _piped(self, below: int) -> int:
        end = below
        while end < len(self.lines) and _BARS.match(self.lines[end].text):
            end += 1
        self._label(below, end, ("quoted", "marks"))
        return end

    def _end_of_ours(self) -> int:
        """Who has answered above does not answer below as well: buttons there repeat our words."""
        end = self.last_ours + 1
        while self.written and end < len(self.lines) and self.aligned.known[end]:
            end += 1
        return end

    def _label_known(self, start: int, end: int) -> None:
        """Between an opener and our last line: what holds no word but ours is ours; the rest may be an answer."""
        if self.marked[self.last_ours]:
            return
        for i in range(start, end):
            line = self.lines[i]
            if self.labels[i] is None and not line.blank:
                if self.aligned.known[i]:
                    self.labels[i] = ("ours", "our words inside our quote")
                elif phrase(line.text).startswith(BANNERS):
                    self.labels[i] = ("quoted", "banner")

    def _label(self, start: int, end: int, label: Label) -> None:
        for i in range(start, end):
            if self.labels[i] is None:
                self.labels[i] = label


def _hard(quote_spans: tuple[QuoteSpan, ...]) -> tuple[QuoteSpan, ...]:
    """Gmail wraps attribution, quotes and the answers between them into one container: then only the inner ones
    are quotes. `quote_spans` come outer before inner."""
    hard: list[QuoteSpan] = []
    reach = -1
    for i, span in enumerate(quote_spans):
        outermost = span.start >= reach
        reach = max(reach, span.end)
        following = quote_spans[i + 1] if i + 1 < len(quote_spans) else None
        wraps = outermost and following is not None and following.start < span.end
        if span.container not in _SOFT and not (wraps and not span.container.startswith("blockquote")):
            hard.append(span)
    return tuple(hard)


def inside(lines: Sequence[Line], quote_spans: tuple[QuoteSpan, ...]) -> set[int]:
    """Written lines that lie wholly inside one of the containers."""
    found: set[int] = set()
    ordered = sorted(quote_spans, key=lambda span: (span.start, span.end))
    reach = following = 0
    for i, line in enumerate(lines):
        while following < len(ordered) and ordered[following].start <= line.start:
            reach = max(reach, ordered[following].end)
            following += 1
        if not line.blank and line.start + len(line.text) <= reach:
            found.add(i)
    return found


def _next_written(lines: Sequence[Line], start: int) -> int:
    return next((i for i in range(start, len(lines)) if not lines[i].blank), len(lines))
