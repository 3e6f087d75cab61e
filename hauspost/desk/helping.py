"""Knows which words somebody can use here and now, and what they name in this case: HILFE lists these and no others."""

from collections.abc import Callable
from dataclasses import dataclass

from hauspost.desk import assignees
from hauspost.desk.case import Case
from hauspost.desk.channels import PUBLIC, ChannelKind
from hauspost.desk.decision import QuestionKind
from hauspost.desk.document_answers import has_documents
from hauspost.desk.houses import Role
from hauspost.desk.intents import Act
from hauspost.desk.model import Status, Ticket, Visibility
from hauspost.desk.notices import NoticeKind
from hauspost.desk.notices_on_request import Help
from hauspost.desk.preferring import WISHES
from hauspost.desk.proof import Power
from hauspost.desk.rights import may_act
from hauspost.desk.statuses import after
from hauspost.desk.vocabulary import AWAITING, short_name
from hauspost.desk.work import OrderKind, Phase, WorkOrder

Can = Callable[[Case], bool]
_PRICED = frozenset({Phase.QUOTE_RECEIVED, Phase.WAITING_APPROVAL})


@dataclass(frozen=True, slots=True)
class Row:
    """A word of help by its code, what obeys it (None: it is free text), and when it can be used."""

    code: str  # section.word
    act: Act | None
    can: Can


def help_for(case: Case) -> Help:
    """What the asker can do: by role and ticket, and by how well it is known who asks (MAIL, "Proof")."""
    party = "manager" if case.acting_managers else "contractor" if works_here(case) else "resident"
    ticket, order = case.ticket, _order(case)
    known = _known_ticket(case)
    unit = ticket.unit if ticket and ticket.unit else next((u.id for u in case.units), "")
    return Help(
        party=party,
        about_ticket=ticket is not None,
        lines=tuple(row.code for row in ROWS[party] if row.can(case)),
        is_proven=party != "manager" or case.resolution.power >= Power.REVERSIBLE,
        ticket=known.tag if known else "",
        order=ticket.order_tag(order) if ticket and order else "",
        firm=_firm(case),
        colleague=_colleague(case),
        unit=unit,
        house=next((h.id for h in case.houses if not case.house or h.id != case.house.id), ""),
        category=_category(case),
        text=case.texts[0][0] if case.texts else "",
        only_notices=case.policy.hands_on,
    )


# ---- what the case knows


def works_here(case: Case) -> bool:
    """Whether a firm asks, or somebody about an order."""
    channel = case.resolution.channel
    is_order = channel is not None and channel.kind is ChannelKind.ORDER
    return is_order or any(r.role is Role.CONTRACTOR for p in case.author for r in p.roles)


def _order(case: Case) -> WorkOrder | None:
    """The own order that is answered; for a manager the last one of the ticket that runs."""
    if case.ticket is None:
        return None
    if case.acting_managers:
        return next((o for o in reversed(case.ticket.orders) if o.is_running), None)
    own = {p.id for p in case.author}
    return next(
        (o for o in case.ticket.orders if o.channel == case.resolution.channel and o.assignee in own), None
    )


def _known_ticket(case: Case) -> Ticket | None:
    return case.ticket or next(iter(case.own), None)


def _firm(case: Case) -> str:
    """Somebody who can be ordered here, as people say it: of the category's trade, if there is one."""
    trade = case.category(case.ticket.category).trade if case.ticket else ""
    here = {a.person for a in case.assignments}
    firms = sorted(assignees.at_work(case), key=lambda f: (trade not in f.trades, f.person not in here))
    return short_name(firms[0].company) if firms else ""


def _colleague(case: Case) -> str:
    own = {p.id for p in case.author}
    return next((m.last_name for m in case.managers_now if m.id not in own), "")


def _category(case: Case) -> str:
    """Another one, called by one word, that narrows nothing."""
    current = case.ticket.category if case.ticket else ""
    language = case.author[0].language
    labels = (c.label(language) for c in case.categories if c.key != current and c.visibility == "private")
    return next((label for label in labels if label.isalpha()), "")


# ---- when a word can be used


def _moves(act: Act) -> Can:
    return lambda case: case.ticket is not None and after(case.ticket.status, act, Role.MANAGER) is not None


def _ticket(test: Callable[[Ticket], object] = lambda ticket: True) -> Can:
    return lambda case: case.ticket is not None and bool(test(case.ticket)) and _proven(case)


def _proven(case: Case) -> bool:
    return case.resolution.power >= Power.REVERSIBLE


def _all(*tests: Can) -> Can:
    return lambda case: all(test(case) for test in tests)


def _fresh(case: Case) -> bool:
    """A new mail to the house, which its first line may make a ticket of."""
    return case.ticket is None and case.house is not None and _proven(case)


def _may(act: Act) -> Can:
    return lambda case: case.house is None or may_act(case.author, act, case.house.id, case.at, case.zone)


def _wants_else(act: Act) -> Can:
    """What the asker does not have already, outside of a ticket."""
    return lambda case: (
        case.ticket is None and _proven(case) and any(p.notify is not WISHES[act] for p in case.author)
    )


def _in_own(case: Case) -> bool:
    channel = case.resolution.channel
    return case.ticket is not None and channel is not None and channel.kind is ChannelKind.RESIDENT


def _in_public(case: Case) -> bool:
    return case.ticket is not None and case.resolution.channel == PUBLIC


def _answers(kind: NoticeKind) -> Can:
    return lambda case: case.answered is not None and case.answered.kind is kind


def _has_order(*kinds: OrderKind, awaits: bool | None = None) -> Can:
    def can(case: Case) -> bool:
        order = _order(case)
        if order is None or not order.is_live or order.kind not in kinds:
            return False
        return awaits is None or (order.phase in AWAITING) is awaits

    return can


_always: Can = lambda case: True  # noqa: E731
_reports: Can = lambda case: not case.policy.hands_on  # noqa: E731
_has_own: Can = lambda case: case.ticket is None and bool(case.own)  # noqa: E731
_is_open = _ticket(lambda ticket: ticket.status is not Status.DONE)
_can_order = _all(_is_open, lambda case: bool(_firm(case)))
_runs = _ticket(lambda ticket: any(o.is_running and o.kind is OrderKind.ORDER for o in ticket.orders))
_is_ordered = _ticket(lambda ticket: ticket.orders)
_is_priced = _ticket(lambda ticket: any(o.phase in _PRICED for o in ticket.orders))
_is_weg: Can = lambda case: case.house is not None and case.house.kind == "weg"  # noqa: E731
_in_flat = _all(_ticket(lambda ticket: ticket.unit), _is_weg)
_is_public = _ticket(lambda ticket: ticket.visibility is Visibility.PUBLIC)
_is_private = _ticket(lambda ticket: ticket.visibility is not Visibility.PUBLIC)
_has_outside = _ticket(lambda ticket: ticket.reporter is not None)
_is_split = _all(_ticket(), lambda case: any(q.kind is QuestionKind.SPLIT for q in case.questions))
_is_alarm = _all(_is_open, lambda case: any(q.kind is QuestionKind.ALARM for q in case.questions))

ROWS: dict[str, tuple[Row, ...]] = {
    "manager": (
        Row("state.release", Act.RELEASE, _all(_ticket(), _moves(Act.RELEASE))),
        Row("state.start", Act.START, _all(_ticket(), _moves(Act.START))),
        Row("state.finish", Act.FINISH, _all(_ticket(), _moves(Act.FINISH))),
        Row("state.reject", Act.REJECT, _all(_ticket(), _moves(Act.REJECT))),
        Row("state.reopen", Act.REOPEN, _all(_ticket(), _moves(Act.REOPEN))),
        Row("text.salutation", None, _has_outside),
        Row("text.reply", Act.REPLY, _has_outside),
        Row("text.internal", Act.INTERNAL, _ticket()),
        Row("text.short", None, _all(_ticket(), lambda case: bool(case.texts))),
        Row("also.category", Act.CATEGORY, _all(_ticket(), lambda case: bool(_category(case)))),
        Row("also.assign", Act.ASSIGN, _all(_ticket(), lambda case: bool(_colleague(case)))),
        Row("also.priority", Act.PRIORITY, _ticket()),
        Row("also.follow_up", Act.FOLLOW_UP, _ticket()),
        Row("also.emergency", Act.EMERGENCY, _is_open),
        Row("also.no_emergency", Act.NO_EMERGENCY, _is_alarm),
        Row("also.split", Act.SPLIT, _is_split),
        Row("also.link", Act.LINK_TICKET, _all(_ticket(), lambda case: bool(case.units))),
        Row("also.delete", Act.DELETE, _ticket()),
        Row("also.retain", Act.RETAIN, _ticket()),
        Row("also.hold", Act.HOLD, _ticket()),
        Row("also.stop", Act.STOP, _all(_ticket(), lambda case: case.policy.hold_minutes > 0)),
        Row("also.undo", Act.UNDO, _ticket()),
        Row("orders.dispatch", Act.DISPATCH, _can_order),
        Row("orders.terms", Act.DISPATCH, _can_order),
        Row("orders.quote", Act.QUOTE, _can_order),
        Row("orders.inform", Act.INFORM, _can_order),
        Row("orders.cancel", Act.CANCEL_ORDER, _runs),
        Row("orders.remind", Act.REMIND, _runs),
        Row("orders.next_firm", Act.NEXT_FIRM, _runs),
        Row("orders.relay", Act.RELAY, _all(_runs, _has_outside)),
        Row("orders.sign_off", Act.SIGN_OFF, _is_ordered),
        Row("orders.rework", Act.REWORK, _is_ordered),
        Row("money.approval_board", Act.APPROVAL, _all(_is_priced, _is_weg)),
        Row("money.approval_owner", Act.APPROVAL, _all(_is_priced, _in_flat)),
        Row("money.account_weg", Act.ACCOUNT, _all(_is_open, _in_flat)),
        Row("money.account_owner", Act.ACCOUNT, _all(_is_open, _in_flat)),
        Row("money.inform_owner", Act.INFORM_OWNER, _all(_is_open, _in_flat)),
        Row("money.pass_invoice", Act.PASS_INVOICE, _is_ordered),
        Row("house.public", Act.PUBLIC, _is_private),
        Row("house.private", Act.PRIVATE, _is_public),
        Row("house.anonymous", Act.ANONYMOUS, _has_outside),
        Row("house.without", Act.WITHOUT, _is_public),
        Row("house.only", Act.ONLY, _is_public),
        Row("house.with", Act.WITH, _is_public),
        Row("house.to_all", Act.TO_ALL, _is_public),
        Row("house.merge", Act.MERGE, _is_open),
        Row("house.bundle", Act.BUNDLE, _is_open),
        Row("house.move", Act.MOVE, _all(_ticket(), lambda case: len(case.houses) > 1)),
        Row("new.for", Act.FOR, _all(_fresh, lambda case: bool(case.units))),
        Row("new.to", Act.TO, _all(_fresh, lambda case: bool(case.units))),
        Row("new.survey", Act.SURVEY, _all(_fresh, _is_weg)),
        Row("office.away", Act.AWAY, _all(_proven, lambda case: bool(_colleague(case)))),
        Row("office.back", Act.BACK, _proven),
        Row("office.rules", Act.RULES, _always),
        Row("office.rule_ok", Act.RULE_OK, _proven),
        Row("office.rule_no", Act.RULE_NO, _proven),
        Row("asking.status", Act.STATUS, lambda case: _known_ticket(case) is not None),
        Row("asking.list", Act.LIST, _always),
        Row("asking.file", Act.FILE, lambda case: _known_ticket(case) is not None),
        Row("asking.categories", Act.CATEGORIES, _always),
        Row("asking.report", Act.REPORT, _always),
        Row("asking.documents", Act.DOCUMENTS, has_documents),
        Row("asking.help", Act.HELP, _always),
    ),
    "contractor": (
        Row("work.accept", None, _has_order(OrderKind.ORDER, awaits=True)),
        Row("work.decline", None, _has_order(OrderKind.ORDER, OrderKind.QUOTE, awaits=None)),
        Row("work.no_access", None, _has_order(OrderKind.ORDER)),
        Row("work.dearer", None, _has_order(OrderKind.ORDER)),
        Row("work.parts", None, _has_order(OrderKind.ORDER)),
        Row("work.done", None, _has_order(OrderKind.ORDER)),
        Row("work.offer", None, _has_order(OrderKind.QUOTE)),
        Row("list.no_list", Act.NO_LIST, _answers(NoticeKind.ORDER_LIST)),
        Row("list.status", Act.STATUS, _always),
        Row("list.help", Act.HELP, _always),
    ),
    "resident": (
        Row("own.status", Act.STATUS, _all(_reports, _in_own, _may(Act.STATUS))),
        Row("own.file", Act.FILE, _all(_reports, _in_own, _may(Act.FILE))),
        Row("public.me_too", Act.ME_TOO, _all(_in_public, _may(Act.ME_TOO))),
        Row("public.mute", Act.MUTE, _all(_in_public, _may(Act.MUTE))),
        Row("evening.mute", Act.MUTE, _all(_answers(NoticeKind.EVENING), _may(Act.MUTE))),
        Row("all.status", Act.STATUS, _all(_reports, _has_own)),
        Row("all.file", Act.FILE, _all(_reports, _may(Act.FILE), _has_own)),
        Row("all.list", Act.LIST, _reports),
        *(Row(f"all.{act}", act, _wants_else(act)) for act in WISHES),
        Row("all.documents", Act.DOCUMENTS, has_documents),
        Row("all.help", Act.HELP, _always),
    ),
}
