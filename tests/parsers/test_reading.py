"""Knows that a whole mail is read as its author meant it: what is new, what is obeyed, and what lies inside."""

import json
import re
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from hauspost.desk.intents import Act, Claim, Offer, Party, Said, Salutation, Vocabulary
from hauspost.parsers import inward
from hauspost.parsers.forwards import forwarded
from hauspost.parsers.lines import phrase, words
from hauspost.parsers.mail import parse_mail
from hauspost.parsers.phrases import without_closing
from hauspost.parsers.reading import read, read_mail
from tests.effort import assert_no_crawl

FOLDERS = (Path("tests/mails/replies"), Path("tests/mails/forwards"))
MAILS = sorted(path for folder in FOLDERS for path in folder.glob("*.eml"))
FEWEST = {"replies": 100, "forwards": 15}  # the ways of the common clients, in both languages
MANAGER = Vocabulary(
    Party.MANAGER,
    offers=(Offer("OK", Act.RELEASE, question=4), Offer("SENDEN", Act.SEND, question=5)),
    colleagues=(("person:M1", ("Sabine Vogt", "Vogt", "Sabine")),),
    categories=(("heating", ("Heizung",)),),
    held=(318,),
    residents=(("unit:WE05", ("WE05",)),),
)
RESIDENT = Vocabulary(Party.RESIDENT)


def as_json(path: Path, octets: bytes, expected: dict[str, Any]) -> dict[str, Any]:
    """What was read, in the shape of the twin."""
    found = read_mail(parse_mail(octets), expected["answered"], MANAGER)
    shown: dict[str, Any] = {
        **asdict(found.said),
        "new_text": found.parted.new_text,
        "signature": found.parted.signature,
        "authored": found.parted.authored,
        "commands": [str(command.act) for command in found.said.commands],
        "salutation": str(found.said.salutation),
        "forwarded": asdict(found.forwarded) if found.forwarded else None,
        "answered": expected["answered"],
    }
    return {key: shown[key] for key in expected if key != "written"}


@pytest.mark.parametrize("line_end", [b"\n", b"\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize("path", MAILS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_real_answer_reads_as_its_twin_says(path: Path, line_end: bytes) -> None:
    expected = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    written = {"written": expected.get("written")}  # how the mail came to be, which nobody reads from it
    read = as_json(path, path.read_bytes().replace(b"\n", line_end), expected)
    assert read | written == expected | written


def test_every_answer_has_its_twin_and_every_twin_its_answer() -> None:
    for folder in FOLDERS:
        mails = {path.stem for path in folder.glob("*.eml")}
        assert len(mails) >= FEWEST[folder.name]
        assert mails == {path.stem for path in folder.glob("*.json")}


def new_mail(subject: str, body: str) -> bytes:
    return f"From: anna@post.example\nTo: house@tickets.example\nSubject: {subject}\n\n{body}\n".encode()


@pytest.mark.parametrize("subject, act", [("STATUS", Act.STATUS), ("Hilfe", Act.HELP), ("liste", Act.LIST)])
def test_a_word_in_the_subject_of_an_empty_mail_counts(subject: str, act: Act) -> None:
    said = read_mail(parse_mail(new_mail(subject, "")), "", RESIDENT).said
    assert [command.act for command in said.commands] == [act]


@pytest.mark.parametrize("subject", ["Status der Heizung", "Hilfe!!!", "Status?", "ERLEDIGT", "Heizung"])
def test_any_other_subject_is_no_command(subject: str) -> None:
    assert read_mail(parse_mail(new_mail(subject, "")), "", RESIDENT).said.commands == ()
    assert read_mail(parse_mail(new_mail(subject, "")), "", MANAGER).said.commands == ()


def test_a_word_in_the_subject_does_not_count_beside_a_text() -> None:
    assert read_mail(parse_mail(new_mail("STATUS", "Wann kommt jemand?")), "", RESIDENT).said.commands == ()


def test_an_offered_word_carries_its_question_and_value() -> None:
    offers = (Offer("A", Act.CHOOSE, value="A", question=9), Offer("B", Act.CHOOSE, value="B", question=9))
    (command,) = read("b", replace(MANAGER, offers=offers)).commands
    assert (command.act, command.value, command.question, command.line) == (Act.CHOOSE, "B", 9, "b")


def test_a_further_word_of_an_offer_means_the_same() -> None:
    offers = (Offer("OK", Act.RELEASE, question=9, also=("JA", "PASST")),)
    assert [read(word, replace(MANAGER, offers=offers)).commands[0].act for word in ("ja", "Passt!")] == [
        Act.RELEASE,
        Act.RELEASE,
    ]


def test_an_offer_with_the_number_of_a_held_mail_is_found_by_it() -> None:
    offers = (Offer("H-318 OK", Act.TAKE, value="person:P7", question=12),)
    (command,) = read("h-318 ok", replace(MANAGER, offers=offers)).commands
    assert (command.act, command.value, command.target, command.question) == (
        Act.TAKE,
        "person:P7",
        "H-318",
        12,
    )


def test_an_offer_that_needs_a_text_is_no_bare_answer() -> None:
    offers = (Offer("ABLEHNEN", Act.REJECT, question=3, needs_text=True),)
    said = read("ABLEHNEN: kein Mangel\nlaut Vertrag", replace(MANAGER, offers=offers))
    assert [(c.act, c.text, c.question) for c in said.commands] == [
        (Act.REJECT, "kein Mangel\nlaut Vertrag", 3)
    ]
    assert read("ABLEHNEN", replace(MANAGER, offers=offers)).near_misses[0].reason == "needs_colon"


def test_an_answer_before_another_tickets_number_answers_nothing() -> None:
    assert read("T-1044 OK", MANAGER).commands == ()


def test_a_reason_ends_with_its_paragraph_and_the_rest_is_text() -> None:
    said = read("ABLEHNEN: Das ist Sache\ndes Mieters.\n\nGuten Tag Frau Berger,\nleider nein.", MANAGER)
    assert said.commands[0].text == "Das ist Sache\ndes Mieters."
    assert said.text == "Guten Tag Frau Berger,\nleider nein."
    assert said.salutation is Salutation.OUTSIDE


def test_an_unknown_value_is_asked_back_with_the_nearest_readings() -> None:
    (miss,) = read("KATEGORIE Heizug", MANAGER).near_misses
    assert (miss.reason, miss.unknown) == ("unknown_value", "heizug")
    assert [reading.value for reading in miss.readings] == ["heating"]


def test_an_unknown_held_number_is_asked_back_with_the_nearest_one() -> None:
    (miss,) = read("H-319 SPAM", MANAGER).near_misses
    assert [(reading.act, reading.target) for reading in miss.readings] == [(Act.SPAM, "H-318")]


def test_what_stands_behind_answer_leaves_and_what_stands_behind_intern_does_not() -> None:
    said = read("ANTWORT: Der Monteur kommt.\n\nBis dann\n\nIntern: der teure\nvom letzten Mal", MANAGER)
    assert (said.reply, said.internal, said.text) == (
        "Der Monteur kommt.\n\nBis dann",
        "der teure\nvom letzten Mal",
        "",
    )


@pytest.mark.parametrize(
    "line", ["          intern: zahlt nicht", "\u200bintern: zahlt nicht", "• Intern – zahlt nicht"]
)
def test_intern_is_seen_through_every_dressing(line: str) -> None:
    said = read(f"Guten Tag,\n{line}", MANAGER)
    assert (said.text, said.internal) == ("Guten Tag,", "zahlt nicht")


def test_a_report_on_behalf_may_begin_on_the_line_that_says_for_whom() -> None:
    residents = (("unit:WE05", ("WE05",)),)
    said = read("FÜR WE05: Hahn tropft\nseit gestern", replace(MANAGER, opens=True, residents=residents))
    assert [(c.act, c.value, c.text) for c in said.commands] == [(Act.FOR, "unit:WE05", "")]
    assert said.text == "Hahn tropft\nseit gestern"


def test_a_letter_to_a_resident_takes_everything_to_the_end() -> None:
    residents = (("unit:WE07", ("WE07",)),)
    said = read("AN WE07: Guten Tag,\n\nERLEDIGT\n\nGruß", replace(MANAGER, opens=True, residents=residents))
    assert [(c.act, c.text) for c in said.commands] == [(Act.TO, "Guten Tag,\n\nERLEDIGT\n\nGruß")]
    assert said.text == ""


def test_a_closing_block_beside_a_command_is_no_text() -> None:
    assert read("ERLEDIGT\n\nMit freundlichen Grüßen\nSabine Vogt", MANAGER).text == ""


def test_a_picture_tells_more_than_thanks() -> None:
    assert read("Danke!", RESIDENT).is_thanks
    assert not read("Danke!", RESIDENT, attachments=("foto.jpg",)).is_thanks


WHEN = "Montag, 13. Oktober 2025 08:02"
FORWARDED = {
    "Outlook": f"zK\n\nVon: A B <a@x.example>\nGesendet: {WHEN}\nAn: C\nBetreff: Hahn\n\nTropft.",
    "Outlook English": f"fyi\n\nFrom: A B <a@x.example>\nSent: {WHEN}\nTo: C\nSubject: Hahn\n\nTropft.",
    "Gmail": "---------- Forwarded message ---------\nVon: A B <a@x.example>\n"
    "Date: Mo., 13. Okt. 2025 um 08:02 Uhr\nSubject: Hahn\nTo: C\n\n\nTropft.",
    "Apple Mail": "zK\n\nAnfang der weitergeleiteten Nachricht:\n\nVon: A B <a@x.example>\nBetreff: Hahn\n"
    "Datum: 13. Oktober 2025 um 08:02:11 MESZ\nAn: C\n\nTropft.",
    "iPhone": "> Anfang der weitergeleiteten Nachricht:\n> \n> Von: A B <a@x.example>\n"
    "> Datum: 13. Oktober 2025\n> An: C\n> Betreff: Hahn\n> \n> Tropft.\n",
    "Thunderbird": "-------- Weitergeleitete Nachricht --------\nBetreff: \tHahn\n"
    "Datum: \tMon, 13 Oct 2025 08:02:11 +0200\nVon: \tA B <a@x.example>\nAn: \tC\n\n\nTropft.",
}


@pytest.mark.parametrize("client", FORWARDED)
def test_a_forwarded_mail_is_found_inside(client: str) -> None:
    found = forwarded(FORWARDED[client])
    assert found is not None
    assert (found.from_, found.to, found.subject, found.text) == ("A B <a@x.example>", "C", "Hahn", "Tropft.")
    assert "13" in found.date


def test_a_mail_without_a_forwarded_one_has_none() -> None:
    assert forwarded("Von mir an dich:\nBetreff Hahn, er tropft.") is None


_PIECES = [
    *(
        "OK",
        "ERLEDIGT",
        "intern: x",
        "ANTWORT: ja",
        "ABLEHNEN: nein",
        "KATEGORIE Heizung",
        "H-318 OK",
        "T-9 STATUS",
    ),
    *(
        "Guten Tag,",
        "Danke",
        "#erledigt",
        "/x",
        "> zitat",
        "",
        "LG Anna",
        "FREIGEBN",
        "FÜR WE05",
        "AN WE05: x",
        "AN WE04: y",
        "FÜR WE04: z",
        "ANTWORT: @Sabine ja",
        "ABLEHNEN: Sabine, nein",
        "Interner Hinweis: y",
        "Ok. INTERN: y",
        "Ja (intern: y)",
        "?",
        "1 2 3",
    ),
]


@settings(max_examples=200, deadline=None)
@given(
    text=st.text(max_size=200) | st.lists(st.sampled_from(_PIECES) | st.text(max_size=30)).map("\n".join),
    party=st.sampled_from(list(Party)),
    language=st.sampled_from(["de", "en"]),
    opens=st.booleans(),
)
@example(text="LG\r:\r:\r:\r#A", party=Party.MANAGER, language="de", opens=False)
def test_any_text_is_read_and_nothing_typed_is_lost(
    text: str, party: Party, language: str, opens: bool
) -> None:
    said = read(text, replace(MANAGER, party=party, language=language, opens=opens))
    assert said.whole == text
    if party is not Party.MANAGER:
        return
    kept = [said.text, said.internal, said.reply, *(c.line + c.text for c in said.commands)]
    kept += [part for miss in said.near_misses for part in (miss.line, *(r.text for r in miss.readings))]
    everything = phrase(" ".join(kept))
    outer, inner = inward.parted(text.splitlines(), language)
    assert _unmarked([*outer, inner or ""]) == _unmarked(text.splitlines())
    assert (inner or "") in said.internal
    for line in without_closing([line for line in outer if line.strip()]):
        own = re.sub(r"(?i)^antwort\b[ :]*", "", line.strip().lstrip("#/*_-•„“\"'> "))
        assert phrase(own) in everything


def _unmarked(lines: Sequence[str]) -> list[str]:
    """The words of all lines without those that mark what is internal."""
    marks = ("intern", "internal", "interne", "notiz")
    return [word for line in lines for word in words(line) if word not in marks]


def test_strangers_command_nothing() -> None:
    assert read("STATUS", Vocabulary(Party.STRANGER)) == Said(whole="STATUS", text="STATUS")


@pytest.mark.parametrize(
    "piece",
    ["1 ", "T-1 ABLEHNEN: x\n", "#x\n", "FREIGEBN\n", "ERLEDIGT\n", "immer noch ", "@tim ", "(", "intern"],
)
def test_long_crafted_text_is_read_in_good_time(piece: str) -> None:
    text = (piece * 64_000)[:64_000]
    assert_no_crawl(lambda: read("\n".join(text.split("\n")[:2_000]), MANAGER), 2)


@pytest.mark.parametrize(
    "text, left, inside",
    [
        ("Ok. INTERN: zahlt nicht\nnie", "", "zahlt nicht\nnie"),
        ("Na gut. INTERN: zahlt nicht", "Na gut.", "zahlt nicht"),
        ("Guten Tag,\n1. Interne Anmerkung: x\n\nGruß", "Guten Tag,", "1. Interne Anmerkung: x\n\nGruß"),
        ("Termin steht (intern: zahlt nicht)", "Termin steht", "zahlt nicht)"),
        ("=== intern ===\nzahlt nicht", "", "zahlt nicht"),
    ],
)
def test_all_from_intern_on_stays_inside_and_what_stands_before_it_does_not(
    text: str, left: str, inside: str
) -> None:
    said = read(text, MANAGER)
    assert (said.text, said.internal, said.reply) == (left, inside, "")


def test_intern_is_seen_even_where_no_word_is_obeyed() -> None:
    text = "> Hansen zahlt\n> ERLEDIGT\n> INTERN: nie"
    said = read_mail(parse_mail(new_mail("Hansen", text)), "", MANAGER).said
    assert (said.commands, said.internal) == ((), "nie")
    assert "nie" not in said.text


def test_an_answer_that_speaks_to_a_colleague_stays_inside() -> None:
    said = read("ANTWORT: @Sabine was sagen wir ihr?\n\nIntern: zahlt nicht", MANAGER)
    assert (said.reply, said.internal) == ("", "@Sabine was sagen wir ihr?\n\nzahlt nicht")
    assert read("ANTWORT: Sabine schau mal\nHansen zahlt nicht", MANAGER).reply == ""
    assert read("ANTWORT: Der Monteur kommt.\n\nGruß\nSabine Vogt", MANAGER).reply != ""


def test_a_reason_that_speaks_to_a_colleague_is_asked_back() -> None:
    said = read("ABLEHNEN: Sabine, das ist doch Quatsch", MANAGER)
    assert said.commands == ()
    (miss,) = said.near_misses
    assert [(r.act, r.text) for r in miss.readings] == [(Act.REJECT, "Sabine, das ist doch Quatsch")]


HOUSES = (("P1", ("LW12", "Lindenweg 12")), ("P2", ("LW14", "Lindenweg 14")), ("P3", ("HS5",)))
PEOPLE = (
    ("unit:WE05", ("WE05",)),
    ("unit:WE09", ("WE09",)),
    ("unit:WE19", ("WE19",)),
    ("unit:WE29", ("WE29",)),
    ("unit:WE39", ("WE39",)),
    ("person:P7", ("Ute Schröder", "Schröder")),
)


def test_a_held_mail_goes_to_the_house_that_is_named_behind_its_word() -> None:
    said = read("H-318 NEU LW12\nH-318 OK Lindenweg 14", replace(MANAGER, houses=HOUSES))
    assert [(c.act, c.value, c.target) for c in said.commands] == [
        (Act.TAKE_NEW, "P1", "H-318"),
        (Act.TAKE, "P2", "H-318"),
    ]


def test_an_unknown_house_is_asked_back_with_the_nearest_ones() -> None:
    (miss,) = read("H-318 NEU LW13", replace(MANAGER, houses=HOUSES)).near_misses
    assert (miss.reason, miss.unknown) == ("unknown_value", "LW13")
    assert [(r.act, r.value, r.target) for r in miss.readings] == [
        (Act.TAKE_NEW, "P1", "H-318"),
        (Act.TAKE_NEW, "P2", "H-318"),
    ]


LODGERS = (
    ("unit:P1:WE05", ("WE05", "WE05 LW12", "LW12 WE05")),
    ("unit:P2:WE05", ("WE05", "WE05 LW14", "LW14 WE05")),
    ("unit:P1:WE07", ("WE07", "WE07 LW12", "LW12 WE07")),
    ("person:P7", ("Ute Schröder", "Schröder")),
)


@pytest.mark.parametrize(
    "typed,act,values",
    [
        ("H-318 WE07", Act.LINK, ("unit:P1:WE07",)),
        ("h-318 we 7", Act.LINK, ("unit:P1:WE07",)),
        ("H-318: WE07.", Act.LINK, ("unit:P1:WE07",)),
        ("H-318 WE05", Act.LINK, ("unit:P1:WE05", "unit:P2:WE05")),
        ("H-318 LW14 WE05", Act.LINK, ("unit:P2:WE05",)),
        ("H-318 Frau Schröder", Act.LINK, ("person:P7",)),
        ("H-318 WE07 EINMAL", Act.ONCE, ("unit:P1:WE07",)),
        ("H-318 Schröder einmal", Act.ONCE, ("person:P7",)),
        ("H-318 EINMAL", Act.ONCE, ()),
    ],
)
def test_a_held_mail_is_given_to_a_unit_or_a_person(typed: str, act: Act, values: tuple[str, ...]) -> None:
    (command,) = read(typed, replace(MANAGER, lodgers=LODGERS)).commands
    assert (command.act, command.values, command.target) == (act, values, "H-318")


@pytest.mark.parametrize("typed", ["H-318 WE07?", "H-318 Schröder hat angerufen", "H-318 WE07 ist leer"])
def test_a_sentence_about_somebody_gives_a_held_mail_to_nobody(typed: str) -> None:
    assert read(typed, replace(MANAGER, lodgers=LODGERS)).commands == ()


def test_a_unit_for_a_number_on_no_list_is_asked_back() -> None:
    (miss,) = read("H-319 WE07", replace(MANAGER, lodgers=LODGERS)).near_misses
    assert [(r.act, r.values, r.target) for r in miss.readings] == [(Act.LINK, ("unit:P1:WE07",), "H-318")]


def test_the_same_meaning_is_offered_once_and_with_its_question() -> None:
    offers = (Offer("ERLEDIGT", Act.FINISH, question=7), Offer("OK", Act.FINISH, question=7))
    (miss,) = read("ERLEDGT", replace(MANAGER, offers=offers)).near_misses
    assert [(r.act, r.question) for r in miss.readings] == [(Act.FINISH, 7)]


def test_a_letter_to_an_unknown_unit_waits_in_each_of_at_most_three_readings() -> None:
    said = read("AN WE99: Bitte rufen Sie an.\n\nGruß", replace(MANAGER, opens=True, residents=PEOPLE))
    (miss,) = said.near_misses
    assert (miss.reason, miss.unknown, said.text) == ("unknown_value", "WE99", "")
    assert len(miss.readings) == 3
    assert {(r.act, r.text) for r in miss.readings} == {(Act.TO, "Bitte rufen Sie an.\n\nGruß")}
    assert miss.readings[0].value == "unit:WE09"


def test_a_letter_to_somebody_unlike_anybody_stays_for_people() -> None:
    said = read("AN XX1: Bitte rufen Sie an.\nEs eilt.", replace(MANAGER, opens=True, residents=PEOPLE))
    (miss,) = said.near_misses
    assert (miss.unknown, miss.readings, said.text) == ("XX1", (), "Es eilt.")


def test_a_misspelt_name_is_asked_back_with_the_one_it_resembles() -> None:
    said = read("An Schroter: bitte melden", replace(MANAGER, opens=True, residents=PEOPLE))
    assert [(r.value, r.text) for r in said.near_misses[0].readings] == [("person:P7", "bitte melden")]


def test_a_report_on_behalf_of_an_unknown_unit_keeps_all_its_lines() -> None:
    said = read("FÜR WE99: Hahn tropft\nseit gestern", replace(MANAGER, opens=True, residents=PEOPLE))
    assert {r.text for r in said.near_misses[0].readings} == {"Hahn tropft"}
    assert said.text == "Hahn tropft\nseit gestern"


def test_what_is_struck_out_steers_nothing() -> None:
    assert read("~~ERLEDIGT~~\nNoch nicht", MANAGER).commands == ()
    firm = replace(MANAGER, party=Party.CONTRACTOR, offers=())
    (report,) = read("~~Erledigt.~~ Wir kommen am Donnerstag um 9 Uhr.", firm).reports
    assert Claim.DONE not in report.claims
