"""Rules: which one speaks, how far it goes by itself, what a manager answers to it, and what its window brings."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from hauspost.desk.case import Case
from hauspost.desk.channels import Participant
from hauspost.desk.course import Course
from hauspost.desk.decide import decide
from hauspost.desk.decision import (
    AddEntry,
    AnswerQuestion,
    AskQuestion,
    ChangeOrder,
    Decision,
    OpenOrder,
    OpenTicket,
    Pin,
    Question,
    QuestionKind,
    SetStatus,
    SwitchRule,
)
from hauspost.desk.houses import CategoryKey, PropertyId
from hauspost.desk.intents import Act, Command, Said
from hauspost.desk.model import Entry, EntryKind, Ticket, TicketKind, Visibility
from hauspost.desk.notices_of_steering import Outcome
from hauspost.desk.policy import Policy
from hauspost.desk.proof import Auth, Power, Route
from hauspost.desk.rulebook import approve_rule
from hauspost.desk.rules import choose_rule, spoken
from hauspost.desk.steering import steer
from hauspost.desk.work import Rule
from hauspost.desk.workflow import decide_due, plan
from tests.desk.scenes import (
    ANNA,
    DORN,
    HOUSE,
    KRAUSE,
    LW12,
    MEIER,
    NOON,
    OWN,
    REPORT,
    SABINE,
    TIM,
    WOLF,
    case,
    effects,
    facts,
    hidden,
    mail,
    mails,
    order,
    rule,
    ticket,
)

SAID = Said(whole="Eine Lampe brennt nicht.", task="Eine Lampe brennt nicht.", place="Treppenhaus")


# ---- which rule


@pytest.mark.parametrize(
    "rows, chosen",
    [
        ("*/*", "*/*"),
        ("*/* */heating", "*/heating"),
        ("*/heating LW12/*", "LW12/*"),  # what speaks of the house goes before what speaks of the work
        ("LW12/* LW12/heating */*", "LW12/heating"),
        ("HS5/heating", None),
        ("*/lighting", None),
        ("", None),
    ],
)
def test_the_most_specific_rule_speaks(rows: str, chosen: str | None) -> None:
    named = (row.split("/") for row in rows.split())
    rules = [rule(place, category, "off") for place, category in named]
    found = choose_rule(rules, LW12, CategoryKey("heating"))
    assert (found.name if found else None) == chosen
    assert choose_rule(reversed(rules), LW12, CategoryKey("heating")) == found


def test_a_proposed_rule_does_nothing_until_it_is_approved() -> None:
    rules = (rule("LW12", "heating", "auto", is_approved=False), rule("*", "*", "suggest"))
    found = choose_rule(rules, LW12, CategoryKey("heating"))
    assert found is not None
    assert found.name == "*/*"


def test_people_call_a_rule_by_category_and_house() -> None:
    scene = case(None)
    assert spoken(scene, rule("*", "heating", "off"), "de") == "Heizung, alle Häuser"
    assert spoken(scene, rule("LW12", "*", "off"), "en") == "all topics, Lindenweg 12-14"


# ---- how far it goes


def opened(category: str = "lighting", **values: Any) -> OpenTicket:
    known: dict[str, Any] = {
        "participants": (Participant(ANNA.id, OWN),),
        "reporter": ANNA.id,
        "public_place": "Treppenhaus",
        "unit": "WE03",
        "place": "Haus 12, 3. OG links",
        "kind": TicketKind.MATTER,
    }
    fixed = {"property_id": LW12, "category": CategoryKey(category), "visibility": Visibility.PRIVATE}
    return OpenTicket(subject="Licht", **(fixed | known | values))


def planned(made: OpenTicket, *rules: Rule, said: Said = SAID, **values: Any) -> tuple[str, list[object]]:
    scene = case(None, ANNA, rules=rules, entries=(), **values)
    found = plan(scene, made, said, channel=OWN, party=(ANNA,))
    return str(found.automation), list(found.effects)


AUTO = rule("LW12", "lighting", "auto", assignee="caretaker", may_start=True, may_finish=True)
FIRM = rule("*", "heating", "auto", limit=30_000)


def test_an_automatic_rule_orders_at_once_and_is_named_in_journal_and_order() -> None:
    scene = case(None, ANNA, rules=(AUTO,), entries=())
    found = plan(scene, opened(), SAID, channel=OWN, party=(ANNA,))
    (made,) = (e.order for e in effects(found.effects, OpenOrder))
    assert (made.assignee, made.rule, made.may_finish) == (KRAUSE.id, "LW12/lighting", True)
    assert [(e.before, e.after) for e in effects(found.effects, SetStatus)] == [("OPEN", "RELEASED")]
    by = {e.author_name for e in effects(found.effects, AddEntry)}
    assert by == {"Regel „Beleuchtung, Lindenweg 12-14“"}
    letter = facts(found.effects, "order")
    assert (letter.rule, letter.text, letter.place) == (
        "Beleuchtung, Lindenweg 12-14",
        "Eine Lampe brennt nicht.",
        "Treppenhaus",
    )
    assert mails(found.effects) == [("order", "Krause"), ("status", "Berger")]
    assert found.proposal is not None
    assert found.proposal.automation == "auto"


def test_what_is_not_common_ground_goes_out_by_itself_only_in_the_system_s_words() -> None:
    scene = case(None, ANNA, rules=(FIRM,), entries=())
    said = replace(SAID, task="Mein Sohn hat Fieber.", place="")
    found = plan(scene, opened("heating", public_place=""), said, channel=OWN, party=(ANNA,))
    assert facts(found.effects, "order").text == "Heizung"
    suggested = plan(
        replace(scene, rules=(replace(FIRM, automation=rule("*", "*", "suggest").automation),)),
        opened("heating", public_place=""),
        said,
        channel=OWN,
        party=(ANNA,),
    )
    assert suggested.proposal is not None
    assert suggested.proposal.text == "Mein Sohn hat Fieber."  # a manager reads it before it leaves


def test_an_anonymous_report_carries_nothing_at_any_level() -> None:
    made = opened(participants=(Participant(ANNA.id, OWN, hidden=True),), public_place="")
    scene = case(None, ANNA, rules=(AUTO,), entries=())
    letter = facts(plan(scene, made, replace(SAID, place=""), channel=OWN, party=(ANNA,)).effects, "order")
    assert (letter.text, letter.place, letter.bell_name, letter.access) == ("Beleuchtung", "", "", "")


@pytest.mark.parametrize(
    "rules, values, level",
    [
        ((AUTO,), {}, "auto"),
        ((AUTO,), {"orders_today": 2}, "auto"),
        ((AUTO,), {"orders_today": 3}, "veto"),
        ((AUTO,), {"caretakers": ()}, "off"),
        ((replace(AUTO, assignee=""),), {}, "off"),  # the category names no trade
        ((rule("LW12", "lighting", "off"), rule("*", "*", "auto", assignee="caretaker")), {}, "off"),
        ((rule("LW12", "lighting", "veto", assignee="caretaker"),), {}, "veto"),
        ((rule("LW12", "lighting", "suggest", assignee="caretaker"),), {}, "suggest"),
        ((), {}, "off"),
    ],
)
def test_a_rule_keeps_to_its_daily_number(
    rules: tuple[Rule, ...], values: dict[str, Any], level: str
) -> None:
    assert planned(opened(), *rules, **values)[0] == level


@pytest.mark.parametrize(
    "changed, level",
    [
        ({}, "auto"),
        ({"limit": 50_000}, "auto"),
        ({"limit": 50_001}, "veto"),  # above what the firm may cost
        ({"limit": None}, "auto"),  # the firm's own limit holds
        ({"assignee": "Sanitär", "limit": None}, "auto"),
        ({"assignee": DORN.id, "limit": 40_001}, "veto"),
        ({"assignee": "firm:E1"}, "off"),  # without an address
        ({"assignee": "Dach"}, "off"),
    ],
)
def test_a_rule_keeps_to_the_cost_limit(changed: dict[str, Any], level: str) -> None:
    assert planned(opened("heating"), replace(FIRM, **changed))[0] == level


@pytest.mark.parametrize("approval, level", [(None, "auto"), (30_000, "auto"), (29_999, "veto")])
def test_a_rule_orders_nothing_by_itself_above_the_houses_limit(approval: int | None, level: str) -> None:
    house = replace(HOUSE, approval_limit=approval)
    assert planned(opened("heating"), replace(FIRM, limit=30_000), house=house)[0] == level


def test_a_failed_border_check_never_orders_by_itself() -> None:
    assert planned(opened(), AUTO, auth=Auth.FAIL)[0] == "suggest"


def test_what_came_back_and_what_runs_already_are_only_proposed() -> None:
    assert planned(opened(recurrence_of=61), AUTO)[0] == "suggest"
    running = ticket(order(1, KRAUSE), category="lighting", public_place="Treppenhaus")
    assert planned(opened(), AUTO, others=(running,))[0] == "suggest"
    ended = ticket(order(1, KRAUSE, "cancelled"), category="lighting", public_place="Treppenhaus")
    assert planned(opened(), AUTO, others=(ended,))[0] == "auto"


def test_an_office_ticket_has_no_rule() -> None:
    assert planned(opened(kind=TicketKind.OFFICE), AUTO) == ("off", [])


# ---- the answers under a new ticket


def opening(*rules: Rule, text: str = "Heizung kalt") -> Decision:
    scene = case(None, ANNA, None, rules=rules, entries=())
    new = replace(scene, resolution=replace(scene.resolution, route=Route.NEW, property_id=LW12))
    return decide(new, Said(whole=text, task=text))


def offers(decided: Decision) -> list[tuple[str, str]]:
    return [(o.word, str(o.act)) for o in mail(decided, "new_ticket").offers]


def test_ok_means_the_proposal_and_the_status_words_stay() -> None:
    decided = opening(rule("*", "general", "suggest", assignee=MEIER.id))
    assert offers(decided)[:3] == [("OK", "proposal"), ("NEIN", "no"), ("FREIGEBEN", "release")]
    assert [str(e.kind) for e in effects(decided, AskQuestion)] == ["suggestion"]
    assert ("order", "Heizung Meier GmbH") not in mails(decided)


def test_stop_stands_first_where_a_rule_goes_by_itself() -> None:
    assert offers(opening(rule("*", "general", "veto", assignee=MEIER.id)))[:2] == [
        ("STOPP", "stop"),
        ("OK", "proposal"),
    ]
    assert offers(opening(rule("*", "general", "auto", assignee="caretaker")))[0] == ("STOPP", "stop")


def test_without_a_rule_the_mail_is_as_before() -> None:
    decided = opening()
    assert offers(decided)[0] == ("OK", "release")
    assert effects(decided, AskQuestion) == []


def test_a_veto_waits_for_office_hours() -> None:
    late = datetime(2025, 10, 14, 20, tzinfo=UTC)
    scene = replace(case(None, ANNA, rules=(rule("*", "heating", "veto"),), entries=()), at=late)
    found = plan(scene, opened("heating"), SAID, channel=OWN, party=(ANNA,))
    (question,) = effects(found.effects, AskQuestion)
    assert question.due_at == datetime(2025, 10, 15, 6, 30, tzinfo=UTC)
    soon = replace(scene, policy=Policy(veto_in_office_hours=False))
    (question,) = effects(
        plan(soon, opened("heating"), SAID, channel=OWN, party=(ANNA,)).effects, AskQuestion
    )
    assert question.due_at == datetime(2025, 10, 14, 20, 30, tzinfo=UTC)


# ---- what a manager answers


VETO = rule("*", "heating", "veto", limit=20_000)


def asked(kind: QuestionKind, **about: Any) -> Question:
    known: dict[str, Any] = {"rule": "*/heating", "assignee": MEIER.id}
    return Question(5, kind, (SABINE.id,), known | about, 1042, LW12, NOON)


def answered(act: Act, question: Question, matter: Ticket | None = None, **values: Any) -> Decision:
    scene = case(matter or ticket(), rules=(VETO,), questions=(question,), **values)
    return steer(scene, Said(commands=(Command(act, str(act), question=question.id),)))


def options(decided: Decision) -> list[str]:
    return [e.option for e in effects(decided, AnswerQuestion)]


def outcomes(decided: Decision) -> list[Outcome]:
    return [line.outcome for line in facts(decided, "transcript").lines]


@pytest.mark.parametrize("kind", [QuestionKind.SUGGESTION, QuestionKind.VETO])
def test_ok_orders_on_the_rule_s_terms_in_the_manager_s_name(kind: QuestionKind) -> None:
    decided = answered(Act.PROPOSAL, asked(kind))
    (made,) = (e.order for e in effects(decided, OpenOrder))
    assert (made.assignee, made.limit, made.rule) == (MEIER.id, 20_000, "")
    assert options(decided) == ["ok"]
    assert effects(decided, Pin) == []


def test_an_answer_counts_once() -> None:
    gone = replace(asked(QuestionKind.SUGGESTION), id=6)
    decided = steer(
        case(ticket(), rules=(VETO,), questions=(gone,)),
        Said(commands=(Command(Act.PROPOSAL, "OK", question=5),)),
    )
    assert outcomes(decided) == [Outcome.ALREADY]
    assert effects(decided, OpenOrder) == []


def test_no_and_stop_end_a_rule_s_proposal() -> None:
    assert options(answered(Act.NO, asked(QuestionKind.SUGGESTION))) == ["no"]
    stopped = answered(Act.STOP, asked(QuestionKind.VETO))
    assert (options(stopped), outcomes(stopped)) == (["stop"], [Outcome.STOPPED])
    assert [e.fact for e in effects(stopped, Pin)] == ["contractor"]
    assert mails(stopped) == [("transcript", "Vogt")]


def test_stop_takes_back_what_a_rule_has_ordered() -> None:
    matter = ticket(order(1, KRAUSE, rule="LW12/lighting"), status="RELEASED")
    decided = steer(case(matter), Said(commands=(Command(Act.STOP, "STOPP"),)))
    assert [str(e.after) for e in effects(decided, ChangeOrder)] == ["cancelled"]
    assert mails(decided) == [("order_cancelled", "Krause"), ("transcript", "Vogt")]
    by_hand = ticket(order(), status="RELEASED")
    nothing = steer(case(by_hand), Said(commands=(Command(Act.STOP, "STOPP"),)))
    assert outcomes(nothing) == [Outcome.NOTHING_TO_STOP]


def test_a_proposal_for_another_category_is_no_longer_asked() -> None:
    scene = case(ticket(), questions=(asked(QuestionKind.VETO),))
    decided = steer(scene, Said(commands=(Command(Act.CATEGORY, "KATEGORIE Wasser", value="water"),)))
    assert options(decided) == ["overtaken"]


def reported(phase: str, claim: str) -> Question:
    return asked(QuestionKind.REPORT, order=1, claim=claim, window=None, phase=phase)


def test_ok_to_a_reported_done_is_the_manager_s_done() -> None:
    matter = ticket(order(phase="reported_done"), status="IN_PROGRESS")
    decided = answered(Act.PROPOSAL, reported("reported_done", "done"), matter, channel=order().channel)
    assert [e.after for e in effects(decided, SetStatus)] == ["DONE"]
    assert sorted(mails(decided)) == [("status", "Berger"), ("transcript", "Vogt")]


def test_ok_to_an_unsure_report_makes_it_so() -> None:
    matter = ticket(order(may_finish=False), status="RELEASED")
    decided = answered(Act.PROPOSAL, reported("dispatched", "done"), matter)
    assert [str(e.after) for e in effects(decided, ChangeOrder)] == ["reported_done"]
    assert [e.after for e in effects(decided, SetStatus)] == ["IN_PROGRESS", "DONE"]


def test_no_to_a_reported_done_sends_the_firm_back_and_tells_the_resident_nothing() -> None:
    matter = ticket(order(phase="reported_done"), status="IN_PROGRESS")
    decided = answered(Act.NO, reported("reported_done", "done"), matter)
    assert [str(e.after) for e in effects(decided, ChangeOrder)] == ["rework"]
    assert mails(decided) == [("order_news", "Heizung Meier GmbH"), ("transcript", "Vogt")]


def test_ok_to_the_next_rank_orders_the_same_work_within_what_that_firm_may_cost() -> None:
    matter = ticket(
        order(1, WOLF, "declined", limit=45_000, text="Rohr undicht"), status="RELEASED", category="water"
    )
    question = asked(QuestionKind.NEXT_FIRM, order=1, assignee=DORN.id)
    (made,) = (e.order for e in effects(answered(Act.PROPOSAL, question, matter), OpenOrder))
    assert (made.assignee, made.text, made.limit) == (DORN.id, "Rohr undicht", 40_000)


def test_a_weak_mail_answers_no_proposal() -> None:
    decided = answered(Act.PROPOSAL, asked(QuestionKind.VETO), power=Power.ENTRY)
    assert (outcomes(decided), effects(decided, OpenOrder)) == ([Outcome.PROOF], [])


# ---- when the window is over


def fell_due(matter: Ticket, question: Question, rules: Iterable[Rule] = (VETO,)) -> Decision:
    return decide_due(due_case(matter, tuple(rules)), question)


def due_case(matter: Ticket, rules: tuple[Rule, ...]) -> Case:
    return replace(case(matter, SABINE, rules=rules), author=())


def test_a_veto_that_nobody_gave_lets_the_rule_do_it() -> None:
    decided = fell_due(ticket(), asked(QuestionKind.VETO))
    (made,) = (e.order for e in effects(decided, OpenOrder))
    assert (made.assignee, made.rule, made.limit) == (MEIER.id, "*/heating", 20_000)
    assert options(decided) == ["dispatch"]
    assert mails(decided) == [("order", "Heizung Meier GmbH"), ("status", "Berger")]
    assert decided.event == "q5"


@pytest.mark.parametrize(
    "matter",
    [
        ticket(status="IN_PROGRESS"),
        ticket(status="DONE"),
        ticket(order(1, WOLF), status="RELEASED"),
        ticket(pinned=frozenset({"contractor"})),
        ticket(category="water"),
    ],
)
def test_a_hand_that_was_faster_overtakes_the_rule(matter: Ticket) -> None:
    decided = fell_due(matter, asked(QuestionKind.VETO))
    assert (options(decided), mails(decided)) == (["overtaken"], [])


def test_a_rule_that_is_gone_does_nothing_any_more() -> None:
    assert options(fell_due(ticket(), asked(QuestionKind.VETO), ())) == ["overtaken"]


def test_other_questions_lapse() -> None:
    assert options(fell_due(ticket(), asked(QuestionKind.SUGGESTION))) == ["lapsed"]


# ---- the rules themselves


WAITING = rule("LW12", "water", "auto", is_approved=False)


@pytest.mark.parametrize(
    "rules, value, outcome",
    [
        ((WAITING, VETO), "", Outcome.DONE),
        ((WAITING, VETO), "lw12/WATER", Outcome.DONE),
        ((WAITING, VETO), "*/heating", Outcome.NO_RULE),
        ((VETO,), "", Outcome.NO_RULE),
        ((WAITING, replace(WAITING, property_id=PropertyId("*"))), "", Outcome.NO_RULE),
    ],
)
def test_a_proposed_rule_is_approved_by_name(rules: tuple[Rule, ...], value: str, outcome: Outcome) -> None:
    command = Command(Act.RULE_OK, "REGEL OK", value=value)
    course = approve_rule(case(None, rules=rules), Course(None), command, SABINE)
    assert [line.outcome for line in course.lines] == [outcome]
    assert [e.name for e in effects(course.effects, SwitchRule)] == (
        ["LW12/water"] if outcome is Outcome.DONE else []
    )


def test_rules_are_listed_for_managers_only() -> None:
    listing = steer(case(ticket(), rules=(WAITING, VETO)), Said(commands=(Command(Act.RULES, "REGELN"),)))
    rows = facts(listing, "rules").rows
    assert [(r.automation, r.approved) for r in rows] == [("auto", False), ("veto", True)]
    assert (rows[0].name, rows[0].says) == ("Wasser, Lindenweg 12-14", "LW12 Wasser")
    assert [o.word for o in mail(listing, "rules").offers] == [
        "REGEL OK LW12 Wasser",
        "REGEL NEIN LW12 Wasser",
    ]


def test_reopening_over_a_firm_s_done_pins_the_status() -> None:
    moved: dict[str, Any] = {"before": "IN_PROGRESS", "after": "DONE"}
    entry = Entry(11, OWN, EntryKind.STATUS, MEIER.id, "Meier", NOON, "", moved, event="a9")
    matter = ticket(order(phase="reported_done"), status="DONE")
    scene = case(matter, entries=(REPORT, entry))
    decided = steer(scene, Said(commands=(Command(Act.REOPEN, "WIEDER ÖFFNEN"),)))
    assert [e.fact for e in effects(decided, Pin)] == ["status"]
    by_hand = case(matter, entries=(REPORT, replace(entry, author=TIM.id)))
    again = steer(by_hand, Said(commands=(Command(Act.REOPEN, "WIEDER ÖFFNEN"),)))
    assert effects(again, Pin) == []


def test_hidden_reporters_hear_of_a_rule_s_order_like_everybody() -> None:
    decided = fell_due(hidden(ticket()), asked(QuestionKind.VETO))
    assert ("status", "Berger") in mails(decided)
    assert facts(decided, "order").is_anonymous
