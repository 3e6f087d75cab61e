"""What is said in an emergency: the number and the next step to whoever wrote, all that is known to the managers."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class CallNow:
    """To whoever wrote (N1, N2): whom to call. `level`, `kind`: as of `Urgency`.

    `number` stands first, in the subject as well; "" where only 112 helps. A stranger learns nothing of the house.
    """

    level: str
    kind: str
    received_at: datetime
    number: str = ""
    whose: str = ""  # the firm that answers there, where it is a firm's own number
    is_everywhere: bool = False
    mailed: str = ""  # the on-call firm that has an order by now
    is_stranger: bool = False
    promised_at: datetime | None = None  # somebody has taken it up: nobody else need call
    promised_by: str = ""  # the firm; "": a neighbour says so
    is_off: bool = False  # the manager who said NOTFALL has taken it back


@dataclass(frozen=True, slots=True)
class AlarmReport:
    """One report of the event, in its writer's words."""

    by: str
    text: str
    at: datetime
    number: int = 0  # of its ticket; 0: the ticket of the decision that owes it
    place: str = ""
    phone: str = ""
    is_unknown: bool = False  # the address is nobody's: it waits among the held mails
    is_anonymous: bool = False  # neighbours and firms are not to learn who it was
    is_legal: bool = False  # only a person answers what it threatens with
    deadline: date | None = None  # … and by when, where it names a day


@dataclass(frozen=True, slots=True)
class Alarm:
    """To every manager of the house: life danger or an emergency. Folded, it names all reports of the time."""

    level: str
    kind: str
    reports: tuple[AlarmReport, ...] = ()
    earlier: int = 0  # reports of the same event that were told before
    repeat: int = 0  # 1, 2: nobody has answered yet
    words: tuple[str, ...] = ()  # that raised it
    ordered: str = ""  # the on-call firm that has an order
    on_call: str = ""  # … or who could be given one
    phone: str = ""  # of either
    raised_by: str = ""  # the manager who said NOTFALL
    promised_at: datetime | None = None  # somebody says that the on-call service has agreed
    promised_by: str = ""  # … a resident, in the mail that tells it
    is_answered: bool = True  # whoever wrote was told whom to call
    house: str = ""  # where there is no ticket that says it
    off_by: str = ""  # the manager who said NOTFALL and has taken it back
    lost: str = ""  # the on-call firm whom the order did not reach, or who is away or refused
