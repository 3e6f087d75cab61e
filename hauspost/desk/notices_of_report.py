"""What the managers' report of a period says: counts and times, nobody's words and nobody's price (docs/reports.md)."""

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Tally:
    """Tickets opened in the period, by one thing that they share. `done` and `rejected` are parts of `opened`."""

    key: str  # a category's key, a property's number, a unit's number
    name: str
    opened: int
    done: int = 0
    rejected: int = 0
    repeated: int = 0
    house: str = ""  # of a unit


@dataclass(frozen=True, slots=True)
class Quantiles:
    """Of `count` spans in minutes of office time; `without`: that have not come to it yet. None: there is no span."""

    count: int = 0
    without: int = 0
    median: int | None = None
    ninetieth: int | None = None


@dataclass(frozen=True, slots=True)
class Spot:
    """Where the same was reported again within 90 days, and how often; `unit` or `place` is empty."""

    house: str
    unit: str
    place: str
    category: str
    times: int


@dataclass(frozen=True, slots=True)
class FirmRow:
    """Orders given to one firm or caretaker in the period. `accepted + declined + silent` is `given - withdrawn`."""

    name: str
    given: int
    accepted: int = 0
    declined: int = 0
    silent: int = 0
    withdrawn: int = 0
    acceptance: Quantiles = Quantiles()
    dated: int = 0  # with an agreed date, and reported done
    late: int = 0  # … on a later day than that
    late_days: int | None = None  # the median of these


@dataclass(frozen=True, slots=True)
class StageCount:
    stage: str
    passed: int  # within the period
    now: int = 0  # over when the report is made


@dataclass(frozen=True, slots=True)
class HouseReach:
    house: str
    households: int
    by_mail: int
    without: tuple[str, ...] = ()  # their units, nobody's name; "": an owner who lives elsewhere


@dataclass(frozen=True, slots=True)
class RuleIdea:
    """`waits`: a rule that was proposed already, and that an answer accepts."""

    house: str
    category: str
    firm: str
    times: int = 0
    waits: bool = False


@dataclass(frozen=True, slots=True)
class WordIdea:
    category: str
    word: str
    times: int


@dataclass(frozen=True, slots=True)
class Slice:
    """A day, or a week or month of a longer period, by its first day."""

    first: date
    opened: int
    done: int


@dataclass(frozen=True, slots=True)
class ReportFigures:
    opened: int = 0
    before: int = 0  # opened in the period before it
    done: int = 0
    rejected: int = 0
    ended: int = 0  # done within the period, whenever they were opened
    categories: tuple[Tally, ...] = ()  # the most frequent first, as are the next two
    houses: tuple[Tally, ...] = ()
    units: tuple[Tally, ...] = ()
    slices: tuple[Slice, ...] = ()
    response: Quantiles = Quantiles()
    release: Quantiles = Quantiles()
    appointment: Quantiles = Quantiles()
    finish: Quantiles = Quantiles()
    day_minutes: int = 0  # of the company's working day
    repeated: int = 0
    spots: tuple[Spot, ...] = ()
    firms: tuple[FirmRow, ...] = ()
    overdue: tuple[StageCount, ...] = ()
    matters: int = 0  # tickets that belong to a resident
    by_mail: int = 0  # … and that this resident's own mail opened
    reach: tuple[HouseReach, ...] = ()
    ratings: tuple[int, ...] = ()  # how often 1, 2, 3, 4, 5
    general: int = 0  # tickets that found no category
    rules: tuple[RuleIdea, ...] = ()
    words: tuple[WordIdea, ...] = ()


@dataclass(frozen=True, slots=True)
class PeriodReport:
    """`houses`: property numbers that were asked for, else all that the reader manages. Its figures are counted when
    the mail is written. `house_names`: of those that it covers, by how people call them."""

    first: date
    last: date
    houses: tuple[str, ...] = ()
    is_asked: bool = False  # by the word BERICHT
    is_running: bool = False  # the period is not over
    house_names: tuple[str, ...] = ()
    figures: ReportFigures = field(default_factory=ReportFigures)
    charts: tuple[str, ...] = ()  # names of the pictures that go along, in their order
