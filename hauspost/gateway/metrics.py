"""Knows how Prometheus reads the gateway's figures."""

from collections.abc import Iterator, Mapping

from prometheus_client import CollectorRegistry
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.exposition import generate_latest

from hauspost import __version__
from hauspost.gateway.vitals import Bounds, Vitals, signs
from hauspost.store.figures import Queues

ACCEPTED = "accepted mails"  # the listeners' own name for a mail answered 250


def exposition(vitals: Vitals, bounds: Bounds) -> bytes:
    """The text format of Prometheus, of a registry of our own: nothing about the process or its machine leaks in."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Look(vitals, bounds))
    return generate_latest(registry)


class _Look:
    """One look as metric families; prometheus-client wants an object to ask."""

    def __init__(self, vitals: Vitals, bounds: Bounds) -> None:
        self._vitals = vitals
        self._bounds = bounds

    def collect(self) -> Iterator[Metric]:
        vitals = self._vitals
        yield _labelled("hauspost_build", "The version that runs.", "version", {__version__: 1})
        yield _one("hauspost_database_up", "1: the database answered.", float(vitals.queues is not None))
        yield _one("hauspost_free_disk_bytes", "Room where the database lies.", vitals.free_disk)
        if vitals.queues is not None:
            yield from _of_queues(vitals.queues)
        yield from _of_ways(vitals)
        found = signs(vitals, self._bounds)
        standing = {what: int(bool(sign.sentence)) for what, sign in found.items()}
        yield _labelled("hauspost_trouble", "1: out of order.", "what", standing)
        accepted = sum(events.get(ACCEPTED, 0) for events in vitals.counts.values())
        yield CounterMetricFamily("hauspost_accepted_mails", "Mails answered 250.", value=accepted)
        yield _events("hauspost_listener_events", "What happened at a listener.", "listener", vitals.counts)
        up = {name: float(not account.trouble) for name, account in vitals.accounts.items()}
        yield _labelled("hauspost_imap_up", "1: the last look at the account went through.", "account", up)
        fetched = {name: account.counts for name, account in vitals.accounts.items()}
        yield _events("hauspost_imap_events", "What happened to the mails of an account.", "account", fetched)
        yield _labelled(
            "hauspost_listener_connections", "Connections open now.", "listener", vitals.connections
        )


def _of_queues(queues: Queues) -> Iterator[Metric]:
    yield _labelled("hauspost_arrivals", "Arrivals by state.", "state", queues.arrivals)
    yield _labelled("hauspost_mails", "Mails by state.", "state", queues.mails)
    yield _labelled("hauspost_tickets", "Tickets by status.", "status", queues.tickets)
    yield _one("hauspost_notices_owed", "Notices that are no mail yet.", queues.notices_owed)
    yield _one("hauspost_oldest_arrival_seconds", "Age of the oldest undecided.", queues.oldest_arrival)
    yield _one("hauspost_oldest_notice_seconds", "Since the oldest owed was due.", queues.oldest_notice)
    yield _one("hauspost_oldest_mail_seconds", "Since the oldest queued was due.", queues.oldest_mail)
    yield _one("hauspost_paused", "1: sending is paused.", float(queues.is_paused))


def _of_ways(vitals: Vitals) -> Iterator[Metric]:
    """Absent where there is nothing to tell: no heartbeat yet, no certificate."""
    relay = vitals.relay
    yield _one(
        "hauspost_relay_failing_seconds",
        "Since it last took a mail, while it takes none.",
        relay.failing_seconds,
    )
    yield _one("hauspost_relay_failures", "Mails in a row that it did not take.", relay.failures)
    if vitals.queues is not None:
        beats = {"sent": vitals.queues.heartbeat_sent, "returned": vitals.queues.heartbeat_returned}
        for how, age in beats.items():
            if age is not None:
                yield _one(f"hauspost_heartbeat_{how}_age_seconds", f"Since one was {how}.", age)
    if vitals.certificate_seconds is not None:
        yield _one(
            "hauspost_certificate_seconds", "Until the certificate expires.", vitals.certificate_seconds
        )


def _one(name: str, says: str, value: float) -> Metric:
    return GaugeMetricFamily(name, says, value=value)


def _labelled(name: str, says: str, label: str, values: Mapping[str, float]) -> Metric:
    family = GaugeMetricFamily(name, says, labels=[label])
    for key, value in sorted(values.items()):
        family.add_metric([key], value)
    return family


def _events(name: str, says: str, label: str, counts: Mapping[str, Mapping[str, int]]) -> Metric:
    family = CounterMetricFamily(name, says, labels=[label, "event"])
    for key, events in sorted(counts.items()):
        for event, count in sorted(events.items()):
            family.add_metric([key, event], count)
    return family
