"""How several mails owed to one reader become one: no words of people are lost, what came and went is not said."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TypeVar

from hauspost.desk import undeliverable
from hauspost.desk.notices import Facts, NoticeKind
from hauspost.desk.notices_of_emergencies import Alarm
from hauspost.desk.notices_of_steering import Transcript
from hauspost.desk.notices_to_managers import Alert, HeldList, ReplyStorm
from hauspost.desk.notices_to_people import EveningLine, EveningLines, PublicNews, StatusChanged
from hauspost.desk.policy import Policy
from hauspost.desk.receipts import joined

_Told = TypeVar("_Told", PublicNews, EveningLine)

# Kinds of which the later one, joined with the earlier ones, says all that is to be said. Others are sent one by one.
FOLDABLE = frozenset(
    {
        NoticeKind.STATUS,
        NoticeKind.TRANSCRIPT,
        NoticeKind.HELD_LIST,
        NoticeKind.LISTING,
        NoticeKind.SURVEY,
        NoticeKind.HELP,
        NoticeKind.PUBLIC_SUMMARY,
        NoticeKind.EVENING,
        NoticeKind.ALARM,
        NoticeKind.REPLY_STORM,
        NoticeKind.ALERT,
    }
)
# News that waits for more of its kind rides in the next mail of the same conversation: which mails take what along.
_STATUS, _SUMMARY = frozenset({NoticeKind.STATUS}), frozenset({NoticeKind.PUBLIC_SUMMARY})
CARRIERS: dict[NoticeKind, frozenset[NoticeKind]] = {
    NoticeKind.MESSAGE: _STATUS,
    NoticeKind.APPOINTMENT: _STATUS,
    NoticeKind.APPOINTMENT_OFF: _STATUS,
    NoticeKind.TIMES_OFFERED: _STATUS,
    NoticeKind.NO_ACCESS: _STATUS,
    NoticeKind.WAITING_FOR_PARTS: _STATUS,
    NoticeKind.STATUS: _STATUS,  # with words of the office, which are not folded
    NoticeKind.PUBLIC_SUMMARY: _SUMMARY,  # with words to all
}
RIDING = frozenset({NoticeKind.STATUS, NoticeKind.PUBLIC_SUMMARY})  # due later for no reason but more news
ACROSS_TICKETS = frozenset({NoticeKind.EVENING})  # one mail per reader, of whatever houses it speaks

# "An order is given" says more than "released", in whichever order both were written down.
_WEAKER = {"released": "ordered"}
_ENDS = frozenset({"done", "rejected"})


@dataclass(frozen=True, slots=True)
class Patience:
    """Of one house: how long words can be stopped, and how long news waits for more. Without the latter none rides."""

    hold: timedelta = timedelta()
    fold: timedelta = timedelta()

    @property
    def folds(self) -> bool:
        return self.fold > timedelta()

    def lets_go(self, created_at: datetime, at: datetime) -> bool:
        """Whether what still waits could leave already: nobody can stop it any more."""
        return self.folds and created_at + self.hold <= at


def patience_of(policy: Policy) -> Patience:
    return Patience(timedelta(minutes=policy.hold_minutes), timedelta(minutes=policy.fold_minutes))


def fold(facts: Sequence[Facts]) -> Facts | None:
    """One value for all of them, oldest first and of one kind; None when nothing is left to be said."""
    newest = facts[-1]
    match newest:
        case StatusChanged():
            return _status([f for f in facts if isinstance(f, StatusChanged)])
        case Transcript():
            return _transcript([f for f in facts if isinstance(f, Transcript)])
        case HeldList():
            items = {i.number: i for f in facts if isinstance(f, HeldList) for i in f.items}
            return HeldList(tuple(items[number] for number in sorted(items)))
        case PublicNews():
            return _news([f for f in facts if isinstance(f, PublicNews)])
        case ReplyStorm():
            replies = (r for f in facts if isinstance(f, ReplyStorm) for r in f.replies)
            return replace(newest, replies=tuple(replies))
        case Alert():
            return undeliverable.joined([f for f in facts if isinstance(f, Alert)])
        case Alarm():
            return _alarm([f for f in facts if isinstance(f, Alarm)])
        case EveningLines():
            return _evening([line for f in facts if isinstance(f, EveningLines) for line in f.lines])
        case _:
            return newest


def _status(changes: Sequence[StatusChanged]) -> StatusChanged | None:
    """From where the reader last knew it to where it stands; there and back again is no news, words always are."""
    first, last = changes[0], changes[-1]
    texts = tuple(dict.fromkeys(c.text for c in changes if c.text))
    ordered = tuple(dict.fromkeys(who for c in changes for who in c.ordered))
    dated = next((c for c in reversed(changes) if c.order_window), last)
    if first.before == last.after and not texts and not ordered and len(changes) > 1:
        return None
    by = next((c.by for c in reversed(changes) if c.text), last.by)
    return replace(
        last,
        before=first.before,
        text="\n\n".join(texts),
        by=by,
        ordered=ordered,
        order_window=dated.order_window,
    )


def _transcript(parts: Sequence[Transcript]) -> Transcript:
    numbers = {number for part in parts for number in part.numbers}
    if len(numbers) > 1:
        return joined([(part.numbers[0], part) for part in parts if part.numbers])
    tellings = {(t.who, t.kind): t for part in parts for t in part.tellings}
    return replace(
        parts[-1],
        lines=tuple(line for part in parts for line in part.lines),
        kept_text=_joined(part.kept_text for part in parts),
        sent_text=_joined(part.sent_text for part in parts),
        tellings=tuple(tellings.values()),
        since=tuple(dict.fromkeys(s for part in parts for s in part.since)),
        numbers=(),
    )


def _joined(texts: Iterable[str]) -> str:
    return "\n\n".join(text for text in texts if text)


def _alarm(parts: Sequence[Alarm]) -> Alarm:
    """Every report of the event, once."""
    reports = tuple(dict.fromkeys(r for part in parts for r in part.reports))
    return replace(parts[-1], reports=reports, earlier=min(part.earlier for part in parts))


def _news(parts: Sequence[PublicNews]) -> PublicNews | None:
    """Words to the house stand each for themselves; of generated lines the last state is news."""
    if all(part.text for part in parts):
        return parts[-1]
    return _last(parts)


def _evening(lines: Sequence[EveningLine]) -> EveningLines | None:
    """One line a ticket, in the order in which they came up; None when all of it came and went."""
    tickets: dict[int, list[EveningLine]] = {}
    for line in lines:
        tickets.setdefault(line.number, []).append(line)
    merged = tuple(line for of_ticket in tickets.values() for line in _of_one(of_ticket))
    return EveningLines(merged) if merged else None


def _of_one(lines: Sequence[EveningLine]) -> Iterable[EveningLine]:
    """The state that one ticket reached, then each of the words to all."""
    moves = [line for line in lines if not line.text]
    state = _last(moves) if moves else None
    return (*((state,) if state is not None else ()), *(line for line in lines if line.text))


def _last(parts: Sequence[_Told]) -> _Told | None:
    """The state that was reached, with the time of the report; ended and open again is no news."""
    events = tuple(part.event for part in parts)
    if _came_back(events):
        return None
    opened_at = next((p.opened_at or p.at for p in parts if p.event == "opened" or p.opened_at), None)
    last = parts[_telling(events)]
    return last if last.event == "opened" else replace(last, opened_at=opened_at)


def _came_back(events: Sequence[str]) -> bool:
    """Ended and reopened before anybody heard of either."""
    return len(events) > 1 and events[-1] == "reopened" and events[0] in _ENDS


def _telling(events: Sequence[str]) -> int:
    """Which event says where it stands now."""
    last = len(events) - 1
    better = _WEAKER.get(events[last])
    return max((n for n, event in enumerate(events) if event == better), default=last)
