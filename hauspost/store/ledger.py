"""Applies one decision in one transaction or not at all: the ticket locked, its `seq` compared, the arrival closed."""

import hashlib
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final, assert_never

from sqlalchemy import ColumnElement, Connection, Row, and_, bindparam, insert, select, update

from hauspost.desk.channels import ChannelKind, Participant
from hauspost.desk.decision import (
    Absorb,
    AddEntry,
    AddParticipant,
    AddWord,
    AnswerQuestion,
    AskQuestion,
    Assign,
    CancelNotice,
    CancelNotices,
    ChangeDocument,
    ChangeOrder,
    CloseArrival,
    Decision,
    Effect,
    Erase,
    FileDocument,
    ForgetAddress,
    HideReporter,
    ImportMasterData,
    KeepVoucher,
    LinkTo,
    MarkUndeliverable,
    MergeInto,
    MoveTo,
    Mute,
    NoteCorrection,
    NoteFailure,
    OpenOrder,
    OpenTicket,
    OweNotice,
    Pin,
    Prefer,
    ProposeRule,
    PutOff,
    PutOffQuestion,
    QuestionKind,
    Reactivate,
    Redecide,
    RefuseProposal,
    RememberAddress,
    RememberOnce,
    ReopenQuestion,
    RevokeChannel,
    SetApart,
    SetAudience,
    SetCategory,
    SetDating,
    SetFileRetention,
    SetFlag,
    SetFollowUp,
    SetHold,
    SetLimit,
    SetPlace,
    SetPriority,
    SetRelay,
    SetRetention,
    SetStatus,
    SetVisibility,
    StopRetention,
    SwitchRule,
    Verdict,
)
from hauspost.desk.model import Flag, Status
from hauspost.desk.notices import NoticeKind
from hauspost.desk.plain_values import to_json
from hauspost.desk.proof import Power
from hauspost.desk.work import order_tag
from hauspost.store import (
    arrivals,
    changes,
    deadlines,
    documents,
    erasing,
    file_retention,
    forgetting,
    journal,
    learning,
    linking,
    masterdata,
    merging,
    reachability,
    remembered,
    retention,
    revoking,
    schema,
    vouchers,
)
from hauspost.store.locking import lock_tickets
from hauspost.store.made import Made
from hauspost.store.octets import insert_new
from hauspost.store.revoking import revoke_unreadable

UNANSWERED = frozenset({"lapsed", "overtaken"})  # options by which a question ends without an answer

# What nearly every mail writes; made once, since building a statement costs more than running it.
_NEW_TICKET: Final = Made(insert(schema.tickets))
_NEW_ENTRY: Final = Made(insert(schema.entries))
_NEW_PARTICIPANT: Final = Made(insert(schema.participants))
_NEW_QUESTION: Final = Made(insert(schema.questions))
_NEW_NOTICE: Final = Made(insert(schema.notices))
_NEW_ID: Final = Made(insert(schema.message_ids))
_CHANGE: Final = Made(update(schema.tickets).where(schema.tickets.c.number == bindparam("which")))
_LOCKED: Final = Made(
    select(
        schema.tickets.c.seq, schema.tickets.c.flags, schema.tickets.c.property, schema.tickets.c.merged_into
    )
    .where(schema.tickets.c.number == bindparam("which"))
    .with_for_update()
)
_CLOSE: Final = Made(
    update(schema.arrivals).where(
        schema.arrivals.c.id == bindparam("which"),
        schema.arrivals.c.worker == bindparam("fence"),
        schema.arrivals.c.state == "received",
    )
)


class Stale(Exception):
    """The ticket has moved on since the decision was made; decide again."""


class LeaseLost(Exception):
    """Another node holds the arrival now; this one's work is void."""


@dataclass(frozen=True, slots=True)
class Closing:
    """The arrival that the decision closes, and what is remembered of its mail."""

    arrival: int
    worker: str
    delivery_key: str  # P2: From, Date, Message-ID, content and routing target
    power: int
    from_address: str = ""
    message_id: str = ""
    subject: str = ""
    cell: str = ""
    trace: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class _Work:
    """The transaction's own memory: which ticket, its journal's next number, the questions asked."""

    connection: Connection
    at: datetime
    event: str
    arrival: int | None
    ticket: int | None
    seq: int
    flags: set[str]
    property_id: str | None
    questions: dict[str, int] = field(default_factory=dict)
    owed: list[OweNotice] = field(default_factory=list)  # written at the end, all in one
    link: str | None = None  # of the last entry; None: not asked for yet
    salt: str = ""


def apply(connection: Connection, decision: Decision, closing: Closing, at: datetime) -> str:
    """TX2. Gives the arrival's new state: done, held or duplicate. Raises `Stale` or `LeaseLost` to undo it all."""
    first = _claim_delivery(connection, closing)
    if first is not None:
        _close(connection, closing, at, state="duplicate", verdict="", reason="duplicate", duplicate_of=first)
        return "duplicate"
    lock_tickets(connection, decision)
    work = _begin(connection, decision, closing.arrival, at)
    _carry_out_all(work, decision)
    for other in decision.also:
        _carry_out_all(_begin(connection, other, closing.arrival, at), other)
    if any(
        isinstance(effect, Erase) for effect in decision.everything
    ):  # the word that deletes quotes what it deletes
        closing = replace(closing, subject="")
    _remember_id(work, decision, closing)
    if closing.power >= Power.ENTRY:
        reachability.forget_failures(connection, closing.from_address)
    state = "held" if decision.verdict is Verdict.HELD else "done"
    _close(
        connection,
        closing,
        at,
        state=state,
        verdict=str(decision.verdict),
        reason=decision.reason,
        ticket=work.ticket,
    )
    return state


def enact(connection: Connection, decision: Decision, at: datetime) -> None:
    """A decision that no mail brought about: something was due. Raises `Stale`, too, if a question is not open."""
    lock_tickets(connection, decision)
    _carry_out_all(_begin(connection, decision, None, at), decision)


def owe(
    connection: Connection,
    notices: tuple[OweNotice, ...],
    *,
    event: str,
    arrival: int | None,
    property_id: str | None,
    at: datetime,
) -> bool:
    """Notices outside any ticket: an alert to the managers. Once for each event, however often it is tried.

    False: they were owed before.
    """
    if not insert_new(connection, schema.once, {"key": f"owe:{event}", "at": at}):
        return False
    _write_notices(_Work(connection, at, event, arrival, None, 0, set(), property_id, owed=list(notices)))
    return True


def _claim_delivery(connection: Connection, closing: Closing) -> int | None:
    """None if this mail is the first of its kind (or better proven than a held first one); else the first's number."""
    table = schema.deliveries
    values = {"key": closing.delivery_key, "arrival": closing.arrival, "power": closing.power}
    if insert_new(connection, table, values):
        return None
    first = _first(connection, closing.delivery_key)
    assert first is not None
    if first.arrival == closing.arrival:
        return None
    if not _yields(first, closing.power):
        return int(first.arrival)
    _replace_held(connection, closing, int(first.arrival))
    return None


def duplicate_of(connection: Connection, delivery_key: str, *, arrival: int, power: int) -> int | None:
    """The arrival that would make this one a duplicate (SAFETY, P2); None: it would be decided."""
    first = _first(connection, delivery_key)
    if first is None or first.arrival == arrival or _yields(first, power):
        return None
    return int(first.arrival)


def _first(connection: Connection, delivery_key: str) -> Row[Any, Any, Any] | None:
    table = schema.deliveries
    query = (
        select(table.c.arrival, table.c.power, schema.arrivals.c.state)
        .join(schema.arrivals, schema.arrivals.c.id == table.c.arrival)
        .where(table.c.key == delivery_key)
    )
    return connection.execute(query).one_or_none()


def _yields(first: Row[Any, Any, Any], power: int) -> bool:
    """A held one makes room for the same mail better proven."""
    return bool(first.state == "held" and first.power < power)


def _replace_held(connection: Connection, closing: Closing, held: int) -> None:
    """P2: the same mail came again, better proven; the question about the first is overtaken."""
    table = schema.deliveries
    connection.execute(
        update(table)
        .where(table.c.key == closing.delivery_key)
        .values(arrival=closing.arrival, power=closing.power)
    )
    questions = schema.questions
    connection.execute(
        update(questions)
        .where(questions.c.arrival == held, questions.c.state == "open")
        .values(state="overtaken")
    )
    row = schema.arrivals
    connection.execute(
        update(row).where(row.c.id == held).values(state="duplicate", duplicate_of=closing.arrival)
    )


def _begin(connection: Connection, decision: Decision, arrival: int | None, at: datetime) -> _Work:
    work = _Work(connection, at, decision.event, arrival, None, 0, set(), decision.place)
    if decision.ticket is None:
        return work
    _take_up(work, decision.ticket)
    if decision.seq is not None and work.seq != decision.seq:
        raise Stale(f"T-{decision.ticket}: decided at {decision.seq}, now {work.seq}")
    return work


def _take_up(work: _Work, number: int) -> None:
    row = _locked(work.connection, number)
    work.ticket, work.seq, work.flags, work.property_id = number, row.seq, set(row.flags), row.property
    work.link = None


def _locked(connection: Connection, number: int) -> Any:
    """Raises Stale where it has become another one's alias: whoever decided saw a ticket of its own.

    Taking one in leaves no entry of it with the alias, so that its `seq` alone does not tell.
    """
    (row,) = _LOCKED.rows(connection, {"which": number})
    if row.merged_into is not None:
        raise Stale(f"T-{number} has become T-{row.merged_into} meanwhile")
    return row


def _carry_out_all(work: _Work, decision: Decision) -> None:
    try:
        for effect in decision.effects:
            _carry_out(work, effect)
    except changes.Moved as error:
        raise Stale(str(error)) from None
    _finish_ticket(work)
    _write_notices(work)


def _carry_out(work: _Work, effect: Effect) -> None:
    match effect:
        case OpenTicket():
            _open(work, effect)
        case AddEntry():
            _add_entry(work, effect)
        case SetStatus():
            _set_status(work, effect)
        case SetCategory():
            _change_ticket(work, category=effect.after)
        case Assign():
            _change_ticket(work, responsible=effect.after)
        case SetPlace():
            _change_ticket(work, unit=effect.unit, place=effect.place, public_place=effect.public_place)
        case SetFlag():
            _set_flag(work, effect.flag, effect.is_set)
        case AddParticipant():
            _add_participant(work, effect.participant)
        case HideReporter():
            changes.hide(work.connection, _ticket(work), effect.persons)
        case OweNotice():
            work.owed.append(effect)
        case CancelNotices():
            _cancel(work, schema.notices.c.event == effect.event)
        case CancelNotice():
            _cancel(work, schema.notices.c.id == effect.notice)
        case AskQuestion():
            _ask(work, effect)
        case AnswerQuestion():
            _answer(work, effect)
        case ReopenQuestion():
            _reopen(work, effect)
        case PutOffQuestion():
            _put_off(work, effect)
        case Redecide():
            arrivals.reopen(work.connection, effect.arrival, effect.override)
        case CloseArrival():
            arrivals.close(
                work.connection, effect.arrival, verdict=str(effect.verdict), reason=effect.reason, at=work.at
            )
        case RememberOnce():
            insert_new(work.connection, schema.once, {"key": effect.key, "at": work.at})
        case Mute():
            changes.mute(work.connection, effect.persons, effect.ticket, work.at)
        case Prefer():
            changes.prefer(work.connection, effect.persons, effect.notify)
        case ForgetAddress():
            remembered.forget(work.connection, effect.address)
        case RememberAddress():
            remembered.remember(work.connection, effect.persons, effect.address, work.at)
        case NoteFailure():
            reachability.note(
                work.connection,
                effect.address,
                mail=effect.mail,
                status=effect.status,
                words=effect.words,
                at=work.at,
            )
        case MarkUndeliverable():
            reachability.switch_off(work.connection, effect.address, work.at)
        case Reactivate():
            reachability.switch_on(work.connection, effect.address)
        case SwitchRule():
            changes.switch_rule(work.connection, effect.name)
        case ProposeRule():
            learning.propose(work.connection, effect.rule)
        case NoteCorrection():
            learning.note(work.connection, effect.category, effect.words, _ticket(work))
        case KeepVoucher():
            vouchers.keep(
                work.connection,
                effect.voucher,
                ticket=work.ticket,
                place=work.property_id,
                arrival=work.arrival,
                at=work.at,
            )
        case FileDocument():
            work.property_id = work.property_id or effect.property_id
            documents.file(work.connection, effect, at=work.at)
        case ChangeDocument():
            documents.change(work.connection, effect, at=work.at)
        case AddWord():
            learning.add_word(work.connection, effect.category, effect.word)
        case RefuseProposal():
            learning.refuse(work.connection, effect.key, effect.rule, work.at)
        case ImportMasterData():
            masterdata.enact(work.connection, effect.diff, over=effect.stored, at=work.at)
        case MergeInto():
            _merge(work, effect)
        case Absorb():
            _locked(work.connection, effect.source)
            merging.merge(work.connection, effect.source, _ticket(work))
        case SetPriority():
            _change_ticket(work, priority=effect.after)
        case SetFollowUp():
            _change_ticket(work, follow_up_at=effect.at, follow_up_note=effect.note)
        case PutOff():
            deadlines.put_off(work.connection, _ticket(work), effect)
        case SetApart():
            merging.part(work.connection, effect.source, _ticket(work), effect.channels)
        case Erase():
            _erase(work, effect)
        case SetRetention():
            _change_alike(work, retention=effect.retention)
        case SetFileRetention():
            numbers = erasing.numbers_of(work.connection, _ticket(work))
            file_retention.say(work.connection, numbers, effect.file, effect.retention, work.at)
        case SetHold():
            _change_alike(work, hold=effect.reason)
        case StopRetention():
            if not retention.end(work.connection, effect.year, "stopped", 0):
                raise Stale(f"the run of {effect.year} is over")
        case LinkTo():
            linking.link(work.connection, _ticket(work), effect, work.at)
            revoke_unreadable(work.connection, _ticket(work), work.at)
        case MoveTo():
            changes.move_to(work.connection, _ticket(work), effect.property_id)
            work.property_id = effect.property_id
            revoke_unreadable(work.connection, _ticket(work), work.at)
        case _:
            _change_reach_or_order(work, effect)


def _change_reach_or_order(
    work: _Work,
    effect: OpenOrder
    | ChangeOrder
    | SetLimit
    | SetDating
    | RevokeChannel
    | SetVisibility
    | SetAudience
    | Pin
    | SetRelay,
) -> None:
    connection, ticket = work.connection, _ticket(work)
    match effect:
        case OpenOrder():
            changes.open_order(connection, ticket, effect.order, work.at)
        case ChangeOrder():
            changes.change_order(
                connection,
                ticket,
                effect.order,
                before=effect.before,
                after=effect.after,
                window=effect.window,
                at=work.at,
            )
        case SetLimit():
            changes.set_limit(connection, ticket, effect.order, effect.limit)
        case SetDating():
            changes.set_dating(connection, ticket, effect.order, effect.dating)
        case SetRelay():
            changes.set_relay(connection, ticket, effect.order, is_on=effect.is_on)
        case RevokeChannel():
            revoking.revoke_channel(connection, ticket, effect.channel, effect.persons, work.at)
        case SetVisibility():
            changes.show_to(connection, ticket, effect.after, effect.public_place)
            revoke_unreadable(connection, ticket, work.at)
        case SetAudience():
            changes.choose_audience(connection, ticket, effect.after)
            revoke_unreadable(connection, ticket, work.at)
        case Pin():
            changes.pin(connection, ticket, effect.fact)
        case _:
            assert_never(effect)


def _erase(work: _Work, effect: Erase) -> None:
    connection, ticket, on = work.connection, _ticket(work), work.at.date()
    if effect.person:
        forgetting.forget_words(connection, ticket, effect.person, effect.instead, on)
    else:
        erasing.erase(connection, ticket, effect, arrival=work.arrival, on=on)


def _merge(work: _Work, effect: MergeInto) -> None:
    """What follows in the same decision speaks of the target."""
    absorbed = _ticket(work)
    _finish_ticket(work)
    _take_up(work, effect.target)
    merging.merge(work.connection, absorbed, effect.target)


def _open(work: _Work, effect: OpenTicket) -> None:
    values = {
        "property": effect.property_id,
        "kind": effect.kind,
        "status": Status.OPEN,
        "category": effect.category,
        "visibility": effect.visibility,
        "subject": effect.subject,
        "unit": effect.unit,
        "place": effect.place,
        "reporter": effect.reporter,
        "responsible": effect.responsible,
        "flags": sorted(effect.flags),
        "priority": effect.priority,
        "recurrence_of": effect.recurrence_of,
        "audience": sorted(effect.audience),
        "public_place": effect.public_place,
        "pinned": [],
        "seq": 0,
        "opened_at": work.at,
        "changed_at": work.at,
    }
    number = _NEW_TICKET.insert(work.connection, values)
    work.ticket, work.seq, work.flags, work.link = number, 0, set(effect.flags), None
    work.property_id = effect.property_id
    for participant in effect.participants:
        _add_participant(work, participant)


def _ticket(work: _Work) -> int:
    if work.ticket is None:
        raise RuntimeError("an effect speaks of a ticket, but the decision has none")
    return work.ticket


def _add_entry(work: _Work, effect: AddEntry) -> None:
    if work.link is None:
        work.link, work.salt = journal.before(work.connection, _ticket(work), work.seq)
    work.seq += 1
    values = {
        "ticket": _ticket(work),
        "seq": work.seq,
        "channel": str(effect.channel),
        "kind": effect.kind,
        "author": effect.author,
        "author_name": effect.author_name,
        "at": work.at,
        "text": effect.text,
        "facts": effect.facts,
        "arrival": work.arrival,
        "event": work.event,
    }
    seal = journal.sealed(values, work.link, work.salt)
    work.link = seal["link"]
    _NEW_ENTRY.change(work.connection, {**values, **seal})


def _change_ticket(work: _Work, **values: Any) -> None:
    _CHANGE.change(work.connection, {"which": _ticket(work), **values})


def _change_alike(work: _Work, **values: Any) -> None:
    """With what was merged into it, which may be parted from it again."""
    alike = schema.tickets.c.number.in_(erasing.numbers_of(work.connection, _ticket(work)))
    work.connection.execute(update(schema.tickets).where(alike).values(**values))


def _set_status(work: _Work, effect: SetStatus) -> None:
    _set_flag(work, Flag.REJECTED, effect.is_rejected)
    _change_ticket(work, status=effect.after, done_at=work.at if effect.after is Status.DONE else None)


def _set_flag(work: _Work, flag: Flag, is_set: bool) -> None:
    work.flags = work.flags | {str(flag)} if is_set else work.flags - {str(flag)}


def _add_participant(work: _Work, participant: Participant) -> None:
    values = {
        "ticket": _ticket(work),
        "person": participant.person,
        "channel": str(participant.channel),
        "kind": participant.kind,
        "hidden": participant.hidden,
        "since": participant.since,
        "until": participant.until,
    }
    _NEW_PARTICIPANT.change(work.connection, values)


def _write_notices(work: _Work) -> None:
    """All in one statement: five hundred readers are one event. Steering mails show the ticket's seq (WORDS 2, end)."""
    if work.owed:
        _NEW_NOTICE.insert_all(work.connection, [_notice(work, effect) for effect in work.owed])


def _notice(work: _Work, effect: OweNotice) -> dict[str, Any]:
    question = work.questions.get(effect.question)
    offers = [dict(to_json(o)) for o in effect.offers]
    for row in offers:  # one that names an older question keeps it
        asked = work.questions.get(row.pop("asks"), question)
        row["question"] = row["question"] if row["question"] is not None else asked
    return {
        "event": work.event,
        "kind": effect.kind,
        "address": effect.address,
        "persons": list(effect.persons),
        "ticket": effect.about or work.ticket,
        "property": work.property_id,
        "channel": str(effect.channel) if effect.channel else "",
        "seq": None if work.ticket is None or effect.about else work.seq,
        "facts": _facts(work, effect),
        "offers": offers,
        "question": question,
        "arrival": work.arrival,
        "created_at": work.at,
        "due_at": effect.due_at,
        "is_foldable": effect.is_foldable,
        "state": "owed",
    }


def _facts(work: _Work, effect: OweNotice) -> dict[str, Any]:
    """What a decision could not know that opens its ticket: the number in the tag of its first order."""
    facts: dict[str, Any] = to_json(effect.facts)
    channel = effect.channel
    if facts.get("tag") == "" and channel is not None and channel.kind is ChannelKind.ORDER:
        facts["tag"] = order_tag(_ticket(work), channel.key)
    if effect.kind is NoticeKind.ACKNOWLEDGEMENT and facts["is_first"]:
        facts["is_first"] = _is_first(work, effect.address)
    return facts


def _is_first(work: _Work, address: str) -> bool:
    """Of two first mails that two nodes decide at one moment, the second waits here and is told it was not.

    Later on the mails that were written tell (`tickets.is_told_of_privacy`); at the turn of an hour it may be said
    twice, which is better than never.
    """
    key = f"first:{hashlib.sha256(address.encode()).hexdigest()}:{work.at:%Y-%m-%dT%H}"
    return insert_new(work.connection, schema.once, {"key": key, "at": work.at})


def _cancel(work: _Work, which: ColumnElement[bool]) -> None:
    table = schema.notices
    owed = and_(which, table.c.state == "owed")
    work.connection.execute(update(table).where(owed).values(state="cancelled", reason="taken back"))


def _ask(work: _Work, effect: AskQuestion) -> None:
    values = {
        "kind": effect.kind,
        "asked": list(effect.asked),
        "about": effect.about,
        # Whoever is away is so at every house, whatever mail she says it in.
        "ticket": None if effect.kind is QuestionKind.ABSENCE else work.ticket,
        "property": None if effect.kind is QuestionKind.ABSENCE else effect.property_id or work.property_id,
        "asked_at": work.at,
        "due_at": effect.due_at,
        "default": effect.default,
        "state": "open",
        "arrival": effect.about.get("arrival"),
        "survey": effect.about.get("survey"),
    }
    work.questions[effect.local] = _NEW_QUESTION.insert(work.connection, values)


def _answer(work: _Work, effect: AnswerQuestion) -> None:
    table = schema.questions
    waiting = and_(table.c.id == effect.question, table.c.state == "open")
    state = effect.option if effect.option in UNANSWERED else "answered"
    values = {"state": state, "answer": effect.option, "answered_by": effect.by, "answered_at": work.at}
    if work.connection.execute(update(table).where(waiting).values(values)).rowcount != 1:
        raise Stale(f"question {effect.question} has been answered meanwhile")


def _reopen(work: _Work, effect: ReopenQuestion) -> None:
    table = schema.questions
    closed = and_(table.c.id == effect.question, table.c.state != "open")
    values = {"state": "open", "answer": "", "answered_by": None, "answered_at": None}
    work.connection.execute(update(table).where(closed).values(values))
    is_over = and_(table.c.id == effect.question, table.c.due_at <= work.at)
    work.connection.execute(update(table).where(is_over).values(due_at=None, default=""))


def _put_off(work: _Work, effect: PutOffQuestion) -> None:
    table = schema.questions
    waiting = and_(table.c.id == effect.question, table.c.state == "open", table.c.due_at <= work.at)
    values = {"due_at": effect.due_at, "about": effect.about}
    if work.connection.execute(update(table).where(waiting).values(values)).rowcount != 1:
        raise Stale(f"question {effect.question} was answered or put off meanwhile")


def _finish_ticket(work: _Work) -> None:
    if work.ticket is not None:
        _change_ticket(work, seq=work.seq, changed_at=work.at, flags=sorted(work.flags))


def _remember_id(work: _Work, decision: Decision, closing: Closing) -> None:
    """So that a reply to this mail by somebody who got a copy threads to the same ticket."""
    if work.ticket is None or decision.channel is None or not closing.message_id:
        return
    values = {"message_id": closing.message_id[:255], "ticket": work.ticket, "channel": str(decision.channel)}
    _NEW_ID.change(work.connection, values)


def _close(connection: Connection, closing: Closing, at: datetime, **values: Any) -> None:
    known = {
        "which": closing.arrival,
        "fence": closing.worker,
        "from_address": closing.from_address,
        "message_id": closing.message_id,
        "subject": closing.subject,
        "cell": closing.cell,
        "trace": closing.trace,
        "worker": "",
        "leased_until": None,
        "is_parsing": False,
        "closed_at": at,
    }
    if _CLOSE.change(connection, known | values) != 1:
        raise LeaseLost(f"arrival {closing.arrival}")
