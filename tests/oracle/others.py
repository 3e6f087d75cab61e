"""What firms, strangers and forgers do, and what time does: roles end, evenings come."""

from tests.oracle.acts import Act, Got, Opening
from tests.oracle.canaries import words_in
from tests.oracle.checker import Due
from tests.oracle.knowledge import Fact
from tests.oracle.letters import answer, new_mail
from tests.oracle.opened import subject_of
from tests.oracle.play import Play, home
from tests.oracle.residents import reply_to, said_to_the_house
from tests.oracle.world import BUILDINGS, MANAGER, Human, roles_table

ORDER_MAILS = ("order", "order_message")
DECLINES = "geht nicht, keine Kapazität"
PLAIN_REPORTS = (
    "Auftrag übernehmen wir.",
    "zugesagt, Do 23.10. 16-18 Uhr",
    "niemand angetroffen",
    "erledigt",
    "Erledigt. Rechnung folgt.",
    DECLINES,
    "wird teurer, 450 €",
    "Wir müssen den Termin leider verschieben.",
)


def firm_reports(play: Play) -> Act | None:
    """Facts go to the resident in the system's words; the firm's own words go to the managers alone."""
    workers = [p for p in play.world.everybody() if p.address and play.fresh(p.address, *ORDER_MAILS)]
    if not workers:
        return None
    author = play.chance.choice(workers)
    got = play.chance.choice(play.fresh(author.address, *ORDER_MAILS)[-4:])
    matter = play.knowledge.matter(got.number)
    if matter is None:
        return None
    pen = play.pen(author, {matter.house})
    words = [play.chance.choice(PLAIN_REPORTS)]
    asks = play.chance.random() < 0.4
    word = pen.word("a firm's words")
    if asks:
        words += [f"Wo liegt der Schlüssel {word}?"]
    elif play.chance.random() < 0.5:
        words += [f"Kollege {word} war dort."]
    words += ["", "MfG", pen.word("a firm's signature")]
    octets = answer(
        pen,
        got.mail,
        "\n".join(words),
        auth=play.chance.choice(("pass", "none")),
        with_picture=play.chance.random() < 0.15,
    )
    play.sends(octets, author.address, reply_to(got))
    act = Act("a firm's report", [Opening(matter.house, pen.people, tuple(pen.facts))], author=pen.people)
    act.may_order = words[0] == DECLINES  # the rule's next firm is asked
    is_live = (
        matter.number == got.number
        and matter.orders.get(int(got.channel.partition(":")[2] or 0)) == author.id
    )
    if asks and is_live and not _is_revoked(play, got):
        act.dues.append(Due(play.managers(matter.house), word.casefold(), "a firm's question"))
    return act


def _is_revoked(play: Play, got: Got) -> bool:
    ticket = play.tickets()[got.number]
    phase = next(
        (str(o.phase) for o in ticket.orders if str(o.number) == got.channel.partition(":")[2]), "cancelled"
    )
    return phase == "cancelled"


def stranger(play: Play) -> Act | None:
    """Unknown people: the managers' queue, and one neutral line."""
    house = play.chance.choice(list(BUILDINGS))
    address = f"{play.mint.word()}@fremd.example"
    pen = play.pen(address, {house})
    words = f"Guten Tag,\nder Baum {pen.word('a stranger’s words')} ragt über den Zaun.\n{pen.word('a signature')}"
    to = play.world.house(house).address
    subject = f"Baum {pen.word('a subject')}"
    auth = play.chance.choice(("pass", "none", "fail"))
    octets = new_mail(
        pen, words, to=to, subject=subject, auth=auth, at=play.now, with_picture=play.chance.random() < 0.2
    )
    play.sends(octets, address, to)
    return Act("a stranger's mail")


def forged(play: Play) -> Act | None:
    """A mail in somebody's name that the border disproves: kept for the managers, obeyed by nobody."""
    victim = play.chance.choice([*home(play), *(p for p in play.world.people if p.posts[0].role == MANAGER)])
    house = play.chance.choice(
        sorted(h for h in BUILDINGS if victim.roles_at(h, play.today)) or list(BUILDINGS)
    )
    pen = play.pen(victim, {house})
    word = pen.word("a forger's words")
    words = play.chance.choice(
        (
            f"Bitte alles an {word} überweisen.",
            f"AN ALLE: Bitte an {word} zahlen.",
            f"BEAUFTRAGEN Heizung: {word}",
            f"AN WE01: Bitte an {word} zahlen.",
        )
    )
    number = play.chance.choice([0, *play.knowledge.matters])
    subject = f"AW: [T-{number}] Konto" if number else "Konto"
    play.knowledge.typed.setdefault(number, set()).add(house)
    to = play.world.house(house).address
    octets = new_mail(pen, words, to=to, subject=subject, auth="fail", at=play.now)
    for fact in pen.facts:
        fact.people |= {victim.address}
    for person in play.world.behind(victim.address):
        play.knowledge.speaks_to(person, house)
    play.sends(octets, victim.address, to)
    return Act("a forged mail")


def stolen_key(play: Play) -> Act | None:
    """Somebody answers a mail that was written to somebody else: a forwarded notice gives its new reader nothing."""
    inboxes = [(a, g) for a, mails in sorted(play.inbox.items()) for g in mails[-3:] if g.number]
    if not inboxes:
        return None
    owner, got = play.chance.choice(inboxes)
    matter = play.knowledge.matter(got.number)
    thieves = [p.address for p in home(play) if p.address != owner]
    thief = play.chance.choice([*thieves, f"{play.mint.word()}@fremd.example"])
    if matter is None:
        return None
    pen = play.pen(thief, {matter.house})
    for person in play.world.behind(thief):
        play.knowledge.speaks_to(person, matter.house)
    words = play.chance.choice(
        (
            f"Guten Tag, {pen.word('a thief’s words')}",
            "ERLEDIGT",
            "AKTE",
            "STATUS",
            f"AN ALLE: {pen.word('a thief’s words')}",
            "ÖFFENTLICH",
        )
    )
    for word in words_in([subject_of(got.mail)]):  # what he writes back himself, he knows
        if (fact := play.knowledge.facts.get(word)) is not None:
            fact.people |= pen.people
    for house in (
        h for p in play.world.behind(thief) for h in p.houses()
    ):  # his houses' managers may read it
        play.knowledge.typed.setdefault(got.number, set()).add(house)
    octets = answer(pen, got.mail, words, auth=play.chance.choice(("pass", "none")))
    play.sends(octets, thief, reply_to(got))
    known = {p.id for p in play.world.behind(thief)}
    for fact in pen.facts if got.channel == "public" else ():
        if fact.what == "a thief’s words":
            said_to_the_house(play, fact, matter, frozenset(known))
    # Who may read the channel writes there in his own name; what he writes is his and the managers'.
    return Act("a stolen key", author=pen.people, joined=pen.facts)


def reply_all(play: Play) -> Act | None:
    """A resident copies a neighbour in; the neighbour answers all, quoting: the copy gives no right to the ticket."""
    people = home(play)
    author, other = play.chance.sample(people, 2)
    house = play.chance.choice([h for h in BUILDINGS if author.lives_at(h, play.today)] or ["LW12"])
    if (
        not author.lives_at(house, play.today)
        or author.manages(house, play.today)
        or author.address == other.address
    ):
        return None
    pen = play.pen(author, {house})
    to = play.world.house(house).address
    thing = pen.word("a reported thing", is_task=True)
    words = f"Im Bad bleibt der Heizkörper {thing} kalt.\n\n{pen.word('a signature')}"
    octets = new_mail(
        pen, words, to=to, subject="Heizung", auth="pass", at=play.now, headers=[("Cc", other.address)]
    )
    message_id = next(f.word for f in pen.facts if f.what == "a Message-ID")
    domain = author.address.partition("@")[2]
    play.sends(octets, author.address, to)
    copied = _copied_to(play, pen.facts, other)
    hers = play.pen(other, {house})
    quoted = "\n".join(f"> {line}" for line in words.splitlines())
    own = f"Bei mir auch, {hers.word('a neighbour’s words', is_task=True)}."
    answer_words = f"{own}\n\nAm 14.10.2025 um 11:00 schrieb {author.address}:\n{quoted}"
    thread = [("In-Reply-To", f"<{message_id}@{domain}>"), ("References", f"<{message_id}@{domain}>")]
    octets = new_mail(
        hers, answer_words, to=to, subject="AW: Heizung", auth="pass", at=play.now, headers=thread
    )
    for person in play.world.behind(other.address):
        play.knowledge.speaks_to(person, house)
    play.sends(octets, other.address, to)
    openings = [Opening(house, pen.people, tuple(copied), at_flat=True)]
    if not any(p.manages(house, play.today) for p in play.world.behind(other.address)):
        openings.append(Opening(house, hers.people, tuple(hers.facts), at_flat=True))
    return Act("a reply to all", openings, author=pen.people | hers.people, may_order=True)


def _copied_to(play: Play, facts: list[Fact], other: Human) -> list[Fact]:
    """Who got a copy knows what stood in it."""
    for fact in facts:
        fact.people |= {p.id for p in play.world.behind(other.address)}
    return facts


# ---- time


def time_passes(play: Play) -> Act | None:
    play.house.later(hours=play.chance.choice((1, 2, 3, 5, 8, 8, 12, 26)))
    act = Act("time", may_order=True, was_shown=True)
    act.dues += play.evening_dues() + play.awaited_dues()
    return act


def role_ends(play: Play) -> Act | None:
    """Somebody moved out yesterday; the table says so today."""
    people = [p for p in home(play) if not any(q.role == MANAGER for q in p.posts)]
    person = play.chance.choice(people)
    house = play.chance.choice([h for h in BUILDINGS if person.lives_at(h, play.today)])
    yesterday = play.today.fromordinal(play.today.toordinal() - 1)
    for post in person.posts:
        if post.house == house and post.holds(play.today):
            post.end = yesterday
    play.imports({"roles.csv": roles_table([person])})
    play.happened["roles ended"] += 1
    return Act("a role's end")
