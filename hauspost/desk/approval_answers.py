"""What follows when whoever was asked to agree answers or is silent: the manager reads it, and decides."""

from dataclasses import replace
from datetime import timedelta

from hauspost.desk.approvals import COSTS, letter, matter_of
from hauspost.desk.asking import answer, only_asks
from hauspost.desk.case import Case
from hauspost.desk.channels import INTERNAL, Channel, ChannelKind
from hauspost.desk.costs import money_offers
from hauspost.desk.decision import (
    AddEntry,
    AnswerQuestion,
    AskQuestion,
    Decision,
    Effect,
    OweNotice,
    Question,
    QuestionKind,
    Verdict,
)
from hauspost.desk.houses import Person, Role
from hauspost.desk.intents import Act, Command, Offer, Said
from hauspost.desk.model import EntryKind, Status, Ticket
from hauspost.desk.notices import NoticeKind
from hauspost.desk.notices_of_money import ApprovalAnswered
from hauspost.desk.notices_to_managers import PersonWrote
from hauspost.desk.proof import Power
from hauspost.desk.telling import conversation_offers, managers_to_tell, names, offer, tell
from hauspost.desk.work import order_tag

LAPSE_AFTER = timedelta(days=4)  # of the reminder


def hear_asked(case: Case, said: Said, ticket: Ticket, channel: Channel) -> Decision:
    """The words of somebody who was asked: a clean answer is recorded as a statement; all others are for a person."""
    if only_asks(said):
        mails = tuple(n for c in said.commands for n in answer(case, c))
        return Decision(Verdict.ACCEPTED, "asked", mails, ticket.number, ticket.seq, case.event, channel)
    members = {p.person for p in ticket.participants if p.channel == channel}
    speakers = tuple(p for p in case.author if p.id in members) or case.author
    found = _answered(case, said, speakers)
    if found is None:
        effects: tuple[Effect, ...] = (_entry(case, said, channel, speakers, EntryKind.MESSAGE),)
        if said.is_thanks and not said.attachments:
            return _decided(case, ticket, channel, "thanks", effects)
        if not _says_it_again(case, said):
            effects += _put_to_managers(case, said, ticket, channel, speakers)
        return _decided(case, ticket, channel, "message", effects)
    question, command = found
    matter = matter_of(question)
    statement = _entry(case, said, channel, speakers, EntryKind.STATEMENT)
    facts = statement.facts | {
        "answer": str(command.act),
        "role": question.about["role"],
        "order": matter.order,
        "company": matter.company,
        "amount": matter.offered.gross,
    }
    told = _tell_managers(case, ticket, question, str(command.act), names(speakers), channel)
    done = AnswerQuestion(question.id, str(command.act), speakers[0].id)
    return _decided(case, ticket, channel, "answered", (replace(statement, facts=facts), done, *told))


def _answered(case: Case, said: Said, speakers: tuple[Person, ...]) -> tuple[Question, Command] | None:
    """A clean yes or no of somebody who was asked and still has the role. Nothing of it is read into other words."""
    if case.resolution.power < Power.REVERSIBLE or said.attachments:
        return None
    own = {p.id for p in speakers}
    for command in said.commands:
        for question in case.questions:
            is_meant = question.kind is QuestionKind.APPROVAL and question.id == command.question
            if is_meant and command.act in (Act.YES, Act.NO) and own & set(question.asked):
                still = any(_holds(case, p, Role(str(question.about["role"]))) for p in speakers)
                return (question, command) if still else None
    return None


def _holds(case: Case, person: Person, role: Role) -> bool:
    return case.house is not None and role in person.roles_at(case.house.id, case.today)


def _says_it_again(case: Case, said: Said) -> bool:
    """The same word once more is kept, and tells nobody anything new."""
    over = {(q.id, q.answer) for q in case.closed if q.kind is QuestionKind.APPROVAL}
    return any((c.question, str(c.act)) in over for c in said.commands)


def _entry(
    case: Case, said: Said, channel: Channel, speakers: tuple[Person, ...], kind: EntryKind
) -> AddEntry:
    facts: dict[str, object] = {"attachments": list(said.attachments), "cell": case.resolution.cell}
    return AddEntry(channel, kind, speakers[0].id, names(speakers), said.whole, facts)


def _put_to_managers(
    case: Case, said: Said, ticket: Ticket, channel: Channel, speakers: tuple[Person, ...]
) -> tuple[OweNotice, ...]:
    """ "Ja, aber …", "Ja bis 500", a question: words, and a conversation with whoever wrote them."""
    wrote = PersonWrote(
        text=said.whole,
        by=names(speakers),
        attachments=said.attachments,
        hold_minutes=case.policy.hold_minutes,
    )
    return tuple(
        mail
        for manager in managers_to_tell(case)
        for mail in tell(
            case,
            (manager,),
            NoticeKind.PERSON_WROTE,
            wrote,
            channel=channel,
            offers=conversation_offers(ticket.status, manager.language),
        )
    )


def _tell_managers(
    case: Case, ticket: Ticket, question: Question, said: str, by: str, channel: Channel
) -> tuple[OweNotice, ...]:
    """With the words that decide, where the price still waits for the manager."""
    matter = matter_of(question)
    number = ticket.number
    priced = (q for q in case.questions if q.kind in COSTS and q.ticket == number)
    still = next((q for q in priced if q.about.get("order") == matter.order), None)
    facts = ApprovalAnswered(
        tag=order_tag(number, matter.order),
        company=matter.company,
        of=matter.of,
        offered=matter.offered,
        role=str(question.about["role"]),
        by=by,
        answer=said,
        is_open=still is not None,
    )
    return tuple(
        mail
        for manager in managers_to_tell(case)
        for mail in tell(
            case,
            (manager,),
            NoticeKind.APPROVAL_ANSWERED,
            facts,
            channel=channel,
            offers=_offers(manager.language, still),
        )
    )


def _offers(language: str, still: Question | None) -> tuple[Offer, ...]:
    if still is None:
        return (offer(Act.INTERNAL, language),)
    return tuple(o if o.needs_text else replace(o, question=still.id) for o in money_offers(language))


def _decided(
    case: Case, ticket: Ticket, channel: Channel, reason: str, effects: tuple[Effect, ...]
) -> Decision:
    return Decision(Verdict.ACCEPTED, reason, effects, ticket.number, ticket.seq, case.event, channel)


# ---- silence


def remind(case: Case, question: Question) -> Decision:
    """Once; whoever is silent after that is told of to the manager. Nothing is done by itself."""
    ticket, about = case.ticket, question.about
    lapsed = AnswerQuestion(question.id, "lapsed", None)
    if ticket is None:
        return Decision(Verdict.ACCEPTED, "lapsed", (lapsed,))
    event = f"q{question.id}"
    party = tuple(case.people[p] for p in question.asked if p in case.people)
    still = tuple(p for p in party if _holds(case, p, Role(str(about["role"]))))
    if not still or ticket.status is Status.DONE:
        return Decision(Verdict.ACCEPTED, "lapsed", (lapsed,), ticket.number, ticket.seq, event, INTERNAL)
    channel = _channel_of(ticket, still)
    if about.get("reminded"):
        told = _tell_managers(case, ticket, question, "silent", names(still), channel)
        return Decision(
            Verdict.ACCEPTED, "lapsed", (lapsed, *told), ticket.number, ticket.seq, event, channel
        )
    again = AskQuestion(
        QuestionKind.APPROVAL,
        "again",
        question.asked,
        about | {"reminded": question.asked_at.isoformat()},
        due_at=case.at + LAPSE_AFTER,
    )
    mails = letter(
        case, ticket, about, still, channel, question="again", due_at=case.at, asked_at=question.asked_at
    )
    effects: tuple[Effect, ...] = (lapsed, again, *mails)
    return Decision(Verdict.ACCEPTED, "reminded", effects, ticket.number, ticket.seq, event, channel)


def _channel_of(ticket: Ticket, party: tuple[Person, ...]) -> Channel:
    own = {p.id for p in party}
    asked = (
        p.channel for p in ticket.participants if p.person in own and p.channel.kind is ChannelKind.ASKED
    )
    return next(asked, Channel(ChannelKind.ASKED, party[0].id))
