"""Knows which houses have something that is off by default: of a company without it, only their rows are read."""

from collections.abc import Callable

from hauspost.desk.houses import Property
from hauspost.desk.policy import Policy
from hauspost.store import registry
from hauspost.store.connection import Connection

OFF = "off"
PolicyFor = Callable[[Property | None], Policy]


def opted(connection: Connection, policy_for: PolicyFor, key: str) -> tuple[Property, ...]:
    """Those for which that key of the policy says anything but "off"."""
    is_off = getattr(policy_for(None), key) == OFF
    found = registry.properties_choosing(connection, key) if is_off else registry.all_properties(connection)
    return tuple(house for house in found if getattr(policy_for(house), key) != OFF)
