"""Sample letters to managers: what came in, what was not sent, what must be asked back."""

from dataclasses import replace
from datetime import timedelta

from hauspost.cli.samples.world import (
    LORENZ,
    MORNING,
    REPORT,
    TICKET,
    YILMAZ,
    offers,
    to_manager,
)
from hauspost.desk.intents import Act, Offer
from hauspost.desk.model import Status, TicketKind
from hauspost.desk.notices import Letter
from hauspost.desk.notices_of_steering import NotSent
from hauspost.desk.notices_to_managers import (
    Confirmation,
    NewTicket,
    PersonWrote,
    Reading,
    Rework,
)


def of_steering(lang: str) -> dict[str, Letter]:
    steering = offers(lang, Act.RELEASE, Act.START, Act.FINISH, Act.REJECT, Act.INTERNAL)
    return {
        "new_ticket": to_manager(
            NewTicket(
                REPORT, MORNING, "Anna Berger", role="tenant", proof="pass", listed_for=("Tim Lorenz",)
            ),
            lang,
            offers=steering,
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
            NewTicket(
                REPORT,
                MORNING,
                "Anna Berger",
                completes="Bitte kommen Sie.",
                listed_for=("Tim Lorenz", "Mara Klein"),
            ),
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
