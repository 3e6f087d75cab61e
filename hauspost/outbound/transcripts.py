"""Knows how a receipt tells what became of each line, and who hears of it."""

import re
from collections.abc import Iterator

from hauspost.desk.houses import Person
from hauspost.desk.intents import Act
from hauspost.desk.merging import PARTABLE
from hauspost.desk.model import Status
from hauspost.desk.notices import NoticeKind
from hauspost.desk.notices_of_steering import Outcome, Telling, Transcript, TranscriptLine
from hauspost.desk.telling import JOINED
from hauspost.outbound import addressing, cleaning, deadlines, house_acts
from hauspost.outbound.page import Answer, Entry
from hauspost.outbound.public import audience_words
from hauspost.outbound.view import View, phone

FINE = frozenset(
    {
        Outcome.DONE,
        Outcome.ALREADY,
        Outcome.ANSWERED,
        Outcome.SENT,
        Outcome.KEPT,
        Outcome.STOPPED,
        Outcome.UNDONE,
        Outcome.NO_ADDRESS,  # what was asked for was done; only the mail about it was not possible
    }
)
CARRIED_OUT = frozenset({Outcome.DONE, Outcome.SENT, Outcome.KEPT, Outcome.STOPPED, Outcome.UNDONE})
STATUSES = frozenset(map(str, Status))
OPENING = frozenset({"open", "for", "to"})
TAKEN_BACK = frozenset({Outcome.STOPPED, Outcome.UNDONE})
STANDS = frozenset({Outcome.ALREADY, Outcome.REFUSED, *TAKEN_BACK})  # `after` is how the ticket stands now
PROPOSED = frozenset({"learned_rule", "learned_word"})  # what the desk asks of its own
REOPENED, PARTED = "reopened", "parted"
STAYING = frozenset(
    map(str, (Act.MERGE, Act.BUNDLE, Act.MOVE, Act.ANONYMOUS))
)  # no word leads back from these
ENDED = frozenset(
    {"lapsed", "overtaken", "dispatch", "closed", "erase"}
)  # by which a question ends without anybody's word
HELD_NUMBER = re.compile(r"H-\d+", re.IGNORECASE)
# Outcomes that are the whole message where every line of the mail had them.
WHOLE = (
    Outcome.ALREADY,
    Outcome.ANSWERED,
    Outcome.STOPPED,
    Outcome.NOTHING_TO_STOP,
    Outcome.NOTHING_TO_UNDO,
    Outcome.KEPT,
    Outcome.REFUSED,
)


def lead(view: View, facts: Transcript) -> str:
    """The inbox preview: whether all was done, the change, and until when STOPP helps."""
    said, outcomes = view.language, [line.outcome for line in facts.lines]
    bad = sum(outcome not in FINE for outcome in outcomes)
    if Outcome.OVERTAKEN in outcomes:
        return (
            said.say("transcript.overtaken", by=facts.since[-1].by)
            if facts.since
            else said.say("transcript.overtaken_somebody")
        )
    if unread := outcomes.count(Outcome.NOT_UNDERSTOOD):
        return said.count("transcript.not_understood", unread)
    if set(outcomes) == {Outcome.STOPPED} and facts.tellings:  # an order that had left already
        return said.say("transcript.stopped_told")
    for outcome in WHOLE:
        if outcomes and set(outcomes) == {outcome}:
            return said.say(f"transcript.{outcome}")
    if bad:
        if bad == len(outcomes):
            return said.say("transcript.refused")
        key = "refused_some" if CARRIED_OUT.intersection(outcomes) else "refused_lines"
        return said.count(f"transcript.{key}", bad)
    return _good_news(view, facts)


def _good_news(view: View, facts: Transcript) -> str:
    said, until = view.language, view.times.moment(facts.stop_until) if facts.stop_until else ""
    if not facts.lines:
        if not facts.sent_text:
            return said.say("transcript.kept")
        return said.say("transcript.sent_at", at=until) if until else said.say("transcript.sent")
    is_undone = all(line.outcome is Outcome.UNDONE for line in facts.lines)
    parts = [said.say("transcript.undone" if is_undone else "transcript.done"), _journey(view, facts)]
    parts += [
        said.say("transcript.unreached", who=_people(view, line.detail))
        for line in facts.lines
        if line.outcome is Outcome.NO_ADDRESS
    ]
    if facts.stop_until:
        parts.append(said.say("transcript.stop_until", at=view.times.time(facts.stop_until)))
    return said.say("marks.between").join(p for p in parts if p)


def _journey(view: View, facts: Transcript) -> str:
    """From the first status to the last, however many lines it took."""
    if len(facts.numbers) > 1:
        return view.language.count("transcript.several", len(facts.numbers))
    moves = [line for line in facts.lines if line.before in STATUSES and line.after in STATUSES]
    if not moves:
        opened = any(line.act in OPENING and line.outcome is Outcome.DONE for line in facts.lines)
        return view.language.say("transcript.opened", tag=view.tag) if opened else ""
    return _move(view, _before(moves[0]), _after(view, moves[-1]))


def lines(view: View, facts: Transcript) -> Iterator[Entry]:
    for n, line in enumerate(facts.lines, start=1):
        became = _outcome(view, facts, line)
        moved = _move(view, _before(line), _after(view, line)) if house_acts.moved(line) else ""
        if line.outcome is Outcome.NO_ADDRESS or line.act in (
            REOPENED,
            PARTED,
            *PROPOSED,
        ):  # nobody typed this line
            yield Entry(str(n), became, _going_out(view, line), line.text)
        else:
            is_lost = line.outcome is Outcome.OVERTAKEN and not house_acts.offers_both(view)
            again = _again(view, line) if is_lost else ""
            told = (became, moved, again, *_going_out(view, line))
            yield Entry(str(n), view.language.say("marks.quote", text=line.line), told, line.text)


def _going_out(view: View, line: TranscriptLine) -> tuple[str, ...]:
    return (view.language.say("transcript.going_out"),) if line.text else ()


def _again(view: View, line: TranscriptLine) -> str:
    return view.language.say("outcomes.overtaken_again", line=cleaning.one_line(line.line))


def _outcome(view: View, facts: Transcript, line: TranscriptLine) -> str:
    said, after = view.language, _after(view, line)
    own = said.say_if(
        f"outcomes.{line.outcome}_{line.act}", before=line.before, after=after, detail=line.detail
    )
    if own := deadlines.done(view, line) or house_acts.not_done(view, line) or own:
        return own
    match line.outcome:
        case Outcome.DONE:
            return _done(view, line, after)
        case Outcome.NOTHING_TO_UNDO | Outcome.UNDONE | Outcome.STOPPED if own := _taken_back(view, line):
            return own
        case Outcome.UNDONE if line.before and line.after:
            return f"{said.say('outcomes.undone')} {_move(view, _before(line), after)}"
        case Outcome.OVERTAKEN if facts.since:
            return said.say("outcomes.overtaken", by=facts.since[-1].by)
        case Outcome.OVERTAKEN:
            return said.say("outcomes.overtaken_somebody")
        case Outcome.ANSWERED:
            return _answered(view, line)
        case Outcome.ALREADY | Outcome.SENT:
            return (
                said.say(f"outcomes.{line.outcome}", after=after)
                if after
                else said.say(f"outcomes.{line.outcome}_plain")
            )
        case Outcome.STOPPED if line.before and line.after:
            return said.say("outcomes.stopped_back", after=after)
        case Outcome.NO_ADDRESS:
            who, number = _people(view, line.detail), phone(line.after)
            key = "outcomes.no_address_phone" if number else "outcomes.no_address"
            return said.say(key, who=who, phone=number)
        case Outcome.REFUSED if line.after in STATUSES:
            return said.say("outcomes.refused_status", after=after)
        case Outcome.REFUSED | Outcome.NOT_UNDERSTOOD:
            return _not_done(view, line)
        case _:
            return said.say(f"outcomes.{line.outcome}")


def _answered(view: View, line: TranscriptLine) -> str:
    """What was decided on the question, by whom and when; what nobody decided has run out, or was overtaken."""
    said, when = view.language, view.times.moment(line.at) if line.at else ""
    if line.detail in ENDED:
        key = line.detail if line.detail != "overtaken" or not line.company else "overtaken_by"
        return said.say(f"answered.{key}", who=line.company, at=when)
    word = said.label("answer_words", line.detail)
    key = "by" if line.company else "plain"
    return said.say(f"answered.{key}", who=line.company, at=when, answer=word)


def _taken_back(view: View, line: TranscriptLine) -> str:
    """What STOPP and RÜCKGÄNGIG left as it is, and who reads it now."""
    return view.language.say_if(f"outcomes.{line.outcome}_{line.detail}") if line.detail else ""


def _not_done(view: View, line: TranscriptLine) -> str:
    """Why, and which word fits instead; a code that has no sentence here gets the plain one."""
    said = view.language
    if line.outcome is Outcome.NOT_UNDERSTOOD:
        number = HELD_NUMBER.search(line.line)
        code, target = line.detail or line.after, number[0].upper() if number else "H-…"
    else:
        code, target = line.after, line.detail
    named = f"{code.lower()}_open" if code == "which_person" and not line.company else code.lower()
    own = said.say_if(f"outcomes.{line.outcome}_{named}", target=target, who=line.company)
    return own or said.say(f"outcomes.{line.outcome}")


def _done(view: View, line: TranscriptLine, after: str) -> str:
    if told := house_acts.done(view, line):
        return told
    who = _people(view, after) if line.act in OPENING else after
    own = view.language.say_if(f"done.{line.act}", tag=view.tag, after=who)
    if own:
        return own
    if line.before and line.after:
        return _move(view, line.before, after)
    return after or view.language.say("outcomes.done")


def _move(view: View, before: str, after: str) -> str:
    return view.language.say(
        "transcript.move",
        before=view.language.label("statuses", before),
        after=view.language.label("statuses", after),
    )


def _after(view: View, line: TranscriptLine) -> str:
    """What people call the new value: a status is a code, everything else is in people's words already."""
    if line.detail == "rejected" and line.outcome not in TAKEN_BACK:
        return view.language.say("statuses.REJECTED")
    if line.outcome in STANDS and line.after == Status.DONE and _is_rejected(view):
        return view.language.say("statuses.REJECTED")
    return view.language.label("statuses", line.after)


def _before(line: TranscriptLine) -> str:
    """The status that was left; a rejection is never called done (WORDS 4)."""
    return "REJECTED" if line.detail == "rejected" and line.outcome in TAKEN_BACK else line.before


def _is_rejected(view: View) -> bool:
    ticket = view.letter.ticket
    return ticket is not None and ticket.status is Status.DONE and ticket.is_rejected


def _people(view: View, joined: str) -> str:
    """Several names inside a sentence; a household by its one name."""
    known = _known(view, joined)
    if named := addressing.party(joined, known):
        return view.language.join(named)
    return addressing.noun(known, view.language) if known else joined


def _known(view: View, joined: str) -> Person | None:
    """Who of the two that the letter knows is among the names: whose channel it is, or the reporter."""
    both, names = (view.letter.reaches, view.letter.reporter), joined.split(JOINED)
    return next((p for p in both if p is not None and p.name in names), view.letter.reporter)


def tellings(view: View, facts: Transcript) -> Iterator[str]:
    for telling in facts.tellings:
        yield _telling(view, telling)


def _telling(view: View, telling: Telling) -> str:
    said = view.language
    kind = telling.kind if f"tellings.{telling.kind}" in said.words else "other"
    values = {"after": said.label("statuses", telling.after), "at": view.times.moment(telling.at)}
    if telling.kind == NoticeKind.PUBLIC_SUMMARY:
        section = "tellings" if view.times.is_past(telling.at) else "tellings_later"
        return said.say(f"{section}.{kind}", who=_house(view), **values)
    if view.times.is_past(telling.at):
        return said.say(f"tellings.{kind}", who=_people(view, telling.who), **values)
    names, many = _subject(view, telling.who)
    return said.count(f"tellings_later.{kind}", many, who=names, name=_people(view, telling.who), **values)


def _house(view: View) -> str:
    ticket = view.letter.ticket
    return audience_words(view, ticket.audience if ticket else frozenset())


def _subject(view: View, joined: str) -> tuple[str, int]:
    """The same people as the subject of a sentence, and how many its verb counts."""
    known = _known(view, joined)
    if named := addressing.party(joined, known):
        return view.language.join(named), len(named)
    if known is None:
        return joined, 1
    return addressing.called(known, view.language), 2 if addressing.form_of(known) == "couple" else 1


def since(view: View, facts: Transcript) -> Iterator[Entry]:
    for event in facts.since:
        moved = (
            _move(view, event.before, event.after)
            if event.after
            else view.language.label("entries", event.kind)
        )
        yield Entry(view.times.clock(event.at), view.language.say("transcript.by", by=event.by, what=moved))


def answers(view: View, facts: Transcript) -> Iterator[Answer]:
    """The offers; STOPP and RÜCKGÄNGIG say until when and what they still can, ZUSÄTZLICH to whom it gives an order."""
    meanings = {Act.UNDO: view.language.say("stop.then" if facts.stop_until else "stop.undo")}
    if facts.stop_until:
        stays = any(_stays(line) for line in facts.lines)
        key = "stop.until_but" if stays else "stop.until"
        meanings[Act.STOP] = view.language.say(key, at=view.times.time(facts.stop_until))
    for offer, row in zip(view.letter.offers, view.offered, strict=True):
        own = house_acts.option(view, facts, offer) or meanings.get(offer.act, row.meaning)
        yield Answer(row.word, own, row.href)


def _stays(line: TranscriptLine) -> bool:
    """What STOPP leaves as it is; of two tickets made one, where the other had brought orders along."""
    return line.act in STAYING and line.outcome is Outcome.DONE and line.after != PARTABLE
