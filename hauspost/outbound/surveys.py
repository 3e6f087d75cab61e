"""Knows how a survey reads to the manager: how many have answered, party by party, and what can be answered."""

import itertools
from collections.abc import Iterator

from hauspost.desk.notices_of_surveys import PrivateQuestion, Standing, Survey, SurveyLine
from hauspost.desk.telling import JOINED
from hauspost.outbound import cleaning
from hauspost.outbound.page import Entry
from hauspost.outbound.view import View, phone

NOT_ASKED = "–"
LONGEST_ANSWER = 600  # characters; all of it stands in the ticket
# Asked, or to be asked; the others cannot be, or need not be.
ASKED = frozenset(Standing) - {Standing.LATE, Standing.NO_MAIL, Standing.MANAGES}


def survey_counts(_view: View, facts: Survey) -> dict[str, int]:
    """`asked`, `answered`, `late`, and `unreached`: who has no mail address or whose question came back."""
    standings = [line.standing for line in facts.lines]
    return {
        "asked": sum(s in ASKED for s in standings),
        "answered": standings.count(Standing.ANSWERED),
        "late": standings.count(Standing.LATE),
        "unreached": standings.count(Standing.NO_MAIL) + standings.count(Standing.RETURNED),
    }


def survey_entries(view: View, facts: Survey) -> Iterator[Entry]:
    counted = itertools.count(1)  # those who are, or will be, asked; nobody else has a number
    for line in facts.lines:
        own = str(next(counted)) if line.standing in ASKED and not line.number else NOT_ASKED
        mark = f"T-{line.number}" if line.number else own
        who = view.language.join(tuple(cleaning.one_line(name) for name in line.who.split(JOINED)))
        units = ", ".join(cleaning.one_line(unit) for unit in line.units)
        head = view.language.say("marks.between").join(part for part in (who, units) if part)
        yield Entry(mark, head, (_standing(view, line),), cleaning.clip(line.text, LONGEST_ANSWER))


def _standing(view: View, line: SurveyLine) -> str:
    said = view.language
    code = "reminded" if line.standing is Standing.SILENT and line.reminded else str(line.standing)
    numbers = ", ".join(phone(number) for number in line.phones)
    return said.say(
        f"standings.{code}",
        when=view.times.when(line.at) if line.at else "",
        phone=said.say("standings.phone", phone=numbers) if numbers else "",
    )


def asked_units(view: View, facts: PrivateQuestion) -> str:
    """WE03 und WE09"""
    return view.language.join(tuple(cleaning.one_line(unit) for unit in facts.units))
