"""Whose word makes an undeliverable address a good one again: a manager's ERREICHBAR, or a mail of the person's own."""

from collections.abc import Iterable
from dataclasses import replace

from hauspost.desk.case import Case
from hauspost.desk.course import Course
from hauspost.desk.decision import Decision, Reactivate
from hauspost.desk.houses import Person
from hauspost.desk.intents import Act, Command, Offer
from hauspost.desk.notices_of_steering import Outcome, TranscriptLine
from hauspost.desk.proof import Auth, Route
from hauspost.desk.telling import offer

HEARD = frozenset({Route.THREAD, Route.NEW, Route.OFFICE})


def reactivation_offers(address: str, language: str) -> tuple[Offer, ...]:
    """ERREICHBAR: mails go to that address again."""
    return (offer(Act.REACHABLE, language, value=address),)


def reactivate(course: Course, command: Command) -> Course:
    line = TranscriptLine(command.line, str(command.act), Outcome.DONE, after=command.value)
    return course.then(line, Reactivate(command.value))


def heard_again(case: Case) -> Case:
    """A mail of the person's own that the border did not find forged is an address that works."""
    address = case.mail.from_address
    is_own = not case.mail.is_automatic and case.resolution.auth is not Auth.FAIL
    if not is_own or case.resolution.route not in HEARD or not _is_off(case.author, address):
        return case
    author = tuple(_with(p, address) for p in case.author)
    return replace(case, author=author, people={**case.people, **{p.id: p for p in author}})


def with_reactivation(before: Case, after: Case, decision: Decision) -> Decision:
    if before is after:
        return decision
    return replace(decision, effects=(*decision.effects, Reactivate(before.mail.from_address)))


def _is_off(persons: Iterable[Person], address: str) -> bool:
    return any(address in p.undeliverable for p in persons)


def _with(person: Person, address: str) -> Person:
    return replace(person, undeliverable=person.undeliverable - {address})
