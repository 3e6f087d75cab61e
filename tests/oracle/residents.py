"""What residents do: report, answer, ask, join, mute; what they write is theirs and the managers'."""

from tests.house import text_of
from tests.oracle.acts import Act, Got, Opening
from tests.oracle.canaries import numbers_in
from tests.oracle.checker import Due
from tests.oracle.knowledge import Fact, Matter
from tests.oracle.letters import Pen, answer, new_mail
from tests.oracle.play import Play, home
from tests.oracle.topics import ANONYMOUS, PRIVATE, PRIVATE_SENTENCES, REMARKS, TOPICS, Topic
from tests.oracle.world import BUILDINGS, CARETAKER, DOMAIN, HOUSES, RESIDENTS, Human

# What a resident may get that is an own conversation, and what is the house's.
OWN = ("acknowledgement", "message", "status", "appointment", "no_access")
HOUSE_MAILS = ("public_summary",)
WISHES = ("", "", "", "", "anonymous", "private", "public")


def report(play: Play) -> Act | None:
    """A new mail to a house in which the author lives or serves today."""
    author = play.chance.choice([p for p in play.world.people if p.address and at_home(play, p)])
    house = play.chance.choice(at_home(play, author))
    return _report(play, author, house, "a report")


def report_of_others(play: Play) -> Act | None:
    """From a former tenant, from a coming one, to a house where one has nothing to do, from a firm."""
    outside = [
        (p, h)
        for p in (*play.world.people, *play.world.firms)
        for h in BUILDINGS
        if p.address and not p.roles_at(h, play.today) & (RESIDENTS | {CARETAKER, "manager"})
    ]
    author, house = play.chance.choice(outside)
    return _report(play, author, house, "a report from outside")


def at_home(play: Play, person: Human) -> list[str]:
    """Where it is a resident or caretaker and no manager: a manager's new mail is the office's."""
    here = [h for h in BUILDINGS if person.roles_at(h, play.today) & (RESIDENTS | {CARETAKER})]
    return [h for h in here if not any(p.manages(h, play.today) for p in play.world.behind(person.address))]


def _report(play: Play, author: Human, house: str, name: str) -> Act:
    chance = play.chance
    topic = chance.choice(TOPICS)
    wish = chance.choice(WISHES)
    pen = play.pen(author, {house})
    party = pen.people
    may_be_public = any(
        p.roles_at(house, play.today) & (RESIDENTS | {CARETAKER}) for p in play.world.behind(author.address)
    )
    where = f"in {chance.choice(BUILDINGS[house])}" if topic.is_common else ""
    body, hint, subject = _words(play, author, topic, wish, where, pen)
    auth = chance.choice(("pass", "pass", "pass", "none"))
    to = f"{play.world.house(house).mailbox}{hint}@{DOMAIN}"
    octets = new_mail(
        pen, body, to=to, subject=subject, auth=auth, at=play.now, with_picture=chance.random() < 0.2
    )
    for person in play.world.behind(author.address):
        play.knowledge.speaks_to(person, house)
    play.sends(octets, author.address, to)
    task = next(f for f in pen.facts if f.is_task)
    opening = Opening(
        house,
        party,
        tuple(pen.facts),
        is_public=may_be_public and _is_public(topic, wish),
        is_hidden=wish == "anonymous",
        at_flat=not topic.is_common,
        dues=(Due(play.managers(house), task.word, "a resident's report"),),
    )
    return Act(
        name,
        [opening],
        author=party,
        may_order=True,
        is_hidden=wish == "anonymous",
        joined=[f for f in pen.facts if not f.is_task],
    )


def _is_public(topic: Topic, wish: str) -> bool:
    """WORDS 4: the wish's form, else the category's own on common ground; never what is private by its nature."""
    if topic.never_public or wish == "private":
        return False
    return wish == "public" or topic.is_common


def _words(play: Play, author: Human, topic: Topic, wish: str, where: str, pen: Pen) -> tuple[str, str, str]:
    """Body, sub-address and subject."""
    chance = play.chance
    sentence = topic.sentence.format(task=pen.word("a reported thing", is_task=True), building=where)
    extra, what = chance.choice(PRIVATE_SENTENCES)
    lines = ["Guten Tag,", "", sentence, extra.format(word=pen.word(what))]
    hint, subject = "", f"{topic.subject} {pen.word('a subject')}"
    if wish == "anonymous":
        where_said = chance.choice(("words", "address", "subject"))
        lines += [chance.choice(ANONYMOUS)] if where_said == "words" else []
        hint = "+anonym" if where_said == "address" else ""
        subject = f"{subject} (anonym)" if where_said == "subject" else subject
    elif wish == "private":
        lines += [chance.choice(PRIVATE)]
        hint = chance.choice(("", "+privat"))
    elif wish == "public":
        in_address = chance.random() < 0.5
        hint = "+oeffentlich" if in_address else ""
        lines = lines if in_address else ["Öffentlich", "", *lines]
    if chance.random() < 0.3:
        lines += [f"Sie erreichen mich unter 0171 {author.phone}."] if author.phone else []
    lines += [
        "",
        "Viele Grüße",
        f"{author.first} {author.last}",
        pen.word("a signature"),
        "-- ",
        pen.word("a tagline"),
    ]
    return "\n".join(lines), hint, subject


# ---- answers


def answer_own(play: Play) -> Act | None:
    """Words in the own channel, in any mail program."""
    found = _pick(play, OWN, is_public=False)
    if found is None:
        return None
    author, got = found
    matter = play.knowledge.matter(got.number)
    if matter is None:
        return None
    pen = play.pen(author, {matter.house})
    word = pen.word("a resident's words")
    words = [play.chance.choice(REMARKS).format(word=word), *_closing(play, author, pen)]
    auth = play.chance.choice(("pass", "none"))
    octets = answer(pen, got.mail, "\n".join(words), auth=auth, with_picture=play.chance.random() < 0.15)
    play.knowledge.belongs(matter, pen.facts)
    play.sends(octets, author.address, reply_to(got))
    act = Act("a resident's answer", author=pen.people, may_order=True)
    act.openings += else_anew(play, author, got, pen)
    is_in_it = bool(pen.people & matter.members)  # else it has become another's by ZUORDNEN
    if is_in_it and author.roles_at(matter.house, play.today) and matter.number == got.number:
        act.dues.append(Due(play.managers(matter.house), word.casefold(), "a resident's answer"))
    return act


def still_broken(play: Play) -> Act | None:
    """To a ticket that is done: a new one for the same people, as hidden as the old one and called the same."""
    found = _pick(play, ("status",), is_public=False)
    if found is None:
        return None
    author, got = found
    matter = play.knowledge.matter(got.number)
    if matter is None:
        return None
    pen = play.pen(author, {matter.house})
    words = f"Es ist leider immer noch kaputt, {pen.word('what is still broken', is_task=True)}."
    octets = answer(pen, got.mail, words, auth="pass")
    play.knowledge.belongs(matter, [f for f in pen.facts if not f.is_task])
    play.sends(octets, author.address, reply_to(got))
    opening = still_broken_opening(matter, pen)
    return Act("still broken", [opening], author=pen.people, may_order=True)


def still_broken_opening(matter: Matter, pen: Pen) -> Opening:
    return Opening(
        matter.house,
        pen.people,
        (*pen.facts, *matter.called_by(pen.people)),
        is_public=matter.is_public,
        is_hidden=bool(pen.people & matter.hidden),
        at_flat=matter.at_flat,
        audience=frozenset(matter.audience),
        name="tickets that follow one that was done",
    )


def still_broken_in_the_evening(play: Play) -> Act | None:
    """Under the evening's mail: a ticket of the own, as hidden as in any that the mail lists, called as one of them."""
    evenings = [(p, g) for p in home(play) for g in play.inbox.get(p.address, ())[-8:] if g.kind == "evening"]
    if not evenings:
        return None
    author, got = play.chance.choice(evenings)
    sender = str(got.mail.message["From"].addresses[0].username)
    of_one = [h.id for h in HOUSES if h.mailbox == sender]  # else it speaks of all that the author lives in
    listed = [play.knowledge.matter(n) for kind, n, _ in numbers_in([text_of(got.mail)]) if kind == "T"]
    pen = play.pen(author, {*of_one, *author.houses()})
    thing = pen.word("what is still broken in the evening", is_task=True)
    octets = answer(pen, got.mail, f"Es ist leider immer noch kaputt, {thing}.", auth="pass")
    houses = [h for h in BUILDINGS if h in of_one or author.roles_at(h, play.today)]
    for house in houses:
        named(play, author, house)
    play.sends(octets, author.address, reply_to(got))
    hides = any(matter is not None and matter.hidden & pen.people for matter in listed)
    called = [fact for matter in listed if matter is not None for fact in matter.called_by(pen.people)]
    facts = (*pen.facts, *called)
    openings = [Opening(h, pen.people, facts, is_hidden=hides, at_flat=True) for h in houses]
    return Act("still broken, in the evening", openings, author=pen.people, may_order=True)


def answer_house(play: Play) -> Act | None:
    """To a mail that the whole house got: for the managers, who may publish the words; the name never goes along."""
    found = _pick(play, HOUSE_MAILS, is_public=True)
    if found is None:
        return None
    author, got = found
    matter = play.knowledge.matter(got.number)
    if matter is None:
        return None
    named(play, author, matter.house)
    pen = play.pen(author, {matter.house})
    word = pen.word("an answer to the house")
    said_to_the_house(play, play.knowledge.facts[word.casefold()], matter, pen.people)
    words = [play.chance.choice(REMARKS).format(word=word), *_closing(play, author, pen)]
    octets = answer(pen, got.mail, "\n".join(words), auth=play.chance.choice(("pass", "none")))
    play.knowledge.belongs(matter, pen.facts)
    play.sends(octets, author.address, reply_to(got))
    openings = else_anew(play, author, got, pen)
    return Act("an answer to the house", openings, author=pen.people, joined=pen.facts, may_order=True)


def said_to_the_house(play: Play, fact: Fact, matter: Matter, people: frozenset[str]) -> None:
    """Who reads a public ticket may answer it; where the house says so, everybody reads the answer at once."""
    at_once = play.world.house(matter.house).says("public_replies", "moderated") == "all"
    if at_once and any(matter.is_read_publicly_by(play.world.by_id(key), play.today) for key in people):
        fact.public_in.append(matter)


def count_in(play: Play) -> Act | None:
    """ICH AUCH and STUMM: counted, told to nobody."""
    found = _pick(play, HOUSE_MAILS, is_public=True)
    if found is None:
        return None
    author, got = found
    matter = play.knowledge.matter(got.number)
    if matter is None:
        return None
    named(play, author, matter.house)
    pen = play.pen(author, {matter.house})
    word = play.chance.choice(("ICH AUCH", "ICH AUCH", "STUMM"))
    octets = answer(pen, got.mail, word, auth="pass")
    if word == "STUMM":
        play.muted |= pen.people
    play.sends(octets, author.address, reply_to(got))
    return Act(word, author=pen.people, joined=pen.facts)


def ask(play: Play) -> Act | None:
    """STATUS, LISTE and AKTE: what the asker may read, and no more."""
    author = play.chance.choice(home(play))
    house = play.chance.choice([h for h in BUILDINGS if author.roles_at(h, play.today)])
    got = play.chance.choice([None, *play.fresh(author.address, *OWN, *HOUSE_MAILS)[-3:]])
    pen = play.pen(author, {house})
    word = play.chance.choice(("STATUS", "LISTE", "AKTE"))
    if got is None:
        to = play.world.house(house).address
        octets = new_mail(pen, word, to=to, subject="", auth="pass", at=play.now)
        play.sends(octets, author.address, to)
    else:
        if matter := play.knowledge.matter(got.number):
            named(play, author, matter.house)
        play.sends(answer(pen, got.mail, word, auth="pass"), author.address, reply_to(got))
    return Act(word, author=pen.people)


def named(play: Play, author: Human, house: str) -> None:
    """Whoever answers a mail that is not for him any more lies in the managers' queue, by name (MAIL, "Held")."""
    for person in play.world.behind(author.address):
        play.knowledge.speaks_to(person, house)


def else_anew(play: Play, author: Human, got: Got, pen: Pen) -> list[Opening]:
    """Whoever may no longer read what is answered, or answers long after, begins an own ticket where he lives."""
    matter = play.knowledge.matter(got.number)
    hidden = matter is not None and bool(matter.hidden & pen.people)
    houses = [h for h in BUILDINGS if author.roles_at(h, play.today) or (matter and matter.house == h)]
    for fact in pen.facts:  # in the queue it lies before the managers of all his houses
        fact.houses |= author.houses()
    for house in houses:
        play.knowledge.typed.setdefault(got.number, set()).add(house)
    said = tuple(f for f in pen.facts if f.what in ("a resident's words", "an answer to the house"))
    return [
        Opening(h, pen.people, tuple(pen.facts), is_hidden=hidden, at_flat=True, tasks=said) for h in houses
    ]


def _closing(play: Play, author: Human, pen: Pen) -> list[str]:
    if play.chance.random() < 0.4:
        return []
    return ["", "Viele Grüße", f"{author.first} {author.last}", pen.word("a signature")]


def _pick(play: Play, kinds: tuple[str, ...], *, is_public: bool) -> tuple[Human, Got] | None:
    """Somebody and a fresh mail of these kinds, in the own channel or the house's."""
    people = [p for p in home(play) if play.fresh(p.address, *kinds)]
    if not people:
        return None
    author = play.chance.choice(people)
    mails = [g for g in play.fresh(author.address, *kinds) if (g.channel == "public") == is_public]
    return (author, play.chance.choice(mails[-4:])) if mails else None


def reply_to(got: Got) -> str:
    address = got.mail.message["Reply-To"].addresses[0]
    return f"{address.username}@{address.domain}"
