"""Knows in what all nodes on one database must agree, as one digest for each part of the configuration."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from hauspost.config.settings import Settings
from hauspost.config.values import Maildir

# What a house hears must not depend on the node that tells it. Listeners, limits and accounts are a node's own.
SHARED: Final = ("company", "policy", "forms", "deadlines", "deadline", "emergencies")
OF_MAIL: Final = ("domain", "reply_domain", "delimiter", "desk", "base")
OF_ALERTS: Final = ("to", "heartbeat", "heartbeat_to")


def agreement(settings: Settings) -> Mapping[str, str]:
    """By the section's name; the templates by what stands in them, wherever they lie."""
    document = settings.document.model_dump(mode="json")
    relay = settings.relay
    said: dict[str, Any] = {name: document[name] for name in SHARED}
    said["mail"] = [document["mail"][name] for name in OF_MAIL]
    said["alerts"] = [document["alerts"][name] for name in OF_ALERTS]
    keys = [(key.selector, _octets(key.file)) for key in relay.keys]
    said["relay"] = [isinstance(relay.to, Maildir), relay.envelope, relay.from_address, keys]
    said["mail.templates"] = _files(settings.mail.templates)
    return {name: _digest(json.dumps(value, sort_keys=True).encode()) for name, value in said.items()}


def _files(folder: Path | None) -> list[tuple[str, str]]:
    if folder is None:
        return []
    return [
        (str(file.relative_to(folder)), _octets(file)) for file in sorted(folder.rglob("*")) if file.is_file()
    ]


def _octets(file: Path) -> str:
    """Of a file that cannot be read, nothing: whoever needs it says so."""
    try:
        return _digest(file.read_bytes())
    except OSError:
        return ""


def _digest(octets: bytes) -> str:
    return hashlib.sha256(octets).hexdigest()[:16]
