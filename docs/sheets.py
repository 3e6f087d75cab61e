"""`make sheets`: the pages for residents and contractors as sheets of A4, to print or to send.

python -m docs.sheets [--output DIR]: an HTML file for each, which any browser prints; where Chromium is installed a
PDF beside it. Only the Markdown of these pages is read: a heading, paragraphs, tables, **bold**, `words`.
"""

import argparse
import re
import shutil
import subprocess
from collections.abc import Iterator
from html import escape
from itertools import groupby
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).parent
PAGES: Final = sorted(page for who in ("residents", "contractors") for page in HERE.glob(f"for-{who}.??.md"))
STYLE: Final = """
@page { size: A4; margin: 16mm 18mm; }
:root { color-scheme: light; }
body { font: 11pt/1.4 system-ui, "DejaVu Sans", sans-serif; color: #000; background: #fff; max-width: 174mm;
  margin: 0 auto; overflow-wrap: anywhere; }
h1 { font-size: 17pt; line-height: 1.2; margin: 0 0 4mm; }
p { margin: 0 0 3mm; }
table { border-collapse: collapse; width: 100%; margin: 0 0 3mm; }
tr { break-inside: avoid; }
th, td { text-align: left; vertical-align: top; padding: 1mm 2mm; border-bottom: .3mm solid #999; }
code { font: inherit; font-weight: bold; }
@media screen { body { padding: 1rem; } }
"""
CHROMIUM: Final = ("chromium", "chromium-browser")
_CELL: Final = re.compile(r"(?<!\\)\|")


def sheet(markdown: str, language: str) -> str:
    """One HTML file that needs nothing else."""
    title = markdown.partition("\n")[0].removeprefix("# ")
    return (
        f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
        f"{''.join(_blocks(markdown))}</body>\n</html>\n"
    )


def _blocks(markdown: str) -> Iterator[str]:
    for is_blank, lines in groupby(markdown.splitlines(), key=lambda line: not line.strip()):
        if not is_blank:
            yield _block(list(lines))


def _block(lines: list[str]) -> str:
    if lines[0].startswith("# "):
        return f"<h1>{_inline(lines[0][2:])}</h1>\n"
    if not lines[0].startswith("|"):
        return f"<p>{_inline(' '.join(lines))}</p>\n"
    head, _, *rows = (_CELL.split(line.strip().strip("|")) for line in lines)
    return f"<table>\n{_row(head, 'th')}{''.join(_row(row, 'td') for row in rows)}</table>\n"


def _row(cells: list[str], tag: str) -> str:
    return f"<tr>{''.join(f'<{tag}>{_inline(cell.strip())}</{tag}>' for cell in cells)}</tr>\n"


def _inline(text: str) -> str:
    bold = re.sub(r"\*\*(.+?)\*\*", r"<strong>\1</strong>", escape(text, quote=False))
    return re.sub(r"`(.+?)`", r"<code>\1</code>", bold)


def pdf(program: str, page: Path) -> None:
    """Raises CalledProcessError, TimeoutExpired."""
    options = ("--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer")
    printed = f"--print-to-pdf={page.with_suffix('.pdf')}"
    command = [program, *options, printed, page.absolute().as_uri()]
    subprocess.run(command, check=True, capture_output=True, timeout=120)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument(
        "--output", type=Path, default=Path("build/sheets"), help="a folder; else build/sheets"
    )
    folder = parser.parse_args().output
    folder.mkdir(parents=True, exist_ok=True)
    program = next((path for name in CHROMIUM if (path := shutil.which(name))), "")
    for source in PAGES:
        page = folder / f"{source.stem}.html"
        page.write_text(sheet(source.read_text("utf-8"), source.stem.rpartition(".")[2]), "utf-8")
        print(page)
        if program:
            pdf(program, page)
            print(page.with_suffix(".pdf"))
    if not program:
        print("no Chromium is installed: print the pages with any browser")


if __name__ == "__main__":
    main()
