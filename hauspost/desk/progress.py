"""What the people of a ticket hear of its progress, in the system's words: its status, and who was set to work."""

from dataclasses import dataclass
from datetime import datetime

from hauspost.desk import contacts
from hauspost.desk.case import Case
from hauspost.desk.channels import Channel, ParticipantKind, takes_part
from hauspost.desk.contacts import CONTACT, contact_offers, orders_to_ask_about
from hauspost.desk.decision import AskQuestion, Effect, QuestionKind
from hauspost.desk.houses import Person
from hauspost.desk.intents import Act
from hauspost.desk.mail_table import Reader, When, of_status, when_told
from hauspost.desk.model import Flag, Status, Ticket, TicketKind, Visibility
from hauspost.desk.notices import NoticeKind
from hauspost.desk.notices_to_people import StatusChanged
from hauspost.desk.patience import answer_by
from hauspost.desk.publication import after_status, dates, news
from hauspost.desk.rating import rating_offers
from hauspost.desk.telling import offer, party_of, tell

TRIFLE = "common"  # the scope of a category whose work nobody is asked about afterwards (WORDS 8: ask_if_fixed, rating)


@dataclass(frozen=True, slots=True)
class Words:
    """A manager's own words, which go along in the mail of one channel."""

    text: str = ""
    by: str = ""
    to: Channel | None = None


def residents_of(ticket: Ticket) -> tuple[Channel, ...]:
    """The channels of those who hear of it as of their own matter; who only answered the house hears with the house."""
    return tuple(dict.fromkeys(p.channel for p in ticket.participants if takes_part(p)))


def tell_progress(
    case: Case,
    before: Ticket,
    after: Ticket,
    *,
    due_at: datetime,
    words: Words = Words(),
    reason: str = "",
    ordered: tuple[str, ...] = (),
    but: Channel | None = None,
) -> tuple[Effect, ...]:
    """One mail to each party of residents, and what the house is owed.

    `ordered`: who was set to work by it; `but`: whose mail of this event says it already; every reporter got the same.
    """
    told: list[Effect] = []
    if before.status is not after.status or ordered:
        for channel in residents_of(before):
            if channel == but or (but and _has_reported(before, but) and _has_reported(before, channel)):
                continue
            told += _status(case, before, after, channel, due_at, words=words, reason=reason, ordered=ordered)
    return (*told, *to_the_house(case, before, after, ordered=ordered, due_at=due_at))


def to_the_house(
    case: Case, before: Ticket, after: Ticket, *, ordered: tuple[str, ...], due_at: datetime
) -> tuple[Effect, ...]:
    if ordered and after.visibility is Visibility.PUBLIC and after.status is not Status.DONE:
        return news(case, after, "ordered", at=due_at)
    return (*after_status(case, before, after), *dates(case, before, after))


def _status(
    case: Case,
    before: Ticket,
    after: Ticket,
    channel: Channel,
    due_at: datetime,
    *,
    words: Words,
    reason: str,
    ordered: tuple[str, ...],
) -> tuple[Effect, ...]:
    party = party_of(case, channel)
    text = words.text if channel == words.to else ""
    is_reporter = any(p.person == before.reporter and p.channel == channel for p in before.participants)
    may_ask = is_reporter and before.status is not after.status and _may_ask(case, after, party)
    asks, rates = may_ask and case.policy.ask_if_fixed, may_ask and case.policy.rating == "on"
    given = after.orders[len(before.orders) :] if is_reporter and ordered and not may_ask else ()
    about = orders_to_ask_about(case, after, given, party)
    changed = StatusChanged(
        before=str(before.status),
        after=str(after.status),
        reason=reason if _has_reported(before, channel) else "",
        asks_if_fixed=asks,
        text=text,
        by=words.by if text else "",
        ordered=ordered,
        asks_rating=rates,
        asks_contact=bool(about),
    )
    language = party[0].language if party else "de"
    event = of_status(after.status, is_ordered=bool(ordered))
    notices = tell(
        case,
        party,
        NoticeKind.STATUS,
        changed,
        channel=channel,
        offers=(
            *((offer(Act.YES, language), offer(Act.NO, language)) if asks else ()),
            *(rating_offers() if rates else ()),
            *(contact_offers(language) if about else ()),
        ),
        question="done" if asks or rates else CONTACT if about else "",
        due_at=due_at,
        is_foldable=not (text or about),
        when=When.AT_ONCE if text else when_told(case, event, Reader.REPORTER, after),
    )
    if about:
        return (contacts.ask(case, about, party), *notices)
    kind = QuestionKind.FIXED if asks else QuestionKind.RATING
    asked = tuple(p.id for p in party)
    question = (AskQuestion(kind, "done", asked, due_at=answer_by(case)),) if asks or rates else ()
    return (*question, *notices)


def _has_reported(ticket: Ticket, channel: Channel) -> bool:
    """A rejection's reason goes to who reported it, not to who follows it (DOMAIN, "Statuses")."""
    party = (p for p in ticket.participants if p.channel == channel)
    return any(p.kind is ParticipantKind.REPORTER for p in party)


def _may_ask(case: Case, ticket: Ticket, party: tuple[Person, ...]) -> bool:
    is_done = ticket.status is Status.DONE and not ticket.is_rejected
    is_trifle = case.category(ticket.category).scope == TRIFLE
    is_matter = ticket.kind is TicketKind.MATTER
    is_legal = Flag.LEGAL in ticket.flags  # whether it is mended is what the quarrel is about
    return is_done and bool(party) and is_matter and not is_trifle and not is_legal
