"""One word under a notice to the house: it has no content, so it opens nothing; whoever wrote it reads what it meant.

WORDS 7: muting never covers notices to the house. Thanks alone are answered by nobody, here as everywhere.
"""

import re
from typing import Final

from hauspost.desk.case import Case
from hauspost.desk.decision import Decision, Verdict
from hauspost.desk.house_drafts import NoticeAnswered
from hauspost.desk.intents import Said
from hauspost.desk.notices import NoticeKind
from hauspost.desk.notices_to_people import Noted
from hauspost.desk.telling import tell

_WORD: Final = re.compile(r"\w+")
_LEAVING: Final = frozenset({"stumm", "abmelden", "abbestellen", "mute", "unsubscribe"})
_EMPTY: Final = _LEAVING | frozenset(
    (
        *("ja", "nein", "ok", "okay", "erledigt", "gelesen", "verstanden", "notiert", "gerne", "gern"),
        *("passt", "alles", "klar", "gut", "in", "ordnung", "stopp", "yes", "no", "done", "noted"),
        *("read", "understood", "fine", "all", "right", "stop", "bitte", "danke", "please", "thanks"),
        *("hallo", "guten", "tag", "morgen", "abend", "hello", "hi", "moin"),
    )
)


def only_a_word(case: Case, said: Said, answered: NoticeAnswered) -> Decision | None:
    """None: it says something, or brings a file."""
    words = {word.casefold() for word in _WORD.findall(said.unsigned or said.whole)}
    if said.attachments or words - _EMPTY:
        return None
    facts = Noted("notice_mute" if words & _LEAVING else "notice_word", about=answered.subject)
    mails = tell(case, case.author, NoticeKind.NOTED, facts, channel=None)
    return Decision(Verdict.ACCEPTED, "notice_word", mails, event=case.event)
