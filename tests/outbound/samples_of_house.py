"""Sample letters of the second slice: orders and their firms, the public, the evening, rules and proposals."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hauspost.desk.carried import carried
from hauspost.desk.channels import Channel, ChannelKind, Participant, ParticipantKind
from hauspost.desk.costs import money_offers
from hauspost.desk.findings import finding_offers
from hauspost.desk.houses import EVERYWHERE, CategoryKey, Person, PersonId, Role, RoleAssignment
from hauspost.desk.intents import Act, Offer
from hauspost.desk.model import Status, Ticket, Visibility
from hauspost.desk.notices import Facts, Letter, NoticeKind
from hauspost.desk.notices_of_steering import Outcome, Since, Telling, Transcript, TranscriptLine
from hauspost.desk.notices_on_request import (
    Listing,
    OrderLine,
    OrderList,
    RuleList,
    RuleRow,
    TicketLine,
)
from hauspost.desk.notices_to_firms import (
    CostAnswered,
    OfficeWrote,
    OrderCancelled,
    OrderExtended,
    OrderGiven,
    OrderNews,
    Site,
    WhichHouse,
)
from hauspost.desk.notices_to_managers import (
    Finding,
    FirmReported,
    NamesReporter,
    NewTicket,
    Proposal,
    ReplyToPublish,
    SimilarReport,
)
from hauspost.desk.notices_to_people import (
    Acknowledged,
    AlreadyKnown,
    Appointment,
    AppointmentOff,
    EveningLine,
    EveningLines,
    NoAccess,
    PublicNews,
    Relayed,
    StatusChanged,
    WaitingForParts,
)
from hauspost.desk.work import OrderKind, Phase, Window, WorkOrder
from tests.outbound.world import (
    ANNA,
    HOUSE,
    MORNING,
    NOON,
    REPORT,
    TICKET,
    letter,
    offers,
    person,
    to_manager,
)

MEIER = replace(
    person("firm:K-01", "Heizung Meier GmbH", "", "", "auftrag@heizung-meier.example"),
    roles=(RoleAssignment(PersonId("firm:K-01"), EVERYWHERE, Role.CONTRACTOR),),
)
KRAUSE = replace(
    person("krause", "Krause", "Jens", "Herr", "krause.hausmeister@service.example"),
    roles=(RoleAssignment(PersonId("krause"), HOUSE.id, Role.CARETAKER),),
)
YILDIZ = replace(
    person("yildiz", "Yıldız", "Fatma", "Frau", "f.yildiz@mail.example"),
    roles=(RoleAssignment(PersonId("yildiz"), HOUSE.id, Role.TENANT),),
)
PLACED = replace(HOUSE, postcode="10405", city="Berlin", invoice_email="rechnung@hv-sonnenschein.example")
VISIT = Window(datetime(2025, 10, 16, 14, tzinfo=UTC), datetime(2025, 10, 16, 16, tzinfo=UTC))
ORDER = WorkOrder(
    1,
    MEIER.id,
    "Heizung Meier GmbH",
    OrderKind.ORDER,
    Phase.DISPATCHED,
    "Heizkörper im Bad wird nicht warm, übrige Heizkörper in Ordnung.",
    place="3. OG links",
    limit=30000,
)
ORDERED = replace(
    TICKET,
    status=Status.RELEASED,
    orders=(ORDER,),
    participants=(
        Participant(ANNA.id, Channel.of_resident(ANNA.id)),
        Participant(MEIER.id, ORDER.channel, ParticipantKind.ASKED),
    ),
)
LIFT = replace(
    TICKET,
    number=1043,
    category=CategoryKey("lift"),
    visibility=Visibility.PUBLIC,
    status=Status.RELEASED,
    subject="Ich sitze im Rollstuhl und der Lift geht nicht",
    unit="WE11",
    place="Haus 14, 4. OG rechts",
    public_place="Haus 14",
)
HIDDEN = replace(
    TICKET,
    participants=(Participant(ANNA.id, Channel.of_resident(ANNA.id), hidden=True),),
    subject="Lärm bei Familie Schulz",
)


SITES = (
    Site("Haus 12, 1. OG rechts", "Yıldız", "ab 16 Uhr", "Der Heizkörper im Flur ist kalt."),
    Site("Haus 14, Keller"),
)


def to_firm(
    facts: Facts, lang: str, to: Person = MEIER, ticket: Ticket | None = ORDERED, **changes: Any
) -> Letter:
    shown = letter(
        facts, lang, to=(replace(to, language=lang),), address=to.address, house=PLACED, reporter=None
    )
    channel = Channel(ChannelKind.ORDER, "1")
    bare = carried(ticket, shown.kind, shown.to, channel=channel, is_manager=False) if ticket else None
    known: dict[str, Any] = {"ticket": bare, "place": bare.place if bare else ""}
    return replace(shown, **(known | changes))


def to_house(facts: Facts, lang: str, ticket: Ticket | None = LIFT, **changes: Any) -> Letter:
    shown = letter(facts, lang, to=(replace(YILDIZ, language=lang),), address=YILDIZ.address, reporter=None)
    bare = carried(ticket, shown.kind, shown.to, channel=None, is_manager=False) if ticket else None
    label = ("Aufzug" if lang == "de" else "Lift") if ticket else ""
    known: dict[str, Any] = {"ticket": bare, "place": bare.place if bare else "", "category_label": label}
    return replace(shown, **(known | changes))


def of_the_house(lang: str) -> dict[str, Letter]:
    return _orders(lang) | _reports(lang) | _public(lang) | _office(lang) | _receipts(lang) | _asked(lang)


def _orders(lang: str) -> dict[str, Letter]:
    given = OrderGiven(
        "A-1042-1",
        "order",
        ORDER.text,
        place="3. OG links",
        access="ab 16 Uhr",
        limit=30000,
        accept_by=date(2025, 10, 15),
        by="Sabine Vogt",
        phone="030 5550110",
        invoice_to=HOUSE.name,
        bell_name="Berger",
    )
    bulb = replace(
        given,
        tag="A-1050-1",
        text="Eine Lampe brennt nicht.",
        place="Haus 12, Treppenhaus, 2. OG",
        access="",
        limit=None,
        accept_by=None,
        rule="Treppenhauslicht: Hauswart",
        bell_name="",
        pictures=("bild-1.jpg",),
    )
    light = "Licht" if lang == "de" else "Light"
    hidden = replace(given, text="Lärm", place="Haus 12", access="", bell_name="Berger", is_anonymous=True)
    return {
        "order": to_firm(given, lang),
        "order_caretaker": to_firm(bulb, lang, KRAUSE, category_label=light),
        "order_anonymous": to_firm(
            hidden, lang, ticket=HIDDEN, category_label="Lärm" if lang == "de" else "Noise"
        ),
        "order_quote": to_firm(replace(given, kind="quote", limit=None), lang),
        "order_info": to_firm(
            replace(given, kind="info", text="Ab Montag ist der Keller abgeschlossen.", limit=None), lang
        ),
        "order_cancelled": to_firm(
            OrderCancelled("A-1042-1", "Hat sich erledigt, der Heizkörper läuft wieder.", "Sabine Vogt"), lang
        ),
        "order_cancelled_quote": _withdrawn(OrderKind.QUOTE, lang),
        "order_cancelled_info": _withdrawn(OrderKind.INFO, lang),
        "order_cost": to_firm(CostAnswered("A-1042-1", True, 45000, "Sabine Vogt"), lang),
        "order_cost_open": to_firm(CostAnswered("A-1042-1", True, None, "Sabine Vogt"), lang),
        "order_cost_kept": to_firm(CostAnswered("A-1042-1", False, 30000, "Sabine Vogt"), lang),
        "order_passed_on": to_firm(OrderNews("A-1042-1", "passed_on"), lang),
        "order_relay_on": to_firm(OrderNews("A-1042-1", "on"), lang, kind=NoticeKind.ORDER_RELAY),
        "order_relay_words": to_firm(
            OrderNews("A-1042-1", "words", "Es ist links."), lang, kind=NoticeKind.ORDER_RELAY
        ),
        "order_relay_off": to_firm(OrderNews("A-1042-1", "off"), lang, kind=NoticeKind.ORDER_RELAY),
        "order_phone": to_firm(OrderNews("A-1042-1", "phone", "0171 5550199"), lang),
        "order_with_phone": to_firm(replace(given, tenant_phone="0171 5550199", reworks="A-1007-1"), lang),
        "order_rework": to_firm(
            OrderNews("A-1042-1", "rework", "Das Ventil tropft noch.", "Sabine Vogt"), lang
        ),
        "order_extended": to_firm(OrderExtended("A-1042-1", SITES, "Sabine Vogt", "030 5550111"), lang),
        "order_shortened": to_firm(
            OrderExtended("A-1042-1", SITES[:1], "Sabine Vogt", "030 5550111", falls_away=True), lang
        ),
        "order_message": to_firm(OfficeWrote("A-1042-1", "Bitte zweimal klingeln.", "Sabine Vogt"), lang),
    }


def _withdrawn(kind: OrderKind, lang: str) -> Letter:
    ticket = replace(ORDERED, orders=(replace(ORDER, kind=kind),))
    return to_firm(OrderCancelled("A-1042-1", by="Sabine Vogt", kind=str(kind)), lang, ticket=ticket)


def _reports(lang: str) -> dict[str, Letter]:
    done = FirmReported(
        "A-1042-1",
        "Heizung Meier GmbH",
        "Ventil getauscht, läuft wieder. Rechnung anbei.",
        claims=("done", "invoice"),
        phase_before="scheduled",
        phase_after="reported_done",
        amount=28560,
        attachments=("RE-4711.pdf",),
        asks=True,
        is_sure=True,
    )
    question = FirmReported(
        "A-1042-1", "Heizung Meier GmbH", "Wo liegt der Schlüssel zum Keller?", claims=("question",)
    )
    reminded = replace(
        done,
        phase_before="reported_done",
        asked_at=NOON - timedelta(days=7),
        closes_at=NOON + timedelta(days=7),
    )
    declined = FirmReported(
        "A-1042-1",
        "Heizung Meier GmbH",
        "Leider ausgebucht.",
        claims=("decline",),
        phase_before="dispatched",
        phase_after="declined",
        asks=True,
        next_company="Wolf Haustechnik",
        is_sure=True,
    )
    accepted = FirmReported(
        "A-1042-1",
        "Heizung Meier GmbH",
        "Wir kommen Donnerstag 14-18 Uhr.",
        claims=("accept", "appointment"),
        phase_before="dispatched",
        phase_after="scheduled",
        is_sure=True,
        outside="ab 16 Uhr",
    )
    bounced = replace(
        declined,
        text="550 5.1.1 User unknown",
        claims=("bounced",),
        phase_after="dispatched",
        is_sure=False,
        phone="030 5550177",
    )
    absent = replace(
        bounced,
        text="Wir haben bis 24.10. Betriebsferien.",
        claims=("absent",),
        asks=False,
        next_company="",
    )
    unsure = replace(
        done,
        text="Eigentlich fertig, bis auf die Probe.",
        claims=("conditional", "done"),
        phase_after="scheduled",
        is_sure=False,
    )
    dearer = FirmReported(
        "A-1042-1",
        "Heizung Meier GmbH",
        "Wird teurer, 450 €.",
        claims=("need_approval",),
        phase_before="scheduled",
        phase_after="waiting_approval",
        amount=45000,
        asks=True,
        is_sure=True,
        asks_for_money=True,
        limit=30000,
    )
    ok, no = Offer("OK", Act.PROPOSAL), offers(lang, Act.NO)
    in_progress = replace(ORDERED, status=Status.IN_PROGRESS)
    moved: dict[str, Any] = {"ticket": in_progress}
    return {
        "firm_report_done": to_manager(done, lang, offers=(ok, *no), **moved),
        "firm_report_question": to_manager(question, lang, offers=offers(lang, Act.INTERNAL), **moved),
        "firm_report_outside": to_manager(
            replace(accepted, window=replace(VISIT, start=VISIT.start - timedelta(hours=2))), lang, **moved
        ),
        "firm_report_declined": to_manager(declined, lang, offers=(ok, *no), ticket=ORDERED),
        "firm_report_money": to_manager(dearer, lang, offers=money_offers(lang), **moved),
        "firm_report_money_no_amount": to_manager(
            replace(dearer, text="Das wird teurer.", amount=None), lang, offers=money_offers(lang), **moved
        ),
        "firm_report_bounced": to_manager(bounced, lang, offers=(ok, *no), ticket=ORDERED),
        "firm_report_absent": to_manager(absent, lang, offers=offers(lang, Act.INTERNAL), ticket=ORDERED),
        "firm_report_reminded": to_manager(reminded, lang, offers=(ok, *no), **moved),
        "finding": to_manager(
            Finding("A-1042-1", "Heizung Meier GmbH", "Im Keller ist ein Rohr undicht.", "Haus 12, Keller"),
            lang,
            offers=finding_offers(lang),
            **moved,
        ),
        "firm_report_unsure": to_manager(unsure, lang, offers=(ok, *no), **moved),
        "appointment": letter(Appointment("Heizung Meier GmbH", VISIT), lang, **moved),
        "appointment_moved": letter(
            Appointment("Heizung Meier GmbH", replace(VISIT, end=None), moved=True),
            lang,
            offers=offers(lang, Act.NO),
            **moved,
        ),
        "appointment_common": letter(
            Appointment("Aufzug Nord", VISIT), lang, ticket=replace(ORDERED, visibility=Visibility.PUBLIC)
        ),
        "appointment_off": letter(AppointmentOff(VISIT), lang, ticket=ORDERED),
        "appointment_off_over": letter(
            AppointmentOff(VISIT, is_over=True), lang, ticket=replace(TICKET, status=Status.DONE)
        ),
        "relayed_on": letter(Relayed("on", "Heizung Meier GmbH"), lang, **moved),
        "relayed_words": letter(
            Relayed("words", "Heizung Meier GmbH", "Ist das Ventil links oder rechts?"), lang, **moved
        ),
        "relayed_off": letter(Relayed("off", "Heizung Meier GmbH"), lang, **moved),
        "waiting_for_parts": letter(
            WaitingForParts("Heizung Meier GmbH", date(2025, 10, 27), is_provisional=True), lang, **moved
        ),
        "waiting_for_parts_broken": letter(WaitingForParts("Heizung Meier GmbH"), lang, **moved),
        "no_access": letter(NoAccess("Heizung Meier GmbH", date(2025, 10, 13)), lang, **moved),
        "status_ordered": letter(
            StatusChanged("OPEN", "RELEASED", ordered=("Heizung Meier GmbH",)), lang, ticket=ORDERED
        ),
        "status_ordered_two": letter(
            StatusChanged("OPEN", "RELEASED", ordered=("Heizung Meier GmbH", "Wolf Haustechnik")),
            lang,
            ticket=ORDERED,
        ),
        "status_ordered_again": letter(
            StatusChanged("IN_PROGRESS", "IN_PROGRESS", ordered=("Wolf Haustechnik",)), lang, **moved
        ),
        "status_in_progress_date": letter(
            StatusChanged("RELEASED", "IN_PROGRESS", order_window=VISIT), lang, **moved
        ),
    }


def _public(lang: str) -> dict[str, Letter]:
    soon = MORNING - timedelta(minutes=20)
    text = "Sehr geehrte Damen und Herren,\nder Aufzug steht noch bis Freitag."
    lines = (
        EveningLine(1050, "Licht", "Haus 12, Treppenhaus, 2. OG", "done", NOON, opened_at=MORNING),
        EveningLine(1052, "Müll", "Hof", "ordered", NOON, opened_at=soon),
    )
    late = replace(lines[0], at=MORNING - timedelta(hours=12), opened_at=MORNING - timedelta(days=1))
    open_lift = replace(LIFT, status=Status.OPEN)
    return {
        "public_summary": to_house(PublicNews("ordered", "Haus 14", MORNING, opened_at=soon), lang),
        "public_summary_opened": to_house(
            PublicNews("opened", "Haus 14", MORNING, reporter="Anna Berger"), lang, open_lift
        ),
        "public_summary_done": to_house(
            PublicNews("done", "Haus 14", NOON), lang, replace(LIFT, status=Status.DONE)
        ),
        "public_summary_owners": to_house(
            PublicNews("released", "Haus 14", MORNING),
            lang,
            replace(LIFT, audience=frozenset({Role.OWNER, Role.BOARD_MEMBER})),
        ),
        "public_summary_text": to_house(
            PublicNews("text", "Haus 14", NOON, text=text, by="Sabine Vogt", replies="manager_only"), lang
        ),
        "public_summary_neighbour": to_house(
            PublicNews("text", "Haus 14", NOON, text="Bei uns steht er auch.", replies="all"), lang
        ),
        "public_summary_date": to_house(PublicNews("date_fixed", "Haus 14", NOON, window=VISIT), lang),
        "public_summary_date_moved": to_house(PublicNews("date_moved", "Haus 14", NOON, window=VISIT), lang),
        "public_summary_date_off": to_house(PublicNews("date_off", "Haus 14", NOON, window=VISIT), lang),
        "public_summary_corrected": to_house(PublicNews("corrected", "Haus 14", NOON), lang, open_lift),
        "evening_corrected": to_house(
            EveningLines((EveningLine(1050, "Licht", "Haus 12", "corrected", NOON, status="OPEN"),)),
            lang,
            None,
        ),
        "evening": to_house(EveningLines(lines), lang, None),
        "evening_ended": to_house(EveningLines(lines[:1]), lang, None),
        "evening_late": to_house(EveningLines((late, lines[1])), lang, None),
        "evening_yesterday": to_house(EveningLines((replace(late, opened_at=None),)), lang, None),
        "evening_caretaker": to_house(
            EveningLines(lines[1:]), lang, None, to=(replace(KRAUSE, language=lang),), address=KRAUSE.address
        ),
        "public_summary_caretaker": to_house(
            PublicNews("ordered", "Haus 14", MORNING, opened_at=soon),
            lang,
            to=(replace(KRAUSE, language=lang),),
            address=KRAUSE.address,
        ),
        "known": to_house(AlreadyKnown(1043, "Haus 14", "RELEASED", soon), lang),
        "acknowledgement_anonymous": letter(
            Acknowledged(MORNING, is_anonymous=True),
            lang,
            ticket=HIDDEN,
            category_label="Lärm" if lang == "de" else "Noise",
        ),
        "acknowledgement_anonymous_public": letter(
            Acknowledged(MORNING, is_anonymous=True, is_public=True),
            lang,
            ticket=replace(LIFT, participants=HIDDEN.participants),
            category_label="Aufzug" if lang == "de" else "Lift",
        ),
        "acknowledgement_ordered": letter(
            Acknowledged(MORNING, is_public=True), lang, ticket=replace(LIFT, subject="Heizung", number=1042)
        ),
        "acknowledgement_public": letter(
            Acknowledged(MORNING, is_public=True, access="ab 16 Uhr"),
            lang,
            ticket=replace(LIFT, subject="Heizung", number=1042, status=Status.OPEN),
        ),
    }


def _office(lang: str) -> dict[str, Letter]:
    reported = NewTicket(REPORT, MORNING, "Anna Berger", role="tenant", proof="pass")
    proposal = Proposal(
        "Heizung Meier GmbH",
        30000,
        "Heizkörper im Bad wird nicht warm, übrige Heizkörper in Ordnung.",
        rank=2,
        invoice="WEG Lindenweg 12-14",
        check="ask",
        rule="Heizung, alle Häuser",
    )
    veto = replace(proposal, automation="veto", veto_until=NOON + timedelta(minutes=30), check="")
    by_itself = replace(proposal, company="Jens Krause", limit=None, automation="auto", check="", rank=1)
    steering = (
        Offer("OK", Act.PROPOSAL, question=7),
        *offers(lang, Act.REJECT, Act.INTERNAL),
    )
    halt = (*offers(lang, Act.STOP), *offers(lang, Act.REJECT, Act.INTERNAL))
    publish = Offer("VERÖFFENTLICHEN" if lang == "de" else "PUBLISH", Act.PUBLISH)
    similar = (
        SimilarReport(1051, "Haus 12, 2. OG rechts"),
        SimilarReport(1053, "Haus 14, EG links"),
        SimilarReport(1054),
    )
    rows = (
        RuleRow("Licht, Lindenweg 12", "auto", "Jens Krause", per_day=3, says="LW12 Licht"),
        RuleRow(
            "Heizung & Warmwasser, alle Häuser",
            "suggest",
            "Heizung Meier GmbH",
            30000,
            1,
            approved=False,
            says="Heizung",
        ),
    )
    return {
        "new_ticket_proposal": to_manager(replace(reported, proposal=proposal), lang, offers=steering),
        "new_ticket_veto": to_manager(
            replace(
                reported, proposal=veto, similar=similar, similar_since=MORNING, bundles=(1051, 1053, 1054)
            ),
            lang,
            offers=halt,
        ),
        "new_ticket_auto": to_manager(
            replace(reported, proposal=by_itself, visibility_asked="public"), lang, offers=halt
        ),
        "new_ticket_anonymous": to_manager(
            replace(reported, is_anonymous=True, visibility_asked="anonymous"),
            lang,
            offers=steering[1:],
            ticket=HIDDEN,
        ),
        "names_reporter": to_manager(
            NamesReporter(
                ("Bitte bei »Berger« klingeln, »3. OG links«.",),
                ("Berger", "3. OG links"),
                ("KATEGORIE Lärm",),
            ),
            lang,
            offers=(Offer("SENDEN" if lang == "de" else "SEND", Act.CHOOSE, "A"),),
            ticket=HIDDEN,
        ),
        "names_neighbour": to_manager(
            NamesReporter(("Frau »Yıldız« hat die Tür blockiert.",), ("Yıldız",), is_neighbour=True),
            lang,
            offers=(Offer("SENDEN" if lang == "de" else "SEND", Act.CHOOSE, "A"),),
            ticket=LIFT,
        ),
        "public_reply": to_manager(
            ReplyToPublish(
                "Bei uns in Haus 12 steht er auch. Fatma Yıldız",
                "Fatma Yıldız",
                published="Bei uns in Haus 12 steht er auch.",
            ),
            lang,
            offers=(publish,),
            ticket=LIFT,
        ),
        "rules": to_manager(RuleList(rows), lang, ticket=None, reporter=None, category_label=""),
        "rules_none": to_manager(RuleList(), lang, ticket=None, reporter=None, category_label=""),
    }


def _receipts(lang: str) -> dict[str, Letter]:
    soon = NOON + timedelta(minutes=14)
    ordered = TranscriptLine(
        "BEAUFTRAGEN Meier max 300 €",
        "dispatch",
        Outcome.DONE,
        "OPEN",
        "RELEASED",
        order="A-1042-1",
        company="Heizung Meier GmbH",
        limit=30000,
    )
    house = (
        TranscriptLine("PRIVAT", "private", Outcome.DONE, "public", "private"),
        TranscriptLine("ÖFFENTLICH", "public", Outcome.DONE, "private", "public"),
        TranscriptLine("NUR EIGENTÜMER", "only", Outcome.DONE, "owner,tenant", "owner"),
        TranscriptLine("MIT BEIRAT", "with", Outcome.DONE, "owner", "board_member,owner"),
        TranscriptLine("AN ALLE: …", "to_all", Outcome.DONE),
        TranscriptLine("ZUSAMMENLEGEN MIT T-12", "merge", Outcome.DONE, detail="T-12"),
        TranscriptLine("OBJEKT HS5", "move", Outcome.DONE, after="Hafenstraße 5"),
        TranscriptLine("BÜNDELN T-1051 T-1053", "bundle", Outcome.DONE, detail="T-1051, T-1053"),
        TranscriptLine(
            "REGEL OK Heizung", "rule_ok", Outcome.DONE, after="Heizung & Warmwasser, alle Häuser"
        ),
        TranscriptLine("VERÖFFENTLICHEN", "publish", Outcome.DONE),
    )
    refused = (
        replace(ordered, line="BEAUFTRAGEN Dach", outcome=Outcome.NO_FIRM, company="", detail="Dach"),
        replace(ordered, line="BEAUFTRAGEN Meier max 900 €", outcome=Outcome.OVER_LIMIT, limit=50000),
        replace(ordered, outcome=Outcome.ALREADY, before="", after=""),
        TranscriptLine("STORNIEREN", "cancel_order", Outcome.NO_ORDER),
        TranscriptLine("STORNIEREN", "cancel_order", Outcome.WHICH_ORDER, detail="A-1042-1, A-1042-2"),
        TranscriptLine("ÖFFENTLICH", "public", Outcome.REFUSED, after="private_only"),
        TranscriptLine("AN ALLE: x", "to_all", Outcome.REFUSED, after="not_public"),
        TranscriptLine("ZUSAMMENLEGEN MIT T-9", "merge", Outcome.REFUSED, after="other_house", detail="T-9"),
        TranscriptLine("REGEL OK x", "rule_ok", Outcome.NO_RULE),
    )
    cancelled = TranscriptLine(
        "STORNIEREN",
        "cancel_order",
        Outcome.DONE,
        order="A-1042-1",
        company="Heizung Meier GmbH",
        detail="order",
    )
    believed = TranscriptLine("OK", "believe", Outcome.DONE, "RELEASED", "IN_PROGRESS", detail="A-1042-1")
    inquiry = replace(ordered, line="ANGEBOT Meier", act="quote", before="", after="", limit=None)
    released: dict[str, Any] = {"ticket": ORDERED}
    tellings = (
        Telling("Heizung Meier GmbH", soon, "order"),
        Telling("Anna Berger", soon, "status", "RELEASED"),
    )
    since = (Since(MORNING, "Tim Lorenz", "order"),)
    overtaken = replace(
        ordered, line="BEAUFTRAGEN Wolf", outcome=Outcome.OVERTAKEN, after="", company="Wolf Haustechnik"
    )
    options = (
        Offer("ZUSÄTZLICH" if lang == "de" else "ADDITIONALLY", Act.CHOOSE, "also"),
        Offer("STATTDESSEN" if lang == "de" else "INSTEAD", Act.CHOOSE, "instead"),
    )
    proposal = Proposal(
        "Heizung Meier GmbH", 30000, "Heizkörper im Bad wird nicht warm.", rule="Heizung, alle Häuser"
    )
    opened = TranscriptLine("FÜR WE03", "for", Outcome.DONE, after="Anna Berger")
    suggested = (Offer("OK", Act.PROPOSAL), *offers(lang, Act.NO, Act.INTERNAL))
    return {
        "transcript_proposal": to_manager(Transcript((opened,), proposal=proposal), lang, offers=suggested),
        "transcript_ordered": to_manager(
            Transcript((ordered,), tellings=tellings, stop_until=soon, can_undo=True),
            lang,
            offers=offers(lang, Act.STOP, Act.UNDO),
            **released,
        ),
        "transcript_cancelled": to_manager(
            Transcript(
                (cancelled, inquiry, believed, TranscriptLine("NEIN", "no", Outcome.DONE)),
                tellings=(Telling("Heizung Meier GmbH", NOON, "order_cancelled"),),
            ),
            lang,
            **released,
        ),
        "transcript_house": to_manager(Transcript(house), lang),
        "transcript_house_refused": to_manager(Transcript(refused), lang),
        "transcript_second_order": to_manager(
            Transcript((overtaken,), since=since),
            lang,
            offers=options,
            **released,
        ),
    }


def _asked(lang: str) -> dict[str, Letter]:
    running = OrderLine("A-1042-1", "Heizung Meier GmbH", "scheduled", VISIT)
    own = OrderLine("A-1042-1", "", "scheduled", VISIT, "Heizung", "Lindenweg 12, 3. OG links")
    line = TicketLine(1042, "Heizung", "IN_PROGRESS", changed_at=MORNING, who="Berger", orders=(running,))
    firm: dict[str, Any] = {"ticket": None, "category_label": ""}
    return {
        "listing_orders_manager": to_manager(Listing("list", (line,)), lang, ticket=None, reporter=None),
        "listing_orders": to_firm(Listing("status", orders=(own,)), lang, **firm),
        "order_list": to_firm(
            OrderList((replace(own, tag="A-1038-1", phase="dispatched", window=None),), (own,)),
            lang,
            **firm,
        ),
        "listing_no_orders": to_firm(Listing("status", orders=()), lang, **firm),
        "which_house": to_firm(WhichHouse(MORNING, "Wartung 2026"), lang, house=None, **firm),
    }
