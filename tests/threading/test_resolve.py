"""Stories of mails that look for their conversation."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hauspost.desk.channels import PUBLIC, Channel
from hauspost.desk.houses import Person
from hauspost.desk.model import Ticket
from hauspost.desk.proof import Auth, Key, Power, Route
from hauspost.parsers.automation import Origin
from hauspost.threading.addresses import TargetKind, reply_address
from hauspost.threading.resolve import ask
from tests.threading.houses import (
    ANNA,
    BERND,
    CARLA,
    DESK,
    FRITZ,
    GRAMMAR,
    HAUPT,
    HEATING,
    KARL,
    LINDEN,
    MAILBOX,
    MAX,
    MEIER,
    MONA,
    NOON,
    OLD,
    ORDERS,
    OTTO,
    PEOPLE,
    TO_ANNA,
    TO_MEIER,
    Letter,
    World,
    parsed,
    person,
    ticket,
    with_orders,
)

ANNAS = Letter(7, (ANNA,), HEATING, TO_ANNA)
MONAS = Letter(8, (MONA,), HEATING, TO_ANNA)
HELD_LIST = Letter(9, (MONA,), None, None)


def test_a_forwarded_secret_lets_nobody_else_speak_as_anna() -> None:
    found = World((ANNAS,)).resolve(parsed(sender="lover@elsewhere.example"), ANNAS.reply)
    assert (found.route, found.reason, found.tell) == (Route.HELD, "not_from_p", True)
    assert found.presumed == (ANNA.id,)
    assert found.author == ()
    assert found.property_id == LINDEN.id


def test_a_forged_manager_without_a_key_opens_an_internal_ticket_and_commands_nothing() -> None:
    found = World().resolve(parsed(sender=MONA.address, subject="[T-1042]", auth=Auth.NONE))
    assert (found.route, found.power, found.ticket) == (Route.OFFICE, Power.NOTHING, None)


def test_a_household_is_one_author_and_each_of_them_is_p() -> None:
    eve = replace(person("eve"), addresses=(ANNA.address,), roles=ANNA.roles)
    world = World((ANNAS, Letter(10, (eve,), HEATING, TO_ANNA)), people={**PEOPLE, eve.id: eve})
    for letter in world.letters:
        found = world.resolve(parsed(sender=ANNA.address), letter.reply)
        assert (found.route, found.power, found.author) == (Route.THREAD, Power.ALL, (ANNA.id, eve.id))


def test_a_reply_to_all_with_foreign_ids_joins_the_ticket_for_its_readers_only() -> None:
    world = World((), (("first@post.example", HEATING, TO_ANNA),))
    answer = {"answers": ("lost@post.example", "first@post.example"), "auth": Auth.NONE}
    assert world.resolve(parsed(sender=BERND.address, **answer)).ticket == 1042  # type: ignore[arg-type]
    carla = world.resolve(parsed(sender=CARLA.address, **answer))  # type: ignore[arg-type]
    assert (carla.route, carla.ticket, carla.channel) == (Route.NEW, None, None)


def test_a_secret_in_cc_counts_at_the_mailbox_of_its_own_house_only() -> None:
    mail = parsed(sender=OTTO.address, recipients=(MAILBOX, "reply@x.example", ANNAS.reply))
    letter = Letter(7, (OTTO,), ticket(50, OTTO), Channel.of_resident(OTTO.id))
    world = World((letter,), tickets=(ticket(50, OTTO),))
    here = world.resolve(mail, MAILBOX)
    assert (here.route, here.ticket, here.power, here.key) == (Route.THREAD, 50, Power.ALL, Key.LIVE)
    there = world.resolve(mail, "hauptstrasse5@tickets.example")
    assert (there.route, there.ticket, there.property_id) == (Route.NEW, None, HAUPT.id)
    assert world.resolve(mail, DESK).ticket == 50


def test_ids_and_numbers_of_another_house_do_not_count_at_a_mailbox() -> None:
    own = ticket(50, OTTO)
    letter = Letter(7, (OTTO,), own, Channel.of_resident(OTTO.id))
    mail = parsed(sender=OTTO.address, answers=(letter.message_id,), subject="[T-50] Heizung")
    found = World((letter,), tickets=(own,)).resolve(mail, "hauptstrasse5@tickets.example")
    assert (found.route, found.property_id, found.hinted_ticket) == (Route.NEW, HAUPT.id, 50)


def test_a_mail_to_a_secret_and_its_mailbox_is_heard_once() -> None:
    world = World((ANNAS,))
    mail = parsed(sender=ANNA.address, recipients=(ANNAS.reply, MAILBOX, DESK))
    assert world.resolve(mail, ANNAS.reply, siblings=(MAILBOX, DESK)).route is Route.THREAD
    for rest in (MAILBOX, DESK):
        found = world.resolve(mail, rest, siblings=(ANNAS.reply,))
        assert (found.route, found.reason, found.ticket) == (Route.RECORD, "duplicate", None)
    # The mailbox of another house is another matter.
    assert world.resolve(mail, "hauptstrasse5@tickets.example", siblings=(ANNAS.reply,)).route is Route.QUEUE


@pytest.mark.parametrize("sender", [p.address for p in PEOPLE.values()] + ["stranger@x.example"])
@pytest.mark.parametrize("auth", list(Auth))
@pytest.mark.parametrize("key", [Key.LIVE, Key.EXPIRED, Key.REVOKED, None])
def test_no_mail_to_several_of_our_addresses_is_lost_between_them(
    sender: str, auth: Auth, key: Key | None
) -> None:
    letter = replace(ANNAS, key=key or Key.LIVE)
    world = World((letter,) if key else ())
    places = (letter.reply, MAILBOX, DESK)
    mail = parsed(sender=sender, recipients=places, auth=auth)
    routes = [world.resolve(mail, p, siblings=tuple(s for s in places if s != p)).route for p in places]
    assert sum(route is not Route.RECORD for route in routes) == 1


def test_an_unknown_secret_yields_to_the_mailbox_beside_it() -> None:
    mail = parsed(sender=ANNA.address, recipients=(ANNAS.reply, MAILBOX))
    assert World().resolve(mail, ANNAS.reply, siblings=(MAILBOX,)).route is Route.RECORD
    assert World().resolve(mail, MAILBOX, siblings=(ANNAS.reply,)).route is Route.NEW


def test_the_envelopes_secret_speaks_before_those_of_the_header() -> None:
    other = ticket(60, ANNA)
    letter = Letter(11, (ANNA,), other, TO_ANNA)
    world = World((ANNAS, letter), tickets=(HEATING, other))
    mail = parsed(sender=ANNA.address, recipients=(letter.reply, ANNAS.reply))
    assert world.resolve(mail, ANNAS.reply).ticket == 1042
    assert world.resolve(mail, letter.reply).ticket == 60


def test_a_dead_secret_in_the_envelope_is_not_revived_by_a_live_one_beside_it() -> None:
    other = ticket(60, ANNA)
    aged = Letter(11, (ANNA,), other, TO_ANNA, Key.EXPIRED)
    mail = parsed(sender=ANNA.address, recipients=(ANNAS.reply,))
    found = World((ANNAS, aged), tickets=(HEATING, other)).resolve(mail, aged.reply)
    assert (found.ticket, found.key, found.power) == (60, Key.EXPIRED, Power.ENTRY)


def test_annas_key_lets_a_neighbour_who_reads_only_the_public_part_say_nothing() -> None:
    public = ticket(80, ANNA, public=True)
    letter = Letter(7, (ANNA,), public, TO_ANNA)
    found = World((letter,), tickets=(public,)).resolve(parsed(sender=CARLA.address), letter.reply)
    assert (found.route, found.reason, found.presumed) == (Route.HELD, "not_from_p", (CARLA.id,))


def test_a_live_secret_of_the_author_outweighs_dead_ones_beside_it() -> None:
    dead = Letter(12, (BERND,), HEATING, TO_ANNA, Key.REVOKED)
    aged = Letter(13, (ANNA,), HEATING, TO_ANNA, Key.EXPIRED)
    mail = parsed(sender=ANNA.address, recipients=(dead.reply, aged.reply, ANNAS.reply))
    found = World((ANNAS, dead, aged)).resolve(mail, MAILBOX)
    assert (found.key, found.power) == (Key.LIVE, Power.ALL)


def test_a_secret_of_a_ticket_done_for_a_month_opens_a_linked_matter_even_if_it_was_still_called_live() -> (
    None
):
    letter = Letter(14, (ANNA,), OLD, TO_ANNA)
    found = World((letter,)).resolve(parsed(sender=ANNA.address), letter.reply)
    assert (found.route, found.linked_ticket, found.ticket, found.key) == (Route.NEW, 900, None, Key.EXPIRED)
    assert (found.property_id, found.answered_mail, found.cell) == (LINDEN.id, 14, "done/P/pass")


def test_a_month_is_thirty_days_to_the_minute() -> None:
    recent = ticket(901, ANNA, done_days=30)
    letter = Letter(15, (ANNA,), recent, TO_ANNA)
    assert (
        World((letter,), tickets=(recent,)).resolve(parsed(sender=ANNA.address), letter.reply).ticket == 901
    )
    older = replace(recent, done_at=NOON - timedelta(days=30, minutes=1))
    found = World((letter,), tickets=(older,)).resolve(parsed(sender=ANNA.address), letter.reply)
    assert found.linked_ticket == 901


@pytest.mark.parametrize(
    "sender, route", [(ANNA, Route.NEW), (MONA, Route.OFFICE)], ids=["resident", "manager"]
)
def test_whatever_names_a_ticket_long_done_its_follow_up_is_linked(sender: Person, route: Route) -> None:
    world = World((), (("old@post.example", OLD, TO_ANNA),))
    for mail in (
        parsed(sender=sender.address, answers=("old@post.example",)),
        parsed(sender=sender.address, subject="[T-900]"),
    ):
        found = world.resolve(mail)
        assert (found.route, found.linked_ticket, found.power) == (route, 900, Power.ENTRY)


def test_a_former_tenant_keeps_the_own_ticket_and_opens_private_ones() -> None:
    own = ticket(70, FRITZ)
    letter = Letter(16, (FRITZ,), own, Channel.of_resident(FRITZ.id))
    world = World((letter,), tickets=(own,))
    assert world.resolve(parsed(sender=FRITZ.address), letter.reply).ticket == 70
    tagged = world.resolve(parsed(sender=FRITZ.address, subject="[T-70]", auth=Auth.NONE))
    assert (tagged.route, tagged.hinted_ticket, tagged.cell) == (Route.NEW, 70, "tag/former/none")


def test_a_former_manager_learns_and_moves_nothing_any_more() -> None:
    gone = replace(MONA, roles=tuple(replace(r, period=FRITZ.roles[0].period) for r in MONA.roles))
    aged = replace(MONAS, key=Key.EXPIRED)
    for letter in (MONAS, aged):
        world = World((letter,), people={**PEOPLE, MONA.id: gone})
        by_key = world.resolve(parsed(sender=MONA.address), letter.reply)
        by_id = world.resolve(parsed(sender=MONA.address, answers=(letter.message_id,)))
        for found in (by_key, by_id):
            assert (found.route, found.ticket, found.channel) == (Route.NEW, None, None)


def test_a_reader_of_a_public_ticket_writes_into_the_own_channel() -> None:
    public = ticket(80, ANNA, public=True)
    world = World((), (("anna@post.example", public, TO_ANNA),), tickets=(public,))
    found = world.resolve(parsed(sender=CARLA.address, answers=("anna@post.example",)))
    assert (found.ticket, found.channel) == (80, Channel.of_resident(CARLA.id))
    tagged = world.resolve(parsed(sender=KARL.address, subject="[T-80]", auth=Auth.NONE))
    assert (tagged.route, tagged.cell) == (Route.OFFICE, "tag/caretaker/none")
    told = Letter(17, (CARLA,), public, PUBLIC)
    by_key = World((told,), tickets=(public,)).resolve(parsed(sender=CARLA.address), told.reply)
    assert (by_key.channel, by_key.power) == (PUBLIC, Power.ALL)


def test_a_colleague_in_the_same_firm_speaks_for_it() -> None:
    order = Letter(19, (MEIER,), HEATING, TO_MEIER)
    mechanic = "kaya@heizung-meier.example"
    answered = World((order,)).resolve(parsed(sender=mechanic, auth=Auth.NONE), order.reply)
    assert (answered.route, answered.power, answered.channel) == (Route.THREAD, Power.REVERSIBLE, TO_MEIER)
    assert answered.author == (MEIER.id,)
    afresh = World().resolve(parsed(sender=mechanic, subject="[A-1042-1] erledigt", auth=Auth.NONE))
    assert (afresh.route, afresh.power, afresh.channel) == (Route.THREAD, Power.ENTRY, TO_MEIER)
    outside = World((order,)).resolve(parsed(sender="kaya@freemail.example"), order.reply)
    assert (outside.route, outside.reason, outside.presumed) == (Route.HELD, "not_from_p", (MEIER.id,))


def test_whoever_lives_in_the_house_and_works_for_a_firm_is_both() -> None:
    both = replace(MEIER, addresses=(ANNA.address,))
    order = Letter(19, (both,), HEATING, TO_MEIER)
    world = World((order, ANNAS), people={**PEOPLE, both.id: both})
    at_work = world.resolve(parsed(sender=ANNA.address), order.reply)
    at_home = world.resolve(parsed(sender=ANNA.address), ANNAS.reply)
    assert (at_work.channel, at_home.channel) == (TO_MEIER, TO_ANNA)
    assert world.resolve(parsed(sender=ANNA.address)).route is Route.NEW
    assert world.resolve(parsed(sender=ANNA.address), DESK).property_id == LINDEN.id


def test_the_key_of_an_order_that_was_taken_back_opens_nothing() -> None:
    gone = Letter(19, (MEIER,), HEATING, TO_MEIER, Key.REVOKED)
    found = World((gone,)).resolve(parsed(sender=MEIER.address), gone.reply)
    assert (found.route, found.reason, found.channel) == (Route.HELD, "revoked", None)


@pytest.mark.parametrize("days, key", [(13, Key.LIVE), (15, Key.EXPIRED)])
def test_an_order_s_key_lives_for_two_weeks_after_the_ticket_is_done(days: int, key: Key) -> None:
    done = with_orders(ticket(95, ANNA, done_days=days), *ORDERS)
    order, annas = Letter(19, (MEIER,), done, TO_MEIER), Letter(20, (ANNA,), done, TO_ANNA)
    world = World((order, annas), tickets=(done,))
    assert world.resolve(parsed(sender=MEIER.address), order.reply).key is key
    assert world.resolve(parsed(sender=ANNA.address), annas.reply).key is Key.LIVE


def test_a_reader_without_a_role_needs_the_borders_word_for_a_number() -> None:
    nobody = person("nora")
    own = ticket(90, nobody)
    world = World((), tickets=(own,), people={**PEOPLE, nobody.id: nobody})
    mail = parsed(sender=nobody.address, subject="[T-90]")
    assert world.resolve(mail).cell == "tag/elsewhere/pass"
    assert world.resolve(parsed(sender=nobody.address, subject="[T-90]", auth=Auth.NONE)).route is Route.QUEUE


def test_a_list_without_a_ticket_is_answered_as_a_thread_of_its_own() -> None:
    found = World((HELD_LIST,)).resolve(parsed(sender=MONA.address), HELD_LIST.reply)
    assert (found.route, found.ticket, found.channel) == (Route.THREAD, None, None)
    assert (found.power, found.answered_mail, found.property_id) == (Power.ALL, 9, LINDEN.id)
    old = replace(HELD_LIST, is_young=False)
    weak = World((old,)).resolve(parsed(sender=MONA.address, auth=Auth.NONE), old.reply)
    assert weak.power is Power.ENTRY
    assert World((HELD_LIST,)).resolve(parsed(sender=MAX.address), HELD_LIST.reply).route is Route.HELD


def test_a_stranger_who_answers_our_neutral_mail_stays_a_stranger() -> None:
    neutral = Letter(18, (), None, None)
    found = World((neutral,)).resolve(parsed(sender="x@elsewhere.example"), neutral.reply)
    assert (found.route, found.reason, found.tell) == (Route.QUEUE, "unknown_sender", False)


def test_a_button_says_which_option_was_pressed() -> None:
    found = World((MONAS,)).resolve(parsed(sender=MONA.address), MONAS.act(1))
    assert (found.button, found.power, found.answered_mail) == (1, Power.ALL, 8)
    assert World((MONAS,)).resolve(parsed(sender=MONA.address), MONAS.act(3)).button == 3
    assert World((MONAS,)).resolve(parsed(sender=MONA.address), MONAS.reply).button == 0


@pytest.mark.parametrize("form", ["act", "bounce", "stop"])
def test_a_leaked_button_or_return_path_is_no_reply_address(form: str) -> None:
    leaked = {"act": MONAS.act(1), "bounce": MONAS.bounce, "stop": MONAS.stop}[form]
    token = leaked.partition("@")[0].partition("+")[2].partition(".")[0]
    found = World((MONAS,)).resolve(
        parsed(sender=MONA.address, auth=Auth.NONE), f"reply+{token}@reply.example"
    )
    assert (found.route, found.key, found.power) == (Route.OFFICE, Key.UNKNOWN, Power.NOTHING)


def test_a_return_path_in_the_header_proves_nothing() -> None:
    mail = parsed(sender=MONA.address, recipients=(MAILBOX, MONAS.bounce, MONAS.stop), auth=Auth.NONE)
    assert World((MONAS,)).resolve(mail).power is Power.NOTHING


# ---- automatic mail


@pytest.mark.parametrize("origin", [o for o in Origin if o is not Origin.PERSON])
def test_automatic_mail_is_kept_with_its_ticket_and_obeyed_by_nobody(origin: Origin) -> None:
    for mail, rcpt_to in (
        (parsed(sender=ANNA.address, origin=origin), ANNAS.reply),
        (parsed(sender=ANNA.address, origin=origin, answers=(ANNAS.message_id,)), MAILBOX),
        (parsed(sender="", origin=origin, original_id=ANNAS.message_id), MAILBOX),
    ):
        found = World((ANNAS,)).resolve(mail, rcpt_to)
        assert (found.route, found.power, found.ticket) == (Route.RECORD, Power.NOTHING, 1042)
        assert found.reason in ("automatic", "list", "bounce", "complaint")


def test_a_mail_at_the_return_path_is_a_report_or_an_absence_note() -> None:
    world = World((ANNAS,))
    report = world.resolve(parsed(sender="", origin=Origin.BOUNCE), ANNAS.bounce)
    assert (report.route, report.reason, report.answered_mail, report.key) == (
        Route.RECORD,
        "bounce",
        7,
        Key.LIVE,
    )
    absence = world.resolve(parsed(sender=ANNA.address), ANNAS.bounce)
    assert (absence.route, absence.reason, absence.ticket) == (Route.RECORD, "absence", 1042)


def test_our_own_mail_coming_back_ends_here() -> None:
    world = World((ANNAS,))
    for found in (
        world.resolve(parsed(sender=ANNA.address, own_mark="7"), ANNAS.reply),
        world.resolve(parsed(sender=MAILBOX), ANNAS.reply, own_address=True),
    ):
        assert (found.route, found.reason) == (Route.RECORD, "own_mail")


def test_our_own_mail_that_came_back_under_another_message_id_is_known_by_its_mark() -> None:
    mark = f"<{ANNAS.id_fact().message_id}>"
    found = World((ANNAS,)).resolve(parsed(sender="relay@provider.example", own_mark=mark))
    assert (found.route, found.reason) == (Route.RECORD, "own_mail")
    assert (found.answered_mail, found.ticket) == (7, 1042)


def test_the_unsubscribe_address_acts_by_its_live_key_alone() -> None:
    mail = parsed(sender="robot@provider.example", origin=Origin.AUTO_GENERATED, auth=Auth.FAIL)
    found = World((ANNAS,)).resolve(mail, ANNAS.stop)
    assert (found.route, found.author, found.ticket) == (Route.MUTE, (ANNA.id,), 1042)
    dead = replace(ANNAS, key=Key.REVOKED)
    assert World((dead,)).resolve(mail, ANNAS.stop).route is Route.RECORD
    assert World().resolve(mail, ANNAS.stop).route is Route.RECORD
    neutral = Letter(18, (), None, None)
    assert World((neutral,)).resolve(mail, neutral.stop).route is Route.RECORD


# ---- a manager's word


def test_a_manager_s_word_makes_a_held_mail_an_entry_and_never_a_command() -> None:
    stranger = parsed(sender="anna@new.example")
    found = World((ANNAS,)).resolve(stranger, ANNAS.reply, vouched=(ANNA,))
    assert (found.route, found.power, found.ticket, found.author) == (
        Route.THREAD,
        Power.ENTRY,
        1042,
        (ANNA.id,),
    )
    revoked = replace(ANNAS, key=Key.REVOKED)
    assert World((revoked,)).resolve(stranger, ANNAS.reply, vouched=(ANNA,)).route is Route.THREAD
    queued = World().resolve(stranger, MAILBOX, vouched=(ANNA,))
    assert (queued.route, queued.power) == (Route.NEW, Power.ENTRY)
    wrong_house = World().resolve(stranger, "hauptstrasse5@tickets.example", vouched=(ANNA,))
    assert (wrong_house.route, wrong_house.property_id) == (Route.NEW, HAUPT.id)


@pytest.mark.parametrize("key", list(Key)[:3])
@pytest.mark.parametrize("auth", list(Auth))
@pytest.mark.parametrize("who", [ANNA, BERND, CARLA, MONA, FRITZ, KARL], ids=lambda p: p.id)
def test_what_a_manager_vouched_for_is_not_held_again(key: Key, auth: Auth, who: Person) -> None:
    letter = replace(ANNAS, key=key)
    mail = parsed(sender="new@elsewhere.example", auth=auth, subject="[T-1042]")
    for rcpt_to in (letter.reply, MAILBOX, DESK, "postmaster@tickets.example"):
        found = World((letter,)).resolve(mail, rcpt_to, vouched=(who,), siblings=(MAILBOX,))
        assert found.route in (Route.THREAD, Route.NEW, Route.OFFICE)
        assert found.power is Power.ENTRY


def test_a_trusted_listener_counts_as_pass() -> None:
    mail = parsed(sender=MONA.address, auth=Auth.NONE)
    assert World((MONAS,)).resolve(mail, MONAS.reply, trusted=True).power is Power.ALL


def test_two_froms_name_nobody() -> None:
    found = World((ANNAS,)).resolve(parsed(sender=""), ANNAS.reply)
    assert (found.route, found.author) == (Route.HELD, ())


# ---- asking


def test_the_envelopes_secret_is_asked_first_and_the_newest_id_before_older_ones() -> None:
    mail = parsed(
        sender=ANNA.address,
        recipients=("x@y.example", MONAS.act(2), ANNAS.reply, ANNAS.reply),
        answers=("newest@x.example", "older@x.example"),
        subject="[T-3] [T-4]",
        original_id="ours@tickets.example",
    )
    asked = ask(mail, None, ANNAS.reply, GRAMMAR)
    assert [(s.kind, s.option) for s in asked.secrets] == [(TargetKind.REPLY, 0), (TargetKind.ACT, 2)]
    assert asked.message_ids == ("newest@x.example", "older@x.example", "ours@tickets.example")
    assert asked.tags == (3, 4)


def test_a_mail_full_of_secrets_asks_for_few() -> None:
    many = tuple(reply_address(n.to_bytes(16, "big"), GRAMMAR) for n in range(1000))
    assert len(ask(parsed(sender="", recipients=many), None, MAILBOX, GRAMMAR).secrets) <= 16


addresses = st.sampled_from(
    [
        MAILBOX,
        DESK,
        "hauptstrasse5@tickets.example",
        "postmaster@tickets.example",
        "nobody@tickets.example",
        "",
    ]
    + [
        form
        for letter in (ANNAS, MONAS, HELD_LIST)
        for form in (letter.reply, letter.act(2), letter.bounce, letter.stop)
    ]
)
letters = st.builds(
    replace,
    st.sampled_from(
        [ANNAS, MONAS, HELD_LIST, Letter(20, (), HEATING, None), Letter(21, (FRITZ,), OLD, TO_ANNA)]
    ),
    key=st.sampled_from([Key.LIVE, Key.EXPIRED, Key.REVOKED]),
    is_young=st.booleans(),
)


@settings(max_examples=400)
@given(
    st.lists(letters, max_size=4),
    st.sampled_from([*(p.address for p in PEOPLE.values()), "", "x@elsewhere.example"]),
    addresses,
    st.lists(addresses, max_size=3),
    st.lists(st.sampled_from([7, 8, 9, 20]), max_size=2),
    st.sampled_from(["", "[T-1042]", "[T-900] [T-1]"]),
    st.sampled_from(Auth),
    st.sampled_from(Origin),
    st.sets(st.sampled_from([HEATING, OLD])),
    st.lists(addresses, max_size=2),
    st.booleans(),
)
def test_every_mail_ends_somewhere(
    found: list[Letter],
    sender: str,
    rcpt_to: str,
    recipients: list[str],
    answers: list[int],
    subject: str,
    auth: Auth,
    origin: Origin,
    tickets: set[Ticket],
    siblings: list[str],
    strict: bool,
) -> None:
    world = World(tuple(found), tickets=tuple(tickets))
    mail = parsed(
        sender=sender,
        recipients=tuple(recipients),
        answers=tuple(f"m{n}@tickets.example" for n in answers),
        subject=subject,
        auth=auth,
        origin=origin,
    )
    end = world.resolve(mail, rcpt_to, siblings=tuple(siblings), strict=strict)
    assert end.cell
    if end.route not in (Route.THREAD, Route.NEW, Route.OFFICE):
        assert end.reason or end.route is Route.MUTE
    if end.power is Power.ALL:
        assert (end.key, auth, end.route) == (Key.LIVE, Auth.PASS, Route.THREAD)
    if auth is Auth.FAIL and origin is Origin.PERSON:
        assert end.route in (Route.HELD, Route.QUEUE, Route.RECORD, Route.MUTE)
    if end.route in (Route.HELD, Route.QUEUE, Route.RECORD):
        assert end.power is Power.NOTHING


@pytest.mark.parametrize("minute, cell", [(59, "tag/resident/pass"), (60, "tag/former/pass")])
def test_rights_end_at_midnight_where_the_company_is(minute: int, cell: str) -> None:
    """Fritz moves out on 31 March; midnight in Berlin is ten in the evening in UTC."""
    own = ticket(70, FRITZ)
    mail = parsed(sender=FRITZ.address, subject="[T-70]")
    at = datetime(2025, 3, 31, 21, 0, tzinfo=UTC) + timedelta(minutes=minute)
    assert World((), tickets=(own,)).resolve(mail, at=at).cell == cell
