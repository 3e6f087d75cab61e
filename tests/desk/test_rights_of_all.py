"""Role × act × kind of ticket × proof, against DOMAIN and MAIL written down by hand; more never gives less."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import combinations, pairwise, product

import pytest

from hauspost.desk.channels import PUBLIC
from hauspost.desk.houses import Person, Role
from hauspost.desk.intents import Act
from hauspost.desk.proof import Auth
from hauspost.desk.rights import may_act, may_read
from tests.desk.wishes import PROOFS, TRIALS, WHO, Proof, matter, outcome
from tests.threading.houses import LINDEN, NOON, ZONE, person

KINDS = ("private", "public", "anonymous", "office")

# act · who may (DOMAIN, "Roles and rights") · on which tickets it does anything · the proof that it needs (MAIL)
TABLE = """
release                        | manager                      | all                      | reversible
start                          | manager                      | all                      | reversible
finish                         | manager                      | all                      | reversible
reopen                         | manager                      | all                      | reversible
reject                         | manager                      | all                      | reversible
category                       | manager                      | all                      | reversible
assign                         | manager                      | all                      | reversible
dispatch                       | manager                      | all                      | reversible
quote                          | manager                      | all                      | reversible
inform                         | manager                      | all                      | reversible
cancel an order                | manager                      | all                      | reversible
private                        | manager                      | public                   | reversible
anonymous                      | manager                      | private public office    | reversible
public                         | manager                      | private anonymous office | widening
without tenants                | manager                      | all                      | reversible
only the board                 | manager                      | all                      | reversible
only owners                    | manager                      | all                      | widening
with owners                    | manager                      | all                      | widening
to all                         | manager                      | public                   | widening
publish an answer              | manager                      | public                   | reversible
merge                          | manager                      | all                      | reversible
bundle                         | manager                      | all                      | reversible
move                           | manager                      | private anonymous office | reversible
undo                           | manager                      | all                      | reversible
send a note                    | manager                      | all                      | reversible
an internal note               | manager                      | all                      | entry
yes to a firm                  | manager                      | all                      | reversible
yes to more money              | manager                      | all                      | reversible
no to more money               | manager                      | all                      | reversible
take a held mail               | manager                      | all                      | desk
a held mail is new             | manager                      | all                      | desk
link a person                  | manager                      | all                      | desk
link for once                  | manager                      | all                      | desk
spam                           | manager                      | all                      | desk
bring a table in               | manager                      | all                      | desk
approve a rule                 | manager                      | all                      | desk widening
refuse a rule                  | manager                      | all                      | desk
reachable                      | manager                      | all                      | reversible
stop a rule                    | manager                      | all                      | reversible
it is fixed                    | reporter                     | all                      | reversible
me too                         | neighbour board caretaker    | public                   | reversible
mute                           | neighbour board caretaker    | public                   | reversible
status                         | everybody                    | all                      | asking
list                           | everybody                    | all                      | asking
help                           | everybody                    | all                      | asking
file                           | manager                      | all                      | entry
rules                          | manager                      | all                      | asking
categories                     | manager                      | all                      | asking
report                         | manager                      | all                      | asking
link                           | manager                      | all                      | reversible
words                          | everybody                    | all                      | entry
the work begins                | firm janitor                 | all                      | reversible
the work is done               | firm janitor                 | all                      | reversible
the work begins, not by itself | -                            | all                      | reversible
the work is done, not by itself | -                           | all                      | reversible
an order's phase               | firm janitor                 | all                      | reversible
open                           | everybody                    | all                      | opening
open in public                 | residents caretaker janitor  | all                      | opening
open unnamed                   | residents former caretaker janitor firm idle | all           | opening
open for somebody              | manager                      | all                      | vouched
sign off an order              | manager                      | all                      | reversible
"""
RESIDENTS = frozenset({"reporter", "follower", "neighbour", "board", "owner"})
# Who reads a ticket: its own people always; the house what is public, and not a role that was taken out.
OWN = frozenset({"manager", "reporter", "follower", "former", "janitor", "firm"})
HOUSE = frozenset({"neighbour", "board", "caretaker"})
NOBODY = frozenset({"elsewhere", "stranger"})  # for this house: their mail is the queue's, or held


@dataclass(frozen=True, slots=True)
class Row:
    who: frozenset[str]
    kinds: frozenset[str]
    need: str


def _row(who: str, kinds: str, need: str) -> Row:
    names = frozenset(WHO) - NOBODY if who == "everybody" else frozenset(who.split())
    names = (names - {"residents", "-"}) | (RESIDENTS if "residents" in names else frozenset())
    return Row(names, frozenset(KINDS if kinds == "all" else kinds.split()), need)


ROWS = {
    act.strip(): _row(who.strip(), kinds.strip(), need.strip())
    for act, who, kinds, need in (line.split("|") for line in TABLE.strip().splitlines())
}


def lies_there(who: str, kind: str, proof: Proof) -> bool:
    """Whether the mail is heard in the ticket (MAIL's table): by a key; by its number only with the border's word."""
    reads = who in OWN or (who in HOUSE and kind == "public")
    return reads and (
        proof.carried in ("live", "old", "own-id") or (proof.carried == "tag" and proof.auth is Auth.PASS)
    )


def expected(act: str, who: str, kind: str, proof: Proof) -> str:
    row = ROWS[act]
    if who not in row.who or kind not in row.kinds or proof.auth is Auth.FAIL:
        return "no"
    there, passes = lies_there(who, kind, proof), proof.auth is Auth.PASS
    key = there and proof.carried in ("live", "old")
    match row.need:
        case "asking":
            return "yes"
        case "entry":
            return "yes" if there else "no"
        case "opening":
            return "no" if there else "yes"
        case "vouched":  # a new mail that says more than a report of the own
            return "yes" if not there and passes and not proof.strict else "no"
        case "desk" | "desk widening" if not there:  # the same, of what belongs to no ticket
            vouched = passes and not proof.strict
            return ("asks" if "widening" in row.need else "yes") if vouched else "no"
    if not key:
        return "no"
    if passes:
        return "yes"
    if proof.strict or (proof.carried == "old" and who == "manager"):
        return "no"
    return "asks" if "widening" in row.need else "yes"


STRONGEST = ("live pass", "own-id pass", "tag pass", "nothing pass")
ORDER = ("no", "asks", "yes")


def cases(act: str) -> tuple[tuple[str, str, str], ...]:
    """Everybody with the strongest proof of each sort; whoever may do it, with every other proof too."""
    everybody = product(WHO, KINDS, STRONGEST)
    allowed = product(sorted(ROWS[act].who), KINDS, PROOFS)
    return tuple(dict.fromkeys((*everybody, *allowed)))


def test_the_table_has_a_row_for_every_act_and_enough_cases() -> None:
    assert list(ROWS) == list(TRIALS)
    assert sum(len(cases(act)) for act in ROWS) >= 15_000


@pytest.mark.parametrize("act", TRIALS)
def test_who_may_do_what_on_which_ticket_with_which_proof(act: str) -> None:
    found = {case: outcome(case[0], case[1], PROOFS[case[2]], TRIALS[act]) for case in cases(act)}
    wanted = {case: expected(act, case[0], case[1], PROOFS[case[2]]) for case in found}
    assert {case: f"{found[case]}, not {wanted[case]}" for case in found if found[case] != wanted[case]} == {}


def weaker(proof: Proof) -> list[Proof]:
    """The next weaker ones: what the border says, an older key, a house that wants both proofs."""
    auths = {Auth.PASS: Auth.NONE, Auth.NONE: Auth.FAIL}
    found = [replace(proof, auth=auths[proof.auth])] if proof.auth in auths else []
    found += [replace(proof, carried="old")] if proof.carried == "live" and not proof.strict else []
    found += [replace(proof, strict=True)] if proof.carried in ("live", "nothing") else []
    return [p for p in found if p in PROOFS.values()]


# What lies in a ticket is never more there without the key that brought it. A new mail is another place.
KEYS = ("tag", "own-id", "old", "live")


@pytest.mark.parametrize("act", TRIALS)
def test_more_proof_never_gives_less(act: str) -> None:
    row = ROWS[act]
    named = {proof: name for name, proof in PROOFS.items()}
    in_ticket = row.need in ("reversible", "widening", "entry")
    opens = row.need == "opening"
    for who, kind in product(sorted(row.who), KINDS):
        worth = {name: ORDER.index(outcome(who, kind, proof, TRIALS[act])) for name, proof in PROOFS.items()}
        for proof, name in named.items():
            if opens and lies_there(who, kind, proof):  # in the ticket instead, which is worth more
                continue
            assert all(worth[named[less]] <= worth[name] for less in weaker(proof)), (who, kind, name)
        for less, more in pairwise(KEYS) if in_ticket else ():
            assert all(worth[f"{less} {a}"] <= worth[f"{more} {a}"] for a in Auth), (who, kind, less, more)


ROLE_SETS = [frozenset(c) for n in range(len(Role) + 1) for c in combinations(Role, n)]


def held(roles: Iterable[Role]) -> Person:
    return person("somebody", *(("LW12", role) for role in sorted(roles)))


def test_one_role_less_never_allows_more() -> None:
    allowed = {
        roles: frozenset(a for a in Act if may_act((held(roles),), a, LINDEN.id, NOON, ZONE))
        for roles in ROLE_SETS
    }
    read = {roles: {kind for kind in KINDS if _reads(roles, kind)} for roles in ROLE_SETS}
    for roles in ROLE_SETS:
        for role in roles:
            assert allowed[roles - {role}] <= allowed[roles]
            assert read[roles - {role}] <= read[roles]
    assert len(set(allowed.values())) >= 3


def _reads(roles: frozenset[Role], kind: str) -> bool:
    about = matter(kind, "OPEN", False, by_itself=True, ordered=True)
    return may_read((held(roles),), about, PUBLIC, NOON, ZONE)
