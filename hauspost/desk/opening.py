"""How a ticket begins: a resident's matter, an office ticket, a held mail without anybody outside (WORDS 4)."""

from dataclasses import replace

from hauspost.desk import categories
from hauspost.desk.carried import reported_it
from hauspost.desk.case import Case
from hauspost.desk.channels import INTERNAL, PUBLIC, Channel, Participant, ParticipantKind
from hauspost.desk.decision import AddEntry, AddParticipant, Decision, Effect, OpenTicket, OweNotice, Verdict
from hauspost.desk.houses import GENERAL, RESIDENT_ROLES, CategoryKey, Person, Property, Role, Unit
from hauspost.desk.intents import Said, Wish
from hauspost.desk.invoices import kept_facts, offers_beside
from hauspost.desk.mail_table import Event, Reader, when_told
from hauspost.desk.matters import Matter, ask_to_split, matter_facts, matters_of, split_offers
from hauspost.desk.model import IN_SURVEY, EntryKind, Flag, Ticket, TicketKind, Visibility
from hauspost.desk.notices import LISTS_OF_THE_HOUSE, NoticeKind
from hauspost.desk.notices_of_steering import Outcome, Telling, Transcript, TranscriptLine
from hauspost.desk.notices_to_managers import NewTicket, Rework, SimilarReport
from hauspost.desk.notices_to_people import Acknowledged, AlreadyKnown
from hauspost.desk.ordering import task_facts
from hauspost.desk.own_matters import back_again, rework_of
from hauspost.desk.ownership import to_check
from hauspost.desk.proof import Key
from hauspost.desk.publication import lies_in_flat, news, public_place, visibility_of
from hauspost.desk.representing import bell_of, spoken
from hauspost.desk.rework import plan_rework
from hauspost.desk.rights import may_read
from hauspost.desk.sites import report_facts
from hauspost.desk.small_words import tell_small_word
from hauspost.desk.telling import listing_managers, managers_to_tell, names, steering_offers, tell
from hauspost.desk.whereabouts import (
    NOTHING,
    Lacks,
    flat_label,
    flat_of,
    flat_offers,
    lacks,
    named_elsewhere,
)
from hauspost.desk.workflow import NO_PLAN, Plan, plan

SUBJECT = 120  # longer ones are cut for people; the mail itself keeps all of it

# Who may open what the house reads: firms and those who moved out may not (DOMAIN, "Roles and rights").
MAY_TELL_THE_HOUSE = RESIDENT_ROLES | {Role.CARETAKER}

# The role that names a reporter to the managers, the weightiest first.
ROLE_ORDER = (
    Role.TENANT,
    Role.OWNER,
    Role.BOARD_MEMBER,
    Role.REPRESENTATIVE,
    Role.CARETAKER,
    Role.CONTRACTOR,
)


def open_matter(
    case: Case,
    said: Said,
    house: Property,
    *,
    kind: TicketKind = TicketKind.MATTER,
    after: Ticket | None = None,
) -> Decision:
    """A person's own report: private, acknowledged, put before the responsible manager in full.

    `after`: the old ticket that is not over; the new one is about the same thing at the same place. Where the house
    only posts notices (policy.reports) it is a letter to the office, and acknowledged as one.
    """
    is_handed_on = kind is TicketKind.MATTER and case.policy.hands_on
    kind = TicketKind.OFFICE if is_handed_on else kind
    party = case.author
    channel = Channel.of_resident(party[0].id)
    first = ""
    ticket = _seen_by(
        case, new_ticket(case, house, said, party=party, channel=channel, kind=kind), said, house
    )
    if after is None and (known := _known(case, ticket)) is not None:
        return _add_to_known(case, said, known)
    before = after or back_again(case, ticket)
    if after is not None:
        ticket = _like_before(ticket, after, is_own=reported_it(after, party))
        first = next((e.text for e in case.entries if e.kind is EntryKind.OPENED), "")
        said = replace(said, place=said.place or _common_ground(case, after))
    elif before is not None:
        ticket = _follows(ticket, before)
    missing = (
        lacks(case, said, party, house, category=ticket.category, kind=kind) if after is None else NOTHING
    )
    if missing:
        ticket = replace(ticket, flags=ticket.flags | {Flag.INCOMPLETE})
    by = spoken(case, party, house.id, ticket.unit)
    matters = matters_of(case, said) if kind is TicketKind.MATTER else ()
    facts = opening_facts(case, said) | matter_facts(matters)
    if bell := bell_of(case, party, house.id, ticket.unit):
        facts["bell"] = bell
    entry = AddEntry(channel, EntryKind.OPENED, party[0].id, by, said.whole, facts)
    acknowledged = Acknowledged(
        received_at=case.mail.received_at,
        asks_what=missing.what,
        asks_which=bool(missing.flats),
        attachments=len(said.attachments),
        is_public=ticket.visibility is Visibility.PUBLIC,
        is_anonymous=any(p.hidden for p in ticket.participants),
        access=said.access,
        is_first=case.is_first_contact,
        answer=case.category(ticket.category).answer,
        follows=ticket.recurrence_of,
        is_handed_on=is_handed_on,
    )
    notices = tell(
        case,
        party,
        NoticeKind.ACKNOWLEDGEMENT,
        acknowledged,
        channel=channel,
        offers=flat_offers(missing.flats),
        when=when_told(case, Event.OPENED, Reader.REPORTER, ticket),
    )
    planned = plan(case, ticket, said, channel=channel, party=party)
    planned = plan_rework(case, ticket, said, before, planned)
    to_managers = put_before_managers(
        case,
        said,
        ticket,
        channel,
        by=by,
        role=_role(case, party, house),
        planned=planned,
        matters=matters,
        missing=missing,
        elsewhere=named_elsewhere(case, said, party, house),
        rework=rework_of(case, before),
    )
    notices += tuple(_as_renewed(n, first) for n in to_managers) if after else to_managers
    told = news(case, ticket, "opened") if _is_announced(case, ticket) else ()
    effects = (ticket, entry, *ask_to_split(case, matters), *notices, *told, *planned.effects)
    return Decision(Verdict.ACCEPTED, "opened", effects, event=case.event, channel=channel)


def _common_ground(case: Case, after: Ticket) -> str:
    """Where the old report says that it is, so that no order names the reporter's flat; "": in the flat."""
    named = str(report_facts(case.entries, after).get("place") or "")
    return named or ("" if lies_in_flat(after) else after.place)


def _follows(ticket: OpenTicket, before: Ticket) -> OpenTicket:
    """It came back: linked to the one before; who was hidden there stays hidden."""
    hidden = {p.person for p in before.participants if p.hidden}
    parts = tuple(replace(p, hidden=p.hidden or p.person in hidden) for p in ticket.participants)
    return replace(ticket, recurrence_of=ticket.recurrence_of or before.number, participants=parts)


def _like_before(ticket: OpenTicket, after: Ticket, *, is_own: bool) -> OpenTicket:
    """The same thing at the same place: no more people hear of it than before, and who was hidden stays hidden.

    Who only followed it, or came to it by merging, has another flat.
    """
    hidden = {p.person for p in after.participants if p.hidden}
    return replace(
        ticket,
        category=after.category,
        unit=after.unit if is_own else ticket.unit,
        place=after.place if is_own or not lies_in_flat(after) else ticket.place,
        visibility=after.visibility if after.visibility is Visibility.PRIVATE else ticket.visibility,
        audience=after.audience,
        public_place=after.public_place,
        participants=tuple(replace(p, hidden=p.hidden or p.person in hidden) for p in ticket.participants),
    )


def _seen_by(case: Case, ticket: OpenTicket, said: Said, house: Property) -> OpenTicket:
    """Who may see the report: the reporter's wish and the category's default, and whether the reporter is hidden."""
    visibility = visibility_of(said, case.category(ticket.category))
    if ticket.kind is TicketKind.OFFICE and Wish.PUBLIC not in said.wishes:
        visibility = Visibility.PRIVATE  # a caretaker writes to the office unless the mail says otherwise
    if not any(p.roles_at(house.id, case.today) & MAY_TELL_THE_HOUSE for p in case.author):
        visibility = Visibility.PRIVATE
    if (_answers_something(case) and Wish.PUBLIC not in said.wishes) or said.legal:
        visibility = Visibility.PRIVATE  # a threat is nobody else's, whatever was wished
    if case.policy.hands_on:
        visibility = Visibility.PRIVATE  # the house reads notices and nothing else
    is_hidden = Wish.ANONYMOUS in said.wishes
    hides = {p.person for t in case.earlier for p in t.participants if p.hidden}
    participants = tuple(replace(p, hidden=is_hidden or p.person in hides) for p in ticket.participants)
    kind = (
        TicketKind.MATTER if visibility is Visibility.PUBLIC else ticket.kind
    )  # a caretaker may open public ones
    if visibility is Visibility.PRIVATE:
        return replace(ticket, participants=participants)
    # What everybody may read speaks of common ground in the house's own words, never of the reporter's flat or subject.
    return replace(
        _on_common_ground(case, ticket, said, house),
        participants=participants,
        kind=kind,
        visibility=visibility,
        subject=case.category(ticket.category).label(case.company.language),
    )


def _on_common_ground(case: Case, ticket: OpenTicket, said: Said, house: Property) -> OpenTicket:
    label = case.category(ticket.category).label(case.company.language)
    place = public_place(replace(said, place=_without(label, said.place)), house, _building(case, ticket))
    return replace(ticket, place=place, public_place=place)


def _without(label: str, place: str) -> str:
    """Where the thing is the place ("Aufzug"), it is named once: "Aufzug · Haus 14"."""
    first, _, rest = place.partition(", ")
    return rest if first.casefold() == label.casefold() else place


def _answers_something(case: Case) -> bool:
    """Whether the mail answers one of ours: its subject may be ours then, and names another thing at another place."""
    found = case.resolution
    return found.linked_ticket is None and (found.key is not Key.NONE or found.hinted_ticket is not None)


def _building(case: Case, ticket: OpenTicket) -> str:
    return next((u.building for u in case.units if u.id == ticket.unit), "")


def _is_announced(case: Case, ticket: OpenTicket) -> bool:
    return ticket.visibility is Visibility.PUBLIC and case.policy.publish == "summary"


def _known(case: Case, ticket: OpenTicket) -> Ticket | None:
    """An open public ticket of the same category and place, if the sender may read it: "already known" (R9)."""
    if ticket.visibility is not Visibility.PUBLIC or ticket.category == GENERAL:
        return None
    same = (t for t in case.others if t.category == ticket.category and t.public_place == ticket.public_place)
    return next((t for t in same if may_read(case.author, t, PUBLIC, case.at, case.zone)), None)


def _add_to_known(case: Case, said: Said, known: Ticket) -> Decision:
    """He follows it; his words are kept for the managers, and nobody gets a second order."""
    party = case.author
    channel = Channel.of_resident(party[0].id)
    is_hidden = Wish.ANONYMOUS in said.wishes
    taking_part = {(p.person, p.channel) for p in known.participants}
    follows = tuple(
        AddParticipant(Participant(p.id, channel, ParticipantKind.FOLLOWER, hidden=is_hidden))
        for p in party
        if (p.id, channel) not in taking_part
    )
    entry = AddEntry(
        channel, EntryKind.ME_TOO, party[0].id, names(party), said.whole, opening_facts(case, said)
    )
    facts = AlreadyKnown(
        number=known.number, place=known.public_place, status=str(known.status), since=known.opened_at
    )
    mails = tell(case, party, NoticeKind.KNOWN, facts, channel=channel)
    effects: tuple[Effect, ...] = (*follows, entry, *mails, *tell_small_word(case, said, known, channel))
    return Decision(Verdict.ACCEPTED, "already_known", effects, known.number, known.seq, case.event, channel)


def _as_renewed(notice: OweNotice, first_report: str) -> OweNotice:
    if not isinstance(notice.facts, NewTicket):
        return notice
    return replace(notice, facts=replace(notice.facts, is_not_fixed=True, first_report=first_report))


def open_office(case: Case, said: Said, house: Property) -> Decision:
    """A manager's new mail: a ticket that only managers see."""
    author = case.acting_managers[0]
    ticket = replace(
        new_ticket(case, house, said, party=(), channel=INTERNAL, kind=TicketKind.OFFICE),
        responsible=author.id,
    )
    entry = AddEntry(
        INTERNAL, EntryKind.OPENED, author.id, author.name, said.whole, opening_facts(case, said)
    )
    line = TranscriptLine(case.mail.subject, "open", Outcome.DONE, after="office")
    notices = receipt(case, (line,), (), ticket, author)
    notices += put_before_managers(case, said, ticket, INTERNAL, by=author.name, but=(author,))
    return Decision(
        Verdict.ACCEPTED, "opened_office", (ticket, entry, *notices), event=case.event, channel=INTERNAL
    )


def open_unassigned(case: Case, said: Said, house: Property) -> Decision:
    """A held mail that a manager made a ticket of, without anybody outside who could read it (H-… NEU)."""
    ticket = new_ticket(case, house, said, party=(), channel=INTERNAL, kind=TicketKind.OFFICE)
    ticket = replace(ticket, flags=frozenset({Flag.UNVERIFIED}))
    entry = AddEntry(
        INTERNAL, EntryKind.OPENED, None, case.mail.from_address, said.whole, opening_facts(case, said)
    )
    notices = put_before_managers(case, said, ticket, INTERNAL, by=case.mail.from_address)
    return Decision(
        Verdict.ACCEPTED, "opened_unassigned", (ticket, entry, *notices), event=case.event, channel=INTERNAL
    )


def new_ticket(
    case: Case, house: Property, said: Said, *, party: tuple[Person, ...], channel: Channel, kind: TicketKind
) -> OpenTicket:
    unit = flat_of(case, said, party, house)
    chosen = case.owner()
    category = categories.choose(
        case.categories, hint=case.resolution.hint, subject=case.mail.subject, text=said.whole
    )
    ticket = OpenTicket(
        property_id=house.id,
        kind=kind,
        category=category,
        visibility=Visibility.PRIVATE,
        subject=_called(case, category),
        unit=unit.id if unit else "",
        place=unit.place if unit else "",
        reporter=party[0].id if party else None,
        responsible=chosen.id if chosen else None,
        recurrence_of=case.resolution.linked_ticket,
        participants=tuple(Participant(p.id, channel) for p in party),
    )
    return _on_common_ground(case, ticket, said, house) if said.place else ticket


def _called(case: Case, category: CategoryKey) -> str:
    """As its author did. An answer to a list of the house still bears that name, which is no matter's."""
    answered = case.answered
    ours = answered.subject if answered is not None and answered.kind in LISTS_OF_THE_HOUSE else ""
    if ours and case.mail.subject.endswith(ours):
        return case.category(category).label(case.company.language)
    return case.mail.subject[:SUBJECT]


def put_before_managers(
    case: Case,
    said: Said,
    ticket: OpenTicket | Ticket,
    channel: Channel,
    *,
    by: str,
    role: str = "",
    but: tuple[Person, ...] = (),
    planned: Plan = NO_PLAN,
    matters: tuple[Matter, ...] = (),
    missing: Lacks = NOTHING,
    elsewhere: Unit | None = None,
    completes: str | None = None,
    rework: Rework | None = None,
) -> tuple[OweNotice, ...]:
    """The report in full, with what a rule proposes. `completes`: it was asked for more, and what it said at first."""
    others = (t for t in case.others if not isinstance(ticket, Ticket) or t.number != ticket.number)
    alike = tuple(t for t in others if t.category == ticket.category != GENERAL and not IN_SURVEY & t.flags)
    facts = NewTicket(
        text=said.whole,
        received_at=case.mail.received_at,
        by=by,
        role=role,
        attachments=said.attachments,
        is_incomplete=missing.what,
        lacks_flat=bool(missing.flats),
        completes=completes,
        rework=rework,
        named=flat_label(elsewhere) if elsewhere else "",
        follows=ticket.recurrence_of,
        similar=tuple(SimilarReport(t.number, t.place or t.public_place) for t in alike),
        similar_since=min((t.opened_at for t in alike), default=None),
        bundles=tuple(t.number for t in alike if t.visibility is ticket.visibility is Visibility.PRIVATE),
        is_anonymous=any(p.hidden for p in ticket.participants),
        visibility_asked=str(Visibility.PUBLIC) if Wish.PUBLIC in said.wishes else "",
        hinted=None if ticket.recurrence_of or completes is not None else case.resolution.hinted_ticket,
        proof="" if case.resolution.key is Key.LIVE else str(case.resolution.auth),
        proposal=planned.proposal,
        check="" if planned.proposal else to_check(case, ticket),
        answers_notice=case.notice_answered.subject if case.notice_answered else "",
        notice_at=case.notice_answered.at if case.notice_answered else None,
        listed_for=tuple(m.name for m in listing_managers(case, Event.OPENED) if m not in but),
    )
    notices: list[OweNotice] = []
    for manager in managers_to_tell(case, Event.OPENED, but=but):
        language = manager.language
        usual = planned.before(steering_offers(planned.status, language), language)
        notices += tell(
            case,
            (manager,),
            NoticeKind.NEW_TICKET,
            facts,
            channel=channel,
            offers=(
                *usual,
                *split_offers(case, matters, language, beside=usual),
                *offers_beside(case, said, language),
            ),
            question=planned.question,
        )
    return tuple(notices)


def receipt(
    case: Case,
    lines: tuple[TranscriptLine, ...],
    tellings: tuple[Telling, ...],
    ticket: OpenTicket,
    author: Person,
    *,
    kept: str = "",
    planned: Plan = NO_PLAN,
) -> tuple[OweNotice, ...]:
    facts = Transcript(lines=lines, tellings=tellings, kept_text=kept, proposal=planned.proposal)
    channel = ticket.participants[0].channel if ticket.participants else INTERNAL
    offers = planned.before(steering_offers(planned.status, author.language), author.language)
    return tell(
        case,
        (author,),
        NoticeKind.TRANSCRIPT,
        facts,
        channel=channel,
        offers=offers,
        question=planned.question,
    )


def _role(case: Case, party: tuple[Person, ...], house: Property) -> str:
    roles = {r for p in party for r in p.roles_at(house.id, case.today)}
    if not roles and not any(p.former_roles_at(house.id, case.today) for p in party):
        return ""
    return str(next((r for r in ROLE_ORDER if r in roles), "former"))


def opening_facts(case: Case, said: Said) -> dict[str, object]:
    kept: dict[str, object] = {
        "attachments": list(said.attachments),
        "subject": case.mail.subject,
        "cell": case.resolution.cell,
    }
    if case.notice_answered is not None:
        kept["answers_notice"] = case.notice_answered.subject
    return kept | task_facts(said) | kept_facts(said)
