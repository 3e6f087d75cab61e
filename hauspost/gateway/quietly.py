"""Knows how a loop outlives every fault of one step: it is logged, and what was not done is still due."""

from collections.abc import Callable
from typing import TypeVar

import structlog

from hauspost.gateway.outage import refused
from hauspost.store.database import StoreFailed

log = structlog.get_logger(__name__)
T = TypeVar("T")


def quietly(step: Callable[[], T], *, rest: Callable[[], object] = lambda: None) -> T | None:
    """What the step gives; None where it failed, after a `rest` that keeps a loop from spinning."""
    try:
        return step()
    except StoreFailed as error:
        refused("the database refused a step", error)
    except Exception as error:
        log.error("a step failed", step=getattr(step, "__name__", ""), exc_info=error)
    rest()
    return None
