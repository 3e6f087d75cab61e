"""Parts of the torture in their short form; `make torture` is the long one.

The others have theirs beside what they try: `test_kills.py`, `test_full_disk.py`, `test_drill.py`,
`tests/imap/test_dying.py`, `tests/deadlines`.
"""

from pathlib import Path

import pytest

from tests.servers import absent
from tests.torture import connections, damaging, faulty_relay, syscalls
from tests.torture.installation import furnish
from tests.torture.parts import Evidence, NotPossible, Outcome, Part, Setting, at_least, table
from tests.torture.syscalls import is_safe, mails

SHORT = 0.001  # each part plays at least what shows something


@pytest.mark.parametrize(
    "part",
    [faulty_relay.PART, syscalls.PART, damaging.PART, connections.PART],
    ids=lambda part: part.name,
)
def test_a_part_loses_nothing_and_doubles_nothing(part: Part, tmp_path: Path) -> None:
    try:
        shown = part.run(Setting(tmp_path, furnish(tmp_path), share=SHORT))
    except NotPossible as reason:
        absent(f"not possible here: {reason}")
    assert shown.holds, shown.failed


def test_a_part_that_hit_nothing_or_is_not_possible_has_not_held() -> None:
    proof = (at_least("kills hit", 3, 3),)
    good = Evidence(3, 9, 0, 0, 1, 6, proof)
    nothing = Evidence(0, 9, 0, 0, 0, 0, proof)
    doubled = Evidence(3, 9, 0, 1, 0, 6, proof)
    repeated = Evidence(3, 9, 0, 0, 7, 6, proof)
    missed = Evidence(3, 9, 0, 0, 0, 6, (at_least("kills hit", 2, 3),))
    assert [one.holds for one in (good, nothing, doubled, repeated, missed)] == [True] + [False] * 4
    without = Outcome("strace", "there is no strace", 0.0)
    assert not without.holds
    assert table([without]).splitlines()[1].endswith("not possible here: there is no strace")


CALLS = """\
7 recvfrom(11<socket:[1]>, "Authentication-Results:"..., 262144, 0, NULL, NULL) = 579
8 pwrite64(8</h/hauspost.db-wal>, "x"..., 4096, 56) = 4096
8 fdatasync(8</h/hauspost.db-wal> <unfinished ...>
{early}8 <... fdatasync resumed>) = 0
{late}"""
ANSWER = '7 sendto(11<socket:[1]>, "250 2.0.0 stored\\r\\n", 18, 0, NULL, 0) = 18\n'


@pytest.mark.parametrize("early, late, safe", [("", ANSWER, True), (ANSWER, "", False)])
def test_a_250_before_the_end_of_the_sync_is_seen(early: str, late: str, safe: bool) -> None:
    (only,) = mails(CALLS.format(early=early, late=late).splitlines())
    assert is_safe(only) is safe
