"""Knows what an offer says beside its price: net or gross, how sure, until when it holds, from when work begins."""

import re
from collections.abc import Iterable, Sequence

from hauspost.desk.prices import Offered
from hauspost.parsers.amounts import Amount, amounts, gross_of
from hauspost.parsers.lines import levelled

MOST = 20_000  # characters that are looked at
_REACH = 32  # characters before an uncertain price that may say how uncertain it is

_UNSURE = re.compile(
    r"(?:(?:\b(?:zwischen|von|between|from)\s{1,3})?\d[\d.,]{0,12}\s{0,3}(?:€|eur\w{0,2})?\s{0,3}(?:bis|und|to|and|[-–—])"
    r"\s{0,3}|\b(?:ca|circa|zirka|etwa|rund|ungef\w{2,4}|knapp|sch\w{2,3}tzungsweise|about|approx|approximately|around"
    r"|roughly)\b\W{0,3}|~\s{0,2})$"
)
# An amount of money by its look alone: nobody says that these are euros.
_BARE = re.compile(
    r"(?<![\w.,])\d{1,3}(?:\.\d{3}){0,2},\d{2}(?![\d,.]?\d|\s{0,2}(?:%|[a-zäöüµ²³]{1,3}\b))"
    r"|\b(?:ca|circa|etwa|rund|about|approx|around)\b\.?\s{0,3}\d{2,6}(?![\d.,:]?\d|\s{0,2}[a-zäöüµ²³%])"
)

_SPAN = r"\d{1,3}\s{1,2}(?:tag\w{0,2}|woche\w?|monat\w{0,2}|days?|weeks?|months?)"
_DAY = (
    r"(?:\d{1,2}\.\s?(?:\d{1,2}\.(?:\s?\d{2,4})?|[a-zä]{3,9}\.?(?:\s\d{4})?)"
    r"|\d{1,2}(?:st|nd|rd|th)?\s[a-z]{3,9}(?:\s\d{4})?)"
)
_HOLDS = r"(?:g(?:ü|ue)ltig(?:keit)?|bindend|gebunden|valid(?:ity)?|binding)"
_UNTIL = (
    rf"(?:(?:bis|until|till)(?:\s(?:zum|einschlie(?:ß|ss)lich))?\s{{1,2}}{_DAY}"
    rf"|(?:(?:f(?:ü|ue)r|noch|for)\s{{1,2}})?{_SPAN})"
)
_VALID = (
    re.compile(rf"\b{_HOLDS}\b[\s:]{{1,3}}({_UNTIL})"),
    re.compile(rf"({_UNTIL})\s{{1,2}}(?:lang\s{{1,2}})?{_HOLDS}\b"),
)
_WEEK = r"(?:kw|week)\s?\d{1,2}"
_WEEKDAY = r"(?:(?:mo|di|mi|do|fr|mon|tue|wed|thu|fri)\w{0,7}\.?,?\s{1,2})?"
_START = re.compile(rf"\b((?:ab|from)\s{{1,2}}(?:sofort|now|{_WEEK}|(?:dem\s{{1,2}})?{_WEEKDAY}{_DAY}))")


def offered(text: str) -> Offered:
    """Any text gives a value: what is not said stays empty. An exact price is the only one, or the only gross one
    beside its own net price and tax."""
    seen = text[:MOST]
    shown = levelled(seen)
    found = amounts(seen)
    valid, start = _said(_VALID, seen, shown), _said((_START,), seen, shown)
    if (price := _certain(found)) is not None:
        gross, net = price
        is_told = any(a.cents == gross for a in found)
        return Offered(gross, net, net is not None and not is_told, valid=valid, start=start)
    return Offered(vague=_vague(seen, shown, found), valid=valid, start=start)


def _certain(found: Sequence[Amount]) -> tuple[int, int | None] | None:
    """The gross price, and the net one where it is named."""
    if not found or not all(a.is_exact for a in found):
        return None
    if (summed := _summed(sorted({a.cents for a in found}))) is not None:
        return summed
    nets = {a.cents for a in found if a.is_net}
    gross = {a.cents for a in found if a.is_net is False} or {a.gross for a in found}
    if len(gross) != 1 or len(nets) > 1:
        return None
    (whole,), net = gross, next(iter(nets), None)
    known = {whole} if net is None else {whole, net, whole - net}
    if not {a.cents for a in found} <= known:
        return None
    return (whole, net) if net is None or net < whole == _near(whole, net) else None


def _summed(cents: Sequence[int]) -> tuple[int, int] | None:
    """Net price, tax and their sum, in whatever order they stand."""
    if len(cents) != 3 or cents[0] + cents[1] != cents[2] or cents[2] > gross_of(cents[1]) + 1:
        return None
    return cents[2], cents[1]


def _near(whole: int, net: int) -> int:
    """The gross price, if tax at any rate can lie between the two."""
    return whole if whole <= gross_of(net) + 1 else -1


def _vague(text: str, shown: str, found: Sequence[Amount]) -> str:
    """An uncertain price in the firm's own words; several are named one after the other."""
    if found:
        return ", ".join(dict.fromkeys(_worded(text, shown, a) for a in found[:4]))
    bare = [text[m.start() : m.end()] for m in _BARE.finditer(shown)]
    return ", ".join(dict.fromkeys(bare[:4]))


def _worded(text: str, shown: str, amount: Amount) -> str:
    begin = max(amount.start - _REACH, 0)
    before = _UNSURE.search(shown[begin : amount.start])
    first = begin + before.start() if before else amount.start
    return " ".join(text[first : amount.end].split())


def _said(patterns: Iterable[re.Pattern[str]], text: str, shown: str) -> str:
    found = next((m for pattern in patterns if (m := pattern.search(shown))), None)
    return " ".join(text[found.start(1) : found.end(1)].split()) if found else ""
