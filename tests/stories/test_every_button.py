"""Every button of every question, pressed as a mail program does it: by a stranger, once, twice, then the others."""

import ast
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from sqlalchemy import select

from hauspost import desk
from hauspost.cli.samples import samples
from hauspost.desk.decision import QuestionKind
from hauspost.desk.intents import Act
from hauspost.desk.telling import WITH_TEXT
from hauspost.store import schema
from tests.house import ANNA, HANSEN, SABINE, STRANGER, TIM, YILDIZ, House, house_on, text_of
from tests.outbound.reading import links
from tests.relay import Taken
from tests.stories.buttons import SCENES
from tests.stories.test_help import PETERSEN, heard
from tests.stories.test_questions_table import facts, ordered, radiator

MEIER = "auftrag@heizung-meier.example"
# How somebody reads that it was done before: "schon erledigt am … durch …", and what takes its place where a word
# sets what is so already (and says it again), takes back, or asks for the same paper once more.
DONE_BEFORE = re.compile(
    r"schon (?:erledigt|beantwortet|so|notiert)|NICHTS ZURÜCKZUNEHMEN|NICHTS ANZUHALTEN|anbei das Dokument"
    r"|Mails gehen wieder an|hat die Buchhaltung schon|ab jetzt"
)


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


# Why some questions have no button.
NO_BUTTON = {
    QuestionKind.HELD_MAIL: "a list, answered line by line with its numbers",
    QuestionKind.SURVEYED: "answered in words of one's own",
    QuestionKind.ORDER_LOST: "asked of nobody",
    QuestionKind.ABSENCE: "asked of nobody",
    QuestionKind.LEGAL_DEADLINE: "asked of nobody",
}


def offered_by_samples() -> set[tuple[str, str]]:
    """Each kind of mail with what its buttons do, of every sample that `hauspost preview` shows."""
    return {
        (str(letter.kind), str(offer.act))
        for letter in samples("de").values()
        for offer in letter.offers
        if not offer.needs_text
    }


def offered_by_code() -> set[str]:
    """The acts that the desk names where it makes an offer, in `Offer(…)` or `offer(…)`."""
    folder = Path(desk.__file__).parent
    calls = (
        node
        for file in folder.glob("*.py")
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Call) and _offers(node)
    )
    asked = (part for call in calls for part in (*call.args, *(k.value for k in call.keywords)))
    named = (node for part in asked if not _is_word(part) for node in ast.walk(part))
    found = (node for node in named if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name))
    acts = {Act[node.attr] for node in found if isinstance(node.value, ast.Name) and node.value.id == "Act"}
    return {str(act) for act in acts - WITH_TEXT}


def _offers(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Name) and call.func.id in ("Offer", "offer")


def _is_word(part: ast.expr) -> bool:
    """How a button is called says nothing of what it does: `Offer(printed(Act.TO_ALL, language), Act.CHOOSE)`."""
    return isinstance(part, ast.Call) and isinstance(part.func, ast.Name) and part.func.id == "printed"


def test_every_button_has_its_scene() -> None:
    shown = {(scene.kind, act) for scene in SCENES.values() for act in scene.acts.split()}
    assert offered_by_samples() - shown == set()
    assert offered_by_code() - {act for _, act in shown} == set()
    assert {scene.question for scene in SCENES.values()} - {None} == set(QuestionKind) - NO_BUTTON.keys()


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


@pytest.mark.parametrize("name", SCENES)
def test_a_button_does_what_its_word_says_once_and_for_nobody_else(furnished_sqlite: str, name: str) -> None:
    scene = SCENES[name]
    with house_on(furnished_sqlite, scene.policy, deadlines=scene.deadlines, state="BE") as house:
        scene.ask(house)
        mail = scene.mail(house)
        buttons = buttons_of(house, mail)
        assert {button.act for button in buttons} == set(scene.acts.split())
        _stand_beside_their_words(mail, buttons)
        _do_nothing_for_others(house, scene.by, buttons)
        _are_obeyed_once(house, scene.by, buttons)


def _do_nothing_for_others(house: House, person: str, buttons: list[Button]) -> None:
    """A phone's other account, and somebody else of the house: nothing happens, and the person is asked once."""
    before, heard_of_it = facts(house), len(house.mails_to(person))
    for button in buttons:
        press(house, STRANGER, button)
        assert house.verdicts()[-1][0] == "held"
    other = TIM if person == SABINE else HANSEN
    told = len(house.mails_to(other))
    press(house, other, buttons[0])
    assert facts(house) == before
    assert house.mails_to(STRANGER) == []
    assert house.kinds_to(person)[heard_of_it:].count("held_note") == 1
    said = " ".join(text_of(mail) for mail in house.mails_to(other)[told:])
    assert "NICHT AUSGEFÜHRT" in said or house.verdicts()[-1][0] == "held", said


def _are_obeyed_once(house: House, person: str, buttons: list[Button]) -> None:
    """Its act is read, whatever the other buttons of the mail would mean; again, and then all others: nothing twice."""
    first, *others = buttons
    press(house, person, first)
    _is_understood(house, first)
    after, told = facts(house), len(house.mails_to(person))
    press(house, person, first)
    assert facts(house) == after
    (again,) = house.mails_to(person)[told:]
    assert DONE_BEFORE.search(" ".join(text_of(again).split())), text_of(again)
    for button in others:
        press(house, person, button)
        _is_understood(house, button)


def _stand_beside_their_words(mail: Taken, buttons: list[Button]) -> None:
    text = text_of(mail).replace("\r\n", "\n")
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
