"""What a manager's hand does to more than one ticket, or takes back before it has left."""

from tests.oracle.acts import Act
from tests.oracle.letters import answer
from tests.oracle.managers import STEERING, hand
from tests.oracle.play import Play
from tests.oracle.world import Human
from tests.relay import Taken


def bundle(play: Play) -> Act | None:
    """BÜNDELN: the others join this ticket, and every reporter keeps the own channel."""
    here = hand(play, STEERING)
    if here is None:
        return None
    known = [m for m in play.knowledge.matters.values() if m.number not in play.knowledge.aliases]
    near = [m for m in known if m.house == here.matter.house and m is not here.matter]
    if not near:
        return None
    numbers = [m.number for m in play.chance.sample(near, min(len(near), play.chance.choice((1, 1, 2))))]
    for number in numbers:
        play.knowledge.typed.setdefault(number, set()).update({here.by.id, here.matter.house})
    here.writes("BÜNDELN " + " ".join(f"T-{number}" for number in numbers))
    return Act("BÜNDELN", may_merge=True, may_extend=True)


def second_thoughts(play: Play) -> Act | None:
    """STOPP within the hold time: nobody outside ever learns what was written, nor that it was."""
    here = hand(play, STEERING) if play.hold_minutes else None
    if here is None:
        return None
    fact = here.word("words that were stopped")
    firm = play.chance.choice(play.world.firms).last.split()[0]
    here.writes(
        play.chance.choice(
            (
                f"Guten Tag,\n\nes geht um {fact.word.capitalize()}.",
                f"BEAUFTRAGEN {firm}: Bitte {fact.word} ansehen",
                f"INFO {firm}: {fact.word.capitalize()} ist bestellt",
                f"ABLEHNEN: Das ist {fact.word.capitalize()}.",
            )
        )
    )
    receipt = _receipt(play, here.by.address)
    if receipt is not None:
        address = receipt.message["Reply-To"].addresses[0]
        octets = answer(here.pen, receipt, "STOPP", auth=here.auth)
        play.sends(octets, here.by.address, f"{address.username}@{address.domain}")
    return Act("STOPP in time", may_order=True, is_stopped=True)


def name_who_hides(play: Play) -> Act | None:
    """An order's text, or words to all, with an anonymous reporter's name: shown to the manager, sent to nobody."""
    here = hand(play, STEERING, lambda _got, matter: matter.is_anonymous)
    if here is None:
        return None
    hidden = play.world.by_id(play.chance.choice(sorted(here.matter.party & here.matter.hidden)))
    firm = play.chance.choice(play.world.firms).last.split()[0]
    text = f"Bitte {play.chance.choice(ways_to_name(hidden))} fragen"
    here.writes(
        play.chance.choice((f"BEAUFTRAGEN {firm}: {text}", f"INFO {firm}: {text}", f"AN ALLE: {text}"))
    )
    return Act("a text that names who hides")


def ways_to_name(person: Human) -> tuple[str, ...]:
    """Whatever betrays that one; nobody is named by what is not known, such as a firm's first name."""
    phone = f"0171 {person.phone}" if person.phone else ""
    return tuple(said for said in (person.last, person.first, person.address, phone) if said)


def _receipt(play: Play, address: str) -> Taken | None:
    """The mail that offers to stop what was just written; None: nothing of it waits."""
    last = play.house.mails_to(address)[-1]
    return last if b"STOPP" in last.octets or b"STOP" in last.octets else None
