"""Emergencies: every manager of the house is told at once, a neighbour reads no more than that one need not call."""

from datetime import timedelta

from tests.oracle.acts import Act, Awaited, Opening
from tests.oracle.checker import Due
from tests.oracle.letters import answer, new_mail
from tests.oracle.managers import hand
from tests.oracle.play import Play
from tests.oracle.residents import at_home, named, reply_to

FOLDED = timedelta(minutes=30)  # the first is told at once, what follows of the same with the next alarm
REPORTS = (
    ("Wasser", "Aus der Decke im Bad schießt Wasser, am Rohr steht {task}."),
    ("Gas", "Im Treppenhaus riecht es stark nach Gas, bei {task}."),
    ("Heizung", "Im ganzen Haus ist der Strom weg, Zähler {task}."),
)


def report(play: Play) -> Act | None:
    author = play.chance.choice([p for p in play.world.people if p.address and at_home(play, p)])
    house = play.chance.choice(at_home(play, author))
    subject, sentence = play.chance.choice(REPORTS)
    pen = play.pen(author, {house})
    thing = pen.word("a reported thing", is_task=True)
    words = f"{sentence.format(task=thing)}\n\n{author.first} {author.last}\n{pen.word('a signature')}"
    to = play.world.house(house).address
    octets = new_mail(
        pen, words, to=to, subject=f"{subject} {pen.word('a subject')}", auth="pass", at=play.now
    )
    named(play, author, house)
    play.sends(octets, author.address, to)
    play.awaited += [
        Awaited(Due(frozenset({address}), thing.casefold(), "an alarm"), play.now + FOLDED)
        for address in sorted(play.managers(house))
    ]
    opening = Opening(house, pen.people, tuple(pen.facts), at_flat=True)
    return Act("an emergency", [opening], author=pen.people, may_order=True, joined=pen.facts)


def answer_alarm(play: Play) -> Act | None:
    """OK, or a sentence: the alarm ends, and what was said stays in the office."""
    here = hand(play, ("alarm",))
    if here is None:
        return None
    word = here.word("an answer to an alarm")
    here.writes(play.chance.choice(("OK", f"Ich fahre hin, {word.word}.")))
    return Act("an answer to an alarm")


def promised(play: Play) -> Act | None:
    """ZUGESAGT of whoever called: neighbours read that somebody comes, not who called."""
    found = [
        (p, got)
        for p in play.world.people
        if p.address and at_home(play, p)
        for got in play.fresh(p.address, "emergency")[-2:]
    ]
    if not found:
        return None
    author, got = play.chance.choice(found)
    matter = play.knowledge.matter(got.number)
    if matter is None:
        return None
    named(play, author, matter.house)
    pen = play.pen(author, {matter.house})
    play.knowledge.belongs(matter, pen.facts)
    play.sends(answer(pen, got.mail, "ZUGESAGT", auth="pass"), author.address, reply_to(got))
    act = Act("ZUGESAGT", author=pen.people, may_order=True)
    act.openings.append(Opening(matter.house, pen.people, tuple(pen.facts), at_flat=True))
    return act
