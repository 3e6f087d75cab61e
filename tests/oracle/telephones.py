"""Whether a firm may have a resident's telephone number: only who was asked can say so, and only by JA."""

from tests.house import text_of
from tests.oracle.acts import Act, Got
from tests.oracle.knowledge import Matter
from tests.oracle.letters import answer
from tests.oracle.play import Play, home
from tests.oracle.residents import named, reply_to
from tests.oracle.world import Human

QUESTIONS = ("Ihre Telefonnummer bekommen", "have your telephone number")
YES = ("JA", "YES")


def answer_contact(play: Play) -> Act | None:
    """JA or NEIN to the mail that says who was ordered."""
    found = [(p, got) for p in home(play) for got in play.fresh(p.address, "status") if asks(got)]
    if not found:
        return None
    author, got = play.chance.choice(found)
    matter = play.knowledge.matter(got.number)
    if matter is None:
        return None
    named(play, author, matter.house)
    pen = play.pen(author, {matter.house})
    word = play.chance.choice(("JA", "NEIN"))
    octets = answer(pen, got.mail, word, auth=play.chance.choice(("pass", "none")))
    if word in YES:
        releases(play, got, author)
    play.knowledge.belongs(matter, pen.facts)
    play.sends(octets, author.address, reply_to(got))
    return Act(f"{word} to the telephone", author=pen.people)


def asks(got: Got) -> bool:
    said = " ".join(text_of(got.mail).replace("\u00a0", " ").split())
    return any(question in said for question in QUESTIONS)


def releases(play: Play, got: Got, author: Human) -> None:
    """To the firms that the mail names, the number of who reported it and reads this mail; of nobody who hides."""
    matter = play.knowledge.matter(got.number)
    if matter is None or not asks(got):
        return
    firms = firms_named(play, got, matter)
    for person in play.world.behind(author.address):
        if person.phone and person.id in matter.party - matter.hidden:
            play.knowledge.facts[person.phone].people |= firms


def firms_named(play: Play, got: Got, matter: Matter) -> set[str]:
    """Who has an order and stands in the mail by name."""
    said = text_of(got.mail).casefold()
    return {key for key in matter.orders.values() if play.world.by_id(key).last.split()[0].casefold() in said}
