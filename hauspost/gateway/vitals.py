"""Knows what one look at the gateway finds, and how much of it is too much."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from hauspost.gateway.imap_account import Kind
from hauspost.gateway.relay_state import RelayView
from hauspost.gateway.signs import WELL, Sign, Signs
from hauspost.store.figures import Queues

MIB = 1024 * 1024
DAY = 86_400.0


UNTRIED = RelayView()


@dataclass(frozen=True, slots=True)
class Bounds:
    """Beyond these a person should look. The sweepers run every 5 s, so ten minutes are no hiccup."""

    arrival_seconds: float = 600.0
    mail_seconds: float = 600.0
    account_seconds: float = 600.0
    relay_seconds: float = 600.0
    relay_refusals: int = 5  # so many mails in a row were refused or put off: it is not the mails
    free_disk: int = 256 * MIB  # SAFETY, "Limits": below it mail is refused with 452
    certificate_seconds: float = 14 * DAY
    heartbeat_seconds: float = 26 * 3600.0  # once a day, and two hours for the way
    settling_seconds: float = 900.0  # after a start: what was missed meanwhile is made up for first


@dataclass(frozen=True, slots=True)
class Beats:
    """Whether a heartbeat is expected, and by which of its ages it is judged: came back, or was handed on."""

    is_wanted: bool = False
    comes_back: bool = False


@dataclass(frozen=True, slots=True)
class Fetching:
    """How fetching from an account goes. `trouble`: one sentence, "" where all is well, and how long it has lasted."""

    counts: Mapping[str, int]  # event → so often
    trouble: str = ""
    seconds: float = 0.0
    kind: Kind | None = None
    is_tried: bool = True  # a look went through since the start


@dataclass(frozen=True, slots=True)
class Vitals:
    """What one look found; `queues` is None when the database is out of reach."""

    queues: Queues | None
    free_disk: int
    counts: Mapping[str, Mapping[str, int]]
    connections: Mapping[str, int]
    relay: RelayView = UNTRIED
    certificate_seconds: float | None = None  # until it expires; None: there is none, or it cannot be read
    uptime: float = 0.0  # seconds
    is_paced: bool = False  # mails wait for their turn at the relay's pace
    beats: Beats = Beats()
    accounts: Mapping[str, Fetching] = field(default_factory=dict)
    more: Signs = field(default_factory=dict)

    @property
    def heartbeat_age(self) -> float | None:
        """Seconds since the last one that counts, or since the start if there was none; None: none is expected."""
        if self.queues is None or self.queues.is_paused or not self.beats.is_wanted:
            return None
        ages = self.queues.heartbeat_returned if self.beats.comes_back else self.queues.heartbeat_sent
        return self.uptime if ages is None else ages


@dataclass(frozen=True, slots=True)
class Sources:
    """Each is asked anew for every look. `queues` reads the database and may raise; the others do not block."""

    queues: Callable[[], Queues]
    free_disk: Callable[[], int]
    counts: Callable[[], Mapping[str, Mapping[str, int]]]  # listener → event → so often
    connections: Callable[[], Mapping[str, int]]
    relay: Callable[[], RelayView] = RelayView
    certificate_seconds: Callable[[], float | None] = lambda: None
    uptime: Callable[[], float] = lambda: 0.0
    is_paced: Callable[[], bool] = lambda: False
    beats: Callable[[], Beats] = Beats
    accounts: Callable[[], Mapping[str, Fetching]] = dict  # by the account's name
    more: Callable[[], Signs] = dict

    def look(self, queues: Queues | None) -> Vitals:
        return Vitals(
            queues,
            self.free_disk(),
            self.counts(),
            self.connections(),
            self.relay(),
            self.certificate_seconds(),
            self.uptime(),
            self.is_paced(),
            self.beats(),
            self.accounts(),
            self.more(),
        )


def signs(vitals: Vitals, bounds: Bounds) -> dict[str, Sign]:
    """Of everything that is known now. Paused sending is somebody's will, so what waits for it is no sign."""
    disk = _disk(vitals.free_disk, bounds.free_disk)
    found = {"disk": disk, **_accounts(vitals.accounts, bounds, has_room=not disk.sentence)}
    if vitals.queues is None:
        return {"database": Sign("database out of reach"), **found, **vitals.more}
    found |= {"database": WELL, **_waiting(vitals.queues, bounds, is_paced=vitals.is_paced)}
    found["quarantine"] = _quarantine(vitals.queues.arrivals.get("quarantined", 0))
    if (relay := _relay(vitals.relay, vitals.queues, bounds)) is not None:
        found["relay"] = relay
    if vitals.certificate_seconds is not None:
        found["certificate"] = _certificate(vitals.certificate_seconds, bounds)
    age = vitals.heartbeat_age
    if age is not None and vitals.uptime > bounds.settling_seconds:
        found["heartbeat"] = _old("last heartbeat is {} old", age, bounds.heartbeat_seconds)
    return {**found, **vitals.more}


def sickness(vitals: Vitals, bounds: Bounds) -> tuple[str, ...]:
    """Every reason to wake somebody."""
    return tuple(sign.sentence for sign in signs(vitals, bounds).values() if sign.sentence and sign.is_red)


def _disk(free: int, wanted: int) -> Sign:
    if free >= wanted:
        return WELL
    return Sign(f"disk low: {free // MIB} MiB free, {wanted // MIB} MiB wanted", f"{free // MIB} MiB")


# What keeps no other mail from coming in, by the code of its own: such an account may stop altogether besides.
ASIDE: Final = {Kind.ONE_MAIL: "imap_mail", Kind.DONE_FOLDER: "imap_done"}


def _accounts(accounts: Mapping[str, Fetching], bounds: Bounds, *, has_room: bool) -> dict[str, Sign]:
    """What is our own trouble is told as that, and no account's."""
    found: dict[str, Sign] = {}
    for name, account in sorted(accounts.items()):
        is_ours = account.kind is Kind.DATABASE or (account.kind is Kind.OURSELVES and not has_room)
        if account.is_tried and not account.trouble:
            found |= {f"{what}:{name}": WELL for what in ("imap", *ASIDE.values())}
        elif account.trouble and account.seconds > bounds.account_seconds and not is_ours:
            found |= _account(name, account)
    return found


def _account(name: str, account: Fetching) -> dict[str, Sign]:
    span = f"{account.seconds // 60:.0f} min"
    aside = ASIDE.get(account.kind) if account.kind else None
    sign = Sign(
        f"imap {name}: {account.trouble}, for {span}",
        account.trouble,
        is_red=aside is None,
        kind=str(account.kind or ""),
        seconds=account.seconds,
    )
    return {f"{aside}:{name}": sign, f"imap:{name}": WELL} if aside else {f"imap:{name}": sign}


def _waiting(queues: Queues, bounds: Bounds, *, is_paced: bool) -> dict[str, Sign]:
    found = {
        "arrivals": _old("oldest arrival has waited {}", queues.oldest_arrival, bounds.arrival_seconds),
    }
    if not queues.is_paused:
        found["notices"] = _old("oldest notice has waited {}", queues.oldest_notice, bounds.mail_seconds)
        waited = 0.0 if is_paced else queues.oldest_mail  # for its turn: as it was configured
        found["mails"] = _old("oldest mail has waited {}", waited, bounds.mail_seconds)
    return found


def _old(sentence: str, seconds: float, most: float) -> Sign:
    span = f"{seconds // 60:.0f} min"
    return Sign(sentence.format(span), span) if seconds > most else WELL


def _relay(relay: RelayView, queues: Queues, bounds: Bounds) -> Sign | None:
    """None: nothing was tried yet, or nothing is to be. Where nothing waits, nobody needs it."""
    if queues.is_paused:
        return None
    if not relay.failures:
        return WELL if relay.is_proven else None
    if not queues.mails.get("queued", 0):
        return WELL
    is_its_own = relay.is_unreached or relay.failures >= bounds.relay_refusals
    if not is_its_own or relay.failing_seconds < bounds.relay_seconds:
        return None
    # Its words may name somebody: they go into the mail, not onto a page.
    sentence = f"relay has taken nothing for {relay.failing_seconds // 60:.0f} min"
    return Sign(sentence, relay.reply, seconds=relay.failing_seconds)


def _quarantine(count: int) -> Sign:
    """Each mail is told to its managers; this is for whoever operates, and no reason to wake anybody at night."""
    return Sign(f"{count} in quarantine", str(count), is_red=False) if count else WELL


def _certificate(seconds: float, bounds: Bounds) -> Sign:
    if seconds > bounds.certificate_seconds:
        return WELL
    days = f"{max(0, int(seconds // DAY))} d"
    if seconds <= 0:
        return Sign("certificate has expired", days)
    return Sign(f"certificate expires in {days}", days, is_red=False)
