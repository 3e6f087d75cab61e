"""Knows how an HTML body reads as plain text, and which of its words stood inside a quote container."""

import re
from dataclasses import dataclass, field
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

# Lexbor's time grows with the square of nesting depth and of attributes in one tag: 128 KiB of the worst
# markup take it about 2 s. Mails of people have 1-100 KiB once styles and embedded pictures are left out.
LENGTH: Final = 128 * 1024
NODES: Final = 60_000
TEXT: Final = 64 * 1024
LINES: Final = 2_000


@dataclass(frozen=True, slots=True)
class QuoteSpan:
    """`text[start:end]` stood inside the quote container named (gmail_quote, blockquote, outlook_border …)."""

    start: int
    end: int
    container: str


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
_CELLS: Final = frozenset(("td", "th"))
# Outlook writes each line as a paragraph without margins.
_TIGHT: Final = re.compile(r"\bMso(?:Normal|PlainText|ListParagraph)", re.IGNORECASE)
_NO_MARGIN: Final = re.compile(r"margin\s*:\s*0(?:cm|in|px|pt)?\s*(?:;|$|0)", re.IGNORECASE)
_HIDDEN: Final = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all|visibility\s*:\s*hidden", re.IGNORECASE)
_VERBATIM: Final = re.compile(r"white-space\s*:\s*(?:pre|break-spaces)", re.IGNORECASE)

# Class and id names under which clients wrap what they quote. Outlook prefixes "x_" at each reply, Yahoo "ydp…".
_QUOTES: Final = {
    "gmail_quote": "gmail_quote",
    "gmail_quote_container": "gmail_quote",
    "gmail_extra": "gmail_quote",
    "moz-cite-prefix": "moz_cite_prefix",
    "moz-forward-container": "moz_forward",
    "yahoo_quoted": "yahoo_quoted",
    "protonmail_quote": "protonmail_quote",
    "tutanota_quote": "tutanota_quote",
    "zmail_extra": "zoho_quote",
    "outlookmessageheader": "outlook_header",
    "olk_src_body_section": "outlook_mac",
    "isreplycontent": "outlook_windows_mail",
    "mail-editor-reference-message-container": "outlook_mobile",
    "ms-outlook-mobile-reference-message": "outlook_mobile",
    "quoted-content": "quoted_content",
}
# Marks after which all that follows is quoted, since the client does not wrap it.
_QUOTED_FROM_HERE: Final = {"divrplyfwdmsg": "outlook_reply"}
_PREFIXES: Final = re.compile(r"^(?:x_)+|^ydp[0-9a-f]+")
# Word's reply header: a division with nothing but a line on top, in which the old header stands.
_BORDER: Final = re.compile(r"border(?:-top)?\s*:\s*(?:none[^\"]*border-top\s*:\s*)?solid", re.IGNORECASE)
_HEADER: Final = re.compile(r"\s*\*?(?:Von|From|De|Da|Van|Od|Kimden|Fra|Från)\s?:", re.IGNORECASE)

_WHITE: Final = re.compile(r"[ \t\r\n\f]+")
_CONTROLS: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f\u200b\u2060\ufeff\u00ad\ud800-\udfff]")
_DATA_URI: Final = re.compile(r"data:[a-z0-9.+/;=-]{0,80},[A-Za-z0-9+/=%]*", re.IGNORECASE)


@dataclass(slots=True)
class _Page:
    """The text so far; white space is owed until something visible follows it."""

    pieces: list[str] = field(default_factory=list)
    length: int = 0
    lines: int = 0
    open_line: bool = False
    blank: bool = True  # the line above is empty (or there is none)
    space: bool = False
    apart: bool = False
    spans: list[QuoteSpan] = field(default_factory=list)

    @property
    def full(self) -> bool:
        return self.length > TEXT or self.lines > LINES

    def put(self, text: str) -> None:
        self.pieces.append(text)
        self.length += len(text)

    def end_line(self) -> None:
        if self.open_line:
            self.put("\n")
            self.lines += 1
        self.blank = self.blank and not self.open_line
        self.open_line = self.space = False

    def line_break(self) -> None:
        if self.open_line:
            self.end_line()
        elif self.length:
            self.put("\n")
            self.lines += 1
            self.blank = True

    def words(self, text: str) -> None:
        """Text of one node: white space collapses, a no-break space holds its line open."""
        text = _CONTROLS.sub("", text)
        shown = _WHITE.sub(" ", text)
        if not shown.strip(" "):
            self.space = self.space or (self.open_line and bool(shown))
            return
        seen = shown.replace("\xa0", " ").strip(" ")
        if not seen:
            self.open_line = self.open_line or self.length > 0
            self.space = True
            return
        self._gap(leading=shown[0] in " \xa0")
        self.put(seen.replace("\xa0", " "))
        self.space = shown[-1] in " \xa0"

    def _gap(self, *, leading: bool) -> None:
        if self.apart and self.length and not self.blank and not self.open_line:
            self.put("\n")
            self.lines += 1
        if self.open_line and (leading or self.space):
            self.put(" ")
        self.open_line, self.blank, self.space, self.apart = True, False, False, False

    def verbatim(self, text: str) -> None:
        for number, line in enumerate(_CONTROLS.sub("", text.replace("\r\n", "\n")).split("\n")):
            if number:
                self.line_break()
            if line.strip():
                self._gap(leading=False)
                self.put(line.replace("\xa0", " ").rstrip())


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
    page = _Page()
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


def _walk(body: LexborNode, page: _Page) -> None:
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


def _enter(node: LexborNode, page: _Page, path: list[_Open]) -> _Open | None:
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
    container, to_the_end = _container(tag, attributes, style)
    verbatim = tag == "pre" or bool(path and path[-1].verbatim) or bool(style and _VERBATIM.search(style))
    start = page.length + (1 if page.apart and page.length and not page.blank else 0)
    return _Open(node, tag, start, container, to_the_end, verbatim, 1 if tag == "ol" else -1, tight)


def _tight(tag: str, names: str, style: str, path: list[_Open]) -> bool:
    """No blank line around it: Word's lines, and lists inside lists."""
    if tag in ("ul", "ol"):
        return any(above.tag == "li" for above in path[-2:])
    return tag == "p" and bool(_TIGHT.search(names) or _NO_MARGIN.search(style))


def _begin(tag: str, page: _Page, path: list[_Open], *, tight: bool) -> None:
    if tag in _BLOCKS or tag in _APART:
        page.end_line()
        page.apart = page.apart or (tag in _APART and not tight)
    elif tag in _CELLS:
        page.space = page.space or page.open_line
    if tag == "li":
        _bullet(page, path)


def _bullet(page: _Page, path: list[_Open]) -> None:
    holder = path[-1] if path and path[-1].tag in ("ol", "ul") else None
    number = holder.counter if holder else -1
    if holder and number > 0:
        holder.counter += 1
    page._gap(leading=False)
    page.put(f"{number}." if number > 0 else "-")
    page.space = True


def _picture(alternative: str, page: _Page) -> None:
    """Clients send emoji as pictures; longer alternatives describe logos and count as no words of the author."""
    if 0 < len(alternative) <= 4 and not alternative.isascii():
        page.words(alternative)


def _leave(done: _Open, page: _Page, ends: list[tuple[int, str]]) -> None:
    if done.tag in _BLOCKS or done.tag in _APART:
        page.end_line()
        page.apart = page.apart or (done.tag in _APART and not done.tight)
    if done.container == "outlook_border" and not _HEADER.match(_since(page, done.start)):
        return
    if done.to_the_end:
        ends.append((done.start, done.container))
    elif done.container and page.length > done.start:
        page.spans.append(QuoteSpan(done.start, page.length, done.container))


def _since(page: _Page, start: int) -> str:
    """The first words put since `start`, read from the end so that nothing is joined twice."""
    left, tail = page.length - start, []
    if left > 4_000:
        return ""
    for piece in reversed(page.pieces):
        if left <= 0:
            break
        tail.append(piece)
        left -= len(piece)
    return "".join(reversed(tail))[:80]


def _container(tag: str, attributes: dict[str, str | None], style: str) -> tuple[str, bool]:
    """The quote container an element is, "" for none, and whether all that follows belongs to it."""
    names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
    for name in names.lower().split()[:20]:
        bare = _PREFIXES.sub("", name)
        if bare in _QUOTES or bare.startswith("yahoo_quoted"):
            return _QUOTES.get(bare, "yahoo_quoted"), False
        if bare in _QUOTED_FROM_HERE:
            return _QUOTED_FROM_HERE[bare], True
    if tag == "blockquote":
        return ("blockquote_cite" if attributes.get("type") == "cite" else "blockquote"), False
    if tag == "div" and attributes.get("name") == "quote":
        return "gmx_quote", False
    if tag == "div" and "border-top" in style and _BORDER.search(style):
        return "outlook_border", True
    return "", False
