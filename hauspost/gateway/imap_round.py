"""THE WAY IN by IMAP: what lies in the folder is stored byte-exact, and only then moved away (P1, P2).

BODY.PEEK[] → TX1' unique(account, folder, uidvalidity, uid) → MOVE. Flags say nothing here: a person may have read it.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

import structlog

from hauspost.gateway.crashpoints import crashpoint
from hauspost.gateway.imap_account import DONE, OVERSIZE, Account, Kind, Trouble
from hauspost.gateway.imap_again import DoneFolders
from hauspost.gateway.imap_folders import Folders
from hauspost.gateway.imap_header import (
    concerns_us,
    fields_of,
    header_only,
    identity_of,
    may_report,
    tells_of_ours,
)
from hauspost.gateway.imap_taking import House, need_room, store
from hauspost.gateway.imap_wire import Meta, Refused, Selected, Wire
from hauspost.store import fetched, octets, restoring
from hauspost.store.fetched import Begun, Fate, Place, Seen

log = structlog.get_logger(__name__)

OF_FATE: Final = {Fate.TAKEN: DONE, Fate.TOO_LARGE: OVERSIZE}


@dataclass(slots=True)
class Round:
    """One look at the folder after the other, over one connection. `counts` and `tries` outlive it."""

    house: House
    account: Account
    wire: Wire
    counts: Counter[str]
    tries: Counter[tuple[int, int]]  # how often a mail was in hand when something broke
    is_over: Callable[[], bool] = lambda: False  # no further mail is begun
    _folders: Folders = field(init=False)
    _again_from: DoneFolders = field(init=False)
    _validity: int = 0
    _compared: set[int] = field(default_factory=set)  # seen to be the very mails that were stored
    _troubles: list[Trouble] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._folders = Folders(self.account, self.wire)
        self._again_from = DoneFolders(self.house, self.account, self.wire, self._folders, self.counts)

    def run(self) -> tuple[Trouble, ...]:
        """Takes what is new, moves what was taken; gives what went wrong with single mails. Raises Trouble."""
        try:
            return self._look()
        except Refused as error:
            sentence = f"{self.account.where} refuses to show what lies in the folder ({error})"
            raise Trouble(Kind.SERVER, sentence, "look at the server; it is tried again") from None

    def _look(self) -> tuple[Trouble, ...]:
        self._troubles = []
        self._folders.refuse_own()
        selected = self.wire.select()
        begun = self._begun(selected)
        if self._take_done_again():
            selected = self.wire.select()
        if selected.uidvalidity != self._validity:
            self._validity = selected.uidvalidity
            self._compared.clear()
        uids = self._in_question(begun)
        seen = self._seen(uids)
        fresh = [uid for uid in uids if uid not in seen]
        metas = self.wire.metas(fresh)
        young = [uid for uid in fresh if uid in metas and not self._is_older(begun, metas[uid])]
        for uid in self._by_tries((*young, *(uid for uid in uids if uid in seen))):
            if self.is_over():
                break
            self._each(uid, metas.get(uid), seen.get(uid))
        return tuple(self._troubles)

    def _take_done_again(self) -> bool:
        """After a restore (docs/backup.md); whether another folder is selected afterwards."""
        name = self.account.name
        with self.house.database.read() as connection:
            if not restoring.must_take_again(connection, name):
                return False
        try:
            is_done = self._again_from.take(self.is_over)
        except Trouble as trouble:
            if trouble.kind not in (Kind.DONE_FOLDER, Kind.OURSELVES, Kind.ONE_MAIL):
                raise
            self._complain(trouble)
            return True
        if is_done:
            at = self.house.clock()
            self.house.database.write(lambda c: restoring.taken_again(c, name, at=at))
        return True

    # ---- which mails are looked at

    def _begun(self, selected: Selected) -> Begun:
        name, folder = self.account.name, self.account.folder
        with self.house.database.read() as connection:
            known = fetched.begun(connection, name, folder)
            if known is not None:
                return known
            since = restoring.unheard_since(connection, name)
        at = self.house.clock() if since is None else since
        first_uid = selected.uidnext if since is None else self._first_since(since, selected)
        if self.account.since is None:
            log.info("older mails are left alone", account=name, count=selected.exists)
        return self.house.database.write(
            lambda connection: fetched.begin(
                connection,
                name,
                folder,
                uidvalidity=selected.uidvalidity,
                first_uid=first_uid,
                at=at,
            )
        )

    def _first_since(self, since: datetime, selected: Selected) -> int:
        """After a restore, where the backup does not know the account: what came meanwhile is no older mail."""
        metas = self.wire.metas(self.wire.uids(["SINCE", since.date() - timedelta(days=1)]))
        young = (uid for uid, meta in metas.items() if meta.internal is None or meta.internal >= since)
        return min(young, default=selected.uidnext)

    def _in_question(self, begun: Begun) -> tuple[int, ...]:
        """SINCE knows days of the server's own clock (RFC 3501 §6.4.4), so a day more is looked at."""
        if self.account.since is not None:
            return self.wire.uids(["SINCE", self.account.since - timedelta(days=1)])
        if begun.uidvalidity == self._validity:
            found = self.wire.uids(["UID", f"{begun.first_uid}:*"])
            return tuple(uid for uid in found if uid >= begun.first_uid)
        return self.wire.uids(["SINCE", begun.at.date() - timedelta(days=1)])

    def _is_older(self, begun: Begun, meta: Meta) -> bool:
        """By the time when the server took it; one that does not say when is taken, for nothing may be lost."""
        if meta.internal is None:
            return False
        if self.account.since is not None:
            return meta.internal.astimezone(self.house.zone).date() < self.account.since
        return begun.uidvalidity != self._validity and meta.internal < begun.at.replace(microsecond=0)

    def _seen(self, uids: Iterable[int]) -> dict[int, Seen]:
        with self.house.database.read() as connection:
            return fetched.seen(
                connection, self.account.name, self.account.folder, uidvalidity=self._validity, uids=uids
            )

    def _by_tries(self, uids: Iterable[int]) -> list[int]:
        """One mail at which a connection breaks must not stand before the others for ever (P6)."""
        return sorted(uids, key=lambda uid: (self.tries[self._validity, uid], uid))

    # ---- one mail

    def _each(self, uid: int, meta: Meta | None, seen: Seen | None) -> None:
        key = self._validity, uid
        self.tries[key] += 1
        try:
            if seen is None:
                self._new(uid, meta.size if meta else 0)
            elif seen.fate is not Fate.LEFT and self._is_ours_to_move(seen):
                self._again(uid, seen)
        except Refused as error:
            sentence = f"{self.account.where} does not give mail {uid} out ({error})"
            self._complain(Trouble(Kind.ONE_MAIL, sentence, "look at it with a mail program"))
            return
        except Trouble as trouble:
            if trouble.kind not in (Kind.DONE_FOLDER, Kind.OURSELVES):
                raise
            self._complain(trouble)
        del self.tries[key]

    def _complain(self, trouble: Trouble) -> None:
        """Each kind once in a round: a folder that cannot be written to is no news for every single mail."""
        if trouble.kind not in {one.kind for one in self._troubles}:
            self._troubles.append(trouble)

    def _new(self, uid: int, size: int) -> None:
        """A small mail is fetched whole; the header of any other says enough."""
        is_large = size > self.house.max_size
        need_room(self.house, 0 if is_large else size)
        if is_large or not self.account.takes_all:
            header = self.wire.header(uid)
            if header is None or self._is_left(uid, header):
                return
            if is_large:
                self._take(uid, header_only(header), Fate.TOO_LARGE)
                return
        whole = self.wire.octets(uid)
        if whole is None:
            return  # gone meanwhile: a person, or another poller, moved it
        if len(whole) > self.house.max_size:  # the server had said otherwise
            self._take(uid, header_only(whole), Fate.TOO_LARGE)
        else:
            self._take(uid, whole, Fate.TAKEN)

    def _is_left(self, uid: int, header: bytes) -> bool:
        """With `take = "residents"`, what is nobody's of ours stays unread; that is decided once."""
        if self.account.takes_all:
            return False
        beginning = self.wire.beginning(uid) if may_report(header) else None
        with self.house.database.read() as connection:
            if concerns_us(connection, fields_of(header), self.house.grammar):
                return False
            if beginning is not None and tells_of_ours(connection, beginning):
                return False
        place, at = self._place(uid), self.house.clock()
        self.house.database.write(lambda c: fetched.leave(c, place, worker=self.house.worker, at=at))
        self.counts["left unread"] += 1
        return True

    def _take(self, uid: int, whole: bytes, fate: Fate, *, instead_of: str = "") -> None:
        """Stored, and only then moved. `instead_of`: the digest of another mail that had this number."""
        if store(self.house, self.account, self._place(uid), whole, fate, instead_of=instead_of):
            self.counts["too large" if fate is Fate.TOO_LARGE else "taken"] += 1
            self._compared.add(uid)
            self._move(uid, fate)

    # ---- moving

    def _is_ours_to_move(self, seen: Seen) -> bool:
        """Who took it moves it; with SQLite there is no other node, so the one who took it is dead."""
        house = self.house
        if house.database.is_sqlite or seen.worker == house.worker:
            return True
        with house.database.read() as connection:
            return fetched.is_abandoned(connection, seen, house.clock())

    def _again(self, uid: int, seen: Seen) -> None:
        """It was taken and still lies there: we died before the move, the move failed, or the server lies.

        A number that names another mail now would cost us that one, so it is compared before it is moved.
        """
        if uid not in self._compared:
            is_whole = seen.fate is Fate.TAKEN
            there = self.wire.octets(uid) if is_whole else self.wire.header(uid)
            if there is None:
                return
            there = there if is_whole else header_only(there)
            if not self._is_stored(there, seen.digest):
                log.error("the server gave a number to a second mail", account=self.account.name, uid=uid)
                self._take(uid, there, seen.fate, instead_of=seen.digest)
                return
            self._compared.add(uid)
        self._move(uid, seen.fate)

    def _is_stored(self, there: bytes, digest: str) -> bool:
        """Byte by byte, or by who, when and which: some servers write a mail anew each time they show it."""
        if octets.pack(there).digest == digest:
            return True
        with self.house.database.read() as connection:
            stored = octets.load(connection, digest)
        known = identity_of(stored)
        return all(known) and known == identity_of(there)

    def _move(self, uid: int, fate: Fate) -> None:
        self._folders.move(uid, OF_FATE[fate])
        self.counts["moved"] += 1
        crashpoint("imap-after-move")

    def _place(self, uid: int) -> Place:
        return Place(self.account.name, self.account.folder, self._validity, uid)
