"""P7 of papers: role × audience × period × withdrawal × proof, against a table that was written down by hand."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import chain, combinations, product
from zoneinfo import ZoneInfo

import pytest

from hauspost.desk.documents import (
    EVERYBODY,
    Document,
    Version,
    may_see,
    refusal,
    usual_audience,
    version_for,
)
from hauspost.desk.houses import Period, Person, PersonId, PropertyId, Role, RoleAssignment
from hauspost.desk.notices import NoticeKind
from hauspost.desk.readers import Reach, readers

BERLIN = ZoneInfo("Europe/Berlin")
HERE = PropertyId("LW12")
TODAY = date(2025, 10, 14)
NOON = datetime(2025, 10, 14, 10, tzinfo=UTC)
ADDRESS = "somebody@post.example"
DAY = timedelta(days=1)

# Which letters of an audience (t: tenants, o: owners, b: board, c: caretaker) open a paper to which role. Managers see
# all, and nobody else anything: neither firms nor whoever acts for another.
OPENS = {
    Role.TENANT: "t",
    Role.OWNER: "o",
    Role.BOARD_MEMBER: "b",
    Role.CARETAKER: "c",
    Role.MANAGER: "",
    Role.REPRESENTATIVE: "",
    Role.CONTRACTOR: "",
}
LETTERS = {Role.TENANT: "t", Role.OWNER: "o", Role.BOARD_MEMBER: "b", Role.CARETAKER: "c"}
AUDIENCES = ["".join(a) for a in chain.from_iterable(combinations("tobc", n) for n in range(1, 5))]
# The time of the role and of the paper, as days from today; None: open. Whether it counts today.
TIMES = [
    ((None, None), True),
    ((0, 0), True),
    ((-9, 0), True),
    ((0, 9), True),
    ((1, None), False),
    ((None, -1), False),
    ((-9, -1), False),
]


def period(span: tuple[int | None, int | None]) -> Period:
    begin, end = (None if n is None else TODAY + n * DAY for n in span)
    return Period(begin, end)


def person(role: Role, place: str = "LW12", held: Period | None = None) -> Person:
    roles = (RoleAssignment(PersonId("x"), PropertyId(place), role, period=held or Period()),)
    return Person(PersonId("x"), "X", addresses=(ADDRESS,), roles=roles)


def version(number: int = 1, valid: Period | None = None, **more: object) -> Version:
    made = Version(
        number, f"{number}.pdf", "application/pdf", 9, f"d{number}", f"s{number}", NOON, PersonId("m")
    )
    return replace(made, valid=valid or Period(), **more)  # type: ignore[arg-type]


def paper(audience: str = "tobc", *versions: Version, is_withdrawn: bool = False) -> Document:
    roles = frozenset(role for role, letter in LETTERS.items() if letter in audience)
    return Document(3, HERE, "Hausordnung", roles, versions or (version(),), is_withdrawn)


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_paper_is_seen_by_its_roles_in_their_time_and_in_its_own(role: Role, audience: str) -> None:
    for (held, holds), (valid, counts), is_withdrawn in product(TIMES, TIMES, (False, True)):
        document = paper(audience, version(valid=period(valid)), is_withdrawn=is_withdrawn)
        expected = holds and (
            role is Role.MANAGER
            or (counts and not is_withdrawn and OPENS[role] != "" and OPENS[role] in audience)
        )
        assert may_see([person(role, held=period(held))], document, TODAY) is expected
        assert (version_for([person(role, held=period(held))], document, TODAY) is not None) is expected
        assert not may_see([person(role, "HS5", period(held))], document, TODAY)


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("kind", [NoticeKind.DOCUMENT_LIST, NoticeKind.DOCUMENTS])
def test_the_last_look_before_a_mail_leaves_asks_the_same(role: Role, kind: NoticeKind) -> None:
    for audience, (held, holds) in product(AUDIENCES, TIMES):
        asker = person(role, held=period(held))
        reach = Reach(kind, ADDRESS, documents=(paper(audience), paper("tobc")))
        sees = holds and (role is Role.MANAGER or (OPENS[role] != "" and OPENS[role] in audience))
        assert bool(readers(reach, [asker], NOON, BERLIN)) is sees
        assert readers(replace(reach, address="other@post.example"), [asker], NOON, BERLIN) == ()


def test_a_household_sees_what_any_of_it_sees_and_two_roles_are_a_union() -> None:
    tenant, owner = person(Role.TENANT), replace(person(Role.OWNER), id=PersonId("y"))
    assert may_see([tenant, owner], paper("o"), TODAY)
    both = replace(tenant, roles=(*tenant.roles, *owner.roles))
    assert may_see([both], paper("o"), TODAY)
    assert not may_see([tenant], paper("o"), TODAY)


def test_a_right_ends_at_midnight_of_the_house_s_own_day() -> None:
    asker = person(Role.TENANT, held=Period(None, TODAY))
    reach = Reach(NoticeKind.DOCUMENTS, ADDRESS, documents=(paper(),))
    late = datetime(2025, 10, 14, 21, 59, tzinfo=UTC)  # 23:59 in Berlin
    assert readers(reach, [asker], late, BERLIN)
    assert not readers(reach, [asker], late + timedelta(minutes=1), BERLIN)


# ---- versions


def test_a_new_version_counts_from_its_day_and_what_it_replaced_never_comes_back() -> None:
    later = version(2, Period(TODAY + 3 * DAY, TODAY + 5 * DAY))
    document = paper("t", version(1), later)
    found = [document.current(TODAY + n * DAY) for n in (0, 2, 3, 5, 6)]
    assert [v.number if v else 0 for v in found] == [1, 1, 2, 2, 0]
    assert version_for([person(Role.MANAGER)], document, TODAY + 6 * DAY) == later


def test_a_version_that_was_taken_back_never_counts() -> None:
    document = paper("t", version(1), version(2, is_taken_back=True))
    current = document.current(TODAY)
    assert current is not None
    assert current.number == 1


# ---- by themselves


@pytest.mark.parametrize(
    "title, audience",
    [
        ("Protokoll der Versammlung", "ob"),
        ("PROTOKOLL 2025", "ob"),
        ("Jahresabrechnung 2024", "ob"),
        ("Wirtschaftsplan 2026", "ob"),
        ("Beschlusssammlung", "ob"),
        ("Hausordnung", "tobc"),
        ("Minutes of the meeting", "ob"),
        ("House rules", "tobc"),
        ("Protokoll: neue Hausordnung", "ob"),
        ("Grundriss Keller", ""),
        ("Energieausweis", ""),
        ("", ""),
    ],
)
def test_the_words_of_a_title_say_whom_it_is_for_or_nobody_knows(title: str, audience: str) -> None:
    found = usual_audience(title)
    assert "".join(sorted(LETTERS[r] for r in found or ())) == "".join(sorted(audience))


def test_everybody_is_everybody_but_firms_managers_and_representatives() -> None:
    assert frozenset(LETTERS) == EVERYBODY


@pytest.mark.parametrize(
    "name, content_type, size, why",
    [
        ("a.pdf", "application/pdf", 9, ""),
        ("A.PDF", "application/pdf", 8 * 1024 * 1024, ""),
        ("a.pdf", "application/pdf", 8 * 1024 * 1024 + 1, "too_large"),
        ("a.pdf", "application/x-msdownload", 9, "type"),
        ("a.pdf", "text/html", 9, "type"),
        ("a.pdf", "application/zip", 9, "type"),
        ("a.jpg", "application/pdf", 9, "type"),
        ("a.exe", "application/pdf", 9, "type"),
        ("a.docm", "application/octet-stream", 9, "type"),
        ("a.docx", "application/zip", 9, ""),
        ("plan", "application/pdf", 9, "type"),
        (".pdf", "application/pdf", 9, "type"),
    ],
)
def test_what_is_taken_is_told_by_name_and_content_together(
    name: str, content_type: str, size: int, why: str
) -> None:
    assert refusal(name, content_type, size) == why
