"""The handbook is true: its mails left in a story, its words are obeyed, its links lead somewhere, its files exist."""

import ast
import os
import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from hauspost.desk.command_table import WORDS
from hauspost.desk.intents import Act, Claim, Offer, Party, Said, Vocabulary
from hauspost.desk.languages import say
from hauspost.parsers.reading import read
from tests.golden_mails import FOLDER

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = sorted(DOCS.rglob("*.md"))
BLESS = os.environ.get("HAUSPOST_BLESS") == "1"

# ---- the mails of the tours

TOURS = ("for-managers.md", "for-managers.en.md")
QUOTED = re.compile(r"<!-- (?P<story>\w+) (?P<number>\d+) -->\n```text\n(?P<mail>.*?)```\n", re.DOTALL)
LEFT_OUT = ("From:", "Reply-To:", "Auto-Submitted:")  # of interest to programs


def golden(story: str, number: str) -> str:
    """That mail of the story, as the tour shows it."""
    whole = (FOLDER / f"{story}.txt").read_text("utf-8")
    (mail,) = (
        part for part in re.split(r"^={20} ", whole, flags=re.MULTILINE) if part.startswith(f"{number} an ")
    )
    lines = mail.strip().splitlines()[1:]
    return "".join(f"{line}\n" for line in lines if not line.startswith(LEFT_OUT))


@pytest.mark.parametrize("name", TOURS)
def test_each_mail_of_the_tour_left_in_a_story(name: str) -> None:
    tour = DOCS / name
    page = tour.read_text("utf-8")
    if BLESS:
        page = QUOTED.sub(
            lambda m: f"<!-- {m['story']} {m['number']} -->\n```text\n{golden(m['story'], m['number'])}```\n",
            page,
        )
        tour.write_text(page, "utf-8")
    mails = list(QUOTED.finditer(page))
    assert len(mails) >= 8
    assert page.count("```") == 2 * len(mails), "a mail that no story wrote"
    for mail in mails:
        assert mail["mail"] == golden(mail["story"], mail["number"]), mail["story"]


# ---- the words

NOW = datetime(2025, 10, 13, 9, 0, tzinfo=ZoneInfo("Europe/Berlin"))
OFFICE = Vocabulary(
    Party.MANAGER,
    offers=(
        Offer("OK", Act.RELEASE, question=4),
        Offer("JA", Act.YES, question=4, also=("YES",)),
        Offer("NEIN", Act.NO, question=4, also=("NO",)),
    ),
    categories=(("mould", ("Schimmel", "Mould")),),
    colleagues=(("person:M2", ("Tim Lorenz", "Lorenz")),),
    residents=(("unit:WE07", ("WE07",)),),
    assignees=(("firm:K1", ("Heizung Meier GmbH", "Heizung Meier")),),
    received_at=NOW,
    zone=NOW.tzinfo,
)
OFFICES = (OFFICE, replace(OFFICE, opens=True), replace(OFFICE, held=(301, 303)))
YES_NO = (Offer("JA", Act.YES, question=1, also=("YES",)), Offer("NEIN", Act.NO, question=1, also=("NO",)))
RESIDENT = Vocabulary(Party.RESIDENT, offers=YES_NO)
FIRM = Vocabulary(Party.CONTRACTOR, received_at=NOW, zone=NOW.tzinfo)

# Who reads the page, in each situation that it speaks of.
READERS: dict[str, tuple[Vocabulary, ...]] = {
    "for-managers.md": OFFICES,
    "for-managers.en.md": tuple(replace(office, language="en") for office in OFFICES),
    "for-residents.de.md": (RESIDENT,),
    "for-residents.en.md": (replace(RESIDENT, language="en"),),
    "for-contractors.de.md": (FIRM, replace(FIRM, awaits=True)),
    "for-contractors.en.md": (replace(FIRM, language="en"), replace(FIRM, language="en", awaits=True)),
}


def words_of(name: str) -> list[str]:
    """What the page says to type; a manager's page also names settings and other files."""
    prose = re.sub(r"```.*?```", "", (DOCS / name).read_text("utf-8"), flags=re.DOTALL)
    return [span for span in re.findall(r"`([^`\n]+)`", prose) if "policy." not in span]


def is_obeyed(said: Said) -> bool:
    """It does what it says, with nothing left over and nothing to ask back."""
    if said.near_misses:
        return False
    if said.commands:
        return not said.text or any(command.act is Act.FOR for command in said.commands)
    if said.internal or said.reply:
        return not said.text
    return len(said.reports) == 1 and said.reports[0].is_sure and bool(said.reports[0].claims)


@pytest.mark.parametrize("name", READERS)
def test_every_word_that_a_page_tells_is_obeyed(name: str) -> None:
    told = words_of(name)
    assert len(told) >= 8
    assert [word for word in told if not any(is_obeyed(read(word, v)) for v in READERS[name])] == []


def test_a_word_that_nobody_knows_would_be_found() -> None:
    for unknown in ("ERLEDIGEN", "BEAUFTRAGEN Mayer", "WEITERMACHEN", "ABWESEND irgendwann"):
        assert not any(is_obeyed(read(unknown, v)) for v in READERS["for-managers.md"]), unknown
    assert not any(is_obeyed(read("STAND", v)) for v in READERS["for-residents.de.md"])
    assert not any(is_obeyed(read("mal sehen", v)) for v in READERS["for-contractors.de.md"])


# What a firm's words do to its order, as both pages tell it.
MEANT = (
    (Claim.ACCEPT, "zugesagt", "accepted"),
    (Claim.APPOINTMENT, "zugesagt, Do 16.10. 16-18 Uhr", "accepted, Thu 16 Oct 16-18"),
    (Claim.DECLINE, "geht nicht", "cannot do it"),
    (Claim.NO_ACCESS, "niemand da", "nobody there"),
    (Claim.NEED_APPROVAL, "wird teurer, 450 €", "more expensive, €450"),
    (Claim.WAITING_PARTS, "Ersatzteil bestellt, kommt 20.10.", "spare part ordered, arrives 20 Oct"),
    (Claim.DONE, "erledigt", "done"),
)


@pytest.mark.parametrize("claim, german, english", MEANT)
def test_the_words_of_the_contractors_pages_mean_what_stands_beside_them(
    claim: Claim, german: str, english: str
) -> None:
    for language, said in (("de", german), ("en", english)):
        assert said in words_of(f"for-contractors.{language}.md")
        (report,) = read(said, replace(FIRM, language=language, awaits=True)).reports
        assert claim in report.claims, said


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_residents_page_tells_every_word_of_theirs(language: str) -> None:
    page = (DOCS / f"for-residents.{language}.md").read_text("utf-8")
    theirs = [word for word in WORDS if Party.RESIDENT in word.parties and word.act is not Act.PROMISED]
    assert [w.act for w in theirs if f"`{say(w.key, language)}" not in page] == []


@pytest.mark.parametrize("name", [name for name in READERS if name not in TOURS])
def test_a_page_for_people_fits_on_one_sheet(name: str) -> None:
    lines = (DOCS / name).read_text("utf-8").splitlines()
    assert len(lines) <= 50
    assert max(map(len, lines)) <= 150


# ---- the index and the links

LINK = re.compile(r"(?<!\!)\[[^\]\n]*\]\(([^)\s]+)\)")


def anchors(page: Path) -> set[str]:
    """As GitHub writes them: lower case, blanks as hyphens, nothing but letters, digits, hyphens and underscores."""
    found = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.MULTILINE)
    plain = (re.sub(r"[`*]", "", heading).strip().lower() for heading in found)
    return {re.sub(r"[^\w\- ]", "", heading).replace(" ", "-") for heading in plain}


def links(page: Path) -> Iterator[tuple[str, Path, str]]:
    """(as written, the file that is meant, the place in it) of each that leads nowhere outside."""
    prose = re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.DOTALL)
    for written in LINK.findall(prose):
        if not re.match(r"[a-z]+:", written):
            path, _, place = written.partition("#")
            yield written, (page.parent / path).resolve() if path else page, place


@pytest.mark.parametrize("page", [ROOT / "README.md", *PAGES], ids=lambda page: str(page.relative_to(ROOT)))
def test_no_link_is_dead(page: Path) -> None:
    dead = [
        written
        for written, target, place in links(page)
        if not target.exists() or (place and place not in anchors(target))
    ]
    assert dead == []


def test_the_index_leads_to_every_page() -> None:
    index = DOCS / "README.md"
    linked = {target for _, target, _ in links(index)}
    assert [str(page.relative_to(DOCS)) for page in PAGES if page not in linked | {index}] == []


# ---- the developers' page

NAMED = re.compile(r"`((?:hauspost|tests|docs)/[\w./*<>-]+)`(?: `(\w+)`)?")


def names_in(file: Path) -> set[str]:
    """What a file defines, at its top and one level below; of a table its sections."""
    text = file.read_text("utf-8")
    if file.suffix == ".toml":
        return set(tomllib.loads(text))
    found: set[str] = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            found.add(node.name)
        elif isinstance(node, ast.Assign):
            found |= {target.id for target in node.targets if isinstance(target, ast.Name)}
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            found.add(node.target.id)
    return found


def test_the_files_and_names_of_the_developers_page_exist() -> None:
    named = NAMED.findall((DOCS / "for-developers.md").read_text("utf-8"))
    assert len(named) > 40
    for written, name in named:
        files = list(ROOT.glob(re.sub(r"<\w+>", "*", written)))
        assert files, written
        if name:
            assert all(name in names_in(file) for file in files), f"{written} {name}"
