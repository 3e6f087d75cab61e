"""How long a question about the end of a matter waits for its answer, on the company's business calendar."""

from datetime import datetime

from hauspost.desk.case import Case
from hauspost.desk.office_hours import OfficeHours, opening_after


def answer_by(case: Case) -> datetime | None:
    """At the opening of the office, `close_after_days` working days from now. None: it waits for a person."""
    if not case.policy.close_after_days:
        return None
    hours = OfficeHours.read(case.policy.office_hours)
    days = case.policy.close_after_days
    return opening_after(case.at, days, hours=hours, zone=case.zone, state=case.company.state)
