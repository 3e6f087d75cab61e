"""Knows which leaves of a mail are its words: one of alternatives, each of what is mixed, the root of the related."""

import re
from collections.abc import Sequence
from typing import Final

from hauspost.parsers import charsets, html, transfer
from hauspost.parsers.prescan import Part

PLAIN: Final = frozenset(("text/plain", "text/markdown", "text/enriched", "text/richtext", "text"))
HTML: Final = frozenset(("text/html", "application/xhtml+xml"))
# Text that programs read, or that people keep as a file; every other kind of text is read as plain (RFC 2046 §4.1.4).
_OTHERS: Final = frozenset(
    (
        *("text/calendar", "text/csv", "text/tab-separated-values", "text/rtf", "text/vcard", "text/x-vcard"),
        *("text/directory", "text/css", "text/javascript", "text/xml", "text/rfc822-headers", "text/xsl"),
        *("text/x-amp-html", "text/watch-html"),
    )
)
# The first of these children is the message; the rest is its machine-readable, pictured or signed company.
_LED: Final = frozenset(("multipart/report", "multipart/related", "multipart/signed"))

_PEEK: Final = 4_000  # encoded octets
_STUB: Final = 400  # characters; longer texts say something
_SAID: Final = 64 * 1024  # encoded octets of HTML beside a stub; Outlook begins with 30 KiB of styles
_PAGE: Final = re.compile(rb"\s*(?:<!doctype html|<html[\s>])", re.IGNORECASE)
# Pictures as Outlook and others write them into plain text, and spaces written as in HTML.
_FILLING: Final = re.compile(
    r"\[(?:cid:[^\]\n]{1,200}|image(?::[^\]\n]{0,200})?|bild|logo)\]|&nbsp;", re.IGNORECASE
)
# What programs write into the plain text instead of the words. "HTML" may come first or last.
_INSTEAD: Final = re.compile(
    r"\bhtml\b.{0,100}\b(?:not|nicht|kein\w*|view\w*|anzeig\w*|ansicht|lesen|darstell\w*|f(?:ä|ae)hig\w*|enabled|capable|format)\b"
    r"|\b(?:not|nicht|kein\w*|need\w*|ben(?:ö|oe)tig\w*|enable\w*|aktivier\w*|requires?|supports?)\b.{0,100}\bhtml\b"
    r"|\bmulti-?part message in mime format\b"
    r"|\b(?:view|read|open|display)\b.{0,60}\b(?:in|with) (?:your|a|the) (?:web ?)?browser\b"
    r"|\bim (?:web-?)?browser (?:anzeigen|ansehen|(?:ö|oe)ffnen|lesen)\b",
    re.IGNORECASE | re.DOTALL,
)
_NO_WORD: Final = re.compile(r"[\W_]+")


def chosen(octets: bytes, parts: Sequence[Part]) -> list[int]:
    """Indices of the leaves whose text is the body, in the order of the mail (RFC 2046 §5.1)."""
    skipped = _left_out(octets, parts)
    leaves = [index for index, part in enumerate(parts) if part.leaf and index not in skipped]
    found = [index for index in leaves if is_words(parts[index])]
    if found:
        return found
    possible = [index for index in leaves if _may_be_words(parts[index])]
    return possible if len(possible) == 1 else []  # several are files


def is_words(part: Part) -> bool:
    """A leaf that can be read as the author's words: text without a file name, not declared a file."""
    return _is_text(part) and (part.depth == 0 or not _is_named(part))


def _may_be_words(part: Part) -> bool:
    """Gateways of text messages, and some scanners' programs, give even the words a name ("text_0.txt"), or declare
    them an attachment without one; a table ("Personen.csv") stays a file."""
    stem, dot, extension = part.file_name.lower().rpartition(".")
    is_spoken = not (stem and dot) or extension in ("txt", "htm", "html")
    is_declared = not part.file_name or _is_text(part)
    return part.content_type in (*HTML, *PLAIN) and is_spoken and is_declared


def _is_text(part: Part) -> bool:
    kind = part.content_type
    is_text = kind in HTML or kind in PLAIN or (kind.startswith("text/") and kind not in _OTHERS)
    return is_text and not part.field("content-disposition").lower().startswith("attachment")


def _is_named(part: Part) -> bool:
    return "filename" in part.field("content-disposition").lower() or "name" in part.parameters


def is_page(octets: bytes, part: Part) -> bool:
    """HTML, also where the mail calls it plain text or nothing, as web forms and scripts do."""
    if part.content_type in HTML:
        return True
    return part.content_type in PLAIN and bool(_PAGE.match(_beginning(octets, part)))


# ---- the parts left out


def _left_out(octets: bytes, parts: Sequence[Part]) -> set[int]:
    out: set[int] = set()
    for index, part in enumerate(parts):
        if index in out or part.parent in out:
            out.add(index)
        elif part.leaf:
            continue
        elif part.content_type == "multipart/alternative":
            out.update(_worse(octets, parts, index))
        elif part.content_type in _LED:
            children = _children(parts, index)
            root = _root(parts, part, children)
            out.update(child for child in children if child != root)
    return out


def _children(parts: Sequence[Part], index: int) -> list[int]:
    return [number for number, part in enumerate(parts) if part.parent == index]


def _root(parts: Sequence[Part], led: Part, children: Sequence[int]) -> int:
    """The part that `start` names (RFC 2387 §3.2), else the first; a picture that stands first is company still."""
    start = led.parameters.get("start", "").strip(" <>")
    named = (child for child in children if start and parts[child].field("content-id").strip(" <>") == start)
    readable = (child for child in children if not parts[child].leaf or is_words(parts[child]))
    first = next(readable if led.content_type == "multipart/related" else iter(children), -1)
    return next(named, first)


def _worse(octets: bytes, parts: Sequence[Part], index: int) -> list[int]:
    """The alternatives not taken: plain text is preferred where it says something, then HTML."""
    children = _children(parts, index)
    if not children:
        return []
    wanted = max(children, key=lambda child: (_worth(octets, parts, child), -child))
    page = next((child for child in children if _page_in(parts, child) is not None), None)
    if page is not None and page != wanted and _is_stub(octets, parts, wanted, page):
        wanted = page
    return [child for child in children if child != wanted]


def _worth(octets: bytes, parts: Sequence[Part], index: int) -> int:
    part = parts[index]
    if not part.leaf:
        return 2 if _page_in(parts, index) is not None else 1
    if part.content_type in PLAIN and is_words(part):
        return 3 if _beginning(octets, part).strip() else 0
    if part.content_type in HTML:
        return 2
    return 1 if is_words(part) else -1


def _page_in(parts: Sequence[Part], index: int) -> int | None:
    """The part itself, or the first below it, that is HTML."""
    inside = {index}
    for number, part in enumerate(parts):
        if number == index or part.parent in inside:
            inside.add(number)
            if part.content_type in HTML:
                return number
    return None


# ---- plain text that says nothing


def _is_stub(octets: bytes, parts: Sequence[Part], index: int, beside: int) -> bool:
    """Nothing but filling, or a remark on HTML that does not stand in the HTML: no person wrote that."""
    plain, page = parts[index], _page_in(parts, beside)
    if page is None or plain.content_type not in PLAIN or plain.length > 4 * _STUB:
        return False
    words = _FILLING.sub(
        " ", charsets.decode(_beginning(octets, plain), plain.parameters.get("charset", ""))[0]
    )
    if not _NO_WORD.sub("", words):
        return bool(_said(octets, parts[page]))
    if len(words) > _STUB or not _INSTEAD.search(words):
        return False
    shown = _said(octets, parts[page])
    return bool(shown) and _NO_WORD.sub("", words).casefold() not in shown


def _said(octets: bytes, page: Part) -> str:
    """The letters and digits of the page, nothing between them."""
    content = transfer.decoded(octets, page.offset, min(page.length, _SAID), page.encoding)
    text = html.to_text(charsets.decode(content, page.parameters.get("charset", ""))[0])[0]
    return _NO_WORD.sub("", text).casefold()


def _beginning(octets: bytes, part: Part) -> bytes:
    return transfer.decoded(octets, part.offset, min(part.length, _PEEK), part.encoding)
