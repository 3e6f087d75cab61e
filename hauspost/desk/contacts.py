"""Whether a firm gets its reporter's telephone number (WORDS 5, `contact_release`), and how that is asked.

`ask`: once an order, in the mail that says who was ordered, JA or NEIN · `yes`, `always`: it goes with the order ·
`no`, `never`: not at all · `emergency`: with an order to a firm that is there for emergencies. A person's own choice
goes before the house's. Of somebody who hides nothing goes along, and nobody is asked.
"""

from collections.abc import Iterable
from datetime import timedelta

from hauspost.desk.case import Case
from hauspost.desk.channels import Channel
from hauspost.desk.decision import (
    AddEntry,
    AnswerQuestion,
    AskQuestion,
    Decision,
    Effect,
    OpenTicket,
    Question,
    QuestionKind,
    Verdict,
)
from hauspost.desk.firm_news import tell_firm
from hauspost.desk.houses import Person
from hauspost.desk.intents import Act, Offer, Said
from hauspost.desk.model import EntryKind, Status, Ticket
from hauspost.desk.moved_out import has_left
from hauspost.desk.notices import NoticeKind
from hauspost.desk.notices_to_people import NotUnderstood
from hauspost.desk.proof import Power
from hauspost.desk.publication import lies_in_flat
from hauspost.desk.sites import hides_reporter
from hauspost.desk.telling import names, printed, tell
from hauspost.desk.work import OrderKind, WorkOrder

ALWAYS = frozenset({"yes", "always"})
EMERGENCY = "emergency"
ASK = "ask"
CONTACT = "contact"  # the question's local name, and what its offers are about
PATIENCE = timedelta(days=3)  # until the managers hear that nobody has answered


def number_along(
    case: Case, ticket: Ticket | OpenTicket | None, reporter: Person | None, firm: Person
) -> str:
    """The number that goes with an order to that firm without a question; "": none does."""
    if reporter is None or ticket is None or not _may_be_called(case, ticket, reporter):
        return ""
    release = _release(case, reporter)
    is_on_call = any(a.person == firm.id and a.emergency_only for a in case.assignments)
    goes = release in ALWAYS or (release == EMERGENCY and is_on_call)
    return reporter.phones[0] if goes else ""


def number_in_emergency(case: Case, ticket: Ticket | OpenTicket) -> str:
    """Of who reported it, if the own word, else the house's, releases it at least in an emergency."""
    known = {p.id: p for p in case.author} | dict(case.people)
    reporter = known.get(ticket.reporter) if ticket.reporter else None
    if reporter is None or _release(case, reporter) not in ALWAYS | {EMERGENCY}:
        return ""
    return next(iter(reporter.phones), "")


def orders_to_ask_about(
    case: Case, ticket: Ticket | OpenTicket, orders: Iterable[WorkOrder], party: Iterable[Person]
) -> tuple[int, ...]:
    """The numbers of those for which the party of the reporter is to be asked; empty: nothing is asked."""
    asked = [p for p in party if _may_be_called(case, ticket, p) and _release(case, p) == ASK]
    works = (o for o in orders if o.kind is OrderKind.ORDER and not o.is_anonymous)
    return tuple(o.number for o in works) if asked else ()


def ask(case: Case, numbers: tuple[int, ...], party: Iterable[Person]) -> AskQuestion:
    about = {"orders": list(numbers)}
    return AskQuestion(
        QuestionKind.CONTACT, CONTACT, tuple(p.id for p in party), about, due_at=case.at + PATIENCE
    )


def contact_offers(language: str) -> tuple[Offer, ...]:
    return tuple(Offer(printed(act, language), act, CONTACT) for act in (Act.YES, Act.NO))


def hear_contact(
    case: Case, said: Said, ticket: Ticket, channel: Channel, speakers: tuple[Person, ...]
) -> Decision | None:
    """JA sends the number to whoever has the order today; NEIN sends nothing. None: the mail says something else."""
    own = {p.id for p in case.author}
    known = {q.id: q for q in (*case.questions, *case.closed) if q.kind is QuestionKind.CONTACT}
    answers = (c for c in said.commands if c.act in (Act.YES, Act.NO) and c.question in known)
    command = next(answers, None)
    if command is None or case.resolution.power < Power.REVERSIBLE:
        return None
    question = known[command.question or 0]
    if not own & set(question.asked):
        return None
    is_again = question.state != "open"
    if is_again and command.act is Act.NO and question.answer == Act.YES:
        return None  # the firm has it: a person sees what can be done
    if command.act is Act.YES and not any(_may_be_called(case, ticket, p) for p in speakers):
        return None  # the ticket has become somebody else's, or nameless: so does here
    entry = AddEntry(channel, EntryKind.ANSWER, speakers[0].id, names(speakers), said.whole)
    effects: list[Effect] = [entry]
    if not is_again:
        effects.append(AnswerQuestion(question.id, str(command.act), speakers[0].id))
    if command.act is Act.YES and question.answer != Act.YES:
        given = _give(case, question, ticket, speakers)
        effects += given
        if not any(o.number in question.about["orders"] and o.is_running for o in ticket.orders):
            over = NotUnderstood(command.line, "order_over")
            effects += tell(case, case.author, NoticeKind.NOT_UNDERSTOOD, over, channel=channel)
    return Decision(
        Verdict.ACCEPTED, "contact", tuple(effects), ticket.number, ticket.seq, case.event, channel
    )


def _give(case: Case, question: Question, ticket: Ticket, party: tuple[Person, ...]) -> tuple[Effect, ...]:
    """To each of these orders that is still at work; whatever was taken back meanwhile overtakes the answer."""
    number = next((p.phones[0] for p in party if _may_be_called(case, ticket, p)), "")
    if not number or ticket.status is Status.DONE:
        return ()
    live = (o for o in ticket.orders if o.number in question.about["orders"] and o.is_running)
    return tuple(m for o in live for m in tell_firm(case, ticket, o, "phone", text=number))


def _may_be_called(case: Case, ticket: Ticket | OpenTicket, person: Person) -> bool:
    """Who reported it, in the own flat that is still theirs, under the own name, and has a number."""
    is_theirs = ticket.reporter == person.id and lies_in_flat(ticket) and not hides_reporter(ticket)
    is_there = is_theirs and not has_left(person, ticket, case.today)
    return is_there and bool(person.phones) and not person.only_works


def _release(case: Case, person: Person) -> str:
    return person.contact_release or case.policy.contact_release
