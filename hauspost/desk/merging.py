"""Two tickets that become one: ZUSAMMENLEGEN makes this one an alias, BÜNDELN takes others in; nothing widens by it."""

from dataclasses import replace

from hauspost.desk.case import Case
from hauspost.desk.channels import INTERNAL, Channel, ChannelKind
from hauspost.desk.course import Course
from hauspost.desk.decision import Absorb, AddEntry, AnswerQuestion, MergeInto, OweNotice, QuestionKind
from hauspost.desk.extending import extended
from hauspost.desk.houses import Person
from hauspost.desk.intents import Act, Command
from hauspost.desk.model import IN_SURVEY, EntryKind, Ticket
from hauspost.desk.notices import NoticeKind
from hauspost.desk.notices_of_steering import Outcome, TranscriptLine
from hauspost.desk.notices_to_people import StatusChanged
from hauspost.desk.ordering import released
from hauspost.desk.parting import joining_facts
from hauspost.desk.progress import residents_of
from hauspost.desk.rights import is_manager_of
from hauspost.desk.telling import held_back, party_of, tell
from hauspost.desk.work import OrderKind

PARTABLE = "partable"  # how a receipt says that STOPP and RÜCKGÄNGIG part the tickets again
SILENT = "silent"  # … and that the firm learns nothing of the other report, whose reporter hides


def merge(
    case: Case, course: Course, line: TranscriptLine, by: Person, command: Command, *, ticket: Ticket
) -> Course:
    """ZUSAMMENLEGEN MIT T-12: this ticket becomes an alias of that one; nothing widens by it."""
    number = int(command.value or 0)
    line = replace(line, detail=f"T-{number}")
    if (refusal := _in_the_way(case, ticket, number)) is not None:
        return course.then(replace(line, outcome=refusal[0], after=refusal[1]))
    facts: dict[str, object] = {"into": number}
    entry = AddEntry(INTERNAL, EntryKind.MERGED, by.id, by.name, facts=facts)
    return course.then(line, entry, *_end_split(case, ticket.number, by), MergeInto(number))


def bundle(
    case: Case, course: Course, line: TranscriptLine, by: Person, number: int, *, ticket: Ticket
) -> Course:
    """BÜNDELN: the other report joins this ticket; its reporter keeps the own channel and hears of the one order."""
    line = replace(line, detail=f"T-{number}")
    if (refusal := _in_the_way(case, ticket, number)) is not None:
        return course.then(replace(line, outcome=refusal[0], after=refusal[1]))
    joined, other = _with(case, ticket, number), case.files[number][0]
    out = next((o for o in joined.orders if o.is_running and o.kind is OrderKind.ORDER), None)
    moved, release = released(case, joined, by, by.name) if out else (joined, ())
    told = () if release else _tell_absorbed(replace(case, ticket=joined), other, moved)
    facts = joining_facts(
        ticket, other, str(moved.status) if out and other.status is not moved.status else ""
    )
    line = replace(line, after=PARTABLE if facts else "")
    entry = AddEntry(INTERNAL, EntryKind.MERGED, by.id, by.name, facts={"from": number} | facts)
    course = replace(course, effects=(*course.effects, *_end_split(case, number, by)))
    if out is None:
        return course.then(line, Absorb(number), entry, ticket=joined)
    firms = extended(case, ticket, joined, number, by)
    line = replace(
        line, order=joined.order_tag(out), company=out.assignee_name, before="" if firms else SILENT
    )
    return course.then(line, Absorb(number), entry, *release, *told, *firms, ticket=moved)


def _end_split(case: Case, absorbed: int, by: Person) -> tuple[AnswerQuestion, ...]:
    """Whether its mail is split is no longer asked: of a ticket only its own reporter's mail is."""
    asked = (q for q in case.questions if q.kind is QuestionKind.SPLIT and q.ticket == absorbed)
    return tuple(AnswerQuestion(q.id, "overtaken", by.id) for q in asked)


def _tell_absorbed(case: Case, absorbed: Ticket, moved: Ticket) -> tuple[OweNotice, ...]:
    """Whoever reported the other one hears where the matter stands, if it stands further than the own report did."""
    if absorbed.status is moved.status:
        return ()
    stands = StatusChanged(str(absorbed.status), str(moved.status))
    return tuple(
        mail
        for channel in residents_of(absorbed)
        for mail in tell(
            case,
            party_of(case, channel),
            NoticeKind.STATUS,
            stands,
            channel=channel,
            due_at=held_back(case),
        )
    )


def with_absorbed(case: Case, command: Command) -> Case:
    """For the mail's later lines: the people and the journal of what BÜNDELN has taken in, as the store has them."""
    for value in command.values if command.act is Act.BUNDLE else ():
        other, entries = case.files.get(int(value), (None, ()))
        if case.ticket is None or other is None or _in_the_way(case, case.ticket, int(value)):
            continue
        taken = _taken(case.ticket)
        theirs = tuple(
            replace(e, seq=place - len(entries), channel=_raised(e.channel, taken))
            for place, e in enumerate(entries)
        )
        case = replace(case, ticket=_with(case, case.ticket, int(value)), entries=(*theirs, *case.entries))
    return case


def _with(case: Case, ticket: Ticket, number: int) -> Ticket:
    """With the people and orders of the other; its orders are counted on, since both may have a first one."""
    other, _ = case.files[number]
    known = {(p.person, p.channel) for p in ticket.participants}
    taken = _taken(ticket)
    joining = tuple(
        replace(p, channel=_raised(p.channel, taken))
        for p in other.participants
        if p.channel.kind in (ChannelKind.RESIDENT, ChannelKind.ORDER)
    )
    is_same = ticket.reporter == other.reporter  # else words would pass to whoever has another report
    orders = tuple(
        replace(o, number=o.number + taken, is_relayed=o.is_relayed and is_same) for o in other.orders
    )
    return replace(
        ticket,
        participants=(*ticket.participants, *(p for p in joining if (p.person, p.channel) not in known)),
        orders=(*ticket.orders, *orders),
    )


def _taken(ticket: Ticket) -> int:
    """The highest number that an order of it has had."""
    return max((ticket.orders_given, *(o.number for o in ticket.orders)))


def _raised(channel: Channel, taken: int) -> Channel:
    """As the store has it: the channel of an order goes by the order's new number."""
    if channel.kind is not ChannelKind.ORDER:
        return channel
    return Channel(ChannelKind.ORDER, str(int(channel.key) + taken))


def _in_the_way(case: Case, ticket: Ticket, number: int) -> tuple[Outcome, str] | None:
    """Why two tickets cannot be one: another house, another circle of readers, or one already."""
    other, _ = case.files.get(number, (None, ()))
    if other is None or not is_manager_of(case.author, other.property_id, case.at, case.zone):
        return Outcome.REFUSED, "no_ticket"
    if IN_SURVEY & (ticket.flags | other.flags):
        return Outcome.REFUSED, "survey"
    if other.number == ticket.number:
        return (Outcome.REFUSED, "same_ticket") if number == ticket.number else (Outcome.ALREADY, "")
    if other.property_id != ticket.property_id:
        return Outcome.REFUSED, "other_house"
    return None if ticket.visibility is other.visibility else (Outcome.REFUSED, "visibility")
