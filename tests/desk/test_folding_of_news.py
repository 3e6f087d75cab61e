"""What the house hears of a day: the state that was reached, when it was reported, and nothing that came and went."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from hauspost.desk.folding import fold
from hauspost.desk.notices_to_people import EveningLine, EveningLines, PublicNews, StatusChanged

NOON = datetime(2025, 10, 14, 10, tzinfo=UTC)


def at(minute: int) -> datetime:
    return NOON + timedelta(minutes=minute)


def news(*events: str) -> list[PublicNews]:
    return [PublicNews(event, "Haus 14", at(n), reporter="Anna Berger") for n, event in enumerate(events)]


def line(number: int, event: str, minute: int) -> EveningLine:
    return EveningLine(number, "light", "Treppenhaus", event, at(minute))


@pytest.mark.parametrize(
    "events, event, minute, opened",
    [
        (("opened",), "opened", 0, None),
        (("opened", "released", "ordered"), "ordered", 2, 0),
        (("opened", "ordered", "released"), "ordered", 1, 0),
        (("opened", "done"), "done", 1, 0),
        (("released", "done"), "done", 1, None),
        (("opened", "done", "reopened"), "reopened", 2, 0),
        (("opened", "rejected"), "rejected", 1, 0),
    ],
)
def test_news_in_short_order_are_one_mail(
    events: tuple[str, ...], event: str, minute: int, opened: int | None
) -> None:
    folded = fold(news(*events))
    assert isinstance(folded, PublicNews)
    assert (folded.event, folded.at) == (event, at(minute))
    assert folded.opened_at == (None if opened is None else at(opened))
    assert folded.reporter == "Anna Berger"


@pytest.mark.parametrize("events", [("done", "reopened"), ("rejected", "reopened")])
def test_an_end_that_was_taken_back_before_anybody_heard_of_it_is_no_news(events: tuple[str, ...]) -> None:
    assert fold(news(*events)) is None
    lines = [EveningLines((line(7, event, n),)) for n, event in enumerate(events)]
    assert fold(lines) is None


def test_an_evening_has_one_line_a_ticket_in_the_order_in_which_they_came_up() -> None:
    folded = fold(
        [
            EveningLines((line(1050, "opened", 0),)),
            EveningLines((line(1052, "opened", 5),)),
            EveningLines((line(1050, "ordered", 7),)),
            EveningLines((line(1050, "done", 30),)),
            EveningLines((line(1051, "done", 31),)),
            EveningLines((line(1051, "reopened", 32),)),
        ]
    )
    assert folded == EveningLines((replace(line(1050, "done", 30), opened_at=at(0)), line(1052, "opened", 5)))


def test_a_status_keeps_who_was_set_to_work() -> None:
    ordered = StatusChanged("OPEN", "RELEASED", ordered=("Heizung Meier GmbH",))
    started = StatusChanged("RELEASED", "IN_PROGRESS")
    assert fold([ordered, started]) == replace(ordered, after="IN_PROGRESS")
    taken_back = StatusChanged("RELEASED", "OPEN")
    assert fold([replace(ordered, ordered=()), taken_back]) is None


def test_folding_twice_is_folding_once() -> None:
    once = fold(news("opened", "released"))
    assert isinstance(once, PublicNews)
    twice = fold([once, *news("ordered")])
    assert isinstance(twice, PublicNews)
    assert (twice.event, twice.opened_at) == ("ordered", at(0))
