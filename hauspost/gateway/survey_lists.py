"""Fetches what a survey's running list says, as of now: it is owed empty and filled when it is written."""

from dataclasses import replace
from datetime import datetime, tzinfo

from hauspost.desk.case import Asked, Case
from hauspost.desk.houses import Company
from hauspost.desk.model import Ticket
from hauspost.desk.notices import NoticeKind
from hauspost.desk.notices_of_surveys import Survey
from hauspost.desk.policy import Policy
from hauspost.desk.proof import Auth, Key, Resolution, Route
from hauspost.desk.survey_answers import asked_persons
from hauspost.desk.survey_lines import Course, is_news, survey_lines
from hauspost.desk.surveys import asking_of
from hauspost.store import mails, registry, tickets
from hauspost.store.connection import Connection


def filled(
    connection: Connection,
    facts: Survey,
    ticket: Ticket,
    *,
    company: Company,
    owed_at: datetime,
    at: datetime,
    zone: tzinfo,
) -> Survey | None:
    """None: another mail has said it since."""
    asking = asking_of(tickets.load_entries(connection, ticket.number))
    listed = mails.last_formed(connection, NoticeKind.SURVEY, ticket.number)
    if asking is None or not is_news(owed_at, listed):
        return None
    survey = tickets.survey_of(connection, ticket.number)
    numbers = [q.ticket for q in survey if q.ticket is not None]
    case = Case(
        at=at,
        zone=zone,
        company=company,
        policy=Policy(),
        resolution=Resolution(Route.RECORD, "listed", Key.NONE, Auth.NONE),
        mail=Asked(0, at, "", "", 0, ""),
        house=registry.load_property(connection, ticket.property_id),
        residents=registry.residents_of(connection, ticket.property_id),
        people=registry.persons(connection, asked_persons(survey)),
        survey=survey,
    )
    course = Course(
        tickets.load_tickets(connection, numbers),
        {n: tickets.load_entries(connection, n) for n in numbers},
        mails.failed_in(connection, NoticeKind.PRIVATE_QUESTION, numbers),
    )
    return replace(facts, lines=survey_lines(case, asking, course))
