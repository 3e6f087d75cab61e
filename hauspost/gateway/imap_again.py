"""Knows what comes in again after a restore: whatever lies in the folders of ours and is not known any more.

When a mail was fetched stands nowhere, and when it was delivered may be long before: so each is looked up by who, when
and which. It stays where it lies, for it is done; so neither its number nor its age in the account's folder matters.
"""

from collections import Counter
from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass, field

import structlog

from hauspost.gateway.imap_account import DONE, OVERSIZE, Account, Kind, Trouble
from hauspost.gateway.imap_folders import Folders
from hauspost.gateway.imap_header import LOOKED_AT, fields_of, header_only, identity_of
from hauspost.gateway.imap_taking import House, named_in, need_room, store
from hauspost.gateway.imap_wire import AT_ONCE, Refused, Wire
from hauspost.parsers.fields import message_id
from hauspost.store import fetched, octets, registry
from hauspost.store.connection import Connection
from hauspost.store.fetched import Fate, Place
from hauspost.threading.addresses import desk_address

log = structlog.get_logger(__name__)

Identity = tuple[bytes, ...]


@dataclass(slots=True)
class DoneFolders:
    """Those of one account, over one connection; what is known is looked up once."""

    house: House
    account: Account
    wire: Wire
    folders: Folders
    counts: Counter[str]
    _known: set[Place] = field(default_factory=set)
    _stored: dict[str, Identity] = field(default_factory=dict)  # by digest

    def take(self, is_over: Callable[[], bool]) -> bool:
        """Another folder is selected afterwards. False: it was ended before. Raises Trouble."""
        for name in (DONE, OVERSIZE):
            folder = self.folders.folder(name)
            try:
                if not self._take_from(folder, is_over):
                    return False
            except Refused as error:
                sentence = f'mails cannot be fetched again from the folder "{folder}" ({error})'
                mend = "let the account read it; it is tried again"
                raise Trouble(Kind.DONE_FOLDER, sentence, mend) from None
        return True

    def _take_from(self, folder: str, is_over: Callable[[], bool]) -> bool:
        validity = self.wire.select(folder).uidvalidity
        places = [Place(self.account.name, folder, validity, uid) for uid in self.wire.uids(["ALL"])]
        refusals, count = [], 0
        for start in range(0, len(places), AT_ONCE):
            if is_over():
                return False
            for place in self._unknown(places[start : start + AT_ONCE]):
                if is_over():
                    return False
                try:
                    count += self._one(place)
                except Refused as error:
                    refusals.append(error)
        log.info("done mails were looked through", account=self.account.name, folder=folder, taken=count)
        if refusals:
            sentence = (
                f'{self.account.where} does not give {len(refusals)} mails in "{folder}" out ({refusals[0]})'
            )
            raise Trouble(Kind.ONE_MAIL, sentence, "look at them with a mail program")
        return True

    def _unknown(self, places: list[Place]) -> list[Place]:
        fresh = {place.uid: place for place in places if place not in self._known}
        if not fresh:
            return []
        headers = self.wire.headers(fresh)
        with self.house.database.read() as connection:
            boxes = registry.mailboxes(connection)
            stored = self._stored_alike(connection, headers.values())
        for uid, header in headers.items():
            heard = stored.get(identity_of(header), set())
            if heard and self._heard_at(header, boxes) <= heard:
                self._known.add(fresh.pop(uid))
        return list(fresh.values())

    def _heard_at(self, header: bytes, boxes: Container[str]) -> set[str]:
        named = named_in(self.house, self.account, fields_of(header), boxes)
        return set(named) or {desk_address(self.house.grammar)}

    def _stored_alike(self, connection: Connection, headers: Iterable[bytes]) -> dict[Identity, set[str]]:
        """Where the mails of these headers were heard already; one that lacks id, date or author is no one's like."""
        found: dict[Identity, set[str]] = {}
        for digest, rcpt_to in fetched.alike(connection, map(_id_of, headers)):
            if digest not in self._stored:
                self._stored[digest] = identity_of(octets.beginning(connection, digest, LOOKED_AT))
            if all(self._stored[digest]):
                found.setdefault(self._stored[digest], set()).add(rcpt_to)
        return found

    def _one(self, place: Place) -> bool:
        """Whether it came in again."""
        meta = self.wire.metas([place.uid]).get(place.uid)
        is_large = meta is not None and meta.size > self.house.max_size
        need_room(self.house, 0 if is_large or meta is None else meta.size)
        whole = self.wire.header(place.uid) if is_large else self.wire.octets(place.uid)
        if whole is None:
            return False  # gone meanwhile
        is_large = is_large or len(whole) > self.house.max_size
        whole = header_only(whole) if is_large else whole
        self._known.add(place)
        with self.house.database.read() as connection:
            if fetched.was_taken(connection, octets.pack(whole).digest):
                return False  # what it became was spam, and is deleted
        if not store(self.house, self.account, place, whole, Fate.TOO_LARGE if is_large else Fate.TAKEN):
            return False
        self.counts["taken again"] += 1
        return True


def _id_of(header: bytes) -> str:
    """As the parser reads it."""
    return message_id(next((one.value for one in fields_of(header) if one.name == "message-id"), ""))
