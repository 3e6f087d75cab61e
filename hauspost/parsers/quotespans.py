"""Knows which containers of HTML hold a quote, and which hold the author's words as well."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import accumulate

from hauspost.parsers.html import QuoteSpan
from hauspost.parsers.lines import Line
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


def open_spans(
    lines: Sequence[Line], hard: tuple[QuoteSpan, ...], ours: Sequence[bool]
) -> frozenset[QuoteSpan]:
    """Containers without <blockquote> in which our own mail stands: people answer inside, and it tells what is ours."""
    cited = inside(lines, tuple(span for span in hard if span.container.startswith("blockquote")))
    starts = [line.start for line in lines]
    totals = list(accumulate((sure and i not in cited for i, sure in enumerate(ours)), initial=0))

    def holds_ours(span: QuoteSpan) -> bool:
        return totals[bisect_left(starts, span.end)] > totals[bisect_left(starts, span.start)]

    return frozenset(
        span for span in hard if not span.container.startswith("blockquote") and holds_ours(span)
    )


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
