"""Every button of every question, pressed as a mail program does it: by a stranger, once, twice, then the others."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from sqlalchemy import select

from hauspost.store import schema
from tests.house import ANNA, SABINE, STRANGER, YILDIZ, House, text_of
from tests.outbound.reading import links
from tests.relay import Taken
from tests.stories.test_help import PETERSEN, heard
from tests.stories.test_questions_table import ASKED, facts, ordered, radiator

DORN = "buero@dorn-sanitaer.example"
MEIER = "auftrag@heizung-meier.example"


@dataclass(frozen=True, slots=True)
class Button:
    """What its link opens (RFC 6068), and the act that our mail keeps behind its number."""

    link: str
    to: str
    subject: str
    body: str
    act: str

    @property
    def word(self) -> str:
        return self.body.split("\n", 1)[0]


def times(house: House) -> None:
    radiator(house)
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Meier max 300 €")
    house.answers(MEIER, house.last_to(MEIER), "Zugesagt. Mi 15.10. 8-10 oder Do 16.10. 13-15 Uhr")


def transcript(house: House) -> None:
    radiator(house)
    house.answers(SABINE, house.last_to(SABINE), "FREIGEBEN")


def put_to_the_board(house: House) -> None:
    house.writes(ANNA, "In der Küche tropft die Steigleitung.", subject="Wasser")
    house.answers(SABINE, house.last_to(SABINE), "ANGEBOT Dorn")
    house.answers(DORN, house.last_to(DORN), "Anbei unser Angebot über 1.842,50 € netto.")


Scene = tuple[Callable[[House], None], str]
SCENES: dict[str, Scene] = {str(asked.kind): (asked.ask, asked.by) for asked in ASKED} | {
    "appointment": (times, ANNA),
    "transcript": (transcript, SABINE),
    "approval": (put_to_the_board, YILDIZ),
    "offer above the limit": (put_to_the_board, SABINE),
    "firm": (ordered, MEIER),
}


def buttons_of(house: House, mail: Taken) -> list[Button]:
    with house.gateway.database.read() as connection:
        query = select(schema.mails.c.offers).where(schema.mails.c.message_id == mail.message_id.strip("<>"))
        offers: list[dict[str, Any]] = connection.execute(query).scalar_one()
    html = mail.message.get_body(("html",))
    assert html is not None
    return [_button(link, offers) for link in links(html.get_content()) if link.startswith("mailto:act+")]


def _button(link: str, offers: list[dict[str, Any]]) -> Button:
    opened = urlsplit(link)
    to = unquote(opened.path)
    asked = {name: values[0].replace("\r\n", "\n") for name, values in parse_qs(opened.query).items()}
    number = int(to.partition("@")[0].rpartition(".")[2])
    return Button(link, to, asked["subject"], asked["body"], offers[number - 1]["act"])


def press(house: House, author: str, button: Button) -> None:
    house.writes(author, button.body, to=button.to, subject=button.subject, auth="pass")


@pytest.fixture(params=SCENES)
def scene(request: pytest.FixtureRequest) -> Scene:
    return SCENES[request.param]


def test_a_button_does_what_its_word_says_once_and_for_nobody_else(house: House, scene: Scene) -> None:
    ask, person = scene
    ask(house)
    mail = house.last_to(person)
    buttons = buttons_of(house, mail)
    if mail.message["Subject"].startswith(("[A-", "Zurückgestellt")):
        assert buttons == []  # an order is answered in plain words, a list line by line with numbers
        return
    assert buttons
    _stand_beside_their_words(mail, buttons)

    # A phone's other account: nothing happens, the person is asked once, the other one hears nothing.
    before, heard_of_it = facts(house), len(house.mails_to(person))
    for button in buttons:
        press(house, STRANGER, button)
        assert house.verdicts()[-1][0] == "held"
    assert facts(house) == before
    assert house.mails_to(STRANGER) == []
    notes = house.kinds_to(person)[heard_of_it:]
    assert notes.count("held_note") == 1

    # Pressed: its act is read, whatever the other buttons of the mail would mean.
    first, *others = buttons
    press(house, person, first)
    _is_understood(house, first)
    after = facts(house)

    # Pressed again, and then all others: the question is over, nothing happens twice.
    press(house, person, first)
    assert facts(house) == after
    for button in others:
        press(house, person, button)
        _is_understood(house, button)


def _stand_beside_their_words(mail: Taken, buttons: list[Button]) -> None:
    text = text_of(mail)
    for button in buttons:
        query = urlsplit(button.link).query
        assert len(button.link) < 500
        assert parse_qs(query).keys() == {"subject", "body"}  # no cc, no bcc
        assert not re.search(r"[\s+]|%0A(?<!%0D%0A)", query)
        assert "%0D%0A" in query
        assert re.search(rf"^ +{re.escape(button.word)}(?: |$)", text, re.MULTILINE), button.word


def _is_understood(house: House, button: Button) -> None:
    trace = heard(house)
    assert trace["near_misses"] == []
    assert [command["act"] for command in trace["commands"]] == [button.act], button.word


def test_nothing_happens_to_who_only_looks_at_it(house: House) -> None:
    """Scanners open links; ours open nothing but an empty mail, and no address of ours answers to a look."""
    radiator(house)
    mail, before = house.last_to(SABINE), facts(house)
    html = mail.message.get_body(("html",))
    assert html is not None
    assert {urlsplit(link).scheme for link in links(html.get_content())} == {"mailto"}
    for button in buttons_of(house, mail):
        house.receives(b"", mail_from="", rcpt_to=button.to)  # a probe without a word, from nobody
    assert facts(house) == before
    assert house.ticket().orders == ()


def test_only_who_may_press_gets_buttons(house: House) -> None:
    """Mails of one event to different people: the office steers, the reporter and the firm do not."""
    ordered(house)
    found = {
        address: [b.act for mail in house.mails_to(address) for b in buttons_of(house, mail)]
        for address in (ANNA, SABINE, MEIER)
    }
    assert found[MEIER] == []
    assert set(found[ANNA]) <= {"yes", "no"}  # may the firm call?
    assert {"release", "finish"} <= set(found[SABINE])


def test_what_the_house_reads_can_be_left_by_the_button_of_the_mail_program(house: House) -> None:
    """List-Unsubscribe: an empty mail, from whichever account the program has; its address is all that counts."""
    house.writes(ANNA, "Der Aufzug in Haus 14 steht.", subject="Aufzug")
    house.later(minutes=20)
    told = house.last_to(YILDIZ)
    address = str(told.message["List-Unsubscribe"]).strip("<>").removeprefix("mailto:")
    house.writes(STRANGER, "", to=address, subject="", auth="none")
    assert house.verdicts()[-1] == ("done", "muted")
    assert house.mails_to(STRANGER) == []
    heard_of_it = len(house.mails_to(YILDIZ))
    others = len(house.mails_to(PETERSEN))
    house.answers(SABINE, house.mails_to(SABINE)[0], "BEAUFTRAGEN Aufzug Nord")
    house.later(minutes=20)
    assert len(house.mails_to(YILDIZ)) == heard_of_it
    assert len(house.mails_to(PETERSEN)) == others + 1
    assert "List-Unsubscribe" not in house.last_to(ANNA).message  # the own report is nothing to leave
