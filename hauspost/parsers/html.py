"""Knows how an HTML body reads as plain text, and which of its words stood inside a quote container."""

import re
from dataclasses import dataclass
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from hauspost.parsers import containers
from hauspost.parsers.page import TEXT, Page, QuoteSpan

__all__ = ["QuoteSpan", "to_text"]

# Lexbor's time grows with the square of nesting depth and of attributes in one tag: 128 KiB of the worst
# markup take it about 2 s. Mails of people have 1-100 KiB once styles and embedded pictures are left out.
LENGTH: Final = 128 * 1024
NODES: Final = 60_000
STRIKE: Final = "~~"  # on both sides, as people mark it in plain text


_DROPPED_TAGS: Final = (
    "head style script template title iframe object svg math select option textarea audio video map meta"
)
_BLOCK_TAGS: Final = (
    "address article aside body caption center dd div dl dt fieldset figcaption figure footer form header hr "
    "li main nav section table tbody tfoot thead tr"
)
_APART_TAGS: Final = "blockquote h1 h2 h3 h4 h5 h6 ol p pre ul"
_DROPPED: Final = frozenset(_DROPPED_TAGS.split())
_BLOCKS: Final = frozenset(_BLOCK_TAGS.split())
_APART: Final = frozenset(_APART_TAGS.split())  # a blank line around them
_STRUCK: Final = frozenset(("s", "strike", "del"))  # what is struck out is not said, and is seen to be
_CELLS: Final = frozenset(("td", "th"))
# Outlook writes each line as a paragraph without margins.
_TIGHT: Final = re.compile(r"\bMso(?:Normal|PlainText|ListParagraph)", re.IGNORECASE)
_NO_MARGIN: Final = re.compile(r"margin\s*:\s*0(?:cm|in|px|pt)?\s*(?:;|$|0)", re.IGNORECASE)
_HIDDEN: Final = re.compile(
    r"display\s*:\s*none|mso-hide\s*:\s*all|visibility\s*:\s*hidden"
    r"|(?:max-height|font-size|opacity)\s*:\s*0(?:\.0+)?(?:px|pt|em|%)?\s*(?:;|!|$)",
    re.IGNORECASE,
)
_VERBATIM: Final = re.compile(r"white-space\s*:\s*(?:pre|break-spaces)", re.IGNORECASE)

_DATA_URI: Final = re.compile(r"data:[a-z0-9.+/;=-]{0,80},[A-Za-z0-9+/=%]*", re.IGNORECASE)


@dataclass(slots=True)
class _Open:
    """One element whose children are being read."""

    node: LexborNode
    tag: str
    start: int
    container: str
    to_the_end: bool
    verbatim: bool
    counter: int = 0  # the next number of an ordered list, -1 in an unordered one
    tight: bool = False


def to_text(html: str) -> tuple[str, tuple[QuoteSpan, ...]]:
    """Text with "\n" line ends and the quoted spans in it, outer before inner; never raises, never recurses."""
    page = Page()
    body = LexborHTMLParser(_slim(html)).body
    if body is not None:
        _walk(body, page)
    text = "".join(page.pieces)[:TEXT].rstrip()
    spans = (QuoteSpan(s.start, min(s.end, len(text)), s.container) for s in page.spans)
    return text, tuple(sorted((s for s in spans if s.start < s.end), key=lambda s: (s.start, -s.end)))


def _slim(html: str) -> str:
    """Leaves out what is never shown where a mail is long, so that its words fit into the length looked at."""
    if len(html) > LENGTH // 2:
        html = _DATA_URI.sub("", _without(_without(html, "<style", "</style>"), "<!--", "-->"))
    return html[:LENGTH]


def _without(html: str, begin: str, end: str) -> str:
    kept: list[str] = []
    at = 0
    while (start := html.find(begin, at)) >= 0 and (stop := html.find(end, start)) >= 0:
        kept.append(html[at:start])
        at = stop + len(end)
    return "".join(kept) + html[at:]


def _walk(body: LexborNode, page: Page) -> None:
    """Depth first without recursion: the sender chooses the depth."""
    path: list[_Open] = []
    ends: list[tuple[int, str]] = []
    node: LexborNode | None = body
    for _ in range(NODES):
        if node is None or page.full:
            break
        inner = _enter(node, page, path)
        if inner is not None and (child := node.first_child) is not None:
            path.append(inner)
            node = child
            continue
        if inner is not None:
            _leave(inner, page, ends)
        while (following := node.next if node is not body else None) is None and path:
            done = path.pop()
            _leave(done, page, ends)
            node = done.node
        node = following
    while path:
        _leave(path.pop(), page, ends)
    page.spans += [QuoteSpan(start, page.length, container) for start, container in ends]


def _enter(node: LexborNode, page: Page, path: list[_Open]) -> _Open | None:
    """Shows one node; the element to descend into, or None."""
    tag = node.tag or ""
    if tag == "-text":
        text = node.text_content or ""
        if path and path[-1].verbatim:
            page.verbatim(text)
        else:
            page.words(text)
        return None
    if tag == "br":
        page.line_break()
        return None
    if tag in _DROPPED or tag.startswith(("-", "!")):
        return None
    attributes = node.attributes
    style = attributes.get("style") or ""
    if "hidden" in attributes or (style and _HIDDEN.search(style)):
        return None
    if tag == "img":
        _picture(attributes.get("alt") or "", page)
        return None
    tight = _tight(tag, attributes.get("class") or "", style, path)
    _begin(tag, page, path, tight=tight)
    container, to_the_end = containers.container(tag, attributes, style)
    verbatim = tag == "pre" or bool(path and path[-1].verbatim) or bool(style and _VERBATIM.search(style))
    start = page.length + (1 if page.apart and page.length and not page.blank else 0)
    return _Open(node, tag, start, container, to_the_end, verbatim, 1 if tag == "ol" else -1, tight)


def _tight(tag: str, names: str, style: str, path: list[_Open]) -> bool:
    """No blank line around it: Word's lines, and lists inside lists."""
    if tag in ("ul", "ol"):
        return any(above.tag == "li" for above in path[-2:])
    return tag == "p" and bool(_TIGHT.search(names) or _NO_MARGIN.search(style))


def _begin(tag: str, page: Page, path: list[_Open], *, tight: bool) -> None:
    if tag in _BLOCKS or tag in _APART:
        page.end_line()
        page.apart = page.apart or (tag in _APART and not tight)
    elif tag in _CELLS:
        page.space = page.space or page.open_line
    if tag == "li":
        _bullet(page, path)
    elif tag in _STRUCK:
        page.gap(leading=False)
        page.put(STRIKE)


def _bullet(page: Page, path: list[_Open]) -> None:
    holder = path[-1] if path and path[-1].tag in ("ol", "ul") else None
    number = holder.counter if holder else -1
    if holder and number > 0:
        holder.counter += 1
    page.gap(leading=False)
    page.put(f"{number}." if number > 0 else "-")
    page.space = True


def _picture(alternative: str, page: Page) -> None:
    """Clients send emoji as pictures; longer alternatives describe logos and count as no words of the author."""
    if 0 < len(alternative) <= 4 and not alternative.isascii():
        page.words(alternative)


def _leave(done: _Open, page: Page, ends: list[tuple[int, str]]) -> None:
    if done.tag in _STRUCK:
        page.put(STRIKE)
    if done.tag in _BLOCKS or done.tag in _APART:
        page.end_line()
        page.apart = page.apart or (done.tag in _APART and not done.tight)
    if done.container and not containers.holds(done.container, page.since(done.start)):
        return
    if done.to_the_end:
        ends.append((done.start, done.container))
    elif done.container and page.length > done.start:
        page.spans.append(QuoteSpan(done.start, page.length, done.container))
