"""Knows how a fault of the configuration is told: where it stands, what is wrong, and the mend."""

import difflib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, get_origin

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from hauspost.config.grammar import Wrong
from hauspost.config.sections import Document, model_of


@dataclass(frozen=True, slots=True)
class Fault:
    """`place`: file, line and key, or the environment variable. `sentence` ends without a full stop."""

    place: str
    sentence: str
    mend: str

    def __str__(self) -> str:
        return f"{self.place}: {self.sentence}; {self.mend}"


class ConfigFaults(Exception):
    """Everything that is wrong with a configuration, in the order in which it stands there."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


# A fault of one value, told with the key's name and the value that was found: sentence and mend.
Told = tuple[str, str]
Teller = Callable[[str, ErrorDetails], Told]


def told(error: ValidationError) -> tuple[tuple[tuple[str, ...], Told], ...]:
    """Each fault with the path of its key."""
    details = error.errors(include_url=False)
    return tuple((_path(each), _tell(each)) for each in details)


def _path(each: ErrorDetails) -> tuple[str, ...]:
    """With the number of a [[section]], without that of a list's item: there the key is place enough."""
    parts = enumerate(each["loc"])
    return tuple(str(part) for depth, part in parts if isinstance(part, str) or depth == 1)


def _tell(each: ErrorDetails) -> Told:
    key = ".".join(part for part in _path(each) if not part.isdecimal()) or "the file"
    return TELLERS.get(each["type"], _anything)(key, each)


def _wrong(key: str, each: ErrorDetails) -> Told:
    cause = each.get("ctx", {}).get("error")
    if isinstance(cause, Wrong):
        return f"{key} {cause.sentence}", cause.mend
    return _anything(key, each)


def _missing(key: str, each: ErrorDetails) -> Told:
    path = _path(each)
    if len(path) == 1:
        return f"the section [{key}] is missing", f"add [{key}] with its keys"
    *holder, name = (part for part in path if not part.isdecimal())
    return f"{key} is missing", f'add {name} = "…" under {_header(*holder)}'


def _unknown(_key: str, each: ErrorDetails) -> Told:
    path = _path(each)
    if len(path) == 1:
        known = list(Document.model_fields)
        near = _nearest(path[0], known)
        mend = f"did you mean [{near}]?" if near else f"the sections are {', '.join(known)}"
        return f'there is no section "{path[0]}"', mend
    *holder, name = (part for part in path if not part.isdecimal())
    return f'"{name}" is no key of {_header(*holder)}', _proposal(holder, name)


def _proposal(holder: list[str], name: str) -> str:
    known = _keys(*holder)
    near = _nearest(name, known)
    if near:
        return f'did you mean "{near}"?'
    at_home = [other for other in Document.model_fields if name in _keys(other)]
    return f"it belongs under [{at_home[0]}]" if at_home else f"remove it; the keys are {', '.join(known)}"


def _nearest(name: str, known: list[str]) -> str:
    """The known key that was probably meant, "" if none is near."""
    return next(iter(difflib.get_close_matches(name, known, n=1, cutoff=0.7)), "")


def _keys(section: str, *tables: str) -> list[str]:
    model = model_of(Document.model_fields[section].annotation)
    for table in tables:
        model = model_of(model.model_fields[table].annotation) if model else None
    return [field.alias or name for name, field in model.model_fields.items()] if model else []


def _is_repeated(section: str) -> bool:
    known = Document.model_fields.get(section)
    return known is not None and get_origin(known.annotation) is tuple


def _header(section: str, *tables: str) -> str:
    if tables:
        return ".".join((section, *tables))
    return f"[[{section}]]" if _is_repeated(section) else f"[{section}]"


def _of_type(what: str, example: str) -> Teller:
    return lambda key, each: (f"{key} must be {what}, not {_shown(each['input'])}", f"write {example}")


def _of_range(key: str, each: ErrorDetails) -> Told:
    bounds = each.get("ctx", {})
    least, most = bounds.get("ge"), bounds.get("le")
    limit = f"at least {least}" if least is not None else f"at most {most}"
    return f"{key} must be {limit}, not {_shown(each['input'])}", "choose a number within the bounds"


def _one_of(key: str, each: ErrorDetails) -> Told:
    allowed = str(each.get("ctx", {}).get("expected", "")).replace("'", '"')
    return f"{key} must be {allowed}, not {_shown(each['input'])}", "choose one of them"


def _anything(key: str, each: ErrorDetails) -> Told:
    return f"{key} cannot be {_shown(each['input'])}: {each['msg']}", "see docs/configuration.md"


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return f'"{value}"' if isinstance(value, str) else str(value)


def _list(key: str, each: ErrorDetails) -> Told:
    example = f"its keys under a line [[{key}]]" if _is_repeated(key) else 'it like ["…", "…"]'
    return f"{key} must be a list, not {_shown(each['input'])}", f"write {example}"


TELLERS: dict[str, Teller] = {
    "value_error": _wrong,
    "missing": _missing,
    "extra_forbidden": _unknown,
    "string_type": _of_type("a text", "it in double quotes"),
    "int_type": _of_type("a whole number", "it without quotes"),
    "int_parsing": _of_type("a whole number", "digits only"),
    "bool_type": _of_type("true or false", "it without quotes"),
    "tuple_type": _list,
    "model_type": _of_type("a section", "its keys under a line of its own in [ ]"),
    "greater_than_equal": _of_range,
    "less_than_equal": _of_range,
    "literal_error": _one_of,
}
