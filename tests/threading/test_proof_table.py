"""The table of proof, cell by cell as the design prints it, and its law: more proof never gives less."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

import pytest

from hauspost.desk.model import INTERNAL, Channel, Person, PersonId
from hauspost.desk.proof import Auth, Key, Power, Resolution, Route
from hauspost.threading.rows import TABLE as ROWS
from tests.threading.houses import (
    ANNA,
    BERND,
    DESK,
    FRITZ,
    HEATING,
    KARL,
    MAILBOX,
    MONA,
    OLD,
    TO_ANNA,
    Letter,
    World,
    parsed,
)

FOREIGN = "seen@post.example"


@dataclass(frozen=True, slots=True)
class Carried:
    """What the mail carries, and where it goes."""

    letter: Letter | None = None
    by: str = ""  # reply | id
    foreign: bool = False
    tag: bool = False
    rcpt_to: str = MAILBOX


def letter(key: Key = Key.LIVE, *, to: Person = ANNA, young: bool = True, old_ticket: bool = False) -> Letter:
    return Letter(7, (to,), OLD if old_ticket else HEATING, TO_ANNA, key, young)


UNKNOWN = "reply+aaaaaaaaaaaaaaaaaaaaaaaaaa@reply.example"
CARRIED = {
    "live of Anna": Carried(letter(), "reply"),
    "live of Mona": Carried(letter(to=MONA), "reply"),
    "live of Mona, 15 days old": Carried(letter(to=MONA, young=False), "reply"),
    "live of Fritz, not his ticket": Carried(letter(to=FRITZ), "reply"),
    "expired of Anna": Carried(letter(Key.EXPIRED), "reply"),
    "done 40 days, of Anna": Carried(letter(Key.EXPIRED, old_ticket=True), "reply"),
    "revoked": Carried(letter(Key.REVOKED), "reply"),
    "unknown": Carried(rcpt_to=UNKNOWN),
    "own-id to Anna": Carried(letter(), "id"),
    "own-id to Mona": Carried(letter(to=MONA), "id"),
    "foreign id": Carried(foreign=True),
    "tag": Carried(tag=True),
    "nothing, to the house": Carried(),
    "nothing, to the other house": Carried(rcpt_to="hauptstrasse5@tickets.example"),
    "nothing, to the desk": Carried(rcpt_to=DESK),
    "nothing, to the postmaster": Carried(rcpt_to="postmaster@tickets.example"),
}

# carried · From · pass · none · fail. "thread all": an entry with that power. "told": P hears of it.
TABLE = """
live of Anna                  | anna     | thread all        | thread reversible | held unverified told
live of Mona                  | mona     | thread all        | thread reversible | held unverified told
live of Mona, 15 days old     | mona     | thread all        | thread entry      | held unverified told
live of Anna                  | bernd    | thread entry      | held not_from_p   | held unverified
live of Anna                  | mona     | thread entry      | held not_from_p   | held unverified
live of Mona                  | max      | thread entry      | held not_from_p   | held unverified
live of Anna                  | carla    | held not_from_p   | held not_from_p   | held unverified
live of Anna                  | hanna    | held not_from_p   | held not_from_p   | held unverified
live of Anna                  | stranger | held not_from_p told | held not_from_p told | held not_from_p told
live of Mona                  | stranger | held not_from_p told | held not_from_p told | held not_from_p told
live of Fritz, not his ticket | fritz    | new reversible    | new               | held unverified
expired of Anna               | anna     | thread entry      | thread entry      | held unverified
expired of Anna               | carla    | new reversible    | new               | held unverified
expired of Anna               | bernd    | new reversible    | new               | held unverified
expired of Anna               | stranger | queue unknown_sender | queue unknown_sender | held unverified
done 40 days, of Anna         | anna     | new entry linked  | new entry linked  | held unverified
done 40 days, of Anna         | carla    | new reversible    | new               | held unverified
revoked                       | anna     | held revoked      | held revoked      | held unverified
revoked                       | mona     | held revoked      | held revoked      | held unverified
revoked                       | carla    | held revoked      | held revoked      | held unverified
revoked                       | stranger | held revoked      | held revoked      | held unverified
unknown                       | anna     | new reversible    | new               | queue unverified
unknown                       | mona     | office reversible | office            | queue unverified
unknown                       | otto     | queue no_property | queue no_property | queue unverified
unknown                       | stranger | queue unknown_sender | queue unknown_sender | queue unknown_sender
own-id to Anna                | anna     | thread entry      | thread entry      | held unverified
own-id to Mona                | mona     | thread entry      | thread entry      | held unverified
own-id to Anna                | carla    | new reversible    | new               | held unverified
own-id to Anna                | bernd    | new reversible    | new               | held unverified
own-id to Mona                | max      | office reversible | office            | held unverified
own-id to Anna                | stranger | queue unknown_sender | queue unknown_sender | held unverified
foreign id                    | anna     | thread entry      | thread entry      | held unverified
foreign id                    | bernd    | thread entry      | thread entry      | held unverified
foreign id                    | mona     | thread entry      | thread entry      | held unverified
foreign id                    | carla    | new reversible    | new               | queue unverified
foreign id                    | stranger | queue unknown_sender | queue unknown_sender | queue unknown_sender
tag                           | anna     | thread entry      | new hinted        | held unverified
tag                           | bernd    | thread entry      | new hinted        | held unverified
tag                           | mona     | thread entry      | office hinted     | held unverified
tag                           | carla    | new reversible hinted | new hinted    | queue unverified
tag                           | stranger | queue unknown_sender | queue unknown_sender | queue unknown_sender
nothing, to the house         | anna     | new reversible    | new               | queue unverified
nothing, to the house         | otto     | new reversible    | new               | queue unverified
nothing, to the house         | mona     | office reversible | office            | queue unverified
nothing, to the house         | max      | office reversible | office            | queue unverified
nothing, to the house         | karl     | office reversible | office            | queue unverified
nothing, to the house         | fritz    | new reversible    | new               | queue unverified
nothing, to the house         | hanna    | queue wrong_house | queue wrong_house | queue unverified
nothing, to the house         | stranger | queue unknown_sender | queue unknown_sender | queue unknown_sender
nothing, to the other house   | anna     | queue wrong_house | queue wrong_house | queue unverified
nothing, to the other house   | otto     | new reversible    | new               | queue unverified
nothing, to the other house   | mona     | queue wrong_house | queue wrong_house | queue unverified
nothing, to the desk          | anna     | new reversible    | new               | queue unverified
nothing, to the desk          | otto     | queue no_property | queue no_property | queue unverified
nothing, to the desk          | fritz    | new reversible    | new               | queue unverified
nothing, to the desk          | karl     | office reversible | office            | queue unverified
nothing, to the desk          | mona     | office reversible | office            | queue unverified
nothing, to the desk          | max      | office reversible | office            | queue unverified
nothing, to the desk          | stranger | queue unknown_sender | queue unknown_sender | queue unknown_sender
nothing, to the postmaster    | anna     | queue no_property | queue no_property | queue unverified
nothing, to the postmaster    | stranger | queue unknown_sender | queue unknown_sender | queue unknown_sender
"""
LINES = [[word.strip() for word in line.split("|")] for line in TABLE.strip().splitlines()]
CELLS = [
    (carried, sender, auth, cell)
    for carried, sender, *cells in LINES
    for auth, cell in zip((Auth.PASS, Auth.NONE, Auth.FAIL), cells, strict=True)
]


def resolved(carried: Carried, sender: str, auth: Auth, *, strict: bool = False) -> Resolution:
    letter = carried.letter
    world = World((letter,) if letter else (), ((FOREIGN, HEATING, TO_ANNA),))
    answers = (letter.message_id,) if letter and carried.by == "id" else ()
    mail = parsed(
        sender=f"{sender}@post.example",
        answers=answers + ((FOREIGN,) if carried.foreign else ()),
        subject="AW: [T-1042] Heizung" if carried.tag else "Heizung",
        auth=auth,
    )
    rcpt_to = letter.reply if letter and carried.by == "reply" else carried.rcpt_to
    return world.resolve(mail, rcpt_to, strict=strict)


@pytest.mark.parametrize("carried, sender, auth, cell", CELLS)
def test_each_cell_of_the_table(carried: str, sender: str, auth: Auth, cell: str) -> None:
    found = resolved(CARRIED[carried], sender, auth)
    route, *words = cell.split()
    power = next((p for p in Power if p.name.lower() in words), Power.NOTHING)
    assert (found.route, found.power) == (Route(route), power)
    assert found.tell == ("told" in words)
    assert found.reason == "" if route in ("thread", "new", "office") else found.reason in words
    assert (found.linked_ticket == 900) == ("linked" in words)
    assert found.hinted_ticket == (1042 if carried == "tag" else None)
    assert found.author == (() if sender == "stranger" else (PersonId(sender),))
    assert found.auth is auth
    if route == "thread":
        assert found.ticket == 1042
        assert found.channel == (INTERNAL if (carried, sender) == ("tag", "mona") else TO_ANNA)
    else:
        assert found.channel is None


def test_every_row_of_the_code_is_met_by_a_cell() -> None:
    met = {found.cell.rpartition("/")[0] for found in (resolved(CARRIED[c], s, a) for c, s, a, _ in CELLS)}
    rows = {f"{key}/{who}" for key, who in ROWS}
    without_mail = {"tag/caretaker", "tag/former", "tag/elsewhere", "expired/parted", "own-id/parted"}
    assert rows - met == without_mail  # the stories meet these


# ---- more proof never gives less

RANK = {Route.HELD: 0, Route.QUEUE: 0, Route.NEW: 1, Route.OFFICE: 1, Route.THREAD: 2}
CLUES = ("tag", "foreign", "own-id", "expired", "live")


def worth(found: Resolution) -> tuple[int, int]:
    return RANK[found.route], found.power


def with_clues(
    names: Iterable[str], sender: Person, auth: Auth, *, rcpt_to: str, strict: bool, young: bool
) -> Resolution:
    named = set(names)
    channel = Channel.of_resident(ANNA.id)
    live = Letter(1, (sender,), HEATING, channel, Key.LIVE, young)
    expired = Letter(2, (sender,), HEATING, channel, Key.EXPIRED, young)
    answered = Letter(3, (sender,), HEATING, channel)
    recipients = (live.reply,) * ("live" in named) + (expired.reply,) * ("expired" in named)
    mail = parsed(
        sender=sender.address,
        recipients=(rcpt_to, *recipients),
        answers=(answered.message_id,) * ("own-id" in named) + (FOREIGN,) * ("foreign" in named),
        subject="[T-1042]" if "tag" in named else "Heizung",
        auth=auth,
    )
    world = World((live, expired, answered), ((FOREIGN, HEATING, TO_ANNA),))
    return world.resolve(mail, rcpt_to, strict=strict)


@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize("young", [False, True])
@pytest.mark.parametrize("rcpt_to", [MAILBOX, DESK])
@pytest.mark.parametrize("sender", [ANNA, MONA, BERND, KARL], ids=lambda p: p.id)
def test_more_proof_never_gives_less(sender: Person, rcpt_to: str, young: bool, strict: bool) -> None:
    subsets = [frozenset(c) for n in range(len(CLUES) + 1) for c in combinations(CLUES, n)]
    order = (Auth.FAIL, Auth.NONE, Auth.PASS)
    worths = {
        (s, auth): worth(with_clues(s, sender, auth, rcpt_to=rcpt_to, strict=strict, young=young))
        for s in subsets
        for auth in order
    }
    for (fewer, weak), less in worths.items():
        for (more, strong), found in worths.items():
            if fewer <= more and order.index(weak) <= order.index(strong):
                assert less <= found, f"{sorted(fewer)} {weak} gives more than {sorted(more)} {strong}"


@pytest.mark.parametrize("carried, sender, auth, cell", CELLS)
def test_strict_commands_and_old_keys_only_ever_take_away(
    carried: str, sender: str, auth: Auth, cell: str
) -> None:
    loose, tight = (resolved(CARRIED[carried], sender, auth, strict=s) for s in (False, True))
    assert tight.route is loose.route
    assert tight.power <= loose.power
    assert tight.power is not Power.REVERSIBLE
    assert (tight.power is Power.ALL) == (loose.power is Power.ALL)
