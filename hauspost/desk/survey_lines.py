"""Where each party of a survey stands: what was asked, answered, came back, and who has come or gone since."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from hauspost.desk.case import Case
from hauspost.desk.channels import ChannelKind
from hauspost.desk.decision import Question
from hauspost.desk.houses import Person
from hauspost.desk.model import Entry, EntryKind, Ticket
from hauspost.desk.notices_of_surveys import Standing, SurveyLine
from hauspost.desk.survey_answers import belongs, newest
from hauspost.desk.surveys import Asking, unasked
from hauspost.desk.telling import names

# What the journal of an asked party's ticket says of a question that nobody has read.
UNREAD = {"bounce": Standing.RETURNED, "absence": Standing.ABSENT}
ORDER = tuple(Standing)


@dataclass(frozen=True, slots=True)
class Course:
    """What became of the tickets of a survey, by number; `returned`: the other server refused the question at once."""

    tickets: Mapping[int, Ticket]
    entries: Mapping[int, tuple[Entry, ...]]
    returned: frozenset[int] = frozenset()


def survey_lines(case: Case, asking: Asking, course: Course) -> tuple[SurveyLine, ...]:
    """The silent first, then who answered, then who cannot be asked or need not be any more."""
    found = [*_asked(case, course), *_unasked(case, asking)]
    return tuple(sorted(found, key=lambda line: ORDER.index(line.standing)))


def _asked(case: Case, course: Course) -> Iterator[SurveyLine]:
    for question in newest(case.survey):
        ticket = course.tickets.get(question.ticket or 0)
        party = tuple(case.people[p] for p in question.asked if p in case.people)
        said = _answers(question, course)
        yield SurveyLine(
            str(question.about["who"]),
            _standing(case, question, party, ticket, course),
            tuple(str(u) for u in question.about["units"]),
            number=question.ticket,
            at=said[-1].at if said else None,
            text="\n".join(entry.text for entry in said),
            reminded="reminded" in question.about,
            phones=tuple(dict.fromkeys(n for p in party for n in p.phones)),
        )


def _answers(question: Question, course: Course) -> tuple[Entry, ...]:
    """The party's own words, oldest first: "Danke" the day after takes no "Ja" away."""
    return tuple(
        e
        for e in course.entries.get(question.ticket or 0, ())
        if e.kind is EntryKind.MESSAGE
        and e.channel.kind is ChannelKind.RESIDENT
        and e.author in question.asked
    )


def _standing(
    case: Case, question: Question, party: tuple[Person, ...], ticket: Ticket | None, course: Course
) -> Standing:
    if _answers(question, course):
        return Standing.ANSWERED
    to_owners = bool(question.about["to_owners"])
    if ticket is None or not any(belongs(p, ticket, case, to_owners=to_owners) for p in party):
        return Standing.GONE
    if ticket.number in course.returned:
        return Standing.RETURNED
    said = (str(e.facts.get("reason")) for e in reversed(course.entries.get(ticket.number, ())))
    return next((UNREAD[reason] for reason in said if reason in UNREAD), Standing.SILENT)


def _unasked(case: Case, asking: Asking) -> Iterator[SurveyLine]:
    for party in unasked(case, case.house, asking) if case.house else ():
        standing = party.standing(case)
        yield SurveyLine(
            names(party.persons),
            Standing.LATE if standing is Standing.WILL_BE_ASKED else standing,
            party.units,
            phones=tuple(dict.fromkeys(n for p in party.persons for n in p.phones)),
        )


def is_news(owed_at: datetime, listed_at: datetime | None) -> bool:
    """Whether a list that is owed since then says anything that the last one did not."""
    return listed_at is None or listed_at <= owed_at
