"""Knows how a receipt tells of orders, of who reads a ticket and of where it lies: sentences of their own, by act."""

from datetime import date

from hauspost.desk.costs import KEPT, RAISED
from hauspost.desk.houses import Role
from hauspost.desk.intents import Act, Offer
from hauspost.desk.linking import LETTER
from hauspost.desk.merging import SILENT
from hauspost.desk.model import Status
from hauspost.desk.notices_of_steering import Outcome, Transcript, TranscriptLine
from hauspost.desk.reach import FLAT
from hauspost.desk.work import OrderKind
from hauspost.outbound.money import gross, limit
from hauspost.outbound.public import audience_words
from hauspost.outbound.view import View

GIVING = frozenset({Act.DISPATCH, Act.QUOTE, Act.INFORM, Act.PROPOSAL, Act.NEXT_FIRM})
AUDIENCE = frozenset({Act.WITHOUT, Act.ONLY, Act.WITH})
BELIEVE = "believe"  # OK to what a firm says
COSTS = frozenset({RAISED, KEPT})
STATUSES = frozenset(map(str, Status))
KINDS = frozenset(map(str, OrderKind))
ROLES = frozenset(map(str, Role))
CHANGED = frozenset({Outcome.DONE, Outcome.STOPPED, Outcome.UNDONE})


def done(view: View, line: TranscriptLine) -> str:
    """Auftrag A-1042-1 an Heizung Meier GmbH, bis 300 € brutto; "" for an act that others tell of."""
    said = view.language
    if line.act in GIVING and line.company:
        return _given(view, line)
    if line.act == Act.CANCEL_ORDER and line.order:
        return said.say(f"done.cancel_{_kind(line)}", order=line.order, who=line.company)
    if line.act == Act.BUNDLE and line.order:
        key = "bundle_hidden" if line.before == SILENT else "bundle_out"
        return said.say(f"done_house.{key}", value=line.detail, order=line.order, who=line.company)
    if line.act == Act.REWORK and line.order:
        return said.say("done.rework", order=line.order, who=line.company)
    if line.act in COSTS:
        return said.say(
            f"done.{line.act}", order=line.order, who=line.company, amount=limit(line.limit, said)
        )
    if line.act == Act.APPROVAL and line.limit is not None:
        return said.say("done_house.approval", value=line.detail, amount=gross(line.limit, said))
    if line.act in AUDIENCE and line.after:
        return said.say("done.audience", who=readers(view, line.after))
    if line.act == Act.AWAY and line.before:
        until = view.times.date(date.fromisoformat(line.before))
        key = "done.away" if line.after else "done.away_alone"
        key = "done.away_partly" if line.detail else key
        return said.say(key, until=until, who=line.after, houses=line.detail)
    if line.act == Act.BACK and line.before:
        new, over = int(line.before), int(line.after)
        done = said.count("done.back_over", over) if over else ""
        return said.count("done.back_meanwhile", new, done=done)
    if line.act == Act.ANONYMOUS:
        return _hidden(view, line)
    if line.act in (Act.RETAIN, Act.HOLD):
        what = said.say(f"done_house.retain_{line.after}")
        return said.say("done_house.retain_file", value=line.detail, what=what) if line.detail else what
    if line.act == Act.LINK_TICKET:
        losing = ("_letter" if line.before == LETTER else "_from") if line.company else ""
        return said.say(f"done_house.link_ticket{losing}", value=line.detail, who=line.company)
    if line.act == Act.PUBLIC and line.detail == FLAT:
        return said.say("done_house.public_flat")
    value = line.detail or line.after
    return said.say_if(f"done_house.{line.act}", value=value)


def _kind(line: TranscriptLine) -> str:
    """An enquiry and an information are never called an order."""
    return line.detail if line.detail in KINDS else str(OrderKind.ORDER)


def _hidden(view: View, line: TranscriptLine) -> str:
    """Who had the name before: firms in `detail`, the house in `after`."""
    said = view.language
    firms = line.detail.split(", ") if line.detail else []
    known = (*firms, *((said.say("done.anonymous_house"),) if line.after else ()))
    return said.say("done.anonymous_known", who=said.join(known)) if known else said.say("done.anonymous")


def _given(view: View, line: TranscriptLine) -> str:
    said = view.language
    kind = line.act if line.act in (Act.QUOTE, Act.INFORM) else Act.DISPATCH
    up_to = [said.say("rules.limit", amount=gross(line.limit, said))] if line.limit is not None else []
    given = said.say(f"done.{kind}", order=line.order, who=line.company).replace("  ", " ")
    return ", ".join([given, *up_to])


def readers(view: View, roles: str) -> str:
    """The roles' codes, parted by commas, in people's words; words stay as they are."""
    codes = [code.strip() for code in roles.split(",")]
    if not set(codes) <= ROLES:
        return roles
    return audience_words(view, frozenset(map(Role, codes)))


def moved(line: TranscriptLine) -> bool:
    """Whether an order brought the ticket from one status to another, beside what else it did."""
    is_told_apart = (bool(line.company) or line.act == BELIEVE) and line.outcome in CHANGED
    return is_told_apart and line.before in STATUSES and line.after in STATUSES and line.before != line.after


def offers_both(view: View) -> bool:
    """ZUSÄTZLICH and STATTDESSEN are printed: the line need not be typed again (WORDS 2)."""
    return any(offer.act is Act.CHOOSE for offer in view.letter.offers)


def option(view: View, facts: Transcript, offer: Offer) -> str:
    """What ZUSÄTZLICH and STATTDESSEN would do, by the firms' names (G2); "" for every other offer."""
    who = next((line.company for line in facts.lines if line.outcome is Outcome.OVERTAKEN), "")
    running = stays_with(view, facts)
    if offer.act is not Act.CHOOSE or not who:
        return ""
    key = offer.value if running else f"{offer.value}_alone"
    return view.language.say_if(f"options.{key}", who=who, running=running)


def stays_with(view: View, _facts: Transcript) -> str:
    """Whose orders run while ZUSÄTZLICH and STATTDESSEN are not answered."""
    ticket = view.letter.ticket
    if ticket is None or not offers_both(view):
        return ""
    live = (o.assignee_name for o in ticket.orders if o.is_live and o.kind is OrderKind.ORDER)
    return view.language.join(tuple(dict.fromkeys(live)))


def not_done(view: View, line: TranscriptLine) -> str:
    """Why an order was not given or taken back; "" for every other outcome."""
    said = view.language
    match line.outcome:
        case Outcome.NO_FIRM if line.detail:
            return said.say("outcomes.no_firm_for", what=line.detail)
        case Outcome.FIRM_ENDED:
            return said.say("outcomes.firm_ended", who=line.company)
        case Outcome.OVER_LIMIT if line.limit is not None:
            return said.say("outcomes.over_limit_of", who=line.company, amount=gross(line.limit, said))
        case Outcome.WHICH_ORDER if line.detail:
            return said.say("outcomes.which_order_of", orders=line.detail)
        case Outcome.NO_ORDER if line.detail:
            return said.say("outcomes.no_order_of", order=line.detail)
        case Outcome.ALREADY if line.order:
            return said.say("outcomes.already_ordered", order=line.order, who=line.company)
        case Outcome.UNDONE | Outcome.STOPPED if line.order:
            return said.say(f"outcomes.{line.outcome}_{_kind(line)}", order=line.order, who=line.company)
        case _:
            return ""
