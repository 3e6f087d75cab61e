"""Knows how a mail's page looks on paper: a ticket's file to read and to print, with small pictures behind it."""

from collections.abc import Iterator
from io import BytesIO
from itertools import islice
from typing import Any, Final

from reportlab.lib.colors import Color
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Image, Paragraph, SimpleDocTemplate, Spacer

from hauspost.desk.channels import ChannelKind
from hauspost.desk.notices_on_request import FileOfTicket
from hauspost.outbound import cleaning
from hauspost.outbound.lettering import BOLD, PLAIN, fonts, marked_up, settable
from hauspost.outbound.page import Answers, Block, Entries, Entry, Items, Line, Progress, Quote, Rows
from hauspost.outbound.papers import HEIGHT, WIDTH
from hauspost.outbound.render import content
from hauspost.outbound.sheet import MM
from hauspost.outbound.view import View

MARGIN: Final = 20 * MM
SIZE: Final = 10  # points
PICTURE: Final = 80 * MM  # the longer side
LINES_AT_ONCE: Final = (
    40  # a paragraph of many lines is set in pieces: breaking one takes the square of its length
)
LETTERS_AT_ONCE: Final = 4_000
_SHADE: Final = Color(0.91, 0.91, 0.91)  # behind internal notes; the word beside them says it too
_GREY: Final = Color(0.35, 0.35, 0.35)


def dossier(view: View, pictures: tuple[bytes, ...] = ()) -> bytes:
    """The PDF of a letter's page, in its order. The same octets for the same arguments.

    `pictures`: copies of our own making (JPEG, PNG). Internal notes stand on grey.
    """
    fonts()
    buffer = BytesIO()
    title = cleaning.one_line(_title(view))
    document = SimpleDocTemplate(
        buffer,
        pagesize=(WIDTH, HEIGHT),
        leftMargin=MARGIN,
        rightMargin=MARGIN,
        topMargin=MARGIN,
        bottomMargin=MARGIN + 5 * MM,
        title=title,
        author=cleaning.one_line(view.letter.company.name),
        producer="Hauspost",
        lang=view.language.code,
        invariant=1,
        pageCompression=1,
    )

    def foot(canvas: Canvas, made: Any) -> None:
        canvas.setFont(PLAIN, 8)
        canvas.drawString(MARGIN, 14 * MM, cleaning.clip(settable(title), 90))
        canvas.drawRightString(WIDTH - MARGIN, 14 * MM, str(made.page))

    story = [_set(title, font=BOLD, size=15, after=8), *_story(view), *_pictures(view, pictures)]
    document.build(story, onFirstPage=foot, onLaterPages=foot)
    return buffer.getvalue()


def _title(view: View) -> str:
    subject = view.letter.ticket.subject if view.letter.ticket else ""
    return f"{view.tag}: {subject}" if subject else view.tag


def _story(view: View) -> Iterator[Any]:
    internal = _internal(view)
    page = content(view)
    for block in page.blocks:
        yield from _block(block, internal)
    for line in page.footer:
        yield _set(line, size=8, after=2, colour=_GREY)


def _internal(view: View) -> frozenset[str]:
    """The marks of entries that nobody outside has read."""
    facts = view.letter.facts
    entries = facts.entries if isinstance(facts, FileOfTicket) else ()
    return frozenset(str(n) for n, e in enumerate(entries, 1) if e.channel == ChannelKind.INTERNAL)


def _block(block: Block, internal: frozenset[str]) -> Iterator[Any]:
    if title := getattr(block, "title", ""):
        yield _set(title, font=BOLD, size=11, before=6, after=4)
    match block:
        case Line(text, is_lead):
            yield from _text(text, font=BOLD if is_lead else PLAIN, after=5)
        case Rows(rows):
            yield from (_set(f"{label}: {value}", after=2) for label, value in rows)
            yield Spacer(1, 4)
        case Items(items):
            yield from (_set(f"• {item}", after=2) for item in items)
        case Quote(text):
            yield from _text(text, indent=12)
        case Answers():
            pass  # nobody answers paper
        case Entries(entries):
            for entry in entries:
                yield from _entry(entry, is_internal=entry.mark in internal)
        case Progress(label, steps):
            yield _set(f"{label}: {' > '.join(steps)}", before=4, after=6)


def _entry(entry: Entry, *, is_internal: bool) -> Iterator[Any]:
    shade = _SHADE if is_internal else None
    yield _set(f"{entry.mark}  {entry.head}", font=BOLD, before=6, shade=shade)
    for line in entry.lines:
        yield from _text(line, shade=shade, colour=_GREY)
    yield from _text(entry.quote, indent=12, shade=shade)


def _text(text: str, **look: Any) -> Iterator[Paragraph]:
    """Somebody's words, whatever their length, line by line as they stand."""
    lines = iter(text.split("\n"))
    while some := "\n".join(islice(lines, LINES_AT_ONCE)):
        for start in range(0, len(some), LETTERS_AT_ONCE):
            yield _set(some[start : start + LETTERS_AT_ONCE], **look)


def _set(
    text: str,
    *,
    font: str = PLAIN,
    size: float = SIZE,
    indent: float = 0,
    before: float = 0,
    after: float = 0,
    shade: Color | None = None,
    colour: Color | None = None,
) -> Paragraph:
    style = ParagraphStyle(
        "set",
        fontName=font,
        fontSize=size,
        leading=size * 1.35,
        leftIndent=indent,
        spaceBefore=before,
        spaceAfter=after,
        backColor=shade,
        splitLongWords=1,
        **({"textColor": colour} if colour is not None else {}),
    )
    return Paragraph(marked_up(text), style)


def _pictures(view: View, pictures: tuple[bytes, ...]) -> Iterator[Any]:
    """Each as large as PICTURE at most, in the order in which the report brought them."""
    if pictures:
        yield _set(view.language.say("file.pictures"), font=BOLD, size=11, before=10, after=4)
    for octets in pictures:
        width, height = ImageReader(BytesIO(octets)).getSize()
        scale = PICTURE / max(width, height, 1)
        yield Image(BytesIO(octets), width=width * scale, height=height * scale, hAlign="LEFT")
        yield Spacer(1, 6)
