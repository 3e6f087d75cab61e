"""Knows how `HAUSPOST_SECTION__KEY` overrides a key of the file, and turns its text into the key's type.

An account's name stands in front of its keys (`HAUSPOST_IMAP__OFFICE__URL`), and a table inside is one step more
(`HAUSPOST_IMAP__OFFICE__OAUTH2__SCOPE`).
"""

import copy
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from hauspost.config.sections import Document, model_of
from hauspost.desk.policy import KEYS, PolicyFault, read_policy_text

PREFIX = "HAUSPOST_"

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Overridden:
    """The document with each override in its place, and the variables that set them."""

    values: dict[str, Any]
    origins: dict[Path, str]


def overridden(values: Mapping[str, Any], environment: Mapping[str, str]) -> Overridden:
    """An unknown key goes in too, so that it is told like one of the file. Names without `__` are not ours to read."""
    changed = copy.deepcopy(dict(values))
    origins: dict[Path, str] = {}
    for name, words in _named(environment):
        place = _place(words)
        holder, path = _holder(changed, place)
        if holder is not None:
            holder[path[-1]] = _typed(place, environment[name])
            origins[path] = name
    return Overridden(changed, origins)


def shouted(name: str) -> str:
    """An account's name as it stands in the name of a variable."""
    return re.sub("[^A-Z0-9]", "_", name.upper())


def _named(environment: Mapping[str, str]) -> Iterator[tuple[str, list[str]]]:
    for name in sorted(environment):
        words = name.removeprefix(PREFIX).lower().split("__")
        if name.startswith(PREFIX) and len(words) > 1 and all(words):
            yield name, words


def _place(words: list[str]) -> Path:
    """Section, account where it has accounts, table where the key is one, and the key."""
    section, *rest = words
    model = _model(section)
    steps = [section]
    if _has_names(section) and len(rest) > 1:
        steps.append(rest.pop(0))
    if model is not None and len(rest) > 1 and _table(model, rest[0]) is not None:
        steps.append(rest.pop(0))
    return (*steps, "__".join(rest))


def _holder(values: dict[str, Any], place: Path) -> tuple[dict[str, Any] | None, Path]:
    """The table that the key goes into, and the path at which faults are told of it; None: it is no table."""
    section, *tables, key = place
    if _has_names(section) and not tables:
        return values, (f"{section}__{key}",)  # told as what it is: no section
    if _has_names(section):
        number, holder = _account(values.setdefault(section, []), tables.pop(0))
        path: Path = (section, str(number))
    else:
        holder, path = values.setdefault(section, {}), (section,)
    for table in tables:
        holder = holder.setdefault(table, {}) if isinstance(holder, dict) else None
        path = (*path, table)
    return (holder if isinstance(holder, dict) else None), (*path, key)


def _account(accounts: Any, name: str) -> tuple[int, Any]:
    """The account of that name; one that the file does not know is a new one."""
    if not isinstance(accounts, list):
        return 0, None
    for number, one in enumerate(accounts):
        if isinstance(one, dict) and shouted(str(one.get("name", ""))) == shouted(name):
            return number, one
    accounts.append({"name": name})
    return len(accounts) - 1, accounts[-1]


def _typed(place: Path, text: str) -> Any:
    """The text as the key's type; one that does not fit stays a text, and is told with the other faults."""
    section, *tables, key = place
    if section == "policy" and key in KEYS:
        try:
            return read_policy_text(key, text)
        except PolicyFault:
            return text
    field = _field(section, tables, key)
    kind = (get_origin(field.annotation) or field.annotation) if field else str
    if kind is int:
        return int(text) if text.strip().isdecimal() and text.isascii() else text
    return _items(text) if kind is tuple else text


def _field(section: str, tables: list[str], key: str) -> FieldInfo | None:
    model = _model(section)
    for table in tables[1:] if _has_names(section) else tables:
        model = _table(model, table) if model else None
    fields = model.model_fields if model else {}
    return next((field for name, field in fields.items() if (field.alias or name) == key), None)


def _model(section: str) -> type[BaseModel] | None:
    known = Document.model_fields.get(section)
    return model_of(known.annotation) if known else None


def _table(model: type[BaseModel], key: str) -> type[BaseModel] | None:
    field = model.model_fields.get(key)
    return model_of(field.annotation) if field else None


def _has_names(section: str) -> bool:
    """Whether it is a [[section]] whose blocks have names."""
    known, model = Document.model_fields.get(section), _model(section)
    if known is None or model is None:
        return False
    return get_origin(known.annotation) is tuple and "name" in model.model_fields


def _items(text: str) -> Any:
    """A list as TOML and JSON write it, or words between commas; an empty text is an empty list."""
    if text.strip().startswith("["):
        try:
            return json.loads(text)
        except ValueError:
            return text
    return [item.strip() for item in text.split(",") if item.strip()]
