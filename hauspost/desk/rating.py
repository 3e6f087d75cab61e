"""How satisfied a resident is, where the house asks at all: a number within the mail that says it is done (WORDS 7, 8).

Nobody but the managers reads it; the work's own firm never does. The ticket stays done, whatever the number.
"""

from collections.abc import Iterator
from datetime import timedelta

from hauspost.desk.case import Case
from hauspost.desk.channels import Channel
from hauspost.desk.decision import AddEntry, AnswerQuestion, Decision, Effect, Question, QuestionKind, Verdict
from hauspost.desk.houses import Person
from hauspost.desk.intents import Act, Offer, Said
from hauspost.desk.model import EntryKind, Ticket
from hauspost.desk.notices import NoticeKind
from hauspost.desk.notices_to_managers import PersonWrote
from hauspost.desk.proof import Power
from hauspost.desk.telling import conversation_offers, managers_to_tell, names, tell

SCALE = ("5", "4", "3", "2", "1")  # five is the best
LOW = 2  # from here down the managers read it at once
AGAIN_WITHIN = timedelta(days=14)  # so long a newer number takes an older one's place
ASKING = frozenset({QuestionKind.FIXED, QuestionKind.RATING})


def rating_offers() -> tuple[Offer, ...]:
    return tuple(Offer(number, Act.RATE, number) for number in SCALE)


def hear_rating(
    case: Case, said: Said, ticket: Ticket, channel: Channel, speakers: tuple[Person, ...]
) -> Decision | None:
    """None: it is no rating, nobody asked these people for one, or it comes too late to take the other's place."""
    command = next((c for c in said.commands if c.act is Act.RATE), None)
    if command is None or case.resolution.power < Power.REVERSIBLE:
        return None
    own = {p.id for p in case.author}
    asked = (q for q in (*case.questions, *case.closed) if q.id == command.question and q.kind in ASKING)
    question = next((q for q in asked if own & set(q.asked)), None)
    if question is None or (question.state != "open" and case.at - question.asked_at > AGAIN_WITHIN):
        return None
    number = int(command.value)
    facts: dict[str, object] = {"rating": number, "comment": command.text, "cell": case.resolution.cell}
    entry = AddEntry(channel, EntryKind.ANSWER, speakers[0].id, names(speakers), said.whole, facts)
    effects = (entry, *_answered(question, number, speakers[0]), *_tell(case, said, ticket, channel, number))
    return Decision(Verdict.ACCEPTED, "rated", effects, ticket.number, ticket.seq, case.event, channel)


def _answered(question: Question, number: int, by: Person) -> Iterator[Effect]:
    """Whoever rates the work says that it is done, too."""
    if question.state == "open":
        option = str(Act.YES) if question.kind is QuestionKind.FIXED else str(number)
        yield AnswerQuestion(question.id, option, by.id)


def _tell(case: Case, said: Said, ticket: Ticket, channel: Channel, number: int) -> Iterator[Effect]:
    if number > LOW:
        return
    by = names(case.author)
    wrote = PersonWrote(said.whole, by, says=f"rated_{number}", hold_minutes=case.policy.hold_minutes)
    for manager in managers_to_tell(case):
        offers = conversation_offers(ticket.status, manager.language)
        yield from tell(case, (manager,), NoticeKind.PERSON_WROTE, wrote, channel=channel, offers=offers)
