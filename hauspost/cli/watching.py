"""Turns the configuration into what is watched, how much is too much, and who is told."""

import os
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from hauspost.config.settings import Settings
from hauspost.gateway.certificates import expires_at
from hauspost.gateway.clock import now
from hauspost.gateway.serving import Gateway
from hauspost.gateway.signs import Signs
from hauspost.gateway.vitals import Beats, Bounds, Sources
from hauspost.gateway.watch import Alerting, Watch


def bounds_of(settings: Settings) -> Bounds:
    seconds = 60.0 * settings.alerts.after_minutes
    return Bounds(seconds, seconds, seconds, seconds, free_disk=settings.limits.free_disk_bytes)


def sources_of(settings: Settings, gateway: Gateway) -> Sources:
    return Sources(
        queues=gateway.queues,
        free_disk=gateway.free_disk,
        counts=lambda: gateway.listeners.counts,
        connections=lambda: gateway.listeners.connections,
        relay=gateway.relay_state.view,
        certificate_seconds=_certificate(settings.tls.certificate if settings.tls else None),
        uptime=partial(_since, time.monotonic()),
        is_paced=gateway.is_paced,
        beats=partial(_beats, settings, gateway),
        accounts=gateway.fetching,
        more=partial(_more, gateway),
    )


def watch_of(settings: Settings, gateway: Gateway, sources: Sources, bounds: Bounds) -> Watch:
    alerts = settings.alerts
    return Watch(
        gateway.database,
        sources,
        Alerting(alerts.to, alerts.command, alerts.heartbeat, alerts.heartbeat_to),
        bounds=bounds,
        clock=gateway.plan.now,
        zone=ZoneInfo(settings.company.time_zone),
        host=os.uname().nodename,
        wake=gateway.wake_dispatch,
    )


def _since(began: float) -> float:
    return time.monotonic() - began


def _certificate(file: Path | None) -> Callable[[], float | None]:
    """Read anew for each look: it may have been renewed."""

    def seconds() -> float | None:
        try:
            return (expires_at(file) - now()).total_seconds() if file is not None else None
        except (OSError, ValueError):
            return None  # `serve` would not have begun with it

    return seconds


def _beats(settings: Settings, gateway: Gateway) -> Beats:
    """One that goes to an address of ours has to come back. Where nothing is sent on purpose none is missed."""
    alerts = settings.alerts
    to = alerts.heartbeat_to or alerts.to
    is_wanted = alerts.heartbeat is not None and settings.policy.sending != "off"
    return Beats(is_wanted, any(gateway.mailboxes.known(address) for address in to))


def _more(gateway: Gateway) -> Signs:
    return {what: sign for source in gateway.watched for what, sign in source().items()}
