"""Knows how an offered answer is printed, what it says it does, and the button beside it."""

from typing import Final
from urllib.parse import quote

from hauspost.desk.intents import Act, Offer
from hauspost.desk.notices import Letter, NoticeKind
from hauspost.outbound import addressing, cleaning
from hauspost.outbound.appointments import offered_time
from hauspost.outbound.catalogue import Language
from hauspost.outbound.page import Answer
from hauspost.outbound.places import place_words
from hauspost.threading.addresses import MAX_OPTION, Grammar, act_address

WORDS: Final = frozenset({Act.REPLY, Act.SEND})  # to the party at hand, whoever reported
LONGEST_LINK: Final = 500  # octets; some mail programs cut a mailto link at 512


def offered(letter: Letter, language: Language, *, secret: bytes, grammar: Grammar) -> tuple[Answer, ...]:
    """The letter's offers as rows; the n-th, counted from 1, is button n."""
    rows = []
    for n, offer in enumerate(letter.offers, start=1):
        href = (
            ""
            if offer.needs_text or n > MAX_OPTION
            else _link(act_address(secret, n, grammar), offer, letter, language)
        )
        rows.append(Answer(printed(offer, language), meaning(offer, letter, language), href))
    return tuple(rows)


def printed(offer: Offer, language: Language) -> str:
    """The word in plain sight: "OK", or "ABLEHNEN: Grund" where something must stand behind it."""
    if not offer.needs_text or ":" in offer.word:
        return offer.word
    return f"{offer.word}: {language.words.get(f'blanks.{offer.act}') or language.say('blanks.other')}"


def meaning(offer: Offer, letter: Letter, language: Language) -> str:
    """One sentence per act; another one where nobody outside the office belongs to the ticket, or can be reached."""
    if time := offered_time(offer, letter, language):
        return time
    value = cleaning.one_line(offer.value)
    whom = letter.reaches if letter.is_manager and offer.act in WORDS else letter.reporter
    who = addressing.noun(whom, language) if whom else ""
    if offer.act is Act.SEND and value:  # to a firm
        return language.say("acts.send", who=value)
    if letter.kind is NoticeKind.ACKNOWLEDGEMENT:  # which of the own flats
        value = place_words(value, language)
    keys = (f"acts_{letter.kind}.{offer.act}_{value}", f"acts_{letter.kind}.{offer.act}")
    if own := next((said for key in keys if (said := language.say_if(key, value=value, who=who))), ""):
        return own
    if letter.is_manager and not (whom and whom.address):
        section = "acts_unreached" if whom else "acts_inside"
        if said := language.say_if(f"{section}.{offer.act}", value=value, who=who):
            return said
    return language.say(f"acts.{offer.act}", who=who, value=value)


def prefilled_body(offer: Offer, language: Language) -> str:
    """What a button writes into the answer; sent unchanged it means the button and nothing else."""
    return f"{offer.word}\n\n{language.say('button.body')}"


def _link(address: str, offer: Offer, letter: Letter, language: Language) -> str:
    """RFC 6068: blanks are %20 and line ends %0D%0A. A link that came out too long is left out; the word stays."""
    subject = f"{offer.word} [{letter.ticket.tag}]" if letter.ticket else offer.word
    body = prefilled_body(offer, language).replace("\n", "\r\n")
    link = f"mailto:{address}?subject={quote(subject, safe='')}&body={quote(body, safe='')}"
    return link if len(link) < LONGEST_LINK else ""
