"""Sample transcripts of managers' words."""

from dataclasses import replace
from datetime import timedelta

from hauspost.cli.samples.world import (
    EVA,
    MARIA,
    MORNING,
    NOON,
    TICKET,
    YILMAZ,
    offers,
    to_manager,
)
from hauspost.desk.intents import Act
from hauspost.desk.model import Flag, Status
from hauspost.desk.notices import Letter
from hauspost.desk.notices_of_steering import Outcome, Since, Telling, Transcript, TranscriptLine


def of_receipts(lang: str) -> dict[str, Letter]:
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
