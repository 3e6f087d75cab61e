"""Who is served when."""

from hauspost.store.waiting import FEW, GROUP, Waiting


def line(*, outside: str = "", inside: str = "") -> Waiting[str]:
    waiting: Waiting[str] = Waiting()
    assert all(waiting.join(one) for one in inside)
    assert all(waiting.join_outside(one) for one in outside)
    return waiting


def test_whoever_waits_on_the_line_is_served_first_though_he_came_last() -> None:
    waiting = line(inside="abc", outside="x")
    assert (waiting.take(), waiting.take()) == (["x"], ["a", "b", "c"])


def test_nobody_inside_waits_forever_while_mails_keep_coming() -> None:
    waiting = line(inside="abcdefgh", outside="x")
    served = []
    for _ in range(5):
        served += waiting.take()
        waiting.join_outside("x")
    assert "".join(served) == "x" + "abcd" + "xx" + "efgh" + "xx"
    assert FEW == 4


def test_a_group_has_an_end_and_keeps_the_order() -> None:
    waiting: Waiting[int] = Waiting()
    for number in range(GROUP + 1):
        waiting.join(number)
    assert (waiting.take(), waiting.take()) == (list(range(GROUP)), [GROUP])


def test_whoever_stands_there_is_served_after_it_was_closed_and_nobody_joins() -> None:
    waiting = line(inside="a", outside="x")
    waiting.close()
    assert (waiting.join("b"), waiting.join_outside("y")) == (False, False)
    assert [waiting.take() for _ in range(3)] == [["x"], ["a"], []]
