"""TÄGLICH, SOFORT, KEINE MAILS: how much of the house somebody wants to hear, as the whole new text of a mail to it."""

from typing import Final

from hauspost.desk.case import Case
from hauspost.desk.decision import Decision, Effect, Prefer, Verdict
from hauspost.desk.houses import Notify
from hauspost.desk.intents import Act, Said
from hauspost.desk.notices import NoticeKind
from hauspost.desk.notices_to_people import Noted
from hauspost.desk.rights import ACTS, needed_power
from hauspost.desk.telling import offer, tell

WISHES: Final[dict[Act, Notify]] = {
    Act.DAILY: Notify.DAILY,
    Act.AT_ONCE: Notify.AT_ONCE,
    Act.NO_MAILS: Notify.NEVER,
}


def hear_preference(case: Case, said: Said) -> Decision | None:
    """For all behind the address, and confirmed with the other words. None: it says something else.

    In a ticket they are ordinary words of an answer ("Sofort." to "Wann passt es?"), so this is asked outside of one.
    Firms hear nothing of a house: their "Sofort" is a word about work.
    """
    acts = [command.act for command in said.commands]
    if len(acts) != 1 or acts[0] not in WISHES or said.text.strip() or said.attachments or not case.author:
        return None
    act, language = acts[0], case.author[0].language
    if not any(act in ACTS[role.role] for person in case.author for role in person.roles):
        return None
    if case.resolution.power < needed_power(act):  # an answer to this mail has its key
        again = Noted("prefer_unproven", said.commands[0].line)
        mails = tell(case, case.author, NoticeKind.NOTED, again, channel=None, offers=(offer(act, language),))
        return Decision(Verdict.ACCEPTED, "preference_unproven", mails, event=case.event)
    wish = WISHES[act]
    others = tuple(offer(other, language) for other in WISHES if other is not act)
    mails = tell(case, case.author, NoticeKind.NOTED, Noted(f"prefer_{wish}"), channel=None, offers=others)
    effects: tuple[Effect, ...] = (Prefer(tuple(p.id for p in case.author), wish), *mails)
    return Decision(Verdict.ACCEPTED, "preferred", effects, event=case.event)
