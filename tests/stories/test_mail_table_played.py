"""The table of who gets how much mail, played: nine days of four tickets, and what came to each reader is its cell.

Once with the table as it is and once with another one: whatever a cell says is what happens.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

import pytest

from hauspost.desk.mail_table import AT_ONCE, NEVER, TABLE, Cell, Event, Reader, When
from hauspost.desk.policy import Policy
from tests.house import (
    ANNA,
    MILLER,
    SABINE,
    STRANGER,
    TIM,
    YILDIZ,
    House,
    house_on,
    text_of,
)
from tests.relay import Taken

MEIER = "auftrag@heizung-meier.example"
USUAL = Policy(morning_list="on", hold_minutes=3, fold_minutes=15, contact_release="no", ask_if_fixed=True)
Table = dict[tuple[Event, Reader], Cell]

# Cells without which nobody could play on: there is no mail to answer.
_NEEDED = {
    (Event.OPENED, Reader.RESPONSIBLE),
    (Event.OPENED, Reader.REPORTER),
    (Event.COMMAND, Reader.CONTRACTOR),
    (Event.REPORTED_DONE, Reader.RESPONSIBLE),
}
# What is told at once instead of in a list, or of folded.
_AT_ONCE_NOW = {
    (Event.COMMAND, Reader.REPORTER),
    (Event.STATUS, Reader.REPORTER),
    (Event.OPENED, Reader.OTHERS),
    (Event.ACCEPTED, Reader.RESPONSIBLE),
    (Event.PAPER, Reader.RESPONSIBLE),
    (Event.SMALL_WORD, Reader.RESPONSIBLE),
    (Event.TROUBLE, Reader.OTHERS),
}
TURNED: Final[Table] = {
    key: AT_ONCE if key in _AT_ONCE_NOW else cell if key in _NEEDED else NEVER for key, cell in TABLE.items()
}


@dataclass(frozen=True, slots=True)
class Matter:
    number: int
    reporter: str
    is_public: bool = False
    is_important: bool = False


RADIATOR = Matter(1001, ANNA)
HEDGE = Matter(1002, YILDIZ, is_public=True)
LIFT = Matter(1003, ANNA, is_public=True, is_important=True)
WINDOW = Matter(1004, YILDIZ)
THREE = (RADIATOR, HEDGE, LIFT)

# The line of the next morning's list by which an event is told, or counted.
LINES: Final[dict[tuple[Event, Reader], str]] = {
    (Event.OPENED, Reader.OTHERS): r"Neu bei Sabine Vogt [\d, ]*\b{n}\b",
    (Event.COMMAND, Reader.OTHERS): r"In Arbeit bei Sabine Vogt [\d, ]*\b{n}\b",
    (Event.STATUS, Reader.OTHERS): r"In Arbeit bei Sabine Vogt [\d, ]*\b{n}\b",
    (Event.DONE, Reader.OTHERS): r"Erledigt bei Sabine Vogt [\d, ]*\b{n}\b",
    (Event.STATUS, Reader.RESPONSIBLE): r"\b{n} [^()]* Freigegeben \(Tim Lorenz",
    (Event.ACCEPTED, Reader.RESPONSIBLE): r"A-{n}-1 Heizung Meier GmbH: (zugesagt|schlägt Termine vor)",
    (Event.DONE, Reader.RESPONSIBLE): r"AUSSERDEM Erledigt .*\b{n}\b",
    (Event.PAPER, Reader.RESPONSIBLE): r"Angebot Heizung Meier GmbH: 450 € brutto \(A-{n}-1\)",
    (Event.SMALL_WORD, Reader.RESPONSIBLE): r"Bewohner 1 Dank",
}


@dataclass
class Played:
    """What came, and when: of one event, the mails that are about each ticket."""

    house: House
    came: dict[tuple[Event, Matter, str], When] = field(default_factory=dict)
    seen: dict[str, int] = field(default_factory=dict)
    events: list[tuple[Event, Matter]] = field(default_factory=list)

    def at(self, moment: str) -> None:
        self.house.now = datetime.fromisoformat(moment).replace(tzinfo=UTC)
        self.house.gateway.drain()

    def mail_of(self, address: str, tag: str) -> Taken:
        return [m for m in self.house.mails_to(address) if f"[{tag}]" in str(m.message["Subject"])][-1]

    def list_to(self, address: str) -> Taken | None:
        """The newest morning list."""
        kinds = zip(self.house.mails_to(address), self.house.kinds_to(address), strict=True)
        return next((mail for mail, kind in reversed(tuple(kinds)) if kind == "morning"), None)

    def is_in_list(self, address: str, event: Event, matter: Matter) -> bool:
        """Whether the newest morning list tells of it."""
        mail = self.list_to(address)
        line = LINES.get((event, Reader.RESPONSIBLE if address == SABINE else Reader.OTHERS))
        words = " ".join(text_of(mail).replace("\u00a0", " ").split()) if mail else ""
        return line is not None and re.search(line.format(n=matter.number), words) is not None

    def day(self, date: str, following: str, events: dict[Matter, Event], play: Callable[[], None]) -> None:
        """Plays at noon, and looks at once, after a minute, after the hold time, when news is folded, in the evening;
        then at the lists of the next working day."""
        self.events += [(event, matter) for matter, event in events.items()]
        self.at(f"{date} 10:00")
        self._look(events, None)
        play()
        self._look(events, When.AT_ONCE)
        for minute, when in (("01", When.FOLDED), ("03", When.AT_ONCE), ("20", When.FOLDED)):
            self.at(f"{date} 10:{minute}")
            self._look(events, when)
        self.at(f"{date} 16:01")
        self._look(events, When.EVENING)
        self.at(f"{following} 05:30")
        for matter, event in events.items():
            for address in (SABINE, TIM):
                if self.is_in_list(address, event, matter):
                    listed = When.COUNTED if event is Event.SMALL_WORD else When.LIST
                    self.came.setdefault((event, matter, address), listed)

    def _look(self, events: dict[Matter, Event], when: When | None) -> None:
        for address in (SABINE, TIM, ANNA, YILDIZ, MILLER, MEIER):
            mails = list(zip(self.house.mails_to(address), self.house.kinds_to(address), strict=True))
            for mail, kind in mails[self.seen.get(address, 0) :]:
                for matter, event in events.items():
                    is_receipt = kind == "transcript" and event is not Event.COMMAND
                    if when and speaks_of(mail, matter) and not is_receipt:
                        self.came.setdefault((event, matter, address), when)
            self.seen[address] = len(mails)


def speaks_of(mail: Taken, matter: Matter) -> bool:
    tag = re.search(r"\[[TA]-(\d+)", str(mail.message["Subject"]))
    return (
        int(tag[1]) == matter.number if tag else re.search(rf"\b{matter.number}\b", text_of(mail)) is not None
    )


def nine_days(house: House) -> Played:
    played = Played(house)

    def each(*matters: Matter, event: Event) -> dict[Matter, Event]:
        return dict.fromkeys(matters, event)

    def report() -> None:
        house.writes(ANNA, "Der Heizkörper im Bad wird nicht warm.")
        house.writes(YILDIZ, "Im Innenhof wuchert die Hecke.", subject="Hecke")
        house.writes(ANNA, "Der Aufzug in Haus 14 steht.", subject="Aufzug")
        house.writes(YILDIZ, "Das Fenster in der Küche schließt nicht mehr.", subject="Fenster")

    def steer() -> None:
        for matter in THREE:
            house.answers(SABINE, played.mail_of(SABINE, f"T-{matter.number}"), "BEAUFTRAGEN Meier")
        his = played.list_to(TIM)
        house.answers(TIM, his or house.last_to(TIM), "1004 FREIGEBEN" if his else "FREIGEBEN")

    def accept() -> None:
        firm(RADIATOR, "Do 30.10. 9-11 Uhr oder Fr 31.10. 9-11 Uhr")
        firm(HEDGE, "Zugesagt.")
        firm(LIFT, "Zugesagt.")
        house.answers(SABINE, played.list_to(SABINE) or house.last_to(SABINE), "1004 ANGEBOT Meier")

    def date() -> None:
        for matter in THREE:
            firm(matter, "Wir kommen am Do 30.10. 9-11 Uhr.")
        firm(WINDOW, "Unser Angebot: 450 € brutto.")

    def trouble() -> None:
        firm(RADIATOR, "Leider niemanden angetroffen.")
        for matter in (HEDGE, LIFT):
            firm(matter, "Das kostet 900 € mehr, bitte um Freigabe.")
        house.answers(YILDIZ, played.mail_of(YILDIZ, "T-1004"), "Danke!")

    def report_done() -> None:
        for matter in THREE:
            firm(matter, "Erledigt.")

    def finish() -> None:
        for matter in THREE:
            house.answers(SABINE, played.mail_of(SABINE, f"T-{matter.number}"), "OK")

    def firm(matter: Matter, words: str) -> None:
        house.answers(MEIER, played.mail_of(MEIER, f"A-{matter.number}-1"), words)

    played.day("2025-10-14", "2025-10-15", each(*THREE, WINDOW, event=Event.OPENED), report)
    steered = each(*THREE, event=Event.COMMAND) | each(WINDOW, event=Event.STATUS)
    played.day("2025-10-15", "2025-10-16", steered, steer)
    played.day("2025-10-16", "2025-10-17", each(*THREE, event=Event.ACCEPTED), accept)
    dated = each(*THREE, event=Event.DATED) | each(WINDOW, event=Event.PAPER)
    played.day("2025-10-17", "2025-10-20", dated, date)
    troubled = each(*THREE, event=Event.TROUBLE) | each(WINDOW, event=Event.SMALL_WORD)
    played.day("2025-10-20", "2025-10-21", troubled, trouble)
    played.day("2025-10-21", "2025-10-22", each(*THREE, event=Event.REPORTED_DONE), report_done)
    played.day("2025-10-22", "2025-10-23", each(*THREE, event=Event.DONE), finish)
    return played


def said_by(table: Table, event: Event, reader: Reader, matter: Matter) -> When:
    """What the cell means for that ticket. A private one has no audience, and whom nobody can ask chooses no date."""
    cell = table[event, reader]
    if reader is Reader.AUDIENCE and not matter.is_public:
        return When.NOTHING
    is_asked = matter is RADIATOR  # dates to choose; whom the firm did not meet: the others hear of no price
    if reader is Reader.REPORTER and event in (Event.ACCEPTED, Event.TROUBLE) and not is_asked:
        return When.NOTHING
    if (event, reader) == (Event.COMMAND, Reader.REPORTER) and is_asked and cell.when is When.FOLDED:
        return When.AT_ONCE  # it asks for her telephone number
    return cell.when if cell.otherwise is None or matter.is_important else cell.otherwise


def address_of(reader: Reader, matter: Matter) -> str:
    return {
        Reader.RESPONSIBLE: SABINE,
        Reader.OTHERS: TIM,
        Reader.REPORTER: matter.reporter,
        Reader.AUDIENCE: MILLER,
        Reader.CONTRACTOR: MEIER,
    }[reader]


@pytest.fixture
def nine_day_house(furnished_sqlite: str) -> Iterator[House]:
    with house_on(furnished_sqlite, USUAL) as built:
        yield built


@pytest.mark.parametrize("table", [dict(TABLE), TURNED], ids=["as it is", "another one"])
def test_what_came_is_what_the_cell_says(
    nine_day_house: House, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    for key, cell in table.items():
        monkeypatch.setitem(TABLE, key, cell)
    played = nine_days(nine_day_house)
    assert {event for event, _ in played.events} == set(Event) - {Event.HELD}
    opened = " ".join(text_of(nine_day_house.mails_to(SABINE)[0]).split())
    is_listed = table[Event.OPENED, Reader.OTHERS].when is When.LIST
    assert ("Tim Lorenz sieht es in der Morgenliste." in opened) is is_listed
    wanted: dict[str, When] = {}
    found: dict[str, When] = {}
    for event, matter in played.events:
        for reader in Reader:
            name = f"{event} | {reader} | {matter.number}"
            wanted[name] = said_by(table, event, reader, matter)
            found[name] = played.came.get((event, matter, address_of(reader, matter)), When.NOTHING)
    assert found == wanted


@pytest.mark.parametrize("cell", [TABLE[Event.HELD, Reader.RESPONSIBLE], AT_ONCE, NEVER], ids=str)
def test_a_held_mail_is_told_as_its_cell_says(
    nine_day_house: House, cell: Cell, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = nine_day_house
    monkeypatch.setitem(TABLE, (Event.HELD, Reader.RESPONSIBLE), cell)
    house.writes(STRANGER, "Ich hätte da eine Frage.", subject="Frage")
    assert ("held_list" in house.kinds_to(SABINE)) is (cell.when is When.AT_ONCE)
    house.later(minutes=15)
    assert ("held_list" in house.kinds_to(SABINE)) is (cell.when is not When.NOTHING)
    assert house.kinds_to(TIM) == []
