"""A manager posts a notice to a house: what it would reach is shown, one word sends it, one mail to each (WORDS 7)."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Final

from hauspost.desk.case import Case
from hauspost.desk.course import answered_before
from hauspost.desk.decision import (
    AnswerQuestion,
    AskQuestion,
    Decision,
    Effect,
    Question,
    QuestionKind,
    Verdict,
)
from hauspost.desk.house_circle import Reached, reached
from hauspost.desk.house_drafts import HouseNoticeCase
from hauspost.desk.house_withdrawing import (
    OUT,
    SETTLES,
    notice_of,
    sent_before,
    take_back,
    withdraw,
    withdrawable,
)
from hauspost.desk.houses import Person, Property
from hauspost.desk.intents import Act, Command, Offer, Said
from hauspost.desk.languages import say
from hauspost.desk.notices import NoticeKind
from hauspost.desk.notices_of_house import (
    Circle,
    HouseDraft,
    HouseNotice,
    HousePaper,
    HousePreview,
    HouseSent,
    Listed,
    Shown,
)
from hauspost.desk.notices_of_steering import Transcript
from hauspost.desk.plain_values import from_json, to_json
from hauspost.desk.proof import Power
from hauspost.desk.quiet_hours import quiet_until
from hauspost.desk.telling import held_back, printed, tell

WITHIN: Final = timedelta(days=7)  # a preview waits so long, and no longer than its notice holds
ALTOGETHER: Final = 200 * 1024 * 1024  # octets of files in all mails of a notice
LONGEST: Final = 8_000  # characters: it is written once for everybody
NOW, OWNERS, ALL = "now", "owners", "all"  # values of SENDEN and of what a preview offers besides
SENDS: Final = frozenset({Act.SEND, Act.YES, Act.PROPOSAL})
STOPS: Final = frozenset({Act.STOP, Act.NO})
WAITING: Final = frozenset({Shown.ASKS, Shown.NOBODY, Shown.TOO_LARGE})  # another circle may be named
SENDABLE: Final = frozenset({Shown.ASKS, Shown.NOT_UNDERSTOOD})


def heard(case: Case, said: Said) -> Decision | None:
    """A manager's mail to +aushang@, or an answer to what we said of a notice. None: it is about something else."""
    at_hand = case.house_notice
    if at_hand is None or case.house is None or not case.acting_managers:
        return None
    if at_hand.draft is not None:
        return _proposed(case, at_hand, at_hand.draft, case.house)
    if case.resolution.power < Power.REVERSIBLE:
        return None  # `steer` says that the proof is too weak
    if (out := _meant(case, OUT)) is not None:
        return withdraw(case, said, at_hand, out)
    question = _meant(case, QuestionKind.HOUSE_NOTICE)
    if question is None:
        return _too_late(case, said, at_hand) or _over(case, said)
    return _answered(case, said, at_hand, question, case.house)


def _meant(case: Case, kind: QuestionKind) -> Question | None:
    """The one that the answered mail asks."""
    offered = {o.question for o in case.answered.offers} if case.answered else set()
    return next((q for q in case.questions if q.kind is kind and q.id in offered), None)


def _too_late(case: Case, said: Said, at_hand: HouseNoticeCase) -> Decision | None:
    """STOPP under a preview that was sent already takes back what was sent."""
    shown = {q.id for q in case.closed if q.kind is QuestionKind.HOUSE_NOTICE}
    out = next((q for q in at_hand.out if q.about.get("preview") in shown), None)
    is_stop = any(c.act in STOPS for c in said.commands)
    return withdraw(case, said, at_hand, out) if out is not None and is_stop else None


def _over(case: Case, said: Said) -> Decision | None:
    """Whoever answers what waits no more hears what became of it."""
    lines = tuple(answered_before(case, c) for c in said.commands)
    if not lines:
        return None
    by = case.acting_managers[0]
    mails = tell(case, (by,), NoticeKind.TRANSCRIPT, Transcript(lines), channel=None)
    return Decision(Verdict.REFUSED, "house_notice_answered", mails, event=case.event, place=_place(case))


def _place(case: Case) -> str | None:
    return case.house.id if case.house else None


# ---- what it would do


def _proposed(case: Case, at_hand: HouseNoticeCase, draft: HouseDraft, house: Property) -> Decision:
    """The same subject again is a correction: of a preview, which waits no more, or of a notice that is out."""
    by = case.acting_managers[0]
    is_proven = case.resolution.power >= Power.REVERSIBLE
    earlier = tuple(
        q for q in at_hand.waiting if by.id in q.asked and _draft(q).subject == draft.subject and is_proven
    )
    ends = tuple(AnswerQuestion(q.id, "overtaken", by.id) for q in earlier)
    replaced = next((q for q in reversed(at_hand.out) if notice_of(q).draft.subject == draft.subject), None)
    return _shown(case, at_hand, draft, house, effects=ends, replaced=replaced, overtook=bool(earlier))


def _draft(question: Question) -> HouseDraft:
    loaded: HouseDraft = from_json(HouseDraft, question.about["draft"])
    return loaded


def _outcome(case: Case, draft: HouseDraft, found: Reached) -> Shown:
    if not draft.text.strip():
        return Shown.EMPTY
    if len(draft.text) > LONGEST:
        return Shown.TOO_LONG
    if draft.is_unclear:
        return Shown.UNCLEAR
    if draft.valid_until is not None and draft.valid_until < case.today:
        return Shown.OVER
    if not found.figures.addresses:
        return Shown.NOBODY
    return Shown.ASKS if draft.octets <= _most(found) else Shown.TOO_LARGE


def _most(found: Reached) -> int:
    """Octets of files that each mail may carry."""
    return ALTOGETHER // max(1, found.figures.addresses)


def _shown(
    case: Case,
    at_hand: HouseNoticeCase,
    draft: HouseDraft,
    house: Property,
    *,
    effects: tuple[Effect, ...] = (),
    replaced: Question | None = None,
    overtook: bool = False,
    said: str = "",
) -> Decision:
    """The preview, and the question that its answers are to."""
    by = case.acting_managers[0]
    found = reached(draft.circle, at_hand.residents, at_hand.units, house.id, case.today)
    outcome = _outcome(case, draft, found)
    quiet = _quiet_until(case, draft, case.at)
    until = min(case.at + WITHIN, _last_moment(case, draft))
    asks = outcome in WAITING
    facts = HousePreview(
        Shown.NOT_UNDERSTOOD if said and outcome is Shown.ASKS else outcome,
        draft,
        found.figures,
        tuple(c.name for c in case.caretakers if c.address),
        leaves_at=quiet,
        until=until if asks else None,
        replaces_at=replaced.asked_at if replaced else None,
        overtook=overtook,
        said=said,
        most=_most(found),
    )
    about = {"draft": to_json(draft), "replaces": replaced.id if replaced else None}
    question = AskQuestion(QuestionKind.HOUSE_NOTICE, "notice", (by.id,), about, house.id, due_at=until)
    mails = tell(
        case,
        (by,),
        NoticeKind.HOUSE_PREVIEW,
        facts,
        channel=None,
        offers=_offers(facts, by.language) if asks else (),
        question="notice",
    )
    every = (*effects, *((question,) if asks else ()), *mails)
    verdict = Verdict.ACCEPTED if asks else Verdict.REFUSED
    return Decision(verdict, f"house_notice_{outcome}", every, event=case.event, place=house.id)


def _last_moment(case: Case, draft: HouseDraft) -> datetime:
    if draft.valid_until is None:
        return case.at + WITHIN
    return datetime.combine(draft.valid_until + timedelta(days=1), time(), case.zone)


def _quiet_until(case: Case, draft: HouseDraft, at: datetime) -> datetime | None:
    """None: it leaves at that time, also because it would be over before the quiet hours are."""
    ends = quiet_until(at, case.policy.quiet_hours, case.zone)
    return ends if ends is not None and ends < _last_moment(case, draft) else None


def _offers(facts: HousePreview, language: str) -> tuple[Offer, ...]:
    circle, found = facts.draft.circle, facts.figures
    offers: list[Offer] = []
    if facts.outcome in SENDABLE:
        yes = printed(Act.YES, language)
        offers.append(Offer(printed(Act.SEND, language), Act.SEND, also=(yes, "OK")))
        if facts.leaves_at is not None:
            offers.append(Offer(say("answers.send_now", language), Act.YES, value=NOW))
    if found.elsewhere and not circle.roles and not circle.with_owners:
        offers.append(Offer(say("answers.with_owners", language), Act.CHOOSE, value=OWNERS))
    if circle != Circle():
        offers.append(Offer(printed(Act.TO_ALL, language), Act.CHOOSE, value=ALL))
    offers.append(Offer(printed(Act.STOP, language), Act.STOP, also=(printed(Act.NO, language),)))
    return tuple(offers)


# ---- its answer


def _answered(
    case: Case, said: Said, at_hand: HouseNoticeCase, question: Question, house: Property
) -> Decision:
    """A no wins over a yes; words that narrow, or that nobody understands, send nothing."""
    by = case.acting_managers[0]
    draft = _draft(question)
    if any(c.act in STOPS for c in said.commands):
        return _discarded(case, draft, question, by, house)
    overtakes = AnswerQuestion(question.id, "overtaken", by.id)
    replaced = next((q for q in at_hand.out if q.id == question.about.get("replaces")), None)
    chosen = next((c for c in said.commands if c.act is Act.CHOOSE), None)
    narrowed = _chosen(draft.circle, chosen) if chosen else at_hand.narrowed
    if narrowed is not None:
        again = replace(draft, circle=narrowed)
        return _shown(case, at_hand, again, house, effects=(overtakes,), replaced=replaced)
    send = next((c for c in said.commands if c.act in SENDS), None)
    if send is None or said.text.strip() or said.near_misses:
        words = said.whole.strip().partition("\n")[0]
        return _shown(case, at_hand, draft, house, effects=(overtakes,), replaced=replaced, said=words)
    found = reached(draft.circle, at_hand.residents, at_hand.units, house.id, case.today)
    if _outcome(case, draft, found) is not Shown.ASKS:
        return _shown(case, at_hand, draft, house, effects=(overtakes,), replaced=replaced)
    return _sent(case, draft, found, question, house, replaced=replaced, is_urgent=send.value == NOW)


def _chosen(circle: Circle, command: Command) -> Circle:
    return replace(circle, with_owners=True) if command.value == OWNERS else Circle()


def _discarded(case: Case, draft: HouseDraft, question: Question, by: Person, house: Property) -> Decision:
    facts = HousePreview(Shown.DISCARDED, draft)
    mails = tell(case, (by,), NoticeKind.HOUSE_PREVIEW, facts, channel=None)
    effects: tuple[Effect, ...] = (AnswerQuestion(question.id, str(Act.STOP), by.id), *mails)
    return Decision(Verdict.ACCEPTED, "house_notice_discarded", effects, event=case.event, place=house.id)


# ---- it leaves


def _sent(
    case: Case,
    draft: HouseDraft,
    found: Reached,
    question: Question,
    house: Property,
    *,
    replaced: Question | None,
    is_urgent: bool,
) -> Decision:
    """One mail to each address, the sheet to the caretaker, the receipt, and what a withdrawal answers."""
    by = case.acting_managers[0]
    free = held_back(case)
    leaves = free if is_urgent else _quiet_until(case, draft, free) or free
    calendar = notice_of(replaced).calendar.anew if replaced else Listed(f"aushang-{question.id}")
    notice = HouseNotice(draft, by.name, calendar, replaced.asked_at if replaced else None)
    caretakers = tuple(c for c in case.caretakers if c.address)
    paper = HousePaper(notice, found.figures.without)
    mails = (
        *tell(case, found.persons, NoticeKind.HOUSE_NOTICE, notice, channel=None, due_at=leaves),
        *tell(case, caretakers, NoticeKind.HOUSE_PAPER, paper, channel=None, due_at=leaves),
    )
    about = {
        "notice": to_json(notice),
        "event": case.event,
        "preview": question.id,
        "figures": to_json(found.figures),
        "caretakers": [c.name for c in caretakers],
        "before": sent_before(replaced, case.house_notice.mails) if replaced and case.house_notice else None,
    }
    out = AskQuestion(OUT, "out", (by.id,), about, house.id, due_at=leaves + SETTLES)
    receipt = HouseSent(
        notice,
        found.figures,
        tuple(c.name for c in caretakers),
        leaves_at=leaves if leaves > case.at else None,
    )
    told = tell(
        case,
        (by,),
        NoticeKind.HOUSE_SENT,
        receipt,
        channel=None,
        offers=withdrawable(by.language, waits=leaves > case.at),
        question="out",
    )
    # Who got the old one and gets this one needs no mail to say so.
    written = {m.address for m in mails}
    ends = take_back(case, replaced, by, but=written) if replaced else ()
    effects = (AnswerQuestion(question.id, str(Act.SEND), by.id), *ends, out, *mails, *told)
    return Decision(Verdict.ACCEPTED, "house_notice_sent", effects, event=case.event, place=house.id)
