"""Knows how a receipt tells what became of each line, and how a confirming question lists its readings."""

from collections.abc import Iterator

from hauspost.desk.intents import Act
from hauspost.desk.model import Status
from hauspost.desk.notices import Confirmation, Outcome, Reading, Telling, Transcript, TranscriptLine
from hauspost.outbound.page import Answer, Entry
from hauspost.outbound.view import View

FINE = frozenset({Outcome.DONE, Outcome.ALREADY, Outcome.SENT, Outcome.KEPT, Outcome.STOPPED, Outcome.UNDONE})
STATUSES = frozenset(map(str, Status))
OPENING = frozenset({"open", "for", "to"})
# Outcomes that are the whole message where every line of the mail had them.
WHOLE = (
    Outcome.ALREADY,
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
    for outcome in WHOLE:
        if outcomes and set(outcomes) == {outcome}:
            return said.say(f"transcript.{outcome}")
    if bad:
        return (
            said.say("transcript.refused")
            if bad == len(outcomes)
            else said.count("transcript.refused_some", bad)
        )
    return _good_news(view, facts)


def _good_news(view: View, facts: Transcript) -> str:
    said, until = view.language, view.times.moment(facts.stop_until) if facts.stop_until else ""
    if not facts.lines:
        if not facts.sent_text:
            return said.say("transcript.kept")
        return said.say("transcript.sent_at", at=until) if until else said.say("transcript.sent")
    is_undone = all(line.outcome is Outcome.UNDONE for line in facts.lines)
    parts = [said.say("transcript.undone" if is_undone else "transcript.done"), _journey(view, facts)]
    if facts.stop_until:
        parts.append(said.say("transcript.stop_until", at=view.times.time(facts.stop_until)))
    return said.say("marks.between").join(p for p in parts if p)


def _journey(view: View, facts: Transcript) -> str:
    """From the first status to the last, however many lines it took."""
    moves = [line for line in facts.lines if line.before in STATUSES and line.after in STATUSES]
    if not moves:
        opened = any(line.act in OPENING and line.outcome is Outcome.DONE for line in facts.lines)
        return view.language.say("transcript.opened", tag=view.tag) if opened else ""
    return _move(view, moves[0].before, _after(view, moves[-1]))


def lines(view: View, facts: Transcript) -> Iterator[Entry]:
    for n, line in enumerate(facts.lines, start=1):
        yield Entry(str(n), view.language.say("marks.quote", text=line.line), (_outcome(view, facts, line),))


def _outcome(view: View, facts: Transcript, line: TranscriptLine) -> str:
    said, after = view.language, _after(view, line)
    if own := said.say_if(f"outcomes.{line.outcome}_{line.act}"):
        return own
    match line.outcome:
        case Outcome.DONE:
            return _done(view, line, after)
        case Outcome.UNDONE if line.before and line.after:
            return f"{said.say('outcomes.undone')} {_move(view, line.before, after)}"
        case Outcome.OVERTAKEN if facts.since:
            return said.say("outcomes.overtaken", by=facts.since[-1].by)
        case Outcome.OVERTAKEN:
            return said.say("outcomes.overtaken_somebody")
        case Outcome.ALREADY | Outcome.SENT:
            return (
                said.say(f"outcomes.{line.outcome}", after=after)
                if after
                else said.say(f"outcomes.{line.outcome}_plain")
            )
        case Outcome.STOPPED if line.detail == "touched":
            return said.say("outcomes.stopped_touched")
        case Outcome.NO_ADDRESS:
            return said.say("outcomes.no_address", after=line.detail)
        case Outcome.REFUSED if line.after in STATUSES:
            return said.say("outcomes.refused_status", after=after)
        case Outcome.REFUSED | Outcome.NOT_UNDERSTOOD:
            code = (line.detail or line.after).lower()
            special = (
                said.say_if(f"outcomes.{line.outcome}_{code}")
                if line.outcome is Outcome.NOT_UNDERSTOOD
                else ""
            )
            special = special or said.say_if(
                f"outcomes.{line.outcome}_{line.after.lower()}", target=line.detail
            )
            return special or said.say(f"outcomes.{line.outcome}")
        case _:
            return said.say(f"outcomes.{line.outcome}")


def _done(view: View, line: TranscriptLine, after: str) -> str:
    own = view.language.say_if(f"done.{line.act}", tag=view.tag, after=after)
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
    if line.detail == "rejected":
        return view.language.say("statuses.REJECTED")
    return view.language.label("statuses", line.after)


def tellings(view: View, facts: Transcript) -> Iterator[str]:
    for telling in facts.tellings:
        yield _telling(view, telling)


def _telling(view: View, telling: Telling) -> str:
    said = view.language
    at = said.say("tellings.now") if view.times.is_past(telling.at) else view.times.moment(telling.at)
    key = f"tellings.{telling.kind}" if f"tellings.{telling.kind}" in said.words else "tellings.other"
    return said.say(key, who=telling.who, at=at, after=said.label("statuses", telling.after))


def since(view: View, facts: Transcript) -> Iterator[Entry]:
    for event in facts.since:
        moved = (
            _move(view, event.before, event.after)
            if event.after
            else view.language.label("entries", event.kind)
        )
        yield Entry(view.times.clock(event.at), view.language.say("transcript.by", by=event.by, what=moved))


def answers(view: View, facts: Transcript) -> Iterator[Answer]:
    """The offers, with STOPP and RÜCKGÄNGIG saying until when and what they still can."""
    meanings = {Act.UNDO: view.language.say("stop.then" if facts.stop_until else "stop.undo")}
    if facts.stop_until:
        meanings[Act.STOP] = view.language.say("stop.until", at=view.times.time(facts.stop_until))
    for offer, row in zip(view.letter.offers, view.offered, strict=True):
        yield Answer(row.word, meanings.get(offer.act, row.meaning), row.href)


def confirmation_reason(view: View, facts: Confirmation) -> str:
    said = view.language
    code = "unknown_value_plain" if facts.reason == "unknown_value" and not facts.unknown else facts.reason
    reason = said.say_if(f"confirmation.{code}", unknown=facts.unknown) or said.say("confirmation.other")
    return reason.removesuffix(".")


def confirmation_answers(view: View, facts: Confirmation) -> Iterator[Answer]:
    """A, B … with what each would do; behind them what else was offered."""
    readings = {reading.letter: reading for reading in facts.readings}
    printed = set()
    for row in view.offered:
        printed.add(row.word)
        reading = readings.get(row.word)
        yield Answer(row.word, _reading(view, reading), row.href) if reading else row
    yield from (Answer(r.letter, _reading(view, r)) for r in facts.readings if r.letter not in printed)


def _reading(view: View, reading: Reading) -> str:
    value = reading.value.removeprefix("unit:").removeprefix("person:")
    return view.language.say(f"readings.{reading.act}", value=value, text=reading.text, who=view.who)
