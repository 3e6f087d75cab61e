"""Knows the HTML elements in which mail clients wrap what they quote."""

import re
from typing import Final

# Class and id names under which clients wrap what they quote. Outlook prefixes "x_" at each reply, Yahoo "ydp…".
_QUOTES: Final = {
    "gmail_quote": "gmail_quote",
    "gmail_quote_container": "gmail_quote",
    "gmail_extra": "gmail_quote",
    "moz-cite-prefix": "moz_cite_prefix",
    "moz-forward-container": "moz_forward",
    "yahoo_quoted": "yahoo_quoted",
    "protonmail_quote": "protonmail_quote",
    "tutanota_quote": "tutanota_quote",
    "zmail_extra": "zoho_quote",
    "outlookmessageheader": "outlook_header",
    "olk_src_body_section": "outlook_mac",
    "isreplycontent": "outlook_windows_mail",
    "mail-editor-reference-message-container": "outlook_mobile",
    "ms-outlook-mobile-reference-message": "outlook_mobile",
    "quoted-content": "quoted_content",
}
# Marks after which all that follows is quoted, since the client does not wrap it.
_QUOTED_FROM_HERE: Final = {"divrplyfwdmsg": "outlook_reply"}
_PREFIXES: Final = re.compile(r"^(?:x_)+|^ydp[0-9a-f]+")
# Word's reply header: a division with nothing but a line on top, in which the old header stands.
_BORDER: Final = re.compile(r"border(?:-top)?\s*:\s*(?:none[^\"]*border-top\s*:\s*)?solid", re.IGNORECASE)
_HEADER: Final = re.compile(r"\s*\*?(?:Von|From|De|Da|Van|Od|Kimden|Fra|Från)\s?:", re.IGNORECASE)


def container(tag: str, attributes: dict[str, str | None], style: str) -> tuple[str, bool]:
    """The quote container an element is, "" for none, and whether all that follows belongs to it."""
    names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
    for name in names.lower().split()[:20]:
        bare = _PREFIXES.sub("", name)
        if bare in _QUOTES or bare.startswith("yahoo_quoted"):
            return _QUOTES.get(bare, "yahoo_quoted"), False
        if bare in _QUOTED_FROM_HERE:
            return _QUOTED_FROM_HERE[bare], True
    if tag == "blockquote":
        return ("blockquote_cite" if attributes.get("type") == "cite" else "blockquote"), False
    if tag == "div" and attributes.get("name") == "quote":
        return "gmx_quote", False
    if tag == "div" and "border-top" in style and _BORDER.search(style):
        return "outlook_border", True
    return "", False


def holds(name: str, text: str) -> bool:
    """A division with a line on top is a reply's header only if it begins like one."""
    return name != "outlook_border" or bool(_HEADER.match(text))
