"""What really happened, as the database tells it: so that nobody takes an act that was tried for one that was done."""

from collections import Counter

from sqlalchemy import text

from tests.oracle.learning import STRANGE
from tests.oracle.play import Play
from tests.oracle.world import BUILDINGS


def questions_answered(play: Play) -> int:
    return _count(play, "select count(*) from questions where state = 'answered'")


def happened(play: Play) -> Counter[str]:
    """How often each thing was done; what never was is missing."""
    counted = Counter(play.happened)
    counted["rules accepted"] = _rules(play)
    counted["words accepted"] = _words(play)
    counted["absences"] = _count(play, "select count(*) from questions where kind = 'absence'")
    counted["absences ended by WIEDER DA"] = _count(
        play, "select count(*) from questions where kind = 'absence' and answered_by is not null"
    )
    counted["tickets merged"] = len(play.knowledge.aliases)
    for kind, state, number in _rows(
        play, "select kind, state, count(*) from questions group by kind, state order by kind, state"
    ):
        counted[f"question {kind}: {state}"] = int(str(number))
    for kind, number in _rows(play, "select kind, count(*) from mails where state = 'sent' group by kind"):
        counted[f"mail {kind}"] = int(str(number))
    return +counted


def _rules(play: Play) -> int:
    """Of single houses: the tables that the world begins with know only rules of all houses."""
    rows = _rows(play, "select property from rules where is_approved")
    return sum(row[0] in BUILDINGS for row in rows)


def _words(play: Play) -> int:
    rows = _rows(play, "select words from categories")
    said = " ".join(str(row[0]) for row in rows).casefold()
    return sum(word.casefold() in said for word in STRANGE)


def _count(play: Play, query: str) -> int:
    return int(str(_rows(play, query)[0][0]))


def _rows(play: Play, query: str) -> list[tuple[object, ...]]:
    with play.house.gateway.database.read() as connection:
        return [tuple(row) for row in connection.execute(text(query))]
