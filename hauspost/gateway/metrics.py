"""Knows the gateway's figures: where they come from, when they mean sickness, and how Prometheus reads them."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from prometheus_client import CollectorRegistry
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.exposition import generate_latest

from hauspost import __version__
from hauspost.store.figures import Queues

MIB = 1024 * 1024
ACCEPTED = "accepted mails"  # the listeners' own name for a mail answered 250


@dataclass(frozen=True, slots=True)
class Fetching:
    """How fetching from an account goes. `trouble`: one sentence, "" where all is well, and how long it has lasted."""

    counts: Mapping[str, int]  # event → so often
    trouble: str = ""
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Sources:
    """Each is asked anew for every look. `queues` reads the database and may raise; the others do not block."""

    queues: Callable[[], Queues]
    free_disk: Callable[[], int]
    counts: Callable[[], Mapping[str, Mapping[str, int]]]  # listener → event → so often
    connections: Callable[[], Mapping[str, int]]
    accounts: Callable[[], Mapping[str, Fetching]] = dict  # by the account's name


@dataclass(frozen=True, slots=True)
class Bounds:
    """Beyond these a person should look. The sweepers run every 5 s, so ten minutes are no hiccup."""

    arrival_seconds: float = 600.0
    mail_seconds: float = 600.0
    account_seconds: float = 600.0
    free_disk: int = 256 * MIB  # SAFETY, "Limits": below it mail is refused with 452


@dataclass(frozen=True, slots=True)
class Vitals:
    """What one look found; `queues` is None when the database is out of reach."""

    queues: Queues | None
    free_disk: int
    counts: Mapping[str, Mapping[str, int]]
    connections: Mapping[str, int]
    accounts: Mapping[str, Fetching] = field(default_factory=dict)


def sickness(vitals: Vitals, bounds: Bounds) -> tuple[str, ...]:
    """Every reason to wake somebody. Paused sending is somebody's will, so what waits for it is no sign."""
    reasons = []
    if vitals.free_disk < bounds.free_disk:
        reasons.append(f"disk low: {vitals.free_disk // MIB} MiB free, {bounds.free_disk // MIB} MiB wanted")
    reasons += [
        f"imap {name}: {account.trouble}, for {account.seconds // 60:.0f} min"
        for name, account in sorted(vitals.accounts.items())
        if account.trouble and account.seconds > bounds.account_seconds
    ]
    if vitals.queues is None:
        return ("database out of reach", *reasons)
    waits = [("arrival", vitals.queues.oldest_arrival, bounds.arrival_seconds)]
    if not vitals.queues.is_paused:
        waits.append(("notice", vitals.queues.oldest_notice, bounds.mail_seconds))
        waits.append(("mail", vitals.queues.oldest_mail, bounds.mail_seconds))
    reasons += [
        f"oldest {what} has waited {seconds // 60:.0f} min" for what, seconds, most in waits if seconds > most
    ]
    return tuple(reasons)


def exposition(vitals: Vitals) -> bytes:
    """The text format of Prometheus, of a registry of our own: nothing about the process or its machine leaks in."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Look(vitals))
    return generate_latest(registry)


class _Look:
    """One look as metric families; prometheus-client wants an object to ask."""

    def __init__(self, vitals: Vitals) -> None:
        self._vitals = vitals

    def collect(self) -> Iterator[Metric]:
        vitals = self._vitals
        yield _labelled("hauspost_build", "The version that runs.", "version", {__version__: 1})
        yield _one("hauspost_database_up", "1: the database answered.", float(vitals.queues is not None))
        yield _one("hauspost_free_disk_bytes", "Room where the database lies.", vitals.free_disk)
        if vitals.queues is not None:
            yield from _of_queues(vitals.queues)
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
