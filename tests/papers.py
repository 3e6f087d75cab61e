"""Papers as firms send them: PDFs of a few lines, electronic invoices of both syntaxes."""

import zlib


def cii(number: str = "RE-4711", gross: str = "285.60") -> bytes:
    """UN/CEFACT Cross Industry Invoice, as Factur-X embeds it: the first ID in it is a guideline's."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<rsm:CrossIndustryInvoice xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"'
        ' xmlns:ram="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100">'
        "<rsm:ExchangedDocumentContext><ram:GuidelineSpecifiedDocumentContextParameter>"
        "<ram:ID>urn:cen.eu:en16931:2017</ram:ID>"
        "</ram:GuidelineSpecifiedDocumentContextParameter></rsm:ExchangedDocumentContext>"
        f"<rsm:ExchangedDocument><ram:ID>{number}</ram:ID><ram:TypeCode>380</ram:TypeCode></rsm:ExchangedDocument>"
        f"<ram:GrandTotalAmount>{gross}</ram:GrandTotalAmount></rsm:CrossIndustryInvoice>"
    ).encode()


def ubl(number: str = "RE-4711", gross: str = "285.60") -> bytes:
    return (
        '<?xml version="1.0"?><ubl:Invoice xmlns:ubl="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2">'
        "<cbc:CustomizationID>urn:cen.eu:en16931:2017#compliant</cbc:CustomizationID>"
        f"<cbc:ID>{number}</cbc:ID><cac:LegalMonetaryTotal>"
        f'<cbc:TaxInclusiveAmount currencyID="EUR">{gross}</cbc:TaxInclusiveAmount>'
        "</cac:LegalMonetaryTotal></ubl:Invoice>"
    ).encode()


def paper(words: str) -> bytes:
    """A PDF of one page without anything embedded."""
    drawn = f"BT /F1 12 Tf 72 720 Td ({words}) Tj ET".encode("latin-1", "replace")
    return _pdf(b"<</Length " + str(len(drawn)).encode() + b">>", drawn)


def agb() -> bytes:
    return paper("Allgemeine Bedingungen")


def zugferd(number: str = "RE-4711", gross: str = "285.60", *, is_packed: bool = True) -> bytes:
    xml = cii(number, gross)
    body = zlib.compress(xml) if is_packed else xml
    packing = b"/Filter/FlateDecode" if is_packed else b""
    size = str(len(body)).encode()
    return _pdf(b"<</Type/EmbeddedFile/Subtype/text#2Fxml" + packing + b"/Length " + size + b">>", body)


def _pdf(dictionary: bytes, body: bytes) -> bytes:
    head = b"%PDF-1.7\n1 0 obj\n<</Type/Catalog>>\nendobj\n5 0 obj\n"
    return (
        head + dictionary + b"\nstream\n" + body + b"\nendstream\nendobj\ntrailer\n<</Root 1 0 R>>\n%%EOF\n"
    )
