"""How real-sounding reports are read: none of life danger is missed, and shouting alone raises nothing."""

from datetime import datetime
from pathlib import Path

import pytest

from hauspost.desk.urgency import Kind, Level, OwnWords
from hauspost.parsers.emergencies import urgency
from tests.emergencies.figures import BERLIN, WHEN, Written, another_hand, figures, held_out, reports, tuned

DAY = WHEN["winter day"]
# Looked at when the words were chosen: not one of them may be read wrong. What the held-out third shows stands in
# docs/emergencies.md.
KNOWN_FALSE_ALARMS = {"es brennt"}
OF_ANOTHER_HAND = {"Was muss ich tun wenn es nach Gas riecht? Steht nirgends im Aushang."}


def test_no_report_of_life_danger_is_missed() -> None:
    missed = [r for r in reports() if r.level is Level.LIFE_DANGER and r.is_missed]
    print(figures(reports()))
    assert missed == []


def test_of_another_hand_s_reports_no_life_danger_is_missed_either() -> None:
    rows = another_hand()
    assert len(rows) >= 80
    assert [r.text for r in rows if r.level is Level.LIFE_DANGER and r.is_missed] == []
    alarms = {r.text for r in rows if r.level is Level.NONE and r.read.level.alarms}
    assert alarms == OF_ANOTHER_HAND
    page = (Path(__file__).parents[2] / "docs" / "emergencies.md").read_text("utf-8")
    assert all(text in page for text in OF_ANOTHER_HAND)


def test_nothing_is_read_as_less_than_it_is_and_every_false_alarm_is_a_listed_one() -> None:
    assert [r for r in reports() if r.is_missed] == []
    assert {r.subject for r in reports() if r.is_false_alarm} == KNOWN_FALSE_ALARMS


def test_the_documentation_tells_these_figures() -> None:
    page = (Path(__file__).parents[2] / "docs" / "emergencies.md").read_text("utf-8")
    assert f"all reports\n{figures(reports())}\n" in page
    assert f"held out\n{figures(held_out())}\n" in page
    assert all(subject in page for subject in KNOWN_FALSE_ALARMS)


def test_a_third_of_the_reports_was_held_out_and_half_of_all_are_no_emergency() -> None:
    print("held out\n" + figures(held_out()))
    assert len(reports()) >= 120
    assert len(held_out()) * 3 >= len(reports()) - 2
    assert len(tuned()) + len(held_out()) == len(reports())
    assert sum(r.level is Level.NONE for r in reports()) * 2 >= len(reports())


@pytest.mark.parametrize("report", [r for r in reports() if r.kind != "-"], ids=lambda r: r.text[:40])
def test_the_kind_is_the_one_that_the_numbers_hang_on(report: Written) -> None:
    both = {"water", "sewage"}  # "Abwasser kommt hoch, die Wohnung schwimmt" is either
    assert report.read.kind == report.kind or {report.read.kind, report.kind} == both


@pytest.mark.parametrize(
    "text",
    [
        "es riecht nicht mehr nach Gas",
        "gestern war die Feuerwehr schon da",
        "Notfall ist das keiner",
        "Der Rauchmelder piept wegen Batterie",
        "Herd mit Gas",
        "Die Feuerwehrzufahrt ist zugeparkt",
        "Im Treppenhaus brennt es kein Licht",
        "es brennt kein Licht",
        "DRINGEND!!! SOFORT!!! NOTFALL!!!",
        "LEBENSGEFAHR!!! HILFE!!! EILT SEHR!!!",
        "Kein Gasgeruch festgestellt",
        "Notfall? 112 (Feuer, Rettung) · Notdienst Lindenweg: 030 5550100. Mails werden nachts nicht gelesen.",
        "Emergency? 112 (fire, ambulance) · On-call service: 030 5550100. Mail is not read at night.",
    ],
)
def test_what_is_denied_or_over_or_only_loud_is_no_danger(text: str) -> None:
    assert urgency("", text, at=DAY).level is Level.NONE


@pytest.mark.parametrize(
    "text",
    [
        "wenn ich die heizung anmache riecht es nach gas",
        "kein Witz, es riecht nach Gas",
        "Ich glaube es riecht nach Gas, bin mir aber nicht sicher",
        "Gasgeruch! Niemand vom Notdienst geht ans Telefon",
        "Die Feuerwehr war gestern da, aber jetzt brennt es wieder",
        "Gestern Gasgeruch, Stadtwerke haben nichts gefunden. Heute wieder.",
        "Mein Nachbar macht nicht auf und es kommt Rauch unter der Tür durch",
        "Gas!!! es riecht!!!",
        "Aufzug steckt fest mit zwei Leuten drin",
        "Jemand liegt im Hausflur und reagiert nicht",
    ],
)
def test_a_sign_of_life_danger_in_the_present_counts_whatever_stands_beside_it(text: str) -> None:
    assert urgency("", text, at=DAY).level is Level.LIFE_DANGER


def test_the_same_words_mean_less_in_summer_in_one_flat_and_by_day() -> None:
    whole = "Im ganzen Haus ist die Heizung aus"
    assert urgency("", whole, at=DAY).level is Level.EMERGENCY
    assert urgency("", whole, at=datetime(2025, 7, 8, 11, 0, tzinfo=BERLIN)).level is Level.NONE
    assert urgency("", "Keine Heizung in meiner Wohnung", at=DAY).level is Level.URGENT
    out = "Ich habe mich ausgesperrt"
    assert urgency("", out, at=DAY, is_closed=True).level is Level.EMERGENCY
    assert urgency("", out, at=DAY, is_closed=False).level is Level.URGENT


def test_the_words_that_raised_it_are_named() -> None:
    found = urgency("Gasgeruch", "Hier riecht es stark nach Gas", at=DAY)
    assert found.words[0] == "gasgeruch"


def test_a_company_adds_its_own_words_and_takes_others_back_but_never_life_danger() -> None:
    pump = OwnWords(Level.EMERGENCY, Kind.WATER, ("Hebeanlage piept",))
    calm = OwnWords(Level.NONE, Kind.OTHER, ("Probealarm",))
    assert urgency("", "Die Hebeanlage piept schon wieder", at=DAY).level is Level.NONE
    raised = urgency("", "Die Hebeanlage piept schon wieder", at=DAY, own=(pump,))
    assert (raised.level, raised.kind, raised.words) == (Level.EMERGENCY, Kind.WATER, ("hebeanlage piept",))
    assert (
        urgency("", "Beim Probealarm: Stromausfall im ganzen Haus", at=DAY, own=(calm,)).level is Level.NONE
    )
    assert urgency("", "Probealarm, aber es riecht nach Gas", at=DAY, own=(calm,)).level is Level.LIFE_DANGER
    assert urgency("", "Die Hebeanlage piept nicht", at=DAY, own=(pump,)).level is Level.EMERGENCY


def test_the_longest_mail_is_read_in_no_time_that_counts() -> None:
    text = "riecht nach " * 5000 + "\n" + "wasser " * 5000
    assert urgency("", text, at=DAY).level is Level.NONE
