"""Knows how an HTML body reads as plain text, and which of its words stood inside a quote container."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class QuoteSpan:
    """`text[start:end]` stood inside the quote container named (gmail_quote, blockquote, outlook …)."""

    start: int
    end: int
    container: str
