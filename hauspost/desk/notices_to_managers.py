"""What the office is told without having asked: reports, words of others, lists, and what needs a person."""

from dataclasses import dataclass
from datetime import date, datetime

from hauspost.desk.prices import NOTHING_ABOVE, NOTHING_OFFERED, Above, Offered, OfferLine
from hauspost.desk.work import Window


@dataclass(frozen=True, slots=True)
class Proposal:
    """An order that a rule or the desk proposes; OK carries it out, at `veto_until` it goes by itself."""

    company: str
    limit: int | None  # cents, gross
    text: str  # the task, as the firm would read it
    rank: int = 1
    invoice: str = ""  # whose account
    check: str = ""  # ask | common: whose property it is should be looked at before saying OK
    owner: str = ""  # whose the flat is, where it is asked for whose account the order goes
    rule: str = ""  # its name in the house's language; "": no rule, the desk's own
    rule_in: tuple[tuple[str, str], ...] = ()  # in each other language by its code, where it is another
    automation: str = "suggest"  # suggest | veto | auto
    veto_until: datetime | None = None
    reworks: str = ""  # the order whose work did not last: "A-1042-1"


@dataclass(frozen=True, slots=True)
class SimilarReport:
    """A report that may be about the same matter."""

    number: int
    place: str = ""


@dataclass(frozen=True, slots=True)
class Rework:
    """Work that was done lately and did not last."""

    companies: tuple[str, ...]
    days: int  # since it was done


@dataclass(frozen=True, slots=True)
class NewTicket:
    """To managers: a steering mail with the report in full."""

    text: str
    received_at: datetime
    by: str  # who wrote it, as people say it
    role: str = ""  # tenant | owner | … of the reporter at that house
    attachments: tuple[str, ...] = ()
    is_incomplete: bool = False  # the reporter was asked what happened
    lacks_flat: bool = False  # … and in which of the own flats
    completes: str | None = None  # the answer to that; what was said at first
    rework: Rework | None = None  # of what came back
    named: str = ""  # another's flat that the words name: for managers only
    follows: int | None = None
    hinted: int | None = None  # a number in the subject that proved nothing
    proof: str = ""  # pass | none
    assigned_by: str = ""  # the colleague who handed it to the reader
    away: str = ""  # … or for whom the reader stands in
    is_not_fixed: bool = False  # NEIN to "Ist es behoben?", or "still broken"
    first_report: str = ""  # what was reported then
    proposal: Proposal | None = None
    visibility_asked: str = ""  # "" | private | public | anonymous: what the opener wished
    similar: tuple[SimilarReport, ...] = ()  # of the same category, the oldest first
    similar_since: datetime | None = None  # when the oldest of them came in
    bundles: tuple[int, ...] = ()  # tickets that BÜNDELN would make one with this one
    is_anonymous: bool = False  # hidden from everybody but managers
    maintained_on: date | None = None  # recurring work that is due that day; nobody reported it
    is_urgent: bool = False  # by its words
    is_legal: bool = False  # rent, lawyer, insurance, data protection
    deadline: date | None = None  # … and by when, where the words name a day
    is_reminder: bool = False  # of that day
    check: str = ""  # … as a proposal's, where there is none
    answers_notice: str = ""  # the subject of the notice to the house that it answers …
    notice_at: datetime | None = None  # … and when that was sent
    listed_for: tuple[str, ...] = ()  # colleagues who read of it in their morning lists


@dataclass(frozen=True, slots=True)
class PersonWrote:
    """To managers: a conversation mail; a plain answer goes back to that person.

    `says`: what the words have changed (private | anonymous), that they ask how it stands and were told (asked), or
    that nothing is left to do (settled).
    """

    text: str
    by: str
    attachments: tuple[str, ...] = ()
    says: str = ""
    are_several: bool = False  # behind one address: a verb for more than one
    asks: bool = False  # whether it is closed: then it steers, and a plain answer is a note
    hold_minutes: int = 0


@dataclass(frozen=True, slots=True)
class Reading:
    letter: str
    act: str
    value: str = ""  # as people say it
    text: str = ""


@dataclass(frozen=True, slots=True)
class Confirmation:
    """To the manager: nothing was done; which of these was meant?"""

    line: str
    reason: str
    unknown: str = ""
    readings: tuple[Reading, ...] = ()
    other_lines: tuple[str, ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class NamesReporter:
    """To the manager: nothing was done, since the own words would name who hides. SENDEN does it as it stands."""

    texts: tuple[str, ...]  # with »these« around what names
    names: tuple[str, ...]  # … and those alone
    other_lines: tuple[str, ...] = ()
    is_neighbour: bool = False  # words to be published name somebody else of the house


@dataclass(frozen=True, slots=True)
class HeldItem:
    number: int  # H-number
    at: datetime
    from_address: str
    reason: str
    presumed: str = ""  # who it seems to be, as people say it
    excerpt: str = ""
    subject: str = ""
    ticket: int | None = None
    can_take: bool = False
    learns: bool = (
        False  # an answer from an address that is nobody's: OK remembers it for whom we had written to
    )
    lives: str = ""  # where the master data know the presumed author, when that is not where the mail went
    proposed: str = ""  # whose it may be, as people say it; nothing proves it
    proposal: str = ""  # … and what to type behind the number
    proposed_by: str = ""  # … and why: phone | name | unit
    is_spam: bool = False  # the border takes it for spam
    is_urgent: bool = False  # by its words


@dataclass(frozen=True, slots=True)
class HeldList:
    items: tuple[HeldItem, ...] = ()


@dataclass(frozen=True, slots=True)
class Unreached:
    """An address to which nothing goes any more, one of several in an alert."""

    recipient: str
    who: str = ""
    phone: str = ""
    reply: str = ""
    waiting: tuple[str, ...] = ()  # subjects of the mails that were cancelled with it


@dataclass(frozen=True, slots=True)
class Alert:
    """To managers: something needs a person.

    `what`: quarantined | undelivered | undeliverable (nothing goes there) | relay (nothing could leave since `at`),
    or of a mailbox (`who` is the account's name, `at` the beginning): mailbox (nothing comes in) | mailbox_mail (one
    mail does not) | mailbox_keeps (what came in stays there), or complained | complained_of_own: somebody called a mail
    to the house, or one of the own matter, spam; or template: one of the operator's own failed, ours was taken; or
    retention | retention_done: what is kept no longer (`waiting`: by house and class) is erased at `at`, or was; or
    retention_stopped: `who` has said STOPP to that.
    """

    what: str
    arrival: int | None = None
    from_address: str = ""
    subject: str = ""
    recipient: str = ""
    who: str = ""  # the person behind the address, as people say it, or the account
    phone: str = ""
    reply: str = ""  # what the other server answered, or what is wrong with the account
    at: datetime | None = None
    waiting: tuple[str, ...] = ()  # subjects of the mails that were cancelled with it
    several: tuple[
        Unreached, ...
    ] = ()  # of mails to the house that came back about the same time, else empty


@dataclass(frozen=True, slots=True)
class FirmReported:
    """To managers: what a firm wrote, and what it changed. `asks`: a manager must say OK or NEIN."""

    tag: str
    company: str
    text: str
    claims: tuple[
        str, ...
    ] = ()  # Claim; of a mail of ours to it: bounced | absent; of its ticket system's: program
    phase_before: str = ""
    phase_after: str = ""
    window: Window | None = None
    amount: int | None = None  # cents
    attachments: tuple[str, ...] = ()
    asks: bool = False
    next_company: str = ""  # the next rank, after a refusal
    is_sure: bool = False
    outside: str = ""  # "ab 16 Uhr": the hours that the resident named, where the date lies outside them
    others_run: bool = False  # done, and the ticket goes on with other orders: OK signs this one off
    is_offer: bool = False  # JA orders up to `amount`; without one there is no yes to it
    asks_for_money: bool = False  # JA raises the order's limit to `amount`, without one it lifts the limit
    limit: int | None = None  # cents, gross: of the order so far
    phone: str = ""  # of a firm that our mails do not reach
    asked_at: datetime | None = None  # of a reminder: when it was asked first
    closes_at: datetime | None = None  # … and when the ticket is done by itself, if nobody answers
    offered: Offered = NOTHING_OFFERED
    above: Above = NOTHING_ABOVE
    others: tuple[OfferLine, ...] = ()  # further offers of the same ticket
    slots: tuple[Window, ...] = ()  # the times that it offers
    unfit: str = ""  # why its date cannot hold: sunday | holiday | past | far
    missed: int = 0  # how often nobody was met, this time included
    is_by_itself: bool = False  # a rule orders the next rank without a hand …
    orders_at: datetime | None = None  # … then, unless STOPP is said; None: at once
    is_last: bool = False  # declined, and no further firm is known


@dataclass(frozen=True, slots=True)
class ReplyToPublish:
    """To managers: somebody answered a public mail; the house reads it only when they say so."""

    text: str
    by: str
    published: str = ""  # what of it the house would read


@dataclass(frozen=True, slots=True)
class Finding:
    """To managers: what a firm found beside its order's work. OK opens a ticket of the office."""

    tag: str
    company: str
    text: str
    place: str = ""
    lapses_at: datetime | None = None  # asked once more: until when it can still be answered


@dataclass(frozen=True, slots=True)
class StormReply:
    by: str
    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class ReplyStorm:
    """To managers: a whole house answers one mail at once. `usual`: how many were told one by one, in `minutes`."""

    replies: tuple[StormReply, ...] = ()
    usual: int = 0
    minutes: int = 0
