"""Knows that explanations of rights and rules say what the rules do, cell by cell, and have words for every code."""

from typing import Any

import pytest

from hauspost.cli import explain_grounds as why
from hauspost.desk.decision import Decision, Effect, OpenTicket, Verdict
from hauspost.desk.grounds import Lowered, RuleGround, Unheard, grounds
from hauspost.desk.houses import CategoryKey, Person, Role
from hauspost.desk.intents import Act, Command, Said
from hauspost.desk.model import Flag, TicketKind, Visibility
from hauspost.desk.plain_values import to_json
from hauspost.desk.proof import Auth, Key, Power
from hauspost.desk.rights import ACTS, OF_ASKED, needed_power
from hauspost.desk.work import Automation, Rule
from hauspost.threading.rows import ROWS, Who
from tests.desk.scenes import ANNA, KRAUSE, LW12, MEIER, SABINE, TIM, case, order, rule, ticket

AUTO = rule("LW12", "lighting", "auto", assignee="caretaker")


def decided(*effects: Effect, verdict: Verdict = Verdict.ACCEPTED) -> Decision:
    return Decision(verdict, "", effects, event="a7")


@pytest.mark.parametrize("author", [ANNA, SABINE, KRAUSE, MEIER], ids=lambda p: str(p.id))
@pytest.mark.parametrize("act", Act)
def test_a_cell_says_what_the_tables_of_rights_and_proof_say(act: Act, author: Person) -> None:
    scene = case(ticket(), author, power=Power.ENTRY)
    (cell,) = grounds(scene, Said(commands=(Command(act, str(act)),)), decided()).rights
    assert {Role(name) for name in cell.by} == {Role(r) for r in cell.roles if act in ACTS[Role(r)]}
    assert cell.roles
    assert Power[cell.needs] is needed_power(act)
    assert cell.is_of_asked is (act in OF_ASKED)
    told = why.right(to_json(cell))
    assert told.endswith("and has it" if needed_power(act) <= Power.ENTRY else "and lacks it")


def opened(category: str, **values: Any) -> OpenTicket:
    kind = values.pop("kind", TicketKind.MATTER)
    known: dict[str, Any] = {"reporter": ANNA.id, "public_place": "Treppenhaus", **values}
    return OpenTicket(LW12, kind, CategoryKey(category), Visibility.PRIVATE, "Licht", **known)


def ground(rules: tuple[Rule, ...], made: OpenTicket, **values: Any) -> RuleGround | None:
    return grounds(case(None, ANNA, rules=rules, entries=(), **values), Said(), decided(made)).rule


def test_a_rule_is_told_with_what_it_says_and_how_far_it_went() -> None:
    assert ground((AUTO,), opened("lighting")) == RuleGround("LW12/lighting", "auto", "auto", "C1")
    assert ground((), opened("lighting")) == RuleGround("")
    assert ground((AUTO,), opened("lighting", kind=TicketKind.OFFICE)) is None
    by_a_manager = case(None, SABINE, rules=(AUTO,), entries=())
    assert grounds(by_a_manager, Said(), decided(opened("lighting"))).rule is None


@pytest.mark.parametrize(
    "row,made,values,level,lowered",
    [
        (AUTO, opened("lighting", flags=frozenset({Flag.INCOMPLETE})), {}, "off", Lowered.INCOMPLETE),
        (AUTO, opened("lighting"), {"caretakers": ()}, "off", Lowered.NOBODY),
        (AUTO, opened("lighting", recurrence_of=1001), {}, "suggest", Lowered.RECURRENCE),
        (AUTO, opened("lighting"), {"auth": Auth.FAIL}, "suggest", Lowered.FORGED),
        (AUTO, opened("lighting"), {"orders_today": 3}, "veto", Lowered.BOUNDS),
        (
            AUTO,
            opened("lighting"),
            {"others": (ticket(order(), category="lighting", public_place="Treppenhaus"),)},
            "suggest",
            Lowered.RUNS_ALREADY,
        ),
    ],
)
def test_why_a_rule_did_less_than_it_says_is_told(
    row: Rule, made: OpenTicket, values: dict[str, Any], level: str, lowered: Lowered
) -> None:
    found = ground((row,), made, **values)
    assert found is not None
    assert (found.says, found.level, found.why) == ("auto", level, lowered)
    assert why.LOWERED[lowered] in "\n".join(why.rule(to_json(found)))


@pytest.mark.parametrize(
    "author,by", [(ANNA, "participant"), (SABINE, "manager"), (KRAUSE, "")], ids=lambda p: str(p)[:9]
)
def test_how_the_author_reads_the_channel_is_told(author: Person, by: str) -> None:
    reads = grounds(case(ticket(), author), Said(), decided()).reads
    assert reads is not None
    assert (reads.channel, reads.by) == ("resident:1001", by)
    assert why.reads(reads.channel, reads.by)


def test_who_hears_nothing_is_told_with_the_reason() -> None:
    def unheard(author: Person, verdict: Verdict) -> dict[str, Unheard]:
        found = grounds(case(ticket(), author), Said(), decided(verdict=verdict)).untold
        return {str(one.person): one.why for one in found}

    assert unheard(ANNA, Verdict.ACCEPTED) == {
        "1001": Unheard.AUTHOR,
        str(SABINE.id): Unheard.LIST,
        str(TIM.id): Unheard.NOT_RESPONSIBLE,
    }
    assert unheard(KRAUSE, Verdict.HELD)["1001"] is Unheard.HELD
    assert set(unheard(KRAUSE, Verdict.RECORDED).values()) == {Unheard.RECORDED}


def test_every_code_has_its_words() -> None:
    assert set(why.LOWERED) == set(Lowered)
    assert set(why.UNTOLD) == set(Unheard)
    assert set(why.LEVELS) == set(Automation)
    assert set(why.NEEDS) == {power.name for power in Power}
    assert (set(why.CARRIES), set(why.WHO), set(why.BORDER)) == (set(Key), set(Who), set(Auth))
    for row in ROWS:
        for who in row.who:
            assert why.cell(f"{row.key}/{who}/pass").startswith(" (it carries ")
    assert why.cell("automatic/auto_replied") == ""
