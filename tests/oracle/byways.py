"""Reports that come by another way: web form, the company's own address, a forwarded mail, a held one that is taken."""

from tests.house import secret_of, text_of
from tests.oracle.acts import Act, Got, Opening
from tests.oracle.canaries import numbers_in, words_in
from tests.oracle.checker import Due
from tests.oracle.knowledge import Fact
from tests.oracle.letters import Pen, answer, new_mail
from tests.oracle.managers import FOR_THE_HOUSE, of_flat
from tests.oracle.opened import opened, subject_of
from tests.oracle.play import Play
from tests.oracle.residents import at_home, named, reply_to, said_to_the_house
from tests.oracle.topics import TOPICS
from tests.oracle.world import BUILDINGS, CARETAKER, DOMAIN, MANAGER, RESIDENTS, Human
from tests.relay import Taken

WEBSITE = "kontakt@hv-sonnenschein.example"
SAID_BY_OTHERS = ("a stranger’s words", "a forger's words", "a thief’s words", "a resident's words")


def form(play: Play) -> Act | None:
    """What somebody fills in on the website is the own report, though nothing proves who did."""
    author = play.chance.choice([p for p in play.world.people if p.address and at_home(play, p)])
    house = play.chance.choice(at_home(play, author))
    people = frozenset(p.id for p in play.world.behind(author.address))
    pen = Pen(play.knowledge, play.mint, play.chance, WEBSITE, people, frozenset({house}))
    thing = pen.word("a reported thing", is_task=True)
    words = f"Der Heizkörper im Bad bleibt kalt, am Ventil steht {thing}."
    body = f"Neue Nachricht\n\nE-Mail: {author.address}\nWohnung: WE03\nNachricht: {words}\n"
    to = play.world.house(house).address
    octets = new_mail(pen, body, to=to, subject="Kontaktformular", auth="pass", at=play.now)
    for person in play.world.behind(author.address):
        play.knowledge.speaks_to(person, house)
    play.sends(octets, WEBSITE, to)
    due = Due(play.managers(house), thing.casefold(), "a form's report")
    opening = Opening(house, people, tuple(pen.facts), at_flat=True, dues=(due,))
    return Act("a web form", [opening], author=people, may_order=True)


def forward(play: Play) -> Act | None:
    """Opened for whoever wrote it; what the manager wrote above it stays in the office."""
    house = play.chance.choice(list(BUILDINGS))
    managers = [m for m in play.world.managers(house, play.today) if not m.lives_at(house, play.today)]
    residents = [p for p in play.world.people if p.address and p.lives_at(house, play.today)]
    by, author = play.chance.choice(managers), play.chance.choice(residents)
    party = frozenset(p.id for p in play.world.behind(author.address) if p.lives_at(house, play.today))
    pen = play.pen(by, {house})
    remark = pen.word("a remark above a forwarded mail", people=frozenset())
    thing = pen.word("a forwarded thing", people=party, is_task=True)
    subject = f"Heizung {pen.word('a forwarded subject', people=party)}"
    words = (
        f"bitte anlegen, {remark}\n\nVon: {author.first} {author.last} <{author.address}>\n"
        f"Gesendet: Dienstag, 14. Oktober 2025 07:55\nAn: Info Hausverwaltung Sonnenschein\nBetreff: {subject}\n\n"
        f"Guten Tag,\nder Heizkörper im Bad bleibt kalt, am Ventil steht {thing}.\n"
    )
    to = play.world.house(house).address
    octets = new_mail(pen, words, to=to, subject=f"WG: {subject}", auth="pass", at=play.now)
    play.sends(octets, by.address, to)
    opening = Opening(house, party, tuple(pen.facts), at_flat=True)
    return Act("a forwarded mail", [opening], author=party, may_order=True)


def to_the_desk(play: Play) -> Act | None:
    """To the company's own address: heard at the only home; who has several is asked which, and names one."""
    people = [p for p in play.world.people if p.address and at_home(play, p)]
    author = play.chance.choice(people)
    if any(post.role == MANAGER for p in play.world.behind(author.address) for post in p.posts):
        return None
    homes = sorted({h for p in play.world.behind(author.address) for h in p.houses()})
    topic = play.chance.choice([t for t in TOPICS if not t.is_common])
    pen = play.pen(author, homes)
    words = topic.sentence.format(task=pen.word("a reported thing", is_task=True))
    subject = f"{topic.subject} {pen.word('a subject')}"
    desk = f"desk@{DOMAIN}"
    octets = new_mail(pen, f"Guten Tag,\n\n{words}", to=desk, subject=subject, auth="pass", at=play.now)
    for house in homes:
        named(play, author, house)
    play.sends(octets, author.address, desk)
    name = "a mail to the desk"
    if play.house.kinds_to(author.address)[-1:] == ["which_house"]:
        name = "the answer to which house"
        asked = play.house.last_to(author.address)
        street = play.world.house(play.chance.choice(at_home(play, author))).street
        play.sends(answer(pen, asked, street, auth="pass"), author.address, secret_of(asked))
    openings = [Opening(h, pen.people, tuple(pen.facts), at_flat=True) for h in homes]
    return Act(name, openings, author=pen.people, may_order=True)


def take_held(play: Play) -> Act | None:
    """OK: hers after all; NEU: nobody's outside; WE07, EINMAL: a flat's; SPAM: gone. Never anybody else's to read."""
    found = [
        (by, got, number)
        for by in play.world.people
        for got in play.inbox.get(by.address, ())[-12:]
        if got.kind == "held_list"
        for number in _waiting(play, got)
    ]
    if not found:
        return None
    by, got, number = play.chance.choice(found)
    houses = [h for h in BUILDINGS if by.manages(h, play.today)]
    if not houses:
        return None
    house = play.chance.choice(houses)
    word = play.chance.choice(("OK", "OK", "NEU", "NEU", "SPAM", "WE07", "EINMAL"))
    about = next(q for q in play.house.held() if q.id == number).about
    arrival, author = int(about["arrival"]), str(about["from_address"])
    octets, facts = play.octets_of(arrival), _said_in(play, arrival, author)
    named = ""
    match word:
        case "OK":
            party = frozenset(str(p) for p in about.get("presumed", ()))
            _answers_the_house(play, octets, facts, party)
        case "WE07" | "EINMAL":
            flat = play.chance.choice([f for f in play.world.flats if f.house == house])
            named, party = f"{house} {flat.id}", of_flat(play, house, flat.id)
        case _:
            named, party = house if word == "NEU" else "", frozenset()
    _learned(play, octets, author, facts=facts, house=house, party=party)
    said = {"WE07": named, "EINMAL": f"{named} EINMAL"}.get(word, f"{word} {named}".strip())
    pen = play.pen(by, {house})
    play.sends(answer(pen, got.mail, f"H-{number} {said}", auth="pass"), by.address, reply_to(got))
    tasks = tuple(f for f in facts if f.what in SAID_BY_OTHERS)
    openings = [
        Opening(
            h,
            party,
            tuple(facts),
            is_public=_may_be_public(play, octets, party, h),
            at_flat=bool(party),
            tasks=tasks,
        )
        for h in BUILDINGS
    ]
    act = Act(f"a held mail: {word}", openings, author=party, may_order=bool(party), joined=facts)
    if word == "SPAM":
        act.openings.clear()
    return act


def _learned(
    play: Play, octets: bytes, author: str, *, facts: list[Fact], house: str, party: frozenset[str]
) -> None:
    """Who is said to have written it has; the managers of the houses where it goes read it, and who sent it."""
    houses = {house, *(h for key in party for h in _houses(play.world.by_id(key)))}
    typed = (play.knowledge.facts.get(word) for word in words_in([subject_of(Taken("", "", octets, 0))]))
    for fact in (*facts, *(fact for fact in typed if fact is not None)):
        fact.people |= party
        fact.houses |= houses
    # It goes to the house that is named, or to a ticket or a home of whoever it is said to be of: with its author.
    for person in play.world.behind(author):
        for place in houses:
            play.knowledge.speaks_to(person, place)
    for _, number, _ in numbers_in(opened(Taken("", "", octets, 0)).said):
        play.knowledge.typed.setdefault(number, set()).add(house)
    if not play.world.behind(author):  # nobody is registered there: it may be remembered for them
        for key in party:
            play.world.by_id(key).also.add(author)


def _answers_the_house(play: Play, octets: bytes, facts: list[Fact], party: frozenset[str]) -> None:
    """Taken for somebody's, it is that one's answer to the ticket that it names; some houses read answers at once."""
    numbers = {n for kind, n, _ in numbers_in(opened(Taken("", "", octets, 0)).said) if kind == "T"}
    for matter in filter(None, map(play.knowledge.matter, sorted(numbers))):
        for fact in facts:
            if fact.what in FOR_THE_HOUSE:
                said_to_the_house(play, fact, matter, party)


def _may_be_public(play: Play, octets: bytes, party: frozenset[str], house: str) -> bool:
    """As the report of whoever it is said to be of, if that person lives or serves there (DOMAIN, "open public")."""
    mail = Taken("", "", octets, 0)
    subject, said = subject_of(mail), "\n".join(opened(mail).said).casefold()
    topic = next((t for t in TOPICS if t.subject in subject), None)
    wishes = "öffentlich" in said or "oeffentlich" in said
    is_home = any(
        play.world.by_id(key).roles_at(house, play.today) & (RESIDENTS | {CARETAKER}) for key in party
    )
    if topic is None:
        return is_home and wishes
    return is_home and not topic.never_public and (wishes or topic.is_common)


def _waiting(play: Play, got: Got) -> list[int]:
    """The held mails that the list names and nobody has answered."""
    listed = text_of(got.mail)
    return [q.id for q in play.house.held() if f"H-{q.id} " in listed]


def _houses(person: Human) -> frozenset[str]:
    return frozenset(BUILDINGS) if "*" in person.houses() else person.houses()


def _said_in(play: Play, arrival: int, from_address: str) -> list[Fact]:
    """The facts that its author put into it; what he quotes of others stays theirs."""
    octets = play.octets_of(arrival)
    people = frozenset(p.id for p in play.world.behind(from_address)) or frozenset({from_address})
    words = words_in(opened(Taken("", "", octets, 0)).everything)
    found = (play.knowledge.facts.get(word) for word in sorted(words))
    return [fact for fact in found if fact is not None and fact.author == people]
