"""Which flat a report is about: of several of the party's own the one that its words name; what is missing is asked.

Another's flat that the words name is for the managers' eyes alone: nobody outside the office learns who lives where.
"""

from dataclasses import dataclass

from hauspost.desk.case import Case
from hauspost.desk.houses import Person, Property, Unit
from hauspost.desk.intents import Act, Offer, Said
from hauspost.desk.model import TicketKind

WORDS_OF_A_REPORT = 3  # a subject of so many words says what happened, where the mail has no text


@dataclass(frozen=True, slots=True)
class Lacks:
    """What a report does not say: what happened, or in which of these flats."""

    what: bool = False
    flats: tuple[Unit, ...] = ()

    def __bool__(self) -> bool:
        return self.what or bool(self.flats)


NOTHING = Lacks()


def own_flats(case: Case, party: tuple[Person, ...], house: Property) -> tuple[Unit, ...]:
    held = {u for p in party for u in p.units_at(house.id, case.today)}
    return tuple(u for u in case.units if u.id in held)


def flat_of(case: Case, said: Said, party: tuple[Person, ...], house: Property) -> Unit | None:
    """The party's only flat, else the one of theirs that the words mean; None: it has none, or nobody can tell."""
    own = own_flats(case, party, house)
    meant = own if len(own) == 1 else tuple(u for u in own if u.id in said.flats)
    return meant[0] if len(meant) == 1 else None


def named_elsewhere(case: Case, said: Said, party: tuple[Person, ...], house: Property) -> Unit | None:
    """The one flat that the words name and that is none of the party's."""
    if said.place or len(said.flats) != 1 or said.flats[0] in {u.id for u in own_flats(case, party, house)}:
        return None
    return next((u for u in case.units if u.id == said.flats[0]), None)


def lacks(
    case: Case, said: Said, party: tuple[Person, ...], house: Property, *, category: str, kind: TicketKind
) -> Lacks:
    """Which flat matters only where somebody must come: to work of a trade, and not on common ground."""
    if kind is not TicketKind.MATTER:
        return Lacks()
    is_silent = not said.whole.strip() and len(case.mail.subject.split()) < WORDS_OF_A_REPORT
    needs_place = (is_silent or bool(case.category(category).trade)) and not said.place
    own = own_flats(case, party, house)
    is_open = needs_place and len(own) > 1 and flat_of(case, said, party, house) is None
    return Lacks(is_silent, own if is_open else ())


def flat_offers(flats: tuple[Unit, ...]) -> tuple[Offer, ...]:
    """ "1" and "2" for the flats, in the order of their numbers."""
    return tuple(Offer(str(n), Act.CHOOSE, value=flat_label(unit)) for n, unit in enumerate(flats, start=1))


def flat_label(unit: Unit) -> str:
    """ "WE03, Haus 12, 3. OG links": as the question prints it."""
    return ", ".join(dict.fromkeys((unit.id, unit.place)))
