"""A manager asks several people of a house, each alone: one private ticket each, one running list (WORDS 4, Q1).

The survey itself is an office ticket: its number names the list, STATUS shows it, ENDE closes it. People behind one
address are one party and get one mail; co-owners with addresses of their own are asked each alone.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from hauspost.desk.case import Case
from hauspost.desk.channels import INTERNAL, Channel, Participant
from hauspost.desk.course import Course, open_question
from hauspost.desk.decision import (
    AddEntry,
    AnswerQuestion,
    AskQuestion,
    Decision,
    Effect,
    OpenTicket,
    OweNotice,
    QuestionKind,
    SetStatus,
    Verdict,
)
from hauspost.desk.houses import RESIDENT_ROLES, Person, Property, Role
from hauspost.desk.intents import Act, Command, Offer, Said
from hauspost.desk.languages import say
from hauspost.desk.model import Entry, EntryKind, Flag, Status, Ticket, TicketKind
from hauspost.desk.notices import NoticeKind
from hauspost.desk.notices_of_steering import Outcome, TranscriptLine
from hauspost.desk.notices_of_surveys import PrivateQuestion, Standing, Survey, SurveyLine
from hauspost.desk.on_behalf import residents_named
from hauspost.desk.opening import new_ticket, opening_facts
from hauspost.desk.telling import names, offer, printed, tell

REMIND_AFTER = timedelta(days=7)  # once; whoever is silent then stands on the list
ACTS = frozenset({Act.SEND, Act.STOP, Act.FINISH})  # what a survey's own ticket understands in its own way
ENDED = "ended"  # the answer of a question that the manager closed


@dataclass(frozen=True, slots=True)
class Asking:
    """What is asked of whom, as the survey's first entry keeps it: later owners are found by it."""

    text: str
    to_owners: bool
    values: tuple[str, ...] = ()  # "unit:WE03", "person:P7"; none: every owner

    def as_facts(self) -> dict[str, object]:
        return {"text": self.text, "to_owners": self.to_owners, "values": list(self.values)}


def asking_of(entries: Iterable[Entry]) -> Asking | None:
    found = (e.facts.get("survey") for e in entries if e.kind is EntryKind.OPENED)
    kept = next((facts for facts in found if isinstance(facts, dict)), None)
    if kept is None:
        return None
    return Asking(str(kept["text"]), bool(kept["to_owners"]), tuple(str(v) for v in kept["values"]))


@dataclass(frozen=True, slots=True)
class Party:
    """The people behind one address, or one person without any."""

    persons: tuple[Person, ...]
    units: tuple[str, ...]

    @property
    def address(self) -> str:
        return self.persons[0].address

    def standing(self, case: Case) -> Standing:
        place = case.house.id if case.house else None
        if place is not None and any(Role.MANAGER in p.roles_at(place, case.today) for p in self.persons):
            return Standing.MANAGES
        return Standing.WILL_BE_ASKED if self.address else Standing.NO_MAIL


def parties(case: Case, house: Property, asking: Asking) -> tuple[Party, ...]:
    """Whom it concerns today, in the order of the master data."""
    groups: dict[str, list[Person]] = {}
    for person in dict.fromkeys(_meant(case, house, asking)):
        groups.setdefault(person.address or f"person:{person.id}", []).append(person)
    role = Role.OWNER if asking.to_owners else None
    return tuple(Party(tuple(group), _units(case, house, group, role)) for group in groups.values())


def _meant(case: Case, house: Property, asking: Asking) -> Iterator[Person]:
    here = tuple(p for p in case.residents if p.roles_at(house.id, case.today) & RESIDENT_ROLES)
    if not asking.to_owners:
        for value in asking.values:
            yield from residents_named(case, house, value)
        return
    for person in here:
        owned = _units(case, house, (person,), Role.OWNER)
        is_named = f"person:{person.id}" in asking.values or any(f"unit:{u}" in asking.values for u in owned)
        if Role.OWNER in person.roles_at(house.id, case.today) and (is_named or not asking.values):
            yield person


def _units(case: Case, house: Property, persons: Iterable[Person], role: Role | None) -> tuple[str, ...]:
    found = (
        r.unit
        for p in persons
        for r in p.roles
        if r.property_id == house.id and r.unit and r.period.holds(case.today) and role in (None, r.role)
    )
    return tuple(dict.fromkeys(found))


# ---- the manager asks


def open_survey(case: Case, said: Said, house: Property, command: Command) -> Decision:
    """An office ticket, and the preview: who would be asked, who cannot be; nothing leaves before SENDEN."""
    by = case.acting_managers[0]
    asking = Asking(command.text, bool(command.value), command.values)
    ticket = replace(
        new_ticket(case, house, said, party=(), channel=INTERNAL, kind=TicketKind.OFFICE),
        responsible=by.id,
        flags=frozenset({Flag.SURVEY}),
    )
    facts = opening_facts(case, said) | {"survey": asking.as_facts()}
    entry = AddEntry(INTERNAL, EntryKind.OPENED, by.id, by.name, said.whole, facts)
    question = AskQuestion(QuestionKind.SURVEY, "survey", tuple(m.id for m in case.acting_managers))
    lines = tuple(_as_line(p, p.standing(case)) for p in parties(case, house, asking))
    is_sendable = any(line.standing is Standing.WILL_BE_ASKED for line in lines)
    offers = (*((offer(Act.SEND, by.language),) if is_sendable else ()), offer(Act.STOP, by.language))
    preview = tell(
        case,
        (by,),
        NoticeKind.SURVEY,
        Survey("preview", asking.text, asking.to_owners, lines),
        channel=INTERNAL,
        offers=offers,
        question="survey",
    )
    effects: tuple[Effect, ...] = (ticket, entry, question, *preview)
    return Decision(Verdict.ACCEPTED, "opened_survey", effects, event=case.event, channel=INTERNAL)


def _as_line(party: Party, standing: Standing) -> SurveyLine:
    phones = tuple(dict.fromkeys(n for p in party.persons for n in p.phones))
    return SurveyLine(names(party.persons), standing, party.units, phones=phones)


def steer_survey(case: Case, course: Course, command: Command, by: Person, *, ticket: Ticket) -> Course:
    """SENDEN, STOPP, ENDE under a survey's preview or list."""
    match command.act:
        case Act.SEND:
            return _send(case, course, command, by, ticket=ticket)
        case Act.STOP:
            return _discard(case, course, command, by, ticket=ticket)
        case _:
            return _end(case, course, command, by, ticket=ticket)


def _send(case: Case, course: Course, command: Command, by: Person, *, ticket: Ticket) -> Course:
    """To all who have not been asked: at first that is everybody, later who came to the house or got an address."""
    line = TranscriptLine(command.line, "survey_send", Outcome.ALREADY)
    waiting = next((q for q in case.questions if q.kind is QuestionKind.SURVEY), None)
    asking = asking_of(case.entries)
    if case.house is None or asking is None or ticket.status is Status.DONE:
        return course.then(replace(line, outcome=Outcome.REFUSED, after="survey_over"))
    new = tuple(p for p in unasked(case, case.house, asking) if p.standing(case) is Standing.WILL_BE_ASKED)
    if not new:
        return course.then(line)
    answered = (AnswerQuestion(waiting.id, str(command.act), by.id),) if waiting else ()
    who = ", ".join(names(p.persons) for p in new)
    entry = AddEntry(INTERNAL, EntryKind.NOTE, by.id, by.name, who, {"asked": len(new)})
    opens = tuple(_ask(case, case.house, party, asking, by, ticket) for party in new)
    shown = _list(case, by, Survey("list", asking.text, asking.to_owners), ticket)
    effects = (*course.effects, *answered, entry, *shown)
    return replace(course, effects=effects, also=(*course.also, *opens))


def unasked(case: Case, house: Property, asking: Asking) -> tuple[Party, ...]:
    """Those whom it concerns today and of whom nobody has been asked."""
    asked = {person for q in case.survey for person in q.asked}
    return tuple(p for p in parties(case, house, asking) if not asked & {m.id for m in p.persons})


def _ask(case: Case, house: Property, party: Party, asking: Asking, by: Person, survey: Ticket) -> Decision:
    channel = Channel.of_resident(party.persons[0].id)
    unit = next((u for u in case.units if party.units == (u.id,)), None)
    ticket = OpenTicket(
        property_id=house.id,
        kind=TicketKind.MATTER,
        category=survey.category,
        visibility=survey.visibility,
        subject=survey.subject,
        unit=unit.id if unit else "",
        place=unit.place if unit else "",
        reporter=party.persons[0].id,
        responsible=by.id,
        flags=frozenset({Flag.SURVEYED}),
        participants=tuple(Participant(p.id, channel) for p in party.persons),
    )
    entry = AddEntry(channel, EntryKind.MESSAGE, by.id, by.name, asking.text, {"survey_of": survey.number})
    about = {"survey": survey.number, "who": names(party.persons), "units": list(party.units)}
    question = AskQuestion(
        QuestionKind.SURVEYED,
        "surveyed",
        tuple(p.id for p in party.persons),
        about | {"text": asking.text, "by": by.name, "to_owners": asking.to_owners},
        due_at=case.at + REMIND_AFTER,
        default="remind",
    )
    facts = PrivateQuestion(asking.text, by.name, party.units, asking.to_owners)
    mails = tell(case, party.persons, NoticeKind.PRIVATE_QUESTION, facts, channel=channel)
    return Decision(Verdict.ACCEPTED, "asked_privately", (ticket, entry, question, *mails), event=case.event)


def _discard(case: Case, course: Course, command: Command, by: Person, *, ticket: Ticket) -> Course:
    """STOPP under the preview: nobody ever hears of it. Afterwards nothing can be held back any more."""
    question = open_question(case, course, command.question, QuestionKind.SURVEY)
    line = TranscriptLine(command.line, "survey_stop", Outcome.DONE)
    if question is None and ticket.status is not Status.DONE:
        return course.then(replace(line, outcome=Outcome.ALREADY))  # it has left: nothing can be taken back
    if question is None:
        return course.then(replace(line, act=str(command.act), outcome=Outcome.NOTHING_TO_STOP))
    answered = AnswerQuestion(question.id, str(command.act), by.id)
    return course.then(line, answered, *_closed(ticket, by), ticket=replace(ticket, status=Status.DONE))


def _end(case: Case, course: Course, command: Command, by: Person, *, ticket: Ticket) -> Course:
    """ENDE: nobody is reminded any more, every party's ticket is done. They hear nothing of it; answers still come."""
    if ticket.status is Status.DONE:
        return course.then(TranscriptLine(command.line, str(command.act), Outcome.ALREADY))
    asking = asking_of(case.entries) or Asking("", to_owners=True)
    waiting = (q for q in (*case.questions, *case.survey) if q.state == "open" and q.kind in _KINDS)
    ends = tuple(AnswerQuestion(number, ENDED, by.id) for number in dict.fromkeys(q.id for q in waiting))
    children = tuple(
        Decision(Verdict.ACCEPTED, "survey_ended", _closed(t, by), t.number, event=case.event)
        for t in case.surveyed
        if t.status is not Status.DONE
    )
    shown = _list(case, by, Survey("ended", asking.text, asking.to_owners), ticket)
    effects = (*course.effects, *ends, *_closed(ticket, by), *shown)
    done = replace(ticket, status=Status.DONE)
    return replace(course, effects=effects, also=(*course.also, *children), ticket=done)


def reopened(case: Case, course: Course, by: Person, *, ticket: Ticket) -> Course:
    """RÜCKGÄNGIG of ENDE: what was closed with the survey runs again, or the silent would never be reminded."""
    if Flag.SURVEY not in ticket.flags or not any(isinstance(e, SetStatus) for e in course.effects):
        return course
    facts: dict[str, object] = {"before": str(Status.DONE), "after": str(Status.OPEN)}
    entry = AddEntry(INTERNAL, EntryKind.STATUS, by.id, by.name, facts=facts)
    children = tuple(
        Decision(
            Verdict.ACCEPTED,
            "survey_reopened",
            (SetStatus(Status.DONE, Status.OPEN), entry),
            t.number,
            event=case.event,
        )
        for t in case.surveyed
        if t.status is Status.DONE and t.done_at == ticket.done_at
    )
    return replace(course, also=(*course.also, *children))


_KINDS = frozenset({QuestionKind.SURVEY, QuestionKind.SURVEYED})


def _closed(ticket: Ticket, by: Person) -> tuple[Effect, ...]:
    facts: dict[str, object] = {
        "before": str(ticket.status),
        "after": str(Status.DONE),
        "before_rejected": ticket.is_rejected,
        "rejected": False,
    }
    entry = AddEntry(INTERNAL, EntryKind.STATUS, by.id, by.name, facts=facts)
    return SetStatus(ticket.status, Status.DONE), entry


# ---- the running list


def show_survey(case: Case, ticket: Ticket) -> tuple[OweNotice, ...]:
    """STATUS of a survey: its list, as it stands now."""
    asking = asking_of(case.entries) or Asking("", to_owners=True)
    what = "ended" if ticket.status is Status.DONE else "list"
    return _list(case, case.author[0], Survey(what, asking.text, asking.to_owners), ticket)


def _list(case: Case, to: Person, facts: Survey, ticket: Ticket) -> tuple[OweNotice, ...]:
    """Owed without its lines: they are filled in when it is written."""
    offers = () if facts.what == "ended" else list_offers(to.language)
    mails = tell(case, (to,), NoticeKind.SURVEY, facts, channel=INTERNAL, offers=offers)
    return tuple(replace(mail, about=ticket.number) for mail in mails)


def list_offers(language: str) -> tuple[Offer, ...]:
    return offer(Act.SEND, language), _end_offer(language)


def _end_offer(language: str) -> Offer:
    """ENDE is the likelier word for a list; ERLEDIGT means the same."""
    return Offer(say("answers.end", language), Act.FINISH, also=(printed(Act.FINISH, language),))


def end_offers(ticket: Ticket, language: str) -> tuple[Offer, ...]:
    """ENDE ends a survey from whatever mail about it is answered."""
    return (_end_offer(language),) if Flag.SURVEY in ticket.flags else ()
