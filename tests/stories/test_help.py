"""HILFE lists what its asker can do here and now, and each word of it is obeyed when it is sent as it stands."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from hauspost.desk.command_table import WORDS
from hauspost.desk.helping import ROWS
from hauspost.desk.intents import Act
from hauspost.desk.languages import ways
from hauspost.outbound.catalogue import language, languages
from hauspost.store import schema
from tests.house import ANNA, HANSEN, HARBOUR, KRAUSE, MILLER, SABINE, YILDIZ, House, text_of
from tests.relay import Taken

MEIER = "auftrag@heizung-meier.example"
PETERSEN = "dr.petersen@kanzlei.example"
Scene = Callable[[House], tuple[str, Taken | None]]


def run(house: House, statement: str) -> None:
    with house.gateway.database.engine.begin() as connection:
        connection.exec_driver_sql(statement)


# ---- who asks, and what is answered with HILFE


def radiator(house: House) -> tuple[str, Taken | None]:
    house.writes(ANNA, "Der Heizkörper im Bad wird nicht warm.")
    return SABINE, house.last_to(SABINE)


def ordered(house: House) -> tuple[str, Taken | None]:
    radiator(house)
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Meier max 300 €")
    return SABINE, house.last_to(SABINE)


def offered(house: House) -> tuple[str, Taken | None]:
    radiator(house)
    house.answers(SABINE, house.last_to(SABINE), "ANGEBOT Meier")
    house.answers(MEIER, house.last_to(MEIER), "Unser Angebot: 450 € brutto.")
    return SABINE, house.last_to(SABINE)


def done(house: House) -> tuple[str, Taken | None]:
    radiator(house)
    house.answers(SABINE, house.last_to(SABINE), "ERLEDIGT")
    return SABINE, house.last_to(SABINE)


def lift(house: House) -> tuple[str, Taken | None]:
    house.writes(ANNA, "Der Aufzug in Haus 14 steht.", subject="Aufzug")
    house.later(minutes=20)
    return SABINE, house.mails_to(SABINE)[0]


def fresh(author: str) -> Scene:
    return lambda house: (author, None)


def own(house: House) -> tuple[str, Taken | None]:
    radiator(house)
    return ANNA, house.last_to(ANNA)


def own_before(house: House) -> tuple[str, Taken | None]:
    radiator(house)
    return ANNA, None


def neighbour(author: str) -> Scene:
    def scene(house: House) -> tuple[str, Taken | None]:
        lift(house)
        return author, house.last_to(author)

    return scene


def evening(house: House) -> tuple[str, Taken | None]:
    house.writes(ANNA, "Im Keller Haus 12 ist es schmutzig.", subject="Reinigung")
    house.later(hours=7)
    return YILDIZ, house.last_to(YILDIZ)


SCENES: dict[str, Scene] = {
    "manager, open": radiator,
    "manager, ordered": ordered,
    "manager, offered": offered,
    "manager, done": done,
    "manager, public": lift,
    "manager, new mail": fresh(SABINE),
    "reporter": own,
    "reporter, new mail": own_before,
    "neighbour on the board": neighbour(YILDIZ),
    "neighbour, English": neighbour(MILLER),
    "owner who lives elsewhere": neighbour(PETERSEN),
    "caretaker": neighbour(KRAUSE),
    "neighbour, evening": evening,
    "tenant, new mail": fresh(ANNA),
    "caretaker, new mail": fresh(KRAUSE),
    "firm, new mail": fresh(MEIER),
}


def says(house: House, author: str, mail: Taken | None, words: str) -> None:
    if mail is None:
        house.writes(author, words, subject="")
    else:
        house.answers(author, mail, words, auth="pass")


def asked(house: House, scene: Scene) -> tuple[str, Taken | None, tuple[str, ...], list[str]]:
    """Who asks by answering what, the codes that the mail lists, and their words as they are printed."""
    author, mail = scene(house)
    is_english = author == MILLER or "9001" in english(house)
    says(house, author, mail, "HELP" if is_english else "HILFE")
    assert house.kinds_to(author)[-1] == "help"
    with house.gateway.database.read() as connection:
        query = select(schema.notices.c.facts).where(schema.notices.c.kind == "help")
        facts = connection.execute(query.order_by(schema.notices.c.id.desc())).scalars().first()
    assert facts is not None
    text = text_of(house.last_to(author))
    printed = [line[2:].split("  ")[0] for line in text.split("\n") if re.match(r"  \S", line)]
    assert len(printed) == len(facts["lines"])
    return author, mail, tuple(facts["lines"]), printed


def english(house: House) -> set[str]:
    with house.gateway.database.read() as connection:
        found = connection.exec_driver_sql("select id from persons where language = 'en'")
        return {row[0] for row in found}


def heard(house: House) -> dict[str, Any]:
    with house.gateway.database.read() as connection:
        query = select(schema.arrivals.c.trace).order_by(schema.arrivals.c.id.desc())
        return dict(connection.execute(query).scalars().first() or {})


TEXTS = (None, Act.REPLY, Act.INTERNAL)  # words of people, told apart by how they begin
ACTS = {row.code: row.act for rows in ROWS.values() for row in rows}


def all_are_obeyed(house: House, scene: Scene) -> None:
    author, mail, codes, printed = asked(house, scene)
    for code, word in zip(codes, printed, strict=True):
        said = word.replace("…", "Frau Berger,\nwir kommen.").replace("Dear Frau Berger", "Dear Ms Berger")
        says(house, author, mail, said)
        trace = heard(house)
        assert trace["near_misses"] == [], said
        act = ACTS[code]
        assert [c["act"] for c in trace["commands"]] == ([] if act in TEXTS else [str(act)]), said
        assert house.kinds_to(author)[-1] != "not_understood", said
        last = text_of(house.last_to(author))
        assert "NICHT VERSTANDEN" not in last, said
        assert "NOT UNDERSTOOD" not in last, said


@pytest.mark.parametrize("name", SCENES)
def test_each_word_that_help_lists_is_obeyed(house: House, name: str) -> None:
    all_are_obeyed(house, SCENES[name])


@pytest.mark.parametrize("name", [name for name in SCENES if name.startswith("manager")])
def test_an_english_managers_words_are_obeyed(house: House, name: str) -> None:
    run(house, "update persons set language = 'en' where id = '9001'")
    all_are_obeyed(house, SCENES[name])


# ---- what is listed, and what is not


def listed(house: House, scene: Scene) -> set[str]:
    return set(asked(house, scene)[2])


def test_a_manager_s_words_follow_the_status(house: House) -> None:
    states = {code for code in listed(house, radiator) if code.startswith("state.")}
    assert states == {"state.release", "state.start", "state.finish", "state.reject"}
    house.answers(SABINE, house.mails_to(SABINE)[0], "ERLEDIGT")
    house.answers(SABINE, house.last_to(SABINE), "HILFE")
    text = text_of(house.last_to(SABINE))
    assert "WIEDER ÖFFNEN" in text
    assert "FREIGEBEN" not in text
    assert "BEAUFTRAGEN" not in text


def test_what_has_no_order_has_none_to_take_back(house: House) -> None:
    assert not {"orders.cancel", "orders.remind"} & listed(house, radiator)
    house.answers(SABINE, house.mails_to(SABINE)[0], "BEAUFTRAGEN Meier max 300 €")
    house.answers(SABINE, house.last_to(SABINE), "HILFE")
    text = text_of(house.last_to(SABINE))
    assert "STORNIEREN" in text
    assert "BEAUFTRAGEN Heizung Meier" in text


def test_a_manager_of_whom_we_are_not_sure_can_ask_and_no_more(house: House) -> None:
    house.writes(SABINE, "HILFE", subject="", auth="none")
    text = text_of(house.last_to(SABINE))
    assert "antworten Sie auf eine Mail von uns" in " ".join(text.split())
    assert "LISTE" in text
    assert "FÜR" not in text
    house.writes(SABINE, "FÜR WE05", subject="", auth="none")
    assert house.verdicts()[-1] == ("held", "unproven_command")


def test_a_reporter_reads_of_the_own_report_and_a_neighbour_of_the_house(house: House) -> None:
    assert listed(house, own) == {"own.status", "own.file", "all.list", "all.help"}
    lift(house)
    house.answers(YILDIZ, house.last_to(YILDIZ), "HILFE")
    assert "ICH AUCH" in text_of(house.last_to(YILDIZ))
    assert "AKTE" not in text_of(house.last_to(YILDIZ))


def test_a_caretaker_is_offered_no_file(house: House) -> None:
    assert not {code for code in listed(house, neighbour(KRAUSE)) if code.endswith("file")}


def test_who_has_reported_nothing_has_nothing_to_ask_after(house: House) -> None:
    house.writes(HANSEN, "HILFE", to=HARBOUR, subject="")
    text = text_of(house.last_to(HANSEN))
    assert "STATUS" not in text
    assert "LISTE" in text


# ---- firms: each word does to the order what it says


@pytest.mark.parametrize(
    "code, phase",
    [
        ("work.accept", "scheduled"),
        ("work.decline", "declined"),
        ("work.no_access", "no_access"),
        ("work.dearer", "waiting_approval"),
        ("work.parts", "waiting_parts"),
        ("work.done", "reported_done"),
    ],
)
def test_each_word_that_a_firm_s_help_lists_moves_its_order(house: House, code: str, phase: str) -> None:
    ordered(house)
    order = house.last_to(MEIER)
    _, _, codes, printed = asked(house, lambda _: (MEIER, order))
    house.answers(MEIER, order, printed[codes.index(code)])
    assert [str(o.phase) for o in house.ticket().orders] == [phase]


def test_a_firm_that_was_asked_for_an_offer_is_told_how_to_make_one(house: House) -> None:
    radiator(house)
    house.answers(SABINE, house.last_to(SABINE), "ANGEBOT Meier")
    asking = house.last_to(MEIER)
    _, _, codes, printed = asked(house, lambda _: (MEIER, asking))
    assert codes == ("work.decline", "work.offer", "list.status", "list.help")
    house.answers(MEIER, asking, printed[1])
    assert [str(o.phase) for o in house.ticket().orders] == ["quote_received"]


def test_an_accepted_order_is_not_accepted_again(house: House) -> None:
    ordered(house)
    house.answers(MEIER, house.last_to(MEIER), "zugesagt")
    order = house.mails_to(MEIER)[0]
    assert "work.accept" not in asked(house, lambda _: (MEIER, order))[2]


# ---- the table is whole


@pytest.mark.parametrize("code", languages())
def test_help_prints_the_first_way_to_say_it(code: str) -> None:
    for row in (row for rows in ROWS.values() for row in rows if row.act):
        shown = language(code).words[f"help_words.{row.code}"]
        said = [ways(w.key, code) for w in WORDS if w.act is row.act]
        assert any(shown.startswith(phrase) for ways in said for phrase in ways), row.code
        assert f"help_means.{row.code}" in language(code).words
