"""Prices, who is asked to agree, and invoices: the office's, the firm's whose they are, and theirs who agree."""

from collections.abc import Iterable

from tests.oracle.acts import Act, Got, Opening
from tests.oracle.checker import Due
from tests.oracle.knowledge import Matter
from tests.oracle.letters import Pen, answer, attach_paper
from tests.oracle.managers import STEERING, hand
from tests.oracle.others import ORDER_MAILS
from tests.oracle.play import Play
from tests.oracle.residents import else_anew, named, reply_to
from tests.oracle.world import BOARD, BOARDS_LIMIT, OWNER, Human

CHEAP, DEAR = (100, BOARDS_LIMIT), (BOARDS_LIMIT + 1, 6000)
OFFERS = ("Unser Angebot: {price} € brutto.", "wird teurer, {price} € brutto")
CLEAN = ("JA", "NEIN", "einverstanden", "Genehmigt.")
UNCLEAN = ("Ja, aber nur wenn {word} mitmacht.", "Was sagt {word} dazu?")
SAID_OF_MONEY = ("JA", "JA", "NEIN", "FREIGABE BEIRAT", "FREIGABE EIGENTÜMER")
FOR_WHOM = ("RECHNUNG EIGENTÜMER", "RECHNUNG WEG", "EIGENTÜMER INFORMIEREN")


def _firm_with(play: Play, *kinds: str) -> tuple[Human, Got, Matter] | None:
    found = [
        (firm, got, matter)
        for firm in play.world.firms
        for got in play.fresh(firm.address, *kinds)[-4:]
        if (matter := play.knowledge.matter(got.number)) is not None
    ]
    return play.chance.choice(found) if found else None


def offer(play: Play) -> Act | None:
    """A price: the firm's and the managers'; of what is dear in a WEG, the board is asked at once."""
    found = _firm_with(play, "order")
    if found is None:
        return None
    author, got, matter = found
    pen = play.pen(author, {matter.house})
    is_dear = play.chance.random() < 0.5
    board = _board(play, matter) if is_dear and play.world.house(matter.house).kind == "WEG" else set()
    least, most = DEAR if is_dear else CHEAP
    price = pen.price({author.id} | board, least=least, most=most)
    words = [play.chance.choice(OFFERS).format(price=price)]
    if play.chance.random() < 0.4:
        words += [f"Kollege {pen.word('a word beside a price')} war dort."]
    words += ["", "MfG", pen.word("a firm's signature")]
    octets = answer(pen, got.mail, "\n".join(words), auth="pass")
    if play.chance.random() < 0.3:
        octets = attach_paper(pen, octets, f"Angebot {pen.word('a file name')}.pdf")
    if board:
        play.knowledge.consults(matter, board, {author.id})
    play.sends(octets, author.address, reply_to(got))
    return Act("a price", [Opening(matter.house, pen.people, tuple(pen.facts))], author=pen.people)


def decide(play: Play) -> Act | None:
    """JA orders up to the price, NEIN nothing; FREIGABE puts it to the board or to the flat's owner."""
    here = hand(play, ("firm_report", "approval_answered"))
    if here is None:
        return None
    said = play.chance.choice(SAID_OF_MONEY)
    if said.startswith("FREIGABE"):
        _puts(
            play, here.matter, _board(play, here.matter) if "BEIRAT" in said else _owners(play, here.matter)
        )
    here.writes(said)
    return Act(f"{said} to a price", may_order=said == "JA")


def answer_approval(play: Play) -> Act | None:
    """A board member's or owner's word: the managers'; never an order by itself, and no other member's business."""
    found = [
        (p, got) for p in play.world.people if p.address for got in play.fresh(p.address, "approval")[-3:]
    ]
    if not found:
        return None
    author, got = play.chance.choice(found)
    matter = play.knowledge.matter(got.number)
    if matter is None:
        return None
    named(play, author, matter.house)
    pen = play.pen(author, {matter.house})
    is_clean = play.chance.random() < 0.7
    word = "" if is_clean else pen.word("a condition")
    said = play.chance.choice(CLEAN) if is_clean else play.chance.choice(UNCLEAN).format(word=word)
    octets = answer(pen, got.mail, said, auth="pass")
    play.knowledge.belongs(matter, pen.facts)
    play.sends(octets, author.address, reply_to(got))
    # Where the ticket has gone to another house, it is a mail of its author's own at home.
    act = Act("an answer to a price", else_anew(play, author, got, pen), author=pen.people)
    is_at_home = bool(author.roles_at(matter.house, play.today))
    if word and is_at_home and matter.number == got.number and not _is_over(play, matter):
        act.dues.append(Due(play.managers(matter.house), word.casefold(), "a condition"))
    return act


def for_whose_account(play: Play) -> Act | None:
    """Whom the order names as who pays: a flat's owner, of nobody who hides."""
    here = hand(play, STEERING)
    if here is None:
        return None
    said = play.chance.choice(FOR_WHOM)
    owners = set() if here.matter.is_anonymous else _owners(play, here.matter)
    firms = set(here.matter.orders.values())
    if said == "RECHNUNG EIGENTÜMER":
        play.knowledge.bills(here.matter, owners, firms)
    if said == "EIGENTÜMER INFORMIEREN":
        play.knowledge.consults(here.matter, owners, firms)
    here.writes(said)
    return Act(said)


def invoice(play: Play) -> Act | None:
    """Files and words: the managers'. Nobody at home ever learns what it costs."""
    found = _firm_with(play, *ORDER_MAILS)
    if found is None:
        return None
    author, got, matter = found
    pen = play.pen(author, {matter.house})
    price = pen.price({author.id}, least=50, most=900)
    words = f"Anbei unsere Rechnung {pen.word('an invoice number')} über {price} €.\n\nMfG\n{pen.word('a signature')}"
    octets = answer(pen, got.mail, words, auth="pass")
    octets = attach_paper(pen, octets, f"Rechnung {pen.word('a file name')}.pdf")
    play.sends(octets, author.address, reply_to(got))
    return Act("an invoice", [Opening(matter.house, pen.people, tuple(pen.facts))], author=pen.people)


def ask_for_list(play: Play) -> Act | None:
    """LISTE of a firm: its own open orders, and nothing of the tickets behind them."""
    found = _firm_with(play, *ORDER_MAILS)
    if found is None:
        return None
    author, got, matter = found
    pen: Pen = play.pen(author, {matter.house})
    play.sends(answer(pen, got.mail, "LISTE", auth="pass"), author.address, reply_to(got))
    return Act("a firm's LISTE", [Opening(matter.house, pen.people, tuple(pen.facts))], author=pen.people)


def _puts(play: Play, matter: Matter, people: set[str]) -> None:
    """Any price of that matter, to whoever is asked now."""
    if matter.is_anonymous and people == _owners(play, matter):
        return
    play.knowledge.consults(matter, people, set(matter.orders.values()))
    for fact in play.knowledge.facts.values():
        if (
            fact.what == "a price"
            and matter.house in fact.houses
            and fact.people & set(matter.orders.values())
        ):
            fact.people |= people


def _board(play: Play, matter: Matter) -> set[str]:
    found = (p for p in play.world.people if BOARD in p.roles_at(matter.house, play.today))
    return _households(play, found)


def _owners(play: Play, matter: Matter) -> set[str]:
    """Of the flats of those for whom the ticket is; all of a house that is one owner's."""
    is_one_s = play.world.house(matter.house).kind == "Mietverwaltung"
    flats = {
        post.unit
        for key in matter.party
        for post in play.world.by_id(key).posts
        if post.house == matter.house and post.unit
    }
    found = (
        p
        for p in play.world.people
        if any(
            post.role == OWNER
            and post.house == matter.house
            and (is_one_s or post.unit in flats)
            and post.holds(play.today)
            for post in p.posts
        )
    )
    return _households(play, found)


def _households(play: Play, people: Iterable[Human]) -> set[str]:
    return {q.id for p in people for q in (p, *play.world.behind(p.address))}


def _is_over(play: Play, matter: Matter) -> bool:
    return str(play.tickets()[matter.number].status) == "DONE"
