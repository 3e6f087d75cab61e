"""Knows how a manager says until when she is away, and who stands in: "ABWESEND bis 24.10. Vertretung Lorenz"."""

import re

from hauspost.desk.intents import Act, Command, NearMiss, Vocabulary
from hauspost.parsers import closedlists
from hauspost.parsers.dates import day
from hauspost.parsers.lines import words
from hauspost.parsers.typed import Read, Typed, begins, is_loud, said_for

_UNTIL = re.compile(
    r"(?i)\b(?:bis|until|till)\b(?:\s+(?:einschl(?:ießlich|\.)|inkl(?:usive|\.)))?\s+(?P<day>[^;:]{1,40}?)"
    r"(?:[\s,;:]+(?:vertretung|vertreten durch|vertreter(?:in)?|deputy)\b[\s:]*(?P<who>[^,;]{1,60}))?[\s.!]*$"
)


def away_line(line: Typed, vocabulary: Vocabulary) -> Read | None:
    """None: an ordinary line; "Abwesend war ich nie" is a sentence, "ABWESEND" alone is asked for its day."""
    said = next((s for s in said_for(Act.AWAY, vocabulary) if begins(line.core, s.split())), None)
    if said is None:
        return None
    found = _UNTIL.search(line.bare)
    before = words(line.bare[: found.start()]) if found else []
    if found is None or len(before) > len(said.split()) + 1:
        return Read(NearMiss(line.line, "unknown_day", line.bare)) if is_loud(line, 1) else None
    if vocabulary.received_at is None or vocabulary.zone is None:
        return None
    until = day(found["day"], today=vocabulary.received_at.astimezone(vocabulary.zone).date())
    if until.day is None:
        return Read(NearMiss(line.line, "unknown_day", found["day"].strip()))
    if not found["who"]:
        return Read(Command(Act.AWAY, line.line, until=until.day))
    named = closedlists.untitled(words(found["who"]))
    values = closedlists.values(named, vocabulary.colleagues)
    likely = values or closedlists.nearest(named, vocabulary.colleagues)
    readings = tuple(Command(Act.AWAY, line.line, value, until=until.day) for value in likely)
    if len(values) == 1:
        return Read(readings[0])
    return Read(NearMiss(line.line, "unknown_value", found["who"].strip(), readings))
