"""Knows what HTML survives every mail program, and that it says what the text says.

Gmail drops a style block that it does not like and cuts a mail off at 102 kB; Outlook lays out with Word, which knows
tables and inline styles; many programs keep remote content back. So tables and inline styles carry the mail, and the
one style block only repaints for dark screens and narrow ones.
"""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Final

LARGEST: Final = 100_000  # octets
WIDEST: Final = 600  # px
TAGS: Final = frozenset(
    {"html", "head", "meta", "title", "style", "body", "table", "tbody", "tr", "td", "th"}
    | {
        "p",
        "div",
        "span",
        "b",
        "i",
        "em",
        "strong",
        "a",
        "br",
        "img",
        "h1",
        "h2",
        "h3",
        "ul",
        "ol",
        "li",
        "hr",
    }
)
VOID: Final = frozenset({"meta", "br", "img", "hr"})
SCHEMES: Final = ("mailto:", "tel:", "https://")
# What the style block may set. No program needs it: without it the mail is light and wide.
REPAINTS: Final = re.compile(
    r"(?:supported-)?color-schemes?|color|background-color|border(?:-[a-z]+)*|padding|display|width|max-width"
)
_FETCHES: Final = re.compile(r"url\(|@import|@font-face|expression\(", re.IGNORECASE)
_LAYS_OUT: Final = re.compile(
    r"(?:^|[;\s{])(position|float|background-image|background)\s*:|display\s*:\s*(flex|grid)", re.IGNORECASE
)
_WIDTH: Final = re.compile(r"(?:^|[;\s])(?:min-|max-)?width\s*:\s*(\d+)px")
_RULE: Final = re.compile(r"([^{}]+)\{([^{}]*)\}")


def unfit(html: str) -> tuple[str, ...]:
    """What is wrong with it, a sentence each, without a full stop; nothing where every program shows it."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    found = [*reader.faults, *_of_styles(reader.styles)]
    if len(html.encode()) > LARGEST:
        found.append(f"it is larger than {LARGEST // 1000} kB, and Gmail cuts it off")
    return tuple(dict.fromkeys(found))


def says_the_same(html: str, text: str) -> bool:
    """Whether people read the same words in the same order; buttons that write aside, each repeats a word beside it."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    shown, written = (re.sub(r"\W+", "", said) for said in ("".join(reader.said), text))
    return shown == written


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []
        self.styles: list[str] = []
        self.said: list[str] = []
        self._open: list[tuple[str, bool]] = []  # tag, and whether its words count

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag not in TAGS:
            self.faults.append(f"it holds <{tag}>, which mail programs drop or distrust")
        if tag == "img" and "alt" not in given:
            self.faults.append("it holds a picture without a text in its place (alt)")
        for name, value in given.items():
            self.faults += _of_attribute(tag, name, value.strip())
        if tag not in VOID:
            is_silent = tag in ("style", "title", "script") or (
                tag == "a"
                and "button" in given.get("class", "")
                and not given.get("href", "").startswith("tel:")
            )
            self._open.append((tag, not is_silent and all(counts for _, counts in self._open)))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        while self._open and tag in {name for name, _ in self._open}:
            if self._open.pop()[0] == tag:
                break

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1][0] == "style":
            self.styles.append(data)
        elif not self._open or self._open[-1][1]:
            self.said.append(data)


def _of_attribute(tag: str, name: str, value: str) -> Iterator[str]:
    if name.startswith("on"):
        yield f"it runs a program ({name})"
    if name in ("src", "srcset", "background", "poster", "data") and not value.startswith("cid:"):
        yield f"it fetches something from elsewhere ({name})"
    if name == "href" and not value.startswith(SCHEMES):
        yield f'a link is none of mailto, tel and https ("{value[:40]}")'
    if name == "href" and tag != "a":
        yield f"it fetches something from elsewhere (<{tag} href>)"
    if name == "http-equiv":
        yield "it tells the program what to do (http-equiv)"
    if name == "width" and value.isdigit() and int(value) > WIDEST:
        yield f"it is wider than {WIDEST} px"
    if name == "style":
        yield from _of_rule(value)


def _of_rule(style: str) -> Iterator[str]:
    if _FETCHES.search(style):
        yield "it fetches something from elsewhere (in a style)"
    if odd := _LAYS_OUT.search(style):
        yield f"Outlook does not lay out by {odd[1] or odd[2]}"
    if any(int(width) > WIDEST for width in _WIDTH.findall(style)):
        yield f"it is wider than {WIDEST} px"


def _of_styles(styles: list[str]) -> Iterator[str]:
    if len(styles) > 1:
        yield "it has more than one style block"
    for style in styles:
        if _FETCHES.search(style):
            yield "it fetches something from elsewhere (in the style block)"
        for _, rule in _RULE.findall(re.sub(r"/\*.*?\*/", "", style, flags=re.DOTALL)):
            for setting in filter(None, map(str.strip, rule.split(";"))):
                name = setting.partition(":")[0].strip()
                if not REPAINTS.fullmatch(name):
                    yield f"the style block sets {name}, and programs that drop it would show another mail"
