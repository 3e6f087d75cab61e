"""Knows what works behind the open entrance: it reads, decides, answers, watches, and says how it is."""

import contextlib
import threading
from collections.abc import Callable

import structlog

from hauspost.cli import watching
from hauspost.cli.checks.relay import relay
from hauspost.cli.plan import plan_of
from hauspost.config.settings import Settings
from hauspost.config.values import Tcp
from hauspost.desk.soundness import Level
from hauspost.gateway import incoming
from hauspost.gateway.entrance import Entrance
from hauspost.gateway.health import Health
from hauspost.gateway.serving import Gateway
from hauspost.gateway.vitals import Bounds, Sources

log = structlog.get_logger(__name__)


class Works:
    """Owner of the gateway, of its watch and of the page of its health. `stop` after `start`, whatever came of it."""

    def __init__(self, settings: Settings, parts: frozenset[str], entrance: Entrance) -> None:
        """Raises Trouble where the configuration names what cannot be used."""
        self._settings = settings
        self._gateway = Gateway(plan_of(settings, parts=parts), entrance)
        sources, bounds = watching.sources_of(settings, self._gateway), watching.bounds_of(settings)
        self._watch = watching.watch_of(settings, self._gateway, sources, bounds)
        self._health = _health(settings, sources, bounds)

    async def start(self, given_up: Callable[[], bool]) -> None:
        """A database that refuses is waited for until `given_up`; then StoreFailed."""
        if "dispatch" in self._gateway.plan.parts:
            threading.Thread(target=_say_relay, args=(self._settings,), name="relay", daemon=True).start()
        await self._gateway.start(given_up)
        self._watch.start()
        if self._health is not None:
            await self._health.start()

    async def stop(self) -> None:
        if self._health is not None:
            with contextlib.suppress(OSError):
                await self._health.stop()
        self._watch.stop()
        await self._gateway.stop()


def _say_relay(settings: Settings) -> None:
    """What is sent waits for it, and whoever starts a node looks at the log now."""
    for finding in relay(settings):
        say = log.error if finding.level is Level.ERROR else log.warning
        say(finding.sentence, mend=finding.mend)


def _health(settings: Settings, sources: Sources, bounds: Bounds) -> Health | None:
    where = settings.health
    if not isinstance(where, Tcp):
        return None
    return Health(incoming.Tcp(where.host, where.port), sources, bounds=bounds)
