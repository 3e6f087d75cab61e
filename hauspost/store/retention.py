"""What of tickets the law wants kept still: letters that passed with firms, and invoices, each until its day."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import Connection, Select, delete, select

from hauspost.desk.channels import Channel, ChannelKind
from hauspost.desk.retention import YEARS, Duty, Retention, is_letter, kept_until
from hauspost.desk.work import order_tag
from hauspost.store import schema


@dataclass(frozen=True, slots=True)
class Kept:
    """`orders`: the channels of the orders; `firms`: who stands on their other side."""

    duties: tuple[Duty, ...] = ()
    orders: frozenset[str] = frozenset()
    firms: frozenset[str] = frozenset()


def kept(connection: Connection, numbers: Collection[int], on: date) -> Kept:
    """Of these tickets (one, and what was merged into it)."""
    orders, duties = schema.work_orders, []
    channels, firms = set(), set()
    query = select(orders).where(orders.c.ticket.in_(numbers)).order_by(orders.c.ticket, orders.c.number)
    for row in connection.execute(query):
        until = kept_until(Retention.LETTER, row.changed_at.date())
        if is_letter(row.assignee, row.kind, row.phase) and until >= on:
            duties.append(Duty(order_tag(row.ticket, row.number), Retention.LETTER, until))
            channels.add(str(Channel(ChannelKind.ORDER, str(row.number))))
            firms.add(row.assignee)
    vouchers = schema.vouchers
    query = select(vouchers).where(vouchers.c.ticket.in_(numbers)).order_by(vouchers.c.id)
    for row in connection.execute(query):
        until = kept_until(Retention.VOUCHER, row.at.date())
        if until >= on:
            duties.append(Duty(row.file, Retention.VOUCHER, until))
    return Kept(tuple(duties), frozenset(channels), frozenset(firms))


def arrivals_of_vouchers(on: date) -> Select[tuple[int]]:
    """The mails that brought invoices which are kept still, whatever ticket they belong to."""
    table = schema.vouchers
    first = datetime(on.year - YEARS[Retention.VOUCHER], 1, 1, tzinfo=UTC)
    return select(table.c.arrival).where(table.c.arrival.is_not(None), table.c.at >= first)


def forget_vouchers(connection: Connection, numbers: Collection[int], on: date) -> None:
    """Those whose time is over."""
    table = schema.vouchers
    rows = connection.execute(select(table.c.id, table.c.at).where(table.c.ticket.in_(numbers))).all()
    over = [row.id for row in rows if kept_until(Retention.VOUCHER, row.at.date()) < on]
    connection.execute(delete(table).where(table.c.id.in_(over)))
