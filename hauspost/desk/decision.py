"""One decision about one mail (or one due date): a verdict, a reason, and every effect it has."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from hauspost.desk.channels import Channel, Participant
from hauspost.desk.documents import Brought
from hauspost.desk.houses import CategoryKey, Notify, PersonId, PropertyId, Role
from hauspost.desk.intents import Offer
from hauspost.desk.masterdata import Diff
from hauspost.desk.model import DEFAULT_AUDIENCE, EntryKind, Flag, Status, TicketKind, Visibility
from hauspost.desk.notices import Facts, NoticeKind
from hauspost.desk.vouchers import Voucher
from hauspost.desk.work import Dating, Phase, Rule, Window, WorkOrder


class Verdict(StrEnum):
    ACCEPTED = "accepted"
    RECORDED = "recorded"  # kept, answered by nobody
    HELD = "held"  # asked of the managers
    REFUSED = "refused"  # answered with a no


@dataclass(frozen=True, slots=True)
class OpenTicket:
    """A new ticket; later effects of the same decision speak of it."""

    property_id: PropertyId
    kind: TicketKind
    category: CategoryKey
    visibility: Visibility
    subject: str
    unit: str = ""
    place: str = ""
    reporter: PersonId | None = None
    responsible: PersonId | None = None
    flags: frozenset[Flag] = frozenset()
    recurrence_of: int | None = None
    participants: tuple[Participant, ...] = ()
    public_place: str = ""
    audience: frozenset[Role] = DEFAULT_AUDIENCE
    priority: str = "normal"  # high | normal | low


@dataclass(frozen=True, slots=True)
class AddEntry:
    channel: Channel
    kind: EntryKind
    author: PersonId | None
    author_name: str
    text: str = ""
    facts: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SetStatus:
    before: Status
    after: Status
    is_rejected: bool = False


@dataclass(frozen=True, slots=True)
class SetCategory:
    before: CategoryKey
    after: CategoryKey


@dataclass(frozen=True, slots=True)
class Assign:
    before: PersonId | None
    after: PersonId | None


@dataclass(frozen=True, slots=True)
class SetFlag:
    flag: Flag
    is_set: bool


@dataclass(frozen=True, slots=True)
class AddParticipant:
    participant: Participant


@dataclass(frozen=True, slots=True)
class HideReporter:
    """These persons are named to nobody but the managers from now on; live orders learn nothing more of them."""

    persons: tuple[PersonId, ...]


@dataclass(frozen=True, slots=True)
class OweNotice:
    """One mail owed to the persons who share one address. `channel` is what its reader must be allowed to read."""

    kind: NoticeKind
    address: str
    persons: tuple[PersonId, ...]  # empty: a stranger
    facts: Facts
    channel: Channel | None
    due_at: datetime
    offers: tuple[Offer, ...] = ()
    question: str = ""  # `local` of a question asked by the same decision; its offers get the number
    is_foldable: bool = False
    about: int | None = None  # the ticket it speaks of, if not the decision's own


@dataclass(frozen=True, slots=True)
class CancelNotices:
    """Takes back what an event owes and what has not been formed into a mail yet."""

    event: str


@dataclass(frozen=True, slots=True)
class CancelNotice:
    """Takes back one notice, by its number, if it has not been formed into a mail yet."""

    notice: int


class QuestionKind(StrEnum):
    HELD_MAIL = "held_mail"
    CONFIRM = "confirm"  # which of these did you mean?
    SEND_NOTE = "send_note"  # a text was kept inside: SENDEN
    FIXED = "fixed"  # "Ist es behoben?"
    SUGGESTION = "suggestion"  # a rule proposes an order: OK
    VETO = "veto"  # a rule will do it when the window is over: STOPP
    REPORT = "report"  # a firm says something that a manager must confirm: OK, NEIN
    QUOTE = "quote"  # a firm has made an offer: JA orders up to its price, NEIN does not
    COST = "cost"  # a firm asks for more money: JA, NEIN (WORDS 2, rule 8)
    SETTLED = "settled"  # the reporter says that nothing is left to do: OK closes the ticket
    NEXT_FIRM = "next_firm"  # declined: the next rank is proposed
    ORDER_LOST = (
        "order_lost"  # no server took the order's mail: put to the managers as soon as it is looked at
    )
    SURVEY = "survey"  # several people are to be asked, each alone: SENDEN
    SURVEYED = "surveyed"  # one of them was asked
    ABSENCE = "absence"  # a manager is away: until WIEDER DA, or until its time is over
    PUBLISH = "publish"  # a reply to a public ticket: publish or not
    OVERDUE = "overdue"  # a firm is silent: OK waits, ERINNERN reminds it, NÄCHSTE FIRMA orders another
    RATING = "rating"  # how satisfied a resident is, where "Ist es behoben?" is not asked
    FINDING = "finding"  # a firm found something else: OK makes it a ticket
    CONTACT = "contact"  # may the firm have the telephone number?
    REWORK = "rework"  # it came back: whose work did not last is proposed again
    LEGAL_DEADLINE = "legal_deadline"  # a threat or a request names a day: its manager is reminded before
    ALARM = "alarm"  # an emergency: told again until a manager answers, whatever the word
    SPLIT = "split"  # one mail speaks of several matters: AUFTEILEN, NEIN
    IMPORT = "import"  # a table was mailed: IMPORT OK does what was shown, NEIN forgets it
    APPROVAL = (
        "approval"  # a price is put to the board or an owner: JA, NEIN; the manager decides all the same
    )
    INVOICE = "invoice"  # an invoice above its order's limit: JA to the whole of it, NEIN
    APPOINTMENT = "appointment"  # which of a firm's times suits a resident, or whether a fixed one still does
    HOUSE_NOTICE = "house_notice"  # a notice to the house is shown before it leaves: SENDEN, STOPP
    HOUSE_NOTICE_OUT = "house_notice_out"  # it has left, or will: ZURÜCKZIEHEN
    DOCUMENTS = "documents"  # files were mailed for the house: JA or a role files them, NEIN does not
    DELETE = "delete"  # the ticket's words, files and mails for good: JA, NEIN
    RETENTION = "retention"  # the yearly run erases what is kept no longer: STOPP holds it


@dataclass(frozen=True, slots=True)
class AskQuestion:
    kind: QuestionKind
    local: str  # name by which notices of the same decision refer to it
    asked: tuple[PersonId, ...]
    about: dict[str, Any] = field(default_factory=dict)
    property_id: PropertyId | None = None
    due_at: datetime | None = None
    default: str = ""  # the option taken when nobody answers in time; "" = none, it lapses


@dataclass(frozen=True, slots=True)
class AnswerQuestion:
    question: int
    option: str
    by: PersonId | None


@dataclass(frozen=True, slots=True)
class ReopenQuestion:
    """What answered it was taken back: it waits again. A window that is over by then does nothing by itself."""

    question: int


@dataclass(frozen=True, slots=True)
class PutOffQuestion:
    """Nobody has answered in time: it waits on until then, or (None) for a person; `about` is what it is about now."""

    question: int
    due_at: datetime | None
    about: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Redecide:
    """A held arrival is decided again, now with a manager's word for its author."""

    arrival: int
    override: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CloseArrival:
    """A held arrival ends without being decided again."""

    arrival: int
    verdict: Verdict
    reason: str


@dataclass(frozen=True, slots=True)
class OpenOrder:
    """A new order of the ticket; its number is given by the ticket's count of orders (`order.number`)."""

    order: WorkOrder


@dataclass(frozen=True, slots=True)
class ChangeOrder:
    order: int
    before: Phase
    after: Phase
    window: Window | None = None


@dataclass(frozen=True, slots=True)
class SetLimit:
    """What an order may cost from now on: cents, gross; None: no limit."""

    order: int
    limit: int | None


@dataclass(frozen=True, slots=True)
class SetDating:
    """What is remembered of an order's date beside the date itself, from now on."""

    order: int
    dating: Dating


@dataclass(frozen=True, slots=True)
class SetRelay:
    """Whether words pass between an order's firm and the resident."""

    order: int
    is_on: bool


@dataclass(frozen=True, slots=True)
class SetVisibility:
    before: Visibility
    after: Visibility
    public_place: str = ""


@dataclass(frozen=True, slots=True)
class SetAudience:
    before: frozenset[Role]
    after: frozenset[Role]


@dataclass(frozen=True, slots=True)
class Mute:
    """No more notices of that ticket's public channel (or, without a ticket, of the evening line) to these persons."""

    persons: tuple[PersonId, ...]
    ticket: int | None


@dataclass(frozen=True, slots=True)
class Prefer:
    """How much of the house these persons want to hear, by their own word: it stands before the master data's."""

    persons: tuple[PersonId, ...]
    notify: Notify


@dataclass(frozen=True, slots=True)
class MergeInto:
    """The decision's ticket becomes an alias of the target: number, keys, tags, channels and participants move."""

    target: int


@dataclass(frozen=True, slots=True)
class Absorb:
    """Another ticket becomes an alias of the decision's own: similar reports, one order, each with its own channel."""

    source: int


@dataclass(frozen=True, slots=True)
class SetApart:
    """What `Absorb` took in is a ticket of its own again, with the mails of these channels of its people."""

    source: int
    channels: tuple[Channel, ...]


@dataclass(frozen=True, slots=True)
class SetPlace:
    """Where it is, as its reporter says when asked."""

    unit: str
    place: str
    public_place: str = ""


@dataclass(frozen=True, slots=True)
class MoveTo:
    property_id: PropertyId


@dataclass(frozen=True, slots=True)
class Pin:
    """A fact that a manager set by hand over a rule's doing stays as it is against later automatic changes."""

    fact: str  # status | category | visibility | contractor


@dataclass(frozen=True, slots=True)
class RevokeChannel:
    """Keys of the mails of that channel are void, what is unsent is cancelled: an order was taken back."""

    channel: Channel
    persons: tuple[PersonId, ...]


@dataclass(frozen=True, slots=True)
class SwitchRule:
    """A proposed rule is approved."""

    name: str


@dataclass(frozen=True, slots=True)
class ProposeRule:
    """A rule that counts only once a manager says so; nothing if the house has one for that category."""

    rule: Rule


@dataclass(frozen=True, slots=True)
class NoteCorrection:
    """A manager put the ticket into that category; these words stood in its report. None: it was taken back."""

    category: CategoryKey
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AddWord:
    """From now on the word speaks for that category."""

    category: CategoryKey
    word: str


@dataclass(frozen=True, slots=True)
class RefuseProposal:
    """A manager does not want what was proposed: the same is not proposed again. `rule`: whose waiting row goes."""

    key: str  # as `learning` names it
    rule: str = ""


@dataclass(frozen=True, slots=True)
class RememberOnce:
    """A thing that is said once a day, or once at all: the key is taken."""

    key: str

    @property
    def what(self) -> str:
        """The kind of thing, by which its key begins."""
        return self.key.partition(":")[0]


@dataclass(frozen=True, slots=True)
class RememberAddress:
    """A manager says whose an address is that was nobody's: that person's, or a household's together."""

    persons: tuple[PersonId, ...]
    address: str


@dataclass(frozen=True, slots=True)
class ForgetAddress:
    """That word is taken back: nobody is known by that address any more."""

    address: str


@dataclass(frozen=True, slots=True)
class NoteFailure:
    """A server refused a mail for good; three such on different days make the address undeliverable."""

    address: str
    mail: int
    status: str
    words: str


@dataclass(frozen=True, slots=True)
class MarkUndeliverable:
    """No mail goes there any more, and those that wait are cancelled."""

    address: str


@dataclass(frozen=True, slots=True)
class Reactivate:
    """The address is a good one again; its failures are forgotten."""

    address: str


@dataclass(frozen=True, slots=True)
class SetPriority:
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class SetFollowUp:
    """When the ticket is put before its manager again; None: not any more."""

    at: datetime | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class PutOff:
    """What is overdue waits until then; after that the manager is asked anew."""

    order: int
    stage: str
    step: int
    until: datetime


@dataclass(frozen=True, slots=True)
class ImportMasterData:
    """Exactly this difference, over exactly the master data that it was made from: `stored` is their digest."""

    diff: Diff
    stored: str


@dataclass(frozen=True, slots=True)
class KeepVoucher:
    """An invoice was passed on: it is known when it comes again, and kept as long as a voucher is."""

    voucher: Voucher


@dataclass(frozen=True, slots=True)
class FileDocument:
    """A new document of the house, or (`changes`: how often it was changed so far) a new version of one."""

    number: int
    property_id: PropertyId
    brought: Brought
    audience: frozenset[Role]
    by: PersonId
    arrival: int  # the mail in which the file came
    changes: int | None = None


@dataclass(frozen=True, slots=True)
class ChangeDocument:
    """What a document is from now on. `changes`: how often it was changed so far; `takes_back`: a version's number."""

    number: int
    changes: int
    title: str
    audience: frozenset[Role]
    is_withdrawn: bool
    takes_back: int = 0
    is_undoing: bool = False


@dataclass(frozen=True, slots=True)
class Erase:
    """All words of the ticket so far, its files and the octets that are its alone; `instead` stands where they were."""

    instead: str
    pictures: tuple[str, ...] = ()  # digests of the files of which copies may lie here
    person: str = ""  # only what this person wrote, and our mails, which may quote it


@dataclass(frozen=True, slots=True)
class SetRetention:
    """`retention`: a class of `retention.Retention`; "": by what the ticket is."""

    retention: str


@dataclass(frozen=True, slots=True)
class SetFileRetention:
    """The same of one of its files, in every mail of the ticket that brought one of that name."""

    file: str
    retention: str


@dataclass(frozen=True, slots=True)
class SetHold:
    """`reason`: why nothing of the ticket may be deleted; "": it may again."""

    reason: str


@dataclass(frozen=True, slots=True)
class StopRetention:
    """The yearly run erases nothing that year."""

    year: int


@dataclass(frozen=True, slots=True)
class LinkTo:
    """Whose ticket it is from now on: `party` are all behind that reporter's address; who had it before leaves."""

    reporter: PersonId | None
    party: tuple[PersonId, ...]
    unit: str
    place: str
    kind: TicketKind
    is_hidden: bool = False  # those who come hide as those did whose it was


Effect = (
    OpenTicket
    | AddEntry
    | SetStatus
    | SetCategory
    | Assign
    | SetFlag
    | AddParticipant
    | HideReporter
    | OweNotice
    | CancelNotices
    | CancelNotice
    | AskQuestion
    | AnswerQuestion
    | ReopenQuestion
    | PutOffQuestion
    | Redecide
    | CloseArrival
    | RememberOnce
    | OpenOrder
    | ChangeOrder
    | SetLimit
    | SetDating
    | SetRelay
    | SetVisibility
    | SetAudience
    | Mute
    | Prefer
    | MergeInto
    | Absorb
    | SetApart
    | MoveTo
    | SetPlace
    | Pin
    | RevokeChannel
    | SwitchRule
    | ProposeRule
    | NoteCorrection
    | AddWord
    | RememberAddress
    | ForgetAddress
    | NoteFailure
    | MarkUndeliverable
    | Reactivate
    | SetPriority
    | SetFollowUp
    | PutOff
    | RefuseProposal
    | ImportMasterData
    | KeepVoucher
    | FileDocument
    | ChangeDocument
    | LinkTo
    | Erase
    | SetRetention
    | SetFileRetention
    | SetHold
    | StopRetention
)


@dataclass(frozen=True, slots=True)
class Decision:
    """Everything one mail brings about. `ticket` is None when the effects begin with OpenTicket or touch no ticket."""

    verdict: Verdict
    reason: str
    effects: tuple[Effect, ...] = ()
    ticket: int | None = None
    seq: int | None = None  # the ticket's seq that was decided upon
    event: str = ""  # name that its entries and notices share
    channel: Channel | None = None  # where the mail's Message-ID is remembered
    also: tuple["Decision", ...] = ()  # what the same mail brings about at other tickets
    place: str | None = None  # whose mails these are, where no ticket says it

    @property
    def everything(self) -> tuple[Effect, ...]:
        """Its effects, and those at other tickets."""
        return (*self.effects, *(effect for other in self.also for effect in other.effects))


@dataclass(frozen=True, slots=True)
class Question:
    """A question that waits, as the desk sees it."""

    id: int
    kind: QuestionKind
    asked: tuple[PersonId, ...]
    about: dict[str, Any]
    ticket: int | None
    property_id: PropertyId | None
    asked_at: datetime
    due_at: datetime | None = None
    state: str = "open"  # open | answered | lapsed | overtaken
    answered_by: PersonId | None = None
    answer: str = ""
    answered_at: datetime | None = None
