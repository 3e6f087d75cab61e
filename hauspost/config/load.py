"""Knows how TOML and environment become settings, and finds every fault before anything starts."""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from hauspost.config.environment import overridden
from hauspost.config.faults import ConfigFaults, Fault, told
from hauspost.config.sections import Document
from hauspost.config.settings import Settings
from hauspost.config.together import PASSWORD, conflicts, imap_password
from hauspost.config.whereabouts import Whereabouts

# Stands in for what has no default, while a document that is refused anyway is judged to its end.
NEEDED: dict[str, dict[str, Any]] = {"company": {"name": "?"}, "mail": {"domain": "example"}}

Told = tuple[tuple[tuple[str, ...], tuple[str, str]], ...]


def load(path: Path, environment: Mapping[str, str] = os.environ) -> Settings:
    """The configuration at `path` with the environment's overrides. Raises ConfigFaults with all that is wrong."""
    path = path.absolute()
    lines = _text(path).splitlines()
    read = overridden(_parsed(path, "\n".join(lines)), environment)
    where = Whereabouts(path.name, tuple(lines), read.origins)
    faults: list[Fault] = []
    document, more = _judged(read.values)
    faults += [Fault(where.of(key), *words) for key, words in more]
    settings, unread = _with_passwords(Settings(path, document), environment, where)
    faults += unread or conflicts(settings, where)
    if faults:
        raise ConfigFaults(sorted(faults, key=where.order))
    return settings


def _judged(values: dict[str, Any]) -> tuple[Document, Told]:
    """The document of all sound values, and what is wrong with the others: the sound ones are still judged together."""
    try:
        return Document.model_validate(_tuples(values)), ()
    except ValidationError as error:
        faults = told(error)
    for path, _ in faults:
        holder = values.get(path[0]) if len(path) > 1 else values
        if isinstance(holder, dict):
            holder.pop(path[min(1, len(path) - 1)], None)
        else:  # an item of [[…]]: none of them is judged further
            values.pop(path[0], None)
    for section, needed in NEEDED.items():
        values[section] = needed | values.get(section, {})
    return Document.model_validate(_tuples(values)), faults


def _parsed(path: Path, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        mend = "texts stand in double quotes, lists in [ ], each key on a line of its own"
        raise ConfigFaults([Fault(path.name, f"is not valid TOML: {error}", mend)]) from None


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        mend = "write one with `hauspost init DIR`, or name yours with --config"
        raise ConfigFaults([Fault(str(path), "there is no such file", mend)]) from None
    except UnicodeDecodeError:
        raise ConfigFaults([Fault(path.name, "is not UTF-8", "save it as UTF-8")]) from None
    except OSError as error:
        raise ConfigFaults(
            [Fault(str(path), f"cannot be read ({error.strerror})", "name a readable file")]
        ) from None


def _tuples(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _tuples(inner) for key, inner in value.items()}
    return tuple(_tuples(inner) for inner in value) if isinstance(value, list) else value


def _with_passwords(
    settings: Settings, environment: Mapping[str, str], where: Whereabouts
) -> tuple[Settings, list[Fault]]:
    """A variable of the environment goes before the file."""
    relay = Secret(("relay", "password_file"), settings.document.relay.password_file, PASSWORD)
    accounts = {
        one.name: Secret(("imap", str(number), "password_file"), one.password_file, imap_password(one.name))
        for number, one in enumerate(settings.document.imap)
    }
    faults: list[Fault] = []

    def read(secret: Secret) -> str:
        text = secret.read(settings.folder, environment)
        if text is None:
            key = ".".join(part for part in secret.key if not part.isdecimal())
            sentence = f'{key} cannot be read: "{secret.file}"'
            faults.append(Fault(where.of(secret.key), sentence, f"write the file, or set {secret.variable}"))
        return text or ""

    passwords = {name: read(secret) for name, secret in accounts.items()}
    return Settings(settings.path, settings.document, read(relay), passwords), faults


@dataclass(frozen=True, slots=True)
class Secret:
    """Where a password may stand: `key` names the file, `variable` the environment's."""

    key: tuple[str, ...]
    file: str
    variable: str

    def read(self, folder: Path, environment: Mapping[str, str]) -> str | None:
        """ "" where none was given, None where the file cannot be read."""
        if given := environment.get(self.variable, ""):
            return given
        if not self.file:
            return ""
        try:
            return (folder / self.file).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError):
            return None
