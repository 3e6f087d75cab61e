"""Knows the HTML elements in which mail clients wrap what they quote, and the signatures that they add."""

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
    "olk_src_body_section": "outlook_mac",
    "isreplycontent": "outlook_windows_mail",
    "mail-editor-reference-message-container": "outlook_mobile",
    "ms-outlook-mobile-reference-message": "outlook_mobile",
    "quoted-content": "quoted_content",
    "inoteshistory": "notes_quote",
}
# The same as the value of an attribute.
_MARKED: Final = {
    ("name", "quote"): "gmx_quote",
    ("name", "messagereplysection"): "spark_quote",
    ("fairemail", "reference"): "fairemail_quote",
}
# Marks after which all that follows is quoted, since the client does not wrap it.
_QUOTED_FROM_HERE: Final = {"divrplyfwdmsg": "outlook_reply", "outlookmessageheader": "outlook_header"}
SIGNATURE: Final = "signature"
# Where clients put the signature that their user once wrote.
_SIGNATURE_NAMES: Final = (
    "gmail_signature moz-signature protonmail_signature_block tutanota_signature ms-outlook-mobile-signature "
    "signature applemailsignature ymail_android_signature ymail_ios_signature composer_signature io-ox-signature "
    "k9mail-signature bloop_sign sh-signature zmail_signature zm-_id_-sgn signature_old"
)
_SIGNATURES: Final = frozenset(_SIGNATURE_NAMES.split())
_SIGNED: Final = (
    ("data-smartmail", "gmail_signature"),
    ("fairemail", "signature"),
    ("name", "messagesignaturesection"),
    ("data-signatureblock", "true"),
)
_PREFIXES: Final = re.compile(r"^(?:x_)+|^ydp[0-9a-f]+")
# Word's reply header: a division with nothing but a line on top, in which the old header stands.
_BORDER: Final = re.compile(r"border(?:-top)?\s*:\s*(?:none[^\"]*border-top\s*:\s*)?solid", re.IGNORECASE)
# "Indent more" of Gmail and others makes a block of the author's own words.
_INDENT: Final = re.compile(
    r"border\s*:\s*(?:none|medium none|0(?:px)?\b)|margin(?:-left)?\s*:\s*(?:0(?:px)?\s+){0,3}40px",
    re.IGNORECASE,
)
_HEADER: Final = re.compile(r"\s*\*?(?:Von|From|De|Da|Van|Od|Kimden|Fra|Från)\s?:", re.IGNORECASE)


def container(tag: str, attributes: dict[str, str | None], style: str) -> tuple[str, bool]:
    """The container an element is, "" for none, and whether all that follows belongs to it."""
    names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
    for name in names.lower().split()[:20]:
        bare = _PREFIXES.sub("", name)
        if bare in _QUOTES or bare.startswith("yahoo_quoted"):
            return _QUOTES.get(bare, "yahoo_quoted"), False
        if bare in _QUOTED_FROM_HERE:
            return _QUOTED_FROM_HERE[bare], True
        if bare in _SIGNATURES:
            return SIGNATURE, False
    if tag == "blockquote" and attributes.get("type") == "cite":
        return "blockquote_cite", False
    if tag == "blockquote" and ("border-left" in style.lower() or not _INDENT.search(style)):
        return "blockquote", False
    if tag == "div" and "border-top" in style and _BORDER.search(style):
        return "outlook_border", True
    return _marked(attributes), False


def _marked(attributes: dict[str, str | None]) -> str:
    if any((attributes.get(name) or "").lower() == value for name, value in _SIGNED):
        return SIGNATURE
    return next(
        (kind for (name, value), kind in _MARKED.items() if (attributes.get(name) or "").lower() == value), ""
    )


def holds(name: str, text: str) -> bool:
    """A division with a line on top is a reply's header only if it begins like one."""
    return name != "outlook_border" or bool(_HEADER.match(text))
