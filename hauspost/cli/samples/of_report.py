"""Sample letters of the monthly report: a month of two houses, one that was asked for, and one without anything."""

from datetime import date

from hauspost.cli.samples.world import to_manager
from hauspost.desk.notices import Letter
from hauspost.desk.notices_of_report import (
    FirmRow,
    HouseReach,
    PeriodReport,
    Quantiles,
    ReportFigures,
    RuleIdea,
    Slice,
    Spot,
    StageCount,
    Tally,
    WordIdea,
)

HERE, THERE = "Lindenweg 12", "Hafenstraße 5"
FIRST, LAST = date(2025, 9, 1), date(2025, 9, 30)


def of_report(lang: str) -> dict[str, Letter]:
    heating, light, water, general = (
        ("Heizung & Warmwasser", "Licht & Beleuchtung", "Wasser, Bad & Rohre", "Allgemein")
        if lang == "de"
        else ("Heating & hot water", "Lights", "Water, bath & pipes", "General")
    )
    figures = ReportFigures(
        opened=42,
        before=38,
        done=31,
        rejected=2,
        ended=35,
        categories=(
            Tally("heating", heating, 17, 14, 0, 3),
            Tally("light", light, 11, 9),
            Tally("general", general, 9, 5, 2),
            Tally("water", water, 5, 3, 0, 1),
        ),
        houses=(Tally("LW12", HERE, 29, 22, 2, 4), Tally("HS5", THERE, 13, 9)),
        units=(Tally("WE03", "WE03", 4, 3, house=HERE), Tally("WE07", "WE07", 3, 3, house=HERE)),
        slices=tuple(
            Slice(date(2025, 9, day), opened, done)
            for day, opened, done in ((1, 9, 6), (8, 12, 8), (15, 7, 9), (22, 11, 10), (29, 3, 2))
        ),
        response=Quantiles(33, 2, 95, 610),
        release=Quantiles(36, 4, 180, 1260),
        appointment=Quantiles(18, 22, 870, 2700),
        finish=Quantiles(31, 9, 1900, 5400),
        day_minutes=540,
        repeated=4,
        spots=(Spot(HERE, "WE03", "", heating, 2), Spot(HERE, "", "Haus 12, Keller", water, 1)),
        firms=(
            FirmRow("Heizung Meier GmbH", 12, 9, 1, 1, 1, Quantiles(9, 0, 200, 900), 7, 2, 1),
            FirmRow("Elektro Blitz", 6, 6, 0, 0, 0, Quantiles(6, 0, 45, 300), 4),
            FirmRow("Sanitär Wolf", 3, 0, 0, 3),
        ),
        overdue=(StageCount("acceptance", 5, 1), StageCount("completion", 2, 2)),
        matters=40,
        by_mail=35,
        reach=(
            HouseReach(HERE, 12, 9, ("WE02", "WE08")),
            HouseReach(THERE, 6, 6),
        ),
        ratings=(0, 1, 0, 4, 6),
        general=9,
        rules=(
            RuleIdea(HERE, heating, "Heizung Meier GmbH", waits=True),
            RuleIdea(THERE, light, "Elektro Blitz", 4),
        ),
        words=(WordIdea(heating, "boiler", 4),),
    )
    whole = PeriodReport(FIRST, LAST, house_names=(HERE, THERE), figures=figures)
    quiet = ReportFigures(reach=(HouseReach(HERE, 12, 12),), day_minutes=540)
    empty = PeriodReport(
        date(2025, 10, 1),
        date(2025, 10, 15),
        ("LW12",),
        is_asked=True,
        is_running=True,
        house_names=(HERE,),
        figures=quiet,
    )
    of_office = {"ticket": None, "house": None, "reporter": None}
    return {
        "period_report": to_manager(whole, lang, **of_office),
        "period_report_nothing": to_manager(empty, lang, **of_office),
    }
