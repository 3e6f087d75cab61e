"""An invoice as a file of a mail, and what is kept of it: the octets themselves stay in the mail that brought it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from hauspost.desk.houses import PersonId

RETENTION: Final = "voucher"  # DOMAIN, "Law in short": kept for eight years


@dataclass(frozen=True, slots=True)
class InvoiceFile:
    """`digest`: SHA-256 of the file's octets. `gross`: cents; None: nowhere to be read. `is_sure`: its XML says so."""

    file: str
    digest: str
    number: str = ""
    gross: int | None = None
    is_sure: bool = False


@dataclass(frozen=True, slots=True)
class Voucher:
    """An invoice that was passed on."""

    person: PersonId  # the firm
    number: str
    digest: str
    gross: int | None
    file: str
    ticket: int | None = None
    order: int | None = None
    arrival: int | None = None
    at: datetime | None = None


def same(invoice: InvoiceFile, kept: Voucher, firm: PersonId) -> bool:
    """The same octets, or the same number of the same firm."""
    return invoice.digest == kept.digest or (
        bool(invoice.number) and (firm, invoice.number) == (kept.person, kept.number)
    )
