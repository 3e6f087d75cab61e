"""A notice to the house as a decision looks at it: the draft, who lives there, what waits, and how its mails stand."""

from dataclasses import dataclass
from datetime import datetime

from hauspost.desk.decision import Question
from hauspost.desk.houses import Person, PersonId, Unit
from hauspost.desk.notices_of_house import Circle, HouseDraft


@dataclass(frozen=True, slots=True)
class Gone:
    """One mail of a notice that is out. `state`: owed | cancelled | queued | sent | failed | held."""

    address: str
    persons: tuple[PersonId, ...]
    state: str
    is_paper: bool = False
    reply: str = ""  # the other server's last word
    has_bounced: bool = False  # taken, and given back later
    is_probe: bool = False  # while sending is restricted a manager has it instead
    had_earlier: bool = False  # who is there has got the notice that this one was to replace

    @property
    def has_left(self) -> bool:
        return self.state == "sent" and not self.is_probe

    @property
    def is_known(self) -> bool:
        """Somebody there believes this notice, or the one before it."""
        return self.has_left or self.had_earlier

    @property
    def is_under_way(self) -> bool:
        return self.state in ("owed", "queued", "held")

    @property
    def was_taken(self) -> bool:
        return self.has_left and not self.has_bounced

    @property
    def has_failed(self) -> bool:
        return not self.is_probe and (self.state == "failed" or self.has_bounced)


@dataclass(frozen=True, slots=True)
class HouseNoticeCase:
    """`draft`: of the mail at hand; `narrowed`: the circle that an answer's words name, if they name nothing else."""

    residents: tuple[Person, ...]
    units: tuple[Unit, ...]
    draft: HouseDraft | None = None
    narrowed: Circle | None = None
    waiting: tuple[Question, ...] = ()  # previews at this house that nobody has answered
    out: tuple[Question, ...] = ()  # notices at this house that can be withdrawn
    mails: tuple[Gone, ...] = ()  # of the one that is out and answered, or due


@dataclass(frozen=True, slots=True)
class NoticeAnswered:
    """What somebody who lives there answers to."""

    subject: str
    at: datetime
