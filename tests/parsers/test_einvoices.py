"""Knows electronic invoices, alone and inside a PDF, and which files of a mail are invoices at all."""

import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hauspost.desk.vouchers import InvoiceFile
from hauspost.parsers.attachments import Attachment
from hauspost.parsers.einvoices import EInvoice, einvoice
from hauspost.parsers.invoices import invoice_files
from tests.papers import agb, cii, paper, ubl, zugferd


def test_a_pdf_with_its_invoice_inside_is_one_for_sure() -> None:
    expected = EInvoice("RE-4711", 28560)
    assert einvoice(zugferd(), "application/pdf") == expected
    assert einvoice(zugferd(is_packed=False), "application/pdf") == expected
    assert einvoice(cii(), "application/xml") == expected
    assert einvoice(ubl(), "text/xml") == expected


@pytest.mark.parametrize(
    "octets, kind",
    [
        (agb(), "application/pdf"),
        (b"<html><body>Invoice</body></html>", "text/html"),
        (b"<Invoice>1</Invoice>", "text/xml"),  # of no standard
        (b"", "application/pdf"),
        (b"%PDF stream\nendstream /EmbeddedFile", "application/pdf"),
        (zugferd()[:150], "application/pdf"),
    ],
)
def test_what_is_none_or_is_broken_is_none(octets: bytes, kind: str) -> None:
    assert einvoice(octets, kind) is None


def test_a_stream_that_unpacks_to_more_than_memory_is_cut() -> None:
    bomb = zlib.compress(b"<" + bytes(64 * 1024 * 1024), 9)
    pdf = b"%PDF-1.7\n5 0 obj\n<</Type/EmbeddedFile/Filter/FlateDecode>>\nstream\n" + bomb + b"\nendstream\n"
    assert einvoice(pdf, "application/pdf") is None


@given(st.binary(max_size=400), st.sampled_from(["application/pdf", "text/xml"]))
def test_any_octets_are_one_or_none(octets: bytes, kind: str) -> None:
    found = einvoice(octets, kind)
    assert found is None or found.gross is None or found.gross >= -(10**12)


def _file(name: str, octets: bytes, kind: str = "application/pdf") -> Attachment:
    return Attachment(
        name, kind, len(octets), name, "attachment", "", 0, 0, "", einvoice=einvoice(octets, kind)
    )


def test_the_invoice_is_told_from_the_papers_beside_it() -> None:
    files = (_file("RE-4711.pdf", zugferd()), _file("AGB.pdf", agb()))
    assert invoice_files(files, "Rechnung RE-4711", "Anbei unsere Rechnung. Zahlbar 14 Tage.") == (
        InvoiceFile("RE-4711.pdf", "RE-4711.pdf", "RE-4711", 28560, is_sure=True),
    )


@pytest.mark.parametrize(
    "name, subject, text, number, gross",
    [
        ("Rechnung 4711.pdf", "", "Rechnung über 285,60 € brutto.", "4711", 28560),
        ("RE_2025-17.pdf", "", "Anbei.", "RE-2025-17", None),
        ("scan.pdf", "Rechnung Nr. 2025/17", "Betrag 240 € netto", "2025/17", 28560),
        ("scan.pdf", "Invoice 88", "please find attached", "88", None),
    ],
)
def test_a_plain_pdf_is_one_by_its_name_or_by_the_mails_words(
    name: str, subject: str, text: str, number: str, gross: int | None
) -> None:
    (found,) = invoice_files((_file(name, paper("x")),), subject, text)
    assert (found.number, found.gross, found.is_sure) == (number, gross, False)


@pytest.mark.parametrize(
    "names, subject",
    [
        (["Angebot_2025-118.pdf"], "Angebot"),
        (["AGB.pdf"], "Rechnung folgt"),
        (["plan.pdf", "liste.pdf"], "Rechnung"),
        (["foto.jpg"], "Rechnung folgt"),
        (["plan.pdf"], "Grundriss"),
    ],
)
def test_nothing_else_is_called_an_invoice(names: list[str], subject: str) -> None:
    kinds = {"jpg": "image/jpeg"}
    files = tuple(_file(n, paper("x"), kinds.get(n.rpartition(".")[2], "application/pdf")) for n in names)
    assert invoice_files(files, subject, "") == ()
