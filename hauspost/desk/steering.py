"""What a manager's mail does to a ticket: commands line by line, then other words, then the transcript (WORDS 1, 2)."""

from dataclasses import replace

from hauspost.desk import accounts, deleting, document_filing, imports, invoices, surveys, yearly_run
from hauspost.desk.announcing import announce
from hauspost.desk.approvals import put_by_hand
from hauspost.desk.asking import answer
from hauspost.desk.case import Case
from hauspost.desk.chasing import CHASING, chase
from hauspost.desk.confirming import ask_to_widen, chosen, confirm, send_kept
from hauspost.desk.course import HELD, Course, answered_before, changed_since, decided, joined, note
from hauspost.desk.decision import (
    Decision,
    OweNotice,
    Verdict,
)
from hauspost.desk.document_changes import change_documents
from hauspost.desk.escalating import ESCALATING, escalate
from hauspost.desk.follow_ups import follow_up
from hauspost.desk.houses import Person
from hauspost.desk.intents import Act, Command, NearMiss, Offer, Said
from hauspost.desk.keeping import keep
from hauspost.desk.learning import accept_word, learn, refuse_word
from hauspost.desk.leaving import not_sent, part_words, say_unreached, tell_outside, transcript_for
from hauspost.desk.linking import link
from hauspost.desk.merging import with_absorbed
from hauspost.desk.model import EntryKind, Flag, Ticket
from hauspost.desk.moves import STATUS_ACTS, assign, categorise, move
from hauspost.desk.naming import ask_to_name, betrayals
from hauspost.desk.notices import NoticeKind
from hauspost.desk.notices_of_steering import Outcome, Transcript, TranscriptLine
from hauspost.desk.orders import ORDER_ACTS, order
from hauspost.desk.priorities import prioritise
from hauspost.desk.proposals import ANSWERS, answer_proposal, is_veto, stop_rule, to_next
from hauspost.desk.reach import REACH_ACTS, reach, widening
from hauspost.desk.relaying import stopped as relay_stopped
from hauspost.desk.relaying import switch
from hauspost.desk.releasing import HELD_ACTS, answer_held, takes_back_held, undo_held
from hauspost.desk.rework import WORK_ACTS, judge
from hauspost.desk.rights import ASKING, needed_power
from hauspost.desk.rulebook import approve_rule, refuse_rule
from hauspost.desk.splitting import split
from hauspost.desk.stopping import waits_to_leave
from hauspost.desk.telling import tell
from hauspost.desk.undeliverable import reactivate
from hauspost.desk.undoing import TakenBack, remembering_answers, stop, undo
from hauspost.desk.work import order_named
from hauspost.desk.workflow import propose_anew

LEARNED = {
    Act.RULE_OK: approve_rule,
    Act.RULE_NO: refuse_rule,
    Act.WORD_OK: accept_word,
    Act.WORD_NO: refuse_word,
}  # answers to what was learned: of no ticket either
# Where the word alone would be plain text.
ONCE_MORE = frozenset({Act.PROPOSAL, Act.YES, Act.IMPORT_OK, *STATUS_ACTS})
OF_THE_OFFICE = frozenset({Act.AWAY, Act.BACK})  # of no ticket


def steer(case: Case, said: Said) -> Decision:
    """One decision for everything that a manager's mail says; `case.ticket` may be absent (answers to a held list)."""
    if (done := imports.answered(case, said) or document_filing.answered(case, said)) is not None:
        return done
    by = case.acting_managers[0]
    course, said = chosen(case, Course(case.ticket), said, by)
    # The lines of a held list stand each for themselves: a wrong one does not keep the others waiting.
    misses = tuple(m for m in said.near_misses if m.line.upper().startswith(HELD) and m.reason != "too_many")
    if (doubtful := next((m for m in said.near_misses if m not in misses), None)) is not None:
        return confirm(case, course, said, doubtful, by)
    if found := betrayals(case, course, said):
        return ask_to_name(case, said, found, by)
    if (wide := widening(case, course, said)) is not None:
        return ask_to_widen(case, said, wide, by)
    if (to_delete := deleting.asks(case, said, by)) is not None:
        return to_delete
    for miss in misses:
        course = course.then(_held_line(case, miss))
    course = change_documents(case, course, said, by)
    for command in said.commands:
        course = _carry_out(case, course, command, by)
        case = with_absorbed(case, command)
    return _conclude(case, learn(case, course, by), said, by)


def _held_line(case: Case, miss: NearMiss) -> TranscriptLine:
    """A number that waits no more is told what became of it; every other wrong line, which words there are."""
    before = answered_before(case, Command(Act.TAKE, miss.line, target=miss.unknown))
    if before.outcome is Outcome.ANSWERED:
        return before
    return TranscriptLine(miss.line, "held", Outcome.NOT_UNDERSTOOD, detail="held_word")


def _carry_out(case: Case, course: Course, command: Command, by: Person) -> Course:
    line = TranscriptLine(command.line, str(command.act), Outcome.NOT_UNDERSTOOD)
    if case.resolution.power < needed_power(command.act):
        again = _offered_again(case, command, by)
        return replace(course.then(replace(line, outcome=Outcome.PROOF)), offers=(*course.offers, *again))
    if command.act in ASKING:
        return replace(course, effects=(*course.effects, *answer(case, command)))
    if command.act in HELD_ACTS:
        return answer_held(case, course, command, by)
    if command.act is Act.REACHABLE:
        return reactivate(course, command)
    if command.act is Act.ON_IT:
        return escalate(case, course, command, by, ticket=None)
    if command.act in OF_THE_OFFICE:
        return announce(case, course, command, by)
    if (answer_learned := LEARNED.get(command.act)) is not None:
        return answer_learned(case, course, command, by)
    if command.act is Act.CHANGE_DOCUMENT:  # all of them together, before
        return course
    if imports.is_import(case, command) or document_filing.is_answer(case, command):
        return imports.ended(case, course, command)
    if yearly_run.is_answer(case, command):
        return yearly_run.stop(case, course, command, by)
    if command.act is Act.UNDO and (held := _undone_held(case, course, command, by)) is not None:
        return held
    ticket = course.ticket
    if ticket is None or not _is_meant(ticket, command):
        return course.then(replace(line, detail="which_ticket"))
    if Flag.SURVEY in ticket.flags and command.act in surveys.ACTS:
        return surveys.steer_survey(case, course, command, by, ticket=ticket)
    if command.act in STATUS_ACTS:
        return move(case, course, command, by, ticket=ticket)
    if command.act in ORDER_ACTS:
        return order(case, course, command, by, ticket=ticket)
    if command.act is Act.RELAY:
        return switch(case, course, command, by, ticket=ticket)
    if command.act in WORK_ACTS:
        return judge(case, course, command, by, ticket=ticket)
    if command.act in ESCALATING:
        return escalate(case, course, command, by, ticket=ticket)
    if (to_delete := deleting.asked(case, course, command)) is not None:
        return deleting.answered(case, course, to_delete, command, by, ticket=ticket)
    if command.act in ANSWERS:
        return answer_proposal(case, course, command, by, ticket=ticket)
    if command.act in REACH_ACTS:
        return reach(case, course, command, by, ticket=ticket)
    if command.act in CHASING:
        return chase(case, course, command, by, ticket=ticket, replaces=to_next)
    match command.act:
        case Act.PRIORITY:
            return prioritise(case, course, command, by, ticket=ticket)
        case Act.FOLLOW_UP:
            return follow_up(case, course, command, by, ticket=ticket)
        case Act.CATEGORY:
            return categorise(case, course, command, by, ticket=ticket)
        case Act.DELETE:
            return deleting.refuse(course, command, ticket=ticket)
        case Act.RETAIN | Act.HOLD:
            return keep(case, course, command, by, ticket=ticket)
        case Act.LINK_TICKET:
            return link(case, course, command, by, ticket=ticket)
        case Act.ASSIGN:
            return assign(case, course, command, by, ticket=ticket)
        case Act.SPLIT:
            return split(case, course, command, by, ticket=ticket)
        case Act.SEND:
            return send_kept(case, course, command, by)
        case Act.APPROVAL:
            return put_by_hand(case, course, command, by, ticket=ticket)
        case Act.ACCOUNT:
            return accounts.choose_account(case, course, command, by, ticket=ticket)
        case Act.INFORM_OWNER:
            return accounts.inform_owner(case, course, command, by, ticket=ticket)
        case Act.PASS_INVOICE:
            return invoices.pass_by_hand(case, course, command, by, ticket=ticket)
        case Act.CHOOSE:  # `_chosen` found no such question: it has been answered
            return course.then(answered_before(case, command))
        case Act.STOP:
            if is_veto(case, course, command) or waits_to_leave(case, ticket):
                return stop_rule(case, course, command, by, ticket=ticket)
            taken = stop(case, ticket, command, by)
            is_nothing = taken.line.outcome is Outcome.NOTHING_TO_STOP
            if is_nothing and (off := relay_stopped(case, course, command, by, ticket=ticket)) is not None:
                return off
            if is_nothing:
                return stop_rule(case, course, command, by, ticket=ticket)
            return _back(course, taken)
        case Act.UNDO:
            return surveys.reopened(case, _back(course, undo(case, ticket, command, by)), by, ticket=ticket)
        case _:
            return course.then(line)


def _offered_again(case: Case, command: Command, by: Person) -> tuple[Offer, ...]:
    """The receipt asks whom we had asked for the word once more, unless somebody has changed the matter since."""
    answered = case.answered
    if answered is None or by.id not in answered.persons or changed_since(case, EntryKind.ORDER):
        return ()
    offers = answered.offers
    same = (
        o for o in offers if (o.act, o.value, o.question) == (command.act, command.value, command.question)
    )
    return tuple(o for o in same if o.act in ONCE_MORE)[:1]


def _undone_held(case: Case, course: Course, command: Command, by: Person) -> Course | None:
    """RÜCKGÄNGIG of an answer to a held mail, where nothing newer of the ticket can be taken back."""
    question = takes_back_held(case)
    if question is None:
        return None
    ticket = course.ticket
    newer = undo(case, ticket, command, by).line if ticket is not None else None
    if newer is not None and (newer.outcome is not Outcome.NOTHING_TO_UNDO or newer.detail):
        return None
    return undo_held(course, command, question)


def _back(course: Course, taken: TakenBack) -> Course:
    course = course.then(taken.line, *taken.effects)
    return replace(course, lines=(*course.lines, *taken.more))


def _is_meant(ticket: Ticket, command: Command) -> bool:
    """Whether the number before the command, if any, is this ticket's or one of its orders'."""
    named = command.target.upper()
    order = order_named(named)
    return named in ("", ticket.tag, str(ticket.number)) or (order is not None and order[0] == ticket.number)


def _conclude(case: Case, course: Course, said: Said, by: Person) -> Decision:
    parted = part_words(case, said)
    course = replace(course, to=course.to or parted.to)
    words = joined(*course.sends, parted.leaves)
    effects = list(course.effects)
    told = tell_outside(case, course, words, by)
    effects += told
    notes = joined(parted.stays, said.internal)
    if notes and case.ticket is None:
        return _which_ticket(case, course, notes, by)
    if notes:
        effects.append(note(by, notes))
    course = say_unreached(case, course, told)
    planned = propose_anew(case, course)
    effects += planned.effects
    effects = list(remembering_answers(tuple(effects), by))
    waits = any(isinstance(e, OweNotice) and e.due_at > case.at for e in told)
    if course.lines or said.commands or (words and (waits or said.internal)):
        effects += transcript_for(
            case, course, parted, words=words, kept=notes, told=told, by=by, planned=planned
        )
    elif parted.stays:
        effects += not_sent(case, parted, by)
    reason = "steered" if said.commands else "manager_words"
    return replace(decided(case, Verdict.ACCEPTED, reason, tuple(effects)), also=course.also)


def _which_ticket(case: Case, course: Course, text: str, by: Person) -> Decision:
    """Words without a ticket to keep them in: the author hears that nobody got them; the mail stays on record."""
    first = text.strip().splitlines()[0]
    line = TranscriptLine(first, "text", Outcome.NOT_UNDERSTOOD, detail="which_ticket")
    facts = Transcript(lines=(*course.lines, line))
    notices = tell(case, (by,), NoticeKind.TRANSCRIPT, facts, channel=None)
    return decided(case, Verdict.REFUSED, "which_ticket", (*course.effects, *notices))
