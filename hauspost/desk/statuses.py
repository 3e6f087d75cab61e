"""The four statuses and every way from one to another (DOMAIN, "Statuses"). What has no row is refused."""

from dataclasses import dataclass

from hauspost.desk.houses import Role
from hauspost.desk.intents import Act
from hauspost.desk.model import Status


@dataclass(frozen=True, slots=True)
class IfAtWork:
    """Where the act leads while an order of the ticket runs, and where if none does."""

    at_work: Status
    idle: Status


MOVES: dict[tuple[Status, Act, Role], Status | IfAtWork] = {
    (Status.OPEN, Act.RELEASE, Role.MANAGER): Status.RELEASED,
    # a manager may skip ahead; nobody else may
    (Status.OPEN, Act.START, Role.MANAGER): Status.IN_PROGRESS,
    (Status.RELEASED, Act.START, Role.MANAGER): Status.IN_PROGRESS,
    (Status.OPEN, Act.FINISH, Role.MANAGER): Status.DONE,
    (Status.RELEASED, Act.FINISH, Role.MANAGER): Status.DONE,
    (Status.IN_PROGRESS, Act.FINISH, Role.MANAGER): Status.DONE,
    (Status.OPEN, Act.REJECT, Role.MANAGER): Status.DONE,
    (Status.RELEASED, Act.REJECT, Role.MANAGER): Status.DONE,
    (Status.IN_PROGRESS, Act.REJECT, Role.MANAGER): Status.DONE,
    (Status.DONE, Act.REOPEN, Role.MANAGER): IfAtWork(Status.RELEASED, idle=Status.OPEN),
    # whoever carries out an order, firm or caretaker, if the order allows it (`may_start`, `may_finish`)
    (Status.RELEASED, Act.START, Role.CONTRACTOR): Status.IN_PROGRESS,
    (Status.RELEASED, Act.FINISH, Role.CONTRACTOR): Status.DONE,
    (Status.IN_PROGRESS, Act.FINISH, Role.CONTRACTOR): Status.DONE,
}

# Where each act wants to go: to be there already is no fault.
GOALS: dict[Act, Status] = {
    Act.RELEASE: Status.RELEASED,
    Act.START: Status.IN_PROGRESS,
    Act.FINISH: Status.DONE,
    Act.REJECT: Status.DONE,
    Act.REOPEN: Status.OPEN,
}


def after(status: Status, act: Act, role: Role, *, is_at_work: bool = False) -> Status | None:
    """The status that the act leads to, or None where the table has no row. `is_at_work`: an order runs."""
    row = MOVES.get((status, act, role))
    if isinstance(row, IfAtWork):
        return row.at_work if is_at_work else row.idle
    return row
