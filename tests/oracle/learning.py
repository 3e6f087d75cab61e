"""What hands do again and again: proposed as a rule or a word, accepted by one, and read by nobody but managers."""

import re

from tests.house import text_of
from tests.oracle.acts import Act, Got, Opening
from tests.oracle.checker import Due
from tests.oracle.letters import answer, new_mail
from tests.oracle.managers import STEERING, Hand, hand
from tests.oracle.play import Play
from tests.oracle.residents import at_home

USUAL = {"windows": "Maler", "mould": "Maler", "waste": "Sanitär", "lift": "Aufzug", "noise": "Elektro"}
HOUSE_OF_WINDOWS = "LW12"
HOUSE_OF_ALL = "BG7"  # its mails go to all its managers, also to the one who manages every house
ADDRESS_OF_ALL = "sabine.vogt@hv-sonnenschein.example"
RULE = re.compile(r"REGEL OK [A-Z0-9]+ \w+")
# No topic's word, so that what it teaches changes nothing but the reports that use it.
STRANGE = ("Knarzkasten", "Brummgerät")
WORD = re.compile(rf"WORT OK (?:{'|'.join(STRANGE)})", re.IGNORECASE)


def order_as_ever(play: Play) -> Act | None:
    """The same firm for the same category of a house, until that is proposed as a rule; then perhaps REGEL OK."""
    here = hand(play, STEERING, lambda _got, matter: matter.category in USUAL and not matter.orders)
    if here is None:
        return None
    firm = next(f for f in play.world.firms if play.world.trades[f.id] == USUAL[here.matter.category])
    here.writes(f"BEAUFTRAGEN {firm.last.split()[0]}")
    _accepts(play, here, RULE, "rules accepted")
    return Act("BEAUFTRAGEN as ever", may_order=True)


def report_as_ever(play: Play) -> Act | None:
    """A window again, in a house where that is nothing new."""
    return _report(play, HOUSE_OF_WINDOWS, "das Fenster {thing} schließt nicht.", "Fenster")


def report_strangely(play: Play) -> Act | None:
    """In a word that no category knows."""
    word = play.chance.choice(STRANGE)
    return _report(play, HOUSE_OF_ALL, f"unser {word} {{thing}} geht nicht.", "Guten Tag")


def _report(play: Play, house: str, words: str, subject: str) -> Act | None:
    authors = [p for p in play.world.people if p.address and house in at_home(play, p)]
    if not authors:
        return None
    author = play.chance.choice(authors)
    pen = play.pen(author, {house})
    thing = pen.word("a reported thing", is_task=True)
    body = f"Guten Tag,\n\n{words.format(thing=thing)}"
    to = play.world.house(house).address
    octets = new_mail(pen, body, to=to, subject=subject, auth="pass", at=play.now)
    for person in play.world.behind(author.address):
        play.knowledge.speaks_to(person, house)
    play.sends(octets, author.address, to)
    due = Due(play.managers(house), thing.casefold(), "a report that comes again")
    opening = Opening(house, pen.people, tuple(pen.facts), at_flat=True, dues=(due,))
    return Act("a report that comes again", [opening], author=pen.people, may_order=True)


def correct(play: Play) -> Act | None:
    """KATEGORIE for it, and WORT OK where it is offered: the words of all houses are for who manages them all."""
    here = hand(play, ("new_ticket",), _is_strange)
    if here is None:
        return None
    here.writes("KATEGORIE Fenster")
    _accepts(play, here, WORD, "words accepted")
    return Act("KATEGORIE for a strange report")


def _is_strange(got: Got, matter: object) -> bool:
    is_hers = got.mail.rcpt_to == ADDRESS_OF_ALL
    return is_hers and any(word.casefold() in text_of(got.mail).casefold() for word in STRANGE)


def _accepts(play: Play, here: Hand, offered: re.Pattern[str], name: str) -> None:
    """With the words that the receipt prints."""
    receipt = play.house.last_to(here.by.address)
    found = offered.search(" ".join(text_of(receipt).replace("\u00a0", " ").split()))
    if found is None:
        return
    address = receipt.message["Reply-To"].addresses[0]
    octets = answer(here.pen, receipt, found[0], auth="pass")
    play.sends(octets, here.by.address, f"{address.username}@{address.domain}")
    play.happened[f"{name.split()[0]} offered"] += 1
