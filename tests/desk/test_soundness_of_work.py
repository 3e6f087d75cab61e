"""Knows that everything is told which would keep work from finding its firm."""

from dataclasses import replace
from datetime import date

import pytest

from hauspost.desk.houses import (
    EVERYWHERE,
    Category,
    CategoryKey,
    Period,
    Person,
    PersonId,
    Property,
    PropertyId,
    Role,
    RoleAssignment,
)
from hauspost.desk.soundness_of_work import Work, lacks_of_work
from hauspost.desk.work import Automation, Firm, FirmAssignment, Rule

TODAY = date(2025, 10, 13)
LW12, HS5 = PropertyId("LW12"), PropertyId("HS5")
MEIER, WOLF = PersonId("firm:H1"), PersonId("firm:S1")
KRAUSE = Person(PersonId("2001"), "Krause", roles=(RoleAssignment(PersonId("2001"), LW12, Role.CARETAKER),))
SOUND = Work(
    firms=(Firm(MEIER, "Heizung Meier", ("Heizung",)), Firm(WOLF, "Wolf", ("Sanitär",))),
    persons=(
        Person(MEIER, "Heizung Meier", addresses=("a@meier.example",)),
        Person(WOLF, "Wolf", addresses=("a@wolf.example",)),
    ),
    assignments=(FirmAssignment(MEIER, EVERYWHERE, "Heizung"), FirmAssignment(WOLF, LW12, "water")),
    categories=(
        Category(CategoryKey("heating"), "Heizung", "Heating", ("heizung",), trade="Heizung"),
        Category(CategoryKey("water"), "Wasser", "Water", ("wasser",), trade="Sanitär"),
        Category(CategoryKey("general"), "Allgemein", "General"),
    ),
    rules=(
        Rule(LW12, "general", Automation.AUTO, assignee="caretaker"),
        Rule(EVERYWHERE, "heating", Automation.SUGGEST),
        Rule(LW12, "water", Automation.VETO, assignee="Sanitär"),
        Rule(HS5, "water", Automation.SUGGEST, assignee=WOLF),
        Rule(HS5, "*", Automation.OFF),
    ),
    people=(KRAUSE,),
)


def told(work: Work) -> list[str]:
    return [f"{f.level} {f.place}: {f.sentence}" for f in lacks_of_work(work, day=TODAY)]


def test_a_house_whose_work_finds_its_firms_lacks_nothing() -> None:
    assert told(SOUND) == []


def test_an_address_of_a_firm_that_stands_for_somebody_else_is_told() -> None:
    shared = replace(KRAUSE, addresses=("a@meier.example", "krause@x.example"))
    assert told(replace(SOUND, people=(shared,))) == [
        "warning contractors: a@meier.example stands for a contractor and for somebody else: "
        "Heizung Meier (H1), Krause (2001)"
    ]


def test_firms_without_address_trade_or_house_are_told() -> None:
    mute = replace(SOUND.persons[1], addresses=("@wolf.example",))
    work = replace(
        SOUND,
        firms=(SOUND.firms[0], replace(SOUND.firms[1], trades=())),
        persons=(SOUND.persons[0], mute),
        assignments=SOUND.assignments[:1],
        rules=(),
    )
    assert told(work) == [
        "error contractors: contractors whom no order reaches: Wolf (S1)",
        "warning contractors: contractors without a trade: Wolf (S1)",
        "note contractors: contractors who are assigned to no property: Wolf (S1)",
    ]


def test_categories_without_words_are_told_and_general_needs_none() -> None:
    bare = Category(CategoryKey("lift"), "Aufzug", "Lift")
    assert told(replace(SOUND, categories=(*SOUND.categories, bare))) == [
        "warning categories: categories without words, which no report finds: Aufzug"
    ]


@pytest.mark.parametrize(
    "row,sentence",
    [
        (FirmAssignment(PersonId("firm:X9"), LW12, "Heizung"), 'there is no contractor "X9"'),
        (FirmAssignment(MEIER, LW12, "Dach"), '"Dach" is no category, and no contractor has that trade'),
    ],
)
def test_assignments_that_point_to_nothing_are_told(row: FirmAssignment, sentence: str) -> None:
    work = replace(SOUND, assignments=(*SOUND.assignments, row))
    assert told(work) == [f"error assignment LW12 / {row.work}: {sentence}"]


def test_two_firms_of_one_rank_are_told() -> None:
    work = replace(SOUND, assignments=(*SOUND.assignments, FirmAssignment(MEIER, LW12, "water")))
    assert told(work) == [
        "warning assignments: water at property LW12: Wolf, Heizung Meier have the same rank (1)"
    ]


@pytest.mark.parametrize(
    "rule,sentence",
    [
        (Rule(LW12, "lift", Automation.OFF), 'there is no category "lift"'),
        (Rule(LW12, "heating", Automation.AUTO, assignee="firm:X9"), 'there is no contractor "X9"'),
        (Rule(HS5, "heating", Automation.AUTO, assignee="caretaker"), "property HS5 has no caretaker today"),
        (Rule(HS5, "water", Automation.AUTO), "nobody is assigned to Sanitär at property HS5"),
        (Rule(LW12, "general", Automation.AUTO), "nobody is assigned to general at property LW12"),
        (
            Rule(EVERYWHERE, "*", Automation.AUTO, assignee="Dach"),
            "nobody is assigned to Dach at any property",
        ),
    ],
)
def test_rules_that_find_nobody_are_told(rule: Rule, sentence: str) -> None:
    assert told(replace(SOUND, rules=(rule,))) == [f"error rule {rule.name}: {sentence}"]


def test_a_caretaker_who_left_is_none() -> None:
    gone = replace(KRAUSE, roles=(replace(KRAUSE.roles[0], period=Period(None, date(2025, 9, 30))),))
    assert told(replace(SOUND, people=(gone,))) == [
        "error rule LW12/general: property LW12 has no caretaker today"
    ]


def test_a_firm_whose_work_ended_is_told_by_its_running_orders_and_the_rules_that_name_it() -> None:
    ended = tuple(replace(firm, until=date(2025, 9, 30)) for firm in SOUND.firms)
    work = replace(SOUND, firms=ended, running=((WOLF, "A-1001-1"),))
    assert told(work) == [
        "warning contractors: Wolf (S1) ended on 2025-09-30 and still has A-1001-1",
        "error rule */heating: nobody is assigned to Heizung at any property",
        "error rule LW12/water: nobody is assigned to Sanitär at property LW12",
        "error rule HS5/water: it names Wolf (S1), which ended on 2025-09-30",
    ]


def test_a_firm_that_ended_lacks_nothing_but_nobody_is_told_to_call_it() -> None:
    over = Firm(
        PersonId("firm:X1"), "Alt GmbH", (), emergency_phone="030 555 01 00", until=TODAY.replace(day=12)
    )
    house = Property(LW12, "Lindenweg 12", "lindenweg12", phones=(("emergency", "030 5550100"),))
    row = FirmAssignment(over.person, LW12, "water")
    work = replace(SOUND, firms=(*SOUND.firms, over), assignments=(*SOUND.assignments, row), houses=(house,))
    (finding,) = lacks_of_work(work, day=TODAY)
    assert "ended on 2025-10-12, and LW12 tells people to call it" in finding.sentence
