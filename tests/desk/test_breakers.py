"""Where a conversation is a loop or a flood, and where it is only lively."""

from dataclasses import replace
from typing import Any

import pytest

from hauspost.desk.breakers import once_keys, tripped
from hauspost.desk.case import Case
from hauspost.desk.decide import decide
from hauspost.desk.decision import AddEntry, AskQuestion, Decision, OweNotice, RememberOnce, Verdict
from hauspost.desk.intents import Act, Claim, Command, Report, Said
from hauspost.desk.pace import Pace
from hauspost.desk.policy import Policy
from hauspost.desk.proof import Route
from tests.desk.scenes import ANNA, KRAUSE, SABINE, case, effects, mails, order, ticket

ABSENT = Said(
    "Guten Tag,\nich bin bis zum 24.10. nicht zu erreichen und lese keine Mails. Ihre hat die Nummer 4711.",
    text="ich bin bis zum 24.10. nicht zu erreichen",
)


def remembered(scene: Case, decided: Decision) -> Case:
    """The case of the next mail: what was said once is known."""
    said = {e.key for e in effects(decided, RememberOnce)}
    mail = replace(scene.mail, arrival=scene.mail.arrival + 1)
    return replace(scene, mail=mail, said_once=scene.said_once | said)


def decided_again(scene: Case, decided: Decision) -> Case:
    """The case of the same mail once more."""
    return replace(remembered(scene, decided), mail=scene.mail)


def matter(**values: Any) -> Case:
    scene = case(None, ANNA, entries=(), **values)
    return replace(scene, resolution=replace(scene.resolution, route=Route.NEW, channel=None))


def test_the_same_words_again_are_held_once_told_once_and_then_only_recorded() -> None:
    scene = case(ticket(), ANNA)
    first = decide(scene, ABSENT)
    assert (first.verdict, mails(first)) == (Verdict.ACCEPTED, [("person_wrote", "Vogt")])
    scene = remembered(scene, first)
    again = replace(ABSENT, whole=ABSENT.whole.replace("4711", "4712"))
    second = decide(scene, again)
    assert (second.verdict, second.reason) == (Verdict.HELD, "same_words")
    assert mails(second) == [("held_list", "Vogt")]
    assert [e.facts["reason"] for e in effects(second.also[0], AddEntry)] == ["same_words"]
    scene = remembered(scene, second)
    third = decide(scene, again)
    assert (third.verdict, third.reason, third.everything) == (Verdict.RECORDED, "same_words", ())


def test_a_held_mail_that_is_decided_again_does_not_meet_its_own_memory() -> None:
    scene = case(ticket(), ANNA)
    scene = remembered(scene, decide(scene, ABSENT))
    scene = decided_again(scene, decide(scene, ABSENT))
    again = decide(scene, ABSENT)
    assert (again.verdict, again.reason, again.also) == (Verdict.HELD, "same_words", ())
    assert mails(again) == [("held_list", "Vogt")], "the managers need its new number"
    assert decide(replace(scene, vouched=True), ABSENT).verdict is Verdict.ACCEPTED


def test_a_machine_that_quotes_what_it_answers_below_its_own_words_is_known_by_the_words_above() -> None:
    own = (
        "Sehr geehrte Damen und Herren, Ihre Anfrage ist bei uns eingegangen und wird so bald wie möglich "
        * 2
    )
    scene = matter()
    scene = remembered(scene, decide(scene, Said(own + "Sie schrieben: Heizung kalt")))
    assert tripped(scene, Said(own + "Sie schrieben: Ihre Meldung ist eingegangen")) == "same_words"


def test_the_same_request_about_another_matter_is_another_mail() -> None:
    asked = Said("Bitte schicken Sie bald jemanden vorbei.", text="Bitte schicken Sie bald jemanden vorbei.")
    scene = matter()
    scene = remembered(scene, decide(scene, asked))
    assert tripped(scene, asked) == "same_words"
    other = replace(scene, mail=replace(scene.mail, subject="Licht im Keller"))
    assert tripped(other, asked) is None


def test_another_day_or_house_in_a_short_sentence_is_another_sentence() -> None:
    scene = case(ticket(), ANNA)
    heard = remembered(scene, decide(scene, Said("Am 12.10. passt es mir gut.")))
    assert tripped(heard, Said("Am 12.10. passt es mir gut!")) == "same_words"
    assert tripped(heard, Said("Am 13.10. passt es mir gut.")) is None


def test_the_same_words_elsewhere_by_somebody_else_or_tomorrow_are_new() -> None:
    scene = case(ticket(), ANNA)
    heard = remembered(scene, decide(scene, ABSENT))
    assert tripped(heard, ABSENT) == "same_words"
    assert tripped(replace(heard, ticket=replace(ticket(), number=1043)), ABSENT) is None
    assert tripped(replace(heard, author=(KRAUSE,)), ABSENT) is None
    assert tripped(replace(heard, at=heard.at.replace(day=15)), ABSENT) is None


@pytest.mark.parametrize(
    "said",
    [
        Said("Danke, alles gut"),
        Said("Die Fotos vom Bad anbei, viele Grüße", attachments=("bad.jpg",)),
        Said("Vielen herzlichen Dank Ihnen allen", is_thanks=True),
        Said("FREIGEBEN bitte sofort und gleich", commands=(Command(Act.RELEASE, "FREIGEBEN"),)),
        Said("Erledigt, Lampe ist getauscht", reports=(Report(frozenset({Claim.DONE}), "Erledigt"),)),
    ],
)
def test_words_that_people_say_again_are_never_compared(said: Said) -> None:
    scene = case(ticket(), ANNA)
    assert not [key for key in once_keys(scene, said) if key.startswith("words:")]
    assert tripped(replace(scene, said_once=frozenset(once_keys(scene, said))), said) is None


def test_a_caretaker_s_erledigt_on_three_orders_is_done_three_times() -> None:
    known: frozenset[str] = frozenset()
    done = Said("Erledigt", reports=(Report(frozenset({Claim.DONE}), "Erledigt", is_sure=True),))
    for number in (1042, 1043, 1044):
        given = order(assignee=KRAUSE)
        scene = case(replace(ticket(given), number=number), KRAUSE, given.channel, said_once=known)
        decided = decide(scene, done)
        assert decided.reason in ("reported", "report_asked")
        known = known | {e.key for e in effects(decided, RememberOnce)}


@pytest.mark.parametrize(
    "pace, reason",
    [
        (Pace(15, 30, 15), None),
        (Pace(29, 59, 29), None),
        (Pace(30, 30, 30), "much_of_person_in_ticket"),
        (Pace(60, 0, 0), "much_of_person"),
        (Pace(0, 60, 0), "much_in_ticket"),
    ],
)
def test_a_lively_exchange_is_no_flood_and_more_than_people_write_is(pace: Pace, reason: str | None) -> None:
    assert tripped(case(ticket(), ANNA, pace=pace), Said("Noch etwas")) == reason


def test_the_numbers_are_the_house_s_own() -> None:
    policy = Policy(mails_per_person=3, same_words=2)
    assert tripped(case(ticket(), ANNA, pace=Pace(3), policy=policy), Said("Ja")) == "much_of_person"
    scene = case(ticket(), ANNA, policy=policy)
    scene = remembered(scene, decide(scene, ABSENT))
    assert tripped(scene, ABSENT) is None
    assert tripped(remembered(scene, decide(scene, ABSENT)), ABSENT) == "same_words"


def test_zero_is_no_limit() -> None:
    policy = Policy(mails_per_person=0, mails_per_ticket=0, mails_per_person_and_ticket=0, same_words=0)
    scene = case(ticket(), ANNA, pace=Pace(9_999, 9_999, 9_999), policy=policy)
    assert tripped(remembered(scene, decide(scene, ABSENT)), ABSENT) is None


def test_each_mail_of_a_flood_is_a_question_and_only_the_first_is_told() -> None:
    scene = case(ticket(), ANNA, pace=Pace(60, 30, 30))
    first = decide(scene, Said("Eins"))
    assert mails(first) == [("held_list", "Vogt")]
    second = decide(remembered(scene, first), Said("Zwei"))
    assert (second.verdict, second.reason) == (Verdict.HELD, "much_of_person_in_ticket")
    assert [type(e) for e in second.everything] == [AskQuestion]


def test_what_a_manager_vouches_for_meets_no_breaker() -> None:
    scene = case(ticket(), ANNA, pace=Pace(99, 99, 99))
    assert tripped(replace(scene, vouched=True), ABSENT) is None
    assert tripped(replace(scene, as_new=True), ABSENT) is None


def test_a_manager_s_unmarked_absence_note_reaches_a_resident_once() -> None:
    note = replace(ABSENT, text=ABSENT.whole)
    scene = case(ticket(), SABINE)
    first = decide(scene, note)
    second = decide(remembered(scene, first), note)
    assert (second.verdict, second.reason) == (Verdict.HELD, "same_words")
    assert {e.kind for e in effects(second, OweNotice)} == {"held_list"}
