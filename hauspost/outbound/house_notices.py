"""Knows how a notice to the house is told: to whom it goes, when it is, what to look at, and how its mails went."""

from typing import Final

from hauspost.desk.houses import Role
from hauspost.desk.notices import NoticeKind
from hauspost.desk.notices_of_house import (
    Circle,
    HouseBack,
    HouseDraft,
    Household,
    HouseNotice,
    HousePaper,
    HousePreview,
    HouseReport,
    HouseSent,
    ReachFigures,
    Remark,
    Shown,
)
from hauspost.desk.telling import JOINED
from hauspost.outbound import cleaning
from hauspost.outbound.catalogue import Language
from hauspost.outbound.places import place_words
from hauspost.outbound.view import View

SUBJECT: Final = 80
SHOWN: Final = 200  # households that one mail names
OF_HOUSE: Final = frozenset(
    {
        NoticeKind.HOUSE_PREVIEW,
        NoticeKind.HOUSE_NOTICE,
        NoticeKind.HOUSE_PAPER,
        NoticeKind.HOUSE_SENT,
        NoticeKind.HOUSE_BACK,
        NoticeKind.HOUSE_REPORT,
    }
)
Sent = HouseNotice | HousePaper | HouseSent | HouseBack


def draft_of(facts: HousePreview | Sent) -> HouseDraft:
    if isinstance(facts, HousePaper | HouseSent):
        return facts.notice.draft
    return facts.draft


# ---- headers


def subject(view: View) -> str:
    """To the house the manager's own words and nothing else; to the office what has become of them."""
    facts = view.letter.facts
    words = facts.subject if isinstance(facts, HouseReport) else draft_of(facts).subject  # type: ignore[arg-type]
    own = cleaning.one_line(words, limit=SUBJECT) or view.language.say("house_subjects.untitled")
    return view.language.say(f"house_subjects.{_subject_key(view)}", subject=own)


def _subject_key(view: View) -> str:
    match view.letter.facts:
        case HousePreview(outcome=outcome):
            return "preview" if outcome is not Shown.DISCARDED else "discarded"
        case HouseSent(is_back=is_back):
            return "withdrawn" if is_back else "sent"
        case HousePaper():
            return "paper"
        case HouseBack():
            return "back"
        case HouseReport():
            return "report"
        case _:
            return "notice"


def reply_key(view: View) -> str:
    """Under which word of `reply_to` its answers go."""
    if view.letter.kind is NoticeKind.HOUSE_PREVIEW:
        return "house_preview"
    return "steering_general" if view.letter.is_manager else "house_notice"


# ---- whom it is for


def circle(view: View, facts: HousePreview | Sent) -> str:
    """Haus 12, alle Bewohner · WE03 und WE05 · Haus 14, nur Eigentümer"""
    return circle_words(view, draft_of(facts).circle)


def circle_words(view: View, named: Circle) -> str:
    said = view.language
    roles = tuple(said.say(f"house_roles.{role}") for role in named.roles)
    if roles:
        who = said.say("house.only", who=said.join(roles))
    else:
        who = said.say("house.everybody_and_owners" if named.with_owners else "house.everybody")
    return ", ".join(p for p in (circle_places(named, said), who) if p)


def places(view: View, facts: HousePreview | Sent) -> str:
    """Haus 12 und Haus 14; "": the whole house."""
    return circle_places(draft_of(facts).circle, view.language)


def circle_places(named: Circle, said: Language) -> str:
    return said.join(tuple(place_words(p, said) for p in named.buildings) or named.units)


def audience(view: View, facts: HousePreview | Sent) -> str:
    """an alle, die in Haus 12 wohnen · an die Eigentümer"""
    named, said = draft_of(facts).circle, view.language
    where = places(view, facts) or view.house
    if named.roles:
        return said.say(
            "house.to_roles", who=said.join(tuple(said.say(f"house_roles.{r}") for r in named.roles))
        )
    key = "house.to_all_and_owners" if named.with_owners else "house.to_all"
    return said.say(key, where=where)


def households(view: View, found: tuple[Household, ...]) -> tuple[str, ...]:
    """WE05 Ilse Schröder, as many as one mail shows, and how many more there are."""
    shown = tuple(_household(view, one) for one in found[:SHOWN])
    more = len(found) - SHOWN
    return (*shown, view.language.say("house.more", n=more)) if more > 0 else shown


def _household(view: View, one: Household) -> str:
    names = view.language.join(tuple(cleaning.one_line(n, limit=80) for n in one.names.split(JOINED)))
    told = " ".join(p for p in (one.unit, names) if p)
    reply = cleaning.one_line(one.reply, limit=120)
    return view.language.say("house.replied", who=told, reply=reply) if reply else told


# ---- the preview and the receipt


def lead(view: View, facts: HousePreview) -> str:
    n = facts.figures.by_mail
    return view.language.count(f"house_leads.{facts.outcome}", n)


def rows(view: View, facts: HousePreview | HouseSent) -> list[tuple[str, str]]:
    draft, said = draft_of(facts), view.language
    papers = said.join(tuple(cleaning.one_line(c) for c in facts.caretakers))
    files = said.join(tuple(cleaning.one_line(name, limit=80) for name in draft.file_names))
    found = facts.figures
    return [
        (
            said.say("house.row_to"),
            f"{circle(view, facts)}: {said.count('house.households', found.households)}",
        ),
        ("", _reach(view, found)),
        (said.say("house.row_who"), _who(view, found)),
        (said.say("house.row_without"), "; ".join(households(view, found.without))),
        (said.say("house.row_left_out"), _left_out(view, found)),
        (said.say("house.row_when"), said.say("house.dated", when=when(view, facts)) if draft.window else ""),
        (said.say("house.row_until"), valid_until(view, facts)),
        (said.say("house.row_files"), files),
        (
            said.say("house.row_paper"),
            said.say("house.paper_to", who=papers) if papers else said.say("house.paper"),
        ),
    ]


def _reach(view: View, found: ReachFigures) -> str:
    said = view.language
    mails = said.count("house.mails", found.addresses) if found.addresses != found.by_mail else ""
    by_mail = said.say("house.by_mail", n=found.by_mail) + (f" ({mails})" if mails else "")
    return ", ".join(
        p for p in (by_mail, said.say("house.no_mail", n=len(found.without)) if found.without else "") if p
    )


def _who(view: View, found: ReachFigures) -> str:
    """Mieter 8, Eigentümer 3 · Haus 12: 6, Haus 14: 5"""
    said = view.language
    roles = ((Role.TENANT, found.tenants), (Role.OWNER, found.owners))
    counted = ", ".join(f"{said.say(f'house_roles.{role}')}: {n}" for role, n in roles if n)
    buildings = ", ".join(f"{place_words(name, said)}: {n}" for name, n in found.buildings)
    return said.say("marks.between").join(p for p in (counted, buildings) if p)


def _left_out(view: View, found: ReachFigures) -> str:
    said = view.language
    elsewhere = said.count("house.elsewhere", found.elsewhere) if found.elsewhere else ""
    unwilling = said.count("house.unwilling", found.unwilling) if found.unwilling else ""
    return ", ".join(p for p in (elsewhere, unwilling) if p)


def when(view: View, facts: HousePreview | Sent) -> str:
    window = draft_of(facts).window
    return view.times.window(window) if window else ""


def valid_until(view: View, facts: HousePreview | Sent) -> str:
    last = draft_of(facts).valid_until
    return view.times.date(last) if last else ""


def remarks(view: View, facts: HousePreview) -> list[str]:
    return [_remark(view, r) for r in facts.draft.remarks]


def _remark(view: View, remark: Remark) -> str:
    day = view.times.date(remark.day) if remark.day else ""
    return view.language.say(
        f"house_remarks.{remark.what}", detail=cleaning.one_line(remark.detail, limit=80), day=day
    )


def most(view: View, facts: HousePreview) -> str:
    """800 KB: what files may have, for so many mails."""
    return view.language.say("house.kilobytes", n=max(1, facts.most // 1024))


def size(view: View, facts: HousePreview) -> str:
    return view.language.say("house.kilobytes", n=max(1, facts.draft.octets // 1024))


def without(view: View, facts: HousePaper | HouseReport) -> list[str]:
    return list(households(view, facts.without))


def failed(view: View, facts: HouseReport) -> list[str]:
    return list(households(view, facts.failed))
