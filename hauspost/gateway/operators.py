"""Knows who operates Hauspost, and which mails a change of its state is worth to them and to the managers.

Of the relay only the end is written: what tells its beginning could not leave before it.
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Final

from hauspost.desk.decision import OweNotice
from hauspost.desk.houses import EVERYWHERE, Person, PersonId
from hauspost.desk.notices import Facts, NoticeKind
from hauspost.desk.notices_of_operation import Heartbeat, Operation, TroubleLine
from hauspost.desk.notices_to_managers import Alert
from hauspost.desk.readers import manages
from hauspost.gateway.standing import Change, Trouble
from hauspost.store import ledger, notices, registry
from hauspost.store.connection import Connection

MOST: Final = 20  # managers who are told where nobody is named
LONG: Final = timedelta(hours=1)  # from then on an alarm or an order came too late for somebody to rely on it
RELAY: Final = "relay"

Readers = dict[str, tuple[PersonId, ...]]  # address → those behind it


@dataclass(frozen=True, slots=True)
class Operators:
    """`to` empty: the managers of all properties, else everybody who manages one today."""

    to: tuple[str, ...]
    host: str
    zone: tzinfo

    def owe_change(self, connection: Connection, change: Change, at: datetime) -> None:
        """One mail about all of it; managers who do not operate hear that mails were late for long."""
        began = tuple(t for t in change.began if t.what != RELAY)
        managers = self._managers(connection, at)
        readers = _named(self.to) or _behind(_chief(managers))
        event = f"operation-{secrets.token_hex(8)}"
        if began or change.ended:
            facts = Operation(self.host, _lines(began), _lines(change.ended))
            _owe(connection, NoticeKind.OPERATION, facts, readers, event=event, at=at)
        late = next((t for t in change.ended if _is_long_silence(t)), None)
        if late is not None and notices.say_once(connection, f"silence:{at:%Y-%m-%dT%H}", at):
            told = {address.casefold() for address in readers}
            others = {a: p for a, p in _behind(managers).items() if a.casefold() not in told}
            alert = Alert("relay", reply=late.detail, at=late.since)
            _owe(connection, NoticeKind.ALERT, alert, others, event=f"{event}-late", at=at)

    def owe_heartbeat(
        self, connection: Connection, beat: Heartbeat, to: tuple[str, ...], *, event: str, at: datetime
    ) -> None:
        readers = _named(to or self.to) or _behind(_chief(self._managers(connection, at)))
        _owe(connection, NoticeKind.HEARTBEAT, beat, readers, event=event, at=at)

    def _managers(self, connection: Connection, at: datetime) -> list[Person]:
        everyone = registry.all_managers(connection)
        return [m for m in everyone if m.address and manages(m, None, at, self.zone)]


def _chief(managers: list[Person]) -> list[Person]:
    return [m for m in managers if any(r.property_id == EVERYWHERE for r in m.roles)] or managers


def _named(addresses: Iterable[str]) -> Readers:
    return dict.fromkeys(addresses, ())


def _behind(managers: list[Person]) -> Readers:
    readers: Readers = {}
    for manager in managers[:MOST]:
        readers[manager.address] = (*readers.get(manager.address, ()), manager.id)
    return readers


def _is_long_silence(trouble: Trouble) -> bool:
    return trouble.what == RELAY and trouble.until is not None and trouble.until - trouble.since >= LONG


def _owe(
    connection: Connection, kind: NoticeKind, facts: Facts, readers: Readers, *, event: str, at: datetime
) -> None:
    owed = tuple(OweNotice(kind, address, persons, facts, None, at) for address, persons in readers.items())
    ledger.owe(connection, owed, event=event, arrival=None, property_id=None, at=at)


def _lines(found: tuple[Trouble, ...]) -> tuple[TroubleLine, ...]:
    return tuple(_line(t) for t in found)


def _line(trouble: Trouble) -> TroubleLine:
    what, _, who = trouble.what.partition(":")
    return TroubleLine(what, trouble.since, trouble.detail, who, trouble.kind, trouble.until)
