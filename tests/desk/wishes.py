"""Everything that somebody may wish of a ticket, put to the whole decision: how a mail resolves, and what follows."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache
from typing import Any

from hauspost.desk.case import Asked, Case
from hauspost.desk.channels import INTERNAL, PUBLIC, Channel, Participant, ParticipantKind
from hauspost.desk.decide import decide
from hauspost.desk.decision import (
    Absorb,
    AddEntry,
    AnswerQuestion,
    AskQuestion,
    Assign,
    ChangeOrder,
    CloseArrival,
    Effect,
    HideReporter,
    ImportMasterData,
    LinkTo,
    MergeInto,
    MoveTo,
    Mute,
    OpenOrder,
    OpenTicket,
    OweNotice,
    Question,
    QuestionKind,
    Reactivate,
    Redecide,
    RefuseProposal,
    SetAudience,
    SetCategory,
    SetStatus,
    SetVisibility,
    SwitchRule,
)
from hauspost.desk.houses import Category, CategoryKey, Company, Person, Role
from hauspost.desk.intents import Act, Claim, Command, Report, Said, Wish
from hauspost.desk.masterdata import Diff, Kind, Record
from hauspost.desk.model import Entry, EntryKind, Status, Ticket, TicketKind, Visibility
from hauspost.desk.notices import NoticeKind
from hauspost.desk.policy import Policy
from hauspost.desk.proof import Auth, Key, Resolution
from hauspost.desk.uploads import Upload
from hauspost.desk.work import Automation, Firm, OrderKind, Phase, Rule
from tests.threading.houses import (
    ANNA,
    BERND,
    CARLA,
    DORN,
    FRITZ,
    HANNA,
    HAUPT,
    KARL,
    LINDEN,
    MAILBOX,
    MAX,
    MEIER,
    MONA,
    NOON,
    ORDERS,
    OTTO,
    TO_ANNA,
    TO_KARL,
    TO_MEIER,
    ZONE,
    Letter,
    World,
    parsed,
    person,
    ticket,
    with_orders,
)

OLGA = person("olga", ("LW12", Role.OWNER))
BEA = person("bea", ("LW12", Role.BOARD_MEMBER))
KURT = person("kurt", ("LW12", Role.CARETAKER))  # without an order here
TO_FRITZ = Channel.of_resident(FRITZ.id)
AUDIENCE = frozenset({Role.TENANT, Role.BOARD_MEMBER, Role.CARETAKER})  # the owners have been taken out

# How the table calls them: who writes, and in which channel the mail of ours lies that he may answer.
WHO: dict[str, tuple[Person | None, Channel]] = {
    "manager": (MAX, TO_ANNA),
    "elsewhere": (HANNA, INTERNAL),
    "reporter": (ANNA, TO_ANNA),
    "follower": (BERND, TO_ANNA),
    "neighbour": (CARLA, PUBLIC),
    "board": (BEA, PUBLIC),
    "owner": (OLGA, PUBLIC),
    "former": (FRITZ, TO_FRITZ),
    "caretaker": (KURT, PUBLIC),
    "janitor": (KARL, TO_KARL),
    "firm": (MEIER, TO_MEIER),
    "idle": (DORN, PUBLIC),
    "stranger": (None, TO_ANNA),
}
EVERYBODY = [p for p, _ in WHO.values() if p is not None] + [MONA]
PEOPLE = {p.id: p for p in (*EVERYBODY, OTTO)} | {o.id: o for o, _ in ORDERS}
QUESTION = 77


@dataclass(frozen=True, slots=True)
class Proof:
    """What the mail carries, and what our border says of From."""

    carried: str  # live | old | own-id | tag | nothing
    auth: Auth
    strict: bool = False


PROOFS = {
    f"{carried} {auth}{' strict' if strict else ''}": Proof(carried, auth, strict)
    for carried in ("live", "old", "own-id", "tag", "nothing")
    for auth in (Auth.PASS, Auth.NONE, Auth.FAIL)
    for strict in (False, True)
    if not strict or (carried in ("live", "nothing") and auth is not Auth.FAIL)
}


# ---- the ticket


@cache
def matter(kind: str, status: str, is_janitors: bool, *, by_itself: bool, ordered: bool) -> Ticket:
    """private | public | anonymous | office. Meier has the order and Karl is only informed of it, or the other way.

    `by_itself`: whether the order's reports may move the ticket's status. `ordered`: else all orders are over.
    """
    found = with_orders(ticket(1042, ANNA, BERND, public=kind == "public"), *ORDERS)
    people = tuple(
        replace(p, kind=ParticipantKind.REPORTER, hidden=kind == "anonymous") if p.person == ANNA.id else p
        for p in found.participants
    )
    former = Participant(FRITZ.id, TO_FRITZ, ParticipantKind.FOLLOWER)
    ordered_from = KARL.id if is_janitors else MEIER.id
    orders = tuple(
        replace(
            o,
            may_start=by_itself,
            may_finish=by_itself,
            kind=OrderKind.ORDER if o.assignee == ordered_from else OrderKind.INFO,
            phase=o.phase if ordered else Phase.SIGNED_OFF,
        )
        for o in found.orders
    )
    return replace(
        found,
        kind=TicketKind.OFFICE if kind == "office" else TicketKind.MATTER,
        status=Status(status),
        done_at=NOON - timedelta(days=2) if status == "DONE" else None,
        category=CategoryKey("heating"),
        audience=AUDIENCE,
        participants=(*people, former),
        orders=orders,
        public_place="Treppenhaus" if kind == "public" else "",
        responsible=MAX.id,
    )


# ---- what is wished


@dataclass(frozen=True, slots=True)
class Trial:
    """`said`: as the reader understood it, whoever wrote it. `shows`: the effect by which one sees that it was done."""

    said: Said
    shows: Callable[[Effect], bool]
    status: str = "OPEN"
    asks: QuestionKind | None = None
    by_itself: bool = True
    ordered: bool = True


def _is(*kinds: type) -> Callable[[Effect], bool]:
    return lambda effect: isinstance(effect, kinds)


def _mail(kind: NoticeKind) -> Callable[[Effect], bool]:
    return lambda effect: isinstance(effect, OweNotice) and effect.kind is kind


def _entry(*kinds: EntryKind, channel: Channel | None = None) -> Callable[[Effect], bool]:
    return lambda e: isinstance(e, AddEntry) and e.kind in kinds and channel in (None, e.channel)


def _command(act: Act, value: str = "", **values: Any) -> Said:
    line = str(act).upper()
    return Said(whole=line, commands=(Command(act, line, value=value, **values),))


def _report(claim: Claim) -> Said:
    return Said(whole="x", text="x", reports=(Report(frozenset({claim}), "x", is_sure=True),))


def _opens(visibility: Visibility, *, hidden: bool = False) -> Callable[[Effect], bool]:
    return lambda e: (
        isinstance(e, OpenTicket)
        and e.visibility is visibility
        and any(p.hidden for p in e.participants) is hidden
    )


def _held(act: Act, value: str = "", **values: Any) -> Said:
    return _command(act, value, target=f"H-{QUESTION}", **values)


WATER = "water"
OTHER = 1050
TRIALS: dict[str, Trial] = {
    "release": Trial(_command(Act.RELEASE), _is(SetStatus)),
    "start": Trial(_command(Act.START), _is(SetStatus)),
    "finish": Trial(_command(Act.FINISH), _is(SetStatus)),
    "reopen": Trial(_command(Act.REOPEN), _is(SetStatus), "DONE"),
    "reject": Trial(_command(Act.REJECT, text="Nein."), _is(SetStatus)),
    "category": Trial(_command(Act.CATEGORY, WATER), _is(SetCategory)),
    "assign": Trial(_command(Act.ASSIGN, MONA.id), _is(Assign)),
    "dispatch": Trial(_command(Act.DISPATCH, DORN.id), _is(OpenOrder)),
    "quote": Trial(_command(Act.QUOTE, DORN.id), _is(OpenOrder)),
    "inform": Trial(_command(Act.INFORM, DORN.id, text="Bitte beachten"), _is(OpenOrder)),
    "cancel an order": Trial(_command(Act.CANCEL_ORDER, "A-1042-1"), _is(ChangeOrder)),
    "private": Trial(_command(Act.PRIVATE), _is(SetVisibility)),
    "anonymous": Trial(_command(Act.ANONYMOUS), _is(HideReporter)),
    "public": Trial(_command(Act.PUBLIC), _is(SetVisibility)),
    "without tenants": Trial(_command(Act.WITHOUT, Role.TENANT), _is(SetAudience)),
    "only the board": Trial(_command(Act.ONLY, Role.BOARD_MEMBER), _is(SetAudience)),
    "only owners": Trial(_command(Act.ONLY, Role.OWNER), _is(SetAudience)),
    "with owners": Trial(_command(Act.WITH, Role.OWNER), _is(SetAudience)),
    "to all": Trial(_command(Act.TO_ALL, text="Morgen."), _entry(EntryKind.MESSAGE, channel=PUBLIC)),
    "publish an answer": Trial(
        _command(Act.PUBLISH, question=QUESTION), _is(AnswerQuestion), asks=QuestionKind.PUBLISH
    ),
    "merge": Trial(_command(Act.MERGE, str(OTHER)), _is(MergeInto)),
    "bundle": Trial(_command(Act.BUNDLE, values=(str(OTHER),)), _is(Absorb)),
    "move": Trial(_command(Act.MOVE, HAUPT.id), _is(MoveTo), ordered=False),
    "undo": Trial(_command(Act.UNDO), _is(SetCategory)),
    "send a note": Trial(
        _command(Act.SEND, question=QUESTION), _is(AnswerQuestion), asks=QuestionKind.SEND_NOTE
    ),
    "an internal note": Trial(Said(whole="intern: teuer", internal="teuer"), _entry(EntryKind.NOTE)),
    "yes to a firm": Trial(
        _command(Act.PROPOSAL, question=QUESTION), _is(AnswerQuestion), "RELEASED", QuestionKind.REPORT
    ),
    "yes to more money": Trial(
        _command(Act.YES, question=QUESTION), _is(AnswerQuestion), "RELEASED", QuestionKind.COST
    ),
    "no to more money": Trial(
        _command(Act.NO, question=QUESTION), _is(AnswerQuestion), "RELEASED", QuestionKind.COST
    ),
    "take a held mail": Trial(_held(Act.TAKE), _is(Redecide), asks=QuestionKind.HELD_MAIL),
    "a held mail is new": Trial(_held(Act.TAKE_NEW), _is(Redecide), asks=QuestionKind.HELD_MAIL),
    "link a person": Trial(
        _held(Act.LINK, values=(f"person:{ANNA.id}",)), _is(Redecide), asks=QuestionKind.HELD_MAIL
    ),
    "link for once": Trial(
        _held(Act.ONCE, values=(f"person:{ANNA.id}",)), _is(Redecide), asks=QuestionKind.HELD_MAIL
    ),
    "spam": Trial(_held(Act.SPAM), _is(CloseArrival), asks=QuestionKind.HELD_MAIL),
    "bring a table in": Trial(
        _command(Act.IMPORT_OK, question=QUESTION), _is(ImportMasterData), asks=QuestionKind.IMPORT
    ),
    "approve a rule": Trial(_command(Act.RULE_OK), _is(SwitchRule)),
    "refuse a rule": Trial(_command(Act.RULE_NO), _is(RefuseProposal)),
    "reachable": Trial(_command(Act.REACHABLE, "a@post.example"), _is(Reactivate)),
    "stop a rule": Trial(_command(Act.STOP, question=QUESTION), _is(AnswerQuestion), asks=QuestionKind.VETO),
    "it is fixed": Trial(
        _command(Act.YES, question=QUESTION), _is(AnswerQuestion), "DONE", QuestionKind.FIXED
    ),
    "me too": Trial(_command(Act.ME_TOO), _entry(EntryKind.ME_TOO)),
    "mute": Trial(_command(Act.MUTE), _is(Mute)),
    "status": Trial(_command(Act.STATUS), _mail(NoticeKind.LISTING)),
    "list": Trial(_command(Act.LIST), _mail(NoticeKind.LISTING)),
    "help": Trial(_command(Act.HELP), _mail(NoticeKind.HELP)),
    "file": Trial(_command(Act.FILE), _mail(NoticeKind.FILE)),
    "rules": Trial(_command(Act.RULES), _mail(NoticeKind.RULES)),
    "categories": Trial(_command(Act.CATEGORIES), _mail(NoticeKind.CATEGORIES)),
    "report": Trial(_command(Act.REPORT), _mail(NoticeKind.PERIOD_REPORT)),
    "link": Trial(_command(Act.LINK_TICKET, f"person:{OTTO.id}"), _is(LinkTo), ordered=False),
    "words": Trial(Said(whole="Und jetzt?", text="Und jetzt?"), _entry(EntryKind.MESSAGE, EntryKind.NOTE)),
    "the work begins": Trial(_report(Claim.IN_PROGRESS), _is(SetStatus), "RELEASED"),
    "the work is done": Trial(_report(Claim.DONE), _is(SetStatus), "RELEASED"),
    "the work begins, not by itself": Trial(
        _report(Claim.IN_PROGRESS), _is(SetStatus), "RELEASED", by_itself=False
    ),
    "the work is done, not by itself": Trial(
        _report(Claim.DONE), _is(SetStatus), "RELEASED", by_itself=False
    ),
    "an order's phase": Trial(_report(Claim.IN_PROGRESS), _is(ChangeOrder), "RELEASED", by_itself=False),
    "open": Trial(Said(whole="Kalt", text="Kalt"), _is(OpenTicket)),
    "open in public": Trial(
        Said(whole="Kalt", text="Kalt", wishes=frozenset({Wish.PUBLIC}), place="Treppenhaus"),
        _opens(Visibility.PUBLIC),
    ),
    "open unnamed": Trial(
        Said(whole="Kalt", text="Kalt", wishes=frozenset({Wish.ANONYMOUS})),
        _opens(Visibility.PRIVATE, hidden=True),
    ),
    "open for somebody": Trial(
        Said(whole="FÜR Otto", text="Kalt", commands=(Command(Act.FOR, "FÜR", value=f"person:{OTTO.id}"),)),
        lambda e: isinstance(e, OpenTicket) and e.reporter == OTTO.id,
    ),
    "sign off an order": Trial(_command(Act.SIGN_OFF), _is(ChangeOrder)),
}


# ---- the decision


def outcome(who: str, kind: str, proof: Proof, trial: Trial) -> str:
    """ "yes": it was done; "asks": only after a confirming question; "no"."""
    found = decide(case_of(who, kind, proof, trial), trial.said).everything
    if any(trial.shows(effect) for effect in found):
        return "yes"
    asks = any(isinstance(e, AskQuestion) and e.kind is QuestionKind.CONFIRM for e in found)
    return "asks" if asks else "no"


def case_of(who: str, kind: str, proof: Proof, trial: Trial) -> Case:
    author, _ = WHO[who]
    about = matter(kind, trial.status, who == "janitor", by_itself=trial.by_itself, ordered=trial.ordered)
    resolution = resolve(who, about, proof)
    is_there = resolution.ticket is not None
    other = replace(about, number=OTHER, orders=(), participants=about.participants[:1])
    return Case(
        at=NOON,
        zone=ZONE,
        company=Company("Hausverwaltung", state="BE"),
        policy=Policy(strict_commands=proof.strict),
        resolution=resolution,
        mail=Asked(7, NOON, resolution.address, "", 1, "Heizung"),
        author=(author,) if author else (),
        house=LINDEN,
        ticket=about if is_there else None,
        entries=JOURNAL if is_there else (),
        managers=(MONA, MAX),
        residents=(ANNA, BERND, CARLA, OTTO),
        people=PEOPLE,
        categories=CATEGORIES,
        questions=_questions(trial.asks) if trial.asks else (),
        files={OTHER: (other, ())},
        firms=FIRMS,
        rules=RULES,
        caretakers=(KARL, KURT),
        audience=(CARLA, BEA, KURT),
        moves_to=HAUPT,
        receivers=(HANNA, MAX),
        lodgers=(ANNA, BERND, CARLA),
        houses=(LINDEN,),
        upload=UPLOAD,
        manages_all=True,
    )


@cache
def resolve(who: str, about: Ticket, proof: Proof) -> Resolution:
    """A mail to the house's mailbox that carries a mail of ours to its author; a stranger's carries Anna's."""
    author, channel = WHO[who]
    letter = Letter(7, (author or ANNA,), about, channel, Key.LIVE, proof.carried != "old")
    mail = parsed(
        sender=author.addresses[0] if author else "niemand@fremd.example",
        recipients=(letter.reply,) if proof.carried in ("live", "old") else (),
        answers=(letter.message_id,) if proof.carried == "own-id" else (),
        subject="AW: [T-1042] Heizung" if proof.carried == "tag" else "Heizung",
        auth=proof.auth,
    )
    return World((letter,), (), (about,), PEOPLE).resolve(mail, MAILBOX, strict=proof.strict)


UPLOAD = Upload(5, is_new=False, diff=Diff(new=(Record(Kind.TEXTS, ("termin",), {"text": "Montag"}),)))
CATEGORIES = (
    Category(CategoryKey("heating"), "Heizung", "Heating"),
    Category(CategoryKey(WATER), "Wasser", "Water"),
    Category(CategoryKey("general"), "Allgemein", "General"),
)
FIRMS = tuple(Firm(p.id, p.last_name, ("Heizung",), limit=50_000) for p in (MEIER, DORN))
RULES = (Rule(LINDEN.id, WATER, Automation.SUGGEST, is_approved=False),)


# Opened by Anna; a minute ago Max chose the category that it has.
JOURNAL = (
    Entry(1, TO_ANNA, EntryKind.OPENED, ANNA.id, "Anna", NOON - timedelta(days=90), "Kalt", event="a1"),
    Entry(
        3,
        INTERNAL,
        EntryKind.CATEGORY,
        MAX.id,
        "Max",
        NOON - timedelta(minutes=1),
        facts={"before": WATER, "after": "heating"},
        event="a3",
    ),
)


def _questions(kind: QuestionKind) -> tuple[Question, ...]:
    about: dict[str, Any] = ABOUT.get(kind, {})
    is_held = kind is QuestionKind.HELD_MAIL
    asked = (ANNA.id,) if kind is QuestionKind.FIXED else (MONA.id, MAX.id)
    return (Question(QUESTION, kind, asked, about, None if is_held else 1042, LINDEN.id, NOON),)


ABOUT: dict[QuestionKind, dict[str, Any]] = {
    QuestionKind.PUBLISH: {"text": "Bei mir auch", "by": [CARLA.id]},
    QuestionKind.SEND_NOTE: {"text": "Hallo", "to": str(TO_ANNA)},
    QuestionKind.REPORT: {"order": 1, "claim": "in_progress", "phase": "accepted", "text": "x"},
    QuestionKind.COST: {"order": 1, "amount": 45_000, "text": "x", "before": "accepted"},
    QuestionKind.HELD_MAIL: {"arrival": 5, "presumed": [ANNA.id], "from_address": "a@b.example"},
    QuestionKind.IMPORT: {"mail": 5, "everything": True, "digest": UPLOAD.diff.digest},
    QuestionKind.VETO: {"rule": RULES[0].name, "assignee": str(DORN.id)},
}
