"""Knows how deadlines, follow-ups and priorities read: in alerts, in lists of what is due, in receipts."""

from collections.abc import Iterator
from datetime import datetime

from hauspost.desk.intents import Act
from hauspost.desk.notices_of_deadlines import DueList, Overdue
from hauspost.desk.notices_of_steering import Outcome, TranscriptLine
from hauspost.desk.notices_on_request import TicketLine
from hauspost.outbound import cleaning, prices
from hauspost.outbound.page import Answer, Entry
from hauspost.outbound.view import View

EXCERPT = 200


def _moment(view: View, at: datetime) -> str:
    """Do, 16.10.2025, 8:00 Uhr: no day is called tomorrow, since the mail may be read later."""
    return f"{view.times.day(at)}, {view.times.time(at)}"


def running_orders(view: View, _facts: Overdue) -> str:
    """A-1042-1 Heizung Meier GmbH: zugesagt; whatever a ticket waits for when it comes up again."""
    ticket = view.letter.ticket
    running = (o for o in ticket.orders if o.is_running) if ticket else ()
    phases = ((o, view.language.label("phases", o.phase)) for o in running)
    return "; ".join(f"{ticket.order_tag(o)} {o.assignee_name}: {said}" for o, said in phases if ticket)


def overdue_answers(view: View, facts: Overdue) -> Iterator[Answer]:
    """The offers; OK says until when it waits, NÄCHSTE FIRMA whom it orders."""
    meanings: dict[Act, str] = {}
    if facts.is_by_itself:
        meanings[Act.PROPOSAL] = view.language.say("acts_overdue.next_firm", value=facts.next_company)
    elif facts.waits_until:
        meanings[Act.PROPOSAL] = view.language.say("overdue.wait", at=_moment(view, facts.waits_until))
    if facts.next_company:
        meanings[Act.NEXT_FIRM] = view.language.say("acts_overdue.next_firm", value=facts.next_company)
    for offer, row in zip(view.letter.offers, view.offered, strict=True):
        if offer.act is Act.YES:
            yield Answer(row.word, prices.other_meaning(view, facts, offer) or row.meaning, row.href)
            continue
        yield Answer(row.word, meanings.get(offer.act, row.meaning), row.href)


def due_lines(view: View, facts: DueList) -> Iterator[Entry]:
    """T-1042 Heizung, Lindenweg 12; which deadline, since when; the manager's own words of a Wiedervorlage."""
    said = view.language
    for line in facts.lines:
        stage = said.say(f"overdue.{line.stage}", company=line.company)
        about = said.say("overdue.line", stage=stage, at=_moment(view, line.due_at))
        head = said.say("marks.between").join(
            part for part in (cleaning.one_line(line.subject, limit=60), line.house) if part
        )
        order = f"{line.tag} {line.company}".strip()
        yield Entry(
            f"T-{line.number}",
            head,
            tuple(part for part in (about, order) if part),
            cleaning.clip(line.note, EXCERPT),
        )


def listed(view: View, line: TicketLine) -> str:
    """überfällig seit Do, 16.10. · WV Mo, 3.11. · Priorität hoch"""
    said = view.language
    parts = []
    if line.overdue_since:
        parts.append(said.say("deadline_words.listed_overdue", at=view.times.day(line.overdue_since)))
    if line.follow_up_at:
        parts.append(said.say("deadline_words.listed_follow_up", at=view.times.day(line.follow_up_at)))
    if line.priority:
        priority = said.say(f"priorities.{line.priority}")
        parts.append(said.say("deadline_words.listed_priority", priority=priority))
    return said.say("marks.between").join(parts)


def done(view: View, line: TranscriptLine) -> str:
    """What a receipt says of these acts; "" for every other."""
    said = view.language
    if line.act == "follow_up_off":
        return said.say(
            f"deadline_words.{'follow_up_none' if line.outcome is Outcome.ALREADY else 'follow_up_off'}"
        )
    if line.act == Act.PRIORITY and line.outcome in (Outcome.DONE, Outcome.ALREADY):
        key = "priority" if line.outcome is Outcome.DONE else "priority_already"
        return said.say(f"deadline_words.{key}", after=said.label("priorities", line.after))
    if line.outcome is not Outcome.DONE:
        return ""
    if line.act == Act.FOLLOW_UP and line.at:
        key = "follow_up_moved" if line.detail else "follow_up"
        return said.say(f"deadline_words.{key}", at=view.times.day(line.at))
    if line.act == "wait" and line.at:
        at = _moment(view, line.at)
        return said.say("deadline_words.wait", order=line.order, who=line.company, at=at)
    if line.act == Act.REMIND:
        return said.say("deadline_words.remind", order=line.order, who=line.company)
    return ""
