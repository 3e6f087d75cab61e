"""What managers do: words, orders, statuses, who may read; each word's circle follows from the word before it."""

from collections.abc import Callable
from datetime import timedelta

from tests.oracle.acts import Act, Got, Opening
from tests.oracle.canaries import words_in
from tests.oracle.checker import Due
from tests.oracle.knowledge import Fact, Matter
from tests.oracle.letters import Pen, answer, new_mail
from tests.oracle.news import is_quiet
from tests.oracle.opened import opened
from tests.oracle.play import Play, is_important
from tests.oracle.residents import reply_to
from tests.oracle.topics import CATEGORIES
from tests.oracle.world import AT_ONCE, BOARD, BUILDINGS, CARETAKER, OWNER, TENANT, Human

STEERING = ("new_ticket", "transcript", "not_sent")
CONVERSATIONS = ("person_wrote", "public_reply", "firm_report")
KEYS_LIVE = timedelta(days=30)  # after DONE (MAIL, "Secrets")
KEPT_BACK = ("a note", "words beside a button")
STATUS_WORDS = ("FREIGEBEN", "IN BEARBEITUNG", "ERLEDIGT", "ERLEDIGT", "WIEDER ÖFFNEN")
SHORT_WORDS = (
    "OK",
    "OK",
    "NEIN",
    "JA",
    "STORNIEREN",
    "STOPP",
    "RÜCKGÄNGIG",
    "SENDEN",
    "REGELN",
    "AKTE",
    "LISTE",
    "STATUS",
)
NARROW = {"OHNE MIETER": TENANT, "OHNE HAUSWART": CARETAKER}


class Hand:
    """A manager's answer to one of the mails about a ticket: who writes, what is answered, with which proof."""

    def __init__(self, play: Play, by: Human, got: Got, matter: Matter) -> None:
        self.play, self.by, self.got, self.matter = play, by, got, matter
        self.pen = play.pen(by, {matter.house})
        self.auth = play.chance.choice(("pass", "pass", "none"))

    def writes(self, words: str) -> None:
        octets = answer(self.pen, self.got.mail, words, auth=self.auth)
        # What managers are is no secret among managers, and their programs' marks never leave.
        self.play.knowledge.belongs(self.matter, self.pen.facts)
        touches(self.play, self.matter, self.by)
        self.play.sends(octets, self.by.address, reply_to(self.got))

    def word(self, what: str, people: set[str] | frozenset[str] = frozenset()) -> Fact:
        word = self.pen.word(what, people=people).casefold()
        return self.play.knowledge.facts[word]


def touches(play: Play, matter: Matter, by: Human) -> None:
    """Whoever spends on a ticket that a colleague has changed since the mail is asked: beside it or instead."""
    matter.hands.append((play.turn + 1, by.address))


def is_as_it_was(got: Got, matter: Matter, by: Human) -> bool:
    return all(turn <= got.turn or address == by.address for turn, address in matter.hands)


def hand(
    play: Play, kinds: tuple[str, ...], fits: Callable[[Got, Matter], bool] | None = None
) -> Hand | None:
    """Some manager with a fresh mail of these kinds about a ticket that is his today."""
    choices = []
    for by in play.world.people:
        for got in play.fresh(by.address, *kinds)[-6:] if by.address else ():
            matter = play.knowledge.matter(got.number)
            mine = matter is not None and by.manages(matter.house, play.today)
            if matter is not None and mine and (fits is None or fits(got, matter)):
                choices.append((by, got, matter))
    return Hand(play, *play.chance.choice(choices)) if choices else None


# ---- words


def letter(play: Play) -> Act | None:
    """A salutation, or an answer to somebody's words: to that person, and to nobody beside."""
    here = hand(play, (*STEERING, *CONVERSATIONS), _has_party)
    if here is None:
        return None
    people = _other_side(play, here)
    fact = here.word("a manager's letter", people)
    fact.people |= {p.id for key in people for p in play.world.behind(play.world.by_id(key).address)}
    last = "\n\nintern: " + here.word("an internal remark").word if play.chance.random() < 0.3 else ""
    here.writes(f"Guten Tag,\n\nes geht um {fact.word.capitalize()}.{last}")
    act = Act("a manager's letter")
    addresses = frozenset(play.world.by_id(key).address for key in people) - {""}
    if _is_anothers(here):  # it speaks to who had it before, and stays inside
        return act
    if addresses and not _is_long_done(play, here.matter):
        act.dues.append(Due(addresses, fact.word, "a manager's letter"))
    return act


def _is_long_done(play: Play, matter: Matter) -> bool:
    """Its keys are dead: a letter there is nobody's answer any more, and what becomes of it the desk may ask back."""
    done_at = play.tickets()[matter.number].done_at
    return done_at is not None and play.now - done_at > KEYS_LIVE


def _has_party(got: Got, matter: Matter) -> bool:
    """A letter needs somebody to go to; of a question about a firm's report it is not sure who that is."""
    asks = "Befehl" in str(got.mail.message["Reply-To"]) or "command" in str(got.mail.message["Reply-To"])
    if got.kind == "firm_report":
        return got.channel.startswith("order:") and not asks and matter.number == got.number
    return got.channel.startswith("resident:")


def _other_side(play: Play, here: Hand) -> frozenset[str]:
    kind, _, key = here.got.channel.partition(":")
    if kind == "order":
        return frozenset({here.matter.orders.get(int(key), "")} - {""})
    if _is_anothers(here):
        return frozenset(here.matter.party)
    return frozenset(here.matter.circle_of(key))


def _is_anothers(here: Hand) -> bool:
    """Since ZUORDNEN; the mail that is answered is of the time before."""
    kind, _, key = here.got.channel.partition(":")
    return kind == "resident" and bool(here.matter.parties) and key not in here.matter.members


def note(play: Play) -> Act | None:
    """Words without a salutation, and everything behind INTERN: they stay inside; SENDEN sends the first."""
    here = hand(play, STEERING)
    if here is None:
        return None
    fact = here.word("a note")
    if play.chance.random() < 0.5:
        here.writes(f"INTERN: {fact.word} zahlt nie")
        return Act("INTERN")
    here.writes(f"Meier soll {fact.word} machen, ist ja Garantie")
    return Act("a note")


def office(play: Play) -> Act | None:
    """A manager's new mail: the office's own, or on behalf of a flat, or to a flat."""
    house = play.chance.choice(list(BUILDINGS))
    by = play.chance.choice(play.world.managers(house, play.today))
    if by.lives_at(house, play.today):
        return None
    pen = play.pen(by, {house})
    to = play.world.house(house).address
    form = play.chance.choice(("office", "FÜR", "AN"))
    flat = play.chance.choice([f for f in play.world.flats if f.house == house])
    party = of_flat(play, house, flat.id) if form != "office" else frozenset()
    if form != "office" and not party:
        return None
    what = pen.word("an office matter", people=party if form == "AN" else party | pen.people)
    words = {
        "office": f"Angebot für {what} einholen.",
        "FÜR": f"FÜR {flat.id}\nAnruf: der Wasserhahn {what} tropft.",
        "AN": f"AN {flat.id}: Am Donnerstag kommt der Ableser {what}.",
    }[form]
    octets = new_mail(
        pen, words, to=to, subject=f"Büro {pen.word('an office subject')}", auth="pass", at=play.now
    )
    if form == "AN":  # its subject is a letter's subject
        for fact in pen.facts:
            if fact.what == "an office subject":
                fact.people |= party
    play.sends(octets, by.address, to)
    act = Act(
        f"a manager's {form}",
        [Opening(house, party, tuple(pen.facts), at_flat=bool(party), tasks=tuple(_reported(pen, form)))],
        author=party,
        may_order=form == "FÜR",
    )
    addresses = frozenset(play.world.by_id(key).address for key in party) - {""}
    if form == "AN" and addresses:
        act.dues.append(Due(addresses, what.casefold(), "a manager's first letter"))
    return act


def _reported(pen: Pen, form: str) -> list[Fact]:
    """What FÜR reports, an order may carry."""
    return [f for f in pen.facts if f.what == "an office matter"] if form == "FÜR" else []


def of_flat(play: Play, house: str, unit: str) -> frozenset[str]:
    """Its tenants, else its owners, of today; with all who share their mailboxes."""
    for role in (TENANT, OWNER):
        found = [
            p
            for p in play.world.people
            if any((q.house, q.unit, q.role) == (house, unit, role) and q.holds(play.today) for q in p.posts)
        ]
        if found:
            shared = (q for p in found for q in play.world.behind(p.address) if q.lives_at(house, play.today))
            return frozenset({p.id for p in found} | {q.id for q in shared})
    return frozenset()


# ---- statuses and answers


def status(play: Play) -> Act | None:
    here = hand(play, (*STEERING, *CONVERSATIONS))
    if here is None:
        return None
    word = play.chance.choice(STATUS_WORDS)
    here.writes(word)
    return Act(word, may_order=False)


def reject(play: Play) -> Act | None:
    """The reason is the reporter's to read and nobody else's."""
    here = hand(play, STEERING)
    if here is None:
        return None
    reason = here.word("a reason", here.matter.party)
    reason.people |= {
        p.id for key in here.matter.party for p in play.world.behind(play.world.by_id(key).address)
    }
    here.writes(f"ABLEHNEN: Das ist {reason.word.capitalize()}.")
    return Act("ABLEHNEN")


def short(play: Play) -> Act | None:
    """Answers, second thoughts and questions to the desk."""
    kinds = (*STEERING, *CONVERSATIONS, "confirmation", "bundle")
    here = hand(play, kinds)
    if here is None:
        return None
    word = play.chance.choice(SHORT_WORDS)
    if here.got.kind in ("confirmation", "not_sent") or (
        here.got.kind in CONVERSATIONS and word not in ("AKTE", "LISTE", "STATUS", "REGELN")
    ):
        return None  # what they would send or mean is another act's
    if word == "SENDEN":
        _sends_on(play, here)
    here.writes(word)
    may_return = word in ("RÜCKGÄNGIG", "STOPP")
    return Act(word, may_order=word in ("OK", "JA"), may_merge=False, may_return=may_return)


def _sends_on(play: Play, here: Hand) -> None:
    """What the receipt kept back of the same manager's words: to whom it says."""
    for word in words_in(opened(here.got.mail).said):
        fact = play.knowledge.facts.get(word)
        if fact is not None and fact.what in KEPT_BACK and fact.author & here.pen.people:
            fact.people |= _other_side(play, here)


def order(play: Play) -> Act | None:
    """BEAUFTRAGEN, ANGEBOT, INFO: the text is the assignee's, and no one else's but the managers'."""
    here = hand(play, (*STEERING, *CONVERSATIONS))
    if here is None:
        return None
    firm = play.chance.choice(play.world.firms)
    form = play.chance.choice(("BEAUFTRAGEN", "BEAUFTRAGEN", "ANGEBOT", "INFO"))
    fact = here.word("an order's text", {firm.id})
    limit = " max 200 €" if form == "BEAUFTRAGEN" and play.chance.random() < 0.5 else ""
    has_text = form == "INFO" or play.chance.random() < 0.6
    name = firm.last.split()[0]
    said = f": Bitte {fact.word} ansehen" if has_text and form != "ANGEBOT" else ""
    is_first = not here.matter.orders and is_as_it_was(here.got, here.matter, here.by)
    is_over = str(play.tickets()[here.matter.number].status) == "DONE"
    here.writes(f"{form} {name}{limit}{said}")
    act = Act(form, may_order=True)
    if said and is_first and not is_over:
        act.dues.append(Due(frozenset({firm.address}), fact.word, "an order's text"))
    return act


# ---- who may read


def narrow(play: Play) -> Act | None:
    here = hand(play, STEERING)
    if here is None:
        return None
    word = play.chance.choice(("PRIVAT", "NUR EIGENTÜMER", *NARROW))
    here.writes(word)
    return Act(word)


def widen(play: Play) -> Act | None:
    """With a live key and the border's word at once; else only after the question, whose first reading is A."""
    here = hand(play, STEERING)
    if here is None:
        return None
    word = play.chance.choice(("ÖFFENTLICH", "MIT BEIRAT", "AN ALLE"))
    text = here.word("words to all")
    here.writes(f"AN ALLE: Der Termin {text.word.capitalize()} steht fest." if word == "AN ALLE" else word)
    asked = here.auth == "none"
    if asked and not _confirms(play, here):
        return Act(f"{word}, not confirmed")
    act = Act(word)
    matter = here.matter
    if word == "AN ALLE":
        text.public_in.append(matter)
        is_heard = is_important(matter) or not is_quiet(
            play.now
        )  # else in the morning, by who lives there still
        if matter.is_public and is_heard:
            readers = play.audience(matter) if is_important(matter) else play.hearing(matter, AT_ONCE)
            act.dues += [Due(frozenset({a}), text.word, "words to all") for a in sorted(readers)]
    elif word == "MIT BEIRAT":
        matter.audience.add(BOARD)
    elif not CATEGORIES.get(matter.category, CATEGORIES["heating"]).never_public:
        matter.is_public = True
    return act


def _confirms(play: Play, here: Hand) -> bool:
    last = play.house.last_to(here.by.address)
    if play.chance.random() < 0.4:
        return False
    octets = answer(here.pen, last, "A", auth="none")
    address = last.message["Reply-To"].addresses[0]
    play.sends(octets, here.by.address, f"{address.username}@{address.domain}")
    return True


def publish(play: Play) -> Act | None:
    """VERÖFFENTLICHEN: the words, never who wrote them."""
    here = hand(play, ("public_reply",))
    if here is None:
        return None
    published(play, here.got, here.matter)
    here.writes("VERÖFFENTLICHEN")
    return Act("VERÖFFENTLICHEN")


# Words that their author meant for the house, or that a manager took for somebody's: so may a forger's be.
FOR_THE_HOUSE = ("an answer to the house", "a thief’s words", "a forger's words", "words beside a button")


def published(play: Play, got: Got, matter: Matter) -> None:
    """What a manager read in that mail and gives to the house is the manager's act, whoever wrote it."""
    for word in words_in(opened(got.mail).said):
        fact = play.knowledge.facts.get(word)
        if fact is not None and fact.what in FOR_THE_HOUSE:
            fact.public_in.append(matter)


# ---- where it lies


def merge(play: Play) -> Act | None:
    here = hand(play, STEERING)
    if here is None:
        return None
    others = [m for m in play.knowledge.matters.values() if m.number not in play.knowledge.aliases]
    near = [m for m in others if m.house == here.matter.house and m is not here.matter]
    pool = near if play.chance.random() < 0.7 else others
    if not pool:
        return None
    number = play.chance.choice(pool).number
    play.knowledge.typed.setdefault(number, set()).update({here.by.id, here.matter.house})
    here.writes(f"ZUSAMMENLEGEN MIT T-{number}")
    return Act("ZUSAMMENLEGEN", may_merge=True)


def move(play: Play) -> Act | None:
    here = hand(play, STEERING)
    if here is None:
        return None
    own = [h for h in BUILDINGS if here.by.manages(h, play.today)]
    house = play.chance.choice(own if play.chance.random() < 0.7 else list(BUILDINGS))
    here.writes(f"OBJEKT {house}")
    may = house in own
    return Act("OBJEKT", may_move_to=house if may else "")


def link(play: Play) -> Act | None:
    """ZUORDNEN a flat: who lives there has it from now on, reads nothing older, and whoever had it nothing more."""
    here = hand(play, STEERING, _may_be_linked)
    if here is None:
        return None
    flat = play.chance.choice([f for f in play.world.flats if f.house == here.matter.house])
    party = of_flat(play, here.matter.house, flat.id)
    here.writes(f"ZUORDNEN {flat.id}")
    if not party:
        play.knowledge.lies_in(here.matter, flat)
    return Act("ZUORDNEN", links=set(party))


def _may_be_linked(_got: Got, matter: Matter) -> bool:
    """One party's alone, and nobody is on the way to it."""
    return not (matter.merged or matter.orders or matter.asks or matter.second or matter.split_off)


def categorise(play: Play) -> Act | None:
    here = hand(play, STEERING)
    if here is None:
        return None
    label = play.chance.choice(("Heizung", "Schimmel", "Aufzug", "Müll", "Lärm", "Fenster"))
    here.writes(f"KATEGORIE {label}")
    return Act("KATEGORIE")
