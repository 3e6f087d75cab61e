"""Knows the blocks of code on the pages for operators."""

import re
import textwrap
from pathlib import Path

DOCS = Path(__file__).resolve().parents[1] / "docs"

_BLOCK = re.compile(r"^([ \t]*)```(\w+)\n(.*?)^\1```[ \t]*$", re.MULTILINE | re.DOTALL)


def blocks(page: Path, language: str) -> list[str]:
    """The blocks in that language, in their order, without the indentation of a list."""
    text = page.read_text("utf-8")
    return [textwrap.dedent(found[3]) for found in _BLOCK.finditer(text) if found[2] == language]


def postfix(heading: str, file: str) -> str:
    """What the chapter of the recipe for Postfix says of main.cf or master.cf."""
    page = (DOCS / "recipes" / "postfix.md").read_text("utf-8")
    (chapter,) = (part for part in page.split("\n## ") if part.startswith(f"{heading}\n"))
    found = [
        m[3] for m in _BLOCK.finditer(chapter) if m[2] == "ini" and m[3].startswith(f"# /etc/postfix/{file}")
    ]
    assert found, f"{heading}: nothing of {file}"
    return "\n".join(found)
