"""Knows how the mail reads that a button of ours opened: the address is the command, the rest may be our own text."""

from collections.abc import Iterable
from dataclasses import replace

from hauspost.desk.intents import Offer, Vocabulary
from hauspost.parsers.mail import ParsedMail
from hauspost.parsers.reading import ReadMail, read_mail


def pressed(
    parsed: ParsedMail,
    chosen: Offer | None,
    answered_text: str,
    vocabulary: Vocabulary,
    *,
    prefilled: Iterable[str],
) -> ReadMail:
    """`chosen`: what the button offered, None where there is no such button. `prefilled`: the bodies that it opens.

    What the mail program prefilled is only for people; words that the person added make it an ordinary answer headed
    by the button's word. Lines of ours that were left standing beside them are nobody's words.
    """
    read = read_mail(parsed, answered_text, vocabulary)
    if chosen is None:
        return read
    bodies = tuple(prefilled)
    added = "" if _squashed(read.said.whole) in map(_squashed, bodies) else _added(read.said.whole, bodies)
    headed = replace(parsed, text=f"{chosen.word}\n\n{added}".strip(), quote_spans=())
    return read_mail(headed, "", vocabulary)


def _added(text: str, bodies: Iterable[str]) -> str:
    ours = {_squashed(line) for body in bodies for line in body.splitlines()} - {""}
    return "\n".join(line for line in text.splitlines() if _squashed(line) not in ours).strip()


def _squashed(text: str) -> str:
    return " ".join(text.split())
