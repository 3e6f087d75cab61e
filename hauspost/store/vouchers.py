"""The invoices that were passed on: kept as vouchers, and known when they come again."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, Row, and_, insert, or_, select

from hauspost.desk.houses import PersonId
from hauspost.desk.vouchers import RETENTION, InvoiceFile, Voucher
from hauspost.store import schema


def known(
    connection: Connection, firms: Iterable[PersonId], found: Iterable[InvoiceFile]
) -> tuple[Voucher, ...]:
    """Those with the same octets, or with the same number of one of these firms; the oldest first."""
    table, files = schema.vouchers, tuple(found)
    numbers = [f.number for f in files if f.number]
    same = or_(
        table.c.digest.in_([f.digest for f in files]),
        and_(table.c.person.in_(list(firms)), table.c.number.in_(numbers)),
    )
    return tuple(
        _voucher(row) for row in connection.execute(select(table).where(same).order_by(table.c.id)).all()
    )


def keep(
    connection: Connection,
    voucher: Voucher,
    *,
    ticket: int | None,
    place: str | None,
    arrival: int | None,
    at: datetime,
) -> None:
    values = {
        "person": voucher.person,
        "number": voucher.number,
        "digest": voucher.digest,
        "gross_cents": voucher.gross,
        "file": voucher.file,
        "ticket": ticket,
        "order": voucher.order,
        "property": place,
        "arrival": arrival,
        "retention": RETENTION,
        "at": at,
    }
    connection.execute(insert(schema.vouchers), values)


def _voucher(row: Row[tuple[object, ...]]) -> Voucher:
    values = row._mapping
    return Voucher(
        PersonId(values["person"]),
        values["number"],
        values["digest"],
        values["gross_cents"],
        values["file"],
        ticket=values["ticket"],
        order=values["order"],
        arrival=values["arrival"],
        at=values["at"],
    )
