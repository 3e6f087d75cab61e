"""When a whole house answers one mail at once: nothing of it fans out, and the managers read it together."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Final

from hauspost.desk.case import Case
from hauspost.desk.decision import AskQuestion, Decision, Effect, OweNotice, QuestionKind
from hauspost.desk.intents import Said
from hauspost.desk.notices import NoticeKind
from hauspost.desk.notices_to_managers import ReplyStorm, StormReply
from hauspost.desk.telling import managers_to_tell, names, tell

# The arrivals' reasons by which an answer to a public mail is counted.
COUNTED: Final = frozenset({"moderated", "published", "me_too", "storm"})
STORM: Final = "storm"
_ONE_BY_ONE: Final = frozenset({NoticeKind.PERSON_WROTE, NoticeKind.PUBLIC_REPLY, NoticeKind.PUBLIC_SUMMARY})


def is_storm(case: Case) -> bool:
    """So many answers to this ticket came within the policy's minutes that one more is told together with others."""
    return 0 < case.policy.storm_replies <= case.pace.of_house


def gathered(case: Case, said: Said, spoken: Decision, joins: Iterable[Effect]) -> Decision:
    """Kept as its author's words, published by nobody; one mail to the managers when the minutes are over."""
    reply = StormReply(names(case.author), case.at, said.whole)
    facts = ReplyStorm((reply,), case.policy.storm_replies, case.policy.storm_minutes)
    due = case.at + timedelta(minutes=case.policy.storm_minutes)
    managers = managers_to_tell(case)
    kind = NoticeKind.REPLY_STORM
    told = tell(case, managers, kind, facts, channel=None, due_at=due, is_foldable=True)
    kept = (e for e in spoken.effects if not _fans_out(e))
    return replace(spoken, reason=STORM, effects=(*joins, *kept, *told))


def _fans_out(effect: Effect) -> bool:
    if isinstance(effect, OweNotice):
        return effect.kind in _ONE_BY_ONE
    return isinstance(effect, AskQuestion) and effect.kind is QuestionKind.PUBLISH
