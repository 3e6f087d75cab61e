"""How several mails owed to one reader become one: no words of people are lost, what came and went is not said."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from hauspost.desk.notices import Facts, HeldList, NoticeKind, StatusChanged, Transcript

# Kinds of which the later one, joined with the earlier ones, says all that is to be said. Others are sent one by one.
FOLDABLE = frozenset(
    {NoticeKind.STATUS, NoticeKind.TRANSCRIPT, NoticeKind.HELD_LIST, NoticeKind.LISTING, NoticeKind.HELP}
)


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
        case _:
            return newest


def _status(changes: Sequence[StatusChanged]) -> StatusChanged | None:
    """From where the reader last knew it to where it stands; there and back again is no news, words always are."""
    first, last = changes[0], changes[-1]
    texts = tuple(dict.fromkeys(c.text for c in changes if c.text))
    if first.before == last.after and not texts and len(changes) > 1:
        return None
    by = next((c.by for c in reversed(changes) if c.text), last.by)
    return replace(last, before=first.before, text="\n\n".join(texts), by=by)


def _transcript(parts: Sequence[Transcript]) -> Transcript:
    tellings = {(t.who, t.kind): t for part in parts for t in part.tellings}
    return replace(
        parts[-1],
        lines=tuple(line for part in parts for line in part.lines),
        kept_text=_joined(part.kept_text for part in parts),
        sent_text=_joined(part.sent_text for part in parts),
        tellings=tuple(tellings.values()),
        since=tuple(dict.fromkeys(s for part in parts for s in part.since)),
    )


def _joined(texts: Iterable[str]) -> str:
    return "\n\n".join(text for text in texts if text)
