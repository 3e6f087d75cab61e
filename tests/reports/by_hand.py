"""Counts a report in plain Python over the raw rows of a history: none of the program's own counting is used.

What each figure means is read off docs/reports.md; the office's hours come from `tests.deadlines.minutes`.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any

from hauspost.store import schema
from tests.deadlines.minutes import BERLIN, CLOSES, OPENS, works_on
from tests.reports.history import Rows

YES = {
    "accepted",
    "scheduled",
    "in_progress",
    "no_access",
    "waiting_parts",
    "waiting_approval",
    "reported_done",
}
Row = dict[str, Any]


@cache
def _day(day: date, state: str) -> tuple[float, float] | None:
    """From when until when the office works that day, in seconds since the epoch."""
    if not works_on(day, state):
        return None
    hours = (datetime(day.year, day.month, day.day, hour, tzinfo=BERLIN) for hour in (OPENS, CLOSES))
    begin, end = (at.timestamp() for at in hours)
    return begin, end


def office_minutes(begin: datetime, end: datetime, state: str) -> int:
    """Day by day."""
    total, day = 0.0, begin.astimezone(BERLIN).date()
    while day <= end.astimezone(BERLIN).date():
        if open_ := _day(day, state):
            total += max(0.0, min(open_[1], end.timestamp()) - max(open_[0], begin.timestamp()))
        day += timedelta(days=1)
    return int(total // 60)


def nearest_rank(values: list[int], percent: int) -> int | None:
    """Goes up until so many of a hundred are not larger."""
    for count, value in enumerate(sorted(values), start=1):
        if count * 100 >= percent * len(values):
            return value
    return None


@dataclass
class ByHand:
    """The figures of [since, until) at these houses; `now`: when deadlines are looked at; `last`: its last day.

    `earlier`: the period that it is compared with.
    """

    rows: Rows
    places: frozenset[str]
    since: datetime
    until: datetime
    now: datetime
    last: date
    earlier: tuple[datetime, datetime]
    figures: dict[str, Any] = field(default_factory=dict)

    def count(self) -> dict[str, Any]:
        self.states = {r["id"]: r["state"] for r in self.rows[schema.properties]}
        self.entries: dict[int, list[Row]] = defaultdict(list)
        for entry in self.rows[schema.entries]:
            self.entries[entry["ticket"]].append(entry)
        every = [
            t
            for t in self.rows[schema.tickets]
            if t["property"] in self.places
            and t["merged_into"] is None
            and not {"survey", "surveyed"} & set(t["flags"])
        ]
        mine = [t for t in every if self.since <= t["opened_at"] < self.until]
        self._tickets(every, mine)
        self._times(mine)
        self._tallies(mine, self._again(every, mine))
        self._firms(every)
        self._overdue(every)
        self._ratings(every)
        self._reach()
        self._rules()
        self._words()
        return self.figures

    # ---- tickets

    def _tickets(self, every: list[Row], mine: list[Row]) -> None:
        f = self.figures
        f["opened"] = len(mine)
        f["before"] = sum(self.earlier[0] <= t["opened_at"] < self.earlier[1] for t in every)
        f["rejected"] = sum("rejected" in t["flags"] for t in mine)
        f["done"] = sum(self._done(t) is not None for t in mine)
        done = [self._done(t) for t in every]
        ended = [at for at in done if at is not None and at >= self.since]
        f["ended"] = len(ended)
        f["general"] = sum(t["category"] == "general" for t in mine)
        matters = [t for t in mine if t["kind"] == "matter"]
        f["matters"] = len(matters)
        f["by_mail"] = sum(self._is_own(t) for t in matters)
        f["months"] = self._months(t["opened_at"] for t in mine)
        f["done_in_months"] = self._months(ended)

    @staticmethod
    def _months(moments: Iterable[datetime]) -> Counter[tuple[int, int]]:
        days = (at.astimezone(BERLIN).date() for at in moments)
        return Counter((day.year, day.month) for day in days)

    def _tallies(self, mine: list[Row], again: set[int]) -> None:
        """What shares a category, a house, a unit: opened, done, rejected, repeated."""
        for name, shared in (
            ("categories", lambda t: t["category"]),
            ("houses", lambda t: t["property"]),
            ("units", lambda t: (t["property"], t["unit"]) if t["unit"] else None),
        ):
            found: dict[Any, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
            for ticket in mine:
                row = found[shared(ticket)]
                row[0] += 1
                row[1] += self._done(ticket) is not None
                row[2] += "rejected" in ticket["flags"]
                row[3] += ticket["number"] in again
            self.figures[name] = {key: tuple(row) for key, row in found.items() if key is not None}

    def _done(self, ticket: Row) -> datetime | None:
        is_done = ticket["status"] == "DONE" and "rejected" not in ticket["flags"]
        at: datetime | None = ticket["done_at"]
        return at if is_done and at is not None and at < self.until else None

    def _is_own(self, ticket: Row) -> bool:
        return any(
            e["kind"] == "opened" and e["author"] == ticket["reporter"] and e["arrival"] is not None
            for e in self.entries[ticket["number"]]
            if e["author"] is not None
        )

    # ---- times

    def _stands(self, number: int) -> list[Row]:
        own = self.entries[number]
        undone = {e["facts"]["event"] for e in own if e["kind"] == "undone"}
        return [e for e in own if e["at"] < self.until and e["event"] not in undone]

    def _manages(self, person: str | None, place: str) -> bool:
        return any(
            r["person"] == person and r["role"] == "manager" and r["property"] in (place, "*")
            for r in self._roles(person)
        )

    def _roles(self, person: str | None) -> list[Row]:
        if not hasattr(self, "by_person"):
            self.by_person: dict[str, list[Row]] = defaultdict(list)
            for role in self.rows[schema.role_assignments]:
                self.by_person[role["person"]].append(role)
        return self.by_person.get(person or "", [])

    def _times(self, mine: list[Row]) -> None:
        spans: dict[str, list[int]] = {name: [] for name in ("response", "release", "appointment", "finish")}
        missing: Counter[str] = Counter()
        for ticket in mine:
            found = self._moments(ticket)
            for name, at in found.items():
                if at is None:
                    missing[name] += 1
                    continue
                state = self.states[ticket["property"]]
                spans[name].append(office_minutes(ticket["opened_at"], at, state))
        for name, values in spans.items():
            self.figures[name] = (
                len(values),
                missing[name],
                nearest_rank(values, 50),
                nearest_rank(values, 90),
            )

    def _moments(self, ticket: Row) -> dict[str, datetime | None]:
        """By name; a name that is not there is not asked of this ticket."""
        found: dict[str, datetime | None] = {}
        own = sorted(self._stands(ticket["number"]), key=lambda e: (e["at"], e["seq"]))
        if self._is_own(ticket):
            found["response"] = next((e["at"] for e in own if self._responds(e, ticket["property"])), None)
        if "rejected" in ticket["flags"]:
            return found
        released = (
            e["at"]
            for e in own
            if e["kind"] == "status" and e["facts"]["after"] in ("RELEASED", "IN_PROGRESS")
        )
        dated = (e["at"] for e in own if e["kind"] == "order" and e["facts"]["after"] == "scheduled")
        found["release"], found["appointment"] = next(released, None), next(dated, None)
        found["finish"] = self._done(ticket)
        return found

    def _responds(self, entry: Row, place: str) -> bool:
        if entry["kind"] in ("opened", "note"):
            return False
        if entry["author"] is None:
            return entry["kind"] in ("order", "status")
        return self._manages(entry["author"], place)

    # ---- damage again

    def _again(self, every: list[Row], mine: list[Row]) -> set[int]:
        """The numbers of those that report again what was reported there."""
        repeated: list[Row] = []
        groups: dict[tuple[str, str, str, str], list[tuple[datetime, int]]] = defaultdict(list)
        for ticket in every:
            groups[self._spot(ticket)].append((ticket["opened_at"], ticket["number"]))
        for ticket in mine:
            spot, at = self._spot(ticket), ticket["opened_at"]
            if ticket["category"] == "general" or not (spot[2] or spot[3]):
                continue
            own = (at, ticket["number"])
            if any(at - timedelta(days=90) <= other[0] and other < own for other in groups[spot]):
                repeated.append(ticket)
        self.figures["spots"] = Counter(map(self._spot, repeated))
        self.figures["repeated"] = len(repeated)
        return {ticket["number"] for ticket in repeated}

    @staticmethod
    def _spot(ticket: Row) -> tuple[str, str, str, str]:
        place = "" if ticket["unit"] else ticket["place"]
        return ticket["property"], ticket["category"], ticket["unit"], place

    # ---- firms

    def _firms(self, every: list[Row]) -> None:
        standing = {t["number"]: t for t in every}
        into: dict[int, list[int]] = defaultdict(list)
        for ticket in self.rows[schema.tickets]:
            if ticket["merged_into"] is not None:
                into[ticket["merged_into"]].append(ticket["number"])
        rows: dict[str, list[Any]] = {}
        for order in self.rows[schema.work_orders]:
            if order["ticket"] not in standing or order["kind"] != "order":
                continue
            if not self.since <= order["given_at"] < self.until:
                continue
            numbers = (order["ticket"], *into[order["ticket"]])
            said = [
                e
                for n in numbers
                for e in self._stands(n)
                if e["kind"] == "order" and e["channel"] == f"order:{order['number']}"
            ]
            row = rows.setdefault(order["assignee_name"], [0, Counter(), [], [], []])
            row[0] += 1
            self._heard(order, said, row, self.states[standing[order["ticket"]]["property"]])
        self.figures["firms"] = {
            name: (
                given,
                said["accepted"],
                said["declined"],
                said["silent"],
                said["withdrawn"],
                nearest_rank(waited, 50),
                nearest_rank(waited, 90),
                len(delays),
                len(late),
                nearest_rank(late, 50),
            )
            for name, (given, said, waited, delays, late) in rows.items()
        }

    @staticmethod
    def _heard(order: Row, said: list[Row], row: list[Any], state: str) -> None:
        _, words, waited, delays, late = row
        yes = min((e["at"] for e in said if e["facts"]["after"] in YES), default=None)
        no = min((e["at"] for e in said if e["facts"]["after"] == "declined"), default=None)
        if yes and (no is None or yes <= no):
            words["accepted"] += 1
            waited.append(office_minutes(order["given_at"], yes, state))
        elif no:
            words["declined"] += 1
        else:
            words["withdrawn" if order["phase"] == "cancelled" else "silent"] += 1
        reported = min((e["at"] for e in said if e["facts"]["after"] == "reported_done"), default=None)
        if reported is None or order["window_start"] is None:
            return
        end = order["window_end"].astimezone(BERLIN)
        last = end.date() - timedelta(days=1) if order["window_is_day"] else end.date()
        days = (reported.astimezone(BERLIN).date() - last).days
        delays.append(max(days, 0))
        if days > 0:
            late.append(days)

    # ---- deadlines and ratings

    def _overdue(self, every: list[Row]) -> None:
        passed: dict[tuple[Any, ...], datetime] = {}
        for ticket in every:
            for e in self.entries[ticket["number"]]:
                facts = e["facts"]
                if e["kind"] == "reminded" and "due" in facts and facts["stage"] != "follow_up":
                    key = (ticket["number"], facts["stage"], facts["order"], facts["due"])
                    passed[key] = min(passed.get(key, e["at"]), e["at"])
        counted = Counter(key[1] for key, at in passed.items() if self.since <= at < self.until)
        standing = {t["number"] for t in every}
        now = Counter(
            d["stage"]
            for d in self.rows[schema.deadlines]
            if d["ticket"] in standing and d["stage"] != "follow_up" and d["due_at"] <= self.now
        )
        self.figures["overdue"] = {s: (counted[s], now[s]) for s in {*counted, *now}}

    def _ratings(self, every: list[Row]) -> None:
        given: Counter[int] = Counter()
        for ticket in every:
            last: dict[str | None, Row] = {}
            for e in sorted(self.entries[ticket["number"]], key=lambda e: e["seq"]):
                if e["kind"] == "answer" and "rating" in e["facts"] and e["at"] < self.until:
                    last[e["author"]] = e
            given.update(e["facts"]["rating"] for e in last.values() if e["at"] >= self.since)
        self.figures["ratings"] = tuple(given[n] for n in range(1, 6))

    # ---- who is reached, and what is proposed

    def _reach(self) -> None:
        """In a flat live its tenants, without any its owners."""
        living: dict[tuple[str, str], dict[str, list[str]]] = defaultdict(lambda: {"tenant": [], "owner": []})
        for role in self.rows[schema.role_assignments]:
            is_over = role["valid_to"] is not None and role["valid_to"] < self.last
            if role["property"] in self.places and role["role"] != "manager" and not is_over:
                living[role["property"], role["unit"]][role["role"]].append(role["person"])
        dead = {r["address"] for r in self.rows[schema.undeliverable]}
        written = {r["person"] for r in self.rows[schema.addresses] if r["address"] not in dead}
        homes = dict.fromkeys(self.places, 0)
        without: dict[str, list[str]] = {place: [] for place in self.places}
        for (place, unit), people in living.items():
            homes[place] += 1
            if not set(people["tenant"] or people["owner"]) & written:
                without[place].append(unit)
        self.figures["reach"] = {
            place: (n, n - len(without[place]), sorted(without[place])) for place, n in homes.items()
        }

    def _rules(self) -> None:
        """Rules that wait, and what a hand ordered in three tickets though no rule of it names the firm."""
        rules = self.rows[schema.rules]
        found = {
            (r["property"], r["category"], r["assignee"]): (0, True)
            for r in rules
            if r["property"] in self.places and not r["is_approved"]
        }
        spoken = {(r["property"], r["category"]) for r in rules}
        anywhere = {(r["category"], r["assignee"]) for r in rules if r["property"] == "*"}
        tickets = {t["number"]: t for t in self.rows[schema.tickets]}
        by_hand: dict[tuple[str, str, str], set[int]] = defaultdict(set)
        for order in self.rows[schema.work_orders]:
            ticket = tickets[order["ticket"]]
            if order["rule"] == "" and order["kind"] == "order" and ticket["property"] in self.places:
                by_hand[ticket["property"], ticket["category"], order["assignee"]].add(order["ticket"])
        for key, numbers in by_hand.items():
            place, category, firm = key
            is_said = (place, category) in spoken or (category, firm) in anywhere
            if len(numbers) >= 3 and category != "general" and not is_said:
                found[key] = (len(numbers), False)
        self.figures["rules"] = found

    def _words(self) -> None:
        stood = Counter((r["category"], r["word"]) for r in self.rows[schema.corrections])
        refused = {r["key"] for r in self.rows[schema.refusals]}
        self.figures["words"] = {
            (category, word): n
            for (category, word), n in stood.items()
            if n >= 3 and f"word:{category}/{word}" not in refused
        }


def utc(day: date) -> datetime:
    """The midnight with which a day begins in Berlin."""
    return datetime(day.year, day.month, day.day, tzinfo=BERLIN).astimezone(UTC)
