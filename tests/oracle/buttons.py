"""A button is a word of one mail: pressed by who got it, and by somebody who got hold of it and gains nothing."""

import html
import re
from dataclasses import dataclass
from functools import cache
from urllib.parse import parse_qs, unquote, urlsplit

from tests.oracle.acts import Act, Got, Opening
from tests.oracle.knowledge import Matter
from tests.oracle.letters import Pen, new_mail
from tests.oracle.managers import CONVERSATIONS, FOR_THE_HOUSE, STEERING, published, touches
from tests.oracle.play import Play, home
from tests.oracle.residents import HOUSE_MAILS, OWN, named, said_to_the_house, still_broken_opening
from tests.oracle.splitting import split_off
from tests.oracle.tally import questions_answered
from tests.oracle.telephones import YES, releases
from tests.oracle.world import Human

LINK = re.compile(r'href="(mailto:[^"]+)"')
TO_MANAGERS = (*STEERING, *CONVERSATIONS, "bundle")
TO_RESIDENTS = (*OWN, *HOUSE_MAILS, "times_offered")
TO_FIRMS = ("order", "order_message")
# What a manager may press without a second thought. What sends words or widens has acts of its own.
FREE = (
    "OK",
    "JA",
    "NEIN",
    "STOPP",
    "RÜCKGÄNGIG",
    "ERLEDIGT",
    "IN BEARBEITUNG",
    "FREIGEBEN",
    "VERÖFFENTLICHEN",
    "AUFTEILEN",
)
FREE_BEGINNINGS = ("BÜNDELN ", "BEAUFTRAGEN ", "REGEL OK ")
ORDERING = ("OK", "JA", "BEAUFTRAGEN", "FREIGEBEN")
MUTING = ("STUMM", "MUTE")
STILL_BROKEN = ("NEIN", "NO")


@dataclass(frozen=True, slots=True)
class Button:
    """What its link opens in the mail program (RFC 6068)."""

    word: str
    to: str
    subject: str
    body: str


@cache
def buttons_of(got: Got) -> tuple[Button, ...]:
    """Those of the HTML, in their order."""
    part = got.mail.message.get_body(("html",))
    found = []
    for link in LINK.findall(str(part.get_content())) if part is not None else ():
        opened = urlsplit(html.unescape(link))
        fields = {name: values[0] for name, values in parse_qs(opened.query).items()}
        if "body" in fields and unquote(opened.path).startswith("act+"):
            subject = fields["subject"]
            found.append(Button(subject.split(" [")[0], unquote(opened.path), subject, fields["body"]))
    return tuple(found)


def press(play: Play) -> Act | None:
    """By a manager, a resident or a firm, as the mail offers it; now and then with words beside it."""
    people = [p for p in play.world.everybody() if p.address and p.address in play.inbox]
    in_turn = play.chance.sample(people, len(people))
    author = next((p for p in in_turn if _pressable(play, p)), None)
    if author is None:
        return None
    got, button = play.chance.choice(_pressable(play, author))
    matter = play.knowledge.matter(got.number)
    if matter is None:
        return None
    manages = author.manages(matter.house, play.today)
    named(play, author, matter.house)
    pen = play.pen(author, {matter.house, *(() if manages else author.houses())})
    octets = _written(play, pen, button)
    for fact in pen.facts if got.channel == "public" else ():
        if fact.what in FOR_THE_HOUSE:
            said_to_the_house(play, fact, matter, frozenset(p.id for p in play.world.behind(author.address)))
    act = _meaning(play, got, button, matter, pen)
    before = questions_answered(play)
    play.sends(octets, author.address, button.to)
    play.knowledge.belongs(matter, pen.facts)
    play.happened["questions answered by button"] += questions_answered(play) - before
    return act


def _pressable(play: Play, person: Human) -> list[tuple[Got, Button]]:
    """Nobody presses what was for an office that is no longer the own."""
    found = []
    for got in play.fresh(person.address, *TO_MANAGERS, *TO_RESIDENTS, *TO_FIRMS)[-6:]:
        matter = play.knowledge.matter(got.number)
        manages = matter is not None and person.manages(matter.house, play.today)
        if manages != (got.kind in TO_MANAGERS):
            continue
        found += [(got, b) for b in buttons_of(got) if not manages or _is_free(b)]
    return found


def _is_free(button: Button) -> bool:
    return button.word in FREE or button.word.startswith(FREE_BEGINNINGS)


def _meaning(play: Play, got: Got, button: Button, matter: Matter, pen: Pen) -> Act:
    """What the word may bring about, whoever's mail it stands in."""
    act = Act(f"a button in {got.kind}", author=pen.people)
    if got.kind in TO_MANAGERS:
        touches(play, matter, play.world.behind(pen.address)[0])
        act.may_order = button.word.startswith(ORDERING)
        act.passes_on = got.kind == "firm_report"
        act.may_return = button.word in ("STOPP", "RÜCKGÄNGIG")
        if button.word == "VERÖFFENTLICHEN":
            published(play, got, matter)
        if button.word == "AUFTEILEN" and matter.second:
            act.may_order = True
            act.openings.append(split_off(matter))
        for number in map(int, re.findall(r"T-(\d+)", button.word)):
            act.may_merge = act.may_extend = True
            play.knowledge.typed.setdefault(number, set()).update({*pen.people, matter.house})
    elif got.kind in TO_RESIDENTS:
        act.joined = pen.facts
        act.may_order = button.word in STILL_BROKEN
        if button.word in YES:
            releases(play, got, play.world.behind(pen.address)[0])
        if button.word in MUTING:
            play.muted |= pen.people
        if button.word in STILL_BROKEN:
            act.openings.append(still_broken_opening(matter, pen))
    return act


def _written(play: Play, pen: Pen, button: Button) -> bytes:
    """Now and then with words beside it, which say what is still broken where the button says that it is."""
    beside = ""
    if play.chance.random() < 0.15:
        tells = button.word in STILL_BROKEN
        beside = f"Ach ja: {pen.word('words beside a button', is_task=tells)}.\n"
    return new_mail(
        pen,
        f"{beside}{button.body}",
        to=button.to,
        subject=button.subject,
        auth=play.chance.choice(("pass", "none")),
        at=play.now,
    )


def press_anothers(play: Play) -> Act | None:
    """A forwarded mail has its buttons still; in another hand they do nothing and tell nothing."""
    inboxes = [
        (a, g, b)
        for a, mails in sorted(play.inbox.items())
        for g in mails[-3:]
        if g.number and g.kind in (*TO_MANAGERS, *TO_RESIDENTS, *TO_FIRMS)
        for b in buttons_of(g)
    ]
    if not inboxes:
        return None
    owner, got, button = play.chance.choice(inboxes)
    thief = play.chance.choice(
        [*(p.address for p in home(play) if p.address != owner), f"{play.mint.word()}@fremd.example"]
    )
    matter = play.knowledge.matter(got.number)
    if matter is None:
        return None
    houses = {matter.house, *(h for p in play.world.behind(thief) for h in p.houses())}
    for person in play.world.behind(thief):
        play.knowledge.speaks_to(person, matter.house)
    play.knowledge.typed.setdefault(got.number, set()).update(houses)
    pen = play.pen(thief, houses)
    play.sends(_written(play, pen, button), thief, button.to)
    openings = [
        Opening(h, pen.people, tuple(pen.facts), at_flat=True) for h in houses if play.world.behind(thief)
    ]
    return Act("somebody else's button", openings, author=pen.people, joined=pen.facts)
