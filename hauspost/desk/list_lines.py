"""A manager's answer to a list: each line is heard at the ticket that its number names; one receipt for all.

"1044 OK", "T-1031 WV 21.10.", "A-1044-2 JA": as if a mail of that ticket alone had been answered.
"""

import re
from dataclasses import dataclass, replace
from typing import Final

from hauspost.desk.case import Case
from hauspost.desk.decision import Decision, Effect, OweNotice, Verdict
from hauspost.desk.intents import Act, Command, NearMiss, Said
from hauspost.desk.keeping import KEEPING
from hauspost.desk.notices import NoticeKind
from hauspost.desk.notices_of_steering import Outcome, Transcript, TranscriptLine
from hauspost.desk.proof import Auth, Power, Route
from hauspost.desk.receipts import OF_ALL, is_joinable, joined, offers_of
from hauspost.desk.rights import ASKING
from hauspost.desk.steering import steer
from hauspost.desk.telling import tell
from hauspost.desk.work import order_named

LIST_LINE: Final = (
    "list_line"  # the reason of a line that begins with a number and goes on with no known word
)
BELOW: Final = "list_below"  # and of one that stands below words that are no line
_NUMBERED: Final = re.compile(
    r"^[\s–•·*-]*(?:[AT]\s?-\s?)?(\d{1,9})(?:\s?-\s?\d{1,3})?\b\s*[:,]?\s*", re.IGNORECASE
)
_WHY: Final = {BELOW: "list_below", "needs_colon": "list_colon"}
# "1044 INTERN: …"; a shorter number begins a sentence.
_NOTE: Final = re.compile(
    r"^[\s–•·*-]*(?:[AT]\s?-\s?)?(\d{3,9})(?:\s?-\s?\d{1,3})?\b[\s:,]*intern(?:al)?\b[\s:]*", re.IGNORECASE
)
_BELOW: Final = re.compile(r"^[\s–•·*-]*([AT]\s?-\s?)?(\d{3,9})(?:\s?-\s?\d{1,3})?\b[\s:,]+\S", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Lines:
    """What a mail says of each ticket, and all else that it says."""

    of_ticket: dict[int, Said]
    rest: Said

    @property
    def has_rest(self) -> bool:
        rest = self.rest
        return bool(rest.commands or rest.near_misses or rest.text or rest.reply or rest.internal)


def parted(case: Case, said: Said) -> Lines:
    """By ticket, in the order of their numbers, which is the order in which they are locked."""
    own: dict[int, list[Command]] = {}
    kept: list[Command] = []
    for command in map(_with_first, said.commands):
        numbers = _numbers(case, command)
        for number in numbers:
            bare = _NUMBERED.sub("", command.line, count=1)
            own.setdefault(number, []).append(replace(command, target=_order(command), line=bare))
        if not numbers:
            kept.append(command)
    notes, internal = _notes(said.internal)
    told = (*said.near_misses, *_below(case, said.text, said.reply, internal, *notes.values()))
    missed = {m.line: n for m in told if (n := _named(m))}
    for number in (*missed.values(), *notes):
        own.setdefault(number, [])
    misses = tuple(m for m in told if m.line not in missed)
    rest = replace(said, commands=tuple(kept), near_misses=misses, internal=internal)
    of_ticket = {
        number: Said(
            whole="\n".join(c.line for c in own[number]),
            commands=tuple(own[number]),
            near_misses=tuple(m for m in told if missed.get(m.line) == number),
            internal=notes.get(number, ""),
        )
        for number in sorted(own)
    }
    return Lines(of_ticket, rest)


def _notes(internal: str) -> tuple[dict[int, str], str]:
    """What stays inside, by ticket: behind "1044 INTERN:" up to the next such line; and what names none."""
    unnamed: list[str] = []
    of_ticket: dict[int, list[str]] = {}
    to = unnamed
    for line in internal.splitlines():
        found = _NOTE.match(line)
        if found:
            to = of_ticket.setdefault(int(found[1]), [])
        to.append(line[found.end() :] if found else line)
    return {n: "\n".join(lines).strip() for n, lines in of_ticket.items()}, "\n".join(unnamed).strip()


def _below(case: Case, *texts: str) -> tuple[NearMiss, ...]:
    """Where a text begins, commands end (WORDS 2, rule 1): what looks like a line there is told, and not done.

    A bare number is one of the list: "10435 Berlin" belongs to a signature.
    """
    shown = case.answered.lines if case.answered else ()
    lines = (line.strip() for text in texts for line in text.splitlines())
    found = ((line, _BELOW.match(line)) for line in lines)
    return tuple(NearMiss(line, BELOW) for line, m in found if m and (m[1] or int(m[2]) in shown))


def _with_first(command: Command) -> Command:
    """ "BÜNDELN 1051 1053": the others come to the first."""
    if command.act is not Act.BUNDLE or command.target or len(command.values) < 2:
        return command
    first, *others = command.values
    return replace(command, target=f"T-{int(first)}", values=tuple(others))


def _numbers(case: Case, command: Command) -> tuple[int, ...]:
    """Which tickets a line is about; none: it is about the mail itself, or the desk answers it."""
    if command.act in ASKING or command.act is Act.REACHABLE:  # "2 ERREICHBAR": the mail's second address
        return ()
    if order := order_named(command.target):
        return (order[0],)
    if command.target.startswith("T-"):
        return (int(command.target.removeprefix("T-")),)
    is_for_all = command.act in OF_ALL and not command.target and _is_receipt(case)
    return tuple(case.answered.lines) if is_for_all and case.answered else ()


def _order(command: Command) -> str:
    return command.target if order_named(command.target) else ""


def _named(miss: NearMiss) -> int:
    """The number before a line that was not understood; 0: it has none."""
    if miss.reason == LIST_LINE:
        return int(miss.unknown.removeprefix("T-"))
    found = _NUMBERED.match(miss.line)
    return int(found[1]) if found else 0


def _is_receipt(case: Case) -> bool:
    return case.answered is not None and case.answered.kind is NoticeKind.TRANSCRIPT


def named_tickets(case: Case, said: Said) -> dict[int, Said]:
    """What must be known of which tickets, beside the mail's own."""
    if case.answers_list:
        return parted(case, said).of_ticket
    kept = _kept_later(case, said)
    return parted(case, kept).of_ticket if kept is not None else {}


def steer_lines(case: Case, said: Said) -> Decision | None:
    """None: no list is answered, or nothing of the mail names a ticket."""
    lines = parted(case, said) if case.answers_list else None
    return _steered(case, lines) if lines is not None and lines.of_ticket else None


def keep_later(case: Case, said: Said) -> Decision | None:
    """AUFBEWAHREN and SPERREN of a matter that is long done, by its number or in answer to a mail of it.

    Nothing else is obeyed there, where no key lives any more; these need the border's word for who wrote. None: they
    are not all that the mail says, or it is not proven.
    """
    kept = _kept_later(case, said)
    lines = parted(case, kept) if kept is not None else None
    if lines is None or not lines.of_ticket or case.resolution.auth is not Auth.PASS:
        return None
    if any(there.policy.strict_commands for there in case.along.values()):
        return None
    proven = {
        n: replace(there, resolution=replace(there.resolution, power=Power.REVERSIBLE))
        for n, there in case.along.items()
    }
    return _steered(replace(case, along=proven), lines)


def _kept_later(case: Case, said: Said) -> Said | None:
    """The words with the number of the ticket before each. None: the mail says anything else, or of no ticket."""
    if case.ticket is not None or case.resolution.route is not Route.OFFICE or not case.acting_managers:
        return None
    if not said.commands or said.near_misses or any(c.act not in KEEPING for c in said.commands):
        return None
    linked = case.resolution.linked_ticket
    own = f"T-{linked}" if linked is not None else ""
    commands = tuple(replace(c, target=c.target or own) for c in said.commands)
    return replace(said, commands=commands) if all(c.target for c in commands) else None


def _steered(case: Case, lines: Lines) -> Decision:
    decisions = {n: _heard(case, n, own) for n, own in lines.of_ticket.items()}
    main = (
        steer(case, lines.rest) if lines.has_rest else Decision(Verdict.ACCEPTED, "steered", event=case.event)
    )
    unheard = [_unheard(n, own) for n, own in lines.of_ticket.items() if decisions[n] is None]
    misses = [_missed(n, m) for n, own in lines.of_ticket.items() if decisions[n] for m in own.near_misses]
    failed = (*(line for found in unheard for line in found), *misses)
    heard = {n: d for n, d in decisions.items() if d is not None}
    receipt = _receipt(case, main, heard, failed)
    others = tuple(
        replace(d, event=f"{case.event}-{n}", also=(), effects=_without(d, receipt)) for n, d in heard.items()
    )
    further = tuple(other for d in heard.values() for other in d.also)
    effects = (*_without(main, receipt), *receipt)
    return replace(main, reason="steered", effects=effects, also=(*main.also, *others, *further))


def _heard(case: Case, number: int, said: Said) -> Decision | None:
    """None: it is no ticket that its author manages."""
    there = case.along.get(number)
    if there is None or there.ticket is None or not there.acting_managers:
        return None
    return steer(there, replace(said, near_misses=()))


def _unheard(number: int, said: Said) -> list[TranscriptLine]:
    note = said.internal.splitlines()[:1]
    lines = (*(c.line for c in said.commands), *note, *(m.line for m in said.near_misses))
    return [
        TranscriptLine(_with_number(number, line), "list", Outcome.NOT_UNDERSTOOD, detail="no_ticket")
        for line in lines
    ]


def _missed(number: int, miss: NearMiss) -> TranscriptLine:
    detail = _WHY.get(miss.reason, "list_word")
    return TranscriptLine(_with_number(number, miss.line), "list", Outcome.NOT_UNDERSTOOD, detail=detail)


def _with_number(number: int, line: str) -> str:
    return line if _NUMBERED.match(line) else f"{number} {line}"


# ---- the receipt


def _joinable(effect: Effect) -> bool:
    """A receipt that can stand in one mail with others."""
    if not isinstance(effect, OweNotice) or not isinstance(effect.facts, Transcript):
        return False
    return is_joinable(effect.facts, effect.offers, question=effect.question)


def _receipts(decision: Decision) -> tuple[OweNotice, ...]:
    return tuple(e for e in decision.effects if isinstance(e, OweNotice) and _joinable(e))


def _without(decision: Decision, receipt: tuple[OweNotice, ...]) -> tuple[Effect, ...]:
    """What stands in the one receipt is no mail of its own besides."""
    return tuple(e for e in decision.effects if not (receipt and _joinable(e)))


def _receipt(
    case: Case, main: Decision, heard: dict[int, Decision], failed: tuple[TranscriptLine, ...]
) -> tuple[OweNotice, ...]:
    """One for all lines. Where they are of one ticket alone, its own receipt stays in its own thread."""
    by = case.acting_managers[0]
    told = [(n, mail) for n, d in heard.items() for mail in _receipts(d)]
    others = [mail.facts for mail in _receipts(main) if isinstance(mail.facts, Transcript)]
    if not failed and not others and len(told) < 2:
        return ()
    facts = joined([(n, mail.facts) for n, mail in told if isinstance(mail.facts, Transcript)])
    further = (line for transcript in others for line in transcript.lines)
    facts = replace(facts, lines=(*facts.lines, *further, *failed))
    offers = offers_of((n, mail.offers) for n, mail in told)
    return tell(case, (by,), NoticeKind.TRANSCRIPT, facts, channel=None, offers=offers)
