"""Knows in which line of the file, or in which environment variable, a key of the configuration stands."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from hauspost.config.faults import Fault

HEADER = re.compile(r"\s*(\[{1,2})\s*([^\[\]]+?)\s*\]{1,2}\s*(?:#.*)?")
KEY = re.compile(r"\s*([A-Za-z0-9_.\"'-]+)\s*=")
LINE = re.compile(r":(\d+)$")

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Whereabouts:
    file: str
    lines: tuple[str, ...]
    origins: Mapping[Path, str]  # key → the environment variable that set it

    def of(self, key: Path) -> str:
        """The place of a key, of its section where the key is missing, of the file where both are."""
        if key in self.origins:
            return self.origins[key]
        found = dict(reversed([(path, number) for path, number in self._keys()]))
        for end in range(len(key), 0, -1):
            if key[:end] in found:
                return f"{self.file}:{found[key[:end]]}"
        return self.file

    def order(self, fault: Fault) -> tuple[int, int]:
        """Faults are told from top to bottom, what the environment says last."""
        if not fault.place.startswith(self.file):
            return 2, 0
        match = LINE.search(fault.place)
        return (1, int(match[1])) if match else (0, 0)

    def _keys(self) -> Iterator[tuple[Path, int]]:
        """The second [[forms]] is the section ("forms", "1")."""
        section: Path = ()
        repeated: Counter[Path] = Counter()
        for number, line in enumerate(self.lines, start=1):
            if header := HEADER.fullmatch(line):
                section = tuple(part.strip(" \"'") for part in header[2].split("."))
                yield section, number
                if header[1] == "[[":
                    name, section = section, (*section, str(repeated[section]))
                    repeated[name] += 1
                    yield section, number
            elif key := KEY.match(line):
                yield (*section, *(part.strip(" \"'") for part in key[1].split("."))), number
