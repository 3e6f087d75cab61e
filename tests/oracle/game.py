"""Sets up a world with its gateway, and plays so many random acts in it."""

import io
import logging
import random
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import structlog

from hauspost.config import starter
from hauspost.desk.forms import Form
from hauspost.desk.policy import Policy
from hauspost.gateway import logs
from hauspost.store.database import Database
from hauspost.store.migrate import migrate
from tests.house import house_on
from tests.oracle import (
    absences,
    alarms,
    appointments,
    buttons,
    byways,
    closing,
    documents,
    dues,
    hands,
    learning,
    managers,
    money,
    notices,
    others,
    relaying,
    residents,
    splitting,
    surveys,
    telephones,
)
from tests.oracle.canaries import Mint
from tests.oracle.checker import Checker
from tests.oracle.importing import import_tables
from tests.oracle.knowledge import Knowledge
from tests.oracle.play import Play, Player
from tests.oracle.tally import happened
from tests.oracle.world import World, make_world, tables
from tests.times import NOON

FORM = Form(byways.WEBSITE, "E-Mail", "Wohnung", "Nachricht")

Players = tuple[tuple[Player, int], ...]
Stages = tuple[tuple[str, tuple[Player, ...]], ...]

# How often each is tried beside the others: in a day of the office …
USUAL: Players = (
    (residents.report, 22),
    (residents.report_of_others, 3),
    (residents.answer_own, 9),
    (residents.answer_house, 5),
    (residents.count_in, 2),
    (residents.still_broken, 2),
    (residents.still_broken_in_the_evening, 2),
    (residents.ask, 4),
    (managers.letter, 8),
    (managers.note, 4),
    (managers.office, 4),
    (managers.status, 8),
    (managers.reject, 2),
    (managers.short, 8),
    (managers.order, 8),
    (managers.narrow, 3),
    (managers.widen, 5),
    (managers.publish, 4),
    (managers.merge, 3),
    (managers.move, 2),
    (managers.categorise, 2),
    (others.firm_reports, 10),
    (others.stranger, 3),
    (others.forged, 3),
    (others.stolen_key, 4),
    (others.reply_all, 2),
    (others.time_passes, 7),
    (others.role_ends, 1),
    (byways.form, 3),
    (byways.to_the_desk, 4),
    (byways.forward, 3),
    (byways.take_held, 4),
    (hands.bundle, 3),
    (hands.second_thoughts, 5),
    (hands.name_who_hides, 4),
    (splitting.report_of_two, 6),
    (splitting.split, 6),
    (surveys.begin, 2),
    (surveys.steer, 6),
    (surveys.reply, 8),
    (absences.leave, 2),
    (absences.come_back, 2),
    (absences.note_of_absence, 3),
    (learning.report_as_ever, 2),
    (learning.order_as_ever, 6),
    (learning.report_strangely, 3),
    (learning.correct, 4),
    (buttons.press, 14),
    (buttons.press_anothers, 3),
    (appointments.offer_times, 6),
    (appointments.answer_times, 8),
    (telephones.answer_contact, 4),
    (relaying.switch, 3),
    (relaying.firm_says, 4),
    (relaying.resident_says, 4),
)
# … and in a longer game besides.
PLAYERS = (
    *USUAL,
    (money.offer, 6),
    (money.decide, 6),
    (money.answer_approval, 4),
    (money.for_whose_account, 2),
    (money.invoice, 3),
    (money.ask_for_list, 2),
    (alarms.report, 2),
    (alarms.answer_alarm, 3),
    (alarms.promised, 1),
    (dues.follow_up, 2),
    (closing.answer_done, 4),
    (notices.post, 4),
    (notices.answer_preview, 8),
    (notices.withdraw, 3),
    (notices.answer_notice, 3),
    (documents.file, 2),
    (documents.ask, 4),
    (documents.narrow, 1),
    (managers.link, 3),
)

# What a game must have done to prove anything, and by whose acts that comes about.
SHORT_TOUR: Stages = (
    ("tickets split off", (splitting.report_of_two, splitting.split)),
    ("people asked in surveys", (surveys.begin, surveys.steer)),
    ("question surveyed: answered", (surveys.reply,)),
    ("rules accepted", (learning.report_as_ever, learning.order_as_ever)),
    ("words accepted", (learning.report_strangely, learning.correct)),
    ("questions answered by button", (residents.report, buttons.press)),
    ("absences ended by WIEDER DA", (residents.report, absences.leave, absences.come_back)),
    ("tickets merged", (residents.report, managers.merge)),
    ("tickets moved", (residents.report, managers.move)),
    (
        "question publish: answered",
        (
            residents.report,
            others.time_passes,
            residents.answer_house,
            residents.answer_house,
            managers.publish,
            managers.publish,
        ),
    ),
    ("question appointment: answered", (appointments.offer_times, appointments.answer_times)),
    ("question contact: answered", (residents.report, managers.order, telephones.answer_contact)),
    ("words relayed", (relaying.switch, relaying.firm_says, relaying.resident_says)),
    ("roles ended", (others.role_ends,)),
)
TOUR = (
    *SHORT_TOUR,
    (
        "question approval: answered",
        (residents.report, managers.order, money.offer, money.decide, money.answer_approval),
    ),
    ("mail invoice", (residents.report, managers.order, money.invoice)),
    ("mail alarm", (alarms.report,)),
    ("question alarm: answered", (alarms.report, alarms.answer_alarm)),
    ("mail due_list", (residents.report, dues.follow_up, others.time_passes)),
    ("mail reminder", (residents.report, managers.order, others.time_passes)),
    ("mail house_notice", (notices.post, notices.answer_preview)),
    ("mail house_back", (notices.post, notices.answer_preview, notices.withdraw)),
    ("documents filed", (documents.file,)),
    ("mail documents", (documents.file, documents.ask)),
    ("tickets linked", (residents.report, managers.link)),
)


@contextmanager
def log_in_hand() -> Iterator[io.StringIO]:
    """What the log says at INFO, as in earnest."""
    handlers, level = logging.root.handlers[:], logging.root.level
    stream = io.StringIO()
    logs.configure("info", stream=stream)
    try:
        yield stream
    finally:
        structlog.reset_defaults()
        logging.root.handlers[:] = handlers
        logging.root.setLevel(level)


@contextmanager
def game(seed: int, *, url: str = "", hold_minutes: int = 0) -> Iterator[Play]:
    """A fresh world and its gateway, at noon. `url`: an empty database; "": a SQLite file of its own."""
    chance = random.Random(seed)
    mint = Mint(chance)
    world = make_world(chance, mint, NOON.date())
    with tempfile.TemporaryDirectory(prefix="oracle-") as folder:
        url = url or f"sqlite:///{Path(folder) / 'hauspost.db'}"
        _furnish(url, world)
        with house_on(
            url, Policy(hold_minutes=hold_minutes), forms=(FORM,), deadlines=dues.PROMISED
        ) as house:
            knowledge = Knowledge(world)
            knowledge.plant_master_data()
            with log_in_hand() as log:
                checker = Checker(knowledge)
                yield Play(chance, mint, world, house, knowledge, checker, log, hold_minutes=hold_minutes)


def _furnish(url: str, world: World) -> None:
    migrate(url)
    database = Database(url)
    try:
        for files in (starter.starter(), tables(world)):
            import_tables(database, dict(files), at=NOON)
    finally:
        database.close()


def tour(game: Play, *, stages: Stages = SHORT_TOUR, tries: int = 150) -> None:
    """Each thing of the tour once, or as often as it is tried in vain."""
    for name, players in stages:
        for _ in range(tries):
            if happened(game)[name]:
                break
            game.act(game.chance.choice(players))


def left_out(game: Play, stages: Stages = SHORT_TOUR) -> list[str]:
    """What a game has not done of it."""
    done = happened(game)
    return [name for name, _ in stages if not done[name]]


def play(
    game: Play, acts: int, *, by: Players = USUAL, stop: Callable[[Play], bool] = lambda _: False
) -> None:
    """So many acts as could be done; ends early when `stop` says so."""
    players = [player for player, often in by for _ in range(often)]
    done = 0
    while done < acts and not stop(game):
        done += game.act(game.chance.choice(players))
