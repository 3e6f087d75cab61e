"""Knows how `HAUSPOST_SECTION__KEY` overrides a key of the file, and turns its text into the key's type."""

import copy
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from hauspost.config.sections import Document
from hauspost.desk.policy import KEYS, PolicyFault, read_policy_text

PREFIX = "HAUSPOST_"


@dataclass(frozen=True, slots=True)
class Overridden:
    """The document with each override in its place, and the variables that set them."""

    values: dict[str, Any]
    origins: dict[tuple[str, ...], str]


def overridden(values: Mapping[str, Any], environment: Mapping[str, str]) -> Overridden:
    """An unknown key goes in too, so that it is told like one of the file. Names without `__` are not ours to read."""
    changed = copy.deepcopy(dict(values))
    origins: dict[tuple[str, ...], str] = {}
    for name, section, key in _named(environment):
        place = changed.setdefault(section, {})
        if isinstance(place, dict):
            place[key] = _typed(section, key, environment[name])
            origins[section, key] = name
    return Overridden(changed, origins)


def _named(environment: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    for name in sorted(environment):
        section, parted, key = name.removeprefix(PREFIX).partition("__")
        if name.startswith(PREFIX) and parted and section and key:
            yield name, section.lower(), key.lower()


def _typed(section: str, key: str, text: str) -> Any:
    """The text as the key's type; one that does not fit stays a text, and is told with the other faults."""
    if section == "policy" and key in KEYS:
        try:
            return read_policy_text(key, text)
        except PolicyFault:
            return text
    field = _field(section, key)
    kind = (get_origin(field.annotation) or field.annotation) if field else str
    if kind is int:
        return int(text) if text.strip().isdecimal() and text.isascii() else text
    return _items(text) if kind is tuple else text


def _field(section: str, key: str) -> FieldInfo | None:
    known = Document.model_fields.get(section)
    model = known.annotation if known else None
    if not (isinstance(model, type) and issubclass(model, BaseModel)):
        return None
    return next((field for name, field in model.model_fields.items() if (field.alias or name) == key), None)


def _items(text: str) -> Any:
    """A list as TOML and JSON write it, or words between commas; an empty text is an empty list."""
    if text.strip().startswith("["):
        try:
            return json.loads(text)
        except ValueError:
            return text
    return [item.strip() for item in text.split(",") if item.strip()]
