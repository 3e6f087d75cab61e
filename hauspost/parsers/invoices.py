"""Knows which files of a mail are invoices: by their XML surely, else by how the file or the mail is called."""

import re
from collections.abc import Sequence

from hauspost.desk.vouchers import InvoiceFile
from hauspost.parsers.attachments import Attachment
from hauspost.parsers.lines import levelled
from hauspost.parsers.offers import offered

_NAMED = re.compile(r"rechnung|invoice|(?:^|[^a-z])(?:re|rg|inv)[-_ ]?(?:nr[-_. ]{0,2})?\d{2}")
_OTHER = re.compile(
    r"\bagb|gesch(?:ä|ae)ftsbedingung|datenschutz|angebot|offer|quote|lieferschein|mahnung|preisliste"
    r"|terms"
)
_PAPERS = ("application/pdf",)
_SPOKEN = re.compile(r"\b(?:rechnung|schlussrechnung|abschlagsrechnung|invoice)\b")
_NUMBER = re.compile(
    r"\b(?:rechnung(?:s(?:nummer|[- ]?nr\.?))?|invoice(?: (?:number|no\.?))?|re(?:chnungs)?-?nr\.?)[\s:#.]{1,4}"
    r"(?:nr\.?\s?)?([a-z]{0,4}[-/]?\d[\w/-]{0,20})"
)
_IN_NAME = re.compile(r"(?:^|[^a-z])((?:re|rg|inv)[-_ ]?\d[\w-]{0,20}|\d{4}[-_]\d{1,8}|\d{3,10})")
MOST = 5_000  # characters of the text that are looked at


def invoice_files(files: Sequence[Attachment], subject: str, text: str) -> tuple[InvoiceFile, ...]:
    """A PDF that nothing calls anything is an invoice where the mail says that it brings one, and no other file is."""
    said = f"{subject}\n{text[:MOST]}"
    named = [f for f in files if f.einvoice is not None or _is_called(f)]
    if not named and _SPOKEN.search(levelled(said).lower()):
        papers = [f for f in files if f.content_type in _PAPERS and not _OTHER.search(f.filename.lower())]
        named = papers if len(papers) == 1 else []
    price = offered(text).gross if len(named) == 1 else None
    return tuple(_invoice(f, said if len(named) == 1 else "", price) for f in named)


def _is_called(file: Attachment) -> bool:
    name = file.filename.lower()
    return file.content_type in _PAPERS and bool(_NAMED.search(name)) and not _OTHER.search(name)


def _invoice(file: Attachment, said: str, price: int | None) -> InvoiceFile:
    found = file.einvoice
    if found is not None:
        return InvoiceFile(file.filename, file.sha256, found.number, found.gross, is_sure=True)
    number = _NUMBER.search(levelled(said).lower()) or _IN_NAME.search(
        file.filename.rpartition(".")[0].lower()
    )
    return InvoiceFile(
        file.filename, file.sha256, number[1].upper().replace("_", "-") if number else "", price
    )
