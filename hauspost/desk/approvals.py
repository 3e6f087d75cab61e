"""A price that is put to the board or to the owner: each is asked alone, and a clean yes or no is all that counts.

A board's yes is a statement and never a resolution; like an owner's it orders nothing. The manager who reads it orders
with one word, or leaves it (WORDS 2, rule 8; K1). Everybody has an own question: the first answer closes no other.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from hauspost.desk.case import Case
from hauspost.desk.channels import Channel, ChannelKind, Participant, ParticipantKind
from hauspost.desk.course import Course
from hauspost.desk.decision import (
    AddEntry,
    AddParticipant,
    AnswerQuestion,
    AskQuestion,
    Effect,
    OpenTicket,
    OweNotice,
    Question,
    QuestionKind,
)
from hauspost.desk.houses import Person, Property, Role
from hauspost.desk.intents import Act, Command, Offer
from hauspost.desk.languages import say
from hauspost.desk.model import EntryKind, Status, Ticket
from hauspost.desk.notices import NoticeKind
from hauspost.desk.notices_of_money import Approval
from hauspost.desk.notices_of_steering import Outcome, TranscriptLine
from hauspost.desk.plain_values import from_json, to_json
from hauspost.desk.prices import NOTHING_ABOVE, Above, Offered
from hauspost.desk.telling import held_back, names, offer, printed, tell
from hauspost.desk.work import OrderKind, order_tag

REMIND_AFTER = timedelta(days=3)  # once
COSTS = (QuestionKind.QUOTE, QuestionKind.COST)
ONE_OWNER_S = frozenset({"rental", "sev"})  # kinds of houses that have one owner as a whole


@dataclass(frozen=True, slots=True)
class Matter:
    """What somebody is asked to agree to. `of`: quote | cost | order."""

    of: str
    order: int
    company: str
    offered: Offered


def matter_of(question: Question) -> Matter:
    """A price that a manager was asked about, or one that was put to somebody already."""
    about = question.about
    offered: Offered = from_json(Offered, about.get("offered") or {})
    offered = offered if offered.gross is not None else replace(offered, gross=about.get("amount"))
    of = str(about.get("of") or question.kind)
    return Matter(of, int(about["order"]), str(about.get("company", "")), offered)


# ---- whose word it is


def board(case: Case) -> tuple[Person, ...]:
    return _having(case, Role.BOARD_MEMBER, "")


def owners(case: Case, ticket: Ticket | OpenTicket) -> tuple[Person, ...]:
    """Of the ticket's flat; of a matter of the whole house only where it is one owner's."""
    is_one_s = case.house is not None and case.house.kind in ONE_OWNER_S
    return _having(case, Role.OWNER, ticket.unit) if ticket.unit or is_one_s else ()


def _having(case: Case, role: Role, unit: str) -> tuple[Person, ...]:
    """Who has that role here today. Whoever manages the house decides, and is not asked to agree."""
    house, today = case.house, case.today
    if house is None:
        return ()
    return tuple(
        p
        for p in case.audience
        if Role.MANAGER not in p.roles_at(house.id, today)
        and any(
            r.role is role and r.covers(house.id) and r.period.holds(today) and unit in ("", r.unit)
            for r in p.roles
        )
    )


def above(house: Property | None, gross: int | None) -> Above:
    """Which of the house's limits a price exceeds."""
    if house is None or gross is None:
        return NOTHING_ABOVE
    return Above(_passed(gross, house.approval_limit), _passed(gross, house.board_limit))


def _passed(gross: int, limit: int | None) -> int | None:
    return limit if limit is not None and gross > limit else None


def asks_board(case: Case, gross: int | None) -> bool:
    """The board's limit of a community is its manager's standing word: above it the board is asked without a hand."""
    is_community = case.house is not None and case.house.kind == "weg"
    return is_community and above(case.house, gross).board is not None


# ---- asking


def put(
    case: Case, ticket: Ticket, matter: Matter, role: Role, by: Person | None = None
) -> tuple[tuple[Effect, ...], tuple[str, ...]]:
    """The effects, and who is asked. Nobody is asked twice for the same price; another price of the order asks anew.

    `by`: the manager whose word it is; None: the house's limit.
    """
    asked = board(case) if role is Role.BOARD_MEMBER else owners(case, ticket)
    parties: dict[str, list[Person]] = {}
    for person in asked:
        if person.address:
            parties.setdefault(person.address, []).append(person)
    effects: list[Effect] = []
    for party in parties.values():
        earlier = (q for q in waiting(case, matter.order) if set(q.asked) & {p.id for p in party})
        if not any(matter_of(q).offered.gross == matter.offered.gross for q in earlier):
            effects += _ask(case, ticket, matter, role, by, party=tuple(party))
    return (*replaced(case, matter), *effects), tuple(names(party) for party in parties.values())


def replaced(case: Case, matter: Matter) -> tuple[AnswerQuestion, ...]:
    """Another price of the same order: whoever was asked about the older one need not answer any more."""
    older = (q for q in waiting(case, matter.order) if matter_of(q).offered.gross != matter.offered.gross)
    return tuple(AnswerQuestion(q.id, "overtaken", None) for q in older)


def by_limit(
    case: Case, matter: Matter, *, is_sure: bool
) -> tuple[tuple[Effect, ...], tuple[Effect, ...], Above]:
    """What a firm's price brings about beside the manager's own question: whose older question ends, who of the board
    is asked, and what the manager reads of it. `is_sure`: the mail is surely the firm's."""
    over = above(case.house, matter.offered.gross)
    if case.ticket is None or not is_sure or not asks_board(case, matter.offered.gross):
        return replaced(case, matter), (), over
    effects, asked = put(case, case.ticket, matter, Role.BOARD_MEMBER)
    return (), effects, replace(over, asked=asked)


def beside(case: Case, offers: tuple[Offer, ...], over: Above, language: str) -> tuple[Offer, ...]:
    """The manager's own answers, and behind NEIN the words that put the price to somebody, where it exceeds a limit."""
    if over.approval is None and over.board is None:
        return offers
    own = tuple(o for o in offers if not o.needs_text)
    return (
        *own,
        *put_offers(case, language, is_asked=bool(over.asked)),
        *(o for o in offers if o.needs_text),
    )


def waiting(case: Case, order: int) -> tuple[Question, ...]:
    number = case.ticket.number if case.ticket else None
    asked = (q for q in case.questions if q.kind is QuestionKind.APPROVAL and q.ticket == number)
    return tuple(q for q in asked if q.about.get("order") == order)


def _ask(
    case: Case, ticket: Ticket, matter: Matter, role: Role, by: Person | None, *, party: tuple[Person, ...]
) -> Iterable[Effect]:
    channel = Channel(ChannelKind.ASKED, party[0].id)
    known = {(p.person, p.channel) for p in ticket.participants}
    for person in party:
        if (person.id, channel) not in known:
            yield AddParticipant(Participant(person.id, channel, ParticipantKind.ASKED))
    decides = by or case.responsible()
    about: dict[str, Any] = {
        "of": matter.of,
        "order": matter.order,
        "company": matter.company,
        "offered": to_json(matter.offered),
        "role": str(role),
        "by": decides.name if decides else "",
    }
    local = f"approval{matter.order}-{party[0].id}"
    yield AskQuestion(
        QuestionKind.APPROVAL, local, tuple(p.id for p in party), about, due_at=case.at + REMIND_AFTER
    )
    facts: dict[str, object] = {"order": matter.order, "role": str(role), "offered": to_json(matter.offered)}
    author, name = (by.id, by.name) if by else (None, "")
    yield AddEntry(channel, EntryKind.ASKED, author, name, "", facts)
    yield from letter(
        case, ticket, about, party, channel, question=local, due_at=held_back(case) if by else case.at
    )


def letter(
    case: Case,
    ticket: Ticket,
    about: dict[str, Any],
    party: tuple[Person, ...],
    channel: Channel,
    *,
    question: str,
    due_at: datetime,
    asked_at: datetime | None = None,
) -> tuple[OweNotice, ...]:
    facts = Approval(
        tag=order_tag(ticket.number, about["order"]),
        company=str(about["company"]),
        of=str(about["of"]),
        offered=from_json(Offered, about["offered"]),
        role=str(about["role"]),
        by=str(about["by"]),
        asked_at=asked_at,
    )
    return tell(
        case,
        party,
        NoticeKind.APPROVAL,
        facts,
        channel=channel,
        offers=yes_or_no(party[0].language),
        question=question,
        due_at=due_at,
    )


def yes_or_no(language: str) -> tuple[Offer, ...]:
    """A yes to money: it counts only as the whole new text."""
    agreed = say("answers.approved", language)
    return Offer(printed(Act.YES, language), Act.YES, also=(agreed,)), offer(Act.NO, language)


def put_offers(case: Case, language: str, *, is_asked: bool) -> tuple[Offer, ...]:
    """The words that put a price to somebody, for the house at hand: its board, if it has one that was not asked."""
    found = []
    if case.house is not None and case.house.kind == "weg" and board(case) and not is_asked:
        found.append(Role.BOARD_MEMBER)
    if case.ticket is not None and owners(case, case.ticket):
        found.append(Role.OWNER)
    return tuple(
        Offer(say(f"commands.{Act.APPROVAL}.{role}", language), Act.APPROVAL, value=str(role))
        for role in found
    )


# ---- a manager's word


def put_by_hand(case: Case, course: Course, command: Command, by: Person, *, ticket: Ticket) -> Course:
    """FREIGABE BEIRAT, FREIGABE EIGENTÜMER: the price of the answered mail, else the only one that waits, else the
    limit of the only order that runs."""
    line = TranscriptLine(command.line, str(command.act), Outcome.REFUSED)
    if ticket.status is Status.DONE:
        return course.then(replace(line, after=str(ticket.status)))
    matters = _meant(case, course, command, ticket)
    if len(matters) != 1:
        return course.then(replace(line, after="which_price" if matters else "no_price"))
    (matter,) = matters
    if matter.offered.gross is None:
        return course.then(replace(line, after="no_certain_price", company=matter.company))
    role = Role(command.value) if command.value else Role.BOARD_MEMBER
    effects, asked = put(case, ticket, matter, role, by)
    if not asked:
        return course.then(replace(line, after=f"no_{role}"))
    if not any(isinstance(e, AskQuestion) for e in effects):
        return course.then(replace(line, outcome=Outcome.ALREADY, detail=", ".join(asked)))
    done = replace(line, outcome=Outcome.DONE, detail=", ".join(asked), limit=matter.offered.gross)
    return course.then(done, *effects)


def _meant(case: Case, course: Course, command: Command, ticket: Ticket) -> tuple[Matter, ...]:
    prices = [
        q for q in case.questions if q.kind in COSTS and q.ticket == ticket.number and q.id not in course.used
    ]
    offered = {o.question for o in case.answered.offers} if case.answered else set()
    named = [q for q in prices if q.id == command.question or q.id in offered]
    if prices:
        return tuple(matter_of(q) for q in named or prices)
    running = (o for o in ticket.orders if o.is_running and o.kind is OrderKind.ORDER and o.limit is not None)
    return tuple(Matter("order", o.number, o.assignee_name, Offered(o.limit)) for o in running)


# ---- what overtakes it


def overtaken(case: Case, course: Course, order: int | None, by: Person) -> Course:
    """The manager has decided: whoever has not answered yet need not. `order` None: every offer of the ticket."""
    number = case.ticket.number if case.ticket else None
    asked = (q for q in case.questions if q.kind is QuestionKind.APPROVAL and q.ticket == number)
    meant = [
        q
        for q in asked
        if (q.about.get("order") == order or (order is None and q.about.get("of") == "quote"))
    ]
    ends = tuple(AnswerQuestion(q.id, "overtaken", by.id) for q in meant if q.id not in course.used)
    used = course.used | {e.question for e in ends}
    return replace(course, effects=(*course.effects, *ends), used=used)
