"""Each part of `make bench` runs and says something sensible, at a size that says nothing of speed."""

import re
import sqlite3
import sys
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

import pytest

from bench import (
    accepting,
    beside,
    busy,
    crafted,
    fanning,
    growing,
    large_mail,
    meanwhile,
    nodes,
    parsing,
    run,
    standing,
)
from bench.figures import Figure, by_turns, line, ratio
from bench.others import sides
from bench.others.sides import NotInstalled, python_of, side
from bench.post import octets_of, posts
from bench.processing import HOUSE, ours
from tests.servers import absent

OTHERS = Path(sides.__file__).parent
HASHED = re.compile(r"[a-z0-9][a-z0-9._-]*==\S+ \\(\n    --hash=sha256:[0-9a-f]{64}( \\)?)+")


def lines(figures: Iterable[Figure]) -> list[Figure]:
    """All of them say something that was measured."""
    found = list(figures)
    assert found
    for one in found:
        assert one.figure > 0, one
        assert one.reference is None or one.reference > 0, one
        assert line(one).startswith(one.what)
    return found


def test_mails_are_accepted_beside_the_bare_listener() -> None:
    found = accepting.measured(rounds=1, mails=10)
    assert [row["refused"] for row in found] == [0, 0]
    assert [one.beside for one in lines(accepting.figures(found))] == ["bare fsync", "bare fsync"]


def test_post_is_processed_beside_the_straight_line_by_one_worker_and_by_serve() -> None:
    found = beside.measured(mails=2, rounds=1, others={}, first_lot=1)
    assert found["counts"]["straight line"]["notices"] == 4 * 3
    assert found["counts"]["hauspost"]["notices"] >= 4 * 3
    assert {"hauspost", "hauspost serve", "straight line"} == set(found["speeds"])
    assert found["missing"] == {}
    lines(beside.figures(found))


def test_a_whole_serve_is_timed_and_its_memory_looked_at(tmp_path: Path) -> None:
    with busy.serving(tmp_path / "serve") as (one, process):
        found = busy.timed(one, mails=2, rounds=1)
        memory = large_mail.looked_at(one, process, mebibytes=0.5, rounds=1)
    assert found["refused"] == 0
    lines(busy.figures(found))
    assert len(memory["beyond_itself_mib"]) == len(list(large_mail.figures(memory))) == 1
    assert large_mail.mail(1, mebibytes=0.5) != large_mail.mail(2, mebibytes=0.5)


def test_a_mail_is_processed_among_few_and_among_many_tickets() -> None:
    found = growing.measured(mails=2, rounds=1, few=8, many=30, first_lot=4)
    assert found["tickets"]["few"] >= 8
    assert found["tickets"]["many"] >= 30
    lines(growing.figures(found))


def test_copied_tickets_hang_together_and_a_mail_still_finds_its_own(tmp_path: Path) -> None:
    with ours(tmp_path) as house:
        house.process(list(posts(3, residents=3)))
        file = tmp_path / "house" / "hauspost.db"
        assert growing.multiply(file, tickets=40) >= 40
        house.process(list(posts(1, residents=3, first=3)))
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("pragma foreign_key_check").fetchall() == []
        newest = "select property from tickets order by opened_at desc limit 1"
        assert connection.execute(newest).fetchone() == ("PR1",)


def test_a_notice_to_a_house_leaves_and_a_private_mail_is_answered_meanwhile() -> None:
    lines(fanning.figures(fanning.measured(residents=4, rounds=1, others=())))
    found = meanwhile.measured(residents=8, mails=1)
    assert len(found["seconds"]) == 1
    lines(meanwhile.figures(found))


def test_an_idle_serve_is_looked_at() -> None:
    lines(standing.figures(standing.measured(rounds=1, settles=0.0)))


def test_what_one_core_reads_is_measured() -> None:
    lines(parsing.figures(parsing.measured(rounds=1, copies=8, starts=1, folder=parsing.MAILS / "replies")))


def test_mails_made_to_be_slow_are_told_of_by_the_steepest_and_the_slowest() -> None:
    found = [
        {"mail": "steep", "ms": 1.0, "ms_at_8": 13.0, "growth": 13.0},
        {"mail": "slow", "ms": 200.0, "ms_at_8": 1500.0, "growth": 7.5},
    ]
    steepest, slowest = lines(crafted.figures(found))
    assert (steepest.figure, steepest.is_reached) == (13.0, False)
    assert (slowest.figure, slowest.is_reached) == (1.5, True)


@pytest.mark.servers
def test_nodes_share_one_postgresql() -> None:
    try:
        found = nodes.measured(mails=2, nodes=(1, 2), rounds=1)
    except nodes.NoServer as error:
        absent(str(error))
    assert found["nodes"]["2"]["sent"] == found["nodes"]["1"]["sent"] >= 8
    lines(nodes.figures(found))


# ---- the table


def test_every_part_can_be_called_by_its_name() -> None:
    with pytest.raises(SystemExit):
        run.main(["--only", "speed"])
    found, figures = run.measured(["whole_way"], share=100)
    assert found["whole_way"]["tickets"] == 3
    lines(figures)


def test_a_target_is_of_the_ratio_where_there_is_one() -> None:
    faster = Figure("mails", 10.0, "mails/s", "another", 20.0, 0.5, target=0.5)
    assert faster.is_reached
    assert line(faster).endswith("≥ 0.5  reached")
    slow = Figure("memory", 90.0, "MiB", target=80.0, at_most=True)
    assert slow.is_reached is False
    assert Figure("mails", 10.0, "mails/s").is_reached is None


def test_rounds_are_taken_by_turns_and_each_has_its_own_ratio() -> None:
    seen: list[tuple[str, int]] = []
    by_turns({name: lambda n, name=name: seen.append((name, n)) for name in "ab"}, rounds=2)  # type: ignore[misc]
    assert seen == [("a", 0), ("b", 0), ("b", 1), ("a", 1)]
    assert ratio([2.0, 9.0, 4.0], [1.0, 3.0, 4.0]) == 2.0


# ---- the others


def test_another_program_is_driven_by_folders(tmp_path: Path) -> None:
    for post in posts(2, residents=2):
        (tmp_path / f"{post.number}.eml").write_bytes(octets_of(post, to=HOUSE))
    with side(Path(sys.executable), "tests.bench.counting_side") as other:
        told = other.take(tmp_path)
    assert told["messages"] == 2
    assert {"seconds", "processor"} <= told.keys()


@pytest.mark.parametrize("name", ["roundup", "django_helpdesk", "mailman"])
def test_what_is_measured_beside_us_is_locked_by_its_hashes(name: str) -> None:
    lock = (OTHERS / f"{name}.lock").read_text(encoding="utf-8")
    wanted = (OTHERS / f"{name}.in").read_text(encoding="utf-8").strip()
    assert f"{wanted} \\\n" in lock
    assert "://" not in lock
    assert len(HASHED.findall(lock)) == lock.count("==") > 0


def test_what_cannot_be_installed_is_said_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setattr(sides, "PLACE", tmp_path / "file")
    with pytest.raises(NotInstalled, match=r"roundup cannot be installed from roundup\.lock: "):
        python_of("roundup")
