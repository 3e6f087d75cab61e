"""Knows how an amount reads: 300 €, 2.192,58 €; in English €300, €2,192.58."""

from decimal import Decimal

from babel.numbers import format_decimal

from hauspost.outbound.catalogue import Language
from hauspost.outbound.formats import NO_BREAK


def money(cents: int, language: Language) -> str:
    """Whole euros without decimals; no line end tears the amount from its sign."""
    pattern = "#,##0" if cents % 100 == 0 else "#,##0.00"
    number = format_decimal(Decimal(cents) / 100, pattern, locale=language.locale)
    return language.say("amounts.plain", n=number).replace(" ", NO_BREAK)


def gross(cents: int, language: Language) -> str:
    """300 € brutto: all limits are gross (WORDS 5)."""
    return language.say("amounts.gross", amount=money(cents, language)).replace(" ", NO_BREAK)


def limit(cents: int | None, language: Language) -> str:
    """What an order may cost: 300 € brutto, or that there is no limit."""
    return gross(cents, language) if cents is not None else language.say("amounts.no_limit")
