"""Knows what stands under a mail without being said: signatures, phone taglines, disclaimers, list footers."""

import re
from collections.abc import Iterator, Sequence
from typing import Literal

from hauspost.parsers.headerblocks import is_rule
from hauspost.parsers.lines import Line, phrase, rows, words
from hauspost.parsers.taglines import is_tagline

Ending = tuple[int, int, Literal["signature", "footer"], str]  # lines [first, last), kind, reason

_LONGEST_PARAGRAPH = 40
LONGEST_FORMULA = 4  # words; more hold the name, too
MOST_LINES = 14  # a longer text below "-- " is no signature
_LONGEST_RULED = 8  # lines
_SHORTEST_QUESTION = 4  # words; "Noch Fragen?" stands in signatures
_SHORTEST_SENTENCE = 6  # words
_OF_ONES_OWN = frozenset(
    rows("ich · mir · mich · mein · meine · meinen · uebrigens · noch · i · me · my · also")
)
_DELIMITERS = ("--", "––", "—", "-- ", "― ", "⸻")

# A paragraph that begins so is a disclaimer, or a remark of a virus scanner.
_DISCLAIMERS = rows(
    """
    diese e mail enthaelt vertrauliche · diese e mail kann vertrauliche
    diese nachricht enthaelt vertrauliche · diese e mail und alle · diese e mail einschliesslich
    diese e mail ist vertraulich · diese email enthaelt vertrauliche · der inhalt dieser e mail
    dieses e mail ist · die informationen in dieser · die in dieser e mail enthaltenen
    wichtiger hinweis diese e mail · wichtiger hinweis diese email · wichtiger hinweis diese nachricht
    wichtiger hinweis diese mitteilung · hinweis diese e mail
    bitte denken sie an die umwelt · denken sie an die umwelt
    bitte pruefen sie der umwelt zuliebe · der umwelt zuliebe · informationen zum datenschutz finden sie
    datenschutzhinweise finden sie · informationen zur verarbeitung · hinweise zum datenschutz
    this message is intended · this email is intended · this e mail is intended · this message is for the
    this message may contain · this transmission · the contents of this
    this email and any · this e mail and any · this message and any · this e mail is confidential
    this email is confidential · this message contains confidential · this email may contain
    this e mail may contain · this email contains · this email message and any
    the information contained in this · the information in this
    important the contents of this · important this email · important this e mail · this communication
    legal notice this · notice this email · notice this e mail · confidential this email
    achtung diese e mail enthaelt · vertraulich diese e mail
    please consider the environment · before printing think
    """
)
# Headings that a person may write, too; a disclaimer goes on about the mail itself.
_HEADINGS = rows(
    """
    vertraulichkeitshinweis · haftungsausschluss · disclaimer · confidentiality · confidentiality notice
    rechtlicher hinweis · legal disclaimer · email disclaimer · e mail disclaimer
    """
)
_ABOUT_MAIL = frozenset(
    rows(
        """
        mail · email · mails · emails · nachricht · mitteilung · empfaenger · adressat · absender · vertraulich
        vertrauliche · vertraulichen · message · communication · recipient · recipients · addressee · confidential
        privileged · transmission · sender
        """
    )
)
_SCANNERS = rows(
    """
    virenfrei www · virenfrei von · diese e mail wurde von avast · diese e mail wurde auf viren · virus free
    this email has been checked for viruses · this message was scanned · scanned by · geprueft von
    questo messaggio e stato analizzato
    """
)
_LIST_FOOTERS = (
    "mailing list",
    "mailman listinfo",
    "unsubscribe",
    "abbestellen",
    "you received this message because",
)
_BY_A_PERSON = frozenset(rows("ich · mich · i"))  # "Ich will diese Rundmails abbestellen."

CLOSINGS = rows(
    """
    mit freundlichen gruessen · mit freundlichem gruss · freundliche gruesse · freundlichen gruss
    mit besten gruessen · mit bestem gruss · beste gruesse · viele gruesse · viele liebe gruesse
    liebe gruesse · lieben gruss · lieber gruss · herzliche gruesse · herzlichen gruss
    mit herzlichen gruessen · mit lieben gruessen · schoene gruesse · schoenen gruss · sonnige gruesse
    gruss · gruesse · es gruesst · mit freundlichen gruss · mit freundlichen · mfg · m f g · lg · vg · bg
    hg · hochachtungsvoll · mit vorzueglicher hochachtung · bis dahin · best regards · kind regards
    warm regards · regards · best wishes · all the best · sincerely · yours sincerely · yours faithfully
    yours truly · cheers · many thanks and best regards
    """
)
# They close a mail only where a block of contacts follows; alone they are words.
_THANKS = rows("thanks · thank you · many thanks · thanks and regards · best · danke · vielen dank")
_CONTACT = re.compile(
    r"(?i)\b(?:tel|telefon|fon|phone|fax|mobil|mobile|handy|e-?mail|mail|web|internet|www|http|https|hrb|hra|ust|ustid|steuernummer|"
    r"amtsgericht|registergericht|handelsregister|geschäftsführer|geschäftsführerin|geschäftsführung|geschäftsleitung|vorstand|"
    r"sitz der gesellschaft|"
    r"gmbh|ug|ag|kg|ohg|gbr|e\.k|se|inc|ltd|llc|notdienst|notfall|bürozeiten|sprechzeiten|öffnungszeiten)\b"
)
_NUMBER = re.compile(r"\+?\d[\d /()-]{5,24}\d|\b\d{5} [^\W\d]")
_STREET = re.compile(
    r"(?i)(?:str\.|straße|strasse|weg|allee|platz|gasse|damm|ufer|ring|chaussee|street|road|avenue) ?\d{1,4} ?[a-z]?\b"
)
_POSTSCRIPT = re.compile(r"(?:P\.? ?){1,3}S\b\.?|(?:Nachtrag|Postscript)\s?:", re.IGNORECASE)
_IN_TITLES = frozenset(
    rows("von · van · de · der · die · und · für · in · im · am · an · zu · of · and · for · the · at")
)
_ITEM = re.compile(r"(?:[-*•·–+>]|\d{1,2}[.)])\s|[^\W\d_]{2,20}(?: [^\W\d_]{2,20})?: \S")
_SHORTEST_LIST = 2
_LONG = 100
_RULES = frozenset("*#~=_+-–—⸻ ")


def endings(texts: Sequence[str]) -> Iterator[Ending]:
    """What ends a stretch of lines, from the bottom up, and taglines that stand alone in it; `texts` are stripped."""
    end = _written_end(texts, len(texts))
    found = True
    while found and end:
        found = False
        for look in (_delimited, _tagline, _paragraph, _ruled_off, _closing_block, _rules):
            ending = look(texts, end)
            if ending:
                yield ending
                end, found = _written_end(texts, ending[0]), True
                break
    for at in range(1, end - 1):  # above a postscript, or where the author went on below it
        if not texts[at - 1] and not texts[at + 1] and is_tagline(texts[at]):
            yield (at, at + 1, "signature", "tagline")


def is_message(texts: Sequence[str]) -> bool:
    """Words that say something and nothing by which to reach anybody: typed below the dashes that a phone had set."""
    said = [text for text in texts if text and not is_tagline(text)]
    return any(map(_says, said)) and not any(_is_contact(text) for text in said)


def is_closing(text: str) -> bool:
    """A formula, alone or with a name behind it: "LG Anna Berger"."""
    said = words(text)
    for size in range(min(4, len(said)), 0, -1):
        if " ".join(said[:size]) in CLOSINGS:
            return len(said) - size <= 3 and not any(word.isdigit() for word in said)
    return False


def _written_end(texts: Sequence[str], end: int) -> int:
    while end and not texts[end - 1]:
        end -= 1
    return end


def _tagline(texts: Sequence[str], end: int) -> Ending | None:
    return (end - 1, end, "signature", "tagline") if is_tagline(texts[end - 1]) else None


def _paragraph(texts: Sequence[str], end: int) -> Ending | None:
    first = end - 1
    while first and texts[first - 1] and end - first < _LONGEST_PARAGRAPH:
        first -= 1
    begins = " ".join(words(" ".join(texts[first : first + 3]))[:8])  # a link may stand first
    if begins.startswith(_DISCLAIMERS) or _is_headed(texts[first:end]):
        return (first, end, "footer", "disclaimer")
    if begins.startswith(_SCANNERS):
        return (first, end, "footer", "scanner")
    return None


def _is_headed(texts: Sequence[str]) -> bool:
    """A heading of a disclaimer, alone or above words about the mail itself."""
    heading, _, rest = texts[0].partition(":")
    if phrase(heading) not in _HEADINGS:
        return False
    rest = " ".join([rest, *texts[1:]])
    return not rest.strip() or not _ABOUT_MAIL.isdisjoint(words(rest))


def _delimited(texts: Sequence[str], end: int) -> Ending | None:
    for first in range(end - 1, max(end - 1 - 2 * MOST_LINES, -1), -1):
        if texts[first] in _DELIMITERS:
            last = _before_postscript(texts, first + 1, end)
            below = [text for text in texts[first + 1 : last] if text]
            asks = any(text.endswith("?") and len(words(text)) >= _SHORTEST_QUESTION for text in below)
            is_one = len(below) < MOST_LINES and not asks and not _is_list(below)
            return (first, last, "signature", "delimiter") if is_one else None
    return None


def _before_postscript(texts: Sequence[str], first: int, end: int) -> int:
    """A postscript below the signature is the author's, and so is a sentence that stands apart."""
    return next(
        (
            i
            for i in range(first, end)
            if _POSTSCRIPT.match(texts[i]) or (not texts[i - 1] and _is_sentence(texts[i]))
        ),
        end,
    )


def _is_sentence(text: str) -> bool:
    """Of the author's own matter: slogans and maxims speak of none."""
    said = words(text)
    is_whole = text.endswith((".", "!", "?")) and len(said) >= _SHORTEST_SENTENCE
    return is_whole and not _OF_ONES_OWN.isdisjoint(said) and _says(text)


def _is_list(below: Sequence[str]) -> bool:
    """Bullets or numbers, or lines that all say something: a list of the author's below a line that he drew."""
    if len(below) < _SHORTEST_LIST or any(is_tagline(text) for text in below):
        return False
    items = sum(_ITEM.match(text) is not None and not _is_contact(text) for text in below)
    return items >= _SHORTEST_LIST or all(_says(text) for text in below)


def _says(text: str) -> bool:
    """ "Küche kalt": a small word that stands in no name and no title, and not in a name typed small."""
    said = text.split()
    small = [word for word in said if word.isalpha() and word.islower() and word not in _IN_TITLES]
    return bool(small) and said[0][0].isupper() and not _is_contact(text)


def _ruled_off(texts: Sequence[str], end: int) -> Ending | None:
    """A mailing list's footer below a long rule, or names and numbers below it."""
    for first in range(end - 1, max(end - 1 - _LONGEST_RULED, -1), -1):
        if is_rule(Line(0, 0, texts[first], 0)) and len(texts[first]) > 4:
            below = " ".join(word for text in texts[first:end] for word in words(text))
            if any(sign in below for sign in _LIST_FOOTERS) and _BY_A_PERSON.isdisjoint(below.split()):
                return (first, end, "footer", "list footer")
            last = _before_postscript(texts, first + 1, end)
            written = [text for text in texts[first + 1 : last] if text]
            sure = len(written) > 1 and any(_is_contact(text) for text in written)
            sure = sure and all(_may_stand_below(text) for text in written) and not _is_list(written)
            return (first, last, "signature", "rule") if sure else None
    return None


def _closing_block(texts: Sequence[str], end: int) -> Ending | None:
    """Company lines below a formula and a name; the formula and the name stay."""
    for formula in range(end - 1, max(end - 1 - 2 * MOST_LINES, -1), -1):
        if is_closing(texts[formula]) or phrase(texts[formula]) in _THANKS:
            written = [i for i in range(formula + 1, end) if texts[i]]
            if (
                written
                and not _is_contact(texts[written[0]])
                and len(words(texts[formula])) <= LONGEST_FORMULA
            ):
                written = written[1:]
            contacts = sum(_is_contact(texts[i]) for i in written)
            sure = contacts >= 2 and _before_postscript(texts, formula, end) == end
            sure = sure and all(_may_stand_below(texts[i]) for i in written)
            return (written[0], end, "signature", "closing block") if sure else None
    return None


def _rules(texts: Sequence[str], end: int) -> Ending | None:
    text = texts[end - 1]
    return (
        (end - 1, end, "footer", "rule") if text == "ᐧ" or (len(text) > 1 and set(text) <= _RULES) else None
    )


def _is_contact(text: str) -> bool:
    return bool(
        _CONTACT.search(text)
        or _NUMBER.search(text)
        or _STREET.search(text)
        or ("@" in text and " " not in text)
    )


def _may_stand_below(text: str) -> bool:
    """Contact lines, and titles or names: short, without a sentence's end, no heading ("Neue Adresse:")."""
    short = len(text) <= 60 and not text.endswith((".", "!", "?", ":")) and len(words(text)) <= 7
    return (_is_contact(text) and len(text) <= _LONG and not text.endswith(("!", "?"))) or short
