"""What a manager's tables came to against the master data as they stand: fetched before anything is decided."""

from dataclasses import dataclass, field

from hauspost.desk.masterdata import Diff
from hauspost.desk.notices_of_imports import ImportLine, ImportReject, ImportShared


@dataclass(frozen=True, slots=True)
class Upload:
    """`arrival`: the mail whose octets hold the tables; `stored`: the digest of the master data that were compared.

    Lines, reasons and remarks are bounded and in the reader's language; `rejected` counts all rows, `unreadable` files.
    """

    arrival: int
    is_new: bool  # the mail at hand brought them; else they are those of the question that it answers
    everything: bool = False  # each file counts, not only those that are tables by their names
    files: tuple[str, ...] = ()
    tables: int = 0  # that are master data
    diff: Diff = field(default_factory=Diff)
    stored: str = ""
    lines: tuple[ImportLine, ...] = ()
    more: int = 0
    rejects: tuple[ImportReject, ...] = ()
    rejected: int = 0
    unreadable: int = 0
    shared: tuple[ImportShared, ...] = ()
    remarks: tuple[str, ...] = ()
