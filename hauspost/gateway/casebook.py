"""Fetches what a decision may look at: the shell's half of "ask, fetch, decide". No rule stands here."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from typing import Any

from hauspost.desk import breakers, emergencies, holding, list_lines, own_matters, returns
from hauspost.desk.case import Answered, Asked, Case
from hauspost.desk.channels import PUBLIC
from hauspost.desk.course import HELD
from hauspost.desk.deadlines import NO_DEADLINES, Clock, Deadlines, clocks
from hauspost.desk.decision import Question, QuestionKind
from hauspost.desk.houses import EVERYWHERE, Company, Person, PersonId, Property, PropertyId, Role
from hauspost.desk.intents import Act, Claim, Said
from hauspost.desk.model import ALARMING, Flag, Ticket, Visibility
from hauspost.desk.notices import LISTS_OF_THE_HOUSE, NoticeKind
from hauspost.desk.policy import Policy
from hauspost.desk.preferences import DigestHours
from hauspost.desk.proof import Auth, Key, Resolution, Route
from hauspost.desk.reports import tickets_named
from hauspost.desk.rights import ASKING, manages_all
from hauspost.desk.storms import COUNTED
from hauspost.desk.times_to_choose import choosing
from hauspost.desk.undoing import UNDO_TIME
from hauspost.desk.urgency import OwnWords
from hauspost.gateway.document_cases import with_documents
from hauspost.gateway.house_notices import with_standing
from hauspost.parsers.automation import Origin
from hauspost.parsers.mail import ParsedMail
from hauspost.parsers.spam import is_marked
from hauspost.store import arrivals, deadlines, learning, mails, reach, registry, tickets, vouchers
from hauspost.store.absences import absences
from hauspost.store.arrivals import Arrival
from hauspost.store.connection import Connection
from hauspost.store.mails import AnsweredMail
from hauspost.threading.subjects import bare_subject

RECIPIENTS = 20  # of a manager's mail that are looked up
LISTS_WITHIN = timedelta(hours=24)
ALARMS_WITHIN = timedelta(hours=12)
SPAM_HEADERS = ("X-Spam-Flag", "X-Spam-Status", "X-Spam")  # where the settings name none
PACE_WITHIN = timedelta(hours=1)
OF_ALL_HOUSES = frozenset(
    {Act.WORD_OK, Act.WORD_NO, Act.RULES}
)  # what only who manages all of them may answer
LEARNING = OF_ALL_HOUSES | {Act.RULE_OK, Act.RULE_NO, Act.DISPATCH, Act.CATEGORY}
# They ask for words of one's own, and print no answers.
ASKING_IN_WORDS = frozenset(
    {
        NoticeKind.WHICH_HOUSE,
        NoticeKind.NO_ACCESS,
        NoticeKind.APPOINTMENT_OFF,
        NoticeKind.TIMES_NOTED,
    }
)


@dataclass(frozen=True, slots=True)
class Casebook:
    company: Company
    policy_for: Callable[[Property | None], Policy]
    zone: tzinfo
    spam_headers: tuple[str, ...] = SPAM_HEADERS
    deadlines: Deadlines = NO_DEADLINES
    danger_words: tuple[OwnWords, ...] = ()

    def open_case(
        self,
        connection: Connection,
        *,
        arrival: Arrival,
        parsed: ParsedMail,
        resolution: Resolution,
        author: tuple[Person, ...],
        ticket: Ticket | None,
        answered: AnsweredMail | None,
        at: datetime,
    ) -> Case:
        """Everything but the lists that only a question to the desk needs (`with_lists`)."""
        place = ticket.property_id if ticket else resolution.property_id
        house = registry.load_property(connection, place) if place else None
        managed = self._managed(author, at)
        case = Case(
            at=at,
            zone=self.zone,
            company=self.company,
            policy=self.policy_for(house),
            resolution=resolution,
            mail=self._asked(arrival, parsed),
            author=author,
            house=house,
            ticket=ticket,
            managers=self._managers(connection, house, (*resolution.presumed, *(p.id for p in author)), at),
            categories=registry.categories(connection),
            answered=_answered(answered),
            vouched=bool(arrival.override and arrival.override.get("vouched")),
            as_new=bool(arrival.override and arrival.override.get("as_new")),
            absences=absences(connection, at),
            earlier=self._earlier(connection, resolution, answered) if ticket is None else (),
            deadlines=self.deadlines,
            danger_words=self._danger_words(house),
        )
        case = self._with_place(connection, case, managed or self._voucher_places(connection, arrival, at))
        case = self._with_ticket(connection, case, managed)
        case = self._with_work(connection, case)
        case = self._with_house(connection, case)
        case = self._with_survey(connection, case)
        case = self._with_own(connection, case)
        if case.acting_managers:
            case = replace(case, texts=tuple(registry.texts(connection).items()))
        return self._with_silences(connection, case)

    @staticmethod
    def _with_survey(connection: Connection, case: Case) -> Case:
        """Of a survey's ticket all that was asked and whom it concerns today; of one that was asked, the others."""
        ticket = case.ticket
        if ticket is None or not ticket.flags & {Flag.SURVEY, Flag.SURVEYED}:
            return case
        own = (q.about.get("survey") for q in case.questions if q.kind is QuestionKind.SURVEYED)
        number = ticket.number if Flag.SURVEY in ticket.flags else next(own, None)
        survey = tickets.survey_of(connection, int(number)) if number is not None else ()
        if Flag.SURVEY not in ticket.flags or not case.acting_managers:
            return replace(case, survey=survey)
        asked = (q.ticket for q in survey if q.ticket is not None)
        return replace(
            case,
            survey=survey,
            surveyed=tuple(tickets.load_tickets(connection, asked).values()),
            residents=registry.residents_of(connection, ticket.property_id),
        )

    @staticmethod
    def _with_own(connection: Connection, case: Case) -> Case:
        """The author's matters at the house, which a new mail may be about."""
        if case.resolution.route is not Route.NEW or case.house is None:
            return case
        since = case.at - own_matters.BACK_WITHIN
        found = tickets.own_matters(connection, (p.id for p in case.author), case.house.id, since=since)
        own = own_matters.reported(found)
        words = tickets.opening_words(connection, (t.number for t in own))
        return replace(case, own=own, own_words=words)

    @staticmethod
    def _earlier(
        connection: Connection, resolution: Resolution, answered: AnsweredMail | None
    ) -> tuple[Ticket, ...]:
        numbers = () if resolution.linked_ticket is None else (resolution.linked_ticket,)
        if answered is not None and answered.kind in LISTS_OF_THE_HOUSE:
            numbers = (*numbers, *mails.listed_in(connection, answered.mail))
        return tuple(tickets.load_tickets(connection, numbers).values())

    def due_case(self, connection: Connection, question: Question, at: datetime) -> Case:
        """For a question whose time is over."""
        ticket = tickets.load_ticket(connection, question.ticket) if question.ticket is not None else None
        case = self._as_it_stands(
            connection, ticket, ticket.property_id if ticket else question.property_id, at
        )
        if question.kind is QuestionKind.HOUSE_NOTICE_OUT:
            return with_standing(connection, case, question)
        if question.kind is QuestionKind.ALARM:
            return self.with_alarms(connection, case)
        if question.kind is not QuestionKind.ABSENCE:
            return case
        back = tuple(registry.persons(connection, question.asked).values())
        case = replace(case, author=back, managers=back)
        return self._with_meanwhile(connection, case, question.asked_at)

    def with_danger(self, connection: Connection, case: Case, said: Said) -> Case:
        """What else is wrong at the house right now: for a report that cannot wait, a ticket that could not, and for
        managers, whose word ends an alarm."""
        is_flagged = case.ticket is not None and bool(case.ticket.flags & ALARMING)
        if is_flagged and case.ticket is not None and not case.entries:
            case = replace(case, entries=tickets.load_entries(connection, case.ticket.number))
        if is_flagged and not case.firms:
            case = self._work_of(connection, case)
        if said.urgency.level.alarms:
            said_once = tickets.said_once(connection, emergencies.once_keys(case))
            case = replace(case, said_once=case.said_once | said_once)
            case = case if case.firms or case.house is None else self._work_of(connection, case)
        if not (said.urgency.level.alarms or is_flagged or case.acting_managers):
            return case
        return self.with_alarms(connection, case)

    def with_alarms(self, connection: Connection, case: Case) -> Case:
        places = {case.house.id} if case.house else {None, *(h.id for h in case.houses)}
        found = tickets.alarms(connection, places, case.at - ALARMS_WITHIN)
        numbers = (q.ticket for q in found if q.ticket is not None)
        alarmed = tuple(tickets.load_tickets(connection, numbers).values()) if found else ()
        wanted = (p.person for t in alarmed for p in t.participants)
        people = registry.persons(connection, wanted) if alarmed else {}
        return replace(case, alarms=found, alarmed=alarmed, people={**people, **case.people})

    def _danger_words(self, house: Property | None) -> tuple[OwnWords, ...]:
        here = house.id if house else ""
        return tuple(row for row in self.danger_words if not row.houses or here in row.houses)

    def clocks(
        self, connection: Connection, number: int, at: datetime, *, since: datetime | None
    ) -> tuple[Clock, ...]:
        """Which deadlines run for the ticket as it stands."""
        ticket = tickets.load_ticket(connection, number)
        if ticket is None or ticket.number != number:  # it came along with another one
            return ()
        house = registry.load_property(connection, ticket.property_id)
        case = Case(
            at=at,
            zone=self.zone,
            company=self.company,
            policy=self.policy_for(house),
            resolution=Resolution(Route.RECORD, "due", Key.NONE, Auth.NONE),
            mail=Asked(0, at, "", "", 0, ""),
            house=house,
            deadlines=self.deadlines,
        )
        return clocks(
            ticket,
            tickets.load_entries(connection, number),
            self.deadlines,
            case.calendar,
            managers=frozenset(m.id for m in registry.managers_of(connection, ticket.property_id)),
            since=since,
            choosing=choosing(tickets.questions_of(connection, number)),
        )

    def standing(self, connection: Connection, number: int, at: datetime) -> Case:
        """A ticket of which something is due."""
        ticket = tickets.load_ticket(connection, number)
        return self._as_it_stands(connection, ticket, ticket.property_id if ticket else None, at)

    def at_house(self, connection: Connection, place: PropertyId, at: datetime) -> Case:
        """For what nobody wrote and no ticket holds: recurring work."""
        return self._as_it_stands(connection, None, place, at)

    def _with_meanwhile(self, connection: Connection, case: Case, since: datetime) -> Case:
        """What came to the author while she was away."""
        came = tickets.came_to(connection, (p.id for p in case.author), since)
        people = registry.persons(connection, (t.reporter for t in came if t.reporter))
        wanted = {t.property_id for t in came}
        places = {h.id: h for h in registry.all_properties(connection) if h.id in wanted}
        return replace(case, meanwhile=came, places=places, people={**case.people, **people})

    def along(self, connection: Connection, case: Case, said: Said) -> Case:
        """The other tickets whose orders a firm's mail reports on: each as if the mail had answered that order."""
        own = {p.id for p in case.author}
        here = {case.ticket.number} if case.ticket else set()
        others = tickets.load_tickets(connection, tickets_named(said) - here)
        found = {}
        for number, ticket in others.items():
            mine = next((o for o in ticket.orders if o.assignee in own), None)
            if mine is not None:
                there = self._as_it_stands(connection, ticket, ticket.property_id, case.at)
                answered = replace(case.resolution, ticket=ticket.number, channel=mine.channel)
                found[number] = replace(there, resolution=answered, mail=case.mail, author=case.author)
        return replace(case, along=found)

    def _with_lines(self, connection: Connection, case: Case, said: Said) -> Case:
        """The tickets that a manager's lines name: each as if a mail of it alone had been answered."""
        if case.answers_list and case.answered is not None:
            answered = replace(case.answered, lines=mails.lines_shown(connection, case.answered.mail))
            case = replace(case, answered=answered)
        lines = list_lines.named_tickets(case, said)
        if not lines:
            return case
        found = tickets.load_tickets(connection, lines)
        along = {
            number: self.with_lists(
                connection, self._line_of(connection, case, ticket, number), lines[number]
            )
            for number, ticket in found.items()
        }
        return replace(case, along={**case.along, **along})

    def _line_of(self, connection: Connection, case: Case, ticket: Ticket, number: int) -> Case:
        house = registry.load_property(connection, ticket.property_id)
        shown = case.answered.lines.get(number) if case.answered else None
        there = replace(
            case,
            house=house,
            ticket=ticket,
            policy=self.policy_for(house),
            managers=registry.managers_of(connection, ticket.property_id),
            resolution=replace(case.resolution, ticket=ticket.number, channel=None),
            answered=replace(case.answered, seq=shown) if case.answered else None,
            danger_words=self._danger_words(house),
        )
        there = self._with_ticket(connection, there, self._managed(case.author, case.at))
        there = self._with_house(connection, self._with_work(connection, there))
        return self._with_survey(connection, there)

    def _as_it_stands(
        self, connection: Connection, ticket: Ticket | None, place: PropertyId | None, at: datetime
    ) -> Case:
        """The ticket, its people and what is asked about it; nobody who wrote."""
        house = registry.load_property(connection, place) if place else None
        case = Case(
            at=at,
            zone=self.zone,
            company=self.company,
            policy=self.policy_for(house),
            resolution=Resolution(Route.RECORD, "due", Key.NONE, Auth.NONE),
            mail=Asked(0, at, "", "", 0, ""),
            house=house,
            ticket=ticket,
            managers=registry.managers_of(connection, house.id) if house else (),
            absences=absences(connection, at),
            categories=registry.categories(connection),
            deadlines=self.deadlines,
        )
        case = self._with_ticket(connection, case, ())
        case = self._with_house(connection, self._work_of(connection, case))
        entries = tickets.load_entries(connection, ticket.number) if ticket else ()
        return replace(case, entries=entries)

    def with_lists(self, connection: Connection, case: Case, said: Said) -> Case:
        """What LISTE and STATUS without a ticket list: fetched once the words are known."""
        case = self._with_lines(connection, case, said)
        case = self._with_files(connection, case, said)
        case = self._with_own_file(connection, case, said)
        case = self._with_closed(connection, case, said)
        case = self.along(connection, case, said) if said.reports and (case.ticket or case.answered) else case
        case = with_documents(connection, self._with_vouchers(connection, case, said), said)
        case = self._with_journal(connection, case, said)
        if said.inside is not None and said.inside.from_address:
            case = replace(
                case, inside_author=registry.persons_by_address(connection, said.inside.from_address)
            )
        if moved := next((c.value for c in said.commands if c.act is Act.MOVE), ""):
            house = registry.load_property(connection, PropertyId(moved))
            case = replace(
                case, moves_to=house, receivers=registry.managers_of(connection, house.id) if house else ()
            )
        case = self._with_learned(connection, case, said)
        own = {p.id for p in case.acting_managers}
        away = next((a for a in case.absences if a.person in own), None)
        if away is not None and away.since is not None and any(c.act is Act.BACK for c in said.commands):
            case = self._with_meanwhile(connection, case, away.since)
        if (
            case.acting_managers
            and case.ticket
            and any(c.act in (Act.STOP, Act.LINK_TICKET) for c in said.commands)
        ):
            case = replace(case, leaving=tickets.leaving(connection, case.ticket.number))
        if not any(c.act in (Act.LIST, Act.STATUS) for c in said.commands):
            return case
        return self._with_overdue(connection, self._with_listed(connection, case))

    @staticmethod
    def _with_overdue(connection: Connection, case: Case) -> Case:
        if not case.acting_managers:
            return case
        wanted = {t.number for t in (*case.tickets, *(t for t, _ in case.files.values()))}
        wanted |= {case.ticket.number} if case.ticket else set()
        return replace(case, overdue=deadlines.overdue(connection, wanted, case.at))

    def _with_listed(self, connection: Connection, case: Case) -> Case:
        # A manager who is a tenant of this house asks as a tenant here.
        managed = self._managed(case.author, case.at) if case.acting_managers else ()
        listed = (
            tickets.open_tickets(connection, managed)
            if managed
            else tickets.tickets_of(connection, (p.id for p in case.author))
        )
        people = registry.persons(connection, (t.reporter for t in listed if t.reporter))
        wanted = {t.property_id for t in listed}
        places = {h.id: h for h in registry.all_properties(connection) if h.id in wanted}
        places = {**case.places, **places}
        return replace(case, tickets=listed, places=places, people={**case.people, **people})

    def _with_vouchers(self, connection: Connection, case: Case, said: Said) -> Case:
        """Which invoices of a firm's mail came before; what a manager passes on by a word is new to us."""
        if not said.invoices or case.acting_managers or not self._has_order(case):
            return case
        found = vouchers.known(connection, (p.id for p in case.author), said.invoices)
        ticket = case.ticket
        entries = (
            tickets.load_entries(connection, ticket.number) if ticket and not case.entries else case.entries
        )
        return replace(case, vouchers=found, entries=entries)

    @staticmethod
    def _with_journal(connection: Connection, case: Case, said: Said) -> Case:
        """Where a firm declines what a rule has ordered: whether a hand was there since."""
        ticket = case.ticket
        declines = any(Claim.DECLINE in report.claims for report in said.reports)
        if ticket is None or case.entries or not declines or not any(o.rule for o in ticket.orders):
            return case
        return replace(case, entries=tickets.load_entries(connection, ticket.number))

    def _with_learned(self, connection: Connection, case: Case, said: Said) -> Case:
        """What hands have done before, where a hand does it again."""
        acts = {c.act for c in said.commands}
        if Act.CHOOSE in acts:  # what it confirms is known to the desk alone
            acts |= {Act.WORD_OK, Act.DISPATCH, Act.CATEGORY}
        ticket = case.ticket
        if not case.acting_managers or not acts & LEARNING:
            return case
        case = replace(case, refused=learning.refused(connection))
        if acts & OF_ALL_HOUSES:
            known = tuple(h.id for h in registry.all_properties(connection))
            case = replace(case, manages_all=manages_all(case.author, known, case.at, case.zone))
        if Act.DISPATCH in acts and ticket is not None:
            given = learning.hand_orders(connection, ticket.property_id, but=ticket.number)
            case = replace(case, hand_orders=given)
        if acts & {Act.CATEGORY, Act.RULES}:
            but = ticket.number if ticket is not None and Act.CATEGORY in acts else 0
            case = replace(case, corrected=learning.corrected(connection, but=but))
        return case

    def with_recipients(self, connection: Connection, case: Case, parsed: ParsedMail) -> Case:
        """Who of the house got a manager's mail beside us; colleagues do not count."""
        if not case.acting_managers or case.resolution.route not in (Route.OFFICE, Route.THREAD):
            return case
        written = dict.fromkeys(one.address for one in (*parsed.to, *parsed.cc) if one.address)
        found = [p for a in list(written)[:RECIPIENTS] for p in registry.persons_by_address(connection, a)]
        others = {p.id: p for p in found if not self._managed((p,), case.at)}
        return replace(case, to=tuple(others.values()), people={**case.people, **others})

    def with_pace(self, connection: Connection, case: Case, said: Said) -> Case:
        """How much of the author and of the ticket was heard lately, and whether in these words."""
        keys = breakers.once_keys(case, said)
        if not keys:
            return case
        own = {case.mail.from_address, *(address for p in case.author for address in p.addresses)}
        number = case.ticket.number if case.ticket else None
        pace = arrivals.pace(connection, own, number, since=case.at - PACE_WITHIN)
        if case.ticket is not None and case.resolution.channel == PUBLIC:
            since = case.at - timedelta(minutes=case.policy.storm_minutes)
            answers = arrivals.answers_of_house(connection, case.ticket.number, COUNTED, since=since)
            pace = replace(pace, of_house=answers)
        return replace(case, pace=pace, said_once=case.said_once | tickets.said_once(connection, keys))

    def _with_files(self, connection: Connection, case: Case, said: Said) -> Case:
        """Other tickets that STATUS or AKTE name by their numbers."""
        named = {c.target.removeprefix("T-") for c in said.commands if c.act in ASKING and c.target}
        named |= {c.value for c in said.commands if c.act is Act.MERGE}
        named |= {value for c in said.commands if c.act is Act.BUNDLE for value in c.values}
        found = tickets.load_tickets(connection, (int(n) for n in named if n.isdecimal()))
        files = {n: (ticket, tickets.load_entries(connection, n)) for n, ticket in found.items()}
        wanted = {p.person for t in found.values() for p in t.participants}
        wanted |= {t.reporter for t in found.values() if t.reporter}
        people = registry.persons(connection, wanted)
        if not files:
            return case
        taken_in = {int(v) for c in said.commands if c.act is Act.BUNDLE for v in c.values} & files.keys()
        asked = (
            q for n in sorted(taken_in) for q in tickets.questions_of(connection, n) if q.state == "open"
        )
        known = {q.id for q in case.questions}
        questions = (*case.questions, *(q for q in asked if q.id not in known))
        return replace(case, files=files, people={**case.people, **people}, questions=questions)

    @staticmethod
    def _with_own_file(connection: Connection, case: Case, said: Said) -> Case:
        """What a resident's AKTE may show: the journal, and of which events something has not left yet."""
        if case.acting_managers or not any(c.act is Act.FILE for c in said.commands):
            return case
        numbers = {*case.files, *((case.ticket.number,) if case.ticket else ())}
        owing = frozenset(event for n in numbers for event in tickets.owing_events(connection, n))
        entries = tickets.load_entries(connection, case.ticket.number) if case.ticket else ()
        return replace(case, entries=entries, pending=case.pending | owing)

    def _with_closed(self, connection: Connection, case: Case, said: Said) -> Case:
        """Held mails that a line names, and that nobody has to decide upon any more."""
        if not case.acting_managers:
            return case
        named = {c.target for c in said.commands} | {miss.unknown for miss in said.near_misses}
        numbers = {int(n) for tag in named if (n := tag.removeprefix(HELD)) != tag and n.isdecimal()}
        closed = tickets.closed_questions(
            connection,
            numbers,
            managed=self._managed(case.author, case.at),
            persons=(p.id for p in case.author),
        )
        if any(c.act is Act.UNDO for c in said.commands):
            own, since = (p.id for p in case.author), case.at - UNDO_TIME
            closed = (*closed, *tickets.held_answered(connection, own, since))
        return replace(case, closed=(*case.closed, *closed)) if closed else case

    def _managed(self, persons: Iterable[Person], at: datetime) -> tuple[PropertyId, ...]:
        day = at.astimezone(self.zone).date()
        held = (r for p in persons for r in p.roles if r.role is Role.MANAGER and r.period.holds(day))
        return tuple(dict.fromkeys(r.property_id for r in held))

    def _managers(
        self, connection: Connection, house: Property | None, persons: Iterable[PersonId], at: datetime
    ) -> tuple[Person, ...]:
        """Of the house; without one, of the houses that the persons belong to: only a stranger concerns everybody."""
        if house is not None:
            return registry.managers_of(connection, house.id)
        day = at.astimezone(self.zone).date()
        known = registry.persons(connection, persons).values()
        places = {place for person in known for place in person.properties(day)}
        if not places:
            return registry.all_managers(connection)
        found = (m for place in sorted(places) for m in registry.managers_of(connection, place))
        return tuple({m.id: m for m in found}.values())

    def _voucher_places(
        self, connection: Connection, arrival: Arrival, at: datetime
    ) -> tuple[PropertyId, ...]:
        """The houses of the manager who said what a held mail is: where it may become a ticket."""
        by = (arrival.override or {}).get("by")
        return self._managed(registry.persons(connection, (PersonId(by),)).values(), at) if by else ()

    def _with_place(self, connection: Connection, case: Case, managed: tuple[PropertyId, ...]) -> Case:
        if case.resolution.route is Route.THREAD and not case.as_new:
            return case
        house = case.house
        houses = () if house or not managed else self._houses(connection, managed)
        if house is None and len(houses) == 1:
            house = houses[0]
        if case.resolution.route in (Route.QUEUE, Route.HELD) and not case.author:
            places = (house,) if house else registry.all_properties(connection)
            case = self.with_lodgers(connection, case, places)
        units = registry.units_of(connection, house.id) if house else ()
        residents = (
            registry.residents_of(connection, house.id)
            if house and case.resolution.route is Route.OFFICE
            else ()
        )
        return replace(case, houses=houses, units=units, residents=residents)

    def with_lodgers(self, connection: Connection, case: Case, houses: Iterable[Property]) -> Case:
        """Whose a held mail may be: who lives there or looks after it, and the firms."""
        places = [h.id for h in houses]
        units = tuple(u for p in places for u in registry.units_of(connection, p))
        here = [p for place in places for p in registry.audience_of(connection, place)]
        here += registry.persons_of_firms(connection)
        return replace(case, lodgings=units, lodgers=tuple({p.id: p for p in here}.values()))

    def _houses(self, connection: Connection, managed: tuple[PropertyId, ...]) -> tuple[Property, ...]:
        everything = registry.all_properties(connection)
        return everything if EVERYWHERE in managed else tuple(h for h in everything if h.id in managed)

    def _with_ticket(self, connection: Connection, case: Case, managed: tuple[PropertyId, ...]) -> Case:
        ticket = case.ticket
        offered = (
            {o.question for o in case.answered.offers if o.question is not None} if case.answered else set()
        )
        if case.answered is not None and case.answered.kind in ASKING_IN_WORDS:
            asks = tuple(mails.asked_by(connection, case.answered.mail))
            case = replace(case, answered=replace(case.answered, asks=asks))
            offered = offered | set(asks)
        questions = tickets.questions(
            connection,
            ids=offered,
            ticket=ticket.number if ticket else None,
            held_at=managed,
            persons=(p.id for p in case.author),
        )
        # Whoever answers a held list or moves a ticket names a house (OBJEKT HS5).
        answers_held = bool(managed) and ticket is None
        answers_held = answers_held or any(q.kind is QuestionKind.HELD_MAIL for q in questions)
        if managed and (ticket is not None or answers_held) and not case.houses:
            case = replace(case, houses=self._houses(connection, managed))
        if answers_held:
            case = self.with_lodgers(connection, case, case.houses)
        wanted: set[Any] = {p.person for p in ticket.participants} if ticket else set()
        wanted |= {ticket.reporter} if ticket else set()
        wanted |= set(case.resolution.presumed) | set(case.resolution.author)
        wanted |= {p for q in questions for p in q.about.get("presumed", ())}
        wanted |= {p for q in questions if q.kind is QuestionKind.RETENTION for p in q.asked}
        people = registry.persons(connection, (PersonId(p) for p in wanted if p))
        people.update({p.id: p for p in case.author})
        closed = tickets.closed_questions(
            connection, offered, managed=managed, persons=(p.id for p in case.author)
        )
        case = replace(case, questions=questions, closed=closed, people=people)
        if ticket is None or not (managed or _is_incomplete(ticket)):
            return case
        # Whose flats may stand in a manager's words, and where the reports lie that were made one.
        return replace(
            case,
            units=registry.units_of(connection, ticket.property_id),
            entries=tickets.load_entries(connection, ticket.number),
            pending=tickets.pending_events(connection, ticket.number),
            heard=tickets.heard_by_house(connection, ticket.number),
            unsent=tickets.unsent_orders(connection, ticket.number),
        )

    def _with_work(self, connection: Connection, case: Case) -> Case:
        """Firms, caretakers, assignments and rules of the house: what an order may be given by."""
        opens = case.resolution.route in (Route.NEW, Route.OFFICE) or case.as_new
        if not (opens or case.acting_managers or self._has_order(case) or _is_incomplete(case.ticket)):
            return case
        return self._work_of(connection, case)

    @staticmethod
    def _work_of(connection: Connection, case: Case) -> Case:
        if case.house is None:  # a manager's mail to the desk: REGELN
            houses = {EVERYWHERE, *(h.id for h in case.houses)}
            rules = registry.all_rules(connection) if case.acting_managers else ()
            case = replace(case, rules=tuple(r for r in rules if r.property_id in houses))
            return replace(case, firms=registry.firms(connection)) if case.answers_list else case
        place = case.house.id
        firms = registry.firms(connection)
        working = {f.person for f in firms if f.works_on(case.today)}
        assignments = tuple(a for a in registry.assignments_of(connection, place) if a.person in working)
        people = registry.persons(connection, (f.person for f in firms))
        caretakers = registry.caretakers_of(connection, place)
        return replace(
            case,
            firms=firms,
            assignments=assignments,
            rules=registry.rules_of(connection, place),
            caretakers=tuple(c for c in caretakers if Role.CARETAKER in c.roles_at(place, case.today)),
            orders_today=tickets.orders_today(connection, place, case.at, case.zone),
            people={**people, **{c.id: c for c in caretakers}, **case.people},
        )

    @staticmethod
    def _has_order(case: Case) -> bool:
        return bool(case.ticket and case.ticket.orders)

    def _with_house(self, connection: Connection, case: Case) -> Case:
        """Who would read a public ticket, and which open tickets are alike: for openings, and where one is public."""
        opens = case.resolution.route in (Route.NEW, Route.OFFICE) or _is_incomplete(case.ticket)
        is_public = case.ticket is not None and case.ticket.visibility is Visibility.PUBLIC
        may_ask = self._has_order(case) or (
            case.ticket is not None and bool(case.acting_managers)
        )  # the board
        if case.house is None or not (opens or is_public or may_ask):
            return case
        audience = registry.audience_of(connection, case.house.id)
        return replace(
            case,
            audience=audience,
            digest_hours=self._digest_hours(connection),
            muted=reach.muted(connection, (p.id for p in audience)),
            units=case.units or registry.units_of(connection, case.house.id),  # whose flats a text may name
            others=reach.similar(connection, case.house.id) if opens else (),
        )

    def _digest_hours(self, connection: Connection) -> DigestHours:
        chosen = registry.properties_choosing(connection, "digest_hour")
        own = {house.id: self.policy_for(house).digest_hour for house in chosen}
        return DigestHours(self.policy_for(None).digest_hour, own)

    def _with_silences(self, connection: Connection, case: Case) -> Case:
        """What was said already: a first contact, today's held lists, notes of the day."""
        if case.resolution.route is Route.THREAD:
            return case
        chosen = case.responsible()
        sent = tickets.lists_since(connection, chosen.addresses, case.at - LISTS_WITHIN) if chosen else 0
        return replace(
            case,
            lists_today=sent,
            said_once=tickets.said_once(connection, (*holding.once_keys(case), *returns.once_keys(case))),
            is_first_contact=not tickets.is_told_of_privacy(connection, case.mail.from_address),
        )

    def _asked(self, arrival: Arrival, parsed: ParsedMail) -> Asked:
        return Asked(
            arrival=arrival.id,
            received_at=arrival.received_at,
            from_address=parsed.from_address,
            from_name=parsed.from_name,
            from_count=parsed.from_count,
            subject=bare_subject(parsed.subject),
            is_automatic=parsed.origin is not Origin.PERSON,
            is_generated=parsed.origin is Origin.AUTO_GENERATED,
            is_spam_marked=_is_from_our_border(arrival) and is_marked(parsed.headers, self.spam_headers),
            excerpt=parsed.text[:400],
            held_for=arrival.held_for,
        )


def _is_incomplete(ticket: Ticket | None) -> bool:
    """Whether its reporter was asked for more: the answer opens it anew, with all that an opening needs."""
    return ticket is not None and Flag.INCOMPLETE in ticket.flags


def _is_from_our_border(arrival: Arrival) -> bool:
    """Where nobody vouches for a listener's border, anybody could have written its marks (WORDS 4)."""
    return arrival.is_trusted or bool(arrival.authserv_id)


def _answered(mail: AnsweredMail | None) -> Answered | None:
    if mail is None:
        return None
    known = (mail.mail, mail.kind, mail.offers, mail.seq, mail.persons)
    return Answered(*known, relays=mail.relays, subject=mail.subject)
