"""Who is told, when, and which answers the mail prints (WORDS 7)."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from hauspost.desk.absences import present
from hauspost.desk.case import Case
from hauspost.desk.channels import Channel
from hauspost.desk.decision import OweNotice
from hauspost.desk.houses import Person, PersonId
from hauspost.desk.intents import Act, Offer
from hauspost.desk.languages import say
from hauspost.desk.mail_table import MAILED, ON, Event, Reader, When, is_listed, when_told
from hauspost.desk.model import Status
from hauspost.desk.notices import Facts, NoticeKind

ALL = "all"  # of policy.notify_managers

WITH_TEXT = frozenset({Act.REJECT, Act.INTERNAL, Act.REPLY})

# What a manager may answer at each status, the likeliest first.
NEXT_ACTS: dict[Status, tuple[Act, ...]] = {
    Status.OPEN: (Act.RELEASE, Act.START, Act.FINISH, Act.REJECT),
    Status.RELEASED: (Act.START, Act.FINISH, Act.REJECT),
    Status.IN_PROGRESS: (Act.FINISH, Act.REJECT),
    Status.DONE: (Act.REOPEN,),
}


def printed(act: Act, language: str) -> str:
    """The word that a notice prints for an act."""
    return say(f"commands.{act}", language)


def offer(act: Act, language: str, *, value: str = "") -> Offer:
    return Offer(printed(act, language), act, value=value, needs_text=act in WITH_TEXT)


def yes_offer(language: str) -> Offer:
    """OK to what is proposed; JA means the same."""
    return Offer("OK", Act.PROPOSAL, also=(printed(Act.YES, language),))


def steering_offers(status: Status, language: str) -> tuple[Offer, ...]:
    """The answers under a new ticket. OK means the first of them: what the mail proposes."""
    acts = NEXT_ACTS[status]
    first = Offer("OK", acts[0], also=(printed(acts[0], language),))
    return (first, *(offer(a, language) for a in acts[1:]), offer(Act.INTERNAL, language))


def conversation_offers(status: Status, language: str) -> tuple[Offer, ...]:
    """In a conversation mail a bare OK is only a word, so none is offered (WORDS 2, rule 2)."""
    return tuple(offer(a, language) for a in (*NEXT_ACTS[status][:2], Act.INTERNAL))


def managers_to_tell(
    case: Case, event: Event | None = None, *, but: Iterable[Person] = ()
) -> tuple[Person, ...]:
    """The responsible manager, or all of them by policy; never those who did it themselves.

    `event`: of the table of mails, which says who gets it as a mail; without one it waits for no list.
    """
    gone = {p.id for p in but}
    chosen, others = case.responsible(), other_managers(case)
    if event is not None:
        others = others if is_told(case, event, Reader.OTHERS) else ()
        chosen = chosen if is_told(case, event, Reader.RESPONSIBLE) else None
    elif case.policy.notify_managers != ALL:
        others = ()
    told = (*((chosen,) if chosen else ()), *others)
    return tuple(m for m in told if m.id not in gone)


def other_managers(case: Case) -> tuple[Person, ...]:
    """Who manages the house beside whose it is, can be reached by mail and is there."""
    chosen = case.responsible()
    here = present(tuple(m for m in case.managers_now if m.address), case.absences)
    return tuple(m for m in here if m != chosen)


def listing_managers(case: Case, event: Event) -> tuple[Person, ...]:
    """Who reads of it in the own morning list while somebody else decides."""
    has_lists = case.policy.morning_list == ON and is_listed(event, Reader.OTHERS)
    return other_managers(case) if has_lists and not is_told(case, event, Reader.OTHERS) else ()


def is_told(case: Case, event: Event, reader: Reader) -> bool:
    """Whether such managers get a mail of it: where all are notified, all as the one whose it is."""
    is_as_responsible = reader is Reader.OTHERS and case.policy.notify_managers == ALL
    return when_told(case, event, Reader.RESPONSIBLE if is_as_responsible else reader) in MAILED


def tell(
    case: Case,
    persons: Iterable[Person],
    kind: NoticeKind,
    facts: Facts,
    *,
    channel: Channel | None,
    offers: tuple[Offer, ...] = (),
    question: str = "",
    due_at: datetime | None = None,
    is_foldable: bool = False,
    when: When = When.AT_ONCE,
) -> tuple[OweNotice, ...]:
    """One notice per address; people without an address are left out (they are on the list of `hauspost check`).

    `when`: by the table of mails; what is no mail is none, and what asks nothing may wait for more.
    """
    if when not in MAILED:
        return ()
    due_at = due_at or case.at
    if when is When.FOLDED and not question:
        due_at = max(due_at, folded(case))
    by_address: dict[str, list[PersonId]] = {}
    for person in persons:
        if person.address:
            by_address.setdefault(person.address, []).append(person.id)
    return tuple(
        OweNotice(
            kind,
            address,
            tuple(ids),
            facts,
            channel,
            due_at,
            offers=offers,
            question=question,
            is_foldable=is_foldable,
        )
        for address, ids in by_address.items()
    )


def held_back(case: Case) -> datetime:
    """When a manager's words leave: after the hold time, in which STOPP takes them back without a trace."""
    return case.at + timedelta(minutes=case.policy.hold_minutes)


def folded(case: Case) -> datetime:
    """Until when news waits for more of the same ticket (policy.fold_minutes)."""
    return case.at + timedelta(minutes=case.policy.fold_minutes)


def party_of(case: Case, channel: Channel) -> tuple[Person, ...]:
    """The people outside the office who belong to that channel of the ticket."""
    if case.ticket is None:
        return ()
    ids = dict.fromkeys(
        p.person for p in case.ticket.participants if p.channel == channel and p.until is None
    )
    return tuple(case.people[i] for i in ids if i in case.people)


JOINED = " und "  # between the names of several people, in facts and in the journal; each language has its own word


def names(persons: Iterable[Person]) -> str:
    return JOINED.join(dict.fromkeys(p.name for p in persons))
