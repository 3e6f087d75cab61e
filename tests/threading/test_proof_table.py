"""The table of proof, cell by cell as the design prints it, and its law: more proof never gives less."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

import pytest

from hauspost.desk.channels import INTERNAL, Channel
from hauspost.desk.houses import Person, PersonId
from hauspost.desk.proof import Auth, Key, Power, Resolution, Route
from hauspost.threading.rows import TABLE as ROWS
from tests.threading.houses import (
    ANNA,
    BERND,
    DESK,
    FRITZ,
    HEATING,
    KARL,
    LINDEN,
    MAILBOX,
    MEIER,
    MONA,
    OLD,
    ORDERS,
    TO_ANNA,
    TO_KARL,
    TO_MEIER,
    TO_WOLF,
    Letter,
    World,
    parsed,
    ticket,
    with_orders,
)

FOREIGN = "seen@post.example"
RECENT = with_orders(ticket(902, ANNA, place=LINDEN, done_days=20), *ORDERS)
BYGONE = with_orders(ticket(901, ANNA, place=LINDEN, done_days=40), *ORDERS)


@dataclass(frozen=True, slots=True)
class Carried:
    """What the mail carries, and where it goes."""

    letter: Letter | None = None
    by: str = ""  # reply | id
    foreign: bool = False
    tag: str = ""
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
    "tag": Carried(tag="T-1042"),
    "own-id to Meier": Carried(Letter(7, (MEIER,), HEATING, TO_MEIER), "id"),
    "expired of Mona": Carried(letter(Key.EXPIRED, to=MONA), "reply"),
    "live of Karl, his order": Carried(Letter(7, (KARL,), HEATING, TO_KARL), "reply"),
    "live of Meier, his order": Carried(Letter(7, (MEIER,), HEATING, TO_MEIER), "reply"),
    "done 20 days, order of Meier": Carried(Letter(7, (MEIER,), RECENT, TO_MEIER), "reply"),
    "done 40 days, order of Meier": Carried(Letter(7, (MEIER,), BYGONE, TO_MEIER), "reply"),
    "revoked of Meier": Carried(Letter(7, (MEIER,), HEATING, TO_MEIER, Key.REVOKED), "reply"),
    "tag of Meier's order": Carried(tag="A-1042-1"),
    "tag of Wolf's declined order": Carried(tag="A-1042-2"),
    "tag of Karl's order": Carried(tag="A-1042-3"),
    "tag of no order": Carried(tag="A-1042-9"),
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
expired of Mona               | mona     | thread entry      | thread entry      | held unverified
expired of Mona               | anna     | new reversible    | new               | held unverified
done 40 days, of Anna         | anna     | new entry linked  | new entry linked  | held unverified
done 40 days, of Anna         | carla    | new reversible    | new               | held unverified
done 40 days, of Anna         | bernd    | new reversible    | new               | held unverified
done 40 days, of Anna         | stranger | queue unknown_sender | queue unknown_sender | held unverified
revoked                       | anna     | held revoked      | held revoked      | held unverified
revoked                       | mona     | held revoked      | held revoked      | held unverified
revoked                       | bernd    | held revoked      | held revoked      | held unverified
revoked                       | carla    | held revoked      | held revoked      | held unverified
revoked                       | stranger | held revoked      | held revoked      | held unverified
unknown                       | anna     | new reversible    | new               | queue unverified
unknown                       | mona     | office reversible | office            | queue unverified
unknown                       | otto     | queue no_property | queue no_property | queue unverified
unknown                       | fritz    | new reversible    | new               | queue unverified
unknown                       | karl     | office reversible | office            | queue unverified
unknown                       | meier    | queue no_property | queue no_property | queue unverified
unknown                       | stranger | queue unknown_sender | queue unknown_sender | queue unknown_sender
own-id to Anna                | anna     | thread entry      | thread entry      | held unverified
own-id to Mona                | mona     | thread entry      | thread entry      | held unverified
own-id to Anna                | carla    | new reversible    | new               | held unverified
own-id to Anna                | bernd    | new reversible    | new               | held unverified
own-id to Mona                | max      | office reversible | office            | held unverified
own-id to Anna                | stranger | queue unknown_sender | queue unknown_sender | held unverified
own-id to Meier               | meier    | thread entry      | thread entry      | held unverified
own-id to Meier               | wolf     | office reversible | office            | held unverified
own-id to Meier               | anna     | new reversible    | new               | held unverified
own-id to Meier               | mona     | office reversible | office            | held unverified
own-id to Meier               | stranger | queue unknown_sender | queue unknown_sender | held unverified
foreign id                    | anna     | thread entry      | thread entry      | held unverified
foreign id                    | bernd    | thread entry      | thread entry      | held unverified
foreign id                    | mona     | thread entry      | thread entry      | held unverified
foreign id                    | max      | thread entry      | thread entry      | held unverified
foreign id                    | karl     | thread entry      | thread entry      | held unverified
foreign id                    | meier    | thread entry      | thread entry      | held unverified
foreign id                    | fritz    | new reversible    | new               | queue unverified
foreign id                    | carla    | new reversible    | new               | queue unverified
foreign id                    | stranger | queue unknown_sender | queue unknown_sender | queue unknown_sender
tag                           | anna     | thread entry      | new hinted        | held unverified
tag                           | bernd    | thread entry      | new hinted        | held unverified
tag                           | mona     | thread entry      | office hinted     | held unverified
tag                           | carla    | new reversible hinted | new hinted    | queue unverified
tag                           | stranger | queue unknown_sender | queue unknown_sender | queue unknown_sender
live of Meier, his order      | meier    | thread all        | thread reversible | held unverified told
live of Meier, his order      | wolf     | held not_from_p   | held not_from_p   | held unverified
live of Meier, his order      | anna     | held not_from_p   | held not_from_p   | held unverified
live of Meier, his order      | karl     | held not_from_p   | held not_from_p   | held unverified
live of Meier, his order      | mona     | thread entry      | held not_from_p   | held unverified
live of Meier, his order      | stranger | held not_from_p told | held not_from_p told | held not_from_p told
live of Karl, his order       | karl     | thread all        | thread reversible | held unverified told
live of Karl, his order       | meier    | held not_from_p   | held not_from_p   | held unverified
live of Karl, his order       | stranger | held not_from_p told | held not_from_p told | held not_from_p told
live of Anna                  | meier    | held not_from_p   | held not_from_p   | held unverified
done 20 days, order of Meier  | meier    | thread entry      | thread entry      | held unverified
done 40 days, order of Meier  | meier    | office entry linked | office entry linked | held unverified
revoked of Meier              | meier    | held revoked      | held revoked      | held unverified
tag of Meier's order          | meier    | thread entry hinted | thread entry hinted | held unverified
tag of Meier's order          | wolf     | thread entry hinted | office hinted   | held unverified
tag of Meier's order          | karl     | thread entry hinted | office hinted   | held unverified
tag of Meier's order          | dorn     | office reversible hinted | office hinted | queue unverified
tag of Meier's order          | anna     | thread entry hinted | new hinted      | held unverified
tag of Meier's order          | carla    | new reversible hinted | new hinted    | queue unverified
tag of Meier's order          | mona     | thread entry hinted | office hinted   | held unverified
tag of Meier's order          | stranger | queue unknown_sender | queue unknown_sender | queue unknown_sender
tag of Wolf's declined order  | wolf     | thread entry hinted | office hinted   | held unverified
tag of Karl's order           | karl     | thread entry hinted | thread entry hinted | held unverified
tag of no order               | meier    | thread entry hinted | office hinted   | held unverified
tag                           | meier    | thread entry hinted | office hinted   | held unverified
nothing, to the house         | meier    | office reversible | office            | queue unverified
nothing, to the desk          | meier    | queue no_property | queue no_property | queue unverified
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
    about = letter.ticket if letter and letter.ticket else HEATING
    world = World((letter,) if letter else (), ((FOREIGN, HEATING, TO_ANNA),), (HEATING, OLD, about))
    answers = (letter.message_id,) if letter and carried.by == "id" else ()
    mail = parsed(
        sender=f"{sender}@post.example",
        answers=answers + ((FOREIGN,) if carried.foreign else ()),
        subject=f"AW: [{carried.tag}] Heizung" if carried.tag else "Heizung",
        auth=auth,
    )
    rcpt_to = letter.reply if letter and carried.by == "reply" else carried.rcpt_to
    return world.resolve(mail, rcpt_to, strict=strict)


def test_the_table_is_wide_enough_to_mean_something() -> None:
    assert len({(carried, sender, auth) for carried, sender, auth, _ in CELLS}) >= 280


@pytest.mark.parametrize("carried, sender, auth, cell", CELLS)
def test_each_cell_of_the_table(carried: str, sender: str, auth: Auth, cell: str) -> None:
    found = resolved(CARRIED[carried], sender, auth)
    route, *words = cell.split()
    power = next((p for p in Power if p.name.lower() in words), Power.NOTHING)
    assert (found.route, found.power) == (Route(route), power)
    assert found.tell == ("told" in words)
    assert found.reason == "" if route in ("thread", "new", "office") else found.reason in words
    assert (found.linked_ticket in (900, 901)) == ("linked" in words)
    is_hinted = bool(CARRIED[carried].tag) or (carried == "foreign id" and route in ("new", "queue"))
    assert found.hinted_ticket == (1042 if is_hinted else None)
    assert found.author == (() if sender == "stranger" else (PersonId(sender),))
    assert found.auth is auth
    if route == "thread":
        assert found.ticket == (902 if carried.startswith("done 20") else 1042)
        assert found.channel == _heard_in(carried, sender)
    else:
        assert found.channel is None


def _heard_in(carried: str, sender: str) -> Channel:
    """The named channel if the author reads it, else the author's own."""
    if sender in ("mona", "max"):
        named = CARRIED[carried].letter
        return named.channel if named and named.channel else TO_ANNA if "foreign" in carried else INTERNAL
    return OWN.get(sender, TO_ANNA)


OWN = {"meier": TO_MEIER, "wolf": TO_WOLF, "karl": TO_KARL}


def test_every_row_of_the_code_is_met_by_a_cell() -> None:
    met = {found.cell.rpartition("/")[0] for found in (resolved(CARRIED[c], s, a) for c, s, a, _ in CELLS)}
    rows = {f"{key}/{who}" for key, who in ROWS}
    without_mail = {"tag/former", "tag/elsewhere", "expired/parted", "own-id/parted"}
    assert rows - met == without_mail  # the stories meet these


# ---- more proof never gives less

TAGS = {"tag": "[T-1042]", "order tag": "[A-1042-1]"}
RANK = {Route.HELD: 0, Route.QUEUE: 0, Route.NEW: 1, Route.OFFICE: 1, Route.THREAD: 2}
CLUES = ("tag", "order tag", "foreign", "own-id", "expired", "live")


def worth(found: Resolution) -> tuple[int, int]:
    return RANK[found.route], found.power


def with_clues(
    names: Iterable[str], sender: Person, auth: Auth, *, rcpt_to: str, strict: bool, young: bool
) -> Resolution:
    named = set(names)
    channel = OWN.get(sender.id, TO_ANNA)
    live = Letter(1, (sender,), HEATING, channel, Key.LIVE, young)
    expired = Letter(2, (sender,), HEATING, channel, Key.EXPIRED, young)
    answered = Letter(3, (sender,), HEATING, channel)
    recipients = (live.reply,) * ("live" in named) + (expired.reply,) * ("expired" in named)
    mail = parsed(
        sender=sender.address,
        recipients=(rcpt_to, *recipients),
        answers=(answered.message_id,) * ("own-id" in named) + (FOREIGN,) * ("foreign" in named),
        subject=" ".join(TAGS[clue] for clue in CLUES[:2] if clue in named) or "Heizung",
        auth=auth,
    )
    world = World((live, expired, answered), ((FOREIGN, HEATING, channel),))
    return world.resolve(mail, rcpt_to, strict=strict)


@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize("young", [False, True])
@pytest.mark.parametrize("rcpt_to", [MAILBOX, DESK])
@pytest.mark.parametrize("sender", [ANNA, MONA, BERND, KARL, MEIER], ids=lambda p: p.id)
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
