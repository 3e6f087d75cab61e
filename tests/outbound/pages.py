"""Reads a page of paper back: its words as a reader's program finds them, its codes as a telephone's camera does."""

from io import BytesIO

import zxingcpp
from PIL import Image, ImageDraw
from pypdf import PdfReader, Transformation
from pypdf.generic import ContentStream

DOTS = 6  # for a point: a module of the smallest code has some ten


def words_of(octets: bytes) -> list[str]:
    """The text of each page, its lines joined by blanks."""
    return [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(octets)).pages]


def code_on(octets: bytes, page: int = 0) -> str:
    """What the one QR code on that page says; the page's filled rectangles are drawn as the page draws them."""
    read = zxingcpp.read_barcodes(_rectangles(octets, page))
    assert len(read) == 1, f"{len(read)} codes"
    assert read[0].format is zxingcpp.BarcodeFormat.QRCode
    return read[0].text


def _rectangles(octets: bytes, number: int) -> Image.Image:
    reader = PdfReader(BytesIO(octets))
    page = reader.pages[number]
    height = float(page.mediabox.height)
    picture = Image.new("L", (round(float(page.mediabox.width) * DOTS), round(height * DOTS)), 255)
    drawing = ImageDraw.Draw(picture)
    now, before, waiting = Transformation(), [], []
    fill, fills = 0, []
    for operands, operator in ContentStream(page.get_contents(), reader).operations:
        if operator == b"q":
            before.append(now)
            fills.append(fill)
        elif operator == b"Q":
            now, fill = before.pop(), fills.pop()
        elif operator == b"cm":
            a, b, c, d, e, f = map(float, operands)
            now = Transformation((a, b, c, d, e, f)).transform(now)
        elif operator == b"rg":
            fill = round(255 * sum(map(float, operands)) / 3)
        elif operator == b"re":
            waiting.append(tuple(map(float, operands)))
        elif operator in (b"f", b"f*", b"B"):
            for x, y, width, tall in waiting:
                left, low = now.apply_on((x, y))
                right, high = now.apply_on((x + width, y + tall))
                drawing.rectangle(
                    (left * DOTS, (height - high) * DOTS, right * DOTS, (height - low) * DOTS), fill=fill
                )
            waiting = []
        elif operator in (b"n", b"S"):
            waiting = []
    return picture
