"""Knows the three ways to begin: which policies a fresh configuration sets, and which tables lie beside it.

A preset is nothing but these first values: whoever outgrows one edits the file, and imports the tables that are new.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

PEOPLE: Final = ("properties", "units", "persons", "roles", "categories")
WORK: Final = ("contractors", "assignments", "rules")


@dataclass(frozen=True, slots=True)
class Preset:
    """`policy`: what differs from the blank configuration's values. `tables`: by name, without ".csv"."""

    said: str
    tables: tuple[str, ...]
    policy: Mapping[str, str | bool] = field(default_factory=dict)


PRESETS: Final[dict[str, Preset]] = {
    "notices": Preset(
        "notices to the houses; what residents write is handed to the managers",
        PEOPLE,
        {"reports": "office", "ask_if_fixed": False},
    ),
    "tickets": Preset("reports become tickets, which managers steer by mail", PEOPLE),
    "full": Preset(
        "tickets, and orders to firms and caretakers by rules",
        (*PEOPLE, *WORK),
        {"contractor_may_start": True, "order_list": "monday"},
    ),
}
