"""Knows which words of a mail its author wrote this time, and which were quoted, ours, signed or added by machines."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hauspost.parsers.claims import NEW, Kind, Label, claimed, inside
from hauspost.parsers.containers import SIGNATURE
from hauspost.parsers.html import QuoteSpan
from hauspost.parsers.lines import Line, lines_of, words
from hauspost.parsers.signature import LONGEST_FORMULA, MOST_LINES, endings, is_closing


@dataclass(frozen=True, slots=True)
class Span:
    """`text[start:end]`, whole lines; the spans of a text follow each other without a gap."""

    start: int
    end: int
    kind: Kind
    reason: str


@dataclass(frozen=True, slots=True)
class Parted:
    """A mail's text in its parts. `authored` is False where nothing was surely written this time: then
    `new_text` is a quote or a forwarded mail kept for people to read, and nothing in it is a command."""

    spans: tuple[Span, ...]
    new_text: str
    quoted_text: str
    signature: str
    authored: bool = True


def part(text: str, *, quote_spans: tuple[QuoteSpan, ...] = (), answered: str = "") -> Parted:
    """Linear in both texts. `answered`: the plain text of our mail that was answered, "" if unknown."""
    lines = lines_of(text)
    boxes = tuple(span for span in quote_spans if span.container == SIGNATURE)
    quotes = tuple(span for span in quote_spans if span.container != SIGNATURE)
    labels, authored = claimed(lines, quote_spans=quotes, answered=answered)
    labels = _signed(lines, _boxed(lines, labels, boxes))
    return Parted(
        _spans(lines, labels),
        _chosen(text, lines, labels, ("new",)),
        _chosen(text, lines, labels, ("quoted", "ours", "forward_header")),
        _chosen(text, lines, labels, ("signature", "footer")),
        authored,
    )


def _boxed(lines: Sequence[Line], labels: list[Label], boxes: tuple[QuoteSpan, ...]) -> list[Label]:
    """Signatures that the client itself names, unless they are all that was written."""
    new = [i for i, label in enumerate(labels) if label == NEW and not lines[i].blank]
    held = inside(lines, boxes)
    if all(i in held for i in new):
        return labels
    boxed = list(labels)
    run: list[int] = []
    for i in [*new, len(lines)]:
        if i in held:
            run.append(i)
        elif run:
            for each in _added(lines, run):
                boxed[each] = ("signature", "container")
            run = []
    return boxed


def _added(lines: Sequence[Line], run: Sequence[int]) -> Sequence[int]:
    """Of one box: all but the formula and the name. A long one or one that asks is a text typed in the wrong place."""
    if len(run) > MOST_LINES or any(lines[i].text.endswith("?") for i in run):
        return ()
    if not is_closing(lines[run[0]].text):
        return run
    return run[2 if len(words(lines[run[0]].text)) <= LONGEST_FORMULA else 1 :]


def _signed(lines: Sequence[Line], labels: list[Label]) -> list[Label]:
    """Each stretch of the author's lines may end in a signature."""
    signed = list(labels)
    start = 0
    for i in range(len(lines) + 1):
        if i == len(lines) or labels[i] != NEW:
            if i > start:
                for first, last, kind, reason in endings([line.text for line in lines[start:i]]):
                    signed[start + first : start + last] = [(kind, reason)] * (last - first)
            start = i + 1
    return signed


def _spans(lines: Sequence[Line], labels: Sequence[Label]) -> tuple[Span, ...]:
    """Blank lines belong to what stands above them."""
    spans: list[Span] = []
    for line, label in zip(lines, labels, strict=True):
        kind, reason = label
        if spans and ((line.blank and not line.depth) or (spans[-1].kind, spans[-1].reason) == label):
            spans[-1] = Span(spans[-1].start, line.end, spans[-1].kind, spans[-1].reason)
        else:
            spans.append(Span(line.start, line.end, kind, reason))
    return tuple(spans)


def _chosen(text: str, lines: Sequence[Line], labels: Sequence[Label], kinds: tuple[Kind, ...]) -> str:
    return tidied(text[s.start : s.end] for s in _spans(lines, labels) if s.kind in kinds)


def tidied(pieces: Iterable[str]) -> str:
    """Pieces with a blank line between them, their own line ends made one kind, no blank lines at the ends."""
    trimmed = ([line.rstrip() for line in piece.splitlines()] for piece in pieces)
    return "\n\n".join(block for each in trimmed if (block := "\n".join(each).strip("\n")))
