"""What stands in a manager's morning list (WORDS 7, G1): a pure look at her houses since the last one."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, tzinfo
from typing import Final

from hauspost.desk.absences import Absence, present, standing_in
from hauspost.desk.appointments import askable
from hauspost.desk.decision import Question, QuestionKind
from hauspost.desk.houses import Person, PersonId, Property, Role
from hauspost.desk.intents import Act, Offer
from hauspost.desk.mail_table import OF_PHASE, Event, Reader, is_listed, is_mailed
from hauspost.desk.model import IN_SURVEY, Entry, EntryKind, Flag, Status, Ticket
from hauspost.desk.notices_of_deadlines import DueLine
from hauspost.desk.notices_of_morning import MorningLine, MorningList, Part
from hauspost.desk.plain_values import from_json
from hauspost.desk.telling import printed
from hauspost.desk.work import Phase, Window, WorkOrder

MOST: Final = 20  # decisions in one list; what is more waits for the next one, or for LISTE

# What waits for a manager's word, and which of its answers a line of the list prints.
ANSWERS: Final[dict[QuestionKind, tuple[Act, ...]]] = {
    QuestionKind.SUGGESTION: (Act.PROPOSAL,),
    QuestionKind.REWORK: (Act.PROPOSAL,),
    QuestionKind.VETO: (Act.STOP, Act.PROPOSAL),
    QuestionKind.NEXT_FIRM: (Act.PROPOSAL, Act.NO),
    QuestionKind.REPORT: (Act.PROPOSAL, Act.NO),
    QuestionKind.SETTLED: (Act.PROPOSAL, Act.NO),
    QuestionKind.FINDING: (Act.PROPOSAL, Act.NO),
    QuestionKind.QUOTE: (Act.YES, Act.NO),
    QuestionKind.COST: (Act.YES, Act.NO),
    QuestionKind.INVOICE: (Act.YES, Act.NO),
    QuestionKind.OVERDUE: (Act.PROPOSAL, Act.REMIND, Act.NEXT_FIRM),
}
PROPOSED: Final = frozenset({QuestionKind.SUGGESTION, QuestionKind.REWORK, QuestionKind.NEXT_FIRM})
OF_COLLEAGUE: Final = {"done": Event.DONE, "new": Event.OPENED, "changed": Event.COMMAND}
SAID: Final = {Act.RELEASE: Act.PROPOSAL}  # OK is the word for what is likeliest
UNASKED: Final = "open"  # nobody has decided anything yet, and no rule proposes anything
TOLD: Final = frozenset({Status.RELEASED, Status.IN_PROGRESS, Status.OPEN})  # DONE stands in a row of its own


@dataclass(frozen=True, slots=True)
class Matter:
    """A ticket as it stands, what happened to it since the last list, what is open about it."""

    ticket: Ticket
    house: Property
    managers: tuple[Person, ...]  # of the house, today
    entries: tuple[Entry, ...] = ()
    questions: tuple[Question, ...] = ()
    due: tuple[DueLine, ...] = ()
    thanks: int = 0
    subject: str = ""
    who: str = ""
    is_for_all: bool = False  # all managers of this house are told what the one is whose it is


@dataclass(frozen=True, slots=True)
class Overnight:
    """All houses that have the list. `names`: of persons, of firms their company."""

    matters: tuple[Matter, ...]
    absences: tuple[Absence, ...] = ()
    names: Mapping[PersonId, str] = field(default_factory=dict)
    held: int = 0
    rules: int = 0
    words: int = 0
    only_faults: bool = False  # her receipts are told of here


def decides(matter: Matter, absences: tuple[Absence, ...]) -> Person | None:
    """The ticket's manager, the house's, the deputy, or any other; for who is away the one that stands in."""
    now = {m.id: m for m in matter.managers if m.address}
    wanted = (matter.ticket.responsible, matter.house.responsible, matter.house.deputy)
    others = (m.id for m in (*present(tuple(now.values()), absences), *now.values()))
    return next((now[i] for i in (*standing_in(wanted, absences), *others) if i in now), None)


def morning_list(
    reader: tuple[Person, ...], night: Overnight, *, at: datetime, zone: tzinfo
) -> tuple[MorningList, tuple[Offer, ...]] | None:
    """The list of those behind one address, and the answers that it prints. None: there is nothing to read."""
    own_ids = {p.id for p in reader}
    today = at.astimezone(zone).date()
    heads = [(m, decides(m, night.absences)) for m in night.matters]
    own = [m for m, head in heads if head is not None and head.id in own_ids]
    others = [
        (m, head)
        for m, head in heads
        if head is not None
        and head.id not in own_ids
        and any(Role.MANAGER in p.roles_at(m.ticket.property_id, today) for p in reader)
    ]
    asked = [(line, acts, q) for m in own for line, acts, q in _asked(m, night.names)]
    shown, more = asked[:MOST], len(asked) - len(asked[:MOST])
    shown, offers = _answers(shown, reader[0].language)
    lines = (
        *(line for line, _, _ in shown),
        *(line for m in own for line in _told(m, own_ids, night)),
        *(line for m, head in others for line in _of_colleague(m, head)),
    )
    order = list(Part)
    lines = tuple(sorted(lines, key=lambda line: (order.index(line.part), line.by, line.number)))
    counted = own if is_listed(Event.SMALL_WORD, Reader.RESPONSIBLE) else []
    found = MorningList(
        lines,
        more=more,
        held=night.held,
        rules=night.rules,
        words=night.words,
        thanks=sum(m.thanks for m in counted),
        fixed=sum(_count(m, EntryKind.ANSWER) for m in counted),
        me_too=sum(_count(m, EntryKind.ME_TOO) for m in counted),
        running=sum(m.ticket.status is not Status.DONE for m in own),
        stands_in_for=_stands_in_for(own, own_ids, night),
    )
    figures = (found.held, found.rules, found.words, found.thanks, found.fixed, found.me_too)
    is_empty = not (lines or any(figures))
    return None if is_empty else (found, offers)


def _stands_in_for(own: Iterable[Matter], own_ids: set[PersonId], night: Overnight) -> tuple[str, ...]:
    away = {a.person for a in night.absences} - own_ids
    whose = (m.ticket.responsible or m.house.responsible for m in own)
    return tuple(dict.fromkeys(night.names.get(i, "") for i in whose if i in away and i is not None))


def _count(matter: Matter, kind: EntryKind) -> int:
    return sum(e.kind is kind for e in matter.entries)


def _line(matter: Matter, part: Part, what: str, at: datetime | None = None) -> MorningLine:
    ticket = matter.ticket
    return MorningLine(
        ticket.number,
        part,
        what,
        ticket.seq,
        at,
        matter.subject,
        matter.house.short_name,
        ticket.unit,
        matter.who,
    )


# ---- what waits for her word

Asked = tuple[MorningLine, tuple[Act, ...], int | None]  # the line, its answers, the question they are of


def _asked(matter: Matter, names: Mapping[PersonId, str]) -> Iterator[Asked]:
    ticket = matter.ticket
    if ticket.flags & IN_SURVEY or ticket.status is Status.DONE:
        return
    open_questions = [q for q in matter.questions if q.kind in ANSWERS and not _is_moot(ticket, q)]
    for question in open_questions:
        yield _of_question(matter, question, names)
    is_new = ticket.status is Status.OPEN and Flag.INCOMPLETE not in ticket.flags
    if is_new and not matter.questions and not any(o.is_live for o in ticket.orders):
        yield _line(matter, Part.DECIDE, UNASKED, ticket.opened_at), (Act.RELEASE,), None


def _is_moot(ticket: Ticket, question: Question) -> bool:
    """A hand was there meanwhile: it has ordered, or taken the order back."""
    if question.kind in PROPOSED:
        return any(o.is_live for o in ticket.orders)
    order = next((o for o in ticket.orders if o.number == question.about.get("order")), None)
    return order is not None and not order.is_live and question.kind is not QuestionKind.NEXT_FIRM


def _of_question(matter: Matter, question: Question, names: Mapping[PersonId, str]) -> Asked:
    ticket, about = matter.ticket, question.about
    order = next((o for o in ticket.orders if o.number == about.get("order")), None)
    is_overdue = question.kind is QuestionKind.OVERDUE
    assignee = PersonId(str(about.get("assignee") or ""))
    line = replace(
        _line(matter, Part.OVERDUE if is_overdue else Part.DECIDE, str(question.kind), question.asked_at),
        tag=ticket.order_tag(order) if order else "",
        company=order.assignee_name if order else names.get(assignee, ""),
        amount=about.get("amount"),
    )
    acts = ANSWERS[question.kind]
    if is_overdue:
        line = replace(line, what=str(about.get("stage", "")))
        acts = acts if assignee else tuple(a for a in acts if a is not Act.NEXT_FIRM)
    elif question.kind is QuestionKind.REPORT:
        line = replace(line, what=f"report_{about.get('claim', '')}")
    elif question.kind is QuestionKind.VETO:
        line = replace(line, at=question.due_at)
    elif question.kind is QuestionKind.NEXT_FIRM:
        line = replace(line, company=names.get(assignee, ""), tag="")
    elif question.kind is QuestionKind.QUOTE and line.amount is None:  # no yes to a price that nobody knows
        acts = (Act.NO,)
    return line, acts, question.id


def _answers(asked: list[Asked], language: str) -> tuple[list[Asked], tuple[Offer, ...]]:
    """ "1044 OK"; where one ticket asks twice with the same word, the order's tag stands before the second one."""
    taken: set[str] = set()
    shown: list[Asked] = []
    offers: list[tuple[Offer, str]] = []
    for line, acts, question in asked:
        line = replace(line, word=str(line.number))
        words = [printed(SAID.get(act, act), language) for act in acts]
        if taken.intersection(f"{line.word} {word}" for word in words):
            if not line.tag or taken.intersection(f"{line.tag} {word}" for word in words):
                shown.append((replace(line, word=""), (), question))
                continue
            line = replace(line, word=line.tag)
        for act, word in zip(acts, words, strict=True):
            taken.add(f"{line.word} {word}")
            tags = (f"T-{line.word} {word}",) if line.word.isdecimal() else ()
            offer = Offer(f"{line.word} {word}", act, question=question, also=tags)
            offers.append((offer, f"{line.tag} {word}" if line.tag else ""))
        shown.append((line, acts, question))
    return shown, tuple(_by_order(offer, said, taken) for offer, said in offers)


def _by_order(offer: Offer, said: str, taken: set[str]) -> Offer:
    """The line prints the order's number: "A-1044-1 OK" means it too, unless that is another line's answer."""
    return replace(offer, also=(*offer.also, said)) if said and said not in taken else offer


# ---- what she only reads


def _told(matter: Matter, own: set[PersonId], night: Overnight) -> Iterator[MorningLine]:
    ticket = matter.ticket
    for due in matter.due:
        line = _line(matter, Part.OVERDUE, due.stage, due.due_at)
        yield replace(line, tag=due.tag, company=due.company, note=due.note)
    is_coming = any(q.kind is QuestionKind.VETO for q in matter.questions)  # a rule orders by itself
    if Flag.NO_ORDER in ticket.flags and ticket.status is not Status.DONE and not is_coming:
        yield _line(matter, Part.UNORDERED, "no_order", ticket.changed_at)
    if _is_done_since(matter):
        if is_listed(Event.DONE, Reader.RESPONSIBLE):
            yield _line(matter, Part.DONE, "rejected" if ticket.is_rejected else "done", ticket.done_at)
    else:
        yield from _news(matter)
    yield from _acts(matter, own, night)


def _is_done_since(matter: Matter) -> bool:
    reached = (e for e in matter.entries if e.kind is EntryKind.STATUS)
    return matter.ticket.status is Status.DONE and any(e.facts.get("after") == Status.DONE for e in reached)


def _news(matter: Matter) -> Iterator[MorningLine]:
    """How far each order has come by its firm's own word, and papers, if no mail of its own has said so."""
    for order in matter.ticket.orders:
        own = [e for e in matter.entries if e.channel == order.channel and e.author == order.assignee]
        moved = [e for e in own if e.kind is EntryKind.ORDER and e.facts.get("after") in OF_PHASE]
        has_papers = is_listed(Event.PAPER, Reader.RESPONSIBLE)
        papers = [e for e in own if e.kind is EntryKind.INVOICE and has_papers]
        tag, company = matter.ticket.order_tag(order), order.assignee_name
        offers = [e for e in own if e.facts.get("times")] if _is_choosing(matter.ticket, order) else []
        if offers:
            yield replace(_line(matter, Part.NEWS, "times", offers[-1].at), tag=tag, company=company)
        elif moved and order.phase in OF_PHASE and not is_mailed(OF_PHASE[order.phase], Reader.RESPONSIBLE):
            window: Window | None = from_json(Window | None, moved[-1].facts.get("window"))
            line = _line(matter, Part.NEWS, str(order.phase), moved[-1].at)
            yield replace(line, window=order.window or window, tag=tag, company=company)
        for entry in papers:
            gross = entry.facts.get("gross")
            line = _line(matter, Part.NEWS, "invoice", entry.at)
            yield replace(line, amount=gross if isinstance(gross, int) else None, tag=tag, company=company)


def _is_choosing(ticket: Ticket, order: WorkOrder) -> bool:
    """Whether times that the firm offers were put to whom its visit concerns, and none is taken."""
    is_open = order.window is None and order.phase in (Phase.DISPATCHED, Phase.ACCEPTED)
    return is_open and bool(askable(ticket)) and not is_mailed(Event.ACCEPTED, Reader.RESPONSIBLE)


def _acts(matter: Matter, own: set[PersonId], night: Overnight) -> Iterator[MorningLine]:
    """Orders that somebody of the office or a rule gave; of her own other words only what no receipt told her."""
    office = {m.id for m in matter.managers}
    given = {e.event for e in matter.entries if _gives_order(e)}  # which says more than "released"
    for entry in matter.entries:
        is_hers = entry.author in own
        by = "" if is_hers else entry.author_name
        if _gives_order(entry):
            number = entry.facts.get("order")
            order = next((o for o in matter.ticket.orders if o.number == number), None)
            if order is None or not order.is_live or not (entry.author is None or entry.author in office):
                continue
            line = _line(matter, Part.ACTS, "ordered" if order.limit is not None else "unlimited", entry.at)
            tag, company = matter.ticket.order_tag(order), order.assignee_name
            yield replace(line, tag=tag, company=company, amount=order.limit, by=by)
            continue
        is_status = entry.kind is EntryKind.STATUS and entry.facts.get("after") in TOLD
        if (
            is_status
            and is_listed(Event.STATUS, Reader.RESPONSIBLE)
            and entry.event not in given
            and entry.author in office
            and (night.only_faults or not is_hers)
        ):
            yield replace(_line(matter, Part.ACTS, f"status_{entry.facts['after']}", entry.at), by=by)


def _gives_order(entry: Entry) -> bool:
    return entry.kind is EntryKind.ORDER and entry.facts.get("before") == ""


def _of_colleague(matter: Matter, head: Person) -> Iterator[MorningLine]:
    """One line a ticket: it is new, it is done, or somebody has done something there; where all are told all, what
    firms did."""
    if not matter.entries or matter.ticket.flags & IN_SURVEY:
        return
    is_done = _is_done_since(matter)
    news = tuple(_news(matter)) if matter.is_for_all and not is_done else ()
    yield from news
    steered = any(e.kind in (EntryKind.STATUS, EntryKind.ORDER) for e in matter.entries) and not news
    is_new = any(e.kind is EntryKind.OPENED for e in matter.entries)
    what = "done" if is_done else "new" if is_new else "changed" if steered else ""
    if what and is_listed(OF_COLLEAGUE[what], Reader.OTHERS):
        yield replace(_line(matter, Part.COLLEAGUES, what), by=head.name)
