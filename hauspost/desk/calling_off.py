"""What those hear whom NOTFALL alarmed, when the manager who said it takes it back (WORDS 6)."""

from collections.abc import Iterable
from typing import Final

from hauspost.desk import alarms, on_call
from hauspost.desk.case import Case
from hauspost.desk.channels import INTERNAL
from hauspost.desk.decision import OweNotice
from hauspost.desk.emergencies import kind_of
from hauspost.desk.houses import Person
from hauspost.desk.model import Entry, Flag, Ticket
from hauspost.desk.notices import NoticeKind
from hauspost.desk.notices_of_emergencies import Alarm, CallNow
from hauspost.desk.priorities import RAISED
from hauspost.desk.telling import party_of, tell
from hauspost.desk.urgency import Level

LEVELS: Final = {Flag.EMERGENCY: Level.EMERGENCY, Flag.LIFE_DANGER: Level.LIFE_DANGER}


def called_off(case: Case, ticket: Ticket, entries: Iterable[Entry], by: Person) -> tuple[OweNotice, ...]:
    """At once, like the alarm: to the managers who may be on their way, and to whoever was told to call."""
    flag = next((str(e.facts[RAISED]) for e in entries if e.facts.get(RAISED)), "")
    if not flag:
        return ()
    level, kind, channel = (
        str(LEVELS[Flag(flag)]),
        str(kind_of(case, ticket).kind),
        on_call.journal_channel(ticket),
    )
    others = tuple(m for m in alarms.all_managers(case) if m.id != by.id)
    mails = tell(case, others, NoticeKind.ALARM, Alarm(level, kind, off_by=by.name), channel=channel)
    if channel == INTERNAL:
        return mails
    number, whose = on_call.number_of(case, kind_of(case, ticket).kind)
    call = CallNow(level, kind, case.mail.received_at, number=number, whose=whose, is_off=True)
    return (*mails, *tell(case, party_of(case, channel), NoticeKind.EMERGENCY, call, channel=channel))
