"""Who of the office is away, and what programs answer: a deputy reads what a manager of the house may, and no more."""

from datetime import timedelta

from tests.oracle.acts import Act
from tests.oracle.letters import new_mail
from tests.oracle.managers import STEERING, hand
from tests.oracle.play import Play
from tests.oracle.residents import named, reply_to
from tests.oracle.world import DOMAIN, MANAGER

DESK = f"desk@{DOMAIN}"


def leave(play: Play) -> Act | None:
    """ABWESEND until some day, with a deputy or the house's own: of another house, he reads nothing of this one."""
    managers = [
        p for p in play.world.people if any(q.role == MANAGER and q.holds(play.today) for q in p.posts)
    ]
    by = play.chance.choice(managers)
    others = [p.last for p in managers if p.address != by.address]
    day = play.today + timedelta(days=play.chance.choice((1, 2, 4, 10)))
    deputy = play.chance.choice(("", *others))
    words = f"ABWESEND bis {day:%d.%m.}{f' Vertretung {deputy}' if deputy else ''}"
    pen = play.pen(by, by.houses())
    play.sends(new_mail(pen, words, to=DESK, subject="Urlaub", auth="pass", at=play.now), by.address, DESK)
    play.away |= pen.people
    return Act("ABWESEND")


def come_back(play: Play) -> Act | None:
    here = hand(play, (*STEERING, "held_list")) if play.away else None
    if here is None or here.by.id not in play.away:
        return None
    here.writes("WIEDER DA")
    play.away -= here.pen.people
    return Act("WIEDER DA")


def note_of_absence(play: Play) -> Act | None:
    """What a program answers to a mail of ours is the managers' at most; nobody answers it, nobody else reads it."""
    inboxes = [(a, got) for a, mails in sorted(play.inbox.items()) for got in mails[-2:] if got.number]
    if not inboxes:
        return None
    address, got = play.chance.choice(inboxes)
    matter = play.knowledge.matter(got.number)
    behind = play.world.behind(address)
    if matter is None or not behind:
        return None
    houses = {matter.house, *(h for p in behind for h in p.houses() if h != "*")}
    for house in houses:
        named(play, behind[0], house)
    pen = play.pen(address, houses)
    words = f"Ich bin bis 24.10. nicht da: {pen.word('why somebody is away')}.\nErledigt wird alles danach."
    to = play.chance.choice((reply_to(got), got.mail.mail_from))
    octets = new_mail(
        pen,
        words,
        to=to,
        subject="Automatische Antwort",
        auth=play.chance.choice(("pass", "none")),
        at=play.now,
        headers=[("Auto-Submitted", "auto-replied")],
    )
    play.sends(octets, "", to)
    play.knowledge.belongs(matter, pen.facts)
    return Act("a note of absence")
