"""Sample letters about deadlines: the firm's reminder, the manager's and the deputy's alert, the list, a follow-up."""

from datetime import UTC, datetime, timedelta

from hauspost.cli.samples.neighbours import ORDERED, to_firm
from hauspost.cli.samples.world import MORNING, NOON, to_manager
from hauspost.desk.intents import Act, Offer
from hauspost.desk.notices import Letter
from hauspost.desk.notices_of_deadlines import DueLine, DueList, Overdue, Reminder
from hauspost.desk.notices_of_steering import Outcome, Transcript, TranscriptLine
from hauspost.desk.notices_on_request import Listing, TicketLine
from hauspost.desk.telling import offer

GIVEN = NOON - timedelta(days=4)
DUE = NOON - timedelta(days=1)
LATER = datetime(2025, 10, 20, 6, tzinfo=UTC)


def offers(language: str, *acts: Act) -> tuple[Offer, ...]:
    return tuple(offer(act, language) for act in acts)


def of_deadlines(lang: str) -> dict[str, Letter]:
    is_german = lang == "de"
    silent = Overdue(
        "acceptance",
        GIVEN,
        DUE,
        tag="A-1042-1",
        company="Heizung Meier GmbH",
        phone="030 5550120",
        phase="dispatched",
        reminded=True,
        next_company="Wärme Kunze",
        waits_until=LATER,
    )
    asks = offers(lang, Act.PROPOSAL, Act.REMIND, Act.NEXT_FIRM, Act.INTERNAL)
    steers = offers(lang, Act.FINISH, Act.REJECT, Act.INTERNAL)
    note = "Liegt das Angebot vor?" if is_german else "Has the quote come in?"
    lines = (
        DueLine(1042, "acceptance", DUE, "Heizung kalt", "Lindenweg 12", "A-1042-1", "Heizung Meier GmbH"),
        DueLine(1043, "follow_up", MORNING, "Aufzug", "Hafenstraße 5", note=note),
        DueLine(1044, "response", DUE, "", "Lindenweg 12"),
        DueLine(1045, "completion", DUE, "Fenster", "Lindenweg 12", "A-1045-1", "Glas Maier"),
    )
    said = (
        ("WV 20.10.", "PRIORITÄT hoch", "ERINNERN")
        if is_german
        else ("FOLLOW-UP 20.10.", "PRIORITY high", "REMIND")
    )
    receipt = (
        TranscriptLine(said[0], "follow_up", Outcome.DONE, at=LATER),
        TranscriptLine(said[0], "follow_up", Outcome.DONE, at=LATER, detail="moved"),
        TranscriptLine(said[0], "follow_up", Outcome.REFUSED, after="follow_up_past"),
        TranscriptLine("WV aus", "follow_up_off", Outcome.DONE),
        TranscriptLine("WV aus", "follow_up_off", Outcome.ALREADY),
        TranscriptLine(said[1], "priority", Outcome.DONE, after="high"),
        TranscriptLine(said[1], "priority", Outcome.ALREADY, after="high"),
        TranscriptLine(said[2], "remind", Outcome.DONE, order="A-1042-1", company="Heizung Meier GmbH"),
        TranscriptLine("OK", "wait", Outcome.DONE, order="A-1042-1", company="Heizung Meier GmbH", at=LATER),
    )
    kept = TicketLine(
        1042,
        "Heizung",
        "RELEASED",
        "WE03",
        "Berger",
        changed_at=MORNING,
        follow_up_at=LATER,
        priority="high",
        overdue_since=DUE,
    )
    return {
        "reminder": to_firm(Reminder("A-1042-1", "acceptance", GIVEN, "Sabine Vogt"), lang),
        "reminder_appointment": to_firm(Reminder("A-1042-1", "appointment", GIVEN), lang),
        "reminder_completion": to_firm(
            Reminder("A-1042-1", "completion", GIVEN, "Sabine Vogt", is_again=True), lang
        ),
        "overdue_acceptance": to_manager(silent, lang, offers=asks, ticket=ORDERED),
        "overdue_deputy": to_manager(
            Overdue(
                "appointment",
                GIVEN,
                DUE,
                tag="A-1042-1",
                company="Heizung Meier GmbH",
                phase="accepted",
                reminded=True,
                waits_until=LATER,
                for_whom="Sabine Vogt",
            ),
            lang,
            offers=offers(lang, Act.PROPOSAL, Act.REMIND, Act.INTERNAL),
            ticket=ORDERED,
        ),
        "overdue_response": to_manager(Overdue("response", GIVEN, DUE), lang, offers=steers),
        "overdue_completion": to_manager(
            Overdue("completion", GIVEN, DUE), lang, offers=steers, ticket=ORDERED
        ),
        "overdue_follow_up": to_manager(Overdue("follow_up", NOON, NOON, note=note), lang, offers=steers),
        "overdue_parts": to_manager(
            Overdue(
                "follow_up",
                NOON,
                NOON,
                tag="A-1042-1",
                company="Heizung Meier GmbH",
                phase="waiting_parts",
                parts_from="Heizung Meier GmbH",
            ),
            lang,
            offers=steers,
            ticket=ORDERED,
        ),
        "due_list": to_manager(DueList(lines), lang, ticket=None, reporter=None, house=None, place=""),
        "transcript_deadlines": to_manager(Transcript(receipt), lang),
        "listing_manager_deadlines": to_manager(
            Listing("list", (kept,)), lang, ticket=None, reporter=None, place=""
        ),
    }
