"""What a notice to a house says of itself: its date, its last day, and whom it is for."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from hauspost.desk.houses import PropertyId, Role, Unit
from hauspost.desk.notices_of_house import Circle
from hauspost.parsers.noticewords import Posted, answered, posted

BERLIN = ZoneInfo("Europe/Berlin")
AT = datetime(2025, 10, 14, 10, 0, tzinfo=UTC)
LW12 = PropertyId("LW12")
UNITS = (
    Unit(LW12, "WE03", building="Haus 12"),
    Unit(LW12, "WE05", building="Haus 12"),
    Unit(LW12, "WE07", building="Haus 14"),
    Unit(LW12, "WE11", building="Haus 14"),
    Unit(LW12, "WE21", building="Haus 16"),
)


def read(subject: str, text: str = "Guten Tag,\nes ist so weit.") -> Posted:
    return posted(subject, text, UNITS, received_at=AT, zone=BERLIN, state="BE")


def remarked(found: Posted) -> list[str]:
    return [r.what for r in found.remarks]


@pytest.mark.parametrize(
    "line, last",
    [
        ("Gültig bis: 16.10.", date(2025, 10, 16)),
        ("gültig bis 16.10.2025", date(2025, 10, 16)),
        ("Gilt bis zum 31. Oktober", date(2025, 10, 31)),
        ("Dieser Aushang gilt bis Freitag.", date(2025, 10, 17)),
        ("Gültigkeit: bis 01.11.", date(2025, 11, 1)),
        ("Valid until: 16 Oct", date(2025, 10, 16)),
        ("Bitte aushängen bis 16.10.", None),  # a sentence to the caretaker, in the text
    ],
)
def test_the_last_day_is_a_line_of_its_own_and_leaves_the_text(line: str, last: date | None) -> None:
    found = read("Keller", f"Der Keller bleibt zu.\n{line}\nDanke")
    assert found.valid_until == last
    assert (line in found.text) is (last is None)
    assert "Der Keller bleibt zu." in found.text


@pytest.mark.parametrize(
    "line, why", [("Gültig bis: 13.10.2025", "valid_past"), ("Gültig bis: auf Weiteres", "valid_unclear")]
)
def test_a_last_day_that_cannot_be_is_said(line: str, why: str) -> None:
    found = read("Keller", f"Zu.\n{line}")
    assert found.is_unclear
    assert remarked(found) == [why]


@pytest.mark.parametrize(
    "subject, text, window",
    [
        ("Wasser Do 16.10. 9-12 Uhr", "Am 16.10. von 9 bis 12 Uhr kein Wasser.", ("09:00", "12:00", False)),
        ("Wasser", "Am 16.10. von 9 bis 12 Uhr kein Wasser in Haus 12.", ("09:00", "12:00", False)),
        ("Ablesung 16.10.", "Bitte seien Sie da.", ("00:00", "00:00", True)),
        ("Ablesung am 16.10. um 9 Uhr", "Bitte seien Sie da.", ("09:00", "", False)),
        ("Papiertonne", "Sie steht im Hof.", None),
    ],
)
def test_the_date_is_that_of_subject_and_text_together(
    subject: str, text: str, window: tuple[str, str, bool] | None
) -> None:
    found = read(subject, text).window
    if window is None:
        assert found is None
        return
    assert found is not None
    ends = found.end.astimezone(BERLIN).strftime("%H:%M") if found.end else ""
    assert (found.start.astimezone(BERLIN).strftime("%H:%M"), ends, found.is_day) == window


@pytest.mark.parametrize(
    "subject, text, why",
    [
        ("Wasser Mi 16.10.", "Kein Wasser.", "contradictory"),
        ("Wasser 16.10.", "Kein Wasser am 16.10. und am 17.10.", "other_dates"),
        ("Wasser", "Kein Wasser am 16.10. und am 17.10.", "several_dates"),
        ("Wasser 31.02.", "Kein Wasser.", "no_such_day"),
        ("Fest am 26.10.", "Kommen Sie.", "sunday"),
        ("Fest am 25.12.", "Kommen Sie.", "holiday"),
        ("Fest am 30.10. um 9 Uhr", "Kommen Sie.\nGültig bis: 20.10.", "valid_before"),
    ],
)
def test_what_to_look_at_is_remarked_on(subject: str, text: str, why: str) -> None:
    assert why in remarked(read(subject, text))


@pytest.mark.parametrize(
    "subject, text, circle",
    [
        ("Wasser Haus 12", "Kein Wasser.", Circle(("Haus 12",))),
        ("Wasser", "Kein Wasser in Haus 12.", Circle(("Haus 12",))),
        ("Wasser Haus 12 und 14", "Kein Wasser.", Circle(("Haus 12", "Haus 14"))),
        ("Wasser", "An: WE 03, WE 05\nKein Wasser.", Circle(units=("WE03", "WE05"))),
        ("Wasser", "In WE05 ist ein Rohr undicht.", Circle()),
        (
            "Versammlung",
            "Liebe Eigentümerinnen und Eigentümer,\nsie ist am 30.10.",
            Circle(roles=(Role.OWNER,)),
        ),
        ("Miete", "Sehr geehrte Mieter,\ndie Bank ist neu.", Circle(roles=(Role.TENANT,))),
        ("Müll", "Liebe Mieter und Eigentümer,\ndie Tonne ist neu.", Circle(with_owners=True)),
        ("Müll", "Sehr geehrte Bewohnerinnen und Bewohner,\nfragen Sie Ihren Eigentümer.", Circle()),
        ("Müll", "Für Rückfragen der Mieter sind wir da.", Circle()),
        ("Eigentümerversammlung", "Sie ist am 30.10.", Circle()),
        ("An den Beirat", "Nur Beirat\nDie Unterlagen sind da.", Circle(roles=(Role.BOARD_MEMBER,))),
    ],
)
def test_words_narrow_where_they_address_somebody(subject: str, text: str, circle: Circle) -> None:
    assert read(subject, text).circle == circle


def test_what_the_text_only_mentions_is_remarked_on() -> None:
    found = read("Wasser Haus 12", "In WE05 ist ein Rohr undicht; in Haus 14 läuft es.")
    assert [(r.what, r.detail) for r in found.remarks] == [("mentions", "Haus 14"), ("mentions", "WE05")]


@pytest.mark.parametrize(
    "words, circle",
    [
        ("NUR HAUS 12", Circle(("Haus 12",))),
        ("Bitte nur Haus 12 und 14", Circle(("Haus 12", "Haus 14"))),
        ("WE03, WE 5", Circle(units=("WE03", "WE05"))),
        ("nur Mieter", Circle(("Haus 16",), roles=(Role.TENANT,))),
        ("alle Mieter in Haus 12", Circle(("Haus 12",), roles=(Role.TENANT,))),
        ("mit Eigentümern", Circle(("Haus 16",), with_owners=True)),
        ("an alle", Circle()),
        ("only tenants", Circle(("Haus 16",), roles=(Role.TENANT,))),
        ("nur Haus 99", None),
        ("Haus 12, aber erst morgen", None),
        ("Danke", None),
        ("", None),
        ("Haus 12 " * 30, None),
    ],
)
def test_an_answer_narrows_only_if_it_says_nothing_else(words: str, circle: Circle | None) -> None:
    assert answered(words, UNITS, Circle(("Haus 16",))) == circle
