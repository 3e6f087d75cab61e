"""Knows where a conversation ends that no two people lead: the same words again, or more mails than people write.

A loop needs an answer of ours to go on. What trips a breaker is held; managers hear of it once, its author once a day
where a resident's report came again, else not at all.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from enum import StrEnum
from hashlib import sha256
from typing import Final

from hauspost.desk.case import Case
from hauspost.desk.channels import INTERNAL
from hauspost.desk.decision import AddEntry, AskQuestion, Decision, OweNotice, RememberOnce, Verdict
from hauspost.desk.holding import hold
from hauspost.desk.intents import Said
from hauspost.desk.model import EntryKind
from hauspost.desk.notices import NoticeKind
from hauspost.desk.notices_to_people import Neutral
from hauspost.desk.proof import Route
from hauspost.desk.telling import names, tell

# Where a mail does something; the other routes answer nobody, or once a day.
_HEARD: Final = frozenset({Route.NEW, Route.OFFICE, Route.THREAD})

_WORD: Final = re.compile(r"[^\W_]+")
_COMPARED: Final = 30  # words; many machines quote below their own words what they answer
_FEWEST: Final = 4  # "Danke, alles gut" is said again and again
# In so long a text only a machine changes nothing but numbers; "Am 12.10. passt es gut" is another day than 13.10.
_LONG: Final = 15


class Breaker(StrEnum):
    """Also the reason that the arrival keeps."""

    SAME_WORDS = "same_words"
    PERSON_IN_TICKET = "much_of_person_in_ticket"
    PERSON = "much_of_person"
    TICKET = "much_in_ticket"


def _is_full(heard: int, limit: int) -> bool:
    """A limit of 0 is none."""
    return 0 < limit <= heard


_FULL: Final[tuple[tuple[Breaker, Callable[[Case], bool]], ...]] = (
    (
        Breaker.PERSON_IN_TICKET,
        lambda case: _is_full(case.pace.of_person_in_ticket, case.policy.mails_per_person_and_ticket),
    ),
    (Breaker.PERSON, lambda case: _is_full(case.pace.of_person, case.policy.mails_per_person)),
    (Breaker.TICKET, lambda case: _is_full(case.pace.in_ticket, case.policy.mails_per_ticket)),
)


def tripped(case: Case, said: Said) -> Breaker | None:
    """The breaker that this mail meets. What a manager vouched for meets none."""
    if not _counts(case):
        return None
    slots = _slots(case, said)
    if slots and case.said_once.issuperset(slots):
        return Breaker.SAME_WORDS
    return next((breaker for breaker, is_full in _FULL if is_full(case)), None)


def cut(case: Case, said: Said, breaker: Breaker) -> Decision:
    """Held and journalled, the managers told once a day; the same words once more are only recorded."""
    told, own = _told_key(case, said, breaker), _own_key(case)
    if own in case.said_once:  # decided again: it is the mail that was told of, not one more
        return hold(case, reason=breaker)
    is_first = told not in case.said_once
    if not is_first and breaker is Breaker.SAME_WORDS:
        return Decision(Verdict.RECORDED, breaker, event=case.event)
    held = hold(case, reason=breaker)
    if not is_first:
        return replace(held, effects=tuple(e for e in held.effects if isinstance(e, AskQuestion)))
    remembered = RememberOnce(told), RememberOnce(own)
    return replace(
        held,
        effects=(*held.effects, *remembered, *_say_again(case, said, breaker)),
        also=_journal(case, said, breaker),
    )


def _say_again(case: Case, said: Said, breaker: Breaker) -> tuple[OweNotice, ...]:
    """A resident who sends the same report again hears, once a day, that the office has it; what answers a mail of ours
    in the same words is a program's."""
    is_report = case.resolution.route is Route.NEW and not (
        case.mail.is_automatic or said.is_answer or said.machine
    )
    if breaker is not Breaker.SAME_WORDS or not (is_report and case.author):
        return ()
    facts = Neutral(received_at=case.mail.received_at, is_known=True, is_again=True)
    return tell(case, case.author, NoticeKind.NEUTRAL, facts, channel=None)


def remembering(case: Case, said: Said, decision: Decision) -> Decision:
    """The decision, and that these words were heard."""
    free = next((slot for slot in _slots(case, said) if slot not in case.said_once), None)
    is_answered = decision.verdict in (Verdict.ACCEPTED, Verdict.REFUSED)
    if free is None or not is_answered or not _counts(case):
        return decision
    return replace(decision, effects=(*decision.effects, RememberOnce(free)))


def once_keys(case: Case, said: Said) -> tuple[str, ...]:
    """What the shell looks up beside the pace; none where no breaker stands."""
    if not _counts(case):
        return ()
    told = (_told_key(case, said, breaker) for breaker in Breaker)
    return (*_slots(case, said), *told, _own_key(case))


def _counts(case: Case) -> bool:
    return case.resolution.route in _HEARD and not (case.vouched or case.as_new)


def _slots(case: Case, said: Said) -> tuple[str, ...]:
    """One key for each time that plain words may be said in this place today; none for words that act by themselves.

    An order's report, a command or an attached file is a person's, and one "Erledigt" looks like the other.
    """
    found = _WORD.findall(said.whole.casefold())
    letters = [word for word in found if not any(char.isdigit() for char in word)]
    acts = said.commands or (said.reports and not said.machine) or said.attachments or said.is_thanks
    if len(letters) < _FEWEST or acts:
        return ()
    compared = (letters if len(letters) >= _LONG else found)[:_COMPARED]
    digest = _digest(_author(case), _place(case), " ".join(compared))
    return tuple(f"words:{digest}:{case.today}:{n}" for n in range(case.policy.same_words))


def _told_key(case: Case, said: Said, breaker: Breaker) -> str:
    match breaker:
        case Breaker.SAME_WORDS:
            about = ":".join(_slots(case, said)[:1])
        case Breaker.PERSON:
            about = _author(case)
        case Breaker.TICKET:
            about = _place(case)
        case Breaker.PERSON_IN_TICKET:
            about = f"{_author(case)} {_place(case)}"
    return f"breaker:{breaker}:{_digest(about)}:{case.today}"


def _own_key(case: Case) -> str:
    """That this very mail was told of."""
    return f"told-of:a{case.mail.arrival}"


def _author(case: Case) -> str:
    return ",".join(sorted(p.id for p in case.author)) or case.mail.from_address


def _place(case: Case) -> str:
    if case.ticket is not None:
        return f"T-{case.ticket.number} {case.resolution.channel or ''}"
    # Under another subject it is another matter; a machine keeps the subject that it answers.
    is_new = case.resolution.hinted_ticket is None and case.answered is None
    subject = case.mail.subject if is_new else ""
    return f"{case.house.id if case.house else ''} {' '.join(subject.casefold().split())}"


def _digest(*parts: str) -> str:
    return sha256("\n".join(parts).encode("utf-8", "replace")).hexdigest()


def _journal(case: Case, said: Said, breaker: Breaker) -> tuple[Decision, ...]:
    """Managers find it in the ticket; nobody is sent anything."""
    if case.ticket is None or not case.author:
        return ()
    facts: dict[str, object] = {"reason": str(breaker), "subject": case.mail.subject}
    entry = AddEntry(INTERNAL, EntryKind.AUTOMATIC, case.author[0].id, names(case.author), said.whole, facts)
    ticket = case.ticket
    return (Decision(Verdict.RECORDED, breaker, (entry,), ticket.number, ticket.seq, case.event),)
