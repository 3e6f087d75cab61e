"""WEITERLEITEN: a firm's and a resident's words about the work pass both ways, and what must not pass is cut before."""

from tests.oracle.acts import Act, Got, Opening
from tests.oracle.canaries import words_in
from tests.oracle.knowledge import Matter
from tests.oracle.letters import Pen, answer
from tests.oracle.managers import STEERING, hand
from tests.oracle.opened import opened
from tests.oracle.play import Play, home
from tests.oracle.residents import else_anew, named, reply_to
from tests.oracle.telephones import firms_named
from tests.oracle.topics import PRIVATE_SENTENCES
from tests.oracle.world import BUILDINGS, Human

PASSING = "words about the work"
PASSES = ("Das Ventil {word} sitzt links.", "Wo sitzt das Ventil {word}?")
STAYS_OF_FIRMS = (("Das kostet {word} 450 € extra.", "a price"), ("intern: {word}", "a firm's remark"))


def switch(play: Play) -> Act | None:
    """AN for an order, now and then AUS: what is said from now on, and nothing that was said before."""
    here = hand(play, STEERING, lambda _got, matter: bool(matter.orders))
    if here is None:
        return None
    said = play.chance.choice(("WEITERLEITEN AN", "WEITERLEITEN AN", "WEITERLEITEN AN", "WEITERLEITEN AUS"))
    here.writes(said)
    return Act(said)


def firm_says(play: Play) -> Act | None:
    """To who reported it: the work's words; a price, a remark and the signature stay with the managers."""
    found = [(f, got) for f in play.world.firms for got in play.fresh(f.address, "order_relay")[-3:]]
    if not found:
        return None
    author, got = play.chance.choice(found)
    matter = play.knowledge.matter(got.number)
    if matter is None:
        return None
    pen = play.pen(author, {matter.house})
    words = _words(play, pen, matter.reports[0].party, matter, STAYS_OF_FIRMS)
    _across(play, author, got, pen, f"{words}\n\nMfG\n{pen.word('a firm’s signature')}")
    opening = Opening(matter.house, pen.people, tuple(pen.facts))
    return Act("a firm's words across", [opening], author=pen.people)


def resident_says(play: Play) -> Act | None:
    """To the firm that the mail names: nothing on health, family, money, law or a neighbour, no name, no number."""
    found = [(p, got) for p in home(play) for got in play.fresh(p.address, "relayed")[-3:]]
    if not found:
        return None
    author, got = play.chance.choice(found)
    matter = play.knowledge.matter(got.number)
    if matter is None:
        return None
    named(play, author, matter.house)
    pen = play.pen(author, {matter.house})
    words = _words(play, pen, firms_named(play, got, matter), matter, PRIVATE_SENTENCES)
    number = f"\nRufen Sie mich an: 0171 {author.phone}." if author.phone else ""
    closing = f"\n\nViele Grüße\n{author.first} {author.last}\n{pen.word('a signature')}"
    play.knowledge.belongs(matter, pen.facts)
    _across(play, author, got, pen, words + number + closing)
    act = Act("a resident's words across", author=pen.people, may_order=True)
    act.openings += else_anew(play, author, got, pen)
    return act


def _words(
    play: Play, pen: Pen, readers: set[str], matter: Matter, staying: tuple[tuple[str, str], ...]
) -> str:
    """A sentence that passes, unless somebody hides there, and below it perhaps one that never does."""
    word = pen.word(PASSING)
    if not matter.reports[0].party & matter.hidden:  # who came along by merging hides for himself
        play.knowledge.facts[word.casefold()].people |= readers
    lines = [play.chance.choice(PASSES).format(word=word)]
    if play.chance.random() < 0.5:
        sentence, what = play.chance.choice(staying)
        lines.append(sentence.format(word=pen.word(what)))
    return "\n".join(lines)


def _across(play: Play, author: Human, got: Got, pen: Pen, words: str) -> None:
    """Sent, and counted if it reached the other side."""
    before = len(play.house.relay.mails)
    octets = answer(pen, got.mail, words, auth=play.chance.choice(("pass", "none")))
    play.sends(octets, author.address, reply_to(got))
    passing = {fact.word for fact in pen.facts if fact.what == PASSING}
    inside = frozenset().union(*(play.managers(house) for house in BUILDINGS))
    outside = (m for m in play.house.relay.mails[before:] if m.rcpt_to not in inside | {author.address})
    play.happened["words relayed"] += any(passing & words_in(opened(mail).said) for mail in outside)
