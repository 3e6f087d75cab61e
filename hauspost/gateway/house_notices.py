"""Fetches what a mail about a notice to the house needs, and looks at each of its mails once more before it leaves."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, tzinfo
from typing import Final

from hauspost.desk.attachments import may_be_photo
from hauspost.desk.case import Case
from hauspost.desk.decision import Question, QuestionKind
from hauspost.desk.house_drafts import Gone, HouseNoticeCase, NoticeAnswered
from hauspost.desk.house_withdrawing import notice_of
from hauspost.desk.houses import RESIDENT_ROLES, Person, PropertyId, Role
from hauspost.desk.intents import Said
from hauspost.desk.notices import Facts, NoticeKind
from hauspost.desk.notices_of_house import Circle, HouseBack, HouseDraft, HouseNotice, HousePaper, Remark
from hauspost.desk.plain_values import from_json
from hauspost.desk.proof import Resolution, Route
from hauspost.gateway.glance import Glance
from hauspost.parsers.mail import Attachment, ParsedMail
from hauspost.parsers.noticewords import answered, posted
from hauspost.store import house_notices, registry
from hauspost.store.connection import Connection
from hauspost.store.mails import AnsweredMail
from hauspost.store.notices import Owed
from hauspost.store.sending import Claimed
from hauspost.threading.addresses import Target, TargetKind

HINTS: Final = frozenset({"aushang", "notice"})
ANSWERED: Final = frozenset({NoticeKind.HOUSE_PREVIEW, NoticeKind.HOUSE_SENT, NoticeKind.HOUSE_REPORT})
MOST_OF_A_FILE: Final = 5 * 1024 * 1024  # octets: every household gets it
LONGEST_SUBJECT: Final = 200
PDF: Final = "application/pdf"


def is_for_the_house(target: Target | None) -> bool:
    """`<mailbox>+aushang@`, `<mailbox>+notice@`."""
    return target is not None and target.kind is TargetKind.MAILBOX and target.hint in HINTS


def opening(resolution: Resolution, answered: AnsweredMail | None) -> Resolution:
    """Whoever answers a notice opens a matter of the own: the mail that is answered has no ticket."""
    if answered is None or answered.kind is not NoticeKind.HOUSE_NOTICE or resolution.ticket is not None:
        return resolution
    return replace(resolution, route=Route.NEW) if resolution.route is Route.THREAD else resolution


def with_notice(
    connection: Connection, case: Case, said: Said, parsed: ParsedMail, target: Target | None
) -> Case:
    """A manager's notice or the answer to one; of everybody else only which notice they answer."""
    kind = case.answered.kind if case.answered else None
    if kind in house_notices.TO_THE_HOUSE and case.answered is not None:
        found = house_notices.answered(connection, case.answered.mail)
        return case if found is None else replace(case, notice_answered=NoticeAnswered(*found))
    is_new = case.resolution.route is Route.OFFICE and is_for_the_house(target)
    if not case.acting_managers or not (is_new or kind in ANSWERED):
        return case
    return _of_manager(connection, case, said, parsed, is_new=is_new)


def _of_manager(connection: Connection, case: Case, said: Said, parsed: ParsedMail, *, is_new: bool) -> Case:
    question = None if is_new else _asked(case)
    case = case if case.house is not None or question is None else _at(connection, case, question)
    if case.house is None:
        return case
    place = case.house.id
    units = registry.units_of(connection, place)
    at_hand = HouseNoticeCase(
        registry.residents_of(connection, place),
        units,
        waiting=house_notices.open_at(connection, place, QuestionKind.HOUSE_NOTICE),
        out=house_notices.open_at(connection, place, QuestionKind.HOUSE_NOTICE_OUT),
    )
    if is_new:
        at_hand = replace(at_hand, draft=_draft(case, said, parsed, at_hand))
    elif question is not None and question.kind is QuestionKind.HOUSE_NOTICE:
        before = from_json(HouseDraft, question.about["draft"]).circle
        at_hand = replace(at_hand, narrowed=_narrowed(said, at_hand, before))
    caretakers = registry.caretakers_of(connection, place)
    case = replace(
        case,
        units=case.units or units,
        caretakers=tuple(c for c in caretakers if Role.CARETAKER in c.roles_at(place, case.today)),
        house_notice=replace(at_hand, mails=_mails(connection, at_hand, question)),
    )
    return case


def _asked(case: Case) -> Question | None:
    offered = {o.question for o in case.answered.offers} if case.answered else set()
    kinds = (QuestionKind.HOUSE_NOTICE, QuestionKind.HOUSE_NOTICE_OUT)
    return next((q for q in (*case.questions, *case.closed) if q.id in offered and q.kind in kinds), None)


def _at(connection: Connection, case: Case, question: Question) -> Case:
    place = question.property_id
    return replace(case, house=registry.load_property(connection, place) if place else None)


def _narrowed(said: Said, at_hand: HouseNoticeCase, before: Circle) -> Circle | None:
    return answered(said.whole, at_hand.units, before)


def _mails(connection: Connection, at_hand: HouseNoticeCase, question: Question | None) -> tuple[Gone, ...]:
    """Of the notice that may go back: that is answered, that the preview became, or that a new one replaces."""
    if question is None:
        return ()
    wanted = {question.id, question.about.get("replaces")}
    out = next((q for q in at_hand.out if q.id in wanted or q.about.get("preview") == question.id), None)
    if out is None:
        return ()
    before = out.about.get("before")
    earlier = house_notices.mails_of(connection, str(before["event"])) if before else ()
    have = {(m.address, m.is_paper) for m in earlier if m.has_left}
    mails = house_notices.mails_of(connection, str(out.about["event"]))
    return tuple(replace(m, had_earlier=(m.address, m.is_paper) in have) for m in mails)


def with_standing(connection: Connection, case: Case, question: Question) -> Case:
    """Of a notice whose report is due."""
    mails = house_notices.mails_of(connection, str(question.about["event"]))
    place = question.property_id
    residents = registry.residents_of(connection, place) if place else ()
    return replace(case, house_notice=HouseNoticeCase(residents, (), mails=mails))


# ---- what a manager's mail says


def _draft(case: Case, said: Said, parsed: ParsedMail, at_hand: HouseNoticeCase) -> HouseDraft:
    state = (case.house.state if case.house else "") or case.company.state
    found = posted(
        case.mail.subject,
        said.whole,
        at_hand.units,
        received_at=case.mail.received_at,
        zone=case.zone,
        state=state,
    )
    files, remarks = _files(parsed.attachments)
    return HouseDraft(
        case.mail.arrival,
        case.mail.subject[:LONGEST_SUBJECT],
        found.text,
        found.circle,
        found.window,
        found.valid_until,
        tuple(f.sha256 for f in files),
        tuple(f.filename for f in files),
        sum(f.size for f in files),
        (*found.remarks, *remarks),
        found.is_unclear,
    )


def _files(attachments: Iterable[Attachment]) -> tuple[tuple[Attachment, ...], tuple[Remark, ...]]:
    """Pictures and PDF go along; of everything else, and of what is too large, the preview speaks."""
    kept: list[Attachment] = []
    remarks: list[Remark] = []
    for file in attachments:
        is_ornament = bool(file.content_id) and file.disposition != "attachment"
        if not (file.content_type == PDF or may_be_photo(file.content_type, file.size)):
            if not (is_ornament or file.content_type.startswith("image/")):
                remarks.append(Remark("file_refused", detail=file.filename))
        elif sum(f.size for f in kept) + file.size > MOST_OF_A_FILE:
            remarks.append(Remark("file_too_large", detail=file.filename))
        elif all(f.sha256 != file.sha256 for f in kept):
            kept.append(file)
    return tuple(kept), tuple(remarks)


# ---- before each mail leaves


def still_there(
    facts: Facts | None, to: tuple[Person, ...], place: PropertyId | None, *, at: datetime, zone: tzinfo
) -> tuple[Person, ...]:
    """Who moved out while the notice waited gets it no more."""
    if not isinstance(facts, HouseNotice) or place is None:
        return to
    day = at.astimezone(zone).date()
    return tuple(p for p in to if p.roles_at(place, day) & RESIDENT_ROLES)


def unsaid(connection: Connection, owed: Owed, *, at: datetime, zone: tzinfo) -> str:
    """Why nobody needs the mail any more; "": it leaves."""
    facts = owed.facts
    notice = facts.notice if isinstance(facts, HousePaper) else facts
    if isinstance(notice, HouseNotice):
        last = notice.draft.valid_until
        return "the notice holds no more" if last and last < at.astimezone(zone).date() else ""
    if isinstance(facts, HouseBack) and not house_notices.has_got(connection, facts.event, owed.address):
        return "the notice never got there"
    return ""


def called_off(glance: Glance, mail: Claimed, *, at: datetime, zone: tzinfo) -> str:
    """Why a mail that was written long ago must not leave any more; "": it may."""
    connection = glance.connection
    if mail.kind not in house_notices.TO_THE_HOUSE or mail.property_id is None:
        return ""
    event = house_notices.event_of(connection, mail.id)
    out = house_notices.open_at(connection, mail.property_id, QuestionKind.HOUSE_NOTICE_OUT)
    question = next((q for q in out if q.about["event"] == event), None)
    if question is None:
        return "the notice holds no more"
    day = at.astimezone(zone).date()
    last = notice_of(question).draft.valid_until
    if last is not None and last < day:
        return "the notice holds no more"
    behind = glance.persons(mail.persons).values()
    lives = any(p.roles_at(mail.property_id, day) & RESIDENT_ROLES for p in behind)
    return (
        ""
        if lives or mail.kind is NoticeKind.HOUSE_PAPER
        else "nobody behind the address lives there any more"
    )
