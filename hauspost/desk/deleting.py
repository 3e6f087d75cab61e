"""LÖSCHEN takes a ticket's words, files and mails away for good: always after a question, never without a trace.

What stays is the row of facts: who did what when, and a digest of all that was there (SAFETY, P1).
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime

from hauspost.desk.case import Case
from hauspost.desk.channels import INTERNAL
from hauspost.desk.course import Course, channel_of, decided, open_question
from hauspost.desk.decision import (
    AddEntry,
    AnswerQuestion,
    AskQuestion,
    Decision,
    Effect,
    Erase,
    Question,
    QuestionKind,
    SetStatus,
    Verdict,
)
from hauspost.desk.houses import Company, Person
from hauspost.desk.intents import Act, Command, Said
from hauspost.desk.languages import say
from hauspost.desk.model import ERASED, IN_SURVEY, Entry, EntryKind, Status, Ticket
from hauspost.desk.notices import NoticeKind
from hauspost.desk.notices_of_deletion import Deletion
from hauspost.desk.notices_of_steering import Outcome, TranscriptLine
from hauspost.desk.plain_values import to_json
from hauspost.desk.proof import Power
from hauspost.desk.retention import Retention, is_letter, kept_until
from hauspost.desk.telling import offer, tell

KEPT = "kept"  # how a receipt tells of NEIN


def asks(case: Case, said: Said, by: Person) -> Decision | None:
    """The question, which says exactly what would go; None: the line is told why not, or there is no such line."""
    ticket, (command, *others) = case.ticket, said.commands or (None,)
    if command is None or command.act is not Act.DELETE or others or ticket is None:
        return None
    if case.resolution.power < Power.REVERSIBLE or _refusal(ticket) or _names_another(ticket, command):
        return None
    return decided(case, Verdict.ACCEPTED, "asked_back", _question(case, ticket, by))


def refuse(course: Course, command: Command, *, ticket: Ticket) -> Course:
    """LÖSCHEN beside other words, of a survey, or while somebody is at work."""
    why, tags = _refusal(ticket) or ("delete_alone", "")
    line = TranscriptLine(command.line, str(command.act), Outcome.REFUSED, after=why, detail=tags)
    return course.then(line)


def asked(case: Case, course: Course, command: Command) -> Question | None:
    """The question that the command answers."""
    if command.act not in (Act.YES, Act.NO):
        return None
    return open_question(case, course, command.question, QuestionKind.DELETE)


def answered(
    case: Case, course: Course, question: Question, command: Command, by: Person, *, ticket: Ticket
) -> Course:
    """JA: what the question said is erased. More than that never is: what came since is asked about anew."""
    line = TranscriptLine(command.line, str(Act.DELETE), Outcome.DONE)
    used = replace(course, used=course.used | {question.id})
    if command.act is Act.NO:
        return used.then(replace(line, act=KEPT), AnswerQuestion(question.id, "no", by.id))
    if refusal := _refusal(ticket):
        return course.then(replace(line, outcome=Outcome.REFUSED, after=refusal[0], detail=refusal[1]))
    if question.about.get("seq") != ticket.seq:
        line = replace(line, outcome=Outcome.REFUSED, after="delete_more")
        overtaken = AnswerQuestion(question.id, "overtaken", by.id)
        return used.then(line, overtaken, *_question(case, ticket, by, is_again=True))
    return used.then(line, AnswerQuestion(question.id, "yes", by.id), *_erased(case, ticket, by))


def _refusal(ticket: Ticket) -> tuple[str, str] | None:
    """Why it cannot go, and the orders in the way: what others are at work on is not taken from under their hands."""
    if ticket.hold:
        return "delete_hold", ticket.hold
    if IN_SURVEY & ticket.flags:
        return "delete_survey", ""
    running = [ticket.order_tag(o) for o in ticket.orders if o.is_running]
    return ("delete_orders", " ".join(running)) if running else None


def _letters(ticket: Ticket, today: date) -> Iterator[str]:
    """The orders whose letters the law wants kept today."""
    for order in ticket.orders:
        since = order.changed_at.date() if order.changed_at else today
        if (
            is_letter(order.assignee, order.kind, order.phase)
            and kept_until(Retention.LETTER, since) >= today
        ):
            yield ticket.order_tag(order)


def _names_another(ticket: Ticket, command: Command) -> bool:
    return command.target.upper() not in ("", ticket.tag)


def _question(case: Case, ticket: Ticket, by: Person, *, is_again: bool = False) -> tuple[Effect, ...]:
    """To the registered address of whoever wants it, whatever the mail proves."""
    question = AskQuestion(QuestionKind.DELETE, "delete", (by.id,), {"seq": ticket.seq})
    notices = tell(
        case,
        (by,),
        NoticeKind.DELETION,
        replace(_facts(case, ticket, by), is_again=is_again),
        channel=channel_of(case, ticket),
        offers=(offer(Act.YES, by.language), offer(Act.NO, by.language)),
        question="delete",
    )
    return question, *notices


def _facts(case: Case, ticket: Ticket, by: Person) -> Deletion:
    live = [e for e in case.entries if not e.facts.get(ERASED)]
    names = [e.facts.get("attachments") for e in live]
    files = [str(n) for found in names if isinstance(found, list) for n in found]
    managers = {m.id for m in case.managers}
    written = (e for e in live if e.text and "rule" not in e.facts)  # a rule's order repeats the report
    people = dict.fromkeys(e.author_name for e in written if e.author not in managers and e.author_name)
    return Deletion(
        by=by.name,
        entries=sum(bool(e.text) for e in live),
        mails=len({e.arrival for e in live if e.arrival is not None}),
        people=tuple(name for name in people if name != case.company.name),
        files=tuple(dict.fromkeys(files)),
        invoices=sum(e.kind is EntryKind.INVOICE for e in live),
        letters=tuple(_letters(ticket, case.today)),
        opened_at=ticket.opened_at,
    )


def _erased(case: Case, ticket: Ticket, by: Person) -> tuple[Effect, ...]:
    """Nobody outside hears of it: the ticket is closed without a word, its residents' mails stay where they are."""
    instead = instead_of(by.name, case.at.astimezone(case.zone), case.company.language)
    what = _facts(case, ticket, by)
    facts: dict[str, object] = {
        "digest": _digest(case.entries),
        "entries": what.entries,
        "mails": what.mails,
        "files": len(what.files),
        "octets": list(case.originals),
    }
    others = tuple(m for m in case.managers_now if m.id not in {p.id for p in case.author})
    done = replace(what, is_done=True, people=(), files=())
    is_open = ticket.status is not Status.DONE
    return (
        Erase(instead, case.pictures),
        *((SetStatus(ticket.status, Status.DONE, is_rejected=True),) if is_open else ()),
        AddEntry(INTERNAL, EntryKind.DELETED, by.id, by.name, facts=facts),
        *tell(case, others, NoticeKind.DELETION, done, channel=channel_of(case, ticket)),
    )


def by_operator(
    ticket: Ticket, entries: Iterable[Entry], wanted: Erase, *, company: Company, event: str
) -> Decision:
    """`hauspost erase`, or the yearly run: nobody is told. `entries`: of its whole journal."""
    written = [e for e in entries if not e.facts.get(ERASED)]
    facts: dict[str, object] = {
        "digest": _digest(written),
        "entries": sum(bool(e.text) for e in written),
        "mails": len({e.arrival for e in written if e.arrival is not None}),
    }
    is_closed = wanted.person or ticket.status is Status.DONE
    effects = (
        wanted,
        *(() if is_closed else (SetStatus(ticket.status, Status.DONE, is_rejected=True),)),
        AddEntry(INTERNAL, EntryKind.DELETED, None, company.name, facts=facts),
    )
    return Decision(Verdict.ACCEPTED, "erased", effects, ticket=ticket.number, seq=ticket.seq, event=event)


def instead_of(who: str, at: datetime, language: str) -> str:
    """What stands where the words were. `at`: in the company's zone."""
    return say("journal.deleted", language).format(day=f"{at:%d.%m.%Y}", who=who)


def _digest(entries: Iterable[Entry]) -> str:
    """SHA-256 of the whole journal as it was: whoever has a copy can show that it is the one that was deleted."""
    whole = json.dumps([to_json(e) for e in entries], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(whole.encode()).hexdigest()
