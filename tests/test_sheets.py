"""The pages for people as paper: every word of them, one sheet of A4 each."""

import re
from html import unescape
from pathlib import Path

import pytest

from docs.sheets import PAGES, pdf, sheet
from tests import chromium
from tests.servers import absent


def words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text)


def test_there_is_one_for_each_reader_and_language() -> None:
    names = {f"for-{who}.{language}.md" for who in ("residents", "contractors") for language in ("de", "en")}
    assert {page.name for page in PAGES} == names


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_word_of_the_page_stands_on_its_sheet(page: Path) -> None:
    markdown = page.read_text("utf-8")
    made = sheet(markdown, page.stem[-2:])
    assert words(unescape(re.sub(r"<[^>]*>", " ", made.partition("<body>")[2]))) == words(markdown)
    assert not re.search(r"\*\*|`|\|", made.partition("<body>")[2])
    assert "http" not in made


@pytest.mark.servers
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_it_is_printed_on_one_side_of_paper(page: Path, tmp_path: Path) -> None:
    if not (program := chromium.program()):
        absent("Chromium is not installed (Debian: chromium)")
    file = tmp_path / f"{page.stem}.html"
    file.write_text(sheet(page.read_text("utf-8"), page.stem[-2:]), "utf-8")
    pdf(program, file)
    octets = file.with_suffix(".pdf").read_bytes()
    assert len(re.findall(rb"/Type\s*/Page\b", octets)) == 1
