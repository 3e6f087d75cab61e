"""Knows how the words of a mail become one text for people, and where they are hidden from mere readers of MIME."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from hauspost.parsers import charsets, enriched, html, page, tnef, transfer
from hauspost.parsers.choosing import chosen, is_page
from hauspost.parsers.page import QuoteSpan
from hauspost.parsers.prescan import Part
from hauspost.parsers.tnef import Winmail

# Encoded octets looked at; HTML carries much more markup than text.
PLAIN_OCTETS: Final = 256 * 1024
HTML_OCTETS: Final = 2 * 1024 * 1024

_CONTROLS: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff\ud800-\udfff]")
_META: Final = re.compile(
    rb"<meta[^>]{0,200}?charset\s{0,5}=\s{0,5}[\"']?([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE
)
_SPACES: Final = re.compile(r"\s+")
_QUOTED: Final = re.compile(r">+")
_UU_BEGIN: Final = re.compile(rb"(?:\A|\n)begin [0-7]{3,4} ([^\r\n]{1,255})\r?\n(?=[\x20-\x60])")


@dataclass(frozen=True, slots=True)
class Body:
    """The text of a mail, where it came from, and the leaf parts (by index) that it was made of."""

    text: str
    text_from: str
    spans: tuple[QuoteSpan, ...]
    used: frozenset[int]
    uuencoded: tuple[tuple[str, int, int], ...]  # name, offset and length of files inside the plain text
    defects: tuple[str, ...]
    envelopes: dict[int, Winmail]  # winmail.dat by the index of its part, opened


def body(octets: bytes, parts: Sequence[Part]) -> Body:
    """What was chosen, joined in the order of the mail."""
    leaves = chosen(octets, parts)
    defects: dict[str, None] = {}
    texts: list[str] = []
    spans: list[QuoteSpan] = []
    files: list[tuple[str, int, int]] = []
    at = 0
    for index in leaves:
        text, quoted, found = _text(octets, parts[index], defects)
        files += found
        if text.strip() and not _repeats(text, texts):
            spans += [QuoteSpan(at + one.start, at + one.end, one.container) for one in quoted]
            texts.append(text)
            at += len(text) + 1
    envelopes = _envelopes(octets, parts)
    if not any(texts):
        text, spans, kinds = _enclosed(envelopes.values())
        texts = [text]
    else:
        kinds = {"html" if is_page(octets, parts[index]) else "plain" for index in leaves}
    whole, spans_kept = limited("\n".join(texts), spans, defects)
    source = "none" if not whole.strip() else "plain" if "plain" in kinds else "html"
    return Body(whole, source, spans_kept, frozenset(leaves), tuple(files), tuple(defects), envelopes)


def _repeats(text: str, before: Sequence[str]) -> bool:
    """Some programs send both forms side by side without calling them alternatives."""
    wanted = _SPACES.sub("", text)
    return any(wanted == _SPACES.sub("", earlier) for earlier in before)


# ---- Exchange's envelopes

ENVELOPES: Final = 3  # a mail has one; a list's software may wrap it in another
TNEF: Final = frozenset(("application/ms-tnef", "application/vnd.ms-tnef"))
_WINMAIL: Final = TNEF | {"application/octet-stream"}


def _envelopes(octets: bytes, parts: Sequence[Part]) -> dict[int, Winmail]:
    """By its first octets, since some relays call it a mere file; those beyond the first stay closed files."""
    found = [
        index
        for index, part in enumerate(parts)
        if part.leaf and part.content_type in _WINMAIL and _begins_as_winmail(octets, part)
    ]
    return {index: _opened(octets, parts[index]) for index in found[:ENVELOPES]}


def _opened(octets: bytes, part: Part) -> Winmail:
    return tnef.opened(transfer.decoded(octets, part.offset, part.length, part.encoding))


def _begins_as_winmail(octets: bytes, part: Part) -> bool:
    return tnef.is_winmail(transfer.decoded(octets, part.offset, min(part.length, 16), part.encoding))


def _enclosed(envelopes: Iterable[Winmail]) -> tuple[str, list[QuoteSpan], set[str]]:
    """The words of a mail that has none outside of its envelope."""
    for one in envelopes:
        if one.plain.strip():
            return _clean(one.plain), [], {"plain"}
        text, quoted = html.to_text(one.html) if one.html else ("", ())
        if text.strip():
            return text, list(quoted), {"html"}
    return "", [], set()


# ---- reading


def _text(
    octets: bytes, part: Part, defects: dict[str, None]
) -> tuple[str, tuple[QuoteSpan, ...], list[tuple[str, int, int]]]:
    written_html = is_page(octets, part)
    limit = HTML_OCTETS if written_html else PLAIN_OCTETS
    files = [] if written_html else _uuencoded(octets, part)
    length = min(part.length, limit, *(offset - part.offset for _, offset, _ in files[:1]))
    content = transfer.decoded(octets, part.offset, length, part.encoding)
    if part.length > limit:
        defects["limit-text"] = None
    charset = part.parameters.get("charset", "").strip(" '\"") or (_declared(content) if written_html else "")
    text, as_announced = charsets.decode(content, charset)
    if not as_announced:
        defects["charset"] = None
    if written_html:
        return *html.to_text(text), files
    return _plain(text, part), (), files


def _declared(content: bytes) -> str:
    match = _META.search(content, 0, 2000)
    return match.group(1).decode("ascii") if match else ""


def _plain(text: str, part: Part) -> str:
    text = _unsigned(_clean(text))
    if part.content_type in ("text/enriched", "text/richtext"):
        return enriched.plain(text, richtext=part.content_type == "text/richtext")
    if part.parameters.get("format", "").lower() == "flowed":
        return flowed(text, join=part.parameters.get("delsp", "").lower() == "yes")
    return text


# RFC 9580 §7: a signed text between its armour, with "- " before lines that begin with a dash.
_SIGNED: Final = re.compile(
    r"^-----BEGIN PGP SIGNED MESSAGE-----[ \t]*\n(?:[A-Za-z-]{1,30}: [^\n]{0,200}\n){0,10}[ \t]*\n",
    re.MULTILINE,
)
_SIGNATURE: Final = re.compile(r"^-----BEGIN PGP SIGNATURE-----[ \t]*$", re.MULTILINE)
_SIGNATURE_END: Final = "\n-----END PGP SIGNATURE-----"


def _unsigned(text: str) -> str:
    """What was signed inline stands there as it was typed; who signed it is not asked."""
    begin = _SIGNED.search(text)
    signature = _SIGNATURE.search(text, begin.end()) if begin else None
    end = text.find(_SIGNATURE_END, signature.end()) if signature else -1
    if begin is None or signature is None or end < 0:
        return text
    inside = re.sub(r"^- ", "", text[begin.end() : signature.start()], flags=re.MULTILINE)
    return text[: begin.start()] + inside + text[end + len(_SIGNATURE_END) :].removeprefix("\n")


def _clean(text: str) -> str:
    return _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0c", "\n"))


def flowed(text: str, *, join: bool) -> str:
    """Paragraphs put together again (RFC 3676 §4); `join` is DelSp: the space at the line end is none."""
    out: list[list[str]] = []
    depth_before, open_line = -1, False
    for line in text.split("\n"):
        quotes = _QUOTED.match(line)
        depth = quotes.end() if quotes else 0
        words = line[depth:].removeprefix(" ")
        goes_on = words.endswith(" ") and words != "-- "
        shown = words[:-1] if goes_on and join else words
        if open_line and depth == depth_before and words != "-- ":
            out[-1].append(shown)
        else:
            out.append([("> " * depth if words else ">" * depth) + shown])
        open_line, depth_before = goes_on, depth
    lines = ("".join(pieces) for pieces in out)
    return "\n".join(line if line == "-- " else line.rstrip(" ") for line in lines)


def _uuencoded(octets: bytes, part: Part) -> list[tuple[str, int, int]]:
    """Files that stand in the text itself, as old Outlooks send them; only where the octets are not encoded again."""
    if part.encoding not in ("7bit", "8bit", "binary"):
        return []
    found: list[tuple[str, int, int]] = []
    at, end = part.offset, part.offset + part.length
    while len(found) < 20 and (match := _UU_BEGIN.search(octets, at, end)):
        stop = octets.find(b"\nend", match.end(), end)
        if stop < 0:
            break
        start = match.start() + (1 if octets[match.start()] == 10 else 0)
        found.append((charsets.decode(match.group(1))[0], start, stop + 4 - start))
        at = stop + 4
    return found


_HEAP: Final = re.compile("[^\x00-\u02ff]{31,}")
_SIGNS: Final = 30  # above one letter; no language comes near (Unicode Annex 15, "Stream-Safe Text Format")
_PARTING: Final = "\u034f"


def _parted_heap(found: re.Match[str]) -> str:
    """Unicode sorts the signs above a letter, which takes seconds for a mail of nothing else: every so many of them one
    becomes a sign that is not seen and parts the heap. The text stays as long as it is."""
    shown = list(found[0])
    signs = 0
    for at, character in enumerate(shown):
        signs = signs + 1 if unicodedata.combining(character) else 0
        if signs > _SIGNS:
            shown[at], signs = _PARTING, 0
    return "".join(shown)


def limited(
    text: str, spans: Sequence[QuoteSpan], defects: dict[str, None]
) -> tuple[str, tuple[QuoteSpan, ...]]:
    """At most 64 KiB of UTF-8 and 2,000 lines (SAFETY, "Limits"); the spans end where the text does."""
    lines = text.split("\n", page.LINES)
    kept = "\n".join(lines[: page.LINES])
    if len(kept) > page.TEXT // 4:
        kept = kept.encode("utf-8", "replace")[: page.TEXT].decode("utf-8", "ignore")
    if len(kept) < len(text):
        defects["limit-text"] = None
    kept = _HEAP.sub(_parted_heap, kept.rstrip())
    inside = (QuoteSpan(one.start, min(one.end, len(kept)), one.container) for one in spans)
    return kept, tuple(one for one in inside if one.start < one.end)
