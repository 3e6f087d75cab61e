"""Knows what is asked of a printed page; `papers` sets it, with a library that takes long to load."""

from dataclasses import dataclass
from typing import Final

MM: Final = 72 / 25.4  # in points


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands on paper. Any text may stand in it; only `link` is ours.

    `over`: small, above the title: the house. `beside`: beside the code: what it does, and the address in letters.
    """

    title: str
    paragraphs: tuple[str, ...] = ()
    particulars: tuple[str, ...] = ()  # of the company, at the foot of every page
    over: str = ""
    link: str = ""  # a `mailto:` URI in ASCII; "": no code
    beside: tuple[str, ...] = ()
    code_side: float = 50 * MM
    language: str = "de"
