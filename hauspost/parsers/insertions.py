"""Knows what servers and clients set into the text of a mail that nobody wrote: warnings, tips, pictures' places."""

import re

from hauspost.parsers.lines import phrase

# What a mail server puts above a foreign mail, and so above our words in the quote.
_WARNINGS = (
    "achtung diese e mail stammt von einem externen absender",
    "diese e mail wurde von ausserhalb",
    "caution this email originated from outside",
)
_BANNERS = (
    *_WARNINGS,
    "sie erhalten nicht oft e mails von",
    "sie erhalten nicht haeufig e mails von",
    "einige personen die diese nachricht erhalten haben",
    "you don t often get email from",
    "some people who received this message",
    "achtung externe e mail",
    "caution external",
    "external email",
)
# What a client writes into its text where the picture stands in its HTML.
_PICTURE = re.compile(
    r"(?:\[(?:cid|image|inline image|inline-bild|bild|eingebettetes bild|embedded image)\b[^\[\]\n]{0,200}\]\s?){1,20}",
    re.IGNORECASE,
)


def is_banner(text: str) -> bool:
    return phrase(text).startswith(_BANNERS)


def is_banner_above(text: str) -> bool:
    """Set above the mail on its way; "Sie erhalten nicht oft E-Mails von mir" has no brackets."""
    return phrase(text).startswith(_BANNERS if text.startswith("[") else _WARNINGS)


def is_picture(text: str) -> bool:
    """Nothing but the places of pictures."""
    return _PICTURE.fullmatch(text) is not None
