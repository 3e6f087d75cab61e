"""Knows what managers hear of an account's trouble where somebody else operates: once a day, for each kind of it.

Where nobody else does, they hear of it as everybody who operates (`watch`), and not a second time.
"""

from collections.abc import Collection
from datetime import datetime, tzinfo
from typing import Final

from hauspost.desk.decision import OweNotice
from hauspost.desk.notices import NoticeKind
from hauspost.desk.notices_to_managers import Alert
from hauspost.gateway.imap_account import Account, Kind, Trouble
from hauspost.store import ledger, registry
from hauspost.store.connection import Connection
from hauspost.store.database import Database

MANAGERS: Final = 20  # it names no house, so it goes to at most so many
# Trouble → what the alert says: nothing comes in, one mail does not, or what came in stays where it lies. What is our
# own trouble is none of the account's.
WHAT: Final = {
    Kind.UNREACHABLE: "mailbox",
    Kind.TLS: "mailbox",
    Kind.LOGIN: "mailbox",
    Kind.FOLDER: "mailbox",
    Kind.SERVER: "mailbox",
    Kind.ONE_MAIL: "mailbox_mail",
    Kind.DONE_FOLDER: "mailbox_keeps",
}


def tell_managers(
    database: Database,
    account: Account,
    trouble: Trouble,
    *,
    operators: Collection[str],
    since: datetime,
    at: datetime,
    zone: tzinfo,
) -> bool:
    """Whether an alert is owed now. `operators`: the addresses that are told as such. Raises StoreFailed."""
    if not operators or trouble.kind not in WHAT:
        return False
    day = at.astimezone(zone).date()
    event = f"imap-{account.name}-{trouble.kind}-{day}"
    facts = Alert(WHAT[trouble.kind], who=account.name, reply=str(trouble), at=since)
    with database.read() as connection:
        managers = registry.all_managers(connection)
    told = {address.casefold() for address in operators}
    others = [m for m in managers if m.address and m.address.casefold() not in told]
    now = [m for m in others if any(r.period.holds(day) for r in m.roles)][:MANAGERS]
    notices = tuple(OweNotice(NoticeKind.ALERT, m.address, (m.id,), facts, None, at) for m in now)

    def job(connection: Connection) -> bool:
        return ledger.owe(connection, notices, event=event, arrival=None, property_id=None, at=at)

    return database.write(job)
