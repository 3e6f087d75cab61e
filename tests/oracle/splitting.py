"""Two matters in one mail: AUFTEILEN makes two tickets, and neither one's order tells the other's matter."""

from tests.oracle.acts import Act, Opening
from tests.oracle.checker import Due
from tests.oracle.knowledge import Matter
from tests.oracle.letters import new_mail
from tests.oracle.managers import hand
from tests.oracle.play import Play
from tests.oracle.residents import at_home
from tests.oracle.topics import TOPICS
from tests.oracle.world import BUILDINGS, DOMAIN

BESIDES = ("Außerdem:", "Und noch etwas:", "Zweitens:")


def report_of_two(play: Play) -> Act | None:
    """It is sorted by one of them, and public if that one is; the house hears a category and a place in any case."""
    author = play.chance.choice([p for p in play.world.people if p.address and at_home(play, p)])
    house = play.chance.choice(at_home(play, author))
    pen = play.pen(author, {house})
    one, two = play.chance.sample(TOPICS, 2)
    where = f"in {play.chance.choice(BUILDINGS[house])}"
    task, besides = pen.word("a reported thing", is_task=True), pen.word("a second thing", is_task=True)
    hides = play.chance.random() < 0.25
    body = (
        f"Guten Tag,\n\n{one.sentence.format(task=task, building=where)}\n\n"
        f"{play.chance.choice(BESIDES)} {two.sentence.format(task=besides, building=where)}"
    )
    to = f"{play.world.house(house).mailbox}{'+anonym' if hides else ''}@{DOMAIN}"
    subject = f"{one.subject} {pen.word('a subject')}"
    auth = play.chance.choice(("pass", "pass", "none"))
    octets = new_mail(pen, body, to=to, subject=subject, auth=auth, at=play.now)
    for person in play.world.behind(author.address):
        play.knowledge.speaks_to(person, house)
    play.sends(octets, author.address, to)
    second = tuple(fact for fact in pen.facts if fact.what == "a second thing")
    opening = Opening(
        house,
        pen.people,
        tuple(pen.facts),
        is_public=one.is_common or two.is_common,
        is_hidden=hides,
        at_flat=not one.is_common,
        dues=(Due(play.managers(house), besides.casefold(), "the second matter of a report"),),
        second=second,
        second_category=two.category,
        name="tickets of two matters",
    )
    return Act("a report of two", [opening], author=pen.people, may_order=True, is_hidden=hides)


def split(play: Play) -> Act | None:
    """The new one is the reporter's own and private, and as hidden as the old one."""
    here = hand(play, ("new_ticket",), lambda _got, matter: bool(matter.second))
    if here is None:
        return None
    matter = here.matter
    here.writes("AUFTEILEN")
    return Act("AUFTEILEN", [split_off(matter)], author=frozenset(matter.party), may_order=True)


def split_off(matter: Matter) -> Opening:
    """Only its own report is divided: whoever came along by merging has no part in it, nor hides in it."""
    own = matter.reports[0].party
    return Opening(
        matter.house,
        frozenset(own),
        tuple(matter.parted),
        is_hidden=bool(own & matter.hidden),
        at_flat=True,
        split_from=matter,
        name="tickets split off",
    )
