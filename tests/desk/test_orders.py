"""Orders by a manager's hand: to whom, on which terms, what each says, and how one is taken back."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from hauspost.desk.case import Answered
from hauspost.desk.course import Course
from hauspost.desk.decision import (
    AddParticipant,
    AnswerQuestion,
    AskQuestion,
    ChangeOrder,
    Effect,
    OpenOrder,
    OweNotice,
    Pin,
    Question,
    QuestionKind,
    RevokeChannel,
    SetFlag,
    SetStatus,
)
from hauspost.desk.houses import Person, Role
from hauspost.desk.intents import Act, Command, NearMiss, Said, Salutation
from hauspost.desk.model import Entry, EntryKind, Flag, Ticket, Visibility
from hauspost.desk.notices import NoticeKind
from hauspost.desk.notices_of_steering import Outcome
from hauspost.desk.orders import order as command_order
from hauspost.desk.policy import Policy
from hauspost.desk.steering import steer
from hauspost.desk.work import Phase, WorkOrder
from tests.desk.scenes import (
    ANNA,
    DORN,
    KRAUSE,
    LW12,
    MEIER,
    NOON,
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
    person,
    rule,
    ticket,
)


def ordered(matter: Ticket, command: Command, **values: Any) -> Course:
    return command_order(case(matter, **values), Course(matter), command, SABINE, ticket=matter)


def dispatch(value: str, **values: Any) -> Command:
    return Command(Act.DISPATCH, f"BEAUFTRAGEN {value}", value=value, **values)


def given(course: Course | tuple[Effect, ...]) -> WorkOrder:
    found = course.effects if isinstance(course, Course) else course
    (only,) = effects(found, OpenOrder)
    made: WorkOrder = only.order
    return made


def test_an_order_releases_the_ticket_and_names_firm_limit_and_task() -> None:
    course = ordered(ticket(), dispatch(MEIER.id, limit=30_000))
    made = given(course)
    assert (made.number, made.assignee, made.limit, made.phase) == (1, MEIER.id, 30_000, Phase.DISPATCHED)
    assert (made.text, made.access) == ("Heizkörper im Bad wird nicht warm.", "ab 16 Uhr")
    assert [e.after for e in effects(course.effects, SetStatus)] == ["RELEASED"]
    assert [e.participant.channel for e in effects(course.effects, AddParticipant)] == [made.channel]
    (line,) = course.lines
    assert (line.order, line.company, line.before, line.after) == (
        "A-1042-1",
        "Heizung Meier GmbH",
        "OPEN",
        "RELEASED",
    )


def test_the_order_says_place_bell_and_picture_but_no_file_of_another_kind() -> None:
    letter = facts(ordered(ticket(), dispatch(MEIER.id)).effects, "order")
    assert (letter.tag, letter.place, letter.bell_name) == ("A-1042-1", "Haus 12, 3. OG links", "Berger")
    assert letter.pictures == ("a.jpg",)
    assert (letter.by, letter.phone, letter.invoice_to) == ("Vogt", "030 1", "WEG Lindenweg 12-14")


def test_of_a_hidden_reporter_nothing_goes_along() -> None:
    letter = facts(ordered(hidden(ticket()), dispatch(MEIER.id)).effects, "order")
    assert (letter.place, letter.access, letter.bell_name, letter.pictures) == ("", "", "", ())
    assert letter.text == "Heizung"
    assert letter.is_anonymous
    own = facts(ordered(hidden(ticket()), dispatch(MEIER.id, text="Bitte Ventil prüfen.")).effects, "order")
    assert own.text == "Bitte Ventil prüfen."


def test_common_ground_is_the_place_wherever_the_reporter_lives() -> None:
    entry = replace(REPORT, facts={**REPORT.facts, "place": "Treppenhaus"})
    letter = facts(ordered(ticket(), dispatch(MEIER.id), entries=(entry,)).effects, "order")
    assert (letter.place, letter.bell_name) == ("Treppenhaus", "")


@pytest.mark.parametrize(
    "value, assignee",
    [
        ("trade:Sanitär", WOLF),
        ("trade:heizung", MEIER),
        ("caretaker", KRAUSE),
        (KRAUSE.id, KRAUSE),
        (DORN.id, DORN),
    ],
)
def test_a_trade_means_the_first_rank(value: str, assignee: Person) -> None:
    assert given(ordered(ticket(), dispatch(value))).assignee == assignee.id


def test_a_trade_means_the_next_rank_when_the_first_has_declined() -> None:
    matter = ticket(order(1, WOLF, "declined"), status="RELEASED")
    made = given(ordered(matter, dispatch("trade:Sanitär")))
    assert (made.number, made.assignee) == (2, DORN.id)


@pytest.mark.parametrize(
    "matter, command, outcome",
    [
        (ticket(), dispatch("trade:Dach"), Outcome.NO_FIRM),
        (ticket(), dispatch("firm:gone"), Outcome.NO_FIRM),
        (ticket(), dispatch("firm:E1"), Outcome.NO_ADDRESS),
        (ticket(), dispatch(MEIER.id, limit=50_001), Outcome.OVER_LIMIT),
        (ticket(order(), status="RELEASED"), dispatch(MEIER.id), Outcome.ALREADY),
        (ticket(status="DONE"), dispatch(MEIER.id), Outcome.REFUSED),
    ],
)
def test_what_cannot_be_ordered_says_why_and_does_nothing(
    matter: Ticket, command: Command, outcome: Outcome
) -> None:
    course = ordered(matter, command)
    assert [line.outcome for line in course.lines] == [outcome]
    assert course.effects == ()


def test_without_a_limit_the_firm_s_own_one_holds() -> None:
    assert given(ordered(ticket(), dispatch(MEIER.id))).limit == 50_000


def test_an_offer_is_asked_of_several_and_a_word_to_a_firm_has_no_power() -> None:
    quote = Command(Act.QUOTE, "ANGEBOT Wolf, Dorn", values=(WOLF.id, DORN.id))
    course = ordered(ticket(), quote)
    assert [
        (e.order.number, e.order.phase, e.order.may_finish) for e in effects(course.effects, OpenOrder)
    ] == [
        (1, "quote_requested", False),
        (2, "quote_requested", False),
    ]
    assert course.ordered == ()  # nobody is told that a firm is commissioned
    info = Command(
        Act.INFORM, "INFO Meier: Schlüssel liegt bereit", value=MEIER.id, text="Schlüssel liegt bereit"
    )
    told = ordered(ticket(), info, rules=(rule("LW12", "*", "off", may_finish=True),))
    assert effects(told.effects, SetStatus) == []
    assert not given(told).may_finish


def test_the_rule_says_what_an_assignee_s_words_may_do() -> None:
    made = given(ordered(ticket(), dispatch(MEIER.id), rules=(rule("*", "heating", "off", may_start=True),)))
    assert (made.may_start, made.may_finish) == (True, False)


def test_a_hand_answers_what_was_asked_and_pins_the_firm() -> None:
    asked = Question(5, QuestionKind.VETO, (SABINE.id,), {}, 1042, LW12, NOON)
    course = ordered(ticket(), dispatch(MEIER.id), questions=(asked,))
    assert [(e.question, e.option) for e in effects(course.effects, AnswerQuestion)] == [(5, "overtaken")]
    assert [e.fact for e in effects(course.effects, Pin)] == ["contractor"]


def test_order_and_news_wait_for_the_hold_time_and_the_house_hears_who_was_set_to_work() -> None:
    said = Said(commands=(dispatch(MEIER.id),))
    decided = steer(case(ticket(), policy=Policy(hold_minutes=3)), said)
    assert mails(decided) == [("order", "Heizung Meier GmbH"), ("status", "Berger"), ("transcript", "Vogt")]
    outward = [e for e in effects(decided, OweNotice) if e.kind in ("order", "status")]
    assert {e.due_at for e in outward} == {NOON + timedelta(minutes=3)}
    assert facts(decided, "status").ordered == ("Heizung Meier GmbH",)


def test_an_order_to_a_released_ticket_is_news_as_well() -> None:
    decided = steer(case(ticket(status="RELEASED")), Said(commands=(dispatch(MEIER.id),)))
    assert ("status", "Berger") in mails(decided)


# ---- two hands at one ticket


def rival() -> Entry:
    facts: dict[str, Any] = {
        "order": 1,
        "before": "",
        "after": "dispatched",
        "company": "Heizung Meier GmbH",
    }
    return Entry(11, order().channel, EntryKind.ORDER, TIM.id, "Lorenz", NOON, "", facts, event="a2")


def answered(seq: int) -> Answered:
    return Answered(1, NoticeKind.NEW_TICKET, (), seq, (SABINE.id,))


@pytest.mark.parametrize("is_reachable", [True, False])
def test_words_that_were_no_command_are_offered_to_be_sent_only_where_that_can_work(
    is_reachable: bool,
) -> None:
    reporter = ANNA if is_reachable else replace(ANNA, addresses=())
    scene = case(ticket(), people={ANNA.id: reporter})
    miss = NearMiss("BEAUFTRAGEN Mayer", "unknown_value", "Mayer", (dispatch(MEIER.id),))
    asked = steer(scene, Said(near_misses=(miss,)))
    acts = {o.act for o in mail(asked, "confirmation").offers}
    assert acts == ({Act.CHOOSE, Act.SEND} if is_reachable else {Act.CHOOSE})


def test_the_house_hears_of_an_order_by_the_time_at_which_it_leaves() -> None:
    matter = replace(
        ticket(),
        visibility=Visibility.PUBLIC,
        audience=frozenset({Role.CARETAKER}),
        place="Treppenhaus",
        public_place="Treppenhaus",
    )
    scene = case(matter, audience=(KRAUSE,), policy=Policy(hold_minutes=3))
    decided = steer(scene, Said(commands=(dispatch(WOLF.id),)))
    (line,) = facts(decided, "evening").lines
    assert (line.event, line.at) == ("ordered", NOON + timedelta(minutes=3))


def test_whoever_orders_after_somebody_else_is_asked_instead() -> None:
    matter = ticket(order(), status="RELEASED")
    scene = case(matter, entries=(REPORT, rival()), answered=answered(10))
    decided = steer(scene, Said(commands=(dispatch(WOLF.id),)))
    assert effects(decided, OpenOrder) == []
    receipt = facts(decided, "transcript")
    assert [(line.outcome, line.company) for line in receipt.lines] == [(Outcome.OVERTAKEN, "Sanitär Wolf")]
    assert [s.by for s in receipt.since] == ["Lorenz"]
    assert [o.word for o in mail(decided, "transcript").offers] == ["ZUSÄTZLICH", "STATTDESSEN"]


@pytest.mark.parametrize("word, cancelled", [("also", False), ("instead", True)])
def test_the_second_hand_may_add_or_replace(word: str, cancelled: bool) -> None:
    matter = ticket(order(), status="RELEASED")
    asked = steer(
        case(matter, entries=(REPORT, rival()), answered=answered(10)), Said(commands=(dispatch(WOLF.id),))
    )
    (about,) = (e.about for e in effects(asked, AskQuestion) if e.local == "confirm")
    question = Question(3, QuestionKind.CONFIRM, (SABINE.id,), about, 1042, LW12, NOON)
    choice = Command(Act.CHOOSE, word, value=word, question=3)
    decided = steer(
        case(matter, entries=(REPORT, rival()), answered=answered(11), questions=(question,)),
        Said(commands=(choice,)),
    )
    assert given(decided.effects).assignee == WOLF.id
    assert (("order_cancelled", "Heizung Meier GmbH") in mails(decided)) is cancelled


# ---- taking one back


def cancel(value: str = "") -> Command:
    return Command(Act.CANCEL_ORDER, "STORNIEREN", value=value)


def test_a_cancelled_order_loses_its_keys_and_its_firm_is_told_at_once() -> None:
    course = ordered(ticket(order(), status="RELEASED"), cancel(), policy=Policy(hold_minutes=3))
    (change,) = effects(course.effects, ChangeOrder)
    assert (change.before, change.after) == (Phase.DISPATCHED, Phase.CANCELLED)
    assert [e.persons for e in effects(course.effects, RevokeChannel)] == [(MEIER.id,)]
    assert mails(course.effects) == [("order_cancelled", "Heizung Meier GmbH")]
    assert [(e.flag, e.is_set) for e in effects(course.effects, SetFlag)] == [(Flag.NO_ORDER, True)]


def test_an_order_that_has_not_left_is_cancelled_without_a_word() -> None:
    opened = replace(rival(), author=SABINE.id, event="a2")
    scene = {"entries": (REPORT, opened), "pending": frozenset({"a2"})}
    course = ordered(ticket(order(), status="RELEASED"), cancel(), **scene)
    assert mails(course.effects) == []


@pytest.mark.parametrize(
    "orders, value, outcome",
    [
        ((), "", Outcome.NO_ORDER),
        ((order(phase="cancelled"),), "", Outcome.NO_ORDER),
        ((order(), order(2, WOLF)), "", Outcome.WHICH_ORDER),
        ((order(), order(2, WOLF)), "A-1042-2", Outcome.DONE),
        ((order(), order(2, WOLF)), WOLF.id, Outcome.DONE),
        ((order(),), "A-1042-7", Outcome.NO_ORDER),
    ],
)
def test_which_order_is_meant(orders: tuple[WorkOrder, ...], value: str, outcome: Outcome) -> None:
    course = ordered(ticket(*orders, status="RELEASED"), cancel(value))
    assert [line.outcome for line in course.lines] == [outcome]


@pytest.mark.parametrize(
    "word, pending, expected",
    [
        (Act.STOP, {"a2"}, [("transcript", "Vogt")]),
        (
            Act.UNDO,
            set(),
            [("order_cancelled", "Heizung Meier GmbH"), ("status", "Berger"), ("transcript", "Vogt")],
        ),
    ],
)
def test_stop_leaves_no_trace_and_undo_tells_everybody(
    word: Act, pending: set[str], expected: list[tuple[str, str]]
) -> None:
    moved: dict[str, Any] = {"before": "OPEN", "after": "RELEASED"}
    opened = replace(rival(), author=SABINE.id, seq=12)
    status = Entry(11, REPORT.channel, EntryKind.STATUS, SABINE.id, "Vogt", NOON, "", moved, event="a2")
    scene = case(
        ticket(order(), status="RELEASED"),
        entries=(REPORT, status, opened),
        pending=frozenset(pending),
    )
    decided = steer(scene, Said(commands=(Command(word, str(word)),)))
    assert [(e.before, e.after) for e in effects(decided, SetStatus)] == [("RELEASED", "OPEN")]
    assert [e.after for e in effects(decided, ChangeOrder)] == [Phase.CANCELLED]
    assert sorted(mails(decided)) == sorted(expected)


# ---- whose words go where


def test_a_manager_s_answer_to_a_firm_goes_to_the_firm_only() -> None:
    matter = ticket(order(), status="RELEASED")
    said = Said(whole="Danke!", text="Bitte nur vormittags.")
    scene = case(
        matter,
        channel=order().channel,
        answered=Answered(1, NoticeKind.FIRM_REPORT, (), 10, (SABINE.id,)),
    )
    decided = steer(scene, said)
    assert mails(decided) == [("order_message", "Heizung Meier GmbH")]
    assert facts(decided, "order_message").tag == "A-1042-1"


def test_words_in_a_firm_s_thread_that_greet_the_resident_go_to_the_resident_only() -> None:
    matter = ticket(order(), status="RELEASED")
    said = Said(text="Guten Tag Frau Berger,\ndie Firma kommt.", salutation=Salutation.OUTSIDE)
    decided = steer(case(matter, channel=order().channel), said)
    assert mails(decided) == [("message", "Berger")]


def test_a_status_set_in_a_firm_s_thread_is_told_to_the_resident_and_words_to_the_firm() -> None:
    matter = ticket(order(), status="RELEASED")
    said = Said(
        commands=(Command(Act.FINISH, "ERLEDIGT"),),
        text="Guten Tag,\nvielen Dank.",
        salutation=Salutation.OUTSIDE,
    )
    decided = steer(case(matter, channel=order().channel), said)
    assert ("order_message", "Heizung Meier GmbH") in mails(decided)
    assert facts(decided, "status").text == ""
    assert ("status", "Berger") in mails(decided)


def test_a_reopened_ticket_is_released_while_an_order_lives() -> None:
    decided = steer(
        case(ticket(order(), status="DONE")), Said(commands=(Command(Act.REOPEN, "WIEDER ÖFFNEN"),))
    )
    assert [e.after for e in effects(decided, SetStatus)] == ["RELEASED"]


@pytest.mark.parametrize(
    "phase, is_running",
    [
        *((phase, True) for phase in ("dispatched", "accepted", "scheduled", "in_progress", "no_access")),
        *((phase, True) for phase in ("waiting_parts", "waiting_approval", "rework", "quote_requested")),
        *((phase, False) for phase in ("declined", "signed_off", "cancelled")),
        *((phase, False) for phase in ("reported_done", "quote_received")),
    ],
)
def test_which_orders_still_run(phase: str, is_running: bool) -> None:
    made = order(phase=phase)
    assert made.is_running is is_running
    decided = steer(case(ticket(made, status="DONE")), Said(commands=(Command(Act.REOPEN, "WIEDER ÖFFNEN"),)))
    assert [e.after for e in effects(decided, SetStatus)] == ["RELEASED" if is_running else "OPEN"]


@pytest.mark.parametrize("act", [Act.QUOTE, Act.INFORM])
def test_a_ticket_whose_orders_were_declined_needs_one_until_work_is_ordered(act: Act) -> None:
    matter = ticket(order(phase="declined"), status="RELEASED", flags=frozenset({Flag.NO_ORDER}))
    course = ordered(matter, Command(act, str(act), value=WOLF.id, text="Bitte ansehen."))
    assert course.ticket is not None
    assert Flag.NO_ORDER in course.ticket.flags
    course = ordered(matter, dispatch(WOLF.id))
    assert course.ticket is not None
    assert Flag.NO_ORDER not in course.ticket.flags
    assert [e.is_set for e in effects(course.effects, SetFlag)] == [False]


def test_a_manager_who_says_done_hears_which_orders_still_run() -> None:
    matter = ticket(order(1, phase="reported_done"), order(2, WOLF, "scheduled"), status="IN_PROGRESS")
    decided = steer(case(matter), Said(commands=(Command(Act.FINISH, "ERLEDIGT"),)))
    lines = facts(decided, "transcript").lines
    assert [(line.act, line.detail) for line in lines] == [("finish", ""), ("still_runs", "A-1042-2")]


def test_a_person_of_two_roles_is_found_by_id() -> None:
    both = person("C2", "Doppel", Role.CARETAKER)
    scene = case(ticket(), caretakers=(both,))
    course = command_order(scene, Course(ticket()), dispatch("C2"), SABINE, ticket=ticket())
    assert given(course).assignee == "C2"
    assert ANNA.id not in {e.participant.person for e in effects(course.effects, AddParticipant)}
