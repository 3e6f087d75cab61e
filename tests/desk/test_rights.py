"""Who may read which channel and who may command what, against tables written down from DOMAIN."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from hauspost.desk.channels import INTERNAL, PUBLIC, Channel, Participant
from hauspost.desk.houses import CategoryKey, Period, Person, PersonId, PropertyId, Role, RoleAssignment
from hauspost.desk.intents import Act
from hauspost.desk.model import Status, Ticket, TicketKind, Visibility
from hauspost.desk.proof import Power
from hauspost.desk.rights import may_act, may_read, needed_power

NOON = datetime(2025, 10, 14, 10, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
HERE, ELSEWHERE = PropertyId("LW12"), PropertyId("HS5")
ANNA, OTHER = PersonId("anna"), PersonId("other")
OWN = Channel.of_resident(ANNA)


def person(
    name: str, role: Role | None, place: str = "LW12", *, begin: date | None = None, end: date | None = None
) -> Person:
    roles = (
        (RoleAssignment(PersonId(name), PropertyId(place), role, period=Period(begin, end)),) if role else ()
    )
    return Person(PersonId(name), name.title(), roles=roles)


def ticket(visibility: Visibility = Visibility.PRIVATE, *participants: Participant) -> Ticket:
    own = participants or (Participant(ANNA, OWN),)
    return Ticket(
        number=1042,
        property_id=HERE,
        kind=TicketKind.MATTER,
        status=Status.OPEN,
        category=CategoryKey("heating"),
        visibility=visibility,
        subject="Heizung",
        seq=1,
        opened_at=NOON,
        changed_at=NOON,
        participants=own,
    )


READS = [
    # who, role, place, channel, visibility, may read
    ("anna", Role.TENANT, "LW12", OWN, Visibility.PRIVATE, True),
    ("anna", None, "LW12", OWN, Visibility.PRIVATE, True),  # a reporter keeps the own ticket
    ("other", Role.TENANT, "LW12", OWN, Visibility.PRIVATE, False),
    ("other", Role.BOARD_MEMBER, "LW12", OWN, Visibility.PRIVATE, False),
    ("other", Role.CARETAKER, "LW12", OWN, Visibility.PRIVATE, False),
    ("other", Role.MANAGER, "LW12", OWN, Visibility.PRIVATE, True),
    ("other", Role.MANAGER, "*", OWN, Visibility.PRIVATE, True),
    ("other", Role.MANAGER, "HS5", OWN, Visibility.PRIVATE, False),
    ("anna", Role.TENANT, "LW12", INTERNAL, Visibility.PRIVATE, False),
    ("other", Role.MANAGER, "LW12", INTERNAL, Visibility.PRIVATE, True),
    ("other", Role.TENANT, "LW12", PUBLIC, Visibility.PRIVATE, False),
    ("other", Role.TENANT, "LW12", PUBLIC, Visibility.PUBLIC, True),
    ("other", Role.TENANT, "HS5", PUBLIC, Visibility.PUBLIC, False),
    ("other", None, "LW12", PUBLIC, Visibility.PUBLIC, False),
]


@pytest.mark.parametrize("who, role, place, channel, visibility, reads", READS)
def test_reading_is_membership_of_a_channel(
    who: str, role: Role | None, place: str, channel: Channel, visibility: Visibility, reads: bool
) -> None:
    assert may_read([person(who, role, place)], ticket(visibility), channel, NOON, BERLIN) is reads


def test_a_right_ends_with_the_last_day_of_the_role_in_the_company_s_time_zone() -> None:
    manager = person("sabine", Role.MANAGER, end=date(2025, 10, 14))
    late = datetime(2025, 10, 14, 21, 59, tzinfo=UTC)  # 23:59 in Berlin
    assert may_read([manager], ticket(), OWN, late, BERLIN)
    assert not may_read([manager], ticket(), OWN, late + timedelta(minutes=1), BERLIN)


def test_a_participant_reads_only_from_and_until_the_given_moments() -> None:
    asked = Participant(OTHER, OWN, since=NOON, until=NOON + timedelta(hours=1))
    reader = person("other", None)
    moments = [NOON - timedelta(seconds=1), NOON, NOON + timedelta(hours=1)]
    assert [may_read([reader], ticket(Visibility.PRIVATE, asked), OWN, m, BERLIN) for m in moments] == [
        False,
        True,
        False,
    ]


def test_people_who_share_an_address_have_the_union_of_their_rights() -> None:
    assert may_read([person("other", Role.TENANT), person("anna", None)], ticket(), OWN, NOON, BERLIN)


MANAGER_ONLY = {
    "release",
    "start",
    "finish",
    "reopen",
    "reject",
    "category",
    "assign",
    "internal",
    "reply",
    "send",
}
MANAGER_ONLY |= {
    "reachable",
    "stop",
    "undo",
    "file",
    "for",
    "to",
    "survey",
    "word_ok",
    "take",
    "take_new",
    "link",
    "once",
    "spam",
}
MANAGER_ONLY |= {"split", "away", "back"}
MANAGER_ONLY |= {"rule_no", "word_no"}
MANAGER_ONLY |= {"dispatch", "quote", "inform", "cancel_order", "proposal", "rules", "rule_ok", "import_ok"}
MANAGER_ONLY |= {"approval", "account", "inform_owner", "pass_invoice"}
MANAGER_ONLY |= {
    "private",
    "anonymous",
    "public",
    "without",
    "only",
    "with",
    "to_all",
    "merge",
    "move",
    "bundle",
    "publish",
}
MANAGER_ONLY |= {"priority", "follow_up", "remind", "next_firm"}
MANAGER_ONLY |= {"report", "categories", "link_ticket", "delete", "retain", "hold"}
COUNTED = {"me_too", "mute", "daily", "at_once", "no_mails"}
WORK = {"sign_off", "rework", "relay"}  # what a manager makes of an order
MANAGER_ONLY |= {"on_it", "emergency", "no_emergency"}
PAPERS = {"documents", "document"}  # each answered by the role
MANAGER_ONLY |= {"change_document", "file_documents"}
ANSWERS = {"yes", "no", "choose", "rate", "promised"}
EXPECTED = {
    Role.MANAGER: MANAGER_ONLY | WORK | PAPERS | {"status", "list", "help"},
    Role.TENANT: COUNTED | PAPERS | {"status", "list", "help", "file"},
    Role.OWNER: COUNTED | PAPERS | {"status", "list", "help", "file"},
    Role.BOARD_MEMBER: COUNTED | PAPERS | {"status", "list", "help", "file"},
    Role.REPRESENTATIVE: COUNTED | PAPERS | {"status", "list", "help", "file"},
    Role.CARETAKER: COUNTED | PAPERS | {"status", "list", "help"},
    Role.CONTRACTOR: {"status", "list", "help"},
}


@pytest.mark.parametrize("act", list(Act))
@pytest.mark.parametrize("role", list(Role))
def test_commands_are_rights_of_roles(role: Role, act: Act) -> None:
    allowed = may_act([person("x", role)], act, HERE, NOON, BERLIN)
    assert allowed is (str(act) in EXPECTED[role])


@pytest.mark.parametrize("act", list(Act))
@pytest.mark.parametrize("role", list(Role))
def test_a_role_at_another_house_allows_nothing_here(role: Role, act: Act) -> None:
    assert not may_act([person("x", role, "HS5")], act, HERE, NOON, BERLIN)


def test_a_former_tenant_may_ask_for_the_own_tickets_and_nothing_else() -> None:
    gone = person("kowalski", Role.TENANT, end=date(2025, 7, 31))
    assert [str(a) for a in Act if may_act([gone], a, HERE, NOON, BERLIN)] == ["status", "list", "help"]


def test_every_act_that_changes_something_needs_proof() -> None:
    free = {a for a in Act if needed_power(a) is Power.NOTHING}
    asking = {Act.STATUS, Act.LIST, Act.FILE, Act.HELP, Act.RULES, Act.CATEGORIES, Act.REPORT}
    assert free == asking | {Act.DOCUMENTS, Act.DOCUMENT}
    assert all(
        needed_power(a) >= Power.REVERSIBLE
        for a in (Act.RELEASE, Act.FINISH, Act.REJECT, Act.TO, Act.FOR, Act.TAKE)
    )
