"""Knows how a small XLSX file is packed: sheets of texts, numbers and days, and nothing else (ECMA-376)."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date
from xml.sax.saxutils import escape

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"

Cell = str | int | date


def spreadsheet(sheets: Mapping[str, Sequence[Sequence[Cell]]]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _types(len(sheets)))
        archive.writestr("_rels/.rels", _relations({"r1": ("officeDocument", "xl/workbook.xml")}))
        archive.writestr("xl/workbook.xml", _workbook(list(sheets)))
        parts = {f"r{n}": ("worksheet", f"worksheets/sheet{n}.xml") for n in range(1, len(sheets) + 1)}
        archive.writestr("xl/_rels/workbook.xml.rels", _relations(parts | {"rs": ("styles", "styles.xml")}))
        archive.writestr("xl/styles.xml", f'<styleSheet xmlns="{MAIN}">{_STYLES}</styleSheet>')
        for number, rows in enumerate(sheets.values(), start=1):
            archive.writestr(f"xl/worksheets/sheet{number}.xml", _sheet(rows))
    return made.getvalue()


# Style 1 is a day: number format 14.
_STYLES = (
    "<fonts><font/></fonts><fills><fill/></fills><borders><border/></borders><cellStyleXfs><xf/></cellStyleXfs>"
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs>'
)


def _types(count: int) -> str:
    sheets = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{KIND}.worksheet+xml"/>'
        for n in range(1, count + 1)
    )
    return (
        f'<Types xmlns="{TYPES}">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{KIND}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{KIND}.styles+xml"/>{sheets}</Types>'
    )


def _relations(parts: Mapping[str, tuple[str, str]]) -> str:
    inner = "".join(
        f'<Relationship Id="{name}" Type="{REL}/{kind}" Target="{target}"/>'
        for name, (kind, target) in parts.items()
    )
    return f'<Relationships xmlns="{PACKAGE}">{inner}</Relationships>'


def _workbook(names: Sequence[str]) -> str:
    inner = "".join(
        f'<sheet name="{escape(name)}" sheetId="{n}" r:id="r{n}"/>' for n, name in enumerate(names, 1)
    )
    return f'<workbook xmlns="{MAIN}" xmlns:r="{REL}"><sheets>{inner}</sheets></workbook>'


def _sheet(rows: Sequence[Sequence[Cell]]) -> str:
    inner = "".join(
        f'<row r="{r}">{"".join(_cell(cell, f"{chr(64 + c)}{r}") for c, cell in enumerate(row, 1))}</row>'
        for r, row in enumerate(rows, 1)
    )
    return f'<worksheet xmlns="{MAIN}"><sheetData>{inner}</sheetData></worksheet>'


def _cell(cell: Cell, at: str) -> str:
    match cell:
        case str():
            return f'<c r="{at}" t="inlineStr"><is><t>{escape(cell)}</t></is></c>'
        case int():
            return f'<c r="{at}"><v>{cell}</v></c>'
        case date():
            return f'<c r="{at}" s="1"><v>{(cell - date(1899, 12, 30)).days}</v></c>'
