"""How long a question about the end of a matter waits for its answer, on the house's business calendar."""

from datetime import datetime

from hauspost.desk.case import Case


def answer_by(case: Case) -> datetime | None:
    """At the opening of the office, `close_after_days` working days from now. None: it waits for a person."""
    if not case.policy.close_after_days:
        return None
    return case.calendar.opening_after(case.at, case.policy.close_after_days)
