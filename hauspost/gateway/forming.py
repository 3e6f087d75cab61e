"""Turns what we owe into mails: a letter with today's facts, rendered once, its octets stored for every attempt."""

import hashlib
import secrets
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from itertools import groupby

import structlog

from hauspost.desk.attachments import Enclosed
from hauspost.desk.folding import patience_of
from hauspost.desk.houses import Person, Property, PropertyId
from hauspost.desk.notices import TO_CROWDS, Letter, OutgoingMail
from hauspost.desk.notices_to_managers import Alert
from hauspost.desk.quiet_hours import leaves_at
from hauspost.gateway.answering import answered_by
from hauspost.gateway.crashpoints import crashpoint
from hauspost.gateway.enclosing import CopiesComing
from hauspost.gateway.glance import Glance
from hauspost.gateway.letters import Office, Unsaid, category_of, in_charge, is_urgent, letter_for, told
from hauspost.gateway.logs import bearing
from hauspost.gateway.storing import Storing
from hauspost.outbound.catalogue import Catalogue, ours
from hauspost.outbound.compose import Answered, Sender
from hauspost.outbound.headers import UnsafeAddress, conversation, thread_root
from hauspost.outbound.overriding import composed
from hauspost.outbound.template_faults import Fault as TemplateFault
from hauspost.store import notices, octets, reachability, registry
from hauspost.store.connection import Connection
from hauspost.store.database import REFUSALS, Database, StoreFailed
from hauspost.store.notices import About, Composed, Overtaken, Owed
from hauspost.store.sending import UNTOLD
from hauspost.store.turn import turn
from hauspost.threading.addresses import SECRET_OCTETS, Grammar

PAGE = 50  # notices whose mails share a COMMIT; the first of them waits until the last is composed
FAULTS_UNTIL_ALERT = 3
LONGEST_WAIT = 3600.0  # seconds until a notice that could not be written is tried again

log = structlog.get_logger(__name__)


Enclose = Callable[[Owed, Letter], tuple[Letter, Enclosed]]
Sign = Callable[[bytes], bytes]


def nothing_enclosed(_owed: Owed, letter: Letter) -> tuple[Letter, Enclosed]:
    return letter, Enclosed()


def unsigned(mail: bytes) -> bytes:
    return mail


class NobodyInCharge(Exception):
    """The mail would go to a manager instead, and there is none."""


@dataclass(slots=True)
class Fault:
    """A notice that could not be written: how often, and when (monotonic) it is tried again. It stays owed."""

    times: int = 0
    again_at: float = 0.0


@dataclass(frozen=True, slots=True)
class Draft:
    """All that a mail needs; `instead` is the address of the manager who gets it while sending is restricted."""

    letter: Letter
    answers: Answered | None
    instead: str
    begun: str = ""  # the subject of its conversation


# Why there is no draft: nothing is to be said, not before then, or what went wrong.
NoDraft = Unsaid | datetime | Exception


@dataclass(frozen=True, slots=True)
class Written:
    """What was stored for a notice: its mail, or why there is none."""

    mail: int = 0
    unsaid: str = ""
    put_off: bool = False  # to the end of the quiet hours


@dataclass(frozen=True, slots=True)
class Page:
    """What became of some notices: how many were formed, cancelled, overtaken, put off, wait for pictures …"""

    counts: Counter[str]
    is_full: bool  # more may be due
    is_for_crowds: bool  # and so is all that follows


@dataclass(frozen=True, slots=True)
class Former:
    """What every mail is written with. `faults` belong to the one thread that forms."""

    database: Database
    office: Office
    grammar: Grammar
    sender: Sender
    clock: Callable[[], datetime]
    enclose: Enclose = nothing_enclosed
    sign: Sign = unsigned
    catalogue: Catalogue = field(default_factory=ours)
    faults: dict[int, Fault] = field(default_factory=dict)

    def form_due(self) -> Iterator[Page]:
        """Forms all that is due now, page by page. Raises StoreFailed.

        What waits for copies of its pictures is looked at again next time.
        """
        waiting: set[int] = set()
        page = None
        while page is None or page.is_full:  # what has become due since rings by itself
            page = self._form_page(waiting)
            yield page

    def _form_page(self, waiting: set[int]) -> Page:
        counts: Counter[str] = Counter()
        with turn(self.database):
            due, storing = self._page(waiting), Storing(self.database)
            begun = [(owed, self._begin(owed, draft, storing)) for owed, draft in self._drafts(due)]
            storing.flush()
            for owed, work in begun:
                with _logged(owed):
                    outcome = self._settle(owed, work)
                counts[outcome] += 1
                if outcome == "waiting":
                    waiting.update(owed.ids)
        is_full = sum(len(owed.ids) for owed in due) >= PAGE
        return Page(counts, is_full, is_for_crowds=all(owed.kind in TO_CROWDS for owed in due))

    def _page(self, waiting: set[int]) -> tuple[Owed, ...]:
        at = self.clock()
        resting = {number for number, fault in self.faults.items() if fault.again_at > time.monotonic()}
        with self.database.read() as connection:
            silent = silent_places(connection, notices.owing_properties(connection, at), self.office)
            policy = cache(lambda place: self.office.policy_of(_house(connection, place)))
            return notices.due_notices(
                connection,
                at=at,
                limit=PAGE,
                silent=silent,
                without=resting | waiting,
                patience=lambda place: patience_of(policy(place)),
                outgoing=lambda place: policy(place).outgoing,
            )

    def _drafts(self, page: tuple[Owed, ...]) -> Iterator[tuple[Owed, Draft | NoDraft]]:
        """Those of one ticket that follow each other are drafted from the same look, the next when their turn comes."""
        for _, run in groupby(page, key=lambda owed: owed.ticket):
            together = tuple(run)
            while together:
                drafts = self._from_one_look(together)
                yield from zip(together, drafts, strict=False)
                together = together[len(drafts) :]

    def _from_one_look(self, together: tuple[Owed, ...]) -> list[Draft | NoDraft]:
        """Of the first of them at least: what goes wrong ends the look, and may have ended its transaction."""
        at, drafts = self.clock(), list[Draft | NoDraft]()
        with self.database.read() as connection:
            glance = Glance(connection)
            glance.persons(person for owed in together for person in owed.persons)
            off = reachability.off(connection, (owed.address for owed in together))
            for owed in together:
                drafts.append(self._drafted(glance, owed, at, is_off=owed.address in off))
                if isinstance(drafts[-1], Exception):
                    break
        return drafts

    def _drafted(self, glance: Glance, owed: Owed, at: datetime, *, is_off: bool) -> Draft | NoDraft:
        try:
            draft = Unsaid(reachability.REASON) if is_off else self._draft(glance, owed, at)
            if isinstance(draft, Unsaid):
                return draft
            leaves = self._leaves_at(glance, draft.letter, at)
        except REFUSALS:
            raise
        except Exception as error:
            return error
        return leaves if leaves > at else draft

    def _begin(self, owed: Owed, draft: Draft | NoDraft, storing: Storing) -> str | Callable[[], Written]:
        """Composes the mail and queues its write; or the word for what kept it from being composed."""
        with _logged(owed):
            try:
                return self._submit(owed, draft, storing)
            except StoreFailed:
                raise
            except CopiesComing:
                return "waiting"
            except UnsafeAddress:
                self.database.write(lambda connection: self._give_up(connection, owed))
                return "cancelled"
            except Exception as error:
                self._remember(owed, error)
                return "postponed"

    def _settle(self, owed: Owed, work: str | Callable[[], Written]) -> str:
        """Waits for the write; the word for what became of the notice."""
        if isinstance(work, str):
            return work
        try:
            written = work()
        except StoreFailed:
            raise
        except Overtaken:
            return "overtaken"
        except Exception as error:
            self._remember(owed, error)
            return "postponed"
        for one in owed.ids:
            self.faults.pop(one, None)
        if written.put_off:
            return "put off"
        if not written.mail:
            log.info("notice cancelled", reason=written.unsaid)
            return "cancelled"
        crashpoint("after-tx3")
        log.info("mail formed", mail=written.mail)
        return "formed"

    def _submit(self, owed: Owed, draft: Draft | NoDraft, storing: Storing) -> Callable[[], Written]:
        match draft:
            case Exception():
                raise draft
            case Unsaid(reason):
                return self.database.submit(lambda c: self._cancel(c, owed, reason)).result
            case datetime():
                return self.database.submit(lambda c: self._put_off(c, owed, draft)).result
        at = draft.letter.at
        letter, enclosed = self.enclose(owed, draft.letter)
        mail, fault = self._compose(replace(draft, letter=letter), enclosed)
        if fault is not None:
            self._tell_of_template(owed, fault)
        mail = replace(mail, octets=self.sign(mail.octets))
        packed = octets.pack(mail.octets)
        crashpoint("before-tx3")
        number = storing.add(Composed(owed, replace(mail, octets=b""), packed, at))
        return lambda: Written(number())

    def _cancel(self, connection: Connection, owed: Owed, reason: str) -> Written:
        notices.cancel_notices(connection, owed.own, reason=reason)
        return Written(unsaid=reason)

    def _put_off(self, connection: Connection, owed: Owed, until: datetime) -> Written:
        notices.put_off(connection, owed.ids, until)
        return Written(put_off=True)

    def _leaves_at(self, glance: Glance, letter: Letter, at: datetime) -> datetime:
        is_exempt = is_urgent(letter.facts, letter.ticket, category_of(glance, letter.ticket))
        asleep = {self.office.policy_of(house).quiet_hours for house in letter.spoken_of}
        return max(
            leaves_at(letter.kind, at, hours=hours, zone=self.office.zone, is_urgent=is_exempt)
            for hours in asleep
        )

    def _draft(self, glance: Glance, owed: Owed, at: datetime) -> Draft | Unsaid:
        letter = letter_for(glance, owed, office=self.office, at=at)
        if isinstance(letter, Unsaid):
            return letter
        answers = answered_by(glance, owed, thread_root(letter, self.grammar))
        begun = notices.begun_subject(glance.connection, conversation(letter, self.grammar))
        return Draft(letter, answers, self._instead(glance.connection, owed, letter, at), begun)

    def _instead(self, connection: Connection, owed: Owed, letter: Letter, at: datetime) -> str:
        """Before the office says `hauspost live`, managers read what residents would get."""
        redirects = any(self.office.policy_of(house).outgoing.redirects for house in letter.spoken_of)
        if letter.is_manager or not redirects:
            return ""
        managers = self._in_charge(connection, owed, at)
        if not managers:
            raise NobodyInCharge
        return managers[0].address

    def _in_charge(self, connection: Connection, owed: Owed, at: datetime) -> tuple[Person, ...]:
        return in_charge(connection, _about(owed), at=at, zone=self.office.zone)

    def _compose(self, draft: Draft, enclosed: Enclosed) -> tuple[OutgoingMail, TemplateFault | None]:
        return composed(
            draft.letter,
            self.catalogue,
            secret=secrets.token_bytes(SECRET_OCTETS),
            message_id=f"{secrets.token_hex(16)}@{self.grammar.domain}",
            grammar=self.grammar,
            sender=self.sender,
            answers=draft.answers,
            redirected_to=draft.instead,
            enclosed=enclosed,
            begun=draft.begun,
        )

    # ---- what could not be written stays owed, and delays no other

    def _remember(self, owed: Owed, error: Exception) -> None:
        times = 0
        for one in owed.ids:
            fault = self.faults.setdefault(one, Fault())
            fault.times += 1
            fault.again_at = time.monotonic() + min(60.0 * 2 ** min(fault.times - 1, 10), LONGEST_WAIT)
            times = max(times, fault.times)
        what = type(error).__name__
        log.error("notice could not be written", error=what, exc_info=error)
        if times == FAULTS_UNTIL_ALERT and owed.kind not in UNTOLD:
            # Without its ticket: what kept the mail from being written may be the ticket's own.
            about = About(owed.property_id, owed.persons)
            self.database.write(lambda connection: self._alert(connection, owed, what, about=about))

    def _tell_of_template(self, owed: Owed, fault: TemplateFault) -> None:
        """Once a day for each line that fails: the mail itself leaves with our own words."""
        log.error("template failed", file=fault.place)  # the sentence may hold words of the mail
        self.database.write(lambda connection: self._owe_template_alert(connection, owed, fault))

    def _owe_template_alert(self, connection: Connection, owed: Owed, fault: TemplateFault) -> None:
        at, about = self.clock(), About(owed.property_id)
        to = told(in_charge(connection, about, at=at, zone=self.office.zone), but="")
        place = hashlib.sha256(fault.place.encode()).hexdigest()[:16]
        if to is not None and notices.say_once(connection, f"template:{place}:{at:%Y-%m-%d}", at):
            alert = Alert("template", reply=str(fault), at=at)
            notices.owe_alert(connection, to, alert=alert, at=at, about=about)

    def _give_up(self, connection: Connection, owed: Owed) -> None:
        """No server would take it at any time; somebody must mend the master data."""
        notices.cancel_notices(connection, owed.own, reason="the address is malformed")
        self._alert(connection, owed, "malformed address", about=_about(owed))

    def _alert(self, connection: Connection, owed: Owed, what: str, *, about: About) -> None:
        at = self.clock()
        to = told(self._in_charge(connection, owed, at), but="")
        if to is not None and notices.say_once(connection, f"unwritten:{owed.ids[0]}", at):
            alert = Alert("undelivered", recipient=owed.address, reply=what, at=at)
            notices.owe_alert(connection, to, alert=alert, at=at, about=about)


def _about(owed: Owed) -> About:
    return About(owed.property_id, owed.persons, owed.ticket, owed.channel)


def _logged(owed: Owed) -> AbstractContextManager[None]:
    return bearing(arrival=owed.arrival, notices=owed.ids, kind=owed.kind, ticket=owed.ticket)


def silent_places(
    connection: Connection, places: tuple[PropertyId | None, ...], office: Office
) -> tuple[PropertyId | None, ...]:
    """Those at which nothing is sent (policy.sending = "off"): their mails wait."""
    return tuple(p for p in places if not office.policy_of(_house(connection, p)).outgoing.leaves)


def _house(connection: Connection, place: PropertyId | None) -> Property | None:
    return registry.load_property(connection, place) if place is not None else None
