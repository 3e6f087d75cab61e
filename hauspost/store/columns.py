"""Columns that mean the same on every database: row numbers, times in UTC, text without what drivers refuse."""

import json
import re
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    DateTime,
    Dialect,
    Integer,
    Text,
    TypeDecorator,
)

# NUL and surrogates in ASCII's JSON. Pairs of them are one sign that is taken; who sees one looks closer.
_UNCLEAN = re.compile(r"\\u(?:0000|d[89a-f])")
_DECODER = json.JSONDecoder()

Number = BigInteger().with_variant(Integer, "sqlite")  # SQLite numbers rows by itself only for INTEGER


class Utc(TypeDecorator[datetime]):
    """An aware datetime, stored in UTC; SQLite keeps no zone, so it is put back on the way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        moment: datetime = value
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


class Clean(TypeDecorator[str]):
    """Text that any database takes: PostgreSQL refuses NUL, both drivers refuse lone surrogates."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else clean(value)


def clean(text: str) -> str:
    if text.isascii():
        return text.replace("\0", "")
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


def clean_json(data: Any) -> Any:
    if isinstance(data, str):
        return clean(data)
    if isinstance(data, dict):
        return {clean(str(k)): clean_json(v) for k, v in data.items()}
    if isinstance(data, (list, tuple)):
        return [clean_json(v) for v in data]
    return data


class CleanJson(TypeDecorator[Any]):
    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        return clean_json(value) if _UNCLEAN.search(json.dumps(value)) else value


def written_json(value: Any) -> str:
    """What SQLite keeps of such a column, from one walk through the value."""
    text = json.dumps(value)
    return json.dumps(clean_json(value)) if _UNCLEAN.search(text) else text


def read_json(text: str | None) -> Any:
    """Of what `written_json` wrote: no blank stands before it, and nothing behind it."""
    return None if text is None else _DECODER.raw_decode(text)[0]
