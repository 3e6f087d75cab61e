"""Knows amounts of money as people type them: how much, whether that is exact, whether tax is in it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from hauspost.parsers.lines import levelled

_TAX = Decimal("1.19")  # the usual rate; a net amount is only ever compared, never billed

# "1.842,50", "1,842.50", "1842.5", "1 842", "300,-", "300.--"; no more digits than money has.
NUMBER = (
    r"(?<![\w.,])(?:\d{1,3}(?:[.' \xa0\u202f]\d{3}){1,2}(?:,\d{1,2})?|\d{1,3}(?:,\d{3}){1,2}(?:\.\d{1,2})?"
    r"|\d{1,7}(?:[.,]\d{1,2})?)(?:[.,]?[-–—]{1,2})?(?!\d|[.,]\d)"
)
_CURRENCY = r"(?:€|eur(?:o|os)?\b)"
_ABOUT = (
    r"(?:ca|circa|zirka|etwa|rund|ungef(?:ähr|aehr)?|knapp|sch(?:ä|ae)tzungsweise"
    r"|about|approx|approximately|around|roughly|~)"
)
_TAX_WORD = r"(?:mwst|ust|mehrwertsteuer|vat)"
_NET = re.compile(
    rf"\b(?:netto|net|exkl|excl|zzgl|zuz(?:ü|ue)glich|plus {_TAX_WORD}|ohne {_TAX_WORD}|\+ ?{_TAX_WORD})\b"
)
_GROSS = re.compile(r"\b(?:brutto|gross|inkl|incl|inklusive|including|einschl)\b")
_PER = re.compile(r"^\s*(?:/|pro\b|je\b|per\b|an hour|each)")
_RANGE = re.compile(r"(?:\bbis|[-–—]|\bto|\bund|\band)\s*$")
_REACH = 24  # characters around an amount in which a word belongs to it

_MONEY = re.compile(
    rf"(?:(?P<before>{_CURRENCY})\s?(?P<first>{NUMBER})|(?P<second>{NUMBER})\s?(?P<after>{_CURRENCY}|(?<=[-–—])(?!\w)))"
)
_MOST = r"max|maximal|maximum|h(?:ö|oe)chstens|limit|obergrenze|kostenrahmen"
_LIMIT = re.compile(
    rf"(?:\b(?:{_MOST}|bis(?: zu)?|up to|at most)\b[.:]?\s{{0,4}}){{1,3}}"
    rf"(?P<about>\b{_ABOUT}\b[.:]?\s{{0,4}})?(?P<before>{_CURRENCY}\s?)?(?P<number>{NUMBER})\s?"
    rf"(?P<after>{_CURRENCY})?"
    rf"(?P<tax>\s{{0,4}}(?:netto|brutto|net|gross|inkl\.? ?{_TAX_WORD}\.?|zzgl\.? ?{_TAX_WORD}\.?"
    rf"|\+ ?{_TAX_WORD})(?!\w))?"
)
_MEANT = re.compile(rf"\b(?:{_MOST}|zu|up to|at most)\b")
_LAST_DAY = 31  # "bis 15" may be a day of the month


@dataclass(frozen=True, slots=True)
class Amount:
    """`start` and `end` are places in the text. `is_net`: None where nothing is said."""

    cents: int
    start: int
    end: int
    is_exact: bool = True
    is_net: bool | None = None

    @property
    def gross(self) -> int:
        """All comparisons are gross (WORDS 5); the usual tax is assumed where an amount says that it is net."""
        return gross_of(self.cents) if self.is_net else self.cents


def gross_of(net: int) -> int:
    """Cents with the usual tax."""
    return int((net * _TAX).quantize(Decimal(1), ROUND_HALF_UP))


def amounts(text: str) -> tuple[Amount, ...]:
    """Every amount that names its currency, or ends in ",-"."""
    shown = levelled(text)
    return tuple(_known(shown, found) for found in _MONEY.finditer(shown))


def limits(text: str) -> tuple[Amount, ...]:
    """What is said to be the most: "max 300 €", "bis 300". The span takes in the words before and behind it."""
    return tuple(_limits(levelled(text)))


def cents(number: str) -> int:
    """Of a number as it matches NUMBER."""
    digits = number.rstrip("-–—")
    digits = digits.rstrip(".,") if digits != number else digits
    mark = re.search(r"[.,](\d{1,2})$", digits)
    whole = digits[: mark.start()] if mark else digits
    return int(re.sub(r"\D", "", whole)) * 100 + (int(mark[1].ljust(2, "0")) if mark else 0)


def _known(shown: str, found: re.Match[str]) -> Amount:
    number = found["first"] or found["second"]
    before = shown[max(found.start() - _REACH, 0) : found.start()]
    behind = shown[found.end() : found.end() + _REACH]
    about = re.search(rf"(?:^|\W){_ABOUT}\W{{0,3}}$", before) is not None
    ranged = _RANGE.search(before) is not None and re.search(r"\d\D{0,8}$", before) is not None
    exact = not (about or ranged or _PER.match(behind) or _odd(number))
    return Amount(cents(number), found.start(), found.end(), exact, _is_net(before, behind))


def _limits(shown: str) -> Iterator[Amount]:
    for found in _LIMIT.finditer(shown):
        value = cents(found["number"])
        money = bool(found["before"] or found["after"]) or re.search(r"[-–—]$", found["number"])
        meant = money or _MEANT.search(found[0])
        if not meant and (value <= _LAST_DAY * 100 or re.match(r"\s*(?:uhr|h\b|\.)", shown[found.end() :])):
            continue  # a day or an hour
        behind = shown[found.end() : found.end() + 1]
        odd = _odd(found["number"]) or behind in ("%", "/")
        tax = found["tax"] or ""
        yield Amount(value, found.start(), found.end(), not (found["about"] or odd), _is_net("", tax))


def _is_net(before: str, behind: str) -> bool | None:
    for near in (re.split(r"[.;\n(]", behind)[0] if behind[:2] != " (" else behind, before):
        if _NET.search(near):
            return True
        if _GROSS.search(near):
            return False
    return None


def _odd(number: str) -> bool:
    """ "1,842" is a thousand to some and a decimal to others."""
    return re.fullmatch(r"\d{1,3}(?:,\d{3})+", number) is not None
