"""Two nodes that see the same day of recurring work open one ticket."""

import threading
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import insert

from hauspost.desk.houses import Company
from hauspost.desk.policy import Policy
from hauspost.gateway import maintenance
from hauspost.gateway.casebook import Casebook
from hauspost.store import schema, tickets
from hauspost.store.database import Database
from tests.sample import load_sample

MONDAY = datetime(2025, 10, 20, 8, tzinfo=UTC)


def test_two_nodes_open_one_ticket_for_each_day(database_url: str) -> None:
    load_sample(database_url)
    nodes = [Database(database_url), Database(database_url)]
    casebook = Casebook(Company(name="A"), lambda _house: Policy(), ZoneInfo("Europe/Berlin"))
    rows = [
        {
            "property": "LW12",
            "name": f"Prüfung {n}",
            "category": "general",
            "rhythm": "P7D",
            "first_on": date(2025, 10, 20),
        }
        for n in range(5)
    ]
    nodes[0].write(lambda connection: connection.execute(insert(schema.maintenance), rows))
    opened: list[int] = []
    start = threading.Barrier(2)

    def look(database: Database) -> None:
        start.wait(20)
        opened.append(maintenance.look(database, casebook, MONDAY))

    threads = [threading.Thread(target=look, args=(node,)) for node in nodes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    with nodes[0].read() as connection:
        found = tickets.all_tickets(connection)
    for node in nodes:
        node.close()
    assert sum(opened) == 5
    assert sorted(t.subject for t in found) == [f"Prüfung {n}" for n in range(5)]
