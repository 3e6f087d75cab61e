"""The house of the stories, its people, and how a letter to each of them is put together."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from hauspost.desk.houses import CategoryKey, Company, Person, PersonId, Property, PropertyId
from hauspost.desk.intents import Act, Offer
from hauspost.desk.model import Status, Ticket, TicketKind, Visibility
from hauspost.desk.notices import Facts, Letter, NoticeKind, OutgoingMail
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
HARBOUR = Property(
    PropertyId("HS5"),
    "Hafenstraße 5",
    "hafenstr5",
    street="Hafenstraße 5",
    phones=(("emergency", "040 777010"),),
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
            kind=next(kind for kind in NoticeKind if type(facts) is kind.facts),
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
