"""Knows what an opener wants: private and anonymous on any hint, public only in so many words (WORDS 4)."""

import re
from dataclasses import replace

from hauspost.desk.intents import Said, Wish
from hauspost.parsers.hidingwords import asks_to_hide
from hauspost.parsers.lines import folded, phrase, rows, words

_LINES = 200  # written lines that are looked at; who does not want to be named often says so at the end
_FIRST = 6  # a wish for privacy stands in the subject or at the top
_LONG = 400  # characters of a line

# Sub-addresses (INTERFACE, "Addresses"); several may stand behind one mailbox.
_HINTS = {
    "privat": Wish.PRIVATE,
    "private": Wish.PRIVATE,
    "oeffentlich": Wish.PUBLIC,
    "public": Wish.PUBLIC,
    "anonym": Wish.ANONYMOUS,
    "anonymous": Wish.ANONYMOUS,
}
_PUBLIC_ALONE = frozenset(rows("oeffentlich · public · bitte oeffentlich · oeffentlich bitte"))
_PRIVATE_ALONE = frozenset(
    rows(
        """
        privat · private · bitte privat · privat bitte · privates anliegen · private anfrage · persoenlich
        nicht oeffentlich · bitte nicht oeffentlich
        """
    )
)
_PRIVATE = re.compile(
    r"\b(?:vertraulich\w*|diskret\w*|unter uns|nur fuer (?:sie|die (?:haus)?verwaltung)|nicht (?:an die"
    r"|im) (?:nachbarn|haus)"
    r"|privat (?:behandeln|halten|bleiben|bearbeiten)|nicht oeffentlich|nicht aushaengen"
    r"|nicht weiter ?(?:sagen|erzaehlen|geben)"
    r"|confidential\w*|in confidence|between us|just between|keep (?:this|it) private|not public)\b"
)


def wishes(subject: str, text: str, hint: str) -> frozenset[Wish]:
    """`hint`: the words behind the mailbox. Narrowing is believed anywhere, widening only in its exact form."""
    found = {_HINTS[word] for word in words(hint) if word in _HINTS}
    written = [line.strip()[:_LONG] for line in text.splitlines() if line.strip()][:_LINES]
    top = [subject[:_LONG], *written[:_FIRST]]
    everything = " ".join(phrase(line) for line in (subject[:_LONG], *written))
    if asks_to_hide(everything):
        found.add(Wish.ANONYMOUS)
    if any(phrase(line) in _PRIVATE_ALONE for line in top) or any(
        _PRIVATE.search(phrase(line)) for line in top
    ):
        found.add(Wish.PRIVATE)
    if any(_is_alone(line) for line in (subject, *written[:1])):
        found.add(Wish.PUBLIC)
    return frozenset(found)


def is_wish(sentence: str) -> bool:
    """Whether it is about who may hear of the report; such a sentence is for the office alone."""
    said = phrase(sentence)
    return asks_to_hide(said) or _PRIVATE.search(said) is not None


def narrowed(said: Said, subject: str, hint: str) -> Said:
    """On whose behalf a manager opens may want no name either: said anywhere, by either of them."""
    inside = said.inside
    text = f"{said.whole}\n{inside.text if inside else ''}"
    wanted = wishes(f"{subject} {inside.subject if inside else ''}", text, hint)
    return replace(said, wishes=wanted - {Wish.PUBLIC})


def _is_alone(line: str) -> bool:
    """Nothing but the word; a question mark makes it a question."""
    return len(line) < _LONG and phrase(line) in _PUBLIC_ALONE and "?" not in folded(line)
