"""Knows how a simulation's outcome is told: a report for people, or JSON with every figure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, tzinfo
from typing import Any, Final

from hauspost.cli.listing import print_table, print_text
from hauspost.gateway.simulation import Played
from hauspost.store.simulation import TEN

Faults = Sequence[tuple[str, str]]

ASSUMED: Final = (
    'Played with sending = "on", today\'s master data and rules. Nobody answered our mails, so reminders and alerts\n'
    "come as if everybody were silent; recurring work is left out. Nothing was written or sent outside."
)
NO_RULE: Final = "(no rule)"


def as_json(played: Played, faults: Faults) -> dict[str, Any]:
    """Lists of objects, the most frequent first; times in ISO 8601, sizes in octets."""
    came = played.came
    return {
        "dry_run": True,
        "first": played.first.isoformat(),
        "last": played.last.isoformat(),
        "mails": played.mails,
        "verdicts": _rows(came.verdicts, "verdict", "reason"),
        "tickets": _rows(came.tickets, "house", "category"),
        "orders_proposed": _rows(came.proposed, "rule", "firm"),
        "orders_sent": _rows(came.ordered, "rule", "firm"),
        "questions_to_managers": dict(came.questions.most_common()),
        "mails_out": [
            {"role": role, **figures} for role, figures in by_role(came.mails, days(played)).items()
        ],
        "still_owed": came.waiting,
        "held": dict(came.held.most_common()),
        "held_from": dict(came.held_from.most_common(TEN)),
        "lacking": dict(came.lacking.most_common()),
        "undated": list(played.undated),
        "longest": [{"source": source, "octets": size} for source, size in came.longest],
        "slowest": [{"source": one.source, "seconds": round(one.seconds, 3)} for one in played.slowest],
        "faults": [{"source": source, "fault": fault} for source, fault in faults],
    }


def _rows(counts: Mapping[tuple[str, str], int], first: str, second: str) -> list[dict[str, Any]]:
    return [{first: one, second: other, "count": count} for (one, other), count in _sorted(counts)]


def _sorted(counts: Mapping[tuple[str, str], int]) -> list[tuple[tuple[str, str], int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def days(played: Played) -> int:
    """Of the period, its first and last included."""
    return (played.last - played.first).days + 1


def by_role(mails: Mapping[tuple[str, str], int], period: int) -> dict[str, dict[str, Any]]:
    """How many mails each role got: in all, a day on the mean, and on its busiest day."""
    found: dict[str, Counter[str]] = {}
    for (day, role), count in mails.items():
        found.setdefault(role, Counter())[day] += count
    return {
        role: {
            "total": counts.total(),
            "a_day": round(counts.total() / period, 2),
            "busiest_day": busiest,
            "on_it": counts[busiest],
        }
        for role, counts in sorted(found.items(), key=lambda item: -item[1].total())
        for busiest in [max(counts, key=lambda day: (counts[day], day))]
    }


def tell(played: Played, faults: Faults, zone: tzinfo) -> None:
    came = played.came
    first, last = (_day(at, zone) for at in (played.first, played.last))
    print(f"Mails played: {played.mails}, from {first} to {last}; not taken: {len(faults)}.\n{ASSUMED}")
    if played.undated:
        some = ", ".join(played.undated[:TEN]) + (" …" if len(played.undated) > TEN else "")
        print_text(f"\nWithout a date that can be true, taken in their order: {len(played.undated)} ({some})")
    _list("What became of them", ("mails", "verdict", "reason"), _counts(came.verdicts))
    _list("Tickets", ("tickets", "house", "category"), _counts(came.tickets))
    _list(
        "Orders that managers would have been asked about", ("orders", "rule", "firm"), _counts(came.proposed)
    )
    _list("Orders that would have left", ("orders", "rule", "firm"), _counts(came.ordered))
    _list("Questions to managers", ("questions", "kind"), _singles(came.questions))
    _list(
        "Mails out",
        ("mails", "to", "a day", "busiest day", "on it"),
        [
            (one["total"], role, one["a_day"], one["busiest_day"], one["on_it"])
            for role, one in by_role(came.mails, days(played)).items()
        ],
    )
    if came.waiting:
        print(f"\nStill owed at the end: {came.waiting} (later reminders, or houses that send nothing).")
    _list("Held mails", ("mails", "reason"), _singles(came.held))
    _list("Whose mails were held most often", ("mails", "address"), _singles(came.held_from)[:TEN])
    _list("Addresses that the master data lacks", ("mails", "address"), _singles(came.lacking))
    _list("The longest mails", ("octets", "mail"), [(size, source) for source, size in came.longest])
    slow = [(f"{one.seconds:.3f}", one.source) for one in played.slowest]
    _list("The slowest mails, with all that they caused", ("seconds", "mail"), slow)


def _list(title: str, heads: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    rows = list(rows)
    print(f"\n{title}{'' if rows else ': none'}")
    if rows:
        print_table(heads, rows)


def _counts(counts: Mapping[tuple[str, str], int]) -> list[tuple[object, ...]]:
    return [(count, one or NO_RULE, other) for (one, other), count in _sorted(counts)]


def _singles(counts: Mapping[str, int]) -> list[tuple[object, ...]]:
    return [(count, name) for name, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]


def _day(at: datetime, zone: tzinfo) -> str:
    return at.astimezone(zone).date().isoformat()
