"""The house of the stories, and one sample letter for every kind of notice and each of its variants."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from hauspost.desk.channels import Channel
from hauspost.desk.houses import CategoryKey, Company, Person, PersonId, Property, PropertyId
from hauspost.desk.intents import Act, Offer
from hauspost.desk.model import Entry, EntryKind, Flag, Status, Ticket, TicketKind, Visibility
from hauspost.desk.notices import FACTS, Facts, Letter, NoticeKind, OutgoingMail
from hauspost.desk.notices_of_operation import Heartbeat, Operation, TroubleLine
from hauspost.desk.notices_of_steering import NotSent, Outcome, Since, Telling, Transcript, TranscriptLine
from hauspost.desk.notices_on_request import FileEntry, FileOfTicket, Help, Listing, TicketLine
from hauspost.desk.notices_to_managers import (
    Alert,
    Confirmation,
    HeldItem,
    HeldList,
    NewTicket,
    PersonWrote,
    Reading,
    Rework,
)
from hauspost.desk.notices_to_people import (
    Acknowledged,
    HeldNote,
    ManagerWrote,
    Neutral,
    NotUnderstood,
    StatusChanged,
)
from hauspost.desk.rating import rating_offers
from hauspost.outbound.compose import Answered, Sender, compose
from hauspost.threading.addresses import Grammar

GRAMMAR = Grammar("tickets.hv-sonnenschein.example", "reply.hv-sonnenschein.example", desk="verwaltung")
SECRET = bytes(range(16))
MESSAGE_ID = "3b1f0c9e7a@tickets.hv-sonnenschein.example"
# Tuesday, 14 October 2025, 8:05 in Berlin.
NOON = datetime(2025, 10, 14, 6, 5, tzinfo=UTC)
MORNING = NOON - timedelta(minutes=3)

COMPANY = Company(
    "Hausverwaltung Sonnenschein GmbH",
    footer="Hausverwaltung Sonnenschein GmbH · Kastanienallee 8, 10435 Berlin\n"
    "Amtsgericht Charlottenburg HRB 000000 B · Geschäftsführerin Sabine Vogt",
    phone="030 5550110",
    office_hours="Mo-Fr 9-16 Uhr",
    privacy_link="https://hv-sonnenschein.example/datenschutz",
)
HOUSE = Property(
    PropertyId("LW12"),
    "WEG Lindenweg 12-14",
    "lindenweg12",
    street="Lindenweg 12",
    phones=(("emergency", "030 5550100"),),
)


def person(key: str, last: str, first: str = "", salutation: str = "", *addresses: str) -> Person:
    return Person(PersonId(key), last, first, salutation, addresses=addresses)


ANNA = person("anna", "Berger", "Anna", "Frau", "anna.berger@post.example")
PETERSEN = person("petersen", "Petersen", "Klaus", "Herr Dr.", "dr.petersen@kanzlei.example")
MILLER = replace(person("miller", "Miller", "James", "Herr", "james.miller@inbox.example"), language="en")
KAYA = person("kaya", "Kaya", "Robin", "", "robin.kaya@post.example")
SCHULZ = person("schulz", "Schulz", "", "Familie", "familie.schulz@web.example")
MARIA = person("maria", "Schulz", "Maria", "Frau", "familie.schulz@web.example")
TOM = person("tom", "Schulz", "Tom", "Herr", "familie.schulz@web.example")
EVA = replace(MARIA, id=PersonId("eva"), first_name="Eva", salutation="Familie")  # of a household with Max
VOGT = person("vogt", "Vogt", "Sabine", "Frau", "sabine.vogt@hv-sonnenschein.example")
YILMAZ = person("yilmaz", "Yılmaz", "Emre", "Herr")  # has no mail address
LORENZ = person("lorenz", "Lorenz", "Tim", "Herr", "tim.lorenz@hv-sonnenschein.example")

TICKET = Ticket(
    1042,
    HOUSE.id,
    TicketKind.MATTER,
    Status.OPEN,
    CategoryKey("heating"),
    Visibility.PRIVATE,
    "Heizung",
    seq=1,
    opened_at=MORNING,
    changed_at=MORNING,
    unit="WE03",
    place="Haus 12, 3. OG links",
    reporter=ANNA.id,
    responsible=VOGT.id,
)
REPORT = (
    "Hallo Frau Vogt,\nder Heizkörper im Bad wird seit gestern nicht mehr richtig warm, die anderen gehen.\n"
    "Können Sie jemanden schicken? Bin ab 16 Uhr zuhause.\n\nLG Anna Berger"
)
WORDS: dict[str, dict[Act, str]] = {
    "de": {
        Act.START: "IN BEARBEITUNG",
        Act.FINISH: "ERLEDIGT",
        Act.REOPEN: "WIEDER ÖFFNEN",
        Act.REJECT: "ABLEHNEN",
        Act.INTERNAL: "INTERN",
        Act.SEND: "SENDEN",
        Act.STOP: "STOPP",
        Act.UNDO: "RÜCKGÄNGIG",
        Act.YES: "JA",
        Act.NO: "NEIN",
        Act.RELEASE: "OK",
    },
    "en": {
        Act.START: "START",
        Act.FINISH: "DONE",
        Act.REOPEN: "REOPEN",
        Act.REJECT: "REJECT",
        Act.INTERNAL: "INTERNAL",
        Act.SEND: "SEND",
        Act.STOP: "STOP",
        Act.UNDO: "UNDO",
        Act.YES: "YES",
        Act.NO: "NO",
        Act.RELEASE: "OK",
    },
}


def offers(language: str, *acts: Act) -> tuple[Offer, ...]:
    return tuple(Offer(WORDS[language][a], a, needs_text=a in (Act.REJECT, Act.INTERNAL)) for a in acts)


def letter(facts: Facts, language: str, **changes: Any) -> Letter:
    """A letter to Anna; in English the same house and the same people."""
    shown = replace(
        Letter(
            kind=next(kind for kind, shape in FACTS.items() if type(facts) is shape),
            facts=facts,
            company=COMPANY,
            to=(replace(ANNA, language=language),),
            address=ANNA.address,
            language=language,
            is_manager=False,
            at=NOON,
            event_at=MORNING,
            house=HOUSE,
            ticket=TICKET,
            category_label="Heizung & Warmwasser" if language == "de" else "Heating & hot water",
            place=TICKET.place,
            reporter=ANNA,
            responsible=VOGT,
        ),
        **changes,
    )
    return replace(shown, reaches=changes.get("reaches", shown.reporter if shown.is_manager else None))


def to_manager(facts: Facts, language: str, **changes: Any) -> Letter:
    known: dict[str, Any] = {"to": (VOGT,), "address": VOGT.address, "is_manager": True}
    return letter(facts, language, **(known | changes))


def to_stranger(facts: Facts, language: str) -> Letter:
    return letter(
        facts, language, to=(), address="fatma.privat@gmail.example", ticket=None, reporter=None, place=""
    )


def samples(language: str) -> dict[str, Letter]:
    """Every kind with the variants that its facts allow, by a name that says which."""
    from tests.outbound.samples_of_appointments import of_appointments
    from tests.outbound.samples_of_deadlines import of_deadlines
    from tests.outbound.samples_of_emergencies import of_emergencies
    from tests.outbound.samples_of_house import of_the_house
    from tests.outbound.samples_of_imports import of_imports
    from tests.outbound.samples_of_money import of_money
    from tests.outbound.samples_of_papers import of_papers
    from tests.outbound.samples_of_surveys import of_surveys

    known = _outside(language) | _steering(language) | _receipts(language) | _lists(language)
    known |= of_the_house(language) | of_surveys(language) | of_deadlines(language)
    known |= of_imports(language) | of_money(language) | of_appointments(language)
    known |= of_papers(language)
    return known | of_emergencies(language)


def _opened_with(*attachments: str) -> Entry:
    facts: dict[str, object] = {"attachments": list(attachments)}
    return Entry(1, Channel.of_resident(ANNA.id), EntryKind.OPENED, ANNA.id, ANNA.name, MORNING, facts=facts)


def _outside(lang: str) -> dict[str, Letter]:
    def moved(status: Status, **changes: Any) -> Ticket:
        return replace(TICKET, status=status, **changes)

    def changed(before: Status, after: Status, **more: Any) -> StatusChanged:
        return StatusChanged(before=str(before), after=str(after), **more)

    fixed = offers(lang, Act.YES, Act.NO)
    done = moved(Status.DONE)
    thing = "Wann passt es Ihnen am Donnerstag?\nEin Monteur braucht etwa eine Stunde."
    return {
        "acknowledgement": letter(Acknowledged(MORNING), lang),
        "acknowledgement_first": letter(
            Acknowledged(
                MORNING,
                is_first=True,
                answer="Haben Sie den Heizkörper schon entlüftet? Oft hilft das sofort.",
            ),
            lang,
        ),
        "acknowledgement_asks": letter(
            Acknowledged(MORNING - timedelta(days=1), asks_what=True),
            lang,
            ticket=replace(TICKET, subject="", flags=frozenset({Flag.INCOMPLETE})),
        ),
        "acknowledgement_which": letter(
            Acknowledged(MORNING, asks_which=True),
            lang,
            ticket=replace(TICKET, unit="", place="", flags=frozenset({Flag.INCOMPLETE})),
            offers=(
                Offer("1", Act.CHOOSE, value="WE03, Haus 12, 3. OG links"),
                Offer("2", Act.CHOOSE, value="WE09, Haus 14, 1. OG links"),
            ),
        ),
        "acknowledgement_split": letter(
            Acknowledged(MORNING, split_from=1041, split_topic="Schimmel" if lang == "de" else "Mould"), lang
        ),
        "acknowledgement_pictures": letter(
            Acknowledged(MORNING, asks_what=True, attachments=2),
            lang,
            ticket=replace(TICKET, subject="", flags=frozenset({Flag.INCOMPLETE})),
            history=(_opened_with("IMG_2231.jpg", "IMG_2232.HEIC"),),
        ),
        "acknowledgement_file": letter(
            Acknowledged(MORNING, asks_what=True, attachments=1),
            lang,
            ticket=replace(TICKET, subject="", flags=frozenset({Flag.INCOMPLETE})),
            history=(_opened_with("Protokoll.pdf"),),
        ),
        "acknowledgement_on_behalf": letter(
            Acknowledged(MORNING, on_behalf_by="Sabine Vogt"),
            lang,
            to=(SCHULZ,),
            address=SCHULZ.address,
            reporter=SCHULZ,
        ),
        "acknowledgement_follows": letter(
            Acknowledged(MORNING, follows=1007), lang, to=(MARIA, TOM), address=MARIA.address, reporter=MARIA
        ),
        "message": letter(ManagerWrote("Guten Tag Frau Berger,\n\n" + thing, "Sabine Vogt"), lang),
        "message_bare": letter(ManagerWrote(thing, "Sabine Vogt"), lang, to=(KAYA,), reporter=KAYA),
        "message_opens": letter(ManagerWrote(thing, "Sabine Vogt", opens=True), lang),
        "status_released": letter(changed(Status.OPEN, Status.RELEASED), lang, ticket=moved(Status.RELEASED)),
        "status_in_progress": letter(
            changed(Status.RELEASED, Status.IN_PROGRESS, text=thing, by="Sabine Vogt"),
            lang,
            ticket=moved(Status.IN_PROGRESS),
        ),
        "status_done_late": letter(
            changed(Status.IN_PROGRESS, Status.DONE), lang, ticket=done, event_at=NOON - timedelta(days=1)
        ),
        "status_done": letter(changed(Status.IN_PROGRESS, Status.DONE), lang, ticket=done),
        "status_done_asks": letter(
            changed(Status.IN_PROGRESS, Status.DONE, asks_if_fixed=True), lang, ticket=done, offers=fixed
        ),
        "status_done_rates": letter(
            changed(Status.IN_PROGRESS, Status.DONE, asks_if_fixed=True, asks_rating=True),
            lang,
            ticket=done,
            offers=(*fixed, *rating_offers()),
        ),
        "status_done_only_rates": letter(
            changed(Status.IN_PROGRESS, Status.DONE, asks_rating=True),
            lang,
            ticket=done,
            offers=rating_offers(),
        ),
        "status_rejected": letter(
            changed(Status.OPEN, Status.DONE, reason="Der Heizkörper gehört zum Sondereigentum."),
            lang,
            ticket=moved(Status.DONE, flags=frozenset({Flag.REJECTED})),
        ),
        "status_reopened": letter(changed(Status.DONE, Status.OPEN), lang),
        "status_corrected": letter(
            changed(Status.DONE, Status.IN_PROGRESS, is_correction=True),
            lang,
            ticket=moved(Status.IN_PROGRESS),
        ),
        "held_note": letter(HeldNote(MORNING, "AW: [T-1042] Heizung"), lang, ticket=None),
        "neutral": to_stranger(Neutral(MORNING), lang),
        "neutral_known": letter(Neutral(MORNING, is_known=True), lang, ticket=None, reporter=None, place=""),
        "not_understood": letter(NotUnderstood("AKTE", "no_right"), lang, ticket=None),
        "not_understood_manager": to_manager(
            NotUnderstood("AKTE", "no_ticket"), lang, ticket=None, reporter=None
        ),
        "help_resident": letter(Help("resident"), lang, ticket=None),
        "help_manager": to_manager(Help("manager", about_ticket=True), lang),
    }


def _steering(lang: str) -> dict[str, Letter]:
    steering = offers(lang, Act.RELEASE, Act.START, Act.FINISH, Act.REJECT, Act.INTERNAL)
    return {
        "new_ticket": to_manager(
            NewTicket(REPORT, MORNING, "Anna Berger", role="tenant", proof="pass"), lang, offers=steering
        ),
        "new_ticket_weak": to_manager(
            NewTicket(
                "",
                MORNING - timedelta(days=1),
                "Anna Berger",
                role="tenant",
                attachments=("IMG_2231.jpg", "IMG_2232.jpg"),
                is_incomplete=True,
                follows=1007,
                hinted=99,
                proof="none",
            ),
            lang,
            offers=steering,
            responsible=LORENZ,
        ),
        "new_ticket_completed": to_manager(
            NewTicket(REPORT, MORNING, "Anna Berger", completes="Bitte kommen Sie."),
            lang,
            offers=steering,
        ),
        "new_ticket_back": to_manager(
            NewTicket(
                REPORT,
                MORNING,
                "Anna Berger",
                role="tenant",
                follows=1007,
                rework=Rework(("Heizung Meier GmbH",), 21),
                named="WE07, Haus 14, EG rechts",
                lacks_flat=True,
            ),
            lang,
            offers=(*steering, Offer("AUFTEILEN", Act.SPLIT, value="Heizung · Schlüssel")),
        ),
        "new_ticket_away": to_manager(
            NewTicket(REPORT, MORNING, "Anna Berger", role="tenant", away="Sabine Vogt"),
            lang,
            offers=steering,
            to=(LORENZ,),
            address=LORENZ.address,
        ),
        "new_ticket_assigned": to_manager(
            NewTicket(REPORT, MORNING, "Anna Berger", role="tenant", assigned_by="Sabine Vogt"),
            lang,
            offers=(Offer("OK", Act.START, also=("IN BEARBEITUNG",)), *steering[2:]),
            to=(LORENZ,),
            address=LORENZ.address,
            responsible=LORENZ,
            ticket=replace(TICKET, status=Status.RELEASED),
        ),
        "new_ticket_not_fixed": to_manager(
            NewTicket(
                "NEIN\nSie klingelt jetzt von allein.",
                MORNING,
                "Anna Berger",
                role="tenant",
                follows=1011,
                is_not_fixed=True,
                first_report="Die Klingel geht nicht. " * 15,
            ),
            lang,
            offers=steering,
            ticket=replace(TICKET, subject="Klingel", recurrence_of=1011),
        ),
        "new_ticket_unreached": to_manager(
            NewTicket("Das Licht im Flur geht nicht.", MORNING, "Sabine Vogt", role="tenant"),
            lang,
            offers=steering,
            reporter=YILMAZ,
        ),
        "new_ticket_office": to_manager(
            NewTicket(
                "Bitte Angebot für neue Klingelschilder einholen.", MORNING, "Tim Lorenz", role="manager"
            ),
            lang,
            offers=steering,
            reporter=None,
            ticket=replace(
                TICKET, kind=TicketKind.OFFICE, unit="", place="", subject="Klingelschilder", reporter=None
            ),
            place="",
            category_label="Allgemein" if lang == "de" else "General",
        ),
        "person_wrote": to_manager(
            PersonWrote("Donnerstag passt gut.\nBitte klingeln Sie zweimal.", "Anna Berger", hold_minutes=3),
            lang,
            offers=offers(lang, Act.FINISH, Act.REJECT, Act.INTERNAL),
        ),
        "person_wrote_still_broken": to_manager(
            PersonWrote("Nein, er ist wieder kalt.", "Anna Berger", ("bad.jpg",), says="still_broken"),
            lang,
            offers=offers(lang, Act.REOPEN, Act.INTERNAL),
            ticket=replace(TICKET, status=Status.DONE),
        ),
        "not_sent": to_manager(
            NotSent("Meier soll das machen, ist ja Garantie"), lang, offers=offers(lang, Act.SEND)
        ),
        "not_sent_colleague": to_manager(NotSent("Hallo Tim, kannst Du das übernehmen?", "colleague"), lang),
        "not_sent_office": to_manager(NotSent("Angebote sind da.", "nobody"), lang, reporter=None),
        "confirmation": to_manager(
            Confirmation(
                "KATEGORIE Heizumg",
                "unknown_value",
                unknown="Heizumg",
                readings=(Reading("A", "category", "Heizung & Warmwasser"), Reading("B", "internal")),
                other_lines=("FREIGEBEN",),
                text="die ruft sonst wieder dreimal an",
            ),
            lang,
            offers=(Offer("A", Act.CHOOSE, "A"), Offer("B", Act.CHOOSE, "B"), *offers(lang, Act.SEND)),
        ),
        "confirmation_unknown_flat": to_manager(
            Confirmation("FÜR WE99", "unknown_value", unknown="WE99", other_lines=("KATEGORIE Heizung",)),
            lang,
            ticket=None,
            reporter=None,
        ),
        "confirmation_bare_reject": to_manager(
            Confirmation("bitte ablehnen!", "needs_colon", unknown="ablehnen"), lang
        ),
        "confirmation_reject_with_reason": to_manager(
            Confirmation("ABLEHNEN das ist Sondereigentum", "needs_colon", unknown="ABLEHNEN"), lang
        ),
        "confirmation_misspelt": to_manager(Confirmation("#ferig", "misspelt", unknown="ferig"), lang),
        "confirmation_later_word": to_manager(
            Confirmation(
                "BEAUFTRAGEN Meier", "later_word", unknown="BEAUFTRAGEN", other_lines=("FREIGEBEN",)
            ),
            lang,
        ),
        "confirmation_too_many": to_manager(
            Confirmation("1043 ERLEDIGT", "too_many", unknown="100"), lang, ticket=None, reporter=None
        ),
        "confirmation_reject": to_manager(
            Confirmation(
                "ABLEHNEN kein Geld", "needs_colon", readings=(Reading("A", "reject", text="kein Geld"),)
            ),
            lang,
            offers=(Offer("A", Act.CHOOSE, "A"), *offers(lang, Act.SEND)),
        ),
    }


def _receipts(lang: str) -> dict[str, Letter]:
    released = TranscriptLine("FREIGEBEN", "release", Outcome.DONE, before="OPEN", after="RELEASED")
    soon = NOON + timedelta(minutes=14)
    both = offers(lang, Act.STOP, Act.UNDO)
    refused = (
        TranscriptLine("ERLEDIGT", "finish", Outcome.ALREADY, before="DONE", after="DONE"),
        TranscriptLine("IN BEARBEITUNG", "start", Outcome.REFUSED, before="DONE", after="DONE"),
        TranscriptLine("ABLEHNEN:", "reject", Outcome.NEEDS_REASON),
        TranscriptLine("FREIGEBEN", "release", Outcome.PROOF),
        TranscriptLine("H-319 OK", "take", Outcome.REFUSED, after="TAKE_NEW", detail="H-319"),
        TranscriptLine("STOPP", "stop", Outcome.NOTHING_TO_STOP),
        TranscriptLine("RÜCKGÄNGIG", "undo", Outcome.NOTHING_TO_UNDO, detail="touched"),
        TranscriptLine("ZUWEISEN Lorenz", "assign", Outcome.DONE, after="Tim Lorenz"),
        TranscriptLine("KATEGORIE Heizung", "category", Outcome.DONE, before="general", after="heating"),
    )
    return {
        "transcript": to_manager(
            Transcript(
                (released,), tellings=(Telling("Anna Berger", NOON, "status", "RELEASED"),), can_undo=True
            ),
            lang,
            offers=offers(lang, Act.UNDO),
            ticket=replace(TICKET, status=Status.RELEASED),
        ),
        "transcript_waiting": to_manager(
            Transcript(
                (released,),
                kept_text="die ruft sonst wieder dreimal an",
                tellings=(Telling("Anna Berger", soon, "status", "RELEASED"),),
                stop_until=soon,
                can_undo=True,
            ),
            lang,
            offers=(*both, *offers(lang, Act.SEND)),
            ticket=replace(TICKET, status=Status.RELEASED),
        ),
        "transcript_message": to_manager(
            Transcript(
                sent_text="Guten Tag Frau Berger,\nbitte entlüften Sie den Heizkörper einmal.",
                tellings=(Telling("Anna Berger", soon, "message"),),
                stop_until=soon,
            ),
            lang,
            offers=offers(lang, Act.STOP),
        ),
        "transcript_rejected": to_manager(
            Transcript(
                (
                    TranscriptLine(
                        "ABLEHNEN: Sondereigentum", "reject", Outcome.DONE, "OPEN", "DONE", "rejected"
                    ),
                )
            ),
            lang,
            offers=offers(lang, Act.UNDO),
            ticket=replace(TICKET, status=Status.DONE, flags=frozenset({Flag.REJECTED})),
        ),
        "transcript_rejected_told": to_manager(
            Transcript(
                (
                    TranscriptLine(
                        "ABLEHNEN: Sondereigentum", "reject", Outcome.DONE, "OPEN", "DONE", "rejected"
                    ),
                ),
                tellings=(Telling("Anna Berger", soon, "status", "REJECTED"),),
                stop_until=soon,
                can_undo=True,
            ),
            lang,
            offers=both,
            ticket=replace(TICKET, status=Status.DONE, flags=frozenset({Flag.REJECTED})),
        ),
        "transcript_rejection_undone": to_manager(
            Transcript(
                (TranscriptLine("RÜCKGÄNGIG", "undo", Outcome.UNDONE, "DONE", "OPEN", "rejected"),),
                tellings=(Telling("Anna Berger", NOON, "status", "OPEN"),),
            ),
            lang,
        ),
        "transcript_assigned": to_manager(
            Transcript(
                (TranscriptLine("ZUWEISEN Lorenz", "assign", Outcome.DONE, after="Tim Lorenz"),),
                tellings=(Telling("Tim Lorenz", NOON, "new_ticket"),),
                can_undo=True,
            ),
            lang,
            offers=offers(lang, Act.UNDO),
        ),
        "transcript_unreached": to_manager(
            Transcript(
                (
                    released,
                    TranscriptLine(
                        "Emre Yılmaz", "tell", Outcome.NO_ADDRESS, detail="Emre Yılmaz", after="030 5550177"
                    ),
                ),
                can_undo=True,
            ),
            lang,
            offers=offers(lang, Act.UNDO),
            reporter=YILMAZ,
            ticket=replace(TICKET, status=Status.RELEASED),
        ),
        "transcript_household": to_manager(
            Transcript(
                (released,),
                tellings=(
                    Telling("Eva Schulz und Max Schulz", soon, "status", "RELEASED"),
                    Telling("Tim Lorenz und Robin Kaya", soon, "message"),
                    Telling("Eva Schulz und Max Schulz", NOON, "message"),
                ),
                stop_until=soon,
            ),
            lang,
            offers=both,
            reporter=EVA,
            ticket=replace(TICKET, status=Status.RELEASED),
        ),
        "transcript_message_and_note": to_manager(
            Transcript(
                sent_text="Guten Tag Frau Berger,\nwir kommen am Donnerstag.",
                kept_text="die ruft sonst wieder dreimal an",
                tellings=(Telling("Anna Berger", soon, "message"),),
                stop_until=soon,
            ),
            lang,
            offers=offers(lang, Act.STOP),
        ),
        "transcript_mixed": to_manager(Transcript(refused), lang),
        "transcript_not_understood": to_manager(
            Transcript(
                (TranscriptLine("ERLEDIGT", "finish", Outcome.NOT_UNDERSTOOD, detail="which_ticket"),),
                kept_text="Der Hauswart war da.",
            ),
            lang,
            ticket=None,
            reporter=None,
        ),
        "transcript_overtaken": to_manager(
            Transcript(
                (TranscriptLine("FREIGEBEN", "release", Outcome.OVERTAKEN, before="OPEN"),),
                since=(Since(MORNING, "Tim Lorenz", "status", "OPEN", "RELEASED"),),
            ),
            lang,
            offers=offers(lang, Act.START, Act.FINISH),
            ticket=replace(TICKET, status=Status.RELEASED),
        ),
        "transcript_filed": to_manager(
            Transcript(
                (TranscriptLine("Ableser am Donnerstag", "file_copy", Outcome.DONE, after="Anna Berger"),)
            ),
            lang,
        ),
        "transcript_given_to_somebody": to_manager(
            Transcript(
                (
                    TranscriptLine("H-318 WE07", "link", Outcome.DONE, after="Fatma Yıldız", detail="H-318"),
                    TranscriptLine("H-319 WE07 EINMAL", "once", Outcome.DONE, after="Fatma Yıldız"),
                    TranscriptLine(
                        "H-320 WE04",
                        "link",
                        Outcome.NOT_UNDERSTOOD,
                        detail="which_person",
                        company="Maria Schulz, Tom Schulz",
                    ),
                    TranscriptLine("H-321 EINMAL", "once", Outcome.NOT_UNDERSTOOD, detail="which_person"),
                    TranscriptLine("H-322 WE07", "link", Outcome.ALREADY, detail="H-322"),
                    TranscriptLine(
                        "ERREICHBAR", "reachable", Outcome.DONE, after="james.miller@inbox.example"
                    ),
                )
            ),
            lang,
            ticket=None,
            reporter=None,
        ),
        "transcript_held": to_manager(
            Transcript(
                (
                    TranscriptLine("H-318 OK", "take", Outcome.DONE, after="Fatma Yıldız", detail="H-318"),
                    TranscriptLine("H-319 SPAM", "spam", Outcome.ALREADY, detail="H-319"),
                    TranscriptLine("H-320 NEU", "take_new", Outcome.DONE, detail="H-320"),
                    TranscriptLine("H-321: WEG", "held", Outcome.NOT_UNDERSTOOD, detail="held_word"),
                )
            ),
            lang,
            ticket=None,
            reporter=None,
        ),
        "transcript_sent": to_manager(
            Transcript(
                (TranscriptLine("SENDEN", "send", Outcome.SENT),),
                sent_text="Bitte entlüften Sie den Heizkörper einmal.",
                tellings=(Telling("Anna Berger", soon, "message"),),
                stop_until=soon,
            ),
            lang,
            offers=both,
        ),
        "transcript_stopped": to_manager(
            Transcript((TranscriptLine("STOPP", "stop", Outcome.STOPPED, "RELEASED", "OPEN"),)), lang
        ),
        "transcript_undone": to_manager(
            Transcript(
                (TranscriptLine("RÜCKGÄNGIG", "undo", Outcome.UNDONE, "DONE", "OPEN"),),
                tellings=(Telling("Anna Berger", NOON, "status", "OPEN"),),
            ),
            lang,
        ),
        "transcript_opened": to_manager(
            Transcript(
                (TranscriptLine("FÜR WE05", "for", Outcome.DONE, after="Maria Schulz und Tom Schulz"),),
                kept_text="hat am Telefon geweint",
                tellings=(Telling("Maria Schulz und Tom Schulz", NOON, "acknowledgement"),),
            ),
            lang,
            reporter=MARIA,
        ),
    }


def _lists(lang: str) -> dict[str, Letter]:
    held = (
        HeldItem(
            318,
            MORNING,
            "fatma.privat@gmail.example",
            "unknown_sender",
            presumed="Fatma Yıldız",
            excerpt="Wasserfleck an der Decke … (Yıldız, WE07) … Rückruf bitte!",
            subject="Wasserfleck",
            can_take=True,
        ),
        HeldItem(
            319,
            MORNING - timedelta(days=2),
            "angebot@dachdecker-x.example",
            "no_property",
            subject="Unser Herbstangebot",
        ),
    )
    astray = (
        HeldItem(
            321,
            MORNING,
            "anna.berger@post.example",
            "wrong_house",
            presumed="Anna Berger",
            can_take=True,
            lives="LW12 WE03",
        ),
        HeldItem(
            322,
            MORNING,
            "dr.petersen@kanzlei.example",
            "wrong_house",
            presumed="Klaus Petersen",
            can_take=True,
            lives="LW12 WE04, HS5 WE01",
        ),
        HeldItem(323, MORNING, "", "no_from", subject="Heizung"),
        HeldItem(324, MORNING, "anna.berger@post.example", "several_froms", ticket=1042),
        HeldItem(325, MORNING, "ole.hansen@nord.example", "a_code_of_tomorrow"),
    )
    own = HeldItem(
        326,
        MORNING,
        VOGT.addresses[0],
        "unproven_command",
        presumed="Sabine Vogt",
        excerpt="FREIGEBEN",
        ticket=1042,
        can_take=True,
    )
    likely = replace(
        held[0],
        number=326,
        from_address="fyildiz@neu.example",
        reason="unknown_sender",
        presumed="",
        can_take=False,
        proposed="Fatma Yıldız",
        proposal="WE07",
        proposed_by="phone",
        ticket=None,
    )
    marked = tuple(
        HeldItem(
            327 + n,
            MORNING,
            f"angebot{n}@werbung.example",
            "unknown_sender",
            subject=f"Nur heute: {n} % auf Dachziegel",
            is_spam=True,
        )
        for n in range(23)
    )
    entries = (
        FileEntry(MORNING, "resident", "opened", "Anna Berger", REPORT),
        FileEntry(NOON, "internal", "note", "Sabine Vogt", "Mieterin ist mit zwei Mieten im Rückstand."),
        FileEntry(NOON, "resident", "status", "Sabine Vogt", before="OPEN", after="RELEASED"),
        FileEntry(NOON, "internal", "category", "Sabine Vogt", before="Allgemein", after="Heizung"),
        FileEntry(NOON, "internal", "assigned", "Sabine Vogt", before="Tim Lorenz", after="Sabine Vogt"),
        FileEntry(NOON, "resident", "message", "Sabine Vogt", "Wir kommen am Donnerstag.", is_retracted=True),
    )
    lines = (
        TicketLine(1042, "Heizung", "OPEN", changed_at=MORNING),
        TicketLine(
            1031, "Klingel geht nicht", "DONE", changed_at=MORNING - timedelta(days=30), is_rejected=True
        ),
    )
    at_home: dict[str, Any] = {"place": "Haus 12, 3. OG links", "who": "Berger", "house": "Lindenweg 12"}
    shown = tuple(replace(line, status="OPEN", is_rejected=False, **at_home) for line in lines)
    replaced: dict[str, Any] = {"ticket": None, "reporter": None}
    return {
        "held_list": to_manager(HeldList(held), lang, **replaced),
        "held_list_astray": to_manager(HeldList(astray), lang, **replaced),
        "held_list_own": to_manager(HeldList((own,)), lang, **replaced),
        "held_list_proposed": to_manager(HeldList((likely, *marked[:1])), lang, **replaced),
        "held_list_spam": to_manager(HeldList(marked), lang, **replaced),
        "held_list_one": to_manager(HeldList(held[:1]), lang, **replaced),
        "alert_quarantined": to_manager(
            Alert("quarantined", 4711, "ole.hansen@nord.example", "Briefkasten", at=MORNING), lang, **replaced
        ),
        "alert_undelivered": to_manager(
            Alert(
                "undelivered",
                subject="[T-1042] Heizung",
                recipient="anna.berger@post.example",
                reply="550 5.1.1 <anna.berger@post.example>: Recipient address rejected: User unknown",
                at=MORNING,
            ),
            lang,
        ),
        "alert_undelivered_known": to_manager(
            Alert(
                "undelivered",
                subject="[T-1042] Heizung",
                recipient="james.miller@inbox.example",
                who="James Miller",
                phone="030 5550133",
                reply="550 5.1.1 User unknown",
                at=MORNING,
            ),
            lang,
            reporter=MILLER,
        ),
        "alert_undelivered_aside": to_manager(
            Alert("undelivered", recipient="james.miller@inbox.example", who="James Miller", at=MORNING),
            lang,
            **replaced,
        ),
        **{
            f"alert_{what}": to_manager(
                Alert(
                    what,
                    recipient="james.miller@inbox.example",
                    who="James Miller",
                    phone="030 5550133",
                    at=MORNING,
                ),
                lang,
            )
            for what in ("complained", "complained_of_own")
        },
        "alert_relay": to_manager(
            Alert("relay", reply="4.4.1 smtps://relay.example:465: no answer in time", at=MORNING),
            lang,
            ticket=None,
            house=None,
        ),
        "operation_began": to_manager(
            Operation(
                "mx1",
                (
                    TroubleLine("disk", MORNING, "120 MiB"),
                    TroubleLine(
                        "imap", MORNING, "imap.example:993 refuses the login (no)", "office", "login"
                    ),
                    TroubleLine("imap_mail", MORNING, "mail 5 is not given out", "second", "one_mail"),
                ),
                (TroubleLine("arrivals", MORNING - timedelta(days=1), until=MORNING),),
            ),
            lang,
            house=None,
            **replaced,
        ),
        "operation_ended": to_manager(
            Operation(
                "mx1",
                ended=(
                    TroubleLine(
                        "relay",
                        MORNING - timedelta(hours=3),
                        "4.4.1 smtps://relay.example:465: no answer in time",
                        until=MORNING,
                    ),
                ),
            ),
            lang,
            house=None,
            **replaced,
        ),
        "heartbeat": to_manager(
            Heartbeat("mx1", MORNING, undecided=0, held=3, quarantined=0, queued=2, failed=1),
            lang,
            house=None,
            **replaced,
        ),
        "alert_undeliverable": to_manager(
            Alert(
                "undeliverable",
                recipient="james.miller@inbox.example",
                who="James Miller",
                phone="030 5550133",
                reply="550 5.1.1 User unknown",
                at=MORNING,
                waiting=("[T-1042] Heizung",),
            ),
            lang,
            reporter=MILLER,
            offers=(
                Offer(
                    "REACHABLE" if lang == "en" else "ERREICHBAR",
                    Act.REACHABLE,
                    value="james.miller@inbox.example",
                ),
            ),
        ),
        "alert_mailbox": to_manager(
            Alert(
                "mailbox",
                who="office",
                reply="imap.example:993 refuses the login ([AUTHENTICATIONFAILED] Authentication failed.);"
                " check the user in url, and the password",
                at=MORNING,
            ),
            lang,
            **replaced,
        ),
        "alert_mailbox_mail": to_manager(
            Alert(
                "mailbox_mail",
                who="office",
                reply="imap.example:993 does not give mail 5 out ([SERVERBUG] Internal error);"
                " look at it with a mail program",
                at=MORNING,
            ),
            lang,
            **replaced,
        ),
        "alert_mailbox_keeps": to_manager(
            Alert(
                "mailbox_keeps",
                who="office",
                reply='mails cannot be moved to the folder "Hauspost/done" ([OVERQUOTA] Quota exceeded);'
                " let the account make and fill it; until then mails are taken and stay where they lie",
                at=MORNING,
            ),
            lang,
            **replaced,
        ),
        "listing": letter(Listing("list", lines), lang, ticket=None),
        "listing_status": letter(Listing("status", lines[:1]), lang),
        "listing_empty": letter(Listing("list"), lang, ticket=None),
        "listing_manager": to_manager(Listing("list", shown), lang, **replaced),
        "listing_manager_houses": to_manager(
            Listing(
                "list",
                tuple(
                    replace(line, house=house)
                    for line, house in zip(shown, ("Lindenweg 12", "Hafenstraße 5"), strict=True)
                ),
            ),
            lang,
        ),
        "file": to_manager(FileOfTicket(entries), lang),
        "own_file": letter(
            FileOfTicket(
                (
                    FileEntry(MORNING, "resident", "opened", "Anna Berger", REPORT),
                    FileEntry(NOON, "resident", "status", "", after="RELEASED"),
                    FileEntry(NOON, "resident", "message", "Sabine Vogt", "Es kommt jemand."),
                )
            ),
            lang,
            kind=NoticeKind.OWN_FILE,
        ),
        "file_outside": to_manager(FileOfTicket(entries[:1]), lang, reporter=KAYA, responsible=LORENZ),
    }


def write(shown: Letter, **changes: Any) -> OutgoingMail:
    known: dict[str, Any] = {
        "secret": SECRET,
        "message_id": MESSAGE_ID,
        "grammar": GRAMMAR,
        "sender": Sender(),
        "answers": None,
    }
    return compose(shown, **(known | changes))


ANSWERED = Answered("CAF-1@mail.post.example", (MESSAGE_ID,))
KINDS = tuple(NoticeKind)
