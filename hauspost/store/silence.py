"""Knows which rows of the way out wait on purpose: those of properties that send nothing (policy.sending = "off")."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, Column, ColumnElement, Connection, and_, bindparam, or_, select

from hauspost.desk.houses import PropertyId
from hauspost.store.made import Made


def speaks(place: "Column[Any]") -> ColumnElement[bool]:
    """Rows that are not of a silent property; a statement with it is asked `silence`."""
    named = and_(place.is_not(None), place.not_in(bindparam("silent", expanding=True)))
    return or_(named, and_(place.is_(None), bindparam("nowhere_speaks", type_=Boolean)))


def silence(silent: Collection[PropertyId | None]) -> dict[str, Any]:
    """The silent properties, as `speaks` wants them; None among them: what is of no property."""
    named = sorted(one for one in silent if one is not None)
    return {"silent": named, "nowhere_speaks": None not in silent}


def waiting(state: ColumnElement[bool], due: "Column[Any]", place: "Column[Any]") -> Made:
    """The properties with rows in that state whose time has come `at`."""
    return Made(select(place).where(state, due <= bindparam("at")).distinct())


def waiting_at(connection: Connection, made: Made, at: datetime) -> tuple[PropertyId | None, ...]:
    """What `made` finds then; None: at no property."""
    return tuple(PropertyId(one) if one else None for one in made.values(connection, {"at": at}))
