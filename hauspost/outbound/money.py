"""Knows how an amount reads: 300 €, 2.192,58 €; in English €300, €2,192.58."""

from decimal import Decimal

from babel.numbers import format_decimal

from hauspost.desk.prices import Offered
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


def price(offered: Offered, language: Language) -> str:
    """2.192,58 € brutto (1.842,50 € netto, 19 % USt angenommen); of no certain price the firm's own words."""
    if offered.gross is None:
        return (
            language.say("amounts.vague", words=offered.vague)
            if offered.vague
            else language.say("amounts.none")
        )
    if offered.net is None:
        return gross(offered.gross, language)
    key = "amounts.assumed" if offered.is_assumed else "amounts.with_net"
    return language.say(key, gross=gross(offered.gross, language), net=money(offered.net, language))


def limit(cents: int | None, language: Language) -> str:
    """What an order may cost: 300 € brutto, or that there is no limit."""
    return gross(cents, language) if cents is not None else language.say("amounts.no_limit")
