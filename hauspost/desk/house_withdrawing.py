"""A notice to the house goes back: what has not left never does, whoever got it hears that it does not hold any more.

What falls due for a notice that is out is decided here as well: the report of how its mails went, and its end.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any, Final

from hauspost.desk.case import Case
from hauspost.desk.decision import (
    AnswerQuestion,
    CancelNotices,
    Decision,
    Effect,
    OweNotice,
    PutOffQuestion,
    Question,
    QuestionKind,
    Verdict,
)
from hauspost.desk.house_drafts import Gone, HouseNoticeCase
from hauspost.desk.houses import Person
from hauspost.desk.intents import Act, Offer, Said
from hauspost.desk.languages import say
from hauspost.desk.notices import NoticeKind
from hauspost.desk.notices_of_house import (
    HouseBack,
    Household,
    HouseNotice,
    HouseReport,
    HouseSent,
    ReachFigures,
)
from hauspost.desk.notices_of_steering import Outcome, Transcript, TranscriptLine
from hauspost.desk.plain_values import from_json
from hauspost.desk.telling import names, printed, tell

OUT: Final = QuestionKind.HOUSE_NOTICE_OUT
SETTLES: Final = timedelta(hours=1)  # what comes back does so within minutes
GIVEN_BACK: Final = timedelta(days=6)  # a server tries for five days (RFC 5321 §4.5.4.1), and says so then
KEPT: Final = timedelta(days=30)  # so long a notice without a last day can be withdrawn
BACK: Final = frozenset({Act.UNDO, Act.STOP, Act.NO})
REPLY: Final = 200  # characters of a server's word


def withdrawable(language: str, *, waits: bool) -> tuple[Offer, ...]:
    """STOPP while it waits, ZURÜCKZIEHEN afterwards; each of them means what can still be done."""
    words = (say("answers.withdraw", language), printed(Act.UNDO, language), printed(Act.STOP, language))
    first = words[2] if waits else words[0]
    return (Offer(first, Act.UNDO, also=tuple(w for w in words if w != first)),)


def notice_of(question: Question) -> HouseNotice:
    loaded: HouseNotice = from_json(HouseNotice, question.about["notice"])
    return loaded


def withdraw(case: Case, said: Said, at_hand: HouseNoticeCase, question: Question) -> Decision | None:
    """ZURÜCKZIEHEN under the receipt or the report."""
    by = case.acting_managers[0]
    if not any(c.act in BACK for c in said.commands):
        return _not_understood(case, said, by)
    told = tuple(m for m in at_hand.mails if m.is_known)
    notice = notice_of(question)
    facts = HouseSent(
        notice,
        is_back=True,
        told=sum(not m.is_paper for m in told),
        unsent=sum(m.is_under_way and not m.is_paper for m in at_hand.mails),
    )
    mails = tell(case, (by,), NoticeKind.HOUSE_SENT, facts, channel=None)
    effects = (*take_back(case, question, by), *mails)
    return Decision(
        Verdict.ACCEPTED, "house_notice_withdrawn", effects, event=case.event, place=question.property_id
    )


def _not_understood(case: Case, said: Said, by: Person) -> Decision:
    """Words under a receipt reach nobody; the notice stays out."""
    first = said.whole.strip().partition("\n")[0]
    line = TranscriptLine(first, "text", Outcome.NOT_UNDERSTOOD, detail="house_notice_out")
    offers = case.answered.offers if case.answered else ()
    mails = tell(case, (by,), NoticeKind.TRANSCRIPT, Transcript((line,)), channel=None, offers=offers)
    return Decision(
        Verdict.REFUSED,
        "house_notice_words",
        mails,
        event=case.event,
        place=case.house.id if case.house else None,
    )


def take_back(case: Case, question: Question, by: Person, *, but: Collection[str] = ()) -> tuple[Effect, ...]:
    """Owed to everybody who may have got it: a mail that was formed meanwhile is withdrawn as well, and whoever got
    none hears nothing, which is seen when it is written. Whoever still has the one that it was to replace hears that
    of that one. `but`: addresses that get another one in its place."""
    at_hand = case.house_notice
    mails = at_hand.mails if at_hand else ()
    event = str(question.about["event"])
    meant = (m for m in mails if m.state != "cancelled" or m.had_earlier)
    owed = tuple(_back(case, question, m) for m in meant if m.address not in but)
    return AnswerQuestion(question.id, "withdrawn", by.id), CancelNotices(event), *owed


def sent_before(question: Question, mails: Collection[Gone]) -> dict[str, Any] | None:
    """What people have, for the notice that replaces this one; None: nobody has any."""
    if not any(m.has_left for m in mails):
        before: dict[str, Any] | None = question.about.get("before")
        return before
    told = {key: question.about[key] for key in ("notice", "event")}
    return {**told, "asked_at": question.asked_at.isoformat()}


def _back(case: Case, question: Question, mail: Gone) -> OweNotice:
    notice, event, sent_at = notice_of(question), str(question.about["event"]), question.asked_at
    calendar = notice.calendar.anew
    if mail.had_earlier and not mail.has_left:
        before = question.about["before"]
        notice, event = from_json(HouseNotice, before["notice"]), before["event"]
        sent_at = datetime.fromisoformat(before["asked_at"])
    by = case.acting_managers[0]
    facts = HouseBack(notice.draft, by.name, event, sent_at, calendar, is_paper=mail.is_paper)
    return OweNotice(NoticeKind.HOUSE_BACK, mail.address, mail.persons, facts, None, case.at)


# ---- its time


def due(case: Case, question: Question) -> Decision:
    """First the report, when every mail has its answer or the office opens the next day; then of each day what came
    back since; at last its end."""
    event = f"q{question.id}"
    if question.about.get("reported"):
        return _since(case, question, event)
    if not question.about.get("late") and any(m.is_under_way for m in _to_residents(case)):
        at = case.calendar.next_opening(case.today)
        wait = PutOffQuestion(question.id, at, question.about | {"late": True})
        return Decision(
            Verdict.ACCEPTED, "house_notice_waits", (wait,), event=event, place=question.property_id
        )
    mails = _told(case, question, _report(case, question))
    ends = _end(case, question)
    about = question.about | {"reported": True, "ends": ends.isoformat(), "failed": _failed(case)}
    put_off = PutOffQuestion(question.id, min(ends, _next_look(case, question, ends)), about)
    return Decision(
        Verdict.ACCEPTED, "house_notice_reported", (put_off, *mails), event=event, place=question.property_id
    )


def _since(case: Case, question: Question, event: str) -> Decision:
    """Servers give back for days: whatever did since the last look is one mail, in the morning."""
    known, now = question.about.get("failed", ()), _failed(case)
    late = tuple(m for m in _to_residents(case) if m.has_failed and m.address not in known)
    facts = HouseReport(
        notice_of(question).draft.subject,
        question.asked_at,
        failed=tuple(_household(case, question, m) for m in late),
        is_late=True,
    )
    mails = _told(case, question, facts) if late else ()
    ends = datetime.fromisoformat(question.about.get("ends", case.at.isoformat()))
    if case.at >= ends:
        steps: tuple[Effect, ...] = (AnswerQuestion(question.id, "lapsed", None), *mails)
        return Decision(Verdict.ACCEPTED, "lapsed", steps, event=event, place=question.property_id)
    again = PutOffQuestion(question.id, _next_look(case, question, ends), question.about | {"failed": now})
    reason = "house_notice_late" if late else "house_notice_waits"
    return Decision(Verdict.ACCEPTED, reason, (again, *mails), event=event, place=question.property_id)


def _next_look(case: Case, question: Question, ends: datetime) -> datetime:
    """As the office opens, while servers may still give back; then its end."""
    opens = case.calendar.next_opening(case.today)
    return min(opens, ends) if case.at < question.asked_at + GIVEN_BACK else ends


def _failed(case: Case) -> list[str]:
    return sorted(m.address for m in _to_residents(case) if m.has_failed)


def _told(case: Case, question: Question, facts: HouseReport) -> tuple[OweNotice, ...]:
    """To who sent the notice, else to who is responsible now; both can still take it back."""
    asked = tuple(m for m in case.managers_now if m.id in question.asked and m.address)
    chosen = case.responsible()
    to = asked or ((chosen,) if chosen else ())
    language = to[0].language if to else "de"
    offers = tuple(replace(o, question=question.id) for o in withdrawable(language, waits=False))
    return tell(case, to, NoticeKind.HOUSE_REPORT, facts, channel=None, offers=offers)


def _end(case: Case, question: Question) -> datetime:
    last = notice_of(question).draft.valid_until
    ends = datetime.combine(last + timedelta(days=1), time(), case.zone) if last else question.asked_at + KEPT
    return max(ends, case.at + timedelta(days=1))


def _report(case: Case, question: Question) -> HouseReport:
    mails = _to_residents(case)
    figures: ReachFigures = from_json(ReachFigures, question.about["figures"])
    return HouseReport(
        notice_of(question).draft.subject,
        question.asked_at,
        delivered=sum(m.was_taken for m in mails),
        failed=tuple(_household(case, question, m) for m in mails if m.has_failed),
        waiting=sum(m.is_under_way for m in mails),
        unsent=sum(m.state == "cancelled" for m in mails),
        probes=sum(m.is_probe and m.state == "sent" for m in mails),
        without=figures.without,
        caretakers=tuple(question.about["caretakers"]),
    )


def _to_residents(case: Case) -> tuple[Gone, ...]:
    return tuple(m for m in (case.house_notice.mails if case.house_notice else ()) if not m.is_paper)


def _household(case: Case, question: Question, mail: Gone) -> Household:
    """By today's master data: whoever has moved out since keeps the name."""
    day = question.asked_at.astimezone(case.zone).date()
    residents = case.house_notice.residents if case.house_notice else ()
    behind = tuple(p for p in residents if p.id in mail.persons)
    place = question.property_id
    units = dict.fromkeys(u for p in behind if place for u in p.units_at(place, day))
    return Household(", ".join(units), names(behind) or mail.address, mail.reply[:REPLY])
