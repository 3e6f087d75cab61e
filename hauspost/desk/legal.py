"""What only a person answers: private, flagged, its deadline noted; no word of ours admits or promises anything.

Nothing follows by itself: no rule, no notice to the house, no "already known" (WORDS 9, "Receipt, not guilt").
"""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from hauspost.desk.case import Case
from hauspost.desk.channels import INTERNAL
from hauspost.desk.decision import (
    AddEntry,
    AnswerQuestion,
    AskQuestion,
    Decision,
    Effect,
    OpenTicket,
    OweNotice,
    Question,
    QuestionKind,
    SetFlag,
    Verdict,
)
from hauspost.desk.houses import CategoryKey
from hauspost.desk.intents import Said
from hauspost.desk.legal_terms import DATA_PROTECTION, Legal
from hauspost.desk.model import EntryKind, Flag, Status, Ticket
from hauspost.desk.moves import as_it_began, show_as_new
from hauspost.desk.notices_to_managers import NewTicket, PersonWrote
from hauspost.desk.notices_to_people import Acknowledged
from hauspost.desk.telling import managers_to_tell

MORNING = time(7, 30)
AHEAD = timedelta(days=3)  # before a deadline its manager is reminded


def legally(case: Case, said: Said, decision: Decision) -> Decision:
    """The decision with all that such words add; the same one where there are none."""
    legal = said.legal
    if legal is None or case.acting_managers or decision.verdict is not Verdict.ACCEPTED:
        return decision
    opened = any(isinstance(e, OpenTicket) for e in decision.effects)
    if not opened and decision.ticket is None:
        return decision
    effects = tuple(_legal(case, legal, e) for e in decision.effects)
    flag: tuple[Effect, ...] = () if opened else (SetFlag(Flag.LEGAL, True),)
    return replace(decision, effects=(*effects, *flag, *_reminder(case, legal)))


def _legal(case: Case, legal: Legal, effect: Effect) -> Effect:
    match effect:
        case OpenTicket():
            known = {c.key for c in case.categories}
            is_own = legal.topic == DATA_PROTECTION and DATA_PROTECTION in known
            category = CategoryKey(DATA_PROTECTION) if is_own else effect.category
            return replace(effect, category=category, flags=effect.flags | {Flag.LEGAL})
        case AddEntry(kind=EntryKind.OPENED | EntryKind.MESSAGE):
            day = legal.deadline.isoformat() if legal.deadline else ""
            noted: dict[str, object] = {"topic": legal.topic, "words": list(legal.words), "deadline": day}
            return replace(effect, facts=effect.facts | {"legal": noted})
        case OweNotice(facts=Acknowledged() as facts):
            plain = replace(facts, is_legal=True, answer="", asks_what=False, asks_which=False, access="")
            return replace(effect, facts=plain, offers=())
        case OweNotice(facts=NewTicket() as facts):
            return replace(effect, facts=replace(facts, is_legal=True, deadline=legal.deadline))
        case OweNotice(facts=PersonWrote() as facts):
            return replace(effect, facts=replace(facts, says="legal"))
        case _:
            return effect


def _reminder(case: Case, legal: Legal) -> tuple[AskQuestion, ...]:
    """Its manager sees it once more before the day; a day that is near needs no reminder."""
    if legal.deadline is None:
        return ()
    due = datetime.combine(legal.deadline - AHEAD, MORNING, case.zone)
    if due <= case.at:
        return ()
    asked = tuple(m.id for m in managers_to_tell(case))
    about: dict[str, object] = {"deadline": legal.deadline.isoformat()}
    return (AskQuestion(QuestionKind.LEGAL_DEADLINE, "legal", asked, about, due_at=due, default="remind"),)


def remind(case: Case, question: Question) -> Decision:
    """The deadline is near, and the matter is not over: its manager gets it as if it were new."""
    ticket, event = case.ticket, f"q{question.id}"
    if ticket is None or ticket.status is Status.DONE or Flag.LEGAL not in ticket.flags:
        over = AnswerQuestion(question.id, "overtaken", None)
        number, seq = (ticket.number, ticket.seq) if ticket else (None, None)
        return Decision(Verdict.ACCEPTED, "overtaken", (over,), number, seq, event)
    deadline = date.fromisoformat(str(question.about["deadline"]))
    facts = replace(as_it_began(case, ticket), is_legal=True, deadline=deadline, is_reminder=True)
    mails = tuple(n for m in managers_to_tell(case) for n in show_as_new(case, ticket, m, facts))
    effects: tuple[Effect, ...] = (AnswerQuestion(question.id, "reminded", None), *mails)
    return Decision(Verdict.ACCEPTED, "deadline_near", effects, ticket.number, ticket.seq, event, INTERNAL)


def is_legal(ticket: Ticket | OpenTicket) -> bool:
    return Flag.LEGAL in ticket.flags
