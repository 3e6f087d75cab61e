"""Knows the keys of the policy, what each may say, and how a house's own choices overrule the company's (WORDS 8)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Final


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What a word for `sending` means. `redirects`: what is for others goes to the responsible manager instead."""

    leaves: bool
    redirects: bool
    said: str


# The words for `sending`.
OUTGOING: Final[dict[str, Outgoing]] = {
    "off": Outgoing(leaves=False, redirects=False, said="no mail is sent"),
    "managers": Outgoing(
        leaves=True,
        redirects=True,
        said="every mail goes to the responsible manager instead, marked",
    ),
    "on": Outgoing(leaves=True, redirects=False, said="mails go to the people they are for"),
}


@dataclass(frozen=True, slots=True)
class Policy:
    """Choices of the company, per property overridable (WORDS 8). Defaults are those of a config without the block."""

    sending: str = "on"  # one of OUTGOING
    reports: str = (
        "tickets"  # tickets | office: a house that only posts notices hands what it is written to people
    )
    hold_minutes: int = 0
    fold_minutes: int = 0
    plain_reply: str = "salutation"  # salutation | send
    notify_managers: str = "responsible"  # responsible | all
    transcripts: str = "all"  # all | faults
    answer_strangers: str = "authenticated"  # never | authenticated
    strangers_per_hour: int = 20  # answers to people we do not know, in all
    mails_per_person: int = 60  # an hour, like the next two; more is held (desk/breakers.py), 0: never
    mails_per_ticket: int = 60
    mails_per_person_and_ticket: int = 30
    same_words: int = 1  # how often a day the same plain words count in one conversation; 0: always
    strict_commands: bool = False
    ask_if_fixed: bool = True
    contractor_may_start: bool = False
    contractor_may_finish: bool = False
    publish: str = "summary"
    reporter_visible: bool = False
    public_replies: str = "moderated"
    emergency_dispatch: bool = False
    veto_in_office_hours: bool = True
    office_hours: str = "Mo-Fr 8-17"
    quiet_hours: str = "20-7"  # or "off": what a house reads in the morning as well (desk/quiet_hours.py)
    rating: str = "off"
    contact_release: str = "ask"
    amounts: str = "gross"
    retention_unverified_days: int = 30
    order_list: str = "off"  # off | monday: whether firms get their open orders listed
    board_digest: str = "off"  # off | weekly | monthly: whether the board gets an overview of public tickets
    storm_replies: int = 10  # of a house to one ticket, that are told one by one; 0: all of them
    storm_minutes: int = 10  # … within so many
    digest_hour: int = 18  # of the working days on which who wants it so hears of the house
    morning_list: str = (
        "off"  # off | on: whether managers read in one list what need not come at once (WORDS 7)
    )
    monthly_report: str = "off"  # off | on: whether managers get the figures of the last month
    close_after_days: int = 0  # working days until an unanswered end is reminded of, or lapses; 0: never

    @property
    def outgoing(self) -> Outgoing:
        return OUTGOING[self.sending]

    @property
    def hands_on(self) -> bool:
        """Residents' mails go to the managers as letters: no rule, no public ticket, no promise of a course."""
        return self.reports == "office"

    @property
    def is_live(self) -> bool:
        """Every mail goes to the person it is for."""
        return self.outgoing.leaves and not self.outgoing.redirects


DAYS: Final = ("mo", "tu", "we", "th", "fr", "sa", "su")
GERMAN_DAYS: Final = ("mo", "di", "mi", "do", "fr", "sa", "so")

_DAY: Final = "|".join(sorted({*DAYS, *GERMAN_DAYS}))
_CLOCK: Final = r"(?:[01]?\d|2[0-4])(?::[0-5]\d)?"
HOURS: Final = rf"{_CLOCK}\s*[-–]\s*{_CLOCK}"
OFFICE_HOURS: Final = rf"(?:{_DAY})(?:\s*[-–]\s*(?:{_DAY}))?\s+{HOURS}"


NEVER_QUIET: Final = ("off", "aus", "nie")  # instead of quiet hours


class PolicyFault(ValueError):
    """What is wrong with a value, as the end of a sentence that begins with the key."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few words; `also` are other spellings, as people write them in a table."""

    words: tuple[str, ...]
    also: tuple[tuple[str, str], ...] = ()

    def read(self, value: object) -> str:
        if isinstance(value, str) and value in self.words:
            return value
        raise PolicyFault(f"must be {_either(self.words)}, not {_shown(value)}")

    def read_text(self, text: str) -> str:
        word = text.strip().lower()
        meant = dict(self.also).get(word, word)
        return self.read(meant if meant in self.words else text)


@dataclass(frozen=True, slots=True)
class Switch:
    def read(self, value: object) -> bool:
        if isinstance(value, bool):
            return value
        raise PolicyFault(f"must be true or false, not {_shown(value)}")

    def read_text(self, text: str) -> bool:
        return self.read(SWITCH_WORDS.get(text.strip().lower(), text))


@dataclass(frozen=True, slots=True)
class Count:
    least: int
    most: int

    def read(self, value: object) -> int:
        if isinstance(value, int) and not isinstance(value, bool) and self.least <= value <= self.most:
            return value
        raise PolicyFault(f"must be a whole number from {self.least} to {self.most}, not {_shown(value)}")

    def read_text(self, text: str) -> int:
        return self.read(int(text) if re.fullmatch(r"\s*\d{1,9}\s*", text, re.ASCII) else text)


@dataclass(frozen=True, slots=True)
class Hours:
    """Hours of the day, perhaps behind days of the week."""

    pattern: str
    example: str

    def read(self, value: object) -> str:
        if isinstance(value, str) and re.fullmatch(self.pattern, value.strip().lower(), re.ASCII):
            return value.strip()
        raise PolicyFault(f"must read like {_shown(self.example)}, not {_shown(value)}")

    def read_text(self, text: str) -> str:
        return self.read(text)


Kind = Choice | Switch | Count | Hours

SWITCH_WORDS: Final[dict[str, bool]] = {
    **dict.fromkeys(("true", "yes", "on", "1", "ja", "j", "wahr", "an", "x"), True),
    **dict.fromkeys(("false", "no", "off", "0", "nein", "n", "falsch", "aus"), False),
}
_OFF: Final = (("an", "on"), ("ein", "on"), ("aus", "off"))

KEYS: Final[dict[str, Kind]] = {
    "sending": Choice(tuple(OUTGOING), (*_OFF, ("verwalter", "managers"))),
    "reports": Choice(
        ("tickets", "office"),
        (("vorgänge", "tickets"), ("büro", "office"), ("verwaltung", "office")),
    ),
    "hold_minutes": Count(0, 1440),
    "fold_minutes": Count(0, 1440),
    "plain_reply": Choice(("salutation", "send"), (("anrede", "salutation"), ("senden", "send"))),
    "notify_managers": Choice(("responsible", "all"), (("zuständig", "responsible"), ("alle", "all"))),
    "transcripts": Choice(("all", "faults"), (("alle", "all"), ("fehler", "faults"))),
    "publish": Choice(("summary", "on_release")),
    "reporter_visible": Switch(),
    "public_replies": Choice(("manager_only", "moderated", "all")),
    "answer_strangers": Choice(("never", "authenticated"), (("nie", "never"),)),
    "strangers_per_hour": Count(0, 1000),
    "mails_per_person": Count(0, 10_000),
    "mails_per_ticket": Count(0, 10_000),
    "mails_per_person_and_ticket": Count(0, 10_000),
    "same_words": Count(0, 100),
    "emergency_dispatch": Switch(),
    "contractor_may_start": Switch(),
    "contractor_may_finish": Switch(),
    "strict_commands": Switch(),
    "veto_in_office_hours": Switch(),
    "office_hours": Hours(OFFICE_HOURS, "Mo-Fr 8-17"),
    "quiet_hours": Hours(rf"{HOURS}|{'|'.join(NEVER_QUIET)}", "20-7"),
    "ask_if_fixed": Switch(),
    "rating": Choice(("off", "on"), _OFF),
    "contact_release": Choice(
        ("ask", "yes", "no", "emergency", "always", "never"),
        (
            ("fragen", "ask"),
            *(("ja", "yes"), ("immer", "yes"), ("nein", "no"), ("nie", "no")),
            ("notfall", "emergency"),
        ),
    ),
    "amounts": Choice(("gross",), (("brutto", "gross"),)),  # WORDS 5: all limits are gross
    "retention_unverified_days": Count(1, 3650),
    "storm_replies": Count(0, 1000),
    "storm_minutes": Count(1, 1440),
    "digest_hour": Count(0, 23),
    "board_digest": Choice(
        ("off", "weekly", "monthly"),
        (("aus", "off"), ("wöchentlich", "weekly"), ("monatlich", "monthly")),
    ),
    "close_after_days": Count(0, 250),
    "morning_list": Choice(("off", "on"), _OFF),
    "monthly_report": Choice(("off", "on"), _OFF),
    "order_list": Choice(("off", "monday"), (("aus", "off"), ("montags", "monday"), ("montag", "monday"))),
}


def read_policy(key: str, value: object) -> Any:
    """The value of a known key as the configuration gives it, of the right type. Raises PolicyFault."""
    return KEYS[key].read(value)


def read_policy_text(key: str, text: str) -> Any:
    """The value of a known key as a table's cell or the environment gives it. Raises PolicyFault."""
    return KEYS[key].read_text(text)


def overruled(policy: Policy, choices: Iterable[tuple[str, str]]) -> Policy:
    """The policy of one house. Choices are checked when they are imported; what no longer fits is left out."""
    fitting: dict[str, Any] = {}
    for key, value in choices:
        try:
            fitting[key] = read_policy_text(key, value)
        except (KeyError, PolicyFault):
            continue
    return replace(policy, **fitting)


def _either(words: tuple[str, ...]) -> str:
    quoted = [f'"{word}"' for word in words]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} or {quoted[-1]}"


def _shown(value: object) -> str:
    return (
        f'"{value}"'
        if isinstance(value, str)
        else str(value).lower()
        if isinstance(value, bool)
        else str(value)
    )
