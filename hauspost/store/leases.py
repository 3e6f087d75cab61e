"""Knows by which clock a lease ends: the database's, which all nodes share (with SQLite there is one node only)."""

from datetime import datetime

from sqlalchemy import Connection, func, select


def clock(connection: Connection, at: datetime) -> datetime:
    """What time it is for leases; `at`: what this node takes it for."""
    if connection.dialect.name == "sqlite":
        return at
    now: datetime = connection.execute(select(func.clock_timestamp())).scalar_one()
    return now
