"""Documents of a house: filed by a manager's word, and read by whoever asks and has a role that they are for."""

import re

from tests.house import text_of
from tests.oracle.acts import Act
from tests.oracle.checker import Due
from tests.oracle.issued import Paper
from tests.oracle.knowledge import Matter
from tests.oracle.letters import answer, attach_paper, new_mail
from tests.oracle.play import Play
from tests.oracle.residents import named
from tests.oracle.world import BOARD, BUILDINGS, CARETAKER, DOMAIN, OWNER, TENANT

# The title's first word or a line of the mail says whom it is for.
FOR = (
    ("Protokoll", "", {OWNER, BOARD}),
    ("Hausordnung", "", {TENANT, OWNER, BOARD, CARETAKER}),
    ("Merkblatt", "Für: Mieter", {TENANT}),
    ("Bericht", "Für: Beirat", {BOARD}),
    ("Plan", "Für: Hauswart, Eigentümer", {CARETAKER, OWNER}),
)
NARROWER = {"NUR BEIRAT": {BOARD}, "NUR MIETER": {TENANT}, "ZURÜCKZIEHEN": set()}
NUMBER = re.compile(r"DOKUMENT (\d+)")


def file(play: Play) -> Act | None:
    """JA files what the manager mailed; before it, and after NEIN, nobody learns that there was anything."""
    house = play.chance.choice(list(BUILDINGS))
    by = play.chance.choice(play.world.managers(house, play.today))
    kind, line, roles = play.chance.choice(FOR)
    pen = play.pen(by, {house})
    title = pen.word("a document's title", people=())
    to = f"{play.world.house(house).mailbox}+dokumente@{DOMAIN}"
    octets = new_mail(pen, line, to=to, subject=f"{kind} {title}", auth="pass", at=play.now)
    octets = attach_paper(pen, octets, f"{pen.word('a document’s file name', people=())}.pdf")
    play.sends(octets, by.address, to)
    word = play.chance.choice(("JA", "JA", "JA", "NEIN"))
    facts = [f for f in pen.facts if f.what.startswith("a document") or f.what == "a paper"]
    for fact in facts:
        fact.people = set()
    if word == "JA":
        read = Matter(-1 - len(play.papers), house, is_public=True, audience=set(roles))
        paper = Paper(play.knowledge.facts[title.casefold()], read)
        play.papers.append(paper)
        play.knowledge.papers.append(read)
        for fact in facts:
            fact.public_in.append(read)
    asked = play.house.last_to(by.address)
    reply = asked.message["Reply-To"].addresses[0]
    play.sends(answer(pen, asked, word, auth="pass"), by.address, f"{reply.username}@{reply.domain}")
    if word == "JA":
        found = NUMBER.search(
            " ".join(text_of(play.house.last_to(by.address)).replace("\u00a0", " ").split())
        )
        paper.number = int(found[1]) if found else 0
        play.happened["documents filed"] += bool(found)
    return Act(f"a document: {word}")


def ask(play: Play) -> Act | None:
    """DOKUMENTE, or one by its number: whoever has a role of it today gets it, and for anybody else there is none."""
    if not play.papers:
        return None
    author = play.chance.choice([p for p in play.world.everybody() if p.address])
    paper = play.chance.choice(play.papers)
    house = paper.read.house
    pen = play.pen(author, {house, *(h for h in author.houses() if h in BUILDINGS)})
    by_number = paper.number and play.chance.random() < 0.6
    word = f"DOKUMENT {paper.number}" if by_number else "DOKUMENTE"
    to = play.world.house(house).address
    named(play, author, house)
    play.sends(new_mail(pen, word, to=to, subject="Frage", auth="pass", at=play.now), author.address, to)
    act = Act(word.split()[0] if not by_number else "DOKUMENT and a number")
    readers = play.world.behind(author.address)
    if any(paper.read.is_read_publicly_by(p, play.today) for p in readers):
        act.dues.append(Due(frozenset({author.address}), paper.title.word, "a document"))
    return act


def narrow(play: Play) -> Act | None:
    """For fewer people from now on, or for nobody."""
    papers = [p for p in play.papers if p.number and p.read.audience]
    if not papers:
        return None
    paper = play.chance.choice(papers)
    words = [w for w, roles in NARROWER.items() if roles <= paper.read.audience]
    by = play.chance.choice(play.world.managers(paper.read.house, play.today))
    pen = play.pen(by, {paper.read.house})
    word = play.chance.choice(words)
    to = play.world.house(paper.read.house).address
    octets = new_mail(
        pen, f"DOKUMENT {paper.number} {word}", to=to, subject="Ablage", auth="pass", at=play.now
    )
    paper.read.audience = set(NARROWER[word])
    play.sends(octets, by.address, to)
    return Act(f"DOKUMENT {word}")
