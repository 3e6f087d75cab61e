"""Knows by which clock a lease ends: the database's, which all nodes share (with SQLite there is one node only)."""

from datetime import datetime

from sqlalchemy import Connection

from hauspost.store import clocks


def clock(connection: Connection, at: datetime) -> datetime:
    """What time it is for leases; `at`: what this node takes it for."""
    return clocks.server_time(connection) or at
