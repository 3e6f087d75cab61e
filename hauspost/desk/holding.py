"""What cannot be believed or placed waits as a question to the managers; nobody is dropped, strangers learn nothing."""

from datetime import datetime, time, timedelta, tzinfo

from hauspost.desk.case import Case
from hauspost.desk.decision import (
    AnswerQuestion,
    AskQuestion,
    Decision,
    Effect,
    OweNotice,
    QuestionKind,
    Redecide,
    RememberOnce,
    Verdict,
)
from hauspost.desk.houses import RESIDENT_ROLES, PersonId, Role
from hauspost.desk.mail_table import Event, Reader, is_listed, is_mailed
from hauspost.desk.notices import NoticeKind
from hauspost.desk.notices_to_firms import WhichHouse
from hauspost.desk.notices_to_managers import HeldList
from hauspost.desk.notices_to_people import HeldNote, Neutral
from hauspost.desk.proof import Auth, Route
from hauspost.desk.resemblance import likely
from hauspost.desk.telling import folded, tell

LISTS_A_DAY = 3  # WORDS 7: held mail comes as one list, at most three a day
LIST_HOUR = time(7, 30)
EXCERPT = 160


def hold(case: Case, *, reason: str = "") -> Decision:
    """Asks the managers whose mail it is, tells P at the registered address, and answers a stranger neutrally."""
    reason = reason or _unclear_author(case) or case.resolution.reason
    effects: tuple[Effect, ...] = (
        _question(case, reason),
        *_list_to_managers(case),
        *_note_to_presumed(case),
        *(_which_house(case) if _is_placeless(case, reason) else _answer_to_stranger(case)),
    )
    return Decision(Verdict.HELD, reason, effects, event=case.event)


def _unclear_author(case: Case) -> str:
    """A mail with no From or several names nobody, whoever they are."""
    if case.mail.from_count == 0:
        return "no_from"
    return "several_froms" if case.mail.from_count > 1 else ""


def _question(case: Case, reason: str) -> AskQuestion:
    managers = case.managers_now
    about = {
        "arrival": case.mail.arrival,
        "from_address": case.mail.from_address,
        "subject": case.mail.subject[:EXCERPT],
        "excerpt": " ".join(case.mail.excerpt.split())[:EXCERPT],
        "reason": reason,
        "cell": case.resolution.cell,
        "presumed": list(_presumed(case)),
        "lives": _lives(case),
        "ticket": case.resolution.ticket or case.resolution.hinted_ticket,
        "received_at": case.mail.received_at.isoformat(),
        "auth": str(case.resolution.auth),
        "learns": not case.author and case.resolution.auth is not Auth.FAIL,
        "is_spam": _is_folded(case),
    } | _proposal(case)
    house = case.house.id if case.house else None
    return AskQuestion(
        QuestionKind.HELD_MAIL, "held", tuple(m.id for m in managers), about, property_id=house
    )


def _is_folded(case: Case) -> bool:
    """What the border takes for spam and nobody we know may have written."""
    return case.mail.is_spam_marked and not _presumed(case) and likely(case, case.mail.excerpt) is None


def _proposal(case: Case) -> dict[str, object]:
    """Whom an unknown sender's mail may be of, and what to type; nothing where somebody is presumed already."""
    found = None if _presumed(case) else likely(case, case.mail.excerpt)
    if found is None:
        return {}
    return {"proposed": [p.id for p in found.persons], "proposal": found.word, "proposed_by": found.why}


def _lives(case: Case) -> str:
    """The places of the presumed author, as the master data number them: "LW12 WE03"."""
    known = (case.people[i] for i in _presumed(case) if i in case.people)
    roles = (r for p in known for r in p.roles if r.period.holds(case.today))
    return ", ".join(dict.fromkeys(f"{r.property_id} {r.unit}".strip() for r in roles))


def _presumed(case: Case) -> tuple[PersonId, ...]:
    return case.resolution.presumed or tuple(p.id for p in case.author)


def _list_to_managers(case: Case) -> tuple[OweNotice, ...]:
    chosen = case.responsible()
    at_once = is_mailed(Event.HELD, Reader.RESPONSIBLE)
    if chosen is None or not (at_once or is_listed(Event.HELD, Reader.RESPONSIBLE)):
        return ()
    return tell(
        case,
        (chosen,),
        NoticeKind.HELD_LIST,
        HeldList(),
        channel=None,
        due_at=case.at if at_once else _next_list(case),
        is_foldable=True,
    )


def _next_list(case: Case) -> datetime:
    """What the border takes for spam is worth no list of its own: it stands in the next morning's."""
    soon = folded(case)
    if case.lists_today < LISTS_A_DAY and not _is_folded(case):
        return soon
    return next_morning(case.at, case.zone)


def next_morning(at: datetime, zone: tzinfo) -> datetime:
    """When the next list of the morning is due."""
    local = at.astimezone(zone)
    morning = local.replace(hour=LIST_HOUR.hour, minute=LIST_HOUR.minute, second=0, microsecond=0)
    return morning if morning > local else morning + timedelta(days=1)


def _note_to_presumed(case: Case) -> tuple[Effect, ...]:
    """P hears once a day that a mail in the own name was kept back: only at the registered address."""
    persons = tuple(case.people[i] for i in _presumed(case) if i in case.people)
    key = held_note_key(case)
    if not (case.resolution.tell and persons) or key in case.said_once:
        return ()
    facts = HeldNote(case.mail.received_at, case.mail.subject[:EXCERPT], is_strangers=not case.author)
    return (RememberOnce(key), *tell(case, persons, NoticeKind.HELD_NOTE, facts, channel=None))


def _answer_to_stranger(case: Case) -> tuple[Effect, ...]:
    """One neutral acknowledgement per address and day, only where the border vouches for From (WORDS 4).

    In all so many an hour: whoever owns a thousand addresses gets no thousand mails from us.
    """
    is_stranger = case.resolution.route is Route.QUEUE and bool(case.mail.from_address)
    allowed = case.policy.answer_strangers == "authenticated" and case.resolution.auth is Auth.PASS
    key = neutral_key(case)
    free = next((slot for slot in _stranger_slots(case) if slot not in case.said_once), None)
    if not (is_stranger and allowed) or case.mail.is_spam_marked or key in case.said_once or free is None:
        return ()
    facts = Neutral(received_at=case.mail.received_at, is_known=bool(case.author))
    persons = tuple(p.id for p in case.author)
    notice = OweNotice(NoticeKind.NEUTRAL, case.mail.from_address, persons, facts, None, case.at)
    return RememberOnce(key), RememberOnce(free), notice


def _stranger_slots(case: Case) -> tuple[str, ...]:
    """One key for each answer to a stranger in this hour."""
    return tuple(f"stranger:{case.at:%Y-%m-%dT%H}:{n}" for n in range(case.policy.strangers_per_hour))


def _is_placeless(case: Case, reason: str) -> bool:
    """A firm, or who lives in several houses."""
    roles = {r.role for p in case.author for r in p.roles}
    return reason == "no_property" and bool(roles) and (roles == {Role.CONTRACTOR} or roles <= RESIDENT_ROLES)


def _which_house(case: Case) -> tuple[Effect, ...]:
    """Asked once a day at which house it is; a caretaker or manager of several is asked by a person."""
    key = which_house_key(case)
    # An answer to that question which names no house is not asked back; one to a mail of several houses may name none.
    is_back = case.answered is not None and case.answered.kind is NoticeKind.WHICH_HOUSE
    if is_back or case.mail.is_spam_marked or key in case.said_once:
        return ()
    asks = WhichHouse(case.mail.received_at, case.mail.subject[:EXCERPT])
    mails = tell(case, case.author, NoticeKind.WHICH_HOUSE, asks, channel=None, question="held")
    return (RememberOnce(key), *mails)


def place_named(case: Case) -> Decision | None:
    """The answer to that question: the firm's first mail is heard at the house that it names. None: it names none."""
    waiting = (q for q in case.questions if q.kind is QuestionKind.HELD_MAIL)
    question = next(waiting, None)
    if case.house is None or not case.author or question is None:
        return None
    override = {"property": case.house.id, "vouched": [p.id for p in case.author]}
    effects = (
        AnswerQuestion(question.id, "place", case.author[0].id),
        Redecide(int(question.about["arrival"]), override),
    )
    return Decision(Verdict.ACCEPTED, "place_named", effects, event=case.event)


def once_keys(case: Case) -> tuple[str, ...]:
    """What may have been said already today; the shell looks these up."""
    slots = _stranger_slots(case) if case.resolution.route is Route.QUEUE else ()
    return held_note_key(case), neutral_key(case), which_house_key(case), *slots


def which_house_key(case: Case) -> str:
    return f"which-house:{case.mail.from_address}:{case.today}"


def held_note_key(case: Case) -> str:
    return f"held-note:{','.join(_presumed(case))}:{case.today}"


def neutral_key(case: Case) -> str:
    return f"neutral:{case.mail.from_address}:{case.today}"
