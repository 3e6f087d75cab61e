"""What follows when a mail of ours comes back, or a machine answers it: journal, telephone, the next firm (MAIL)."""

import re
from dataclasses import replace

from hauspost.desk import assignees
from hauspost.desk.absences import Absence
from hauspost.desk.case import Case
from hauspost.desk.channels import INTERNAL
from hauspost.desk.deadlines import Priority
from hauspost.desk.decision import (
    AddEntry,
    AnswerQuestion,
    AskQuestion,
    Decision,
    Effect,
    MarkUndeliverable,
    Mute,
    NoteFailure,
    OweNotice,
    Question,
    QuestionKind,
    RememberOnce,
    Verdict,
)
from hauspost.desk.emergencies import firm_lost
from hauspost.desk.evening_answers import muted_by_list
from hauspost.desk.failures import Returned, is_reached_never
from hauspost.desk.houses import Person, Role
from hauspost.desk.intents import Said
from hauspost.desk.model import ALARMING, EntryKind, Status, Ticket
from hauspost.desk.moves import as_it_began, show_as_new
from hauspost.desk.next_firms import next_firms
from hauspost.desk.notices import NoticeKind
from hauspost.desk.notices_to_managers import Alert, FirmReported
from hauspost.desk.reports import put_to_managers, words_of_firm
from hauspost.desk.telling import managers_to_tell, names, tell
from hauspost.desk.undeliverable import GATHERED, reactivation_offers, told_at
from hauspost.desk.work import WorkOrder

LONGEST = 500  # of a server's words
EMERGENCY_NUMBER = re.compile(
    r"(?i)\b(?:notf(?:all|älle|ällen)|notdienst|notruf|dringende\w*|emergenc(?:y|ies)|urgent)\b"
    r"[^\d\n+]{0,40}(\+?\d[\d /-]{4,20}\d)"
)
PROGRAMS_A_DAY = 5  # mails of a firm's ticket system on one order that are put to the managers


def hear_return(case: Case, said: Said, returned: Returned) -> Decision:
    """Recorded like every automatic mail; what it says of an address or of an order has its consequences."""
    reason = returned.what
    effects = (
        *_journal(case, said, returned),
        *_address(case, returned),
        *_order(case, said, returned),
        *_complaint(case, returned),
        *_colleague(case, returned),
    )
    if case.ticket is None:
        return Decision(Verdict.RECORDED, reason, effects, event=case.event)
    return Decision(Verdict.RECORDED, reason, effects, case.ticket.number, case.ticket.seq, case.event)


def hear_program(case: Case, said: Said, ticket: Ticket) -> Decision:
    """Of a registered sender's automatic mail managers find the words in the ticket.

    A firm's ticket system marks what a clerk wrote like its own receipts: managers get both to read, nothing acts.
    """
    reason = case.resolution.reason
    facts: dict[str, object] = {"reason": reason, "subject": case.mail.subject}
    entry = AddEntry(INTERNAL, EntryKind.AUTOMATIC, case.author[0].id, names(case.author), said.whole, facts)
    effects: tuple[Effect, ...] = (entry, *_put_program(case, said, ticket))
    return Decision(Verdict.RECORDED, reason, effects, ticket.number, ticket.seq, case.event)


def _put_program(case: Case, said: Said, ticket: Ticket) -> tuple[Effect, ...]:
    order = _own_order(case)
    free = next((key for key in once_keys(case) if key not in case.said_once), None)
    if order is None or free is None:
        return ()
    told = put_to_managers(case, _facts(case, ticket, order, "program", said.whole), ticket, order.channel)
    return (RememberOnce(free), *told)


def once_keys(case: Case) -> tuple[str, ...]:
    """One for each mail of the author's ticket system that is put to the managers today; the shell looks them up."""
    if not case.mail.is_generated or case.ticket is None or _own_order(case) is None:
        return ()
    place = f"{case.ticket.number}:{case.resolution.channel}"
    return tuple(f"program:{place}:{case.today}:{n}" for n in range(PROGRAMS_A_DAY))


def _own_order(case: Case) -> WorkOrder | None:
    """The live one that the mail is about, if its author has it."""
    own = {p.id for p in case.author}
    orders = case.ticket.orders if case.ticket else ()
    return next(
        (o for o in orders if o.is_live and o.channel == case.resolution.channel and o.assignee in own), None
    )


def _journal(case: Case, said: Said, returned: Returned) -> tuple[Effect, ...]:
    if case.ticket is None:
        return ()
    facts: dict[str, object] = {"reason": returned.what, "subject": case.mail.subject}
    text = said.whole
    if returned.complaint:
        facts |= {"address": returned.address, "complaint": returned.complaint}
    if (failure := returned.failure) is not None:
        facts |= {"address": returned.address, "action": failure.action, "status": failure.status}
        text = failure.words or said.whole[:LONGEST]
    first = next(iter(returned.persons), None)
    name = names(_behind(case, returned)) or returned.address
    return (AddEntry(INTERNAL, EntryKind.AUTOMATIC, first, name, text, facts),)


def _behind(case: Case, returned: Returned) -> tuple[Person, ...]:
    return tuple(case.people[i] for i in returned.persons if i in case.people)


# ---- the address


def _address(case: Case, returned: Returned) -> tuple[Effect, ...]:
    failure = returned.failure
    if failure is None or not failure.is_permanent or returned.is_off:
        return ()
    noted = NoteFailure(returned.address, returned.mail, failure.status, failure.words)
    if not is_reached_never(returned.days, case.today):
        return (noted,)
    if is_for_manager(case, returned):
        return (noted, *_tell_colleague(case, returned))
    return (noted, *_tell(case, returned), MarkUndeliverable(returned.address))


def is_for_manager(case: Case, returned: Returned) -> bool:
    """Somebody must hear what needs a person: a manager's own address is never switched off."""
    held = (r for p in _behind(case, returned) for r in p.roles if r.role is Role.MANAGER)
    return any(r.period.holds(case.today) for r in held)


def _tell_colleague(case: Case, returned: Returned) -> tuple[OweNotice, ...]:
    """Mails go on to a manager's address, and once a day at most a colleague hears that they come back."""
    if case.today in returned.days:
        return ()
    others = (m for m in case.managers_now if m.address and m.address != returned.address)
    facts = replace(_alert(case, returned), what="undelivered", waiting=())
    return tell(case, tuple(others)[:1], NoticeKind.ALERT, facts, channel=case.resolution.channel)


def _alert(case: Case, returned: Returned) -> Alert:
    behind = _behind(case, returned)
    return Alert(
        "undeliverable",
        recipient=returned.address,
        who=names(behind),
        phone=", ".join(dict.fromkeys(n for p in behind for n in p.phones)),
        reply=returned.failure.words if returned.failure else "",
        at=case.at,
        waiting=returned.waiting,
    )


def _tell(case: Case, returned: Returned) -> tuple[OweNotice, ...]:
    facts = _alert(case, returned)
    kind = case.answered.kind if case.answered else None
    due_at = told_at(kind, case.at)
    return tuple(
        mail
        for manager in managers_to_tell(case)
        for mail in tell(
            case,
            (manager,),
            NoticeKind.ALERT,
            facts,
            channel=case.resolution.channel,
            offers=reactivation_offers(returned.address, manager.language),
            due_at=due_at,
            is_foldable=kind in GATHERED,
        )
    )


# ---- the order


def _order(case: Case, said: Said, returned: Returned) -> tuple[Effect, ...]:
    """An order that nobody reads keeps no emergency waiting: the managers are asked at once, once an order and day."""
    ticket, order = case.ticket, _order_of(case, returned)
    if ticket is None or order is None or returned.complaint:
        return ()
    failure = returned.failure
    is_lost = failure is not None and failure.is_permanent
    if not is_lost and (failure is not None or not is_urgent(case, ticket)):
        return ()
    key = order_key(case, returned)
    if key in case.said_once or _is_asked_for_next(case, order):
        return ()
    text = failure.words if failure is not None else said.whole
    facts = _facts(case, ticket, order, "bounced" if is_lost else "absent", text)
    return (RememberOnce(key), *_put_to_managers(case, ticket, order, facts))


def hear_unproven_program(case: Case, said: Said, ticket: Ticket, order: WorkOrder) -> Decision:
    """A firm's absence note or receipt that no header proves: put to the managers whatever the order, nothing done.

    A person may have worded it so, and may say more in it.
    """
    facts = _facts(case, ticket, order, said.machine, said.whole)
    asks = (
        said.machine == "absent"
        and order.is_live
        and is_urgent(case, ticket)
        and not _is_asked_for_next(case, order)
    )
    told = (
        _put_to_managers(case, ticket, order, facts)
        if asks
        else put_to_managers(case, facts, ticket, order.channel)
    )
    effects = (words_of_firm(case, said, order), *told)
    return Decision(
        Verdict.ACCEPTED, "by_words_automatic", effects, ticket.number, ticket.seq, case.event, order.channel
    )


def _is_asked_for_next(case: Case, order: WorkOrder) -> bool:
    return any(
        q.kind is QuestionKind.NEXT_FIRM and q.about.get("order") == order.number for q in case.questions
    )


def _put_to_managers(case: Case, ticket: Ticket, order: WorkOrder, facts: FirmReported) -> tuple[Effect, ...]:
    """With the next rank proposed; without one they can only pick up the telephone. In an emergency all hear of it."""
    if lost := firm_lost(case, ticket, order):
        return (*lost, *put_to_managers(case, facts, ticket, order.channel))
    following = next(iter(next_firms(case, ticket)), None)
    if following is None:
        return put_to_managers(case, facts, ticket, order.channel)
    local = f"next{order.number}"
    about = {"order": order.number, "assignee": following.id}
    asked = tuple(m.id for m in managers_to_tell(case))
    facts = replace(facts, asks=True, next_company=assignees.called(case, following))
    mails = put_to_managers(case, facts, ticket, order.channel, question=local)
    return (AskQuestion(QuestionKind.NEXT_FIRM, local, asked, about), *mails)


def _colleague(case: Case, returned: Returned) -> tuple[Effect, ...]:
    """A manager's absence note to what cannot wait and nobody has taken up: whoever else is there gets it, once."""
    ticket, key = case.ticket, away_key(case)
    is_note = returned.failure is None and not returned.complaint and is_for_manager(case, returned)
    if ticket is None or not is_note or ticket.status is not Status.OPEN or not is_urgent(case, ticket):
        return ()
    behind = _behind(case, returned)
    away = tuple(Absence(p.id, case.today, None, 0) for p in behind)
    others = replace(case, absences=(*case.absences, *away)).responsible()
    if key in case.said_once or others is None or others.id in returned.persons:
        return ()
    facts = replace(as_it_began(case, ticket), away=names(behind))
    return (RememberOnce(key), *show_as_new(case, ticket, others, facts))


def _complaint(case: Case, returned: Returned) -> tuple[Effect, ...]:
    """Whoever calls our mail spam gets none of that house's talk any more, and the managers hear of it once.

    Own tickets and orders go on: they owe an answer. Further complaints would cost all others their mail.
    """
    if not returned.complaint:
        return ()
    ticket = case.ticket.number if case.ticket else muted_by_list(case)
    muted = (Mute(returned.persons, ticket),) if returned.is_public and returned.persons else ()
    key = complaint_key(returned)
    if key in case.said_once:
        return muted
    facts = replace(_alert(case, returned), what="complained" if muted else "complained_of_own", waiting=())
    others = tuple(m for m in managers_to_tell(case) if m.id not in returned.persons)
    channel = case.resolution.channel
    return (*muted, RememberOnce(key), *tell(case, others, NoticeKind.ALERT, facts, channel=channel))


def decide_lost(case: Case, question: Question) -> Decision:
    """What the way out could only note: no server took the mail of an order, so nobody knows of it."""
    ticket, number = case.ticket, question.about.get("order")
    order = next((o for o in ticket.orders if o.number == number and o.is_live), None) if ticket else None
    option = "overtaken" if order is None else "asked"
    effects: tuple[Effect, ...] = (AnswerQuestion(question.id, option, None),)
    if ticket is None or order is None:
        return Decision(Verdict.ACCEPTED, option, effects, event=f"q{question.id}")
    facts = _facts(case, ticket, order, "bounced", str(question.about.get("words", "")))
    effects += _put_to_managers(case, ticket, order, facts)
    return Decision(Verdict.ACCEPTED, option, effects, ticket.number, ticket.seq, f"q{question.id}")


def _facts(case: Case, ticket: Ticket, order: WorkOrder, claim: str, text: str) -> FirmReported:
    firm = assignees.person_of(case, order.assignee)
    return FirmReported(
        tag=ticket.order_tag(order),
        company=order.assignee_name,
        text=text,
        claims=(claim,),
        phase_before=str(order.phase),
        phase_after=str(order.phase),
        phone=", ".join(dict.fromkeys((*_emergency_numbers(text), *(firm.phones if firm else ())))),
    )


def _emergency_numbers(text: str) -> tuple[str, ...]:
    """What an absence note says to call meanwhile: "Notfälle: 0800 5550100"."""
    return tuple(" ".join(found[1].split()) for found in EMERGENCY_NUMBER.finditer(text))


def is_urgent(case: Case, ticket: Ticket) -> bool:
    """What the house hears of at once cannot wait for somebody to come back from holiday."""
    is_alarming = bool(ticket.flags & ALARMING) or ticket.priority == Priority.HIGH
    return is_alarming or case.category(ticket.category).important


def _order_of(case: Case, returned: Returned) -> WorkOrder | None:
    orders = case.ticket.orders if case.ticket else ()
    own = (o for o in orders if o.channel == case.resolution.channel and o.is_live)
    return next((o for o in own if o.assignee in returned.persons), None)


def complaint_key(returned: Returned) -> str:
    return f"complaint:{returned.address}"


def away_key(case: Case) -> str:
    return f"away:{case.ticket.number if case.ticket else 0}"


def order_key(case: Case, returned: Returned) -> str:
    number = case.ticket.number if case.ticket else 0
    return f"returned:{number}:{case.resolution.channel}:{returned.what}:{case.today}"
