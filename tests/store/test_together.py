"""Which notices are one mail: what is owed leaves once, a question stands alone, and without minutes nothing rides."""

import random
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any, cast

import pytest

from hauspost.desk.folding import Patience
from hauspost.desk.policy import OUTGOING
from hauspost.store.together import Bundle, bundled

NOON = datetime(2025, 10, 14, 10, tzinfo=UTC)
KINDS = ("status", "message", "appointment", "waiting_for_parts", "public_summary", "evening", "new_ticket")


def row(number: int, kind: str = "status", **values: Any) -> Any:
    known = {
        "id": number,
        "event": f"a{number}",
        "kind": kind,
        "address": "anna@post.example",
        "property": "LW12",
        "ticket": 1,
        "channel": "resident:1001",
        "is_doubtful": False,
        "is_foldable": kind in ("status", "evening"),
        "offers": [],
        "facts": {},
        "created_at": NOON - timedelta(minutes=5),
    }
    return cast(Any, SimpleNamespace(**(known | values)))


def ids(bundles: tuple[Bundle, ...]) -> list[tuple[list[int], list[int]]]:
    return [([r.id for r in b.rows], [r.id for r in b.riders]) for b in bundles]


def one_mail(due: list[Any], waiting: list[Any], fold: int = 15, hold: int = 3) -> tuple[Bundle, ...]:
    patience = Patience(timedelta(minutes=hold), timedelta(minutes=fold))
    return bundled(due, waiting, at=NOON, patience=lambda _place: patience)


@pytest.mark.parametrize(
    "due, waiting, found",
    [
        ([row(2, "message")], [row(1)], [([2], [1])]),
        ([row(1), row(2, "message")], [], [([2], [1])]),
        ([row(2, "message")], [row(3)], [([2], [])]),  # the news is newer: it waits for its own time
        ([row(2, "message")], [row(1, offers=[{"word": "JA"}])], [([2], [])]),  # a question
        ([row(2, "message")], [row(1, channel="resident:1002")], [([2], [])]),
        ([row(2, "message")], [row(1, address="tom@post.example")], [([2], [])]),
        ([row(2, "message")], [row(1, ticket=2)], [([2], [])]),
        ([row(2, "message")], [row(1, created_at=NOON)], [([2], [])]),  # it can still be stopped
        ([row(2, "message", event="a1")], [row(1)], [([2], [])]),  # of one event: each says its own
        ([row(1)], [row(2)], [([1, 2], [])]),
        ([row(2, "message"), row(3, "appointment")], [row(1)], [([2], [1]), ([3], [])]),
        ([row(2, "new_ticket")], [row(1)], [([2], [])]),
    ],
)
def test_what_rides_where(due: list[Any], waiting: list[Any], found: list[Any]) -> None:
    assert ids(one_mail(due, waiting)) == found
    alone = ids(one_mail(due, waiting, fold=0))
    assert all(not riders for _, riders in alone)
    assert sorted(n for rows, _ in alone for n in rows) == sorted(r.id for r in due)


@pytest.mark.parametrize(
    "kind, sending, found",
    [
        ("evening", {"LW12": "on", "HS5": "on"}, [[1, 2, 3]]),
        ("evening", {"LW12": "on", "HS5": "managers"}, [[1, 3], [2]]),
        ("evening", {"LW12": "managers", "HS5": "managers"}, [[1, 3], [2]]),  # of another manager, perhaps
        ("alert", {"LW12": "on", "HS5": "on"}, [[1, 3], [2]]),
    ],
)
def test_which_houses_share_a_mail(kind: str, sending: dict[str, str], found: list[list[int]]) -> None:
    rows = [
        row(n, kind, property=house, ticket=None, channel="", is_foldable=True)
        for n, house in enumerate(("LW12", "HS5", "LW12"), start=1)
    ]
    bundles = bundled(
        rows,
        [],
        at=NOON,
        patience=lambda _place: Patience(),
        outgoing=lambda place: OUTGOING[sending[str(place)]],
    )
    assert [rows for rows, _ in ids(bundles)] == found


def test_whatever_is_owed_leaves_once() -> None:
    dice = random.Random(7)
    for _ in range(300):
        rows = [
            row(
                n,
                dice.choice(KINDS),
                address=dice.choice(("a@x.example", "b@x.example")),
                ticket=dice.choice((1, 2)),
                event=f"a{dice.randrange(4)}",
                offers=[{}] if dice.random() < 0.2 else [],
                created_at=NOON - timedelta(minutes=dice.randrange(10)),
            )
            for n in range(dice.randrange(1, 12))
        ]
        due = [r for r in rows if dice.random() < 0.6]
        waiting = [r for r in rows if r not in due and r.is_foldable]
        bundles = one_mail(due, waiting)
        told = [r.id for b in bundles for r in (*b.rows, *b.riders)]
        assert len(told) == len(set(told))
        assert {r.id for r in due} <= set(told)
        for bundle in bundles:
            assert bundle.rows
            assert all(r.id < max(x.id for x in bundle.rows) and not r.offers for r in bundle.riders)
