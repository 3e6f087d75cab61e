"""Sample letters of the morning: the whole list, a deputy's, receipts for several lines."""

from datetime import UTC, datetime, timedelta

from hauspost.cli.samples.world import MORNING, NOON, to_manager
from hauspost.desk.intents import Act, Offer
from hauspost.desk.notices import Letter
from hauspost.desk.notices_of_morning import MorningLine, MorningList, Part
from hauspost.desk.notices_of_steering import Outcome, Telling, Transcript, TranscriptLine
from hauspost.desk.telling import offer, printed
from hauspost.desk.work import Window

YESTERDAY = NOON - timedelta(hours=14)
THURSDAY = Window(
    datetime(2025, 10, 16, 14, tzinfo=UTC),
    datetime(2025, 10, 16, 16, tzinfo=UTC),
)
MEIER, DORN = "Heizung Meier GmbH", "Bedachungen Dorn"


def answers(word: str, language: str, *acts: Act) -> tuple[Offer, ...]:
    return tuple(Offer(f"{word} {printed(act, language)}", act, question=7) for act in acts)


def line(number: int, part: Part, what: str, subject: str = "", **more: object) -> MorningLine:
    known: dict[str, object] = {"at": YESTERDAY, "house": "Lindenweg 12"}
    if part is Part.DECIDE or what == "appointment":
        known["word"] = str(number)
    return MorningLine(number, part, what, 3, subject=subject, **(known | more))  # type: ignore[arg-type]


def of_morning(lang: str) -> dict[str, Letter]:
    is_german = lang == "de"
    bell, roof, drain, key, light, window = (
        ("Klingel", "Dach", "Siphon", "Schlüssel", "Licht", "Fenster")
        if is_german
        else ("Bell", "Roof", "Siphon", "Key", "Light", "Window")
    )
    note = "Rückruf Dr. Petersen" if is_german else "call back Dr. Petersen"
    lines = (
        line(1044, Part.DECIDE, "suggestion", bell, unit="WE02", who="Hansen", company="Elektro Blitz"),
        line(1047, Part.DECIDE, "open", bell, unit="WE05", who="Kaya"),
        line(1036, Part.DECIDE, "quote", roof, company=DORN, tag="A-1036-1", amount=219_258),
        line(
            1036,
            Part.DECIDE,
            "report_done",
            roof,
            company=MEIER,
            tag="A-1036-2",
            word="A-1036-2",
        ),
        line(1029, Part.DECIDE, "report_accept", drain, company="Sanitär Wolf", tag="A-1029-1", who="Wolf"),
        line(1031, Part.OVERDUE, "follow_up", window, unit="WE09", note=note),
        line(1038, Part.OVERDUE, "appointment", drain, company=MEIER, tag="A-1038-1"),
        line(1039, Part.UNORDERED, "no_order", window),
        line(1040, Part.NEWS, "accepted", roof, company=DORN, tag="A-1040-1"),
        line(1034, Part.NEWS, "times", key, company=MEIER, tag="A-1034-1"),
        line(1041, Part.NEWS, "scheduled", drain, company="Sanitär Wolf", tag="A-1041-1", window=THURSDAY),
        line(1041, Part.NEWS, "invoice", drain, company="Sanitär Wolf", tag="A-1041-1", amount=11_900),
        line(1042, Part.ACTS, "ordered", drain, company=MEIER, tag="A-1042-1", amount=30_000),
        line(1043, Part.ACTS, "unlimited", drain, company=MEIER, tag="A-1043-1", by="Tim Lorenz"),
        line(1049, Part.ACTS, "status_RELEASED", window),
        line(1050, Part.DONE, "done", light),
        line(1033, Part.DONE, "done", key),
        line(1046, Part.COLLEAGUES, "new", by="Tim Lorenz"),
        line(1048, Part.COLLEAGUES, "new", by="Tim Lorenz"),
        line(1045, Part.COLLEAGUES, "done", by="Tim Lorenz"),
    )
    offers = (
        *answers("1044", lang, Act.PROPOSAL),
        Offer("1047 OK", Act.RELEASE),
        *answers("1036", lang, Act.YES, Act.NO),
        *answers("A-1036-2", lang, Act.PROPOSAL, Act.NO),
        *answers("1029", lang, Act.PROPOSAL, Act.NO),
        *answers("1038", lang, Act.PROPOSAL, Act.REMIND, Act.NEXT_FIRM),
    )
    whole = MorningList(
        lines, more=2, held=3, rules=1, words=2, thanks=2, fixed=1, me_too=4, running=12, hour="7:30"
    )
    deputy = MorningList(
        (line(1046, Part.NEWS, "in_progress", light, company=MEIER, tag="A-1046-1"),),
        running=4,
        stands_in_for=("Tim Lorenz",),
        hour="7:30",
    )
    until = MORNING + timedelta(minutes=13)
    several = Transcript(
        lines=(
            TranscriptLine("1029 OK", "finish", Outcome.DONE, before="IN_PROGRESS", after="DONE"),
            TranscriptLine(
                "1044 OK", "dispatch", Outcome.DONE, order="A-1044-1", company="Elektro Blitz", limit=20_000
            ),
            TranscriptLine("9999 OK", "list", Outcome.NOT_UNDERSTOOD, detail="no_ticket"),
            TranscriptLine("T-1031 WOVL Fr", "list", Outcome.NOT_UNDERSTOOD, detail="list_word"),
        ),
        tellings=(Telling("Elektro Blitz", until, "order"),),
        stop_until=until,
        can_undo=True,
        numbers=(1029, 1044),
    )
    undo = printed(Act.UNDO, lang)
    back = (offer(Act.STOP, lang), *(Offer(f"{n} {undo}", Act.UNDO) for n in (1029, 1044)))
    good = Transcript(several.lines[:2], tellings=several.tellings, numbers=(1029, 1044), can_undo=True)
    return {
        "morning": to_manager(whole, lang, offers=offers, ticket=None, house=None, reporter=None),
        "morning_deputy": to_manager(deputy, lang, ticket=None, house=None, reporter=None),
        "transcript_of_list": to_manager(several, lang, offers=back, ticket=None, house=None, reporter=None),
        "transcript_of_lines": to_manager(
            good, lang, offers=back[1:], ticket=None, house=None, reporter=None
        ),
    }
