"""Knows the header values of a notice that people see: sender, recipient, where answers go, and the subject."""

import hashlib
import re
from collections.abc import Iterable
from email.header import Header
from functools import lru_cache
from typing import Final

from hauspost.desk.languages import languages
from hauspost.desk.notices import (
    CONVERSATIONS,
    LISTS_OF_THE_HOUSE,
    TO_ASKED,
    TO_ASSIGNEES,
    TO_THE_HOUSE,
    Letter,
    NoticeKind,
)
from hauspost.desk.notices_of_deadlines import DueList, Reminder
from hauspost.desk.notices_of_emergencies import Alarm, CallNow
from hauspost.desk.notices_of_money import Approval, InvoicePassed
from hauspost.desk.notices_of_morning import MorningList
from hauspost.desk.notices_of_report import PeriodReport
from hauspost.desk.notices_on_request import Listing, OrderList
from hauspost.desk.notices_to_firms import (
    CostAnswered,
    OfficeWrote,
    OrderCancelled,
    OrderDate,
    OrderExtended,
    OrderGiven,
    OrderNews,
)
from hauspost.desk.notices_to_managers import (
    Alert,
    Finding,
    FirmReported,
    HeldList,
    PersonWrote,
    ReplyToPublish,
)
from hauspost.desk.notices_to_people import EveningLines, HeldNote
from hauspost.outbound import addressing, cleaning, house_headers, house_notices, morning, period_report
from hauspost.outbound.catalogue import Language
from hauspost.outbound.formats import NO_BREAK
from hauspost.outbound.listings import held_count, order_count
from hauspost.outbound.public import evening_span
from hauspost.outbound.view import View, phone
from hauspost.threading.addresses import Grammar

NAME: Final = 78
# A name that looks like an address is read as one by programs that decode before they parse.
_NO_ADDRESS: Final = str.maketrans(dict.fromkeys('<>@"\\', " "))
SUBJECT: Final = 46  # of the person's own words; the number and the house come on top
TAIL: Final = 34
LONGEST_SUBJECT: Final = 78
SHORTEST: Final = 8  # so much of the own words always stands there
# Our own tags in foreign words would lead answers astray.
_TAGS: Final = re.compile(r"\[\s*[TAH]-\d[\d-]*\s*\]", re.IGNORECASE)
_LEGAL_FORM: Final = re.compile(
    r"[,\s]+(?:(?:g?GmbH|UG|AG|SE|KG|OHG|GbR|e\.\s?K\.|e\.\s?G\.|eG|mbH|Ltd\.?|Co\.?|&|\(haftungsbeschränkt\)|\+)[,\s]*)+$"
)
# A strict dot-atom at letters-digits-hyphen labels: what may stand in an envelope (RFC 5321 §4.1.2).
_ADDRESS: Final = re.compile(
    r"(?=.{3,254}\Z)(?=[^@]{1,64}@)[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)*[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
)


class UnsafeAddress(ValueError):
    """An address that cannot stand in an envelope. Nothing was composed."""


def strict_address(address: str) -> str:
    """The address itself. Both SMTP clients cut `a@x>\\r\\nRCPT TO:<…` silently, so it is refused here."""
    if not _ADDRESS.fullmatch(address):
        raise UnsafeAddress(f"not a plain address: {cleaning.one_line(address, limit=80)!r}")
    return address


def mailbox(name: str, address: str, *, header: str) -> str:
    """`"Name" <address>` as it stands in a header: ASCII, encoded words of at most 75 octets (RFC 2047 §2)."""
    cleaned = cleaning.one_line(name.translate(_NO_ADDRESS), limit=NAME)
    strict_address(address)
    if not cleaned:
        return address
    if cleaned.isascii():
        return f'"{cleaned}" <{address}>'
    return f"{encoded(cleaned, header=header)} <{address}>"


@lru_cache(maxsize=256)
def encoded(value: str, *, header: str) -> str:
    """An unstructured value as ASCII. The standard library folds it between encoded words, slowly, and the same names
    stand in mail after mail."""
    if value.isascii():
        return value
    return Header(value, "utf-8", maxlinelen=75, header_name=header).encode(linesep="\r\n")


def sender_name(view: View) -> str:
    """Hausverwaltung Sonnenschein · Lindenweg 12"""
    return view.language.say("marks.between").join(p for p in (office_name(view), view.house) if p)


def office_name(view: View) -> str:
    """The company without its legal form; where its language says "Hausverwaltung", the reader's word for it."""
    company = view.letter.company
    name = _LEGAL_FORM.sub("", cleaning.one_line(company.name)) or cleaning.one_line(company.name)
    for code in languages():
        office = view.language.catalogue.language(code).say("from.office")
        if name.startswith(office + " "):
            return view.language.say("from.office") + name[len(office) :]
    return name


def recipient_name(letter: Letter, language: Language) -> str:
    names = (p.name if p.first_name else addressing.called(p, language) for p in letter.to)
    return language.join(tuple(dict.fromkeys(cleaning.one_line(name) for name in names)))


def reply_name(view: View) -> str:
    """What Outlook shows in the To field of the answer: whom it reaches, or what it steers."""
    letter, said = view.letter, view.language
    if letter.kind in LISTS_OF_THE_HOUSE:
        return sender_name(view)
    values = {
        "office": said.say("from.office"),
        "tag": view.tag,
        "thing": view.thing,
        "house": view.house or office_name(view),
        "who": letter.reaches.name if letter.reaches else "",
        "what": _steered(view),
    } | _counterpart(view)
    kind = house_notices.reply_key(view) if letter.kind in house_notices.OF_HOUSE else _reply_kind(letter)
    return said.say(f"reply_to.{kind}", **values)


def _reply_kind(letter: Letter) -> str:
    if letter.kind in (NoticeKind.HELD_LIST, NoticeKind.ORDER_LIST, NoticeKind.MORNING):
        return str(letter.kind)
    if letter.kind in TO_ASSIGNEES:
        return "order"
    if isinstance(letter.facts, InvoicePassed) and not letter.is_manager:
        return "invoice"
    if isinstance(letter.facts, Approval):
        return f"approval_{letter.facts.role}"
    if isinstance(letter.facts, ReplyToPublish) or (
        isinstance(letter.facts, FirmReported) and not letter.facts.asks
    ):
        return "conversation"
    if not letter.is_manager:
        return "resident" if letter.ticket else "resident_general"
    if letter.ticket is None:
        return "steering_general"
    asks = isinstance(letter.facts, FirmReported) or (
        isinstance(letter.facts, PersonWrote) and letter.facts.asks
    )
    is_conversation = letter.kind in CONVERSATIONS and not asks
    return "conversation" if is_conversation and letter.reaches else "steering"


def _counterpart(view: View) -> dict[str, str]:
    """Whom an answer reaches, where that is not the reporter."""
    match view.letter.facts:
        case FirmReported(tag=tag, company=company) | Finding(tag=tag, company=company):
            return {"who": _LEGAL_FORM.sub("", cleaning.one_line(company)), "tag": tag}
        case ReplyToPublish(by=by):
            return {"who": by}
        case (
            OrderGiven(tag=tag)
            | OrderCancelled(tag=tag)
            | OfficeWrote(tag=tag)
            | CostAnswered(tag=tag)
            | Reminder(tag=tag)
            | OrderNews(tag=tag)
            | OrderExtended(tag=tag)
            | OrderDate(tag=tag)
        ):
            return {"order": tag, "thing": house_headers.order_word(view), "company": office_name(view)}
        case _:
            return {}


def _steered(view: View) -> str:
    """Berger, Heizung"""
    reporter = view.letter.reporter
    words = (reporter.last_name if reporter else "", _own_words(view, limit=30))
    return ", ".join(w for w in words if w)


def subject(view: View) -> str:
    """Stable per ticket and party: events stand in the first line, since some programs split threads otherwise.

    At most 78 characters (RFC 5322 §2.1.1): more is cut off by the lists of mails.
    """
    return cleaning.one_line(_subject(view), limit=LONGEST_SUBJECT)


def _subject(view: View) -> str:
    letter, said = view.letter, view.language
    if letter.kind in house_notices.OF_HOUSE:
        return house_notices.subject(view)
    if isinstance(letter.facts, CallNow):
        return _number_first(view, letter.facts)
    if letter.ticket is None or isinstance(letter.facts, Alert):
        return _subject_of_kind(view)
    if letter.kind in TO_ASSIGNEES:
        return house_headers.order_subject(view)
    if letter.kind in TO_ASKED:
        return house_headers.asked_subject(view)
    if isinstance(letter.facts, InvoicePassed):
        return house_headers.invoice_subject(view, letter.facts)
    words = _own_words(view, limit=SUBJECT)
    if not letter.is_manager and (letter.ticket.is_anonymous or letter.kind in TO_THE_HOUSE or not words):
        return f"[{view.tag}] {house_headers.public_words(view) or said.say('subjects.untitled')}"
    if not letter.is_manager:
        return f"[{view.tag}] {words or said.say('subjects.untitled')}"
    reporter = letter.reporter.last_name if letter.reporter else ""
    whose = cleaning.one_line(f"{letter.ticket.unit} {reporter}", limit=TAIL)
    behind = tuple(p for p in (cleaning.one_line(view.house, limit=TAIL), whose) if p)
    between, tag = said.say("marks.between"), f"[{view.tag}] "
    room = LONGEST_SUBJECT - len(between.join((tag, *behind)))
    named = cleaning.one_line(words or said.say("subjects.untitled_manager"), limit=max(room, SHORTEST))
    return tag + between.join((named, *behind))


def _number_first(view: View, call: CallNow) -> str:
    """Whom to call, before anything else (WORDS 6); in life danger nothing stands beside it."""
    said, number = view.language, phone(call.number).replace(NO_BREAK, " ")
    if call.level == "life_danger" and not call.is_off:
        lift = number if number and not call.is_stranger else "112"
        key = f"danger_subjects.{call.kind}"
        return said.say_if(key, number=lift) or said.say("danger_subjects.other")
    key = "off" if call.is_off else "promised" if call.promised_at else "call"
    first = said.say(f"danger_subjects.{key}", number=number or "112")
    between = said.say("marks.between")
    return f"{first}{between}[{view.tag}] {view.letter.category_label}" if view.tag else first


def _subject_of_kind(view: View) -> str:
    letter, said = view.letter, view.language
    house = cleaning.one_line(view.house or office_name(view))
    if letter.kind is NoticeKind.EVENING:
        return _evening(view, house)
    if isinstance(letter.facts, HeldList):
        counted = said.count("subjects.held_list", held_count(view, letter.facts) or len(letter.facts.items))
        urgent = sum(item.is_urgent for item in letter.facts.items)
        return counted + (said.say("subjects.held_urgent", n=urgent) if urgent else "")
    if isinstance(letter.facts, MorningList):
        day, counts = view.times.day(letter.at), morning.counted(view, letter.facts)
        return said.say("morning.subject", day=day, counts=counts).replace(NO_BREAK, " ")
    if isinstance(letter.facts, PeriodReport):
        return period_report.subject(view, letter.facts)
    if isinstance(letter.facts, DueList):
        return said.count("subjects.due_list", len(letter.facts.lines))
    if isinstance(letter.facts, Alarm):
        what = said.say(f"danger_kinds.{letter.facts.kind}")
        return said.say("danger_subjects.alarm", what=what, house=letter.facts.house or house)
    if isinstance(letter.facts, Alert) and letter.facts.what in OF_THE_RUN:
        day = view.times.day(letter.facts.at) if letter.facts.at else ""
        return said.say(f"subjects.alert_{letter.facts.what}", day=day).replace(NO_BREAK, " ")
    if isinstance(letter.facts, Alert) and (undelivered := _undelivered(view, letter.facts)):
        return undelivered
    if isinstance(letter.facts, Listing) and letter.facts.orders is not None:
        return said.say("subjects.listing_orders")
    if isinstance(letter.facts, OrderList):
        company = _LEGAL_FORM.sub("", cleaning.one_line(recipient_name(letter, said)))
        return said.say("subjects.order_list", company=company, n=order_count(view, letter.facts))
    if isinstance(letter.facts, HeldNote) and letter.facts.is_strangers:
        return said.say("subjects.held_note_strangers")
    own = f"subjects.{letter.kind}_manager" if letter.is_manager else f"subjects.{letter.kind}"
    return (
        said.say_if(own, house=house)
        or said.say_if(f"subjects.{letter.kind}", house=house)
        or said.say("subjects.general", house=house)
    )


def _evening(view: View, house: str) -> str:
    """The day of which the first line speaks: what came after six is told the next evening."""
    facts = view.letter.facts
    key, first = "today", view.letter.at
    if isinstance(facts, EveningLines) and facts.lines:
        key, first = evening_span(view, facts)
    several = len(view.letter.houses)
    where = view.language.count("evening_subjects.houses", several) if several > 1 else house
    said = view.language.say(f"evening_subjects.{key}", house=where, day=view.times.day(first))
    return said.replace(NO_BREAK, " ")


OF_THE_RUN: Final = frozenset({"retention", "retention_done", "retention_stopped"})
SAID_OF_SOMEBODY: Final = {
    "undelivered": "subjects.alert_undelivered",
    "undeliverable": "subjects.alert_undeliverable",
    "complained": "subjects.alert_complained",
    "complained_of_own": "subjects.alert_complained",
}


def _undelivered(view: View, alert: Alert) -> str:
    """An alert is no part of the ticket's conversation; its subject says who did not get it."""
    who = cleaning.one_line(alert.who or (alert.recipient if view.tag else ""), limit=SUBJECT)
    if alert.several:
        who = view.language.say("subjects.alert_addresses", n=len(alert.several))
    if alert.what not in SAID_OF_SOMEBODY or not who:
        return ""
    said = view.language.say(SAID_OF_SOMEBODY[alert.what], who=who)
    return f"[{view.tag}] {said}" if view.tag else said


def _own_words(view: View, *, limit: int) -> str:
    """The ticket's subject in its opener's words, without tags of ours."""
    ticket = view.letter.ticket
    return cleaning.one_line(_TAGS.sub(" ", ticket.subject), limit=limit) if ticket else ""


def thread_root(letter: Letter, grammar: Grammar) -> str:
    """A Message-ID that no mail has: one per ticket, party and address. Relays that rewrite Message-IDs leave it
    alone, and mail programs group by it."""
    if letter.ticket is None:
        return ""
    party = house_headers.party(letter)
    digest = hashlib.sha256(f"{letter.ticket.number}\n{party}\n{letter.address}".encode()).hexdigest()[:20]
    return f"t{letter.ticket.number}.{digest}@{grammar.domain}".lower()


def conversation(letter: Letter, grammar: Grammar) -> str:
    """The key of what is called the same from its first mail to its last: a thread, and in it what somebody was asked.

    A place or topic that is corrected later changes no subject, since programs that go by it would begin a new thread
    (WORDS 9). "": the mail has a subject of its own.
    """
    if letter.kind in house_notices.OF_HOUSE or isinstance(letter.facts, CallNow | Alert | InvoicePassed):
        return ""
    root = thread_root(letter, grammar).partition("@")[0]
    return f"{root}.{letter.kind}" if root and letter.kind in TO_ASKED else root


def roots_in(references: Iterable[str], grammar: Grammar) -> tuple[str, ...]:
    """The roots of our conversations that a mail names, without brackets."""
    root = re.compile(rf"t\d{{1,9}}\.[0-9a-f]{{20}}@{re.escape(grammar.domain.lower())}")
    return tuple(one.lower() for one in references if root.fullmatch(one.lower()))
