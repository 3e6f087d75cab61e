"""A manager asks owners or residents, each alone: nobody learns of another, and what one answers is the office's."""

from datetime import datetime, time, timedelta

from tests.oracle.acts import Act, Awaited, Opening
from tests.oracle.checker import Due
from tests.oracle.knowledge import Asks, Fact, Matter
from tests.oracle.letters import answer, new_mail
from tests.oracle.managers import of_flat
from tests.oracle.news import BERLIN
from tests.oracle.play import Play, home
from tests.oracle.residents import named, reply_to
from tests.oracle.world import BUILDINGS, OWNER, Human

ASKED = ("a question to several", "a survey's subject")
LIST = time(7, 30)
WORDS = ("SENDEN", "SENDEN", "SENDEN", "SENDEN", "STATUS", "ENDE", "STOPP")


def begin(play: Play) -> Act | None:
    """AN EIGENTÜMER, AN WE03, WE11: a preview for the manager, and not a word to anybody else."""
    house = play.chance.choice(list(BUILDINGS))
    by = play.chance.choice(play.world.managers(house, play.today))
    if by.lives_at(house, play.today):
        return None
    owners = play.chance.random() < 0.7
    flats = _flats(play, house, owners=owners) if not owners or play.chance.random() < 0.4 else ()
    if len(flats) == 1:
        return None
    whom = f"EIGENTÜMER {', '.join(flats)}".strip() if owners else ", ".join(flats)
    pen = play.pen(by, {house})
    words = f"AN {whom}: Wollen Sie bei {pen.word(ASKED[0], people=())} mitmachen?"
    subject = f"Rundfrage {pen.word(ASKED[1], people=())}"
    to = play.world.house(house).address
    play.sends(new_mail(pen, words, to=to, subject=subject, auth="pass", at=play.now), by.address, to)
    asks = Asks(owners, flats)
    return Act(
        "AN EIGENTÜMER" if owners else "AN several flats",
        [Opening(house, frozenset(), tuple(pen.facts), asks=asks, name="surveys begun")],
    )


def _flats(play: Play, house: str, *, owners: bool) -> tuple[str, ...]:
    """Two in which somebody could be asked."""
    found = [
        f.id for f in play.world.flats if f.house == house and _meant(play, house, Asks(owners, (f.id,)))
    ]
    return tuple(sorted(play.chance.sample(found, min(2, len(found))))) if found else ("",)


def steer(play: Play) -> Act | None:
    """SENDEN asks everybody of today who was not asked; STATUS, ENDE and STOPP tell nobody outside anything."""
    found = [
        (by, got, matter)
        for by in play.world.people
        for got in (play.fresh(by.address, "survey")[-4:] if by.address else ())
        if (matter := play.knowledge.matter(got.number)) is not None
        and matter.asks is not None
        and by.manages(matter.house, play.today)
    ]
    if not found:
        return None
    by, got, matter = play.chance.choice(found)
    pen = play.pen(by, {matter.house})
    word = play.chance.choice(WORDS)
    is_open = str(play.tickets()[matter.number].status) == "OPEN"
    openings = _asked(play, matter) if word == "SENDEN" else []
    play.sends(answer(pen, got.mail, word, auth="pass"), by.address, reply_to(got))
    play.knowledge.belongs(matter, pen.facts)
    act = Act(f"a survey: {word}", openings)
    if is_open and not matter.orders:
        act.dues += [due for opening in openings for due in opening.dues]
        matter.asked |= {key for opening in openings for key in opening.party}
    return act


def _asked(play: Play, matter: Matter) -> list[Opening]:
    """An own private ticket for each party; what is asked is theirs to read from now on."""
    asked = tuple(fact for fact in matter.facts if fact.what in ASKED)
    openings = []
    for party in parties(play, matter):
        if party & matter.asked:
            continue
        address = play.world.by_id(min(party)).address
        readers = {p.id for p in play.world.behind(address)}
        for fact in asked:
            fact.people |= readers
        due = Due(frozenset({address}), asked[0].word, "a question to several")
        openings.append(
            Opening(matter.house, party, asked, at_flat=True, dues=(due,), name="people asked in surveys")
        )
    return openings


def parties(play: Play, matter: Matter) -> list[frozenset[str]]:
    """Who is asked today: people behind one address together; nobody who manages the house, nobody without one."""
    groups: dict[str, set[str]] = {}
    for person in _meant(play, matter.house, matter.asks) if matter.asks else ():
        groups.setdefault(person.address, set()).add(person.id)
    managing = {p.address for p in play.world.managers(matter.house, play.today)}
    return [frozenset(group) for address, group in groups.items() if address and address not in managing]


def _meant(play: Play, house: str, asks: Asks) -> list[Human]:
    if not asks.owners:
        found = {key for flat in asks.flats for key in of_flat(play, house, flat)}
        return [p for p in play.world.people if p.id in found]
    return [
        p
        for p in play.world.people
        if any(
            (q.house, q.role) == (house, OWNER)
            and q.holds(play.today)
            and (not asks.flats or q.unit in asks.flats)
            for q in p.posts
        )
    ]


def reply(play: Play) -> Act | None:
    """What somebody answers is for the managers: on the morning's list, or at once where it asks something itself."""
    found = [(p, got) for p in home(play) for got in play.fresh(p.address, "private_question")[-3:]]
    if not found:
        return None
    author, got = play.chance.choice(found)
    matter = play.knowledge.matter(got.number)
    if matter is None:
        return None
    named(play, author, matter.house)
    pen = play.pen(author, {matter.house, *author.houses()})
    word = pen.word("an answer to a survey")
    asks = play.chance.random() < 0.3
    words = f"Was kostet {word} denn?" if asks else f"Ja, gerne, mit {word}."
    before = play.tickets()[got.number]
    play.sends(
        answer(pen, got.mail, words, auth=play.chance.choice(("pass", "none"))), author.address, reply_to(got)
    )
    play.knowledge.belongs(matter, pen.facts)
    act = Act("an answer to a survey", _anew(play, author, pen.people, pen.facts), author=pen.people)
    if (
        author.roles_at(matter.house, play.today)
        and matter.number == got.number
        and str(before.status) == "OPEN"
    ):
        _await(play, act, matter, word.casefold(), at_once=asks)
    return act


def _anew(play: Play, author: Human, people: frozenset[str], facts: list[Fact]) -> list[Opening]:
    """Long after the end, or without the role it was asked of: an own ticket."""
    return [
        Opening(h, people, tuple(facts), at_flat=True) for h in BUILDINGS if author.roles_at(h, play.today)
    ]


def _await(play: Play, act: Act, matter: Matter, word: str, *, at_once: bool) -> None:
    due = Due(play.managers(matter.house), word, "an answer to a survey")
    if at_once:
        act.dues.append(due)
        return
    local = play.now.astimezone(BERLIN)
    morning = datetime.combine(local.date(), LIST, BERLIN)
    play.awaited.append(Awaited(due, morning if morning > local else morning + timedelta(days=1)))
