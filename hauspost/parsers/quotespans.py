"""Knows which containers of HTML hold a quote, and which hold the author's words as well."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from hauspost.parsers.html import QuoteSpan
from hauspost.parsers.lines import Line, words
from hauspost.parsers.openers import opener_at

# Containers that are no quote by themselves when our own text stands in them: Outlook people answer inside.
SOFT = (
    "outlook_reply",
    "outlook_header",
    "outlook_border",
    "outlook_mobile",
    "outlook_mac",
    "outlook_windows_mail",
)
# Elements in which a client sets its sentence above a plain <blockquote>.
_WRAPPING = ("fairemail_quote", "spark_quote")
# Elements without marks in which people answer between our lines.
_UNMARKED = ("yahoo_quoted", "gmx_quote", "quoted_content", "notes_quote")
_LONGEST = 4  # lines of the sentence above a quote


def hard_spans(lines: Sequence[Line], quote_spans: tuple[QuoteSpan, ...]) -> tuple[QuoteSpan, ...]:
    """Gmail and Proton wrap attribution, quotes and the answers between them into one container: then only the inner
    ones are quotes. Other clients wrap what somebody else wrote, quotes inside it as well. `quote_spans` come outer
    before inner."""
    starts = [line.start for line in lines]
    hard: list[QuoteSpan] = []
    reach = -1
    for i, span in enumerate(quote_spans):
        outermost = span.start >= reach
        reach = max(reach, span.end)
        following = quote_spans[i + 1] if i + 1 < len(quote_spans) else None
        wraps = outermost and following is not None and following.start < span.end
        if span.container in SOFT:
            continue
        if not wraps or following is None or not _holds_answers(lines, starts, span, following):
            hard.append(span)
    return tuple(hard)


def _holds_answers(lines: Sequence[Line], starts: Sequence[int], outer: QuoteSpan, inner: QuoteSpan) -> bool:
    """Nothing but the client's own sentence stands above the first quote in it."""
    wraps = outer.container in _WRAPPING and inner.container.startswith("blockquote")
    if outer.container.startswith("blockquote") or not (wraps or outer.container == inner.container):
        return False
    first, end = bisect_left(starts, outer.start), bisect_left(starts, inner.start)
    written = [i for i in range(first, min(end, first + 2 * _LONGEST)) if not lines[i].blank]
    if len(written) > _LONGEST or end - first > 2 * _LONGEST:
        return False
    opener = opener_at(lines, written[0]) if written else None
    return opener is None or not (opener.kind == "header" or opener.forwards)


def answered_inside(
    lines: Sequence[Line], hard: tuple[QuoteSpan, ...], ours: Sequence[bool], *, answered: str
) -> frozenset[int]:
    """The lines from our first to our last one in a container without marks whose quote is our own mail and no other
    person's: people answer inside, and our mail tells what is ours."""
    if not any(ours):
        return frozenset()
    found: set[int] = set()
    begins = next((said for line in answered.splitlines() if (said := words(line))), [])
    for span in _outermost(hard):
        held = _lines_in(lines, span) if span.container in _UNMARKED else range(0)
        sure = [i for i in held if ours[i] or words(lines[i].text) == begins]
        if sure and _only_an_opener(lines, held.start, sure[0]):
            found.update(range(sure[0], sure[-1] + 1))
    return frozenset(found - inside(lines, tuple(s for s in hard if s.container not in _UNMARKED)))


def _outermost(spans: Sequence[QuoteSpan]) -> Iterator[QuoteSpan]:
    reach = -1
    for span in spans:
        if span.start >= reach:
            yield span
            reach = span.end


def _lines_in(lines: Sequence[Line], span: QuoteSpan) -> range:
    first = bisect_left(lines, span.start, key=lambda line: line.start)
    return range(first, bisect_left(lines, span.end, key=lambda line: line.start))


def _only_an_opener(lines: Sequence[Line], start: int, end: int) -> bool:
    written = (i for i in range(start, end) if not lines[i].blank)
    first = next(written, None)
    if first is None:
        return True
    opener = opener_at(lines, first)
    return opener is not None and all(lines[i].blank for i in range(opener.last + 1, end))


def first_lines(lines: Sequence[Line], quote_spans: Sequence[QuoteSpan]) -> Iterator[int]:
    """The first written line of each container."""
    starts = [line.start for line in lines]
    for first in {bisect_left(starts, span.start) for span in quote_spans}:
        near = range(first, min(first + _LONGEST, len(lines)))
        yield from (
            at for at in near if not lines[at].blank and all(lines[i].blank for i in range(first, at))
        )


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
