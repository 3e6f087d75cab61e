"""A manager's notice to the house: read by nobody before SENDEN, and then by who lives there and by no one else."""

from datetime import timedelta

from tests.oracle.acts import Act, Got, Opening
from tests.oracle.canaries import words_in
from tests.oracle.checker import Due
from tests.oracle.issued import Notice
from tests.oracle.knowledge import Fact
from tests.oracle.letters import answer, new_mail
from tests.oracle.news import is_quiet
from tests.oracle.opened import opened
from tests.oracle.play import Play, home
from tests.oracle.residents import named, reply_to
from tests.oracle.world import BUILDINGS, CARETAKER, DOMAIN, NEVER, OWNER, PROXY, TENANT, Human

WORDS = ("Liebe Bewohner,\ndie neue Tonne {word} steht im Hof.", "Die Waschküche {word} bleibt vorerst zu.")
SENDS = ("SENDEN", "SENDEN", "SENDEN", "OK")
TENANTS, WITH_OWNERS, EVERYBODY = "NUR MIETER", "MIT EIGENTÜMERN", "AN ALLE"
UNCLEAR = "Passt so, aber bitte erst ab morgen"
WAITS = timedelta(days=7)


def post(play: Play) -> Act | None:
    """A preview for the manager, and not a word to anybody else."""
    house = play.chance.choice(list(BUILDINGS))
    by = play.chance.choice(play.world.managers(house, play.today))
    pen = play.pen(by, {house})
    word, subject = pen.word("a notice to the house", people=()), pen.word("a notice’s subject", people=())
    to = f"{play.world.house(house).mailbox}+aushang@{DOMAIN}"
    octets = new_mail(
        pen,
        play.chance.choice(WORDS).format(word=word),
        to=to,
        subject=f"Aushang {subject}",
        auth=play.chance.choice(("pass", "pass", "none")),
        at=play.now,
    )
    play.sends(octets, by.address, to)
    facts = play.knowledge.facts
    play.notices.append(Notice(house, by.address, facts[word.casefold()], facts[subject.casefold()]))
    return Act("a notice to the house")


def answer_preview(play: Play) -> Act | None:
    """SENDEN reaches whom the preview names; STOPP, another circle and what nobody understands reach nobody."""
    found = [
        (notice, previews)
        for notice in play.notices
        if not notice.is_over and (previews := _about(play, notice, notice.by, "house_preview"))
    ]
    if not found:
        return None
    notice, previews = play.chance.choice(found)
    got = previews[-1] if play.chance.random() < 0.8 else play.chance.choice(previews)
    by = next((m for m in play.world.managers(notice.house, play.today) if m.address == notice.by), None)
    if by is None or play.now - got.at >= WAITS:
        return None
    pen = play.pen(by, {notice.house})
    word = play.chance.choice((*SENDS, "STOPP", TENANTS, WITH_OWNERS, EVERYBODY, UNCLEAR))
    act = Act(f"a notice: {word}")
    if got is previews[-1]:  # of an older one the question is over
        _decides(play, notice, word, act)
    octets = answer(pen, got.mail, word, auth=play.chance.choice(("pass", "none")))
    play.sends(octets, notice.by, reply_to(got))
    return act


def _decides(play: Play, notice: Notice, word: str, act: Act) -> None:
    if word in (TENANTS, WITH_OWNERS, EVERYBODY):
        notice.circle = word
    notice.is_over = word in SENDS or word == "STOPP"
    if word in SENDS:
        _goes_out(play, notice)
        act.dues += [Due(frozenset({a}), notice.word.word, "a notice") for a in sorted(notice.readers)]


def _goes_out(play: Play, notice: Notice) -> None:
    """The caretaker hangs it up, and puts it into the letter boxes of those flats that have no mail address."""
    reached = [p for p in play.world.people if _is_meant(play, p, notice)]
    caretakers = [p for p in play.world.people if CARETAKER in p.roles_at(notice.house, play.today)]
    notice.readers = frozenset(p.address for p in reached if p.address)
    for fact in (notice.word, notice.subject):
        fact.people |= {q.id for p in (*reached, *caretakers) for q in (p, *play.world.behind(p.address))}
    for person in reached:
        for name in (person.last, person.first) if not person.address else ():
            play.knowledge.facts[name.casefold()].people |= {p.id for p in caretakers}
    if is_quiet(play.now):  # it waits for the morning, and is read by who lives there still
        notice.readers = frozenset()


def _is_meant(play: Play, person: Human, notice: Notice) -> bool:
    here = [q for q in person.posts if q.house == notice.house and q.holds(play.today)]
    roles = {q.role for q in here}
    if notice.circle == TENANTS:
        return TENANT in roles
    lives = bool(roles & {TENANT, PROXY}) or any(
        q.role == OWNER and not _is_let(play, notice.house, q.unit, person) for q in here
    )
    return lives or (notice.circle == WITH_OWNERS and OWNER in roles and person.wish != NEVER)


def _is_let(play: Play, house: str, unit: str, owner: Human) -> bool:
    return any(
        (q.house, q.unit, q.role) == (house, unit, TENANT) and q.holds(play.today)
        for p in play.world.people
        if p is not owner
        for q in p.posts
    )


def withdraw(play: Play) -> Act | None:
    """Whoever got it hears that it holds no more; nobody else hears anything."""
    found = [
        (notice, got)
        for notice in play.notices
        if notice.readers
        for got in _about(play, notice, notice.by, "house_sent", "house_report")
        if play.now - got.at < WAITS
    ]
    if not found:
        return None
    notice, got = play.chance.choice(found)
    by = next((m for m in play.world.managers(notice.house, play.today) if m.address == notice.by), None)
    if by is None:
        return None
    pen = play.pen(by, {notice.house})
    play.sends(answer(pen, got.mail, "ZURÜCKZIEHEN", auth="pass"), notice.by, reply_to(got))
    act = Act("a notice: ZURÜCKZIEHEN")
    living = {p.address for p in play.world.people if p.roles_at(notice.house, play.today)}
    if not is_quiet(play.now):
        act.dues += [
            Due(frozenset({a}), notice.subject.word, "that a notice is over")
            for a in sorted(notice.readers & living)
        ]
    notice.readers = frozenset()
    return act


def answer_notice(play: Play) -> Act | None:
    """What a resident answers is a private ticket of the own; the neighbours, who got the same mail, read nothing."""
    found = [
        (p, got)
        for p in home(play)
        for got in play.inbox.get(p.address, ())[-6:]
        if got.kind == "house_notice"
    ]
    if not found:
        return None
    author, got = play.chance.choice(found)
    behind = play.world.behind(author.address)  # whoever shares the mailbox may live in another house
    houses = [h for h in BUILDINGS if any(p.roles_at(h, play.today) for p in behind)]
    for house in houses:
        named(play, author, house)
    pen = play.pen(author, houses)
    word = pen.word("an answer to a notice", is_task=True)
    octets = answer(pen, got.mail, f"Bei mir tropft der Wasserhahn, Marke {word}.", auth="pass")
    play.sends(octets, author.address, reply_to(got))
    # A second one of the same kind is known already: the managers find it in the ticket, and in no mail.
    due = Due(frozenset().union(*map(play.managers, houses)), word.casefold(), "an answer to a notice")
    quoted = _quoted(play, got)
    for fact in quoted:
        fact.houses |= set(houses)  # it may be held for the managers of any
    facts = (*pen.facts, *quoted)
    openings = [Opening(h, pen.people, facts, at_flat=True, dues=(due,)) for h in houses]
    return Act("an answer to a notice", openings, author=pen.people, may_order=True, joined=pen.facts)


def _quoted(play: Play, got: Got) -> list[Fact]:
    """What the answer is called by, and quotes: its managers read that, in whatever house they are."""
    words = words_in(opened(got.mail).said)
    return [fact for notice in play.notices for fact in (notice.subject, notice.word) if fact.word in words]


def _about(play: Play, notice: Notice, address: str, *kinds: str) -> list[Got]:
    mails = (got for got in play.inbox.get(address, ()) if got.kind in kinds)
    return [got for got in mails if notice.subject.word in words_in(opened(got.mail).said)]
