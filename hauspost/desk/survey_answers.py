"""What follows when somebody who was asked in a survey answers, or is silent: the manager's list, one reminder."""

from collections.abc import Iterable
from dataclasses import replace

from hauspost.desk import categories
from hauspost.desk.case import Case
from hauspost.desk.channels import INTERNAL, Channel
from hauspost.desk.decision import (
    AnswerQuestion,
    AskQuestion,
    Decision,
    Effect,
    OweNotice,
    Question,
    QuestionKind,
    Verdict,
)
from hauspost.desk.holding import next_morning
from hauspost.desk.houses import RESIDENT_ROLES, Person, PersonId, Role
from hauspost.desk.intents import Said
from hauspost.desk.model import Status, Ticket
from hauspost.desk.notices import NoticeKind
from hauspost.desk.notices_of_surveys import PrivateQuestion, Survey
from hauspost.desk.surveys import list_offers
from hauspost.desk.telling import tell


def answer_survey(
    case: Case, said: Said, speakers: tuple[Person, ...]
) -> tuple[AnswerQuestion, tuple[OweNotice, ...]] | None:
    """The first words of whoever was asked. None: nothing waits there, or the answer asks something itself.

    The manager reads it in the list of the next morning, or at once when it was the last one.
    """
    question = next((q for q in case.questions if q.kind is QuestionKind.SURVEYED), None)
    if question is None:
        return None
    answered = AnswerQuestion(question.id, "answered", speakers[0].id)
    chosen = case.responsible()
    if "?" in said.whole or said.attachments or chosen is None or _tells_more(case, said):
        return answered, ()
    others = (q for q in newest(case.survey) if q.ticket != question.ticket)
    is_last = all(q.state != "open" for q in others)
    facts = Survey("list", str(question.about["text"]), bool(question.about["to_owners"]))
    mails = tell(
        case,
        (chosen,),
        NoticeKind.SURVEY,
        facts,
        channel=INTERNAL,
        offers=list_offers(chosen.language),
        due_at=case.at if is_last else next_morning(case.at, case.zone),
        is_foldable=True,
    )
    number = int(question.about["survey"])
    return answered, tuple(replace(mail, about=number) for mail in mails)


def newest(questions: Iterable[Question]) -> tuple[Question, ...]:
    """One for each ticket: a reminder asks anew."""
    found = {q.ticket: q for q in sorted(questions, key=lambda q: q.id)}
    return tuple(found.values())


def _tells_more(case: Case, said: Said) -> bool:
    """ "Ja. Außerdem steht der Keller unter Wasser": no list of the next morning is early enough."""
    asked = case.ticket.category if case.ticket else ""
    topic = categories.choose(case.categories, hint="", subject="", text=said.whole)
    return bool(said.parts) or (topic != asked and case.category(topic).important)


def remind(case: Case, question: Question) -> Decision:
    """Once, if the party still belongs to the house and its ticket still runs."""
    ticket = case.ticket
    lapsed = AnswerQuestion(question.id, "lapsed", None)
    if ticket is None:
        return Decision(Verdict.ACCEPTED, "lapsed", (lapsed,))
    event = f"q{question.id}"
    about = question.about
    party = tuple(case.people[p] for p in question.asked if p in case.people)
    still = tuple(p for p in party if belongs(p, ticket, case, to_owners=bool(about["to_owners"])))
    if not still or ticket.status is Status.DONE:
        return Decision(Verdict.ACCEPTED, "lapsed", (lapsed,), ticket.number, ticket.seq, event)
    again = AskQuestion(
        QuestionKind.SURVEYED, "surveyed", question.asked, about | {"reminded": case.at.isoformat()}
    )
    units = tuple(str(u) for u in about["units"])
    facts = PrivateQuestion(
        str(about["text"]), str(about["by"]), units, bool(about["to_owners"]), asked_at=question.asked_at
    )
    channel = Channel.of_resident(ticket.reporter or question.asked[0])
    mails = tell(case, still, NoticeKind.PRIVATE_QUESTION, facts, channel=channel)
    effects: tuple[Effect, ...] = (lapsed, again, *mails)
    return Decision(Verdict.ACCEPTED, "reminded", effects, ticket.number, ticket.seq, event)


def belongs(person: Person, ticket: Ticket, case: Case, *, to_owners: bool) -> bool:
    roles = person.roles_at(ticket.property_id, case.today)
    return Role.OWNER in roles if to_owners else bool(roles & RESIDENT_ROLES)


def asked_persons(questions: Iterable[Question]) -> frozenset[PersonId]:
    return frozenset(person for q in questions for person in q.asked)
