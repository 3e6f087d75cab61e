"""ABGENOMMEN: a manager has taken the work. Done is what a firm says; taken it is by this word alone (WORDS 5)."""

from dataclasses import replace

from hauspost.desk.case import Case
from hauspost.desk.claiming import sign_off
from hauspost.desk.course import Course
from hauspost.desk.houses import Person
from hauspost.desk.intents import Command
from hauspost.desk.model import Ticket
from hauspost.desk.notices_of_steering import Outcome, TranscriptLine
from hauspost.desk.orders import ABOUT_REPORTS, answered
from hauspost.desk.work import OrderKind, Phase, order_named


def take(case: Case, course: Course, command: Command, by: Person, *, ticket: Ticket) -> Course:
    """The order that is named, else the only one that was reported done, else the only one there is."""
    line = TranscriptLine(command.line, str(command.act), Outcome.DONE)
    tag = command.target if order_named(command.target) else ""
    works = [o for o in ticket.orders if o.kind is OrderKind.ORDER and tag in ("", ticket.order_tag(o))]
    live = [o for o in works if o.is_live]
    done = [o for o in live if o.phase is Phase.REPORTED_DONE]
    meant = done or live
    if not meant and any(o.phase is Phase.SIGNED_OFF for o in works):
        return course.then(replace(line, outcome=Outcome.ALREADY))
    if not meant:
        return course.then(replace(line, outcome=Outcome.NO_ORDER, detail=tag))
    if len(meant) > 1:
        tags = ", ".join(ticket.order_tag(o) for o in meant)
        return course.then(replace(line, outcome=Outcome.WHICH_ORDER, detail=tags))
    (order,) = meant
    changed, effects = sign_off(ticket, order, by)
    ends, used = answered(case, course, ABOUT_REPORTS, by, order=order)
    line = replace(line, detail=ticket.order_tag(order))
    after = course.then(line, *effects, *ends, ticket=changed)
    return replace(after, used=course.used | used)
