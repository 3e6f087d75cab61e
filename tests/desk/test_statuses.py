"""The moves between the four statuses, against a table that stands apart from the code."""

import pytest

from hauspost.desk import statuses
from hauspost.desk.houses import Role
from hauspost.desk.intents import Act
from hauspost.desk.model import Status

# What a manager's word makes of each status; "-": refused. Written down from DOMAIN, "Statuses".
EXPECTED = {
    "OPEN": {
        "release": "RELEASED",
        "start": "IN_PROGRESS",
        "finish": "DONE",
        "reject": "DONE",
        "reopen": "-",
    },
    "RELEASED": {"release": "-", "start": "IN_PROGRESS", "finish": "DONE", "reject": "DONE", "reopen": "-"},
    "IN_PROGRESS": {"release": "-", "start": "-", "finish": "DONE", "reject": "DONE", "reopen": "-"},
    "DONE": {"release": "-", "start": "-", "finish": "-", "reject": "-", "reopen": "OPEN"},
}
CELLS = [(s, a, after) for s, row in EXPECTED.items() for a, after in row.items()]


@pytest.mark.parametrize("status, act, after", CELLS)
def test_a_manager_moves_a_ticket_as_the_table_says(status: str, act: str, after: str) -> None:
    found = statuses.after(Status(status), Act(act), Role.MANAGER)
    assert (found or "-") == after


@pytest.mark.parametrize("status, act, idle", CELLS)
def test_what_is_opened_again_while_somebody_works_is_released(status: str, act: str, idle: str) -> None:
    found = statuses.after(Status(status), Act(act), Role.MANAGER, is_at_work=True)
    assert (found or "-") == ("RELEASED" if (status, act) == ("DONE", "reopen") else idle)


# Whoever carries out an order, firm or caretaker, as far as the order allows it.
BY_AN_ORDER = {
    ("RELEASED", "start"): "IN_PROGRESS",
    ("RELEASED", "finish"): "DONE",
    ("IN_PROGRESS", "finish"): "DONE",
}


@pytest.mark.parametrize("act", list(Act))
@pytest.mark.parametrize("status", list(Status))
def test_an_assignee_starts_and_finishes_what_is_released_and_nothing_else(status: Status, act: Act) -> None:
    assert statuses.after(status, act, Role.CONTRACTOR) == BY_AN_ORDER.get((str(status), str(act)))


@pytest.mark.parametrize("role", [r for r in Role if r not in (Role.MANAGER, Role.CONTRACTOR)])
@pytest.mark.parametrize("act", list(Act))
@pytest.mark.parametrize("status", list(Status))
def test_nobody_else_moves_a_ticket(status: Status, act: Act, role: Role) -> None:
    assert statuses.after(status, act, role) is None


def test_there_are_exactly_four_statuses() -> None:
    assert [str(s) for s in Status] == ["OPEN", "RELEASED", "IN_PROGRESS", "DONE"]
