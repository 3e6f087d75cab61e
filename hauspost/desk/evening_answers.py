"""What a resident answers to a mail that lists several tickets of the house: a word, with the number of its line."""

from typing import Final

from hauspost.desk.board_digests import MUTED_BOARD
from hauspost.desk.case import Case
from hauspost.desk.channels import PUBLIC, Channel
from hauspost.desk.decision import Decision, Mute, Verdict
from hauspost.desk.house_talk import count
from hauspost.desk.intents import Act, Command, Said
from hauspost.desk.model import Ticket
from hauspost.desk.notices import LISTS_OF_THE_HOUSE, NoticeKind
from hauspost.desk.order_lists import MUTED_LIST
from hauspost.desk.rights import may_read, needed_power

_WORDS = frozenset({Act.MUTE, Act.ME_TOO})
# What stands for a list among what somebody has muted; every other one is the evening line.
_MUTED: Final = {NoticeKind.BOARD_DIGEST: MUTED_BOARD, NoticeKind.ORDER_LIST: MUTED_LIST}


def hear_lines(case: Case, said: Said) -> Decision | None:
    """STUMM ends such mails, with a number the mails of that ticket; "T-1052 ICH AUCH" counts there. None: neither."""
    if case.answered is None or case.answered.kind not in LISTS_OF_THE_HOUSE or not case.author:
        return None
    command = next((c for c in said.commands if c.act in _WORDS), None)
    if command is None or case.resolution.power < needed_power(command.act):
        return None
    ticket = _meant(case, command)
    if ticket is not None:
        return count(case, said, ticket, Channel.of_resident(case.author[0].id))
    if command.act is not Act.MUTE or command.target:
        return None
    mute = Mute(tuple(p.id for p in case.author), muted_by_list(case))
    return Decision(Verdict.ACCEPTED, "muted", (mute,), event=case.event)


def muted_by_list(case: Case) -> int | None:
    """What stands for the list that was answered among what somebody has muted. None: the evening line."""
    return _MUTED.get(case.answered.kind) if case.answered else None


def _meant(case: Case, command: Command) -> Ticket | None:
    """The line that the number names; ICH AUCH alone means the only one there is."""
    listed = [t for t in case.earlier if may_read(case.author, t, PUBLIC, case.at, case.zone)]
    if command.target:
        return next((t for t in listed if command.target == f"T-{t.number}"), None)
    return listed[0] if command.act is Act.ME_TOO and len(listed) == 1 else None
