"""Every arrival of whole stories as `hauspost explain` tells it, as golden files: each step, right, rule in words."""

import os
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hauspost.cli import app
from hauspost.desk.policy import Policy
from tests.house import (
    ANNA,
    BORDER,
    DOMAIN,
    HOUSE,
    KOWALSKI,
    KRAUSE,
    SABINE,
    STRANGER,
    YILDIZ,
    House,
    house_on,
)
from tests.stories import test_daily_life as daily_life
from tests.stories import test_daily_questions as daily_questions
from tests.stories import test_identities as identities
from tests.stories import test_imports as imports
from tests.stories import test_reply_to_all as reply_to_all
from tests.stories.conftest import FIVE_MINUTES
from tests.torture.installation import CONFIG

FOLDER = Path(__file__).parents[1] / "golden" / "explain"
MEIER = "auftrag@heizung-meier.example"
# What is random: secrets, and the size and digest of a mail that quotes one.
RANDOM = (
    (re.compile(r"\b[a-z2-7]{25}[aeimquy4]\b"), "‹secret›"),
    (re.compile(r"[\d,]+ octets, digest [0-9a-f]{16}…"), "‹octets›"),
    (re.compile(r"(Message-ID|answers) [^\s@]+@"), r"\1 ‹random›@"),
)
# The row of the table of proof, and what was decided and why, each with its code.
ROW = re.compile(
    r"row of the table of proof: (automatic/\w+$|bounce-address$|[\w-]+/[\w-]+(/\w+)? \(.+\))", re.MULTILINE
)
DECIDED = re.compile(r"What was decided, .+\n  \w+: .+ \(\w+\)")
NUMBERED = re.compile(r"test_(m\d\d)_")
# Every situation of daily life that is a story, by its number; each plays in the one house that it names.
DAILY: dict[str, Callable[[House], None]] = {
    numbered[1]: play
    for module in (daily_life, daily_questions, identities, reply_to_all, imports)
    for name, play in vars(module).items()
    if (numbered := NUMBERED.match(name))
}
POLICIES = {"house": None, "five_minute_house": FIVE_MINUTES}


@pytest.fixture
def story(
    furnished_sqlite: str, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> Iterator[House]:
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    with house_on(furnished_sqlite, getattr(request, "param", None)) as house:
        yield house
    monkeypatch.undo()
    time.tzset()


def explained(house: House, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> str:
    """Each arrival in its turn, as the command prints it."""
    text = CONFIG.format(
        domain=DOMAIN, database="sqlite:///hauspost.db", border=BORDER, relay=house.relay.url
    )
    config = tmp_path / "hauspost.toml"
    config.write_text(text.replace("sqlite:///hauspost.db", str(house.gateway.database.engine.url)), "utf-8")
    capsys.readouterr()
    pages = []
    for row in house.arrivals():
        assert app.main(["explain", str(row.id), "--config", str(config)]) == 0
        pages.append(f"{'=' * 20} {row.id} von {row.from_address}\n{capsys.readouterr().out}")
    written = "\n".join(pages)
    for pattern, instead in RANDOM:
        written = pattern.sub(instead, written)
    return written


def check(written: str, name: str) -> None:
    file = FOLDER / f"{name}.txt"
    if os.environ.get("HAUSPOST_BLESS") == "1":
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(written, encoding="utf-8")
    assert file.is_file(), f"{file} is missing; `make bless` writes it"
    assert written == file.read_text(encoding="utf-8")


def test_a_radiator_its_manager_and_its_firm(
    story: House, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    story.writes(ANNA, "Hallo Frau Vogt,\n\nder Heizkörper im Bad ist kalt.\n\nLG Anna Berger\n")
    story.answers(SABINE, story.last_to(SABINE), "BEAUFTRAGEN Meier max 300 €")
    story.answers(MEIER, story.last_to(MEIER), "Angenommen, wir kommen Di., 21.10. zwischen 8 und 10 Uhr.")
    story.answers(ANNA, story.last_to(ANNA), "ERLEDIGT")
    story.answers(SABINE, story.mails_to(SABINE)[0], "ERLEDGT")
    check(explained(story, capsys, tmp_path), "radiator")


def test_a_bulb_that_sees_to_itself(story: House, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    story.writes(ANNA, "Im Treppenhaus Haus 12, 2. OG, brennt eine Lampe nicht.", subject="Licht")
    story.writes(YILDIZ, "Im Treppenhaus Haus 12, 2. OG, brennt eine Lampe nicht.", subject="Licht")
    story.answers(KRAUSE, story.last_to(KRAUSE), "Erledigt, 2 Leuchtmittel getauscht. Krause")
    check(explained(story, capsys, tmp_path), "bulb")


def test_what_is_not_proven_and_what_nobody_wrote(
    story: House, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    story.writes(STRANGER, "Teppiche, günstig!", subject="Angebot")
    story.writes(ANNA, "Bitte ab sofort an meine neue Adresse.", auth="fail")
    story.writes(KOWALSKI, "Ich bin bis Montag nicht da.", subject="Abwesend", Auto_Submitted="auto-replied")
    story.writes(ANNA, "Der Heizkörper ist kalt.")
    story.answers(KOWALSKI, story.last_to(ANNA), "Bei mir auch.", auth="pass")
    story.writes(SABINE, "ERLEDIGT", subject="AW: [T-1001] Heizung", auth="none", to=HOUSE)
    check(explained(story, capsys, tmp_path), "unproven")


def test_a_mailed_table_and_what_becomes_of_it(
    story: House, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    asked = imports.mailed(story, ("personen.csv", imports.ONE))
    story.answers(SABINE, asked, "IMPORT OK")
    imports.mailed(story, words="Hier die Liste.")
    check(explained(story, capsys, tmp_path), "import")


def in_its_house(play: Callable[[House], None]) -> Policy | None:
    house, _ = play.__annotations__
    return POLICIES[house]


@pytest.mark.parametrize(
    "play, story", [(play, in_its_house(play)) for play in DAILY.values()], ids=DAILY, indirect=["story"]
)
def test_every_mail_of_daily_life_has_its_row_and_its_reason(
    play: Callable[[House], None], story: House, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    play(story)
    pages = explained(story, capsys, tmp_path).split("=" * 20)[1:]
    assert len(pages) == len(story.arrivals()) > 0
    assert [page for page in pages if not (ROW.search(page) and DECIDED.search(page))] == []
