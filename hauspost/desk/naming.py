"""A manager's own words that would name somebody who hides leave only after a question that shows where (DOMAIN)."""

from collections.abc import Iterator
from dataclasses import dataclass

from hauspost.desk.case import Case
from hauspost.desk.channels import PUBLIC, Channel
from hauspost.desk.course import Course, channel_of, decided, open_question
from hauspost.desk.decision import AskQuestion, Decision, QuestionKind, Verdict
from hauspost.desk.houses import Person, Unit
from hauspost.desk.intents import Act, Command, Offer, Said
from hauspost.desk.leaving import part_words
from hauspost.desk.model import Ticket
from hauspost.desk.notices import NoticeKind
from hauspost.desk.notices_to_managers import NamesReporter
from hauspost.desk.plain_values import to_json
from hauspost.desk.progress import residents_of
from hauspost.desk.proof import Power
from hauspost.desk.telling import printed, tell
from hauspost.desk.traces import Span, marked, traces

SEND = "A"  # the one reading of the question: the mail as it stands
TO_FIRMS = frozenset({Act.DISPATCH, Act.QUOTE, Act.INFORM, Act.CANCEL_ORDER, Act.REWORK})


@dataclass(frozen=True, slots=True)
class Betrayal:
    """A text of the mail that names who hides, and where. `line`: what it was typed behind; "": it is a letter."""

    line: str
    text: str
    spans: tuple[Span, ...]
    is_neighbour: bool = False


def betrayals(case: Case, course: Course, said: Said) -> tuple[Betrayal, ...]:
    """Empty if nobody hides, nothing names them, or a manager has seen it and said SENDEN."""
    ticket = case.ticket
    hidden = _hidden(case, ticket) if ticket else ()
    if ticket is None or course.may_name or case.resolution.power < Power.REVERSIBLE:
        return ()
    flats = tuple(_flats(case, ticket, hidden))
    texts = tuple(_published(case, course, said, ticket, hidden)) if hidden else ()
    found = tuple(Betrayal(line, text, traces(text, hidden, flats)) for line, text in texts)
    return tuple(b for b in found if b.spans) or tuple(_neighbours(case, course, said))


def _neighbours(case: Case, course: Course, said: Said) -> Iterator[Betrayal]:
    """Words for the whole house that name somebody of it: somebody's that are published, or the manager's own."""
    for command in said.commands:
        text = _to_the_house(case, course, command)
        if spans := traces(text, case.audience, ()):
            yield Betrayal(command.line, text, spans, is_neighbour=True)


def _to_the_house(case: Case, course: Course, command: Command) -> str:
    match command.act:
        case Act.PUBLISH:
            return _reply(case, course, command)
        case Act.TO_ALL:
            return command.text
        case _:
            return ""


def _reply(case: Case, course: Course, command: Command) -> str:
    question = open_question(case, course, command.question, QuestionKind.PUBLISH)
    return str(question.about.get("text", "")) if question else ""


def ask_to_name(case: Case, said: Said, found: tuple[Betrayal, ...], by: Person) -> Decision:
    """Nothing of the mail is done; SENDEN does all of it as it stands, a new text is a new mail."""
    about = {"text": said.text, "internal": said.internal, "options": {SEND: to_json(said)}, "names": True}
    question = AskQuestion(QuestionKind.CONFIRM, "confirm", tuple(p.id for p in case.author), about)
    pieces = dict.fromkeys(b.text[start:end] for b in found for start, end in b.spans)
    lines = {b.line for b in found}
    facts = NamesReporter(
        texts=tuple(marked(b.text, b.spans) for b in found),
        names=tuple(pieces),
        other_lines=tuple(c.line for c in said.commands if c.line not in lines),
        is_neighbour=all(b.is_neighbour for b in found),
    )
    offers = (Offer(printed(Act.SEND, by.language), Act.CHOOSE, value=SEND),)
    channel = channel_of(case, case.ticket) if case.ticket else None
    notices = tell(
        case, (by,), NoticeKind.NAMES_REPORTER, facts, channel=channel, offers=offers, question="confirm"
    )
    return decided(case, Verdict.ACCEPTED, "names_reporter", (question, *notices))


def _hidden(case: Case, ticket: Ticket) -> tuple[Person, ...]:
    ids = dict.fromkeys(p.person for p in ticket.participants if p.hidden)
    return tuple(case.people[i] for i in ids if i in case.people)


def _flats(case: Case, ticket: Ticket, hidden: tuple[Person, ...]) -> Iterator[Unit]:
    theirs = {u for p in hidden for u in p.units_at(ticket.property_id, case.today)} | {ticket.unit}
    return (u for u in case.units if u.id in theirs)


def _published(
    case: Case, course: Course, said: Said, ticket: Ticket, hidden: tuple[Person, ...]
) -> Iterator[tuple[str, str]]:
    """Each text that somebody else than those who hide would read, behind the line it was typed in."""
    own = {Channel.of_resident(p.id) for p in hidden}
    for command in said.commands:
        if (published := _text_of(case, course, command, ticket)) is not None and published[1] not in own:
            yield command.line, published[0]
    words = part_words(case, said)
    if words.leaves and words.to not in own:
        yield "", words.leaves


def _text_of(
    case: Case, course: Course, command: Command, ticket: Ticket
) -> tuple[str, Channel | None] | None:
    """The text that a command sends, and to whom; None: to several, or to a party that is not a resident's."""
    if command.act in TO_FIRMS:
        return command.text, None
    match command.act:
        case Act.TO_ALL:
            return command.text, PUBLIC
        case Act.REJECT:  # read by everybody who reported it, if it was merged
            channels = residents_of(ticket)
            return command.text, channels[0] if len(channels) == 1 else None
        case Act.PUBLISH:
            text = _reply(case, course, command)
            return (text, PUBLIC) if text else None
        case Act.SEND:
            question = open_question(
                case, course, command.question, QuestionKind.SEND_NOTE, QuestionKind.CONFIRM
            )
            to = str(question.about.get("to", "")) if question else ""
            return (str(question.about["text"]), Channel.parse(to) if to else None) if question else None
        case _:
            return None
