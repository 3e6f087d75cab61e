"""Sample letters of surveys, and of what is proposed after the third time."""

from dataclasses import replace

from hauspost.cli.samples.world import MORNING, NOON, PETERSEN, TICKET, letter, offers, to_manager
from hauspost.desk.intents import Act, Offer
from hauspost.desk.model import Flag, TicketKind
from hauspost.desk.notices import Letter
from hauspost.desk.notices_of_steering import Outcome, Transcript, TranscriptLine
from hauspost.desk.notices_of_surveys import PrivateQuestion, Standing, Survey, SurveyLine

ASKED = {
    "de": "Wir holen ein Angebot für neue Fenster ein. Möchten Sie teilnehmen? Bitte antworten Sie bis 31.10.2025.",
    "en": "We are asking for an offer for new windows. Would you like to take part? Please answer by 31 October.",
}
HEAD = replace(
    TICKET,
    number=1080,
    kind=TicketKind.OFFICE,
    subject="Fenster",
    unit="",
    place="",
    reporter=None,
    flags=frozenset({Flag.SURVEY}),
)
OWNED = replace(TICKET, unit="", place="", reporter=PETERSEN.id)
COUPLE = SurveyLine("Maria Schulz und Tom Schulz", Standing.WILL_BE_ASKED, ("WE04",))
WAGNER = SurveyLine("Ute Wagner", Standing.NO_MAIL, ("WE08",), phones=("030 5550188",))
LINES = (
    SurveyLine("Fatma Yıldız", Standing.SILENT, ("WE07",), number=1082, reminded=True),
    replace(COUPLE, standing=Standing.SILENT, number=1083),
    SurveyLine(
        "Klaus Petersen",
        Standing.ANSWERED,
        ("WE03", "WE09"),
        number=1081,
        at=MORNING,
        text="Ja, mit beiden Wohnungen.\nGruß, K. Petersen",
    ),
    SurveyLine("Jens Kruse", Standing.RETURNED, ("WE10",), number=1084, phones=("030 5550177",)),
    SurveyLine("Eva Adam", Standing.ABSENT, ("WE11",), number=1085),
    SurveyLine("Paul Frank", Standing.GONE, ("WE12",), number=1086),
    SurveyLine("Ida Neumann", Standing.LATE, ("WE12",)),
    WAGNER,
    SurveyLine("Tim Lorenz", Standing.MANAGES, ("WE01",)),
)


def of_surveys(lang: str) -> dict[str, Letter]:
    text = ASKED[lang]
    send, stop = offers(lang, Act.SEND, Act.STOP)
    end = Offer("ENDE" if lang == "de" else "END", Act.FINISH)
    preview = (SurveyLine("Klaus Petersen", Standing.WILL_BE_ASKED, ("WE03", "WE09")), COUPLE, WAGNER)
    office = {"ticket": HEAD, "reporter": None, "category_label": "", "place": ""}
    owner = {
        "to": (replace(PETERSEN, language=lang),),
        "address": PETERSEN.address,
        "ticket": OWNED,
        "reporter": PETERSEN,
        "place": "",
    }
    is_german = lang == "de"
    rule, word = (
        ("REGEL OK LW12 Heizung", "WORT OK boiler")
        if is_german
        else ("RULE OK LW12 heating", "WORD OK boiler")
    )
    label = "Heizung & Warmwasser" if is_german else "Heating & hot water"
    firm = "Heizung Meier GmbH"
    learned = (
        TranscriptLine("BEAUFTRAGEN Meier", "dispatch", Outcome.DONE, order="A-1042-1", company=firm),
        TranscriptLine(rule, "learned_rule", Outcome.DONE, "3", f"{label}, Lindenweg 12", firm),
        TranscriptLine(word, "learned_word", Outcome.DONE, "3", label, "boiler"),
    )
    asks = (Offer(rule, Act.RULE_OK, value="LW12/heating"), Offer(word, Act.WORD_OK, value="heating/boiler"))
    accepted = (TranscriptLine(word, "word_ok", Outcome.DONE, after=label, detail="boiler"),)
    return {
        "transcript_learned": to_manager(Transcript(learned), lang, offers=asks),
        "transcript_word_accepted": to_manager(Transcript(accepted), lang),
        "survey_preview": to_manager(
            Survey("preview", text, lines=preview), lang, offers=(send, stop), **office
        ),
        "survey_preview_nobody": to_manager(
            Survey("preview", text, lines=(WAGNER,)), lang, offers=(stop,), **office
        ),
        "survey_list": to_manager(Survey("list", text, lines=LINES), lang, offers=(send, end), **office),
        "survey_list_residents": to_manager(
            Survey("list", text, to_owners=False, lines=LINES[:3]), lang, offers=(send, end), **office
        ),
        "survey_ended": to_manager(Survey("ended", text, lines=LINES[:3]), lang, **office),
        "private_question": letter(PrivateQuestion(text, "Sabine Vogt", ("WE03", "WE09")), lang, **owner),
        "private_question_reminder": letter(
            PrivateQuestion(text, "Sabine Vogt", ("WE03",), asked_at=NOON.replace(day=7)), lang, **owner
        ),
        "private_question_resident": letter(
            PrivateQuestion(text, "Sabine Vogt", ("WE03",), as_owner=False), lang, **owner
        ),
    }
