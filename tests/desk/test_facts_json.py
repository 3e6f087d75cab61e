"""The facts of a notice come back from the database as they went in."""

from dataclasses import is_dataclass
from datetime import UTC, datetime

from hauspost.desk.intents import Act, Command, NearMiss, Offer, Said, Salutation
from hauspost.desk.notices import Carries, Circle, NoticeKind, load_facts
from hauspost.desk.notices_of_steering import Outcome, Since, Telling, Transcript, TranscriptLine
from hauspost.desk.plain_values import from_json, to_json

NOON = datetime(2025, 10, 14, 10, tzinfo=UTC)


def test_a_transcript_survives_the_round_trip() -> None:
    transcript = Transcript(
        lines=(TranscriptLine("FREIGEBEN", "release", Outcome.DONE, "OPEN", "RELEASED"),),
        tellings=(Telling("Anna Berger", NOON, "status", "RELEASED"),),
        stop_until=NOON,
        can_undo=True,
        since=(Since(NOON, "Tim Lorenz", "status", "OPEN", "DONE"),),
    )
    assert load_facts(NoticeKind.TRANSCRIPT, to_json(transcript)) == transcript


def test_what_was_said_survives_the_round_trip() -> None:
    said = Said(
        whole="ERLEDIGT",
        commands=(Command(Act.FINISH, "ERLEDIGT"),),
        near_misses=(NearMiss("ERLEDGT", "misspelt", readings=(Command(Act.FINISH, "ERLEDGT"),)),),
        salutation=Salutation.OUTSIDE,
    )
    assert from_json(Said, to_json(said)) == said


def test_an_offer_survives_the_round_trip() -> None:
    offer = Offer("OK", Act.RELEASE, question=7, also=("FREIGEBEN",))
    assert from_json(Offer, to_json(offer)) == offer


def test_the_row_of_every_kind_says_its_facts_its_readers_and_its_files() -> None:
    for kind in NoticeKind:
        assert is_dataclass(kind.facts)
        assert (type(kind.circle), type(kind.carries)) == (Circle, Carries)
