"""Owes each board member the overview of the house once a week or month, whichever node sees the hour first."""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta, tzinfo

from hauspost.desk.board_digests import MUTED_BOARD, due_digest, overview
from hauspost.desk.business_calendar import BusinessCalendar
from hauspost.desk.decision import OweNotice
from hauspost.desk.houses import Company, Notify, Person, PersonId, Property, PropertyId, Role
from hauspost.desk.notices import NoticeKind
from hauspost.desk.notices_to_people import BoardDigest
from hauspost.desk.office_hours import OfficeHours
from hauspost.desk.policy import Policy
from hauspost.gateway.opted import opted
from hauspost.store import ledger, reach, registry
from hauspost.store.connection import Connection
from hauspost.store.database import Database

LATEST = timedelta(days=1)  # whoever switches it on, or the gateway, later in the week gets the next one

Reader = tuple[str, tuple[PersonId, ...]]  # an address, and who is behind it


class BoardDigests:
    """Remembers what is done, so that the database is asked once a house and period."""

    def __init__(
        self,
        database: Database,
        policy_for: Callable[[Property | None], Policy],
        company: Company,
        zone: tzinfo,
    ) -> None:
        self._database = database
        self._policy_for = policy_for
        self._company = company
        self._zone = zone
        self._done: dict[PropertyId, str] = {}

    def owe(self, at: datetime) -> int:
        """Gives how many overviews are owed by this look. Raises StoreFailed."""
        with self._database.read() as connection:
            houses = opted(connection, self._policy_for, "board_digest")
        return sum(self._owe_house(house, at) for house in houses)

    def _owe_house(self, house: Property, at: datetime) -> int:
        policy = self._policy_for(house)
        hours = OfficeHours.read(policy.office_hours)
        calendar = BusinessCalendar(hours, self._zone, house.state or self._company.state)
        due = due_digest(policy.board_digest, at, calendar)
        if due is None or self._done.get(house.id) == due[0] or not due[2] <= at < due[2] + LATEST:
            return 0
        key, since, _ = due
        with self._database.read() as connection:
            board = _board(connection, house.id, at, self._zone)
        count = sum(self._owed(house, key, since, reader, at) for reader in board)
        self._done[house.id] = key
        return count

    def _owed(self, house: Property, key: str, since: datetime, reader: Reader, at: datetime) -> bool:
        """Once a period, house and address, by the database: the second node finds it owed."""
        address, persons = reader
        digest = hashlib.sha256(f"{house.id}\n{address}".encode()).hexdigest()[:16]
        event = f"board-{key}-{digest}"
        notice = OweNotice(NoticeKind.BOARD_DIGEST, address, persons, BoardDigest(since), None, at)
        return self._database.write(
            lambda connection: ledger.owe(
                connection, (notice,), event=event, arrival=None, property_id=house.id, at=at
            )
        )


def _board(connection: Connection, place: PropertyId, at: datetime, zone: tzinfo) -> tuple[Reader, ...]:
    """Whoever sits on the board that day, has an address and wants to hear of the house."""
    day = at.astimezone(zone).date()
    residents = registry.residents_of(connection, place)
    members = [p for p in residents if p.address and Role.BOARD_MEMBER in p.roles_at(place, day)]
    muted = reach.muted(connection, (p.id for p in members))
    found: dict[str, list[PersonId]] = {}
    for person in members:
        if person.notify is not Notify.NEVER and (person.id, MUTED_BOARD) not in muted:
            found.setdefault(person.address, []).append(person.id)
    return tuple((address, tuple(behind)) for address, behind in found.items())


def filled(
    connection: Connection,
    digest: BoardDigest,
    to: tuple[Person, ...],
    *,
    place: PropertyId | None,
    at: datetime,
    zone: tzinfo,
) -> BoardDigest | None:
    """As it stands when the mail is written, for who still sits on the board. None: nothing to tell, or nobody."""
    day = at.astimezone(zone).date()
    board = tuple(p for p in to if place is not None and Role.BOARD_MEMBER in p.roles_at(place, day))
    if place is None or not board:
        return None
    labels = {c.key: c for c in registry.categories(connection)}
    public = reach.public_since(connection, place, digest.since)
    return overview(public, board, digest, labels=labels, at=at, zone=zone)
