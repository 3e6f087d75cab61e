"""Frozen values as JSON-like data and back: how facts, options and readings outlive the transaction that made them."""

from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints


def to_json(value: Any) -> Any:
    """A facts value (or an offer, a command) as JSON-like data."""
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: to_json(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, (tuple, list)):
        return [to_json(v) for v in value]
    if isinstance(value, frozenset):
        return sorted(to_json(v) for v in value)
    if isinstance(value, date):  # a datetime is one too
        return value.isoformat()
    return str(value) if isinstance(value, StrEnum) else value


def from_json(shape: Any, data: Any) -> Any:
    """The inverse of `to_json` for that type; a field that the data lacks keeps its default."""
    if is_dataclass(shape) and isinstance(shape, type):
        return shape(**{name: from_json(hint, data[name]) for name, hint in _hints(shape) if name in data})
    if get_origin(shape) in (Union, UnionType):
        inner = [a for a in get_args(shape) if a is not type(None)]
        return None if data is None else from_json(inner[0], data)
    if get_origin(shape) is tuple:
        return tuple(from_json(get_args(shape)[0], v) for v in data)
    if get_origin(shape) is frozenset:
        return frozenset(from_json(get_args(shape)[0], v) for v in data)
    if shape is datetime:
        return datetime.fromisoformat(data)
    if shape is date:
        return date.fromisoformat(data)
    if isinstance(shape, type) and issubclass(shape, StrEnum):
        return shape(data)
    return data


@cache
def _hints(shape: type) -> tuple[tuple[str, Any], ...]:
    """The fields of a dataclass with their types: finding them out takes long, and gives the same each time."""
    hints = get_type_hints(shape)
    return tuple((field.name, hints[field.name]) for field in fields(shape))
