"""Opens the tickets of recurring work on their days, once, whichever node sees them first."""

from datetime import datetime

import structlog

from hauspost.desk.maintenance import Maintenance, due_for, open_maintenance
from hauspost.gateway.casebook import Casebook
from hauspost.store import ledger
from hauspost.store import maintenance as store
from hauspost.store.connection import Connection
from hauspost.store.database import Database, StoreFailed

log = structlog.get_logger(__name__)


def look(database: Database, casebook: Casebook, at: datetime) -> int:
    """Gives how many tickets were opened. Raises StoreFailed."""
    today = at.astimezone(casebook.zone).date()
    with database.read() as connection:
        found = store.begun(connection, today)
    return sum(_open(database, casebook, one, at) for one in found if due_for(one, today) is not None)


def _open(database: Database, casebook: Casebook, one: Maintenance, at: datetime) -> bool:
    """False: nobody works now, or another node was faster."""
    due = due_for(one, at.astimezone(casebook.zone).date())
    try:
        with database.read() as connection:
            case = casebook.at_house(connection, one.property_id, at)
        if due is None or case.house is None or not case.calendar.is_open(at):
            return False
        decision = open_maintenance(case, one, due)

        def opened(connection: Connection) -> None:
            if not store.open_for(connection, one, due):
                raise ledger.Stale(f"{one.property_id}/{one.name} has its ticket")
            ledger.enact(connection, decision, at)

        database.write(opened)
    except ledger.Stale:
        return False
    except StoreFailed:
        raise
    except Exception:  # a fault of ours in one row keeps no other waiting
        log.exception("a maintenance could not be opened", maintenance=one.id)
        return False
    log.info("maintenance", property=one.property_id, day=due.isoformat())
    return True
