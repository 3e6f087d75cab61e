"""Knows the sentence with which a client introduces a quote: "Am … schrieb …:", "On … wrote:", in many languages."""

import re
from collections.abc import Sequence
from itertools import pairwise

from hauspost.parsers.clientwords import (
    BEGINS,
    BY,
    BY_THE_AUTHOR,
    NO_NAMES,
    OTHER_WAYS,
    QUOTING,
    TITLES,
    WROTE,
    WROTE_UNSPACED,
)
from hauspost.parsers.lines import Line, folded, phrase, words

LONGEST = 4  # lines over which a client wraps it
_WIDEST = 400  # characters

_DATE = re.compile(
    r"\d{1,2}[./ ]\s?(?:\d{1,2}|[^\W\d]{3,12})[./ ,]{1,2}\s?\d{2,4}"
    r"|\d{4}[-/.年년]\s?\d{1,2}|\d{1,2}/\d{1,2}/\d{2,4}|\b(?:19|20)\d\d\b"
)
_DIGIT = re.compile(r"\d")
_CLOCK = re.compile(r"\d{1,2}[:.h]\d{2}")
_ADDRESS = re.compile(r"[^\s<>@]{1,64}@[^\s<>@]{1,255}")
# "2025-10-13 8:02 GMT+02:00 Hausverwaltung <…>": older Gmail, without a verb.
_GMAIL_DATE = re.compile(r"\d{4}[-/]\d{1,2}[-/]\d{1,2}(?:,? \d{1,2}:\d{2}| )")
_NEAR_THE_START = 26  # "W dniu poniedziałek, 13 …"
_LONGEST_ENDING = 2  # letters of "(a)", "/la"
_LONGEST_BARE = 5  # words
_MOST_OF_A_NAME = 9  # words
# Mutt: "* Anna Berger <…> [2025-10-13 08:02]:"
_BRACKETED = re.compile(r"\* .{0,200}\[\d{4}-\d\d-\d\d \d\d:\d\d\]:$")
# A person's "Meine Adresse: …" joined with what stands below; Notes sets dashes behind its own colon.
_COLON_INSIDE = re.compile(r":\s+(?!-)")
_IN_BRACKETS = re.compile(r"\([^()]{0,80}\)")
_ENDS = (":", "：", "----", "---")
_CHAT_DAY = r"\d{1,2}[./]\d{1,2}[./]\d{2,4}"
_CHAT_CLOCK = r"\d{1,2}:\d{2}(?::\d{2})?(?:\s?[AaPp]\.?[Mm]\.?)?"
# WhatsApp copied from the phone, its export, the web: "[12.10.25, 18:02:11] Max:", "12.10.25, 18:02 - Max:".
_CHAT = re.compile(
    rf"(?:\[(?:{_CHAT_DAY},?\s{_CHAT_CLOCK}|{_CHAT_CLOCK},?\s{_CHAT_DAY})\]|{_CHAT_DAY},?\s{_CHAT_CLOCK}\s[-–])"
    r"\s[^:\n]{1,80}:"
)
# A sentence that is over goes on in no client's line: "… er zahle nichts."; "Okt." and "Uhr." are short.
_OVER = re.compile(r"[^\W\d_]{5}[.!?]$")


def attribution_at(lines: Sequence[Line], first: int) -> int | None:
    """The last line of the attribution that begins at `first`, if one does."""
    last = _ends_at(lines, first)
    if last is None or _opens_with_time(lines[first].text):
        return last
    # A line of the author's right above joins as well; the sentence begins as low as it can.
    later = (at for at in range(first + 1, last + 1) if not _continues(lines, at))
    return None if any(_ends_at(lines, at) == last for at in later) else last


def _continues(lines: Sequence[Line], at: int) -> bool:
    """A client breaks the line before an address or inside its brackets."""
    return lines[at].text.startswith(("<", "(<")) or lines[at - 1].text.endswith(("<", ",", '"'))


def _ends_at(lines: Sequence[Line], first: int) -> int | None:
    joined = ""
    for last in range(first, min(first + LONGEST, len(lines))):
        line = lines[last]
        # "<address\n> wrote:" looks like a quoted verb.
        torn_off = line.depth == lines[first].depth + 1 and joined.rfind("<") > joined.rfind(">")
        if line.blank or (line.depth != lines[first].depth and not torn_off):
            return None
        joined = f"{joined}{'>' if torn_off else ''} {line.text}".strip()
        if len(joined) > _WIDEST or (last == first and not _may_begin(joined)):
            return None
        bare = joined.rstrip("*_ ")  # some set it in bold
        if bare.endswith(_ENDS) or _GMAIL_DATE.match(bare):
            if _is_attribution(bare):
                return last
            if bare.endswith(_ENDS):
                return None
        if _OVER.search(line.text):
            return None
    return None


def names_time_or_address(lines: Sequence[Line], first: int, last: int) -> bool:
    """A client writes a date with a clock or an address; a person who tells a story rarely does."""
    joined = " ".join(line.text for line in lines[first : last + 1])
    return bool(_ADDRESS.search(joined) or (_DATE.search(joined) and _CLOCK.search(_DATE.sub(" ", joined))))


def is_told(lines: Sequence[Line], first: int, last: int) -> bool:
    """A person's own "Am 12.10. um 10:15 Uhr schrieb Frau Berger per WhatsApp:", or "… schrieb die Mieterin:"."""
    joined = " ".join(line.text for line in lines[first : last + 1])
    if _ADDRESS.search(joined):
        return False
    said = words(joined)
    if not (TITLES | OTHER_WAYS).isdisjoint(said):
        return True
    plain = joined.split()
    return any(
        phrase(verb) in WROTE and name[0].islower() and phrase(name) in NO_NAMES
        for verb, name in pairwise(plain)
    )


def is_chat(text: str) -> bool:
    """A message of a chat, which anybody may have written, with its words behind the name or below."""
    return _CHAT.match(text) is not None


def _may_begin(text: str) -> bool:
    plain = folded(text).lstrip("-* ")
    telling = ("@" in text and _ADDRESS.search(text)) or (_dated(text) and _has_verb(plain))
    begins = next(iter(words(text[:_NEAR_THE_START])), "") in BEGINS
    return (
        bool(begins or telling or _opens_with_time(text))
        or (text.endswith(":") and _is_bare(text))
        or text[0].isdigit()
        or "<" in text
    )


def _opens_with_time(text: str) -> bool:
    """Date and clock, the date near the start: a client's line, whatever its language."""
    date = _dated(text)
    return bool(date and date.start() <= _NEAR_THE_START and _CLOCK.search(text, date.end()))


def _dated(text: str) -> re.Match[str] | None:
    """Most lines hold no digit, and a look for one is quicker than one for each way of writing a date."""
    digit = _DIGIT.search(text)
    return _DATE.search(text, digit.start()) if digit else None


def _has_verb(plain: str) -> bool:
    spaced = f" {' '.join(words(plain))} "
    return any(f" {verb} " in spaced for verb in WROTE) or any(verb in plain for verb in WROTE_UNSPACED)


def _is_attribution(text: str) -> bool:
    address = bool(_ADDRESS.search(text))
    if _COLON_INSIDE.search(_IN_BRACKETS.sub("", text)):
        return False
    if _GMAIL_DATE.match(text) and (address or "GMT" in text):
        return address or not text.endswith(",")
    if address and (_BRACKETED.match(text) or _is_verbless(text) or _quotes(text)):
        return True
    said = f" {' '.join(words(text))} "
    if not _has_verb(folded(text)) or any(f" {own} " in said for own in BY_THE_AUTHOR):
        return False
    if _is_bare(text):
        return True
    return bool(_DATE.search(text)) or "you wrote" in text or (address and _ends_in_verb(text))


def _is_verbless(text: str) -> bool:
    """Date, clock, name, address, colon, and not a word more: "пн, 13 окт. 2025 г. в 08:02, Anna <…>:"."""
    clock = _CLOCK.search(text) if _opens_with_time(text) and text.endswith(":") else None
    address = _ADDRESS.search(text, clock.end()) if clock else None
    if clock is None or address is None or text[address.end() :].strip(" >):"):
        return False
    name = text[clock.end() : address.start()].split()
    small = [
        word for word in name if word[0].islower() and words(word)[:1] != [] and words(word)[0] not in BY
    ]
    return len(name) <= _MOST_OF_A_NAME and not small


def _is_bare(text: str) -> bool:
    """ "Anna Berger schrieb:": a full name and the verb, nothing more; a person says "Er" or "Herr Berger"."""
    name = text.removesuffix(":").split()
    said = words(text)
    return (
        2 < len(name) <= _LONGEST_BARE
        and said[-1] in WROTE
        and said[0] not in NO_NAMES
        and all(word[0].isupper() for word in name[:-1])
    )


def _quotes(text: str) -> bool:
    return f"{' '.join(words(text[:40]))} ".startswith(tuple(f"{begin} " for begin in QUOTING))


def _ends_in_verb(text: str) -> bool:
    """Without a date, the verb must be all that follows the name: "Anna <…> schrieb:", "… napisał(a):"."""
    said = words(text)
    while said and len(said[-1]) <= _LONGEST_ENDING and said[-1] not in WROTE:
        said.pop()
    return _has_verb(" ".join(said[-2:])) and _has_verb(" ".join(words(text)[-3:]))
