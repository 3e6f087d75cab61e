"""Everything a decision may look at, fetched beforehand: how the mail resolved, the ticket, people, open questions."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo

from hauspost.desk.absences import Absence, present, standing_in
from hauspost.desk.business_calendar import BusinessCalendar
from hauspost.desk.channels import Channel
from hauspost.desk.deadlines import NO_DEADLINES, Deadlines
from hauspost.desk.decision import Question
from hauspost.desk.documents import Delivery, Document
from hauspost.desk.failures import Returned
from hauspost.desk.house_drafts import HouseNoticeCase, NoticeAnswered
from hauspost.desk.houses import (
    Category,
    CategoryKey,
    Company,
    Person,
    PersonId,
    Property,
    PropertyId,
    Role,
    Unit,
)
from hauspost.desk.intents import Offer
from hauspost.desk.model import Entry, Ticket
from hauspost.desk.notices import LISTS_FOR_MANAGERS, Facts, NoticeKind
from hauspost.desk.office_hours import OfficeHours
from hauspost.desk.pace import NO_PACE, Pace
from hauspost.desk.policy import Policy
from hauspost.desk.preferences import ONE_HOUR, DigestHours
from hauspost.desk.proof import Resolution
from hauspost.desk.uploads import Upload
from hauspost.desk.urgency import OwnWords
from hauspost.desk.vouchers import Voucher
from hauspost.desk.work import Firm, FirmAssignment, Rule


@dataclass(frozen=True, slots=True)
class Answered:
    """The mail of ours that was answered."""

    mail: int
    kind: NoticeKind
    offers: tuple[Offer, ...]
    seq: int | None  # the ticket's seq that it showed
    persons: tuple[PersonId, ...]
    asks: tuple[int, ...] = ()  # the questions that it asks without printing their answers
    lines: Mapping[int, int | None] = field(
        default_factory=dict
    )  # of a list: its tickets, each seq as it showed it
    relays: str = ""  # the firm with which it says that words pass
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Leaving:
    """A mail to people outside, or to the house, that an event owes or has sent."""

    id: int
    event: str
    facts: Facts
    has_left: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """What stands in a mail beside its words."""

    arrival: int
    received_at: datetime
    from_address: str
    from_name: str
    from_count: int  # 1 in any proper mail
    subject: str  # without prefixes and tags
    is_automatic: bool = False
    is_generated: bool = (
        False  # of that what a program sends unasked; a ticket system, too, sends a clerk's words so
    )
    is_spam_marked: bool = False
    excerpt: str = ""  # of the new text, for a held list
    held_for: str = ""  # too_large: only its header came | no_recipient: it names no address of ours


@dataclass(frozen=True, slots=True)
class Case:
    at: datetime
    zone: tzinfo
    company: Company
    policy: Policy
    resolution: Resolution
    mail: Asked
    author: tuple[Person, ...] = ()
    house: Property | None = None
    houses: tuple[Property, ...] = ()  # of a manager who writes to the desk
    ticket: Ticket | None = None
    entries: tuple[Entry, ...] = ()
    managers: tuple[Person, ...] = ()  # with a manager's role at the house, at any time
    residents: tuple[Person, ...] = ()
    units: tuple[Unit, ...] = ()
    people: Mapping[PersonId, Person] = field(default_factory=dict)  # whom the ticket and the questions name
    categories: tuple[Category, ...] = ()
    answered: Answered | None = None
    questions: tuple[Question, ...] = ()  # open ones: of the answered mail, of the ticket, held mails
    closed: tuple[
        Question, ...
    ] = ()  # that the answered mail asked, or that its line names, and that are over
    pending: frozenset[str] = frozenset()  # events that owe mails not formed yet
    heard: frozenset[str] = frozenset()  # events of which the house has been told
    unsent: frozenset[Channel] = frozenset()  # of orders whose mail has not been formed yet
    leaving: tuple[
        Leaving, ...
    ] = ()  # what the ticket's events tell people, where STOPP or ZUORDNEN asks for it
    tickets: tuple[Ticket, ...] = ()  # what the asker may list
    places: Mapping[PropertyId, Property] = field(default_factory=dict)  # the houses of `tickets`
    files: Mapping[int, tuple[Ticket, tuple[Entry, ...]]] = field(
        default_factory=dict
    )  # other tickets asked for
    lists_today: int = 0  # held lists already sent to the responsible manager today
    said_once: frozenset[str] = frozenset()
    pace: Pace = NO_PACE
    is_first_contact: bool = False
    vouched: bool = False  # a manager said whose mail it is
    as_new: bool = False  # a manager said: a ticket without anybody outside
    firms: tuple[Firm, ...] = ()  # who may be given orders at the house; their persons stand in `people`
    assignments: tuple[FirmAssignment, ...] = ()  # of the house and of "*"
    rules: tuple[Rule, ...] = ()  # that speak of the house or of "*"
    caretakers: tuple[Person, ...] = ()  # with that role at the house today
    orders_today: int = 0  # given by rules at the house since midnight, local time
    audience: tuple[Person, ...] = ()  # who reads the ticket's public channel
    digest_hours: DigestHours = ONE_HOUR
    muted: frozenset[tuple[PersonId, int]] = frozenset()  # (person, ticket); ticket 0: the evening line
    inside_author: tuple[Person, ...] = ()  # whom a forwarded mail's From stands for
    others: tuple[Ticket, ...] = ()  # open tickets of the same house and category
    absences: tuple[Absence, ...] = ()  # who of the office is away
    meanwhile: tuple[Ticket, ...] = ()  # that came to whoever is back, while another stood in
    texts: tuple[tuple[str, str], ...] = ()  # a manager's short texts by their names
    own: tuple[Ticket, ...] = ()  # of the author at this house, open or lately done, the newest first
    own_words: Mapping[int, str] = field(default_factory=dict)  # what each of them began with
    earlier: tuple[
        Ticket, ...
    ] = ()  # that an evening mail listed, or that are long done: what its answer opens comes after them
    moves_to: Property | None = None  # the house that OBJEKT names, and who manages it at any time
    receivers: tuple[Person, ...] = ()
    lodgers: tuple[
        Person, ...
    ] = ()  # whose a held mail may be: of the manager's houses, or of the mail's own
    lodgings: tuple[Unit, ...] = ()  # the units of these houses
    to: tuple[Person, ...] = ()  # registered people beside us in To and Cc of a manager's mail
    returned: Returned | None = None  # the mail of ours that this one gives back, or that a machine answered
    hand_orders: Mapping[tuple[str, PersonId], int] = field(
        default_factory=dict
    )  # (category, firm) → how many other tickets of the house a hand has given to it
    corrected: Mapping[tuple[str, str], int] = field(
        default_factory=dict
    )  # (category, word) → in how many reports it stood that a hand has put there
    danger_words: tuple[OwnWords, ...] = ()  # the company's own words of danger, of this house
    alarms: tuple[Question, ...] = ()  # of the house in the last hours, open or answered, the oldest first
    alarmed: tuple[Ticket, ...] = ()  # the tickets that these are about
    manages_all: bool = False  # the author manages every house
    refused: frozenset[str] = frozenset()  # what was proposed and is not wanted, by the keys of `learning`
    survey: tuple[Question, ...] = ()  # of a survey's ticket, or of one that was asked: every question so far
    surveyed: tuple[Ticket, ...] = ()  # … and the tickets of all who were asked
    upload: Upload | None = None  # a manager's tables, of this mail or of the question that it answers
    vouchers: tuple[Voucher, ...] = ()  # invoices passed on before that may be those of this mail
    along: Mapping[int, "Case"] = field(
        default_factory=dict
    )  # of other tickets that the same mail reports on
    house_notice: HouseNoticeCase | None = None  # of a manager's mail about a notice to the house
    notice_answered: NoticeAnswered | None = None  # … and what somebody who lives there answers to
    originals: tuple[str, ...] = ()  # digests of the ticket's mails, where JA deletes them …
    pictures: tuple[str, ...] = ()  # … and of the pictures in them
    deadlines: Deadlines = NO_DEADLINES
    overdue: Mapping[int, datetime] = field(default_factory=dict)  # ticket → since when, of what is listed
    documents: tuple[
        Document, ...
    ] = ()  # of the houses that the mail can ask about; of all persons, unfiltered
    delivery: Delivery | None = None  # files for a house, of this mail or of the question that it answers
    next_document: int = 1  # the number of the next one
    dwellers: Mapping[PropertyId, tuple[Person, ...]] = field(
        default_factory=dict
    )  # who lives or works at the houses whose documents change

    @property
    def today(self) -> date:
        return self.at.astimezone(self.zone).date()

    @property
    def calendar(self) -> BusinessCalendar:
        """When the office works for this house: holidays are those of the state in which the house lies."""
        hours = OfficeHours.read(self.policy.office_hours)
        state = (self.house.state if self.house else "") or self.company.state
        return BusinessCalendar(hours, self.zone, state, self.deadlines.closed)

    @property
    def event(self) -> str:
        return f"a{self.mail.arrival}" + ("v" if self.vouched or self.as_new else "")

    @property
    def managers_now(self) -> tuple[Person, ...]:
        if self.house is None:
            return tuple(
                m
                for m in self.managers
                if any(r.role is Role.MANAGER and r.period.holds(self.today) for r in m.roles)
            )
        return tuple(m for m in self.managers if Role.MANAGER in m.roles_at(self.house.id, self.today))

    @property
    def acting_managers(self) -> tuple[Person, ...]:
        """Those behind From who manage this house today (without a house: any house)."""
        ids = {m.id for m in self.managers_now}
        return tuple(p for p in self.author if p.id in ids)

    @property
    def answers_list(self) -> bool:
        """Whether a mail of ours that is about no single ticket is answered by a manager."""
        kind = self.answered.kind if self.answered is not None else None
        is_list = kind in LISTS_FOR_MANAGERS or kind is NoticeKind.ALERT
        return self.ticket is None and is_list and bool(self.acting_managers)

    def category(self, key: str) -> Category:
        """A category that was taken out of the table since keeps its key for a name."""
        return next((c for c in self.categories if c.key == key), Category(CategoryKey(key), key, key))

    def owner(self) -> Person | None:
        """Whose a ticket is, whether there or away (WORDS 7): while away a deputy decides, and then it is theirs again.

        The ticket's, else the house's responsible manager, else the deputy, else whoever decides today.
        """
        now = {m.id: m for m in self.managers_now if m.address}
        wanted = [self.ticket.responsible if self.ticket else None]
        wanted += [self.house.responsible, self.house.deputy] if self.house else []
        return next((now[w] for w in wanted if w in now), None) or self.responsible()

    def responsible(self) -> Person | None:
        """Who decides: the ticket's, else the house's responsible manager, the deputy, or whoever manages it.

        Only those who can be reached by mail count; for one who is away another stands in.
        """
        now = {m.id: m for m in self.managers_now if m.address}
        wanted = [self.ticket.responsible if self.ticket else None]
        wanted += [self.house.responsible, self.house.deputy] if self.house else []
        anybody = (*present(tuple(now.values()), self.absences), *now.values())
        chosen = (*standing_in(wanted, self.absences), *(m.id for m in anybody))
        return next((now[w] for w in chosen if w in now), None)
