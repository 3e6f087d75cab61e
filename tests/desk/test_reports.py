"""What firms and caretakers report: which words act, which are asked, who hears what, and what never passes over."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from hauspost.desk.decide import decide
from hauspost.desk.decision import AddEntry, AskQuestion, ChangeOrder, Decision, OweNotice, SetFlag, SetStatus
from hauspost.desk.houses import Person
from hauspost.desk.intents import Claim, Report, Said
from hauspost.desk.model import Flag, Ticket
from hauspost.desk.policy import Policy
from hauspost.desk.proof import Power
from hauspost.desk.work import Window, WorkOrder
from tests.desk.scenes import (
    ANNA,
    DORN,
    KRAUSE,
    MEIER,
    WOLF,
    case,
    effects,
    facts,
    hidden,
    mail,
    mails,
    order,
    ticket,
)

YESTERDAY = Window(datetime(2025, 10, 13, 6, tzinfo=UTC))
TUESDAY = Window(datetime(2025, 10, 21, 6, tzinfo=UTC), datetime(2025, 10, 21, 8, tzinfo=UTC))


def report(claims: str, **values: Any) -> Report:
    known: dict[str, Any] = {"is_sure": True, "text": f"Text: {claims}."}
    return Report(frozenset(map(Claim, claims.split())), **(known | values))


def heard(
    matter: Ticket, *reports: Report, author: Person = MEIER, number: int = 1, **values: Any
) -> Decision:
    (own,) = (o for o in matter.orders if o.number == number)
    said = Said(whole=" ".join(r.text for r in reports), reports=reports, attachments=("foto.jpg",))
    return decide(case(matter, author, own.channel, **values), said)


def phases(decided: Decision) -> list[str]:
    return [str(e.after) for e in effects(decided, ChangeOrder)]


def statuses(decided: Decision) -> list[str]:
    return [str(e.after) for e in effects(decided, SetStatus)]


def running(assignee: Person = MEIER, phase: str = "dispatched", **values: Any) -> Ticket:
    return ticket(order(1, assignee, phase, **values), status="RELEASED")


STARTS: dict[str, Any] = {"may_start": True}
ENDS: dict[str, Any] = {"may_start": True, "may_finish": True}


def test_an_accepted_date_starts_the_work_and_is_the_one_mail_to_the_resident() -> None:
    decided = heard(running(**STARTS), report("accept appointment", window=TUESDAY))
    assert (phases(decided), statuses(decided)) == (["scheduled"], ["IN_PROGRESS"])
    assert mails(decided) == [("appointment", "Berger"), ("order_date", "Heizung Meier GmbH")]
    assert facts(decided, "appointment").company == "Heizung Meier GmbH"


def test_without_the_power_to_start_the_manager_hears_of_it_and_decides() -> None:
    decided = heard(running(), report("accept appointment", window=TUESDAY))
    assert (phases(decided), statuses(decided)) == (["scheduled"], [])
    told = [("appointment", "Berger"), ("firm_report", "Vogt"), ("order_date", "Heizung Meier GmbH")]
    assert sorted(mails(decided)) == told


def test_a_moved_date_is_called_moved_and_the_same_date_is_no_news() -> None:
    later = Window(datetime(2025, 10, 22, 6, tzinfo=UTC))
    matter = running(phase="scheduled", window=TUESDAY, **STARTS)
    assert facts(heard(matter, report("reschedule", window=later)), "appointment").moved
    assert "appointment" not in dict(mails(heard(matter, report("appointment", window=TUESDAY))))


def test_a_date_that_is_off_leaves_none_behind() -> None:
    (change,) = effects(heard(running(phase="scheduled", window=TUESDAY), report("reschedule")), ChangeOrder)
    assert (change.after, change.window) == ("accepted", None)


def test_the_caretaker_s_done_ends_a_released_ticket_in_one_step_and_one_mail() -> None:
    decided = heard(running(KRAUSE, **ENDS), report("done"), author=KRAUSE)
    assert (phases(decided), statuses(decided)) == (["reported_done"], ["IN_PROGRESS", "DONE"])
    assert mails(decided) == [("status", "Berger")]
    assert (facts(decided, "status").before, facts(decided, "status").after) == ("RELEASED", "DONE")


def test_done_without_the_power_to_finish_is_asked_of_the_manager() -> None:
    decided = heard(running(**STARTS), report("done invoice"))
    assert (phases(decided), statuses(decided)) == (["reported_done"], [])
    assert [str(e.kind) for e in effects(decided, AskQuestion)] == ["report"]
    assert mails(decided) == [("firm_report", "Vogt")]
    assert [o.word for o in mail(decided, "firm_report").offers] == ["OK", "NEIN", "INTERN"]
    assert facts(decided, "firm_report").asks


def test_an_invoice_goes_to_the_managers_even_when_the_caretaker_may_finish() -> None:
    decided = heard(running(KRAUSE, **ENDS), report("done invoice"), author=KRAUSE)
    assert statuses(decided) == ["IN_PROGRESS", "DONE"]
    assert sorted(mails(decided)) == [("firm_report", "Vogt"), ("status", "Berger")]


def test_only_the_last_live_order_s_done_ends_the_ticket() -> None:
    two = (order(1, MEIER, "in_progress", **ENDS), order(2, WOLF, "accepted", **ENDS))
    first = heard(ticket(*two, status="IN_PROGRESS"), report("done"))
    assert (phases(first), statuses(first)) == (["reported_done"], [])
    done = (order(1, MEIER, "reported_done", **ENDS), order(2, WOLF, "accepted", **ENDS))
    last = heard(ticket(*done, status="IN_PROGRESS"), report("done"), author=WOLF, number=2)
    assert statuses(last) == ["DONE"]


def test_a_status_pinned_by_hand_is_not_moved_by_a_firm() -> None:
    matter = ticket(order(1, KRAUSE, **ENDS), status="RELEASED", pinned=frozenset({"status"}))
    decided = heard(matter, report("done"), author=KRAUSE)
    assert statuses(decided) == []
    assert [str(e.kind) for e in effects(decided, AskQuestion)] == ["report"]


@pytest.mark.parametrize(
    "claims, values",
    [
        ("done", {"is_sure": False}),
        ("accept", {"is_sure": False}),
        ("accept conditional", {}),
        ("done decline", {}),
        ("done done_future", {}),
    ],
)
def test_unsure_conditional_and_contradictory_words_do_nothing_but_ask(
    claims: str, values: dict[str, Any]
) -> None:
    decided = heard(running(**ENDS), report(claims, **values))
    assert (phases(decided), statuses(decided)) == ([], [])
    assert [str(e.kind) for e in effects(decided, AskQuestion)] == ["report"]


def test_without_a_key_or_the_border_s_word_a_report_is_a_proposal() -> None:
    decided = heard(running(**ENDS), report("done"), power=Power.ENTRY)
    assert (phases(decided), statuses(decided)) == ([], [])
    assert facts(decided, "firm_report").asks


def test_what_halts_is_heard_without_the_gate() -> None:
    matter = running(phase="scheduled", window=YESTERDAY, **STARTS)
    decided = heard(matter, report("not_done no_access", is_sure=False))
    assert (phases(decided), statuses(decided)) == (["no_access"], [])
    assert sorted(mails(decided)) == [("firm_report", "Vogt"), ("no_access", "Berger")]
    assert facts(decided, "no_access").on.isoformat() == "2025-10-13"


def test_a_date_outside_the_hours_that_the_resident_named_is_put_before_the_manager() -> None:
    early = running(access="ab 16 Uhr", **STARTS)
    told = heard(early, report("accept appointment", window=TUESDAY))
    assert facts(told, "firm_report").outside == "ab 16 Uhr"
    fitting = running(access="vormittags", **STARTS)
    quiet = heard(fitting, report("accept appointment", window=TUESDAY))
    assert "firm_report" not in [kind for kind, _ in mails(quiet)]


def test_the_day_when_nobody_was_there_is_named_only_where_a_date_has_passed() -> None:
    coming = running(phase="scheduled", window=TUESDAY, **STARTS)
    assert facts(heard(coming, report("no_access")), "no_access").on is None
    undated = running(phase="accepted", **STARTS)
    assert facts(heard(undated, report("no_access")), "no_access").on is None


def test_parts_that_are_awaited_are_told_to_the_managers() -> None:
    decided = heard(running(phase="in_progress"), report("waiting_parts"))
    assert phases(decided) == ["waiting_parts"]
    assert mails(decided) == [("waiting_for_parts", "Berger"), ("firm_report", "Vogt")]


def test_a_refusal_proposes_the_next_rank_and_bothers_no_resident() -> None:
    matter = ticket(order(1, WOLF), status="RELEASED", category="water")
    decided = heard(matter, report("decline", is_sure=False), author=WOLF)
    assert phases(decided) == ["declined"]
    (question,) = effects(decided, AskQuestion)
    assert (str(question.kind), question.about["assignee"]) == ("next_firm", DORN.id)
    assert mails(decided) == [("firm_report", "Vogt")]
    assert facts(decided, "firm_report").next_company == "Dorn Sanitär GmbH"
    assert [(e.flag, e.is_set) for e in effects(decided, SetFlag)] == [(Flag.NO_ORDER, True)]


def test_declined_by_all_is_only_told() -> None:
    matter = ticket(order(1, WOLF, "declined"), order(2, DORN), status="RELEASED", category="water")
    decided = heard(matter, report("decline"), author=DORN, number=2)
    assert effects(decided, AskQuestion) == []
    assert facts(decided, "firm_report").next_company == ""


@pytest.mark.parametrize(
    "claims", ["question", "quote", "extra_finding", "invoice", "not_done", "done_future"]
)
def test_words_without_a_row_go_to_the_managers_only(claims: str) -> None:
    decided = heard(running(**ENDS), report(claims, amount=219_258))
    assert (phases(decided), statuses(decided)) == ([], [])
    assert mails(decided) == [("firm_report", "Vogt")]
    assert not facts(decided, "firm_report").asks


def test_an_offer_that_was_asked_for_is_received_and_no_price_reaches_a_resident() -> None:
    decided = heard(running(phase="quote_requested", kind="quote"), report("quote", amount=219_258))
    assert phases(decided) == ["quote_received"]
    assert mails(decided) == [("firm_report", "Vogt")]


def test_a_cancelled_firm_s_words_are_kept_and_told() -> None:
    decided = heard(running(phase="cancelled", **ENDS), report("done"))
    assert (phases(decided), statuses(decided)) == ([], [])
    assert mails(decided) == [("firm_report", "Vogt")]


def test_several_orders_in_one_mail_are_heard_each_for_itself() -> None:
    two: tuple[WorkOrder, ...] = (order(1, MEIER, **ENDS), order(2, MEIER, **ENDS))
    first, second = report("done", order="A-1042-1"), report("accept", order="A-1042-2")
    decided = heard(ticket(*two, status="RELEASED"), first, second)
    assert [(e.order, str(e.after)) for e in effects(decided, ChangeOrder)] == [
        (1, "reported_done"),
        (2, "accepted"),
    ]
    assert statuses(decided) == ["IN_PROGRESS"]


@pytest.mark.parametrize("named", ["A-1042-2", "A-1042-9", "A-77-1"])
def test_somebody_else_s_order_is_refused_kindly_and_the_managers_are_told(named: str) -> None:
    two = (order(1, MEIER, **ENDS), order(2, WOLF, **ENDS))
    decided = heard(ticket(*two, status="RELEASED"), report("done", order=named))
    assert phases(decided) == []
    assert mails(decided) == [("not_understood", "Heizung Meier GmbH"), ("firm_report", "Vogt")]
    refusal = facts(decided, "not_understood")
    assert (refusal.line, refusal.why) == (named, "no_order")  # the same, whether there is one or not


def test_two_clauses_on_one_order_are_one_report() -> None:
    decided = heard(running(**STARTS), report("accept"), report("appointment", window=TUESDAY))
    assert phases(decided) == ["scheduled"]


def test_a_firm_s_words_are_in_no_mail_to_a_resident() -> None:
    for claims in ("done", "accept appointment", "no_access", "waiting_parts", "decline"):
        said = report(claims, window=TUESDAY, text="Kanarienvogel 4711")
        decided = heard(hidden(running(**ENDS)), said)
        for sent in (e for e in effects(decided, OweNotice) if e.address == ANNA.address):
            assert "Kanarienvogel" not in repr(sent)
            assert "foto.jpg" not in repr(sent)


def test_thanks_of_a_firm_are_kept_and_told_to_nobody() -> None:
    matter = running()
    said = Said(whole="Danke!", is_thanks=True)
    assert mails(decide(case(matter, MEIER, matter.orders[0].channel), said)) == []


def test_another_firm_does_not_write_in_that_channel() -> None:
    matter = running(**ENDS)
    said = Said(whole="Erledigt", reports=(report("done"),))
    decided = decide(case(matter, WOLF, matter.orders[0].channel), said)
    assert decided.verdict == "held"


def test_all_managers_hear_it_where_the_house_says_so() -> None:
    decided = heard(running(), report("question"), policy=Policy(notify_managers="all"))
    assert mails(decided) == [("firm_report", "Vogt"), ("firm_report", "Lorenz")]


def test_a_line_on_an_order_of_theirs_at_another_ticket_is_heard_there_alone() -> None:
    other = replace(ticket(order(1, KRAUSE, **ENDS), status="RELEASED"), number=1050)
    there = case(other, KRAUSE, order().channel)
    first = report("done", order="A-1042-1", text="Lampe getauscht")
    second = report("accept", order="A-1050-1", text="Tonne mache ich")
    decided = heard(running(KRAUSE, **ENDS), first, second, author=KRAUSE, along={1050: there})
    assert phases(decided) == ["reported_done"]
    (elsewhere,) = decided.also
    assert (elsewhere.ticket, phases(elsewhere), statuses(elsewhere)) == (1050, ["accepted"], ["IN_PROGRESS"])
    assert [e.text for e in effects(elsewhere, AddEntry) if e.kind == "message"] == ["Tonne mache ich"]
    assert "not_understood" not in dict(mails(decided))


def test_a_line_on_another_s_order_at_another_ticket_is_refused() -> None:
    other = replace(ticket(order(1, MEIER, **ENDS), status="RELEASED"), number=1050)
    there = case(other, KRAUSE, order().channel)
    wrong = report("done", order="A-1050-1")
    decided = heard(running(KRAUSE, **ENDS), wrong, author=KRAUSE, along={1050: there})
    assert decided.also == ()
    assert facts(decided, "not_understood").why == "no_order"
