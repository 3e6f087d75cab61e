"""Knows which rows of the way out wait on purpose: those of properties that send nothing (policy.sending = "off")."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, and_, or_, select

from hauspost.desk.houses import PropertyId


def speaks(place: "Column[Any]", silent: Collection[PropertyId | None]) -> ColumnElement[bool]:
    """Rows that are not of a silent property; None among those: of no property."""
    named = place.not_in(sorted(one for one in silent if one is not None))
    return and_(named, place.is_not(None)) if None in silent else or_(named, place.is_(None))


def waiting_at(
    connection: Connection, state: ColumnElement[bool], due: "Column[Any]", place: "Column[Any]", at: datetime
) -> tuple[PropertyId | None, ...]:
    """The properties with rows in that state whose time has come; None: at no property."""
    found = connection.execute(select(place).where(state, due <= at).distinct()).scalars()
    return tuple(PropertyId(one) if one else None for one in found)
