"""Which dates cannot hold as a firm names them, however sure the words are."""

from datetime import timedelta
from typing import Final

from hauspost.desk.appointments import is_to_come
from hauspost.desk.case import Case
from hauspost.desk.office_hours import is_holiday
from hauspost.desk.work import Window

FARTHEST: Final = timedelta(days=365)
SUNDAY: Final = 6
DOUBTFUL: Final = frozenset({"sunday", "holiday"})  # a manager may say that it is meant so


def unfit(case: Case, window: Window) -> str:
    """sunday | holiday | past | far; "" for a date that may hold."""
    if not is_to_come(case, window):
        return "past"
    if window.start - case.at > FARTHEST:
        return "far"
    day = window.start.astimezone(case.zone).date()
    if is_holiday(day, case.company.state):
        return "holiday"
    return "sunday" if day.weekday() == SUNDAY else ""
