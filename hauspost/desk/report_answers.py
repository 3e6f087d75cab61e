"""BERICHT brings a manager the report of the last month, of the house that was written to, else of all of hers."""

from hauspost.desk.case import Case
from hauspost.desk.decision import OweNotice
from hauspost.desk.notices import NoticeKind
from hauspost.desk.notices_of_report import PeriodReport
from hauspost.desk.periods import last_month
from hauspost.desk.telling import tell


def send_report(case: Case) -> tuple[OweNotice, ...]:
    """Its figures are counted when the mail is written."""
    month = last_month(case.today)
    houses = (case.house.id,) if case.house is not None else ()
    facts = PeriodReport(month.first, month.last, houses, is_asked=True)
    return tell(case, case.author, NoticeKind.PERIOD_REPORT, facts, channel=None)
