"""Knows the posters that an office prints: every code opens a mail to the right house, and faults are told."""

from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.cli.office import DOMAIN, Office
from tests.outbound.pages import code_on, words_of


def posters(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in sorted(folder.glob("*.pdf"))}


def test_each_place_of_each_house_gets_a_poster(office: Office, tmp_path: Path) -> None:
    answer = office.runs("poster", "--output", str(tmp_path / "out"))
    assert answer.status == 0, answer.err
    made = posters(tmp_path / "out")
    assert len(made) == 18
    assert f"18 posters for 2 properties in {tmp_path / 'out'}" in answer.out
    for name, octets in made.items():
        house = name.split("-")[0]
        assert code_on(octets).startswith((f"mailto:{house}@{DOMAIN}?subject=", f"mailto:{house}+"))
        assert len(words_of(octets)) == 1


def test_the_code_of_the_lift_names_the_lift(office: Office, tmp_path: Path) -> None:
    asked = ("--place", "Aufzug", "--property", "lindenweg12", "--output", str(tmp_path / "out"))
    assert office.runs("poster", *asked).status == 0
    ((name, octets),) = posters(tmp_path / "out").items()
    assert name == "lindenweg12-lift.pdf"
    assert unquote(code_on(octets)) == f"mailto:lindenweg12+aufzug@{DOMAIN}?subject=Aufzug"
    (said,) = words_of(octets)
    assert "Aufzug: Stimmt hier etwas nicht?" in said
    assert f"lindenweg12+aufzug@{DOMAIN}" in said
    assert "112" in said


def test_a_poster_is_printed_in_english_too(office: Office, tmp_path: Path) -> None:
    asked = ("--place", "boiler-room", "--property", "LW12", "--language", "en", "--output", str(tmp_path))
    assert office.runs("poster", *asked).status == 0
    ((_, octets),) = posters(tmp_path).items()
    assert unquote(code_on(octets)) == f"mailto:lindenweg12+heating@{DOMAIN}?subject=Boiler room"
    assert "anything wrong here?" in words_of(octets)[0]


def test_the_same_poster_is_the_same_file(office: Office, tmp_path: Path) -> None:
    for folder in ("a", "b"):
        assert office.runs("poster", "--place", "yard", "--output", str(tmp_path / folder)).status == 0
    assert posters(tmp_path / "a") == posters(tmp_path / "b")


@pytest.mark.parametrize(
    "words, status, told",
    [
        (("--place", "sauna"), 2, 'there is no place "sauna"; use one of lift, bins, boiler-room'),
        (("--property", "XX"), 1, 'there is no property "XX"; use its number in properties.csv'),
        (("--language", "fr"), 2, 'there is no language "fr"; use one of de, en'),
    ],
)
def test_what_is_not_there_is_told(
    office: Office, tmp_path: Path, words: tuple[str, ...], status: int, told: str
) -> None:
    answer = office.runs("poster", *words, "--output", str(tmp_path / "out"))
    assert (answer.status, told.casefold() in answer.err.casefold()) == (status, True), answer.err
    assert not (tmp_path / "out").exists()


def test_a_folder_that_is_a_file_is_told(office: Office, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("x", "utf-8")
    answer = office.runs("poster", "--output", str(tmp_path / "taken"))
    assert (answer.status, "choose a folder that you may write to" in answer.err) == (1, True)
