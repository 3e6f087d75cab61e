"""Knows an electronic invoice: its XML, alone or embedded in a PDF (EN 16931; Factur-X 1.0 §6, ZUGFeRD 2, XRechnung).

No PDF is rendered and no XML tree is built: streams are looked for by their marks and unpacked up to a limit.
"""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

LARGEST: Final = 1024 * 1024  # octets of the XML
MOST_STREAMS: Final = 200  # of one PDF
HEAD: Final = 2_000  # octets before a stream, in which its dictionary stands
NUMBER: Final = 60  # characters

_STREAM: Final = re.compile(rb"stream\r?\n")
_EMBEDDED: Final = re.compile(rb"/EmbeddedFile\b|/Subtype\s{0,4}/(?:text|application)#2[fF]xml")
# An invoice's root in both syntaxes of EN 16931: UN/CEFACT CII and UBL 2.1.
_ROOT: Final = re.compile(
    rb"<(?:[\w.-]{1,20}:)?(?:CrossIndustryInvoice|CrossIndustryDocument|Invoice)\b[^>]{0,4000}>"
)
_NAMESPACE: Final = re.compile(rb"CrossIndustry|urn:ferd:|oasis:names:specification:ubl")
_TOTAL: Final = re.compile(
    rb"<(?:[\w.-]{1,20}:)?(?:GrandTotalAmount|TaxInclusiveAmount)\b[^>]{0,200}>\s{0,20}(-?\d{1,9}(?:\.\d{1,4})?)\s{0,20}<"
)
_ID: Final = re.compile(rb"<(?:[\w.-]{1,20}:)?ID\b[^>]{0,200}>\s{0,20}([^<]{1,60}?)\s{0,20}<")
_DOCUMENT: Final = re.compile(rb"<(?:[\w.-]{1,20}:)?(?:ExchangedDocument|HeaderExchangedDocument)\b")


@dataclass(frozen=True, slots=True)
class EInvoice:
    """What its XML says. `gross`: cents, tax included; None where no total stands in it."""

    number: str = ""
    gross: int | None = None


def einvoice(content: bytes, content_type: str) -> EInvoice | None:
    """Any octets give a value; None: it is no electronic invoice, or none that can be read."""
    if content_type == "application/pdf":
        return next((found for xml in _embedded(content) if (found := _read(xml)) is not None), None)
    head = content[:HEAD].lstrip(b"\xef\xbb\xbf \t\r\n")
    return _read(content[:LARGEST]) if head.startswith(b"<") else None


def _embedded(pdf: bytes) -> Iterator[bytes]:
    """What its embedded files unpack to. A stream's dictionary stands in plain sight, whatever packs the objects."""
    for count, found in enumerate(_STREAM.finditer(pdf)):
        if count >= MOST_STREAMS:
            return
        dictionary = pdf[max(found.start() - HEAD, 0) : found.start()].rpartition(b" obj")[2]
        if not _EMBEDDED.search(dictionary):
            continue
        start = found.end()
        end = pdf.find(b"endstream", start)
        body = pdf[start : end if end >= 0 else start + LARGEST]
        yield _unpacked(body) if b"/FlateDecode" in dictionary or b"/Fl " in dictionary else body[:LARGEST]


def _unpacked(body: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(body, LARGEST)
    except zlib.error:
        return b""


def _read(xml: bytes) -> EInvoice | None:
    root = _ROOT.search(xml[: HEAD * 4])
    if root is None or not _NAMESPACE.search(root[0]):
        return None
    document = _DOCUMENT.search(xml, root.end())
    is_cii = b"CrossIndustry" in root[0]
    begin = document.end() if document else len(xml) if is_cii else root.end()
    number = _ID.search(xml, begin)
    total = _TOTAL.search(xml, root.end())
    return EInvoice(
        _text(number[1]) if number else "",
        int(Decimal(total[1].decode("ascii")) * 100) if total else None,
    )


def _text(octets: bytes) -> str:
    return " ".join(octets.decode("utf-8", "replace").split())[:NUMBER]
