"""Knows which words of a mail its author wrote this time, and which were quoted, ours, signed or added by machines."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hauspost.parsers.claims import PICTURE, UNSURE, Kind, Label, claimed
from hauspost.parsers.containers import SIGNATURE
from hauspost.parsers.html import QuoteSpan
from hauspost.parsers.lines import Line, lines_of, words
from hauspost.parsers.quotespans import inside
from hauspost.parsers.signature import LONGEST_FORMULA, MOST_LINES, endings, is_closing, is_message

DELIMITED: Label = ("signature", "delimiter")
TAGLINE: Label = ("signature", "tagline")


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
    `new_text` is a quote or a forwarded mail kept for people to read, and nothing in it is a command.
    `new_text` is `own_text` and `unsure_text` in the order of the mail: what its author surely wrote, and what
    somebody else may have written. People see both, only the first is obeyed."""

    spans: tuple[Span, ...]
    new_text: str
    own_text: str
    unsure_text: str
    quoted_text: str
    signature: str
    authored: bool = True


def part(
    text: str, *, quote_spans: tuple[QuoteSpan, ...] = (), answered: str = "", answers: bool = True
) -> Parted:
    """Linear in both texts. `answered`: the plain text of our mail that was answered, "" if unknown.
    `answers`: False for a mail that is no answer at all; ">" and <blockquote> are its author's own there."""
    lines = lines_of(text)
    boxes = tuple(span for span in quote_spans if span.container == SIGNATURE)
    quotes = tuple(span for span in quote_spans if span.container != SIGNATURE)
    labels, authored = claimed(lines, quote_spans=quotes, answered=answered, answers=answers)
    labels = _boxed(lines, labels, boxes)
    signed = _signed(lines, labels)
    if not authored:  # an answer below a quote without marks would go with the signature in it
        signed = [new if new == TAGLINE else old for old, new in zip(labels, signed, strict=True)]
    spans = _spans(lines, signed)
    new = [span for span in spans if span.kind == "new"]
    return Parted(
        spans,
        _chosen(text, _joined(new)),
        _chosen(text, [span for span in new if span.reason != UNSURE[1]]),
        _chosen(text, [span for span in new if span.reason == UNSURE[1]]),
        _chosen(text, [span for span in spans if span.kind in ("quoted", "ours", "forward_header")]),
        _chosen(text, [span for span in spans if span.kind in ("signature", "footer")]),
        authored,
    )


def _boxed(lines: Sequence[Line], labels: list[Label], boxes: tuple[QuoteSpan, ...]) -> list[Label]:
    """Signatures that the client itself names, unless they are all that was written."""
    new = [i for i, label in enumerate(labels) if label[0] == "new" and not lines[i].blank]
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
    """Each stretch of the author's lines may end in a signature, but a whole mail that says something is none."""
    signed = list(labels)
    texts = ["" if label == PICTURE else line.text for line, label in zip(lines, labels, strict=True)]
    start = 0
    for i in range(len(lines) + 1):
        if i == len(lines) or (labels[i][0] != "new" and labels[i] != PICTURE):
            if i > start:
                for first, last, kind, reason in endings(texts[start:i]):
                    signed[start + first : start + last] = [(kind, reason)] * (last - first)
            start = i + 1
    is_all = all(label == DELIMITED for line, label in zip(lines, signed, strict=True) if words(line.text))
    return labels if is_all and is_message([line.text for line in lines]) else signed


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


def _joined(spans: Iterable[Span]) -> list[Span]:
    """Neighbours made one, so that no blank line comes between them."""
    joined: list[Span] = []
    for span in spans:
        if joined and joined[-1].end == span.start:
            joined[-1] = Span(joined[-1].start, span.end, span.kind, "")
        else:
            joined.append(span)
    return joined


def _chosen(text: str, spans: Iterable[Span]) -> str:
    return tidied(text[span.start : span.end] for span in spans)


def tidied(pieces: Iterable[str]) -> str:
    """Pieces with a blank line between them, their own line ends made one kind, no blank lines at the ends."""
    trimmed = ([line.rstrip() for line in piece.splitlines()] for piece in pieces)
    return "\n\n".join(block for each in trimmed if (block := "\n".join(each).strip("\n")))
