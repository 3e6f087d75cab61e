"""Knows how a page of paper is set: large type that shrinks until it fits, a QR code that opens a mail, who it is from.

Pages are A4 (ISO 216) in black on white: whoever prints them has an office printer.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final

from reportlab.graphics import renderPDF
from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.shapes import Drawing
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph

from hauspost.outbound import cleaning
from hauspost.outbound.lettering import BOLD, PLAIN, fonts, marked_up, settable
from hauspost.outbound.sheet import MM, Sheet

WIDTH: Final = 210 * MM
HEIGHT: Final = 297 * MM
MARGIN: Final = 20 * MM
COLUMN: Final = WIDTH - 2 * MARGIN
TOP: Final = HEIGHT - MARGIN
LARGEST: Final = 24  # points of the text; a stairwell is read from two metres
SMALLEST: Final = 11
SMALL: Final = 9  # the particulars at the foot
HEADING: Final = 1.75  # the title's size over the text's
LEADING: Final = 1.32
QUIET_ZONE: Final = 4  # modules around the code (ISO/IEC 18004 §9.1)
LONGEST_LINK: Final = 500  # octets, as of every link of ours
MOST_ON_A_PAGE: Final = 6_000  # characters; of SMALLEST even the narrowest letters fill a page before
MOST_LINES: Final = 60  # of SMALLEST on a page
MOST_PARTICULARS: Final = 6


@dataclass(frozen=True, slots=True)
class Printed:
    """A PDF. `was_cut`: not even in the smallest type did everything fit; the last paragraph ends with an ellipsis."""

    octets: bytes
    pages: int
    was_cut: bool = False


@dataclass(frozen=True, slots=True)
class _Set:
    """Paragraphs of one size, broken into pages."""

    size: int
    pages: tuple[tuple[Paragraph, ...], ...]


def printed(sheet: Sheet, *, most_pages: int = 1) -> Printed:
    """The sheet on at most that many pages, in the largest type that fits. The same octets for the same arguments.

    The code stands on the first page. Raises ValueError for a link of more than LONGEST_LINK octets.
    """
    fonts()
    link = _checked(sheet.link)
    made, was_cut = _fitted(sheet, most_pages)
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=(WIDTH, HEIGHT), invariant=1, pageCompression=1, lang=sheet.language)
    canvas.setTitle(cleaning.one_line(sheet.title))
    canvas.setAuthor(cleaning.one_line(next(iter(sheet.particulars), "")))
    canvas.setProducer("Hauspost")
    for number, page in enumerate(made.pages, 1):
        _draw(canvas, page, TOP)
        if number == 1 and link:
            _draw_code(canvas, sheet, link, made.size)
        _draw_foot(canvas, sheet, f"{number} / {len(made.pages)}" if len(made.pages) > 1 else "")
        canvas.showPage()
    canvas.save()
    return Printed(buffer.getvalue(), len(made.pages), was_cut)


def _checked(link: str) -> str:
    if len(link.encode()) > LONGEST_LINK or not link.isascii():
        raise ValueError(f"a link has at most {LONGEST_LINK} octets, all ASCII")
    return link


# ---- fitting


def _fitted(sheet: Sheet, most_pages: int) -> tuple[_Set, bool]:
    """Whether something was cut: looked for by halves, since text has no size before it is set."""
    short, too_many = _first_lines(sheet.paragraphs, most_pages * MOST_LINES)
    paragraphs, too_long = _limited(short, most_pages * MOST_ON_A_PAGE)
    for size in range(LARGEST, SMALLEST - 1, -1):
        made = _broken(sheet, paragraphs, size, most_pages)
        if len(made.pages) <= most_pages and (size == SMALLEST or _is_whole(paragraphs, size)):
            return made, too_long or too_many
    fits, all_of_it = 0, sum(map(len, paragraphs))
    while all_of_it - fits > 1:
        middle = (fits + all_of_it) // 2
        tried = _broken(sheet, _limited(paragraphs, middle)[0], SMALLEST, most_pages)
        fits, all_of_it = (middle, all_of_it) if len(tried.pages) <= most_pages else (fits, middle)
    return _broken(sheet, _limited(paragraphs, fits)[0], SMALLEST, most_pages), True


def _is_whole(paragraphs: tuple[str, ...], size: int) -> bool:
    """No word, an address say, is torn apart that smaller type would keep whole."""
    widths = (stringWidth(word, PLAIN, 1) for text in paragraphs for word in settable(text).split())
    return not any(COLUMN / size < width <= COLUMN / SMALLEST for width in widths)


def _first_lines(paragraphs: tuple[str, ...], most: int) -> tuple[tuple[str, ...], bool]:
    """Without the blank lines at their ends; whether one of them has more lines than that."""
    lines = [cleaning.text(paragraph).strip().split("\n") for paragraph in paragraphs]
    cut = tuple("\n".join(own[:most]) + (" …" if len(own) > most else "") for own in lines)
    return cut, any(len(own) > most for own in lines)


def _limited(paragraphs: tuple[str, ...], most: int) -> tuple[tuple[str, ...], bool]:
    """The first `most` characters, the last paragraph of them clipped; whether anything was left out."""
    kept: list[str] = []
    for paragraph in paragraphs:
        if len(paragraph) > most:
            return (*kept, cleaning.clip(paragraph, max(most, 1))), True
        kept.append(paragraph)
        most -= len(paragraph)
    return tuple(kept), False


def _broken(sheet: Sheet, paragraphs: tuple[str, ...], size: int, most_pages: int) -> _Set:
    """One page more than may be says that it does not fit, and how many more nobody asks."""
    pages: list[tuple[Paragraph, ...]] = []
    page: list[Paragraph] = []
    room = _room(sheet, 1)
    waiting = list(_paragraphs(sheet, paragraphs, size))
    while waiting and len(pages) <= most_pages:
        first = waiting.pop(0)
        if _height(first) <= room:
            page.append(first)
            room -= _height(first) + first.style.spaceAfter
            continue
        here, rest = _parted(first, room)
        page += here
        waiting[:0] = rest
        pages.append(tuple(page))
        page, room = [], _room(sheet, len(pages) + 1)
    return _Set(size, (*pages, tuple(page)) if page or not pages else tuple(pages))


def _parted(paragraph: Paragraph, room: float) -> tuple[list[Paragraph], list[Paragraph]]:
    """The lines that fit into the room, and the others. On a page of its own at least a line fits, even of a title."""
    parts = paragraph.split(COLUMN, room)
    return (parts[:1], parts[1:]) if parts else ([], [paragraph])


def _height(paragraph: Paragraph) -> float:
    _, height = paragraph.wrap(COLUMN, HEIGHT)
    return float(height)


def _room(sheet: Sheet, number: int) -> float:
    """Between the head of that page and what stands at its foot."""
    code = sheet.code_side + 8 * MM if sheet.link and number == 1 else 0
    return TOP - _foot(sheet) - code


def _foot(sheet: Sheet) -> float:
    """Where the text ends: over the particulars."""
    lines = len(_particulars(sheet)) or 1
    return 14 * MM + lines * SMALL * LEADING + 6 * MM


def _particulars(sheet: Sheet) -> list[str]:
    lines = [cleaning.one_line(line, limit=110) for line in sheet.particulars]
    return [line for line in lines if line][:MOST_PARTICULARS]


def _paragraphs(sheet: Sheet, paragraphs: tuple[str, ...], size: int) -> Iterator[Paragraph]:
    over, title = cleaning.one_line(sheet.over, limit=120), cleaning.one_line(sheet.title)
    if over:
        yield Paragraph(marked_up(over), _style(PLAIN, max(size * 0.7, SMALL), after=2 * MM))
    if title:
        yield Paragraph(marked_up(title), _style(BOLD, _heading(title, size), after=size * 0.8))
    for text in paragraphs:
        if text:
            yield Paragraph(marked_up(text), _style(PLAIN, size, after=size * 0.6))


def _heading(title: str, size: int) -> float:
    """A title's size: no word of it is torn apart for its size alone."""
    wanted = size * HEADING
    return max(size, min(wanted, wanted * COLUMN / max(_widest(title, BOLD, wanted), 1)))


def _widest(text: str, font: str, size: float) -> float:
    return max((float(stringWidth(word, font, size)) for word in settable(text).split()), default=0)


def _style(font: str, size: float, *, after: float = 0) -> ParagraphStyle:
    return ParagraphStyle(
        f"{font}-{size}",
        fontName=font,
        fontSize=size,
        leading=size * LEADING,
        spaceAfter=after,
        splitLongWords=1,
    )


# ---- drawing


def _draw(canvas: Canvas, page: tuple[Paragraph, ...], top: float) -> None:
    for paragraph in page:
        height = _height(paragraph)
        paragraph.drawOn(canvas, MARGIN, top - height)
        top -= height + paragraph.style.spaceAfter


def _draw_code(canvas: Canvas, sheet: Sheet, link: str, size: int) -> None:
    """Left at the foot; beside it, in the middle of its height, what it does."""
    bottom, side = _foot(sheet) + 4 * MM, sheet.code_side
    renderPDF.draw(code(link, side), canvas, MARGIN, bottom)
    left = MARGIN + side + 8 * MM
    width = WIDTH - MARGIN - left
    words = _beside(sheet, width, size)
    height = sum(h for _, h in words)
    top = bottom + (side + height) / 2
    for paragraph, own in words:
        paragraph.drawOn(canvas, left, top - own)
        top -= own


def _beside(sheet: Sheet, width: float, size: int) -> list[tuple[Paragraph, float]]:
    """In the largest type in which all of it stands beside the code."""
    texts = [cleaning.clip(line, 300) for line in sheet.beside if line.strip()]
    made: list[tuple[Paragraph, float]] = []
    for smaller in range(min(size, 18), 5, -1):
        made = [_wrapped(text, _style(PLAIN, smaller), width) for text in texts]
        is_whole = all(_widest(text, PLAIN, smaller) <= width for text in texts)
        if is_whole and sum(height for _, height in made) <= sheet.code_side:
            break
    return made


def _wrapped(text: str, style: ParagraphStyle, width: float) -> tuple[Paragraph, float]:
    paragraph = Paragraph(marked_up(text), style)
    return paragraph, float(paragraph.wrap(width, HEIGHT)[1]) + style.fontSize * 0.4


def code(link: str, side: float) -> Drawing:
    """A QR code, `side` points wide with its quiet zone; of level M, it survives a scratch (ISO/IEC 18004 §6.5.1)."""
    widget: Any = QrCodeWidget(link, barLevel="M", barWidth=side, barHeight=side, barBorder=QUIET_ZONE)
    return Drawing(side, side, widget)


def _draw_foot(canvas: Canvas, sheet: Sheet, number: str) -> None:
    lines = _particulars(sheet)
    y = 14 * MM + (len(lines) - 1) * SMALL * LEADING
    canvas.setLineWidth(0.5)
    canvas.line(MARGIN, y + SMALL + 2 * MM, WIDTH - MARGIN, y + SMALL + 2 * MM)
    for line in lines:
        shown = settable(line)
        size = min(SMALL, SMALL * COLUMN * 0.9 / max(canvas.stringWidth(shown, PLAIN, SMALL), 1))
        canvas.setFont(PLAIN, size)
        canvas.drawString(MARGIN, y, shown)
        y -= SMALL * LEADING
    canvas.setFont(PLAIN, SMALL)
    canvas.drawRightString(WIDTH - MARGIN, 14 * MM, number)
